"""The yearly report: the workshop at the table, the officer's desk, documents for both sides, results for anyone."""

from tests.architecture.access_rows import AT_THE_TABLE, EVERYONE, FEDERAL, SIGNED_IN, STAFF, Row, page, post

WRITERS = f"{STAFF} co_chair"
REVIEWERS = "officer other_officer regional_lead"  # both officers have Agincourt, whose report is submitted
READERS_OF_NOTES = f"{AT_THE_TABLE} {FEDERAL}"


def without(roles: str, fewer: str) -> str:
    """The roles of a list that are not in another."""
    return " ".join(role for role in roles.split() if role not in fewer.split())


def both(name: str, place: str, *, ok: str, forbidden: str = "") -> list[Row]:
    """A page and its press, answered alike."""
    return [page(name, place, ok=ok, forbidden=forbidden), post(name, place, ok=ok, forbidden=forbidden)]


def step(name: str, place: str, ok: str) -> list[Row]:
    """A step's page and its press: whoever sees the report and may not take it is told who can."""
    forbidden = without(AT_THE_TABLE, ok)
    return both(name, place, ok=ok, forbidden=forbidden)


ROWS: list[Row] = [
    # The workshop
    page("reporting:report_list", "partnership", ok=AT_THE_TABLE, forbidden=without(SIGNED_IN, AT_THE_TABLE)),
    post(
        "reporting:report_start",
        "plan_in_year",
        ok=STAFF,
        ok_status=302,
        forbidden=without(SIGNED_IN, STAFF),
    ),
    page("reporting:report_detail", "report_drafting", ok=AT_THE_TABLE),
    page("reporting:report_detail", "report_returned", ok=AT_THE_TABLE),
    page("reporting:report_read", "report_drafting", ok=AT_THE_TABLE),
    page("reporting:report_read", "report_returned", ok=AT_THE_TABLE),
    page("reporting:section_edit", "report_drafting_section", ok=AT_THE_TABLE),
    post("reporting:section_edit", "report_drafting_section", ok=AT_THE_TABLE),
    *both("reporting:cover_edit", "report_drafting", ok=STAFF, forbidden=without(AT_THE_TABLE, STAFF)),
    *both("reporting:reason_edit", "report_drafting_reason", ok=STAFF, forbidden=without(AT_THE_TABLE, STAFF)),
    *step("reporting:report_ask_approval", "report_drafting", STAFF),
    *step("reporting:report_take_back", "report_drafting", WRITERS),
    *step("reporting:report_approve", "report_drafting", "co_chair"),
    *step("reporting:report_submit", "report_drafting", WRITERS),
    *step("reporting:report_publish", "report_drafting", WRITERS),
    # The officer's desk: a draft is not there, and what was submitted is read by the federal side alone
    page("reporting:review_queue", ok="officer other_officer regional_lead", forbidden=SIGNED_IN),
    page("reporting:review_detail", "report_drafting", ok=""),
    page("reporting:review_detail", "report_returned", ok=FEDERAL),
    *both("reporting:note_create", "report_returned", ok="", forbidden=FEDERAL),
    *both("reporting:note_create", "report_submitted", ok=REVIEWERS),
    *(
        row
        for step in ("reporting:report_return", "reporting:report_accept")
        for row in (
            # Pressed too late, from a page that was open already, it is told where the report is; no step is taken.
            *both(step, "report_returned", ok=FEDERAL),
            *both(step, "report_submitted", ok=REVIEWERS),
        )
    ),
    # Notes: sent ones are read at the table; while the report is returned only the staff has something to do
    *both("reporting:note_edit", "note_sent", ok="", forbidden=READERS_OF_NOTES),
    *both("reporting:note_withdraw", "note_sent", ok="", forbidden=READERS_OF_NOTES),
    post("reporting:note_settle", "note_sent", ok="", forbidden=READERS_OF_NOTES),
    # A note before the decision is the federal side's alone
    *both("reporting:note_edit", "note_unsent", ok=REVIEWERS),
    *both("reporting:note_withdraw", "note_unsent", ok=REVIEWERS),
    post("reporting:note_settle", "note_unsent", ok=REVIEWERS, ok_status=302),
    page("reporting:note_reply", "note_sent", ok=STAFF, forbidden=without(READERS_OF_NOTES, STAFF)),
    post("reporting:note_reply", "note_sent", ok=STAFF, forbidden=without(READERS_OF_NOTES, STAFF)),
    # Documents
    page("reporting:document_list", "report_drafting", ok=""),
    page("reporting:document_list", "report_returned", ok=f"{AT_THE_TABLE} {FEDERAL}"),
    post("reporting:document_ask", "report_returned_version", ok=f"{AT_THE_TABLE} {FEDERAL}", ok_status=302),
    # Results
    page("reporting:results_detail", "report_year_published", ok=EVERYONE),
]
