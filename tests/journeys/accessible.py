"""What axe and a narrow screen find on a page, gathered so that one reads each finding once."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from axe_playwright_python.base import AXE_FILE_PATH

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW, WIDE = 320, 1280
SCROLLS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
OPENED = "() => document.querySelectorAll('main details').forEach(one => { one.open = true; })"
# Where axe cannot tell what lies beneath a text (a drawing, a list that scrolls, a single figure), the text is measured
# against the nearest thing painted beneath its middle; a picture beneath it stays a doubt.
RUN = """async options => {
  const found = await axe.run(document, options);
  const paint = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = colour => {
    paint.clearRect(0, 0, 1, 1);
    paint.fillStyle = colour;
    paint.fillRect(0, 0, 1, 1);
    return [...paint.getImageData(0, 0, 1, 1).data];
  };
  const light = colour => {
    const [r, g, b] = rgba(colour).map(part => part / 255).map(
      part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const beneath = one => {
    one.scrollIntoView({ block: "center", inline: "center" });
    const box = one.getBoundingClientRect();
    const hit = document.elementsFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    const above = [];
    for (let at = one; at; at = at.parentElement) above.push(at);
    for (const at of [...hit.slice(hit.findIndex(it => it === one || one.contains(it)) + 1), ...above]) {
      const style = getComputedStyle(at);
      // Words and hairlines cross beneath a text; neither is its ground.
      if (at instanceof SVGTextContentElement || at instanceof SVGLineElement) continue;
      const paints = at instanceof SVGGeometryElement ? [style.fill, style.stroke] : [style.backgroundColor];
      if (style.backgroundImage !== "none") return null;
      const opaque = paints.filter(colour => colour !== "none").find(colour => rgba(colour)[3] === 255);
      if (opaque) return opaque;
    }
    return "white";
  };
  const ratio = node => {
    const one = document.querySelector(node.target[0]), under = one && beneath(one);
    if (!under) return 0;
    const style = getComputedStyle(one);
    const [dark, bright] = [light(one.closest("svg") ? style.fill : style.color), light(under)].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  };
  const doubts = found.incomplete.filter(one => ["color-contrast", "target-size"].includes(one.id)).map(one => ({
    id: `${one.id} in doubt`,
    nodes: one.nodes.filter(node => one.id === "target-size" || ratio(node) < 4.5),
  }));
  return [...found.violations, ...doubts].map(({ id, nodes }) => ({
    id, nodes: nodes.map(node => ({ target: node.target, html: node.html })),
  }));
}"""
SOURCE = Path(AXE_FILE_PATH).read_text(encoding="utf-8")


OPTIONS = {
    "runOnly": {"type": "tag", "values": TAGS},
    # The tags of bar 47 leave target-size off.
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations", "incomplete"],
    "preload": False,
}


class Findings:
    """Findings by what they are, with the pages they were met on."""

    def __init__(self) -> None:
        self.met: dict[str, list[str]] = defaultdict(list)

    def add(self, finding: str, where: str) -> None:
        self.met[finding].append(where)

    def look(self, page, state: str, ways: Iterable[tuple[int, str]]) -> None:
        """Look at the page with everything on it opened, so wide and so lit; scrolling sideways is seen in any case."""
        page.evaluate(OPENED)
        page.evaluate(SOURCE)
        for width, scheme in ways:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            for violation in page.evaluate(RUN, OPTIONS):
                for node in violation["nodes"]:
                    found = f"{violation['id']}: {node['target'][0]}: {node['html'][:160]}"
                    self.add(found, f"{state} at {width} in the {scheme}")
        page.set_viewport_size({"width": NARROW, "height": 900})
        if page.evaluate(SCROLLS) > 0:
            self.add("the page scrolls sideways", f"{state} at {NARROW}")

    def __str__(self) -> str:
        lines = []
        for finding, places in sorted(self.met.items(), key=lambda pair: -len(pair[1])):
            more = f" and {len(places) - 3} more" if len(places) > 3 else ""
            lines.append(f"{finding}\n    on {', '.join(places[:3])}{more}")
        return "\n".join(lines)
