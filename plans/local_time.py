"""What day it is where a person is."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from plans.engine.day import day_of


class Person(Protocol):
    """`day_starts`: the hour at which a new day begins for them; a workout at 0:30 belongs to the day before."""

    time_zone: str
    day_starts: int


def today_for(user: Person, now: datetime) -> date:
    return day_of(now, ZoneInfo(user.time_zone), user.day_starts)
