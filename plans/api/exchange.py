"""The door through which a device sends what was done, and hears what others did."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import IntegrityError
from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from plans import services
from plans.api.body import MOST_RECORDS, TOO_LARGE, Body, Refused
from plans.api.records import Rejected, read_records, row_of
from plans.records import Edit, Outcome, milliseconds

SIGNED_OUT = (401, "signed-out")
OTHER_ACCOUNT = (409, "other-account")


@cache_control(private=True, no_store=True)
@require_GET
def session(request: HttpRequest) -> JsonResponse:
    """Who is signed in, and what a form of theirs must carry."""
    if not request.user.is_authenticated:
        return _refusal(Refused(*SIGNED_OUT))
    now = milliseconds(timezone.now())
    return JsonResponse({"account": str(request.user.uid), "csrf": get_token(request), "now": now})


@cache_control(private=True, no_store=True)
@require_POST
def sync(request: HttpRequest) -> JsonResponse:
    try:
        return JsonResponse(_exchange(request, timezone.now()))
    except Refused as refused:
        return _refusal(refused)
    except IntegrityError:
        # A guest who joined an account meanwhile is nobody any more: the device asks who is signed in now.
        if get_user_model()._default_manager.filter(pk=request.user.pk).exists():
            raise
        return _refusal(Refused(*SIGNED_OUT))


def _refusal(refused: Refused) -> JsonResponse:
    return JsonResponse({"error": refused.error}, status=refused.status)


def _exchange(request: HttpRequest, now: datetime) -> dict[str, Any]:
    if not request.user.is_authenticated:
        raise Refused(*SIGNED_OUT)
    body = Body.of(request)
    if not request.user.is_called(body.account):
        raise Refused(*OTHER_ACCOUNT)
    if len(body.records) > MOST_RECORDS:
        raise Refused(*TOO_LARGE)
    found = read_records(body.records, now)
    edits = [each for each in found if isinstance(each, Edit)]
    synced = services.sync(request.user, edits, cursor=body.cursor, now=now)
    outcomes = iter(synced.outcomes)
    return {
        "now": milliseconds(now),
        "cursor": synced.cursor,
        "more": synced.more,
        "results": [_result(each if isinstance(each, Rejected) else next(outcomes)) for each in found],
        "rows": [row_of(row, synced.hidden) for row in synced.rows],
    }


def _result(outcome: Outcome | Rejected) -> dict[str, Any]:
    if isinstance(outcome, Rejected):
        return {"op": outcome.op, "status": "rejected", "code": outcome.code, "edited_at": None}
    return {
        "op": str(outcome.op),
        "status": outcome.status,
        "code": outcome.code,
        "edited_at": outcome.edited_ms,
    }
