"""Publishing from the admin: the one thing that it does besides editing rows."""

from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.services import CannotPublish, publish_plan


@admin.action(permissions=["change"], description=gettext_lazy("Publish the numbers"))
def publish_numbers(model_admin, request, queryset):
    """Freeze the saved numbers of each plan as its newest revision, and say what became of each."""
    now = timezone.now()
    for plan in queryset.order_by("order"):
        try:
            revision, is_new = publish_plan(plan, now=now)
        except CannotPublish as error:
            level, text = messages.ERROR, _("%(plan)s was not published. %(why)s")
            values = {"why": " ".join(error.reasons)}
        else:
            level = messages.SUCCESS if is_new else messages.INFO
            text = (
                _("%(plan)s: its numbers are published as revision %(number)d.")
                if is_new
                else _("%(plan)s: nothing new to publish. Revision %(number)d has these numbers already.")
            )
            values = {"number": revision.number}
        model_admin.message_user(request, text % {"plan": plan, **values}, level)
