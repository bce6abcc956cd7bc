from django.urls import path

from plans import views

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
    path("workout/<int:window>/<int:slot>/", views.done, name="done"),
    path("progress/", views.progress, name="progress"),
]
