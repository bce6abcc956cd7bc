"""Where a person stands with every exercise, and how choices and results move that from window to window."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from plans.engine.evidence import LoggedWorkout
from plans.engine.ladder import Dose, Point
from plans.engine.progression import BUILD, Reason, Result, State, advance, prescribe, snap
from plans.engine.schedule import by_hand, journal
from plans.engine.schedule import results as results_of
from plans.engine.schedule.doses import most_of, sets_of
from plans.engine.schedule.journal import Terms
from plans.engine.schedule.places import Place, carried_over, counterpart, entered, reason_for_new_numbers
from plans.engine.schedule.values import (
    BACKED,
    CAME_BACK,
    DECLINED,
    EASED,
    EASIER,
    REPEATED,
    RETURNED,
    SWAPPED,
    TAKEN_UP,
    Choices,
    Event,
    Revision,
    Window,
)
from plans.engine.timing import Workout, fit_to_budget

MISSED = Result(planned=1, trained=0)
HURT = Result(planned=1, trained=1, pain=True)
STEPS_UP = ("UP_SETS", "UP_HOLD", "UP_VARIATION", "UP_RESISTANCE")
KEPT_IN_A_REPEAT = ("MISSED_1", "MISSED_2PLUS", "MISSED_FLOOR", "PAUSED", "PAIN_BACK", "PAIN_STOP", "STOPPED")


@dataclass(frozen=True, slots=True)
class Swap:
    """
    What is done instead of an exercise, and where it waits: another exercise or a variation of its own.

    trained: the exercise that has its turn, None for none.
    """

    instead: str
    variation: str
    trained: str | None
    place: Place


class Standing:
    """The moving part of the fold. `places` are those of the exercises in training, with a reason each."""

    def __init__(self, revisions: Mapping[int, Revision], choices: Choices, events: Sequence[Event]) -> None:
        self.revisions, self.choices, self.events = revisions, choices, events
        revision = revisions[choices.revision]
        if len(choices.weekdays) != len(revision.workouts):
            raise ValueError(f"{len(choices.weekdays)} weekdays for {len(revision.workouts)} workouts a week")
        self.terms = Terms(
            choices.revision,
            revision,
            choices.weekdays,
            revision.weeks,
            choices.standing_minutes,
            choices.kit,
        )
        self.places = {name: self._entered(name) for name in revision.exercises}
        self.reasons = {name: Reason("START", place.dose, place.dose) for name, place in self.places.items()}
        self.dropped: dict[str, Place] = {}  # exercises that a taken revision does not have
        self.swapped: dict[str, Swap] = {}
        self.owed: frozenset[str] = frozenset()
        self.announced: dict[str, Point] = {}  # moved to another rung: the point before
        self.before_move: dict[str, Point] = {}  # where each stood in the window before
        self.last_window: Window | None = None
        self.made_easier: set[str] = set()
        self.wants_easy = self.wants_repeat = False

    @property
    def states(self) -> dict[str, State]:
        return {name: place.state for name, place in self.places.items()}

    @property
    def waiting(self) -> dict[str, State]:
        """Where those stand that are replaced or left out."""
        return {name: swap.place.state for name, swap in self.swapped.items()}

    def _entered(self, name: str) -> Place:
        """Where an exercise begins; what was reached is on the ladders of the first revision."""
        choices, terms = self.choices, self.terms
        reached = choices.reached_with(name) if terms.number == choices.revision else None
        return entered(terms.revision.ladders[name], choices.level, terms.kit, reached)

    # What a window asks for ---------------------------------------------------------------------------

    def fitted(self, changed: Mapping[str, Dose] | None = None) -> list[Workout]:
        """The window's workouts with full sets, fitted to the standing minutes one after the other."""
        doses = {name: place.dose for name, place in self.places.items()} | dict(changed or {})
        fitted: list[Workout] = []
        had_turn: set[str] = set()
        for plan in self.terms.revision.workouts:
            names = [name for name in map(self._trained, plan.exercises) if name]
            going = tuple(doses[name] for name in names if not self.places[name].state.stopped)
            priority = tuple(name for name in map(self._trained, plan.priority) if name)
            workout = Workout(going, priority, self.terms.revision.warm_up_seconds)
            if self.terms.minutes is not None:
                workout = fit_to_budget(workout, self.terms.minutes, had_turn=had_turn, owed=self.owed)
            had_turn.update(workout.exercises)
            fitted.append(workout)
        return fitted

    def _trained(self, name: str) -> str | None:
        swap = self.swapped.get(name)
        return swap.trained if swap else name

    def _asked(self) -> dict[str, Dose | None]:
        """The most that the next window asks of each exercise."""
        workouts = self.fitted()
        return {name: most_of(name, workouts) for name in self.places}

    def spared(
        self, workout: Workout, reasons: Mapping[str, Reason], hurt: Collection[str]
    ) -> tuple[Workout, Mapping[str, Reason]]:
        """The workout as it is once some exercises have hurt in this very window, with its reasons."""
        doses, told = [], dict(reasons)
        for dose in workout.doses:
            name = dose.exercise
            if name in hurt:
                place = self.places[name]
                after, reason = self._advanced(name, HURT, BUILD)
                if after.stopped:
                    continue
                told[name] = replace(reason, code="PAIN_NOW", before=dose)
                dose = replace(
                    prescribe(place.ladder, after), sets=min(dose.sets, prescribe(place.ladder, after).sets)
                )
            doses.append(dose)
        return replace(workout, doses=tuple(doses)), told

    def stopped(self, hurt: Collection[str]) -> tuple[str, ...]:
        """The exercises that are stopped, be it because they have hurt in this very window."""
        return tuple(
            name
            for name, place in self.places.items()
            if place.state.stopped or (name in hurt and self._advanced(name, HURT, BUILD)[0].stopped)
        )

    # Choices ------------------------------------------------------------------------------------------

    def enter(self, window: int, counted: int) -> None:
        """Everything that was chosen to act from this window on."""
        self.made_easier.clear()
        self._take_over(window, counted)
        for event in self.events:
            if event.window == window:
                self._act(event)

    def taken_up(self, window: int) -> Iterator[Event]:
        return journal.of(self.events, TAKEN_UP, window=window)

    def _act(self, event: Event) -> None:
        if event.kind == EASED:
            self.wants_easy = True
        elif event.kind == REPEATED:
            self._repeat()
        elif event.kind == CAME_BACK:
            for name, place in list(self.places.items()):
                if not place.state.stopped:
                    self._stand(name, by_hand.came_back(place, self.terms.kit))
        elif event.kind == SWAPPED:
            self._swap(event.exercise, event.instead, event.variation)
        elif event.kind == RETURNED:
            self._return(event.exercise)
        elif event.exercise in self.places:
            self._move(event.kind, event.exercise, self.places[event.exercise])

    def _move(self, kind: str, name: str, place: Place) -> None:
        if kind == TAKEN_UP:
            self._stand(name, by_hand.taken_up(place, self.terms.kit))
        elif place.state.stopped:
            return
        elif kind == EASIER:
            self.made_easier.add(name)
            self._stand(name, by_hand.made_easier(place, self.terms.kit))
        elif kind == BACKED:
            before = self.before_move.get(name, place.state.point)
            self._stand(name, by_hand.backed(place, before, self.terms.kit))
        elif kind == DECLINED and name in self.announced:
            self._stand(name, by_hand.declined(place, self.announced.pop(name)))

    def _stand(self, name: str, choice: by_hand.Choice) -> None:
        self.places[name], self.reasons[name] = choice
        self.announced.pop(name, None)

    def _repeat(self) -> None:
        """The week before once more: its points, but where a miss or pain had a say."""
        last = self.last_window
        if last is None or not last.counts:
            return
        self.wants_repeat = True
        for name, place in list(self.places.items()):
            was = last.states.get(name)
            if (
                was is None
                or self.reasons[name].code in KEPT_IN_A_REPEAT
                or was.rung >= len(place.ladder.rungs)
            ):
                continue
            point = was.point
            if last.revision != self.terms.number:
                if name in self.swapped or name in last.away:
                    continue
                then = self.revisions[last.revision].ladders[name]
                point = counterpart(then, place.ladder, point, self.terms.kit)
            again = replace(place, state=replace(place.state.at(point), strikes=was.strikes))
            self.announced.pop(name, None)
            self.places[name] = again
            self.reasons[name] = Reason("REPEATED", place.dose, again.dose)

    def _swap(self, name: str, instead: str, variation: str) -> None:
        if name in self.swapped:
            self._return(name)
        place = self.places.get(name)
        if place is None:
            return
        ladders = self.terms.revision.ladders
        trained: str | None = None
        choice: by_hand.Choice | None = None
        if variation:
            trained, choice = name, by_hand.pinned(place, variation, self.terms.kit)
        elif instead and instead in ladders and instead not in {*self.places, *self.terms.revision.exercises}:
            trained = instead
            choice = by_hand.substituted(place, ladders[instead], self.choices.level, self.terms.kit)
        if (instead or variation) and choice is None:
            return
        self.swapped[name] = Swap(instead, variation, trained, place)
        del self.places[name], self.reasons[name]
        self.announced.pop(name, None)
        if trained and choice:
            self._stand(trained, choice)

    def _return(self, name: str) -> None:
        swap = self.swapped.pop(name, None)
        if swap is None:
            return
        before = swap.place.dose
        swap = replace(
            swap, place=replace(swap.place, state=snap(swap.place.ladder, swap.place.state, self.terms.kit))
        )
        if swap.trained:
            before = self.places.pop(swap.trained).dose
            self.reasons.pop(swap.trained)
        self._stand(name, (swap.place, Reason("RETURNED", before=before, after=swap.place.dose)))

    # Another revision, other kit ------------------------------------------------------------------------

    def _take_over(self, window: int, counted: int) -> None:
        terms = journal.terms_from(window, self.terms, self.events, self.revisions, counted)
        before, kit = self.terms, self.terms.kit
        if terms.number != before.number:
            self._take_numbers(terms)
        self.terms = terms
        if terms.kit != kit:
            for name, place in list(self.places.items()):
                if choice := by_hand.without_kit(place, terms.kit):
                    self._stand(name, choice)

    def _take_numbers(self, terms: Terms) -> None:
        was, reasons = self._asked(), dict(self.reasons)
        swaps = {name: (swap, self.places.get(swap.trained or "")) for name, swap in self.swapped.items()}
        for name in swaps:
            self._return(name)
        known = self.dropped | self.places
        old, self.terms = self.terms.revision.ladders, terms
        self.places = {
            name: carried_over(known[name], terms.revision.ladders[name], terms.kit)
            if name in known
            else self._entered(name)
            for name in terms.revision.exercises
        }
        self.reasons = {name: Reason("START", place.dose, place.dose) for name, place in self.places.items()}
        self.dropped = {name: place for name, place in known.items() if name not in self.places}
        self.announced = {
            name: point
            for name, point in self.announced.items()
            if name in self.places and old[name].trains_like(terms.revision.ladders[name])
        }
        for name, (swap, trained) in swaps.items():
            self._swap(name, swap.instead, swap.variation)
            if trained and swap.instead and name in self.swapped:
                ladder = terms.revision.ladders[swap.instead]
                self.places[swap.instead] = carried_over(trained, ladder, terms.kit)
                known[swap.instead] = trained
        now = self._asked()
        self.reasons = {
            name: reason_for_new_numbers(
                known.get(name), place, reasons.get(name), (was.get(name), now[name])
            )
            for name, place in self.places.items()
        }

    # The end of a window --------------------------------------------------------------------------------

    def advance(
        self,
        window: Window,
        logs: Mapping[tuple[int, int], LoggedWorkout],
        paused: Mapping[str, Dose],
        today: date,
    ) -> None:
        """On to the next window. paused: what a pause took of it, by exercise."""
        results = {
            name: results_of.result(window, logs, place.ladder, place.state, today)
            for name, place in self.places.items()
        }
        self.before_move = {name: place.state.point for name, place in self.places.items()}
        for name, swap in self.swapped.items():
            self.swapped[name] = replace(swap, place=self._waiting(name, swap, logs))
        moved = {
            name: self._next(name, window, result, holds, paused) for name, (result, holds) in results.items()
        }
        for name, (state, reason) in moved.items():
            self._announce(name, state, reason)
            self.places[name] = replace(self.places[name], state=state)
            self.reasons[name] = reason
        self.last_window = window

    def _waiting(self, name: str, swap: Swap, logs: Mapping[tuple[int, int], LoggedWorkout]) -> Place:
        """An exercise that is swapped: it misses the window, unless it was done before the swap."""
        done = [log.exercises[name] for log in logs.values() if name in log.exercises]
        if swap.trained == name:
            done = []
        hurt, trained = any(each.pain for each in done), any(each.sets for each in done)
        if trained and not hurt:
            return swap.place
        place = swap.place
        state, _reason = advance(
            place.ladder,
            place.state,
            HURT if hurt else MISSED,
            week_kind=BUILD,
            owned=self.terms.kit,
            floor=place.floor,
        )
        return replace(place, state=state)

    def _announce(self, name: str, state: State, reason: Reason) -> None:
        """A rung that is new may be declined as long as it is told."""
        if state.rung > self.places[name].state.rung:
            self.announced[name] = self.places[name].state.point
        elif reason.code not in STEPS_UP:
            self.announced.pop(name, None)

    def _next(
        self, name: str, window: Window, result: Result, holds: bool, paused: Mapping[str, Dose]
    ) -> tuple[State, Reason]:
        place = self.places[name]
        state = place.state
        if not result.planned and not state.stopped:
            if name not in paused:
                return state, Reason("WAITS", place.dose, place.dose)
            result = MISSED
        if name in self.made_easier and result.trained and not result.pain:
            return state, Reason("MADE_EASIER", place.dose, place.dose)
        after, reason = self._advanced(name, result, window.kind)
        if name in paused and reason.code == "MISSED_1":
            reason = replace(reason, code="PAUSED")
        if self.terms.minutes is not None and window.kind == BUILD:
            reason = replace(reason, before=most_of(name, window.workouts) or reason.before)
        if holds and after.point > state.point:
            after = replace(after, rung=state.rung, reps=state.reps)
            reason = replace(reason, code="HELD", after=reason.before)
        if reason.code == "AFTER_EASY" and self.reasons[name].code != "AFTER_EASY":
            reason = self.reasons[name]  # a change earned before the easy week is told now
        return after, reason

    def _advanced(self, name: str, result: Result, kind: str) -> tuple[State, Reason]:
        place = self.places[name]
        return advance(
            place.ladder,
            place.state,
            result,
            week_kind=kind,
            owned=self.terms.kit,
            floor=place.floor,
            passed_over=self._passed_over(name),
        )

    def _passed_over(self, name: str) -> tuple[int, ...]:
        """The next rung, where all it adds is a set that the standing minutes would take away again."""
        state, ladder = self.places[name].state, self.places[name].ladder
        rung, above = ladder.rungs[state.rung], state.rung + 1
        if (
            self.terms.minutes is None
            or state.reps < rung.high
            or above >= len(ladder.rungs)
            or not ladder.rungs[above].adds_only_sets_to(rung)
        ):
            return ()
        harder = Dose(name, ladder.rungs[above], ladder.rungs[above].sets, ladder.rungs[above].low)
        now, then = self.fitted(), self.fitted({name: harder})
        gains = any(sets_of(name, b) > sets_of(name, a) for a, b in zip(now, then, strict=True))
        return () if gains else (above,)
