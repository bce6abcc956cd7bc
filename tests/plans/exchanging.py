"""Files that go out of the admin and come in again, for tests."""

import csv
import io
import json

from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile

from exercises.models import Edition
from plans.loading import MODELS
from plans.loading.dump import _fields
from plans.models import PlanRevision


def address(model, page=""):
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/{page}"


def editor_of(person):
    """Somebody who edits all of the content, and publishes none of it."""
    somebody = person("editor@rise.example", is_staff=True)
    somebody.user_permissions.set(
        Permission.objects.filter(content_type__app_label__in=["exercises", "plans"]).exclude(
            codename__startswith="publish"
        )
    )
    return somebody


def export(client, model, kind, **filters):
    query = "&".join(f"{name}={value}" for name, value in filters.items())
    response = client.post(address(model, f"export/?{query}"), {"format": {"csv": 0, "json": 1}[kind]})
    assert response.status_code == 200
    assert "attachment" in response["Content-Disposition"]
    assert f".{kind}" in response["Content-Disposition"]
    return response.content


def look(client, model, data):
    """The page that says what a file would change."""
    if not isinstance(data, bytes):
        data = (data if isinstance(data, str) else json.dumps(data)).encode()
    return client.post(address(model, "import/"), {"import_file": SimpleUploadedFile("rows", data)})


def confirm(client, model, page):
    """Press the button of that page."""
    return client.post(address(model, "process_import/"), {"waiting": page.context["waiting"]}, follow=True)


def bring_in(client, model, data):
    page = look(client, model, data)
    assert page.context["waiting"], complaints(page)
    return confirm(client, model, page)


def as_csv(rows):
    file = io.StringIO()
    writer = csv.DictWriter(file, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def complaints(page):
    """What is wrong with the file, or with its rows: (line, column, sentence)."""
    said = page.context["form"].errors.get("import_file", [])
    outcome = page.context["outcome"]
    return [*said] + [
        (line.number, column, message)
        for line in (outcome.wrong if outcome else ())
        for column, message in line.complaints
    ]


def state():
    return {
        model.__name__: sorted(map(repr, model.objects.values()))
        for model in [*MODELS, PlanRevision, Edition]
    }


def content():
    return {model.__name__: sorted(map(repr, map(_fields, model.objects.all()))) for model in MODELS}


RUNG = {
    "exercise": "squat",
    "variation": "squat",
    "code": "Q90",
    "order": 90,
    "level": "plus",
    "sets": 3,
    "rep_low": 8,
    "rep_high": 12,
    "rep_step": 2,
    "hold_seconds": 0,
    "rest_seconds": 60,
}
