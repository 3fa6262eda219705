"""Bodies, seats, memberships, meetings, motions and terms of reference: their addresses and who gets what."""

from tests.architecture.access_rows import AT_THE_TABLE, EVERYONE, SIGNED_IN, page, post

KEEPERS = "coordinator manager co_chair"
AT_THE_COUNCIL = "recruiter newcomer_advisor"
WITH_THE_LEAD = f"{KEEPERS} table_lead"

# Public: the bodies of a public partnership and what is in force there; names are drawn only for those at the table.
READ_BY_ALL = [
    page("councils:body_list", "partnership", ok=EVERYONE),
    page("councils:body_detail", "body", ok=EVERYONE),
    page("councils:terms_list", "partnership", ok=EVERYONE),
    page("councils:terms_detail", "terms_in_force", ok=EVERYONE),
    page("councils:terms_compare", "terms_in_force", ok=EVERYONE),
]

READ_AT_THE_TABLE = [
    page("councils:membership_detail", "membership", ok=AT_THE_TABLE),
    page("councils:meeting_list", "partnership", ok=AT_THE_TABLE),
    page("councils:meeting_detail", "meeting", ok=AT_THE_TABLE),
    page("councils:meeting_calendar", "meeting", ok=AT_THE_TABLE),
    page("councils:motion_list", "partnership", ok=AT_THE_TABLE),
    page("councils:motion_detail", "motion", ok=AT_THE_TABLE),
]

# What hangs on a public body is seen by all, so that those who may not write are told who can.
ON_A_PUBLIC_BODY = [
    ("councils:body_edit", "body"),
    ("councils:body_end", "body"),
    ("councils:seat_create", "body"),
    ("councils:seat_set_up", "body"),
    ("councils:seat_edit", "seat"),
    ("councils:seat_end", "seat"),
    ("councils:terms_create", "body"),
    ("councils:terms_edit", "terms_in_force"),
    ("councils:terms_section_edit", "terms_section"),
    ("councils:terms_consult", "terms_in_force"),
    ("councils:terms_endorse", "terms_in_force"),
    ("councils:terms_redraft", "terms_in_force"),
    ("councils:terms_adopt", "terms_in_force"),
    ("councils:terms_put_in_force", "terms_in_force"),
    ("councils:terms_withdraw", "terms_in_force"),
]

# The seat of the place "seat" stands at the council, so that no table lead may propose for it.
PROPOSED_FOR = [("councils:membership_propose", "seat", KEEPERS), ("councils:meeting_create", "body", WITH_THE_LEAD)]

# Private to the partnership: unknown outside, told to members. The membership and the motion are of the lead's own table.
IN_THE_PARTNERSHIP = [
    ("councils:body_create", "partnership", KEEPERS),
    ("councils:membership_edit", "membership", WITH_THE_LEAD),
    ("councils:membership_confirm", "membership", KEEPERS),
    ("councils:membership_activate", "membership", WITH_THE_LEAD),
    ("councils:membership_take_leave", "membership", WITH_THE_LEAD),
    ("councils:membership_come_back", "membership", WITH_THE_LEAD),
    ("councils:membership_renew", "membership", KEEPERS),
    ("councils:membership_replace", "membership", WITH_THE_LEAD),
    ("councils:membership_end", "membership", WITH_THE_LEAD),
    ("councils:meeting_edit", "meeting", KEEPERS),
    ("councils:meeting_attendance", "meeting", KEEPERS),
    ("councils:meeting_end", "meeting", KEEPERS),
    ("councils:motion_create", "meeting", KEEPERS),
    ("councils:motion_edit", "motion", WITH_THE_LEAD),
    ("councils:motion_put", "motion", WITH_THE_LEAD),
    ("councils:motion_decide", "motion", WITH_THE_LEAD),
    ("councils:motion_lapse", "motion", WITH_THE_LEAD),
    ("councils:motion_open_again", "motion", WITH_THE_LEAD),
    ("councils:motion_defer", "motion", WITH_THE_LEAD),
    ("councils:motion_withdraw", "motion", WITH_THE_LEAD),
    ("councils:conflict_declare", "motion", WITH_THE_LEAD),
]

ROWS = [
    *READ_BY_ALL,
    *READ_AT_THE_TABLE,
    *(each(name, place, ok=KEEPERS, forbidden=SIGNED_IN) for name, place in ON_A_PUBLIC_BODY for each in (page, post)),
    *(each(name, place, ok=ok, forbidden=SIGNED_IN) for name, place, ok in PROPOSED_FOR for each in (page, post)),
    *(
        each(name, place, ok=ok, forbidden=AT_THE_TABLE)
        for name, place, ok in IN_THE_PARTNERSHIP
        for each in (page, post)
    ),
    # Read by its body and by those who keep the partnership; the conflict of this place was declared at the council.
    *(each("councils:conflict_end", "conflict", ok=KEEPERS, forbidden=AT_THE_COUNCIL) for each in (page, post)),
]
