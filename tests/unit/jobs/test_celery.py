"""How the Celery app is set: limits, timetable, nothing far in the future."""

from types import SimpleNamespace

import pytest
from celery import current_app

from lipportal import celery


def test_visibility_timeout_is_set_in_all_three_places_above_the_hard_limit():
    conf = current_app.conf

    assert conf.broker_transport_options["visibility_timeout"] > conf.task_time_limit
    assert conf.result_backend_transport_options["visibility_timeout"] > conf.task_time_limit
    assert conf.visibility_timeout > conf.task_time_limit > conf.task_soft_time_limit


def test_tasks_are_acknowledged_late_and_keep_no_results():
    conf = current_app.conf

    assert (conf.task_acks_late, conf.task_reject_on_worker_lost, conf.task_ignore_result) == (True, True, True)
    assert (conf.worker_prefetch_multiplier, conf.timezone, conf.accept_content) == (1, "UTC", ["json"])


@pytest.mark.parametrize("is_demonstration", [True, False])
def test_every_turn_of_the_timetable_expires_before_the_next_and_names_a_task(is_demonstration):
    current_app.loader.import_default_modules()
    for turn in celery.timetable(is_demonstration=is_demonstration).values():
        assert turn["options"]["expires"] < turn["schedule"]
        assert turn["task"] in current_app.tasks


def test_demonstration_does_not_keep_mail_waiting():
    assert celery.timetable(is_demonstration=True)["send mail"]["schedule"] == 20
    assert celery.timetable(is_demonstration=False)["send mail"]["schedule"] == 60


def test_embedded_broker_makes_its_folders_for_us_alone(tmp_path):
    options = celery._transport(SimpleNamespace(BROKER_URL="filesystem://", BROKER_FOLDER=tmp_path / "broker"))

    assert options["data_folder_in"] == options["data_folder_out"] == str(tmp_path / "broker" / "queue")
    assert (tmp_path / "broker" / "queue").stat().st_mode & 0o077 == 0
    assert (tmp_path / "broker" / "control").is_dir()


def test_redis_broker_makes_no_folders(tmp_path):
    options = celery._transport(SimpleNamespace(BROKER_URL="redis://localhost/0", BROKER_FOLDER=tmp_path / "broker"))

    assert options["visibility_timeout"] == celery.VISIBILITY_TIMEOUT
    assert not (tmp_path / "broker").exists()


def test_a_redis_broker_is_waited_for_within_bounds_and_tried_once(tmp_path):
    options = celery._transport(SimpleNamespace(BROKER_URL="rediss://localhost/0", BROKER_FOLDER=tmp_path))

    assert options["socket_connect_timeout"] <= options["socket_timeout"] <= 10
    assert options["max_retries"] == 0
