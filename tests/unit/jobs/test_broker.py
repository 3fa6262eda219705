"""The embedded broker: messages arrive whole and in order, and a broken one costs nothing."""

from queue import Empty

import pytest
from celery import Celery

from lipportal import broker
from lipportal import celery as portal_celery


@pytest.fixture
def channel(tmp_path, settings):
    settings.BROKER_URL, settings.BROKER_FOLDER = "filesystem://", tmp_path / "broker"
    app = Celery("trial", broker="folder://localhost/", set_as_current=False)
    app.conf.broker_transport_options = portal_celery._transport(settings)
    with app.connection() as connection:
        yield connection.default_channel


def test_messages_come_out_as_they_went_in(channel):
    channel._put("portal", {"body": "Bélanger", "headers": {}})
    channel._put("portal", {"body": "two", "headers": {}})

    assert [channel._get("portal")["body"], channel._get("portal")["body"]] == ["Bélanger", "two"]
    assert channel._size("portal") == 0


@pytest.mark.parametrize("broken", [b"", b"{", b"\xff\xfe"])
def test_a_broken_message_is_left_out_and_the_next_one_comes(channel, broken, tmp_path, monkeypatch):
    said = []
    monkeypatch.setattr(broker.logger, "warning", lambda words, *values: said.append(words % values))
    (tmp_path / "broker" / "queue" / "!broken.portal.msg").write_bytes(broken)
    channel._put("portal", {"body": "whole", "headers": {}})

    assert channel._get("portal")["body"] == "whole"
    assert said == ["a message in the queue portal could not be read and was left out"]


def test_a_message_being_written_is_not_seen(channel, tmp_path):
    (tmp_path / "broker" / "queue" / "1_half.portal.msg.new").write_text("{")

    assert channel._size("portal") == 0
    with pytest.raises(Empty):
        channel._get("portal")
