import pytest
from django.core import mail
from django.test import Client

from tests.accounts.conftest import EMAIL, is_signed_in, wrong
from tests.accounts.test_sign_up import mask
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
ASK = "/accounts/password/reset/"
CONFIRM = "/accounts/password/reset/confirm/"
COMPLETE = "/accounts/password/reset/complete/"
CHANGE = "/accounts/password/change/"
NEW = "a quieter kettle than before"


@pytest.fixture(autouse=True)
def robin(person):
    return person(EMAIL)


def can_sign_in(password):
    client = Client()
    client.post("/accounts/login/", {"login": EMAIL, "password": password})
    return is_signed_in(client)


def test_a_code_from_a_mail_lets_somebody_choose_a_new_password(client, code):
    assert client.post(ASK, {"email": EMAIL}).headers["Location"] == CONFIRM
    assert client.post(CONFIRM, {"code": code()}).headers["Location"] == COMPLETE
    response = client.post(COMPLETE, {"password1": NEW}, follow=True)
    assert "Your password is changed" in response.content.decode()
    assert can_sign_in(NEW)
    assert not can_sign_in(PASSWORD)
    assert "You chose a new password" in mail.outbox[-1].body


def test_the_new_password_cannot_be_set_before_the_code(client):
    client.post(ASK, {"email": EMAIL})
    assert client.post(COMPLETE, {"password1": NEW}).headers["Location"] == CONFIRM
    assert can_sign_in(PASSWORD)


def test_a_wrong_code_changes_nothing(client, code):
    client.post(ASK, {"email": EMAIL})
    assert "That is not the code" in client.post(CONFIRM, {"code": wrong(code())}).content.decode()
    client.post(COMPLETE, {"password1": NEW})
    assert can_sign_in(PASSWORD)


def test_a_code_expires_after_ten_minutes(client, code, clock):
    client.post(ASK, {"email": EMAIL})
    clock.shift(10 * 60 + 1)
    client.post(CONFIRM, {"code": code()})
    client.post(COMPLETE, {"password1": NEW})
    assert can_sign_in(PASSWORD)


def test_an_unknown_address_is_answered_like_a_known_one(client):
    answers = []
    for email in (EMAIL, "nobody@rise.example"):
        client.cookies.clear()
        response = client.post(ASK, {"email": email})
        page = client.get(CONFIRM).content.decode()
        wrong_page = client.post(CONFIRM, {"code": "1111-1111"}).content.decode()
        answers.append((response.headers["Location"], mask(page, email), mask(wrong_page, email)))
    assert answers[0] == answers[1]


def test_a_weak_new_password_is_refused_beside_its_field(client, code):
    client.post(ASK, {"email": EMAIL})
    client.post(CONFIRM, {"code": code()})
    page = client.post(COMPLETE, {"password1": "password123"}).content.decode()
    assert "too common" in page
    assert 'id="id_password1_error"' in page


def test_changing_the_password_needs_the_current_one(client, robin):
    client.force_login(robin)
    page = client.post(CHANGE, {"oldpassword": "not it", "password1": NEW}).content.decode()
    assert "That is not your current password." in page
    assert can_sign_in(PASSWORD)


def test_changing_the_password_keeps_this_session_and_ends_the_others(client, client_of, robin):
    other = client_of(robin)
    client.force_login(robin)
    assert (
        client.post(CHANGE, {"oldpassword": PASSWORD, "password1": NEW}).headers["Location"] == "/accounts/"
    )
    assert is_signed_in(client)
    assert not is_signed_in(other)
    assert mail.outbox[-1].to == [EMAIL]
    assert NEW not in mail.outbox[-1].body


def test_a_new_password_by_code_ends_every_session(client, client_of, robin, code):
    other = client_of(robin)
    client.post(ASK, {"email": EMAIL})
    client.post(CONFIRM, {"code": code()})
    client.post(COMPLETE, {"password1": NEW})
    assert not is_signed_in(other)


def test_somebody_without_a_password_may_set_one(client, robin):
    robin.set_unusable_password()
    robin.save()
    client.force_login(robin)
    assert client.get(CHANGE).headers["Location"] == "/accounts/password/set/"
    client.post("/accounts/password/set/", {"password1": NEW})
    assert can_sign_in(NEW)
