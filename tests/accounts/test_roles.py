"""The roles: what their fixture says, what they find behind /admin/, and what editors and publishers may do."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db.models import CharField, TextField, Value
from django.db.models.functions import Concat, Left

from exercises.models import Exercise, Hint, Muscle, Rung, Variation
from glutes_site.accounts.admin import ROLES as ROLES_IN_THE_ADMIN
from plans.models import Plan
from tests.accounts import staff
from tests.accounts.conftest import page_of
from tests.admin_pages import form_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles", "clock")]


# The fixture -------------------------------------------------------------------------------------


def rights_in_the_database():
    found = {}
    for group in Group.objects.all():
        models = found[group.name] = {}
        for permission in group.permissions.select_related("content_type"):
            app, model = permission.content_type.natural_key()
            models.setdefault(f"{app}.{model}", set()).add(permission.codename.split("_")[0])
    return found


def test_the_roles_may_do_what_they_are_said_to_and_nothing_else():
    assert rights_in_the_database() == staff.ROLES


def test_loading_them_again_puts_them_back_and_leaves_people_in_them(with_role):
    editor = with_role("Editor")
    before = Group.objects.order_by("pk").values_list("pk", "name")
    pks = list(before)
    role = Group.objects.get(name="Editor")
    role.permissions.add(Permission.objects.get(codename="delete_user"))
    role.permissions.remove(Permission.objects.get(codename="change_rung"))
    call_command("loaddata", "roles", verbosity=0)
    assert rights_in_the_database() == staff.ROLES
    assert list(before.all()) == pks
    assert [group.name for group in editor.groups.all()] == ["Editor"]


def test_somebody_decided_about_every_model():
    models = {
        model._meta.label_lower
        for model in apps.get_models()
        if not model.__name__.startswith("Historical")  # seen on the pages of what they are the history of
    }
    assert models == staff.DECIDED


def test_the_admin_hands_out_the_roles_of_the_fixture():
    assert set(ROLES_IN_THE_ADMIN) == set(staff.ROLES)


def index_of(client):
    """The models on the first page of the admin, with what can be done there."""
    found = {}
    for app in client.get("/admin/").context["app_list"]:
        for entry in app["models"]:
            words = {name for name, may in entry["perms"].items() if may}
            found[entry["model"]._meta.label_lower] = words
    return found


READ_ONLY = staff.PUBLISHED | staff.LIVES | {"auth.group"}
ON_ANOTHER_PAGE = {"plans.planworkout", "plans.planexercise"}


@pytest.mark.parametrize("role", staff.ROLES)
def test_the_first_page_shows_what_a_role_may_do(as_role, role):
    expected = {
        model: words & ({"view"} if model in READ_ONLY else set(staff.ALL.split()))
        for model, words in staff.ROLES[role].items()
        if model not in ON_ANOTHER_PAGE
    }
    assert index_of(as_role(role)) == expected


# Editors and publishers --------------------------------------------------------------------------

PUBLIC = ["/", "/exercises/", "/plans/", "/safety/", "/questions/", "/today/", "/week/", "/progress/"]
MARK = "DRAFTED"


def site_as_seen_by(client):
    addresses = PUBLIC + [exercise.get_absolute_url() for exercise in Exercise.objects.all()]
    addresses += [plan.get_absolute_url() for plan in Plan.objects.all()]
    addresses += [f"{plan.get_absolute_url()}start/" for plan in Plan.objects.all()]
    return "".join(client.get(address).content.decode() for address in addresses)


def write_over(label):
    """Put a mark into every text of a table that is free to change and not empty."""
    model = apps.get_model(label)
    for field in model._meta.concrete_fields:
        is_text = isinstance(field, CharField | TextField) and not field.choices
        if not is_text or field.name in {*model.NATURAL_KEY, "slug", "surfaces"}:
            continue
        value = Value(MARK)
        if field.unique:
            value = Concat(value, Left(field.name, field.max_length - len(MARK)))
        model.objects.exclude(**{field.name: ""}).update(**{field.name: value})


def test_nothing_that_editors_write_is_on_the_site_before_it_is_published(client_of, trained):
    for label, words in staff.EDITOR.items():
        if "change" in words:
            write_over(label)
    assert MARK not in site_as_seen_by(client_of(trained))


@pytest.mark.parametrize("label", sorted(staff.LIVE_WHEN_SAVED))
def test_what_is_on_the_site_once_it_is_saved_is_not_for_editors(client_of, person, label):
    write_over(label)
    assert MARK in site_as_seen_by(client_of(person()))
    assert "change" not in staff.EDITOR[label]


def test_an_editor_saves_a_draft_and_cannot_publish_it(as_role):
    squat = Exercise.objects.get(slug="squat")
    editor = as_role("Editor")
    where = page_of(squat)
    assert editor.post(where, form_of(editor, where) | {"summary": "Sit back."}).status_code == 302
    squat.refresh_from_db()
    assert squat.summary == "Sit back."
    for name in ("publish", "archive", "restore"):
        assert editor.post(page_of(squat, name)).status_code == 403
    assert squat.editions.count() == 1


def test_a_publisher_publishes_and_archives(as_role):
    squat = Exercise.objects.get(slug="squat")
    Exercise.objects.filter(pk=squat.pk).update(summary="Sit back.")
    publisher = as_role("Publisher")
    where = page_of(squat, "publish")
    digest = publisher.get(where).context["review"].digest
    assert publisher.post(where, {"digest": digest}).status_code == 302
    assert squat.editions.count() == 2
    plan = Plan.objects.get(slug="kettle-breaks")
    publisher.post(page_of(plan, "archive"))
    plan.refresh_from_db()
    assert plan.is_archived


def test_a_hint_is_changed_by_publishers_and_looked_at_by_editors(as_role):
    hint = Hint.objects.first()
    editor, publisher = as_role("Editor"), as_role("Publisher")
    typed = form_of(publisher, page_of(hint)) | {"title": "Breathe out"}
    assert editor.get(page_of(hint)).status_code == 200
    assert editor.post(page_of(hint), typed).status_code == 403
    assert publisher.post(page_of(hint), typed).status_code == 302
    hint.refresh_from_db()
    assert hint.title == "Breathe out"


@pytest.mark.parametrize("role", ["Editor", "Publisher", "Administrator"])
def test_what_was_published_is_deleted_by_nobody_in_a_role(as_role, role):
    client = as_role(role)
    for model in (Exercise, Variation, Rung, Plan):
        for row in model.objects.all():
            answer = client.post(page_of(row, "delete"), {"post": "yes"})
            assert answer.status_code == 200, row
        chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        client.post(f"/admin/{row._meta.app_label}/{row._meta.model_name}/", chosen)
        assert model.objects.filter(pk=row.pk).exists()


def test_an_editor_deletes_a_draft_that_was_never_published(as_role):
    words = {"summary": "x", "about": "x", "feel_it": "x", "step_up": "x"}
    draft = Exercise.objects.create(slug="hover", name="Hover", position="supine", order=90, **words)
    assert as_role("Editor").post(page_of(draft, "delete"), {"post": "yes"}).status_code == 302
    assert not Exercise.objects.filter(pk=draft.pk).exists()


def history_reference(row):
    return f"{row._meta.label_lower}:{row.history.first().history_id}"


def test_only_those_who_may_change_a_row_change_it_back(as_role):
    hint, muscle = Hint.objects.first(), Muscle.objects.first()
    before = {hint: hint.title, muscle: muscle.role}
    hint.title, muscle.role = "New", "New"
    for row in (hint, muscle):
        row.save()
    editor, support, publisher = (as_role(role) for role in ("Editor", "Support", "Publisher"))

    def change_back(client, row):
        sent = {"change": history_reference(row)}
        status = client.post(page_of(row, "history"), sent).status_code
        row.refresh_from_db()
        return status, (row.title if row == hint else row.role) == before[row]

    assert change_back(support, muscle) == (403, False)
    assert change_back(editor, hint) == (403, False)
    assert change_back(editor, muscle) == (302, True)
    assert change_back(publisher, hint) == (302, True)
