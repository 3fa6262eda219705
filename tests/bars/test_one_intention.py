"""Bar 24: one intention, one record, however often its page is sent."""

import pytest

from lipportal.audit.models import Entry
from tests.bars.accepted import NEVER, Visitors
from tests.bars.rows import contents
from tests.bars.telling import held

pytestmark = pytest.mark.django_db

# What no page of the small world leads to; each is accepted, refused and sent twice by the tests of its own view.
PROVED_ELSEWHERE = {
    "actionplans:plan_carry_over": "tests/unit/actionplans",
    "actionplans:plan_create": "tests/integration/actionplans/test_plan.py",
    "councils:invitation_open": "tests/integration/councils/test_invitation.py",
    "reporting:report_start": "tests/integration/reporting/test_report.py",
    "reporting:report_submit": "tests/integration/reporting/test_report.py",
}
# Reading a kept sheet again leaves its line in the trail again, as every reading of a file does.
READS_A_FILE = {"councils:person_import_check"}


def test_every_post_has_been_accepted_from_somebody(search):
    missing = set(search.missing) - set(PROVED_ELSEWHERE) - NEVER

    held(sorted(missing), f"{len(search.posts)} posts accepted, {len(missing)} never")


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
