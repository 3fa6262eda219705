"""Each of the demonstration's people comes in through its door and finds a day that is theirs."""

import pytest

from reporting.demo.cast import PARTS


@pytest.mark.parametrize("key", [part.key for part in PARTS])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_role_enters_and_finds_its_day(visit, key, language):
    window = visit(language).enter(key)

    assert window.status == 200
    assert window.page.url.endswith(f"/{language}/")
    assert window.title().startswith(window.say("My day"))
    window.page.wait_for_load_state("networkidle")
