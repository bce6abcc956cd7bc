import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission

from exercises.models import Exercise
from tests.accounts.conftest import EMAIL
from tests.admin_pages import form_of

pytestmark = pytest.mark.django_db
PEOPLE = "/admin/accounts/user/"


@pytest.fixture
def robin(person):
    return person(EMAIL, time_zone="Europe/Lisbon")


@pytest.fixture
def admin(person, client_of):
    return client_of(person("admin@rise.example", is_staff=True, is_superuser=True))


def test_people_are_found_by_their_address(admin, robin, person):
    person("somebody@rise.example")
    page = admin.get(PEOPLE, {"q": "robin"}).content.decode()
    assert EMAIL in page
    assert "somebody@rise.example" not in page


def test_a_person_is_shown_and_saved_without_a_trace_of_the_password(admin, robin):
    address = f"{PEOPLE}{robin.pk}/change/"
    page = admin.get(address).content.decode()
    assert robin.password not in page
    assert "algorithm" not in page
    assert admin.post(address, form_of(admin, address) | {"is_active": ""}).status_code == 302
    before, robin_now = robin.password, get_user_model().objects.get(pk=robin.pk)
    assert not robin_now.is_active
    assert robin_now.password == before


def test_what_a_person_chose_is_only_looked_at(admin, robin):
    address = f"{PEOPLE}{robin.pk}/change/"
    assert "Europe/Lisbon" in admin.get(address).content.decode()
    mine = {"email": "mine@rise.example", "time_zone": "Asia/Tokyo"}
    assert admin.post(address, form_of(admin, address) | mine).status_code == 302
    robin.refresh_from_db()
    assert (robin.email, robin.time_zone) == (EMAIL, "Europe/Lisbon")


def test_whether_an_address_was_confirmed_is_shown(admin, person):
    for is_confirmed in (True, False):
        somebody = person(verified=is_confirmed)
        page = admin.get(f"{PEOPLE}{somebody.pk}/change/")
        (inline,) = page.context["inline_admin_formsets"]
        assert [form.instance.verified for form in inline.formset.initial_forms] == [is_confirmed]
        assert not inline.has_add_permission


def test_a_person_can_be_added_with_an_address_alone(admin):
    response = admin.post(f"{PEOPLE}add/", {"email": "New@Rise.Example"})
    assert response.status_code == 302
    assert not get_user_model().objects.get(email="new@rise.example").has_usable_password()


def test_a_person_is_closed_and_never_deleted(admin, robin):
    for where in (f"{PEOPLE}{robin.pk}/delete/", PEOPLE):
        chosen = {"action": "delete_selected", "_selected_action": [robin.pk], "post": "yes"}
        admin.post(where, chosen)
    assert get_user_model().objects.filter(pk=robin.pk).exists()


def test_an_address_in_use_is_refused_in_any_case(admin, robin):
    page = admin.post(f"{PEOPLE}add/", {"email": EMAIL.upper()}).content.decode()
    assert "already exists" in page


def test_staff_cannot_hand_out_rights_to_themselves(person, client_of, robin):
    editor = person("editor@rise.example", is_staff=True)
    editor.user_permissions.set(Permission.objects.filter(codename__in=["view_user", "change_user"]))
    client = client_of(editor)
    address = f"{PEOPLE}{editor.pk}/change/"
    assert client.get(address).status_code == 200
    rights = {"is_staff": "on", "is_superuser": "on"}
    assert client.post(address, form_of(client, address) | rights).status_code == 302
    editor.refresh_from_db()
    assert not editor.is_superuser


def test_words_that_were_typed_when_the_sign_in_had_ended_are_shown_again_and_not_saved(client, db):
    exercise = Exercise.objects.get(slug="squat")
    where = f"/admin/exercises/exercise/{exercise.pk}/change/"
    response = client.post(where, {"name": "Squat", "about": "Half an hour of careful words.\n<script>"})
    page = response.content.decode()
    assert response.status_code == 401
    assert "You were signed out" in page
    assert "Half an hour of careful words.\n&lt;script&gt;</textarea>" in page
    assert f'href="/admin/login/?next={where}"' in page or f"next={where}" in page
    assert Exercise.objects.get(slug="squat").about == exercise.about


def test_a_press_of_a_button_alone_leads_to_the_sign_in(client, db):
    assert client.post("/admin/exercises/exercise/1/change/", {"_save": "Save"}).status_code == 302
