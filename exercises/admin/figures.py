"""The drawn figures: to choose among, to see moving, and to find words for."""

from functools import cached_property

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F, Func, IntegerField, OuterRef, Q, Subquery
from django.http import Http404
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from exercises import figures
from exercises.admin.base import ContentAdmin, link_to
from exercises.admin.rows import CheckedForm, Sentence, sentences
from exercises.models import Equipment, FigureWords, Variation


def draw(key: str) -> SafeString | str:
    """The end of a movement over a ghost of its start; a dash where nothing is drawn."""
    if key not in figures.figure_keys():
        return "–"
    return format_html('<span class="drawing">{}</span>', _svg(key, animate=False, tight=True))


def _svg(key: str, **options) -> SafeString:
    # Our own drawing, made of numbers and fixed names alone.
    return mark_safe(figures.figure(key, **options))  # noqa: S308


class Drawn:
    """The figures and their words as they are during one request; the words are fetched once."""

    def __init__(self, *, moving: bool = True):
        self.moving = moving  # some people would rather see them still

    @cached_property
    def words(self) -> dict[str, FigureWords]:
        return {row.figure: row for row in FigureWords.objects.all()}

    @cached_property
    def things(self) -> list[Equipment]:
        """What they are drawn with, and what variations need."""
        return list(Equipment.objects.all())

    @cached_property
    def symbols(self) -> dict[str, SafeString]:
        """Each figure drawn still, once for a page that shows it in many places."""
        return {key: _svg(key, animate=False, tight=True) for key in self.keys}

    @property
    def keys(self) -> list[str]:
        return sorted(figures.figure_keys())

    @property
    def wordless(self) -> list[str]:
        return [key for key in self.keys if key not in self.words]

    def name(self, key: str) -> str:
        """What it is called; its key in plain writing while it has no words."""
        return self.words[key].name if key in self.words else capfirst(key.replace("_", " "))

    def shown(self, key: str) -> dict:
        """What `_shown.html` needs to show one figure, moving, with its words."""
        is_drawn = key in figures.figure_keys()
        return {
            "svg": _svg(key, animate=self.moving) if is_drawn else "",
            "words": self.words.get(key),
            "write_address": f"{reverse('admin:exercises_figurewords_add')}?figure={key}" if is_drawn else "",
        }


def drawn_on(request) -> Drawn:
    """The same ones wherever a page asks for them."""
    if not hasattr(request, "drawn_figures"):
        request.drawn_figures = Drawn(moving="still" not in request.GET)
    return request.drawn_figures


class ShowsFigures:
    """For an admin whose pages let somebody choose a figure."""

    def changeform_view(self, request, *args, **kwargs):
        drawn_on(request)  # before anybody makes a copy of the request
        return super().changeform_view(request, *args, **kwargs)

    def render_change_form(self, request, context, *args, **kwargs):
        return super().render_change_form(request, context | {"drawn": drawn_on(request)}, *args, **kwargs)


class FigurePicker(forms.RadioSelect):
    """
    Every figure drawn still, to choose one; the chosen one is shown moving.

    Needs the drawings of admin/exercises/_drawn.html once on the page.
    """

    template_name = "admin/exercises/figure_picker.html"

    def __init__(self, drawn: Drawn, keys: list[str], *, none: str = ""):
        self.drawn = drawn
        choices = [("", none)] if none else []
        super().__init__(choices=[*choices, *((key, drawn.name(key)) for key in keys)])

    def render(self, name, value, attrs=None, renderer=None):
        context = self.get_context(name, value, attrs)
        return render_to_string(self.template_name, context | {"shown": self.drawn.shown(value or "")})


def refuse_wordless(form: forms.ModelForm, name: str) -> str:
    """For the `clean_…` of a figure, in a form that knows the `drawn` ones: one without words is no choice."""
    key = form.cleaned_data[name]
    if name in form.changed_data and key in form.drawn.wordless:
        raise ValidationError(
            format_html(
                _g(
                    "This figure has no words yet, and people who do not see it would miss it. "
                    '<a href="{}" target="_blank">Write them first</a>, then save this page.'
                ),
                form.drawn.shown(key)["write_address"],
            )
        )
    return key


class FigureWordsForm(CheckedForm):
    fixed_fields = ("figure",)

    class Meta:
        help_texts = {
            "figure": _(
                "The drawing that these words are for. It is chosen once, among those without words."
            ),
            "name": _(
                "What the movement is called under its drawing, for example “Pulse squat with weights”."
            ),
        }
        field_classes = dict.fromkeys(("start", "movement", "end"), Sentence)
        widgets = sentences("start", "movement", "end")
        error_messages = {"figure": {"unique": _("This figure has its words already.")}}


def uses_of(words: FigureWords):
    """The variations that a figure is shown for: only its key tells, so no foreign key protects its words."""
    shown = Variation.objects.filter(Q(figure=words.figure) | Q(second_part_figure=words.figure))
    for variation in shown:
        yield Variation._meta.verbose_name_plural, link_to(variation)


@admin.register(FigureWords)
class FigureWordsAdmin(ShowsFigures, ContentAdmin):
    form = FigureWordsForm
    fixed_fields = ("figure",)
    uses_beside_keys = (uses_of,)
    list_display = ["drawing", "name", "start", "movement", "end", "use_count"]
    list_display_links = ["name"]
    search_fields = ["name", "figure", "start", "movement", "end"]
    ordering = ["name"]
    fields = ["figure", "name", "start", "movement", "end"]
    change_list_template = "admin/exercises/figurewords/change_list.html"
    change_form_template = "admin/exercises/figurewords/change_form.html"

    def get_queryset(self, request):
        shown = Variation.objects.filter(
            Q(figure=OuterRef("figure")) | Q(second_part_figure=OuterRef("figure"))
        )
        number = shown.order_by().values(number=Func(F("pk"), function="COUNT"))
        return super().get_queryset(request).annotate(uses=Subquery(number, output_field=IntegerField()))

    def get_urls(self):
        drawn = path(
            "drawn/<slug:key>/", self.admin_site.admin_view(self.show), name="exercises_figurewords_drawn"
        )
        return [drawn, *super().get_urls()]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if "figure" in form.base_fields:
            drawn = drawn_on(request)
            form.base_fields["figure"].widget = FigurePicker(drawn, [obj.figure] if obj else drawn.wordless)
        return form

    def show(self, request, key):
        """One figure, moving, with its words: what a page puts in place when somebody chooses another one."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if key not in figures.figure_keys():
            raise Http404
        return render(request, "admin/exercises/_shown.html", {"shown": drawn_on(request).shown(key)})

    def changelist_view(self, request, extra_context=None):
        drawn = drawn_on(request)
        wordless = [
            {"name": drawn.name(key), "drawing": draw(key), "address": drawn.shown(key)["write_address"]}
            for key in drawn.wordless
        ]
        return super().changelist_view(request, {"wordless": wordless} | (extra_context or {}))

    @admin.display(description=_("figure"))
    def drawing(self, obj):
        return draw(obj.figure)

    @admin.display(description=_("shown for"), ordering="uses")
    def use_count(self, obj):
        return obj.uses
