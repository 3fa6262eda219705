"""The looks at what stands around the portal: the certificate it is reached under, and the copies kept of it."""

import socket
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lipportal.health.choices import Standing
from lipportal.health.registry import Finding, fine, trouble, warning
from lipportal.shared import clock

PATIENCE = 3  # seconds until an address that does not answer cannot be asked
# Certificates that renew themselves are renewed a month ahead: what is nearer its end was not.
SOON, NOW = timedelta(days=21), timedelta(days=7)
# A copy is made each night: one is late after a day and some hours, and two nights missed are no accident.
LATE, MISSED = timedelta(hours=30), timedelta(hours=54)


def certificate() -> Finding:
    """How long the certificate lasts under which people reach the portal."""
    if not settings.HTTPS:
        return fine(_("None is used: HTTPS is off."))
    try:
        ends = _end_of_certificate()
    except ssl.SSLCertVerificationError:
        return trouble(_("Browsers do not believe it."))
    except (OSError, ValueError):
        return Finding(Standing.UNKNOWN, _("From here it cannot be asked for at the portal’s own address."))
    left = ends - clock.now()
    words = ngettext("It lasts %(count)s more day.", "It lasts %(count)s more days.", left.days) % {"count": left.days}
    if left < NOW:
        return trouble(words, left.days)
    return warning(words, left.days) if left < SOON else fine(words, left.days)


def _end_of_certificate() -> datetime:
    address = urlsplit(settings.PORTAL_URL)
    host = address.hostname or ""
    with (
        socket.create_connection((host, address.port or 443), timeout=PATIENCE) as wire,
        ssl.create_default_context().wrap_socket(wire, server_hostname=host) as secured,
    ):
        ends = str((secured.getpeercert() or {}).get("notAfter", ""))
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), tz=UTC)


def backup() -> Finding:
    """When whoever keeps copies of the portal last touched the file that says so; what is in them nobody knows here."""
    if not settings.BACKUP_MARK:
        return Finding(Standing.UNKNOWN, _("The portal is not told of any (PORTAL_BACKUP_MARK)."))
    try:
        made = datetime.fromtimestamp(Path(settings.BACKUP_MARK).stat().st_mtime, tz=UTC)
    except OSError:
        return trouble(_("The file that each of them touches is not there."))
    age = clock.now() - made
    hours = int(age / timedelta(hours=1))
    words = ngettext("The last one is %(count)s hour old.", "The last one is %(count)s hours old.", hours)
    told = words % {"count": hours}
    if age > MISSED:
        return trouble(told, hours)
    return warning(told, hours) if age > LATE else fine(told, hours)
