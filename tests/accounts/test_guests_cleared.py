"""Guests who do not come back are forgotten, with all they did, and nobody else is."""

import datetime
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone

from plans.models import Enrolment, Operation, SetLog
from tests.accounts.trying import device_of, person_behind, start, try_it
from tests.plans.pages import MONDAY, follow, train
from tests.plans.syncing import quick_edits
from tests.plans.workouts import logged, rows_of, snapshot

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def clear(**options):
    said = StringIO()
    call_command("clear_guests", stdout=said, **options)
    return said.getvalue().strip()


def guests():
    return set(get_user_model().objects.guests())


def test_sixty_days_after_the_last_visit_a_guest_is_still_here_and_then_gone(client, clock):
    try_it(client)
    guest = person_behind(client)
    clock.shift(60 * DAY)
    assert clear() == "Guests cleared: 0."
    clock.shift(DAY)
    assert clear() == "Guests cleared: 1."
    assert guests() == set()
    assert client.get("/week/").status_code == 302
    assert not get_user_model().objects.filter(pk=guest.pk).exists()


def test_every_visit_counts_from_its_own_day(client, clock):
    try_it(client)
    clock.shift(59 * DAY)
    client.get("/plans/")
    clock.shift(59 * DAY)
    assert clear() == "Guests cleared: 0."
    assert client.get("/today/").status_code == 200


def test_a_phone_that_only_sends_counts_as_a_visit(client, clock):
    try_it(client, sets=0)
    clock.shift(50 * DAY)
    device_of(client).send(*quick_edits(timezone.now()))
    clock.shift(50 * DAY)
    assert clear() == "Guests cleared: 0."


def test_all_they_did_goes_with_them(client, clock):
    before = snapshot()
    try_it(client)
    device_of(client).send(*quick_edits(timezone.now()))
    start(client, replace_current="on")
    clock.shift(61 * DAY)
    assert clear() == "Guests cleared: 1."
    assert snapshot() == before


def test_nobody_with_an_account_is_touched_however_long_they_are_away(client, clock, person):
    away = person()
    follow(away)
    train(away, MONDAY)
    try_it(client)
    before = rows_of(away)
    clock.shift(400 * DAY)
    assert clear() == "Guests cleared: 1."
    assert rows_of(away) == before
    assert get_user_model().objects.get() == away


def test_a_guest_who_is_here_stays_while_others_go(clock):
    gone, here = try_it(), try_it()
    clock.shift(40 * DAY)
    here.get("/week/")
    clock.shift(40 * DAY)
    assert clear() == "Guests cleared: 1."
    assert guests() == {person_behind(here)}
    assert len(logged(person_behind(here))) == 2
    assert person_behind(gone) is None


def test_no_more_than_asked_for_at_once_and_the_rest_the_next_time(clock, django_assert_max_num_queries):
    for _ in range(7):
        cache.clear()
        try_it()
    clock.shift(61 * DAY)
    assert clear(most=3) == "Guests cleared: 3."
    assert len(guests()) == 4
    with django_assert_max_num_queries(40):  # by the batch, not by the guest
        assert clear() == "Guests cleared: 4."
    assert clear() == "Guests cleared: 0."
    for model in (Enrolment, SetLog, Operation):
        assert not model.objects.exists()
