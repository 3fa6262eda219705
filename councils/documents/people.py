"""The people of a partnership as a sheet: downloaded, edited offline, and read again."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from councils.queries.people import PersonLine
from lipportal.shared.documents.excel import Column, write_sheet

# Needs and self-description stay in the portal: a sheet travels by mail.
PEOPLE_COLUMNS: Final = (
    Column("code", gettext_lazy("Code"), width=12, may_miss=True),
    Column("name", gettext_lazy("Name"), width=30),
    Column("said_as", gettext_lazy("How it is said"), width=22, may_miss=True),
    Column("email", gettext_lazy("E-mail"), width=30, may_miss=True),
    Column("phone", gettext_lazy("Telephone"), width=18, may_miss=True),
    Column("language", gettext_lazy("Language for mail"), width=16, may_miss=True),
    Column("organizations", gettext_lazy("Organizations"), width=40, may_miss=True),
    Column("is_francophone", gettext_lazy("Takes part in French"), width=16, may_miss=True),
)


def people_sheet(lines: Sequence[PersonLine]) -> bytes:
    """The people found, one a row; the second sheet says how to send it back."""
    notes = [
        _("Change what you like, add rows below, then upload the sheet on the page of people."),
        _("Leave the code as it is: it says who a row is about. A new person has no code."),
        _("Write organizations as the portal names them, with a semicolon between two."),
        _("Write English or French for the language, and yes or no for taking part in French."),
        _("Nobody is removed by leaving a row out. End a person on their own page, with a reason."),
        _("Access needs and what people say of themselves are not in this sheet."),
    ]
    return write_sheet(_("People"), PEOPLE_COLUMNS, [vars(line) for line in lines], notes=notes)
