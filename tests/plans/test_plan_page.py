"""A plan before anybody signs up: every week with every dose and its reason."""

import re

import pytest

from plans.models import Plan
from tests.plans.engine.build import VECTORS
from tests.plans.pages import body_rows, read, words

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # what a page says does not depend on the database

# A week's workout in order, and the whole minutes, of the examples of the training rules (4.4).
ORDER = VECTORS["order"]
MINUTES = {
    "standard/right/12": [23, 25, 26, 25, 16, 26, 24, 26, 26, 14, 27, 31],
    "starter/right/6": [15, 17, 18, 20, 21, 23],
}
LATERALITY = {row["name"]: row["laterality"] for row in VECTORS["variations"]}
SIDES = {"per_side": " per side", "alternating": " per leg", "bilateral": ""}


def dose_in_words(row):
    hold = f", hold {row['hold']} s" if row["hold"] else ""
    return f"{row['sets']} × {row['reps']}{SIDES[LATERALITY[row['variation']]]}{hold}"


def table_of(run):
    """What the page must show for a run: for each week rows of name, dose, reason."""
    rows = VECTORS["runs"][run]
    return [
        [
            [rows[name][week]["variation"], dose_in_words(rows[name][week]), rows[name][week]["why"]]
            for name in ORDER
        ]
        for week in range(len(rows["squat"]))
    ]


def weeks_of(response):
    """The sections of the page: heading, minutes, rows of all its tables."""
    html = response.content.decode()
    sections = re.findall(r'<section class="card stack fill preview.*?</section>', html, flags=re.DOTALL)
    return [
        (
            words(re.search(r"<h3>(.*?)</h3>", section, flags=re.DOTALL).group(1)),
            words(re.search(r'</h3>\s*<span class="chip">(.*?)</span>', section).group(1)),
            [[cell.replace(" ,", ",") for cell in row] for row in body_rows(section)],
        )
        for section in sections
    ]


@pytest.mark.parametrize(
    "slug, run, easy",
    [("the-full-five", "standard/right/12", (5, 10)), ("first-steps", "starter/right/6", ())],
)
def test_every_week_shows_every_dose_with_its_reason_and_minutes_before_signing_up(client, slug, run, easy):
    wanted, minutes = table_of(run), MINUTES[run]
    shown = weeks_of(client.get(f"/plans/{slug}/"))
    assert [week[2] for week in shown] == wanted
    assert [week[1] for week in shown] == [f"{count} min" for count in minutes]
    total = len(wanted)
    headings = [f"Week {n} of {total}" + (" easy week" if n in easy else "") for n in range(1, total + 1)]
    assert [week[0] for week in shown] == headings


@pytest.mark.parametrize("plan", ["twice-a-week", "kettle-breaks", "mat-trio", "step-it-up"])
def test_every_other_plan_shows_all_its_weeks_too(client, plan):
    shown = weeks_of(client.get(f"/plans/{plan}/"))
    assert len(shown) == Plan.objects.get(slug=plan).weeks
    for number, (_heading, minutes, rows) in enumerate(shown, start=1):
        assert re.fullmatch(r"[\d½–]+ min", minutes)
        assert rows
        assert all(dose and reason.endswith(".") for _name, dose, reason in rows)
        assert all((reason == "Starting point for this level.") == (number == 1) for *_, reason in rows)


def test_twice_a_week_goes_the_way_of_the_standard_example_until_its_last_week(client):
    shown = weeks_of(client.get("/plans/twice-a-week/"))
    wanted = table_of("standard/right/12")
    assert [week[2] for week in shown[:9]] == wanted[:9]
    assert "easy week" not in shown[9][0]  # the last week of a plan is never easy


def test_mat_trio_asks_for_its_three_exercises_as_in_the_standard_example(client):
    shown = weeks_of(client.get("/plans/mat-trio/"))
    assert [week[2] for week in shown] == [week[2:] for week in table_of("standard/right/12")[:8]]
    assert shown[4][:2] == ("Week 5 of 8 easy week", "9 min")


def test_kettle_breaks_tells_its_two_kinds_of_workout_apart(client):
    page = client.get("/plans/kettle-breaks/")
    assert weeks_of(page)[0] == (
        "Week 1 of 4",
        "3½–4½ min",
        [
            ["Squat", "2 × 20", "Starting point for this level."],
            ["Standing kickback", "3 × 10 per side", "Starting point for this level."],
        ],
    )
    assert "Workouts 1, 3, 5 · 3½ min" in read(page)
    assert "Workouts 2, 4, 6 · 4½ min" in read(page)


def test_workouts_that_are_alike_are_told_once(client):
    page = client.get("/plans/the-full-five/")
    assert read(page).count("All 3 workouts of the week") == 12


@pytest.mark.parametrize(
    "level, first",
    [
        (
            "starter",
            ["2 × 10", "2 × 8 per side", "2 × 10, hold 1 s", "2 × 6 per leg", "2 × 10 per side, hold 1 s"],
        ),
        ("strong", ["2 × 8", "2 × 10 per side", "2 × 12, hold 5 s", "2 × 5", "2 × 12 per side, hold 1 s"]),
    ],
)
def test_another_level_begins_elsewhere_and_the_switch_says_which_one_it_is(client, level, first):
    page = client.get(f"/plans/the-full-five/?level={level}")
    assert [row[1] for row in weeks_of(page)[0][2]] == first
    current = re.findall(r'<a href="([^"]*)" aria-current="true">', page.content.decode())
    assert current == [f"/plans/the-full-five/?level={level}#weeks"]


def test_the_head_of_the_page_is_the_same_at_every_level(client):
    chips = [client.get(f"/plans/the-full-five/{query}").content.decode() for query in ("", "?level=strong")]
    assert ["23–31 min" in html for html in chips] == [True, True]


@pytest.mark.parametrize("level", ["heroic", "plus", "", "%00", "<script>"])
def test_an_unknown_level_shows_the_plans_own(client, level):
    page = client.get("/plans/step-it-up/", {"level": level})
    assert weeks_of(page) == weeks_of(client.get("/plans/step-it-up/?level=strong"))


def test_the_page_names_kit_that_opens_harder_steps_but_needs_none(client):
    assert "Nothing but a little room to stand." in read(client.get("/plans/kettle-breaks/"))
    assert "If you own it, this opens harder steps at the very top: loop band" in read(
        client.get("/plans/the-full-five/")
    )


def test_the_page_leads_to_signing_up(client):
    html = client.get("/plans/mat-trio/").content.decode()
    assert html.count('href="/plans/mat-trio/start/"') == 2


@pytest.mark.parametrize("slug", ["the-full-five", "kettle-breaks"])
@pytest.mark.parametrize("query", ["", "?level=starter"])
def test_the_page_takes_at_most_six_queries(client_of, person, django_assert_max_num_queries, slug, query):
    client = client_of(person())
    with django_assert_max_num_queries(6):
        client.get(f"/plans/{slug}/{query}")


def test_the_fold_of_a_week_says_what_steps_up_in_it(client):
    sections = re.findall(
        r'<section class="card stack fill preview.*?</section>',
        client.get("/plans/the-full-five/").content.decode(),
        flags=re.DOTALL,
    )
    news = [
        words(found.group(1)) if (found := re.search(r'<span class="news small">(.*?)</span>', part)) else ""
        for part in sections
    ]
    assert news[:5] == [
        "",
        "",
        "New: Glute bridge 2 × 14, hold 3 s",
        "New: Toe taps 3 × 9 · Bent-leg lift 2 × 12, hold 1 s",
        "",
    ]
    assert ["<details open>" in part for part in sections] == [True] + [False] * 11
