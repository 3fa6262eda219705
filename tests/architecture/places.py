"""Where the access table's rows point to in the small world: a name for each place, and the parts of its address."""

from actionplans.models import Action, ActionPlan, Evidence, Update
from councils.models import (
    Agreement,
    Body,
    DeclaredConflict,
    Invitation,
    Involvement,
    Meeting,
    Membership,
    Motion,
    Organization,
    PartnerInitiative,
    Partnership,
    Person,
    RoleHeld,
    Seat,
    TermsOfReference,
    TermsSection,
)
from lipportal.accounts.models import SecondFactorReset, User
from lipportal.files.models import StoredFile
from lipportal.jobs.models import Job
from lipportal.notices.models import Mail, Notice
from reporting.models import ReviewNote, YearlyReport
from strategies.models import Amendment, Direction, Finding, ResearchItem, Strategy
from tests.world import person_in

LONDON, AGINCOURT = "london-and-middlesex", "agincourt"
OPEN_SECRET = "a-secret-only-the-invited-person-was-mailed"


def _of_london(model, **lookup):
    return model.objects.filter(partnership__slug=LONDON, **lookup).order_by("pk").first()


def _at(record) -> dict:
    return {"slug": LONDON, "code": record.code} if record is not None else {"slug": LONDON, "code": "22222222"}


def _reports() -> dict[str, dict]:
    states = ("drafting", "returned", "published")
    found = {f"report_{state}": _at(_of_london(YearlyReport, state=state)) for state in states}
    action = _of_london(Action, plan__report__state="drafting")
    return {
        **found,
        "report_drafting_section": {**found["report_drafting"], "number": 6},
        "report_drafting_reason": {**found["report_drafting"], "action": action.code},
        "report_returned_version": {**found["report_returned"], "number": 1},
    }


def places() -> dict[str, dict]:
    """Each place's address parts, by its name in the access table."""
    employment = Body.objects.get(partnership__slug=LONDON, name_en="Employment")
    plan = _of_london(ActionPlan, state="in_year")
    returned = _of_london(YearlyReport, state="returned")
    found = {
        "partnership": {"slug": LONDON},
        "body": _at(employment),
        "council": _at(_of_london(Body, kind="council")),
        "strategy_active": _at(_of_london(Strategy)),
        "plan_in_year": _at(plan),
        "plan_closed": _at(_of_london(ActionPlan, state="closed")),
        "action": _at(_of_london(Action, plan=plan, body=employment)),
        "report_year_published": {"slug": LONDON, "year": _of_london(YearlyReport, state="published").year},
        "note_sent": _at(_of_london(ReviewNote, report=returned)),
        "membership": _at(_of_london(Membership, seat__body=employment)),
        "motion": _at(_of_london(Motion, meeting__body=employment)),
        "unknown_code": {"code": "22222222"},
        "user": {"code": User.objects.order_by("pk").first().code},
        "update_in_year": _at(_of_london(Update, action__plan=plan, action__body=employment)),
        "evidence_in_year": _at(_of_london(Evidence, update__action__plan=plan, update__action__body=employment)),
        "strategy_component": {**_at(_of_london(Strategy)), "component": "vision"},
        "report_section": {**_at(_of_london(YearlyReport, state="drafting")), "number": 6},
        "report_reason": {
            **_at(_of_london(YearlyReport, state="drafting")),
            "action": _of_london(Action, plan=plan).code,
        },
        "report_copy": {**_at(returned), "number": 1},
        "officer_assignment": _at(_of_london(RoleHeld, role="officer")),
        "role_of_london": _at(_of_london(RoleHeld, role="reader")),
        "role_anywhere": {"code": RoleHeld.objects.filter(role="researcher").first().code},
        **_reports(),
    }
    for name, model in {
        "agreement": Agreement,
        "organization": Organization,
        "person": Person,
        "seat": Seat,
        "meeting": Meeting,
        "conflict": DeclaredConflict,
        "terms_in_force": TermsOfReference,
        "terms_section": TermsSection,
        "involvement": Involvement,
        "initiative": PartnerInitiative,
        "role_held": RoleHeld,
        "invitation": Invitation,
        "research": ResearchItem,
        "finding": Finding,
        "direction": Direction,
        "amendment": Amendment,
        "update": Update,
        "evidence": Evidence,
    }.items():
        found.setdefault(name, _at(_of_london(model)))
    found["other_partnership"] = {"slug": Partnership.objects.get(slug="huron").slug}
    return found


def _under_review() -> dict[str, dict]:
    """Agincourt's report is with its officer, with a note that was not sent."""
    report = YearlyReport.objects.get(partnership__slug=AGINCOURT, state="submitted")
    note = ReviewNote.objects.get(report=report, sent_at=None)
    return {
        "report_submitted": {"slug": AGINCOURT, "code": report.code},
        "note_unsent": {"slug": AGINCOURT, "code": note.code},
    }


def _of_the_platform() -> dict[str, dict]:
    """The coordinator's own work, notice and files; a mail, a reset and invitations."""
    coordinator = person_in("coordinator")
    london = Partnership.objects.get(slug=LONDON).code
    sheet = StoredFile.objects.filter(kind="councils.import", uploaded_by=coordinator).first()
    evidence = StoredFile.objects.filter(kind="actionplans.evidence", partnership_code=london).order_by("pk").first()
    anywhere = Invitation.objects.get(partnership=None)
    return {
        "job_failed": {"code": Job.objects.filter(owner=coordinator, state="failed").first().code},
        "notice": {"code": Notice.objects.filter(user=coordinator).first().code},
        "mail_failed": {"code": Mail.objects.get(state="failed").code},
        "file_evidence": {"code": evidence.code},
        "import": {"slug": LONDON, "code": sheet.code},
        "invitation_anywhere": {"code": anywhere.code},
        "invitation_link": {"code": OPEN_SECRET},
        "reset": {"code": SecondFactorReset.objects.filter(asked_by=coordinator).first().code},
        "passkey": {"pk": 1},
        "sign_on": {"provider_id": "organization"},
    }


def every_place() -> dict[str, dict]:
    """The places of the small world, and of the records that tests.architecture.conftest adds to it."""
    return {**places(), **_under_review(), **_of_the_platform()}
