"""The browser harness itself."""

import datetime

import pytest
from django.utils import timezone

pytestmark = pytest.mark.sqlite  # what a person sees does not depend on the database


def test_the_server_and_the_browser_meet_and_nothing_is_complained_about(page_of):
    page = page_of()
    answer = page.goto("/admin/login/")
    assert answer.status == 200


def test_somebody_stays_signed_in_when_a_week_goes_by(page_of, person, clock):
    user = person("editor@rise.example", is_staff=True, is_superuser=True)
    page = page_of(user)
    clock.shift(datetime.timedelta(days=7))
    page.goto("/admin/")
    assert "/login" not in page.url
    assert timezone.now().date() == datetime.date(2027, 1, 11)


@pytest.mark.parametrize(
    "address, script, kind",
    [
        ("/admin/login/", "console.error('something broke')", "console"),
        ("/admin/login/", "setTimeout(() => { throw new Error('something broke') })", "script"),
        (
            "/admin/login/",
            "document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">')",
            "console",
        ),
        ("/admin/login/", "fetch('http://127.0.0.1:9/').catch(() => 0)", "console"),
        ("about:blank", "fetch('http://127.0.0.1:9/').catch(() => 0)", "another host"),
    ],
    ids=["console error", "script error", "inline style", "refused request", "another host"],
)
def test_what_a_page_must_not_do_is_noticed(page_of, complaints, address, script, kind):
    page = page_of()
    page.goto(address)
    page.evaluate(f"() => {{ {script} }}")
    page.wait_for_timeout(200)
    heard = complaints.left()
    complaints.clear()
    assert any(said.startswith(kind) for said in heard)
