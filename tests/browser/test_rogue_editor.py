"""An editor who means harm: whatever gets into the words, nothing runs, nothing is fetched, nobody is tracked."""

import datetime

import pytest
from django.db import models

from exercises import editions
from exercises.models import Edition, Exercise, FigureWords, Hint, Muscle, SafetyNote, Variation
from plans import editions as plan_editions
from plans.models import Plan, PlanEdition
from tests.plans.pages import follow
from tests.publishing import NOW

pytestmark = pytest.mark.sqlite  # what a person sees does not depend on the database

ATTACK = (
    "<script>window.pwned=1</script>"
    "<svg onload=window.pwned=2><a xlink:href=javascript:window.pwned=3>x</a></svg>"
    "<img src=https://tracker.example/pixel.gif onerror=window.pwned=4>"
    "![pixel](https://tracker.example/pixel.gif)"
    " [tap me](javascript:window.pwned=5) [or me](JaVaScRiPt&#58;window.pwned=6)"
    " <iframe srcdoc='<script>parent.pwned=7</script>'></iframe>"
    "<style>@import url(https://tracker.example/x.css);</style>"
    "<meta http-equiv=refresh content='0;url=https://tracker.example'>"
    "<base href=https://tracker.example><form action=https://tracker.example><button>tap me</button></form>"
    '" onmouseover="window.pwned=8" x="'
)
SHORT = '<svg onload=window.pwned=9>"><img src=//tracker.example/p onerror=window.pwned=10>'
WRITTEN = [Exercise, Variation, Muscle, Hint, SafetyNote, FigureWords, Plan]
PAGES = [
    "/",
    "/exercises/",
    "/exercises/squat/?variation=squat",
    "/plans/",
    "/plans/the-full-five/",
    "/safety/",
    "/questions/",
    "/week/",
    "/today/",
    "/plans/the-full-five/start/",
]


@pytest.fixture
def poisoned(db):
    """Every text of the content says the worst, past the forms, and is published."""
    for model in WRITTEN:
        for row in model._default_manager.all():
            for field in model._meta.concrete_fields:
                if getattr(row, field.name) and (isinstance(field, models.TextField) or is_line(field)):
                    text = ATTACK if field.max_length is None else SHORT[: field.max_length]
                    unique = f"{row.pk} " if field.unique else ""
                    setattr(row, field.name, f"{unique}{text}"[: field.max_length])
            model._default_manager.filter(pk=row.pk).update(**editions.values_of(row))
    for exercise in Exercise.objects.all():
        content = editions.freeze(exercise)
        Edition.objects.create(
            exercise=exercise, number=9, content=content, digest=editions.digest(content), created_at=NOW
        )
    for plan in Plan.objects.select_related("figure"):
        content = plan_editions.freeze(plan)
        PlanEdition.objects.create(
            plan=plan,
            figure=plan.figure,
            number=9,
            content=content,
            digest=editions.digest(content),
            created_at=NOW,
        )


def is_line(field):
    keys = {"slug", "figure", "second_part_figure", "surfaces", "first_side"}
    return isinstance(field, models.CharField) and not field.choices and field.name not in keys


def watch(page, heard):
    page.on("dialog", lambda dialog: (heard.append(dialog.message), dialog.dismiss()))


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_visitor_and_a_follower_meet_nothing_but_words(clock, person, page_of, poisoned, script):
    user = person()
    follow(user, start=datetime.date(2027, 1, 4))
    page, dialogs = page_of(user, java_script_enabled=script), []
    watch(page, dialogs)
    for address in PAGES:
        page.goto(address)
        assert page.url.endswith(address)
        page.mouse.move(200, 300)
        if script:
            assert page.evaluate("window.pwned") is None
        content = page.locator("main, footer")
        assert (
            content.locator(
                "script:not([type='application/json'], [src^='/static/']), "
                "iframe, object, embed, style, base, meta, img, form[action^=http]"
            ).count()
            == 0
        )
        assert content.locator("[onload], [onerror], [onmouseover], [style], [srcdoc]").count() == 0
        assert not [a for a in hrefs(content) if not a.startswith(("/", "#", "?", "http://", "https://"))]
        assert not [a for a in hrefs(content) if "tracker" in a]
    assert dialogs == []


def hrefs(content):
    return [link.get_attribute("href") or "" for link in content.locator("a").all()]


def test_whoever_edits_next_meets_nothing_but_words_either(clock, person, page_of, poisoned):
    editor = person(is_staff=True, is_superuser=True)
    page, dialogs = page_of(editor), []
    watch(page, dialogs)
    squat, plan = Exercise.objects.get(slug="squat"), Plan.objects.get(slug="the-full-five")
    for row in (squat, plan):
        where = f"/admin/{row._meta.app_label}/{row._meta.model_name}/"
        for address in (
            where,
            *(f"{where}{row.pk}/{name}/" for name in ("change", "publish", "preview", "history")),
        ):
            page.goto(address)
            assert page.evaluate("window.pwned") is None
            assert page.locator("iframe, object, embed, base, [onload], [onerror], [srcdoc]").count() == 0
            assert page.locator("a[href^=javascript]").count() == 0
    assert dialogs == []


def test_the_forms_of_the_admin_name_what_is_not_allowed_beside_the_field(clock, person, page_of, complaints):
    editor = person(is_staff=True, is_superuser=True)
    page = page_of(editor)
    variation = Variation.objects.get(slug="squat")
    before = Variation.objects.filter(pk=variation.pk).values().get()
    page.goto(f"/admin/exercises/variation/{variation.pk}/change/")
    page.fill("[name=start]", ATTACK)
    page.fill("[name=cue]", "[tap me](javascript:alert(1))")
    page.get_by_role("button", name="Save", exact=True).click()
    for name in ("start", "cue"):
        wrong = page.locator(f".field-{name} .errorlist").inner_text()
        assert wrong.strip()
    assert page.input_value("[name=start]") == ATTACK
    assert Variation.objects.filter(pk=variation.pk).values().get() == before
