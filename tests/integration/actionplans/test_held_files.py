"""A chosen file outlives whatever keeps its form from being saved; its chooser alone finds it again (bar 25)."""

import re
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from actionplans.models import Evidence
from actionplans.services import add_update
from councils.choices import Role
from lipportal.drafts import held
from lipportal.drafts.models import Draft
from lipportal.files.models import StoredFile
from lipportal.files.services import open_file
from tests.factories.councils import person_with_role
from tests.integration.actionplans.conftest import posted
from tests.unit.actionplans.conftest import said

pytestmark = pytest.mark.django_db

SAVE = "/en/drafts/save/"
CODE = re.compile(r'name="_held_file" value="([^"]*)"')


def chosen(name="pairs.txt", content=b"Thirty pairs met."):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def address(running, member):
    update = add_update(running, said(), by=member)
    return f"/en/p/{update.partnership.slug}/updates/{update.code}/evidence/create/"


@pytest.fixture
def desk(at, member):
    return at(member)


def held_in(page):
    return CODE.search(page.content.decode())[1]


def bytes_of(user, code):
    return open_file(user, code).content.read()


def test_file_of_a_form_with_a_fault_is_there_when_the_fault_is_mended(desk, member, address):
    page = desk.get(address)

    refused = desk.post(address, posted(page, file=chosen(), caption=""))
    code = held_in(refused)
    assert "pairs.txt" in refused.content.decode()
    assert bytes_of(member, code) == b"Thirty pairs met."

    desk.post(address, posted(refused, _held_file=code, caption="List of pairs"))

    evidence = Evidence.objects.get()
    assert bytes_of(member, evidence.file_code) == b"Thirty pairs met."
    assert StoredFile.objects.get(code=evidence.file_code).original_name == "pairs.txt"
    assert open_file(member, code) is None
    assert not Draft.objects.exists()


def test_chosen_file_is_held_before_it_is_sent_and_found_on_another_device(desk, at, member, address):
    answer = desk.post(SAVE, posted(desk.get(address), caption="List", file=chosen())).json()

    again = at(member).get(address)

    assert answer["held"] == {"file": held_in(again)}
    assert answer["problems"] == {}
    assert 'value="List"' in again.content.decode()


def test_words_kept_later_do_not_forget_the_file(desk, address):
    page = desk.get(address)
    code = desk.post(SAVE, posted(page, file=chosen())).json()["held"]["file"]

    desk.post(SAVE, posted(page, caption="Some words", _held_file=code))

    assert held_in(desk.get(address)) == code


def test_file_of_an_expired_session_waits_for_its_chooser(desk, settings, member, address):
    visitor = Client()
    away = visitor.post(address, posted(desk.get(address), file=chosen(), caption="List"))
    assert "/login/" in away["Location"]

    visitor.force_login(member, backend=settings.AUTHENTICATION_BACKENDS[0])

    assert bytes_of(member, held_in(visitor.get(address))) == b"Thirty pairs met."


def test_file_sent_without_a_session_a_day_after_its_page_was_made_is_not_taken(desk, address, monkeypatch):
    page = posted(desk.get(address), file=chosen(), caption="List")
    later = time.time() + 25 * 3600
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)

    Client().post(address, page)

    assert not StoredFile.objects.exists()
    assert Draft.objects.count() == 1


def test_another_file_takes_its_place_and_the_first_is_erased(desk, member, address):
    page = desk.get(address)
    first = desk.post(SAVE, posted(page, file=chosen())).json()["held"]["file"]

    second = desk.post(SAVE, posted(page, file=chosen(content=b"Forty."), _held_file=first)).json()["held"]["file"]

    assert open_file(member, first) is None
    assert bytes_of(member, second) == b"Forty."


def test_file_left_out_is_not_saved_and_is_erased(desk, member, address):
    page = desk.get(address)
    code = desk.post(SAVE, posted(page, file=chosen())).json()["held"]["file"]
    values = {"_held_file": code, "file-clear": "on", "link": "https://example.org/x", "caption": "List"}

    desk.post(address, posted(page, **values))

    assert Evidence.objects.get().file_code == ""
    assert open_file(member, code) is None


def test_draft_thrown_away_takes_its_file_along(desk, member, address):
    page = desk.get(address)
    code = desk.post(SAVE, posted(page, file=chosen())).json()["held"]["file"]

    desk.post("/en/drafts/discard/", posted(page, _held_file=code))

    assert open_file(member, code) is None
    assert held_in(desk.get(address)) == ""


def test_nobody_else_opens_or_sends_a_held_file(desk, at, running, table, address):
    code = desk.post(SAVE, posted(desk.get(address), file=chosen())).json()["held"]["file"]
    other = person_with_role(Role.MEMBER, running.partnership, body=table)
    theirs = at(other)

    assert theirs.get(f"/en/files/{code}/").status_code == 404
    answer = theirs.post(address, posted(theirs.get(address), _held_file=code, caption="Mine now"))

    assert "Choose a file, or give a link." in answer.content.decode()
    assert not Evidence.objects.exists()


def test_form_nobody_gave_to_a_person_holds_no_file(address, member):
    Client().post(address, {"_form": "actionplans.evidence", "_writer": f"{member.pk}:made-up", "file": chosen()})

    assert not StoredFile.objects.exists()


def test_file_that_is_not_kept_here_is_told_at_once_and_the_words_stay(desk, address):
    answer = desk.post(SAVE, posted(desk.get(address), caption="List", file=chosen("run.exe", b"MZ"))).json()

    assert answer["held"] == {}
    assert answer["problems"]["file"].startswith("This format is not kept here.")
    assert 'value="List"' in desk.get(address).content.decode()


def test_nobody_holds_files_without_end(desk, address, monkeypatch):
    monkeypatch.setattr(held, "MOST_HELD", 1)
    page = desk.get(address)
    desk.post(SAVE, posted(page, file=chosen()))

    answer = desk.post(SAVE, posted(page, file=chosen(content=b"Another."))).json()

    assert "very many unsaved files" in answer["problems"]["file"]


def test_update_sent_with_a_fault_keeps_its_file(desk, member, running):
    address = f"/en/p/{running.partnership.slug}/actions/{running.code}/updates/create/"
    page = desk.get(address)

    refused = desk.post(address, posted(page, state="nothing known", text="Two more pairs.", file=chosen()))
    desk.post(
        address,
        posted(
            refused,
            state="on_track",
            text="Two more pairs.",
            _held_file=held_in(refused),
            on=page.context["form"]["on"].value().isoformat(),
        ),
    )

    assert bytes_of(member, Evidence.objects.get().file_code) == b"Thirty pairs met."


def test_held_file_is_not_hidden_where_it_was_chosen(desk, running):
    address = f"/en/p/{running.partnership.slug}/actions/{running.code}/updates/create/"
    page = desk.get(address)
    assert "<details><summary>Another day" in page.content.decode()

    desk.post(SAVE, posted(page, file=chosen()))

    assert "<details open><summary>Another day" in desk.get(address).content.decode()
