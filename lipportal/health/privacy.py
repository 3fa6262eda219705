"""The classes of the health app's columns."""

from lipportal.audit.personal import classify_table

classify_table("health.Pulse", retention="platform", plain={"id", "kind", "name", "begun_at", "beaten_at"})
