"""Keeping, ending and erasing stored files: the row, the trail and the bytes agree, also after a rollback."""

import hashlib
import io
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import request_finished
from django.db import IntegrityError, transaction

from lipportal.audit.models import Entry
from lipportal.audit.services import seal_open
from lipportal.files import services
from lipportal.files.models import StoredFile
from lipportal.files.permissions import may_open_file
from lipportal.files.registry import FileKind, kind_called, register_kind, registered_kinds
from lipportal.files.rules import FORMATS
from lipportal.shared.errors import Refused
from tests.unit.files.vectors import BENIGN, HOSTILE, pdf

KIND = FileKind("files.tested", lambda user, stored: user is not None, "partnership", set(FORMATS))
ABOUT = {"kind": KIND.key, "record_code": "rec23456", "partnership_code": "par23456", "by": None}


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "files"}}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    register_kind(KIND)
    services._unsettled.names.clear()
    return tmp_path / "files"


@pytest.fixture
def lasting(transactional_db):
    """Real commits; the trail, which refuses to be changed, is cleared by hand before the tables are."""
    yield
    with seal_open():
        Entry.objects.all().delete()


def bytes_in(store):
    return [path for path in store.rglob("*") if path.is_file()]


@pytest.mark.django_db
@pytest.mark.parametrize("case", BENIGN)
def test_keep_file_keeps_an_ordinary_file_byte_for_byte(case, store):
    name, content, media_type = BENIGN[case]

    stored = services.keep_file(SimpleUploadedFile(name, content, "text/html"), **ABOUT)

    digest = hashlib.sha256(content).hexdigest()
    assert (stored.sha256, stored.size, stored.content_type) == (digest, len(content), media_type)
    assert stored.storage_name == f"{digest[:2]}/{digest[2:4]}/{digest}-{stored.code}"
    assert (store / stored.storage_name).read_bytes() == content
    assert stored.retention_class == "partnership"


@pytest.mark.django_db
@pytest.mark.parametrize("case", HOSTILE)
def test_keep_file_refuses_a_hostile_file_and_leaves_nothing_behind(case, store):
    name, content = HOSTILE[case]
    upload = io.BytesIO(content)
    upload.name = name

    with pytest.raises(Refused) as refusal:
        services.keep_file(upload, **ABOUT)

    assert all(str(reason).endswith(".") for reason in refusal.value.reasons)
    assert (StoredFile.objects.count(), bytes_in(store)) == (0, [])


@pytest.mark.django_db
def test_keep_file_refuses_what_is_too_large_without_reading_it_all(settings):
    settings.FILES_LARGEST = 1024 * 1024

    class Endless(io.BytesIO):
        name = "report.pdf"
        asked = 0

        def read(self, size=-1):
            self.asked += size
            return b"%" * size

    upload = Endless()
    with pytest.raises(Refused, match="larger than 1 MB"):
        services.keep_file(upload, **ABOUT)
    assert upload.asked == 1024 * 1024 + 1


@pytest.mark.django_db
def test_keep_file_refuses_a_format_its_kind_does_not_take():
    register_kind(FileKind("files.pictures", KIND.may_open, "partnership", {"png", "jpeg"}))

    with pytest.raises(Refused, match="Send one of these: PNG picture, JPEG picture"):
        services.keep_bytes(pdf(), name="report.pdf", **{**ABOUT, "kind": "files.pictures"})


@pytest.mark.django_db
def test_keep_bytes_wants_a_registered_kind():
    with pytest.raises(KeyError):
        services.keep_bytes(pdf(), name="report.pdf", **{**ABOUT, "kind": "files.unheard_of"})


@pytest.mark.django_db
def test_the_same_bytes_twice_are_two_files():
    one = services.keep_bytes(pdf(), name="report.pdf", **ABOUT)
    other = services.keep_bytes(pdf(), name="report.pdf", **ABOUT)

    services.erase_file(one, by=None, because="asked for")

    assert one.storage_name != other.storage_name
    assert services.open_file("anyone", other.code).content.read() == pdf()


@pytest.mark.django_db
def test_each_write_leaves_a_line_in_the_trail():
    stored = services.keep_bytes(pdf(), name="report.pdf", **ABOUT)
    services.erase_file(stored, by=None, because="asked for")

    lines = Entry.objects.filter(record_code=stored.code).order_by("pk").values_list("action", flat=True)
    assert list(lines) == ["file.kept", "file.ended", "file.erased"]
    assert set(Entry.objects.values_list("partnership_code", flat=True)) == {"par23456"}


@pytest.mark.django_db
def test_nothing_stays_in_the_store_when_the_row_cannot_be_saved(monkeypatch, store):
    def fails(*_args, **_kwargs):
        raise IntegrityError

    monkeypatch.setattr(StoredFile, "save", fails)
    with pytest.raises(IntegrityError):
        services.keep_bytes(pdf(), name="report.pdf", **ABOUT)
    monkeypatch.undo()

    assert len(services._unsettled.names) == 1


@pytest.mark.usefixtures("lasting")
def test_a_rollback_takes_the_bytes_out_again_once_the_request_is_over(store):
    kept = services.keep_bytes(pdf(), name="kept.pdf", **ABOUT)

    @transaction.atomic
    def refuse_after_keeping():
        services.keep_bytes(pdf(), name="dropped.pdf", **ABOUT)
        raise Refused

    with pytest.raises(Refused):
        refuse_after_keeping()
    request_finished.send(sender=None)

    assert [path.name for path in bytes_in(store)] == [kept.storage_name.rsplit("/")[-1]]
    assert services._unsettled.names == set()


@pytest.mark.usefixtures("lasting")
def test_settling_in_mid_transaction_touches_nothing(store):
    with transaction.atomic():
        services.keep_bytes(pdf(), name="kept.pdf", **ABOUT)
        services.settle()
        assert len(bytes_in(store)) == 1

    services.settle()
    assert len(bytes_in(store)) == 1


@pytest.mark.django_db
def test_remove_orphans_removes_old_bytes_without_a_row_and_nothing_else(store):
    kept = services.keep_bytes(pdf(), name="kept.pdf", **ABOUT)
    (store / "ab" / "cd").mkdir(parents=True)
    (store / "ab" / "cd" / "orphan").write_bytes(b"left by a process that died")

    assert services.remove_orphans() == 0
    assert services.remove_orphans(older_than=timedelta(0)) == 1
    assert services.remove_orphans(older_than=timedelta(0)) == 0
    assert default_storage.exists(kept.storage_name)


@pytest.mark.django_db
def test_remove_orphans_in_an_empty_store_removes_nothing():
    assert services.remove_orphans() == 0


@pytest.mark.django_db
def test_end_file_closes_it_once_and_for_all():
    stored = services.keep_bytes(pdf(), name="report.pdf", **ABOUT)

    first = services.end_file(stored, by=None, because="replaced").ended_at
    again = services.end_file(stored, by=None, because="replaced").ended_at

    assert first == again
    assert services.open_file("anyone", stored.code) is None
    assert default_storage.exists(stored.storage_name)


@pytest.mark.usefixtures("lasting")
def test_erase_file_removes_bytes_and_name_and_keeps_the_fingerprint(store):
    stored = services.keep_bytes(pdf(), name="Ana's letter.pdf", **ABOUT)

    services.erase_file(stored, by=None, because="asked for")
    services.erase_file(stored, by=None, because="asked for")

    assert bytes_in(store) == []
    assert (stored.original_name, stored.sha256) == ("-", hashlib.sha256(pdf()).hexdigest())


@pytest.mark.django_db
def test_a_stored_file_is_never_deleted():
    with pytest.raises(TypeError):
        services.keep_bytes(pdf(), name="report.pdf", **ABOUT).delete()


@pytest.mark.django_db
def test_a_row_whose_bytes_are_gone_opens_for_nobody(store):
    stored = services.keep_bytes(pdf(), name="report.pdf", **ABOUT)
    (store / stored.storage_name).unlink()

    assert services.open_file("anyone", stored.code) is None


@pytest.mark.django_db
def test_a_file_whose_kind_nobody_registered_opens_for_nobody():
    stored = services.keep_bytes(pdf(), name="report.pdf", **ABOUT)
    StoredFile.objects.update(kind="files.unheard_of")

    assert services.open_file("anyone", stored.code) is None
    assert not may_open_file("anyone", None)


def test_the_registry_gives_back_what_was_registered():
    assert kind_called(KIND.key) is KIND
    assert KIND in registered_kinds()
