"""The actionplans app: its addresses and who gets what; London's plan is in its year, so that anybody reads it."""

from tests.architecture.access_rows import AT_THE_TABLE, EVERYONE, SIGNED_IN, page, post

WRITERS = "coordinator manager co_chair"
THE_TABLE = f"{WRITERS} table_lead member"

# Anybody reads what is adopted; the sheet holds what the reader's page holds.
READ_BY_ALL = [
    page("actionplans:plan_list", "partnership", ok=EVERYONE),
    page("actionplans:plan_current", "partnership", ok=EVERYONE, ok_status=302),
    page("actionplans:plan_detail", "plan_in_year", ok=EVERYONE),
    page("actionplans:plan_detail", "plan_closed", ok=EVERYONE),
    page("actionplans:plan_sheet_download", "plan_in_year", ok=EVERYONE),
    page("actionplans:action_detail", "action", ok=EVERYONE),
]

# What hangs on an adopted plan is seen by all, so that those who may not write are told who can.
ON_THE_PLAN = [
    ("actionplans:plan_create", "partnership", WRITERS),
    ("actionplans:plan_edit", "plan_in_year", WRITERS),
    ("actionplans:plan_carry_over", "plan_in_year", WRITERS),
    ("actionplans:plan_put_to_tables", "plan_in_year", WRITERS),
    ("actionplans:plan_adopt", "plan_in_year", WRITERS),
    ("actionplans:plan_open_year", "plan_in_year", WRITERS),
    ("actionplans:plan_close", "plan_in_year", WRITERS),
    ("actionplans:action_create", "plan_in_year", f"{WRITERS} table_lead"),
    ("actionplans:action_edit", "action", f"{WRITERS} table_lead"),
    ("actionplans:action_amend", "action", WRITERS),
    ("actionplans:action_end", "action", f"{WRITERS} table_lead"),
    ("actionplans:update_create", "action", THE_TABLE),
]

# Updates and evidence are unknown beyond the table, and told to it. The places are of the employment table's actions;
# its lead is the author.
AT_THE_TABLE_ALONE = [
    ("actionplans:update_edit", "update_in_year", f"{WRITERS} table_lead"),
    ("actionplans:update_end", "update_in_year", f"{WRITERS} table_lead"),
    ("actionplans:evidence_create", "update_in_year", THE_TABLE),
    ("actionplans:evidence_end", "evidence_in_year", f"{WRITERS} table_lead"),
]

ROWS = [
    *READ_BY_ALL,
    *(page(name, place, ok=ok, forbidden=SIGNED_IN) for name, place, ok in ON_THE_PLAN),
    *(post(name, place, ok=ok, forbidden=SIGNED_IN) for name, place, ok in ON_THE_PLAN),
    *(page(name, place, ok=ok, forbidden=AT_THE_TABLE) for name, place, ok in AT_THE_TABLE_ALONE),
    *(post(name, place, ok=ok, forbidden=AT_THE_TABLE) for name, place, ok in AT_THE_TABLE_ALONE),
    page("actionplans:body_action_list", "body", ok=AT_THE_TABLE, forbidden=SIGNED_IN),
]
