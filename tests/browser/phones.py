"""
What is on a phone and what is in the account, looked at from outside: IndexedDB and the database, not the
modules that write them.
"""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

from playwright.sync_api import Error

from plans.models import Feedback, Operation, SetLog, WorkoutLog
from tests.browser.playing import until
from tests.plans.workouts import logged

INSTALLED = "navigator.serviceWorker.getRegistration().then((found) => found?.active?.state === 'activated')"

HELD = """async (account) => {
  const name = `rise-${account}`;
  if (!(await indexedDB.databases()).some((each) => each.name === name)) return null;
  const settled = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const db = await settled(indexedDB.open(name));
  const all = (store) => settled(db.transaction(store).objectStore(store).getAll());
  const [rows, queue, quarantine, players] = await Promise.all(["rows", "queue", "quarantine", "players"].map(all));
  db.close();
  return {rows, queue, quarantine, players};
}"""

CACHED = """async () => {
  const names = await caches.keys();
  const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return {names, paths: all.flat().map(({url}) => new URL(url).pathname)};
}"""


def wait_installed(page):
    """Until the service worker is there: from now on the network may go."""
    until(page, INSTALLED)


def held(page, user):
    """
    What this phone holds of an account: `sets` {key: reps} that are not taken back, `ratings`, the ops of the
    `queue`, what was `refused`; None where it holds nothing at all.
    """
    found = page.evaluate(HELD, str(user.uid))
    if found is None:
        return None
    of = {
        kind: [row["data"] for row in found["rows"] if row["kind"] == kind and not row["data"].get("removed")]
        for kind in ("set", "feedback", "workout")
    }
    return SimpleNamespace(
        sets={"{exercise}.{part}.{number}.{side}".format(**data): data["reps"] for data in of["set"]},
        ratings={data["exercise"]: data["rating"] for data in of["feedback"]},
        workouts=of["workout"],
        queue=[record["op"] for record in sorted(found["queue"], key=lambda each: each["edited_at"])],
        refused=found["quarantine"],
        snapshots=found["players"],
    )


def wait_in_account(player, user, *, sets, workouts=1):
    """Until so many sets are on the phone and nothing waits there; then phone and account hold the same, once."""
    end = time.monotonic() + 10
    while (phone := held(player.page, user)) and (phone.queue or len(phone.sets) != sets):
        assert time.monotonic() < end, f"{len(phone.queue)} waiting, {phone.sets}"
        player.advance(0.1)  # what went wrong is tried again after a while
    player.wait_saved()
    assert_all_in_account(player.page, user, sets=sets, workouts=workouts)
    return player


def assert_all_in_account(page, user, *, sets, workouts=1):
    """Phone and account say the same, each set is there once, and nothing waits."""
    phone = held(page, user)
    assert (phone.queue, phone.refused) == ([], [])
    assert phone.sets == logged(user)
    assert len(phone.sets) == sets
    assert SetLog.objects.for_user(user).count() == sets
    assert WorkoutLog.objects.for_user(user).count() == workouts


def assert_nothing_in_account(user):
    for model in (SetLog, WorkoutLog, Feedback, Operation):
        assert not model.objects.filter(user=user).exists()


def assert_cache_is_nobodys(page):
    """Files, and the shell that is the same for everybody: no page of a person, no answer of the API."""
    paths = page.evaluate(CACHED)["paths"]
    assert "/shell/" in paths
    assert [path for path in paths if not path.startswith("/static/") and path != "/shell/"] == []


def kill(context, folder):
    """Ends the browser that was started with this folder of its own, as if the battery had been taken out."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            if f"--user-data-dir={folder}" in path.read_bytes().decode(errors="replace"):
                os.kill(int(path.parent.name), signal.SIGKILL)
    with suppress(Error):
        context.close()
