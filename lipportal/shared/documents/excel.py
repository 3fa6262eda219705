"""Excel in and out: a writer that lets no text become a formula, a reader that names each fault by row and column."""

import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final, Literal

import openpyxl
from django.conf import settings
from django.utils.translation import get_language, get_language_bidi, gettext, override
from django.utils.translation import gettext_lazy as _
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from lipportal.shared.fields import field_errors
from lipportal.shared.packages import problems_with_package

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_BYTES: Final = 10 * 1024 * 1024
MOST_UNPACKED: Final = 30 * 1024 * 1024
MOST_ROWS: Final = 5_000
MOST_COLUMNS: Final = 100
_MOST_SCANNED: Final = 20_000
_HEADER_WITHIN: Final = 10
_LONGEST_TEXT: Final = 32_767
_LONGEST_SHEET_NAME: Final = 31
_ESCAPE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
MOST_FIGURES: Final = 15
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DECIMAL_COMMA: Final = re.compile(r"-?\d+,\d{1,2}")
_ISO_DAY: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]00:00(?::00)?)?")

Kind = Literal["text", "number", "whole", "date"]


@dataclass(frozen=True)
class Column:
    """One column: its key in a row, its heading (translated), what it holds.

    `aliases` are further headings a reader understands; a column that `may_miss` need not be in the sheet.
    """

    key: str
    heading: Any
    kind: Kind = "text"
    width: int = 20
    aliases: tuple[str, ...] = ()
    may_miss: bool = False


@dataclass(frozen=True)
class CellProblem:
    """One fault, where it stands and what to do about it; a fault of the whole row has no letter."""

    sheet_row: int
    letter: str
    heading: str
    message: str

    def __str__(self) -> str:
        if not self.letter:
            return gettext("Row %(row)s: %(message)s") % {"row": self.sheet_row, "message": self.message}
        return gettext("Row %(row)s, column %(letter)s (%(heading)s): %(message)s") % {
            "row": self.sheet_row,
            "letter": self.letter,
            "heading": self.heading,
            "message": self.message,
        }


@dataclass
class ReadRow:
    """One row of the sheet: its number there, its values by key, the form that judged it, and what is wrong."""

    sheet_row: int
    values: dict[str, Any]
    problems: list[CellProblem] = field(default_factory=list)
    form: Any = None


@dataclass
class SheetReport:
    """What was read: each row with its own faults, and faults of the sheet itself, in plain sentences."""

    rows: list[ReadRow] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def right_rows(self) -> list[ReadRow]:
        """The rows that can be applied."""
        return [row for row in self.rows if not row.problems]

    @property
    def wrong_rows(self) -> list[ReadRow]:
        """The rows that cannot, each with its faults."""
        return [row for row in self.rows if row.problems]


# --- out ---------------------------------------------------------------------------------------------------------
def write_sheet(
    title: str, columns: Sequence[Column], rows: Iterable[Mapping[str, Any]], *, notes: Iterable[str] = ()
) -> bytes:
    """A workbook with one sheet of `rows` under the columns' headings, and the notes, if any, on a second sheet."""
    workbook = openpyxl.Workbook()
    workbook.properties.title = _legal(title)
    workbook.properties.language = get_language() or settings.LANGUAGE_CODE
    workbook.properties.creator = gettext("Local Immigration Partnerships")
    sheet = workbook.active
    _dress(sheet, title, columns)
    for number, row in enumerate(rows, start=2):
        for place, column in enumerate(columns, start=1):
            _write(sheet.cell(number, place), column, row.get(column.key))
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{sheet.max_row}"
    if lines := list(notes):
        _add_notes(workbook, lines)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def sheet_name(title: str) -> str:
    """`title` as Excel allows a sheet to be called."""
    name = re.sub(r"[\[\]:*?/\\]", " ", _legal(title))
    name = re.sub(r"\s+", " ", name).strip(" '")[:_LONGEST_SHEET_NAME].strip(" '")
    return name if name and name.lower() != "history" else "Portal"


def _dress(sheet: Worksheet, title: str, columns: Sequence[Column]) -> None:
    """Headings in bold that stay in sight, on the screen and on every printed page."""
    sheet.title = sheet_name(title)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.sheet_view.rightToLeft = get_language_bidi()
    for place, column in enumerate(columns, start=1):
        cell = sheet.cell(1, place)
        _write_text(cell, str(column.heading))
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="E8EEF2")
        cell.border = Border(bottom=Side(style="thin", color="1B4965"))
        sheet.column_dimensions[get_column_letter(place)].width = column.width


def _write(cell: Cell, column: Column, value: Any) -> None:
    if value is None or value == "":
        return
    if column.kind == "date" and isinstance(value, date):
        cell.value = value.date() if isinstance(value, datetime) else value
        cell.number_format = "yyyy-mm-dd"
    elif (
        column.kind in ("number", "whole") and isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    ):
        cell.value = value
        cell.number_format = "#,##0" if column.kind == "whole" else "#,##0.##"
    else:
        _write_text(cell, str(value))


def _write_text(cell: Cell, text: str) -> None:
    """Text stays text: whatever it begins with, and also after somebody edits the cell."""
    escaped = _ESCAPE.sub("_x005F_", _legal(text)).replace("\r", "_x000D_")
    cell.value = escaped if len(escaped) <= _LONGEST_TEXT else f"{escaped[: _LONGEST_TEXT - 1]}…"
    cell.data_type = "s"
    cell.number_format = "@"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.quotePrefix = text[:1] in set("=+-@\t\r\n'＝＋－＠")


def _legal(text: str) -> str:
    """`text` without the control characters and half characters a workbook cannot hold."""
    return (
        ILLEGAL_CHARACTERS_RE.sub("", text)
        .encode("utf-8", "ignore")
        .decode()
        .replace("\ufffe", "")
        .replace("\uffff", "")
    )


def _add_notes(workbook: openpyxl.Workbook, lines: Sequence[str]) -> None:
    sheet = workbook.create_sheet(sheet_name(gettext("Notes")))
    sheet.column_dimensions["A"].width = 100
    for number, line in enumerate(lines, start=1):
        _write_text(sheet.cell(number, 1), str(line))


# --- in ----------------------------------------------------------------------------------------------------------
def read_sheet(
    content: bytes, columns: Sequence[Column], row_form: Callable[[dict[str, Any]], Any] | None = None
) -> SheetReport:
    """The rows of the first sheet; wrong ones carry their faults and leave the right ones untouched.

    `row_form(values)` gives the form that judges one row by the rules of the web form. Headings may be in English or
    French. Nothing is saved, and no fault raises.
    """
    report = SheetReport()
    if reasons := _problems_with_workbook(content):
        report.problems += [str(reason) for reason in reasons]
        return report
    try:
        workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        _read_rows(workbook.worksheets[0], columns, row_form, report)
    except Exception:  # noqa: BLE001 - whatever the parser stumbles over, the reader gets a sentence and no crash
        report.problems.append(gettext("The file is damaged or cut short. Save it again and send that."))
    return report


def _problems_with_workbook(content: bytes) -> list[Any]:
    if not openpyxl.DEFUSEDXML:
        raise RuntimeError("defusedxml is missing: Excel files cannot be read safely")
    if len(content) > MOST_BYTES:
        return [_("The workbook is larger than %(limit)s MB. Split it.") % {"limit": MOST_BYTES // 1024 // 1024}]
    label = _("Excel workbook")
    return problems_with_package(content, main_part="xl/workbook.xml", label=label, most_unpacked=MOST_UNPACKED)


def _read_rows(sheet: Any, columns: Sequence[Column], row_form: Any, report: SheetReport) -> None:
    places: dict[int, Column] | None = None
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
        if all(cell.value in (None, "") for cell in cells):
            if number > _MOST_SCANNED:
                break
            continue
        if places is None:
            places = _places_of(cells, columns)
            if places is None and number >= _HEADER_WITHIN:
                break
            continue
        if len(report.rows) >= MOST_ROWS or number > _MOST_SCANNED:
            report.problems.append(
                gettext("Only the first %(count)s rows were read. Split the sheet.") % {"count": MOST_ROWS}
            )
            break
        report.rows.append(_read_row(number, cells, places, row_form))
    report.problems += _problems_with_headings(places, columns)
    if places is not None and any(_is_needed_but_missing(column, places) for column in columns):
        report.rows.clear()


def _places_of(cells: Sequence[Any], columns: Sequence[Column]) -> dict[int, Column] | None:
    """Which place of the row holds which column, if this row holds headings at all."""
    known = {name: column for column in columns for name in _names_of(column)}
    found: dict[int, Column] = {}
    for place, cell in enumerate(cells):
        column = known.get(_folded(cell.value))
        if column is not None and column not in found.values():
            found[place] = column
    return found or None


def _names_of(column: Column) -> set[str]:
    names = {_folded(name) for name in column.aliases} | {_folded(column.heading)}
    for language in settings.OFFICIAL_LANGUAGES:
        with override(language):
            names.add(_folded(column.heading))
    return names


def _folded(value: Any) -> str:
    text = _unescaped(str(value if value is not None else ""))
    return re.sub(r"[\s\u00a0]+", " ", text).replace("’", "'").strip(" *:").casefold()


def _is_needed_but_missing(column: Column, places: Mapping[int, Column]) -> bool:
    return not column.may_miss and column not in places.values()


def _problems_with_headings(places: Mapping[int, Column] | None, columns: Sequence[Column]) -> list[str]:
    if places is None:
        names = ", ".join(str(column.heading) for column in columns if not column.may_miss)
        return [gettext("No row of headings was found. The first row must hold: %(names)s.") % {"names": names}]
    missing = [column for column in columns if _is_needed_but_missing(column, places)]
    return [gettext("There is no column “%(name)s”. Put it back.") % {"name": column.heading} for column in missing]


def _read_row(number: int, cells: Sequence[Any], places: Mapping[int, Column], row_form: Any) -> ReadRow:
    row = ReadRow(number, {})
    letters: dict[str, tuple[str, str]] = {}
    for place, column in places.items():
        letters[column.key] = (get_column_letter(place + 1), str(column.heading))
        cell = cells[place] if place < len(cells) else None
        try:
            row.values[column.key] = _value_of(cell, column.kind)
        except ValueError as fault:
            row.values[column.key] = "" if cell is None else str(cell.value)
            row.problems.append(CellProblem(number, *letters[column.key], str(fault)))
    if row_form is not None:
        row.form = row_form(dict(row.values))
        row.problems += _problems_with_form(row, letters)
    return row


def _problems_with_form(row: ReadRow, letters: Mapping[str, tuple[str, str]]) -> list[CellProblem]:
    """What the form finds wrong, apart from cells already named."""
    named = {problem.letter for problem in row.problems}
    found = []
    for key in row.form.errors:
        letter, heading = letters.get(key, ("", ""))
        if letter and letter in named:
            continue
        said = field_errors(row.form[key]) if key in row.form.fields else row.form.errors[key]
        found += [CellProblem(row.sheet_row, letter, heading, str(message)) for message in said]
    return found


def _value_of(cell: Any, kind: Kind) -> Any:
    """The cell's value as its column wants it; ValueError, with a sentence, when it cannot be had."""
    value = None if cell is None else cell.value
    if value is None:
        return "" if kind == "text" else None
    if cell.data_type == "f":
        raise ValueError(gettext("The cell holds a formula. Type its result instead."))
    if cell.data_type == "e":
        raise ValueError(gettext("The cell holds an error. Type the value instead."))
    if isinstance(value, str):
        value = _unescaped(value)
    return {"text": _as_text, "number": _as_number, "whole": _as_whole, "date": _as_day}[kind](value)


def _unescaped(text: str) -> str:
    """The text with the letters a workbook wrote as numbers; half of a pair without the other is no letter."""
    plain = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return plain if plain == text else plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _as_text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date().isoformat()
    return value if isinstance(value, str) else str(value)


def _as_number(value: Any) -> Decimal | None:
    text = re.sub(r"[\s\u00a0\u202f]", "", str(value))
    if not text:
        return None
    if _DECIMAL_COMMA.fullmatch(text):
        text = text.replace(",", ".")
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if isinstance(value, bool | date) or not number.is_finite():
        raise ValueError(gettext("Write a number, such as 12 or 12.5."))
    return number


def _as_whole(value: Any) -> int | None:
    number = _as_number(value)
    if number is None:
        return None
    if number.adjusted() > MOST_FIGURES or number != int(number):
        raise ValueError(gettext("Write a whole number, such as 12."))
    return int(number)


def _as_day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value).strip()
    if not text:
        return None
    match = _ISO_DAY.fullmatch(text)
    try:
        return date.fromisoformat(match[1] if match else "")
    except ValueError:
        raise ValueError(gettext("Write the day as year-month-day, such as 2026-05-12.")) from None
