import pytest
from django.conf import settings
from django.core import mail
from django.test import Client

from tests.accounts.conftest import EMAIL, START, is_signed_in, wrong
from tests.accounts.test_sign_up import mask
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
ASK = "/accounts/login/code/"
CONFIRM = "/accounts/login/code/confirm/"


@pytest.fixture(autouse=True)
def robin(person):
    return person(EMAIL)


def sign_in(client, email=EMAIL, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": email, "password": password, **more})


@pytest.mark.parametrize("email", [EMAIL, "ROBIN@rise.example"])
def test_an_address_and_its_password_open_the_week(client, email):
    assert sign_in(client, email).headers["Location"] == "/week/"
    assert is_signed_in(client)


def test_the_week_is_not_the_end_of_a_way_that_led_elsewhere(client):
    assert sign_in(client, next=START).headers["Location"] == START


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
def test_an_unsafe_way_back_is_refused(client, address):
    assert sign_in(client, next=address).headers["Location"] == "/week/"


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client):
    answers = [
        mask(sign_in(client, email, "not the password at all").content.decode(), email)
        for email in (EMAIL, "nobody@rise.example")
    ]
    assert answers[0] == answers[1]
    assert "do not go together" in answers[0]
    assert not is_signed_in(client)


def test_five_wrong_passwords_lock_the_address_for_a_while_even_for_the_right_one(client, clock):
    for _ in range(5):
        sign_in(client, password="not the password at all")
    assert "Too many tries" in sign_in(client).content.decode()
    clock.shift(5 * 60 + 1)
    sign_in(client)
    assert is_signed_in(client)


def test_a_forged_proxy_header_brings_no_new_tries(client):
    for number in range(6):
        page = client.post(
            LOGIN,
            {"login": EMAIL, "password": "not the password at all"},
            headers={"X-Forwarded-For": f"10.0.0.{number}"},
        ).content.decode()
    assert "Too many tries" in page


def test_staying_signed_in_is_a_choice(client):
    sign_in(client, remember="on")
    assert client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == settings.SESSION_COOKIE_AGE


def test_without_that_choice_the_session_ends_with_the_browser(client):
    sign_in(client)
    assert client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == ""


def test_an_address_that_was_never_confirmed_is_asked_for_its_code_first(client, person, code):
    person("new@rise.example", verified=False)
    assert sign_in(client, "new@rise.example").headers["Location"] == "/accounts/confirm-email/"
    assert not is_signed_in(client)
    client.post("/accounts/confirm-email/", {"code": code("new@rise.example")})
    assert is_signed_in(client)


def test_a_closed_account_is_told_so(client, robin):
    robin.is_active = False
    robin.save()
    response = sign_in(client)
    assert not is_signed_in(client)
    assert "This account is closed" in client.get(response.headers["Location"]).content.decode()


def test_a_code_from_a_mail_opens_the_account_without_a_password(client, code):
    assert client.post(ASK, {"email": EMAIL}).headers["Location"].startswith(CONFIRM)
    assert client.post(CONFIRM, {"code": code()}).headers["Location"] == "/week/"
    assert is_signed_in(client)


def test_a_code_leads_back_to_where_the_way_began(client, code):
    confirm = client.post(ASK, {"email": EMAIL, "next": START}).headers["Location"]
    page = client.get(confirm).content.decode()
    assert f'<input type="hidden" name="next" value="{START}">' in page
    assert client.post(CONFIRM, {"code": code(), "next": START}).headers["Location"] == START


def test_a_wrong_code_is_explained_and_three_of_them_end_the_attempt(client, code):
    client.post(ASK, {"email": EMAIL})
    assert "That is not the code" in client.post(CONFIRM, {"code": wrong(code())}).content.decode()
    for _ in range(2):
        response = client.post(CONFIRM, {"code": wrong(code())})
    assert response.headers["Location"] == ASK
    client.post(CONFIRM, {"code": code()})
    assert not is_signed_in(client)


def test_a_password_that_somebody_else_chose_for_her_address_is_dropped_when_she_comes_in(
    client, code, sign_up
):
    stranger, email = Client(), "ada@rise.example"
    stranger.post("/accounts/signup/", {"email": email, "password1": "chosen by a stranger"})
    client.post(ASK, {"email": email})
    client.post(CONFIRM, {"code": code(email)})
    assert "It does not count; choose your own." in client.get("/accounts/").content.decode()
    sign_in(thief := Client(), email, "chosen by a stranger")
    assert not is_signed_in(thief)


def test_a_password_of_ones_own_stays_when_the_first_way_in_is_a_code(client, code, sign_up):
    sign_up("ada@rise.example", password="chosen by ada herself")
    client.post("/accounts/logout/")
    client.post(ASK, {"email": "ada@rise.example"})
    client.post(CONFIRM, {"code": code("ada@rise.example")})
    client.post("/accounts/logout/")
    sign_in(client, "ada@rise.example", "chosen by ada herself")
    assert is_signed_in(client)


def test_a_code_works_once(client, code):
    client.post(ASK, {"email": EMAIL})
    client.post(CONFIRM, {"code": code()})
    client.post("/accounts/logout/")
    client.post(CONFIRM, {"code": code()})
    assert not is_signed_in(client)


def test_a_code_expires_after_ten_minutes(client, code, clock):
    client.post(ASK, {"email": EMAIL})
    clock.shift(10 * 60 + 1)
    client.post(CONFIRM, {"code": code()})
    assert not is_signed_in(client)


def test_a_code_for_an_unknown_address_is_answered_like_one_for_a_known(client):
    answers = []
    for email in (EMAIL, "nobody@rise.example"):
        client.cookies.clear()
        response = client.post(ASK, {"email": email})
        page = client.get(response.headers["Location"]).content.decode()
        wrong_page = client.post(CONFIRM, {"code": "1111-1111"}).content.decode()
        answers.append((response.headers["Location"], mask(page, email), mask(wrong_page, email)))
    assert answers[0] == answers[1]
    assert "We know no account for it" in mail.outbox[-1].body
    assert "/accounts/signup/" in mail.outbox[-1].body


def test_asking_for_codes_too_often_is_stopped(client):
    for _ in range(3):
        client.cookies.clear()
        client.post(ASK, {"email": EMAIL})
    client.cookies.clear()
    assert "Too many tries" in client.post(ASK, {"email": EMAIL}).content.decode()
    assert len(mail.outbox) == 3


def test_the_forms_tell_password_managers_what_their_fields_are(client):
    page = client.get(LOGIN).content.decode()
    assert 'autocomplete="email"' in page
    assert 'autocomplete="current-password"' in page
    client.post(ASK, {"email": EMAIL})
    page = client.get(CONFIRM).content.decode()
    assert 'autocomplete="one-time-code"' in page
    assert 'inputmode="numeric"' in page


def test_opening_the_sign_out_page_does_not_sign_out(client, robin):
    client.force_login(robin)
    page = client.get("/accounts/logout/").content.decode()
    assert "Sign out?" in page
    assert is_signed_in(client)


def test_signing_out_takes_a_press_of_the_button(client, robin):
    client.force_login(robin)
    assert client.post("/accounts/logout/").headers["Location"] == "/"
    assert not is_signed_in(client)


def test_staff_sign_in_through_the_same_door(client, person):
    person("editor@rise.example", is_staff=True, is_superuser=True)
    response = client.get("/admin/login/", {"next": "/admin/"})
    assert response.headers["Location"].startswith(f"{LOGIN}?next=")
    assert (
        client.post("/admin/login/", {"username": "editor@rise.example", "password": PASSWORD}).status_code
        == 302
    )
    assert client.get("/admin/").status_code == 302
    assert sign_in(client, "editor@rise.example", next="/admin/").headers["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_whoever_is_signed_in_but_not_staff_gets_no_second_door(client, robin):
    client.force_login(robin)
    assert client.get("/admin/login/").status_code == 403
