"""Days that people write down."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from councils.models import Partnership
from lipportal.shared.errors import Refused


def refuse_a_day_to_come(partnership: Partnership, day: date) -> None:
    """Refuse to record what has not happened yet, on the partnership's own clock."""
    if day > partnership.today():
        raise Refused(_("That day is still to come. Record it once it has happened."))
