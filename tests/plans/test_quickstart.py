"""Two words on the command line bring the site to life."""

import datetime
import socket
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from plans.management.commands.quickstart import local_time_zone
from plans.models import Enrolment, Operation, Plan, SetLog, WorkoutLog
from plans.queries import following
from plans.quickstart import ADMINISTRATOR, DEMO, EDITOR

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_development(settings, monkeypatch):
    settings.DEBUG = True
    monkeypatch.setenv("TZ", "Europe/Lisbon")


@pytest.fixture
def quickstart(clock):
    def run(*arguments):
        out = StringIO()
        call_command("quickstart", "--no-server", *arguments, stdout=out)
        return out.getvalue()

    return run


def people():
    return get_user_model().objects


def demo_plan(now):
    return following(people().get(email=DEMO.email), now.date())


def test_it_says_what_it_does_and_how_to_sign_in(quickstart):
    said = quickstart()
    for text in ("database", "exercises"):
        assert text in said
    for account in (DEMO, EDITOR, ADMINISTRATOR):
        assert account.email in said
        assert account.password in said


@pytest.mark.parametrize("account", [DEMO, EDITOR, ADMINISTRATOR], ids=lambda account: account.email)
def test_its_people_can_sign_in(quickstart, client, account):
    quickstart()
    answer = client.post("/accounts/login/", {"login": account.email, "password": account.password})
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(people().get(email=account.email).pk)


def test_its_people_have_their_roles(quickstart, client_of):
    quickstart()
    content, archive = "/admin/exercises/exercise/", "/admin/plans/plan/{}/archive/"
    answers = {}
    for account in (DEMO, EDITOR, ADMINISTRATOR):
        client = client_of(people().get(email=account.email))
        plan = Plan.objects.order_by("order").last()
        Plan.objects.update(is_archived=False)
        client.post(archive.format(plan.pk))
        plan.refresh_from_db()
        seen = [client.get(where).status_code for where in (content, "/admin/accounts/user/")]
        answers[account] = (*seen, plan.is_archived)
    assert answers == {DEMO: (302, 302, False), EDITOR: (200, 403, True), ADMINISTRATOR: (200, 200, True)}
    assert not people().filter(is_superuser=True).exists()


def test_the_demo_person_is_in_week_four_of_the_full_five(quickstart, now):
    quickstart()
    plan = demo_plan(now)
    assert plan.plan.slug == "the-full-five"
    assert plan.schedule.current.week == 4
    assert [window.done for window in plan.schedule.windows[:4]] == [3, 3, 3, 0]


def test_the_demo_persons_numbers_grew_out_of_the_logs(quickstart, now):
    quickstart()
    reasons = {
        reason.code for window in demo_plan(now).schedule.windows[1:4] for reason in window.reasons.values()
    }
    assert len(reasons) > 1


def test_in_the_middle_of_a_week_its_first_workouts_are_done_and_todays_is_not(quickstart, clock, now):
    clock.shift(datetime.timedelta(days=2))
    quickstart()
    assert demo_plan(now + datetime.timedelta(days=2)).schedule.current.done == 1


def test_what_was_logged_carries_its_target_and_lies_in_the_past(quickstart, now):
    quickstart()
    assert SetLog.objects.count() > 100
    assert all(row.target["reps"] == row.reps and row.done_at < now for row in SetLog.objects.all())
    assert Operation.objects.filter(received_at__gte=now).count() == 0


def test_running_it_again_keeps_what_is_there(quickstart, clock):
    quickstart()
    before = [list(model.objects.values()) for model in (get_user_model(), Enrolment, WorkoutLog, SetLog)]
    clock.shift(datetime.timedelta(days=3))
    said = quickstart()
    assert [
        list(model.objects.values()) for model in (get_user_model(), Enrolment, WorkoutLog, SetLog)
    ] == before
    assert DEMO.password in said


def test_a_password_that_was_changed_is_not_told(quickstart):
    quickstart()
    demo = people().get(email=DEMO.email)
    demo.set_password("another one, all mine")
    demo.save()
    said = quickstart()
    assert DEMO.password not in said
    assert "the password you gave it" in said


def test_it_is_refused_where_debug_is_off(settings, quickstart):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="development only"):
        quickstart()
    assert not people().filter(email=DEMO.email).exists()


def test_a_taken_port_is_told_before_anything_is_done():
    out = StringIO()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=rf"Port {port} .*--port {port + 1}") as caught:
            call_command("quickstart", "--port", str(port), stdout=out)
    assert caught.value.returncode == 1
    assert out.getvalue() == ""


@pytest.mark.parametrize("name, zone", [("Asia/Tokyo", "Asia/Tokyo"), ("Nowhere/AtAll", "UTC")])
def test_the_demo_person_lives_where_the_computer_does(monkeypatch, name, zone):
    monkeypatch.setenv("TZ", name)
    assert local_time_zone() == zone
