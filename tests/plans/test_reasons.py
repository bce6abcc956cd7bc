"""Reason codes and numbers become sentences."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.utils import translation

from plans import reasons
from plans.engine import progression, schedule
from plans.engine.ladder import Variation
from plans.engine.progression import Reason
from tests.plans.engine.build import NAMES, dose

SQUAT, SQUAT_UP, SQUAT_SETS = dose("Q2", 20), dose("Q2", 22), dose("Q3", 16)
KICKBACK, TAPS, CLAM = dose("K2", 10), dose("T2", 10), dose("C2", 20)
CODE = re.compile(r'"([A-Z]+(?:_[A-Z0-9]+)*)"')


def say(code, before=SQUAT, after=None, **numbers):
    return reasons.explain(Reason(code, before, after or before, **numbers), NAMES)


# code, the reason's numbers, the sentence
SENTENCES = [
    ("START", {}, "Starting point for this level."),
    ("UP_REPS", {"after": SQUAT_UP}, "+2 reps because all sets were finished and rated right."),
    (
        "UP_REPS",
        {"after": dose("Q2", 24), "rating": "easy"},
        "+4 reps because all sets were finished and rated easy.",
    ),
    (
        "UP_REPS",
        {"before": dose("T4", 5), "after": dose("T4", 6)},
        "+1 rep because all sets were finished and rated right.",
    ),
    (
        "UP_REPS",
        {"before": KICKBACK, "after": dose("K2", 11)},
        "+1 rep per side because all sets were finished and rated right.",
    ),
    (
        "UP_REPS",
        {"before": CLAM, "after": dose("C2", 22)},
        "+2 reps per side because all sets were finished and rated right.",
    ),
    (
        "UP_REPS",
        {"before": TAPS, "after": dose("T2", 11)},
        "+1 rep per leg because all sets were finished and rated right.",
    ),
    (
        "UP_SETS",
        {"before": dose("Q2", 26), "after": SQUAT_SETS},
        "One more set: 3 × 16, because all sets were finished and rated right at 2 × 26.",
    ),
    (
        "UP_SETS",
        {"before": dose("K3", 12), "after": dose("K4", 10), "rating": "easy"},
        "One more set: 3 × 10 per side, because all sets were finished and rated easy at 2 × 12.",
    ),
    (
        "UP_HOLD",
        {"before": dose("C3", 20), "after": dose("C4", 12)},
        "Hold each lift 3 s, 2 × 12 per side, because all sets were finished and rated right at 2 × 20.",
    ),
    (
        "UP_VARIATION",
        {"before": dose("C2", 24), "after": dose("C3", 12)},
        "Step up to Bent-leg lift, 2 × 12 per side,"
        " because all sets were finished and rated right at 2 × 24.",
    ),
    (
        "UP_RESISTANCE",
        {"before": dose("B6", 16), "after": dose("B7", 12)},
        "Add resistance: Weighted bridge, 2 × 12, because all sets were finished and rated right at 2 × 16.",
    ),
    ("REPEAT", {"rating": "hard"}, "Same again because all sets were finished but felt hard."),
    ("REPEAT", {"ratio": 0.95, "rating": "hard"}, "Same again because all sets were finished but felt hard."),
    ("REPEAT", {"ratio": 0.9499}, "Same again because some sets were cut short."),
    ("REPEAT", {"ratio": 0.80}, "Same again because some sets were cut short."),
    ("REPEAT", {"ratio": 0.7999, "rating": "hard"}, "Same again because some sets were cut well short."),
    (
        "STRIKES_BACK",
        {"before": dose("K3", 11), "after": dose("K2", 15), "rating": "hard"},
        "Two steps easier (Standing kickback, 3 × 15 per side): all sets were finished but felt hard"
        " and it has not eased off.",
    ),
    (
        "STRIKES_BACK",
        {"before": dose("T2", 11), "after": dose("T1", 10), "ratio": 0.9},
        "Two steps easier (One-foot-down toe tap, 2 × 10 per leg): some sets were cut short"
        " and it has not eased off.",
    ),
    (
        "STRIKES_BACK",
        {"before": dose("Q1", 12), "after": dose("Q1", 10), "rating": "hard"},
        "One step easier (Arms-forward squat, 2 × 10): all sets were finished but felt hard"
        " and it has not eased off.",
    ),
    (
        "FLOOR",
        {"ratio": 0.5},
        "Same again: some sets were cut well short, and this is already the gentlest step.",
    ),
    ("TOP", {"before": dose("C4", 16)}, "Top of the ladder: keep 2 × 16 per side going."),
    (
        "EASY",
        {"after": replace(SQUAT, sets=1), "weeks": 4},
        "Easy week after 4 building weeks: one set fewer, nothing new to prove.",
    ),
    (
        "EASY",
        {"after": replace(SQUAT, sets=1), "weeks": 1},
        "Easy week after 1 building week: one set fewer, nothing new to prove.",
    ),
    ("EASY", {"weeks": 4}, "Easy week after 4 building weeks: nothing new to prove."),
    (
        "UP_SETS",
        {"before": replace(dose("C1", 18), sets=1), "after": replace(dose("C2", 20), sets=1)},
        "+2 reps per side because all sets were finished and rated right.",
    ),
    ("AFTER_EASY", {}, "Easy week done: back to the full number of sets."),
    ("MISSED_1", {"weeks": 1}, "Nothing logged this week, so you pick up exactly where you left off."),
    (
        "MISSED_2PLUS",
        {"before": dose("C2", 24), "after": CLAM, "weeks": 2},
        "2 weeks away, so two steps easier: 2 × 20 per side.",
    ),
    ("MISSED_FLOOR", {"weeks": 3}, "3 weeks away: back to the starting numbers of your plan."),
    (
        "MISSED_FLOOR",
        {"weeks": 3, "is_below_start": True},
        "3 weeks away: the same gentle numbers have waited for you.",
    ),
    ("SKIPPED", {"before": TAPS}, "You skipped Toe taps this week, so its numbers wait for you."),
    ("PARTIAL", {}, "Same again: fewer than half of the workouts were done in full, so nothing changes."),
    ("WAITS", {"before": TAPS}, "Toe taps did not fit into last week, so its numbers wait for you."),
    ("HELD", {}, "Same again: last week was done with gentler numbers, so these come first."),
    (
        "PAIN_BACK",
        {"before": dose("K3", 11), "after": KICKBACK, "weeks": 1},
        "You flagged pain, so next week is the easier Standing kickback, 3 × 10 per side.",
    ),
    (
        "PAIN_BACK",
        {"before": SQUAT_SETS, "after": SQUAT, "weeks": 1},
        "You flagged pain, so next week is easier: Squat, 2 × 20.",
    ),
    (
        "PAIN_STOP",
        {"before": KICKBACK, "weeks": 2},
        "Standing kickback hurt again, so it is stopped. Please ask a physio or doctor before going on.",
    ),
    (
        "PAIN_STOP",
        {"before": dose("T1", 6), "weeks": 1},
        "One-foot-down toe tap hurt at its gentlest, so it is stopped."
        " Please ask a physio or doctor before going on.",
    ),
    (
        "REVISED",
        {"before": dose("Q2", 24), "after": SQUAT},
        "The plan changed and you took its new numbers: 2 × 20 instead of 2 × 24.",
    ),
    (
        "REVISED",
        {"before": dose("K2", 12), "after": KICKBACK},
        "The plan changed and you took its new numbers: 3 × 10 per side instead of 3 × 12.",
    ),
    (
        "REVISED",
        {"before": SQUAT, "after": replace(SQUAT, sets=1)},
        "The plan changed and you took its new numbers: 1 × 20 instead of 2 × 20.",
    ),
    (
        "REVISED",
        {"before": dose("K3", 11), "after": KICKBACK},
        "The plan changed and you took its new numbers: Standing kickback, 3 × 10 per side.",
    ),
    (
        "REVISED",
        {"before": dose("B4", 12), "after": dose("B3", 18)},
        "The plan changed and you took its new numbers: Glute bridge, 2 × 18, hold 3 s.",
    ),
    ("REVISED", {}, "The plan changed and you took its new numbers: Squat, 2 × 20."),
    ("STOPPED", {}, "Squat is stopped until you take it up again."),
    ("PAUSED", {}, "You paused, so you pick up exactly where you left off."),
    ("REPEATED", {}, "You chose to repeat last week: Squat, 2 × 20."),
    (
        "EASED",
        {"after": replace(SQUAT, sets=1)},
        "An easy week, because you asked for one: one set fewer, nothing new to prove.",
    ),
    ("EASED", {}, "An easy week, because you asked for one: nothing new to prove."),
    (
        "CAME_BACK",
        {"before": SQUAT_UP, "after": dose("Q1", 18)},
        "You chose to come back gently, further down: Arms-forward squat, 2 × 18.",
    ),
    (
        "CAME_BACK",
        {"before": dose("Q1", 10)},
        "You chose to come back gently, and this is the gentlest step: 2 × 10.",
    ),
    (
        "DECLINED",
        {"before": SQUAT_SETS, "after": dose("Q2", 26)},
        "You chose to wait with the next step and stay here: Squat, 2 × 26.",
    ),
    ("BACKED", {"before": dose("Q2", 24), "after": SQUAT}, "You chose to step back: Squat, 2 × 20."),
    (
        "MADE_EASIER",
        {"before": CLAM, "after": dose("C1", 10)},
        "You made it easier: Clam, 2 × 10 per side.",
    ),
    ("MADE_EASIER", {}, "You made it easier, so 2 × 20 comes once more before it grows."),
    (
        "PAIN_NOW",
        {"before": SQUAT, "after": dose("Q1", 10)},
        "It hurt, so the rest of this week is easier: Arms-forward squat, 2 × 10.",
    ),
    (
        "TAKEN_UP",
        {"before": SQUAT, "after": dose("Q1", 10)},
        "You took it up again, at an easier step: Arms-forward squat, 2 × 10.",
    ),
    (
        "KIT_LOST",
        {"before": dose("B7", 12), "after": dose("B6", 16)},
        "The nearest step without the kit: Feet-further bridge, 2 × 16.",
    ),
    (
        "SWAPPED",
        {"before": KICKBACK, "after": dose("K1", 12)},
        "You chose Wall-supported kickback instead of Standing kickback.",
    ),
    (
        "RETURNED",
        {"before": dose("K1", 12), "after": KICKBACK},
        "Standing kickback is back where it stood: 3 × 10 per side.",
    ),
]


@pytest.mark.parametrize(
    "code, numbers, sentence", SENTENCES, ids=[f"{n}-{row[0]}" for n, row in enumerate(SENTENCES)]
)
def test_a_reason_is_explained_in_one_sentence(code, numbers, sentence):
    assert say(code, **numbers) == sentence


def test_every_code_of_the_engine_has_a_sentence_and_every_sentence_a_code_and_a_test():
    folder = Path(schedule.__file__).parent
    files = [Path(progression.__file__), *(file for file in folder.glob("*.py") if file.stem != "__init__")]
    engine = {code for file in files for code in CODE.findall(file.read_text())}
    assert engine == set(reasons.SENTENCES) == {code for code, _numbers, _sentence in SENTENCES}


@pytest.mark.parametrize("code", sorted(reasons.SENTENCES))
@pytest.mark.parametrize(
    "before, after", [("Q2", "Q3"), ("K2", "K3"), ("C2", "C3"), ("T2", "T3"), ("T3", "T4")]
)
@pytest.mark.parametrize("weeks", [1, 2, 5])
def test_every_sentence_is_whole_for_every_kind_of_exercise(code, before, after, weeks):
    below, above = dose(before, 12), dose(after, 13)
    for rating in ("easy", "right", "hard"):
        for ratio in (0.3, 0.9, 1.0):
            for is_below_start in (False, True):
                sentence = say(
                    code, below, above, rating=rating, ratio=ratio, weeks=weeks, is_below_start=is_below_start
                )
                assert re.fullmatch(r"[A-Z+0-9].*\.", sentence)
                assert not re.search(r"%|  | ,| \.|\{|None|\b1 (weeks|reps)\b", sentence)


@pytest.mark.parametrize(
    "code, words",
    [("Q2", "2 × 20"), ("K2", "3 × 20 per side"), ("C2", "2 × 20 per side"), ("T2", "2 × 20 per leg")],
)
def test_a_dose_says_what_its_reps_count_for(code, words):
    assert reasons.dose_in_words(dose(code, 20)) == words
    assert reasons.dose_in_words(dose(code, 20), with_sides=False) == words[:6]


def test_sides_have_words_only_where_reps_count_for_one():
    assert reasons.sides_in_words(Variation("x", "bilateral")) == ""
    assert reasons.sides_in_words(Variation("x", "per_side")) == "per side"
    assert reasons.sides_in_words(Variation("x", "alternating")) == "per leg"


def test_an_unknown_code_or_name_is_an_error_and_never_an_empty_sentence():
    with pytest.raises(KeyError):
        say("NO_SUCH_CODE")
    with pytest.raises(KeyError):
        reasons.explain(Reason("TOP", SQUAT, SQUAT), {})


def test_sentences_are_translated_when_they_are_made(monkeypatch):
    """The language of the moment counts, not that of the import."""
    monkeypatch.setattr(reasons, "_", lambda text: f"«{text}»")
    assert say("AFTER_EASY").startswith("«")
    with translation.override("de"):
        assert say("START").startswith("«")


def test_sentences_never_speak_in_the_words_we_avoid():
    for code, numbers, _sentence in SENTENCES:
        assert not re.search(
            r"burn|booty|sculpt|tone\b|cheat|fail|should have|session", say(code, **numbers), re.IGNORECASE
        )
