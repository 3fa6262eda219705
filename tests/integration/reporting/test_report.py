"""The report workshop through its pages."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from councils.models import Agreement
from lipportal.audit.models import FrozenCopy
from lipportal.notices.models import Mail
from reporting import services
from reporting.models import VarianceReason, YearlyReport
from reporting.services import give_reason
from tests.factories.actionplans import ActionPlanFactory
from tests.factories.councils import OrganizationFactory, ReportingDateFactory
from tests.factories.reporting import YearlyReportFactory
from tests.integration.reporting.conftest import posted
from tests.unit.reporting.conftest import new_action


def url(season, tail=""):
    return f"/en/p/{season.partnership.slug}/reports/{season.report.code}/{tail}"


def queries(client, address):
    with CaptureQueriesContext(connection) as counted:
        assert client.get(address).status_code == 200
    return len(counted)


def save(client, address, **values):
    return client.post(address, posted(client.get(address), **values))


# --- the list, and the start -------------------------------------------------------------------------------------
def test_the_list_shows_the_reports_and_the_plans_without_one(season, at):
    plan = ActionPlanFactory(strategy=season.plan.strategy, year=2027, in_year=True)

    page = at(season.person("coordinator")).get(f"/en/p/{season.partnership.slug}/reports/").content.decode()

    assert season.report.get_absolute_url() in page
    assert f"reports/start/{plan.code}/" in page


def test_a_member_reads_the_list_and_starts_nothing(season, at):
    plan = ActionPlanFactory(strategy=season.plan.strategy, year=2027, in_year=True)
    client = at(season.person("member"))

    page = client.get(f"/en/p/{season.partnership.slug}/reports/").content.decode()
    answer = client.post(f"/en/p/{season.partnership.slug}/reports/start/{plan.code}/", {"_form": "reporting.start"})

    assert "reports/start" not in page
    assert answer.status_code == 403
    assert YearlyReport.objects.count() == 1


def test_starting_twice_makes_one_report(season, at):
    plan = ActionPlanFactory(strategy=season.plan.strategy, year=2027, in_year=True)
    client, address = at(season.person("coordinator")), f"/en/p/{season.partnership.slug}/reports/start/{plan.code}/"
    data = {"_form": "reporting.start", "_key": "k" * 16}

    first = client.post(address, data)
    second = client.post(address, data)

    assert first.headers["Location"] == second.headers["Location"]
    assert YearlyReport.objects.filter(plan=plan).count() == 1


def test_the_list_costs_as_many_queries_with_three_reports(season, at):
    client, address = at(season.person("coordinator")), f"/en/p/{season.partnership.slug}/reports/"
    client.get(address)
    one = queries(client, address)
    for year in (2025, 2027):
        YearlyReportFactory(plan=ActionPlanFactory(strategy=season.plan.strategy, year=year, in_year=True))

    assert queries(client, address) == one


# --- where it stands ---------------------------------------------------------------------------------------------
def test_the_detail_says_what_is_missing_and_why_the_step_is_shut(season, at):
    page = at(season.person("coordinator")).get(url(season)).content.decode()

    assert f"reasons/{season.action.code}/" in page
    assert 'aria-disabled="true"' in page
    assert "Say why 1 action was late, stopped, carried over or short." in page


def test_a_returned_report_counts_what_to_answer_and_shuts_both_ways_until_then(season, at):
    client = at(season.person("coordinator"))
    season.submit()
    season.note("praise", section=13)
    note = season.give_back()
    page = client.get(url(season)).content.decode()

    assert "with 1 note. Answer it" in page
    assert "Note of the officer: Results" in page
    assert page.count("Answer 1 note of the officer first.") == 2
    season.answer(note)
    answered = client.get(url(season))
    assert [(button.key, button.is_open) for button in answered.context["buttons"]] == [
        ("send_answers", True),
        ("ask_approval", True),
    ]


def test_the_day_it_is_due_is_named_with_its_year(season, at):
    page = at(season.person("coordinator")).get(url(season)).content.decode()

    assert re.search(r"Due <time[^>]*>Sat 29\sMay 2027</time>", page)


def test_another_partnerships_report_is_not_there(season, at):
    client = at(season.person("other_coordinator"))

    assert [client.get(url(season, tail)).status_code for tail in ("", "sections/1/", "submit/", "documents/")] == [
        404
    ] * 4


def test_an_officer_never_sees_the_workshop(season, at):
    season.submit()

    assert at(season.person("officer")).get(url(season)).status_code == 404


def test_a_member_reads_and_writes_nothing(season, at):
    client = at(season.person("member"))
    page = client.get(url(season, "sections/6/"))

    answer = client.post(url(season, "sections/6/"), posted(page, text_en="Mine."))

    assert '<form id="form"' not in page.content.decode()
    assert answer.status_code == 200
    assert season.section(6).text_en == ""


# --- a section ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("number", range(16))
def test_each_of_the_sixteen_sections_opens(season, at, number):
    page = at(season.person("coordinator")).get(url(season, f"sections/{number}/"))

    assert page.status_code == 200
    assert (b'name="text_en"' in page.content) == (number != 0)


def test_there_is_no_seventeenth_section(season, at):
    assert at(season.person("coordinator")).get(url(season, "sections/16/")).status_code == 404


def test_saving_a_section_says_when_and_never_submits(season, at):
    client = at(season.person("coordinator"))

    answer = save(client, url(season, "sections/6/"), text_en="One door.", text_fr="Une porte.")

    page = client.get(answer.headers["Location"]).content.decode()
    assert "Saved at " in page
    assert (season.section(6).text_en, season.report.state) == ("One door.", "drafting")


def test_a_section_with_a_kept_draft_does_not_say_it_is_saved(season, at):
    client = at(season.person("coordinator"))
    answer = save(client, url(season, "sections/6/"), text_en="One door.", text_fr="Une porte.")
    saved = answer.headers["Location"]

    client.post("/en/drafts/save/", posted(client.get(saved), text_en="One door, and more."))

    page = client.get(saved).content.decode()
    assert "One door, and more." in page
    assert "It is not saved yet." in page
    assert "Saved at " not in page


def test_nothing_to_report_is_one_press(season, at):
    save(at(season.person("coordinator")), url(season, "sections/6/"), text_en="", text_fr="", is_nothing="on")

    assert season.section(6).is_nothing


def test_nothing_to_report_beside_a_text_keeps_the_text(season, at):
    client = at(season.person("coordinator"))

    answer = save(client, url(season, "sections/6/"), text_en="One door.", is_nothing="on")

    text = answer.content.decode()
    assert answer.status_code == 200
    assert "There is a text here." in text
    assert "One door.</textarea>" in text


def test_a_refused_nothing_to_report_is_not_said_to_have_been_saved(season, at):
    page = save(at(season.person("coordinator")), url(season, "sections/6/"), text_en="Words.", is_nothing="on")

    assert "There is a text here." in page.content.decode()
    assert "You said there is nothing to report here." not in page.content.decode()


def test_two_people_on_one_section_see_both_texts(season, at):
    mine, theirs = at(season.person("coordinator")), at(season.person("manager"))
    page = mine.get(url(season, "sections/6/"))
    save(theirs, url(season, "sections/6/"), text_en="Their words.")

    answer = mine.post(url(season, "sections/6/"), posted(page, text_en="My words."))

    assert answer.status_code == 409
    assert "Their" in answer.content.decode()
    assert "My" in answer.content.decode()
    assert season.section(6).text_en == "Their words."


def test_what_was_typed_and_not_saved_comes_back(season, at):
    client = at(season.person("coordinator"))
    page = client.get(url(season, "sections/6/"))

    client.post("/en/drafts/save/", posted(page, text_en="Half a sen"))

    assert "Half a sen" in client.get(url(season, "sections/6/")).content.decode()
    assert season.section(6).text_en == ""


def test_a_submitted_section_takes_no_words(season, at):
    client = at(season.person("coordinator"))
    page = client.get(url(season, "sections/6/"))
    season.submit()

    answer = client.post(url(season, "sections/6/"), posted(page, text_en="Too late."))

    assert "cannot be changed now" in answer.content.decode()
    assert season.section(6).is_nothing


def test_the_lines_of_section_5_lead_to_their_chain(season, at):
    client = at(season.person("coordinator"))

    page = client.get(url(season, f"sections/5/?line={season.action.code}")).content.decode()

    assert "Where this line hangs" in page
    assert "18 of 30 pairs" in page


def test_section_5_costs_as_many_queries_with_three_actions(season, at):
    client, address = at(season.person("coordinator")), url(season, "sections/5/")
    client.get(address)
    one = queries(client, address)
    for _extra in range(2):
        new_action(season.plan, direction=season.action.direction)

    assert queries(client, address) == one


# --- a reason ----------------------------------------------------------------------------------------------------
def test_a_reason_closes_the_gap(season, at):
    client, address = at(season.person("coordinator")), url(season, f"reasons/{season.action.code}/")

    answer = save(client, address, text_en="A partner left.", text_fr="Un partenaire est parti.")

    assert answer.headers["Location"].endswith(f"sections/5/#line-{season.action.code}")
    assert VarianceReason.objects.get().text_en == "A partner left."


def test_the_language_of_the_report_is_chosen_on_its_cover(season, at):
    client, address = at(season.person("coordinator")), url(season, "cover/")
    assert 'href="' + url(season, "cover/") in client.get(url(season, "sections/0/")).content.decode()

    answer = save(client, address, language="fr")

    assert answer.headers["Location"] == url(season, "sections/0/")
    assert season.report.language == "fr"
    assert "French" in client.get(url(season, "sections/0/")).content.decode()


def test_a_language_that_is_none_of_the_two_is_refused_on_the_page(season, at):
    answer = save(at(season.person("coordinator")), url(season, "cover/"), language="es")

    assert answer.status_code == 200
    assert "<title>Error: " in answer.content.decode()
    assert season.report.language == "en"


def test_the_cover_is_closed_once_the_report_left(season, at):
    season.submit()
    client = at(season.person("coordinator"))

    answer = save(client, url(season, "cover/"), language="fr")

    assert "cannot be changed now" in answer.content.decode()
    assert season.report.language == "en"
    assert "/cover/" not in client.get(url(season, "sections/0/")).content.decode()


def test_words_posted_after_the_report_left_stay_in_their_fields(season, at):
    client, address = at(season.person("coordinator")), url(season, "sections/6/")
    data = posted(client.get(address), text_en="Typed for an hour")
    season.submit()

    page = client.post(address, data).content.decode()

    assert "cannot be changed now" in page
    assert ">Typed for an hour</textarea>" in page
    assert '<div class="prose" lang="en" dir="auto"><p>Typed for an hour' not in page
    assert season.section(6).text_en == ""


def test_officer_and_workshop_read_the_direction_and_partners_of_a_line(season, at):
    season.action.partners.add(OrganizationFactory(partnership=season.partnership, name_en="Public library"))
    season.submit()
    workshop, review = url(season, "sections/5/"), url(season).replace("/reports/", "/reviews/")

    for role, address in (("coordinator", workshop), ("officer", review)):
        page = at(season.person(role)).get(address).content.decode()
        assert season.action.direction.title.text in page
        assert "with Public library" in page


def test_a_reason_given_twice_is_one(season, at):
    client, address = at(season.person("coordinator")), url(season, f"reasons/{season.action.code}/")
    data = posted(client.get(address), text_en="A partner left.")

    client.post(address, data)
    client.post(address, data)

    assert VarianceReason.objects.count() == 1


def test_a_reason_for_an_action_of_another_plan_is_not_there(season, at):
    other = new_action(ActionPlanFactory(in_year=True))

    assert at(season.person("coordinator")).get(url(season, f"reasons/{other.code}/")).status_code == 404


def test_a_member_gives_no_reason(season, at):
    assert at(season.person("member")).get(url(season, f"reasons/{season.action.code}/")).status_code == 403


# --- the whole report, to be read before it is approved ---------------------------------------------------------------
def test_everybody_at_the_table_reads_the_whole_report_on_one_page(season, at):
    season.fill()

    for role in ("co_chair", "member"):
        page = at(season.person(role)).get(url(season, "read/"))
        text = page.content.decode()
        assert [each.section["number"] for each in page.context["review"].sections] == list(range(16))
        assert "One door instead of two." in text
        assert "18 pairs" in text
        assert "<textarea" not in text


def test_a_co_chair_goes_from_my_day_over_the_whole_report_to_approving_what_was_read(season, at):
    season.fill()
    save(at(season.person("coordinator")), url(season, "ask-approval/"))
    co_chair = at(season.person("co_chair"))
    assert url(season, "read/") in co_chair.get("/en/").content.decode()
    page = co_chair.get(url(season, "read/")).content.decode()
    (address,) = re.findall(r'href="([^"]*approve/\?read=[0-9]+)"', page)
    season.action.updates.get().counts.update(amount=8)  # between reading and opening the step

    answer = save(co_chair, address, on="2027-05-14", motion="Motion 9")

    assert "was changed after you opened the page" in answer.content.decode()
    assert season.report.state == "council_review"
    (address,) = re.findall(r'href="([^"]*approve/\?read=[0-9]+)"', co_chair.get(url(season, "read/")).content.decode())
    assert save(co_chair, address, on="2027-05-14", motion="Motion 9").status_code == 302


def test_after_a_return_the_page_shows_what_changed_since_it_was_sent(season, at):
    season.submit()
    season.give_back()
    season.write(6, text_en="Newcomers are sent to one door.", is_nothing=False)

    page = at(season.person("co_chair")).get(url(season, "read/?show=changed"))

    assert [each.section["number"] for each in page.context["review"].sections] == [6]
    assert "<ins>" in page.content.decode()
    assert url(season, "documents/") in page.content.decode()


# --- the steps ---------------------------------------------------------------------------------------------------
def test_a_report_with_gaps_is_not_handed_over(season, at):
    client = at(season.person("coordinator"))

    answer = save(client, url(season, "ask-approval/"))

    assert "Say why 1 action was late" in answer.content.decode()
    assert season.report.state == "drafting"


def test_a_report_goes_to_the_officer_by_its_pages(season, at):
    coordinator, co_chair = at(season.person("coordinator")), at(season.person("co_chair"))
    officer = season.person("officer")
    season.fill()

    save(coordinator, url(season, "ask-approval/"))
    save(co_chair, url(season, "approve/"), on="2027-05-14", motion="Motion 9")
    asked = coordinator.get(url(season, "submit/"))
    coordinator.post(url(season, "submit/"), posted(asked))

    assert str(officer) in asked.content.decode()
    assert season.report.state == "submitted"
    assert Mail.objects.filter(template="report_submitted").get().to_user == officer


def test_a_second_press_submits_nothing_more(season, at):
    client = at(season.person("coordinator"))
    season.person("officer")
    season.fill()
    season.approve()
    data = posted(client.get(url(season, "submit/")))

    first = client.post(url(season, "submit/"), data)
    second = client.post(url(season, "submit/"), data)

    assert (first.status_code, second.status_code) == (302, 302)
    assert FrozenCopy.objects.count() == 1


def test_a_page_read_before_the_report_moved_on_approves_nothing(season, at):
    season.fill()
    coordinator, co_chair = at(season.person("coordinator")), at(season.person("co_chair"))
    save(coordinator, url(season, "ask-approval/"))
    read = co_chair.get(url(season, "approve/"))
    save(coordinator, url(season, "take-back/"))
    season.write(6, text_en="Other words.", is_nothing=False)
    save(coordinator, url(season, "ask-approval/"))

    answer = co_chair.post(url(season, "approve/"), posted(read, on="2027-05-14", motion="Motion 9"))

    assert "was changed after you opened the page" in answer.content.decode()
    assert season.report.state == "council_review"


def test_a_figure_corrected_after_the_page_was_opened_is_not_approved_unseen(season, at):
    season.fill()
    save(at(season.person("coordinator")), url(season, "ask-approval/"))
    co_chair = at(season.person("co_chair"))
    read = co_chair.get(url(season, "approve/"))
    season.action.updates.get().counts.update(amount=8)

    answer = co_chair.post(url(season, "approve/"), posted(read, on="2027-05-14", motion="Motion 9"))

    assert "was changed after you opened the page" in answer.content.decode()
    assert season.report.state == "council_review"
    assert save(co_chair, url(season, "approve/"), on="2027-05-14", motion="Motion 9").status_code == 302
    assert season.report.state == "approved"


def test_a_step_of_somebody_elses_is_refused_with_who_can(season, at):
    season.fill()
    save(at(season.person("coordinator")), url(season, "ask-approval/"))

    answer = at(season.person("coordinator")).post(url(season, "approve/"), {"_form": "reporting.approve"})

    assert answer.status_code == 403
    assert "Co-chair" in answer.content.decode()


def test_answers_alone_are_promised_only_while_nothing_has_changed(season, at):
    season.submit()
    season.answer(season.give_back())
    client, promise = at(season.person("coordinator")), "Nothing in the report has changed"
    assert promise in client.get(url(season, "submit/")).content.decode()
    season.write(6, text_en="Other words.", is_nothing=False)

    page = client.get(url(season, "submit/")).content.decode()

    assert "The report has changed since it was submitted" in page
    assert promise not in page


def test_the_list_names_the_report_that_is_awaited_and_cannot_be_started(season, at):
    ReportingDateFactory(agreement=Agreement.objects.get(), year=2025, due_on=date(2026, 5, 29))

    page = at(season.person("coordinator")).get(f"/en/p/{season.partnership.slug}/reports/").content.decode()

    assert "The officer awaits the report on 2025–26" in page
    assert "no plan of that year is adopted" in page


def test_a_step_that_is_not_open_says_where_the_report_is(season, at):
    page = at(season.person("coordinator")).get(url(season, "publish/")).content.decode()

    assert "This step is not open" in page


def test_an_accepted_report_is_published_by_its_page(season, at):
    season.submit()
    YearlyReport.objects.update(
        state="accepted", accepted_at=season.report.submitted_at, accepted_by=season.person("officer")
    )

    save(at(season.person("co_chair")), url(season, "publish/"))

    assert season.report.state == "published"


def test_what_is_in_one_language_is_ticked_before_it_is_published(season, at):
    season.submit()
    season.report.sections.filter(number=6).update(is_nothing=False, text_en="Two doors.")
    YearlyReport.objects.update(
        state="accepted", accepted_at=season.report.submitted_at, accepted_by=season.person("officer")
    )
    client = at(season.person("coordinator"))
    page = client.get(url(season, "publish/")).content.decode()
    assert season.section(6).get_number_display() in page

    refused = save(client, url(season, "publish/"))
    assert "In one language only" in refused.content.decode()
    assert season.report.state == "accepted"
    save(client, url(season, "publish/"), in_one_language="on")

    assert season.report.state == "published"


def test_a_translation_left_behind_is_marked_and_ticked_before_it_is_published(season, at):
    season.person("officer")
    season.fill()
    season.write(1, text_en="Two doors instead of three.")
    client = at(season.person("coordinator"))
    assert "The French is out of date" in client.get(url(season, "sections/1/")).content.decode()
    season.approve()
    services.submit_report(season.report, by=season.person("coordinator"))
    YearlyReport.objects.update(
        state="accepted", accepted_at=season.report.submitted_at, accepted_by=season.person("officer")
    )

    refused = save(client, url(season, "publish/"))
    assert "Translation out of date: Year in brief." in refused.content.decode()
    save(client, url(season, "publish/"), in_one_language="on")

    assert season.report.state == "published"
    english, french = (Client().get(f"/{one}/p/{season.partnership.slug}/results/2026/") for one in ("en", "fr"))
    mark = '<p class="small soft">('
    assert (english.content.decode().count(mark), french.content.decode().count(mark)) == (0, 1)


@pytest.mark.parametrize(
    ("tail", "said"), [("cover/", "<p>English</p>"), ("reasons/{action}/", "Two rooms fell away.")]
)
def test_a_form_of_a_report_that_is_not_being_written_is_not_offered_but_says_what_is_kept(season, at, tail, said):
    give_reason(
        season.report, season.action, {"text_en": "Two rooms fell away."}, by=season.person("coordinator"), version=0
    )
    season.submit()
    page = at(season.person("coordinator")).get(url(season, tail.format(action=season.action.code))).content.decode()

    assert "The report is not being written now" in page
    assert said in page
    assert 'id="form"' not in page
