"""The sample environment names every PORTAL_ variable the code reads, says why, and names no other."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READ_IN_SETTINGS = re.compile(
    r"\benv\.(?:text|secret|address|database|flag|number|one_of|site|words|folder)\(\s*\"([A-Z_0-9]+)\""
)
SECRET_IN_SETTINGS = re.compile(r"\benv\.(?:secret|address|database)\(\s*\"([A-Z_0-9]+)\"")
READ_ELSEWHERE = re.compile(r"(?:environ(?:\.get)?[\[(]|_counted\()\"(PORTAL_[A-Z_0-9]+)\"")
SAMPLE_LINE = re.compile(r"^(#? ?)(PORTAL_[A-Z_0-9]+)=(.*)$")


def settings():
    return (ROOT / "lipportal" / "settings.py").read_text(encoding="utf-8")


def named_in_code():
    names = {f"PORTAL_{name}" for name in READ_IN_SETTINGS.findall(settings())}
    for path in [
        *ROOT.glob("lipportal/launch.py"),
        *ROOT.glob("lipportal/processes.py"),
        *ROOT.glob("tests/**/*.py"),
        *ROOT.glob("reporting/**/*.py"),
    ]:
        names |= set(READ_ELSEWHERE.findall(path.read_text(encoding="utf-8")))
    return names


def sample():
    return (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()


def test_every_variable_is_in_the_sample_and_no_other():
    in_sample = [match[2] for line in sample() if (match := SAMPLE_LINE.match(line))]

    assert sorted(in_sample) == sorted(set(in_sample))
    assert set(in_sample) - {f"{name}_FILE" for name in in_sample} == named_in_code()


def test_every_variable_is_explained_on_the_line_above():
    lines = sample()

    unexplained = [
        line for above, line in zip(["", *lines], lines, strict=False) if SAMPLE_LINE.match(line) and above[:2] != "# "
    ]
    assert unexplained == []


def test_the_sample_holds_no_secret():
    secrets = {f"PORTAL_{name}" for name in SECRET_IN_SETTINGS.findall(settings())}

    given = [match[2] for line in sample() if (match := SAMPLE_LINE.match(line)) and match[2] in secrets and match[3]]
    assert [name for name in given if not name.endswith("_URL")] == []


def test_only_the_settings_read_the_environment():
    places = [
        *ROOT.glob("lipportal/**/*.py"),
        *(
            path
            for app in ("councils", "strategies", "actionplans", "reporting")
            for path in ROOT.glob(f"{app}/**/*.py")
        ),
    ]
    readers = {
        "lipportal/env.py",
        "lipportal/launch.py",
        "lipportal/processes.py",
        "lipportal/shared/documents/pdf.py",  # hands a process of its own an environment without our settings
    }

    reading = {
        str(path.relative_to(ROOT))
        for path in places
        if re.search(r"os\.environ(?!\.setdefault\()|os\.getenv", path.read_text(encoding="utf-8"))
    }
    assert reading - readers == set()


def test_compose_sets_only_variables_the_code_reads():
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")

    assert (
        set(re.findall(r"^\s+(PORTAL_[A-Z_0-9]+):", text, re.MULTILINE))
        - named_in_code()
        - {f"{name}_FILE" for name in named_in_code()}
        == set()
    )
