"""
A throw-away PostgreSQL cluster for `TEST_DATABASE=postgresql pytest`, loaded as a pytest plugin.

It starts before the settings are read, which find it by PGHOST, PGPORT and PGUSER, and stops with
the run. It listens on a socket in a folder of its own and on no network. A cluster that PGHOST
already names is used as it is.
"""

import atexit
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

WANTED = os.environ.get("TEST_DATABASE") == "postgresql"
MISSING = "the PostgreSQL binaries (initdb, postgres) are not installed"
DEADLINE_SECONDS = 60


def find_binaries() -> Path | None:
    """The folder with initdb and postgres: Debian's newest, else wherever PATH finds initdb."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    on_path = shutil.which("initdb")
    if on_path:
        folders.insert(0, Path(on_path).resolve().parent)
    return next((f for f in reversed(folders) if (f / "initdb").exists() and (f / "postgres").exists()), None)


class Cluster:
    """PostgreSQL in a temporary folder; it refuses to run as root, so root lends it another user."""

    def __init__(self, binaries: Path):
        self.binaries = binaries
        self.folder = Path(tempfile.mkdtemp(prefix="rise-pg-"))
        self.data = self.folder / "data"
        self.log = self.folder / "log"
        self.server = None
        self.identity = {}
        if os.geteuid() == 0:
            user = self._lend_user()
            self.identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
            os.chown(self.folder, user.pw_uid, user.pw_gid)

    @staticmethod
    def _lend_user():
        for name in ("postgres", "nobody"):
            try:
                return pwd.getpwnam(name)
            except KeyError:
                continue
        raise pytest.UsageError("PostgreSQL will not run as root, and there is no other user to run it as.")

    def start(self):
        options = ["--username=rise", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"]
        subprocess.run(
            [self.binaries / "initdb", "-D", self.data, *options],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=self.folder,
            **self.identity,
        )
        # Nothing in it outlives the run, so nothing has to reach the disk.
        settings = ["listen_addresses=", "fsync=off", "synchronous_commit=off", "full_page_writes=off"]
        switches = [part for setting in settings for part in ("-c", setting)]
        with self.log.open("wb") as log:
            self.server = subprocess.Popen(
                [self.binaries / "postgres", "-D", self.data, "-k", self.folder, "-p", "5432", *switches],
                stdout=log,
                stderr=log,
                cwd=self.folder,
                **self.identity,
            )
        self._wait()

    def _wait(self):
        last = time.monotonic() + DEADLINE_SECONDS
        ready = [self.binaries / "pg_isready", "-q", "-h", self.folder, "-p", "5432"]
        while subprocess.run(ready).returncode != 0:
            if self.server.poll() is not None or time.monotonic() > last:
                said = self.log.read_text(errors="replace")
                self.stop()
                raise pytest.UsageError(f"PostgreSQL did not start:\n{said}")
            time.sleep(0.1)

    def stop(self):
        if self.server and self.server.poll() is None:
            self.server.terminate()
            try:
                self.server.wait(5)
            except subprocess.TimeoutExpired:
                self.server.kill()
                self.server.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests():
    if WANTED and not os.environ.get("PGHOST"):
        binaries = find_binaries()
        if binaries is None:
            raise pytest.UsageError(f"TEST_DATABASE=postgresql, but {MISSING}.")
        cluster = Cluster(binaries)
        atexit.register(cluster.stop)
        cluster.start()
        # Inherited by the workers of pytest-xdist, which so share the one cluster.
        os.environ.update(PGHOST=str(cluster.folder), PGPORT="5432", PGUSER="rise")
    return (yield)


def pytest_report_header():
    return f"database: {'PostgreSQL' if WANTED else 'SQLite'}"


def pytest_collection_modifyitems(config, items):
    """Tests about one database are deselected on the other; where PostgreSQL is missing they say so."""
    other = "sqlite" if WANTED else "postgresql"
    kept, dropped = [], []
    missing = not WANTED and find_binaries() is None
    for item in items:
        if not item.get_closest_marker(other):
            kept.append(item)
        elif missing:
            item.add_marker(pytest.mark.skip(reason=MISSING))
            kept.append(item)
        else:
            dropped.append(item)
    if dropped:
        config.hook.pytest_deselected(items=dropped)
        items[:] = kept
