"""Headers that neither Django nor WhiteNoise sends by itself."""

from django.conf import settings
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

    Asks the session alone, which costs no query, and sits outside whatever may refuse a request.
    """

    def middleware(request):
        response = get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES or not request.session.is_empty():
            patch_cache_control(response, private=True, no_store=True)
        return response

    return middleware
