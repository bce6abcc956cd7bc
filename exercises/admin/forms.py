"""The forms of exercises, variations and rungs, on pages of their own and as rows of an exercise."""

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from exercises.admin import help as texts
from exercises.admin.figures import Drawn, FigurePicker, refuse_wordless
from exercises.admin.rows import CheckedForm, Sentence, sentences

DRAFT_WORDS = ("start", "steps", "breathing", "cue", "good_signs", "watch_outs", "easier", "figure")


class ExerciseForm(CheckedForm):
    fixed_fields = ("slug",)
    draft_fields = ("summary", "about", "feel_it", "step_up")

    class Meta:
        help_texts = texts.EXERCISE
        field_classes = {"summary": Sentence}
        widgets = sentences("summary")
        error_messages = {"name": {"unique": _("Another exercise has this name already.")}}


class VariationForm(CheckedForm):
    """`drawn` are the figures to choose among, set for each request."""

    fixed_fields = ("slug", "exercise")
    draft_fields = DRAFT_WORDS
    drawn: Drawn

    class Meta:
        help_texts = texts.VARIATION
        field_classes = {"breathing": Sentence}
        widgets = sentences("breathing")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean_slug(self):
        name = self.cleaned_data.get("name", "")
        slug = self.cleaned_data["slug"] or slugify(name)[:50]
        if name and not slug:  # without a name, the name is what is asked for
            raise ValidationError(_("Type a key of plain letters, for example “kickback-wall”."))
        return slug

    def clean_figure(self):
        return refuse_wordless(self, "figure")

    def clean_second_part_figure(self):
        return refuse_wordless(self, "second_part_figure")


class RowOfVariation(VariationForm):
    fixed_fields = ("slug",)
    is_row = True

    class Meta(VariationForm.Meta):
        help_texts = texts.ROW_OF_VARIATION


class RungForm(CheckedForm):
    fixed_fields = ("code", "exercise")

    class Meta:
        help_texts = texts.RUNG
        error_messages = {"code": {"unique": _("Another rung has this code already.")}}


class RowOfRung(RungForm):
    fixed_fields = ("code",)
    is_row = True

    class Meta(RungForm.Meta):
        help_texts = texts.ROW_OF_RUNG


def with_figures(form: type[VariationForm], drawn: Drawn) -> None:
    """Gives a form that was made for one request the figures and the equipment to choose among."""
    form.drawn = drawn
    fields = form.base_fields
    for name, none in (("figure", ""), ("second_part_figure", _("None"))):
        if name in fields:
            fields[name].widget = FigurePicker(drawn, drawn.keys, none=none)
    if "prop" in fields:
        fields["prop"].rows = lambda: drawn.things
    if "needs" in fields:
        fields["needs"].rows = lambda: [thing for thing in drawn.things if thing.is_kit]
