"""The worked examples of the training rules, row by row."""

import pytest

from plans import reasons
from plans.engine import ladder as ladders
from plans.engine import progression, timing
from plans.engine.ladder import Dose
from plans.engine.progression import Evidence, Result, State, advance, next_kind, prescribe, start, summarise
from plans.engine.timing import fit_to_budget
from tests.plans.engine.build import (
    LADDERS,
    NAMES,
    ORDER,
    PRIORITY,
    VECTORS,
    choices,
    dose,
    live,
    log,
    revision,
    see,
    workout,
)

RUNS = VECTORS["runs"]
CONSTANTS = {
    "REST_S": ladders.REST_SECONDS,
    "SWITCH_S": ladders.SWITCH_SECONDS,
    "TURN_S": ladders.TURN_SECONDS,
    "SETUP_S": timing.SET_UP_SECONDS,
    "WARMUP_S": timing.WARM_UP_SECONDS,
    "SUCCESS_RATIO": progression.SUCCESS_RATIO,
    "SHORT_RATIO": progression.SHORT_RATIO,
    "STRIKES_OUT": progression.STRIKES_OUT,
    "BACK_STEPS": progression.BACK_STEPS,
    "EASY_AFTER": progression.EASY_AFTER,
}
# Minutes of the whole workout, set-up and warm-up included, week by week (training rules, 4.4).
MINUTES = {
    "standard/right/12": [23.3, 24.9, 26.1, 24.6, 16.2, 26.4, 24.4, 26.1, 25.6, 13.8, 26.7, 31.1],
    "standard/hard/12": [23.3, 23.3, 23.3, 19.6, 10.3, 19.6, 19.6, 19.6, 16.7, 8.8, 16.7, 16.7],
    "starter/right/6": [15.2, 16.7, 18.1, 19.6, 21.1, 23.3],
}
# Minutes of the first and the longest week, and of the shortest easy one, roughly (training rules, 5).
SPANS = [
    ("first-steps", 6, (ORDER,) * 3, "starter", 15, 23, None),
    ("the-full-five", 12, (ORDER,) * 3, "standard", 23, 31, 14),
    ("twice-a-week", 10, (ORDER,) * 2, "standard", 23, 27, 16),
    ("mat-trio", 8, (("bridge", "toe_tap", "clam"),) * 3, "standard", 15, 17, 9),
    ("step-it-up", 8, (ORDER,) * 2, "strong", 22, 33, 19),
]


def test_the_constants_are_those_of_the_rules():
    assert VECTORS["constants"] == CONSTANTS


@pytest.mark.parametrize("level", VECTORS["entry"])
@pytest.mark.parametrize("exercise", ORDER)
def test_a_level_starts_at_its_first_rung_and_the_lowest_reps(level, exercise):
    index = VECTORS["entry"][level][exercise]
    entry = LADDERS[exercise].entry(level)
    assert entry == (index, LADDERS[exercise].rungs[index].low)
    assert start(LADDERS[exercise], level, ()).point == entry


def test_an_unknown_level_is_refused():
    with pytest.raises(KeyError):
        LADDERS["squat"].entry("heroic")


@pytest.mark.parametrize("exercise", ORDER)
@pytest.mark.parametrize("run", RUNS)
def test_a_run_advances_week_by_week(run, exercise):
    rows = RUNS[run][exercise]
    ladder, level, weeks = LADDERS[exercise], run.split("/")[0], len(rows)
    state = start(ladder, level, ())
    floor, built = state.point, 0
    for row in rows:
        kind = next_kind(built, progression.easy_after(weeks), row["week"] == weeks)
        asked = prescribe(ladder, state, kind)
        assert kind == row["kind"]
        assert (asked.rung.code, asked.sets, asked.reps) == (row["rung"], row["sets"], row["reps"])
        assert (asked.hold_seconds, asked.seconds) == (row["hold"], row["seconds"])
        assert NAMES[asked.variation.slug] == row["variation"]
        assert state == State(**row["state_before"])
        result = Result(**row["result"])
        state, _reason = advance(ladder, state, result, week_kind=kind, owned=(), floor=floor)
        assert state == State(**row["state_after"])
        built = 0 if kind == "easy" else built + 1


@pytest.mark.parametrize("run", RUNS)
def test_a_run_lived_and_logged_gives_the_same_weeks_and_sentences(run):
    level, rating, weeks = run.split("/")
    plan, chosen = revision(int(weeks)), choices(level=level)
    logs = live(plan, chosen, lambda planned: log(planned, rating))
    lived = see(plan, chosen, logs, today=chosen.first_day_of(int(weeks) + 1))
    for exercise, rows in RUNS[run].items():
        for window, row in zip(lived.windows, rows, strict=True):
            asked = next(d for d in window.workouts[0].doses if d.exercise == exercise)
            assert (window.week, window.kind) == (row["week"], row["kind"])
            assert (asked.rung.code, asked.sets, asked.reps) == (row["rung"], row["sets"], row["reps"])
            assert (asked.hold_seconds, asked.seconds) == (row["hold"], row["seconds"])
            assert window.states[exercise] == State(**row["state_before"])
            reason = window.workouts[0].reasons[exercise]
            assert (reason.code, reasons.explain(reason, NAMES)) == (row["code"], row["why"])
            assert window.reasons[exercise] == reason


@pytest.mark.parametrize("run", RUNS)
def test_a_week_takes_the_minutes_of_the_table(run):
    level, rating, weeks = run.split("/")
    plan, chosen = revision(int(weeks)), choices(level=level)
    lived = see(plan, chosen, live(plan, chosen, lambda planned: log(planned, rating)))
    for window, minutes in zip(lived.windows, MINUTES[run], strict=True):
        assert window.seconds / 60 == pytest.approx(minutes, abs=0.0501)
        assert {planned.seconds for planned in window.workouts} == {window.seconds}


@pytest.mark.parametrize(
    "slug, weeks, workouts, level, first, longest, easy", SPANS, ids=[s[0] for s in SPANS]
)
def test_a_plan_takes_the_minutes_it_promises(slug, weeks, workouts, level, first, longest, easy):
    days = (0, 2, 4)[: len(workouts)]
    windows = see(revision(weeks, workouts), choices(days, level=level)).windows
    minutes = [window.seconds / 60 for window in windows]
    assert minutes[0] == pytest.approx(first, abs=0.6)
    assert max(minutes) == pytest.approx(longest, abs=0.6)
    shortest = min((window.seconds / 60 for window in windows if window.is_easy), default=None)
    assert shortest == (easy and pytest.approx(easy, abs=0.6))


@pytest.mark.parametrize("edge", VECTORS["edges"], ids=[edge["note"] for edge in VECTORS["edges"]])
def test_an_edge_of_the_table(edge):
    state, reason = advance(
        LADDERS[edge["ex"]],
        State(**edge["before"]),
        Result(**edge["result"]),
        week_kind=edge["kind"],
        owned=edge["owned"],
        floor=tuple(edge["floor"]),
    )
    assert state == State(**edge["after"])
    assert (reason.code, reasons.explain(reason, NAMES)) == (edge["code"], edge["why"])


@pytest.mark.parametrize(
    "row", VECTORS["seconds"], ids=[f"{r['rung']}-{r['reps']}" for r in VECTORS["seconds"]]
)
def test_a_dose_takes_the_seconds_of_the_table(row):
    assert dose(row["rung"], row["reps"], row["sets"]).seconds == row["seconds"]


@pytest.mark.parametrize(
    "code, reps, seconds", [("Q2", 20, 80), ("Q2", 26, 104), ("K2", 10, 65), ("K2", 15, 95)]
)
def test_a_single_set_takes_the_seconds_of_one_set_mode(code, reps, seconds):
    assert dose(code, reps, 1).seconds == seconds


@pytest.mark.parametrize("row", VECTORS["summaries"], ids=[row["note"] for row in VECTORS["summaries"]])
def test_a_summary_of_logs(row):
    week = [
        Evidence((target[1],) * target[0], tuple(session["done"]), session["rating"])
        for session in row["sessions"]
        for target in [session["target"]]
    ]
    result, wanted = summarise(row["planned"], week), dict(row["result"])
    assert result.ratio == pytest.approx(wanted.pop("ratio"), abs=0.00005)
    assert {name: getattr(result, name) for name in wanted} == wanted


def _article_week(week):
    rows = {exercise: rows[week - 1] for exercise, rows in RUNS["standard/right/12"].items()}
    return workout(*(dose(rows[name]["rung"], rows[name]["reps"], rows[name]["sets"]) for name in ORDER))


@pytest.mark.parametrize(
    "row", VECTORS["budget"], ids=[f"{r['week']}-{r['minutes']}" for r in VECTORS["budget"]]
)
def test_a_week_fits_the_budget_of_the_table(row):
    fitted = fit_to_budget(_article_week(row["week"]), row["minutes"])
    assert [[d.exercise, d.sets] for d in fitted.doses] == row["plan"]
    assert fitted.seconds == row["seconds"]


@pytest.mark.parametrize(
    "minutes, sets, seconds",
    [
        (20, {"squat": 2, "kickback": 2, "bridge": 2, "toe_tap": 1, "clam": 1}, 16 * 60 + 35),
        (15, {"squat": 2, "kickback": 1, "bridge": 2, "toe_tap": 1, "clam": 1}, 15 * 60),
        (10, {"squat": 1, "kickback": 1, "bridge": 1, "clam": 1}, 10 * 60),
        (5, {"squat": 1}, 3 * 60 + 40),
    ],
)
def test_the_first_week_fits_any_time(minutes, sets, seconds):
    fitted = fit_to_budget(_article_week(1), minutes)
    assert ({d.exercise: d.sets for d in fitted.doses}, fitted.seconds) == (sets, seconds)


def test_the_article_session_takes_23_minutes_and_20_seconds():
    article = _article_week(1)
    assert [d.seconds for d in article.doses] == [190, 255, 190, 150, 395]
    assert article.seconds == 1400


def test_no_change_of_rung_adds_more_than_a_quarter_of_time_under_tension():
    for ladder in LADDERS.values():
        for below, above in zip(ladder.rungs, ladder.rungs[1:], strict=False):
            old, new = (
                Dose(ladder.exercise, rung, rung.sets, reps)
                for rung, reps in [(below, below.high), (above, above.low)]
            )
            assert _tension(new) <= 1.25 * _tension(old), (below.code, above.code)


def _tension(asked):
    rep_seconds = asked.variation.rep_seconds + asked.hold_seconds
    sides = 1 if asked.variation.laterality == "bilateral" else 2
    return asked.sets * asked.variation.parts * asked.reps * rep_seconds * sides


def test_the_priority_and_the_order_name_the_same_exercises():
    assert sorted(PRIORITY) == sorted(ORDER) == sorted(LADDERS)
