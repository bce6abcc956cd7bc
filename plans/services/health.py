"""What hurts: stored only for those who agreed to it, and erased as soon as they do not any more."""

from __future__ import annotations

from datetime import date, datetime
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from plans import journal
from plans.engine.schedule.neutral import neutral_choices
from plans.engine.schedule.values import TAKEN_UP
from plans.models import Enrolment, EnrolmentEvent, Feedback
from plans.queries.following import of_enrolment
from plans.records import Edit, WorkoutRef, milliseconds
from plans.services.logging import save_records
from plans.services.logging.ledger import raise_by


class NoConsent(Exception):
    """The person has not agreed that what hurts is stored, or agrees no longer."""


def agree(user: AbstractBaseUser, *, now: datetime) -> None:
    """From now on what hurts may be stored. Agreeing twice is agreeing once."""
    people = get_user_model()._default_manager
    people.filter(pk=user.pk, health_consent_at=None).update(health_consent_at=now)


def flag(user: AbstractBaseUser, workout: WorkoutRef, exercise: str, *, hurts: bool, now: datetime) -> None:
    """
    An exercise of a workout hurt, or did not after all. The workout need not have a set.

    NoConsent where the person has not agreed.
    """
    with transaction.atomic():
        person = get_user_model()._default_manager.select_for_update(no_key=True).get(pk=user.pk)
        if hurts and person.health_consent_at is None:
            raise NoConsent
        data = {"exercise": exercise, "pain": hurts, "removed": False}
        edit = Edit(uuid4(), "feedback", workout.feedback_uid(exercise), milliseconds(now), workout, data)
        save_records(user, [edit], now=now)


def revoke(user: AbstractBaseUser, *, today: date, now: datetime) -> None:
    """
    The person agrees no longer: every flag is erased, and what it led to becomes a choice without a reason.

    What was chosen because of a flag (taking an exercise up again) is erased with it, although nothing else is
    ever taken out of a journal: it would tell the same.
    """
    with transaction.atomic():
        people = get_user_model()._default_manager
        people.select_for_update(no_key=True).filter(pk=user.pk).first()  # rows that name them can be saved
        raise_by(user, 1)  # nobody else saves for this person meanwhile
        plans = Enrolment.objects.filter(user_id=user.pk).select_related("revision__plan").order_by("pk")
        for enrolment in plans.select_for_update(of=("self",)):  # nor chooses anything
            _make_neutral(enrolment, today, now)
        for row in Feedback.objects.filter(user_id=user.pk, stamps__has_key="pain"):
            _erase(row)
        people.filter(pk=user.pk).update(health_consent_at=None)


def _make_neutral(enrolment: Enrolment, today: date, now: datetime) -> None:
    life = of_enrolment(enrolment, today).life
    choices = neutral_choices(life)
    told = EnrolmentEvent.objects.filter(enrolment=enrolment, kind=TAKEN_UP)
    told.delete()  # with what took them back
    EnrolmentEvent.objects.bulk_create(
        EnrolmentEvent(
            enrolment=enrolment,
            kind=event.kind,
            window=event.window,
            data=journal.data_of(event),
            created_at=now,
        )
        for event in choices
    )


def _erase(row: Feedback) -> None:
    """A row that said nothing else goes altogether."""
    row.pain = False
    row.stamps.pop("pain", None)
    if row.rating:
        row.save(update_fields=["pain", "stamps"])
    else:
        row.delete()
