"""Killed workers: the sweep takes up what they held, and it is done once."""

import os
import signal
import time

import pytest


@pytest.mark.engine
def test_a_job_whose_worker_was_killed_is_done_once_after_the_sweep(portal):
    with portal.worker("--pool=solo") as worker:
        portal.beside("start")
        portal.beside("start")
        portal.wait_for(lambda: portal.log() == ["begun"])
        worker.kill_all()
    assert portal.job() == ("running", 1)

    (portal.folder / "hurry").touch()
    with portal.worker("--pool=solo"):
        portal.beside("sweep")
        portal.wait_for(lambda: portal.job()[0] == "ready")
        time.sleep(1)

    assert portal.job() == ("ready", 2)
    assert portal.log() == ["begun", "begun", "done"]


@pytest.mark.engine
def test_a_job_whose_child_was_killed_is_neither_lost_nor_done_twice(portal):
    with portal.worker("--pool=prefork", "-c1"):
        portal.beside("start")
        portal.wait_for(lambda: portal.log() == ["begun"])
        (portal.folder / "hurry").touch()
        os.kill(portal.child(), signal.SIGKILL)
        time.sleep(2)  # the message is handed out again at once; the row says that it is held
        assert portal.log() == ["begun"]

        portal.beside("sweep")
        portal.wait_for(lambda: portal.job()[0] == "ready")
        time.sleep(1)

    assert portal.job() == ("ready", 2)
    assert portal.log() == ["begun", "begun", "done"]


@pytest.mark.engine
def test_mail_leaves_once_when_senders_are_killed_and_others_send_beside_them(portal, mail_server):
    portal.environment |= mail_server.environment
    portal.beside("mail")
    mail_server.delay = 0.01
    for _round in range(2):
        senders = [portal.begin("send") for _sender in range(3)]
        before = len(mail_server.taken)
        portal.wait_for(lambda before=before: len(mail_server.taken) > before + 12 or portal.mails("queued") == 0)
        senders[0].kill_all()
        for sender in senders[1:]:
            sender.wait()
        portal.beside("age mail")
    portal.beside("send")

    ids = [envelope["Message-ID"] for envelope in mail_server.messages()]
    assert len(ids) == len(set(ids))  # nobody was written to twice
    assert portal.mails("sent") + portal.mails("unknown") == 120  # and what is uncertain is seen
    assert portal.mails("sent") <= len(ids)
    assert portal.mails("unknown") <= 2


@pytest.mark.engine
def test_reminders_are_made_once_by_sweeps_in_parallel(portal):
    sweeps = [portal.begin("remind") for _sweep in range(4)]
    assert [sweep.wait() for sweep in sweeps] == [0, 0, 0, 0]

    keys = portal.rows("select count(*), count(distinct key) from notices_reminder where state = 'made'")
    assert keys == [(40, 40)]
    assert portal.rows("select count(*) from notices_mail") == [(40,)]
