"""What is published, and what a person decided, can be added to but not changed."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from plans import services
from plans.models import EnrolmentEvent, PlanRevision

pytestmark = pytest.mark.django_db


def refuses(sql):
    with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
        connection.cursor().execute(sql)


def test_the_database_refuses_to_change_a_published_revision():
    revision = PlanRevision.objects.get(plan__slug="mat-trio")
    refuses(f"UPDATE plans_planrevision SET number = 7 WHERE id = {revision.pk}")
    assert PlanRevision.objects.get(pk=revision.pk).number == revision.number


def test_the_database_refuses_to_change_the_journal_of_an_enrolment(person, now):
    revision = PlanRevision.objects.get(plan__slug="mat-trio")
    enrolment = services.enrol(
        person(),
        revision,
        start=date(2026, 3, 2),
        weekdays=[0, 2, 4],
        level="standard",
        time_zone="UTC",
        now=now,
        today=date(2026, 3, 2),
    )
    services.leave(enrolment, today=date(2026, 3, 9), now=now)
    event = EnrolmentEvent.objects.get(enrolment=enrolment)
    refuses(f"UPDATE plans_enrolmentevent SET kind = 'x' WHERE id = {event.pk}")
