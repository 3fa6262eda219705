"""The addresses of notices that carry no language: none yet; signed calendar feeds will stand here."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
