"""What she typed, laid over what is saved by now."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.http import QueryDict
from django.utils.text import capfirst

from exercises.admin.meanwhile.shown import Key, Page, Shown, ShownRow, digest, plain
from exercises.history.text import Names, in_words


@dataclass(frozen=True)
class Lost:
    """A row that is gone while she edited it, or that she added to one that is gone; and what she typed."""

    key: Key | None
    type_name: str
    typed: tuple[tuple[str, str], ...]


@dataclass
class Merge:
    """
    `data` is the page with everything she typed and everything others saved; where both wrote, hers is in
    the box, and the field is among `clashes` (by the row and the name). `news` are all the fields and rows
    that she could not know of; without any there is nothing to tell, and what she sent can be saved.
    """

    shown: Shown
    page: Page
    posted: QueryDict
    data: dict[str, list[str]] = field(default_factory=dict)
    news: list[tuple[Key, str]] = field(default_factory=list)
    clashes: list[tuple[Key, str]] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)

    def __post_init__(self):
        self.data = self.page.data()
        for row in self.shown.rows:
            if row.key in self.page.forms:
                self._lay_over(row)
            else:
                self.lost.append(Lost(row.key, _type_name(row.model), tuple(typed(row, self.posted))))
        for prefix in self.shown.formsets:
            self._add(prefix)
        if self.shown.is_known:
            known = {row.key for row in self.shown.rows}
            self.news += [(key, "") for key in self.page.forms if key not in known]
        self.news += [(lost.key, "") for lost in self.lost if lost.key]
        for name in self.posted:
            if name.startswith("_") or name == "csrfmiddlewaretoken":
                self.data[name] = self.posted.getlist(name)

    def as_post(self) -> QueryDict:
        post = QueryDict(mutable=True)
        for name, values in self.data.items():
            post.setlist(name, values)
        return post

    def _lay_over(self, row: ShownRow) -> None:
        form = self.page.forms[row.key]
        for name, was in row.digests.items():
            if name not in form.fields:
                continue
            widget = form.fields[name].widget
            hers = digest(widget.value_from_datadict(self.posted, {}, row.html_name(name)))
            now = digest(form[name].value())
            if now not in (was, hers):
                self.news.append((row.key, name))
                if hers != was:
                    self.clashes.append((row.key, name))
            if hers != was:
                self._put(form.add_prefix(name), row.html_name(name))
        self._put(form.add_prefix("DELETE"), row.html_name("DELETE"))

    def _put(self, name: str, posted_name: str) -> None:
        self.data.pop(name, None)
        if posted_name in self.posted:
            self.data[name] = self.posted.getlist(posted_name)

    def _add(self, prefix: str) -> None:
        """Rows that she added follow those that are there by now."""
        old = {row.prefix for row in self.shown.rows}
        new_prefix = self._prefix_now(prefix)
        for index in self._indices(prefix):
            start = f"{prefix}-{index}"
            if start in old:
                continue
            names = [name for name in self.posted if name.startswith(f"{start}-")]
            if new_prefix not in self.page.formsets:
                said = ((name.rpartition("-")[2], plain(self.posted.getlist(name))) for name in names)
                self.lost.append(Lost(None, "", tuple(pair for pair in said if pair[1])))
                continue
            total = f"{new_prefix}-TOTAL_FORMS"
            place = int(self.data[total][0])
            self.data[total] = [str(place + 1)]
            for name in names:
                self.data[f"{new_prefix}-{place}{name.removeprefix(start)}"] = self.posted.getlist(name)

    def _indices(self, prefix: str) -> list[int]:
        pattern = re.compile(rf"{re.escape(prefix)}-(\d{{1,4}})-")
        return sorted({int(found[1]) for name in self.posted if (found := pattern.match(name))})

    def _prefix_now(self, prefix: str) -> str | None:
        """Of a formset of that row, which may be in another place by now; None if it is gone."""
        inside = [row for row in self.shown.rows if row.prefix and prefix.startswith(f"{row.prefix}-")]
        if not inside:
            return prefix
        row = max(inside, key=lambda row: len(row.prefix))
        form = self.page.forms.get(row.key)
        return f"{form.prefix}{prefix.removeprefix(row.prefix)}" if form else None


def typed(row: ShownRow, posted: QueryDict) -> Iterator[tuple[str, str]]:
    """Label and text of the fields that she typed into, for a row which has no form any more."""
    names = Names()
    for name, was in row.digests.items():
        sent = posted.getlist(row.html_name(name))
        column = _column(row.model, name)
        if digest(bool(sent) if isinstance(column, models.BooleanField) else sent) == was:
            continue
        yield (capfirst(str(column.verbose_name)) if column else name), _text(column, plain(sent), names)


def _column(model: type[models.Model], name: str) -> models.Field | None:
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def _text(column: models.Field | None, sent: str, names: Names) -> str:
    if column is None:
        return sent
    try:
        value = column.to_python(sent)
        if column.many_to_one and value:
            value = column.target_field.to_python(sent)
            names.load([(column.related_model, value)])
    except (ValidationError, ValueError):
        return sent
    return in_words(column, value, names)


def _type_name(model: type[models.Model]) -> str:
    return capfirst(str(model._meta.verbose_name))
