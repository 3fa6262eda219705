"""Canary words: each is found by those it belongs to, on the pages they read, and by nobody else anywhere."""

import io
import re
import zipfile

import pytest
from django.apps import apps
from django.urls import reverse
from pypdf import PdfReader

from actionplans.models import Evidence
from lipportal.audit.queries import frozen_copies_of
from lipportal.notices.models import Mail
from lipportal.notices.services import find_reminders
from reporting.models import ReportDocument, YearlyReport
from reporting.services import ask_document, draw_document, return_report
from tests.architecture.access_rows import ROLES
from tests.architecture.canaries import HURON, LONDON, NOT_PLANTED, PUBLIC, Word, pages_of_words, plant
from tests.architecture.places import every_place
from tests.architecture.test_access import all_rows
from tests.bars.crawl import content_of, pages
from tests.bars.planted import typed_columns
from tests.world import KEYS, browser_of, email_of, person_in

pytestmark = pytest.mark.django_db
SAID = re.compile(r"canary[a-z0-9]*x", re.IGNORECASE)
# Pages that ask for a decision or lead to a form: read at one record of each kind; all others at one in each state.
FORMS = re.compile(r"_(create|edit|end|adopt|confirm|activate|withdraw|propose|renew|replace|consult|endorse|redraft)$")


@pytest.fixture(scope="module")
def planted(world, django_db_blocker) -> dict[str, Word]:
    """The words, each in its place, and the document drawn from one of them."""
    with django_db_blocker.unblock():
        words = plant()
        report = YearlyReport.objects.get(partnership__slug=LONDON, state="returned")
        copy = frozen_copies_of(report).order_by("pk").first()
        asked = ask_document(report, copy, language="en", by=person_in("coordinator"))
        draw_document(asked.job.code)
        return {word.text: word for word in words}


def said_in(response) -> set[str]:
    """The words a response says: on its page, in its headers and file name, in a workbook, in a document."""
    content = content_of(response)
    text = content.decode("utf-8", "ignore") + str(response.headers)
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            text += "".join(book.read(name).decode("utf-8", "ignore") for name in book.namelist())
    if content[:4] == b"%PDF" and b"/Pages" in content:
        text += "".join(page.extract_text() for page in PdfReader(io.BytesIO(content), strict=False).pages)
    return {word.upper() for word in SAID.findall(text)}


def addresses() -> list[str]:
    """Every page of London and of Huron, every place of the access table, files, and searches for the words."""
    where = every_place()
    # Who holds an invitation's link is who it was mailed to, so that page says the address; no role leads to it.
    rows = [row for row in all_rows() if row.method == "GET" and ":" in row.name and row.place != "invitation_link"]
    found = [reverse(row.name, kwargs=where.get(row.place, {})) for row in rows]
    for slug in (LONDON, HURON):
        once = {page.address for page in pages(slug=slug)}
        every = pages(slug=slug, every_state=True)
        found += [page.address for page in every if page.address in once or not FORMS.search(page.route.name)]
        found.append(reverse("councils:role_list", args=[slug]) + "?ended=on")
        found.append(reverse("councils:involvement_list", args=[slug]) + "?ended=all")
    found += pages_of_words()
    found += [each.update.action.get_absolute_url() for each in Evidence.objects.select_related("update__action")]
    found += [reverse("files:open", args=[each.file_code]) for each in ReportDocument.objects.exclude(file_code="")]
    reports = YearlyReport.objects.filter(state="drafting").exclude(partnership__slug="agincourt")
    found += [
        reverse("reporting:section_edit", args=[report.partnership.slug, report.code, number])
        for report in reports.select_related("partnership")
        for number in (6, 7)
    ]
    found.append(f"{reverse('search')}?q=canary")
    return list(dict.fromkeys(found))


@pytest.mark.parametrize("role", ROLES)
def test_each_word_is_found_by_those_it_belongs_to_and_by_nobody_else(planted, role):
    client = browser_of(role)
    seen: dict[str, str] = {}

    for address in addresses():
        response = client.get(address)
        assert response.status_code < 500, address
        for text in said_in(response):
            seen.setdefault(text, address)

    expected = {text for text, word in planted.items() if role in word.finders}
    strange = {planted[text].column: (planted[text].slug, seen.get(text)) for text in set(seen) ^ expected}
    assert strange == {}


def test_every_word_has_a_finder_and_every_text_its_word(planted):
    ours = [model for model in apps.get_models() if model.__module__.split(".")[0] != "allauth"]
    texts = {f"{m._meta.label}.{column.name}" for m in ours for column in typed_columns(m) if is_ours(m)}
    public = {name for name in texts if name.rsplit(".", 1)[0] in PUBLIC}
    told = {word.column for word in planted.values()}

    assert [word for word in planted.values() if not word.finders] == []
    assert sorted(texts - public - told - set(NOT_PLANTED)) == []
    assert sorted((set(NOT_PLANTED) - texts) | (set(NOT_PLANTED) & told)) == []


def is_ours(model) -> bool:
    return model._meta.app_config.module.__name__.split(".")[0] in {
        "lipportal",
        "councils",
        "strategies",
        "actionplans",
        "reporting",
    }


def words_of_mail(mail) -> set[str]:
    """The words a mail says: to whom it goes, its subject, its texts, what is enclosed."""
    said = f"{mail.to_address} {mail.subject} {mail.body_text} {mail.body_html} {mail.attachments}"
    return {word.upper() for word in SAID.findall(said)}


def test_no_mail_carries_a_word_to_somebody_it_does_not_belong_to(planted):
    last = Mail.objects.order_by("-pk").first().pk
    submitted = YearlyReport.objects.get(partnership__slug="agincourt", state="submitted")
    find_reminders()
    return_report(submitted, by=person_in("officer"))
    mails = Mail.objects.filter(pk__gt=last).select_related("to_user")
    role_of = {email_of(key): role for role, key in KEYS.items()}
    strayed = [
        (mail.template, mail.to_address, planted[text].column)
        for mail in mails
        for text in words_of_mail(mail)
        if role_of.get(mail.to_address) not in planted[text].finders
    ]

    assert len(mails) > 0
    assert strayed == []
