"""What each field is for, said to the people who fill it in, mostly with an example."""

from django.utils.translation import gettext_lazy as _

ORDER = _("Its place, counted from the easiest. On the page of its exercise the others make room for it.")
ROW_ORDER = _("Its place, counted from the easiest. The others make room for it; left empty, it goes last.")
PLACE_TAKEN = _(
    "Another one has this place already. The next free number is %(free)s; gaps between numbers are fine."
)

EXERCISE = {
    "name": _("What people call it, for example “Standing kickback”."),
    "slug": _("The last part of its address, for example “standing-kickback”. Typed once: links last."),
    "aliases": _("Other names that people may look for, separated by commas: “Donkey kick, hip extension”."),
    "position": _("How people hold themselves while they do it. The library can be narrowed down by it."),
    "summary": _("Stands under the figure: what the movement does, in one sentence of up to 200 characters."),
    "about": _(
        "What it is good for, honestly, in two or three sentences. Promise nothing that it cannot keep."
    ),
    "feel_it": _(
        "Where it should be felt, and what to change if it is felt elsewhere: “In the right buttock …”."
    ),
    "step_up": _("What comes next, and when: “Once 15 on each side feel steady, add the side kick.”"),
    "order": _("Its place in the library. Every exercise has a number of its own; gaps are fine."),
}

VARIATION = {
    "exercise": _("The exercise that this is a way to do. It stays with it."),
    "name": _("What tells it from the others, for example “Wall-supported kickback”."),
    "slug": _(
        "Part of its address, for example “kickback-wall”. Typed once; left empty, it follows from the name."
    ),
    "order": ORDER,
    "laterality": _("Squats use both legs together; clams one side, then the other; toe taps take turns."),
    "side_order": _(
        "When people change legs: within each set, after all sets of one side, or with every rep."
    ),
    "first_side": _("The side that the steps and the figure begin with. “No sides” for both legs together."),
    "rep_seconds": _(
        "How long one rep takes, without the hold at the top, which belongs to the rung. Usually 3 or 4."
    ),
    "figure": _("The drawing that people see moving. Only figures that have words can be chosen."),
    "part_name": _("The name of the first movement of a set, for example “Kickbacks”."),
    "second_part_name": _("The name of the movement that follows it, for example “Side kicks”."),
    "second_part_figure": _("The drawing of the movement that follows."),
    "prop": _("Something every home has and the movement leans on: a mat, a wall, a chair."),
    "needs": _(
        "Kit without which it cannot be done, for example a band. Only people who own it are offered it."
    ),
    "start": _("How to stand or lie before the first rep: “Stand tall, feet hip-width apart …”."),
    "steps": _("One step a line, each a short instruction: “Press the heel back and up, counting one.”"),
    "breathing": _("When to breathe out and in: “Out as the heel travels back, in on the way down.”"),
    "cue": _("The one thing to think of during a set, up to 90 characters: “Heel back, body quiet.”"),
    "good_signs": _(
        "One a line: what tells people that they do it well. “You could stop and balance anywhere.”"
    ),
    "watch_outs": _("One a line: what goes wrong, and what to do then. “Leaning forwards. Make it smaller.”"),
    "easier": _("What to do when it is too much today: “Keep the toes of the moving foot on the floor.”"),
}

RUNG = {
    "exercise": _("The exercise whose ladder this rung is part of. It stays with it."),
    "variation": _("The way of doing the exercise that this rung asks for."),
    "code": _("A short name of its own, for example “K2”. Typed once: what people did is kept under it."),
    "order": _(
        "Its place on the ladder, which is how hard it is: 1 is the easiest. On the page of its exercise the "
        "others make room for it."
    ),
    "level": _("Who starts here: the first rung of a level is where that level begins."),
    "sets": _("How many sets, for example 3."),
    "rep_low": _("Reps of a set when somebody arrives on this rung, for example 8."),
    "rep_high": _("Reps of a set before the next rung, for example 12. Counting up has to land on it."),
    "rep_step": _("How many reps are added at a time, for example 1, or 2 where sides take turns."),
    "hold_seconds": _("How long the top of each rep is held. 0 means no hold."),
    "rest_seconds": _("How long to rest between two sets, for example 30."),
}

ROW_OF_VARIATION = VARIATION | {"order": ROW_ORDER}
ROW_OF_RUNG = RUNG | {
    "order": _("How hard it is: 1 is the easiest. The others make room for it; left empty, it goes on top.")
}
