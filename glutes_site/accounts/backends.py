"""Signing in is allauth's; what somebody may do is asked for in one query instead of two."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import Permission
from django.db.models import Q


class Backend(AuthenticationBackend):
    def get_all_permissions(self, user_obj, obj=None):
        """Their own and their groups', as “app.codename”; none for somebody who may not come in."""
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        if not hasattr(user_obj, "_perm_cache"):
            theirs = Permission.objects.all()
            if not user_obj.is_superuser:
                theirs = theirs.filter(Q(user=user_obj) | Q(group__user=user_obj))
            names = theirs.order_by().values_list("content_type__app_label", "codename")
            user_obj._perm_cache = {f"{app}.{codename}" for app, codename in names}
        return user_obj._perm_cache
