"""No template is forgotten, and none prints what nobody defined."""

import importlib.util
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Origin, Template, engines

from tests.undefined import UndefinedVariableError

ERROR_PAGES = {"400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"}
PACK = "forms/"
ROOTS = [settings.BASE_DIR / "glutes_site" / "templates", *settings.BASE_DIR.glob("*/templates")]


def our_templates():
    return {str(path.relative_to(root)) for root in ROOTS for path in root.rglob("*.*") if path.is_file()}


def our_sources():
    for app in ("exercises", "glutes_site", "plans"):
        for path in (settings.BASE_DIR / app).rglob("*"):
            if path.suffix in {".py", ".html", ".txt"}:
                yield path.read_text(encoding="utf-8")


def folder_of(package):
    return Path(importlib.util.find_spec(package).origin).parent


def replaces_a_packages_template(name):
    packages = ("allauth", "django.contrib.admin", "django.contrib.auth", "crispy_forms", "django.forms")
    return any((folder_of(package) / "templates" / name).exists() for package in packages)


def is_part_of_the_form_pack(name):
    """crispy-forms builds their names from the pack's."""
    source = "".join(path.read_text(encoding="utf-8") for path in folder_of("crispy_forms").rglob("*.py"))
    return name.startswith(PACK) and name.removeprefix(PACK) in source


def test_every_template_is_used():
    named = set(re.findall(r"[\w./-]+\.(?:html|txt)", "\n".join(our_sources())))
    unused = our_templates() - named - ERROR_PAGES
    assert [
        name
        for name in sorted(unused)
        if not (replaces_a_packages_template(name) or is_part_of_the_form_pack(name))
    ] == []


@pytest.mark.parametrize("name", sorted(our_templates()))
def test_every_template_compiles(name):
    engines["django"].get_template(name)


def render(text, path, **values):
    template = Template(text, origin=Origin(name=str(path)), engine=engines["django"].engine)
    return template.render(Context(values))


@pytest.mark.parametrize(
    "text",
    [
        "{{ nobody }}",
        "{{ known.nobody }}",
        "{{ nobody|upper }}",
        "{% with x=nobody %}{{ x }}{% endwith %}",
        "{% load i18n %}{% blocktranslate %}Hello {{ nobody }}{% endblocktranslate %}",
    ],
)
def test_an_undefined_variable_fails_in_a_template_of_ours(text):
    with pytest.raises(UndefinedVariableError, match="nobody"):
        render(text, settings.BASE_DIR / "plans" / "templates" / "x.html", known={})


@pytest.mark.parametrize(
    "text, shown",
    [
        ("{{ known }}", "Ada"),
        ("{% if nobody %}x{% endif %}", ""),
        ("{{ nobody|default:'–' }}", "–"),
        ("{{ known|upper }}", "ADA"),
    ],
)
def test_a_template_of_ours_may_ask_whether_something_is_there(text, shown):
    assert render(text, settings.BASE_DIR / "plans" / "templates" / "x.html", known="Ada") == shown


def test_a_package_may_count_on_undefined_variables_being_empty(tmp_path):
    assert render("[{{ nobody }}{{ nobody|default_if_none:'x' }}]", tmp_path / "x.html") == "[]"
