"""The days around today, for the phone to keep."""

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET

from plans import queries


@require_GET
def schedule(request: HttpRequest) -> JsonResponse:
    answer = _answer(request)
    patch_cache_control(answer, private=True, no_store=True)
    return answer


def _answer(request: HttpRequest) -> JsonResponse:
    user, now = request.user, timezone.now()
    if not user.is_authenticated:
        return JsonResponse({"error": "signed-out"}, status=401)
    document = queries.schedule_of(user, now=now)
    return JsonResponse(document, json_dumps_params={"separators": (",", ":")})
