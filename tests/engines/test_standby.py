"""Bar 29: a standby takes over in mid-work; the portal is told both addresses and needs nobody to help it."""

import pytest

from tests.engines.load import Load
from tests.engines.servers import DatabasePair, OwnBroker
from tests.engines.service import Service, pause_after, wait_for

pytestmark = [pytest.mark.engine, pytest.mark.prove]

WRITERS = 4
ROUNDS = 5


def test_a_standby_takes_over(tmp_path, record_property):
    with DatabasePair() as database, OwnBroker(tmp_path / "broker") as broker:
        service = Service(tmp_path / "service", database.address, broker.address)
        service.prepare()
        load, pauses = Load(service, WRITERS), []
        with service.running(), load.going_on():
            wait_for(lambda: len(load.saved) >= WRITERS)
            for _round in range(ROUNDS):
                pauses.append(pause_after(database.fail_over, service, load))
                database.stand_by_again()
            assert service.launcher.poll() is None

        lost = load.lost()
    assert lost == set()
    assert load.ugly == []
    record_property("promotions", ROUNDS)
    record_property("saved", len(load.saved))
    record_property("lost", len(lost))
    record_property("longest pause in s", round(max(pauses), 1))
