"""The name of what may be done here; the app that knows roles says who may."""

VIEW_HEALTH = "health.view_health"
