"""The councils app's kinds, states and roles: enumerations only."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(TextChoices):
    """What a person may be in the portal (design 2.12); the visitor is anyone, signed in or not."""

    ADMINISTRATOR = "administrator", _("Administrator")
    OFFICER = "officer", _("Federal officer")
    REGIONAL_LEAD = "regional_lead", _("Regional or national lead")
    COORDINATOR = "coordinator", _("Coordinator")
    MANAGER = "manager", _("Lead-organization manager")
    CO_CHAIR = "co_chair", _("Co-chair")
    RECRUITER = "recruiter", _("Recruitment group")
    TABLE_LEAD = "table_lead", _("Table lead")
    MEMBER = "member", _("Member")
    NEWCOMER_ADVISOR = "newcomer_advisor", _("Newcomer advisor")
    READER = "reader", _("Provincial or municipal reader")
    MODERATOR = "moderator", _("Network moderator")
    RESEARCHER = "researcher", _("Researcher")


# Where a role is held: in a partnership, at one of its bodies, or nowhere in particular; and who gives which.
PARTNERSHIP_ROLES = (
    Role.COORDINATOR,
    Role.MANAGER,
    Role.CO_CHAIR,
    Role.RECRUITER,
    Role.TABLE_LEAD,
    Role.MEMBER,
    Role.NEWCOMER_ADVISOR,
    Role.READER,
)
BODY_ROLES = (Role.TABLE_LEAD,)
AT_A_BODY_ROLES = (Role.TABLE_LEAD, Role.RECRUITER, Role.MEMBER, Role.NEWCOMER_ADVISOR)
PLATFORM_ROLES = (Role.ADMINISTRATOR, Role.REGIONAL_LEAD, Role.MODERATOR, Role.RESEARCHER)


class PartnershipKind(TextChoices):
    """The kinds of directory entry (R7, R160–R162, R171)."""

    COMMUNITY_WIDE = "community_wide", _("Community-wide partnership")
    TORONTO_NEIGHBOURHOOD = "toronto_neighbourhood", _("Toronto neighbourhood partnership")
    TORONTO_CITY_WIDE = "toronto_city_wide", _("Toronto city-wide partnership")
    ZONAL = "zonal", _("Zonal partnership")
    FRANCOPHONE_NETWORK = "francophone_network", _("Francophone network")


class Setting(TextChoices):
    """Rural, urban or Toronto-based (R7)."""

    RURAL = "rural", _("Rural")
    URBAN = "urban", _("Urban")
    TORONTO = "toronto", _("Toronto")
    UNKNOWN = "unknown", _("Not recorded")


class Region(TextChoices):
    """The region a partnership lies in (R165, R166)."""

    EAST = "east", _("East")
    WEST = "west", _("West")
    NORTH = "north", _("North")
    CENTRAL = "central", _("Central")
    GTA = "gta", _("Greater Toronto Area")
    TORONTO = "toronto", _("Toronto")
    UNKNOWN = "unknown", _("Not recorded")


class Province(TextChoices):
    """The provinces and territories (R171: the directory grows beyond Ontario)."""

    AB = "AB", _("Alberta")
    BC = "BC", _("British Columbia")
    MB = "MB", _("Manitoba")
    NB = "NB", _("New Brunswick")
    NL = "NL", _("Newfoundland and Labrador")
    NS = "NS", _("Nova Scotia")
    NT = "NT", _("Northwest Territories")
    NU = "NU", _("Nunavut")
    ON = "ON", _("Ontario")
    PE = "PE", _("Prince Edward Island")
    QC = "QC", _("Quebec")
    SK = "SK", _("Saskatchewan")
    YT = "YT", _("Yukon")


class LeadType(TextChoices):
    """What kind of body leads (R5)."""

    MUNICIPAL_GOVERNMENT = "municipal_government", _("Municipality")
    REGIONAL_GOVERNMENT = "regional_government", _("County or region")
    COMMUNITY_ORGANIZATION = "community_organization", _("Community organization")
    SETTLEMENT_AGENCY = "settlement_agency", _("Settlement agency")
    HEALTH_CENTRE = "health_centre", _("Community health centre")
    WORKFORCE_BOARD = "workforce_board", _("Workforce planning or training board")
    ECONOMIC_DEVELOPMENT_BODY = "economic_development_body", _("Economic development body")
    EMPLOYMENT_SERVICE = "employment_service", _("Employment service")
    EDUCATION = "education", _("School board, college or university")
    UNKNOWN = "unknown", _("Not recorded")


class OperatingModel(TextChoices):
    """Whether the partnership delivers or advises (R6)."""

    DELIVERING = "delivering", _("Delivers some services itself")
    ADVISORY = "advisory", _("Advises, and helps others find support")
    UNKNOWN = "unknown", _("Not recorded")


class YesNo(TextChoices):
    """An answer that may not be known."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("Not recorded")


class CaseStudy(TextChoices):
    """How a partnership was studied (R165, R167)."""

    NONE = "none", _("None")
    PRELIMINARY = "preliminary", _("Preliminary case study")
    OBSERVED = "observed", _("Participant observation")


class Phase(IntegerChoices):
    """The two phases of the first funding (R21)."""

    COUNCIL = 1, _("Phase 1: setting up the council")
    PLAN = 2, _("Phase 2: developing the plan")
    AFTER = 3, _("Past both phases")


class Stage(TextChoices):
    """The seven stages of one tracker (design 2.2, R19)."""

    COUNCIL = "council", pgettext_lazy("stage", "Council")
    TERMS = "terms", pgettext_lazy("stage", "Terms")
    STRATEGY = "strategy", pgettext_lazy("stage", "Strategy")
    PLAN = "plan", pgettext_lazy("stage", "Plan")
    IMPLEMENT = "implement", pgettext_lazy("stage", "Carry out")
    ASSESS = "assess", pgettext_lazy("stage", "Assess")
    REPORT = "report", pgettext_lazy("stage", "Report")


# Where each stage stands in the five-step list of the Burr paper and the six-step list of the Esses deck (R13–R19).
FIVE_STEPS = {"council": 1, "terms": 2, "strategy": 3, "plan": 4, "report": 5}
SIX_STEPS = {"council": 1, "terms": 2, "strategy": 3, "plan": 4, "implement": 5, "assess": 6}


class StageState(TextChoices):
    """How a stage stands; several may be under way at once, none is locked (R22)."""

    LATER = "later", _("Later")
    NOW = "now", _("Under way")
    DONE = "done", _("Done")


class OrganizationKind(TextChoices):
    """What an organization is to newcomers (R30, R31)."""

    MAINSTREAM = "mainstream", _("Mainstream service")
    SETTLEMENT = "settlement", _("Settlement agency")
    GOVERNMENT = "government", _("Government")
    ETHNOCULTURAL = "ethnocultural", _("Ethnocultural organization")
    FAITH = "faith", _("Faith-based organization")
    EMPLOYER = "employer", _("Employer or employers’ network")
    RESEARCH = "research", _("Research or education")
    FUNDER = "funder", _("Funder")
    FRANCOPHONE = "francophone", _("Francophone organization")
    OTHER = "other", _("Other")


class GovernmentLevel(TextChoices):
    """Level of government, where it is one."""

    NONE = "none", _("Not a government")
    MUNICIPAL = "municipal", _("Municipal")
    PROVINCIAL = "provincial", _("Provincial")
    FEDERAL = "federal", _("Federal")
    INDIGENOUS = "indigenous", _("Indigenous")


class BodyKind(TextChoices):
    """The kinds of body in a partnership (domain b1)."""

    COUNCIL = "council", _("Council")
    TABLE = "table", _("Table")
    ADVISORY = "advisory", _("Advisory committee")
    NEWCOMER_ADVISORY = "newcomer_advisory", _("Newcomer advisory table")
    EXECUTIVE = "executive", _("Executive")
    RECRUITMENT = "recruitment", _("Recruitment group")


class SeatRole(TextChoices):
    """What a seat is for at its body."""

    CO_CHAIR = "co_chair", _("Co-chair")
    CHAIR = "chair", _("Chair")
    VICE_CHAIR = "vice_chair", _("Vice-chair")
    MEMBER = "member", pgettext_lazy("seat", "Member")
    EX_OFFICIO = "ex_officio", _("Ex officio")
    OBSERVER = "observer", _("Observer")
    SECRETARY = "secretary", _("Secretary")


class Represents(TextChoices):
    """Whom the person in a seat speaks for."""

    ORGANIZATION = "organization", _("An organization")
    LIVED_EXPERIENCE = "lived_experience", _("Lived experience")


class MembershipState(TextChoices):
    """The states of a membership (domain b2)."""

    PROPOSED = "proposed", _("Proposed")
    CONFIRMED = "confirmed", _("Confirmed")
    ACTIVE = "active", pgettext_lazy("membership", "At the table")
    ON_LEAVE = "on_leave", _("On leave")
    ENDED = "ended", pgettext_lazy("membership", "Ended")


class EndReason(TextChoices):
    """Why a membership ended (domain b2)."""

    TERM = "term", _("Term over")
    RESIGNED = "resigned", _("Resigned")
    REPLACED = "replaced", _("Replaced by the organization")
    LAPSED = "lapsed", _("Lapsed for absence")
    BODY_ENDED = "body_ended", _("The body came to its end")
    WITHDRAWN = "withdrawn", pgettext_lazy("membership", "Never taken up")


class TermsState(TextChoices):
    """The states of terms of reference (domain b2)."""

    DRAFTING = "drafting", _("Drafting")
    CONSULTATION = "consultation", _("Out to consultation")
    ENDORSED = "endorsed", _("Endorsed by consultation")
    ADOPTED = "adopted", pgettext_lazy("terms", "Adopted")
    IN_FORCE = "in_force", _("In force")
    SUPERSEDED = "superseded", _("Superseded")
    WITHDRAWN = "withdrawn", pgettext_lazy("terms", "Withdrawn")


class QuorumKind(TextChoices):
    """How a quorum is counted."""

    SHARE = "share", _("A share of the voting members")
    COUNT = "count", _("A number of voting members")


class AttendanceState(TextChoices):
    """How a person stood to one meeting (domain b1)."""

    PRESENT = "present", _("Here")
    REGRETS = "regrets", _("Regrets")
    ALTERNATE = "alternate", _("Alternate")
    ABSENT = "absent", _("Absent")


class MotionState(TextChoices):
    """The states of a motion (domain b2)."""

    NOTICE = "notice", _("Put forward")
    MOVED = "moved", _("Moved and seconded")
    CARRIED = "carried", pgettext_lazy("motion", "Carried")
    DEFEATED = "defeated", pgettext_lazy("motion", "Defeated")
    LAPSED = "lapsed", pgettext_lazy("motion", "Lapsed for want of quorum")
    DEFERRED = "deferred", pgettext_lazy("motion", "Deferred")
    WITHDRAWN = "withdrawn", pgettext_lazy("motion", "Withdrawn")


class MotionMethod(TextChoices):
    """How a meeting decided a motion (domain b1)."""

    CONSENSUS = "consensus", _("By consensus: nobody stood against it")
    HANDS = "hands", _("By a show of hands")


class InvolvementKind(TextChoices):
    """What a partner outside the table did: a signature, a contact (R75, report section 2)."""

    MUNICIPAL_SIGNATURE = "municipal_signature", _("A municipality signed a document")
    MUNICIPAL_INVOLVEMENT = "municipal_involvement", _("A municipality took part")
    FRANCOPHONE_CONTACT = "francophone_contact", _("Contact with the Francophone network")


class TermsSectionKey(TextChoices):
    """The sections of the terms-of-reference template (domain b1)."""

    INTENT = "intent", _("Intent or mandate")
    PRINCIPLES = "principles", _("Principles")
    COMPOSITION = "composition", _("Composition")
    ROLES = "roles", _("Roles")
    RECRUITMENT = "recruitment", _("Recruitment")
    TERMS_OF_OFFICE = "terms_of_office", _("Terms of office")
    MEETINGS = "meetings", _("Meetings and how often")
    QUORUM = "quorum", _("Quorum")
    DECISIONS = "decisions", _("How decisions are made")
    CONFLICTS = "conflicts", _("Conflict of interest")
    CONFIDENTIALITY = "confidentiality", _("Confidentiality")
    COMMUNICATION = "communication", _("Communication and who speaks")
    TABLES = "tables", _("Tables")
    STAFF = "staff", _("Role of the staff")
    FUNDER = "funder", _("Role of the funder")
    AMENDMENT = "amendment", _("Amendment")
    REVIEW = "review", _("Review")
