"""The test suite: quick password hashes, mail in memory, and a database that TEST_DATABASE chooses."""

import os
import tempfile
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .environment import SQLITE_OPTIONS

DEBUG = False
SECRET_KEY = "only-for-tests"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]

match os.environ.get("TEST_DATABASE", "sqlite"):
    case "sqlite":
        # A file, named after the process: threads of a live server share it, parallel runs do not.
        _file = Path(tempfile.gettempdir()) / f"rise-tests-{os.getpid()}.sqlite3"
        DATABASES = {
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": _file,
                "OPTIONS": SQLITE_OPTIONS,
                "TEST": {"NAME": str(_file)},
            }
        }
    case "postgresql":
        DATABASES = {
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": "rise",
                "USER": os.environ.get("PGUSER", ""),
                "PASSWORD": os.environ.get("PGPASSWORD", ""),
                "HOST": os.environ.get("PGHOST", ""),
                "PORT": os.environ.get("PGPORT", ""),
            }
        }
    case other:
        raise ImproperlyConfigured(f"TEST_DATABASE must be sqlite or postgresql, not “{other}”.")

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Plain names: the hashed ones need collectstatic first.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Static files straight from their folders, so that tests see the headers that they are served with.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
