"""One running portal and one browser for all journeys; each journey has pages of its own."""

import os
from contextlib import ExitStack
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import expect

from tests.journeys.browsers import Chromium
from tests.journeys.pages import Visit
from tests.journeys.portal import Portal, chromium_found, free_port

SANDBOX = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
ONLY_THIS_MACHINE = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"]
# Two cores may be busy; a page that has not come by then will not come.
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items):
    """Everything in this folder is a journey."""
    for item in items:
        if "tests/journeys/" in item.nodeid:
            item.add_marker(pytest.mark.journey)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """A failed journey shows where each window stood, and what the portal wrote."""
    outcome = yield
    report = outcome.get_result()
    running = getattr(item.session, "_portal", None)
    if report.failed and running is not None and (tail := running.tail()):
        report.sections.append(("What the portal wrote last", tail))
    if report.failed:
        report.sections += [("A window", window.where()) for window in getattr(item, "_windows", ())]


@pytest.fixture(scope="session")
def portal(request, tmp_path_factory):
    """The demonstration as `make demo` runs it, with the small world.

    PORTAL_JOURNEYS_AT=folder:port names one that is open already, for whoever writes journeys.
    """
    if opened := os.environ.get("PORTAL_JOURNEYS_AT"):
        folder, _, port = opened.rpartition(":")
        yield Portal(Path(folder), int(port))
        return
    portal = Portal(tmp_path_factory.mktemp("portal"))
    portal.prepare()
    with portal.running():
        request.session._portal = portal
        yield portal


@pytest.fixture(scope="module", autouse=True)
def _world_nobody_has_been_in(portal):
    """Each file of journeys begins in the same world, whatever another one typed and left there."""
    if not os.environ.get("PORTAL_JOURNEYS_AT"):
        portal.start_over()


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {"executable_path": chromium_found()}


@pytest.fixture(scope="session")
def browser(launch_browser):
    """The browser of all journeys, instead of the library's, which would be waited for without an end."""
    browser = Chromium(lambda mark: launch_browser(args=[*SANDBOX, *ONLY_THIS_MACHINE, mark]))
    yield browser
    browser.close()


@pytest.fixture
def visit(portal, browser, request):
    """Opens windows, each a browser of somebody's own: `visit("en")`, `visit("fr", width=320)`."""
    with ExitStack() as stack:
        opened = request.node._windows = []

        def open_window(language="en", *, width=1280, height=900, axe=False, address=portal.address):
            context = browser.new_context(
                base_url=address,
                viewport={"width": width, "height": height},
                locale="fr-CA" if language == "fr" else "en-CA",
                timezone_id="America/Toronto",
                bypass_csp=axe,
                accept_downloads=True,
                reduced_motion="reduce",
            )
            stack.callback(browser.close_context, context)
            context.set_default_timeout(PATIENCE)
            window = Visit(context.new_page(), language)
            opened.append(window)
            return window

        yield open_window
        problems = [problem for window in opened for problem in window.complaints]
    assert not problems, "\n".join(problems)


class Sink:
    """A mail server that takes everything and remembers it."""

    def __init__(self):
        self.taken = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - its caller's name
        self.taken.append(envelope)
        return "250 OK"


@pytest.fixture
def mail_server():
    """A counting mail server, and what a portal must be told to use it."""
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=free_port())
    controller.start()
    sink.told = {
        "PORTAL_MAIL_HOST": "127.0.0.1",
        "PORTAL_MAIL_PORT": str(controller.port),
        "PORTAL_MAIL_TLS": "false",
        "PORTAL_MAIL_USER": "",
    }
    yield sink
    controller.stop()
