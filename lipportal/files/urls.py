"""Addresses of stored files; without a language, because a file has its own."""

from django.urls import path

from lipportal.files.views import stored_file

app_name = "files"

urlpatterns = [path("files/<slug:code>/", stored_file.file_open, name="open")]
