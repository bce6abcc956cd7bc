"""The library and the page of an exercise, as a browser gets them."""

import re

import pytest
from django.urls import reverse

from exercises.editions import digest, freeze
from exercises.models import Edition, Exercise, Hint, Muscle, Rung, Variation, VariationMuscle
from tests.publishing import NOW, publish
from tests.site.pages import links, words

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # what a page says does not depend on the database

LIBRARY = "/exercises/"
WAYS = "Ways to do it, from easiest to hardest"


def names(response):
    """The exercises on the library's cards, in order."""
    return re.findall(r'<h3><a href="/exercises/[^"]+">([^<]+)</a></h3>', response.content.decode())


def variations():
    return [
        (variation.exercise.slug, variation.slug)
        for variation in Variation.objects.select_related("exercise")
    ]


# The library -------------------------------------------------------------------------------------


def test_the_library_lists_all_five_in_order_each_with_a_still_figure(client):
    response = client.get(LIBRARY)
    assert names(response) == ["Standing kickback", "Clam", "Squat", "Glute bridge", "Toe taps"]
    page = response.content.decode()
    assert page.count('<svg class="mq') == 5
    assert "<animate" not in page


@pytest.mark.parametrize(
    "query, shown",
    [
        ("?position=standing", ["Standing kickback", "Squat"]),
        ("?position=mat", ["Clam", "Glute bridge", "Toe taps"]),
        ("?kit=none", ["Standing kickback", "Squat"]),
        ("?position=standing&kit=none", ["Standing kickback", "Squat"]),
        ("?position=mat&kit=none", []),
    ],
)
def test_filters_are_links_that_narrow_the_list_down(client, query, shown):
    assert names(client.get(LIBRARY + query)) == shown


def test_an_empty_list_says_so_and_leads_back(client):
    response = client.get(LIBRARY + "?position=mat&kit=none")
    assert "No move fits both choices" in words(response)
    assert f'<a href="{LIBRARY}">Show all of them</a>' in response.content.decode()


@pytest.mark.parametrize("query", ["?position=hanging", "?kit=barbell", "?position=&kit=", "?position=%00"])
def test_an_unknown_filter_narrows_nothing_down(client, query):
    assert len(names(client.get(LIBRARY + query))) == 5


def test_filters_combine_and_mark_what_is_chosen(client):
    filters = links(client.get(LIBRARY + "?position=standing"))["Narrow down"]
    chosen = [words for words, attributes in filters if "aria-current" in attributes]
    assert chosen == ["Standing"]
    assert dict(filters)["Nothing needed"]["href"] == "?position=standing&kit=none"
    assert dict(filters)["On a mat"]["href"] == "?position=mat"


def test_what_is_archived_is_listed_nowhere_and_its_page_says_so(client):
    Exercise.objects.filter(slug="clam").update(is_archived=True)
    assert "Clam" not in names(client.get(LIBRARY))
    page = client.get("/exercises/clam/")
    assert "This one is no longer part of the library." in words(page)
    assert 'content="noindex"' in page.content.decode()


# The page of an exercise -------------------------------------------------------------------------


def test_every_variation_has_its_page_with_all_its_words(client):
    assert len(variations()) == 17
    for exercise, slug in variations():
        variation = Variation.objects.select_related("exercise", "prop", "needs").get(slug=slug)
        response = client.get(f"/exercises/{exercise}/?variation={slug}")
        text = words(response)
        told = [variation.start, variation.breathing, variation.cue, variation.easier]
        told += variation.step_lines + variation.good_sign_lines + variation.watch_out_lines
        told += [variation.exercise.feel_it, variation.exercise.step_up, variation.exercise.about]
        told += [kit.name for kit in (variation.prop, variation.needs) if kit]
        assert [line for line in told if " ".join(line.split()) not in text] == []
        assert response.content.decode().count("<h1") == 1


def test_steps_come_in_order_one_item_each(client):
    page = client.get("/exercises/glute-bridge/?variation=bridge").content.decode()
    steps = re.findall(r"<li>(.*?)</li>", page.partition('<ol class="steps">')[2].partition("</ol>")[0])
    assert len(steps) == len(Variation.objects.get(slug="bridge").step_lines)


def test_ways_to_do_it_are_links_from_easiest_to_hardest_and_the_shown_one_is_marked(client):
    ways = links(client.get("/exercises/squat/?variation=squat-pulse"))[WAYS]
    assert [attributes["href"].partition("=")[2] for _, attributes in ways] == [
        "squat-arms", "squat", "squat-pulse", "squat-pulse-weight"
    ]  # fmt: skip
    assert [
        attributes["href"].partition("=")[2] for _, attributes in ways if "aria-current" in attributes
    ] == ["squat-pulse"]


@pytest.mark.parametrize(
    "exercise, usual",
    [
        ("standing-kickback", "kickback"),
        ("clam", "clam"),
        ("squat", "squat"),
        ("glute-bridge", "bridge"),
        ("toe-taps", "toe"),
    ],
)
def test_without_a_choice_it_shows_where_the_standard_level_starts(client, exercise, usual):
    ways = links(client.get(f"/exercises/{exercise}/"))[WAYS]
    assert [attributes["href"] for _, attributes in ways if "aria-current" in attributes] == [
        f"/exercises/{exercise}/?variation={usual}"
    ]


def test_each_way_shows_the_level_that_first_asks_for_it(client):
    page = client.get("/exercises/squat/").content.decode()
    switch = page.partition('<nav class="switch"')[2].partition("</nav>")[0]
    assert re.findall(r'aria-label="(Level \d of 4)"', switch) == [
        "Level 1 of 4", "Level 2 of 4", "Level 3 of 4", "Level 4 of 4"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "address",
    [
        "/exercises/deadlift/",
        "/exercises/squat/?variation=nope",
        "/exercises/squat/?variation=clam",
        "/exercises/squat/?variation=%00",
        "/exercises/squat/?variation=🍑",
    ],
)
def test_an_unknown_exercise_or_variation_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_an_empty_choice_is_no_choice(client):
    assert client.get("/exercises/squat/?variation=").status_code == 200


def test_a_variation_in_two_parts_shows_both_figures_with_their_names(client):
    page = client.get("/exercises/standing-kickback/?variation=kickback-side").content.decode()
    assert re.findall(r"<figcaption>([^<]+)</figcaption>", page) == ["Kickback", "Side kick"]
    assert page.count('<g class="an">') == 2
    assert len(set(re.findall(r'<title id="([^"]+)"', page))) == 2


def test_the_figure_moves_can_be_paused_and_holds_still_without_javascript(client):
    page = client.get("/exercises/squat/?variation=squat").content.decode()
    assert page.count("<animate") > 0
    assert re.search(
        r'<button class="round pause" type="button" hidden data-pause="Pause the animation"', page
    )
    assert 'href="?variation=squat&amp;still=1"' in page
    still = client.get("/exercises/squat/?variation=squat&still=1").content.decode()
    assert "<animate" not in still
    assert 'href="?variation=squat" aria-label="Play the animation"' in still


def test_muscles_are_named_with_what_they_do_the_workers_first(client):
    page = client.get("/exercises/squat/?variation=squat").content.decode()
    rows = VariationMuscle.objects.filter(variation__slug="squat").select_related("muscle")
    chips = re.findall(r'<li class="chip( on)?">([^<]+?) ?(?:<|$)', page.partition("feel it in")[2])
    assert {name.lower() for _, name in chips} == {row.muscle.plain_name.lower() for row in rows}
    assert {name.lower() for on, name in chips if on} == {
        row.muscle.plain_name.lower() for row in rows if row.role == "main"
    }
    assert [bool(on) for on, _ in chips] == sorted((bool(on) for on, _ in chips), reverse=True)
    for muscle in Muscle.objects.filter(variation_muscles__variation__slug="squat"):
        assert muscle.role in words(client.get("/exercises/squat/?variation=squat"))


def test_toe_taps_say_that_they_build_no_glutes(client):
    assert "does not build your glutes" in words(client.get("/exercises/toe-taps/"))


def test_the_ladder_shows_the_rungs_of_the_variation_and_all_of_them_on_demand(client):
    text = words(client.get("/exercises/glute-bridge/?variation=bridge-far"))
    short, _, whole = text.partition("The whole ladder")
    assert short.count("2 × 12–16") == 2
    assert "hold 3 s" in short
    assert "hold 5 s" in short
    for rung in Rung.objects.filter(exercise__slug="glute-bridge"):
        assert f"{rung.sets} × {rung.rep_low}–{rung.rep_high}" in whole


@pytest.mark.parametrize(
    "variation, sides",
    [
        ("kickback", "One side, then the other: change legs within each set, right leg first"),
        ("squat", "Both legs together"),
        ("toe", "Left and right in turn: change legs with every rep, right leg first"),
    ],
)
def test_sides_and_pace_are_said_in_words(client, variation, sides):
    text = words(client.get(Variation.objects.get(slug=variation).get_absolute_url()))
    assert f"Sides {sides} Pace" in text
    seconds = Variation.objects.get(slug=variation).rep_seconds
    assert f"about {seconds} seconds a rep" in text


def test_hints_are_those_for_everybody_and_for_this_exercise(client):
    wall = Hint.objects.get(slug="wall-for-balance")
    elsewhere = Hint.objects.get(slug="band-or-weights")
    assert wall.title in words(client.get("/exercises/standing-kickback/"))
    assert wall.title not in words(client.get("/exercises/squat/"))
    assert elsewhere.title not in words(client.get("/exercises/squat/"))


def test_neighbours_in_the_library_are_one_tap_away(client):
    def neighbours(slug):
        return [there["href"] for _, there in links(client.get(f"/exercises/{slug}/"))["More moves"]]

    assert neighbours("standing-kickback") == ["/exercises/clam/"]
    assert neighbours("squat") == ["/exercises/clam/", "/exercises/glute-bridge/"]
    assert neighbours("toe-taps") == ["/exercises/glute-bridge/"]
    Exercise.objects.filter(slug="glute-bridge").update(is_archived=True)
    assert neighbours("squat") == ["/exercises/clam/", "/exercises/toe-taps/"]


def test_the_next_harder_way_is_offered_until_there_is_none(client):
    assert "See the next step: Pulse squat" in words(client.get("/exercises/squat/?variation=squat"))
    assert "See the next step" not in words(client.get("/exercises/squat/?variation=squat-pulse-weight"))


def test_what_an_editor_writes_is_escaped(client):
    """However it came to be published: the forms refuse it."""
    Variation.objects.filter(slug="squat").update(steps="Stand <b>tall</b>.\n<script>alert(1)</script>")
    squat = Exercise.objects.get(slug="squat")
    content = freeze(squat)
    Edition.objects.create(exercise=squat, number=2, content=content, digest=digest(content), created_at=NOW)
    page = client.get("/exercises/squat/?variation=squat").content.decode()
    assert "Stand &lt;b&gt;tall&lt;/b&gt;." in page
    assert "<script>alert" not in page


def test_a_variation_without_a_rung_still_has_a_page(client):
    Variation.objects.filter(slug="clam-lift").update(order=9)
    base = Variation.objects.get(slug="clam")
    base.pk, base.slug, base.name, base.order = None, "clam-free", "Free clam", 8
    base.save()
    VariationMuscle.objects.create(
        variation=base, muscle=Muscle.objects.get(slug="gluteus-medius"), role="main", set_percent=100
    )
    assert client.get("/exercises/clam/?variation=clam-free").status_code == 404
    publish("clam")
    text = words(client.get("/exercises/clam/?variation=clam-free"))
    assert "No plan asks for this one yet" in text


def test_a_page_costs_few_queries_whatever_is_on_it(client_of, person, django_assert_max_num_queries):
    client = client_of(person())
    for exercise, slug in variations():
        with django_assert_max_num_queries(6):
            assert client.get(f"/exercises/{exercise}/?variation={slug}").status_code == 200
    with django_assert_max_num_queries(6):
        assert client.get(LIBRARY).status_code == 200


def test_the_addresses_are_the_promised_ones():
    assert reverse("exercises:library") == "/exercises/"
    assert reverse("exercises:exercise", args=["squat"]) == "/exercises/squat/"
    squat = Variation.objects.select_related("exercise").get(slug="squat")
    assert squat.get_absolute_url() == "/exercises/squat/?variation=squat"
