"""The words and numbers of a plan, as a form that explains itself."""

from django.utils.text import format_lazy
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from exercises.admin.rows import CheckedForm, KnownChoice
from exercises.models import Level
from plans.models import Plan

MARKDOWN = _("Leave a line empty to begin a paragraph; **two stars** make words bold.")


class FigureChoice(KnownChoice):
    """Variations, each with the exercise that it belongs to. Archived ones are not offered."""

    def label_from_instance(self, variation):
        return _g("%(exercise)s: %(variation)s") % {"exercise": variation.exercise, "variation": variation}


class PlanForm(CheckedForm):
    class Meta:
        model = Plan
        fields = (
            "name",
            "slug",
            "order",
            "goal",
            "summary",
            "who_for",
            "good_to_know",
            "figure",
            "level",
            "weeks",
            "least_minutes",
            "has_warm_up",
            "is_light",
        )
        help_texts = {  # noqa: RUF012
            "name": _(
                "Two or three words that people will use when they talk about it, like “Twice a Week”."
            ),
            "slug": _(
                "The end of its address, like twice-a-week. It cannot be changed later: people keep links."
            ),
            "order": _("Its place among the plans: 1 is shown first."),
            "goal": _("One line for its card, like “Stronger hips in two calm workouts a week”."),
            "summary": format_lazy(
                "{} {}", _("What happens in these weeks, in three or four sentences."), MARKDOWN
            ),
            "who_for": _(
                "Begin with “For you if …”, and say plainly whom it does not suit and which plan to take instead."
            ),
            "good_to_know": _(
                "How long workouts take, when easy weeks come, what the plan leaves out. May be empty."
            ),
            "figure": _("The drawing on its card: pick a variation that is typical of the plan."),
            "level": _("Where people begin unless they choose otherwise when they sign up."),
            "weeks": _("From 1 to 52. Long plans get easy weeks by themselves: see below what they come to."),
            "least_minutes": _(
                "The shortest workout a person may ask for, like 10. Less important exercises give way first."
            ),
            "has_warm_up": _("Two minutes before every workout. Leave it out where people warm up anyway."),
            "is_light": _(
                "So little at a time that the same muscles may train on following days, like a few squats a day."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "level" in self.fields:
            self.fields["level"].choices = [
                choice for choice in self.fields["level"].choices if choice[0] != Level.PLUS
            ]
            self.fields["level"].error_messages["invalid_choice"] = _(
                "A plan is for starters, standard or strong."
            )
