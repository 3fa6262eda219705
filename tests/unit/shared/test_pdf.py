"""PDF: tagged, titled, in its language; what people typed stays words; too long and too large is refused."""

import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pikepdf
import pypdf
import pytest

from lipportal.shared.documents import pdf
from lipportal.shared.documents.pdf import DrawingFailed, as_figures, draw_pdf

FRAME = {"page": "Page {page} de {pages}", "footer": "Portail", "header": "Rapport annuel"}


def figures(**values):
    table = {"heading": "Tableau", "head": ["Action", "Prévu", "Fait"], "rows": [["Jumelage", 3, None]], "caption": "c"}
    return {
        "partnership": "Réseau de l’Œuvre",
        "period": "2026–27",
        "heading": "Réalisations",
        "words": "#panic() *x* $y$ <a> @b \\n _c_\n\nDeux lignes",
        "name": "محمد عبد الله",
        "table": table,
        "facts": [["Adopté le", "29 mai"]],
        "state": "fait",
        **values,
    }


def draw(title="Rapport annuel", **values):
    return draw_pdf("house_sample.typ", figures(**values), language="fr", title=title, frame=FRAME)


@pytest.fixture(scope="module")
def drawn():
    return draw()


def test_pdf_carries_its_words_in_every_script(drawn):
    words = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(drawn)).pages)

    assert "Réseau de l’Œuvre" in words
    assert "Réalisations" in words
    assert "Page 1 de 1" in words
    assert any(name in words for name in ("محمد", "دمحم"))


def test_pdf_shows_what_people_typed_as_it_is(drawn):
    words = pypdf.PdfReader(io.BytesIO(drawn)).pages[0].extract_text()

    assert "#panic() *x* $y$ <a> @b \\n _c_" in words


def test_pdf_is_tagged_titled_and_says_its_language(drawn):
    with pikepdf.open(io.BytesIO(drawn)) as document:
        root = document.Root
        assert str(root.Lang) == "fr-CA"
        assert bool(root.MarkInfo.Marked)
        assert "/StructTreeRoot" in root
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        with document.open_metadata() as metadata:
            assert metadata["dc:title"] == "Rapport annuel"
            assert metadata["pdfuaid:part"] == "1"


def test_pdf_tags_its_headings_and_table_heads(drawn):
    kinds = set()
    with pikepdf.open(io.BytesIO(drawn)) as document:
        waiting = [document.Root.StructTreeRoot]
        while waiting:
            node = waiting.pop()
            if isinstance(node, pikepdf.Dictionary):
                kinds.add(str(node.get("/S", "")))
                below = node.get("/K", [])
                waiting.extend(below if isinstance(below, pikepdf.Array) else [below])

    assert {"/H1", "/H2", "/Table", "/TH", "/TD"} <= kinds


def test_pdf_of_the_same_figures_has_the_same_bytes(drawn):
    assert draw() == drawn


def test_pdf_repeats_the_head_of_a_long_table():
    table = {
        "heading": "T",
        "head": ["Action", "A", "B"],
        "rows": [[f"r{n}", n, n] for n in range(120)],
        "caption": "c",
    }
    pages = pypdf.PdfReader(io.BytesIO(draw(table=table))).pages

    assert len(pages) > 2
    assert all("Action" in page.extract_text() for page in list(pages)[:3])


def test_pdf_in_arabic_is_drawn():
    made = draw_pdf("house_sample.typ", figures(), language="ar", title="تقرير")

    with pikepdf.open(io.BytesIO(made)) as document:
        assert str(document.Root.Lang) == "ar"


def test_pdf_with_a_sign_no_font_has_is_refused_without_naming_anyone():
    with pytest.raises(DrawingFailed) as failed:
        draw(name="王小明")

    assert failed.value.kind == "font"
    assert "U+738B" in failed.value.reason
    assert "王" not in str(failed.value)


def test_pdf_with_a_stand_in_is_drawn_all_the_same():
    made = draw_pdf(
        "house_sample.typ", figures(words="王小明 😀 and ሰላም", name="李"), language="en", title="Names", stand_in="□"
    )

    words = pypdf.PdfReader(io.BytesIO(made)).pages[0].extract_text()
    assert "□□□ □ and □□□" in words


def test_pdf_without_a_title_is_refused():
    with pytest.raises(DrawingFailed) as failed:
        draw(title="")

    assert failed.value.kind == "template"


@pytest.fixture
def other_folder(monkeypatch, tmp_path):
    """The child reads its templates from here."""
    real = pdf.Path(pdf.__file__).read_text(encoding="utf-8")
    module = tmp_path / "pdf.py"
    module.write_text(real.replace("ROOT = Path", f"ROOT = Path({str(tmp_path)!r}) or Path"), encoding="utf-8")
    monkeypatch.setattr(pdf, "__file__", str(module))
    return tmp_path


def test_pdf_that_takes_too_long_is_stopped(other_folder):
    endless = "#for i in range(1000000) { for j in range(1000000) { let sum = i + j } }"
    (other_folder / "endless.typ").write_text(endless, encoding="utf-8")

    with pytest.raises(DrawingFailed) as failed:
        draw_pdf("endless.typ", {}, language="en", title="x", seconds=1)

    assert failed.value.kind == "too long"


def test_pdf_that_eats_memory_is_stopped(other_folder):
    (other_folder / "hungry.typ").write_text(
        '#let s = "aaaaaaaaaaaaaaaa"\n#for _ in range(40) { s = s + s }\n#s', encoding="utf-8"
    )

    with pytest.raises(DrawingFailed) as failed:
        draw_pdf("hungry.typ", {}, language="en", title="x", seconds=10, megabytes=400)

    assert failed.value.kind == "too large"


@pytest.mark.parametrize("name", ["../base.html", "/etc/hostname", "nothing.typ"])
def test_pdf_template_outside_its_folder_is_refused(name):
    with pytest.raises(DrawingFailed) as failed:
        draw_pdf(name, {}, language="en", title="x")

    assert failed.value.kind == "template"


def test_child_process_is_told_no_secret(monkeypatch):
    seen = {}

    class Done:
        returncode, stdout = 0, b'{"failed": "template"}'

    def run(*_args, **keywords):
        seen.update(keywords["env"])
        return Done

    monkeypatch.setenv("PORTAL_SECRET_KEY", "x")
    monkeypatch.setattr(pdf.subprocess, "run", run)
    with pytest.raises(DrawingFailed):
        draw()

    assert not [name for name in seen if name.startswith("PORTAL")]


@dataclass(frozen=True)
class Line:
    words: str
    on: date
    amount: Decimal


def test_as_figures_turns_a_frozen_dataclass_into_plain_values():
    line = Line("*x*", date(2026, 5, 29), Decimal("1.50"))

    assert as_figures({"lines": (line,)}) == {"lines": [{"words": "*x*", "on": "2026-05-29", "amount": "1.50"}]}


def test_as_figures_refuses_what_a_document_cannot_hold():
    with pytest.raises(TypeError):
        as_figures({"x": object()})
