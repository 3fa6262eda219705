"""Bring the message catalogues up to date with the words in the code and the templates."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management import CommandError
from django.core.management.commands import makemessages

# How each language counts; written into each catalogue, so that gettext and Django agree.
PLURALS = {
    "en": "nplurals=2; plural=(n != 1);",
    "fr": "nplurals=2; plural=(n > 1);",
    "es": "nplurals=2; plural=(n != 1);",
    "ar": (
        "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3"
        " : n%100>=11 && n%100<=99 ? 4 : 5;"
    ),
}
# Not yet read by somebody who speaks them from home; said in the catalogue's header until that person has.
AWAITING_A_READER = ("es", "ar")
# "locale" is ignored because Django would write into every folder of that name it meets, also when only comparing.
IGNORED = ["locale", ".venv", "var", "tests", "docs", "static", "node_modules", "build"]


class Command(makemessages.Command):
    """Collect every text marked for translation; nothing is guessed, so no entry is ever fuzzy."""

    help = "Collect the texts to translate (needs gettext's xgettext)."
    msgmerge_options = ["-q", "--backup=none", "--update", "--no-fuzzy-matching"]

    def add_arguments(self, parser: Any) -> None:
        """One question of our own: are the catalogues fresh?"""
        parser.add_argument("--check", action="store_true", help="change nothing; fail when a catalogue is out of date")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the catalogues, or only compare them."""
        if shutil.which("xgettext") is None:
            raise CommandError(
                "xgettext is missing. Install gettext (on Debian: apt-get install gettext) and try again."
            )
        if options["check"]:
            self._check(options)
        else:
            self._collect(options)

    def _collect(self, options: dict[str, Any]) -> None:
        for language in PLURALS:
            (Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES").mkdir(parents=True, exist_ok=True)
        super().handle(**_told(options))
        for language, plural in PLURALS.items():
            path = Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"
            if path.exists():
                _settle(path, language, plural)

    def _check(self, options: dict[str, Any]) -> None:
        """Collect into a folder of its own and compare; the catalogues themselves are not touched."""
        kept = Path(settings.LOCALE_PATHS[0])
        with tempfile.TemporaryDirectory() as folder:
            fresh = Path(folder) / "locale"
            shutil.copytree(kept, fresh, dirs_exist_ok=True)
            settings.LOCALE_PATHS = [fresh]
            try:
                self._collect({**options, "verbosity": 0})
            finally:
                settings.LOCALE_PATHS = [kept]
            stale = [language for language in PLURALS if _keys(kept, language) != _keys(fresh, language)]
        if stale:
            raise CommandError(f"These catalogues are out of date: {', '.join(stale)}. Run `make messages`.")
        self.stdout.write("The catalogues are fresh.")


def _told(options: dict[str, Any]) -> dict[str, Any]:
    """Everything Django's own command expects to be told."""
    return {
        "locale": list(PLURALS),
        "exclude": [],
        "domain": "django",
        "all": False,
        "extensions": ["html", "txt", "py", "typ"],
        "symlinks": False,
        "ignore_patterns": IGNORED,
        "use_default_ignore_patterns": True,
        "no_wrap": False,
        "no_location": False,
        "add_location": "file",
        "no_obsolete": True,
        "keep_pot": False,
        "verbosity": options.get("verbosity", 1),
    }


def _settle(path: Path, language: str, plural: str) -> None:
    """One header for all times: no date or program that changes with each run, and our own rule for plurals."""
    catalogue = polib.pofile(str(path), wrapwidth=100)
    catalogue.header = "The portal's own words; see docs/glossary.md for the ones that must stay the same."
    catalogue.metadata = {
        "Project-Id-Version": "lipportal",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": plural,
    }
    if language in AWAITING_A_READER:
        catalogue.metadata["X-Awaiting-Human-Reader"] = "yes"
    catalogue.metadata_is_fuzzy = False
    forms = int(plural[len("nplurals=")])
    for entry in catalogue:
        if entry.msgid_plural:
            entry.msgstr_plural = {number: entry.msgstr_plural.get(number, "") for number in range(forms)}
    catalogue.save(str(path))


def _keys(folder: Path, language: str) -> set[tuple[str, str, str]]:
    path = folder / language / "LC_MESSAGES" / "django.po"
    if not path.exists():
        return set()
    entries = polib.pofile(str(path))
    return {(entry.msgctxt or "", entry.msgid, entry.msgid_plural) for entry in entries if not entry.obsolete}
