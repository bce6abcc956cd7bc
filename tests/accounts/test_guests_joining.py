"""From a guest to an account: signing up keeps everything, signing in moves it, and nobody else can claim it."""

import datetime
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from glutes_site.accounts.models import Alias
from plans.models import Enrolment, EnrolmentEvent, Ledger, Operation, SetLog, WorkoutLog
from tests.accounts.conftest import EMAIL, wrong
from tests.accounts.conftest import PASSWORD as CHOSEN
from tests.accounts.test_sign_up import mask
from tests.accounts.trying import device_of, person_behind, sign_in, start, try_it
from tests.plans.pages import MONDAY, follow, read
from tests.plans.syncing import Device, quick_edits
from tests.plans.workouts import Notebook, WorkoutSheet, logged, rows_of, snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
SIGNUP, CONFIRM = "/accounts/signup/", "/accounts/confirm-email/"
ASK, CONFIRM_LOGIN = "/accounts/login/code/", "/accounts/login/code/confirm/"


@pytest.fixture
def guest(client):
    try_it(client)
    return person_behind(client)


@pytest.fixture
def robin(person):
    return person(EMAIL, time_zone="Europe/Lisbon")


def quick(client, now=None):
    """A quick set of whoever is there, sent by a device."""
    edits = quick_edits(now or timezone.now())
    device_of(client).send(*edits)
    return edits


def exists(user):
    return get_user_model().objects.filter(pk=user.pk).exists()


# Signing up --------------------------------------------------------------------------------------


def test_signing_up_turns_the_very_row_into_the_account(client, guest, sign_up, code):
    quick(client)
    before, enrolment, ledger = rows_of(guest), guest.enrolments.get(), guest.ledger.change
    old_key = client.session.session_key
    assert sign_up().headers["Location"] == CONFIRM
    answer = client.post(CONFIRM, {"code": code()})
    assert answer.headers["Location"] == "/week/"
    account = get_user_model().objects.get()
    assert (account.pk, account.uid, account.email) == (guest.pk, guest.uid, EMAIL)
    assert account.check_password(CHOSEN)
    assert account.emailaddress_set.get().verified
    assert rows_of(account) == before
    assert account.enrolments.get() == enrolment
    assert account.ledger.change == ledger
    assert not Alias.objects.exists()
    assert client.session.session_key != old_key
    assert not Session.objects.filter(session_key=old_key).exists()
    page = read(client.get("/week/"))
    assert "What you did so far is in your account." in page
    assert "without an account" not in page


def test_afterwards_it_is_an_account_like_any_other(client, guest, sign_up, code, clock):
    sign_up()
    client.post(CONFIRM, {"code": code()})
    client.post("/accounts/logout/")
    assert client.get("/week/").status_code == 302
    sign_in(client, EMAIL, CHOSEN)
    assert len(logged(person_behind(client))) == 2
    assert client.get("/accounts/email/").status_code == 200
    sheet = WorkoutSheet.open(client)
    assert sheet.tick_all().finish().status_code == 302


def test_a_queue_made_before_signing_up_arrives_afterwards(client, guest, sign_up, code):
    device, edits = device_of(client), quick_edits(timezone.now())
    sign_up()
    client.post(CONFIRM, {"code": code()})
    assert device.results(*edits) == [("applied", "")] * 2


def test_until_the_code_is_typed_the_guest_trains_on(client, guest, sign_up, code):
    sign_up()
    sheet = WorkoutSheet.open(client)
    sheet.tick(*sheet.sets[:3]).save()
    assert person_behind(client) == guest
    assert len(logged(guest)) == 3
    client.post(CONFIRM, {"code": code()})
    assert len(logged(get_user_model().objects.get(email=EMAIL))) == 3


def test_wrong_codes_end_the_sign_up_and_take_nothing_away(client, guest, sign_up, code):
    sign_up()
    for _ in range(3):
        client.post(CONFIRM, {"code": wrong(code())})
    client.post(CONFIRM, {"code": code()})
    guest.refresh_from_db()
    assert guest.is_guest
    assert person_behind(client) == guest
    assert len(logged(guest)) == 2


def test_another_address_may_be_typed_instead(client, guest, sign_up, code):
    sign_up("typo@rise.example")
    page = client.get(CONFIRM).content.decode()
    assert 'name="next" value="/accounts/signup/"' in page
    assert client.post("/accounts/logout/", {"next": SIGNUP}).headers["Location"] == SIGNUP
    assert client.get(SIGNUP).status_code == 200
    sign_up()
    client.post(CONFIRM, {"code": code()})
    account = person_behind(client)
    assert (account.pk, account.email) == (guest.pk, EMAIL)
    assert account.emailaddress_set.get().email == EMAIL


def test_a_sign_up_that_was_left_is_finished_by_signing_in(client, guest, sign_up, code, clock):
    sign_up()
    client.post("/accounts/logout/", {"next": "/"})
    clock.shift(11)
    assert sign_in(client, EMAIL, CHOSEN).headers["Location"] == CONFIRM
    assert person_behind(client) == guest
    client.post(CONFIRM, {"code": code()})
    account = get_user_model().objects.get()
    assert (account.uid, account.email) == (guest.uid, EMAIL)


def test_the_zone_that_a_guest_chose_stays_and_utc_gives_way(sign_up, code, client):
    for chosen, kept in (("Asia/Tokyo", "Asia/Tokyo"), ("", "Europe/Lisbon")):
        client.cookies.clear()
        try_it(client, time_zone=chosen)
        email = f"{kept[-5:].lower()}@rise.example"
        sign_up(email, time_zone="Europe/Lisbon")
        client.post(CONFIRM, {"code": code(email)})
        assert person_behind(client).time_zone == kept


def test_a_known_address_is_answered_like_a_new_one_and_gets_nothing(client, guest, sign_up, robin):
    client.get("/today/")  # which shows what the last page had to say
    answers, rows = [], rows_of(guest)
    for email in ("new@rise.example", EMAIL):
        response = sign_up(email)
        page = client.get(CONFIRM).content.decode()
        guessed = client.post(CONFIRM, {"code": "1111-1111"}).content.decode()
        answers.append((response.headers["Location"], mask(page, email), mask(guessed, email)))
        client.post("/accounts/logout/", {"next": "/"})
    assert answers[0] == answers[1]
    assert "There is one already" in mail.outbox[-1].body
    assert person_behind(client) == guest
    assert rows_of(guest) == rows
    assert not WorkoutLog.objects.filter(user=robin).exists()


def test_who_signs_up_with_somebody_elses_address_gets_nothing_of_hers(client, sign_up, code):
    """A stranger at another browser began a sign-up with her address, and cannot read her mail."""
    stranger = try_it()
    stranger.post(SIGNUP, {"email": EMAIL, "password1": "the stranger knows it"})
    first_row = get_user_model().objects.get(email=EMAIL)
    try_it(client)
    guest = person_behind(client)
    client.post(ASK, {"email": EMAIL})
    client.post(CONFIRM_LOGIN, {"code": code()})
    account = person_behind(client)
    assert (account.pk, len(logged(account))) == (first_row.pk, 2)
    assert account.aliases.get().uid == guest.uid
    stranger.post(CONFIRM, {"code": "1111-1111"})
    sign_in(newcomer := Client(), EMAIL, "the stranger knows it")
    assert person_behind(newcomer) is None
    assert person_behind(stranger).is_guest


# Signing in --------------------------------------------------------------------------------------


def test_signing_in_moves_everything_and_says_so(client, guest, robin):
    edits = quick(client)
    before, enrolment = rows_of(guest), guest.enrolments.get()
    old_key = client.session.session_key
    sign_in(client, EMAIL)
    assert person_behind(client) == robin
    assert not exists(guest)
    assert rows_of(robin) == before
    assert robin.enrolments.active().get() == enrolment
    assert Alias.objects.get().user == robin
    assert client.session.session_key != old_key
    assert not Session.objects.filter(session_key=old_key).exists()
    page = read(client.get("/week/"))
    assert "2 workouts that you did before signing in are in your account now." in page
    assert "You go on with First Steps." in page
    assert edits[0].uid in WorkoutLog.objects.for_user(robin).values_list("uid", flat=True)


def test_a_code_moves_it_as_a_password_does(client, guest, robin, code):
    client.post(ASK, {"email": EMAIL})
    assert exists(guest)
    client.post(CONFIRM_LOGIN, {"code": code()})
    assert person_behind(client) == robin
    assert len(logged(robin)) == 2


def test_no_row_of_any_table_is_left_behind(client, guest, robin):
    quick(client)
    start(client, replace_current="on")
    before = {
        (model, field): model._base_manager.filter(**{field: guest.pk}).count()
        for model, field in about_people()
    }
    mine = {
        (model, field): model._base_manager.filter(**{field: robin.pk}).count()
        for model, field in about_people()
    }
    sign_in(client, EMAIL)
    not_moved = {(Ledger, "user"), (EmailAddress, "user"), (Alias, "user")}
    for (model, field), count in before.items():
        if (model, field) not in not_moved:
            moved = model._base_manager.filter(**{field: robin.pk}).count() - mine[model, field]
            assert moved == count, f"{model.__name__}.{field}"
    assert sum(before.values()) > 4


def about_people():
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.remote_field and field.remote_field.model is get_user_model():
                yield model, field.name


@pytest.mark.parametrize(
    "login, password",
    [(EMAIL, "not it at all"), ("nobody@rise.example", "not it at all"), ("", ""), (EMAIL, "")],
)
def test_a_wrong_password_moves_nothing(client, guest, robin, login, password):
    before = rows_of(guest)
    sign_in(client, login, password)
    assert person_behind(client) == guest
    assert rows_of(guest) == before
    assert not Alias.objects.exists()


def test_a_wrong_code_and_a_closed_account_move_nothing(client, guest, robin, code):
    client.post(ASK, {"email": EMAIL})
    for _ in range(3):
        client.post(CONFIRM_LOGIN, {"code": wrong(code())})
    robin.is_active = False
    robin.save()
    answer = sign_in(client, EMAIL)
    assert client.get(answer.headers["Location"]).status_code == 200
    assert person_behind(client) == guest
    assert len(logged(guest)) == 2


def test_a_sign_in_that_stops_halfway_shortens_nothing(client, guest, person):
    person("new@rise.example", verified=False)
    assert sign_in(client, "new@rise.example").headers["Location"] == CONFIRM
    client.get("/week/")
    assert client.session.get_expiry_age() == 61 * 24 * 60 * 60
    assert person_behind(client) == guest


def test_a_guest_who_did_nothing_brings_nothing(client, robin):
    try_it(client, sets=0)
    person_behind(client).enrolments.all().delete()
    sign_in(client, EMAIL)
    assert "before signing in" not in read(client.get("/week/"))
    assert not robin.enrolments.exists()


def test_the_account_goes_on_with_its_own_plan_and_the_guests_stays_readable(client, guest, robin):
    own, theirs = follow(robin), guest.enrolments.get()
    sign_in(client, EMAIL)
    assert robin.enrolments.active().get() == own
    theirs.refresh_from_db()
    assert theirs.user == robin
    assert theirs.events.get().kind == EnrolmentEvent.Kind.LEFT
    assert "First Steps is among your earlier plans." in read(client.get("/week/"))
    assert client.get("/progress/").status_code == 200
    assert "First Steps" in read(client.get("/progress/"))
    assert client.get(f"/progress/?plan={theirs.uid}").status_code == 200


def test_a_plan_that_is_over_gives_way_to_the_one_that_was_tried(client, robin):
    old = follow(robin, "kettle-breaks", start=MONDAY - datetime.timedelta(days=60))
    try_it(client)
    tried = person_behind(client).enrolments.get()
    sign_in(client, EMAIL)
    assert robin.enrolments.active().get() == tried
    old.refresh_from_db()
    assert old.ended_at


def test_two_browsers_bring_theirs_one_after_the_other(client, robin):
    first, second = try_it(client), try_it(sets=3)
    guests = [person_behind(first), person_behind(second)]
    enrolments = [guest.enrolments.get() for guest in guests]
    for browser in (first, second):
        sign_in(browser, EMAIL)
        assert person_behind(browser) == robin
    assert SetLog.objects.for_user(robin).count() == 5
    assert robin.enrolments.active().get() == enrolments[0]
    assert {alias.uid for alias in robin.aliases.all()} == {guest.uid for guest in guests}
    assert not get_user_model().objects.guests().exists()


def test_a_second_tab_that_signs_in_too_moves_nothing_twice(client, guest, robin, person):
    other = person()
    tab = Client()
    tab.cookies = client.cookies.copy()
    sign_in(client, EMAIL)
    before = snapshot()
    sign_in(tab, other.email)
    assert len(logged(robin)) == 2
    assert not logged(other)
    after = snapshot()
    assert after[WorkoutLog] == before[WorkoutLog]
    assert after[Alias] == before[Alias]


def test_the_consent_that_words_about_health_were_stored_with_comes_along(client, guest, robin):
    agreed = timezone.now()
    get_user_model().objects.filter(pk=guest.pk).update(health_consent_at=agreed)
    sign_in(client, EMAIL)
    robin.refresh_from_db()
    assert robin.health_consent_at == agreed


# Devices -----------------------------------------------------------------------------------------


def test_other_devices_of_the_account_pull_what_came(client, guest, robin, client_of):
    phone = Device(client_of(robin), robin)
    phone.send(*quick_edits(timezone.now()))
    known = set(phone.pull())
    edits = quick(client)
    sign_in(client, EMAIL)
    news = set(phone.pull()) - known
    assert {("workout", str(edits[0].uid)), ("set", str(edits[1].uid))} <= news
    assert len([key for key in news if key[0] == "set"]) == 3
    assert set(Device(client_of(robin), robin).pull()) == set(phone.rows)


def test_a_queue_made_before_signing_in_arrives_under_the_old_name(client, guest, robin):
    device = device_of(client)
    enrolment = guest.enrolments.get()
    book = Notebook(enrolment, 1, 2, now=timezone.now())
    waiting = [*quick_edits(timezone.now()), book.set(reps=9)]
    sign_in(client, EMAIL)
    assert device.results(*waiting) == [("applied", "")] * 3
    assert device.results(*waiting) == [("duplicate", "")] * 3
    assert SetLog.objects.for_user(robin).count() == 4


@pytest.mark.django_db(transaction=True)
def test_what_is_being_sent_during_the_sign_in_is_in_the_account_or_still_on_the_phone(person):
    robin, client = person(EMAIL), try_it(sets=0)
    enrolment = person_behind(client).enrolments.get()
    devices = [device_of(client) for _ in range(3)]
    for device in devices:
        device.client = Client(headers={"cookie": f"sessionid={client.cookies['sessionid'].value}"})
    waiting = [quick_edits(timezone.now()) for _ in range(60)]

    def send(number):
        try:
            return number, devices[number % 3].post(*waiting[number]).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        answers = pool.map(send, range(60))
        sign_in(client, EMAIL)
        statuses = dict(answers)
    assert set(statuses.values()) <= {200, 401}
    held = set(WorkoutLog.objects.values_list("user", "uid"))
    assert held == {
        (robin.pk, waiting[number][0].uid) for number, status in statuses.items() if status == 200
    }
    assert robin.enrolments.get() == enrolment


def test_a_set_that_was_sent_twice_around_the_move_counts_once(client, guest, robin):
    device, edits = device_of(client), quick_edits(timezone.now())
    device.send(*edits)
    sign_in(client, EMAIL)
    assert device.results(*edits) == [("duplicate", "")] * 2


def test_a_strangers_guest_is_another_account(client, guest, robin, person, client_of):
    sign_in(client, EMAIL)
    stranger = person()
    device, edits = Device(client_of(stranger), stranger), quick_edits(timezone.now())
    before = snapshot()
    for name in (guest.uid, robin.uid, uuid4(), "", "x", "\u2603", str(guest.uid).upper()):
        answer = device.post(*edits, account=str(name))
        assert (answer.status_code, answer.json()) == (409, {"error": "other-account"})
    assert snapshot() == before


def test_a_guest_cannot_name_an_account_nor_another_guest(client, guest, robin):
    other = person_behind(try_it())
    for name in (robin.uid, other.uid):
        assert device_of(client).post(*quick_edits(timezone.now()), account=str(name)).status_code == 409


def test_the_page_tells_its_scripts_what_the_guest_was_called(client, guest, robin):
    sign_in(client, EMAIL)
    assert f'data-former="{guest.uid}"' in client.get("/week/").content.decode()
    client.post("/accounts/logout/")
    sign_in(client, EMAIL)
    assert "data-former" not in client.get("/week/").content.decode()


def test_uids_that_come_twice_merge_like_edits_of_two_devices(client, guest, robin, client_of):
    """Nobody's devices make the same uid twice; a crafted one may, and must not be in the way."""
    now = timezone.now()
    later = now + datetime.timedelta(minutes=1)
    begun, done = quick_edits(now, reps=10)
    Device(client_of(robin), robin).send(begun, done)
    newer = Notebook.edit(_Loose(begun.workout, later), "set", done.uid, dict(done.data) | {"reps": 14})
    device_of(client).send(begun, newer)
    sign_in(client, EMAIL)
    row = SetLog.objects.for_user(robin).get(uid=done.uid)
    assert row.reps == 14
    assert row.workout.user == robin
    assert WorkoutLog.objects.filter(uid=begun.uid).count() == 1
    assert not Operation.objects.exclude(user=robin).exists()
    assert client.get("/progress/").status_code == 200


class _Loose:
    """What `Notebook.edit` needs for a workout without a plan."""

    def __init__(self, ref, now):
        self.ref, self.now = ref, now


def test_change_numbers_go_on_after_those_of_the_account(client, guest, robin, client_of):
    Device(client_of(robin), robin).send(*quick_edits(timezone.now()))
    last = robin.ledger.change
    sign_in(client, EMAIL)
    robin.ledger.refresh_from_db()
    changes = Operation.objects.filter(user=robin).values_list("change", flat=True)
    assert max(changes) == robin.ledger.change > last
    assert Enrolment.objects.get().user == robin
