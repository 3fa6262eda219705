"""The directory as a sheet."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from councils.queries.partnerships import DirectoryLine
from lipportal.shared.documents.excel import Column, write_sheet


def directory_sheet(lines: Sequence[DirectoryLine]) -> bytes:
    """The entries found, one a row, in the reader's language."""
    columns = [
        Column("name", pgettext("directory", "Place"), width=30),
        Column("other_names", _("Other names"), width=36),
        Column("kind", _("Kind"), width=28),
        Column("setting", _("Setting"), width=14),
        Column("region", _("Region"), width=20),
        Column("province", _("Province"), width=10),
        Column("lead", _("Led by"), width=36),
        Column("lead_type", _("Kind of lead"), width=26),
        Column("operating_model", _("Way of working"), width=30),
        Column("has_university", _("A university in the area"), width=16),
        Column("case_study", _("Studied by researchers"), width=26),
        Column("communities", _("Communities"), width=36),
        Column("furthest_stage", _("Furthest stage"), width=16),
        Column("website", _("Website"), width=30),
    ]
    return write_sheet(_("Partnerships"), columns, [vars(line) for line in lines])
