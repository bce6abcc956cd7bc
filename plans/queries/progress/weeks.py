"""Time and muscles, week by week."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from plans import guardrails
from plans.charts import Chart, bar_chart
from plans.queries.following import Following
from plans.queries.progress.spans import Row, Span
from plans.queries.progress.tally import Dated, seconds_of, time_in_words, variation_sets

LOW = 76  # the height of a chart that stands with others like it


@dataclass(frozen=True)
class TimeWeeks:
    """Minutes a week. `rows`: workouts, sets and minutes."""

    total: str
    chart: Chart
    rows: list[Row]

    @property
    def heads(self) -> list[str]:
        return [_("Workouts"), _("Sets"), _("Minutes")]


@dataclass(frozen=True)
class MuscleWeek:
    """One muscle and its sets over the weeks."""

    name: str
    chart: Chart
    total: str


@dataclass(frozen=True)
class MuscleWeeks:
    """Every muscle that was trained, all on one scale. `rows` have a cell for each."""

    muscles: list[MuscleWeek]
    rows: list[Row]

    @property
    def heads(self) -> list[str]:
        return [muscle.name for muscle in self.muscles]


def time_weeks(
    following: Following, spans: list[Span], planned: list[Dated], quick: list[Dated]
) -> TimeWeeks:
    """A quick set has no warm-up."""
    warm_up = {
        window.number: following.revision_in(window).warm_up_seconds for window in following.schedule.windows
    }
    seconds, workouts, sets = Counter[int](), Counter[int](), Counter[int]()
    for number, log in planned:
        seconds[number] += seconds_of(log, warm_up.get(number, 0), following.texts)
    for number, log in quick:
        seconds[number] += seconds_of(log, 0, following.texts)
    for number, log in [*planned, *quick]:
        workouts[number] += 1
        sets[number] += log.set_count
    minutes = {span.number: round(seconds[span.number] / 60) for span in spans}
    return TimeWeeks(
        total=time_in_words(sum(seconds.values())),
        chart=bar_chart([span.value(minutes[span.number]) for span in spans]),
        rows=[Row(span, [workouts[span.number], sets[span.number], minutes[span.number]]) for span in spans],
    )


def muscle_weeks(following: Following, spans: list[Span], logs: list[Dated]) -> MuscleWeeks:
    """As the plans count them: a squat is half a set for the buttock."""
    muscles = guardrails.muscles_of(following.library)
    done: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for number, log in logs:
        done[number].update(variation_sets(log, following.texts))
    sets = {span.number: guardrails.muscle_sets(done[span.number].items(), muscles) for span in spans}
    trained = {name for week in sets.values() for name in week}
    known = sorted(
        {
            (row.muscle.order, row.muscle.plain_name)
            for rows in muscles.values()
            for row in rows
            if row.muscle.plain_name in trained
        }
    )
    top = max((number for week in sets.values() for number in week.values()), default=0)
    return MuscleWeeks(
        muscles=[
            MuscleWeek(
                name=name,
                chart=bar_chart([span.value(sets[span.number].get(name, 0)) for span in spans], top, LOW),
                total=f"{sum(week.get(name, 0) for week in sets.values()):g}",
            )
            for __, name in known
        ],
        rows=[Row(span, [f"{sets[span.number].get(name, 0):g}" for __, name in known]) for span in spans],
    )
