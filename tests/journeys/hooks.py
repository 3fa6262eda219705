"""What a browser does beyond showing text: running, asking, breaking the policy, calling a foreign host."""

from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page

from tests.bars.payloads import PAYLOADS
from tests.bars.planted import MARK

# Set before anything of the page runs, in its frames too; a page of its own after a redirect is no other case.
HOOKS = """
window.pwn = () => window.tellTheTest("pwn() ran in " + location.href);
for (const name of ["alert", "confirm", "prompt", "print"]) window[name] = () => window.tellTheTest(name + " was called");
document.addEventListener("securitypolicyviolation", event => window.tellTheTest(
  `policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
"""
# What no payload may have become; and all words there are, in texts, in attributes and in what stands in fields.
LOOK = """() => {
  const acting = /^(javascript|vbscript|data:text)/i, found = [];
  const leadsAway = text => { try { return new URL(text, location.href).host === "pwn.example"; } catch { return false; } };
  const words = [document.body ? document.body.textContent : ""];
  for (const one of document.querySelectorAll("*")) {
    const tag = one.tagName.toLowerCase();
    if (/^(base|embed|iframe|object|frame|frameset|applet|math|style|audio|video|marquee)$/.test(tag)) found.push(`<${tag}>`);
    if (tag === "script" && one.type !== "application/json" && !/^\\/static\\//.test(one.getAttribute("src") || "")) found.push("<script>");
    if ("value" in one && typeof one.value === "string") words.push(one.value);
    for (const { name, value } of one.attributes) {
      const leads = value.replace(/[\\x00-\\x20]/g, "");
      words.push(value);
      if (/^on|^(pwn|style|srcdoc|ping)$/.test(name)) found.push(`${tag} ${name}=${value.slice(0, 60)}`);
      if (/^(href|src|action|formaction|data|xlink:href|poster|srcset|background|hx-.*)$/.test(name)
          && (acting.test(leads) || leadsAway(leads.split(" ")[0])))
        found.push(`${tag} ${name}=${value.slice(0, 60)}`);
    }
  }
  return { found, words: words.join("\\n") };
}"""


class Watched:
    """One window whose every act beyond showing text is written down, with the page where it was."""

    def __init__(self, context: BrowserContext, host: str) -> None:
        self.told: list[tuple[str, str]] = []
        self.host = host
        self.at = ""
        context.add_init_script(HOOKS)
        self.page = context.new_page()
        self.page.expose_function("tellTheTest", self.tell)
        self._listen(self.page)
        context.on("page", lambda opened: self.tell(f"a window opened: {opened.url}"))

    def _listen(self, page: Page) -> None:
        page.on("dialog", self._ask)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.tell(f"an error: {error}"))
        page.on("request", lambda request: self._call(request.url))

    def tell(self, what: str) -> None:
        """Write it down."""
        self.told.append((self.at, what[:300]))

    def _ask(self, dialog) -> None:
        self.tell(f"a dialog: {dialog.message}")
        dialog.dismiss()

    def _console(self, message) -> None:
        if "Content Security Policy" in message.text:
            self.tell(f"the console: {message.text}")

    def _call(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("data", "blob", "about") and parts.netloc != self.host:
            self.tell(f"a foreign host: {address}")

    def look(self) -> set[tuple[int, int]]:
        """Write down what became more than text; the payloads that stand on the page, word for word, by column."""
        looked = self.page.evaluate(LOOK)
        for found in looked["found"]:
            self.tell(f"an element: {found}")
        return set(seen_in(looked["words"]))


def seen_in(words: str) -> list[tuple[int, int]]:
    """Each column and payload whose mark stands right behind the very words of that payload."""
    said = _as_shown(words)
    marks = {(int(column), int(which)) for column, which in MARK.findall(said)}
    shown = _SHOWN
    return [(column, which) for column, which in marks if f"{shown(which)} q{column}q{which}q" in said]


def _as_shown(words: str) -> str:
    """As a page shows it, wherever it breaks the line."""
    return " ".join(words.split())


_SHOWN: Callable[[int], str] = [_as_shown(payload) for payload in PAYLOADS].__getitem__
