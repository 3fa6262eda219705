"""The report as a PDF: every figure and word of the frozen page, tagged, in its language, once."""

import io
import re
from datetime import date

import pytest
from pypdf import PdfReader

from actionplans.queries.adopted import plan_body
from actionplans.services import amend_action
from lipportal.audit import services as audit
from lipportal.audit.queries import body_of, frozen_copies_of
from lipportal.files.models import StoredFile
from reporting.documents.yearly_report import yearly_report_pdf
from reporting.queries.figure_groups import amount_of
from tests.factories.councils import BodyFactory, MembershipFactory, OrganizationFactory, SeatFactory, SectorFactory


def flat(text):
    """The text without any space, as line ends and cells fall where they fall."""
    return re.sub(r"[\s\u2060]+", "", text)


@pytest.fixture
def body(season):
    """A report with everything a line and a figure can tell: partners, a late change, a departure, many spheres."""
    season.action.partners.add(OrganizationFactory(partnership=season.partnership, name_en="Public library"))
    audit.freeze(
        season.plan, plan_body(season.plan, [season.action]), schema_version=1, by=season.person("coordinator")
    )
    amend_action(
        season.action,
        {"title_en": "Mentors at work"},
        by=season.person("co_chair"),
        version=season.action.version,
        because="The college asked.",
    )
    council = BodyFactory(partnership=season.partnership, kind="council")
    for place in range(14):
        sphere = SectorFactory(name_en=f"Sphere {place}", name_fr=f"Sphère {place}", place=place)
        MembershipFactory(seat=SeatFactory(body=council, sector=sphere), state="active", starts_on=date(2026, 1, 5))
    MembershipFactory(
        seat=SeatFactory(body=council),
        state="ended",
        starts_on=date(2026, 1, 5),
        ends_on=date(2026, 9, 1),
        end_reason="resigned",
        agreed_terms_on=date(2026, 1, 5),
    )
    season.submit()
    return body_of(frozen_copies_of(season.report).get())


def opened(content):
    reader = PdfReader(io.BytesIO(content))
    return reader, flat("".join(page.extract_text() for page in reader.pages))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_pdf_holds_every_figure_and_word_of_the_frozen_page(body, language):
    page = body[language]

    _reader, text = opened(yearly_report_pdf(page, language=language))

    wanted = [page["partnership"]]
    for section in page["sections"]:
        wanted += [section["title"], section["text"]]
        wanted += [fact["value"] for fact in section["facts"]]
        wanted += [figure["note"] for figure in section["figures"] if section["lines"]]
        if not section["lines"]:
            wanted += [part for figure in section["figures"] for part in (figure["label"], amount_of(figure))]
            wanted += [
                part
                for figure in section["figures"]
                for row in figure["rows"]
                for part in (row["label"], row["detail"])
            ]
        for line in section["lines"]:
            wanted += [line["title"], line["reason"], *line["planned"], line["state_label"]]
            wanted += [line["direction"], line["led_by"], line["partners"], line["change"], line["change_because"]]
            wanted += [f"{done['value']} {done['unit']}" for done in line["done"]]
    missing = [part for part in wanted if flat(part) not in text]
    assert missing == []


@pytest.mark.parametrize(("language", "said"), [("en", "en-CA"), ("fr", "fr-CA")])
def test_the_pdf_is_tagged_and_says_its_language(body, language, said):
    reader, _text = opened(yearly_report_pdf(body[language], language=language))

    assert reader.trailer["/Root"]["/Lang"] == said
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in reader.trailer["/Root"]


def test_the_foot_of_each_page_says_the_version_and_the_page(body):
    reader, _text = opened(yearly_report_pdf(body["en"], language="en", version="Version 1, fingerprint abcd 1234"))

    feet = [page.extract_text() for page in reader.pages]
    assert all("fingerprint abcd 1234" in foot for foot in feet)
    assert f"Page 1 of {len(reader.pages)}" in feet[0]


def test_an_older_frozen_page_is_drawn_as_well(body):
    for section in body["en"]["sections"]:
        for line in section["lines"]:
            for later in ("led_by", "carried_from", "change", "change_because"):
                del line[later]

    assert "Mentorsatwork" in opened(yearly_report_pdf(body["en"], language="en"))[1]


def test_a_sign_no_font_has_is_stood_in_for(body):
    page = body["en"]
    page["sections"][6] = {**page["sections"][6], "text": "A sign \U000130b8 here.", "is_nothing": False}

    _reader, text = opened(yearly_report_pdf(page, language="en"))

    assert "Asign□here." in text


def test_drawing_keeps_nothing_by_itself(body):
    yearly_report_pdf(body["en"], language="en")

    assert StoredFile.objects.count() == 0


def test_french_sets_a_space_before_the_colon_of_a_figures_rows():
    row = {"label": "Écoles", "detail": "", "amount": "16", "url": ""}
    figure = {"key": "seats", "label": "Sièges", "value": "16", "unit": "", "note": "", "rows": [row]}
    empty = {"text": "", "lang": "fr", "text_state": "there", "is_nothing": False, "facts": [], "lines": []}
    section = {"number": 2, "title": "Le partenariat", "figures": [figure], **empty}
    page = {"title": "Rapport", "partnership": "Ici", "year": "2026", "sections": [section]}

    reader = PdfReader(io.BytesIO(yearly_report_pdf(page, language="fr")))

    assert re.search(r"Écoles\s:\s16", "".join(page.extract_text() for page in reader.pages))
