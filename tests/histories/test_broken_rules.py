"""The histories are no lullaby: a player of which one rule is broken does not get through them."""

import shutil

import pytest

from tests.histories.devices import PLAYER
from tests.histories.steps import History
from tests.histories.world import live

MOST = 60  # histories until it must have shown

# Of replica.mjs: what keeps the rule, and what breaks it.
RULES = {
    "only its own op takes a record out of the queue": (
        "!settled.has(op)",
        "!asked.has(op)",
    ),
    "a record that is sent again keeps its op": (
        "return head;",
        "return head.map((record) => ({ ...record, op: crypto.randomUUID() }));",
    ),
    "a stamp is above all of its workout": (
        "latest(state, workout.uid) + 1",
        "latest(state, workout.uid)",
    ),
    "what waits lies on top of a row of the server": (
        "rows[row.uid] = settle(row)",
        "rows[row.uid] = row",
    ),
}


@pytest.mark.sqlite
@pytest.mark.parametrize("rule", RULES)
def test_a_broken_rule_shows(site, tmp_path, rule):
    shutil.copytree(PLAYER, tmp_path / "player")
    module, (kept, broken) = tmp_path / "player" / "replica.mjs", RULES[rule]
    text = module.read_text()
    assert text.count(kept) == 1, f"“{rule}” is written otherwise by now: say here how"
    module.write_text(text.replace(kept, broken))
    site.devices.start_anew(tmp_path / "player")
    assert any(live(site, History.of(seed)) for seed in range(MOST))
