"""The fold grows with the weeks, not with their square."""

from tests.benchmarks.schedule import report


def test_52_weeks_take_no_more_than_six_times_as_long_as_12(capsys):
    ratio, lines = report()
    with capsys.disabled():
        print("\n" + "\n".join(lines))  # noqa: T201 - a benchmark reports
    assert ratio <= 6
