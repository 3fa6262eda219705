"""The background door that erases old files: does it, does it twice, and finds nothing there."""

import os
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from lipportal.audit.models import Entry
from lipportal.audit.personal import KEPT_FOR
from lipportal.celery import timetable
from lipportal.files import services, tasks
from lipportal.files.models import StoredFile
from lipportal.files.registry import FileKind, register_kind
from lipportal.files.rules import FORMATS
from lipportal.shared import clock
from tests.unit.files.vectors import pdf

pytestmark = pytest.mark.django_db
WORKING = FileKind("files.working", lambda user, stored: user is not None, "working", set(FORMATS))
LASTING = FileKind("files.lasting", lambda user, stored: user is not None, "partnership", set(FORMATS))


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "files"}}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    register_kind(WORKING)
    register_kind(LASTING)


def kept(kind, ago):
    place = {"kind": kind.key, "record_code": "rec23456", "partnership_code": "par23456", "by": None}
    stored = services.keep_bytes(pdf(), name="people.pdf", **place)
    StoredFile.objects.filter(pk=stored.pk).update(uploaded_at=clock.now() - ago)
    return stored


def test_erase_old_files_takes_bytes_and_name_and_leaves_the_row(django_capture_on_commit_callbacks):
    stored = kept(WORKING, KEPT_FOR["working"] + timedelta(hours=1))

    with django_capture_on_commit_callbacks(execute=True):
        assert services.erase_old_files() == 1

    stored.refresh_from_db()
    assert stored.original_name == "-"
    assert not default_storage.exists(stored.storage_name)
    assert Entry.objects.filter(action="file.erased", because="retention: working").count() == 1


def test_remove_orphans_looks_through_a_sixteenth_of_the_store_each_night(monkeypatch):
    now = clock.now()
    left = [f"a{digit}/cd/orphan" for digit in "0123456789abcdef"]
    for name in left:
        default_storage.save(name, ContentFile(b"left by a process that died"))
        os.utime(default_storage.path(name), ((now - timedelta(days=2)).timestamp(),) * 2)

    there = []
    for night in range(16):
        monkeypatch.setattr(clock, "now", lambda night=night: now + timedelta(days=night))
        tasks.remove_orphans()
        tasks.remove_orphans(a_later_argument=1)
        there.append(sum(map(default_storage.exists, left)))

    assert there == list(range(15, -1, -1))


def test_remove_orphans_runs_once_a_night():
    assert timetable(is_demonstration=False)["remove orphan files"]["schedule"] == 24 * 3600


def test_erase_old_files_leaves_a_younger_one_and_one_of_a_lasting_class():
    kept(WORKING, KEPT_FOR["working"] - timedelta(hours=1))
    kept(LASTING, 100 * KEPT_FOR["working"])

    assert services.erase_old_files() == 0


def test_erase_old_files_door_does_it_twice_as_once():
    kept(WORKING, KEPT_FOR["working"] + timedelta(hours=1))

    tasks.erase_old_files()
    tasks.erase_old_files(a_later_argument=1)

    assert Entry.objects.filter(action="file.erased").count() == 1


def test_erase_old_files_door_with_nothing_to_do():
    tasks.erase_old_files()

    assert Entry.objects.count() == 0
