"""What can be looked at from down here, in the order people read it."""

from django.utils.translation import gettext_lazy as _

from lipportal.health.queries import looks, outside
from lipportal.health.registry import register_check

register_check("database", _("Database"), looks.database, is_vital=True)
register_check("tables", _("Tables"), looks.tables)
# Pages are answered without it; taking every host out of a balancer would make a pause for some into one for all.
register_check("cache", _("Cache"), looks.cached)
register_check("broker", _("Broker"), looks.broker)
register_check("timetable", _("Timetable"), looks.timetable)
register_check("workers", _("Workers"), looks.workers)
register_check("zones", _("Time zones"), looks.zones)
register_check("certificate", _("Certificate"), outside.certificate)
register_check("backup", _("Backups"), outside.backup)
