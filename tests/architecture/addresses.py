"""Every address the portal answers at, found by walking the resolver: its name, its parts, the methods it takes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.architecture.access_rows import Row

# Addresses of the sign-in library and a person's own settings; tests/integration/accounts lives through them.
SIGN_IN_PREFIXES = ("account_", "mfa_", "socialaccount_", "openid_connect_")
LANGUAGE = "/en"
READ_AND_WRITE = frozenset({"GET", "POST"})


@dataclass(frozen=True)
class Address:
    """One pattern; where it has no name, the path itself is its name."""

    name: str
    parts: frozenset[str]
    view: Any

    @property
    def is_the_librarys(self) -> bool:
        """Whether the view behind it is not the portal's own."""
        return self.view.__module__.startswith(("allauth.", "django.views."))

    @property
    def methods(self) -> frozenset[str]:
        """GET and POST, or the one of them it takes: asked of the view itself, as its outermost decorator answers."""
        if self.is_the_librarys:
            page = getattr(self.view, "view_class", None)
            return frozenset(m for m in READ_AND_WRITE if page is None or hasattr(page, m.lower()))
        response = self.view(RequestFactory().put("/"), **dict.fromkeys(self.parts, "anything"))
        assert response.status_code == 405, f"{self.name} does not declare its methods"
        return frozenset(response["Allow"].replace(" ", "").split(",")) & READ_AND_WRITE


def _walk(patterns: Iterable[Any], path: str, namespace: str, above: frozenset[str]) -> Iterator[Address]:
    for each in patterns:
        parts = above | set(each.pattern.converters or each.pattern.regex.groupindex)
        if isinstance(each, URLResolver):
            inner = f"{namespace}{each.namespace}:" if each.namespace else namespace
            yield from _walk(each.url_patterns, path + str(each.pattern), inner, parts)
        elif isinstance(each, URLPattern):
            unnamed = (path + str(each.pattern)).removeprefix(LANGUAGE)
            yield Address(namespace + each.name if each.name else unnamed, parts, each.callback)


@cache
def all_addresses() -> tuple[Address, ...]:
    """Every pattern, in the order in which they are asked."""
    found: dict[tuple[str, frozenset[str]], Address] = {}
    for each in _walk(get_resolver().url_patterns, "/", "", frozenset()):
        found.setdefault((each.name, each.parts), each)
    return tuple(found.values())


def path_of(name: str, parts: dict[str, Any]) -> str:
    """The path of an address by its name, or of one without a name."""
    return LANGUAGE + name if name.startswith("/") else reverse(name, kwargs=parts)


def undeclared(addresses: Iterable[Address], rows: Iterable[Row], where: dict[str, dict[str, Any]]) -> list[str]:
    """Each address and method no row speaks for, and each row that speaks for none; empty when they agree."""
    taken = {(each.name, each.parts, method) for each in addresses for method in each.methods}
    told = {(row.name, frozenset(where.get(row.place, ())), row.method) for row in rows}
    return sorted(
        [f"no row: {method} {name} {sorted(parts)}" for name, parts, method in taken - told]
        + [f"no address: {method} {name} {sorted(parts)}" for name, parts, method in told - taken]
    )
