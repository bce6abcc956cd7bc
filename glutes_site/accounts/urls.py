"""What allauth's own addresses do not have; included before them under accounts/."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.home, name="account_home"),
]
