"""The catalogues hold every word, in the languages it is owed in, with nothing guessed and nothing left out."""

import re
import shutil
from io import StringIO
from pathlib import Path

import polib
import pytest
from django.core.management import CommandError, call_command

from reporting.management.commands.makecatalogues import AWAITING_A_READER

ROOT = Path(__file__).resolve().parents[2]
LOCALE = ROOT / "lipportal" / "locale"
TRANSLATED = ("fr", "es", "ar")
PLACEHOLDER = re.compile(r"%\([a-z_0-9]+\)[sd]|%[sd]|\{[a-z_0-9]*\}")
# French that is the same word as the English one, and why that is right.
SAME_IN_FRENCH = {
    "Action": "the same word",
    "Actions": "the same word",
    "Agenda": "the same word",
}
# Where a word to avoid is the right one: the beginning of the text, and why.
RIGHT_ALL_THE_SAME = {
    "The PDF is locked": "a file that wants a password",
    "Stages overlap; none is locked": "says that nothing is",
    "Everybody can read the strategy": "says in the same breath how the words are opened again",
}
NAMES = {"fr": "Français", "es": "Español", "ar": "العربية"}
NOT_READ_YET = "The Spanish and Arabic of the portal have not yet been read by native speakers."
# More of them, one a line: the text, a tab, the reason.
SAME_WORDS = LOCALE / "fr" / "same_words.tsv"
# Where a member of the public goes: texts found in these places are owed in Spanish and Arabic too.
PUBLIC_PLACES = re.compile(
    r"""
    templates/(?:base|4\d\d[a-z_]*|50\d)\.html
    |templates/(?:account|allauth|components|crispy|socialaccount)/
    |templates/pages/(?!components)
    |templates/(?:accounts/_?demo|drafts/conflict|mfa/authenticate|mfa/webauthn/snippets/|notices/(?:demo_|_)mail)
    |templates/emails/(?:_frame|account/|invitation/)
    |templates/councils/(?:directory|body_(?:list|detail)|terms_(?:list|detail|compare)|invitation_(?:open|closed))
    |templates/councils/_(?:body_counts|filters|language_honest|terms_state)
    |templates/strategies/(?:strategy_(?:list|detail)|direction_detail|amendment_detail)
    |templates/strategies/_(?:adoption|amendments|document_directions|state|text|years)
    |templates/actionplans/(?:plan_(?:list|detail)|action_detail)
    |templates/actionplans/_(?:action_outputs|action_table|by_state|filters|long_text|outputs|plan_state)
    |templates/actionplans/_(?:since_adoption|steps)
    |templates/reporting/(?:partnership_detail|results_detail|search)
    |templates/reporting/_(?:partnership_(?:join|place|results)|cover|evidence|figures|plan_figures|plan_lines)
    |lipportal/shared/(?:components|drawings|formats|frame|languages|refusals|year_line)\.py
    |lipportal/settings\.py
    |(?:councils|strategies|actionplans|reporting)/choices\.py
    |reporting/(?:demo/cast|views/page|queries/(?:news|partnership_page|retention|search))\.py
    """,
    re.VERBOSE,
)


def catalogue(language):
    return polib.pofile(str(LOCALE / language / "LC_MESSAGES" / "django.po"))


def same_words():
    lines = SAME_WORDS.read_text(encoding="utf-8").splitlines() if SAME_WORDS.exists() else []
    listed = dict(line.split("\t", 1) for line in lines if "\t" in line)
    return SAME_IN_FRENCH | listed


def texts(entry):
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def is_owed(entry, language):
    return language == "fr" or any(PUBLIC_PLACES.search(place) for place, _line in entry.occurrences)


def test_catalogues_are_fresh():
    if shutil.which("xgettext") is None:
        pytest.fail("xgettext is missing: install gettext to compare the catalogues with the code")
    kept = [path.read_bytes() for path in sorted(LOCALE.rglob("*.po"))]

    try:
        call_command("makecatalogues", check=True, stdout=StringIO())
    except CommandError as trouble:
        pytest.fail(str(trouble))

    assert [path.read_bytes() for path in sorted(LOCALE.rglob("*.po"))] == kept


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_owed_is_translated(language):
    missing = [e.msgid for e in catalogue(language) if not e.obsolete and is_owed(e, language) and not all(texts(e))]

    assert missing == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_nothing_is_fuzzy_or_obsolete(language):
    found = catalogue(language)

    assert [entry.msgid for entry in found if entry.fuzzy or entry.obsolete] == []
    assert not found.metadata_is_fuzzy


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_plural_has_all_its_forms(language):
    found = catalogue(language)
    forms = int(re.search(r"nplurals=(\d)", found.metadata["Plural-Forms"])[1])

    assert [e.msgid for e in found if e.msgid_plural and any(texts(e)) and len(e.msgstr_plural) != forms] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_translation_keeps_its_placeholders(language):
    wrong = []
    for entry in catalogue(language):
        allowed = {frozenset(PLACEHOLDER.findall(text)) for text in (entry.msgid, entry.msgid_plural) if text}
        named = {text for text in texts(entry) if text and frozenset(PLACEHOLDER.findall(text)) not in allowed}
        # A singular may spell its number out.
        wrong += [text for text in named if not any(set(PLACEHOLDER.findall(text)) <= one for one in allowed)]
        if not entry.msgid_plural:
            wrong += [text for text in named if text not in wrong]
    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_says_a_line_more_or_less(language):
    wrong = [
        entry.msgid
        for entry in catalogue(language)
        for text in texts(entry)
        if text
        and (entry.msgid.startswith("\n") != text.startswith("\n") or entry.msgid.endswith("\n") != text.endswith("\n"))
    ]

    assert wrong == []


def test_french_equals_english_only_where_listed():
    same = [entry.msgid for entry in catalogue("fr") if entry.msgstr and entry.msgstr == entry.msgid]

    assert [
        text for text in same if text not in same_words() and re.search(r"[A-Za-z]{2}", PLACEHOLDER.sub("", text))
    ] == []


def test_french_is_set_as_it_is_in_canada():
    """A no-break space before a colon and inside guillemets; none before ; ! ?; curly apostrophes."""
    wrong = []
    for entry in catalogue("fr"):
        for text in texts(entry):
            plain = re.sub(r"https?://\S+|&\w+;|<[^>]*>|\{[^}]*\}|%\(\w+\)[sd]", "x", text)
            if re.search(r"\s[;?!](?!\w)|[^\u00a0]»|[^\u00a0\d]:(?=\s|$)|«(?!\u00a0)|[A-Za-zÀ-ÿ]'[A-Za-zÀ-ÿ]", plain):
                wrong.append(text)
    assert wrong == []


def test_english_is_its_own_source():
    assert [entry.msgid for entry in catalogue("en") if entry.msgstr and entry.msgstr != entry.msgid] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_language_nobody_from_home_has_read_says_so_in_its_header_and_in_the_glossary(language):
    is_awaiting = language in AWAITING_A_READER

    assert (catalogue(language).metadata.get("X-Awaiting-Human-Reader") == "yes") == is_awaiting
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    assert (f"{NAMES[language]} *" in glossary) == is_awaiting
    assert "**Awaiting a human reader.**" in glossary


@pytest.mark.django_db
@pytest.mark.parametrize("language", AWAITING_A_READER)
def test_the_accessibility_page_says_so_to_its_readers_in_their_language(client, language):
    said = next(entry for entry in catalogue(language) if entry.msgid == NOT_READ_YET)

    assert said.msgstr in client.get(f"/{language}/accessibility/").content.decode()


def test_nobody_meets_the_words_the_glossary_avoids():
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    table = glossary.partition("## Words we avoid")[2].partition("\n## ")[0]
    avoided = [word for line in table.splitlines()[4:] if line for word in re.split(r", ", line.split("|")[1].strip())]
    pattern = re.compile(
        rf"\b(?:{'|'.join(re.escape(re.sub(r' [(]verb[)]', '', word)) for word in avoided)})s?\b", re.IGNORECASE
    )
    met = [entry.msgid for entry in catalogue("fr") if pattern.search(entry.msgid)]

    assert len(avoided) > 12
    assert [text for text in met if not text.startswith(tuple(RIGHT_ALL_THE_SAME))] == []
    assert len(met) == len(RIGHT_ALL_THE_SAME)
