"""Includes each app once, by name; every address begins with its language."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("lipportal.files.urls")),
    path("", include("lipportal.health.urls_plain")),
    path("", include("lipportal.notices.urls_plain")),
]
urlpatterns += i18n_patterns(
    path("", include("lipportal.accounts.urls")),
    path("drafts/", include("lipportal.drafts.urls")),
    path("", include("lipportal.health.urls")),
    path("", include("lipportal.jobs.urls")),
    path("", include("lipportal.notices.urls")),
    path("", include("councils.urls")),
    path("", include("strategies.urls")),
    path("", include("actionplans.urls")),
    path("", include("reporting.urls_pages")),
    path("", include("reporting.urls")),
    prefix_default_language=True,
)

handler400 = "lipportal.shared.refusals.bad_request"
handler403 = "lipportal.shared.refusals.permission_denied"
handler404 = "lipportal.shared.refusals.not_found"
handler500 = "lipportal.shared.refusals.server_error"
