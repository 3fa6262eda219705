"""The address of the health page, for people."""

from django.urls import path

from lipportal.health.views import health

app_name = "health"
urlpatterns = [path("health/", health.health_page, name="page")]
