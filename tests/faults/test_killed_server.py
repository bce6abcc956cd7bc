"""
The server is killed with SIGKILL while phones send to it, and comes back: what it acknowledged is there, once.

HYPOTHESIS_PROFILE=release kills it a thousand times; RISE_KILLS as often as it says.
"""

import os
import tempfile
import time
from pathlib import Path

import pytest

from tests.faults.killing import DATABASES, Phone, Server
from tests.histories.steps import chance_of

IS_RELEASE = os.environ.get("HYPOTHESIS_PROFILE") == "release"
KILLS = int(os.environ.get("RISE_KILLS") or (1_000 if IS_RELEASE else 30))
PEOPLE, PHONES_EACH = 2, 3
ANSWERS = 3  # of a life before it may end
LONGEST_WAIT = 20  # seconds for these
DATABASE = os.environ.get("TEST_DATABASE") or "sqlite"

pytestmark = getattr(pytest.mark, DATABASE)


@pytest.fixture(scope="module")
def server():
    """On a database of its own."""
    with (
        tempfile.TemporaryDirectory(prefix="rise-killed-") as folder,
        DATABASES[DATABASE](folder) as address,
        Path(folder, "log").open("w+") as log,
    ):
        with Server(address, log) as server:
            server.do("migrate")
            yield server
        log.seek(0)
        assert "Traceback" not in (said := log.read()), said


def wait_for_answers(phones, number):
    end = time.monotonic() + LONGEST_WAIT
    wanted = sum(len(phone.acknowledged) for phone in phones) + number
    while sum(len(phone.acknowledged) for phone in phones) < wanted:
        assert not (faults := [phone.fault for phone in phones if phone.fault]), faults
        assert time.monotonic() < end, "the server answers nothing"
        time.sleep(0.002)


def test_what_was_acknowledged_is_there_once_however_often_the_server_is_killed(server, capsys):
    people, chance, began = server.do("create_people", PEOPLE), chance_of(KILLS), time.monotonic()
    phones = [Phone(server.port, people[place % PEOPLE], place) for place in range(PEOPLE * PHONES_EACH)]
    server.start()
    for phone in phones:
        phone.start()
    for _kill in range(KILLS):
        wait_for_answers(phones, ANSWERS)
        time.sleep(chance.uniform(0, 0.06))
        server.kill()
        server.start()
    for phone in phones:
        phone.is_stopped.set()
    for phone in phones:
        phone.join(LONGEST_WAIT)
    assert [phone.fault for phone in phones if phone.fault or phone.is_alive()] == []

    unheard = sum(phone.duplicates for phone in phones)

    stored = server.do("count")
    assert stored["ops"] == {op: 1 for phone in phones for op in phone.acknowledged}
    assert stored["sets"] == {uid: 1 for phone in phones for uid in phone.acknowledged.values()}
    for phone in phones:
        send_everything_again(phone)
        theirs = [each for each in phones if each.person is phone.person]
        assert phone.pull() == {uid for each in theirs for uid in each.acknowledged.values()}
        phone.hang_up()
    assert server.do("count") == stored
    cuts = sum(phone.cuts for phone in phones)
    server.kill()
    assert cuts >= KILLS, "the server was killed while it had nothing to do"
    with capsys.disabled():
        print(  # noqa: T201 - what a release reports
            f"\n{DATABASE}: {KILLS} kills in {time.monotonic() - began:.1f} s, {len(stored['sets'])} sets, "
            f"{cuts} requests cut, {unheard} sets saved of which nobody had heard"
        )


def send_everything_again(phone):
    records = list(phone.records.values())
    phone.resent.update(phone.records)
    for start in range(0, len(records), 100):
        results = phone.send(records[start : start + 100])
        assert {result["status"] for result in results} == {"duplicate"}


@pytest.mark.sqlite
def test_on_sqlite_a_set_is_on_the_disk_before_it_is_acknowledged(server):
    seen = server.do("look_at_a_write")
    assert seen["status"] == 200
    assert seen["careful"] == {"PRAGMA synchronous": 2, "PRAGMA journal_mode": "wal"}  # 2: FULL
    assert "BEGIN IMMEDIATE" in seen["said"]
    assert "BEGIN" not in seen["said"]


@pytest.mark.postgresql
def test_on_postgresql_a_set_is_on_the_disk_before_it_is_acknowledged(server):
    """A server that is set to wait for its disk does so for our writes."""
    seen = server.do("look_at_a_write")
    assert seen["status"] == 200
    assert seen["careful"] == {"SHOW synchronous_commit": "on"}
