"""Bar 53: every page is there in both official languages, and wherever the public goes in Spanish and Arabic too."""

from urllib.parse import urlsplit

import pytest

from lipportal.shared.languages import offered_languages
from tests.bars.accepted import Visitors
from tests.bars.crawl import Page, pages, sign_in_pages
from tests.bars.forms import route_name, tree_of
from tests.bars.telling import held

pytestmark = pytest.mark.django_db

QUERY = "?q=caf%C3%A9&page=1"


def in_language(address: str, language: str) -> str:
    """The same address in another language."""
    return f"/{language}{address[3:]}"


def every_page() -> list[Page]:
    """Pages with a language in their address."""
    return [page for page in [*pages(), *sign_in_pages()] if page.address.startswith("/en/")]


def toggles(tree) -> dict[str, str]:
    """The addresses the page offers itself at, by language."""
    found = {}
    for link in tree.xpath("//a[@hreflang][@lang]"):
        found[link.get("hreflang")] = link.get("href")
    for button in tree.xpath("//button[@name='_go'][@lang]"):
        found[button.get("lang")] = button.get("value")
    return found


def spoken(tree) -> str:
    """The language a page says it is in, without its country."""
    return str(tree.get("lang")).partition("-")[0]


def is_page(response) -> bool:
    return response.get("Content-Type", "").startswith("text/html") and bool(getattr(response, "content", b""))


# The officer's desk is in these apps; all else the officer reads as the coordinator does.
READERS = {"coordinator": (), "officer": ("reporting:", "notices:", "councils:agreement", "councils:role")}


@pytest.mark.parametrize("role", READERS)
def test_every_page_is_the_same_page_in_english_and_in_french(world, role):
    visit, wrong, read, crossings = Visitors(), [], 0, 0
    wanted_pages = [page for page in every_page() if page.route.name.startswith(READERS[role] or "")]

    for page in wanted_pages:
        english = visit(role).get(page.address + QUERY)
        french = visit(role).get(in_language(page.address, "fr") + QUERY)
        read += 1
        if english.status_code != french.status_code:
            wrong.append((page.address, "status", english.status_code, french.status_code))
            continue
        for language, response in (("en", english), ("fr", french)):
            if not is_page(response) or response.status_code >= 400:
                continue
            tree = tree_of(response)
            if spoken(tree) != language or tree.get("dir") != "ltr":
                wrong.append((page.address, "html lang", language, tree.get("lang"), tree.get("dir")))
            other = "fr" if language == "en" else "en"
            target = toggles(tree).get(other)
            crossings += 1
            wanted = in_language(page.address, other)
            if target is None or urlsplit(target).path != wanted or f"?{urlsplit(target).query}" != QUERY:
                wrong.append((page.address, "toggle", language, target))

    held(wrong, f"{read} pages in two languages, {crossings} crossings, {len(wrong)} differ")
    assert read > (100 if role == "coordinator" else 30), f"only {read} pages"


def test_public_pages_are_offered_in_four_languages(world):
    visit, wrong, read = Visitors(), [], 0

    for page in every_page():
        if page.route.access != "public" or offered_languages(page.route.view) == ("en", "fr"):
            continue
        status = visit("anonymous").get(page.address).status_code
        for language in ("es", "ar"):
            address = in_language(page.address, language)
            response = visit("anonymous").get(address)
            read += 1
            if response.status_code != status:
                wrong.append((address, response.status_code, status))
            if response.status_code != 200 or not is_page(response):
                continue
            tree = tree_of(response)
            if (spoken(tree), tree.get("dir")) != (language, "rtl" if language == "ar" else "ltr"):
                wrong.append((address, tree.get("lang"), tree.get("dir")))
            dead = [target for target in toggles(tree).values() if route_name(target) != page.route.name]
            if dead or len(toggles(tree)) < 3:
                wrong.append((address, "toggles", toggles(tree)))

    held(wrong, f"{read} pages read in Spanish and Arabic, {len(wrong)} wrong")
    assert read > 20, f"only {read} pages"


def test_public_pages_are_marked_for_four_languages(world):
    ours = [page for page in pages() if page.route.access == "public" and page.address.startswith("/en/")]
    two = [page.route.name for page in ours if len(offered_languages(page.route.view)) != 4]
    # The page of building blocks is for those who build; a workbook and a feed have no language switch.
    two = [name for name in two if name != "components" and not name.startswith("demo")]
    two = [name for name in two if not name.endswith(("excel", "feed"))]

    assert two == [], f"{len(ours)} public pages"


def test_a_private_page_in_spanish_leads_to_the_same_page_in_an_official_language(world):
    visit, wrong, read = Visitors(), [], 0

    for page in every_page():
        if len(offered_languages(page.route.view)) == 4:
            continue
        response = visit("coordinator").get(in_language(page.address, "es") + QUERY)
        read += 1
        target = response.get("Location", "")
        if response.status_code != 302 or urlsplit(target).path not in (page.address, in_language(page.address, "fr")):
            wrong.append((page.address, response.status_code, target))
        elif f"?{urlsplit(target).query}" != QUERY:
            wrong.append((page.address, "query", target))

    held(wrong, f"{read} private pages asked for in Spanish, {len(wrong)} led elsewhere")
    assert read > 50, f"only {read} pages"
