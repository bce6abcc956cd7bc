"""The exercises of a workout as rows of a form, on the page of their plan."""

from collections.abc import Iterable
from math import inf

from django import forms
from django.db.models import UniqueConstraint
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from exercises.admin.ordering import Move
from exercises.admin.rows import CheckedForm, KnownChoice, Rows
from exercises.models import Exercise, Variation
from plans.admin.saving import Asked
from plans.models import PlanExercise, PlanWorkout

MOST_EXERCISES = 20
EMPTY_ROWS = 2  # for exercises to come, in every workout


class RowForm(CheckedForm):
    """One row. It says what was typed, and leaves the saved row as it was: a plan is written as a whole."""

    is_row = True

    def _post_clean(self):
        pass

    @property
    def is_saved(self) -> bool:
        return not self.instance._state.adding

    @property
    def move_up(self) -> Move:
        return Move(self.instance._meta.model_name, str(self.instance.pk), is_up=True)

    @property
    def move_down(self) -> Move:
        return Move(self.instance._meta.model_name, str(self.instance.pk), is_up=False)


class PlanRows(Rows):
    """Rows that may be asked to move; `landed` is the place, from 0, of the one that did."""

    landed: int | None = None

    def strangers(self) -> list:
        """Saved rows that the form leaves out: they stay, as nobody said that they should go."""
        shown = {form.instance.pk for form in self.initial_forms}
        return [row for row in self.get_queryset() if row.pk not in shown]

    def say_what_clashes(self, name: str, taken=()) -> None:
        """Of two rows that agree, the one that was changed is wrong; if both were, both."""
        holders: dict = {value: [] for value in taken}
        for form in self.live_forms():
            value = getattr(form, "cleaned_data", {}).get(name)
            if value is not None:
                holders.setdefault(value, []).append(form)
        for value, same in holders.items():
            changed = [form for form in same if name in form.changed_data]
            if len(same) > 1 or value in taken:
                for form in changed or same[1:]:
                    form.add_error(name, self._said_twice(name))

    def _said_twice(self, name: str):
        return next(
            constraint.violation_error_message
            for constraint in self.model._meta.constraints
            if isinstance(constraint, UniqueConstraint) and constraint.violation_error_code == name
        )

    def moved(self, forms: list, move: Move | None) -> list:
        """The forms in their new order, if one of them was asked to move."""
        forms = list(forms)
        pks = [(form.move_up.model, form.move_up.pk) for form in forms]
        if move and (move.model, move.pk) in pks:
            place = pks.index((move.model, move.pk))
            other = place - 1 if move.is_up else place + 1
            if 0 <= other < len(forms):
                forms[place], forms[other] = forms[other], forms[place]
                self.landed = other
        return forms


def anchor(form: RowForm, place: int, total: int, is_up: bool) -> str:
    """The button that moves a row further the same way; at the end, back."""
    goes_up = place > 0 if is_up else place == total - 1
    return (form.move_up if goes_up else form.move_down).anchor


class ExerciseChoice(KnownChoice):
    """Names what the site does not show. Its rows know `is_published`."""

    def label_from_instance(self, exercise):
        if exercise.is_archived:
            return _g("%(exercise)s (archived)") % {"exercise": exercise}
        if not exercise.is_published:
            return _g("%(exercise)s (not published yet)") % {"exercise": exercise}
        return str(exercise)


def exercises_to_choose(variations: Iterable[Variation], used: Iterable[Exercise]) -> list[Exercise]:
    """Those with a variation; archived ones stay a choice where they are used. Both in the library's order."""
    used = {exercise.pk: exercise for exercise in used}
    found = {}
    for variation in variations:
        exercise = variation.exercise
        exercise.is_published = variation.is_published
        if exercise.pk in used or not exercise.is_archived:
            found[exercise.pk] = exercise
    for pk in used.keys() - found.keys():
        used[pk].is_published = False
        found[pk] = used[pk]
    return sorted(found.values(), key=lambda exercise: exercise.order)


def number(label) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"class": "vIntegerField", "inputmode": "numeric"})
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=1,
        max_value=99,
        widget=widget,
        error_messages={
            "invalid": _("Type a number, or nothing to put it last."),
            "min_value": _("Numbers count from 1."),
            "max_value": _("Numbers end at 99."),
        },
    )


class ExerciseForm(RowForm):
    exercise = ExerciseChoice(
        Exercise.objects.none(),
        label=_("Exercise"),
        error_messages={"required": _("Choose an exercise, or empty the numbers beside it.")},
    )
    order = number(_("Order"))
    priority = number(_("Importance"))

    class Meta:
        model = PlanExercise
        fields = ("order", "exercise", "priority")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_saved:
            words = _g("Choose an exercise, or tick “Take out”.")
            self.fields["exercise"].error_messages["required"] = words

    def typed(self, name: str) -> float:
        """An empty number comes last."""
        return self.cleaned_data[name] or inf


class BaseExerciseFormSet(PlanRows):
    """`rows` are the saved ones in order, `choices` a function that gives the exercises to choose from."""

    def __init__(self, *args, rows, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self._queryset = rows
        self.choices = choices

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["exercise"].rows = self.choices

    def clean(self):
        for name in ("order", "exercise", "priority"):
            self.say_what_clashes(name)

    def asked(self, move: Move | None = None) -> list[Asked]:
        """What is to be saved, in order; exercises that the form leaves out come last."""
        rows = self.moved(sorted(self.live_forms(), key=lambda form: form.typed("order")), move)
        ranks = {
            form: rank for rank, form in enumerate(sorted(rows, key=lambda form: form.typed("priority")), 1)
        }
        found = [Asked(form.cleaned_data["exercise"].pk, ranks[form]) for form in rows]
        known = {row.exercise for row in found}
        others = [row.exercise_id for row in self.strangers() if row.exercise_id not in known]
        return found + [Asked(pk, place) for place, pk in enumerate(others, start=len(found) + 1)]


ExerciseFormSet = forms.inlineformset_factory(
    PlanWorkout,
    PlanExercise,
    form=ExerciseForm,
    formset=BaseExerciseFormSet,
    fields=("order", "exercise", "priority"),
    extra=EMPTY_ROWS,
    max_num=MOST_EXERCISES,
    absolute_max=MOST_EXERCISES + EMPTY_ROWS,
)
