"""Check constraints worked out in memory, so that a page of many rows asks the database for none of them."""

import operator
from collections.abc import Callable, Mapping
from math import fmod
from typing import Any

from django.db.models import F, Q, Value
from django.db.models.expressions import CombinedExpression
from django.db.models.lookups import Lookup

COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "exact": operator.eq,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
    "in": lambda value, known: value in known,
}
COMBINE: dict[str, Callable[[Any, Any], Any]] = {
    CombinedExpression.ADD: operator.add,
    CombinedExpression.SUB: operator.sub,
    CombinedExpression.MUL: operator.mul,
    CombinedExpression.MOD: lambda left, right: fmod(left, right) if right else None,
}


class NotUnderstood(Exception):
    """Only the database can tell."""


def holds(condition: Any, values: Mapping[str, Any]) -> bool | None:
    """Whether a row with these values keeps a condition; None is SQL's unknown, which breaks no constraint."""
    if isinstance(condition, tuple):
        path, wanted = condition
        name, _, lookup = path.partition("__")
        return _compare(lookup or "exact", values[name], _value(wanted, values))
    if isinstance(condition, Lookup):
        return _compare(condition.lookup_name, _value(condition.lhs, values), _value(condition.rhs, values))
    if isinstance(condition, Q):
        return _together(condition, [holds(child, values) for child in condition.children])
    raise NotUnderstood(condition)


def _together(condition: Q, answers: list[bool | None]) -> bool | None:
    if condition.connector not in (Q.AND, Q.OR):
        raise NotUnderstood(condition)
    decisive = condition.connector == Q.OR  # one answer like this settles it
    answer = decisive if decisive in answers else None if None in answers else not decisive
    return not answer if condition.negated and answer is not None else answer


def _compare(lookup: str, left: Any, right: Any) -> bool | None:
    if lookup not in COMPARE:
        raise NotUnderstood(lookup)
    return None if left is None or right is None else COMPARE[lookup](left, right)


def _value(expression: Any, values: Mapping[str, Any]) -> Any:
    if isinstance(expression, F):
        return values[expression.name]
    if isinstance(expression, Value):
        return expression.value
    if isinstance(expression, CombinedExpression) and expression.connector in COMBINE:
        left, right = _value(expression.lhs, values), _value(expression.rhs, values)
        return None if left is None or right is None else COMBINE[expression.connector](left, right)
    if hasattr(expression, "resolve_expression"):
        raise NotUnderstood(expression)
    return expression
