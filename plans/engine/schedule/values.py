"""What goes into a schedule, and what comes out of it: frozen values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from plans.engine.ladder import Dose, Ladder
from plans.engine.progression import EASY, Reason, State
from plans.engine.timing import Workout

DAYS = 7

DONE, STARTED, TODAY, PLANNED, MISSED = "done", "started", "today", "planned", "missed"

LEFT, TOOK, KEPT, UNDONE = "left", "took", "kept", "undone"
WEEKDAYS, MINUTES, KIT = "weekdays", "minutes", "kit"
MOVED, LET_GO = "moved", "let-go"  # a workout that was let go has that for its status, too
PAUSED, RESUMED, REPEATED, EASED = "paused", "resumed", "repeated", "eased"
CARRIED_ON, SHIFTED, CAME_BACK = "carried-on", "shifted", "came-back"
DECLINED, BACKED, EASIER, TAKEN_UP = "declined", "backed", "easier", "taken-up"
SWAPPED, RETURNED = "swapped", "returned"


@dataclass(frozen=True, slots=True)
class WorkoutPlan:
    """The exercises of a workout in order, and which of them is kept longest when time is short."""

    exercises: tuple[str, ...]
    priority: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Revision:
    """A plan's published numbers. `easy_after`: building weeks before an easy one, 0 for never."""

    weeks: int
    workouts: tuple[WorkoutPlan, ...]
    ladders: Mapping[str, Ladder]
    easy_after: int
    warm_up_seconds: int

    @property
    def exercises(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(exercise for workout in self.workouts for exercise in workout.exercises))


@dataclass(frozen=True, slots=True)
class Choices:
    """
    What a person chose when signing up. `start` is the day asked for; Monday is 0 in `weekdays`.

    reached: exercises that do not begin where the level does, each with the code of a rung and its reps.
    """

    uid: UUID
    revision: int
    start: date
    weekdays: tuple[int, ...]
    level: str
    kit: frozenset[str] = frozenset()
    standing_minutes: int | None = None
    reached: tuple[tuple[str, str, int], ...] = ()

    def reached_with(self, exercise: str) -> tuple[str, int] | None:
        """Where the exercise begins, if not where the level does: the code of a rung, and reps."""
        return next(((code, reps) for name, code, reps in self.reached if name == exercise), None)

    @property
    def first_day(self) -> date:
        """The first chosen weekday on or after the start: window 1 begins there, and never moves."""
        return self.start + timedelta(days=min((day - self.start.weekday()) % DAYS for day in self.weekdays))

    def window_of(self, day: date) -> int:
        """The number of the window that holds this day; 0 or less before the start."""
        return (day - self.first_day).days // DAYS + 1

    def first_day_of(self, window: int) -> date:
        return self.first_day + timedelta(days=DAYS * (window - 1))

    def dates_of(self, window: int, weekdays: Iterable[int] | None = None) -> list[date]:
        """
        The training days of a window, in order: the k-th workout falls on the k-th of them.

        `weekdays`: other days than the first ones, chosen later. Windows begin where they always did.
        """
        first = self.first_day_of(window)
        chosen = self.weekdays if weekdays is None else weekdays
        return sorted(first + timedelta(days=(day - first.weekday()) % DAYS) for day in chosen)


@dataclass(frozen=True, slots=True)
class Event:
    """
    A later choice, with the first window it acts on.

    About the plan:
        LEFT: left it. TOOK: took the numbers of `revision`, on other `weekdays` where some are named. KEPT: was
        offered `revision` and kept hers. UNDONE: `undoes` names the event that is taken back.
    About all that follows:
        WEEKDAYS: trains on `weekdays`. MINUTES: has `minutes` for a workout, None for as many as it takes. KIT:
        has the things in `kit`, and no others.
    About days and weeks:
        MOVED: does the workout `slot` on `day`. LET_GO: does not do the workout `slot`. PAUSED: trains on none
        of the days from `day` to `last`. RESUMED: trains again from `day` on. REPEATED: has the week before
        once more. EASED: has an easy week.
    About the missed `windows`:
        CARRIED_ON: they count as weeks of the plan. SHIFTED: they do not. CAME_BACK: they do not, and all
        exercises go back further.
    About one `exercise`:
        DECLINED: not the next rung yet. BACKED: some steps easier. EASIER: as easy as pain would make it.
        SWAPPED: replaced by the exercise `instead`, or by the easier `variation` of its own; left out where
        neither is named. RETURNED: taken back instead of that. TAKEN_UP: no longer stopped; what was
        flagged in the workouts `slots` of this window is behind her.
    """

    kind: str
    window: int
    uid: UUID | None = None
    revision: int | None = None
    weekdays: tuple[int, ...] = ()
    undoes: UUID | None = None
    minutes: int | None = None
    kit: frozenset[str] = frozenset()
    slot: int = 0
    day: date | None = None
    last: date | None = None
    windows: tuple[int, ...] = ()
    exercise: str = ""
    instead: str = ""
    variation: str = ""
    slots: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedWorkout:
    uid: UUID
    window: int
    slot: int
    date: date
    workout: Workout
    status: str
    reasons: Mapping[str, Reason]

    @property
    def doses(self) -> tuple[Dose, ...]:
        return self.workout.doses

    @property
    def seconds(self) -> int:
        return self.workout.seconds


@dataclass(frozen=True, slots=True)
class Window:
    """
    Seven days. `week` is the plan's week, None after its end and where a pause took all workouts.

    counts: whether it uses up that week; a repeated one, and a missed one whose weeks were shifted, do not.
    states: those at its start. revision: the one whose numbers are in force. away: exercises of the plan that
    are swapped, with what is done instead ("" for nothing). announced: exercises that were moved to another
    rung, which may be declined. stopped: those that pain has stopped, at its start or since. waiting: where those
    of `away` stand meanwhile, on the ladders of the revision.
    """

    number: int
    week: int | None
    kind: str
    first_day: date
    workouts: tuple[PlannedWorkout, ...]
    states: Mapping[str, State]
    reasons: Mapping[str, Reason]
    is_forecast: bool
    revision: int
    counts: bool = True
    is_paused: bool = False
    away: Mapping[str, str] = field(default_factory=dict)
    announced: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()
    waiting: Mapping[str, State] = field(default_factory=dict)

    @property
    def last_day(self) -> date:
        return self.first_day + timedelta(days=DAYS - 1)

    @property
    def is_of_the_plan(self) -> bool:
        """Whether the plan was still going on, be it in a pause."""
        return self.week is not None or self.is_paused

    @property
    def is_easy(self) -> bool:
        return self.kind == EASY

    @property
    def done(self) -> int:
        return sum(workout.status == DONE for workout in self.workouts)

    @property
    def seconds(self) -> int:
        """The longest workout of the window."""
        return max((workout.seconds for workout in self.workouts), default=0)


@dataclass(frozen=True, slots=True)
class Schedule:
    """
    All windows. `weeks` and `revision` are those in force at the end: the length of the plan, and the numbers
    that it has then (taken ones included, even where no window is left for them). `final`: where each exercise
    in training stands after all of them; what is replaced or left out, where it waits.
    """

    windows: tuple[Window, ...]
    today: date
    weeks: int
    revision: int
    final: Mapping[str, State] = field(default_factory=dict)

    @property
    def current(self) -> Window | None:
        """The window of today; None before the start and after the end."""
        return next((w for w in self.windows if w.first_day <= self.today <= w.last_day), None)

    @property
    def has_started(self) -> bool:
        return bool(self.windows) and self.today >= self.windows[0].first_day

    @property
    def has_ended(self) -> bool:
        """Whether the last week of the plan is over; a workout done after the end does not reopen it."""
        return all(self.today > window.last_day for window in self.windows if window.week is not None)

    def window(self, number: int) -> Window | None:
        return next((window for window in self.windows if window.number == number), None)

    def workouts(self) -> Iterable[PlannedWorkout]:
        return (workout for window in self.windows for workout in window.workouts)

    def workout(self, uid: UUID) -> PlannedWorkout | None:
        return next((workout for workout in self.workouts() if workout.uid == uid), None)

    def on(self, day: date) -> PlannedWorkout | None:
        """What is to be done, or was done, on a day; work to do comes first."""
        workouts = [workout for workout in self.workouts() if workout.date == day]
        to_do = (workout for workout in workouts if workout.status not in (DONE, LET_GO))
        return next(to_do, workouts[-1] if workouts else None)

    def next_after(self, day: date) -> PlannedWorkout | None:
        return min(
            (w for w in self.workouts() if w.date > day and w.status == PLANNED),
            key=lambda workout: workout.date,
            default=None,
        )
