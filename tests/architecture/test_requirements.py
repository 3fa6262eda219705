"""docs/requirements.md stays complete: every requirement once, in order, and every test it names is real."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "docs" / "requirements.md"
COUNT = 178
WORDS = 15
STATE = re.compile(r"served|partly(: \S.*)?|waits: \S.*")
TEST_NAME = re.compile(r"(?P<path>tests/[\w/]+\.py)::(?:Test\w+::)?(?P<name>test_\w+)(?:\[[^\]]+\])?")


class Row(NamedTuple):
    """One line of the table."""

    number: str
    wording: str
    where: str
    tests: str
    state: str

    @property
    def named_tests(self) -> list[str]:
        """The tests it names, without marks."""
        return [] if self.tests == "—" else [part.strip().strip("`") for part in self.tests.split(",")]

    @property
    def claims_service(self) -> bool:
        """Whether it says that something is there already."""
        return not self.state.startswith("waits")


def rows_in(text: str) -> Iterator[Row]:
    """Rows of the table, as written."""
    for line in text.splitlines():
        if re.match(r"\|\s*R\d", line):
            yield Row(*(cell.strip() for cell in line.strip().strip("|").split("|")))


def names_of_tests_in(path: Path) -> set[str]:
    """Names of the test functions in a file, in classes too."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))}


def problems_with_named_test(named: str) -> list[str]:
    """Why a named test is not real; empty when it is."""
    match = TEST_NAME.fullmatch(named)
    if match is None:
        return [f"{named!r} is not written tests/….py::test_name"]
    path = ROOT / match["path"]
    if not path.is_file():
        return [f"{match['path']} does not exist"]
    if match["name"] not in names_of_tests_in(path):
        return [f"{match['path']} has no {match['name']}"]
    return []


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    """The table as it is."""
    return list(rows_in(TABLE.read_text(encoding="utf-8")))


def test_requirements_are_each_there_once_and_in_order(rows):
    assert [row.number for row in rows] == [f"R{number}" for number in range(1, COUNT + 1)]


def test_requirements_are_short_and_say_where(rows):
    assert [row.number for row in rows if not row.where or not 1 <= len(row.wording.split()) <= WORDS] == []


def test_requirements_have_an_allowed_state(rows):
    assert [(row.number, row.state) for row in rows if not STATE.fullmatch(row.state)] == []


def test_requirements_served_name_a_test(rows):
    assert [row.number for row in rows if row.claims_service and not row.named_tests] == []


def test_requirements_name_only_real_tests(rows):
    problems = [
        (row.number, problem)
        for row in rows
        for named in row.named_tests
        for problem in problems_with_named_test(named)
    ]

    assert problems == []


@pytest.mark.parametrize(
    "named",
    [
        "test_alone",
        "tests/architecture/test_nowhere.py::test_it",
        "tests/architecture/test_requirements.py::test_not_here",
    ],
)
def test_requirements_notice_a_test_that_is_not_real(named):
    assert len(problems_with_named_test(named)) == 1
