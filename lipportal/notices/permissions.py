"""The names of what may be done here; the app that knows roles says who may."""

VIEW_OUTBOX = "notices.view_outbox"
RETRY_MAIL = "notices.retry_mail"
