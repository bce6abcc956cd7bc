"""What makes the site an app: the service worker at its fixed address, the shell that it keeps, the manifest."""

import base64
import hashlib
import json
import posixpath
import re
from dataclasses import asdict, dataclass
from functools import cache, wraps
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import HashedFilesMixin, staticfiles_storage
from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import etag, require_safe

from glutes_site.context import navigation

SCRIPT = Path(__file__).with_suffix(".js")
# Whoever has a worker is rid of it at their next visit. What they did stays in IndexedDB.
KILL_SWITCH = """\
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) await caches.delete(name);
  await registration.unregister();
})()));
"""

TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
# Where a file names another one of ours.
NAMES = {
    ".html": re.compile(r"""\s(?:href|src)="(?P<url>/[^"#?]+)\""""),
    ".css": re.compile(r"""url\(\s*["']?(?P<url>[^"')#:]+)["']?\s*\)"""),
    ".mjs": re.compile(r"""\b(?:from|import)\s*\(?\s*["'](?P<url>\.[^"']+)["']"""),
}
NAMES[".js"] = NAMES[".mjs"]
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@dataclass(frozen=True)
class File:
    url: str
    integrity: str
    type: str


@dataclass(frozen=True)
class Offline:
    """What a worker keeps: the page without a person, and every file that it needs."""

    version: str
    shell: str
    shell_file: File
    assets: tuple[File, ...]


def for_everyone(view):
    """The same answer for everybody, signed in or not, and asked for anew each time."""

    @require_safe
    @wraps(view)
    def wrapped(request):
        response = view(request)
        response.headers["Cache-Control"] = "no-cache"
        response.is_for_everyone = True
        return response

    return wrapped


def offline() -> Offline:
    """A server's files do not change while it runs; a developer's do."""
    return _collect(get_language()) if not settings.DEBUG else _collect.__wrapped__(get_language())


def _version(request):
    return f'"{offline().version}"' if settings.SERVICE_WORKER else '"off"'


@for_everyone
@etag(_version)
def worker(request):
    script = _script() if settings.SERVICE_WORKER else KILL_SWITCH
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


@for_everyone
@etag(_version)
def shell(request):
    return HttpResponse(offline().shell, headers={"X-Robots-Tag": "noindex"})


@for_everyone
def manifest(request):
    icons = [
        ("img/icon.svg", "any", "image/svg+xml", "any"),
        ("img/icon-192.png", "192x192", "image/png", "any"),
        ("img/icon-512.png", "512x512", "image/png", "any"),
        ("img/icon-maskable-512.png", "512x512", "image/png", "maskable"),
    ]
    content = {
        "id": "/",
        "name": "Rise",
        "short_name": "Rise",
        "description": _("Five glute exercises at home, one plan, a little harder when you are ready."),
        "lang": get_language(),
        "start_url": reverse("plans:today"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#fbf6ef",
        "theme_color": "#fbf6ef",
        "categories": ["health", "fitness"],
        "icons": [
            {"src": static(name), "sizes": sizes, "type": kind, "purpose": purpose}
            for name, sizes, kind, purpose in icons
        ],
        "shortcuts": [
            {"name": _("Today’s workout"), "url": reverse("plans:today")},
            {"name": _("A quick set"), "url": reverse("plans:quick")},
        ],
    }
    return JsonResponse(content, content_type="application/manifest+json")


def _script() -> str:
    kept = offline()
    told = {
        "version": kept.version,
        "isHashed": isinstance(staticfiles_storage, HashedFilesMixin) and not settings.DEBUG,
        "shell": asdict(kept.shell_file),
        "assets": [asdict(file) for file in kept.assets],
    }
    return f"const RISE = {json.dumps(told)};\n{SCRIPT.read_text(encoding='utf-8')}"


@cache
def _collect(language) -> Offline:
    """For the language that is active now."""
    page = render_to_string(
        "plans/shell.html", {"navigation": navigation(False, ""), "theme": "", "messages": ()}
    )
    assets = tuple(sorted(_files_of(page), key=lambda file: file.url))
    shell_file = File(reverse("shell"), _integrity(page.encode()), "text/html")
    everything = repr((shell_file, assets, SCRIPT.read_text(encoding="utf-8")))
    version = hashlib.sha256(everything.encode()).hexdigest()[:16]
    return Offline(version, page, shell_file, assets)


def _files_of(page):
    """Every static file that the page names, and that those name in turn."""
    to_read, seen = _named_in(page, ".html", ""), set()
    while to_read:
        name = to_read.pop()
        if name in seen:
            continue
        seen.add(name)
        content, ending = _read(name), posixpath.splitext(name)[1]
        yield File(staticfiles_storage.base_url + name, _integrity(content), TYPES[ending])
        if ending in NAMES:
            to_read += _named_in(content.decode(), ending, posixpath.dirname(name))


def _named_in(text, ending, folder):
    base = staticfiles_storage.base_url
    urls = [match["url"] for match in NAMES[ending].finditer(COMMENT.sub("", text))]
    urls = [posixpath.normpath(posixpath.join(base, folder, url)) for url in urls]
    return [url.removeprefix(base) for url in urls if url.startswith(base)]


def _read(name) -> bytes:
    """A file under the name that a browser asks for: from its source, or as it was collected."""
    if path := finders.find(name):
        return Path(path).read_bytes()
    with staticfiles_storage.open(name) as file:
        return file.read()


def _integrity(content: bytes) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(content).digest()).decode()}"
