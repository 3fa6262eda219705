"""The launcher says in one sentence what stands in the way, guards what is not a demonstration, and leaves no process."""

import os
import runpy
import signal
import socket
import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from lipportal import family as family_of_processes
from lipportal import launch

ROOT = Path(__file__).resolve().parents[2]


def run(command, *, folder, **told):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    told = {"PORTAL_DATA_DIR": str(folder), "PORTAL_PORT": "18765", **told}
    line = [sys.executable, "-m", "lipportal.launch", command]
    return subprocess.run(line, cwd=ROOT, env=kept | told, capture_output=True, text=True, check=False, timeout=60)


def says(done, sentence):
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert sentence in done.stderr


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1", "80 80"])
def test_a_port_that_is_none_is_refused(tmp_path, port):
    says(run("demo", folder=tmp_path, PORTAL_PORT=port), "PORTAL_PORT must be a number between 1 and 65535")


def test_a_taken_port_is_said(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run("demo", folder=tmp_path, PORTAL_PORT=str(taken.getsockname()[1]))

    says(done, "most likely because another program has it")


def test_a_folder_that_cannot_be_written_to_is_said(tmp_path):
    (tmp_path / "file").write_text("")

    says(run("demo", folder=tmp_path / "file" / "folder"), "cannot be written to; choose another with PORTAL_DATA_DIR")


@pytest.mark.parametrize("command", ["demo", "reset"])
def test_a_real_portals_folder_is_left_alone(tmp_path, command):
    (tmp_path / "portal.sqlite3").write_text("real")

    says(run(command, folder=tmp_path), "holds a portal that is not a demonstration")
    assert (tmp_path / "portal.sqlite3").read_text() == "real"


def everything_in(folder):
    return {str(path.relative_to(folder)): path.is_file() and path.read_text() for path in sorted(folder.rglob("*"))}


@pytest.mark.parametrize("command", ["demo", "reset"])
@pytest.mark.parametrize("made", ["files/ab/letter.pdf", "static/css/base.css", "secret", "trail-head.json", "beat.db"])
def test_the_folder_of_a_portal_whose_database_lies_elsewhere_is_left_alone(tmp_path, command, made):
    (tmp_path / made).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / made).write_text("real")
    before = everything_in(tmp_path)

    says(run(command, folder=tmp_path), "holds a portal that is not a demonstration")
    after = everything_in(tmp_path)
    after.pop("running")
    assert after == before


def test_reset_where_no_demonstration_is_says_so_and_touches_nothing(tmp_path):
    (tmp_path / "test").mkdir()
    (tmp_path / "test" / "portal.sqlite3").write_text("somebody's tests")
    for folder in (tmp_path, tmp_path / "nowhere"):
        done = run("reset", folder=folder)
        assert (done.returncode, "There is no demonstration in" in done.stdout) == (0, True)

    assert (tmp_path / "test" / "portal.sqlite3").read_text() == "somebody's tests"
    assert not (tmp_path / "demonstration").exists()


@pytest.mark.parametrize("command", ["demo", "reset", "serve"])
def test_two_portals_do_not_share_a_folder(tmp_path, command):
    with launch.alone_in(launch.Place(tmp_path, 18765)):
        (tmp_path / "other").write_text("")
        says(run(command, folder=tmp_path), "A portal already runs from")


def test_an_unknown_command_is_refused(tmp_path):
    done = run("dance", folder=tmp_path)

    assert (done.returncode, done.stderr) == (2, "Say one of: demo, reset, serve, web, worker, timetable, probe.\n")


def test_reset_removes_the_demonstration_and_nothing_else(tmp_path):
    place = launch.Place(tmp_path, 18765)
    launch.check_it_is_a_demonstration(place)
    launch.secret_of(place)
    (tmp_path / "portal.sqlite3").write_text("world")
    (tmp_path / "files").mkdir()
    mine = ("letters.txt", "beatles.txt", "portal.sqlite3.copy", "beat-plan")
    for name in mine:
        (tmp_path / name).write_text("mine")
    for name in ("beat", "beat.db", "portal.sqlite3-wal"):
        (tmp_path / name).write_text("ours")

    assert run("reset", folder=tmp_path).returncode == 0
    assert {path.name for path in tmp_path.iterdir()} == set(mine)


def test_reset_follows_no_link_out_of_the_folder(tmp_path):
    outside, folder = tmp_path / "outside", tmp_path / "demonstration-folder"
    outside.mkdir()
    folder.mkdir()
    (outside / "letters.txt").write_text("mine")
    launch.check_it_is_a_demonstration(launch.Place(folder, 18765))
    (folder / "files").symlink_to(outside)

    assert run("reset", folder=folder).returncode == 0
    assert (outside / "letters.txt").read_text() == "mine"


def test_a_reset_that_was_cut_short_leaves_a_demonstration_whose_world_is_made_anew(tmp_path, monkeypatch):
    place = launch.Place(tmp_path, 18765)
    place.marker.write_text("loaded 2026-12-01\n")
    (tmp_path / "files").mkdir()
    monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path))

    def full_stop(_folder):
        raise launch.Stopped

    with monkeypatch.context() as cut_short:
        cut_short.setattr("shutil.rmtree", full_stop)
        with pytest.raises(launch.Stopped):
            launch.reset()

    assert place.marker.read_text() == "empty\n"
    launch.reset()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_a_file_holds_no_demonstration(tmp_path):
    (tmp_path / "file").write_text("mine")

    done = run("reset", folder=tmp_path / "file")

    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "file").read_text() == "mine"


def test_no_portal_is_served_from_a_demonstrations_folder(tmp_path):
    launch.check_it_is_a_demonstration(launch.Place(tmp_path, 18765))

    says(run("serve", folder=tmp_path), "holds a demonstration, which a reset removes with all that is in it")


def test_the_secret_is_made_once_for_its_owner_alone(tmp_path):
    place = launch.Place(tmp_path, 18765)

    first = launch.secret_of(place).read_text()

    assert len(first) >= 50
    assert launch.secret_of(place).read_text() == first
    assert launch.secret_of(place).stat().st_mode & 0o777 == 0o600


def test_a_demonstration_takes_nothing_meant_for_another_portal(tmp_path, monkeypatch):
    for name in ("PORTAL_DATABASE_URL", "PORTAL_MAIL_HOST", "PORTAL_HOSTS", "CELERY_BROKER", "DJANGO_SETTINGS_MODULE"):
        monkeypatch.setenv(name, "other")
    monkeypatch.setenv("PORTAL_LOG_LEVEL", "DEBUG")

    told = launch.environment_of_demonstration(launch.Place(tmp_path, 18765))

    assert "other" not in told.values()
    assert {name for name in told if name.startswith("PORTAL_")} == {
        "PORTAL_DATA_DIR",
        "PORTAL_DEMONSTRATION",
        "PORTAL_LOG_LEVEL",
        "PORTAL_SECRET_KEY_FILE",
        "PORTAL_URL",
    } | ({"PORTAL_PORT"} & set(os.environ))
    assert told["PORTAL_LOG_LEVEL"] == "DEBUG"


@pytest.fixture
def family():
    answering = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    members = family_of_processes.Family(dict(os.environ))
    yield members
    members.stop()
    for number, answer in answering.items():
        signal.signal(number, answer)


def test_a_process_that_falls_is_named_with_its_last_words(family, tmp_path, capsys):
    log = tmp_path / "log"
    family.start(
        family_of_processes.Child("The web server", [sys.executable, "-c", "import time; time.sleep(60)"], log=log)
    )
    family.start(
        family_of_processes.Child("The worker", [sys.executable, "-c", "raise SystemExit('no broker')"], log=log)
    )
    family.children[1].process.wait()

    with pytest.raises(family_of_processes.Trouble, match="The worker stopped by itself, so everything was stopped"):
        family_of_processes.raise_if_fallen(family)
    assert "no broker" in capsys.readouterr().err


def test_a_process_that_falls_after_standing_a_while_is_started_again(family, monkeypatch, capsys):
    monkeypatch.setattr(family_of_processes, "STEADY_AFTER", 0.0)
    family.start(family_of_processes.Child("The worker", [sys.executable, "-c", "import time; time.sleep(60)"]))
    first = family.children[0].process
    first.kill()
    first.wait()

    family_of_processes.revive(family)

    assert [child.process.poll() for child in family.children] == [None]
    assert family.children[0].process.pid != first.pid
    assert "The worker stopped by itself and is started again." in capsys.readouterr().err


def test_a_process_that_falls_at_once_is_not_started_again(family):
    family.start(family_of_processes.Child("The worker", [sys.executable, "-c", "raise SystemExit(1)"]))
    family.children[0].process.wait()

    with pytest.raises(family_of_processes.Trouble, match="The worker stopped by itself, so everything was stopped"):
        family_of_processes.revive(family)


def test_in_service_a_process_that_falls_at_once_is_tried_again_with_growing_pauses(family, monkeypatch):
    family.start(family_of_processes.Child("The worker", [sys.executable, "-c", "raise SystemExit(1)"]))
    worker, waited = family.children[0], []
    clock = [1000.0]
    monkeypatch.setattr(family_of_processes.time, "monotonic", lambda: clock[0])
    worker.since = clock[0]

    for _fall in range(7):
        worker.process.wait()
        fell_at, process = clock[0], worker.process
        while worker.process is process:
            clock[0] += 0.5
            family_of_processes.revive_patiently(family)
        waited.append(clock[0] - fell_at)

    assert waited == [1, 2, 4, 8, 16, 30, 30]


def test_in_service_a_process_that_stood_a_while_is_started_again_at_once(family, monkeypatch):
    monkeypatch.setattr(family_of_processes, "STEADY_AFTER", 0.0)
    family.start(family_of_processes.Child("The worker", [sys.executable, "-c", "import time; time.sleep(60)"]))
    worker = family.children[0]
    worker.falls, worker.since = 5, worker.since - 40
    family_of_processes.revive_patiently(family)
    assert worker.falls == 0

    first = worker.process
    first.kill()
    first.wait()
    family_of_processes.revive_patiently(family)

    assert worker.process is not first
    assert not worker.is_down


def is_gone_soon(pid: str) -> bool:
    """Whether the process ends, or waits only to be buried: the kernel carries out a kill when it next looks."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            if Path(f"/proc/{pid}/stat").read_text().split()[2] in "ZX":
                return True
        except (FileNotFoundError, ProcessLookupError):
            return True
        time.sleep(0.02)
    return False


def test_stopping_ends_every_process_and_what_it_started(family, monkeypatch, tmp_path):
    monkeypatch.setattr(family_of_processes, "PATIENCE_AT_END", 0.5)
    stubborn = (
        "import signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        " child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
        f" open({str(tmp_path / 'pid')!r}, 'w').write(str(child.pid)); time.sleep(60)"
    )
    family.start(family_of_processes.Child("stubborn", [sys.executable, "-c", stubborn]))
    while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
        time.sleep(0.05)

    family.stop()

    assert family.children[0].process.returncode == -signal.SIGKILL
    assert is_gone_soon((tmp_path / "pid").read_text())


@pytest.mark.parametrize(
    ("trouble", "sentence"),
    [("old", "The portal needs Python 3.11 or newer and this is 3.9"), ("bare", "its venv module is missing")],
)
def test_a_python_that_will_not_do_is_said(monkeypatch, capsys, trouble, sentence):
    if trouble == "old":
        monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    else:
        monkeypatch.setitem(sys.modules, "ensurepip", None)

    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(ROOT / "lipportal" / "install.py"), run_name="__main__")

    said = capsys.readouterr().err
    assert ended.value.code == 1
    assert sentence in said
    assert said.count("\n") == 1


# --- the probe of a container ----------------------------------------------------------------------------------------
@pytest.fixture
def answering():
    """A web server that answers every request with what it is told to, and notes under which name it was asked."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            self.server.asked.append((self.path, self.headers["Host"]))
            self.send_response(self.server.status)
            self.end_headers()

        def log_message(self, *_words):
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answer)
    server.asked, server.status = [], 200
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("hosts", "name"),
    [
        ("portal.example,other.example", "portal.example"),
        (".example.org", "example.org"),
        ("*", "127.0.0.1"),
        ("", "127.0.0.1"),
    ],
)
def test_the_probe_asks_where_the_server_listens_under_a_name_it_goes_by(answering, monkeypatch, hosts, name):
    monkeypatch.setenv("PORTAL_BIND", f"0.0.0.0:{answering.server_port}")
    monkeypatch.setenv("PORTAL_PORT", "1")
    monkeypatch.setenv("PORTAL_HOSTS", hosts)

    launch.probe()

    assert answering.asked == [("/health/live/", name)]


def test_the_probe_tells_an_answer_that_is_none_from_no_answer(answering, monkeypatch):
    monkeypatch.setenv("PORTAL_BIND", f"0.0.0.0:{answering.server_port}")
    answering.status = 500
    with pytest.raises(launch.Trouble, match="It answers 500"):
        launch.probe()

    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        monkeypatch.setenv("PORTAL_BIND", f"0.0.0.0:{mute.getsockname()[1]}")
        with pytest.raises(launch.Trouble, match="Nothing answers"):
            launch.probe()


def test_the_probe_takes_what_is_not_http_for_no_answer(monkeypatch):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        monkeypatch.setenv("PORTAL_BIND", f"0.0.0.0:{other.getsockname()[1]}")

        def greet():
            wire, _from = other.accept()
            wire.recv(1000)
            wire.sendall(b"220 mail.example ready\r\n")
            wire.close()

        thread = Thread(target=greet)
        thread.start()
        with pytest.raises(launch.Trouble, match="Nothing answers"):
            launch.probe()
        thread.join()


def test_a_demonstration_is_asked_by_this_machines_name_whatever_another_portal_goes_by(
    answering, family, monkeypatch, tmp_path
):
    monkeypatch.setenv("PORTAL_HOSTS", "portal.example")
    place = launch.Place(tmp_path, answering.server_port)
    place.ready.write_text("")

    launch.wait_until_open(place, family)
    launch.wait_until_open(place, family, named=launch.a_name_of_ours())

    asked = [(path, name) for name in ("127.0.0.1", "portal.example") for path in ("/health/live/", "/en/")]
    assert answering.asked == asked


# --- what the environment names ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("told", "is_so"),
    [
        ({}, True),
        ({"PORTAL_BROKER_URL": "  "}, True),
        ({"PORTAL_BROKER_URL": "filesystem://"}, True),
        ({"PORTAL_BROKER_URL": "redis://broker/0"}, False),
        ({"PORTAL_BROKER_URL_FILE": "/run/secrets/broker_url"}, False),
    ],
)
def test_work_waits_in_a_folder_unless_another_broker_is_named(monkeypatch, told, is_so):
    for name in ("PORTAL_BROKER_URL", "PORTAL_BROKER_URL_FILE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in told.items():
        monkeypatch.setenv(name, value)

    assert launch.is_embedded() is is_so
