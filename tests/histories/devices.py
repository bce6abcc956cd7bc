"""The devices of a history: the player's own modules, in one node process that lives as long as the tests."""

import json
import subprocess
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PLAYER = PROJECT / "glutes_site" / "static" / "js" / "player"
MOST_REQUESTS = 60  # for one flush or pull


class Devices:
    """
    Speaks with tests/js/device.mjs. `network` is called with each request that a device makes and says what
    becomes of it.
    """

    def __init__(self, node, player=PLAYER):
        self.node, self.player = node, player

    def __enter__(self):
        self.process = subprocess.Popen(
            [self.node, PROJECT / "tests" / "js" / "device.mjs", self.player],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            bufsize=1,
        )
        return self

    def __exit__(self, *_exception):
        with self.process as process:  # closes the pipes and waits
            process.kill()

    def start_anew(self, player=None):
        """After a failure nobody knows what this one waits for. player: the folder of other modules."""
        self.__exit__()
        self.player = player or self.player
        self.__enter__()

    def do(self, what, network=None, **command):
        self._say({"do": what, **command})
        asked = 0
        while "ask" in (said := self._hear()):
            asked += 1
            assert asked < MOST_REQUESTS, "it asks without end"
            self._say(network(said["ask"]))
        assert not said["complaints"], said["complaints"]
        return said

    def _say(self, message):
        self.process.stdin.write(json.dumps(message) + "\n")

    def _hear(self):
        line = self.process.stdout.readline()
        assert line, f"node has ended with {self.process.wait(10)}"
        return json.loads(line)
