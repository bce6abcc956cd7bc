"""
People and roles behind /admin/.

Nobody can sign in as somebody else. So nobody sets another person's password or e-mail address here, not even
a superuser: a new person gets in with a code that is sent to their address, and changes it themselves.
"""

from typing import ClassVar

from allauth.account import admin as allauth_admin  # noqa: F401 - registers what is taken away here
from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.contrib.auth.views import LoginView
from django.db.models import Count
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from exercises.admin.base import PlainChoices, ReadOnlyAdmin, ReadOnlyInline
from plans.admin.privacy import AboutPeople

# What fixtures/roles.yaml makes; only superusers hand out other groups, if there are any.
ROLES = ("Editor", "Publisher", "Support", "Administrator")

# Doors ---------------------------------------------------------------------------------------------


@never_cache
@secure_admin_login
def sign_in(request, extra_context=None):
    """Staff come in by the door that everybody uses, with its limits and codes; then they are sent on here."""
    return redirect(LoginView().get_redirect_url(request) or "admin:index")


def change_own_password(request, extra_context=None):
    return redirect("account_change_password")


admin.site.login = sign_in
admin.site.password_change = admin.site.password_change_done = change_own_password

# A verified address on somebody's account is a key to it.
admin.site.unregister([EmailAddress, Group])

# People --------------------------------------------------------------------------------------------


class NewPersonForm(forms.ModelForm):
    class Meta:
        model = get_user_model()
        fields = ("email",)
        help_texts: ClassVar = {
            "email": _(
                "They sign in with a code that we send there, and may choose a password then. Later, only they "
                "can change this address."
            )
        }

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def save(self, commit=True):
        self.instance.set_unusable_password()
        return super().save(commit)


class PersonForm(forms.ModelForm):
    class Meta:
        model = get_user_model()
        fields = ("is_active", "is_superuser", "groups")
        labels: ClassVar = {
            "groups": _("Roles"),
            "is_staff": _("May come in here"),
            "is_superuser": _("Superuser"),
        }
        help_texts: ClassVar = {
            "is_active": _(
                "Without it they are signed out at once and cannot sign in again. Nothing is lost."
            ),
            "groups": _("Whoever has a role may come in here, and do what the role allows."),
            "is_staff": _("Goes with the roles."),
            "is_superuser": _("May do everything, with roles and without. Superusers alone can change this."),
            "time_zone": _("Decides when their day begins and ends."),
        }

    def clean_groups(self):
        """Groups that were no choice stay."""
        chosen = self.cleaned_data["groups"]
        others = self.instance.groups.exclude(pk__in=self.fields["groups"].queryset)
        return Group.objects.filter(pk__in=[group.pk for group in (*chosen, *others)])


class WithAccount(admin.SimpleListFilter):
    """People who try the site without an account come and go: they are shown when they are asked for."""

    title = _("account")
    parameter_name = "account"

    def lookups(self, request, model_admin):
        return [("none", _("Without, trying the site"))]

    def choices(self, changelist):
        with_account, *others = super().choices(changelist)
        return [with_account | {"display": _("With")}, *others]

    def queryset(self, request, queryset):
        return queryset.guests() if self.value() == "none" else queryset.with_account()


class AddressesOfPerson(ReadOnlyInline):
    """Whether the address was ever confirmed, which tells why somebody cannot sign in."""

    model = EmailAddress
    fields = ("email", "verified", "primary")
    show_change_link = False
    verbose_name_plural = _("e-mail addresses")

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("accounts.view_user")


@admin.register(get_user_model())
class PersonAdmin(AboutPeople, PlainChoices, UserAdmin):
    form = PersonForm
    add_form = NewPersonForm
    add_form_template = None
    plain_fields = frozenset(
        {
            "email",
            "time_zone",
            "day_starts",
            "is_active",
            "is_staff",
            "is_superuser",
            "groups",
            "date_joined",
            "last_login",
        }
    )
    hidden_fields = frozenset({"password", "user_permissions", "uid", "health_consent_at"})
    ordering = ("email",)
    list_display = ("email", "is_active", "is_staff", "date_joined", "last_login")
    list_filter = (WithAccount, "is_active", "is_staff", "is_superuser", "groups")
    search_fields = ("email",)
    date_hierarchy = "date_joined"
    filter_horizontal = ()
    show_facets = admin.ShowFacets.NEVER
    readonly_fields = ("email", "time_zone", "day_starts", "is_staff", "date_joined", "last_login")
    fieldsets = (
        (None, {"fields": ("email", "time_zone", "day_starts", "is_active")}),
        (_("May"), {"fields": ("groups", "is_staff", "is_superuser")}),
        (_("Dates"), {"fields": ("date_joined", "last_login")}),
    )
    add_fieldsets = ((None, {"fields": ("email",)}),)

    def get_urls(self):
        return [each for each in super().get_urls() if each.name != "auth_user_password_change"]

    def get_inlines(self, request, obj):
        return [AddressesOfPerson] if obj else []

    def get_readonly_fields(self, request, obj=None):
        """
        Superusers are made by superusers, nobody takes their own rights away or gives themselves any, and whoever
        has no account has none.
        """
        if obj is None:
            return ()
        own = ("is_active", "is_superuser", "groups") if obj == request.user else ()
        if obj.is_guest:
            own = ("is_superuser", "groups")
        return (*self.readonly_fields, *own, *(() if request.user.is_superuser else ("is_superuser",)))

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        if db_field.name == "groups":
            roles = Group.objects.order_by("name")
            kwargs["queryset"] = roles if request.user.is_superuser else roles.filter(name__in=ROLES)
            kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_change_permission(self, request, obj=None):
        is_within_reach = obj is None or not obj.is_superuser or request.user.is_superuser
        return is_within_reach and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        """An account can be closed, and opened again; what somebody did is not deleted for them."""
        return False

    def save_related(self, request, form, formsets, change):
        """Whoever has a role may come in, and nobody else. A new address waits to be confirmed by a code."""
        super().save_related(request, form, formsets, change)
        if not change:
            EmailAddress.objects.create(user=form.instance, email=form.instance.email, primary=True)
        if {"groups", "is_superuser"}.intersection(form.changed_data):
            person = form.instance
            person.is_staff = person.is_superuser or person.groups.exists()
            person.save(update_fields=["is_staff"])


# Roles ---------------------------------------------------------------------------------------------


@admin.register(Group)
class RoleAdmin(ReadOnlyAdmin):
    """What a role may do is written in its fixture; here it is only looked at."""

    list_display = ("name", "people")
    search_fields = ("name",)
    ordering = ("name",)
    fields = ("name", "people", "may")

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(members=Count("user"))

    @admin.display(description=_("people"))
    def people(self, obj):
        address = reverse("admin:accounts_user_changelist")
        return format_html('<a href="{}?groups__id__exact={}">{}</a>', address, obj.pk, obj.members)

    @admin.display(description=_("may"))
    def may(self, obj):
        rows = obj.permissions.order_by("content_type__app_label", "content_type__model", "pk")
        return format_html_join("", '<div class="line">{}</div>', ((row.name,) for row in rows))
