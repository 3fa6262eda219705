"""The reporting app's addresses."""

from django.urls import path

from reporting.views import document, partnership, report, results, review, trail

app_name = "reporting"

_REPORT = "p/<slug:slug>/reports/<slug:code>/"
_REVIEW = "p/<slug:slug>/reviews/<slug:code>/"
_NOTE = "p/<slug:slug>/notes/<slug:code>/"

urlpatterns = [
    path("p/<slug:slug>/", partnership.partnership_detail, name="partnership_detail"),
    path("p/<slug:slug>/trail/", trail.trail, name="trail"),
    path("review/", review.review_queue, name="review_queue"),
    path("p/<slug:slug>/reports/", report.report_list, name="report_list"),
    path("p/<slug:slug>/reports/start/<slug:code>/", report.report_start, name="report_start"),
    path(_REPORT, report.report_detail, name="report_detail"),
    path(f"{_REPORT}read/", report.report_read, name="report_read"),
    path(f"{_REPORT}sections/<int:number>/", report.section_edit, name="section_edit"),
    path(f"{_REPORT}cover/", report.cover_edit, name="cover_edit"),
    path(f"{_REPORT}reasons/<slug:action>/", report.reason_edit, name="reason_edit"),
    path(f"{_REPORT}ask-approval/", report.report_ask_approval, name="report_ask_approval"),
    path(f"{_REPORT}take-back/", report.report_take_back, name="report_take_back"),
    path(f"{_REPORT}approve/", report.report_approve, name="report_approve"),
    path(f"{_REPORT}submit/", report.report_submit, name="report_submit"),
    path(f"{_REPORT}publish/", report.report_publish, name="report_publish"),
    path(f"{_REPORT}documents/", document.document_list, name="document_list"),
    path(f"{_REPORT}documents/<int:number>/", document.document_ask, name="document_ask"),
    path(_REVIEW, review.review_detail, name="review_detail"),
    path(f"{_REVIEW}notes/", review.note_create, name="note_create"),
    path(f"{_REVIEW}return/", review.report_return, name="report_return"),
    path(f"{_REVIEW}accept/", review.report_accept, name="report_accept"),
    path(f"{_NOTE}edit/", review.note_edit, name="note_edit"),
    path(f"{_NOTE}withdraw/", review.note_withdraw, name="note_withdraw"),
    path(f"{_NOTE}settle/", review.note_settle, name="note_settle"),
    path(f"{_NOTE}reply/", review.note_reply, name="note_reply"),
    path("p/<slug:slug>/results/<int:year>/", results.results_detail, name="results_detail"),
]
