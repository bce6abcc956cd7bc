from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.utils.translation import gettext_lazy as _

# Staff come in by the door that everybody uses, with its limits and codes.
admin.site.login = secure_admin_login(admin.site.login)


class PersonCreationForm(AdminUserCreationForm):
    class Meta:
        model = get_user_model()
        fields = ("email",)

    def clean_email(self):
        return self.cleaned_data["email"].lower()


class PersonChangeForm(UserChangeForm):
    password = None  # not even what it was turned into

    class Meta:
        model = get_user_model()
        fields = ("email", "time_zone", "is_active", "is_staff", "is_superuser", "groups", "user_permissions")

    def clean_email(self):
        return self.cleaned_data["email"].lower()


@admin.register(get_user_model())
class PersonAdmin(UserAdmin):
    form = PersonChangeForm
    add_form = PersonCreationForm
    ordering = ["email"]
    list_display = ["email", "is_active", "is_staff", "date_joined", "last_login"]
    list_filter = ["is_active", "is_staff", "is_superuser", "groups"]
    search_fields = ["email"]
    date_hierarchy = "date_joined"
    readonly_fields = ["date_joined", "last_login"]
    fieldsets = [
        (None, {"fields": ["email", "time_zone"]}),
        (_("May"), {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]}),
        (_("Dates"), {"fields": ["date_joined", "last_login"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["email", "usable_password", "password1", "password2"], "classes": ["wide"]}),
    ]

    def get_readonly_fields(self, request, obj=None):
        """Only a superuser hands out rights, or an editor could give themselves all of them."""
        fields = super().get_readonly_fields(request, obj)
        if request.user.is_superuser:
            return fields
        return [*fields, "is_staff", "is_superuser", "groups", "user_permissions"]
