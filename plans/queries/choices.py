"""What a person may choose about the plan that they follow, each choice with what would come of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans import journal, refusals
from plans.engine import schedule as s
from plans.engine.schedule import Event, Life, PlannedWorkout, Window, rules
from plans.models import EnrolmentEvent, Weekday
from plans.queries.following import Following
from plans.queries.lines import DoseLine, dose_line
from plans.queries.outlook import Outlook, WeekAhead, outlook
from plans.queries.week import WorkoutCard, workout_card
from plans.revisions import Numbers


@dataclass(frozen=True)
class Option:
    """
    One choice: what it would lead to, or the code of why it is not possible.

    hidden: the fields of its form.
    """

    kind: str
    hidden: dict[str, Any]
    fault: str
    outlook: Outlook | None = None
    line: DoseLine | None = None

    @property
    def why_not(self) -> str:
        return refusals.in_words(self.kind, self.fault)

    @property
    def inputs(self) -> Iterator[tuple[str, str]]:
        """The hidden fields with their values as a form sends them."""
        for name, value in self.hidden.items():
            for each in sorted(value) if isinstance(value, tuple | frozenset) else (value,):
                yield name, each.isoformat() if isinstance(each, date) else str("" if each is None else each)


def option(following: Following, kind: str, *, window: int | None = None, **fields: Any) -> Option:
    event = rules.event_for(following.life, kind, window=window, **fields)
    hidden = {"kind": kind, **fields} | ({"window": window} if window is not None else {})
    after = following.life.having(event)
    code = rules.fault(following.life, event, after)
    ahead = None if code else outlook(after, following.texts)
    line = None if code or not event.exercise else line_of(following, after, event)
    return Option(kind, hidden, code, ahead, line)


def line_of(following: Following, life: Life, event: Event) -> DoseLine | None:
    """What an exercise, or what takes its place, would be asked for from the event's window on."""
    window = life.seen.window(event.window)
    if window is None:
        return None
    instead = window.away.get(event.exercise)
    name = instead if instead in window.states else event.exercise
    if instead == "" or name not in window.states:
        return None
    to_do = [w for w in window.workouts if w.status not in (s.DONE, s.STARTED)] or list(window.workouts)
    for workout in to_do:
        for dose in workout.doses:
            if dose.exercise == name:
                return dose_line(dose, workout.reasons[name], following.texts)
    reason = window.reasons.get(name)
    return dose_line(reason.after, reason, following.texts) if reason else None


# After missed weeks -------------------------------------------------------------------------------


@dataclass(frozen=True)
class ComebackPage:
    """The three ways on after missed weeks, the default one first. `missed`: first and last day of each week."""

    following: Following
    missed: list[Window]
    options: list[Option]


def missed_weeks(following: Following) -> list[Window]:
    """The missed weeks that the person may still decide about."""
    windows = (following.schedule.window(number) for number in rules.open_gap(following.life))
    return [window for window in windows if window]


def comeback_page(following: Following) -> ComebackPage | None:
    missed = missed_weeks(following)
    if not missed:
        return None
    return ComebackPage(following, missed, [option(following, kind) for kind in rules.GAP_CHOICES])


# One workout --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DayOption:
    """A day that a workout could move to, or why it cannot."""

    date: date
    is_its_own: bool
    option: Option

    @property
    def fault(self) -> str:
        return self.option.fault

    @property
    def why_not(self) -> str:
        return self.option.why_not


@dataclass(frozen=True)
class MovePage:
    following: Following
    card: WorkoutCard
    days: list[DayOption]
    let_go: Option
    undo: EnrolmentEvent | None

    @property
    def has_free_days(self) -> bool:
        return any(not day.fault for day in self.days)


def move_page(following: Following, number: int, slot: int) -> MovePage | None:
    window = following.schedule.window(number)
    workout = next((w for w in window.workouts if w.slot == slot), None) if window else None
    if window is None or workout is None:
        return None
    days = (window.first_day + timedelta(days=offset) for offset in range(s.DAYS))
    return MovePage(
        following=following,
        card=workout_card(following, workout),
        days=[_day_option(following, workout, day) for day in days],
        let_go=_about(following, s.LET_GO, workout),
        undo=_let_go_row(following, number, slot),
    )


def _day_option(following: Following, workout: PlannedWorkout, day: date) -> DayOption:
    return DayOption(day, day == workout.date, _about(following, s.MOVED, workout, day=day))


def _about(following: Following, kind: str, workout: PlannedWorkout, **fields: Any) -> Option:
    """A choice about one workout: what it leads to needs no outlook."""
    place = {"window": workout.window, "slot": workout.slot}
    event = rules.event_for(following.life, kind, **place, **fields)
    return Option(kind, {"kind": kind, **place, **fields}, rules.fault(following.life, event))


def _let_go_row(following: Following, window: int, slot: int) -> EnrolmentEvent | None:
    rows = journal.standing(following.events)
    found = (row for row in rows if (row.kind, row.window, row.data.get("slot")) == (s.LET_GO, window, slot))
    return next(found, None)


# All of it ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ChangePage:
    """
    Everything that can be changed.

    open: workouts that can be moved. pauses: those that are not over. journal: the choices made so far, the
    last one first.
    """

    following: Following
    open: list[WorkoutCard]
    weekdays: list[str]
    minutes: int | None
    has_kit: bool
    pauses: list[tuple[date, date]]
    repeat: Option
    ease: Option
    next_week: WeekAhead | None
    exercises: list[ExerciseRow]
    journal: list[Choice]
    missed: list[Window]


@dataclass(frozen=True)
class ExerciseRow:
    """An exercise of the plan; `line` is None for one that is left out or stopped."""

    slug: str
    name: str
    line: DoseLine | None
    is_stopped: bool
    is_away: bool
    is_announced: bool


@dataclass(frozen=True)
class Choice:
    """A row of the journal in its own words; `can_undo` as long as it may be taken back."""

    row: EnrolmentEvent
    words: str
    can_undo: bool


def choice_of(following: Following, row: EnrolmentEvent) -> Choice:
    can_undo = journal.can_undo(following.enrolment, row, following.life.today)
    return Choice(row, event_in_words(following, row), can_undo)


def chosen(following: Following, uid: str) -> Choice | None:
    """The choice of the journal that an address names, as long as it stands."""
    rows = (row for row in journal.standing(following.events) if str(row.uid) == uid)
    return next((choice_of(following, row) for row in rows), None)


def change_page(following: Following) -> ChangePage:
    life = following.life
    window = life.seen.window(life.next)
    return ChangePage(
        following=following,
        open=[workout_card(following, workout) for workout in _movable(life)],
        weekdays=weekdays_in_words(following),
        minutes=minutes_now(following),
        has_kit=bool(kit_now(following)),
        pauses=pauses_ahead(following),
        repeat=option(following, s.REPEATED),
        ease=option(following, s.EASED),
        next_week=outlook(life, following.texts, life.next).weeks[0] if window else None,
        exercises=list(exercise_rows(following)),
        journal=[choice_of(following, row) for row in reversed(journal.standing(following.events))],
        missed=missed_weeks(following),
    )


def _movable(life: Life) -> Iterator[PlannedWorkout]:
    """What is open in this window and in the next one."""
    for number in (life.now, life.now + 1):
        window = life.seen.window(number)
        yield from (w for w in (window.workouts if window else ()) if w.status not in (s.DONE, s.STARTED))


def weekdays_now(following: Following) -> list[int]:
    return journal.weekdays_of(following.enrolment.weekdays, following.events)


def minutes_now(following: Following) -> int | None:
    return rules.minutes_now(following.life)


def kit_now(following: Following) -> list[str]:
    return sorted(rules.kit_now(following.life))


def weekdays_in_words(following: Following) -> list[str]:
    return [str(Weekday(day).label) for day in weekdays_now(following)]


def pauses_ahead(following: Following) -> list[tuple[date, date]]:
    """The pauses that are not over, by their first and last day."""
    today = following.life.today
    return sorted((first, last) for first, last in following.life.pauses if last >= today)


def numbers_ahead(following: Following) -> Numbers:
    """The numbers that are in force from the next window on."""
    window = following.schedule.window(following.life.next)
    return following.numbers[window.revision if window else following.schedule.revision]


def exercise_rows(following: Following) -> Iterator[ExerciseRow]:
    window = following.life.seen.window(following.life.now)
    if window is None:
        return
    names = exercise_names(following)
    for slug in dict.fromkeys([*following.revision_in(window).exercises, *window.states]):
        if slug in window.away.values() and slug in window.states and slug not in window.away:
            continue  # the stand-in is shown with the exercise that it stands in for
        event = Event("", window.number, exercise=slug)
        yield ExerciseRow(
            slug=slug,
            name=names.get(slug, slug),
            line=None if slug in window.stopped else line_of(following, following.life, event),
            is_stopped=slug in window.stopped,
            is_away=slug in window.away,
            is_announced=slug in window.announced,
        )


# One exercise -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ExercisePage:
    """
    One exercise of the plan, and what may be chosen about it.

    row: how it stands. coming: the new step that the next week would bring. variations, others: what it could
    be replaced by until further notice, each with its name.
    """

    following: Following
    row: ExerciseRow
    coming: DoseLine | None
    decline: Option
    back: Option
    easier: Option
    out: Option
    variations: list[tuple[str, Option]]
    others: list[tuple[str, Option]]
    take_up: Option
    back_again: Option


def exercise_page(following: Following, slug: str) -> ExercisePage | None:
    row = next((row for row in exercise_rows(following) if row.slug == slug), None)
    window = following.schedule.window(following.life.now)
    if row is None or window is None:
        return None

    def of(kind: str, **fields: Any) -> Option:
        return option(following, kind, exercise=slug, **fields)

    names = exercise_names(following)
    return ExercisePage(
        following=following,
        row=row,
        coming=_coming(following, slug),
        decline=of(s.DECLINED),
        back=of(s.BACKED),
        easier=of(s.EASIER),
        out=of(s.SWAPPED),
        variations=[
            (following.texts[variation].name, of(s.SWAPPED, variation=variation))
            for variation in _easier_variations(following, window, slug)
        ],
        others=[
            (names.get(other, other), of(s.SWAPPED, instead=other))
            for other in following.revision_in(window).ladders
            if other not in following.revision_in(window).exercises and other not in window.states
        ],
        take_up=of(s.TAKEN_UP),
        back_again=of(s.RETURNED),
    )


def _coming(following: Following, slug: str) -> DoseLine | None:
    """What the next week steps up to, as long as all goes right."""
    window = following.schedule.window(following.life.next)
    reason = window.reasons.get(slug) if window else None
    line = dose_line(reason.after, reason, following.texts) if reason else None
    return line if line and line.is_new_rung else None


def _easier_variations(following: Following, window: Window, slug: str) -> list[str]:
    """Those of the rungs below the person's own, the hardest first."""
    if slug not in window.states:
        return []
    rungs = following.revision_in(window).ladders[slug].rungs
    state = window.states[slug]
    here = rungs[state.rung].variation.slug if state.rung < len(rungs) else ""
    below = dict.fromkeys(rung.variation.slug for rung in reversed(rungs[: state.rung]))
    return [variation for variation in below if variation != here]


# In words -----------------------------------------------------------------------------------------


def exercise_names(following: Following) -> dict[str, str]:
    return {row.exercise.slug: row.exercise.name for row in following.texts.values()}


def event_in_words(following: Following, row: EnrolmentEvent) -> str:
    """ "You train on Monday and Thursday from 11 January." """
    event = journal.event_of(row)
    words = WORDS[row.kind]
    return str(words) % _values(following, event)


def _values(following: Following, event: Event) -> dict[str, object]:
    names = exercise_names(following)
    variation = following.texts.get(event.variation)
    instead = variation.name if variation else names.get(event.instead, event.instead)
    workout = next(
        (w for w in following.schedule.workouts() if (w.window, w.slot) == (event.window, event.slot)), None
    )
    return {
        "from": _date(following.choices.first_day_of(event.window)),
        "day": _date(event.day) if event.day else "",
        "last": _date(event.last) if event.last else "",
        "planned": _date(workout.date) if workout else "",
        "weekdays": get_text_list([str(Weekday(day).label) for day in event.weekdays], str(_("and"))),
        "exercise": names.get(event.exercise, event.exercise),
        "instead": instead or _("nothing"),
        "weeks": len(event.windows),
    }


def _date(day: date) -> str:
    return date_format(day, "j F")


Kind = EnrolmentEvent.Kind
WORDS = {
    Kind.LEFT: gettext_lazy("You left the plan."),
    Kind.TOOK: gettext_lazy("You take the new numbers of the plan from %(from)s."),
    Kind.KEPT: gettext_lazy("You keep your numbers although the plan changed."),
    Kind.WEEKDAYS: gettext_lazy("You train on %(weekdays)s from %(from)s."),
    Kind.MINUTES: gettext_lazy("You changed the minutes for a workout from %(from)s."),
    Kind.KIT: gettext_lazy("You changed your kit from %(from)s."),
    Kind.MOVED: gettext_lazy("You moved a workout to %(day)s."),
    Kind.LET_GO: gettext_lazy("You let the workout of %(planned)s go."),
    Kind.PAUSED: gettext_lazy("Your plan is paused from %(day)s to %(last)s."),
    Kind.RESUMED: gettext_lazy("You go on from %(day)s."),
    Kind.REPEATED: gettext_lazy("You repeat a week from %(from)s."),
    Kind.EASED: gettext_lazy("You have an easy week from %(from)s."),
    Kind.CARRIED_ON: gettext_lazy("You carry on after the missed time."),
    Kind.SHIFTED: gettext_lazy("The missed time does not count: your plan ends later."),
    Kind.CAME_BACK: gettext_lazy("You come back gently: the plan ends later, and every exercise is easier."),
    Kind.DECLINED: gettext_lazy("%(exercise)s: you wait with the next step."),
    Kind.BACKED: gettext_lazy("%(exercise)s: you took a step back."),
    Kind.EASIER: gettext_lazy("%(exercise)s: you made it easier."),
    Kind.TAKEN_UP: gettext_lazy("%(exercise)s: you took it up again."),
    Kind.SWAPPED: gettext_lazy("%(exercise)s: replaced by %(instead)s until you want it back."),
    Kind.RETURNED: gettext_lazy("%(exercise)s: back in your plan."),
}
