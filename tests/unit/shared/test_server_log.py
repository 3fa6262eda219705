"""What the web server says of its own is told as every other line: nothing personal, one event a line."""

import logging
import os
import socket
import subprocess
import time
from contextlib import suppress

import pytest
from gunicorn.config import Config
from gunicorn.http.errors import InvalidHeader

from lipportal.family import ROOT
from lipportal.processes import Sizes, web
from lipportal.shared.server_log import ServerLogger

APP = """
def application(environ, start_response):
    if environ["PATH_INFO"] == "/break":
        raise ValueError("kim@example.org")
    start_response("200 OK", [("Content-Length", "0")])
    return [b""]
"""


@pytest.fixture
def server(tmp_path):
    """A web server with our words, of an app that breaks when it is asked to; its port, and what it wrote."""
    (tmp_path / "breaking.py").write_text(APP)
    with socket.create_server(("127.0.0.1", 0)) as trial:
        port = trial.getsockname()[1]
    command = [
        *("breaking:application" if word == "lipportal.wsgi:application" else word for word in _web(port)),
        *("--pythonpath", str(tmp_path)),
    ]
    log = tmp_path / "log"
    with log.open("w") as written:
        process = subprocess.Popen(command, cwd=ROOT, stdout=written, stderr=written)
    try:
        _wait_for(lambda: _asked(port, b"GET / HTTP/1.1\r\nHost: h\r\n\r\n"))
        yield port, log
    finally:
        process.terminate()
        process.wait(30)


def _web(port):
    return web(f"127.0.0.1:{port}", Sizes(web_processes=1))


def _asked(port, words):
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5) as wire:
        wire.sendall(words)
        return wire.recv(1000)
    return b""


def _wait_for(is_so):
    until = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.1)


def test_the_web_server_tells_a_page_that_broke_without_what_was_asked_for(server):
    port, log = server

    _asked(port, b"GET /break?q=Diallo HTTP/1.1\r\nHost: h\r\n\r\n")
    _wait_for(log.read_text)

    [line] = log.read_text().splitlines()
    assert "ERROR gunicorn.error - Error handling request GET /break [ValueError raised at " in line
    assert "Diallo" not in line
    assert "kim@example.org" not in line


def test_the_web_server_does_not_quote_what_it_could_not_read(server):
    port, log = server

    _asked(port, b"GET /?q=Diallo nonsense\r\n\r\n")
    _wait_for(log.read_text)

    [line] = log.read_text().splitlines()
    assert "WARNING gunicorn.error - What was sent could not be read" in line
    assert "[InvalidHTTPVersion raised at gunicorn/" in line or "[InvalidRequestLine raised at gunicorn/" in line
    assert "Diallo" not in line
    assert "127.0.0.1" not in line


def test_a_setting_that_keeps_the_web_server_from_starting_is_named_in_its_sentence(tmp_path):
    told = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    told |= {"PORTAL_DATA_DIR": str(tmp_path), "PORTAL_SECRET_KEY": " "}

    done = subprocess.run(_web(0), cwd=ROOT, env=told, capture_output=True, text=True, timeout=60, check=False)

    assert done.returncode != 0
    assert "The portal does not start: PORTAL_SECRET_KEY must be set." in done.stderr
    assert "Traceback" not in done.stderr


def refuse(header):
    raise InvalidHeader(header)


def test_a_warning_about_an_error_is_told_by_its_kind_and_any_other_by_its_words(monkeypatch, capsys):
    for name, value in (("handlers", []), ("propagate", False)):
        monkeypatch.setattr(logging.getLogger("gunicorn.error"), name, value)
    logger = ServerLogger(Config())

    try:
        refuse("Cookie: s3cret")
    except InvalidHeader as error:
        words = f"Invalid request from ip=203.0.113.7: {error}"
        logger.warning(words)
    logger.warning("Worker (pid:%s) was sent %s", 12, "SIGKILL\nforged")

    first, second = capsys.readouterr().err.splitlines()
    assert "[InvalidHeader raised at tests/unit/shared/test_server_log.py:" in first
    assert "s3cret" not in first
    assert "203.0.113.7" not in first
    assert second.endswith("Worker (pid:12) was sent SIGKILL\\nforged")
