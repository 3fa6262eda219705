"""Settings are safe unless told otherwise, refuse what they cannot use in a sentence, and the demonstration is fenced in."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from lipportal.processes import Sizes, web

ROOT = Path(__file__).resolve().parents[2]
KEY = "Zq7-w0nLx4-Vt2Rb9-Ky6Hd1-Pm8Fs3-Gc5Ja0-Ue7Xi2-No4Tl9"
PRODUCTION = {
    "PORTAL_SECRET_KEY": KEY,
    "PORTAL_HOSTS": "portal.example",
    "PORTAL_URL": "https://portal.example",
    "PORTAL_DATABASE_URL": "postgres://portal@127.0.0.1/portal",
    "PORTAL_BROKER_URL": "redis://127.0.0.1/0",
    "PORTAL_CACHE_URL": "redis://127.0.0.1/1",
}
DEMONSTRATION = {"PORTAL_SECRET_KEY": KEY, "PORTAL_DEMONSTRATION": "true"}


def run(told, *command, folder):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PORTAL_", "DJANGO_"))}
    told = {"DJANGO_SETTINGS_MODULE": "lipportal.settings", "PORTAL_DATA_DIR": str(folder), **told}
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=kept | told, capture_output=True, text=True, check=False
    )


def setting(told, name, folder):
    done = run(told, "-c", f"from django.conf import settings; print(repr(settings.{name}))", folder=folder)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_production_settings_pass_djangos_own_check(tmp_path):
    done = run(PRODUCTION, "manage.py", "check", "--deploy", "--fail-level", "WARNING", folder=tmp_path)

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("DEBUG", "False"),
        ("SECURE_SSL_REDIRECT", "True"),
        ("SESSION_COOKIE_SECURE", "True"),
        ("CSRF_COOKIE_SECURE", "True"),
        ("SESSION_COOKIE_HTTPONLY", "True"),
        ("SESSION_COOKIE_NAME", "'__Host-session'"),
        ("X_FRAME_OPTIONS", "'DENY'"),
    ],
)
def test_settings_are_safe_unless_told_otherwise(name, expected, tmp_path):
    assert setting({"PORTAL_SECRET_KEY": KEY}, name, tmp_path) == expected


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({}, "PORTAL_SECRET_KEY must be set."),
        ({"PORTAL_SECRET_KEY": " "}, "PORTAL_SECRET_KEY must be set."),
        ({"PORTAL_SECRET_KEY_FILE": "/nowhere"}, "PORTAL_SECRET_KEY_FILE must be the path of a readable file."),
        ({**PRODUCTION, "PORTAL_DEBUG": "perhaps"}, "PORTAL_DEBUG must be true or false."),
        ({**PRODUCTION, "PORTAL_MAIL_PORT": "smtp"}, "PORTAL_MAIL_PORT must be a whole number."),
        ({**PRODUCTION, "PORTAL_OIDC_SERVER_URL": "http://login.example"}, "must be an https address."),
        ({**PRODUCTION, "PORTAL_DEMONSTRATION": "true"}, "The demonstration runs on SQLite only"),
        ({**DEMONSTRATION, "PORTAL_HOSTS": "portal.example"}, "The demonstration answers on this machine only"),
        ({**DEMONSTRATION, "PORTAL_HOSTS": "*"}, "The demonstration answers on this machine only"),
        (DEMONSTRATION, "This folder holds no demonstration"),
    ],
)
def test_what_cannot_be_used_is_refused_in_a_sentence(told, sentence, tmp_path):
    done = run(told, "manage.py", "check", folder=tmp_path)

    assert done.returncode != 0
    assert sentence in done.stderr


def test_the_demonstration_runs_with_debug_off_and_without_https(tmp_path):
    (tmp_path / "demonstration").write_text("loaded")

    assert setting(DEMONSTRATION, "DEBUG", tmp_path) == "False"
    assert setting(DEMONSTRATION, "SECURE_SSL_REDIRECT", tmp_path) == "False"
    assert setting(DEMONSTRATION, "SESSION_COOKIE_HTTPONLY", tmp_path) == "True"


def test_zone_rules_come_from_the_pinned_package(tmp_path):
    assert (
        run(
            PRODUCTION,
            "-c",
            "import django; django.setup(); import zoneinfo; assert zoneinfo.TZPATH == ()",
            folder=tmp_path,
        ).returncode
        == 0
    )


def test_no_web_server_of_ours_logs_the_addresses_that_people_open():
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")

    assert dockerfile[dockerfile.index("\nCMD ") :].strip() == 'CMD ["python", "-m", "lipportal.launch", "web"]'
    assert "access-log" not in " ".join(web("127.0.0.1:8000", Sizes()))


def test_the_composed_portal_believes_the_proxy_in_front_of_it(tmp_path):
    composed = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    [proxies] = re.findall(r'PORTAL_TRUSTED_PROXIES: "(\d+)"', composed)
    told = {**PRODUCTION, "PORTAL_TRUSTED_PROXIES": proxies}

    assert setting(told, "SECURE_PROXY_SSL_HEADER", tmp_path) == "('HTTP_X_FORWARDED_PROTO', 'https')"


def test_an_environment_copied_from_the_example_is_taken_up(tmp_path):
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    copied = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))

    assert setting({**copied, "PORTAL_SECRET_KEY": KEY}, "IS_SQLITE", tmp_path) == "True"
