"""Canary words: each is found by those it belongs to, on the pages they read, and by nobody else anywhere."""

import io
import zipfile

import pytest
from django.urls import reverse

from actionplans.models import Action
from councils.models import Agreement, Partnership, Person
from councils.services import edit_agreement, edit_person
from lipportal.drafts.services import Holder, keep_draft
from reporting import services
from reporting.models import ReportSection, YearlyReport
from tests.architecture.access_rows import AT_THE_TABLE, ROLES
from tests.architecture.places import LONDON, places
from tests.architecture.test_access import all_rows
from tests.world import browser_of, person_in

pytestmark = pytest.mark.django_db

# Each word, and who finds it somewhere. Whoever is not named must find it nowhere.
FINDERS = {
    "CANARYDRAFT": AT_THE_TABLE,  # a section of a report that was not submitted
    "CANARYUPDATE": AT_THE_TABLE,  # an update that was not submitted
    "CANARYNEEDS": "coordinator manager co_chair",  # a person's access needs
    "CANARYNOTES": "coordinator manager co_chair officer regional_lead administrator",  # notes on the agreement
    "CANARYTYPED": "coordinator",  # typed and not saved
    "CANARYUNSENT": "officer other_officer regional_lead",  # a note before the decision; both read Agincourt
    "CANARYHURON": "",  # another partnership's draft, looked for on London's pages
}


@pytest.fixture
def planted(world):
    """The words, each in its place."""
    coordinator, officer = person_in("coordinator"), person_in("officer")
    london = Partnership.objects.get(slug=LONDON)
    draft = YearlyReport.objects.get(partnership=london, state="drafting")
    section = ReportSection.objects.get(report=draft, number=6)
    services.write_section(section, {"text_en": "CANARYDRAFT"}, by=coordinator, version=section.version)
    action = (
        Action.objects.filter(partnership=london, plan=draft.plan, body__name_en="Employment").order_by("pk").first()
    )
    values = {"on": london.today(), "state": "on_track", "text": "CANARYUPDATE", "counts": {}}
    from actionplans.services import add_update

    add_update(action, values, by=coordinator)
    person = Person.objects.filter(partnership=london).order_by("pk").first()
    edit_person(person, {"access_needs": "CANARYNEEDS"}, by=coordinator, version=person.version)
    agreement = Agreement.objects.get(partnership=london)
    edit_agreement(agreement, {"notes": "CANARYNOTES"}, by=coordinator, version=agreement.version)
    keep_draft(
        Holder(user=coordinator),
        form="reporting.section",
        record_code=ReportSection.objects.get(report=draft, number=7).code,
        base_version=1,
        body="text_en=CANARYTYPED",
    )
    submitted = YearlyReport.objects.get(partnership__slug="agincourt", state="submitted")
    note = {"section": 6, "severity": "question", "text": "CANARYUNSENT", "language": "en"}
    services.write_note(submitted, note, by=officer)
    huron = YearlyReport.objects.get(partnership__slug="huron", state="drafting")
    foreign = ReportSection.objects.get(report=huron, number=6)
    services.write_section(foreign, {"text_en": "CANARYHURON"}, by=person_in("other_coordinator"), version=1)
    return {"draft": draft, "submitted": submitted}


def words_in(response) -> str:
    """Everything a response says: its page, its headers, and what lies inside a workbook."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    text = content.decode("utf-8", "ignore") + str(response.headers)
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            text += "".join(book.read(name).decode("utf-8", "ignore") for name in book.namelist())
    return text


def pages(planted) -> list[str]:
    """Every page of the access table in London, each section of the draft, and the report with the unsent note."""
    where = places()
    found = [reverse(row.name, kwargs=where.get(row.place, {})) for row in all_rows() if row.method == "GET"]
    draft, submitted = planted["draft"], planted["submitted"]
    found += [reverse("reporting:section_edit", args=[LONDON, draft.code, number]) for number in (6, 7)]
    found.append(reverse("reporting:review_detail", args=["agincourt", submitted.code]))
    found.append(reverse("reporting:report_detail", args=["agincourt", submitted.code]))
    for action in Action.objects.filter(plan=draft.plan, body__name_en="Employment"):
        found.append(action.get_absolute_url())
    for person in Person.objects.filter(access_needs="CANARYNEEDS").select_related("partnership"):
        found.append(person.get_absolute_url())
    # Asked for without its last letter, so that the page's own echo of the question is not taken for a find.
    searched = [f"{reverse('search')}?q={word[:-1].lower()}" for word in FINDERS]
    return list(dict.fromkeys([*found, *searched]))


@pytest.mark.parametrize("role", ROLES)
def test_each_word_is_found_by_those_it_belongs_to_and_by_nobody_else(planted, role):
    client = browser_of(role)
    seen: dict[str, str] = {}

    for address in pages(planted):
        response = client.get(address)
        if response.status_code >= 500:
            pytest.fail(f"{address} answered {response.status_code}")
        text = words_in(response)
        for word in FINDERS:
            if word in text and word not in seen:
                seen[word] = address

    expected = {word for word, finders in FINDERS.items() if role in finders.split()}
    assert {word: seen.get(word) for word in set(seen) ^ expected} == {}
