"""Records for the access proofs that neither the small world nor its enrichment holds."""

from councils.models import Invitation, Partnership
from councils.queries.roles import fingerprint_of
from councils.services import invite
from lipportal.notices.choices import MailState
from lipportal.notices.models import Mail
from tests.world import person_in

OPEN_SECRET = "a-secret-only-the-invited-person-was-mailed"


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
