"""Headers that neither Django nor WhiteNoise sends by itself, and what was typed after a sign-in had ended."""

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control

UNUSED_POWERS = (
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
    "magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
)


def send_safety_headers(get_response):
    """On every response, whoever made it: no page may use these powers, no other site may embed a file."""

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", UNUSED_POWERS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware


def keep_private(get_response):
    """No cache keeps an answer to somebody who has a session: the next person on the device sees nothing.

    Asks the session alone, which costs no query, and sits outside whatever may refuse a request. What is the
    same for everybody says so itself: see service_worker.for_everyone.
    """

    def middleware(request):
        response = get_response(request)
        if getattr(response, "is_for_everyone", False):
            return response
        if settings.SESSION_COOKIE_NAME in request.COOKIES or not request.session.is_empty():
            patch_cache_control(response, private=True, no_store=True)
        return response

    return middleware


WORTH_KEEPING = 12  # letters; what is shorter is typed again in no time
WRITING = ("/add/", "/change/")  # where addresses of the admin end that people write at


def keep_what_was_typed(get_response):
    """
    Whoever saves a page of the admin after their sign-in has ended gets their words back, instead of a sign-in
    form alone. Nothing of it is stored.
    """

    def middleware(request):
        response = get_response(request)
        is_writing = request.method == "POST" and request.path.endswith(WRITING)
        if not is_writing or response.status_code != 302 or request.user.is_authenticated:
            return response
        typed = [
            (name, text)
            for name, texts in request.POST.lists()
            for text in texts
            if len(text) >= WORTH_KEEPING and name not in ("csrfmiddlewaretoken", "page_as_shown")
        ]
        if not typed or not request.path.startswith(reverse("admin:index")):
            return response
        context = {"typed": typed, "sign_in": response.headers["Location"], "title": ""}
        return render(request, "admin/signed_out.html", context, status=401)

    return middleware
