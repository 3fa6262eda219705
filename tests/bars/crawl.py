"""Reading pages: which ones there are, and what of a page says the same at every visit."""

import re
from dataclasses import dataclass
from typing import Any

from tests.bars.accepted import methods_of
from tests.bars.routes import LONDON, Route, address_of, all_routes, our_routes, places_of, resolvable

ONCE = (
    re.compile(rb'name="(csrfmiddlewaretoken|_key|_writer)" value="[^"]*"'),
    # The seconds a session has left.
    re.compile(rb'data-left="[^"]*"'),
)


@dataclass(frozen=True)
class Page:
    """One address that is read."""

    route: Route
    address: str


def pages(*, every_state: bool = False, slug: str = LONDON) -> list[Page]:
    """The pages of the portal, at the first record of each kind or at one for each state."""
    found = []
    for route in our_routes():
        if "GET" in methods_of(route):
            places = places_of(route, slug)
            found += [Page(route, address_of(route, parts)) for parts in (places if every_state else places[:1])]
    return found


def sign_in_pages() -> list[Page]:
    """The pages of signing in and of a person's own settings that need no secret."""
    return [
        Page(route, address_of(route, {}))
        for route in all_routes()
        if not route.is_ours and resolvable(route) and "logout" not in route.name
    ]


def content_of(response: Any) -> bytes:
    """The bytes of a response, also of a file."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def steady(response: Any) -> bytes:
    """The bytes of a response without what is new at every visit."""
    content = content_of(response).replace(response.get("X-Reference", "no reference").encode(), b"")
    for pattern in ONCE:
        content = pattern.sub(b"", content)
    return content
