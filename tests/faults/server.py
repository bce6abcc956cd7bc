"""
A server to be killed: production settings, and a process of its own for each of its lives, started in no time.

    python -m tests.faults.server     with DATABASE_URL and whatever else production needs

The site is loaded once. A line on stdin names a job, which is a fork of it; its answer is a line of JSON on stdout.
`serve` answers requests until it is killed, on a port that stays open between its lives. The end of stdin ends all.
"""

import importlib
import json
import os
import signal
import socket
import sys

from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application

BACKLOG = 128  # connections that wait for the next life


class QuietHandler(WSGIRequestHandler):
    def log_message(self, *_arguments):
        pass


def say(value):
    print(json.dumps(value), flush=True)  # noqa: T201 - whoever started it listens


def serve(listener, application):
    server = ThreadedWSGIServer(listener.getsockname(), QuietHandler, bind_and_activate=False)
    server.socket.close()
    server.socket = listener
    server.server_name, server.server_port = listener.getsockname()
    server.setup_environ()
    server.set_app(application)
    say({"pid": os.getpid()})
    server.serve_forever()


def fork(work):
    pid = os.fork()
    if pid:
        return pid
    try:
        work()
    finally:
        sys.stdout.flush()
        os._exit(0)


def main():
    application = get_wsgi_application()
    jobs = importlib.import_module("tests.faults.jobs")  # after the settings
    listener = socket.create_server(("127.0.0.1", 0), backlog=BACKLOG)
    say({"port": listener.getsockname()[1]})
    life = None
    for line in sys.stdin:
        name, *arguments = line.split()
        if name == "serve":
            life = fork(lambda: serve(listener, application))
        elif name == "bury":
            os.waitpid(life, 0)
            life = None
            say({})
        else:
            job = getattr(jobs, name)
            os.waitpid(fork(lambda job=job, arguments=arguments: say(job(*arguments))), 0)
    if life:
        os.kill(life, signal.SIGKILL)
        os.waitpid(life, 0)


if __name__ == "__main__":
    main()
