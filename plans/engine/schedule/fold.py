"""The fold over windows: states and reasons between one window and the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from plans.engine import evidence
from plans.engine.evidence import LoggedWorkout
from plans.engine.identity import workout_uid
from plans.engine.ladder import Dose
from plans.engine.progression import (
    BUILD,
    EASY,
    Evidence,
    Reason,
    Result,
    State,
    advance,
    next_kind,
    prescribe,
    start,
    summarise,
)
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
    """Every window of the plan as known today, from all that was chosen and all that was done."""
    revision = revisions[enrolment.revision]
    fold = _Fold(revision, enrolment, {(log.window, log.slot): log for log in logs}, today)
    left_in = min((event.window for event in events if event.kind == "left"), default=None)
    windows = []
    for number in range(1, revision.weeks + 1):
        window = fold.step(number)
        if left_in is not None and number >= left_in:
            window = replace(window, workouts=tuple(w for w in window.workouts if w.status == DONE))
        if window.workouts or left_in is None:
            windows.append(window)
    return Schedule(tuple(windows), today, revision.weeks)


class _Fold:
    """The moving part of `schedule`: states and reasons between one window and the next."""

    def __init__(
        self,
        revision: Revision,
        choices: Choices,
        logs: Mapping[tuple[int, int], LoggedWorkout],
        today: date,
    ) -> None:
        self.revision, self.choices, self.logs, self.today = revision, choices, logs, today
        self.ladders = {exercise: revision.ladders[exercise] for exercise in revision.exercises}
        self.states = {
            name: start(ladder, choices.level, choices.kit) for name, ladder in self.ladders.items()
        }
        self.floors = {name: state.point for name, state in self.states.items()}
        self.reasons = {
            name: Reason("START", prescribe(ladder, self.states[name]), prescribe(ladder, self.states[name]))
            for name, ladder in self.ladders.items()
        }
        self.build_weeks = 0
        self.owed: frozenset[str] = frozenset()

    def step(self, number: int) -> Window:
        """The window `number`; afterwards the fold stands at the start of the next one."""
        kind = next_kind(self.build_weeks, self.revision.easy_after, number == self.revision.weeks)
        workouts = self._fitted({n: prescribe(self.ladders[n], s) for n, s in self.states.items()})
        asked = {exercise for workout in workouts for exercise in workout.exercises}
        reasons = self._reasons_of(kind)
        planned = tuple(
            self._placed(number, slot, day, workout, kind, reasons)
            for slot, (day, workout) in enumerate(
                zip(self.choices.dates_of(number), workouts, strict=True), start=1
            )
        )
        window = Window(
            number=number,
            week=number,
            kind=kind,
            first_day=self.choices.first_day_of(number),
            workouts=planned,
            states=self.states,
            reasons=reasons,
            is_forecast=number > max(1, self.choices.window_of(self.today)),
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
                weeks=self.revision.easy_after,
            )
            for name, reason in self.reasons.items()
        }

    def _fitted(self, doses: Mapping[str, Dose]) -> list[Workout]:
        """The window's workouts with full sets, fitted to the standing minutes one after the other."""
        fitted: list[Workout] = []
        had_turn: set[str] = set()
        for plan in self.revision.workouts:
            going = tuple(doses[name] for name in plan.exercises if not self.states[name].stopped)
            workout = Workout(going, plan.priority, self.revision.warm_up_seconds)
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
        workout = _eased(full) if kind == EASY else full
        log = self.logs.get((number, slot))
        status = PLANNED if day > self.today else TODAY if day == self.today else MISSED
        if log and log.is_attended:
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
                dose.exercise: _of_dose(reasons[dose.exercise], dose, whole)
                for dose, whole in zip(workout.doses, full.doses, strict=True)
            },
        )

    def _advance(self, window: Window) -> None:
        results = {name: self._result(name, window) for name in self.ladders}
        states, reasons = {}, {}
        for name, (result, holds) in results.items():
            states[name], reasons[name] = self._next(name, window, result, holds)
        attended = any(self._is_attended(workout) for workout in window.workouts)
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
            reason = replace(reason, before=_most_of(name, window.workouts) or reason.before)
        if holds and after.point > state.point:
            after = replace(after, rung=state.rung, reps=state.reps)
            reason = replace(reason, code="HELD", after=reason.before)
        if reason.code == "AFTER_EASY" and self.reasons[name].code != "AFTER_EASY":
            reason = self.reasons[name]  # a change earned before the easy week is told now
        return after, reason

    def _is_attended(self, workout: PlannedWorkout) -> bool:
        """Logged, or still to come in a window that is not over: the forecast."""
        return workout.status in (DONE, STARTED) or (workout.status != MISSED and bool(workout.doses))

    def _result(self, name: str, window: Window) -> tuple[Result, bool]:
        """The window's result for one exercise, and whether its evidence lies below what it should be."""
        planned, attended, holds = 0, [], False
        for workout in window.workouts:
            counts = workout.status == DONE or (workout.status == STARTED and window.last_day < self.today)
            log = self.logs.get((window.number, workout.slot)) if counts else None
            dose = next((dose for dose in workout.doses if dose.exercise == name), None)
            logged = log.exercises.get(name) if log else None
            if dose is None and not (logged and logged.sets):
                continue
            planned += 1
            if log:
                dose = dose or prescribe(self.ladders[name], self.states[name], window.kind)
                found, below = evidence.of(logged, dose, self.ladders[name])
                attended.append(found)
                holds = holds or (below and found.counts)
            elif dose and self._is_attended(workout):
                targets = (dose.reps,) * (dose.sets * dose.variation.parts)
                attended.append(Evidence(targets, targets, "right"))
        return summarise(planned, attended), holds

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
        doses = {n: prescribe(self.ladders[n], s) for n, s in self.states.items()}
        harder = Dose(name, ladder.rungs[above], ladder.rungs[above].sets, ladder.rungs[above].low)
        now, then = self._fitted(doses), self._fitted({**doses, name: harder})
        gains = any(_sets_of(name, b) > _sets_of(name, a) for a, b in zip(now, then, strict=True))
        return () if gains else (above,)


def _eased(workout: Workout) -> Workout:
    return replace(workout, doses=tuple(replace(dose, sets=max(1, dose.sets - 1)) for dose in workout.doses))


def _of_dose(reason: Reason, dose: Dose, whole: Dose) -> Reason:
    """
    The reason with the sets that are really asked for: standing minutes may have taken some.

    `whole` is the dose before an easy week takes a set off, which is what that week is compared with.
    """
    if reason.code == "EASY" and reason.before.sets != whole.sets:
        return replace(reason, before=whole, after=dose)
    return reason if reason.after.sets == dose.sets else replace(reason, after=dose)


def _most_of(exercise: str, workouts: Iterable[PlannedWorkout]) -> Dose | None:
    """What was asked of an exercise where most was: standing minutes may take sets from some workouts."""
    doses = (dose for workout in workouts for dose in workout.doses if dose.exercise == exercise)
    return max(doses, key=lambda dose: dose.sets, default=None)


def _sets_of(exercise: str, workout: Workout) -> int:
    return next((dose.sets for dose in workout.doses if dose.exercise == exercise), 0)
