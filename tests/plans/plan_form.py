"""The page of a plan in the admin, as a browser reads and sends it."""

from html.parser import HTMLParser

from exercises.models import Exercise
from plans.models import Plan, PlanExercise, PlanWorkout
from tests.admin_pages import text

EXERCISES = ["squat", "standing-kickback", "glute-bridge", "toe-taps", "clam"]


class FormReader(HTMLParser):
    """What a browser would send from the form of the page: every control that has a value, buttons apart."""

    def __init__(self, page):
        super().__init__()
        self.sent, self.buttons, self.inside, self.select, self.area = {}, {}, False, None, None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        at = dict(attrs)
        self.inside = self.inside or (tag == "form" and at.get("id") == "plan_form")
        if not self.inside or "disabled" in at:
            return
        name, kind = at.get("name"), at.get("type", "text")
        if (
            tag == "input"
            and name
            and kind not in ("submit", "checkbox")
            or kind == "checkbox"
            and "checked" in at
        ):
            self.sent[name] = at.get("value") or ("on" if kind == "checkbox" else "")
        elif tag == "button":
            self.buttons[at["id"]] = at["value"]
        elif tag == "select":
            self.select = name
            self.sent[name] = ""
        elif tag == "option" and "selected" in at and self.select:
            self.sent[self.select] = at.get("value", "")
        elif tag == "textarea":
            self.area = name
            self.sent[name] = ""

    def handle_data(self, data):
        if self.area:
            self.sent[self.area] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = None
        elif tag == "textarea" and self.area:
            # Browsers drop the line break after the tag, and send the others as CR LF.
            self.sent[self.area] = self.sent[self.area].removeprefix("\r\n").removeprefix("\n")
            self.sent[self.area] = self.sent[self.area].replace("\r\n", "\n").replace("\n", "\r\n")
            self.area = None


def page_of(plan):
    return f"/admin/plans/plan/{plan.pk}/change/"


def sent_from(client, plan):
    return FormReader(text(client.get(page_of(plan)))).sent


def send(client, plan, typed=None, *, move=None, where=None):
    """Open the page, type something, and press Save or a button that moves."""
    page = text(client.get(where or page_of(plan)))
    reader = FormReader(page)
    pressed = {"_move": reader.buttons[move]} if move else {"_continue": "yes"}
    return client.post(where or page_of(plan), reader.sent | (typed or {}) | pressed)


def week_of(plan):
    """Weekday, and the exercises of each workout in order; numbers have to be 1, 2, 3 …"""
    week = []
    workouts = list(plan.workouts.order_by("order"))
    assert [workout.order for workout in workouts] == list(range(1, len(workouts) + 1))
    for workout in workouts:
        rows = list(workout.plan_exercises.select_related("exercise").order_by("order"))
        assert [row.order for row in rows] == list(range(1, len(rows) + 1))
        assert sorted(row.priority for row in rows) == list(range(1, len(rows) + 1))
        week.append((workout.weekday, [row.exercise.slug for row in rows]))
    return week


def by_importance(workout):
    return [row.exercise.slug for row in workout.plan_exercises.order_by("priority")]


def id_of(slug):
    return str(Exercise.objects.get(slug=slug).pk)


def row(workout, place):
    return f"workouts-{workout}-exercises-{place}"


def make_tiny(plan):
    """A draft that nobody published: three exercises on Monday, one on Thursday."""
    values = {"goal": "", "summary": "", "who_for": "", "level": "starter", "weeks": 4, "least_minutes": 5}
    tiny = Plan.objects.create(name="Tiny", slug="tiny", order=90, figure=plan.figure, **values)
    for order, (weekday, slugs) in enumerate([(0, EXERCISES[:3]), (3, EXERCISES[:1])], start=1):
        workout = PlanWorkout.objects.create(plan=tiny, order=order, weekday=weekday)
        for place, slug in enumerate(slugs, start=1):
            PlanExercise.objects.create(
                workout=workout, exercise=Exercise.objects.get(slug=slug), order=place, priority=place
            )
    return tiny
