"""The player's own tests, which run in node: `node --test tests/js/*.test.mjs`."""

import shutil
import subprocess
from pathlib import Path

import pytest

TESTS = sorted((Path(__file__).parent / "js").glob("*.test.mjs"))
NODE = shutil.which("node") or shutil.which("nodejs")


@pytest.mark.skipif(NODE is None, reason="Node is not installed")
@pytest.mark.parametrize("test", TESTS, ids=lambda path: path.name)
def test_the_modules_of_the_player_keep_their_rules(test):
    done = subprocess.run([NODE, "--test", str(test)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
