"""A developer's machine: SQLite, mail in the console, helpful errors."""

import os

from .base import *  # noqa: F403
from .environment import SQLITE_OPTIONS

DEBUG = True
SECRET_KEY = "only-for-development"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ.get("DATABASE_PATH", BASE_DIR / "db.sqlite3"),  # noqa: F405
        "OPTIONS": SQLITE_OPTIONS,
    }
}

MAILERS = {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}
