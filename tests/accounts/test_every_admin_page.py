"""Every address of the admin, for everybody, read and sent to: who gets in, and that a refusal changes nothing."""

import logging
import re

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.auth import user_logged_in
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import Client
from django.urls import URLResolver, get_resolver

from exercises.models import Exercise
from plans.services import leave
from tests.accounts import staff
from tests.plans.pages import MONDAY, follow, train

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # what a page says does not depend on the database
ROLES = {name.lower(): words for name, words in staff.ROLES.items()}
WHO = ["anonymous", "person", *ROLES, "superuser"]
NOBODY, ANY_STAFF = "nobody", "staff"

# What it takes to open an address of a model, and to send something to it.
ACTIONS = {
    "changelist": ("view", "view"),
    "add": ("add", "add"),
    "change": ("view", "change"),
    "delete": ("delete", "delete"),
    "history": ("view", "view"),  # what it takes to change something back is tested in test_roles.py
    "publish": ("view", "publish"),
    "archive": ("view", "publish"),
    "restore": ("view", "publish"),
    "preview": ("view", "view"),
    "drawn": ("view", "view"),
    "export": ("view", "view"),
    "import": ("add change", "add change"),
    "process_import": ("add change", "add change"),
}
SENT_TO_ONLY = {"archive", "restore"}  # opening them finds nothing
IN_AND_OUT = {"import", "process_import", "export"}
# On the page of something else: whoever may look there is sent there. They come in and go out by themselves.
PARTS = {"plans.planworkout": "plans.plan", "plans.planexercise": "plans.plan"}
# What people did and what was published: nobody writes it, and nobody deletes it.
ONLY_LOOKED_AT = staff.PUBLISHED | staff.LIVES | {"auth.group"}
ONLY_LOOKED_AT |= {"plans.feedback", "plans.operation"}
ONLY_LOOKED_AT |= {"plans.revisionvariation", "plans.loadedcontent"}
NEVER = ("accounts.user", {"delete"})
MOST_QUERIES = 10

# Addresses that belong to no model, and what staff get who open them, and who send something there.
SITE = {
    "index": (200, 200),
    "login": (302, 302),
    "password_change": (302, 302),
    "password_change_done": (302, 302),
    "autocomplete": (403, 405),  # no page has a field of that kind
    "jsi18n": (200, 405),
    "view_on_site": (302, 302),
    "app_list": (200, 200),
    None: (404, 404),  # whatever is no address
}
TESTED_ELSEWHERE = {"logout"}


def addresses(patterns=None, prefix=""):
    """Route and name of everything below /admin/."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from addresses(each.url_patterns, route)
        elif route.startswith("admin/"):
            yield route, each.name


def model_and_action(name):
    for model in admin.site._registry:
        start = f"{model._meta.app_label}_{model._meta.model_name}_"
        if name and name.startswith(start):
            return model, name.removeprefix(start)
    return None, name


def filled(route, rows):
    """An address as it is asked for: routes name the row of their model, which is there."""
    found = re.match(r"admin/(\w+)/(\w+)/", route)
    row = rows.get(f"{found[1]}.{found[2]}") if found else None
    route = re.sub(r"<path:object_id>|<id>", str(row.pk) if row else "", route)
    route = route.replace("<path:content_type_id>/", f"{rows['type']}/").replace("<slug:key>", "squat")
    route = re.sub(r"\^\(\?P<app_label>.*\)/\$", "exercises/", route)
    return "/" + route.replace("(?P<url>.*)$", "nowhere/")


def may(who, model, needed):
    """Whether somebody may do all of `needed` to a model."""
    needed = set(needed.split())
    if model in ONLY_LOOKED_AT and needed - {"view"} or (model, needed) == NEVER:
        return False
    return who == "superuser" or needed <= ROLES[who].get(model, set())


def expected(who, model, action, sends):
    """The answer that somebody gets: "sign in", "refused", "absent" or "in"."""
    if who in ("anonymous", "person"):
        return "sign in"
    label, needed = model._meta.label_lower, ACTIONS[action][sends]
    if label in PARTS and action not in IN_AND_OUT:
        label, needed = PARTS[label], "view"
    if action in SENT_TO_ONLY and not sends:
        return "absent" if may(who, label, "view") else "refused"
    return "in" if may(who, label, needed) else "refused"


def answer_in_words(answer):
    if answer.status_code == 302 and answer["Location"].startswith("/admin/login/"):
        return "sign in"
    words = {200: "in", 302: "in", 409: "in", 422: "in", 403: "refused", 404: "absent", 405: "absent"}
    return words.get(answer.status_code, answer.status_code)


@pytest.fixture(autouse=True)
def _quiet(caplog):
    """Each refusal would be written down with its traceback, hundreds of times."""
    caplog.set_level(logging.CRITICAL, "django.request")


@pytest.fixture
def rows(roles, person, now, clock):
    """One row of every model with pages, among them a person who trained and left a plan."""
    robin = person("robin@rise.example")
    enrolment = follow(robin)
    train(robin, MONDAY)
    leave(enrolment, today=MONDAY, now=now)
    found = {model._meta.label_lower: model._default_manager.first() for model in admin.site._registry}
    assert None not in found.values()
    return found | {"accounts.user": robin, "type": ContentType.objects.get_for_model(Exercise).pk}


@pytest.fixture
def visitor(person, client_of):
    def make(who):
        if who == "anonymous":
            return Client()
        user = person(is_staff=who != "person", is_superuser=who == "superuser")
        if who in ROLES:
            user.groups.add(Group.objects.get(name=who.title()))
        return client_of(user, raise_request_exception=False)

    return make


def everything():
    """Every row of every table."""
    return {
        model: sorted(map(repr, model._base_manager.values_list()))
        for model in apps.get_models(include_auto_created=True)
    }


class Writes:
    """The statements that wrote something while it was on."""

    def __init__(self):
        self.found = []

    def __call__(self, execute, sql, params, many, context):
        if re.match(r"\s*(INSERT|UPDATE|DELETE|REPLACE)\b", sql):
            self.found.append(sql)
        return execute(sql, params, many, context)


def ask(client, address, sends):
    """The answer, and what was written on the way; nothing of it stays."""
    writes = Writes()
    with transaction.atomic(), connection.execute_wrapper(writes):
        answer = client.post(address, {"post": "yes"}) if sends else client.get(address)
        if answer_in_words(answer) == "in":
            transaction.set_rollback(True)
    return answer, writes.found


def is_of_a_model(route, name):
    sends_on = name is None and route.endswith("<path:object_id>/")  # to the page that changes a row
    return model_and_action(name)[0] is not None or sends_on


def test_somebody_decided_about_every_address():
    names = {name for route, name in addresses() if not is_of_a_model(route, name)}
    assert names == SITE.keys() | TESTED_ELSEWHERE
    actions = {model_and_action(name)[1] for _route, name in addresses() if model_and_action(name)[0]}
    assert actions <= ACTIONS.keys()


@pytest.mark.parametrize("who", WHO)
def test_everybody_gets_in_where_they_may_and_nowhere_else(rows, visitor, who):
    client, before = visitor(who), everything()
    signed_in = []
    user_logged_in.connect(receiver := lambda **sent: signed_in.append(sent["user"]))
    wrong = []
    for route, name in addresses():
        model, action = model_and_action(name)
        if model is None or action not in ACTIONS:
            continue
        address = filled(route, rows)
        for sends in (False, True):
            answer, writes = ask(client, address, sends)
            got, wanted = answer_in_words(answer), expected(who, model, action, sends)
            if got != wanted or (writes and (got != "in" or not sends)) or answer.cookies.get("sessionid"):
                wrong.append((address, "POST" if sends else "GET", got, wanted, writes))
    user_logged_in.disconnect(receiver)
    assert wrong == []
    assert signed_in == []
    assert everything() == before


@pytest.mark.parametrize("who", WHO)
def test_what_belongs_to_no_model_is_for_staff(rows, visitor, who):
    client, before = visitor(who), everything()
    for route, name in addresses():
        if is_of_a_model(route, name) or name in TESTED_ELSEWHERE:
            continue
        address = filled(route.replace("<path:object_id>", str(rows["exercises.exercise"].pk)), rows)
        for sends in (False, True):
            answer, writes = ask(client, address, sends)
            got = answer.status_code
            if who in ("anonymous", "person"):
                kept_out = 403 if who == "person" and name == "login" else 302
                assert got == kept_out, address
                assert kept_out == 403 or "/login/" in answer["Location"], address
            elif name == "app_list" and who == "support":
                assert got == 404, address
            else:
                assert got == SITE[name][sends], address
            assert writes == []
    assert everything() == before


def test_signing_out_needs_a_press_of_a_button(visitor, rows):
    client = visitor("support")
    assert client.get("/admin/logout/").status_code == 405
    client.post("/admin/logout/")
    assert "_auth_user_id" not in client.session


def test_there_is_no_address_to_become_somebody_else():
    word = re.compile(r"hijack|impersonat|masquerad|log_?in_?as|sudo|switch|password|session", re.IGNORECASE)
    found = {name for route, name in addresses() if word.search(f"{route} {name}")}
    assert found == {"password_change", "password_change_done"}
    assert not {"account", "sessions"}.intersection(model._meta.app_label for model in admin.site._registry)
    assert settings.AUTHENTICATION_BACKENDS == ["glutes_site.accounts.backends.Backend"]


@pytest.mark.parametrize("role", ["Editor", "Administrator"])
def test_content_is_listed_and_opened_in_few_queries(rows, visitor, django_assert_max_num_queries, role):
    client = visitor(role.lower())
    content = staff.DRAFTS | staff.PUBLISHED_WITH_AN_EXERCISE | staff.LIVE_WHEN_SAVED | staff.PUBLISHED
    for label in sorted(content - PARTS.keys()):
        start = f"/admin/{label.replace('.', '/')}/"
        for address in (start, f"{start}?_facets=True", f"{start}{rows[label].pk}/change/"):
            client.get(address)  # what a process remembers is remembered
            with django_assert_max_num_queries(MOST_QUERIES, info=address):
                assert client.get(address, follow=True).status_code == 200


def test_no_list_offers_to_count_what_each_filter_would_find(rows, visitor):
    client = visitor("superuser")
    for model in admin.site._registry:
        page = client.get(f"/admin/{model._meta.label_lower.replace('.', '/')}/", follow=True)
        assert "_facets" not in page.content.decode(), model
