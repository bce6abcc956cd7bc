"""Which day it is for somebody: the calendar of their time zone, in which a day may begin some hours after midnight."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)


def day_of(moment: datetime, zone: ZoneInfo, starts: int = 0) -> date:
    """
    The day of a moment: the last one that has begun.

    starts: the hour, 0 to 23, at which a day begins. A day begins when the clock on the wall first shows that
    hour, and has begun for good: clocks that are put back do not bring the day before back. A date that a zone
    leaves out is nobody's day.
    """
    wall = moment.astimezone(zone).replace(tzinfo=None) - timedelta(hours=starts)
    day = wall.date()
    return day + ONE_DAY if _first_shown(day + ONE_DAY, zone, starts) <= moment else day


def _first_shown(day: date, zone: ZoneInfo, starts: int) -> datetime:
    """When the clock first shows the hour at which a day begins; an hour that it leaves out is one too late."""
    return datetime.combine(day, time(starts), zone).astimezone(UTC)
