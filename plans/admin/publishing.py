"""From draft to published: review, preview, publish, archive. Pages beside the ones that edit rows."""

from typing import ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exercises.admin.base import link_to
from exercises.admin.library import ExerciseAdmin
from exercises.models import Edition, Exercise, Variation
from plans import services
from plans.admin.content import PlanAdmin
from plans.admin.preview import preview_plan, show_preview
from plans.admin.states import ListsStates
from plans.models import Plan, PlanEdition
from plans.queries import review as reviews
from plans.queries.catalogue import LEVELS
from plans.queries.drafts import DraftState, states_of
from plans.queries.preview import draft_page, draft_plan, plans_with_draft_of
from plans.queries.states import state_at_a_glance, states_of_exercises, with_changes_since

PUBLISH = "_publish"  # the button that saves the draft and goes on to its review


class Publishes:
    """
    For the admin of what is published: `<pk>/publish/`, `<pk>/archive/`, `<pk>/restore/`, `<pk>/preview/`.

    Whoever may look at the draft may review and preview it; only publishers publish and archive.

    The admin of a model says what is its own: `review(obj, level)`, `publish(obj, request, reviewed)` with
    the digest that was reviewed, `state_of(obj)` and `preview_view(request, object_id)`.
    """

    publish_permission: ClassVar[str]

    def get_urls(self):
        views = {
            "publish": self.publish_view,
            "archive": self.archive_view,
            "restore": self.restore_view,
            "preview": self.preview_view,
        }
        ours = [
            path(f"<path:object_id>/{name}/", self.admin_site.admin_view(view), name=self.url_name(name))
            for name, view in views.items()
        ]
        return ours + super().get_urls()

    def url_name(self, name: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{name}"

    def address(self, name: str, obj) -> str:
        return reverse(f"admin:{self.url_name(name)}", args=[obj.pk])

    def may_publish(self, request) -> bool:
        return request.user.has_perm(self.publish_permission)

    # Pages ---------------------------------------------------------------------------------------

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj:
            saved = getattr(obj, "as_saved", obj)  # a form that is shown again has written into `obj`
            context["publishing"] = self.publishing(request, saved, self.state_of(saved))
        return super().render_change_form(request, context, add, change, form_url, obj)

    def publishing(self, request, obj, state: DraftState) -> dict:
        """What the top of the page says about a draft and what can be done with it."""
        return {
            "state": state,
            "review": self.address("publish", obj),
            "preview": self.address("preview", obj),
            "archive": self.address("archive", obj) if self.may_publish(request) else "",
            "restore": self.address("restore", obj) if self.may_publish(request) else "",
            "has_changes": state in (DraftState.DRAFT, DraftState.CHANGED),
        }

    def response_change(self, request, obj):
        """The button: admin/exercises/exercise/submit_line.html, admin/plans/plan/submit_line.html."""
        if PUBLISH not in request.POST:
            return super().response_change(request, obj)
        self.message_user(request, _("Saved. This is what publishing it would do."), messages.SUCCESS)
        return HttpResponseRedirect(self.address("publish", obj))

    def found(self, request, object_id):
        obj = self.get_object(request, object_id)
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        if obj is None:
            raise Http404
        return obj

    def publish_view(self, request, object_id):
        obj = self.found(request, object_id)
        review = self.review(obj, request.GET.get("level", ""))
        status = 200
        if request.method == "POST":
            if not self.may_publish(request):
                raise PermissionDenied
            status = self._publish(request, obj, review)
            if status == 302:
                return HttpResponseRedirect(request.get_full_path())
        context = self.admin_site.each_context(request) | {
            "title": _("Publish %(name)s") % {"name": obj},
            "opts": self.opts,
            "original": obj,
            "review": review,
            "findings": [self._finding(finding) for finding in review.obstacles],
            "warnings": [self._finding(finding) for finding in review.warnings],
            "levels": [(level.value, level.label) for level in LEVELS],
            "may_publish": self.may_publish(request),
            "publishing": self.publishing(request, obj, _state_of(review)),
            "change_url": reverse(
                f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[obj.pk]
            ),
        }
        return TemplateResponse(request, "admin/publishing/review.html", context, status=status)

    def _publish(self, request, obj, review) -> int:
        """What became of it, as the status of the answer."""
        try:
            if request.POST.get("digest") != review.digest:
                raise services.DraftChanged
            publication = self.publish(obj, request, review.digest)
        except services.DraftChanged:
            text = _("This draft has changed since you opened the page. Look it over once more.")
            self.message_user(request, text, messages.WARNING)
            return 409
        except services.CannotPublish as error:
            for reason in error.reasons:
                self.message_user(request, reason, messages.ERROR)
            return 422
        if publication:
            self.message_user(request, in_words(publication), messages.SUCCESS)
        else:
            text = _("Nothing new to publish: the site says all of this already.")
            self.message_user(request, text, messages.INFO)
        return 302

    def _finding(self, finding) -> dict:
        """A sentence, and where to change what it is about."""
        row = finding.row
        if row is not None and row.pk is None:  # a thawed row: found again by its name
            row = (
                type(row).objects.filter(**dict(zip(row.NATURAL_KEY, row.natural_key(), strict=True))).first()
            )
        return {"text": finding.text, "link": link_to(row, _("Change it")) if row else ""}

    def archive_view(self, request, object_id):
        done = _("Archived. The site does not show it any more; people who train with it keep it.")
        return self._move(request, object_id, services.archive, done)

    def restore_view(self, request, object_id):
        done = _("It is back on the site as it was published last.")
        return self._move(request, object_id, services.restore, done)

    def _move(self, request, object_id, service, done: str):
        obj = self.found(request, object_id)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.may_publish(request):
            raise PermissionDenied
        try:
            service(obj, now=timezone.now(), by=request.user)
        except services.CannotPublish as error:
            for reason in error.reasons:
                self.message_user(request, reason, messages.ERROR)
        else:
            self.message_user(request, done, messages.SUCCESS)
        return HttpResponseRedirect(self.address("publish", obj))


def _state_of(review: reviews.Review) -> DraftState:
    if review.is_archived:
        return DraftState.ARCHIVED
    if review.is_new:
        return DraftState.DRAFT
    return DraftState.CHANGED if review.has_changes else DraftState.PUBLISHED


def in_words(publication: services.Publication) -> str:
    said = []
    if isinstance(publication.edition, Edition | PlanEdition):
        said.append(
            _("Published. Everybody reads edition %(number)d now.") % {"number": publication.edition.number}
        )
    if publication.revisions:
        count = len(publication.revisions)
        said.append(
            ngettext(
                "%(count)d plan has new numbers: %(plans)s.",
                "%(count)d plans have new numbers: %(plans)s.",
                count,
            )
            % {"count": count, "plans": ", ".join(str(row.plan) for row in publication.revisions)}
        )
    return " ".join(said)


admin.site.unregister([Exercise, Plan])


@admin.register(Exercise)
class PublishedExerciseAdmin(ListsStates, Publishes, ExerciseAdmin):
    publish_permission = "exercises.publish_exercise"
    states_of = staticmethod(states_of_exercises)
    list_display = ["name", "state", "position", "order", "variation_count", "rung_count"]

    def review(self, obj, level):
        return reviews.review_exercise(obj, level, timezone.localdate())

    def publish(self, obj, request, reviewed):
        return services.publish_exercise(obj, now=timezone.now(), by=request.user, reviewed=reviewed)

    def get_queryset(self, request):
        return with_changes_since(super().get_queryset(request))

    def state_of(self, obj):
        return state_at_a_glance(obj)

    def preview_view(self, request, object_id):
        """The page of the exercise, or of a plan with the draft's ladder."""
        obj = self.found(request, object_id)
        if plan := request.GET.get("plan", ""):
            drafts = {draft.plan.slug: draft for _revision, draft in plans_with_draft_of(obj)}
            if plan not in drafts:
                raise Http404
            return preview_plan(request, drafts[plan], self._bar(obj, drafts.values()))
        page = draft_page(obj, request.GET.get("variation", ""))
        if page is None:
            self.message_user(
                request, _("There is nothing to show yet: it has no variation."), messages.WARNING
            )
            return HttpResponseRedirect(self.address("publish", obj))
        context = {
            "page": page,
            "exercise": page.exercise,
            "variation": page.current.variation,
            "moving": "still" not in request.GET,
        }
        drafts = [draft for _revision, draft in plans_with_draft_of(obj)]
        return show_preview(request, "exercises/exercise.html", context, self._bar(obj, drafts))

    def _bar(self, obj, drafts) -> dict:
        return {
            "name": obj.name,
            "back": self.address("publish", obj),
            "exercise": self.address("preview", obj),
            "plans": [(draft.plan.slug, draft.plan.name) for draft in drafts],
            "variations": list(
                Variation.objects.filter(exercise=obj, is_archived=False).values_list("slug", "name")
            ),
        }


@admin.register(Plan)
class PublishedPlanAdmin(Publishes, PlanAdmin):
    publish_permission = "plans.publish_plan"

    def review(self, obj, level):
        return reviews.review_plan(obj, level, timezone.localdate())

    def publish(self, obj, request, reviewed):
        return services.publish_plan(obj, now=timezone.now(), by=request.user, reviewed=reviewed)

    def state_of(self, obj):
        return states_of([obj])[obj.pk]

    def preview_view(self, request, object_id):
        obj = self.found(request, object_id)
        bar = {"name": obj.name, "back": self.address("publish", obj), "plans": []}
        return preview_plan(request, draft_plan(obj), bar)
