"""A server on the internet. Everything that differs from one to the next comes from the environment.

Needed: SECRET_KEY, ALLOWED_HOSTS, DATABASE_URL, MAIL_URL, MAIL_FROM.
Optional: TRUSTED_PROXIES (how many proxies stand in front and set X-Forwarded-*; 0), SSL_REDIRECT (1),
HSTS_SECONDS (two years), LOG_LEVEL (INFO), SERVICE_WORKER (on; off takes the service worker away from every
browser that has it at its next visit, and leaves what it holds of a person's sets).
"""

import os

from . import environment
from .base import *  # noqa: F403

DEBUG = False
SECRET_KEY, _hosts, _database_url, _mail_url, DEFAULT_FROM_EMAIL = environment.require(
    "SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "MAIL_URL", "MAIL_FROM"
)
ALLOWED_HOSTS = environment.words(_hosts)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
DATABASES = {"default": environment.database(_database_url)}
MAILERS = {"default": environment.mailer(_mail_url)}

# Sign-in limits count in the cache. One that every process shares, or each would allow the limit again;
# `manage.py createcachetable` makes its table. Culling drops counters, so it starts late.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "glutes_site.static_storage.SiteStaticFilesStorage"},
}

SECURE_SSL_REDIRECT = environment.flag("SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = environment.number("HSTS_SECONDS", 2 * 365 * 24 * 60 * 60)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

SERVICE_WORKER = environment.flag("SERVICE_WORKER", default=True)

# A header that anybody may send is believed only when a proxy of ours overwrites it.
ALLAUTH_TRUSTED_PROXY_COUNT = environment.number("TRUSTED_PROXIES", 0)
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("LOG_LEVEL", "INFO").upper()},
    # Django's own handlers are silent without DEBUG, and would mail tracebacks: ours alone speak.
    "loggers": {"django": {"handlers": [], "propagate": True}},
}
