"""The addresses of background work."""

from django.urls import path

from lipportal.jobs.views import job

app_name = "jobs"
urlpatterns = [
    path("jobs/<slug:code>/", job.job_detail, name="job_detail"),
    path("jobs/<slug:code>/restart/", job.job_restart, name="job_restart"),
]
