"""Two people with a plan, and devices for them."""

import os
import shutil

import pytest
import time_machine

from tests.histories.devices import PLAYER, Devices
from tests.histories.world import Site
from tests.plans.workouts import sign_up


@pytest.fixture
def site(person, now):
    node = shutil.which("node") or shutil.which("nodejs")
    if node is None:
        pytest.skip("Node is not installed")
    people = {"ada": person("ada@rise.example"), "bea": person("bea@rise.example")}
    with time_machine.travel(now, tick=False) as traveller:
        enrolments = {name: sign_up(each) for name, each in people.items()}
        site = Site(people, enrolments, traveller, now)
        with Devices(node, os.environ.get("RISE_PLAYER") or PLAYER) as site.devices:
            yield site
