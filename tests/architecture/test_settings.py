"""Settings are safe unless told otherwise, refuse what they cannot use in a sentence, and the demonstration is fenced in."""

import ast
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import psycopg2.extensions
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
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PORTAL_", "DJANGO_", "PYTEST_"))}
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
        ({**PRODUCTION, "PORTAL_SECRET_KEY": "s3cret"}, "PORTAL_SECRET_KEY must be at least 24 characters long."),
        ({**PRODUCTION, "PORTAL_HEALTH_TOKEN": "s3cret"}, "PORTAL_HEALTH_TOKEN must be at least 16 characters long."),
        ({**PRODUCTION, "PORTAL_MAIL_PORT": "smtp"}, "PORTAL_MAIL_PORT must be a whole number, and not below 1."),
        ({**PRODUCTION, "PORTAL_SESSION_IDLE": "0"}, "PORTAL_SESSION_IDLE must be a whole number, and not below 1."),
        (
            {**PRODUCTION, "PORTAL_SESSION_LONGEST": "0"},
            "PORTAL_SESSION_LONGEST must be a whole number, and not below 1.",
        ),
        (
            {**PRODUCTION, "PORTAL_LOG_LEVEL": "LOUD"},
            "PORTAL_LOG_LEVEL must be one of DEBUG, INFO, WARNING, ERROR, CRITICAL.",
        ),
        (
            {**PRODUCTION, "PORTAL_BROKER_URL": "memory://"},
            "PORTAL_BROKER_URL must be an address that begins with redis:// or rediss:// or filesystem://.",
        ),
        ({**PRODUCTION, "PORTAL_HOSTS": "portal.example, *"}, "PORTAL_HOSTS must name the hosts"),
        ({**PRODUCTION, "PORTAL_URL": "portal.example"}, "PORTAL_URL must be an address such as"),
        ({**PRODUCTION, "PORTAL_URL": "http://portal.example"}, "PORTAL_URL must be an https address while"),
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
    assert "s3cret" not in done.stderr


# The web server's entry, and every other process of the portal.
WEB, OTHERS = "import lipportal.wsgi", "import django; django.setup()"
OPTIONS = "from django.conf import settings; print(repr(settings.DATABASES['default']['OPTIONS']))"


def options(told, entry, folder):
    done = run({**PRODUCTION, **told}, "-c", f"{entry}; {OPTIONS}", folder=folder)
    assert done.returncode == 0, done.stderr
    return ast.literal_eval(done.stdout)


def test_a_database_host_that_vanishes_without_a_word_is_noticed_within_a_minute(tmp_path):
    found = options({}, OTHERS, tmp_path)

    silent = found["keepalives_idle"] + found["keepalives_interval"] * found["keepalives_count"]
    assert found["keepalives"] == 1
    assert found["connect_timeout"] <= silent <= 60
    assert 0 < found["tcp_user_timeout"] <= 60_000
    # A word that the driver does not know would be refused before anything is sent.
    psycopg2.extensions.make_dsn(**found)


@pytest.mark.parametrize(
    ("told", "entry", "expected"),
    [
        ({}, WEB, "-c statement_timeout=30000"),
        ({}, "import lipportal.asgi", "-c statement_timeout=30000"),
        ({"PORTAL_STATEMENT_SECONDS": "5"}, WEB, "-c statement_timeout=5000"),
        ({"PORTAL_STATEMENT_SECONDS": "0"}, WEB, None),
        ({"PORTAL_STATEMENT_SECONDS": "5"}, OTHERS, None),
    ],
)
def test_only_a_page_stops_waiting_for_one_answer_of_the_database(told, entry, expected, tmp_path):
    assert options(told, entry, tmp_path).get("options") == expected


def test_what_the_databases_address_says_wins_over_ours(tmp_path):
    address = "postgres://portal@127.0.0.1/portal?connect_timeout=9&keepalives_idle=7&options=-c%20search_path%3Down"

    found = options({"PORTAL_DATABASE_URL": address}, WEB, tmp_path)

    assert (found["connect_timeout"], found["keepalives_idle"], found["keepalives_count"]) == (9, 7, 3)
    assert found["options"] == "-c statement_timeout=30000 -c search_path=own"


# What the portal takes for a cache that is away is any error of that library.
ASK_CACHE = """
from django.core.cache import cache
from redis.exceptions import RedisError
try:
    cache.get("tries")
except RedisError:
    print("away")
"""


def test_a_cache_that_takes_a_connection_and_never_answers_is_away_within_seconds(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as mute:
        told = {**PRODUCTION, "PORTAL_CACHE_URL": f"redis://127.0.0.1:{mute.getsockname()[1]}/0"}
        begun = time.monotonic()
        done = run(told, "-c", ASK_CACHE, folder=tmp_path)

    assert done.stdout.strip() == "away", done.stderr
    assert time.monotonic() - begun < 20


def test_a_portal_that_names_no_address_supposes_one_it_can_be_reached_at(tmp_path):
    assert setting({"PORTAL_SECRET_KEY": KEY}, "PORTAL_URL", tmp_path) == "'https://127.0.0.1:8000'"
    assert (
        setting({"PORTAL_SECRET_KEY": KEY, "PORTAL_HTTPS": "no"}, "PORTAL_URL", tmp_path) == "'http://127.0.0.1:8000'"
    )


def test_any_host_is_believed_only_where_errors_are_shown_too(tmp_path):
    assert setting({**PRODUCTION, "PORTAL_HOSTS": "*", "PORTAL_DEBUG": "yes"}, "ALLOWED_HOSTS", tmp_path) == "['*']"


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


def test_the_key_that_lasts_while_the_image_is_made_is_long_enough(tmp_path):
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    keys = re.findall(r"PORTAL_SECRET_KEY=(\S+)", dockerfile)

    assert keys
    for key in keys:
        assert setting({"PORTAL_SECRET_KEY": key}, "DEBUG", tmp_path) == "False"


def test_an_environment_copied_from_the_example_is_taken_up(tmp_path):
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    copied = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))

    assert setting({**copied, "PORTAL_SECRET_KEY": KEY}, "IS_SQLITE", tmp_path) == "True"
