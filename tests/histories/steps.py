"""What may happen to devices and their server: drawn from a seed, and so the same each time."""

from dataclasses import dataclass, replace
from random import Random
from uuid import UUID

SECOND, MINUTE, HOUR = 1000, 60_000, 3_600_000
DAY = 24 * HOUR

# How often each happens.
ACTIONS = {
    "edit": 48,
    "flush": 28,
    "pull": 4,
    "jump": 4,
    "sign": 4,
    "open": 4,
    "kill": 3,
    "late": 4,
    "form": 3,
}
# What the network makes of a request to sync; of one for the session, see world.py.
FATES = {
    "fine": 46,
    "dropped": 6,
    "cut": 12,
    "late": 8,
    "twice": 6,
    "stale": 5,
    "killed before": 3,
    "killed after": 4,
    "wrong token": 4,
    "signed out": 2,
    "portal": 2,
    "too large": 2,
    "broken": 1,
}
WORKOUTS = 4
GRAINS = (1, 1, 100, MINUTE)
LAPSES = (0, 0, 1, 40, 3 * SECOND, 3 * SECOND, 40 * SECOND, 40 * SECOND, 6 * MINUTE, HOUR)


def chance_of(seed):
    return Random(seed)  # noqa: S311 - no secret: the same each time


@dataclass(frozen=True)
class Step:
    """Stands for itself: a history without some of its steps is a history. `seed` decides all the rest of it."""

    action: str
    device: int
    lapse: int  # ms that go by before
    seed: int

    @property
    def chance(self):
        return chance_of(self.seed)


@dataclass(frozen=True)
class History:
    """
    devices: how many, and has_newcomer whether one more comes when all is over. grain: the ms between the ticks of
    their clocks, for some browsers show no better time. workouts: which of a person's four are trained.
    """

    devices: int
    has_newcomer: bool
    grain: int
    workouts: tuple[int, ...]
    steps: tuple[Step, ...]

    @classmethod
    def of(cls, seed):
        chance = chance_of(seed)
        devices = chance.randint(2, 4)
        workouts = chance.sample(range(WORKOUTS), chance.randint(1, 2))
        steps = (_draw(chance, devices) for _step in range(chance.randint(5, 16)))
        return cls(devices, chance.random() < 0.3, chance.choice(GRAINS), tuple(workouts), tuple(steps))


def _draw(chance, devices):
    action = pick(chance, ACTIONS)
    return Step(action, chance.randrange(devices), chance.choice(LAPSES), chance.getrandbits(48))


def pick(chance, weights):
    return chance.choices(list(weights), weights.values())[0]


def uuid4(chance):
    return str(UUID(int=chance.getrandbits(128), version=4))


def shorten(history, fails, is_time_up):
    """A history with fewer steps that still fails."""
    steps, size = history.steps, len(history.steps) // 2
    while size:
        place = 0
        while place < len(steps) and not is_time_up():
            fewer = steps[:place] + steps[place + size :]
            if fails(replace(history, steps=fewer)):
                steps = fewer
            else:
                place += size
        size //= 2
    return replace(history, steps=steps)
