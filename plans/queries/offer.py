"""The plan changed: what its new numbers would ask for instead, week by week."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exercises.models import Variation
from plans.engine import changes
from plans.engine.changes import ChangedDose, ChangedWeek
from plans.engine.ladder import Dose
from plans.engine.schedule import TOOK, Revision, Schedule
from plans.models import EnrolmentEvent
from plans.queries.following import Following
from plans.queries.lines import hold_in_words, minutes_in_words
from plans.reasons import dose_in_words
from plans.revisions import Numbers


@dataclass(frozen=True)
class ChangedLine:
    """One exercise of a week, before and after: “Squat, 2 × 20”, or nothing."""

    exercise: str
    before: str
    after: str


@dataclass(frozen=True)
class WeekDifference:
    """A week of the plan that changes. `is_gone` and `is_new`: only one side has it."""

    number: int
    lines: list[ChangedLine]
    minutes_before: str
    minutes_after: str
    is_gone: bool
    is_new: bool


@dataclass(frozen=True)
class ScheduleDifference:
    """Two schedules side by side: sentences about the whole, and the weeks that differ."""

    facts: list[str]
    weeks: list[WeekDifference]


@dataclass(frozen=True)
class OfferPage:
    """`answer` is what the person decided, None while it is open; `can_undo` whether it can be taken back."""

    following: Following
    revision: int
    published_at: datetime
    first_day: date
    difference: ScheduleDifference
    numbers: Numbers
    needs_days: bool
    answer: EnrolmentEvent | None
    can_undo: bool


def difference_between(
    mine: Schedule,
    theirs: Schedule,
    revisions: tuple[Revision, Revision],
    texts: Mapping[str, Variation],
    from_window: int = 1,
) -> ScheduleDifference:
    """What changes from a window on; `revisions` are those behind the two schedules."""
    weeks = changes.compare(mine, theirs, from_window)
    return ScheduleDifference(list(_facts(*revisions)), [_week(week, texts) for week in weeks])


def _facts(before: Revision, after: Revision):
    if before.weeks != after.weeks:
        yield ngettext(
            "It lasts %(after)d week instead of %(before)d.",
            "It lasts %(after)d weeks instead of %(before)d.",
            after.weeks,
        ) % {"before": before.weeks, "after": after.weeks}
    if len(before.workouts) != len(after.workouts):
        yield ngettext(
            "It has %(after)d workout a week instead of %(before)d.",
            "It has %(after)d workouts a week instead of %(before)d.",
            len(after.workouts),
        ) % {"before": len(before.workouts), "after": len(after.workouts)}
    if before.warm_up_seconds and not after.warm_up_seconds:
        yield _("Its workouts begin without a warm-up now.")
    if after.warm_up_seconds and not before.warm_up_seconds:
        yield _("Its workouts begin with a warm-up now.")


def _week(week: ChangedWeek, texts: Mapping[str, Variation]) -> WeekDifference:
    window = week.after or week.before
    return WeekDifference(
        number=(window.week if window else None) or week.number,
        lines=[_line(pair, texts) for pair in week.doses],
        minutes_before=minutes_in_words(week.seconds_before) if week.seconds_before else "",
        minutes_after=minutes_in_words(week.seconds_after) if week.seconds_after else "",
        is_gone=week.after is None,
        is_new=week.before is None,
    )


def _line(pair: ChangedDose, texts: Mapping[str, Variation]) -> ChangedLine:
    dose = pair.after or pair.before
    name = texts[dose.variation.slug].exercise.name if dose else ""
    differs = pair.times_before != pair.times_after
    return ChangedLine(
        exercise=name,
        before=_in_words(pair.before, pair.times_before if differs else 0, texts),
        after=_in_words(pair.after, pair.times_after if differs else 0, texts),
    )


def _in_words(dose: Dose | None, times: int, texts: Mapping[str, Variation]) -> str:
    if dose is None:
        return ""
    words = [f"{texts[dose.variation.slug].name} {dose_in_words(dose)}", hold_in_words(dose)]
    if times:
        words.append(ngettext("in %(times)d workout", "in %(times)d workouts", times) % {"times": times})
    return ", ".join(filter(None, words))


def offer_page(following: Following) -> OfferPage | None:
    """None where the plan has no newer numbers that anybody could tell apart from the person's own."""
    offer = following.offer
    if offer is None:
        return None
    before, after = following.revisions[offer.before], following.revisions[offer.pk]
    unanswered = following.without(offer.answer)
    has_taken = offer.answer and offer.answer.kind == TOOK
    mine, theirs = unanswered.seen, (following.life if has_taken else unanswered.having(offer.event)).seen
    return OfferPage(
        following=following,
        revision=offer.pk,
        published_at=offer.published_at,
        first_day=following.choices.first_day_of(offer.window),
        difference=difference_between(mine, theirs, (before, after), following.texts, offer.window),
        numbers=offer.numbers,
        needs_days=offer.needs_days,
        answer=offer.answer,
        can_undo=offer.can_undo,
    )
