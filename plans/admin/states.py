"""How drafts stand to what is published, in the lists of them."""

from collections.abc import Callable, Mapping
from typing import ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from plans.queries.drafts import DraftState


class ListsStates:
    """Has a column `state`; `states_of` finds those of all rows of a page at once, by their ids."""

    states_of: ClassVar[Callable[[list], Mapping[int, DraftState]]]

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        changelist.result_list = list(changelist.result_list)
        states = self.states_of(changelist.result_list)
        for row in changelist.result_list:
            row.state = states[row.pk]
        return changelist

    @admin.display(description=_("state"))
    def state(self, obj):
        return obj.state.label
