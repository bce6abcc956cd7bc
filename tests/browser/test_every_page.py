"""
Every page, on a phone by day and on a desktop by night: axe finds nothing, nothing sticks out sideways down
to 320 px, a thumb hits every target, and all of it is there without JavaScript. (Console, policy and foreign
hosts are watched by the harness.)
"""

import datetime

import pytest
from django.contrib.auth import get_user_model

from exercises.models import Exercise, Rung, Variation
from plans import services
from plans.models import Plan
from tests.plans.pages import MONDAY, day, follow, train
from tests.publishing import NOW, newest_of, publish

pytestmark = pytest.mark.sqlite  # looks do not depend on the database

SMALLEST = {"width": 320, "height": 640}
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}

PUBLIC = [
    "/",
    "/exercises/",
    "/exercises/standing-kickback/",
    "/exercises/clam/?variation=clam-lift",
    "/plans/",
    "/plans/the-full-five/",
    "/plans/kettle-breaks/?level=starter",
    "/plans/kettle-breaks/start/",
    "/safety/",
    "/questions/",
    "/accessibility/",
    "/privacy/",
    "/about/",
    "/accounts/login/",
    "/accounts/login/code/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/no-such-page/",
]
TRYING = ["/week/", "/accounts/", "/accounts/signup/", "/accounts/logout/"]
NEW_HERE = ["/week/", "/today/", "/quick/", "/progress/", "/plans/mat-trio/start/"]
FOLLOWING = [
    "/",
    "/week/",
    "/week/1/",
    "/week/5/",
    "/today/",
    "/today/?slot=3",
    "/today/?minutes=10&without=clam",
    "/today/swap/?slot=1&exercise=squat",
    "/quick/",
    "/workout/1/1/",
    "/history/",
    "/progress/",
    "/plans/mat-trio/start/",
    "/accounts/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/logout/",
]

# What a thumb aims at, with its height: a tick or a choice is as high as its label, a link that is spread
# over its card as high as the card. Links in running text may be as low as the text (WCAG 2.5.8), and what
# only shows on focus is not aimed at.
LOW_TARGETS = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
  .map(found => {
    const isChoice = found.matches("[type=checkbox], [type=radio]");
    const isWhole = getComputedStyle(found, "::after").position === "absolute";
    const target = (isChoice && found.closest("label")) || (isWhole && found.offsetParent) || found;
    const box = target.getBoundingClientRect();
    const text = found.textContent.trim();
    const around = found.parentElement.closest("p, li, td, dd")?.textContent.trim() ?? text;
    const isInText = found.matches("a") && getComputedStyle(found).display === "inline" && around !== text;
    const isHidden = !target.checkVisibility({visibilityProperty: true}) || found.type === "hidden";
    return {name: `${found.tagName} “${text || found.name}”`, height: box.height, skip:
      isHidden || isInText || found.matches(".skip")};
  })
  .filter(({height, skip}) => !skip && height < 43.5)
  .map(({name, height}) => `${name} is ${height} px high`)"""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def check(page_of, axe, screens, complaints):
    """Looks at pages as somebody and asserts that nothing is wrong with any of them."""
    complaints.ignore("404 (Not Found)")
    complaints.ignore("422 (Unprocessable")

    def run(addresses, person=None, prepare=None):
        page = page_of(person, reduced_motion="reduce")  # else colours are judged while they fade
        plain = page_of(person, java_script_enabled=False)
        plain.route(
            "**/*.css", lambda route: route.fulfill(content_type="text/css", body="")
        )  # not looked at
        faults = []
        for address in addresses:
            for view in (page, plain):
                view.goto(address)
                if prepare:
                    prepare(view)
            screens(page, address.strip("/").replace("/", "-").replace("?", "-") or "home")
            found = [*faults_of_looks(page, axe), *faults_of_size(page), *faults_without_script(page, plain)]
            faults += [f"{address}: {fault}" for fault in found]
        assert not faults, "\n".join(faults)

    return run


def faults_of_looks(page, axe):
    """Each size once and each theme once."""
    for size, scheme in ((PHONE, "light"), (DESKTOP, "dark")):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        if (wide := page.evaluate(OVERFLOW)) > 0:
            yield f"{wide} px too wide for a screen of {size['width']}"
        try:
            axe(page)
        except AssertionError as error:
            yield str(error)


def faults_of_size(page):
    page.set_viewport_size(SMALLEST)
    if (wide := page.evaluate(OVERFLOW)) > 0:
        yield f"{wide} px too wide for a screen of 320"
    page.set_viewport_size(PHONE)
    yield from page.evaluate(LOW_TARGETS)


# What the player adds is looked at in test_player.py.
WORDS = """main => {
  const words = main.cloneNode(true);
  for (const added of words.querySelectorAll("[data-player], dialog, script, template")) added.remove();
  return words.textContent;
}"""


def faults_without_script(page, plain):
    with_script, without = (view.locator("main").evaluate(WORDS).split() for view in (page, plain))
    if with_script != without:
        yield f"without JavaScript it reads {without}, with it {with_script}"


def test_every_page_that_anybody_may_open(clock, check):
    check(PUBLIC)


def test_every_page_of_somebody_without_a_plan(clock, check, person):
    check(NEW_HERE, person())
    guest = get_user_model().objects.create(email=None)
    follow(guest, "first-steps")
    check(TRYING, guest)


def test_every_page_of_somebody_who_follows_a_plan(clock, check, person):
    user = person()
    follow(user)
    for number in (0, 2, 4):
        train(user, day(number), ratings={"squat": "easy", "clam": "hard"})
    clock.move_to(datetime.datetime(2027, 1, 11, 9, 0, tzinfo=datetime.UTC))
    check(FOLLOWING, user)
    clock.shift(datetime.timedelta(days=1))
    check(["/today/", "/week/"], user)


def test_the_pages_before_a_plan_begins_and_after_it_ended(clock, check, person):
    early, late = person(), person()
    follow(early, start=MONDAY + datetime.timedelta(days=9))
    follow(late, "kettle-breaks", start=day(-30))
    for user in (early, late):
        check(["/week/", "/today/", "/progress/"], user)


def test_the_start_form_with_everything_wrong(clock, check, person):
    user = person()
    follow(user, "mat-trio")

    def send(page):
        for box in page.get_by_role("group", name="Training days").get_by_role("checkbox").all()[3:]:
            box.set_checked(False)
        page.get_by_role("checkbox", name="Tuesday").check()
        page.get_by_label("Start", exact=True).fill("2020-01-01")
        page.get_by_role("button", name="Start this plan").click()
        assert "This day has passed." in page.locator("main").inner_text()

    check(["/plans/the-full-five/start/"], user, prepare=send)


def test_a_workout_with_a_mistake_in_it(clock, check, person):
    user = person()
    follow(user)

    def send(page):
        page.get_by_role("spinbutton").first.fill("-1")
        page.get_by_role("button", name="Finish workout").click()
        assert "Fewer than none is not possible." in page.locator("main").inner_text()

    check(["/today/"], user, prepare=send)


def test_a_plan_that_changed_before_and_after_the_answer(clock, check, person):
    user = person()
    follow(user)
    Plan.objects.get(slug="the-full-five").workouts.get(order=3).delete()
    Rung.objects.filter(code="Q2").update(rep_step=4, rep_high=28)
    publish("squat", "the-full-five")
    check(["/week/", "/week/new-numbers/"], user)
    services.keep(user.enrolments.get(), newest_of("the-full-five"), today=MONDAY, now=NOW)
    check(["/week/", "/week/new-numbers/"], user)


def test_the_preview_of_a_draft(clock, check, person):
    editor = person(is_staff=True, is_superuser=True)
    squat, plan = Exercise.objects.get(slug="squat"), Plan.objects.get(slug="the-full-five")
    shows = [
        f"/admin/plans/plan/{plan.pk}/preview/?show={show}&week=2" for show in ("plan", "week", "workout")
    ]
    check([f"/admin/exercises/exercise/{squat.pk}/preview/", *shows], editor)


ADMIN = [
    "/admin/",
    "/admin/exercises/exercise/",
    "/admin/exercises/exercise/{squat}/change/",
    "/admin/exercises/exercise/{squat}/publish/",
    "/admin/exercises/exercise/{squat}/history/",
    "/admin/exercises/variation/{variation}/change/",
    "/admin/exercises/figurewords/",
    "/admin/plans/plan/",
    "/admin/plans/plan/{plan}/change/",
    "/admin/plans/plan/{plan}/publish/",
    "/admin/plans/plan/{plan}/history/",
]
# What Django's own templates of the admin do; ours are judged in full.
DJANGOS_OWN = ("empty-table-header",)


def test_the_pages_that_editors_use_fit_a_phone_and_a_desktop(
    clock, page_of, person, axe, screens, complaints
):
    complaints.ignore("ViewTransition")
    publisher = person(is_staff=True, is_superuser=True)
    squat = Variation.objects.get(slug="squat")
    squat.cue = "Sit back slowly, chest lifted."
    squat.save()
    keys = {"squat": squat.exercise_id, "variation": squat.pk, "plan": Plan.objects.get(slug="mat-trio").pk}
    page, faults = page_of(publisher, reduced_motion="reduce"), []
    for size, scheme in ((PHONE, "light"), (DESKTOP, "dark")):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        for address in (address.format(**keys) for address in ADMIN):
            page.goto(address)
            if (wide := page.evaluate(OVERFLOW)) > 0:
                faults.append(f"{address}: {wide} px too wide for a screen of {size['width']}")
            faults += [f"{address} ({scheme}): {fault}" for fault in axe.faults(page, but=DJANGOS_OWN)]
    for address in (address.format(**keys) for address in ADMIN):
        page.goto(address)
        screens(page, "admin-" + address.strip("/").replace("/", "-"))
    assert not faults, "\n".join(faults)
