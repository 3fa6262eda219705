"""The yearly report from start to publication, through its services."""

from datetime import timedelta

import pytest

from actionplans.models import Action
from councils.models import Partnership
from lipportal.audit.models import Entry
from lipportal.audit.queries import body_of, frozen_copies_of
from lipportal.drafts.services import once
from lipportal.notices.models import Mail, Notice
from lipportal.shared.errors import Refused
from reporting import services
from reporting.models import ReportSection, YearlyReport
from reporting.queries.readiness import gaps_of, problems_with_changed_words
from reporting.queries.report_page import plan_lines, report_body
from tests.world import person_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
LONDON = "london-and-middlesex"


def report_of(state, slug=LONDON):
    return YearlyReport.objects.get(partnership__slug=slug, state=state)


def fill(report, by):
    """Write what is missing, in the honest short way."""
    for section in ReportSection.objects.filter(report=report, number__gt=0):
        if not section.text_en:
            services.write_section(section, {"is_nothing": True}, by=by, version=section.version)
    for line in plan_lines(report):
        if line.wants_reason:
            action = Action.objects.get(code=line.code)
            services.give_reason(report, action, {"text_en": "Snow.", "text_fr": "La neige."}, by=by, version=0)
    return YearlyReport.objects.get(pk=report.pk)


def test_start_report_makes_sixteen_sections_once():
    coordinator = person_in("coordinator")
    report = report_of("drafting")

    again = services.start_report(report.plan, by=coordinator)

    assert again == report
    assert list(report.sections.values_list("number", flat=True)) == list(range(16))


def test_start_report_refuses_another_partnerships_coordinator():
    with pytest.raises(Refused):
        services.start_report(report_of("drafting").plan, by=person_in("other_coordinator"))


def test_gaps_name_the_actions_without_a_reason_first():
    gaps = gaps_of(report_of("drafting"))

    assert [gap.kind for gap in gaps] == sorted((gap.kind for gap in gaps), key=["late", "risk"].index)
    assert any("Employers’ breakfast" in str(gap.says) for gap in gaps if gap.kind == "late")


def test_ask_approval_refuses_while_something_is_missing():
    with pytest.raises(Refused) as refused:
        services.ask_approval(report_of("drafting"), by=person_in("coordinator"))

    assert any("Say why" in str(reason) for reason in refused.value.reasons)


def test_a_report_goes_from_writing_to_the_officer_frozen_and_told():
    coordinator, co_chair, officer = person_in("coordinator"), person_in("co_chair"), person_in("officer")
    report = fill(report_of("drafting"), coordinator)

    services.ask_approval(report, by=coordinator)
    services.approve_report(report, by=co_chair, on=report.partnership.today(), motion="Motion 9")
    services.submit_report(report, by=coordinator)

    copy = frozen_copies_of(report).get()
    assert report.state == "submitted"
    assert body_of(copy)["en"]["sections"][5]["lines"]
    assert body_of(copy)["fr"]["title"].startswith("Rapport annuel")
    assert Mail.objects.filter(template="report_submitted", to_user=officer, key__contains=report.code).count() == 1
    assert Notice.objects.filter(kind="report_asks_approval", user=co_chair, key__contains=report.code).count() == 1
    assert Entry.objects.filter(action="report.submit", record_code=report.code).count() == 1


def test_submit_report_leaves_nothing_half_done_when_refused():
    report = fill(report_of("drafting"), person_in("coordinator"))

    with pytest.raises(Refused):
        services.submit_report(report, by=person_in("coordinator"))

    report.refresh_from_db()
    assert report.state == "drafting"
    assert not frozen_copies_of(report).exists()


@pytest.mark.parametrize(("motion", "reason"), [("", ""), ("Motion 9", "No meeting was quorate in May.")])
def test_approve_report_wants_a_motion_or_a_reason_never_both(motion, reason):
    coordinator = person_in("coordinator")
    report = fill(report_of("drafting"), coordinator)
    services.ask_approval(report, by=coordinator)

    with pytest.raises(Refused):
        services.approve_report(
            report, by=person_in("co_chair"), on=report.partnership.today(), motion=motion, no_motion_reason=reason
        )


def test_approve_report_refuses_a_day_before_its_year_and_one_to_come():
    coordinator = person_in("coordinator")
    report = fill(report_of("drafting"), coordinator)
    services.ask_approval(report, by=coordinator)
    too_early, too_late = report.fiscal_year.first_day - timedelta(days=1), report.partnership.today() + timedelta(1)

    for day, words in ((too_early, "before its year began"), (too_late, "still to come")):
        with pytest.raises(Refused, match=words):
            services.approve_report(report, by=person_in("co_chair"), on=day, motion="Motion 9")


def test_a_returned_report_sends_its_answers_alone_when_no_word_changed():
    report, coordinator = report_of("returned"), person_in("coordinator")
    for note in report.notes.exclude(severity="praise"):
        services.reply_note(note, "Added.", by=coordinator, version=note.version)

    services.submit_report(report, by=coordinator)

    assert report.state == "resubmitted"
    assert frozen_copies_of(report).count() == 2


def test_a_returned_report_with_changed_words_goes_to_the_co_chairs_again():
    report, coordinator = report_of("returned"), person_in("coordinator")
    section = ReportSection.objects.get(report=report, number=6)
    services.write_section(
        section, {"text_en": "New words.", "is_nothing": False}, by=coordinator, version=section.version
    )
    for note in report.notes.exclude(severity="praise"):
        services.reply_note(note, "Added.", by=coordinator, version=note.version)
    report = YearlyReport.objects.get(pk=report.pk)

    assert problems_with_changed_words(report)
    with pytest.raises(Refused):
        services.submit_report(report, by=coordinator)


def test_the_officer_accepts_only_when_no_must_fix_is_open():
    report, officer = report_of("submitted", "agincourt"), person_in("officer")
    values = {"section": 5, "severity": "must_fix", "text": "Which evenings?", "language": "en"}
    note = services.write_note(report, values, by=officer)
    with pytest.raises(Refused):
        services.accept_report(report, by=officer)

    services.withdraw_note(note, by=officer, because="Found it in section 6.")
    services.accept_report(report, by=officer, observations="Clear.")

    assert report.state == "accepted"


def test_return_report_sends_the_notes_and_gives_fifteen_working_days():
    report, officer = report_of("submitted", "agincourt"), person_in("officer")
    values = {"section": 6, "severity": "question", "text": "For whom?", "language": "en"}
    services.write_note(report, values, by=officer)

    services.return_report(report, by=officer)

    assert report.notes.filter(sent_at__isnull=False).count() == 1
    assert report.answer_due_on > report.partnership.today()


def test_nobody_else_decides_on_a_report():
    report = report_of("submitted", "agincourt")

    for role in ("coordinator", "other_coordinator", "co_chair", "administrator", "member"):
        with pytest.raises(Refused):
            services.accept_report(YearlyReport.objects.get(pk=report.pk), by=person_in(role))


def test_what_is_frozen_does_not_follow_the_live_rows():
    report = report_of("published")
    before = frozen_copies_of(report).last().body
    partnership = Partnership.objects.get(slug=LONDON)
    partnership.name_en = "Another name"
    partnership.save()

    assert frozen_copies_of(report).last().body == before
    fresh = YearlyReport.objects.select_related("partnership").get(pk=report.pk)
    assert report_body(fresh)["en"]["partnership"] == "Another name"


def test_a_repeated_submit_makes_one_submission():
    coordinator = person_in("coordinator")
    report = fill(report_of("drafting"), coordinator)
    services.ask_approval(report, by=coordinator)
    services.approve_report(report, by=person_in("co_chair"), on=report.partnership.today(), motion="Motion 9")

    def do():
        services.submit_report(report, by=coordinator)
        return report.get_absolute_url()

    first = once("same key", by=coordinator, form="reporting.submit", do=do)
    second = once("same key", by=coordinator, form="reporting.submit", do=do)

    assert first == second
    assert frozen_copies_of(report).count() == 1
