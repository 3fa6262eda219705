"""Bar 31: every decision leaves a line in the trail: who, what, what was there before and after."""

import json

import pytest

from councils.models import Partnership
from lipportal.audit.models import Entry
from reporting.queries.trail_words import HIDDEN_NOUNS
from tests.bars.accepted import Visitors
from tests.bars.routes import LONDON
from tests.bars.telling import held
from tests.world import person_in

pytestmark = pytest.mark.django_db

# Work and a reader's own marks: nothing is decided, nobody else's record changes.
NO_DECISION = {"jobs:job_restart", "notices:notice_read_all", "reporting:document_ask"}


def test_every_accepted_post_leaves_who_what_before_and_after(world, found_posts):
    visit, wrong, lines = Visitors(), [], 0

    for each in found_posts:
        if each.route in NO_DECISION:
            continue
        last = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        by = person_in(each.role)
        with each.arranged.undone():
            each.send(visit(each.role, quiet=True))
            entries = list(Entry.objects.filter(pk__gt=last))
        lines += len(entries)
        whole = [
            entry
            for entry in entries
            if entry.by_id == by.pk and entry.action and entry.noun and entry.at and (entry.before or entry.after)
        ]
        if not whole:
            wrong.append((each.route, [(entry.action, entry.by_id, entry.before, entry.after) for entry in entries]))

    told = len(found_posts) - len(NO_DECISION & {each.route for each in found_posts})
    held(wrong, f"{told} posts left {lines} lines, {len(wrong)} left none that is whole")


def test_changed_values_stand_in_the_line_as_they_were_and_as_they_are(world, found_posts):
    visit, wrong, asked = Visitors(), [], 0

    for each in found_posts:
        if not each.route.endswith("_edit") or not each.form.is_edit:
            continue
        last = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        with each.arranged.undone():
            each.send(visit(each.role, quiet=True))
            entries = list(Entry.objects.filter(pk__gt=last))
        asked += 1
        told = [entry for entry in entries if entry.after and set(entry.after) <= set(entry.before) | {"version"}]
        if not any(entry.before != entry.after for entry in told):
            wrong.append((each.route, [json.dumps([entry.before, entry.after])[:300] for entry in entries]))

    held(wrong, f"{asked} edits, {len(wrong)} without what stood there before")


def test_the_trail_page_shows_the_line(world, found_posts):
    visit, wrong, asked = Visitors(), [], 0
    london = Partnership.objects.get(slug=LONDON)

    for each in found_posts[::4]:
        if each.route in NO_DECISION:
            continue
        last = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        with each.arranged.undone():
            each.send(visit(each.role, quiet=True))
            new = Entry.objects.filter(pk__gt=last, partnership_code=london.code).exclude(noun__in=HIDDEN_NOUNS)
            if not new.exists():
                continue
            answers = (visit(role).get(f"/en/p/{LONDON}/trail/") for role in ("coordinator", "co_chair"))
            response = next(answer for answer in answers if answer.status_code == 200)
            listed = {row.pk for row in response.context["page"].object_list}
            asked += 1
            if not set(new.values_list("pk", flat=True)) & listed:
                wrong.append(each.route)

    held(wrong, f"{asked} lines looked for, {len(wrong)} not shown")
    assert asked > 10, f"only {asked} lines looked for"
