"""People to try the site with: somebody three weeks into a plan, and staff. For development only."""

import datetime
from dataclasses import dataclass
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction

from plans.engine.identity import feedback_uid, set_uid
from plans.models import Plan
from plans.queries import following
from plans.records import Edit, WorkoutRef, milliseconds, prescription_of, target_of
from plans.services import enrol, save_records

WEEKS_DONE = 3
TRAINS_AT = datetime.time(18, 30)
# What was not just right, by window and exercise; so that there are reasons to read.
RATINGS = {(1, "squat"): "easy", (2, "squat"): "easy", (2, "toe-taps"): "hard", (3, "clam"): "easy"}


@dataclass(frozen=True)
class Account:
    email: str
    password: str
    role: str = ""


DEMO = Account("demo@rise.example", "one rep at a time")
EDITOR = Account("editor@rise.example", "words and numbers", role="Publisher")
ADMINISTRATOR = Account("admin@rise.example", "keys and kettles", role="Administrator")


@transaction.atomic
def create_person(account: Account, *, time_zone: str):
    """
    The person and whether they are new; somebody who is there already is kept as they are.

    Roles come from the fixture `roles`, which must be loaded.
    """
    people = get_user_model().objects
    known = people.filter(email=account.email).first()
    if known:
        return known, False
    person = people.create_user(
        account.email, account.password, time_zone=time_zone, is_staff=bool(account.role)
    )
    if account.role:
        person.groups.add(Group.objects.get(name=account.role))
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person, True


@transaction.atomic
def follow_for_three_weeks(person, plan: Plan, *, today: datetime.date, zone: datetime.tzinfo) -> int:
    """Sign the person up and log every workout before today, as the plan asked for it; returns how many."""
    start = today - datetime.timedelta(days=today.weekday() + 7 * WEEKS_DONE)
    signed_up = datetime.datetime.combine(start, datetime.time(8), zone)
    revision = plan.revisions.order_by("-number").first()
    enrolment = enrol(
        person,
        revision,
        start=start,
        weekdays=revision.numbers["weekdays"],
        level=revision.numbers["level"],
        time_zone=person.time_zone,
        now=signed_up,
        today=start,
    )
    days = [start + datetime.timedelta(days=number) for number in range((today - start).days)]
    return sum(_train(person, enrolment, day, zone) for day in days)


def _train(person, enrolment, day: datetime.date, zone: datetime.tzinfo) -> bool:
    """Do what that day asks for, if anything; each week grows out of what the ones before it logged."""
    plan = following(person, day)
    workout = plan.schedule.on(day)
    if workout is None:
        return False
    now = datetime.datetime.combine(day, TRAINS_AT, zone) + datetime.timedelta(seconds=workout.seconds)
    names = {slug: variation.name for slug, variation in plan.texts.items()}
    ref = WorkoutRef(workout.uid, day, person.time_zone, enrolment.uid, workout.window, workout.slot)

    def edit(kind, uid, data):
        return Edit(uuid4(), kind, uid, milliseconds(now), ref, data)

    asked = prescription_of(workout.doses, names)
    begun = {"local_date": day, "time_zone": person.time_zone, "prescription": asked}
    edits = [edit("workout", workout.uid, {**begun, "finished_at": now})]
    for dose, row in zip(workout.doses, asked, strict=True):
        done = {"reps": dose.reps, "target": target_of(row), "done_at": now}
        for part, number, side in dose.planned_sets():
            uid = set_uid(workout.uid, dose.exercise, part, number, side)
            which = {"exercise": dose.exercise, "part": part, "number": number, "side": side}
            edits.append(edit("set", uid, which | done))
        rating = RATINGS.get((workout.window, dose.exercise), "right")
        uid = feedback_uid(workout.uid, dose.exercise)
        edits.append(edit("feedback", uid, {"exercise": dose.exercise, "rating": rating}))
    save_records(person, edits, now=now)
    return True
