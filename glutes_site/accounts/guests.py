"""
Trying before joining: from nobody to a guest, and from a guest to an account.

A guest is a person without an e-mail address. The session of one browser is the only key to their rows: no address
of a page, no password and no code leads there. Signing up turns that very row into the account; signing in to an
account moves the rows there.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.core import ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib import auth
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from plans import queries, services
from plans.local_time import today_for

from .models import Alias, User
from .time_zones import FALLBACK, find_zone

DAYS = 60  # that a guest's rows are kept after the last visit
COOKIE_SECONDS = (DAYS + 1) * 24 * 60 * 60  # days are counted whole
SEEN = "guest_seen"  # in a guest's session: the day of the last visit
FORMER = "former_guests"  # in the session of an account: what its guests were called on this device
BATCH = 100

# Beginning ---------------------------------------------------------------------------------------


def visitor(time_zone: str) -> User:
    """Somebody of whom nothing is stored; whatever a browser says of its time zone, a zone comes out."""
    return get_user_model()(email=None, time_zone=find_zone(time_zone) or FALLBACK)


def begin(request: HttpRequest, person: User) -> None:
    """
    Store the visitor as a guest, and sign this browser in.

    Too many from one internet address at once are answered with 429.
    """
    if not ratelimit.consume(request, action="guest"):
        raise ImmediateHttpResponse(ratelimit.respond_429(request))
    person.set_unusable_password()
    person.save()
    auth.login(request, person)
    _mark(request, person.last_login)


def renew(request: HttpRequest, now: datetime) -> None:
    """On the first visit of a day a guest has the whole time again. Other visits cost nothing."""
    session = request.session
    if not session.accessed or SEEN not in session:
        return
    if session[SEEN] != now.date().isoformat():
        pk = session.get(auth.SESSION_KEY)
        if get_user_model().objects.guests().filter(pk=pk).update(last_login=now):
            _mark(request, now)
    elif session.get("_session_expiry") != COOKIE_SECONDS:  # a sign-in that was not finished shortened it
        session.set_expiry(COOKIE_SECONDS)


def _mark(request: HttpRequest, now: datetime) -> None:
    request.session[SEEN] = now.date().isoformat()
    request.session.set_expiry(COOKIE_SECONDS)


# Joining -----------------------------------------------------------------------------------------


def leave_session(request: HttpRequest) -> None:
    """The session belongs to nobody, so that signing in gives it a new key and keeps what waits in it."""
    for name in (auth.SESSION_KEY, auth.BACKEND_SESSION_KEY, auth.HASH_SESSION_KEY, SEEN):
        request.session.pop(name, None)
    request.session.pop("_session_expiry", None)


def become(guest: User, signed_up: User) -> bool:
    """
    Whether the guest's row is now the account that was signed up for: same uid, same rows.

    Only for an account in which nothing ever happened; `signed_up` is that row from then on.
    """
    with transaction.atomic():
        row = get_user_model().objects.guests().select_for_update().filter(pk=guest.pk).first()
        if row is None or not is_untouched(signed_up):
            return False
        for name in ("email", "password", "date_joined"):
            setattr(row, name, getattr(signed_up, name))
        if row.time_zone == FALLBACK:
            row.time_zone = signed_up.time_zone
        EmailAddress.objects.filter(user=signed_up.pk).update(user=row)
        signed_up.delete()
        row.save()
    signed_up.__dict__.update(row.__dict__)
    return True


def is_untouched(person: User) -> bool:
    """An account that somebody signed up for, and in which nothing ever happened."""
    has_rights = person.is_staff or person.groups.exists() or person.user_permissions.exists()
    return person.last_login is None and not has_rights and not services.has_rows(person)


def move(guest: User, account: User, now: datetime) -> services.Moved | None:
    """
    What the guest did is the account's, and the guest is gone; its name stays, for devices that have sets waiting.

    None where somebody else was faster: another tab of this browser.
    """
    today = today_for(account, now)
    _enrolment, is_over = queries.plan_followed(account, today)
    with transaction.atomic():
        services.hold_rows(guest)  # before the row: so does whoever saves a set
        row = get_user_model().objects.guests().select_for_update().filter(pk=guest.pk).first()
        if row is None:
            transaction.set_rollback(True)
            return None
        moved = services.move_rows(row, account, today=today, now=now, replaces_current=is_over)
        if row.health_consent_at and not account.health_consent_at:  # what was said with it comes along
            account.health_consent_at = row.health_consent_at
            account.save(update_fields=["health_consent_at"])
        Alias.objects.create(user=account, uid=row.uid)
        row.delete()
    return moved


def remember_name(request: HttpRequest, guest: User) -> None:
    """For the scripts of this browser, which may hold sets that were never sent."""
    request.session[FORMER] = [*request.session.get(FORMER, ()), str(guest.uid)]


# Forgetting --------------------------------------------------------------------------------------


def forget(guest: User) -> None:
    """Delete a guest with everything they did."""
    get_user_model().objects.guests().filter(pk=guest.pk).delete()


def clear(now: datetime, most: int) -> int:
    """Delete the guests who have not been here for 60 days, `most` of them at most; how many there were."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    guests = get_user_model().objects.guests().annotate(seen=Coalesce("last_login", "date_joined"))
    forgotten = guests.filter(seen__lt=midnight - timedelta(days=DAYS)).order_by("pk")
    cleared = 0
    while cleared < most:
        with transaction.atomic():
            pks = list(
                forgotten.select_for_update().values_list("pk", flat=True)[: min(BATCH, most - cleared)]
            )
            get_user_model().objects.filter(pk__in=pks).delete()
        if not pks:
            break
        cleared += len(pks)
    return cleared
