"""Reads the environment for production, and says plainly what is wrong with it."""

import os
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SQLITE_OPTIONS = {
    # IMMEDIATE takes the write lock at BEGIN, so two writers queue instead of failing half-way.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # FULL: a set that was acknowledged survives a power cut.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON",
}
TRUE, FALSE = {"1", "true", "yes", "on"}, {"", "0", "false", "no", "off"}


def require(*names):
    """The values of these variables in order; one error names every one that is missing or empty."""
    missing = [name for name in names if not os.environ.get(name, "").strip()]
    if missing:
        noun = "variable" if len(missing) == 1 else "variables"
        raise ImproperlyConfigured(f"Missing environment {noun}: {', '.join(missing)}.")
    return [os.environ[name].strip() for name in names]


def words(text):
    return [word for word in text.replace(",", " ").split() if word]


def flag(name, default):
    text = os.environ.get(name, "1" if default else "0").strip().lower()
    if text not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not “{text}”.")
    return text in TRUE


def number(name, default):
    text = os.environ.get(name, str(default)).strip()
    if not text.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number, not “{text}”.")
    return int(text)


def database(url):
    """`sqlite:////srv/rise/rise.sqlite3` or `postgresql://user:password@host:5432/name?sslmode=require`."""
    parts = _split("DATABASE_URL", url)
    if parts.scheme == "sqlite":
        if parts.netloc or not parts.path.strip("/"):
            raise ImproperlyConfigured("DATABASE_URL names no file: write sqlite:////folder/rise.sqlite3.")
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path.removeprefix("/")),
            "OPTIONS": SQLITE_OPTIONS,
            "CONN_MAX_AGE": None,
        }
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise ImproperlyConfigured(
            "DATABASE_URL must be sqlite:////folder/file or postgresql://user:password@host:port/name."
        )
    options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    host = options.pop("host", "") or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "OPTIONS": {**options, "pool": {"min_size": 1, "max_size": 8, "timeout": 10}},
        # The pool keeps connections open; Django must give each one back after its request.
        "CONN_MAX_AGE": 0,
    }


def mailer(url):
    """`smtp://` (plain), `smtp+tls://` (STARTTLS) or `smtps://` (TLS), then `user:password@host:port`."""
    parts = _split("MAIL_URL", url)
    if parts.scheme == "console":
        return {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if parts.scheme not in {"smtp", "smtp+tls", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured(
            "MAIL_URL must be smtp+tls://user:password@host:587 (or smtps://, smtp://, console://)."
        )
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname,
            "port": parts.port or {"smtp": 25, "smtp+tls": 587, "smtps": 465}[parts.scheme],
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_tls": parts.scheme == "smtp+tls",
            "use_ssl": parts.scheme == "smtps",
            "timeout": 10,
        },
    }


def _split(name, url):
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - reading it is what checks it
    except ValueError as error:
        # Not the address itself: it carries a password.
        raise ImproperlyConfigured(f"{name} cannot be read: the host or port is not valid.") from error
    return parts
