"""Reads that a page makes once, however many of its parts ask."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation

from lipportal.shared.once import once_a_page, read_once_middleware


@pytest.fixture
def read():
    asked = []

    @once_a_page
    def read(*names):
        asked.append(names)
        return list(names)

    read.asked = asked
    return read


def ask(request, *questions):
    """Answer a request by asking each question in turn."""

    def view(_request):
        for question in questions:
            question()
        return HttpResponse()

    return read_once_middleware(view)(request)


def test_a_page_reads_the_same_thing_once(read):
    ask(RequestFactory().get("/"), lambda: read("a"), lambda: read("a"), lambda: read(["a", "b"]))

    assert read.asked == [("a",), (["a", "b"],)]


def test_the_next_page_reads_anew(read):
    for _page in range(2):
        ask(RequestFactory().get("/"), lambda: read("a"))

    assert read.asked == [("a",), ("a",)]


def test_another_language_is_read_apart(read):
    def in_french():
        with translation.override("fr"):
            read("a")

    ask(RequestFactory().get("/"), lambda: read("a"), in_french)

    assert len(read.asked) == 2


def test_a_request_that_may_write_remembers_nothing(read):
    ask(RequestFactory().post("/"), lambda: read("a"), lambda: read("a"))

    assert len(read.asked) == 2


def test_outside_a_page_every_read_is_real(read):
    assert read("a") == read("a") == ["a"]
    assert len(read.asked) == 2
