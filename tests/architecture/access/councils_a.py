"""The directory, agreements, organizations, people, roles, invitations and involvements: who gets what."""

from tests.architecture.access_rows import AT_THE_TABLE, EVERYONE, SIGNED_IN, STAFF, page, post

READS_AGREEMENT = f"{STAFF} co_chair officer regional_lead administrator"
READS_PEOPLE = f"{STAFF} co_chair"
READS_ROLES = f"{STAFF} co_chair administrator"


def kept(name, place, ok, sees):
    """What those who see a place may read of it, and some of them write: the others who see it are told who can."""
    forbidden = " ".join(role for role in sees.split() if role not in ok.split())
    return [page(name, place, ok=ok, forbidden=forbidden), post(name, place, ok=ok, forbidden=forbidden)]


ROWS = [
    page("councils:directory", ok=EVERYONE),
    page("councils:directory_excel", ok=EVERYONE),
    page("councils:partnership_create", ok="administrator", otherwise=403),
    post("councils:partnership_create", ok="administrator", otherwise=403),
    *kept("councils:partnership_edit", "partnership", f"{STAFF} administrator", SIGNED_IN),
    # Agreements and officers: seen by staff, chairs, the department and administrators.
    page("councils:agreement_list", "partnership", ok=READS_AGREEMENT),
    page("councils:agreement_detail", "agreement", ok=READS_AGREEMENT),
    *kept("councils:agreement_create", "partnership", f"{STAFF} administrator", READS_AGREEMENT),
    *kept("councils:agreement_edit", "agreement", f"{STAFF} administrator", READS_AGREEMENT),
    *kept("councils:agreement_end", "agreement", f"{STAFF} administrator", READS_AGREEMENT),
    *kept("councils:agreement_reporting_dates", "agreement", f"{STAFF} administrator", READS_AGREEMENT),
    *kept("councils:officer_assign", "partnership", "regional_lead administrator", READS_AGREEMENT),
    *kept("councils:officer_end", "officer_assignment", "regional_lead administrator", READS_AGREEMENT),
    # Organizations: read at the table, kept by staff.
    page("councils:organization_list", "partnership", ok=AT_THE_TABLE),
    page("councils:organization_excel", "partnership", ok=AT_THE_TABLE),
    page("councils:organization_detail", "organization", ok=AT_THE_TABLE),
    *kept("councils:organization_create", "partnership", STAFF, AT_THE_TABLE),
    *kept("councils:organization_edit", "organization", STAFF, AT_THE_TABLE),
    *kept("councils:organization_end", "organization", STAFF, AT_THE_TABLE),
    # People: read by staff and chairs (and each their own), kept by staff.
    page("councils:person_list", "partnership", ok=READS_PEOPLE),
    page("councils:person_excel", "partnership", ok=READS_PEOPLE),
    page("councils:person_detail", "person", ok=READS_PEOPLE),
    *kept("councils:person_create", "partnership", STAFF, READS_PEOPLE),
    *kept("councils:person_edit", "person", STAFF, READS_PEOPLE),
    *kept("councils:person_end", "person", STAFF, READS_PEOPLE),
    *kept("councils:person_import", "partnership", STAFF, READS_PEOPLE),
    # Only who sent a sheet checks it and brings it in; for their colleagues it is not there.
    page("councils:person_import_check", "import", ok="coordinator", forbidden="co_chair"),
    post("councils:person_import_check", "import", ok="coordinator", ok_status=302, forbidden="co_chair"),
    # Roles and invitations: seen by staff, chairs and administrators, given by staff.
    page("councils:role_table", ok=SIGNED_IN),
    page("councils:role_list", "partnership", ok=READS_ROLES),
    *kept("councils:role_give", "partnership", STAFF, READS_ROLES),
    *kept("councils:invitation_create", "partnership", STAFF, READS_ROLES),
    page("councils:role_search", ok="administrator", otherwise=403),
    page("councils:role_give_any", ok="administrator", otherwise=403),
    post("councils:role_give_any", ok="administrator", otherwise=403),
    *kept("councils:role_end", "role_of_london", f"{STAFF} administrator", READS_ROLES),
    *kept("councils:role_end", "role_anywhere", "administrator", ""),
    # A co-chair who presses comes back to the list and is told there who can.
    post("councils:invitation_send_again", "invitation", ok=READS_ROLES, ok_status=302),
    post("councils:invitation_withdraw", "invitation", ok=READS_ROLES, ok_status=302),
    post("councils:invitation_send_again", "invitation_anywhere", ok="administrator", ok_status=302),
    post("councils:invitation_withdraw", "invitation_anywhere", ok="administrator", ok_status=302),
    # Whoever has the mailed link sees what it offers; only the person it was mailed to is let in by it.
    page("councils:invitation_open", "invitation_link", ok=EVERYONE),
    post("councils:invitation_open", "invitation_link", ok=SIGNED_IN, anonymous=302),
    page("councils:invitation_open", "unknown_code", ok="", anonymous=404),
    post("councils:invitation_open", "unknown_code", ok="", anonymous=404),
    # What partners outside the table did, and the collaborations: read at the table, kept by staff.
    page("councils:involvement_list", "partnership", ok=AT_THE_TABLE),
    *kept("councils:involvement_create", "partnership", STAFF, AT_THE_TABLE),
    *kept("councils:involvement_edit", "involvement", STAFF, AT_THE_TABLE),
    *kept("councils:involvement_end", "involvement", STAFF, AT_THE_TABLE),
    *kept("councils:initiative_create", "partnership", STAFF, AT_THE_TABLE),
    # An initiative is public with its partnership, so everybody signed in is told whose it is to keep.
    *kept("councils:initiative_edit", "initiative", STAFF, SIGNED_IN),
    *kept("councils:initiative_end", "initiative", STAFF, SIGNED_IN),
]
