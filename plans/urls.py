from django.urls import path

from plans import api, views

app_name = "plans"

urlpatterns = [
    path("plans/", views.catalogue, name="catalogue"),
    path("plans/<slug:slug>/", views.plan, name="plan"),
    path("plans/<slug:slug>/start/", views.start, name="start"),
    path("try/", views.try_workout, name="try"),
    path("week/", views.week, name="week"),
    path("week/<int:number>/", views.week, name="week_number"),
    path("week/new-numbers/", views.offer, name="offer"),
    path("week/new-numbers/<uuid:event>/undo/", views.undo_answer, name="undo_answer"),
    path("week/change/", views.change, name="change"),
    path("week/change/days/", views.days, name="days"),
    path("week/change/minutes/", views.minutes, name="minutes"),
    path("week/change/kit/", views.kit, name="kit"),
    path("week/change/pause/", views.pause, name="pause"),
    path("week/change/missed/", views.comeback, name="comeback"),
    path("week/change/exercises/<slug:slug>/", views.adjust, name="adjust"),
    path("week/change/exercises/<slug:slug>/hurt/", views.hurt, name="hurt"),
    path("health/", views.health, name="health"),
    path("week/change/<int:window>/<int:slot>/", views.move, name="move"),
    path("week/ending/", views.ending, name="ending"),
    path("week/ending/leave/", views.leave, name="leave"),
    path("week/ending/rejoin/", views.rejoin, name="rejoin"),
    path("week/choose/", views.choose, name="choose"),
    path("week/choices/<uuid:event>/undo/", views.undo, name="undo"),
    path("today/", views.today, name="today"),
    path("today/swap/", views.swap_today, name="swap_today"),
    path("quick/", views.quick, name="quick"),
    path("workout/<int:window>/<int:slot>/", views.done, name="done"),
    path("history/", views.history, name="history"),
    path("history/<uuid:uid>/", views.history_workout, name="history_workout"),
    path("progress/", views.progress, name="progress"),
    path("api/session", api.session, name="api_session"),
    path("api/schedule", api.schedule, name="api_schedule"),
    path("api/sync", api.sync, name="api_sync"),
]
