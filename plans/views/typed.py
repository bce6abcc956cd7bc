"""A form that was sent after the sign-in had ended: what was typed waits in the session for its person."""

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict

from plans.forms.workout import Shown


def sign_in_first(request: HttpRequest, key: str) -> HttpResponse:
    """Back to this page after signing in; a form of ours waits in the session under `key`."""
    if request.method == "POST" and Shown.from_token(request.POST.get("token", "")):
        request.session[key] = request.POST.urlencode()
    return redirect_to_login(request.get_full_path())


def typed_before(request: HttpRequest, key: str) -> QueryDict | None:
    """What waited, once."""
    typed = request.session.pop(key, None)
    return None if typed is None else QueryDict(typed)
