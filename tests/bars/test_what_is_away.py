"""Bar 63: with one thing after another away, no page opens that was shut, and each says calmly what to do."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.core.files.storage import FileSystemStorage
from django.db import OperationalError, connection
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import ConnectionError as RedisAway

from lipportal.family import ROOT
from tests.bars.accepted import Accepted, Visitors
from tests.bars.crawl import content_of, pages, sign_in_pages
from tests.bars.rows import checksums, undone, writes
from tests.bars.telling import held
from tests.world import browser_of

pytestmark = pytest.mark.django_db

READERS = ("coordinator", "officer", "anonymous")
INTERNALS = re.compile(
    rb"Traceback|OperationalError|RedisAway|redis\.|psycopg|No space left|Errno|site-packages|" + re.escape(bytes(ROOT))
)


def _raise(error: Exception) -> Callable[..., Any]:
    def raising(*_args: Any, **_kwargs: Any) -> Any:
        raise error

    return raising


@contextmanager
def _each(target: type, names: tuple[str, ...], error: Exception) -> Iterator[None]:
    with ExitStack() as stack:
        for name in names:
            stack.enter_context(patch.object(target, name, _raise(error)))
        yield


@contextmanager
def _database_away() -> Iterator[None]:
    try:
        with connection.execute_wrapper(_raise(OperationalError("server closed the connection unexpectedly"))):
            yield
    finally:
        connection.needs_rollback = False


def _cache_away() -> Any:
    return _each(LocMemCache, ("get", "set", "add", "incr", "delete", "touch"), RedisAway("Error 111 connecting"))


def _files_away() -> Any:
    return _each(FileSystemStorage, ("_open", "_save", "delete", "exists"), OSError(28, "No space left on device"))


def _broker_away() -> Any:
    return patch("celery.app.task.Task.apply_async", _raise(BrokerError("Error 111 connecting")))


AWAY = {"cache": _cache_away, "database": _database_away, "files": _files_away, "broker": _broker_away}


def _problems(before: Any, after: Any, language: str) -> list[str]:
    """What is wrong with an answer given while something was away."""
    found = []
    if before.status_code != 200 and after.status_code == 200:
        found.append("opened what was shut")
    if after.status_code not in (before.status_code, 500, 503):
        found.append(f"answered {after.status_code} instead of {before.status_code}")
    if after.status_code >= 500:
        content = content_of(after)
        if INTERNALS.search(content):
            found.append("shows internals")
        if after["X-Reference"].encode() not in content:
            found.append("names no reference")
        if f'<html lang="{language}'.encode() not in content and after.status_code == 503:
            found.append("speaks another language")
    return found


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("away", AWAY)
def test_a_page_stays_shut_and_calm_while_something_is_away(world, in_turn, record_property, away, language):
    wrong, asked, kept = [], 0, 0
    # An address without a language is asked by machines, or leads to a file, whose language is its own.
    every = [page.address for page in [*pages(), *sign_in_pages()] if page.address.startswith("/en/")]
    for role in READERS:
        client = browser_of(role)
        client.raise_request_exception = False
        for address in in_turn(every, ["en", "fr"].index(language), 2):
            place = re.sub("^/en/", f"/{language}/", address)
            with undone():
                before = client.get(place)
                content_of(before)
                with AWAY[away]():
                    after = client.get(place)
                    problems = _problems(before, after, language)
            asked += 1
            kept += after.status_code == before.status_code
            if problems:
                wrong.append((role, place, problems))

    record_property("pages", asked)
    record_property("answered as always", kept)
    held(wrong, f"{asked} pages read while the {away} was away, {kept} as always, {len(wrong)} wrongly")
    assert asked > 100


@pytest.mark.parametrize("away", AWAY)
def test_what_is_sent_is_saved_whole_or_not_at_all_while_something_is_away(world, found_posts, record_property, away):
    visit, wrong, saved = Visitors(), [], 0
    whole = checksums()
    for post in found_posts:
        with post.arranged.undone():
            client = visit(post.role, quiet=True)
            with AWAY[away](), writes() as written:
                answer = post.send(client)
            saved += answer.status_code == 302
            if answer.status_code >= 500 and written.tables:
                now = checksums()
                half = {table for table in written.tables if whole[table] != now[table]} - _arranged(post)
                wrong += [(post.route, answer.status_code, sorted(half))] if half else []
            if away == "database" and answer.status_code != 503:
                wrong.append((post.route, answer.status_code, []))

    record_property("posts", len(found_posts))
    record_property("saved", saved)
    held(wrong, f"{len(found_posts)} posts while the {away} was away, {saved} saved, {len(wrong)} half or wrongly")
    assert (saved > 0) == (away != "database")


def _arranged(post: Accepted) -> set[str]:
    """The table of a record that was put into another state first."""
    return {post.arranged.record._meta.db_table} if post.arranged.record is not None else set()


@pytest.mark.parametrize(
    ("language", "says", "runs"), [("es", "no está disponible", "ltr"), ("ar", "غير متاحة", "rtl")]
)
def test_whoever_reads_spanish_or_arabic_is_told_so_too(client, db, language, says, runs):
    client.raise_request_exception = False
    with _database_away():
        answer = client.get(f"/{language}/p/london-and-middlesex/")

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert f'<html lang="{language}" dir="{runs}">' in answer.content.decode()
    assert says in answer.content.decode()


@pytest.mark.parametrize(("way", "is_told"), [("get", False), ("post", True)])
def test_only_whoever_sent_something_is_told_that_it_was_not_saved(client, db, way, is_told):
    client.raise_request_exception = False
    with _database_away():
        answer = getattr(client, way)("/en/p/london-and-middlesex/")

    assert answer.status_code == 503
    assert ("What you sent just now may not have been saved" in answer.content.decode()) == is_told
