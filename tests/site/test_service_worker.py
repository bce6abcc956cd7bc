"""The service worker and its shell: the same for everybody, and every file exactly as it is served."""

import base64
import hashlib
import json
import re
import struct

import pytest
from django.conf import settings as django_settings
from django.contrib.staticfiles.finders import FileSystemFinder
from django.template.loader import render_to_string

from glutes_site import service_worker
from glutes_site.static_storage import SiteStaticFilesStorage
from tests.site.test_static_storage import collect

pytestmark = pytest.mark.django_db
KINDS = {
    "/sw.js": "text/javascript",
    "/shell/": "text/html",
    "/manifest.webmanifest": "application/manifest+json",
}
ADDRESSES = list(KINDS)


@pytest.fixture(autouse=True)
def _fresh():
    """What a server collects once is collected anew, and forgotten afterwards."""
    service_worker._collect.cache_clear()
    yield
    service_worker._collect.cache_clear()


def told(client):
    first = client.get("/sw.js").content.decode().splitlines()[0]
    return json.loads(re.fullmatch(r"const RISE = (.*);", first)[1])


def integrity(content):
    return f"sha256-{base64.b64encode(hashlib.sha256(content).digest()).decode()}"


@pytest.mark.parametrize("address, kind", KINDS.items())
def test_it_has_the_right_type_and_is_asked_for_anew_each_time(client, address, kind):
    response = client.get(address)
    assert response.headers["Content-Type"].split(";")[0] == kind
    assert response.headers["Cache-Control"] == "no-cache"
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("address", ADDRESSES)
def test_it_is_the_same_for_everybody(client, person, client_of, address, django_assert_num_queries):
    user = client_of(person("ada@rise.example"))
    user.cookies["theme"] = "dark"
    with django_assert_num_queries(0):
        theirs = user.get(address)
    nobodys = client.get(address)
    assert theirs.content == nobodys.content
    assert theirs.headers["Cache-Control"] == "no-cache"
    for response in (theirs, nobodys):
        assert not response.cookies
        assert "Cookie" not in response.headers["Vary"]
        assert not response.wsgi_request.session.accessed
    assert b"ada@" not in theirs.content
    assert b"csrf" not in theirs.content.lower() or address != "/shell/"


def test_it_is_not_sent_twice_to_whoever_has_it(client):
    for address in ("/sw.js", "/shell/"):
        tag = client.get(address).headers["ETag"]
        assert client.get(address, headers={"if-none-match": tag}).status_code == 304


def test_every_file_is_named_with_its_hash_and_its_type_as_it_is_served(client):
    assets = told(client)["assets"]
    assert len(assets) > 10
    for asset in assets:
        response = client.get(asset["url"])
        served = b"".join(response.streaming_content)
        response.close()
        assert response.status_code == 200
        assert asset["integrity"] == integrity(served), asset["url"]
        assert response.headers["Content-Type"].startswith(asset["type"]), asset["url"]


def test_the_shell_has_its_hash_too(client):
    shell = told(client)["shell"]
    assert shell == {
        "url": "/shell/",
        "integrity": integrity(client.get("/shell/").content),
        "type": "text/html",
    }


def test_all_that_the_shell_needs_is_there(client):
    urls = {asset["url"] for asset in told(client)["assets"]}
    page = client.get("/shell/").content.decode()
    for needed in re.findall(r'(?:href|src)="(/static/[^"]+)"', page):
        assert needed in urls
    for piece in (
        "css/site.css",
        "css/tokens.css",
        "fonts/bricolage-800.woff2",
        "fonts/figtree-400-700.woff2",
    ):
        assert f"/static/{piece}" in urls
    assert not any("admin" in url for url in urls)


def test_a_file_that_changes_makes_a_new_version(client, monkeypatch, tmp_path):
    before = told(client)["version"]
    assert told(client)["version"] == before
    script = tmp_path / "service_worker.js"
    script.write_text(service_worker.SCRIPT.read_text() + "// another\n")
    monkeypatch.setattr(service_worker, "SCRIPT", script)
    service_worker._collect.cache_clear()
    assert told(client)["version"] != before


def test_another_shell_makes_a_new_version(client, monkeypatch):
    before = told(client)["version"]
    page = service_worker.render_to_string
    monkeypatch.setattr(service_worker, "render_to_string", lambda *all: page(*all) + "<!-- another -->")
    service_worker._collect.cache_clear()
    assert told(client)["version"] != before


def test_a_developer_gets_what_was_just_written(client, settings, monkeypatch):
    settings.DEBUG = True
    settings.TEMPLATES = settings.TEMPLATES
    service_worker.offline()
    monkeypatch.setattr(service_worker, "render_to_string", lambda *_all: "<p>new</p>")
    assert service_worker.offline().shell == "<p>new</p>"


def test_the_kill_switch_drops_caches_and_nothing_else(client, settings):
    settings.SERVICE_WORKER = False
    response = client.get("/sw.js")
    script = response.content.decode()
    assert response.headers["Cache-Control"] == "no-cache"
    assert "registration.unregister()" in script
    assert "caches.delete" in script
    assert not re.search("fetch|indexedDB|storage", script)


@pytest.mark.parametrize("is_on", [True, False])
def test_the_week_registers_it_unless_it_is_switched_off(person, client_of, settings, is_on):
    settings.SERVICE_WORKER = is_on
    client = client_of(person())
    assert (' data-worker="on">' in client.get("/week/").content.decode()) is is_on
    assert ' data-worker="on">' not in client.get("/plans/").content.decode()


def test_every_page_names_the_manifest_and_an_icon_for_the_home_screen(client):
    page = client.get("/about/").content.decode()
    assert '<link rel="manifest" href="/manifest.webmanifest">' in page
    assert '<link rel="apple-touch-icon" href="/static/img/icon-180.png">' in page


def test_the_manifest_starts_at_today_and_leads_to_a_quick_set(client):
    manifest = client.get("/manifest.webmanifest").json()
    assert (manifest["start_url"], manifest["display"], manifest["scope"]) == ("/today/", "standalone", "/")
    assert [shortcut["url"] for shortcut in manifest["shortcuts"]] == ["/today/", "/quick/"]


def test_icons_have_the_sizes_that_the_manifest_says(client):
    manifest = client.get("/manifest.webmanifest").json()
    pictures = [icon for icon in manifest["icons"] if icon["type"] == "image/png"]
    assert {(icon["sizes"], icon["purpose"]) for icon in pictures} == {
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    }
    sizes = [(icon["src"], *map(int, icon["sizes"].split("x"))) for icon in pictures]
    for address, width, height in [*sizes, ("/static/img/icon-180.png", 180, 180)]:
        response = client.get(address)
        content = b"".join(response.streaming_content)
        response.close()
        assert struct.unpack(">II", content[16:24]) == (width, height), address
        assert len(content) < 12_000


def test_signing_out_clears_the_cache_and_never_what_is_stored(person, client_of):
    client = client_of(person())
    assert "Clear-Site-Data" not in client.get("/accounts/logout/").headers
    response = client.post("/accounts/logout/")
    assert response.status_code == 302
    assert response.headers["Clear-Site-Data"] == '"cache"'


# As production serves it -------------------------------------------------------------------------


@pytest.fixture
def collected(tmp_path, monkeypatch):
    paths = {path: (storage, path) for path, storage in FileSystemFinder().list([])}
    storage = collect(tmp_path, paths)
    monkeypatch.setattr(service_worker, "staticfiles_storage", storage)
    hashed = {
        f"{django_settings.STATIC_URL}{name}": f"{django_settings.STATIC_URL}{storage.stored_name(name)}"
        for name in paths
        if storage.hash_key(storage.clean_name(name)) in storage.hashed_files
    }

    def page(*arguments):
        text = render_to_string(*arguments)
        return re.sub(r'(?<=")/static/[^"]+', lambda match: hashed[match[0]], text)

    monkeypatch.setattr(service_worker, "render_to_string", page)
    return storage


def test_production_keeps_hashed_files_only_each_as_it_was_collected(client, collected):
    said = told(client)
    assert said["isHashed"]
    for asset in said["assets"]:
        assert re.search(r"\.[0-9a-f]{12}\.\w+$", asset["url"])
        with collected.open(asset["url"].removeprefix("/static/")) as file:
            assert asset["integrity"] == integrity(file.read())
    names = [re.sub(r"\.[0-9a-f]{12}(?=\.)", "", asset["url"]) for asset in said["assets"]]
    assert names.count("/static/css/site.css") == 1
    assert "/static/css/tokens.css" not in names


def test_collected_modules_import_hashed_names_that_are_there(collected):
    modules = [name for name in collected.hashed_files.values() if name.endswith(".mjs")]
    assert re.search(r"player/player\.[0-9a-f]{12}\.mjs", " ".join(modules))
    for name in modules:
        with collected.open(name) as file:
            text = file.read().decode()
        imports = re.findall(r"""(?:from|import)\s*\(?\s*["'](\./[^"']+)["']""", text)
        for imported in imports:
            assert re.search(r"\.[0-9a-f]{12}\.mjs$", imported), f"{name}: {imported}"
            assert collected.exists(f"{name.rpartition('/')[0]}/{imported.removeprefix('./')}")
    assert isinstance(collected, SiteStaticFilesStorage)


def test_modules_are_served_as_scripts(client):
    response = client.get("/static/js/player/sync.mjs")
    response.close()
    assert response.headers["Content-Type"].startswith("text/javascript")
