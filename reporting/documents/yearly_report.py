"""The yearly report as a tagged PDF, drawn from its frozen copy."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lipportal.shared.documents.pdf import draw_pdf
from reporting.queries.figure_groups import figure_groups

RENDERER_VERSION = 4
STAND_IN = "□"


def yearly_report_pdf(page: Mapping[str, Any], *, language: str, version: str = "") -> bytes:
    """The bytes of the PDF of one frozen report page (`reporting.queries.report_page.ReportPage` as plain values).

    `version` says which version it is and its fingerprint, for the foot of each page.
    """
    with translation.override(language):
        sections = [{**section, "groups": _groups(section["figures"])} for section in page["sections"]]
        return draw_pdf(
            "yearly_report.typ",
            {"page": {**page, "sections": sections}, "words": _words()},
            language=language,
            title=f"{page['title']}, {page['partnership']}",
            frame={
                "header": f"{page['partnership']} · {page['title']}",
                "footer": version,
                "page": _("Page {page} of {pages}"),
            },
            stand_in=STAND_IN,
        )


def _groups(figures: list[Any]) -> list[dict[str, Any]]:
    return [asdict(group) for group in figure_groups(figures)]


def _words() -> dict[str, str]:
    return {
        "label": _("What"),
        "colon": pgettext("after a label", ":"),
        "value": _("Value"),
        "frozen": _("Drawn from the report as it was sent, word for word."),
        "nothing": _("Nothing to report."),
        "empty": _("Nothing was written here."),
        "number": _("Line"),
        "action": _("Action"),
        "planned": _("Planned"),
        "done": pgettext("how much", "Done"),
        "state": _("State"),
        "figure": _("Figure"),
        "rows": _("Where it comes from"),
        "evidence": _("Evidence:"),
        "with_partners": _("with {partners}"),
        "carried_from": _("carried over from {year}"),
        "and_more": _("; and {count} more"),
        "out_of_date": "(" + _("translation out of date") + ")",
        "not_this_language": _("This part is written in the other official language."),
    }
