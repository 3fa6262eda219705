"""Typed readers for the PORTAL_* environment; every setting is read here once, or refused with a sentence.

A variable that is there but blank, as in a copied .env.example, counts as not there.
"""

from pathlib import Path

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


def flag(name: str, *, default: bool) -> bool:
    """The setting as yes or no; anything that is neither is refused."""
    try:
        return default if _is_blank(name) else bool(_env.bool(name))
    except EnvError as error:
        raise _explained(name, "true or false") from error


def number(name: str, default: int) -> int:
    """The setting as a whole number."""
    try:
        return default if _is_blank(name) else int(_env.int(name))
    except EnvError as error:
        raise _explained(name, "a whole number") from error


def words(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """The setting as a list, its members separated by commas."""
    return [word.strip() for word in text(name, ",".join(default)).split(",") if word.strip()]


def folder(name: str, default: Path) -> Path:
    """The setting as an absolute folder; it need not exist yet."""
    return Path(text(name, str(default))).expanduser().resolve()
