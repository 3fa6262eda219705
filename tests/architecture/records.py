"""Records for the access proofs that neither the small world nor its enrichment holds."""

from actionplans.models import Update
from actionplans.services import add_evidence
from councils.models import Body, Invitation, Partnership, TermsOfReference
from councils.queries.roles import fingerprint_of
from councils.services import create_involvement, create_terms, invite
from lipportal.accounts.models import User
from lipportal.notices.choices import MailState
from lipportal.notices.models import Mail
from reporting.models import VarianceReason, YearlyReport
from strategies.models import Strategy
from tests.architecture.places import OPEN_SECRET
from tests.bars.enriched import WHO
from tests.factories.actionplans import ActionFactory, ActionPlanFactory
from tests.factories.strategies import DirectionFactory, FindingFactory, ResearchItemFactory
from tests.world import person_in


def add_records() -> None:
    """Invitations whose link is known and to a role of no partnership, and a mail that could not be sent."""
    administrator = person_in("administrator")
    london = Partnership.objects.get(slug="london-and-middlesex")
    theirs = Invitation.objects.filter(partnership=london).order_by("pk").first()
    Invitation.objects.filter(pk=theirs.pk).update(secret_fingerprint=fingerprint_of(OPEN_SECRET))
    invite(email="lead@region.example", role="regional_lead", by=administrator)
    Mail.objects.create(
        key="could not be sent",
        to_user=person_in("member"),
        to_address="member@demonstration.example",
        template="invitation",
        subject="An invitation",
        body_text="You are invited.",
        state=MailState.FAILED,
        partnership_code=london.code,
    )
    for slug, role in WHO.items():
        _add_unfinished(Partnership.objects.get(slug=slug), person_in(role))


def _add_unfinished(partnership: Partnership, by: User) -> None:
    """What is still being written: terms, research, a direction, next year's plan, a reason; and a link as evidence."""
    here = {"partnership": partnership}
    council = Body.objects.filter(**here, kind="council", ended_on=None).first()
    if not TermsOfReference.objects.filter(body=council, state="drafting").exists():
        create_terms(council, {}, by=by)
    met = {
        "kind": "francophone_contact",
        "on": partnership.today(),
        "who": "A network",
        "what_en": "Met.",
        "what_fr": "Vu.",
    }
    create_involvement(partnership, met, by=by)
    FindingFactory(**here, research=ResearchItemFactory(**here))
    draft = Strategy.objects.get(**here, state="drafting")
    DirectionFactory(**here, strategy=draft)
    plan = ActionPlanFactory(**here, strategy=draft, year=draft.first_year)
    ActionFactory(**here, plan=plan, direction=draft.directions.get())
    report = YearlyReport.objects.get(**here, state="drafting")
    texts = {"text_en": "A partner left.", "text_fr": "Un partenaire est parti."}
    VarianceReason.objects.create(**here, report=report, action=report.plan.actions.order_by("pk").first(), **texts)
    update = Update.objects.filter(**here, action__plan__state="in_year", ended_on=None).first()
    add_evidence(update, {"caption": "Their page", "link": "https://example.org/list"}, by=by)
