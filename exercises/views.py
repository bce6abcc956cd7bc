from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from exercises import queries
from exercises.models import Hint

POSITIONS = ("standing", "mat")
KITS = ("none",)


def _known(value, known):
    """An unknown filter narrows nothing down."""
    return value if value in known else ""


@require_safe
def library(request):
    position = _known(request.GET.get("position"), POSITIONS)
    kit = _known(request.GET.get("kit"), KITS)
    context = {
        "cards": queries.library(position, kit),
        "hints": queries.hints_on(Hint.Surface.LIBRARY),
        "position": position,
        "kit": kit,
    }
    return render(request, "exercises/library.html", context)


@require_safe
def exercise(request, slug):
    page = queries.exercise_page(slug, request.GET.get("variation", ""))
    if page is None:
        raise Http404(_("There is no such exercise, or no such variation of it."))
    context = {"page": page, "exercise": page.exercise, "variation": page.current.variation}
    return render(request, "exercises/exercise.html", context | {"moving": "still" not in request.GET})
