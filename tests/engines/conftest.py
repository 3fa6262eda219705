"""Real engines: a PostgreSQL and a Redis-protocol server, running ones or those of the wheels."""

import pytest

from tests import preflight
from tests.engines.servers import OwnBroker, OwnDatabase


@pytest.fixture(scope="session")
def postgresql():
    """The address of a PostgreSQL where a test database may be made."""
    address = preflight.database()
    if address != preflight.EMBEDDED:
        assert address, "no PostgreSQL; run tests/preflight.py"
        yield address
        return
    with OwnDatabase() as server:
        yield server.address


@pytest.fixture(scope="session")
def redis(tmp_path_factory):
    """The address of a Redis-protocol server."""
    address = preflight.broker()
    if address != preflight.EMBEDDED:
        assert address, "no Redis-protocol server; run tests/preflight.py"
        yield address
        return
    with OwnBroker(tmp_path_factory.mktemp("broker")) as server:
        yield server.address
