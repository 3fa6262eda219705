"""Nothing secret lies in the project, and everything it brings along is known, pinned and named (bar 61)."""

import json
import re
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests import materials

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {
    ".git",
    ".venv",
    "var",
    "node_modules",
    "test-results",
    "__pycache__",
    ".mypy_cache",
    ".ruff_cache",
    "secrets",
}
TEXTS = {"", ".py", ".md", ".html", ".txt", ".toml", ".yml", ".json", ".js", ".css", ".po", ".tsv", ".example", ".csv"}
SECRETS = {
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/=]{20}"),
    "a key of a cloud": re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    "a token of a code host": re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{30,}|glpat-[\w-]{20,})"),
    "a token of a chat": re.compile(r"\bxox[abprs]-[A-Za-z0-9-]{10,}"),
    "a signed token": re.compile(r"\beyJ[\w-]{15,}\.eyJ[\w-]{15,}\.[\w-]{15,}"),
    "a password in an address": re.compile(r"\b[a-z]+://[^\s/:@\"'<>{}]*:(?![{<%$…])[^\s/@\"'<>{}]{12,}@"),
}


def our_texts():
    for path in ROOT.rglob("*"):
        if path.is_file() and path.suffix in TEXTS and NOT_OURS.isdisjoint(path.relative_to(ROOT).parts):
            yield path


def secrets_in(text):
    return [what for what, pattern in SECRETS.items() if pattern.search(text)]


def test_no_secret_lies_in_the_project():
    found = {
        str(path.relative_to(ROOT)): secrets_in(path.read_text(encoding="utf-8", errors="replace"))
        for path in our_texts()
    }

    assert len(found) > 800
    assert {path: secrets for path, secrets in found.items() if secrets} == {}


def test_a_secret_would_be_found():
    samples = {
        "a private key": "-----BEGIN " + "PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQE",
        "a key of a cloud": "AKIA" + "ABCDEFGHIJKLMNOP",
        "a token of a code host": "ghp_" + "a" * 36,
        "a token of a chat": "xoxb-" + "1234567890-abc",
        "a signed token": "eyJ" + "a" * 20 + ".eyJ" + "b" * 20 + "." + "c" * 20,
        "a password in an address": "postgresql://portal:" + "hunter2hunter2@db/portal",
    }

    assert {what: secrets_in(text) for what, text in samples.items()} == {what: [what] for what in samples}


def test_every_package_that_is_installed_is_pinned_to_one_version():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {
        canonicalize_name(name): version
        for name, mark, version in (line.partition("==") for line in lines if line and not line.startswith("#"))
        if mark
    }

    for name, package in materials.in_service().items():
        assert pinned[name] == materials.version_of(package)


def test_what_the_lists_name_is_named_with_one_version():
    loose = []
    for name in ("requirements.txt", "requirements-dev.txt"):
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
            told = line.partition("#")[0].strip()
            if told and not told.startswith("-r") and [each.operator for each in Requirement(told).specifier] != ["=="]:
                loose.append(told)

    assert loose == []


def test_the_bill_of_materials_is_true():
    kept = json.loads(materials.BILL.read_text(encoding="utf-8"))

    # What a package says of its licence may be told in other words by another version of the tools that read it.
    told = lambda bill: [(one["name"], one["version"], one["purl"]) for one in bill["components"]]  # noqa: E731
    assert told(kept) == told(materials.bill())
    assert all(one["licenses"][0]["license"]["name"] for one in kept["components"])
