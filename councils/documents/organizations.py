"""The organizations of a partnership as a sheet."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from councils.queries.organizations import OrganizationLine
from lipportal.shared.documents.excel import Column, write_sheet


def organizations_sheet(lines: Sequence[OrganizationLine]) -> bytes:
    """The organizations found, one a row, in the reader's language."""
    columns = [
        Column("name_en", _("Name in English"), width=34),
        Column("name_fr", _("Name in French"), width=34),
        Column("kind", _("Kind"), width=24),
        Column("government_level", _("Level of government"), width=18),
        Column("sectors", _("Spheres"), width=40),
        Column("communities_served", _("Communities served"), width=30),
        Column("francophone", _("Francophone"), width=12),
        Column("joined_on", _("First at the table"), "date", width=16),
        Column("website", _("Website"), width=30),
        Column("ended_on", _("Ended"), "date", width=12),
    ]
    return write_sheet(_("Organizations"), columns, [vars(line) for line in lines])
