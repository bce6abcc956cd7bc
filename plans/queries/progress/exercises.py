"""Progress of one exercise: its reps over time, where it stands, and one side against the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from plans.charts import Chart, Value, line_chart
from plans.engine.schedule import Window
from plans.queries.following import Following
from plans.queries.lines import DoseLine, dose_line, names_of, rung_in_words
from plans.queries.progress.spans import Row, Span
from plans.queries.progress.steps import Step, is_step_up, rung_in, steps_of
from plans.queries.progress.tally import Dated, reps_of, sides_of


@dataclass(frozen=True)
class Sides:
    """Left and right reps where they differ, in all and week by week; bars in percent of the greater."""

    left: int
    right: int
    rows: list[Row]

    @property
    def heads(self) -> list[str]:
        return [_("Left"), _("Right")]

    @property
    def difference(self) -> int:
        return abs(self.left - self.right)

    @property
    def is_left_weaker(self) -> bool:
        return self.left < self.right

    @property
    def left_percent(self) -> int:
        return round(100 * self.left / max(self.left, self.right))

    @property
    def right_percent(self) -> int:
        return round(100 * self.right / max(self.left, self.right))


@dataclass(frozen=True)
class ExerciseProgress:
    """
    Reps a window (both sides, all parts), and the steps stood on.

    line: what was asked for last; None for what no plan ever asked. is_in_plan: whether the plan asks for it
    now. has_quick: whether quick sets are among the reps.
    """

    name: str
    line: DoseLine | None
    is_in_plan: bool
    chart: Chart
    rows: list[Row]
    total: int
    rungs: list[str]
    current_rung: str
    steps_up: int
    has_quick: bool
    sides: Sides | None

    @property
    def heads(self) -> list[str]:
        return [_("Reps")]


def exercises_of(
    following: Following,
    spans: list[Span],
    windows: list[Window],
    planned: list[Dated],
    quick: list[Dated],
) -> list[ExerciseProgress]:
    """
    Those of the plan now; then those that only earlier weeks of it had; then what was done beside it.

    planned, quick: what was logged in the plan, and the quick sets of its time.
    """
    asked = [name for window in reversed(windows) for name in window.reasons]
    done = [row.exercise for __, log in [*planned, *quick] for row in log.sets]
    names = {text.exercise.slug: text.exercise.name for text in following.texts.values()}
    reps = reps_of([*planned, *quick])
    with_quick = {name for __, log in quick for name in log.reps}
    return [
        _of_exercise(
            name,
            names.get(name, name),
            following,
            spans,
            [window for window in windows if name in window.reasons],
            {span.number: reps[name, span.number] for span in spans},
            is_in_plan=bool(windows) and name in windows[-1].reasons,
            has_quick=name in with_quick,
            sides=sides_between(sides_of(name, [*planned, *quick]), spans),
        )
        for name in dict.fromkeys([*asked, *done])
    ]


def _of_exercise(
    slug: str,
    name: str,
    following: Following,
    spans: list[Span],
    windows: list[Window],
    reps: Mapping[int, int],
    *,
    is_in_plan: bool,
    has_quick: bool,
    sides: Sides | None,
) -> ExerciseProgress:
    names = names_of(following.texts)
    rungs = [rung_in_words(rung_in(window, slug), names) for window in windows]
    reason = windows[-1].reasons[slug] if windows else None
    steps = steps_of(slug, name, following, windows)
    return ExerciseProgress(
        name=name,
        line=dose_line(reason.after, reason, following.texts) if reason else None,
        is_in_plan=is_in_plan,
        chart=line_chart(_values(slug, spans, windows, reps, steps)),
        rows=[Row(span, [reps[span.number]]) for span in spans],
        total=sum(reps.values()),
        rungs=list(dict.fromkeys(rungs)),
        current_rung=rungs[-1] if rungs else "",
        steps_up=sum(map(is_step_up, steps)),
        has_quick=has_quick,
        sides=sides,
    )


def _values(
    slug: str, spans: list[Span], windows: list[Window], reps: Mapping[int, int], steps: list[Step]
) -> list[Value]:
    """Reps of one variation cannot be compared with those of another: each begins a line of its own."""
    kinds = {window.number: rung_in(window, slug).variation.slug for window in windows}
    ups = {step.window for step in steps if is_step_up(step)}
    values, before = [], None
    for span in spans:
        kind = kinds.get(span.number, before)
        is_new = before is not None and kind != before
        values.append(span.value(reps[span.number], is_new=is_new, is_up=span.number in ups))
        before = kind
    return values


def sides_between(sums: Mapping[int, tuple[int, int]], spans: list[Span]) -> Sides | None:
    """None where left and right are even in every week, or nobody counts them apart."""
    if all(left == right for left, right in sums.values()):
        return None
    return Sides(
        left=sum(left for left, _right in sums.values()),
        right=sum(right for _left, right in sums.values()),
        rows=[Row(span, sums[span.number]) for span in spans if span.number in sums],
    )
