from django.urls import path

from plans import api, views

app_name = "plans"

urlpatterns = [
    path("plans/", views.catalogue, name="catalogue"),
    path("plans/<slug:slug>/", views.plan, name="plan"),
    path("plans/<slug:slug>/start/", views.start, name="start"),
    path("week/", views.week, name="week"),
    path("week/<int:number>/", views.week, name="week_number"),
    path("week/new-numbers/", views.offer, name="offer"),
    path("week/new-numbers/<uuid:event>/undo/", views.undo_answer, name="undo_answer"),
    path("today/", views.today, name="today"),
    path("quick/", views.quick, name="quick"),
    path("workout/<int:window>/<int:slot>/", views.done, name="done"),
    path("progress/", views.progress, name="progress"),
    path("api/session", api.session, name="api_session"),
    path("api/schedule", api.schedule, name="api_schedule"),
    path("api/sync", api.sync, name="api_sync"),
]
