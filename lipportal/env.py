"""Typed readers for the PORTAL_* environment; every setting is read here once, or refused with a sentence.

A variable that is there but blank, as in a copied .env.example, counts as not there.
"""

import os
import re
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

_env = Env(prefix="PORTAL_")
# Digits as everybody types them, and no more of them than any setting needs.
_WHOLE_NUMBER = re.compile("[0-9]{1,12}")
_ENTRIES_OF_WEB = frozenset({"lipportal.wsgi", "lipportal.asgi"})


def _explained(name: str, wanted: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"PORTAL_{name} must be {wanted}. See .env.example for what it is for.")


def _is_blank(name: str) -> bool:
    return not str(_env.str(name, "")).strip()


def text(name: str, default: str | None = None) -> str:
    """The setting as text; without a default it must be there."""
    if not _is_blank(name):
        return str(_env.str(name))
    if default is None:
        raise _explained(name, "set")
    return default


def secret(name: str, default: str | None = None, *, shortest: int = 0) -> str:
    """A secret, from PORTAL_<name> or from the file that PORTAL_<name>_FILE names; one that is too short is refused.

    A file that is named must hold it: one that is blank was made by mistake, and nothing usual stands in for it.
    """
    is_in_file = not _is_blank(f"{name}_FILE")
    found = _held_by(f"{name}_FILE") if is_in_file else text(name, default)
    if found and len(found) < shortest:
        raise _explained(name, f"at least {shortest} characters long")
    return found


def _held_by(name: str) -> str:
    try:
        held = Path(text(name).strip()).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise _explained(name, "the path of a readable file") from error
    except UnicodeDecodeError:
        # Its own words would quote a part of the secret.
        raise _explained(name, "the path of a file that is written in UTF-8") from None
    if not held:
        raise _explained(name, "the path of a file that is not blank")
    return held


def address(name: str, default: str, kinds: tuple[str, ...]) -> str:
    """The address of a service, of one of these kinds, or blank; a refusal never repeats it: it may hold a password."""
    found = secret(name, default)
    kind, mark, _rest = found.partition("://")
    if found and not (mark and kind in kinds):
        raise _explained(name, "an address that begins with " + " or ".join(f"{kind}://" for kind in kinds))
    return found


def database(name: str, default: str) -> dict[str, Any]:
    """A database's address as Django takes it; PostgreSQL in production, SQLite for trying."""
    found = address(name, default, ("postgresql", "postgres", "sqlite"))
    try:
        return dict(dj_database_url.parse(found))
    except ValueError as error:
        raise _explained(name, "an address such as postgresql://user:password@host/name") from error


def flag(name: str, *, default: bool) -> bool:
    """The setting as yes or no; anything that is neither is refused."""
    try:
        return default if _is_blank(name) else bool(_env.bool(name))
    except EnvError as error:
        raise _explained(name, "true or false") from error


def number(name: str, default: int, *, least: int = 0) -> int:
    """The setting as a whole number, never below the least."""
    found = text(name, str(default)).strip()
    if not _WHOLE_NUMBER.fullmatch(found) or int(found) < least:
        raise _explained(name, f"a whole number, and not below {least}")
    return int(found)


def one_of(name: str, default: str, choices: tuple[str, ...]) -> str:
    """The setting as one of these words, however it is capitalized."""
    found = text(name, default).strip().upper()
    if found not in choices:
        raise _explained(name, f"one of {', '.join(choices)}")
    return found


def site(name: str, default: str, *, is_https: bool) -> str:
    """The address people type, without a slash at its end; over HTTPS where everything else is."""
    found = text(name, default).strip().rstrip("/")
    if not _is_site(found):
        raise _explained(name, "an address such as https://portal.example")
    if is_https and not found.startswith("https://"):
        raise _explained(name, "an https address while PORTAL_HTTPS is true")
    return found


def _is_site(found: str) -> bool:
    try:
        parts = urlsplit(found)
        is_whole = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return is_whole and parts.scheme in {"http", "https"} and not re.search(r"[\s?#@]", found)


def words(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """The setting as a list, its members separated by commas."""
    return [word.strip() for word in text(name, ",".join(default)).split(",") if word.strip()]


def folder(name: str, default: Path) -> Path:
    """The setting as an absolute folder; it need not exist yet."""
    return Path(text(name, str(default))).expanduser().resolve()


def serves_pages() -> bool:
    """Whether this process answers people: then its entry for web servers is what loads the settings."""
    return not _ENTRIES_OF_WEB.isdisjoint(sys.modules)


def runs_in_tests() -> bool:
    """Whether tests run this process: whoever runs them says so to each that they start."""
    return "PYTEST_VERSION" in os.environ
