"""What helpers see of people: what somebody decided about, and no word about health."""

import datetime
import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_user_model

from plans.admin.following import HIDDEN_KINDS, PLAIN_KINDS
from plans.admin.privacy import AboutPeople
from plans.models import Enrolment, EnrolmentEvent, Feedback, SetLog, WorkoutLog
from tests.accounts import staff
from tests.accounts.conftest import EMAIL, page_of
from tests.admin_pages import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles", "clock")]


def about_people():
    return [each for each in admin.site._registry.values() if isinstance(each, AboutPeople)]


def test_every_model_of_people_is_shown_with_care():
    user = get_user_model()
    own = {
        model
        for model in apps.get_models()
        for field in model._meta.fields
        if field.related_model in {user, Enrolment, WorkoutLog} and admin.site.is_registered(model)
    }
    own -= {model for model in own if hasattr(model, "SUBJECT")}  # what was published, and by whom
    assert {each.model for each in about_people()} == own | {user}


@pytest.mark.parametrize("about", about_people(), ids=lambda each: each.opts.label_lower)
def test_somebody_decided_whether_support_may_see_a_field(about):
    fields = {field.name for field in [*about.opts.fields, *about.opts.many_to_many]} - {"id"}
    assert about.plain_fields.isdisjoint(about.hidden_fields)
    assert about.plain_fields | about.hidden_fields == fields


@pytest.mark.parametrize("about", about_people(), ids=lambda each: each.opts.label_lower)
def test_support_finds_people_by_plain_fields_alone(about):
    if about.opts.label_lower not in staff.SUPPORT:
        return
    names = [*about.search_fields, about.date_hierarchy, *about.ordering]
    names += [each[0] if isinstance(each, tuple) else each for each in about.list_filter]
    names = {name.lstrip("-").split("__")[0] for name in names if isinstance(name, str)} - {"pk"}
    assert names <= about.plain_fields


def test_somebody_decided_whether_support_may_see_a_kind_of_event():
    assert PLAIN_KINDS.isdisjoint(HIDDEN_KINDS)
    assert set(EnrolmentEvent.Kind) == PLAIN_KINDS | HIDDEN_KINDS


def computed(about, request):
    """What the pages of an admin make of a row themselves, those of its inlines too."""
    shown = [*about.get_list_display(request), *(about.fields or ())]
    for inline in about.inlines:
        known = next(each for each in about_people() if each.model is inline.model)
        assert known.plain_fields.issuperset(set(inline.fields) - {"state"}) or known.model is Feedback
    return set(shown) - about.plain_fields - about.hidden_fields


def test_what_support_reads_on_top_of_plain_fields_is_this(rf, with_role):
    request = rf.get("/")
    request.user = with_role("Support")
    found = {
        each.opts.model_name: computed(each, request)
        for each in about_people()
        if each.opts.label_lower in staff.LIVES
    }
    assert found == {
        "enrolment": {"plan", "days"},
        "enrolmentevent": {"person", "numbers"},
        "workoutlog": {"plan", "asked", "state"},
        "setlog": {"date", "asked", "state"},
    }


def test_support_sees_what_somebody_did_and_not_how_it_felt(as_role, trained):
    support = as_role("Support")
    workout = WorkoutLog.objects.get()
    page = text(support.get(page_of(workout)))
    assert "Squat" in page
    assert [each.opts.model for each in support.get(page_of(workout)).context["inline_admin_formsets"]] == [
        SetLog
    ]
    assert 'class="field-rating"' not in page
    assert support.get("/admin/plans/feedback/").status_code == 403
    assert support.get(page_of(Feedback.objects.first())).status_code == 403


@pytest.mark.parametrize(
    "address",
    [
        "plans/workoutlog/?feedback__rating=hard",
        "plans/workoutlog/?feedback__isnull=0",
        "plans/workoutlog/?stamps__contains=x",
        "plans/setlog/?target__reps=8",
        "plans/enrolmentevent/?data__part=knee",
        "plans/enrolmentevent/?undoes__isnull=0",
        "accounts/user/?feedbacks__isnull=0",
        "accounts/user/?enrolments=1",
        "accounts/user/?password__startswith=p",
        "accounts/user/?user_permissions=1",
    ],
)
def test_a_filter_in_the_address_does_not_tell_what_is_hidden(as_role, trained, address):
    assert as_role("Support").get(f"/admin/{address}").status_code == 400


@pytest.mark.parametrize(
    "address",
    [
        "plans/workoutlog/?stamps__contains=x",
        "plans/enrolment/?kit__contains=1",
        "accounts/user/?email__regex=(",
    ],
)
def test_a_filter_that_a_database_would_choke_on_is_refused_to_everybody(client_of, superuser, address):
    assert client_of(superuser).get(f"/admin/{address}").status_code == 400


def test_a_field_that_nobody_decided_about_is_hidden_from_support(as_role, trained, monkeypatch):
    about = admin.site.get_model_admin(SetLog)
    monkeypatch.setattr(type(about), "plain_fields", about.plain_fields - {"reps"})
    support = as_role("Support")
    row = SetLog.objects.first()
    assert "field-reps" not in text(support.get("/admin/plans/setlog/"))
    assert "field-reps" not in text(support.get(page_of(row)))
    assert support.get("/admin/plans/setlog/?reps=8").status_code == 400


def test_a_choice_about_an_exercise_is_hidden_from_support(as_role, superuser, client_of, trained):
    enrolment = Enrolment.objects.get()
    moment = datetime.datetime(2027, 1, 4, 9, tzinfo=datetime.UTC)
    event = EnrolmentEvent.objects.create(
        enrolment=enrolment, kind="easier", window=1, data={"exercise": "knee"}, created_at=moment
    )
    support = as_role("Support")
    listed = text(support.get("/admin/plans/enrolmentevent/")).split('id="result_list"')[-1]
    assert ">Made an exercise easier</a></th>" not in listed
    assert support.get(page_of(event)).status_code == 302
    assert "Made an exercise easier" not in text(support.get(page_of(enrolment)))
    page = text(client_of(superuser).get(page_of(event)))
    assert "Made an exercise easier" in page
    assert "knee" not in page


def test_support_only_looks(as_role, robin):
    support = as_role("Support")
    page = text(support.get(page_of(robin)))
    assert EMAIL in page
    fields = re.findall(
        r"<(?:input|select|textarea)\b[^>]*>", page.split('id="user_form"')[1].split("</form>")[0]
    )
    assert [field for field in fields if 'type="hidden"' not in field] == []
    assert support.post(page_of(robin), {"is_active": ""}).status_code == 403
