"""The councils app's nouns."""

from councils.models.agreement import Agreement, ReportingDate
from councils.models.body import Body, Membership, Seat
from councils.models.involvement import Involvement, PartnerInitiative
from councils.models.meeting import Attendance, Meeting
from councils.models.motion import DeclaredConflict, Motion
from councils.models.organization import Organization, Sector
from councils.models.partnership import Alias, Community, Partnership
from councils.models.person import Person
from councils.models.role_held import Invitation, RoleHeld
from councils.models.terms_of_reference import TermsOfReference, TermsSection

__all__ = [
    "Agreement",
    "Alias",
    "Attendance",
    "Body",
    "Community",
    "DeclaredConflict",
    "Invitation",
    "Involvement",
    "Meeting",
    "Membership",
    "Motion",
    "Organization",
    "PartnerInitiative",
    "Partnership",
    "Person",
    "ReportingDate",
    "RoleHeld",
    "Seat",
    "Sector",
    "TermsOfReference",
    "TermsSection",
]
