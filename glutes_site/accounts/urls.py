"""What allauth's own addresses do not have or do not say; included before them under accounts/."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.home, name="account_home"),
    path("logout/", views.sign_out, name="account_logout"),
]
