"""Bar 9 with real processes: web servers that share one Redis count guesses together, and never count past its end."""

import secrets
from contextlib import ExitStack
from itertools import cycle

import pytest
from redis import Redis

from tests.bars.forms import tree_of
from tests.engines.cut import Wire
from tests.engines.served import Answer, Served, Window, all_at_once

pytestmark = pytest.mark.engine

RIGHT, WRONG = "quiet otters paddle home", "wrong but long enough"
PER_ACCOUNT, PER_ADDRESS, AT_ONCE, HONEST = 5, 30, 20, 10
TRIES, TARGETS = 60, 60
SIGN_IN, ATTACKER = "/en/account/login/", "203.0.113.66"
NAMES = ("owner", "hurried", "second", "cut", *(f"target{which}" for which in range(TARGETS)))
NAMES += tuple(f"honest{which}" for which in range(HONEST + 2))
PREPARE = f"""
import sys, django
django.setup()
from django.core.management import call_command
from lipportal.accounts.services import create_person_account
call_command("compilecatalogues", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
call_command("migrate", interactive=False, verbosity=0)
for name in sys.argv[1:]:
    password = None if name.startswith("target") else "{RIGHT}"
    create_person_account(
        email=name + "@example.org", name="Somebody", password=password, by=None, is_address_proven=True
    )
"""


class Two:
    """Two web servers on one database and one Redis, behind one proxy, and the wire between them and Redis."""

    def __init__(self, servers: list[Served], wire: Wire) -> None:
        self.servers, self.wire = servers, wire
        self.turns = cycle(servers)

    def window(self, address: str, *, which: int | None = None) -> Window:
        """A fresh browser at an address that claims yet another one, at one server or the one whose turn it is."""
        server = next(self.turns) if which is None else self.servers[which]
        forged = ".".join(["10", *(str(secrets.randbelow(256)) for __ in range(3))])
        return Window(server.place.port, headers={"X-Forwarded-For": f"{forged}, {address}"})


@pytest.fixture(scope="module")
def two(redis, tmp_path_factory):
    """Both servers, open for the whole module; the counts of an earlier run are forgotten."""
    with Redis.from_url(redis) as counts:
        for key in counts.scan_iter("*:allauth:rl:*"):
            counts.delete(key)
    folder, wire = tmp_path_factory.mktemp("two"), Wire(redis)
    servers = [Served(folder, f"sqlite:///{folder / 'portal.sqlite3'}", NAMES) for __ in range(2)]
    for server in servers:
        server.environment |= {"PORTAL_CACHE_URL": wire.address, "PORTAL_TRUSTED_PROXIES": "1"}
    servers[0].prepare(PREPARE)
    with ExitStack() as stack:
        for server in servers:
            stack.enter_context(server.running())
        yield Two(servers, wire)
    wire.cut()
    assert not servers[0].trouble(), servers[0].trouble()


def email(name: str) -> str:
    return f"{name}@example.org"


def body(window: Window, name: str, password: str) -> dict[str, object]:
    """What the browser sends from the sign-in page."""
    return {**window.form(SIGN_IN, "account_login").values, "login": email(name), "password": password}


def tries(window: Window, name: str, password: str = WRONG) -> Answer:
    """One try at the sign-in page."""
    return window.post(SIGN_IN, body(window, name, password))


def is_weighed(answer: Answer) -> bool:
    """Whether this try was compared with the password at all: let in, or told that the two do not go together."""
    assert answer.status in (200, 302, 429, 503), answer.status
    return answer.status == 302 or "do not go together" in answer.content.decode()


def signs_in(window: Window, name: str) -> bool:
    answer = tries(window, name, RIGHT)
    return answer.status == 302 and "session" in window.cookies


def test_wrong_passwords_at_two_servers_in_turn_are_counted_together(two, record_property):
    known = two.window("198.51.100.7")
    assert signs_in(known, "owner")
    known.cookies.pop("session")

    weighed = [is_weighed(tries(two.window(ATTACKER), "owner")) for __ in range(TRIES)]

    record_property("wrong passwords at two servers, weighed", (TRIES, sum(weighed)))
    assert sum(weighed) == PER_ACCOUNT
    assert not any(signs_in(two.window(ATTACKER, which=which), "owner") for which in (0, 1))
    assert signs_in(known, "owner"), "the owner is kept out of a known browser"


def test_wrong_passwords_at_two_servers_at_once_are_counted_together(two, record_property):
    weighed = 0
    for __ in range(3):
        windows = [two.window("203.0.113.67") for __ in range(AT_ONCE)]
        answers = at_once(windows, [body(window, "hurried", WRONG) for window in windows])
        weighed += sum(map(is_weighed, answers))

    record_property("wrong passwords at once, weighed", (3 * AT_ONCE, weighed))
    assert 0 < weighed <= PER_ACCOUNT


def at_once(windows: list[Window], bodies: list[dict[str, object]]) -> list[Answer]:
    return all_at_once(windows, SIGN_IN, bodies)


def test_one_password_on_many_accounts_at_two_servers_stops_while_honest_people_sign_in(two, record_property):
    weighed = [is_weighed(tries(two.window("203.0.113.68"), f"target{which}")) for which in range(TARGETS)]
    elsewhere = [signs_in(two.window(f"192.0.2.{which}"), f"honest{which}") for which in range(HONEST)]

    record_property("accounts tried at two servers, weighed, honest people in", (TARGETS, sum(weighed), sum(elsewhere)))
    assert sum(weighed) == PER_ADDRESS
    assert sum(elsewhere) == HONEST


def test_while_nothing_can_be_counted_no_password_is_weighed_and_everybody_is_told_calmly(two):
    inside = two.window("198.51.100.8")
    assert signs_in(inside, "second")
    spent = [is_weighed(tries(two.window("203.0.113.69"), "cut")) for __ in range(PER_ACCOUNT)]
    assert all(spent)

    two.wire.cut()
    try:
        wrong = [tries(two.window("203.0.113.70"), "honest10") for __ in range(4)]
        right = [tries(two.window("198.51.100.9"), "honest11", RIGHT) for __ in range(2)]
        french = in_french(two.window("198.51.100.9"), "honest11")
        goes_on = inside.open("/en/account/settings/")
    finally:
        two.wire.mend()

    for answer in (*wrong, *right, french):
        assert answer.status == 503
        assert answer.get("Retry-After").isdigit()
        assert len(tree_of(answer).xpath("//main//h1")) == 1
    assert "Signing in has to wait a few minutes" in right[0].content.decode()
    assert tree_of(french).get("lang") == "fr-CA"
    assert goes_on.status == 200, "who is in must be able to go on"
    assert not is_weighed(tries(two.window("203.0.113.69"), "cut", RIGHT)), "the cut gave the guesser new tries"
    assert all(signs_in(two.window("198.51.100.9", which=which), "honest11") for which in (0, 1))


def in_french(window: Window, name: str) -> Answer:
    """A try at the French sign-in page."""
    page = "/fr/account/login/"
    return window.post(page, {**window.form(page, "account_login").values, "login": email(name), "password": RIGHT})
