"""Numbers drawn as a line."""

import pytest

from plans.charts import HEIGHT, WIDTH, line_chart, round_up


def labels(count):
    return [str(number) for number in range(1, count + 1)]


@pytest.mark.parametrize(
    "value, top",
    [
        (0, 10),
        (1, 10),
        (10, 10),
        (11, 20),
        (31, 50),
        (50, 50),
        (51, 80),
        (81, 100),
        (101, 200),
        (9_999, 10_000),
    ],
)
def test_the_axis_ends_on_a_round_number_not_below_the_greatest_value(value, top):
    assert round_up(value) == top


@pytest.mark.parametrize("values", [[0], [7], [0, 0, 0], [120, 132, 0, 144], [1, 10_000], list(range(52))])
def test_every_mark_lies_inside_the_drawing_and_higher_means_more(values):
    chart = line_chart(labels(len(values)), values)
    assert [mark.value for mark in chart.marks] == values
    assert all(chart.left <= mark.x <= chart.right and 0 < mark.y <= chart.floor for mark in chart.marks)
    by_value = sorted(chart.marks, key=lambda mark: mark.value)
    assert [mark.y for mark in by_value] == sorted((mark.y for mark in by_value), reverse=True)
    assert (chart.width, chart.height) == (WIDTH, HEIGHT)


def test_nothing_done_lies_on_the_floor():
    chart = line_chart(labels(3), [0, 10, 0])
    assert [mark.y for mark in chart.marks] == [chart.floor, 12, chart.floor]


def test_the_line_goes_through_every_mark_from_left_to_right():
    chart = line_chart(labels(4), [10, 20, 20, 40])
    points = [tuple(map(float, point.split(","))) for point in chart.points.split()]
    assert points == [(mark.x, mark.y) for mark in chart.marks]
    assert [x for x, _y in points] == sorted(x for x, _y in points)
    assert (points[0][0], points[-1][0]) == (chart.left, chart.right)
    assert not chart.is_last_unfinished


def test_no_line_leads_down_to_a_value_that_still_grows():
    chart = line_chart(labels(3), [10, 20, 5], is_last_unfinished=True)
    one, two, _three = (f"{mark.x},{mark.y}" for mark in chart.marks)
    assert chart.points == f"{one} {two}"
    assert chart.is_last_unfinished


def test_a_single_unfinished_value_is_a_dot_without_a_line():
    chart = line_chart(["1"], [10], is_last_unfinished=True)
    assert len(chart.marks) == 1
    assert chart.points == ""


@pytest.mark.parametrize("weeks, shown", [(1, 1), (12, 12), (13, 7), (24, 12), (52, 11)])
def test_at_most_twelve_labels_fit_below(weeks, shown):
    chart = line_chart(labels(weeks), [0] * weeks)
    assert len(chart.labels) == shown
    assert chart.labels[0].label == "1"


def test_the_grid_names_its_values():
    assert [value for _height, value in line_chart(labels(2), [90, 120]).grid] == [0, 100, 200]


def test_labels_and_values_must_be_as_many():
    with pytest.raises(ValueError, match="zip"):
        line_chart(labels(2), [1])
