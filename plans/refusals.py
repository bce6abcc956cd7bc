"""Why a choice was refused: the code of plans/engine/schedule/rules.py, turned into a sentence."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

SENTENCES = {
    "already": gettext_lazy("You have asked for that already."),
    "after-end": gettext_lazy("Your plan is over by then. Choose an earlier day."),
    "before-start": gettext_lazy("Your plan has not begun by then. Choose a later day."),
    "backwards": gettext_lazy("The last day comes before the first. Choose a later one."),
    "begun": gettext_lazy("This workout has been begun, so it stays on its day."),
    "done": gettext_lazy("This workout is done, and what is done stays on its day."),
    "done-day": gettext_lazy("You have trained on that day already. Choose another one."),
    "empty": gettext_lazy("Nothing is left to do in this workout."),
    "last-week": gettext_lazy("This is the last week of your plan: there is no next one to change."),
    "in-the-plan": gettext_lazy("That exercise is in your plan already. Choose another one."),
    "last-exercise": gettext_lazy("It is the only exercise left, and a plan needs one. Choose another way."),
    "let-go": gettext_lazy("You let this workout go. Take that back first."),
    "no-days": gettext_lazy("Choose the first and the last day."),
    "no-gap": gettext_lazy("There is no missed week to decide about any more."),
    "no-swap": gettext_lazy("That cannot take its place. Choose something else."),
    "not-announced": gettext_lazy("There is no new step to put off any more."),
    "not-away": gettext_lazy("That exercise is in your plan as it is."),
    "not-begun": gettext_lazy("Your plan has not begun yet."),
    "not-counting": gettext_lazy(
        "This week does not count as a week of your plan, so there is nothing to repeat."
    ),
    "not-paused": gettext_lazy("Your plan is not paused then."),
    "not-stopped": gettext_lazy("That exercise is not stopped."),
    "nothing-changes": gettext_lazy("That would change nothing, so nothing was saved."),
    "outside": gettext_lazy("A workout stays in its week. Choose one of its seven days."),
    "over": gettext_lazy("Your plan is over, so there is nothing left to change."),
    "past": gettext_lazy("That day has passed. Choose today or a later day."),
    "paused-day": gettext_lazy(
        "Your plan is paused on that day. Choose another one, or end the pause first."
    ),
    "same-day": gettext_lazy("It is on that day already. Choose another one."),
    "stopped": gettext_lazy("That exercise is stopped. Take it up again first."),
    "taken": gettext_lazy("Another workout is on that day already. Choose a free one."),
    "too-long": gettext_lazy("A pause can last a year at most. Choose an earlier last day."),
    "unknown": gettext_lazy("That is not in your plan."),
    "week-over": gettext_lazy("The week of this workout is over."),
    "weekdays": gettext_lazy("Choose as many different weekdays as your plan has workouts a week."),
}
OF_KIND = {
    ("paused", "nothing-changes"): gettext_lazy(
        "No workout falls on these days, so there is nothing to pause."
    ),
    ("minutes", "nothing-changes"): gettext_lazy("That is what you have chosen already."),
    ("kit", "nothing-changes"): gettext_lazy("That is what you have chosen already."),
    ("weekdays", "nothing-changes"): gettext_lazy("These are your training days already."),
    ("easier", "nothing-changes"): gettext_lazy("It is as easy as it gets. You can leave it out instead."),
    ("backed", "nothing-changes"): gettext_lazy("It is as easy as it gets. You can leave it out instead."),
}
STALE = gettext_lazy(
    "Your plan was changed in another window since you opened this page. Here it is as it stands now; "
    "what you chose just now was not saved."
)


def in_words(kind: str, code: str) -> str:
    return str(OF_KIND.get((kind, code)) or SENTENCES.get(code) or _("That is not possible now."))
