"""The end of a plan: what comes next, and where the next one can begin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext as _

from plans import journal
from plans.engine.ladder import Dose
from plans.engine.schedule.restart import reached
from plans.models import Enrolment, EnrolmentEvent, PlanRevision
from plans.queries.catalogue import LEVEL_NUMBERS, PlanCard, catalogue
from plans.queries.following import Following, trained_before
from plans.queries.lines import DoseLine, dose_line
from plans.revisions import thaw


@dataclass(frozen=True)
class EndingPage:
    """suggested: the plan to go on with, None where going on with this one is best; why: in a sentence."""

    following: Following
    suggested: PlanCard | None
    why: str
    others: list[PlanCard]


def ending_page(following: Following) -> EndingPage:
    cards = {card.slug: card for card in catalogue()}
    mine = following.plan.slug
    exercises = {
        revision.plan.slug: set(thaw(revision.numbers).exercises)
        for revision in PlanRevision.objects.newest().filter(plan__is_archived=False).select_related("plan")
    }
    others = [card for slug, card in cards.items() if slug != mine]
    suggested, why = _suggested(following, others, exercises)
    return EndingPage(following, suggested, why, [card for card in others if card != suggested])


def _suggested(
    following: Following, others: list[PlanCard], exercises: dict[str, set[str]]
) -> tuple[PlanCard | None, str]:
    """A plan of the same level with more exercises; else the first of the next level; else this one again."""
    level = LEVEL_NUMBERS[following.enrolment.revision.numbers["level"]]
    mine = set(following.revisions[following.enrolment.revision_id].exercises)
    wider = [card for card in others if card.level_number == level and exercises.get(card.slug, mine) > mine]
    if wider:
        return wider[0], _("It has the moves that this plan leaves out.")
    harder = sorted(
        (card for card in others if card.level_number > level), key=lambda card: card.level_number
    )
    if harder:
        return harder[0], _("It is the next level.")
    return None, _("This is the hardest level there is. Start it again from where you stand.")


def reached_lines(user: AbstractBaseUser, revision: PlanRevision, today: date) -> list[DoseLine]:
    """
    Where each exercise of a plan would begin for somebody who has trained before: not harder than where they stand.

    Empty for whoever has not. As for their level and kit then; the ones that they choose now may change it.
    """
    found = trained_before(user, today)
    if found is None:
        return []
    plan, choices = thaw(revision.numbers), found.choices
    lines = []
    for exercise, code, reps in reached(found.life, plan, choices.level, choices.kit):
        rung = plan.ladders[exercise].rungs[plan.ladders[exercise].index_of(code) or 0]
        lines.append(dose_line(Dose(exercise, rung, rung.sets, reps), None, found.texts))
    return lines


def left_lately(user: AbstractBaseUser, today: date) -> Enrolment | None:
    """The plan that was left last, as long as that may be taken back."""
    rows = Enrolment.objects.for_user(user).filter(ended_at__isnull=False).select_related("revision__plan")
    last = rows.order_by("-ended_at").first()
    if last is None:
        return None
    events = journal.standing(last.events.all())
    left = next((row for row in events if row.kind == EnrolmentEvent.Kind.LEFT), None)
    return last if left and journal.can_undo(last, left, today) else None
