"""The drawn figures: bodies that could be real, pictures that a page can carry, words that say the same."""

import ast
import gzip
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from math import atan2, degrees, dist
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.template import Context, Template
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from exercises import figures
from exercises.figures import Words, figure, figure_keys
from exercises.figures.animate import beats_of
from exercises.figures.body import FOREARM, SHIN, SIDES, THIGH, TORSO, UPPER_ARM, lerp, solve
from exercises.figures.motion import motions
from exercises.figures.svg import draw, points_of

SVG = "{http://www.w3.org/2000/svg}"
KEYS = sorted(figure_keys())
OPTIONS = [
    {},
    {"animate": False},
    {"pose": "start"},
    {"pose": "end", "tight": True},
    {"tight": True},
    {"mirrored": True},
    {"repeat": 1, "tone": "c"},
]
BONES = [
    ("hip", "knee", THIGH),
    ("knee", "ankle", SHIN),
    ("shoulder", "elbow", UPPER_ARM),
    ("elbow", "hand", FOREARM),
]
FIXTURE = settings.BASE_DIR / "exercises/fixtures/02_figure_words.yaml"
WORDS = {
    row["fields"].pop("figure"): Words(**row["fields"]) for row in yaml.safe_load(FIXTURE.read_text("utf-8"))
}
every_figure = pytest.mark.parametrize("key", KEYS)


def bodies(key):
    """The joints at every beat of a repetition."""
    motion = motions()[key]
    return [solve(motion, beat.pose) for beat in beats_of(motion)]


def parse(markup):
    return ET.fromstring(markup)  # noqa: S314, our own drawing


def drawing(key, **options):
    return parse(figure(key, **options))


def animations(key, **options):
    return list(drawing(key, **options).iter(SVG + "animate"))


def ids_in(markup):
    return [element.get("id") for element in parse(markup).iter() if element.get("id")]


def render(source, **context):
    request = RequestFactory().get("/")
    return Template("{% load figures %}" + source).render(Context({"request": request, **context}))


# The body


@given(key=st.sampled_from(KEYS), pair=st.permutations(["start", "end"]), t=st.floats(0, 1))
def test_bones_keep_their_length_on_the_way_from_any_pose_to_any_other(key, pair, t):
    motion = motions()[key]
    joints = solve(motion, lerp(motion.poses[pair[0]], motion.poses[pair[1]], t))
    assert dist(joints["pelvis"], joints["chest"]) == pytest.approx(TORSO)
    for side in SIDES:
        for upper, lower, length in BONES:
            assert dist(joints[upper + side], joints[lower + side]) == pytest.approx(length, abs=1e-3)


@every_figure
def test_the_supporting_joint_stays_planted_through_a_repetition(key):
    joint = motions()[key].support
    first, *others = bodies(key)
    assert max(dist(body[joint], first[joint]) for body in others) < 0.6


@pytest.mark.parametrize("key", [key for key in KEYS if motions()[key].view == "side"])
def test_knees_bend_the_human_way(key):
    for body in bodies(key):
        for side in SIDES:
            hip, knee, ankle = (body[joint + side] for joint in ("hip", "knee", "ankle"))
            turn = (knee[0] - hip[0]) * (ankle[1] - knee[1]) - (knee[1] - hip[1]) * (ankle[0] - knee[0])
            assert turn < 200  # never beyond straight


@pytest.mark.parametrize("key", ["squat", "bridge_weight", "squat_pulse_weight"])
def test_hands_that_hold_on_to_the_body_travel_with_it(key):
    trunk_to_hand = [dist(body["chest"], body["handN"]) for body in bodies(key)]
    assert max(trunk_to_hand) - min(trunk_to_hand) < 0.5


@pytest.mark.parametrize("key", ["kickback", "kickback_wall", "kickback_band"])
def test_the_kicking_foot_never_lands_and_the_trunk_leans_at_most_a_little(key):
    standing = bodies(key)[0]["ankleF"]
    assert all(body["ankleN"][1] > standing[1] + 1 for body in bodies(key))
    leans = [beat.pose["torso"] for beat in beats_of(motions()[key])]
    assert max(leans) - min(leans) <= 6


def end_angle(key, upper, lower, axes=(0, 1)):
    """Where a bone points in the end pose, in degrees: 0 is level, -90 straight down."""
    body = solve(motions()[key], motions()[key].poses["end"])
    across, up = (body[lower][axis] - body[upper][axis] for axis in axes)
    return degrees(atan2(up, across))


@pytest.mark.parametrize("key", ["kickback", "kickback_wall", "kickback_band"])
def test_a_kickback_takes_the_thigh_20_to_25_degrees_behind_the_vertical(key):
    assert 20 <= -90 - end_angle(key, "hipN", "kneeN") <= 25.01


@pytest.mark.parametrize("key", ["side_kick", "side_kick_band"])
def test_a_side_kick_takes_the_leg_30_to_35_degrees_out_and_keeps_the_hips_level(key):
    assert 30 <= 90 + end_angle(key, "hipN", "ankleN", axes=(2, 1)) <= 35
    assert all(body["hipN"][1] == pytest.approx(body["hipF"][1]) for body in bodies(key))


def test_a_squat_goes_almost_level_and_its_easier_form_stops_higher():
    assert -10 <= end_angle("squat", "hipN", "kneeN") <= 0
    assert -30 <= end_angle("squat_arms", "hipN", "kneeN") <= -20


@pytest.mark.parametrize("key", ["squat", "squat_arms", "squat_pulse"])
def test_a_squat_keeps_its_heels_down_and_its_knees_over_its_feet(key):
    for body in bodies(key):
        assert body["ankleN"][1] == pytest.approx(body["ankleF"][1])
        assert body["kneeN"][0] < body["toeN"][0] + 4


@pytest.mark.parametrize("key", ["bridge", "bridge_far", "bridge_weight"])
def test_a_bridge_ends_in_one_straight_line_from_shoulder_to_knee(key):
    motion = motions()[key]
    body = solve(motion, motion.poses["end"])
    straight = dist(body["shoulderN"], body["kneeN"])
    assert dist(body["shoulderN"], body["hipN"]) + dist(body["hipN"], body["kneeN"]) < straight * 1.01


def test_clam_heels_stay_together_and_lifted_heels_part():
    def heel_gaps(key):
        return [dist(body["ankleN"], body["ankleF"]) for body in bodies(key)]

    assert max(heel_gaps("clam")) < 11
    assert max(heel_gaps("clam_lift")) > 50


def test_toe_taps_move_both_legs_in_turn():
    taps = [[side for side in SIDES if body["toe" + side][1] < 8] for body in bodies("toe")]
    in_turn = [tap for tap, before in zip(taps, [None, *taps], strict=False) if tap != before]
    assert in_turn == [[], ["N"], [], ["F"], []]


@pytest.mark.parametrize("key", ["squat_pulse", "squat_pulse_weight"])
def test_a_pulse_squat_shows_five_pulses_and_counts_them(key):
    hips = [body["pelvis"][1] for body in bodies(key)]
    dips = [i for i in range(1, len(hips) - 1) if hips[i - 1] > hips[i] < hips[i + 1]]
    fading = [track for track in animations(key) if track.get("attributeName") == "opacity"]
    dots = [track.get("values").split(";") for track in fading]
    assert [sum(values[dip] == "1" for values in dots) for dip in dips] == [1, 2, 3, 4, 5]
    assert {values[0] for values in dots} == {"0.25"}


# The picture


@every_figure
@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_every_figure_is_valid_in_every_option_and_carries_no_style(key, options):
    svg = figure(key, **options)
    elements = list(parse(svg).iter())
    assert not any("style" in element.attrib or element.tag == SVG + "style" for element in elements)
    assert not any(name.startswith("on") for element in elements for name in element.attrib)
    assert len(gzip.compress(svg.encode(), 9)) < 3072


@every_figure
def test_a_loop_lasts_five_seconds_at_most_and_its_last_key_time_is_exactly_1(key):
    tracks = animations(key)
    assert tracks
    for track in tracks:
        times = track.get("keyTimes").split(";")
        assert float(track.get("dur").removesuffix("s")) <= 5
        assert (times[0], times[-1]) == ("0", "1")
        assert [float(time) for time in times] == sorted(map(float, times))
        assert len(track.get("values").split(";")) == len(times)


@every_figure
def test_a_loop_ends_where_it_began(key):
    first, *_, last = bodies(key)
    assert all(dist(first[joint], last[joint]) < 1e-9 for joint in first)


@every_figure
def test_a_still_figure_does_not_move_and_shows_the_start_as_a_ghost(key):
    still = drawing(key, animate=False)
    assert not list(still.iter(SVG + "animate"))
    assert still.find(f"{SVG}g[@class='gh']") is not None


@every_figure
def test_an_animated_figure_carries_its_still_form_for_people_who_prefer_less_motion(key):
    picture = drawing(key)
    moving, still = (picture.find(f"{SVG}g[@class='{form}']") for form in ("an", "st"))
    assert list(moving.iter(SVG + "animate"))
    assert len(still)
    assert not list(still.iter(SVG + "animate"))


def test_a_single_pose_shows_neither_ghost_nor_motion():
    assert drawing("squat", pose="start").find(f"{SVG}g") is None


@every_figure
def test_start_and_end_look_different(key):
    assert figure(key, pose="start") != figure(key, pose="end")


@every_figure
def test_a_mirrored_figure_is_the_same_picture_turned_about_its_middle(key):
    plain, mirrored = drawing(key), drawing(key, mirrored=True)
    x, _, width, _ = map(int, plain.get("viewBox").split())
    assert mirrored.get("viewBox") == plain.get("viewBox")
    group = mirrored[-1]
    assert group.get("transform") == f"matrix(-1 0 0 1 {2 * x + width} 0)"
    assert [ET.tostring(shape) for shape in group] == [ET.tostring(shape) for shape in plain]


def test_a_figure_repeats_as_often_as_asked():
    assert {track.get("repeatCount") for track in animations("squat")} == {"indefinite"}
    assert {track.get("repeatCount") for track in animations("squat", repeat=1)} == {"1"}


def test_kit_is_drawn_where_a_movement_has_it():
    def classes(key):
        return {element.get("class") for element in drawing(key, pose="end").iter()}

    def with_class(name):
        return {key for key in KEYS if name in classes(key)}

    assert with_class("b") == {"kickback_band", "side_kick_band", "clam_lift_band"}
    assert with_class("w") == {"squat_pulse_weight", "bridge_weight"}
    assert with_class("p") == {"squat_arms"}
    assert with_class("m") == {key for key in KEYS if key.startswith(("clam", "bridge", "toe"))}


@every_figure
@pytest.mark.parametrize("tight", [False, True])
def test_a_moving_figure_never_leaves_its_picture(key, tight):
    motion = replace(motions()[key], aids=()) if tight else motions()[key]
    x, y, width, height = map(int, drawing(key, tight=tight).get("viewBox").split())
    for beat in beats_of(motion):
        for shape in draw(motion, beat.pose).values():
            half = float(shape.fixed.get("stroke-width", 0)) / 2
            for across, down in points_of(shape) if shape.tag == "path" else []:
                assert x <= across - half
                assert across + half <= x + width
                assert y <= down - half
                assert down + half <= y + height


@every_figure
def test_a_thumbnail_is_square_and_leaves_out_floor_kit_and_aids(key):
    thumbnail = drawing(key, tight=True, animate=False)
    _, _, width, height = thumbnail.get("viewBox").split()
    assert width == height
    assert not {"f", "m", "p", "aid", "aid halo"} & {element.get("class") for element in thumbnail.iter()}


def test_an_unknown_key_is_an_error():
    with pytest.raises(KeyError):
        figure("handstand")


# The words


@every_figure
def test_a_figure_says_in_words_what_it_shows(key):
    words = WORDS[key]
    picture = drawing(key, uid="hero", words=words)
    assert picture.get("role") == "img"
    title, description = picture.find(SVG + "title"), picture.find(SVG + "desc")
    assert title.text == words.name
    assert description.text == f"{words.start} {words.movement} {words.end}" == words.description
    assert picture.get("aria-labelledby") == title.get("id") == "hero-t"
    assert picture.get("aria-describedby") == description.get("id") == "hero-d"


def test_every_figure_has_words_and_every_words_a_figure():
    assert set(WORDS) == figure_keys()


@every_figure
def test_start_movement_and_end_are_three_sentences_that_say_three_things(key):
    words = WORDS[key]
    said = (words.start, words.movement, words.end)
    assert len(set(said)) == 3
    for sentence in said:
        assert sentence[0].isupper()
        assert sentence.endswith(".")
        assert len(sentence) <= 200


def test_names_are_all_different():
    assert len({words.name for words in WORDS.values()}) == len(KEYS)


@pytest.mark.parametrize(
    "kit, word", [("band", "band"), ("weight", "dumbbell"), ("wall", "wall"), ("arms", "chair")]
)
def test_words_name_the_kit_that_is_drawn(kit, word):
    for key in KEYS:
        assert (word in WORDS[key].start) == key.endswith(kit), key


def test_a_figure_without_words_is_decoration_and_has_no_ids():
    picture = drawing("clam")
    assert picture.get("aria-hidden") == "true"
    assert picture.find(SVG + "title") is None
    assert not ids_in(figure("clam"))


def test_words_and_uid_are_escaped():
    picture = drawing("clam", uid='"><script>', words=Words("<b>", "&", '"', "'"))
    assert picture.find(SVG + "title").text == "<b>"
    assert not list(picture.iter(SVG + "script"))


# The template tag


def test_the_tag_draws_and_is_not_escaped():
    drawn = render("{% figure 'squat' uid='a' words=words animate=False %}", words=WORDS)
    assert drawn == figure("squat", uid="a", words=WORDS["squat"], animate=False)


@pytest.mark.parametrize("words", [{}, None, {"clam": WORDS["clam"]}], ids=["empty", "none", "others"])
def test_the_tag_draws_decoration_where_words_are_missing(words):
    assert render("{% figure 'squat' words=words %}", words=words) == figure("squat")


def test_the_same_figure_twice_on_a_page_keeps_its_ids_apart():
    page = render(
        "<p>{% figure 'squat' words=w %}{% figure 'squat' words=w mirrored=True %}{% figure 'clam' words=w %}</p>",
        w=WORDS,
    )
    ids = ids_in(page)
    assert len(ids) == 6
    assert len(set(ids)) == 6


def test_figures_of_an_included_part_keep_their_ids_apart_from_the_page_around_it():
    included = Template("{% load figures %}{% figure 'squat' words=w %}")
    page = render(
        "<p>{% figure 'squat' words=w %}{% include part with w=w only %}{% include part %}</p>",
        part=included,
        w=WORDS,
    )
    ids = ids_in(page)
    assert len(set(ids)) == len(ids) == 6


# The rules of the house


def test_figures_import_only_the_standard_library():
    for path in Path(figures.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module]
            for name in names:
                ours = name.startswith("exercises.figures")
                assert ours or name.split(".")[0] in sys.stdlib_module_names, path


def test_figures_are_drawn_without_any_installed_package():
    source = "import exercises.figures as f; print(f.figure('squat')[:4])"
    root = Path(figures.__file__).parents[2]
    drawn = subprocess.run([sys.executable, "-S", "-c", source], cwd=root, capture_output=True, text=True)
    assert (drawn.stdout, drawn.stderr) == ("<svg\n", "")


@pytest.mark.parametrize(
    "key, out, back, exhale",
    [
        ("kickback", "lift", "lower", "out"),
        ("bridge_weight", "lift", "lower", "out"),
        ("squat", "down", "up", "back"),
        ("squat_pulse_weight", "down", "up", "back"),
        ("toe", "down", "up", "out"),
    ],
)
def test_a_repetition_is_called_out_the_way_it_goes(key, out, back, exhale):
    assert figures.way_of(key) == figures.Way(out, back, exhale)
