"""Steps up, and back, on a line of time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from exercises.models import Variation
from plans.charts import Lanes, lanes
from plans.engine.ladder import Rung
from plans.engine.schedule import Window
from plans.queries.following import Following
from plans.queries.lines import names_of, rung_in_words
from plans.queries.progress.spans import Span

UP, MORE, BACK = "up", "more", "back"
CHOSEN = ("BACKED", "CAME_BACK", "DECLINED", "MADE_EASIER", "SWAPPED")  # her own word, not the rules'


@dataclass(frozen=True)
class Step:
    """
    One exercise on another rung than in the window before. kind: UP for a harder variation, MORE for a further
    set or a longer hold of the same, BACK for a gentler rung.
    """

    exercise: str
    window: int
    kind: str
    rung: Rung
    is_chosen: bool


@dataclass(frozen=True)
class ToldStep:
    """A step in words, with the week in which it began."""

    span: Span
    exercise: str
    kind: str
    words: str


@dataclass(frozen=True)
class Timeline:
    """The drawing, and the same steps from the newest."""

    lanes: Lanes
    steps: list[ToldStep]

    @property
    def newest_up(self) -> ToldStep | None:
        return next((step for step in self.steps if step.kind == UP), None)


def rung_in(window: Window, name: str) -> Rung:
    return window.reasons[name].after.rung


def is_step_up(step: Step) -> bool:
    """Whether it asks for a harder variation, not only for more of the same."""
    return step.kind == UP


def steps_of(slug: str, name: str, following: Following, windows: list[Window]) -> list[Step]:
    """Of the exercise `slug`, called `name`, in the windows that ask for it."""
    steps = []
    for earlier, later in pairwise(window for window in windows if slug in window.reasons):
        if earlier.revision != later.revision:  # a change of the plan is no step of the person's
            continue
        ladder = following.revision_in(later).ladders[slug]
        before, after = rung_in(earlier, slug), rung_in(later, slug)
        was, now = ladder.index_of(before.code), ladder.index_of(after.code)
        if was is None or now is None or was == now:
            continue
        kind = BACK if now < was else MORE if before.variation == after.variation else UP
        is_chosen = kind == BACK and later.reasons[slug].code in CHOSEN
        steps.append(Step(name, later.number, kind, after, is_chosen))
    return steps


def timeline_of(following: Following, spans: list[Span], windows: list[Window]) -> Timeline | None:
    """A lane for each exercise that the plan asked for; None before there is a second week."""
    asked = dict.fromkeys(name for window in reversed(windows) for name in window.reasons)
    names = {text.exercise.slug: text.exercise.name for text in following.texts.values()}
    by_exercise = {name: steps_of(name, names[name], following, windows) for name in asked}
    if len(spans) < 2:
        return None
    found = sorted(
        (step for steps in by_exercise.values() for step in steps), key=lambda step: step.window, reverse=True
    )
    return Timeline(
        lanes=lanes(
            [span.label for span in spans],
            [
                (names[name], [(step.window - 1, step.kind) for step in steps])
                for name, steps in by_exercise.items()
            ],
        ),
        steps=[_told(step, spans[step.window - 1], following.texts) for step in found],
    )


def _told(step: Step, span: Span, texts: Mapping[str, Variation]) -> ToldStep:
    rung = rung_in_words(step.rung, names_of(texts))
    if step.kind == UP:
        words = _("step up: %(rung)s")
    elif step.kind == MORE:
        words = _("more of the same: %(rung)s")
    elif step.is_chosen:
        words = _("a step back, as you chose: %(rung)s")
    else:
        words = _("a step back, to build up again: %(rung)s")
    return ToldStep(span, step.exercise, step.kind, words % {"rung": rung})
