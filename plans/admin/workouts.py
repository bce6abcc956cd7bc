"""The workouts of a plan with their exercises, all on the page of the plan."""

from functools import cached_property
from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from exercises.admin.base import ContentInline
from exercises.admin.ordering import Move, asked
from plans.admin.rows import (
    BaseExerciseFormSet,
    ExerciseFormSet,
    PlanRows,
    RowForm,
    anchor,
    exercises_to_choose,
)
from plans.admin.saving import Asked, Workout, save_week
from plans.models import PlanWorkout, Weekday


class WorkoutForm(RowForm):
    """A workout with the formset of its `exercises`."""

    exercises: BaseExerciseFormSet

    class Meta:
        error_messages = {"weekday": {"required": _("Choose a weekday.")}}

    def has_changed(self):
        return super().has_changed() or self.exercises.has_changed()

    def clean(self):
        values = super().clean()
        if not self.exercises.is_valid():
            self.add_error(None, ValidationError(_("Something about its exercises needs another look.")))
        return values


class Landed(NamedTuple):
    """Where a row has moved to: a sentence, and the id of the button that moves it on."""

    text: str
    anchor: str


class WorkoutFormSet(PlanRows):
    """
    The week of a plan. Weekdays put the workouts in order; all that is typed is saved together.

    Moved workouts change places: the days of the week stay, and their exercises change days.
    """

    came_to: Landed | None = None

    def __init__(self, *args, variations, **kwargs):
        """`variations`: a function that gives those of the library, each with its exercise."""
        super().__init__(*args, **kwargs)
        self.variations = variations
        self._queryset = list(self.instance.workouts.all()) if self.instance.pk else []

    @cached_property
    def _choices(self):
        rows = [row for workout in self.get_queryset() for row in workout.plan_exercises.all()]
        return exercises_to_choose(self.variations(), [row.exercise for row in rows])

    def nested_formsets(self):
        return [form.exercises for form in self.forms]

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.exercises = ExerciseFormSet(
            form.data if form.is_bound else None,
            instance=form.instance,
            prefix=form.add_prefix("exercises"),
            rows=list(form.instance.plan_exercises.all()) if form.instance.pk else [],
            choices=lambda: self._choices,
        )

    def clean(self):
        self.say_what_clashes("weekday", taken={row.weekday for row in self.strangers()})

    def save(self, commit=True):
        move = asked(self.data)
        by_day = sorted(self.live_forms(), key=lambda form: form.cleaned_data["weekday"])
        forms_in_order = self.moved(by_day, move)
        week = [
            Workout(
                by_day[place].cleaned_data["weekday"],
                form.exercises.asked(move),
                by_day[place].instance if by_day[place].is_saved else None,
            )
            for place, form in enumerate(forms_in_order)
        ]
        gone = [form.instance for form in self.initial_forms if form.is_saved and self._goes(form)]
        changes = save_week(self.instance, self._with_strangers(week), gone)
        self.new_objects, self.changed_objects = changes.new, changes.changed
        self.deleted_objects = changes.deleted
        self.came_to = self._came_to(move, by_day, forms_in_order)
        return [*changes.new, *(row for row, _names in changes.changed)]

    def _with_strangers(self, week: list[Workout]) -> list[Workout]:
        """Workouts that the form leaves out stay as they are."""
        strangers = [
            Workout(
                row.weekday, [Asked(its.exercise_id, its.priority) for its in row.plan_exercises.all()], row
            )
            for row in self.strangers()
        ]
        return sorted(week + strangers, key=lambda workout: workout.weekday)

    def _came_to(self, move: Move | None, by_day: list, forms_in_order: list) -> Landed | None:
        if move and self.landed is not None:
            form = by_day[self.landed]  # rows stay with their days: this one has the exercises now
            words = {"number": self.landed + 1, "day": Weekday(form.cleaned_data["weekday"]).label}
            text = _g("This is workout %(number)d now, on %(day)s.") % words
            return Landed(text, anchor(form, self.landed, len(by_day), move.is_up))
        for number, form in enumerate(forms_in_order, start=1):
            place, rows = form.exercises.landed, form.exercises.live_forms()
            row = next((row for row in rows if move and row.move_up.pk == move.pk), None)
            if place is not None and row:
                words = {"exercise": row.cleaned_data["exercise"], "place": place + 1, "number": number}
                text = _g("%(exercise)s is number %(place)d of workout %(number)d now.") % words
                return Landed(text, anchor(row, place, len(rows), move.is_up))
        return None


class WorkoutsOfPlan(ContentInline):
    """Whoever may change a plan may change its workouts: they are the plan."""

    model = PlanWorkout
    form = WorkoutForm
    formset = WorkoutFormSet
    template = "admin/plans/plan/workouts.html"
    fields = ("weekday",)
    extra = 1
    max_num = len(Weekday)
    media = forms.Media()

    def get_formset(self, request, obj=None, **kwargs):
        return super().get_formset(request, obj, absolute_max=len(Weekday) + self.extra, **kwargs)

    def has_add_permission(self, request, obj):
        return self._may_write(request, obj)

    def has_change_permission(self, request, obj=None):
        return self._may_write(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self._may_write(request, obj)

    def has_view_permission(self, request, obj=None):
        return self._may_write(request, obj) or request.user.has_perm("plans.view_plan")

    def _may_write(self, request, plan):
        return request.user.has_perm("plans.change_plan" if plan else "plans.add_plan")
