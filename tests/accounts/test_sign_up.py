import pytest
from django.contrib.auth import get_user_model
from django.core import mail

from tests.accounts.conftest import EMAIL, START, is_signed_in, wrong

pytestmark = pytest.mark.django_db
CONFIRM = "/accounts/confirm-email/"


def test_an_address_a_password_and_the_code_from_the_mail_make_an_account(client, sign_up, code):
    response = sign_up()
    assert response.headers["Location"] == CONFIRM
    assert not is_signed_in(client)

    response = client.post(CONFIRM, {"code": code()})
    assert response.headers["Location"] == "/week/"
    assert is_signed_in(client)


def test_the_code_is_accepted_without_its_dash_and_with_spaces(client, sign_up, code):
    sign_up()
    client.post(CONFIRM, {"code": f" {code().replace('-', ' ')} "})
    assert is_signed_in(client)


def test_a_wrong_code_is_explained_beside_the_field_and_the_right_one_still_works(client, sign_up, code):
    sign_up()
    page = client.post(CONFIRM, {"code": wrong(code())}).content.decode()
    assert "That is not the code we sent." in page
    assert 'aria-invalid="true"' in page
    client.post(CONFIRM, {"code": code()})
    assert is_signed_in(client)


def test_three_wrong_codes_end_the_attempt_and_the_right_one_comes_too_late(client, sign_up, code):
    sign_up()
    for _ in range(3):
        response = client.post(CONFIRM, {"code": wrong(code())})
    assert response.headers["Location"] == "/accounts/login/"
    client.post(CONFIRM, {"code": code()})
    assert not is_signed_in(client)


def test_a_code_expires_after_fifteen_minutes(client, sign_up, code, clock):
    sign_up()
    clock.shift(15 * 60 + 1)
    client.post(CONFIRM, {"code": code()})
    assert not is_signed_in(client)


def test_a_new_code_can_be_asked_for_and_replaces_the_old_one(client, sign_up, code, clock):
    sign_up()
    old = code()
    clock.shift(11)
    client.post(CONFIRM, {"action": "resend"})
    assert len(mail.outbox) == 2
    assert code() != old
    client.post(CONFIRM, {"code": old})
    assert not is_signed_in(client)
    client.post(CONFIRM, {"code": code()})
    assert is_signed_in(client)


def test_whoever_came_from_a_plan_returns_to_it_after_the_code(client, sign_up, code):
    page = client.get("/accounts/signup/", {"next": START}).content.decode()
    assert f'<input type="hidden" name="next" value="{START}">' in page
    assert f'href="/accounts/login/?next={START.replace("/", "%2F")}"' in page
    sign_up(next=START)
    assert client.post(CONFIRM, {"code": code()}).headers["Location"] == START


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_an_unsafe_way_back_is_refused(client, sign_up, code, address):
    sign_up(next=address)
    assert client.post(CONFIRM, {"code": code()}).headers["Location"] == "/week/"


def test_a_known_address_is_answered_like_a_new_one(client, sign_up, person, client_of):
    known = person().email
    answers = []
    for email in (EMAIL, known):
        client.cookies.clear()
        response = sign_up(email)
        page = client.get(CONFIRM).content.decode()
        answers.append((response.status_code, response.headers["Location"], mask(page, email)))
    assert answers[0] == answers[1]
    assert mail.outbox[-1].to == [known]
    assert "There is one already" in mail.outbox[-1].body
    assert get_user_model().objects.filter(email__iexact=known).count() == 1


def test_a_known_address_cannot_be_taken_over_by_guessing_an_empty_code(client, sign_up, person):
    sign_up(person().email)
    for guess in ("", "-", "0000-0000"):
        client.post(CONFIRM, {"code": guess})
    assert not is_signed_in(client)


@pytest.mark.parametrize("spelling", ["Robin@Rise.Example", " robin@rise.example "])
def test_an_address_means_the_same_in_any_case(client, sign_up, code, spelling):
    sign_up(spelling)
    client.post(CONFIRM, {"code": code()})
    assert get_user_model().objects.get().email == EMAIL


@pytest.mark.parametrize(
    "password, complaint",
    [
        ("short-one", "at least 10 characters"),
        ("password123", "too common"),
        ("1234567890123", "entirely numeric"),
        ("robin@rise.example", "too similar"),
    ],
)
def test_a_weak_password_is_refused_beside_its_field(client, sign_up, password, complaint):
    page = sign_up(password=password).content.decode()
    assert complaint in page
    assert 'id="id_password1_error"' in page
    assert f'value="{EMAIL}"' in page
    assert not get_user_model().objects.exists()


def test_a_password_of_128_characters_with_spaces_is_accepted_as_it_is(client, sign_up, code):
    long = " " + "long words " * 11 + "ends!  "
    assert len(long) == 128 + 1
    sign_up(password=long[1:])
    client.post(CONFIRM, {"code": code()})
    assert get_user_model().objects.get().check_password(long[1:])


@pytest.mark.parametrize(
    "sent, stored",
    [
        ("Europe/Lisbon", "Europe/Lisbon"),
        ("Asia/Calcutta", "Asia/Calcutta"),
        ("Mars/Olympus", "UTC"),
        ("", "UTC"),
        (None, "UTC"),
        ("Europe/Lisbon\x00", "UTC"),
        ("../../etc/passwd", "UTC"),
        ("x" * 5_000, "UTC"),
    ],
)
def test_the_time_zone_of_the_browser_is_kept_and_a_strange_one_becomes_utc(client, sign_up, sent, stored):
    sign_up(**({} if sent is None else {"time_zone": sent}))
    assert get_user_model().objects.get().time_zone == stored


def test_somebody_who_is_signed_in_is_sent_on(person, client_of):
    assert client_of(person()).get("/accounts/signup/").headers["Location"] == "/week/"


def test_the_form_tells_password_managers_what_its_fields_are(client):
    page = client.get("/accounts/signup/").content.decode()
    assert 'autocomplete="email"' in page
    assert 'autocomplete="new-password"' in page
    assert "placeholder" not in page


def test_twenty_one_sign_ups_a_minute_from_one_address_are_too_many(client, sign_up):
    answers = [sign_up(f"p{n}@rise.example", password="short").status_code for n in range(21)]
    assert answers == [200] * 20 + [429]


def mask(page, email):
    """The page without what differs from one request to the next."""
    lines = [line for line in page.replace(email, "…").splitlines() if "csrfmiddlewaretoken" not in line]
    return "\n".join(lines)
