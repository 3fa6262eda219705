"""The same seam on an S3-compatible store: a server of that kind on this machine, and nothing but settings changed."""

import os
import subprocess
import sys
import textwrap

import boto3
import pytest
from moto.server import ThreadedMotoServer

STORY = textwrap.dedent(
    """
    import django
    django.setup()
    from datetime import timedelta
    from django.core.files.storage import default_storage
    from django.core.management import call_command
    from django.test import Client
    from lipportal.files import services
    from lipportal.files.registry import FileKind, register_kind

    call_command("migrate", verbosity=0)
    register_kind(FileKind("files.bucket", lambda user, stored: True, "partnership", {"txt"}))
    about = {"kind": "files.bucket", "record_code": "", "partnership_code": "", "by": None}
    stored = services.keep_bytes("Notes, élu".encode(), name="notes.txt", **about)
    print(type(default_storage._wrapped).__name__, default_storage.exists(stored.storage_name))
    response = Client().get(stored.get_absolute_url(), secure=True)
    print(response.status_code, b"".join(response.streaming_content).decode(), response["Content-Disposition"])
    default_storage.save("ab/cd/orphan", __import__("io").BytesIO(b"x"))
    print(services.remove_orphans(older_than=timedelta(0)), default_storage.exists(stored.storage_name))
    services.erase_file(stored, by=None, because="asked for")
    print(default_storage.exists(stored.storage_name))
    """
)


@pytest.fixture
def bucket():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    _host, port = server.get_host_and_port()
    endpoint = f"http://127.0.0.1:{port}"
    store = boto3.client(
        "s3", endpoint_url=endpoint, region_name="ca-central-1", aws_access_key_id="k", aws_secret_access_key="s"
    )
    store.create_bucket(Bucket="portal", CreateBucketConfiguration={"LocationConstraint": "ca-central-1"})
    yield endpoint
    store.close()
    server.stop()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_files_are_kept_opened_and_erased_in_a_bucket(bucket, tmp_path):
    told = {
        "PORTAL_DATA_DIR": str(tmp_path),
        "PORTAL_SECRET_KEY": "only-for-tests-0123456789-0123456789-0123456789",
        "PORTAL_FILES_BUCKET": "portal",
        "PORTAL_FILES_ENDPOINT": bucket,
        "PORTAL_FILES_KEY": "k",
        "PORTAL_FILES_SECRET": "s",
        "PORTAL_HOSTS": "testserver",
        "DJANGO_SETTINGS_MODULE": "lipportal.settings",
    }
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PORTAL_", "AWS_"))}

    done = subprocess.run(
        [sys.executable, "-c", STORY], env=inherited | told, capture_output=True, text=True, check=False
    )

    assert done.stdout.splitlines() == [
        "S3Storage True",
        '200 Notes, élu attachment; filename="notes.txt"',
        "1 True",
        "False",
    ], done.stderr
