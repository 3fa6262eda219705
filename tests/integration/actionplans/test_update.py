"""Updates and evidence, said in under a minute and put right when wrong."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplans.models import Action, Evidence, Update
from actionplans.queries import help_wanted
from actionplans.services import add_update
from councils.choices import Role
from tests.factories.actionplans import ActionFactory, EvidenceFactory, PlannedOutputFactory, UpdateFactory
from tests.factories.councils import BodyFactory, person_with_role
from tests.integration.actionplans.conftest import posted
from tests.unit.actionplans.conftest import said

pytestmark = pytest.mark.django_db


def create_url(action):
    return f"/en/p/{action.partnership.slug}/actions/{action.code}/updates/create/"


def url(update, tail):
    return f"/en/p/{update.partnership.slug}/updates/{update.code}/{tail}"


def typed(action, **values):
    return {"state": "on_track", "text": "Six pairs have met.", "on": "2026-10-14", **values}


def test_a_member_says_how_it_goes(at, member, running):
    client, output = at(member), running.planned_outputs.get()
    page = client.get(create_url(running))

    answer = client.post(create_url(running), posted(page, **typed(running, **{f"count_{output.pk}": "6"})))

    update = Update.objects.get()
    running.refresh_from_db()
    assert answer.headers["Location"].endswith(f"/actions/{running.code}/#update-{update.code}")
    assert (running.state, update.counts.get().amount, update.author) == ("on_track", 6, member)


def test_saying_it_twice_says_it_once(at, member, running):
    client = at(member)
    data = posted(client.get(create_url(running)), **typed(running))

    client.post(create_url(running), data)
    client.post(create_url(running), data)

    assert Update.objects.count() == 1


def test_a_french_page_keeps_a_french_sentence_as_french(at, member, running):
    client, address = at(member), create_url(running).replace("/en/", "/fr/")

    client.post(address, posted(client.get(address), **typed(running, text="Six jumelages.")))

    assert Update.objects.get().language == "fr"


@pytest.mark.parametrize(
    ("values", "said_back"),
    [
        ({"state": ""}, "Tap how it is going."),
        ({"text": " ".join(["word"] * 61)}, "61 words; there is room for 60."),
        ({"state": "stopped", "text": ""}, "Say in a sentence why it was stopped."),
        ({"on": "2026-10-15"}, "That day has not come yet."),
        ({"on": "2020-05-01"}, "That day is before the plan’s year."),
        ({"on": "tomorrow"}, "must be a day as year-month-day, such as 2026-05-12."),
        ({"obstacle": "weather"}, "Select a valid choice"),
        ({"link": "javascript:alert(1)"}, "Enter a valid URL."),
    ],
)
def test_a_wrong_answer_says_what_to_do_and_keeps_the_words(at, member, running, values, said_back):
    client = at(member)
    data = typed(running, caption="Words I typed", **values) if "text" not in values else typed(running, **values)

    answer = client.post(create_url(running), posted(client.get(create_url(running)), **data))

    assert answer.status_code == 200
    assert said_back in answer.content.decode()
    assert Update.objects.count() == 0


def test_a_count_that_is_no_number_is_named(at, member, running):
    client, output = at(member), running.planned_outputs.get()
    data = typed(running, **{f"count_{output.pk}": "many"})

    answer = client.post(create_url(running), posted(client.get(create_url(running)), **data))

    assert list(answer.context["form"].errors) == [f"count_{output.pk}"]


def test_a_file_comes_along_and_is_opened_by_the_table_alone(at, member, coordinator, running):
    client = at(member)
    data = typed(running, file=SimpleUploadedFile("pairs.txt", b"six pairs"), caption="List")

    client.post(create_url(running), posted(client.get(create_url(running)), **data))

    address = f"/files/{Evidence.objects.get().file_code}/"
    from django.urls import reverse

    address = reverse("files:open", args=[Evidence.objects.get().file_code])
    answer = at(coordinator).get(address)
    assert answer.status_code == 200
    answer.close()
    assert at(person_with_role(Role.OFFICER, running.partnership)).get(address).status_code == 404


def test_a_file_that_is_not_fit_is_refused_in_words(at, member, running):
    client = at(member)
    data = typed(running, file=SimpleUploadedFile("pairs.exe", b"MZ"))

    answer = client.post(create_url(running), posted(client.get(create_url(running)), **data))

    assert "This format is not kept here." in answer.content.decode()
    assert Update.objects.count() == 0


def test_an_update_before_adoption_is_shut_with_the_reason(at, member, action):
    assert "Updates begin once the plan is adopted." in at(member).get(create_url(action)).content.decode()


def test_a_member_of_another_table_is_told_whose_it_is(at, running):
    other = BodyFactory(partnership=running.partnership, kind="table")
    stranger = person_with_role(Role.MEMBER, running.partnership, body=other)

    assert at(stranger).get(create_url(running)).status_code == 403


def test_an_author_corrects_their_update(at, member, running):
    update = add_update(running, said(), by=member)
    client = at(member)

    client.post(url(update, "edit/"), posted(client.get(url(update, "edit/")), **typed(running, state="done")))

    running.refresh_from_db()
    assert running.state == "done"


def test_two_people_correcting_an_update_lose_no_words(at, member, coordinator, running):
    update = add_update(running, said(), by=member)
    first, second = at(member), at(coordinator)
    mine, theirs = first.get(url(update, "edit/")), second.get(url(update, "edit/"))
    second.post(url(update, "edit/"), posted(theirs, **typed(running, text="Seven pairs.")))

    answer = first.post(url(update, "edit/"), posted(mine, **typed(running, text="Eight pairs.")))

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Seven" in page
    assert "Eight pairs." in page


def test_withdrawing_a_mistake_crosses_it_out(at, member, running):
    update = add_update(running, said(text="Wrong action."), by=member)
    client = at(member)

    client.post(url(update, "end/"), posted(client.get(url(update, "end/")), because="Meant another."))

    page = client.get(running.get_absolute_url()).content.decode()
    assert "Meant another." in page
    assert "withdrawn" in page


@pytest.mark.parametrize("tail", ["edit/", "end/"])
def test_somebody_elses_update_is_not_a_members_to_change(at, member, running, tail):
    update = UpdateFactory(action=running)

    assert at(member).get(url(update, tail)).status_code == 403


@pytest.mark.parametrize("tail", ["edit/", "end/", "evidence/create/"])
def test_another_partnerships_update_is_not_there(at, coordinator, tail):
    assert at(coordinator).get(url(UpdateFactory(), tail)).status_code == 404


def test_evidence_is_added_later_and_withdrawn(at, member, table_lead, running):
    update = add_update(running, said(), by=member)
    client, address = at(member), url(update, "evidence/create/")
    client.post(address, posted(client.get(address), link="https://example.org/x", caption="List of pairs"))
    evidence = Evidence.objects.get()
    lead = at(table_lead)
    end = f"/en/p/{running.partnership.slug}/evidence/{evidence.code}/end/"

    lead.post(end, posted(lead.get(end), because="Names in it."))

    evidence.refresh_from_db()
    assert (evidence.caption, evidence.ended_because) == ("List of pairs", "Names in it.")


def test_evidence_without_file_or_link_is_refused(at, member, running):
    update = add_update(running, said(), by=member)
    client, address = at(member), url(update, "evidence/create/")

    answer = client.post(address, posted(client.get(address), caption="Nothing"))

    assert "Choose a file, or give a link." in answer.content.decode()


def test_another_partnerships_evidence_is_not_there(at, coordinator):
    evidence = EvidenceFactory()

    assert at(coordinator).get(f"/en/p/{evidence.partnership.slug}/evidence/{evidence.code}/end/").status_code == 404


# --- A table's own page ------------------------------------------------------------------------------------------------
def body_url(table):
    return f"/en/p/{table.partnership.slug}/bodies/{table.code}/actions/"


def test_a_tables_page_holds_the_quick_form_of_each_action(at, member, running, table):
    page = at(member).get(body_url(table)).content.decode()

    assert f'id="update-of-{running.code}"' in page
    assert "Needs a word" in page


def test_a_tables_page_brings_unsent_words_back(at, member, running, table):
    client = at(member)
    client.post("/en/drafts/save/", posted(client.get(create_url(running)), text="Half a sentence"))

    assert "Half a sentence" in client.get(body_url(table)).content.decode()


def test_a_member_of_another_table_reads_without_forms(at, running, table):
    other = BodyFactory(partnership=running.partnership, kind="table")
    page = at(person_with_role(Role.MEMBER, running.partnership, body=other)).get(body_url(table)).content.decode()

    assert "Mentoring pilot" in page
    assert "Save the update" not in page


def test_a_tables_page_takes_as_many_queries_for_one_action_as_for_three(at, member, running, table):
    client = at(member)
    client.get(body_url(table))
    with CaptureQueriesContext(connection) as for_one:
        client.get(body_url(table))
    for __ in range(2):
        PlannedOutputFactory(action=ActionFactory(plan=running.plan, body=table))

    with CaptureQueriesContext(connection) as for_three:
        client.get(body_url(table))

    assert len(for_three) == len(for_one)


def test_a_tables_page_is_not_the_publics(at, running, table):
    assert at().get(body_url(table)).status_code == 302
    assert at(person_with_role(Role.OFFICER, running.partnership)).get(body_url(table)).status_code == 403


def test_a_call_for_help_is_asked_about_until_it_is_answered(at, member, running):
    add_update(running, said(text="Who knows mentors?", wants_help=True), by=member)
    client = at(member)
    page = client.get(create_url(running))

    client.post(create_url(running), posted(page, **typed(running, wants_help="True", text="Six pairs have met.")))
    kept = list(help_wanted(running.partnership))
    client.post(create_url(running), posted(client.get(create_url(running)), **typed(running, wants_help="False")))

    assert "Is the help of the council still wanted?" in page.content.decode()
    assert [update.text for update in kept] == ["Six pairs have met."]
    assert list(help_wanted(running.partnership)) == []
    assert "Ask the council for help" in client.get(create_url(running)).content.decode()


def test_an_old_form_without_the_question_leaves_a_call_standing(at, member, running):
    client = at(member)
    data = posted(client.get(create_url(running)), **typed(running))
    add_update(running, said(text="Who knows mentors?", wants_help=True), by=member)

    client.post(create_url(running), data)

    assert [update.text for update in help_wanted(running.partnership)] == ["Who knows mentors?"]


def test_an_update_that_says_nothing_is_refused(at, member, running):
    client = at(member)
    client.post(create_url(running), posted(client.get(create_url(running)), **typed(running)))

    answer = client.post(create_url(running), posted(client.get(create_url(running)), **typed(running, text=" ")))

    assert "Nothing is said yet." in answer.content.decode()
    assert Update.objects.count() == 1


def test_of_an_action_long_quiet_it_is_enough_that_it_goes_on(at, member, running):
    client = at(member)
    Action.objects.filter(pk=running.pk).update(state="on_track", last_update_on="2026-07-01")
    blank = {"state": "on_track", "text": "", "on": "2026-10-14"}

    client.post(create_url(running), posted(client.get(create_url(running)), **blank))
    again = client.post(create_url(running), posted(client.get(create_url(running)), **blank))

    assert Update.objects.get().state == "on_track"
    assert "Nothing is said yet." in again.content.decode()
