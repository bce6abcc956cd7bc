"""
Devices of two people edit, sync over a bad network, lose answers, are killed, have wrong clocks and change hands; and
nothing is lost, doubled or mixed up, and in the end all of them show the same.

How many there are, and how to run one again, is in docs/testing.md.
"""

import os
import time

import pytest

from plans.services.logging import desk, ledger
from tests.histories.steps import History, shorten
from tests.histories.world import live

IS_RELEASE = os.environ.get("HYPOTHESIS_PROFILE") == "release"
USUALLY = 150 if os.environ.get("TEST_DATABASE") == "postgresql" else 1_000
MANY = int(os.environ.get("RISE_HISTORIES") or (20_000 if IS_RELEASE else USUALLY))
FIRST = int(os.environ.get("RISE_FIRST_HISTORY") or 0)
CHUNK = 50
SHORTENING = 30  # seconds at most


@pytest.mark.parametrize("chunk", range(-(-MANY // CHUNK)))
def test_nothing_is_lost_doubled_or_mixed_up_whatever_happens(site, chunk, monkeypatch):
    first = FIRST + chunk * CHUNK
    for seed in range(first, min(first + CHUNK, FIRST + MANY)):
        with monkeypatch.context() as patch:
            if seed % 2:
                show_little_at_once(patch)
            if found := live(site, History.of(seed)):
                pytest.fail(explain(site, seed, *found))


def show_little_at_once(patch):
    """So that a device has to ask again and again."""
    patch.setattr(ledger, "MOST_LATER", 7)
    for module in (ledger, desk):
        patch.setattr(module, "MOST_EDITS", 3)


def explain(site, seed, what, told):
    """A shorter history that fails too, told step by step; the whole of it where that does not fail again."""
    end = time.monotonic() + SHORTENING

    def fails(history):
        site.devices.start_anew()
        return live(site, history)

    if fails(History.of(seed)):
        shortest = shorten(History.of(seed), fails, lambda: time.monotonic() > end)
        what, told = fails(shortest) or (what, told)
    else:
        what += " (only once)"
    return "\n".join([f"History {seed} (RISE_FIRST_HISTORY={seed} RISE_HISTORIES=1):", *told, what])
