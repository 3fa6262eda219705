"""The pages that mix apps: who may open each."""

from tests.architecture.access_rows import EVERYONE, SIGNED_IN, Row, page

ROWS: list[Row] = [
    page("home", ok=EVERYONE),
    page("search", ok=EVERYONE),
    page("help", ok=EVERYONE),
    page("accessibility", ok=EVERYONE),
    page("privacy", ok=EVERYONE),
    page("whats_new", ok=EVERYONE),
    page("whats_new_feed", ok=EVERYONE),
    page("components", ok=EVERYONE),
    page("reporting:partnership_detail", "partnership", ok=EVERYONE),
    page(
        "reporting:trail",
        "partnership",
        ok="coordinator manager co_chair administrator",
        forbidden=SIGNED_IN,
    ),
]
