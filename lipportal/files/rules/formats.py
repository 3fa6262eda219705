"""The formats the portal keeps: their endings, what they are served as and what people call them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

_OFFICE: Final = "application/vnd.openxmlformats-officedocument"

_SLIDES: Final = "ppt/presentation.xml"


@dataclass(frozen=True)
class Format:
    """One format: `main_part` is the part inside its package that an office document must have."""

    key: str
    label: Any
    endings: tuple[str, ...]
    media_type: str
    main_part: str = ""


FORMATS: Final[dict[str, Format]] = {
    kind.key: kind
    for kind in (
        Format("pdf", _("PDF"), ("pdf",), "application/pdf"),
        Format("png", _("PNG picture"), ("png",), "image/png"),
        Format("jpeg", _("JPEG picture"), ("jpg", "jpeg"), "image/jpeg"),
        Format("docx", _("Word document"), ("docx",), f"{_OFFICE}.wordprocessingml.document", "word/document.xml"),
        Format("xlsx", _("Excel workbook"), ("xlsx",), f"{_OFFICE}.spreadsheetml.sheet", "xl/workbook.xml"),
        Format(
            "pptx", _("PowerPoint slides"), ("pptx",), f"{_OFFICE}.presentationml.presentation", "ppt/presentation.xml"
        ),
        Format("txt", _("plain text"), ("txt",), "text/plain; charset=utf-8"),
        Format("csv", _("CSV table"), ("csv",), "text/csv; charset=utf-8"),
    )
}


def format_for(ending: str) -> Format | None:
    """The format whose names end in `ending`, or None."""
    return next((kind for kind in FORMATS.values() if ending in kind.endings), None)


def labels_of(keys: Iterable[str]) -> str:
    """The names of some formats, for a sentence."""
    return ", ".join(str(kind.label) for key, kind in FORMATS.items() if key in keys)
