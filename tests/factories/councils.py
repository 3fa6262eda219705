"""Dull, valid records of the councils app, and people who hold roles."""

from datetime import UTC, date, datetime

import factory
from django.contrib.auth.hashers import make_password
from factory.django import DjangoModelFactory

from councils.choices import Role
from councils.models import (
    Agreement,
    Alias,
    Attendance,
    Body,
    Community,
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
    ReportingDate,
    RoleHeld,
    Seat,
    Sector,
    TermsOfReference,
    TermsSection,
)
from lipportal.accounts.models import User

TODAY = date(2026, 5, 12)


class UserFactory(DjangoModelFactory):
    """A person with an account, whose address has answered."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = "Alex Example"
    password = factory.LazyFunction(lambda: make_password(None))

    @factory.post_generation
    def proven(self, create, extracted, **kwargs):
        """The address that allauth signs in with."""
        if create:
            from allauth.account.models import EmailAddress

            EmailAddress.objects.create(user=self, email=self.email, primary=True, verified=True)


class PartnershipFactory(DjangoModelFactory):
    class Meta:
        model = Partnership

    slug = factory.Sequence(lambda n: f"place-{n}")
    name_en = "Riverside"
    name_fr = "Riverside"
    kind = "community_wide"
    lead_name_en = "City of Riverside"
    lead_name_fr = "Ville de Riverside"
    lead_type = "municipal_government"


class AliasFactory(DjangoModelFactory):
    class Meta:
        model = Alias

    partnership = factory.SubFactory(PartnershipFactory)
    name = factory.Sequence(lambda n: f"Older name {n}")


class CommunityFactory(DjangoModelFactory):
    class Meta:
        model = Community

    partnership = factory.SubFactory(PartnershipFactory)
    name = factory.Sequence(lambda n: f"Town {n}")


class SectorFactory(DjangoModelFactory):
    class Meta:
        model = Sector

    key = factory.Sequence(lambda n: f"sphere-{n}")
    place = factory.Sequence(lambda n: n + 1)
    name_en = "Libraries"
    name_fr = "Bibliothèques"


class AgreementFactory(DjangoModelFactory):
    class Meta:
        model = Agreement

    partnership = factory.SubFactory(PartnershipFactory)
    holder = "City of Riverside"
    number = factory.Sequence(lambda n: f"S25-{n:04}")
    starts_on = date(2025, 4, 1)
    ends_on = date(2028, 3, 31)


class ReportingDateFactory(DjangoModelFactory):
    class Meta:
        model = ReportingDate

    agreement = factory.SubFactory(AgreementFactory)
    year = 2026
    due_on = date(2027, 5, 31)


class OrganizationFactory(DjangoModelFactory):
    class Meta:
        model = Organization

    partnership = factory.SubFactory(PartnershipFactory)
    name_en = factory.Sequence(lambda n: f"Organization {n}")
    name_fr = factory.Sequence(lambda n: f"Organisme {n}")


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    partnership = factory.SubFactory(PartnershipFactory)
    name = "Sam Sample"
    email = factory.Sequence(lambda n: f"sam{n}@example.org")


class BodyFactory(DjangoModelFactory):
    class Meta:
        model = Body

    partnership = factory.SubFactory(PartnershipFactory)
    kind = "council"
    name_en = "Central council"
    name_fr = "Conseil central"
    started_on = date(2025, 4, 1)


class SeatFactory(DjangoModelFactory):
    class Meta:
        model = Seat

    partnership = factory.SelfAttribute("body.partnership")
    body = factory.SubFactory(BodyFactory)
    since = date(2025, 4, 1)


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    partnership = factory.SelfAttribute("seat.partnership")
    seat = factory.SubFactory(SeatFactory)
    person = factory.SubFactory(PersonFactory, partnership=factory.SelfAttribute("..seat.partnership"))
    state = "active"
    starts_on = date(2025, 4, 1)
    confirmed_on = date(2025, 4, 1)
    motion = "That the members be confirmed as listed."


class MeetingFactory(DjangoModelFactory):
    class Meta:
        model = Meeting

    partnership = factory.SelfAttribute("body.partnership")
    body = factory.SubFactory(BodyFactory)
    starts_at = datetime(2026, 5, 5, 22, 0, tzinfo=UTC)


class AttendanceFactory(DjangoModelFactory):
    class Meta:
        model = Attendance

    meeting = factory.SubFactory(MeetingFactory)
    membership = factory.SubFactory(MembershipFactory)
    state = "present"
    has_vote = factory.SelfAttribute("membership.seat.is_voting")


class MotionFactory(DjangoModelFactory):
    class Meta:
        model = Motion

    partnership = factory.SelfAttribute("meeting.partnership")
    meeting = factory.SubFactory(MeetingFactory)
    place = factory.Sequence(lambda number: number % 30_000 + 1)
    text_en = "That the report be approved."
    text_fr = "Que le rapport soit approuvé."


class DeclaredConflictFactory(DjangoModelFactory):
    class Meta:
        model = DeclaredConflict

    partnership = factory.SelfAttribute("motion.partnership")
    motion = factory.SubFactory(MotionFactory)
    membership = factory.SubFactory(MembershipFactory)
    nature = "Their agency bids for the contract."


class InvolvementFactory(DjangoModelFactory):
    class Meta:
        model = Involvement

    partnership = factory.SubFactory(PartnershipFactory)
    kind = "municipal_signature"
    on = TODAY
    who = "City council"
    what_en = "Declaration of intent"
    what_fr = "Déclaration d’intention"


class PartnerInitiativeFactory(DjangoModelFactory):
    class Meta:
        model = PartnerInitiative

    partnership = factory.SubFactory(PartnershipFactory)
    name_en = factory.Sequence(lambda n: f"Initiative {n}")
    name_fr = factory.Sequence(lambda n: f"Initiative {n}")


class RoleHeldFactory(DjangoModelFactory):
    """A role somebody holds; a table lead needs a `body`."""

    class Meta:
        model = RoleHeld

    user = factory.SubFactory(UserFactory)
    role = Role.COORDINATOR
    partnership = factory.SubFactory(PartnershipFactory)
    starts_on = date(2025, 4, 1)


class InvitationFactory(DjangoModelFactory):
    class Meta:
        model = Invitation

    email = factory.Sequence(lambda n: f"invited{n}@example.org")
    name = "Kim Invited"
    role = Role.MEMBER
    partnership = factory.SubFactory(PartnershipFactory)
    secret_fingerprint = factory.Sequence(lambda n: f"{n:064x}")
    invited_by = factory.SubFactory(UserFactory)
    invited_at = datetime(2026, 5, 12, 14, 0, tzinfo=UTC)
    expires_at = datetime(2099, 5, 26, 14, 0, tzinfo=UTC)


class TermsOfReferenceFactory(DjangoModelFactory):
    class Meta:
        model = TermsOfReference

    partnership = factory.SelfAttribute("body.partnership")
    body = factory.SubFactory(BodyFactory)
    number = factory.Sequence(lambda n: n + 1)


class TermsSectionFactory(DjangoModelFactory):
    class Meta:
        model = TermsSection

    partnership = factory.SelfAttribute("terms.partnership")
    terms = factory.SubFactory(TermsOfReferenceFactory)
    key = "intent"
    place = 1
    text_en = "We plan together."
    text_fr = "Nous planifions ensemble."


def person_with_role(role: str, partnership: Partnership | None = None, **values):
    """A user who holds one role, in one partnership or everywhere."""
    return RoleHeldFactory(role=role, partnership=partnership, **values).user
