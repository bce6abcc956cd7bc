"""Which day it is: every day of every time zone comes once, and ends when the next one begins."""

import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest

from plans.engine.day import day_of
from plans.engine.schedule import Choices

UTC, DAY, HOUR, MINUTE = datetime.UTC, *(datetime.timedelta(**{u: 1}) for u in ("days", "hours", "minutes"))
FIRST, LAST = datetime.date(2024, 1, 1), datetime.date(2036, 12, 31)


def at(text, zone="UTC"):
    return datetime.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    "moment, starts, day",
    [
        ("2027-01-05T00:30", 0, "2027-01-05"),
        ("2027-01-05T00:30", 3, "2027-01-04"),
        ("2027-01-05T02:59", 3, "2027-01-04"),
        ("2027-01-05T03:00", 3, "2027-01-05"),
        ("2027-01-01T00:30", 3, "2026-12-31"),
    ],
)
def test_a_day_begins_at_its_hour(moment, starts, day):
    assert day_of(at(moment, "Europe/London"), ZoneInfo("Europe/London"), starts).isoformat() == day


def test_it_is_another_day_elsewhere():
    moment = at("2027-01-05T12:00")
    assert day_of(moment, ZoneInfo("Pacific/Kiritimati")) == datetime.date(2027, 1, 6)
    assert day_of(moment, ZoneInfo("Pacific/Pago_Pago"), 3) == datetime.date(2027, 1, 4)


def test_a_clock_that_is_put_back_brings_no_day_back():
    """In Troll it is three o'clock, then one o'clock again: a day that began at two has begun."""
    zone = ZoneInfo("Antarctica/Troll")
    moments = [at("2027-10-30T23:50") + n * 10 * MINUTE for n in range(24)]
    days = [day_of(moment, zone, 2) for moment in moments]
    assert days == sorted(days)
    assert {datetime.date(2027, 10, 30), datetime.date(2027, 10, 31)} == set(days)


def test_a_day_without_a_midnight_begins_when_the_clock_jumps():
    zone = ZoneInfo("Africa/Cairo")  # at midnight it is one o'clock
    jump = at("2027-04-29T22:00")
    assert day_of(jump - MINUTE, zone) == datetime.date(2027, 4, 29)
    assert day_of(jump, zone) == datetime.date(2027, 4, 30)


def test_a_date_that_a_zone_leaves_out_is_nobodys_day():
    zone = ZoneInfo("Pacific/Apia")
    days = {day_of(at("2011-12-28T00:00") + n * HOUR, zone) for n in range(24 * 6)}
    assert datetime.date(2011, 12, 29) in days
    assert datetime.date(2011, 12, 30) not in days
    assert datetime.date(2011, 12, 31) in days


# Every zone, every day ----------------------------------------------------------------------------


def clocks():
    """A zone for each different clock of these years: many have two names, or agree by now."""
    noons = [datetime.datetime.combine(FIRST, datetime.time(12), UTC) + n * DAY for n in range(-2, 4754)]
    found = {}
    for name in sorted(available_timezones() - {"localtime", "Factory"}):
        zone = ZoneInfo(name)
        offsets = [zone.utcoffset(noon.astimezone(zone)) for noon in noons]
        changes = tuple((n, after) for n, (before, after) in enumerate(pairwise(offsets)) if before != after)
        found.setdefault((offsets[0], _moments(zone, noons, changes)), zone)
    return list(found.values())


def _moments(zone, noons, changes):
    """When the offset changes, to the minute; two changes within a day of each other would be seen as one."""
    found = []
    for index, after in changes:
        low, high = noons[index], noons[index + 1]
        while high - low > MINUTE:
            middle = low + (high - low) / 2
            low, high = (low, middle) if middle.astimezone(zone).utcoffset() == after else (middle, high)
        found.append((high.replace(second=0, microsecond=0), after))
    return tuple(found)


def begins(zone, day, starts):
    """The minute at which a day begins, found by asking which day it is."""
    low = datetime.datetime.combine(day, datetime.time(starts), UTC) - 20 * HOUR
    high = low + 40 * HOUR
    minutes = int((high - low) / MINUTE)
    before, after = 0, minutes
    while after - before > 1:
        middle = (before + after) // 2
        before, after = (
            (before, middle) if day_of(low + middle * MINUTE, zone, starts) >= day else (middle, after)
        )
    return low + after * MINUTE


@pytest.mark.parametrize("starts", [0, 3])
def test_every_training_day_of_every_zone_exists_exactly_once(starts):
    """
    A day begins once and ends where the next one begins, whatever the clock does: around every change of it,
    minute by minute, and on every other day by where it begins and how long it lasts.
    """
    for zone in clocks():
        day, moment = FIRST, begins(zone, FIRST, starts)
        while day <= LAST:
            following = next_begin(zone, day, moment, starts)
            assert HOUR < following - moment <= 26 * HOUR, (zone.key, day)
            day, moment = day + DAY, following


def next_begin(zone, day, moment, starts):
    """Where the day after begins: a day later by the clock of most days, else it is looked for."""
    guess = moment + DAY
    if day_of(guess, zone, starts) == day + DAY and day_of(guess - MINUTE, zone, starts) == day:
        return guess
    return begins(zone, day + DAY, starts)


@pytest.mark.parametrize(
    "name", ["Europe/London", "Antarctica/Troll", "Africa/Cairo", "America/Havana", "Asia/Beirut"]
)
def test_no_minute_of_a_year_belongs_to_two_days_or_to_none(name):
    zone, moment = ZoneInfo(name), at("2027-01-01T00:00")
    days = [day_of(moment + n * 10 * MINUTE, zone, 3) for n in range(6 * 24 * 365)]
    assert all(later - earlier in (datetime.timedelta(0), DAY) for earlier, later in pairwise(days))


def test_each_training_day_of_a_plan_is_somebodys_today():
    """From the schedule's dates to moments and back, across the changes of the clock in spring and autumn."""
    chosen = Choices(
        uid=None, revision=1, start=datetime.date(2027, 3, 1), weekdays=(0, 2, 6), level="standard"
    )
    for name in (
        "Europe/Berlin",
        "America/New_York",
        "America/Havana",
        "Pacific/Apia",
        "Australia/Lord_Howe",
    ):
        zone, moment = ZoneInfo(name), at("2027-02-27T00:00")
        lived = {day_of(moment + n * HOUR, zone, 3) for n in range(24 * 7 * 40)}
        planned = [day for window in range(1, 36) for day in chosen.dates_of(window)]
        assert len(planned) == len(set(planned))
        assert set(planned) <= lived
