"""The fold over windows: states and reasons between one window and the next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from plans.engine.evidence import LoggedWorkout
from plans.engine.identity import workout_uid
from plans.engine.ladder import Dose
from plans.engine.progression import (
    BUILD,
    EASY,
    Reason,
    Result,
    State,
    advance,
    next_kind,
    prescribe,
)
from plans.engine.schedule import journal
from plans.engine.schedule import results as results_of
from plans.engine.schedule.doses import eased, most_of, sets_of, told
from plans.engine.schedule.journal import Terms
from plans.engine.schedule.places import Place, carried_over, entered, reason_for_new_numbers
from plans.engine.schedule.values import (
    DONE,
    MISSED,
    PLANNED,
    STARTED,
    TODAY,
    Choices,
    Event,
    PlannedWorkout,
    Revision,
    Schedule,
    Window,
)
from plans.engine.timing import Workout, fit_to_budget


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
    ValueError where a choice of weekdays is not as many as the revision has workouts.
    """
    events = journal.standing(events)
    attended = {(log.window, log.slot): log for log in logs if log.is_attended}
    fold = _Fold(revisions, enrolment, events, attended, today)
    left_in = journal.left_in(events)
    windows = []
    for number in fold.numbers():
        window = fold.step(number)
        if window.week is None or (left_in is not None and number >= left_in):
            window = replace(window, workouts=tuple(w for w in window.workouts if w.status == DONE))
        if window.workouts or (window.week is not None and left_in is None):
            windows.append(window)
    return Schedule(tuple(windows), today, fold.terms.weeks, fold.terms.number)


class _Fold:
    """The moving part of `schedule`: states and reasons between one window and the next."""

    def __init__(
        self,
        revisions: Mapping[int, Revision],
        choices: Choices,
        events: Sequence[Event],
        logs: Mapping[tuple[int, int], LoggedWorkout],
        today: date,
    ) -> None:
        self.revisions, self.events, self.today = revisions, events, today
        self.choices, self.logs = choices, logs
        revision = revisions[choices.revision]
        self.terms = Terms(choices.revision, revision, choices.weekdays, revision.weeks)
        self._stand_at({name: self._entered(name) for name in revision.exercises})
        self.away: dict[str, Place] = {}
        self.reasons = {name: Reason("START", dose, dose) for name, dose in self._doses().items()}
        self.build_weeks = 0
        self.owed: frozenset[str] = frozenset()

    def _entered(self, name: str) -> Place:
        return entered(self.terms.revision.ladders[name], self.choices.level, self.choices.kit)

    def _places(self) -> dict[str, Place]:
        return {
            name: Place(self.ladders[name], self.states[name], self.floors[name]) for name in self.ladders
        }

    def _stand_at(self, places: Mapping[str, Place]) -> None:
        self.ladders = {name: place.ladder for name, place in places.items()}
        self.states = {name: place.state for name, place in places.items()}
        self.floors = {name: place.floor for name, place in places.items()}

    def numbers(self) -> Iterator[int]:
        """Window after window, each with the revision that acts on it; at last those trained in afterwards."""
        number = 1
        self._take_over(number)
        while number <= self.terms.weeks:
            yield number
            number += 1
            self._take_over(number)
        yield from range(number, max((window for window, _slot in self.logs), default=0) + 1)

    def _take_over(self, window: int) -> None:
        terms = journal.terms_from(window, self.terms, self.events, self.revisions)
        if terms is self.terms:
            return
        was, known = self._asked(), self.away | self._places()
        self.terms = terms
        places = {
            name: carried_over(known[name], terms.revision.ladders[name], self.choices.kit)
            if name in known
            else self._entered(name)
            for name in terms.revision.exercises
        }
        self.away = {name: place for name, place in known.items() if name not in places}
        self._stand_at(places)
        now = self._asked()
        self.reasons = {
            name: reason_for_new_numbers(
                known.get(name), place, self.reasons.get(name), (was.get(name), now[name])
            )
            for name, place in places.items()
        }

    def _asked(self) -> dict[str, Dose | None]:
        """The most that the next window asks of each exercise."""
        workouts = self._fitted(self._doses())
        return {name: most_of(name, workouts) for name in self.ladders}

    def step(self, number: int) -> Window:
        """The window `number`; afterwards the fold stands at the start of the next one."""
        kind = next_kind(self.build_weeks, self.terms.revision.easy_after, number == self.terms.weeks)
        workouts = self._fitted(self._doses())
        asked = {exercise for workout in workouts for exercise in workout.exercises}
        reasons = self._reasons_of(kind)
        planned = [
            self._placed(number, slot, day, workout, kind, reasons)
            for slot, (day, workout) in enumerate(
                zip(self.choices.dates_of(number, self.terms.weekdays), workouts, strict=True), start=1
            )
        ]
        window = Window(
            number=number,
            week=number if number <= self.terms.weeks else None,
            kind=kind,
            first_day=self.choices.first_day_of(number),
            workouts=(*planned, *self._without_a_place(number, kind, reasons)),
            states=self.states,
            reasons=reasons,
            is_forecast=number > max(1, self.choices.window_of(self.today)),
            revision=self.terms.number,
        )
        self._advance(window)
        self.owed = frozenset(self.ladders) - asked
        return window

    def _reasons_of(self, kind: str) -> dict[str, Reason]:
        if kind != EASY:
            return self.reasons
        return {
            name: reason
            if reason.code in ("PAIN_STOP", "STOPPED")
            else Reason(
                "EASY",
                before=prescribe(self.ladders[name], self.states[name]),
                after=prescribe(self.ladders[name], self.states[name], EASY),
                weeks=self.build_weeks,
            )
            for name, reason in self.reasons.items()
        }

    def _doses(self) -> dict[str, Dose]:
        return {name: prescribe(self.ladders[name], state) for name, state in self.states.items()}

    def _fitted(self, doses: Mapping[str, Dose]) -> list[Workout]:
        """The window's workouts with full sets, fitted to the standing minutes one after the other."""
        fitted: list[Workout] = []
        had_turn: set[str] = set()
        for plan in self.terms.revision.workouts:
            going = tuple(doses[name] for name in plan.exercises if not self.states[name].stopped)
            workout = Workout(going, plan.priority, self.terms.revision.warm_up_seconds)
            if self.choices.standing_minutes is not None:
                workout = fit_to_budget(
                    workout, self.choices.standing_minutes, had_turn=had_turn, owed=self.owed
                )
            had_turn.update(workout.exercises)
            fitted.append(workout)
        return fitted

    def _placed(
        self, number: int, slot: int, day: date, full: Workout, kind: str, reasons: Mapping[str, Reason]
    ) -> PlannedWorkout:
        workout = eased(full) if kind == EASY else full
        log = self.logs.get((number, slot))
        status = PLANNED if day > self.today else TODAY if day == self.today else MISSED
        if log:
            day = log.date
            complete = log.is_finished or log.date < self.today or log.has_all_of(workout.doses)
            status = DONE if complete else STARTED
        return PlannedWorkout(
            uid=workout_uid(self.choices.uid, number, slot),
            window=number,
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
            if window != number or slot <= len(self.terms.revision.workouts):
                continue
            doses = tuple(
                prescribe(self.ladders[name], state, kind)
                for name, state in self.states.items()
                if name in log.exercises and not state.stopped
            )
            yield PlannedWorkout(
                uid=workout_uid(self.choices.uid, number, slot),
                window=number,
                slot=slot,
                date=log.date,
                workout=Workout(doses, (), self.terms.revision.warm_up_seconds),
                status=DONE,
                reasons={dose.exercise: told(reasons[dose.exercise], dose, dose) for dose in doses},
            )

    def _advance(self, window: Window) -> None:
        results = {
            name: results_of.result(window, self.logs, ladder, self.states[name], self.today)
            for name, ladder in self.ladders.items()
        }
        states, reasons = {}, {}
        for name, (result, holds) in results.items():
            states[name], reasons[name] = self._next(name, window, result, holds)
        attended = any(results_of.is_attended(workout) for workout in window.workouts)
        self.build_weeks = self.build_weeks + 1 if attended and window.kind == BUILD else 0
        self.states, self.reasons = states, reasons

    def _next(self, name: str, window: Window, result: Result, holds: bool) -> tuple[State, Reason]:
        ladder, state = self.ladders[name], self.states[name]
        if not result.planned and not state.stopped:
            dose = prescribe(ladder, state)
            return state, Reason("WAITS", dose, dose)
        after, reason = advance(
            ladder,
            state,
            result,
            week_kind=window.kind,
            owned=self.choices.kit,
            floor=self.floors[name],
            passed_over=self._passed_over(name),
        )
        if self.choices.standing_minutes is not None and window.kind == BUILD:
            reason = replace(reason, before=most_of(name, window.workouts) or reason.before)
        if holds and after.point > state.point:
            after = replace(after, rung=state.rung, reps=state.reps)
            reason = replace(reason, code="HELD", after=reason.before)
        if reason.code == "AFTER_EASY" and self.reasons[name].code != "AFTER_EASY":
            reason = self.reasons[name]  # a change earned before the easy week is told now
        return after, reason

    def _passed_over(self, name: str) -> tuple[int, ...]:
        """The next rung, where all it adds is a set that the standing minutes would take away again."""
        state, ladder = self.states[name], self.ladders[name]
        rung, above = ladder.rungs[state.rung], state.rung + 1
        if (
            self.choices.standing_minutes is None
            or state.reps < rung.high
            or above >= len(ladder.rungs)
            or not ladder.rungs[above].adds_only_sets_to(rung)
        ):
            return ()
        doses = self._doses()
        harder = Dose(name, ladder.rungs[above], ladder.rungs[above].sets, ladder.rungs[above].low)
        now, then = self._fitted(doses), self._fitted({**doses, name: harder})
        gains = any(sets_of(name, b) > sets_of(name, a) for a, b in zip(now, then, strict=True))
        return () if gains else (above,)
