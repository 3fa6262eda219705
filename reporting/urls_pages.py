"""Addresses of the pages that stand above the apps; their names carry no prefix, so that any app may link to them."""

from django.urls import path

from reporting.views import day, page, search

urlpatterns = [
    path("", day.home, name="home"),
    path("search/", search.search, name="search"),
    path("help/", page.help_page, name="help"),
    path("accessibility/", page.accessibility, name="accessibility"),
    path("privacy/", page.privacy, name="privacy"),
    path("new/", page.whats_new, name="whats_new"),
    path("new/feed/", page.whats_new_feed, name="whats_new_feed"),
    path("components/", page.components, name="components"),
]
