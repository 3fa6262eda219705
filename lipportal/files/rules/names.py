"""The name a sender gave a file, made safe to store, to show and to save again under."""

import re
import unicodedata
from typing import Final

LONGEST: Final = 120
LONGEST_IN_BYTES: Final = 200
_UNWANTED_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_RESERVED_BY_WINDOWS: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_RUN_BY_SOMEBODY: Final = re.compile(
    r"\.(?=(?:exe|com|bat|cmd|scr|pif|msi|js|jse|vbs|vbe|wsf|hta|lnk|jar|ps1|sh|py|pl|php\d?|phtml|asp|aspx|jsp|cgi"
    r"|html?|xhtml|svgz?|xml|app|dll|reg|docm|xlsm|pptm)(?:\.|$))",
    re.IGNORECASE,
)


def clean_name(name: str) -> str:
    """`name` without folders, control and direction marks, reserved words or a second, dangerous ending.

    Always gives back something: a name of nothing but unwanted characters becomes “document”.
    """
    text = unicodedata.normalize("NFC", name).replace("\\", "/")
    text = "".join(" " if mark in "\t\r\n" else mark for mark in text)
    text = "".join(mark for mark in text if unicodedata.category(mark) not in _UNWANTED_CATEGORIES)
    text = re.sub(r'[<>:"|?*;%`$]', "_", text.rsplit("/", 1)[-1])
    text = re.sub(r"\s+", " ", text).strip(" .")
    stem, dot, ending = text.rpartition(".")
    if not dot:
        stem, ending = text, ""
    stem = _RUN_BY_SOMEBODY.sub("_", stem).strip(" .") or "document"
    if _RESERVED_BY_WINDOWS.fullmatch(stem.split(".", 1)[0]):
        stem = f"_{stem}"
    return _shortened(stem, f".{ending.strip()}" if ending.strip() else "")


def extension_of(name: str) -> str:
    """The last ending of `name`, small, without its dot."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def _shortened(stem: str, ending: str) -> str:
    ending = ending[:20]
    stem = stem[: LONGEST - len(ending)]
    while len(f"{stem}{ending}".encode()) > LONGEST_IN_BYTES:
        stem = stem[:-1]
    return f"{stem.rstrip(' .')}{ending}"
