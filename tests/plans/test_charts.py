"""Numbers drawn as lines, bars and marks on lanes."""

import re

import pytest

from plans.charts import HEIGHT, LANE, WIDTH, Value, bar_chart, lanes, line_chart, round_up


def values(amounts, **marks):
    return [Value(str(number), amount, **marks) for number, amount in enumerate(amounts, start=1)]


def dots(path):
    return [(float(x), float(y)) for x, y in re.findall(r"M([\d.]+) ([\d.]+)h0", path)]


def bars(path):
    """Of each: where it stands, and from which height to which."""
    return [tuple(map(float, found)) for found in re.findall(r"M([\d.]+) ([\d.]+)V([\d.]+)", path)]


def lines(path):
    """The separate lines of a path, each as its points."""
    return [
        [tuple(map(float, point.split())) for point in line.split("L")] for line in path.split("M") if line
    ]


@pytest.mark.parametrize(
    "value, top",
    [
        (0, 10),
        (1, 10),
        (10, 10),
        (10.5, 20),
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


# Lines -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("amounts", [[0], [7], [0, 0, 0], [120, 132, 0, 144], [1, 10_000], list(range(52))])
def test_every_dot_lies_inside_the_drawing_and_higher_means_more(amounts):
    chart = line_chart(values(amounts))
    found = dots(chart.full)
    assert len(found) == len(amounts)
    assert [x for x, _y in found] == sorted(x for x, _y in found)
    assert all(chart.left <= x <= chart.right and 0 < y <= chart.floor for x, y in found)
    by_amount = [y for _amount, (_x, y) in sorted(zip(amounts, found, strict=True), key=lambda row: row[0])]
    assert by_amount == sorted(by_amount, reverse=True)
    assert (chart.width, chart.height) == (WIDTH, HEIGHT)


def test_nothing_done_lies_on_the_floor():
    chart = line_chart(values([0, 10, 0]))
    assert [y for _x, y in dots(chart.full)] == [chart.floor, 12, chart.floor]


def test_the_line_goes_through_every_dot_from_side_to_side():
    chart = line_chart(values([10, 20, 20, 40]))
    assert lines(chart.line) == [dots(chart.full)]
    assert (dots(chart.full)[0][0], dots(chart.full)[-1][0]) == (chart.left, chart.right)
    assert chart.open == ""


def test_no_line_leads_down_to_a_value_that_still_grows():
    chart = line_chart([*values([10, 20]), Value("3", 5, is_open=True)])
    assert lines(chart.line) == [dots(chart.full)]
    assert len(dots(chart.full)) == 2
    assert len(dots(chart.open)) == 1


def test_a_pause_is_a_gap_and_no_nought():
    chart = line_chart(values([10, None, 20]))
    assert len(dots(chart.full)) == 2
    assert [len(line) for line in lines(chart.line)] == [1, 1]
    assert chart.gaps.count("z") == 1


def test_reps_of_a_harder_variation_begin_a_line_of_their_own_below_a_mark():
    chart = line_chart([*values([10, 20]), Value("3", 5, is_new=True, is_up=True), Value("4", 6)])
    assert [len(line) for line in lines(chart.line)] == [2, 2]
    assert chart.ups.count("M") == 1
    assert chart.ups.startswith(f"M{dots(chart.full)[2][0]:g} ")


def test_easy_weeks_are_hollow_and_on_the_line_all_the_same():
    chart = line_chart([*values([10]), Value("2", 5, is_hollow=True), *values([20])])
    assert len(lines(chart.line)[0]) == 3
    assert (len(dots(chart.full)), len(dots(chart.hollow))) == (2, 1)
    assert chart.inner == chart.hollow
    assert 0 < chart.hole < chart.thick


@pytest.mark.parametrize("weeks, shown", [(1, 1), (5, 5), (6, 3), (12, 4), (24, 5), (52, 5)])
def test_no_more_days_stand_below_than_fit(weeks, shown):
    chart = line_chart(values([0] * weeks))
    assert len(chart.labels) == shown
    assert chart.labels[0] == (chart.left, "1")


def test_the_grid_names_its_values():
    assert [value for _height, value in line_chart(values([90, 120])).grid] == [0, 100, 200]


# Bars --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("amounts", [[7], [10, 20, 40], list(range(1, 53))])
def test_bars_stand_on_the_floor_beside_each_other_and_higher_means_more(amounts):
    chart = bar_chart(values(amounts))
    found = bars(chart.full)
    assert len(found) == len(amounts)
    assert all(floor == chart.floor and 0 < y <= floor for _x, floor, y in found)
    assert all(b[0] - a[0] >= chart.thick for a, b in zip(found, found[1:], strict=False))
    assert all(
        chart.left <= x - chart.thick / 2 and x + chart.thick / 2 <= chart.right for x, _f, _y in found
    )
    assert [y for _x, _f, y in found] == sorted((y for _x, _f, y in found), reverse=True)


def test_nothing_is_no_bar():
    chart = bar_chart(values([0, 10, None]))
    assert len(bars(chart.full)) == 1
    assert chart.gaps.count("z") == 1


def test_a_hollow_bar_is_as_high_as_any_with_a_hole_in_it():
    chart = bar_chart([*values([10]), Value("2", 10, is_hollow=True), Value("3", 10, is_open=True)])
    ((_x, _floor, full),) = bars(chart.full)
    ((x, _floor, hollow),) = bars(chart.hollow)
    ((x_inside, _floor, inside),) = bars(chart.inner)
    assert (full, x) == (hollow, x_inside)
    assert inside > hollow
    assert 0 < chart.hole < chart.thick
    assert len(bars(chart.open)) == 1


def test_charts_that_share_a_scale_can_be_compared():
    one, other = bar_chart(values([10]), 40), bar_chart(values([40]), 40)
    rise = [chart.floor - bars(chart.full)[0][2] for chart in (one, other)]
    assert rise[1] == pytest.approx(4 * rise[0], abs=2)


# Lanes -------------------------------------------------------------------------------------------


def test_marks_lie_on_the_lane_of_their_name_at_the_place_of_their_week():
    drawn = lanes(
        ["4 Jan", "11 Jan", "18 Jan"], [("Squat", [(1, "up")]), ("Clam", [(2, "more"), (0, "back")])]
    )
    assert [lane.name for lane in drawn.lanes] == ["Squat", "Clam"]
    squat, clam = (lane.y for lane in drawn.lanes)
    assert clam - squat == LANE
    middle = (drawn.left + drawn.right) / 2
    assert drawn.up.startswith(f"M{middle:g} {squat}")
    assert drawn.more.startswith(f"M{drawn.right:g} {clam}")
    assert drawn.back.startswith(f"M{drawn.left:g} {clam}")
    assert drawn.height > clam
