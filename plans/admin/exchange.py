"""Import and export behind the lists of content: CSV and JSON, with a look at what would change."""

from dataclasses import dataclass

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.auth import get_permission_codename
from django.core import signing
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, models
from django.http import HttpResponseRedirect
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.admin import ImportExportMixin
from import_export.results import Result, RowResult

from exercises.models import Equipment, Hint, SafetyNote
from plans.admin.outcome import Outcome, describe_columns
from plans.loading import MODELS
from plans.loading.resources import (
    ContentResource,
    MeanwhileChanged,
    columns_of,
    key_columns,
    resource_for,
)
from plans.loading.tables import LARGEST_FILE, Csv, Json, Table, read_table

WAITS_SECONDS = 60 * 60  # between the look at an import and its confirmation
SALT = "plans.admin.exchange"
LIVE = (Equipment, Hint, SafetyNote)  # on the site as soon as they are saved


class ImportForm(forms.Form):
    """A file, read and judged as far as that goes without the database; `table` has its rows."""

    import_file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV or JSON in UTF-8, up to 2 MB and 1,000 rows."),
        widget=forms.FileInput(attrs={"accept": ".csv,.json,text/csv,application/json"}),
    )

    def __init__(self, model, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.model = model

    def clean_import_file(self):
        file = self.cleaned_data["import_file"]
        if file.size > LARGEST_FILE:
            words = {"size": filesizeformat(file.size)}
            raise ValidationError(_("This file has %(size)s. Up to 2 MB can be imported at a time.") % words)
        data = file.read()
        self.table = read(self.model, data)
        return data


class ExportForm(forms.Form):
    format = forms.ChoiceField(label=gettext_lazy("Format"))

    def __init__(self, formats, resources, **kwargs):
        super().__init__(**kwargs)
        self.fields["format"].choices = [(str(n), kind().get_title()) for n, kind in enumerate(formats)]


def read(model: type[models.Model], data: bytes) -> Table:
    return read_table(data, [field.name for field in columns_of(model)], key_columns(model))


# A file between the look and the confirmation ----------------------------------------------------


@dataclass(frozen=True)
class Waiting:
    """
    A file that was looked at, in the cache, which all processes of a server share.

    The page holds its signed name only, good for the same person and list, with a digest of what was shown.
    """

    name: str
    data: bytes
    digest: str

    @classmethod
    def keep(cls, data: bytes, digest: str, *, user, model) -> str:
        name = f"import-{get_random_string(32)}"
        cache.set(name, data, WAITS_SECONDS)
        return signing.dumps([name, digest, str(user.pk), model._meta.label], salt=SALT)

    @classmethod
    def find(cls, token: str, *, user, model) -> "Waiting | None":
        try:
            name, digest, *whose = signing.loads(token, salt=SALT, max_age=WAITS_SECONDS)
        except signing.BadSignature:
            return None
        data = cache.get(name) if whose == [str(user.pk), model._meta.label] else None
        return cls(name, data, digest) if data is not None else None

    def forget(self) -> None:
        cache.delete(self.name)


# The pages ---------------------------------------------------------------------------------------


class Exchange(ImportExportMixin):
    """
    For an admin of content: import and export of its rows.

    What a file would change is shown first. The confirmation does exactly that, in one transaction, or
    nothing. Imports write drafts, as the pages of rows do: `fixed_fields` and `draft_fields` hold here too.
    """

    import_template_name = "admin/import_export/import.html"
    export_template_name = "admin/import_export/export.html"
    export_form_class = ExportForm
    formats = (Csv, Json)

    def get_resource_classes(self, request):
        return [resource_for(self.model)]

    def _may(self, request, *actions: str) -> list[bool]:
        names = (get_permission_codename(action, self.opts) for action in actions)
        return [request.user.has_perm(f"{self.opts.app_label}.{name}") for name in names]

    def has_import_permission(self, request):
        return all(self._may(request, "add", "change"))

    def has_export_permission(self, request):
        return any(self._may(request, "view", "change"))

    # Out

    def export_action(self, request):
        try:
            return super().export_action(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(request.path)

    def get_export_data(self, file_format, request, queryset, **kwargs):
        return file_format.export_data(resource_for(self.model)().export(queryset))

    def init_request_context_data(self, request, form):
        context = super().init_request_context_data(request, form)
        return context | {
            "title": _("Export %(rows)s") % {"rows": self.opts.verbose_name_plural},
            "subtitle": None,
            "is_filtered": bool(request.GET),
            "tables": self._other_tables(request, "export"),
        }

    # In

    def import_action(self, request, **kwargs):
        """The form, and once it was sent, what its file would change."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        is_sent = request.method == "POST"
        form = ImportForm(self.model, request.POST if is_sent else None, request.FILES if is_sent else None)
        if not form.is_valid():
            return self._import_page(request, form=form)
        return self._look(request, form.cleaned_data["import_file"], form.table, form)

    def process_import(self, request, **kwargs):
        """Does what was shown and confirmed."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        found = Waiting.find(request.POST.get("waiting", ""), user=request.user, model=self.model)
        if found is None:
            text = _(
                "This import is no longer waiting. It may be done already. If not, choose the file again."
            )
            messages.error(request, text)
            return HttpResponseRedirect(self._address("import"))
        table = read(self.model, found.data)
        try:
            result = self._run(request, table, dry_run=False, expected=found.digest)
        except MeanwhileChanged:
            result = None
        found.forget()
        if result is None or result.has_validation_errors():
            messages.warning(request, _("Something changed since you looked, so nothing was imported yet."))
            return self._look(request, found.data, table)
        outcome = Outcome.of(result, table, self.model)
        self._log(request, result)
        messages.success(request, _("Imported: %(what)s") % {"what": outcome})
        return HttpResponseRedirect(self._address("changelist"))

    def _look(self, request, data: bytes, table: Table, form=None):
        form = form or ImportForm(self.model)
        try:
            result = self._run(request, table, dry_run=True)
        except MeanwhileChanged:
            form.add_error("import_file", _("Somebody else is changing these rows right now. Try again."))
            return self._import_page(request, form=form)
        outcome = Outcome.of(result, table, self.model)
        waiting = ""
        if outcome.is_ready:
            waiting = Waiting.keep(data, result.digest, user=request.user, model=self.model)
        return self._import_page(request, form=form, outcome=outcome, waiting=waiting)

    def _run(self, request, table: Table, **how) -> Result:
        """Raises MeanwhileChanged where others write the same rows, and what is a mistake of ours."""
        resource: ContentResource = resource_for(self.model)(
            fixed=self.fixed_fields, may_be_empty=self.draft_fields
        )
        try:
            result = resource.import_data(table, user=request.user, rollback_on_validation_errors=True, **how)
        except DatabaseError as error:
            raise MeanwhileChanged from error
        for each in [*result.base_errors, *(error for row in result.rows for error in row.errors)]:
            if isinstance(each.error, DatabaseError):
                raise MeanwhileChanged from each.error
            raise each.error
        return result

    def _log(self, request, result: Result) -> None:
        for kind, flag in ((RowResult.IMPORT_TYPE_NEW, ADDITION), (RowResult.IMPORT_TYPE_UPDATE, CHANGE)):
            rows = [row.instance for row in result.rows if row.import_type == kind]
            if rows:
                LogEntry.objects.log_actions(request.user.pk, rows, flag, change_message=_("Imported."))

    def _import_page(self, request, **values):
        rows = self.opts.verbose_name_plural
        context = {
            **self.admin_site.each_context(request),
            "title": _("Import %(rows)s") % {"rows": rows},
            "subtitle": None,
            "opts": self.opts,
            "columns": describe_columns(self.model),
            "is_live": self.model in LIVE,
            "tables": self._other_tables(request, "import"),
            "address": self._address("import"),
            "outcome": None,
            "waiting": "",
            **values,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, self.import_template_name, context)

    def _other_tables(self, request, page: str) -> list[tuple[str, str]]:
        """Names and pages; some tables have no list that would lead there."""
        others = (self.admin_site.get_model_admin(model) for model in MODELS if model is not self.model)
        return [
            (capfirst(str(other.opts.verbose_name_plural)), other._address(page))
            for other in others
            if getattr(other, f"has_{page}_permission")(request)
        ]

    def _address(self, page: str) -> str:
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(name)


def add_exchange() -> None:
    """Import and export for all of the content, in whatever admin each model is registered with by now."""
    for model in MODELS:
        before = type(admin.site.get_model_admin(model))
        admin.site.unregister(model)
        after = type(f"{before.__name__}WithExchange", (Exchange, before), {"__module__": __name__})
        admin.site.register(model, after)
