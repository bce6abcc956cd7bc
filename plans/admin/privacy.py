"""What staff may see of people: what is plain, field by field. Words about health are not for those who help."""

from typing import ClassVar

from django.core.exceptions import FieldDoesNotExist
from django.db.models.constants import LOOKUP_SEP

from exercises.admin.base import PlainLookups

SEES_HEALTH = "plans.view_feedback"


class AboutPeople(PlainLookups):
    """
    For the admin of rows about people.

    `plain_fields` never hold a word about health; whoever may look at a row may see them. All others are
    hidden from everybody without the permission to see feedback: not shown, and not found out by a filter
    in the address either. `hidden_fields` only says that somebody thought about them. What an admin makes
    of a row itself, in its displays, is its own care.
    """

    plain_fields: ClassVar[frozenset[str]] = frozenset()
    hidden_fields: ClassVar[frozenset[str]] = frozenset()

    def get_fields(self, request, obj=None):
        return self._without_hidden(request, super().get_fields(request, obj))

    def get_list_display(self, request):
        return self._without_hidden(request, super().get_list_display(request))

    def lookup_allowed(self, lookup, value, request):
        is_plain = not self._is_hidden(request, lookup.split(LOOKUP_SEP)[0])
        return is_plain and super().lookup_allowed(lookup, value, request)

    def _without_hidden(self, request, names):
        return [name for name in names if not self._is_hidden(request, name)]

    def _is_hidden(self, request, name) -> bool:
        """Rows of other tables that point here count as fields: they may tell as much."""
        field = self._field(name)
        if field is None or getattr(field, "primary_key", False) or request.user.has_perm(SEES_HEALTH):
            return False
        return field.name not in self.plain_fields

    def _field(self, name):
        try:
            return self.opts.get_field(name)
        except FieldDoesNotExist:
            return None
