"""Production's static files: one stylesheet, hashed and compressed, and modules that find each other."""

import re

import brotli
import pytest
from django.contrib.staticfiles.finders import FileSystemFinder

from glutes_site.static_storage import SiteStaticFilesStorage, inline_imports

WHOLE = {"site.css", "admin.css", "admin-plan.css", "preview.css"}
BUDGETS = {"css/site.css": 9_000, "js/figure-pause.js": 2_000}


def collect(location, paths):
    """What `collectstatic` does with these files: name -> (storage, path)."""
    storage = SiteStaticFilesStorage(location=location, base_url="/static/")
    for name, (source, path) in paths.items():
        with source.open(path) as file:
            storage.save(name, file)
    results = list(storage.post_process(paths))
    assert [result for _, _, result in results if isinstance(result, Exception)] == []
    return storage


@pytest.fixture(scope="module")
def paths():
    return {path: (storage, path) for path, storage in FileSystemFinder().list([])}


@pytest.fixture(scope="module")
def collected(paths, tmp_path_factory):
    return collect(tmp_path_factory.mktemp("static"), paths)


@pytest.fixture(scope="module")
def stylesheet(collected):
    with collected.open(collected.stored_name("css/site.css")) as file:
        return file.read().decode()


def test_the_stylesheet_arrives_in_one_request(stylesheet):
    assert "@import" not in stylesheet
    assert "/*" not in stylesheet
    assert stylesheet.count("{") == stylesheet.count("}")


def test_its_order_of_layers_comes_first_and_every_piece_is_in_it(stylesheet, paths):
    assert stylesheet.startswith("@layer reset, tokens, base, layout, parts, pages, help;")
    source, path = paths["css/site.css"]
    with source.open(path) as file:
        imports = set(re.findall(r'url\("([^"]+)"\)', file.read().decode()))
    pieces = {name.removeprefix("css/") for name in paths if name.startswith("css/")} - WHOLE
    assert imports == {name for name in pieces if not name.startswith("admin-")}
    for selector in (".btn", ".week", ".mq", ".field", ".hero", ".vh"):
        assert f"{selector} " in stylesheet


def test_what_it_names_has_hashed_names_and_is_there(collected, stylesheet):
    fonts = re.findall(r'url\("\.\./(fonts/[^"]+)"\)', stylesheet)
    assert len(fonts) == 2
    for name in fonts:
        assert re.search(r"\.[0-9a-f]{12}\.woff2$", name)
        assert collected.exists(name)


def test_only_hashed_files_are_kept_and_no_piece_of_the_stylesheet(collected):
    _, names = collected.listdir("css")
    plain = {re.sub(r"\.[0-9a-f]{12}\.css(\.br|\.gz)?$", ".css", name) for name in names}
    assert plain == WHOLE
    assert len(names) == 3 * len(WHOLE)


@pytest.mark.parametrize("name, most", BUDGETS.items())
def test_files_keep_to_their_budget(collected, name, most):
    with collected.open(collected.stored_name(name)) as file:
        assert len(brotli.compress(file.read())) <= most


def test_collecting_again_changes_no_name(collected, paths, tmp_path):
    again = collect(tmp_path, paths)
    assert again.stored_name("css/site.css") == collected.stored_name("css/site.css")
    assert list(again.post_process(paths))
    assert again.stored_name("css/site.css") == collected.stored_name("css/site.css")


def test_a_module_imports_the_hashed_name_of_its_neighbour(tmp_path):
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "a.js").write_text('import { b } from "./b.js";\n//# sourceMappingURL=a.js.map\n')
    (tmp_path / "source" / "b.js").write_text("export const b = 1;\n")
    source = SiteStaticFilesStorage(location=tmp_path / "source", base_url="/static/")
    storage = collect(tmp_path / "out", {name: (source, name) for name in ("a.js", "b.js")})
    with storage.open(storage.stored_name("a.js")) as file:
        text = file.read().decode()
    assert f'from "./{storage.stored_name("b.js")}"' in text
    assert "sourceMappingURL=a.js.map" in text


def test_an_import_without_a_layer_is_written_out_as_it_is():
    css, names = inline_imports('@import url("a.css");\nb {}\n', {"a.css": "a {}\n"}.__getitem__)
    assert (css, names) == ("a {}\nb {}\n", ["a.css"])
