"""Whether a file is fit to be kept: hostile ones are refused in a sentence, ordinary ones pass, names come out safe."""

import tracemalloc
import unicodedata

import pytest

from lipportal.files.rules import FORMATS, clean_name, extension_of, format_for, problems_with_content
from tests.unit.files.vectors import BENIGN, HOSTILE, WORD, repacked


def problems_with(name, content):
    if not content:
        return ["The file is empty."]
    kind = format_for(extension_of(clean_name(name)))
    return ["This format is not kept here."] if kind is None else [str(r) for r in problems_with_content(kind, content)]


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_file_is_refused_in_a_sentence(case):
    problems = problems_with(*HOSTILE[case])

    assert len(problems) == 1
    assert problems[0].endswith(".")


@pytest.mark.parametrize("case", BENIGN)
def test_ordinary_file_passes_and_its_type_is_read_from_its_content(case):
    name, content, media_type = BENIGN[case]

    assert problems_with(name, content) == []
    assert format_for(extension_of(clean_name(name))).media_type == media_type


def test_there_are_enough_vectors():
    assert len(HOSTILE) >= 100
    assert len(BENIGN) >= 25


@pytest.mark.parametrize("cut", range(1, 40))
def test_a_document_cut_anywhere_is_refused(cut):
    content = WORD[: len(WORD) * cut // 40]

    assert problems_with("minutes.docx", content)


def test_every_format_survives_every_beginning():
    for kind in FORMATS.values():
        for _name, content in HOSTILE.values():
            assert isinstance(problems_with_content(kind, content), list)


def test_a_bomb_costs_no_memory():
    bomb = repacked(WORD, add={f"word/media/{n}.bmp": b"\x00" * 1_000_000 for n in range(190)})
    tracemalloc.start()

    problems_with("minutes.docx", bomb)

    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("C:\\Users\\me\\My report.pdf", "My report.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie_ x.pdf"),
        ("annual\u202efdp.exe", "annualfdp.exe"),
        ("re\u200bport\u2066.pdf", "report.pdf"),
        ("report.exe.pdf", "report_exe.pdf"),
        ("report.PHP5.pdf", "report_PHP5.pdf"),
        ("report.html.svg.pdf", "report_html_svg.pdf"),
        ("Plan.v2.pdf", "Plan.v2.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("lpt1.tar.pdf", "_lpt1.tar.pdf"),
        (".htaccess", "htaccess"),
        ("...pdf", "pdf"),
        ("", "document"),
        ("\u202e\r\n", "document"),
        ('a"b<c>d|e?f*.pdf', "a_b_c_d_e_f_.pdf"),
        ("e\u0301te\u0301.pdf", "été.pdf"),
        ("  spaced   out .pdf", "spaced out.pdf"),
        ("a;b.pdf", "a_b.pdf"),
        ("$(id)`id`.pdf", "_(id)_id_.pdf"),
        ("report.pdf\x00.exe", "report.pdf.exe"),
        ("تقرير.pdf", "تقرير.pdf"),
    ],
)
def test_clean_name(name, expected):
    assert clean_name(name) == expected


@pytest.mark.parametrize("name", ["a" * 300 + ".pdf", "é" * 300 + ".pdf", "a." + "b" * 300, "界" * 200 + ".docx"])
def test_a_long_name_is_shortened_and_keeps_its_ending(name):
    cleaned = clean_name(name)

    assert len(cleaned) <= 120
    assert len(cleaned.encode()) <= 200
    assert cleaned.rpartition(".")[2][:5] == name.rpartition(".")[2][:5]


def test_a_cleaned_name_is_stable_and_holds_no_marks():
    for name, _content in HOSTILE.values():
        cleaned = clean_name(name)

        assert clean_name(cleaned) == cleaned
        assert not any(unicodedata.category(mark) in ("Cc", "Cf") for mark in cleaned)
        assert "/" not in cleaned
        assert "\\" not in cleaned
