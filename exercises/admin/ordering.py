"""Rows in an order that people change: by buttons, or by typing numbers, which close up to 1, 2, 3 …"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import inf

from django.contrib.admin import helpers
from django.db import models
from django.db.models import Case, PositiveSmallIntegerField, Value, When
from django.utils.translation import gettext as _g

from exercises.admin.rows import Rows
from exercises.models import MOST_PLACES

MOVE = "_move"  # the name of the buttons; their values are made by `Move`


@dataclass(frozen=True)
class Move:
    """One row of a page, one place up or down."""

    model: str
    pk: str
    is_up: bool

    @property
    def value(self) -> str:
        return f"{self.model}:{self.pk}:{'up' if self.is_up else 'down'}"

    @property
    def anchor(self) -> str:
        """The id of its button."""
        return f"move-{'up' if self.is_up else 'down'}-{self.model}-{self.pk}"

    @property
    def turned(self) -> Move:
        return replace(self, is_up=not self.is_up)


def asked(data) -> Move | None:
    """The move that a form was sent for, if it was."""
    model, _, rest = data.get(MOVE, "").partition(":")
    pk, _, direction = rest.partition(":")
    return Move(model, pk, direction == "up") if direction in ("up", "down") else None


def leave_places(
    model: type[models.Model], pks: Iterable[int], taken: Iterable[int], names: Iterable[str] = ("order",)
) -> None:
    """
    Rows that change places wait at numbers of their own, while others take theirs: while rows are saved
    one by one, no two share a number. `taken` are the numbers that rows beside them have or will have.
    """
    has = set(taken)
    free = (number for number in range(MOST_PLACES, 0, -1) if number not in has)
    waiting = dict(zip(pks, free, strict=False))
    if waiting:
        numbers = Case(
            *(When(pk=pk, then=Value(number)) for pk, number in waiting.items()),
            output_field=PositiveSmallIntegerField(),
        )
        model._default_manager.filter(pk__in=waiting).update(**dict.fromkeys(names, numbers))


class OrderedRows(Rows):
    """
    Rows whose `order` is their place among all rows of their parent.

    Numbers are typed in any way that says who comes first; an empty one goes last. Saved, they are
    1, 2, 3 … without gaps. A pressed button swaps a row with its neighbour; if something else on the
    page is wrong, the rows are shown in the new order with everything that was typed.
    """

    can_order_rows = True  # false for those who only look
    called = "name"  # the field that a row goes by

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "order" in form.fields:
            form.fields["order"].required = False

    def full_clean(self):
        move = asked(self.data) if self.is_bound and self.can_order_rows else None
        if move and move.model == self.model._meta.model_name:
            self._move(move)
        super().full_clean()

    def clean(self):
        super().clean()
        if self.can_order_rows and self._orders_differ():
            self._close_up()

    def save(self, commit=True):
        """Rows that change places leave theirs first."""
        moved = [form for form in self.initial_forms if form.has_changed() and "order" in form.changed_data]
        taken = {row["order"] for row in self.saved_values}.union(range(1, len(self.forms) + 1))
        leave_places(self.model, [form.instance.pk for form in moved], taken)
        return super().save(commit)

    def in_order(self):
        """The rows that there will be, by the numbers as they are typed."""
        return sorted(self.live_forms(), key=self._place)

    def shown(self):
        """Every form of the page: saved rows in their order, then the new ones, which scripts count on."""
        return [*sorted(self.initial_forms, key=self._place), *self.extra_forms]

    def _unique_sets(self):
        return (found for found in super()._unique_sets() if found[0] != ("order",))

    def _place(self, form):
        typed = form["order"].value() if "order" in form.fields else form.instance.order
        try:
            return int(typed)
        except (TypeError, ValueError):
            return inf

    def _move(self, move: Move) -> None:
        rows = self.in_order()
        place = next((n for n, form in enumerate(rows) if str(form.instance.pk) == move.pk), None)
        other = None if place is None else place - 1 if move.is_up else place + 1
        if other is None or not 0 <= other < len(rows):
            return
        if self._are_places(rows):
            rows[place], rows[other] = rows[other], rows[place]
            for number, form in enumerate(rows, start=1):
                self.data[form.add_prefix("order")] = str(number)
        else:  # what is wrong is shown as it was typed
            first, second = (form.add_prefix("order") for form in (rows[place], rows[other]))
            self.data[first], self.data[second] = self.data.get(second, ""), self.data.get(first, "")

    def _are_places(self, rows) -> bool:
        """Whether the numbers, where there are any, say who comes first."""
        typed = [self._place(form) for form in rows if form["order"].value() not in (None, "")]
        return inf not in typed and len(set(typed)) == len(typed)

    def _orders_differ(self) -> bool:
        """Says of every number that is there twice whose it is already; those who kept theirs were first."""
        holders = {}
        for form in sorted(self.live_forms(), key=lambda form: "order" in form.changed_data):
            order = form.cleaned_data.get("order")
            first = holders.setdefault(order, form)
            if order is not None and first is not form:
                words = _g("Number %(order)d is taken by “%(name)s”.")
                form.add_error("order", words % {"order": order, "name": first[self.called].value()})
        return all(form.is_valid() for form in self.forms)

    def _close_up(self) -> None:
        for number, form in enumerate(self.in_order(), start=1):
            form.instance.order = number
            has_moved = number != form.initial.get("order")
            if has_moved and "order" not in form.changed_data:
                form.changed_data.append("order")
            elif not has_moved and "order" in form.changed_data:
                form.changed_data.remove("order")


class Row(helpers.InlineAdminForm):
    """One row of a page with what its template asks for."""

    up: Move | None = None
    down: Move | None = None

    @property
    def index(self) -> str:
        return self.form.prefix.rpartition("-")[2]

    @property
    def called(self) -> str:
        return self.form[self.formset.called].value() or ""

    @property
    def can_move(self) -> bool:
        return bool(self.up or self.down)

    @property
    def is_open(self) -> bool:
        """What needs attention, and what a script adds because somebody asked for it."""
        return bool(self.form.errors) or self.index == "__prefix__" or self._is_begun()

    def _is_begun(self) -> bool:
        return self.original is None and self.form.has_changed()

    @property
    def drawn(self) -> str:
        """The figure of a row that has one."""
        return getattr(self.original, "figure", "")


class InOrder(helpers.InlineAdminFormSet):
    """A group of rows on a page, in the order that they are shown in; each form with the row that it edits."""

    def __init__(self, group: helpers.InlineAdminFormSet):
        self.__dict__.update(group.__dict__)

    def __iter__(self):
        forms = self.formset.shown()
        saved = [form for form in forms if not form.instance._state.adding]
        for form in forms:
            row = self._row(form, form.instance if form in saved else None)
            if row.original and self.has_change_permission:
                names = self.opts.model._meta.model_name, str(row.original.pk)
                row.up = Move(*names, is_up=True) if form is not saved[0] else None
                row.down = Move(*names, is_up=False) if form is not saved[-1] else None
            yield row
        if self.has_add_permission:
            yield self._row(self.formset.empty_form, None)

    def _row(self, form, original) -> Row:
        readonly = list(self.readonly_fields)
        if original and not self.has_change_permission:
            readonly += helpers.flatten_fieldsets(self.fieldsets)
        return Row(
            self.formset,
            form,
            self.fieldsets,
            self.prepopulated_fields,
            original,
            readonly,
            model_admin=self.opts,
            view_on_site_url=original and self.opts.get_view_on_site_url(original),
        )


def in_order(groups):
    """The groups of rows of a page, those that can be reordered in their order."""
    return [InOrder(group) if isinstance(group.formset, OrderedRows) else group for group in groups]
