"""What the shell around every page needs: the chosen colours and the way around."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from glutes_site.accounts.guests import DAYS, FORMER

THEME_COOKIE = "theme"
THEMES = ("light", "dark")

SECTIONS = {
    "home": "home",
    "exercises:library": "moves",
    "exercises:exercise": "moves",
    "plans:catalogue": "plans",
    "plans:plan": "plans",
    "plans:start": "plans",
    "plans:progress": "progress",
    "plans:history": "progress",
    "plans:history_workout": "progress",
    "account_login": "login",
}

# Where somebody is about to train, now or one of these days: from there on it works offline.
TRAINING = {"plans:week", "plans:today", "plans:quick"}

# Where a guest is told how long what they do is kept, and how to keep it.
TELLING = {"plans:week", "plans:week_number", "plans:done", "plans:progress", "plans:history", "account_home"}


@dataclass(frozen=True)
class Entry:
    section: str
    label: str
    icon: str
    address: str
    is_current: bool


def section_of(match) -> str:
    """Which entry of the navigation a page belongs to; an unknown page belongs to none."""
    if match is None:
        return ""
    if match.view_name in SECTIONS:
        return SECTIONS[match.view_name]
    if match.namespace == "plans":
        return "week"
    return "account" if (match.url_name or "").startswith("account_") else ""


def navigation(is_signed_in: bool, section: str) -> list[Entry]:
    entries = [
        ("plans", _("Plans"), "plans", "plans:catalogue"),
        ("moves", _("Moves"), "moves", "exercises:library"),
    ]
    if is_signed_in:
        entries.insert(0, ("week", _("My week"), "week", "plans:week"))
        entries.append(("progress", _("Progress"), "progress", "plans:progress"))
        entries.append(("account", _("Account"), "person", "account_home"))
    else:
        entries.insert(0, ("home", _("Home"), "home", "home"))
        entries.append(("login", _("Sign in"), "person", "account_login"))
    return [Entry(key, label, icon, reverse(name), key == section) for key, label, icon, name in entries]


def shell(request):
    """`guest` tries the site without an account; `former` is what its guests were called on this device."""
    user = getattr(request, "user", None)
    guest = getattr(request, "guest", None) or (user if getattr(user, "is_guest", False) else None)
    theme = request.COOKIES.get(THEME_COOKIE, "")
    match = request.resolver_match
    return {
        "navigation": navigation(bool(guest or (user and user.is_authenticated)), section_of(match)),
        "guest": guest,
        "guest_days": DAYS,
        "is_told_about_trying": bool(guest) and bool(match) and match.view_name in TELLING,
        "former": " ".join(request.session.get(FORMER, ())) if user and user.is_authenticated else "",
        "registers_worker": settings.SERVICE_WORKER and bool(match) and match.view_name in TRAINING,
        "theme": theme if theme in THEMES else "",
    }
