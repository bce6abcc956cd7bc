import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission

from tests.accounts.conftest import EMAIL

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
    response = admin.post(address, {"email": EMAIL, "time_zone": "Asia/Tokyo", "is_active": "on"})
    assert response.status_code == 302
    before, robin_now = robin.password, get_user_model().objects.get(pk=robin.pk)
    assert robin_now.time_zone == "Asia/Tokyo"
    assert robin_now.password == before


def test_a_person_can_be_added_with_an_address_alone(admin):
    response = admin.post(f"{PEOPLE}add/", {"email": "New@Rise.Example", "usable_password": "false"})
    assert response.status_code == 302
    assert not get_user_model().objects.get(email="new@rise.example").has_usable_password()


def test_an_address_in_use_is_refused_in_any_case(admin, robin):
    page = admin.post(f"{PEOPLE}add/", {"email": EMAIL.upper(), "usable_password": "false"}).content.decode()
    assert "already exists" in page


def test_an_editor_cannot_hand_out_rights(person, client_of, robin):
    editor = person("editor@rise.example", is_staff=True)
    editor.user_permissions.set(Permission.objects.filter(codename__in=["view_user", "change_user"]))
    client = client_of(editor)
    address = f"{PEOPLE}{editor.pk}/change/"
    assert client.get(address).status_code == 200
    client.post(
        address,
        {
            "email": editor.email,
            "time_zone": "UTC",
            "is_active": "on",
            "is_staff": "on",
            "is_superuser": "on",
        },
    )
    editor.refresh_from_db()
    assert not editor.is_superuser
