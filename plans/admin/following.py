"""Who follows which plan, and what they chose: their own business, only looked at."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from exercises.admin.base import ReadOnlyAdmin, ReadOnlyInline
from plans.admin.logs import ShowsState
from plans.admin.privacy import SEES_HEALTH, AboutPeople
from plans.admin.published import as_text
from plans.models import Enrolment, EnrolmentEvent, Weekday, WorkoutLog

PLAIN_KINDS = frozenset(
    {
        EnrolmentEvent.Kind.LEFT,
        EnrolmentEvent.Kind.TOOK,
        EnrolmentEvent.Kind.KEPT,
        EnrolmentEvent.Kind.UNDONE,
        EnrolmentEvent.Kind.WEEKDAYS,
        EnrolmentEvent.Kind.MINUTES,
        EnrolmentEvent.Kind.KIT,
        EnrolmentEvent.Kind.MOVED,
        EnrolmentEvent.Kind.LET_GO,
        EnrolmentEvent.Kind.PAUSED,
        EnrolmentEvent.Kind.RESUMED,
        EnrolmentEvent.Kind.REPEATED,
        EnrolmentEvent.Kind.EASED,
        EnrolmentEvent.Kind.CARRIED_ON,
        EnrolmentEvent.Kind.SHIFTED,
        EnrolmentEvent.Kind.CAME_BACK,
        EnrolmentEvent.Kind.DECLINED,
    }
)
# What was chosen about one exercise may be so because of the body: it is not for those who help.
HIDDEN_KINDS = frozenset(
    {
        EnrolmentEvent.Kind.BACKED,
        EnrolmentEvent.Kind.EASIER,
        EnrolmentEvent.Kind.TAKEN_UP,
        EnrolmentEvent.Kind.SWAPPED,
        EnrolmentEvent.Kind.RETURNED,
    }
)
PLAIN_NUMBERS = frozenset(
    {"weekdays", "minutes", "kit", "slot", "day", "last", "windows"}
)  # the keys of an event's data that are shown


class PlainKinds:
    """Changes of mind of which even the kind says nothing about health; all of them for those who may see it."""

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows if request.user.has_perm(SEES_HEALTH) else rows.filter(kind__in=PLAIN_KINDS)


class EventsOfEnrolment(PlainKinds, ReadOnlyInline):
    model = EnrolmentEvent
    fields = ["kind", "window", "created_at"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("enrolment__revision__plan")


class WorkoutsOfEnrolment(ShowsState, ReadOnlyInline):
    model = WorkoutLog
    fields = ["window", "slot", "local_date", "finished_at", "state"]
    readonly_fields = ["state"]
    ordering = ["window", "slot"]


@admin.register(Enrolment)
class EnrolmentAdmin(AboutPeople, ReadOnlyAdmin):
    plain_fields = frozenset(
        {
            "uid",
            "user",
            "revision",
            "start_date",
            "weekdays",
            "level",
            "kit",
            "standing_minutes",
            "reached",
            "time_zone",
            "created_at",
            "ended_at",
        }
    )
    list_display = ["user", "plan", "start_date", "level", "days", "created_at", "ended_at"]
    list_filter = [("ended_at", admin.EmptyFieldListFilter), "level", "revision__plan"]
    list_select_related = ["user", "revision__plan"]
    search_fields = ["user__email", "revision__plan__name", "uid"]
    ordering = ["-created_at"]
    date_hierarchy = "start_date"
    fields = [
        "user",
        "revision",
        "start_date",
        "days",
        "level",
        "kit",
        "standing_minutes",
        "time_zone",
        "created_at",
        "ended_at",
        "uid",
    ]
    inlines = [EventsOfEnrolment, WorkoutsOfEnrolment]

    @admin.display(description=_("plan"), ordering="revision__plan__order")
    def plan(self, obj):
        return obj.revision

    @admin.display(description=_("training days"))
    def days(self, obj):
        return ", ".join(str(Weekday(day).label) for day in obj.weekdays)


@admin.register(EnrolmentEvent)
class EnrolmentEventAdmin(AboutPeople, PlainKinds, ReadOnlyAdmin):
    plain_fields = frozenset({"uid", "enrolment", "kind", "window", "revision", "created_at"})
    hidden_fields = frozenset({"data", "undoes"})
    list_display = ["kind", "person", "enrolment", "window", "created_at"]
    list_filter = ["kind"]
    list_select_related = ["enrolment__user", "enrolment__revision__plan"]
    search_fields = ["enrolment__user__email", "uid"]
    ordering = ["-created_at"]
    date_hierarchy = "created_at"
    fields = ["kind", "enrolment", "window", "numbers", "created_at", "uid"]

    @admin.display(description=_("person"), ordering="enrolment__user__email")
    def person(self, obj):
        return obj.enrolment.user

    @admin.display(description=_("numbers"))
    def numbers(self, obj):
        return as_text({key: value for key, value in obj.data.items() if key in PLAIN_NUMBERS})
