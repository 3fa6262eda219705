"""Whoever gets at the tables is refused, or is found: on each engine these tests run on (bar 31)."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from councils.choices import Role
from lipportal.audit import services, tasks
from lipportal.audit.models import Checkpoint, Entry, FrozenCopy, Seal, Version
from lipportal.audit.verification import misfits
from lipportal.notices.models import Notice
from lipportal.shared import clock
from tests.factories.councils import BodyFactory, UserFactory, person_with_role

pytestmark = pytest.mark.django_db
TABLES = ("audit_entry", "audit_version", "audit_frozencopy", "audit_checkpoint")


def write(number):
    """A handful of lines, versions and frozen copies."""
    for each in range(number):
        body = services.create(BodyFactory.build(partnership=BodyFactory().partnership), by=UserFactory())
        services.change(body, {"name_en": f"Table {each}"}, by=UserFactory(), version=1, because="It grew.")
        services.freeze(body, {"name": f"Table {each}"}, schema_version=1, by=UserFactory())


@pytest.fixture
def sealed():
    """A trail of a few checkpoints, all of it in order."""
    for __ in range(3):
        write(2)
        services.seal_trail()
    assert misfits() == []
    return {model: list(model.objects.order_by("pk")) for model in (Entry, Version, FrozenCopy, Checkpoint)}


def run(*statements):
    """Statements as somebody runs them who has the database's password and opened the seal."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_seal")
        cursor.execute("INSERT INTO audit_seal (is_open) VALUES (%s)", [True])
        for statement, *values in statements:
            cursor.execute(statement, values)
        cursor.execute("UPDATE audit_seal SET is_open = %s", [False])


def first():
    """The first thing that does not fit."""
    found = misfits()
    assert found, "nobody noticed"
    return found[0].kind, found[0].key


CHANGES = [
    ("audit_entry", Entry, "at", "2020-01-01 00:00:00+00:00"),
    ("audit_entry", Entry, "by_id", None),
    ("audit_entry", Entry, "on_behalf_of", "Somebody"),
    ("audit_entry", Entry, "action", "body.praised"),
    ("audit_entry", Entry, "noun", "councils.seat"),
    ("audit_entry", Entry, "record_code", "zzzz2345"),
    ("audit_entry", Entry, "partnership_code", "zzzz2345"),
    ("audit_entry", Entry, "before", '{"name_en": "Never"}'),
    ("audit_entry", Entry, "after", '{"name_en": "Never"}'),
    ("audit_entry", Entry, "because", "No reason."),
    ("audit_entry", Entry, "reference", "zzzz2345"),
    ("audit_entry", Entry, "mark", "1" + "0" * 80),
    ("audit_version", Version, "noun", "councils.seat"),
    ("audit_version", Version, "record_code", "zzzz2345"),
    ("audit_version", Version, "number", 77),
    ("audit_version", Version, "values", '{"name_en": "Never"}'),
    ("audit_version", Version, "at", "2020-01-01 00:00:00+00:00"),
    ("audit_version", Version, "by_id", None),
    ("audit_version", Version, "mark", ""),
    ("audit_frozencopy", FrozenCopy, "code", "zzzz2345"),
    ("audit_frozencopy", FrozenCopy, "noun", "councils.seat"),
    ("audit_frozencopy", FrozenCopy, "record_code", "zzzz2345"),
    ("audit_frozencopy", FrozenCopy, "partnership_code", "zzzz2345"),
    ("audit_frozencopy", FrozenCopy, "number", 77),
    ("audit_frozencopy", FrozenCopy, "schema_version", 77),
    ("audit_frozencopy", FrozenCopy, "body", '{"name":"Never"}'),
    ("audit_frozencopy", FrozenCopy, "fingerprint", "0" * 64),
    ("audit_frozencopy", FrozenCopy, "at", "2020-01-01 00:00:00+00:00"),
    ("audit_frozencopy", FrozenCopy, "by_id", None),
    ("audit_frozencopy", FrozenCopy, "mark", "1" + "0" * 80),
    ("audit_checkpoint", Checkpoint, "number", 77),
    ("audit_checkpoint", Checkpoint, "at", "2020-01-01 00:00:00+00:00"),
    ("audit_checkpoint", Checkpoint, "lines", "{}"),
    ("audit_checkpoint", Checkpoint, "last", "{}"),
    ("audit_checkpoint", Checkpoint, "signature", "0" * 64),
]


def test_every_column_is_changed_below():
    columns = {(m, c.attname) for m in (Entry, Version, FrozenCopy, Checkpoint) for c in m._meta.concrete_fields}

    assert columns - {(model, column) for __, model, column, __ in CHANGES} == {
        (model, "id") for model in (Entry, Version, FrozenCopy, Checkpoint)
    }


@pytest.mark.parametrize(("table", "model", "column", "value"), CHANGES, ids=[f"{c[0]}.{c[2]}" for c in CHANGES])
def test_a_changed_column_names_its_line(sealed, table, model, column, value):
    line = sealed[model][1]

    run((f'UPDATE {table} SET "{column}" = %s WHERE id = %s', value, line.pk))  # noqa: S608

    assert first() == (model._meta.label_lower, line.number if model is Checkpoint else line.pk)


@pytest.mark.parametrize("model", [Entry, Version, FrozenCopy])
@pytest.mark.parametrize("place", [0, 2, -1], ids=["first", "middle", "last"])
def test_a_line_taken_away_is_missed(sealed, model, place):
    line = sealed[model][place]

    run((f"DELETE FROM {model._meta.db_table} WHERE id = %s", line.pk))  # noqa: S608

    assert first() == (model._meta.label_lower, line.pk)


def test_a_line_put_there_by_hand_is_named(sealed):
    columns = "at, by_id, on_behalf_of, action, noun, record_code, partnership_code, before, after, because, reference"
    run(
        (
            f"INSERT INTO audit_entry ({columns}, mark) SELECT {columns}, %s FROM audit_entry WHERE id = %s",  # noqa: S608
            "1" + "0" * 80,
            sealed[Entry][0].pk,
        )
    )
    put = Entry.objects.order_by("pk").last()

    assert first() == ("audit.entry", put.pk)
    services.seal_trail()
    assert first() == ("audit.entry", put.pk)


def test_a_line_copied_with_its_mark_is_refused(sealed):
    columns = "at, by_id, on_behalf_of, action, noun, record_code, partnership_code, before, after, because, reference"

    with pytest.raises(DatabaseError):
        run(
            (
                f"INSERT INTO audit_entry ({columns}, mark) SELECT {columns}, mark FROM audit_entry WHERE id = %s",  # noqa: S608
                sealed[Entry][0].pk,
            )
        )

    assert misfits() == []


def test_two_lines_that_changed_places_are_named(sealed):
    one, other = sealed[Entry][1].pk, sealed[Entry][4].pk

    run(
        ("UPDATE audit_entry SET id = 0 WHERE id = %s", one),
        ("UPDATE audit_entry SET id = %s WHERE id = %s", one, other),
        ("UPDATE audit_entry SET id = %s WHERE id = 0", other),
    )

    assert [(each.kind, each.key) for each in misfits()] == [("audit.entry", one), ("audit.entry", other)]


def test_lines_put_in_another_order_are_named(sealed):
    highest = sealed[Entry][-1].pk

    run(("UPDATE audit_entry SET id = -id",), ("UPDATE audit_entry SET id = id + %s", highest + 1))

    assert first()[0] == "audit.entry"


def test_the_open_seal_is_named(sealed):
    Seal.objects.update_or_create(pk=1, defaults={"is_open": True})

    assert first() == ("audit.seal", 1)


def test_a_checkpoint_taken_out_of_the_middle_is_missed(sealed):
    run(("DELETE FROM audit_checkpoint WHERE number = 2",))

    assert first() == ("audit.checkpoint", 2)


def test_a_trail_cut_off_with_its_checkpoints_is_missed(sealed):
    kept = sealed[Checkpoint][1]

    run(
        ("DELETE FROM audit_checkpoint WHERE number > 2",),
        *((f"DELETE FROM {m._meta.db_table} WHERE id > %s", kept.last[m._meta.label_lower]) for m in (Entry, Version)),  # noqa: S608
        ("DELETE FROM audit_frozencopy WHERE id > %s", kept.last["audit.frozencopy"]),
    )

    assert first() == ("audit.checkpoint", 3)
    write(1)
    services.seal_trail()
    assert first() == ("audit.checkpoint", 3)


def test_an_old_line_that_no_checkpoint_lists_is_named(sealed):
    write(1)

    assert misfits() == []
    assert misfits(at=clock.now() + timedelta(hours=2)) != []


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("deed", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_closed_seal_refuses(sealed, table, deed):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(deed.format(table))

    assert misfits() == []


def test_no_table_is_emptied_where_the_engine_could(sealed):
    if connection.vendor == "postgresql":
        for table in TABLES:
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"TRUNCATE {table}")

    assert [model.objects.count() for model in sealed] == [len(lines) for lines in sealed.values()]


# --- sealing and telling ---------------------------------------------------------------------------------------------
def test_sealing_twice_lists_once():
    write(2)

    assert services.seal_trail() > 0
    assert services.seal_trail() == 0
    assert Checkpoint.objects.count() == 1


def test_a_line_committed_late_gets_its_place(sealed):
    highest = sealed[Entry][-1].pk
    Entry(action="body.changed", pk=highest + 2).save(force_insert=True)
    services.seal_trail()
    Entry(action="body.changed", pk=highest + 1).save(force_insert=True)

    assert services.seal_trail() == 1
    assert misfits(at=clock.now() + timedelta(hours=2)) == []


def test_the_task_tells_every_administrator_once(sealed):
    administrators = {person_with_role(Role.ADMINISTRATOR).pk, person_with_role(Role.ADMINISTRATOR).pk}
    person_with_role(Role.MODERATOR)
    services.seal_trail()
    tasks.check_trail()
    assert not Notice.objects.exists()
    line = sealed[Entry][1]
    run(("UPDATE audit_entry SET because = 'Other' WHERE id = %s", line.pk))

    tasks.check_trail()
    tasks.check_trail()

    told = Notice.objects.filter(kind="trail_does_not_fit")
    assert {notice.user_id for notice in told} == administrators
    assert told.count() == 2
    assert f"audit.entry {line.pk}" in str(told[0].text)


def test_the_command_says_that_all_fits_or_names_the_first_line(sealed):
    said = StringIO()
    call_command("verify_trail", stdout=said)
    assert "Every line of the trail fits" in said.getvalue()
    line = sealed[Version][1]
    run(("UPDATE audit_version SET number = 77 WHERE id = %s", line.pk))

    with pytest.raises(CommandError, match=f"audit.version {line.pk}: it was changed"):
        call_command("verify_trail")


def test_a_former_key_still_reads_what_it_marked(sealed, settings):
    former = settings.SECRET_KEY
    settings.SECRET_KEY = "another-key-of-at-least-fifty-letters-0123456789-01"

    assert misfits() != []
    settings.SECRET_KEY_FALLBACKS = [former]
    write(1)
    services.seal_trail()
    assert misfits() == []
