"""A browser that no longer answers costs one window its patience, not the whole run."""

import os
import signal

import pytest

from tests.journeys.browsers import Chromium
from tests.journeys.conftest import ONLY_THIS_MACHINE, SANDBOX


@pytest.fixture
def chromium(launch_browser):
    browser = Chromium(lambda mark: launch_browser(args=[*SANDBOX, *ONLY_THIS_MACHINE, mark]), patience=1)
    yield browser
    browser.close()


def test_a_browser_that_does_not_close_a_window_is_replaced(chromium, portal):
    held = chromium.new_context(base_url=portal.address)
    held.new_page().goto("/en/")
    (process,) = chromium.processes()
    os.kill(process, signal.SIGSTOP)

    chromium.close_context(held)

    assert not chromium.browser.is_connected()
    again = chromium.new_context(base_url=portal.address)
    assert again.new_page().goto("/en/").ok
    assert chromium.processes() != [process]
    chromium.close_context(again)
    assert chromium.browser.is_connected()
