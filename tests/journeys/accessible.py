"""What axe and a narrow screen find on a page, gathered so that one reads each finding once."""

from collections import defaultdict
from pathlib import Path

from axe_playwright_python.base import AXE_FILE_PATH

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW, WIDE = 320, 1280
SCROLLS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
OPENED = "() => document.querySelectorAll('main details').forEach(one => { one.open = true; })"
RUN = "options => axe.run(document, options).then(found => found.violations)"
SOURCE = Path(AXE_FILE_PATH).read_text(encoding="utf-8")


def options(*, without: tuple[str, ...] = ()) -> dict:
    """The tags of bar 47, with target-size, which axe leaves off."""
    rules = {"target-size": {"enabled": True}, **{rule: {"enabled": False} for rule in without}}
    return {"runOnly": {"type": "tag", "values": TAGS}, "rules": rules, "resultTypes": ["violations"]}


class Findings:
    """Findings by what they are, with the pages they were met on."""

    def __init__(self) -> None:
        self.met: dict[str, list[str]] = defaultdict(list)

    def add(self, finding: str, where: str) -> None:
        self.met[finding].append(where)

    def look(
        self, page, state: str, *, widths: tuple[int, ...] = (WIDE, NARROW), without: tuple[str, ...] = ()
    ) -> None:
        """Look at the page with everything on it opened, at each width."""
        page.evaluate(OPENED)
        page.evaluate(SOURCE)
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            where = f"{state} at {width}"
            for violation in page.evaluate(RUN, options(without=without)):
                for node in violation["nodes"]:
                    self.add(f"{violation['id']}: {node['target'][0]}: {node['html'][:160]}", where)
            if width == NARROW and page.evaluate(SCROLLS) > 0:
                self.add("the page scrolls sideways", where)

    def __str__(self) -> str:
        lines = []
        for finding, places in sorted(self.met.items(), key=lambda pair: -len(pair[1])):
            more = f" and {len(places) - 3} more" if len(places) > 3 else ""
            lines.append(f"{finding}\n    on {', '.join(places[:3])}{more}")
        return "\n".join(lines)
