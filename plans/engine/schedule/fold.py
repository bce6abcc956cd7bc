"""The fold over windows: where the person stands with every exercise between one window and the next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from plans.engine.evidence import LoggedWorkout
from plans.engine.identity import workout_uid
from plans.engine.progression import BUILD, EASY, Reason, next_kind, prescribe
from plans.engine.schedule import journal
from plans.engine.schedule import results as results_of
from plans.engine.schedule.days import days_of, is_within, pauses_of
from plans.engine.schedule.doses import eased, told
from plans.engine.schedule.standing import Standing
from plans.engine.schedule.values import (
    CAME_BACK,
    DONE,
    LET_GO,
    MISSED,
    PLANNED,
    SHIFTED,
    STARTED,
    TODAY,
    Choices,
    Event,
    PlannedWorkout,
    Revision,
    Schedule,
    Window,
)
from plans.engine.timing import Workout


def schedule(
    revisions: Mapping[int, Revision],
    enrolment: Choices,
    events: Sequence[Event],
    logs: Sequence[LoggedWorkout],
    today: date,
) -> Schedule:
    """
    Every window of the plan as known today, from all that was chosen and all that was done.

    `events` in the order in which they were made; `revisions` holds at least those that they took.
    ValueError where a taken revision comes with weekdays that are not as many as it has workouts.
    """
    events = journal.standing(events)
    attended = {(log.window, log.slot): log for log in logs if log.is_attended}
    fold = _Fold(Standing(revisions, enrolment, events), attended, today)
    left_in = journal.left_in(events)
    windows = []
    for window in fold.windows():
        if not window.is_of_the_plan or (left_in is not None and window.number >= left_in):
            window = replace(
                window, workouts=tuple(w for w in window.workouts if w.status in (DONE, STARTED))
            )
        if window.workouts or (window.is_of_the_plan and left_in is None):
            windows.append(window)
    terms = fold.standing.terms
    return Schedule(
        tuple(windows), today, terms.weeks, terms.number, fold.standing.states | fold.standing.waiting
    )


@dataclass(frozen=True, slots=True)
class _Week:
    """
    What a window is: its number, the plan's week (None for none), its kind and whether that was asked for; the
    slots that a pause took, and those that were let go.
    """

    number: int
    week: int | None
    kind: str
    is_repeated: bool
    is_eased: bool
    paused: frozenset[int]
    let_go: frozenset[int]
    days: Mapping[int, date]


class _Fold:
    """The walk along the windows. Where the person stands is in `standing`; `counted` are weeks of the plan."""

    def __init__(
        self, standing: Standing, logs: Mapping[tuple[int, int], LoggedWorkout], today: date
    ) -> None:
        self.standing, self.logs, self.today = standing, logs, today
        self.choices, self.events = standing.choices, standing.events
        self.pauses = pauses_of(self.events)
        self.gaps = journal.gap_choices(self.events)
        self.counted = 0
        self.build_weeks = 0

    def windows(self) -> Iterator[Window]:
        """Window after window to the plan's end, and from there to the last that was trained in."""
        number, is_running = 1, True
        last_logged = max((window for window, _slot in self.logs), default=0)
        while is_running or number <= last_logged:
            if is_running:
                self.standing.enter(number, self.counted)
                is_running = self.counted < self.standing.terms.weeks or self.standing.wants_repeat
                if not is_running and number > last_logged:
                    return
            yield self._step(number, is_running)
            number += 1

    def _step(self, number: int, is_running: bool) -> Window:
        """The window `number`; afterwards everybody stands at the start of the next one."""
        fitted = self.standing.fitted()
        week = self._week(number, is_running, len(fitted))
        reasons = self._reasons_of(week)
        hurt = self._hurt(number)
        planned = [
            self._placed(week, slot, workout, reasons, hurt)
            for slot, workout in enumerate(fitted, start=1)
            if slot not in week.paused
        ]
        window = Window(
            number=number,
            week=week.week,
            kind=week.kind,
            first_day=self.choices.first_day_of(number),
            workouts=(*planned, *self._without_a_place(number, week.kind, reasons)),
            states=self.standing.states,
            reasons=reasons,
            is_forecast=number > max(1, self.choices.window_of(self.today)),
            revision=self.standing.terms.number,
            is_paused=is_running and len(week.paused) == len(fitted),
            away={name: swap.instead or swap.variation for name, swap in self.standing.swapped.items()},
            announced=tuple(self.standing.announced),
            stopped=self.standing.stopped(hurt),
            waiting=self.standing.waiting,
        )
        window = replace(window, counts=self._counts(window, week))
        self._advance(window, [fitted[slot - 1] for slot in week.paused])
        self.standing.owed = frozenset(self.standing.places) - {n for w in fitted for n in w.exercises}
        return window

    def _week(self, number: int, is_running: bool, workouts: int) -> _Week:
        done = {slot for window, slot in self.logs if window == number}
        standing, terms = self.standing, self.standing.terms
        days = days_of(self.choices, terms.weekdays, number, self.events, done)
        paused = frozenset(slot for slot, day in days.items() if is_running and is_within(day, self.pauses))
        let_go = frozenset(event.slot for event in journal.of(self.events, LET_GO, window=number))
        if not is_running or len(paused) == workouts:
            return _Week(number, None, BUILD, False, False, paused, let_go, days)
        is_repeated, is_eased = standing.wants_repeat, standing.wants_easy
        standing.wants_repeat = standing.wants_easy = False
        week = self.counted if is_repeated else self.counted + 1
        kind = next_kind(self.build_weeks, terms.revision.easy_after, week == terms.weeks)
        if is_eased or is_repeated:
            kind = EASY if is_eased else BUILD
        return _Week(number, week, kind, is_repeated, is_eased, paused, let_go, days)

    def _counts(self, window: Window, week: _Week) -> bool:
        if window.week is None or week.is_repeated:
            return False
        is_lived = any(workout.status in (DONE, STARTED) for workout in window.workouts)
        is_missed = window.last_day < self.today and not is_lived
        return not (is_missed and self.gaps.get(window.number) in (SHIFTED, CAME_BACK))

    def _reasons_of(self, week: _Week) -> dict[str, Reason]:
        if week.kind != EASY:
            return dict(self.standing.reasons)
        return {
            name: reason
            if reason.code in ("PAIN_STOP", "STOPPED")
            else Reason(
                "EASED" if week.is_eased else "EASY",
                before=place.dose,
                after=prescribe(place.ladder, place.state, EASY),
                weeks=self.build_weeks,
            )
            for name, reason in self.standing.reasons.items()
            for place in [self.standing.places[name]]
        }

    def _hurt(self, number: int) -> dict[str, tuple[date, int]]:
        """Exercises that hurt in this window, and since when: the date and slot of the first such workout."""
        found: dict[str, tuple[date, int]] = {}
        for log in self._lived(number).values():
            for name, logged in log.exercises.items():
                if logged.pain and name in self.standing.places:
                    found[name] = min(found.get(name, (log.date, log.slot)), (log.date, log.slot))
        return found

    def _lived(self, number: int) -> dict[tuple[int, int], LoggedWorkout]:
        """What was done in a window, without what a taken up exercise has behind it."""
        lived = {key: log for key, log in self.logs.items() if key[0] == number}
        for event in self.standing.taken_up(number):
            for slot in event.slots:
                if log := lived.get((number, slot)):
                    kept = {name: each for name, each in log.exercises.items() if name != event.exercise}
                    lived[number, slot] = replace(log, exercises=kept)
        return lived

    def _placed(
        self,
        week: _Week,
        slot: int,
        full: Workout,
        reasons: Mapping[str, Reason],
        hurt: Mapping[str, tuple[date, int]],
    ) -> PlannedWorkout:
        log = self.logs.get((week.number, slot))
        day = log.date if log else week.days[slot]
        status = PLANNED if day > self.today else TODAY if day == self.today else MISSED
        if not log:
            since = {name for name, begin in hurt.items() if begin < (day, slot)}
            full, reasons = self.standing.spared(full, reasons, since)
        workout = eased(full) if week.kind == EASY else full
        if slot in week.let_go or not workout.doses:
            status = LET_GO  # nothing is expected of it
        if log:
            complete = log.is_finished or log.date < self.today or log.has_all_of(workout.doses)
            status = DONE if complete else STARTED
        return PlannedWorkout(
            uid=workout_uid(self.choices.uid, week.number, slot),
            window=week.number,
            slot=slot,
            date=day,
            workout=workout,
            status=status,
            reasons={
                dose.exercise: told(reasons[dose.exercise], dose, whole)
                for dose, whole in zip(workout.doses, full.doses, strict=True)
            },
        )

    def _without_a_place(
        self, number: int, kind: str, reasons: Mapping[str, Reason]
    ) -> Iterator[PlannedWorkout]:
        """What was done as a workout that the revision in force does not have: done workouts stay."""
        for (window, slot), log in sorted(self.logs.items()):
            if window != number or slot <= len(self.standing.terms.revision.workouts):
                continue
            doses = tuple(
                prescribe(place.ladder, place.state, kind)
                for name, place in self.standing.places.items()
                if name in log.exercises and not place.state.stopped
            )
            yield PlannedWorkout(
                uid=workout_uid(self.choices.uid, number, slot),
                window=number,
                slot=slot,
                date=log.date,
                workout=Workout(doses, (), self.standing.terms.revision.warm_up_seconds),
                status=DONE,
                reasons={dose.exercise: told(reasons[dose.exercise], dose, dose) for dose in doses},
            )

    def _advance(self, window: Window, paused: Sequence[Workout]) -> None:
        taken = {dose.exercise: dose for workout in paused for dose in workout.doses}
        self.standing.advance(window, self._lived(window.number), taken, self.today)
        self.counted += window.counts
        attended = any(results_of.is_attended(workout) for workout in window.workouts)
        self.build_weeks = self.build_weeks + 1 if attended and window.kind == BUILD else 0
