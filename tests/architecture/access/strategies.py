"""The strategies app: its addresses and who gets what; London's strategy is adopted, so that anybody reads it."""

from tests.architecture.access_rows import AT_THE_TABLE, EVERYONE, SIGNED_IN, page, post

WRITERS = "coordinator manager co_chair"

# Anybody reads what is adopted.
READ_BY_ALL = [
    page("strategies:strategy_list", "partnership", ok=EVERYONE),
    page("strategies:strategy_detail", "strategy_active", ok=EVERYONE),
    page("strategies:direction_detail", "direction", ok=EVERYONE),
    page("strategies:amendment_detail", "amendment", ok=EVERYONE),
]

# Only those at the table read the research.
READ_AT_THE_TABLE = [
    page("strategies:research_list", "partnership", ok=AT_THE_TABLE),
    page("strategies:research_detail", "research", ok=AT_THE_TABLE),
    page("strategies:finding_detail", "finding", ok=AT_THE_TABLE),
]

# What hangs on an adopted strategy is seen by all, so that those who may not write are told who can.
ON_THE_STRATEGY = [
    ("strategies:years_edit", "strategy_active"),
    ("strategies:component_edit", "strategy_component"),
    ("strategies:strategy_put_to_community", "strategy_active"),
    ("strategies:strategy_adopt", "strategy_active"),
    ("strategies:strategy_activate", "strategy_active"),
    ("strategies:strategy_review", "strategy_active"),
    ("strategies:strategy_close", "strategy_active"),
    ("strategies:direction_create", "strategy_active"),
    ("strategies:direction_edit", "direction"),
    ("strategies:direction_end", "direction"),
]

# Private to the partnership: unknown outside, told to members.
IN_THE_PARTNERSHIP = [
    ("strategies:strategy_create", "partnership"),
    ("strategies:research_create", "partnership"),
    ("strategies:research_edit", "research"),
    ("strategies:research_end", "research"),
    ("strategies:finding_create", "research"),
    ("strategies:finding_edit", "finding"),
    ("strategies:finding_end", "finding"),
]

ROWS = [
    *READ_BY_ALL,
    *READ_AT_THE_TABLE,
    *(page(name, place, ok=WRITERS, forbidden=SIGNED_IN) for name, place in ON_THE_STRATEGY),
    *(post(name, place, ok=WRITERS, forbidden=SIGNED_IN) for name, place in ON_THE_STRATEGY),
    post("strategies:direction_move", "direction", ok=WRITERS, ok_status=302, forbidden=SIGNED_IN),
    *(page(name, place, ok=WRITERS, forbidden=AT_THE_TABLE) for name, place in IN_THE_PARTNERSHIP),
    *(post(name, place, ok=WRITERS, forbidden=AT_THE_TABLE) for name, place in IN_THE_PARTNERSHIP),
]
