"""A database, a server on it that is killed and comes back, and phones that go on sending to it."""

import json
import os
import secrets
import signal
import subprocess
import sys
import threading
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException, IncompleteRead
from pathlib import Path
from uuid import uuid4

import psycopg
from django.conf import settings

from tests.faults.jobs import set_record
from tests.histories.steps import chance_of

PROJECT = Path(__file__).resolve().parents[2]
TIMEOUT = 20  # seconds for an answer; a new life of the server takes much less


# Databases ---------------------------------------------------------------------------------------


@contextmanager
def on_sqlite(folder):
    """The address of a database that is not there yet."""
    yield f"sqlite:///{folder}/rise.sqlite3"


@contextmanager
def on_postgresql(_folder):
    """
    The address of an empty database in the tests' cluster. It waits for the disk, as a cluster does that was not
    told otherwise.
    """
    given, name = settings.DATABASES["default"], f"rise_killed_{secrets.token_hex(4)}"
    place = {"host": given["HOST"], "port": given["PORT"] or None, "user": given["USER"] or None}
    door = psycopg.connect(dbname="postgres", autocommit=True, **place)
    with closing(door):
        door.execute(f"CREATE DATABASE {name}")
        door.execute(f"ALTER DATABASE {name} SET synchronous_commit = on")
        try:
            yield f"postgresql://{given['USER']}@:{given['PORT'] or 5432}/{name}?host={given['HOST']}"
        finally:
            door.execute(f"DROP DATABASE {name} WITH (FORCE)")


DATABASES = {"sqlite": on_sqlite, "postgresql": on_postgresql}


# The server --------------------------------------------------------------------------------------


class Server:
    """Speaks with tests/faults/server.py."""

    def __init__(self, database_url, log):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.server"],
            cwd=PROJECT,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "glutes_site.settings.prod",
                "SECRET_KEY": secrets.token_urlsafe(50),
                "ALLOWED_HOSTS": "127.0.0.1",
                "DATABASE_URL": database_url,
                "MAIL_URL": "console://",
                "MAIL_FROM": "rise@rise.example",
                "SSL_REDIRECT": "0",
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        self.pid = None
        self.port = self._hear()["port"]

    def do(self, *job):
        print(*job, file=self.process.stdin, flush=True)  # noqa: T201 - to the server
        return self._hear()

    def _hear(self):
        line = self.process.stdout.readline()
        assert line, "the server has ended"
        return json.loads(line)

    def start(self):
        self.pid = self.do("serve")["pid"]

    def kill(self):
        os.kill(self.pid, signal.SIGKILL)
        self.do("bury")
        self.pid = None

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        with self.process as process:  # closes the pipes, which ends it and its last life, and waits
            process.stdin.close()


# Phones ------------------------------------------------------------------------------------------


class Phone(threading.Thread):
    """
    Logs sets and sends them, again and again where no answer comes, until it is told to stop.

    acknowledged: the uid of each set whose op came back. resent: ops that were sent more than once.
    """

    def __init__(self, port, person, number):
        super().__init__(name=f"phone {number}", daemon=True)
        self.port, self.person, self.chance = port, person, chance_of(number)
        self.workout = str(uuid4())
        self.line, self.token, self.cursor = None, "", None
        self.records, self.acknowledged, self.resent = {}, {}, set()
        self.duplicates, self.cuts, self.rows, self.fault = 0, 0, set(), None
        self.is_stopped = threading.Event()

    def run(self):
        try:
            while not self.is_stopped.is_set():
                self.send(self._sets())
        except Exception as error:  # noqa: BLE001 - told to the test
            self.fault = error

    def _sets(self):
        numbers = range(1, self.chance.randint(1, 5) + 1)
        made = [set_record(self.workout, number) for number in numbers]
        self.records |= {record["op"]: record for record in made}
        return made

    def send(self, records):
        """Until the answer is there; its results."""
        ops = [record["op"] for record in records]
        while True:
            try:
                told = self._post(records)
                break
            except (OSError, HTTPException):
                self.cuts += 1
                self.resent.update(ops)
        assert [result["op"] for result in told["results"]] == ops
        for result, record in zip(told["results"], records, strict=True):
            is_known = result["op"] in self.resent and result["status"] == "duplicate"
            assert is_known or result["status"] == "applied", result
            self.duplicates += is_known
            self.acknowledged[result["op"]] = record["uid"]
        self._take(told)
        return told["results"]

    def _take(self, told):
        self.cursor = told["cursor"]
        self.rows |= {row["uid"] for row in told["rows"] if row["kind"] == "set"}

    def pull(self):
        while self._pull()["more"]:
            pass
        return self.rows

    def _pull(self):
        told = self._post([])
        self._take(told)
        return told

    def _post(self, records):
        if not self.line:
            self._connect()
        body = {"account": self.person["account"], "cursor": self.cursor, "records": records}
        headers = {"Content-Type": "application/json", "X-CSRFToken": self.token, "Cookie": self.cookie}
        return self._ask("POST", "/api/sync", json.dumps(body), headers)

    def _connect(self):
        self.line = HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        self.cookie = self.person["session"]
        self.token = self._ask("GET", "/api/session", None, {"Cookie": self.cookie})["csrf"]

    def _ask(self, method, path, body, headers):
        try:
            self.line.request(method, path, body, headers)
            answer = self.line.getresponse()
            text = answer.read()
            if answer.headers.get("Content-Length") != str(len(text)):  # cut among its headers, say
                raise IncompleteRead(text)
        except (OSError, HTTPException):
            self.hang_up()
            raise
        assert answer.status == 200, (answer.status, text[:300])
        if cookie := answer.headers.get("Set-Cookie", ""):
            self.cookie = f"{self.person['session']}; {cookie.split(';')[0]}"
        return json.loads(text)

    def hang_up(self):
        if self.line:
            self.line.close()
        self.line = None
