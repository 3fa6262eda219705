"""Each look names its own fault, and none is blamed for another's."""

import os
import socket
import ssl
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from threading import Thread
from types import SimpleNamespace

import pytest
from celery import current_app
from celery.beat import PersistentScheduler
from celery.signals import task_prerun
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import InterfaceError, OperationalError, connection

from lipportal.celery import QUEUES
from lipportal.files.services import look_at_store
from lipportal.health import queries, receivers, services
from lipportal.health.choices import Standing
from lipportal.health.models import Pulse
from lipportal.health.queries import looks, outside
from lipportal.health.registry import Finding, checks, fine, register_check, warning
from lipportal.jobs.models import Job
from lipportal.jobs.queries import work_left_behind
from lipportal.notices.models import Mail
from lipportal.notices.queries import mail_that_waits, mail_undecided
from lipportal.shared import clock
from lipportal.timetable import Timetable


@pytest.fixture(autouse=True)
def mail_server(settings):
    settings.MAIL_HOST = "mail.example"


@pytest.fixture
def alive(db):
    """A timetable and every queue, heard a moment ago."""
    services.beat_timetable("one:1")
    for queue in QUEUES:
        services.beat_queue(queue)


def part(key):
    return next(one for one in queries.look_at().parts if one.key == key)


def test_all_is_well_when_all_is(alive, settings, tmp_path):
    settings.BACKUP_MARK = str(tmp_path / "copied")
    (tmp_path / "copied").touch()

    found = queries.look_at()

    assert {one.key: one.standing for one in found.parts} == dict.fromkeys(
        [check.key for check in checks()], Standing.FINE
    )
    assert not found.is_in_trouble


def test_the_whole_is_as_its_worst_part(monkeypatch, db):
    monkeypatch.setattr("lipportal.health.registry._checks", {})
    register_check("boats", "Boats", lambda: fine("afloat"))
    register_check("masts", "Masts", lambda: warning("bent"))
    assert queries.look_at().standing == Standing.WARNING

    register_check("charts", "Charts", lambda: Finding(Standing.UNKNOWN, "fog"))
    assert queries.look_at().standing == Standing.WARNING


@pytest.mark.parametrize("error", [OperationalError("no route to host"), InterfaceError("connection already closed")])
def test_a_database_that_is_away_is_one_fault_and_blames_nobody_else(alive, monkeypatch, error):
    def gone(*_args, **_kwargs):
        raise error

    with monkeypatch.context() as away:
        away.setattr(connection, "cursor", gone)
        found = {one.key: one.standing for one in queries.look_at().parts}

    assert found["database"] == Standing.TROUBLE
    assert {key for key, standing in found.items() if standing == Standing.TROUBLE} == {"database"}
    assert found["mail"] == found["work"] == found["timetable"] == Standing.UNKNOWN


def test_a_change_of_the_tables_that_waits_is_trouble(alive, monkeypatch):
    monkeypatch.setattr(looks, "_waiting_migrations", lambda: 2)

    assert part("tables").standing == Standing.TROUBLE
    assert str(part("tables").words) == "2 changes of the tables wait."


def test_a_cache_that_forgets_is_trouble_and_one_that_breaks_too(alive, monkeypatch):
    monkeypatch.setattr(type(cache), "get", lambda *_args, **_kwargs: None, raising=False)
    monkeypatch.setattr("lipportal.health.queries.looks.shared_cache", Forgetful())
    assert part("cache").standing == Standing.TROUBLE

    monkeypatch.setattr("lipportal.health.queries.looks.shared_cache", None)
    assert part("cache").standing == Standing.TROUBLE


class Forgetful:
    """Takes everything and keeps nothing."""

    def set(self, *_args):
        """Taken."""

    def get(self, _key):
        """Forgotten."""

    def delete(self, _key):
        """Gone."""


def test_a_broker_that_is_away_is_trouble(alive, monkeypatch):
    def away(**_kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr("celery.app.base.Celery.connection_for_read", lambda self, **kwargs: away(**kwargs))

    assert part("broker").standing == Standing.TROUBLE


@pytest.mark.parametrize(("waiting", "standing"), [(0, "fine"), (499, "fine"), (500, "warning"), (5000, "trouble")])
def test_messages_that_pile_up_are_said(alive, monkeypatch, waiting, standing):
    monkeypatch.setattr(looks, "_waiting_in", lambda _channel, queue: waiting if queue == "mail" else 0)

    broker = part("broker")

    assert (broker.standing, broker.figure) == (standing, waiting)


def test_a_silent_timetable_is_named_and_the_queues_are_not_blamed(alive):
    Pulse.objects.update(beaten_at=clock.now() - timedelta(minutes=6))

    assert part("timetable").standing == Standing.TROUBLE
    assert part("workers").standing == Standing.UNKNOWN


def test_right_after_a_start_a_silent_queue_is_nobodys_fault(db):
    services.beat_timetable("one:1")

    assert part("workers").standing == Standing.UNKNOWN


def test_a_queue_that_nobody_serves_is_named(alive):
    Pulse.objects.filter(name="one:1").update(begun_at=clock.now() - timedelta(minutes=6))
    Pulse.objects.filter(name="mail").update(beaten_at=clock.now() - timedelta(minutes=6))

    assert part("timetable").standing == Standing.FINE
    assert part("workers").standing == Standing.TROUBLE
    assert str(part("workers").words) == "Nobody takes what is put in: mail."


def test_a_timetable_back_from_a_long_silence_gives_the_queues_time_to_be_heard(alive):
    long_ago = clock.now() - timedelta(minutes=30)
    Pulse.objects.update(begun_at=long_ago - timedelta(days=1), beaten_at=long_ago)

    services.beat_timetable("one:1")

    assert part("timetable").standing == Standing.FINE
    assert part("workers").standing == Standing.UNKNOWN


def test_a_timetable_that_keeps_signing_is_as_old_as_it_is(alive):
    begun = clock.now() - timedelta(days=1)
    Pulse.objects.filter(name="one:1").update(begun_at=begun, beaten_at=clock.now() - timedelta(seconds=90))

    services.beat_timetable("one:1")

    assert Pulse.objects.get(name="one:1").begun_at == begun


def test_a_timetable_started_again_under_another_name_is_one(alive):
    Pulse.objects.filter(name="one:1").update(beaten_at=clock.now() - timedelta(seconds=10))
    services.beat_timetable("one:2")

    assert part("timetable").standing == Standing.FINE
    assert queries.timetables() == ["one:2"]


def test_two_timetables_are_said_and_do_no_harm(alive):
    services.beat_timetable("two:1")
    services.beat_timetable("one:1")

    assert part("timetable").standing == Standing.WARNING
    assert part("timetable").figure == 2


def test_a_timetable_long_gone_is_forgotten(alive):
    Pulse.objects.filter(name="one:1").update(beaten_at=clock.now() - timedelta(days=2))
    services.beat_timetable("two:1")

    assert queries.timetables() == ["two:1"]
    assert not Pulse.objects.filter(name="one:1").exists()


@pytest.mark.parametrize("error", [OperationalError("away"), InterfaceError("connection already closed")])
def test_a_timetable_goes_its_round_while_the_database_is_away(monkeypatch, error, caplog):
    def gone(_name):
        raise error

    monkeypatch.setattr("lipportal.health.services.beat_timetable", gone)
    monkeypatch.setattr("lipportal.timetable.connection", SimpleNamespace(close=lambda: None))
    monkeypatch.setattr(PersistentScheduler, "tick", lambda _self: 5.0)
    round_of = Timetable.__new__(Timetable)
    round_of._name, round_of._signed_at = "one:1", float("-inf")

    assert round_of.tick() == 5.0
    assert "could not leave its sign of life" in caplog.text


@pytest.fixture
def taken(monkeypatch):
    """A task that a worker takes from a queue, told as Celery tells it."""
    monkeypatch.setattr(receivers, "_signed_at", {})

    def take(queue):
        task = SimpleNamespace(request=SimpleNamespace(delivery_info={"routing_key": queue}), app=current_app)
        return task_prerun.send(sender=None, task=task, task_id="1")

    return take


def test_a_busy_queue_is_alive_by_any_task_taken_from_it(alive, taken):
    long_ago = clock.now() - timedelta(minutes=6)
    Pulse.objects.filter(name="one:1").update(begun_at=long_ago)
    Pulse.objects.filter(name="mail").update(beaten_at=long_ago)

    taken("mail")

    assert part("workers").standing == Standing.FINE


def test_a_queue_is_signed_for_once_in_a_while_however_much_is_taken(db, taken, django_assert_num_queries):
    taken("mail")
    with django_assert_num_queries(0):
        taken("mail")
    taken("portal")

    assert set(Pulse.objects.values_list("name", flat=True)) == {"mail", "portal"}


@pytest.mark.parametrize("queue", [None, "", "somebody-elses"])
def test_what_comes_from_no_queue_of_ours_leaves_no_sign(db, taken, queue):
    taken(queue)

    assert not Pulse.objects.exists()


@pytest.mark.parametrize("error", [OperationalError("away"), InterfaceError("connection already closed")])
def test_a_task_runs_although_no_sign_can_be_left(taken, monkeypatch, error, caplog):
    def gone(_queue):
        raise error

    monkeypatch.setattr(receivers, "beat_queue", gone)

    told = dict(taken("mail"))

    assert told[receivers.sign_for_queue] is None
    assert "no sign of life could be left for the queue mail" in caplog.text


@pytest.mark.parametrize(
    ("minutes", "standing"), [(0, "fine"), (9, "fine"), (10, "warning"), (59, "warning"), (60, "trouble")]
)
def test_mail_that_waits_is_said_by_the_oldest(alive, minutes, standing):
    mail = Mail.objects.create(key="1", to_address="reader@example.org", template="boats")
    Mail.objects.filter(pk=mail.pk).update(created_at=clock.now() - timedelta(minutes=minutes, seconds=1))

    assert mail_that_waits().standing == standing
    assert mail_that_waits().figure == minutes


def test_a_missing_mail_server_is_said(alive, settings):
    settings.MAIL_HOST = ""

    assert mail_that_waits().standing == Standing.WARNING


def test_mails_to_decide_on_are_counted(alive):
    Mail.objects.create(key="1", to_address="reader@example.org", template="boats", state="unknown")

    assert mail_undecided().standing == Standing.WARNING
    assert mail_undecided().figure == 1


def test_work_that_waits_is_trouble_and_work_given_up_on_is_said(alive):
    job = Job.objects.create(kind="boats", task="boats.count", state="failed", failure="worker_died")
    Job.objects.filter(pk=job.pk).update(finished_at=clock.now() - timedelta(days=1))
    assert work_left_behind().standing == Standing.WARNING

    Job.objects.filter(pk=job.pk).update(failure="refused")
    assert work_left_behind().standing == Standing.FINE

    Job.objects.create(kind="boats", task="boats.count", queued_at=clock.now() - timedelta(minutes=11))
    assert work_left_behind().standing == Standing.TROUBLE


def test_the_store_is_tried_and_nothing_stays_in_it(db, settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {**settings.STORAGES["default"], "OPTIONS": {"location": str(tmp_path)}},
    }

    assert look_at_store().standing == Standing.FINE
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_store_that_does_not_answer_is_trouble(alive, monkeypatch):
    def full(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(default_storage), "save", full, raising=False)

    assert part("files").standing == Standing.TROUBLE


def test_old_time_zones_are_said(alive, monkeypatch):
    monkeypatch.setattr("tzdata.IANA_VERSION", "2019a")

    assert part("zones").standing == Standing.WARNING


def test_wrong_time_zones_are_trouble(alive, monkeypatch):
    monkeypatch.setattr("zoneinfo.ZoneInfo", lambda _name: clock.ZoneInfo("America/Toronto"))

    assert part("zones").standing == Standing.TROUBLE


# --- around the portal -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("hours", "standing"), [(0, "fine"), (29, "fine"), (31, "warning"), (53, "warning"), (55, "trouble")]
)
def test_the_age_of_the_last_copy_is_told(settings, tmp_path, hours, standing):
    mark = tmp_path / "copied"
    mark.touch()
    moment = (clock.now() - timedelta(hours=hours, minutes=1)).timestamp()
    os.utime(mark, (moment, moment))
    settings.BACKUP_MARK = str(mark)

    assert (outside.backup().standing, outside.backup().figure) == (standing, hours)


def test_copies_nobody_tells_of_are_not_known_and_a_mark_that_is_gone_is_trouble(settings, tmp_path):
    settings.BACKUP_MARK = ""
    assert outside.backup().standing == Standing.UNKNOWN

    settings.BACKUP_MARK = str(tmp_path / "nowhere")
    assert outside.backup().standing == Standing.TROUBLE


@pytest.mark.parametrize(
    ("days", "standing"), [(60, "fine"), (21, "fine"), (20, "warning"), (7, "warning"), (6, "trouble"), (-1, "trouble")]
)
def test_how_long_the_certificate_lasts_is_told(settings, monkeypatch, days, standing):
    settings.HTTPS = True
    ends = clock.now() + timedelta(days=days, minutes=1)
    monkeypatch.setattr(outside, "_end_of_certificate", lambda: ends)

    assert (outside.certificate().standing, outside.certificate().figure) == (standing, days)


@pytest.mark.parametrize(
    ("error", "standing"),
    [(ssl.SSLCertVerificationError("self-signed"), "trouble"), (TimeoutError(), "unknown"), (ValueError(), "unknown")],
)
def test_a_certificate_that_cannot_be_read_is_told_apart_from_one_nobody_believes(
    settings, monkeypatch, error, standing
):
    def fail():
        raise error

    settings.HTTPS = True
    monkeypatch.setattr(outside, "_end_of_certificate", fail)

    assert outside.certificate().standing == standing


def test_a_certificate_nobody_vouches_for_is_met_on_the_wire(settings, tmp_path, socket_enabled):
    """A server of our own that shows one it signed itself: asked for in earnest, and not believed."""
    key, shown = tmp_path / "key.pem", tmp_path / "shown.pem"
    private = ec.generate_private_key(ec.SECP256R1())
    moment = datetime.now(tz=UTC) - timedelta(days=1)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = x509.CertificateBuilder(name, name, private.public_key(), 1, moment, moment + timedelta(days=9))
    key.write_bytes(
        private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    shown.write_bytes(made.sign(private, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(shown, key)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        settings.HTTPS, settings.PORTAL_URL = True, f"https://localhost:{listening.getsockname()[1]}"

        def greet():
            wire, _from = listening.accept()
            with suppress(ssl.SSLError, OSError), context.wrap_socket(wire, server_side=True):
                pass

        thread = Thread(target=greet)
        thread.start()
        found = outside.certificate()
        thread.join()

    assert (found.standing, str(found.words)) == ("trouble", "Browsers do not believe it.")


def test_without_https_there_is_no_certificate(settings):
    settings.HTTPS = False

    assert outside.certificate().standing == Standing.FINE
