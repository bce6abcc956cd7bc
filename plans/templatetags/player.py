"""`{% player account=… workout=… %}`: the player as part of a page."""

import json

from django import template
from django.urls import reverse

from plans.phrases import phrases

register = template.Library()

ANY_WORKOUT = "1/1/"  # window and slot, which the script puts in the place of these


@register.inclusion_tag("plans/_player.html")
def player(account: object = "", workout: object = "", trim: object = None) -> dict[str, object]:
    """
    The launch panel, and what it opens: the deck, its dialogs and its sentences.

    account: the uid of whoever is signed in, empty on a page that belongs to nobody. workout: the uid of the one
    that the page is about, where it is about one; trim: what the page cuts it to, as a record says it.
    """
    return {
        "account": str(account or ""),
        "workout": str(workout or ""),
        "trim": json.dumps(trim) if trim else "",
        "phrases": phrases(),
        "done": reverse("plans:done", args=[1, 1]).removesuffix(ANY_WORKOUT),
    }
