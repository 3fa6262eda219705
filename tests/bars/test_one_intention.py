"""Bar 24: one intention, one record, however often its page is sent."""

import ast
from pathlib import Path

import pytest

from lipportal.audit.models import Entry
from tests.bars.accepted import NEVER, Visitors
from tests.bars.rows import contents
from tests.bars.telling import held

pytestmark = pytest.mark.django_db

# What no page of the small world leads to, and the test that sends it twice and finds it done once.
PROVED_ELSEWHERE = {
    "actionplans:plan_carry_over": "actionplans/test_plan.py::test_carrying_over_twice_carries_once",
    "actionplans:plan_create": "actionplans/test_plan.py::test_starting_a_plan_twice_makes_one",
    "councils:invitation_open": (
        "councils/test_invitation.py::test_accepting_twice_leads_to_the_same_place_and_gives_one_role"
    ),
    "reporting:report_start": "reporting/test_report.py::test_starting_twice_makes_one_report",
    "reporting:report_submit": "reporting/test_report.py::test_a_second_press_submits_nothing_more",
}
INTEGRATION = Path(__file__).resolve().parents[1] / "integration"


def test_every_post_has_been_accepted_from_somebody(search):
    missing = set(search.missing) - set(PROVED_ELSEWHERE) - NEVER

    held(sorted(missing), f"{len(search.posts)} posts accepted, {len(missing)} never")


@pytest.mark.parametrize("named", PROVED_ELSEWHERE.values())
def test_what_is_proved_elsewhere_is_proved_there(named):
    path, __, name = named.partition("::")
    found = [
        each for each in ast.walk(ast.parse((INTEGRATION / path).read_text())) if getattr(each, "name", "") == name
    ]

    assert len(found) == 1
    assert ast.unparse(found[0]).count(".post(") >= 2


def test_the_same_page_sent_twice_is_done_once(world, found_posts):
    visit, wrong = Visitors(), []

    for each in found_posts:
        with each.arranged.undone():
            first = each.send(visit(each.role, quiet=True))
            before, lines = contents(each.tables - {"audit_entry"}), Entry.objects.count()
            second = each.send(visit(each.role, quiet=True))
            after, more = contents(each.tables - {"audit_entry"}), Entry.objects.count() - lines
        same_place = second.status_code == 302 and second["Location"] == first.get("Location")
        differing = [table for table in before if before[table] != after[table]]
        if first.status_code != 302 or not same_place or differing or more:
            wrong.append((each.route, first.status_code, second.status_code, differing, more))

    held(wrong, f"{len(found_posts)} posts sent twice, {len(wrong)} done twice or told otherwise")
    assert len(found_posts) >= 90, f"only {len(found_posts)} posts accepted"
