"""The addresses that machines ask, which carry no language."""

from django.urls import path

from lipportal.health.views import health

app_name = "health_plain"
urlpatterns = [
    path("health/", health.health_told, name="told"),
    path("health/live/", health.health_live, name="live"),
]
