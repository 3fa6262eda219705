"""The background doors of notices: each does it, does it twice, and finds nothing there."""

import pytest

from lipportal.notices import services, tasks
from lipportal.notices.models import Mail

DOORS = [
    tasks.send_mail,
    tasks.find_reminders,
    tasks.erase_security_mail,
    tasks.forget_old_mail,
]


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
def test_door_with_nothing_to_do_and_an_argument_of_tomorrow(door, db, empty_registry):
    door()
    door(a_later_argument=1)

    assert Mail.objects.count() == 0


def test_send_mail_door_sends_once(letters, person, settings):
    settings.DEMONSTRATION = True
    services.post_mail(letters, to_user=person, context={}, key="1")

    tasks.send_mail()
    sent_at = Mail.objects.get().sent_at
    tasks.send_mail()

    assert Mail.objects.get().sent_at == sent_at
