"""Bar 4: fields a form does not have are ignored, whatever they are called."""

import re
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from actionplans.workflow import ADOPTED_FIELDS
from lipportal.shared import clock
from tests.bars.accepted import Accepted, Visitors
from tests.bars.routes import HURON, rows_of
from tests.bars.rows import WORKING, rows_in, tables
from tests.bars.telling import held

pytestmark = pytest.mark.django_db

ALWAYS = {
    "adopted_on": "2001-01-01",
    "by": "1",
    "changed_at": "2001-01-01 00:00",
    "created_at": "2001-01-01 00:00",
    "decision": "accepted",
    "id": "1",
    "is_active": "false",
    "is_staff": "on",
    "is_superuser": "on",
    "language_notes": "{}",
    "owner": "1",
    "pk": "1",
    "role": "administrator",
    "state": "published",
    "status": "published",
    "submitted_at": "2001-01-01 00:00",
    "submitted_by": "1",
    "version": "999",
}
# New at every writing, and nothing a request could have chosen.
NEW_EACH_TIME = {
    "code",
    "fingerprint",
    "key",
    "mark",
    "message_id",
    "reference",
    "secret_fingerprint",
    "session_stamp",
    "sha256",
    "storage_name",
}
# What a form does not ignore but refuse aloud: words written on a page that is older than the council's adoption.
REFUSED_ALOUD = {"actionplans:action_edit": set(ADOPTED_FIELDS)}
SECRET_LINK = re.compile(r"/l/[a-z]+/[\w-]{20,}/")


# The first kind of column that fits wins.
PLANTED = (
    (models.BooleanField, "on"),
    (models.DateTimeField, "2001-01-01 00:00"),
    (models.DateField, "2001-01-01"),
    (models.IntegerField, "77"),
    (models.JSONField, "{}"),
)


def value_for(field: Any, models_rows: dict[Any, str]) -> str:
    """Something this column would take."""
    if field.remote_field is not None:
        model = field.remote_field.model
        if model not in models_rows:
            row = rows_of(model, HURON).last()
            models_rows[model] = str(row.pk) if row is not None else "1"
        return models_rows[model]
    if field.choices:
        return str(list(field.choices)[-1][0])
    return next((value for kind, value in PLANTED if isinstance(field, kind)), "planted")


def extras_for(each: Accepted, models_rows: dict[Any, str]) -> dict[str, str]:
    """Every column of every record the post writes to, and the usual names, apart from the form's own fields."""
    extras = dict(ALWAYS)
    written = [model for model in apps.get_models() if model._meta.db_table in each.tables]
    for model in written:
        for field in model._meta.concrete_fields:
            value = value_for(field, models_rows)
            extras[field.name] = value
            extras[field.attname] = value
    form = each.form.django_form
    own = {form.add_prefix(name) for name in form.fields} if form is not None else set()
    own |= set(each.form.element.fields.keys()) | set(each.body)
    return {name: value for name, value in extras.items() if name not in own}


def result_of(each: Accepted, body: dict[str, Any], visit: Visitors, before: dict[str, Any]) -> tuple[int, list[str]]:
    """What one post changed, row by row, without what is new each time."""
    with each.arranged.undone():
        status = each.send(visit(each.role, quiet=True), body).status_code
        after = {table: rows_in(table) for table in each.tables}
    changed, codes = [], set()
    for table, rows in sorted(after.items()):
        for key, row in rows.items():
            if before[table].get(key) != row:
                codes.add(str(row.get("code") or "-"))
                kept = {name: value for name, value in row.items() if name not in NEW_EACH_TIME}
                changed.append(SECRET_LINK.sub("", f"{table} {key} {kept!r}"))
    lines = changed
    for code in codes - {"-"}:
        lines = [line.replace(code, "*") for line in lines]
    return status, lines


def added_to(each: Accepted, extras: dict[str, str], visit: Visitors, before: dict[str, Any]) -> list[Any]:
    """How the post with added fields differs from the post without; nothing when it does not."""
    plain = result_of(each, each.body, visit, before)
    padded = result_of(each, {**extras, **each.body}, visit, before)
    differing = [pair for pair in zip(plain[1], padded[1], strict=False) if pair[0] != pair[1]]
    return [plain[0], padded[0], len(plain[1]), len(padded[1]), differing[:1]] if plain != padded else []


def test_added_fields_change_nothing_that_the_form_does_not(world, found_posts):
    visit, wrong, columns = Visitors(), {}, 0
    models_rows: dict[Any, str] = {}
    before = {table: rows_in(table) for table in tables() if table not in WORKING}

    for each in found_posts:
        extras = extras_for(each, models_rows)
        columns += len(extras)
        aloud = {name: value for name, value in extras.items() if name in REFUSED_ALOUD.get(each.route, ())}
        ignored = {name: value for name, value in extras.items() if name not in aloud}
        with clock.standing_at(clock.now()):
            if found := added_to(each, ignored, visit, before):
                wrong[each.route] = found
            if aloud and result_of(each, {**aloud, **each.body}, visit, before) != (200, []):
                wrong[f"{each.route}, aloud"] = sorted(aloud)

    held(wrong, f"{len(found_posts)} forms × {columns} added fields, {len(wrong)} took one")
    assert columns > 1000, f"only {columns} fields added"
