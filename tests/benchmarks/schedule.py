"""
How long a whole schedule with full logs takes: `python -m tests.benchmarks.schedule`.

Wanted: 12 weeks in 5 ms, 52 weeks in 20 ms (medians). Machines differ, so a test asserts only that 52 weeks
take no more than six times as long as 12.
"""

import sys
from statistics import median
from time import process_time

from tests.plans.engine.build import choices, live, log, revision, see

WANTED = {12: 5.0, 52: 20.0}
RATINGS = ("right", "easy", "right", "hard")


def a_full_life(weeks):
    """A plan of so many weeks with every workout logged, and the arguments of its schedule."""
    plan, chosen = revision(weeks), choices(kit=("band", "weights"))
    logs = live(plan, chosen, lambda planned: log(planned, RATINGS[planned.window % 4]))
    return plan, chosen, logs, chosen.first_day_of(weeks + 1)


def milliseconds(lives, rounds):
    """
    The median time of each life: the processor's, not the wall's, and in turns, so that other work on the
    machine changes little and strikes all of them alike.
    """
    times = {weeks: [] for weeks in lives}
    for _round in range(rounds):
        for weeks, (plan, chosen, logs, today) in lives.items():
            began = process_time()
            see(plan, chosen, logs, today=today)
            times[weeks].append((process_time() - began) * 1000)
    return {weeks: median(each) for weeks, each in times.items()}


def report(rounds=60):
    medians = milliseconds({weeks: a_full_life(weeks) for weeks in WANTED}, rounds)
    lines = [f"{weeks} weeks: {medians[weeks]:.2f} ms (wanted: {WANTED[weeks]:.0f} ms)" for weeks in WANTED]
    ratio = medians[52] / medians[12]
    return ratio, [*lines, f"52 weeks take {ratio:.1f} times as long as 12"]


if __name__ == "__main__":
    sys.stdout.write("\n".join(report()[1]) + "\n")
