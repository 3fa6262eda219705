"""The drafts app's addresses."""

from django.urls import path

from lipportal.drafts.views import draft

app_name = "drafts"
urlpatterns = [
    path("save/", draft.draft_save, name="save"),
    path("keep/", draft.draft_keep, name="keep"),
    path("discard/", draft.draft_discard, name="discard"),
]
