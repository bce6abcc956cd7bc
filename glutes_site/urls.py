"""The whole site on one screen."""

from django.contrib import admin
from django.urls import include, path

from glutes_site import service_worker, views

urlpatterns = [
    path("", views.home, name="home"),
    path("exercises/", include("exercises.urls")),
    path("", include("plans.urls")),
    path("safety/", views.safety, name="safety"),
    path("questions/", views.questions, name="questions"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("about/", views.about, name="about"),
    path("theme/", views.choose_theme, name="theme"),
    path("robots.txt", views.robots, name="robots"),
    path("sw.js", service_worker.worker, name="service_worker"),
    path("shell/", service_worker.shell, name="shell"),
    path("manifest.webmanifest", service_worker.manifest, name="manifest"),
    path("accounts/", include("glutes_site.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
