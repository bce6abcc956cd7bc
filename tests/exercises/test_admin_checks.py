"""Check constraints worked out in memory say what the database says."""

import pytest
from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, F, Q
from django.db.models.functions import Upper
from hypothesis import given
from hypothesis import strategies as st

from exercises.admin.checks import NotUnderstood, holds
from exercises.models import Exercise, Rung, Variation, VariationMuscle

pytestmark = pytest.mark.django_db
CHECKS = [
    (model, check)
    for model in (Exercise, Rung, Variation, VariationMuscle)
    for check in model._meta.constraints
    if isinstance(check, CheckConstraint)
]


def anything(column):
    """What fits, what nearly fits, and nothing at all."""
    if column.choices:
        return st.sampled_from([None, "", "other", *(value for value, _label in column.flatchoices)])
    if column.get_internal_type() == "PositiveSmallIntegerField":
        return st.none() | st.integers(0, 12)
    return st.sampled_from([None, "", "x"])


def names_in(check):
    return {reference[0] for reference in Rung._get_expr_references(check.condition)}


@pytest.mark.parametrize("model, check", CHECKS, ids=[check.name for _model, check in CHECKS])
@given(data=st.data())
def test_memory_and_database_agree(model, check, data):
    row = model()
    values = {
        name: data.draw(anything(model._meta.get_field(name)), name) for name in sorted(names_in(check))
    }
    for name, value in values.items():
        setattr(row, name, value)
    try:
        check.validate(model, row)
    except ValidationError:
        assert holds(check.condition, values) is False
    else:
        assert holds(check.condition, values) is not False


@pytest.mark.parametrize(
    "condition, expected",
    [
        (Q(a=1, b=2), True),
        (Q(a=2) | Q(b=2), True),
        (~Q(a=1), False),
        (~Q(c=1), None),
        (Q(c=1) | Q(a=1), True),
        (Q(c=1) & Q(a=2), False),
        (Q(c__gt=0) & Q(a=1), None),
        (Q(a__lt=F("b")), True),
        (Q(a__in=[1, 5]), True),
    ],
    ids=str,
)
def test_nothing_is_known_of_what_is_not_there(condition, expected):
    assert holds(condition, {"a": 1, "b": 2, "c": None}) is expected


@pytest.mark.parametrize(
    "condition", [Q(a=1) ^ Q(b=1), Q(a__regex="x"), Q(a=Upper("b")), Upper("a")], ids=str
)
def test_what_only_the_database_knows_is_left_to_it(condition):
    with pytest.raises(NotUnderstood):
        holds(condition, {"a": 1, "b": 2})


def test_a_condition_that_speaks_of_something_else_is_noticed():
    with pytest.raises(KeyError):
        holds(Q(a=1) & Q(z=1), {"a": 2})
