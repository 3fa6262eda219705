"""What the small world leaves out and the proofs need, twice: in London, and in Huron as somebody else's."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from actionplans.models import Update
from actionplans.services import add_evidence
from councils.models import Body, Organization, Partnership, Person, RoleHeld, Seat
from councils.queries.meetings import attendance_lines
from councils.services import (
    create_meeting,
    create_motion,
    create_seat,
    create_terms,
    invite,
    propose_membership,
    record_attendance,
)
from lipportal.accounts.models import SecondFactorReset, User
from lipportal.drafts.services import Holder, keep_draft
from lipportal.files.services import keep_bytes
from lipportal.jobs.models import Job
from lipportal.notices.models import Notice
from lipportal.shared import clock
from reporting.models import YearlyReport
from reporting.services import write_note
from strategies.services import create_strategy
from tests.bars.routes import AGINCOURT, HURON, LONDON
from tests.unit.files.vectors import pdf, workbook
from tests.world import person_in

WHO = {LONDON: "coordinator", HURON: "other_coordinator"}


def enrich() -> None:
    """Invitations, files, work, drafts, unfinished terms and strategies."""
    for slug, role in WHO.items():
        _enrich(Partnership.objects.get(slug=slug), person_in(role))
    submitted = YearlyReport.objects.get(partnership__slug=AGINCOURT, state="submitted")
    note = {"section": 6, "severity": "question", "text": "Which table is meant?", "language": "en"}
    write_note(submitted, note, by=person_in("officer"))


def _enrich(partnership: Partnership, by: User) -> None:
    invite(email=f"invited@{partnership.slug}.example", role="member", by=by, partnership=partnership, body=None)
    table = Body.objects.filter(partnership=partnership, ended_on=None).exclude(kind="council").first()
    if table is not None:
        create_terms(table, {}, by=by)
        create_seat(table, {"represents": "lived_experience"}, by=by)
    create_strategy(partnership, by=by, first_year=2031)
    _propose(partnership, by)
    _meet_without_quorum(partnership, by)
    code = partnership.code
    keep_bytes(
        workbook(), name="people.xlsx", kind="councils.import", record_code="people", partnership_code=code, by=by
    )
    update = Update.objects.filter(partnership=partnership, action__plan__state="in_year", ended_on=None).first()
    if update is not None:
        file = SimpleUploadedFile("evidence.pdf", pdf(), "application/pdf")
        add_evidence(update, {"caption": "The list of those who came", "file": file}, by=by)
    for state in ("ready", "failed"):
        Job.objects.create(
            kind="reporting.document", task="reporting.draw_document", owner=by, partnership_code=code, state=state
        )
    Notice.objects.get_or_create(
        user=by, kind="job_ready", key=f"bars-{code}", defaults={"url": "/en/", "partnership_code": code}
    )
    other = (
        User.objects.exclude(pk=by.pk)
        .filter(pk__in=RoleHeld.objects.filter(partnership=partnership).values("user"))
        .first()
    )
    SecondFactorReset.objects.create(user=other or by, asked_by=by)
    draft = {"record_code": partnership.code, "base_version": 1, "body": "name_en=Typed"}
    keep_draft(Holder(user=by), form="councils.partnership_kept", **draft)


def _meet_without_quorum(partnership: Partnership, by: User) -> None:
    """A meeting of the council to which nobody came, and what it had before it."""
    council = Body.objects.get(partnership=partnership, kind="council", ended_on=None)
    meeting = create_meeting(council, {"starts_at": clock.now() - timedelta(days=1)}, by=by)
    absent = {line.membership.code: "absent" for line in attendance_lines(meeting)}
    meeting = record_attendance(meeting, absent, by=by, version=meeting.version)
    create_motion(meeting, {"text_en": "That we wait.", "text_fr": "Que l’on attende."}, by=by)


def _propose(partnership: Partnership, by: User) -> None:
    person = Person.objects.filter(partnership=partnership, ended_on=None).order_by("-pk").first()
    organization = Organization.objects.filter(partnership=partnership, ended_on=None).first()
    for seat in Seat.objects.filter(partnership=partnership, ended_on=None, membership=None)[:1]:
        values = {"person": person, "organization": organization, "starts_on": partnership.today()}
        propose_membership(seat, values, by=by)
