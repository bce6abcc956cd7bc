"""What must hold of any schedule, and what may not change by itself from one to the next."""

from dataclasses import dataclass
from itertools import pairwise

from plans.engine.identity import workout_uid
from plans.engine.schedule import values as v
from plans.reasons import explain
from tests.plans.engine.build import NAMES

UNDONE = (v.PLANNED, v.TODAY, v.MISSED)


@dataclass(frozen=True)
class Face:
    """A window as it is shown: `frame` is known at its start, `asked` is what its workouts ask for, by slot."""

    frame: dict
    asked: dict
    later: dict

    @classmethod
    def of(cls, window):
        frame = {
            "week": window.week,
            "kind": window.kind,
            "states": dict(window.states),
            "reasons": dict(window.reasons),
            "away": dict(window.away),
            "announced": window.announced,
            "revision": window.revision,
        }
        asked = {w.slot: (w.date, w.doses, dict(w.reasons)) for w in window.workouts}
        return cls(frame, asked, {"stopped": window.stopped, "is_paused": window.is_paused})


def faces(seen, upto):
    return {window.number: Face.of(window) for window in seen.windows if window.number <= upto}


def assert_kept(before, after, below, why):
    """Windows below a number are what they were; `before` and `after` are faces by window."""
    for number, face in before.items():
        if below is None or number < below:
            assert number in after, f"{why}: window {number} is gone"
            new = after[number]
            assert new.frame == face.frame, f"{why}: window {number} changed\n{face}\n{new}"
            assert new.later == face.later, f"{why}: window {number} changed\n{face}\n{new}"
            assert new.asked | face.asked == new.asked, f"{why}: window {number} changed\n{face}\n{new}"
    more = [number for number in after if number not in before and below and number < below]
    assert not more, f"{why}: windows {more} have come"


# What holds at any time -----------------------------------------------------------------------------


def in_force(life, kind, window, at_first, of):
    """What was chosen last of a kind that acts up to this window."""
    found = at_first
    for event in sorted(life.standing, key=lambda event: event.window):  # stable: the journal's order within
        if event.kind == kind and event.window <= window:
            found = of(event)
    return found


def kit_in(life, window):
    return in_force(life, v.KIT, window, life.choices.kit, lambda event: event.kit)


def minutes_in(life, window):
    return in_force(life, v.MINUTES, window, life.choices.standing_minutes, lambda event: event.minutes)


def assert_sound(life, names=NAMES):
    """Everything that is true of a schedule whatever happened; `names` of the variations, for its reasons."""
    seen = life.seen
    _assert_identity(life, seen)
    _assert_weeks(life, seen)
    _assert_days(life, seen)
    for window in seen.windows:
        _assert_parts_agree(window, names)
        for planned in window.workouts:
            _assert_on_the_grid(life, window, planned)
    for window, following in pairwise(seen.windows):
        if following.number == window.number + 1:
            _assert_slow(life, window, following)


def _assert_identity(life, seen):
    numbers = [window.number for window in seen.windows]
    assert numbers == sorted(set(numbers))
    for window in seen.windows:
        assert window.first_day == life.choices.first_day_of(window.number)
        for planned in window.workouts:
            assert planned.window == window.number
            assert planned.uid == workout_uid(life.choices.uid, window.number, planned.slot)
    uids = [planned.uid for planned in seen.workouts()]
    assert len(uids) == len(set(uids))


def _assert_weeks(life, seen):
    """1, 2, 3 … in order: the same number again only where a window was chosen not to count."""
    counted, shifted = 0, set()
    for event in life.standing:
        shifted = shifted - set(event.windows) if event.kind == v.CARRIED_ON else shifted
        shifted = shifted | set(event.windows) if event.kind in (v.SHIFTED, v.CAME_BACK) else shifted
    repeats = [event.window for event in life.standing if event.kind == v.REPEATED]
    for window in seen.windows:
        if window.week is None:
            assert not window.counts
            assert all(planned.status == v.DONE for planned in window.workouts)
            continue
        assert not window.is_paused
        assert window.week in (counted, counted + 1)
        is_lived = any(planned.status in (v.DONE, v.STARTED) for planned in window.workouts)
        may_repeat = min(repeats, default=window.number + 1) <= window.number
        assert window.counts or may_repeat or (window.number in shifted and not is_lived)
        assert not (window.counts and window.number in shifted and not is_lived)
        assert window.week == counted + 1 or not window.counts
        counted += window.counts
    assert counted == seen.weeks


def _assert_days(life, seen):
    logged = {(log.window, log.slot): log for log in life.logs if log.is_attended}
    days = [planned.date for planned in seen.workouts() if planned.status in (*UNDONE, v.LET_GO)]
    assert len(days) == len(set(days)), "two workouts to do on a day"
    let_go = {(event.window, event.slot) for event in life.standing if event.kind == v.LET_GO}
    for planned in seen.workouts():
        is_let_go = (planned.window, planned.slot) in let_go or not planned.doses
        assert planned.status != v.LET_GO or is_let_go
        log = logged.pop((planned.window, planned.slot), None)
        if log:
            assert planned.status in (v.DONE, v.STARTED, v.LET_GO)
            assert planned.date == log.date
            continue
        assert planned.status in (*UNDONE, v.LET_GO)
        assert life.choices.window_of(planned.date) == planned.window
        assert not any(first <= planned.date <= last for first, last in life.pauses), "to do in a pause"
        if planned.status != v.LET_GO:
            day = life.today
            then = v.TODAY if planned.date == day else v.PLANNED if planned.date > day else v.MISSED
            assert planned.status == then
    assert not logged, f"done workouts are gone: {sorted(logged)}"


def _assert_parts_agree(window, names):
    assert set(window.reasons) == set(window.states)
    assert set(window.announced) <= set(window.states)
    assert {name for name, state in window.states.items() if state.stopped} <= set(window.stopped)
    for name, instead in window.away.items():
        assert (instead in window.states) or (name in window.states) or not instead
    gone = {name for name in window.away if name not in window.states}
    for reason in window.reasons.values():
        assert explain(reason, names)
    for planned in window.workouts:
        asked = {dose.exercise for dose in planned.doses}
        assert asked == set(planned.reasons)
        assert asked <= set(window.states)
        assert not asked & gone
        assert not asked & {name for name, state in window.states.items() if state.stopped}
        for reason in planned.reasons.values():
            assert explain(reason, names)


def _rungs_of(life, window, name):
    """The ladder that a state of this window counts on: that of an easier variation alone where one is away."""
    rungs = life.revisions[window.revision].ladders[name].rungs
    if variation := window.away.get(name):
        rungs = tuple(rung for rung in rungs if rung.variation.slug == variation) or rungs
    return rungs


def _assert_on_the_grid(life, window, planned):
    kit = kit_in(life, window.number)
    for dose in planned.doses:
        reason = planned.reasons[dose.exercise]
        assert dose.rung in life.revisions[window.revision].ladders[dose.exercise].rungs
        assert dose.reps in dose.rung.reps, f"{dose} is off its rung"
        assert 1 <= dose.sets <= dose.rung.sets
        assert not dose.variation.needs or dose.variation.needs in kit, f"{dose} needs kit that is not there"
        assert reason.after.asks_the_same_as(dose), f"the reason {reason.code} speaks of another dose"
        state, rungs = window.states[dose.exercise], _rungs_of(life, window, dose.exercise)
        if reason.code != "PAIN_NOW":
            assert (dose.rung, dose.reps) == (rungs[state.rung], state.reps)
        else:
            assert (rungs.index(dose.rung), dose.reps) <= state.point


def _acting(life, window, *kinds):
    return [event for event in life.standing if event.window == window.number and event.kind in kinds]


def _assert_slow(life, window, following):
    """
    At most a rung up, none at all after a window that was missed, easy or painful.

    Other numbers have other ladders, and what was away comes back where it stood: there is nothing to compare.
    """
    if window.revision != following.revision:
        return
    away = {event.exercise for event in _acting(life, following, v.SWAPPED, v.RETURNED)}
    away |= {event.instead for event in _acting(life, following, v.SWAPPED)}
    kit, minutes = kit_in(life, following.number), minutes_in(life, window.number)
    hurt = _hurt_in(life, window)
    is_over = window.last_day < life.today
    for name in following.states.keys() & window.states.keys() - away:
        if window.away.get(name) != following.away.get(name):
            continue
        old, new = window.states[name].point, following.states[name].point
        rungs = _rungs_of(life, window, name)
        between = [
            rung
            for below, rung in zip(rungs[old.rung :], rungs[old.rung + 1 : new.rung], strict=False)
            if (not rung.variation.needs or rung.variation.needs in kit)
            and not (minutes and rung.adds_only_sets_to(below))
        ]
        assert not between, f"{name} climbs from {old} to {new} in window {following.number}"
        if new.rung > old.rung and not _acting(life, following, v.KIT):
            assert new.reps == rungs[new.rung].low, f"{name} begins a rung at {new}"
        if is_over and not any(w.status in (v.DONE, v.STARTED) for w in window.workouts):
            assert new <= old, f"{name} grew from {old} to {new} by a missed window {window.number}"
        if window.is_easy or name in hurt:
            assert new <= old, f"{name} grew from {old} to {new} after window {window.number}"


def _hurt_in(life, window):
    """What hurt, and was not taken up again since."""
    behind = {(event.exercise, slot) for event in _acting(life, window, v.TAKEN_UP) for slot in event.slots}
    return {
        name
        for log in life.logs
        if log.window == window.number
        for name, each in log.exercises.items()
        if each.pain and (name, log.slot) not in behind
    }
