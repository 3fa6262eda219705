"""The classes of the councils app's columns."""

from lipportal.audit.personal import classify_table

_RECORD = {"id", "code", "version", "created_at", "changed_at"}
_ENDING = {"ended_on", "ended_because"}
_BILINGUAL = {"written_in", "language_notes"}

classify_table(
    "councils.Partnership",
    retention="partnership",
    personal={"contact_email": "contact", "contact_phone": "contact"},
    plain=_RECORD
    | _ENDING
    | _BILINGUAL
    | {
        "slug",
        "name_en",
        "name_fr",
        "kind",
        "setting",
        "region",
        "province",
        "lead_name_en",
        "lead_name_fr",
        "lead_type",
        "operating_model",
        "has_university",
        "community_count",
        "case_study",
        "starting_conditions",
        "council_structure",
        "council_process",
        "leadership_dynamics",
        "intro_en",
        "intro_fr",
        "website",
        "help_url",
        "is_public",
        "phase",
        "time_zone",
        "stages",
        "furthest_stage",
        "folded_names",
        "folded_sort",
    },
)
classify_table("councils.Alias", retention="partnership", plain={"id", "partnership", "name", "source"})
classify_table("councils.Community", retention="partnership", plain={"id", "partnership", "name", "geography_code"})
classify_table(
    "councils.Agreement",
    retention="partnership",
    personal={"notes": "free_text"},
    plain=_RECORD | _ENDING | {"partnership", "holder", "funder_en", "funder_fr", "number", "starts_on", "ends_on"},
)
classify_table("councils.ReportingDate", retention="partnership", plain={"id", "agreement", "year", "due_on"})
classify_table(
    "councils.Sector",
    retention="platform",
    plain={"id", "key", "partnership", "place", "name_en", "name_fr", "name_es", "name_ar"},
)
classify_table(
    "councils.Organization",
    retention="partnership",
    plain=_RECORD
    | _ENDING
    | _BILINGUAL
    | {
        "partnership",
        "name_en",
        "name_fr",
        "kind",
        "government_level",
        "communities_served",
        "is_francophone",
        "joined_on",
        "website",
        "folded_names",
        "folded_sort",
    },
)
classify_table(
    "councils.Person",
    retention="membership",
    personal={
        "user": "identity",
        "name": "identity",
        "said_as": "identity",
        "folded_names": "identity",
        "folded_sort": "identity",
        "email": "contact",
        "phone": "contact",
        "language": "preference",
        "access_needs": "need",
        "interpretation_needs": "need",
        "is_newcomer": "self_description",
        "has_lived_experience": "self_description",
        "years_in_canada": "self_description",
        "is_francophone": "self_description",
        "ended_because": "free_text",
    },
    plain=_RECORD | {"ended_on", "partnership"},
)
classify_table(
    "councils.Body",
    retention="partnership",
    plain=_RECORD
    | _ENDING
    | _BILINGUAL
    | {
        "partnership",
        "kind",
        "name_en",
        "name_fr",
        "label_en",
        "label_fr",
        "parent",
        "theme",
        "started_on",
        "is_public",
        "place",
    },
)
classify_table(
    "councils.Seat",
    retention="partnership",
    plain=_RECORD
    | _ENDING
    | {"partnership", "body", "role", "sector", "represents", "is_voting", "term_years", "most_terms", "since"},
)
classify_table(
    "councils.Membership",
    retention="membership",
    personal={
        "person": "activity",
        "alternate": "activity",
        "end_reason": "activity",
        "agreed_terms_on": "activity",
        "declared_conflicts_on": "activity",
        "leave_from": "activity",
        "motion": "free_text",
        "no_motion_reason": "free_text",
    },
    plain=_RECORD
    | {"partnership", "seat", "organization", "state", "starts_on", "ends_on", "term_number", "confirmed_on"},
)
classify_table(
    "councils.Meeting",
    retention="partnership",
    personal={"summary": "free_text", "folded_names": "free_text"},
    plain=_RECORD | _ENDING | {"partnership", "body", "starts_at", "place", "is_second_call", "votes"},
)
classify_table(
    "councils.Motion",
    retention="partnership",
    personal={
        "text_en": "free_text",
        "text_fr": "free_text",
        "folded_names": "free_text",
        "set_aside_because": "free_text",
        "mover": "activity",
        "seconder": "activity",
    },
    plain=_RECORD
    | _BILINGUAL
    | {
        "partnership",
        "meeting",
        "place",
        "state",
        "method",
        "in_favour",
        "against",
        "abstained",
        "terms",
        "is_second_call",
        "votes",
        "there",
        "needed",
        "recused",
        "decided_on",
        "effective_on",
    },
)
classify_table(
    "councils.DeclaredConflict",
    retention="membership",
    personal={"membership": "activity", "nature": "free_text", "has_left": "activity", "ended_because": "free_text"},
    plain=_RECORD | {"partnership", "motion", "ended_on"},
)
classify_table(
    "councils.Attendance",
    retention="membership",
    personal={"membership": "activity", "state": "activity"},
    plain={"id", "meeting", "has_vote"},
)
classify_table(
    "councils.Involvement",
    retention="partnership",
    personal={"who": "identity", "what_en": "free_text", "what_fr": "free_text"},
    plain=_RECORD | _ENDING | _BILINGUAL | {"partnership", "kind", "on"},
)
classify_table(
    "councils.PartnerInitiative",
    retention="partnership",
    plain=_RECORD | _ENDING | _BILINGUAL | {"partnership", "name_en", "name_fr", "link"},
)
classify_table(
    "councils.RoleHeld",
    retention="trail",
    personal={"user": "activity", "granted_by": "activity", "ended_because": "free_text"},
    plain={"id", "code", "role", "partnership", "body", "region", "starts_on", "last_on", "ended_on"},
)
classify_table(
    "councils.Invitation",
    retention="trail",
    personal={
        "email": "contact",
        "name": "identity",
        "language": "preference",
        "invited_by": "activity",
        "accepted_by": "activity",
        "secret_fingerprint": "credential",
    },
    plain={
        "id",
        "code",
        "role",
        "partnership",
        "body",
        "region",
        "invited_at",
        "expires_at",
        "accepted_at",
        "withdrawn_at",
    },
)
classify_table(
    "councils.TermsOfReference",
    retention="partnership",
    personal={"adopted_by": "activity", "put_in_force_by": "activity"},
    plain=_RECORD
    | {
        "adopted_on",
        "motion",
        "no_motion_reason",
        "partnership",
        "body",
        "drafted_by",
        "number",
        "state",
        "change_summary",
        "quorum_kind",
        "quorum_value",
        "second_meeting_is_quorate",
        "decision_percent",
        "term_years",
        "most_terms",
        "meetings_a_year",
        "review_on",
        "endorsed_on",
        "endorsement",
        "in_force_on",
        "superseded_on",
    },
)
classify_table(
    "councils.TermsSection",
    retention="partnership",
    plain=_RECORD | _BILINGUAL | {"partnership", "terms", "key", "place", "text_en", "text_fr"},
)
classify_table("councils.Organization_sectors", retention="partnership", plain={"id", "organization", "sector"})
classify_table(
    "councils.Person_organizations",
    retention="membership",
    personal={"person": "identity", "organization": "activity"},
    plain={"id"},
)
