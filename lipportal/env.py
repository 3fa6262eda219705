"""Typed readers for the PORTAL_* environment; every setting is read here once, or refused with a sentence.

A variable that is there but blank, as in a copied .env.example, counts as not there.
"""

from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

_env = Env(prefix="PORTAL_")


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


def secret(name: str, default: str | None = None) -> str:
    """A secret, from PORTAL_<name> or from the file named by PORTAL_<name>_FILE."""
    path = _env.str(f"{name}_FILE", "")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise _explained(f"{name}_FILE", "the path of a readable file") from error
    return text(name, default)


def address(name: str, default: str, kinds: tuple[str, ...]) -> str:
    """The address of a service, of one of these kinds, or blank; a refusal never repeats it: it may hold a password."""
    found = secret(name, default)
    if found and found.partition("://")[0] not in kinds:
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


def number(name: str, default: int) -> int:
    """The setting as a whole number, never below zero."""
    try:
        found = default if _is_blank(name) else int(_env.int(name))
    except EnvError as error:
        raise _explained(name, "a whole number") from error
    if found < 0:
        raise _explained(name, "a whole number, and not below zero")
    return found


def words(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """The setting as a list, its members separated by commas."""
    return [word.strip() for word in text(name, ",".join(default)).split(",") if word.strip()]


def folder(name: str, default: Path) -> Path:
    """The setting as an absolute folder; it need not exist yet."""
    return Path(text(name, str(default))).expanduser().resolve()
