"""
The numbers of a person's changes.

They are given under a lock on the account, so whoever has read up to one has missed nothing before it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, Q

from plans.models import Ledger, Operation

MOST_EDITS = 100  # of one change: a big save is several
MOST_LATER = 400  # edits of other devices in one answer

# Opens the ledger or raises it, holds its row and tells the number: in one statement, which the ORM has not.
RAISE = """
INSERT INTO plans_ledger (user_id, change) VALUES (%s, %s)
ON CONFLICT (user_id) DO UPDATE SET change = plans_ledger.change + excluded.change
RETURNING change
"""


def numbers_for(edits: Sequence[object]) -> int:
    """How many changes so many edits are."""
    return -(-len(edits) // MOST_EDITS)


def raise_by(user: AbstractBaseUser, numbers: int) -> int:
    """The last change before these; nobody else gets a number until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(RAISE, [user.pk, numbers])
        (change,) = cursor.fetchone()
    return int(change) - numbers


def last_change(user: AbstractBaseUser) -> int:
    return Ledger.objects.filter(user_id=user.pk).values_list("change", flat=True).first() or 0


@dataclass(frozen=True, slots=True)
class News:
    """
    What a device has missed.

    known: the stored stamps of those of its edits that had arrived before. later: the rows that changed, kind
    and uid. upto: the last change that is among them as a whole, and `more` whether others follow.
    """

    upto: int
    known: Mapping[UUID, int] = field(default_factory=dict)
    later: frozenset[tuple[str, UUID]] = frozenset()
    more: bool = False


def news(user: AbstractBaseUser, ops: Sequence[UUID], *, after: int | None, last: int) -> News:
    """One query. after: None for a device that takes no changes now."""
    sent = Q(op__in=ops)
    wanted = sent if after is None else sent | Q(change__gt=after, change__lte=last)
    rows = (
        Operation.objects.filter(wanted, user_id=user.pk)
        .annotate(is_sent=ExpressionWrapper(sent, output_field=BooleanField()))
        .order_by("-is_sent", "change", "pk")
        .values_list("op", "edited_ms", "change", "kind", "uid", "is_sent")
    )
    known: dict[UUID, int] = {}
    later: list[tuple[int, str, UUID]] = []
    for op, edited_ms, change, kind, uid, is_sent in rows[: len(ops) + MOST_LATER + 1]:
        if is_sent:
            known[op] = edited_ms
        else:
            later.append((change, kind, uid))
    more = len(later) > MOST_LATER
    if more:  # of the last change some may be missing
        last = later[MOST_LATER][0] - 1
    return News(last, known, frozenset((kind, uid) for change, kind, uid in later if change <= last), more)
