"""The shapes that stand for a state or a way: one small drawing each, always beside a word."""

from collections.abc import Iterable
from types import MappingProxyType
from typing import Final

from django.utils.safestring import SafeString, mark_safe

_RING = '<circle cx="7" cy="7" r="5.2" fill="none" stroke="currentColor" stroke-width="1.8"/>'
_DOT = '<circle cx="7" cy="7" r="2.6" fill="currentColor"/>'
_DASHED = (
    '<circle cx="7" cy="7" r="5.2" fill="none" stroke="currentColor" stroke-width="1.8" stroke-dasharray="2.4 2"/>'
)

SHAPES: Final = MappingProxyType(
    {
        "done": '<circle cx="7" cy="7" r="6.2" fill="currentColor"/>'
        '<path class="cut" d="m4.2 7.2 2 2 3.7-4.1" stroke-width="1.7"/>',
        "late": '<path d="M7 .2 13.8 7 7 13.8.2 7z" fill="currentColor"/>',
        "risk": '<path d="M7 1 13.6 12.6H.4z" fill="currentColor"/>',
        "track": f'{_RING}<path d="M7 1.8a5.2 5.2 0 0 1 0 10.4z" fill="currentColor"/>',
        "new": _RING,
        "submitted": f"{_RING}{_DOT}",
        "here": f"{_RING}{_DOT}",
        "returned": '<path d="M13 7H2M6.5 2.5 2 7l4.5 4.5" fill="none" stroke="currentColor" stroke-width="2"/>',
        "stop": '<path d="M2 2h10v10H2z" fill="currentColor"/>',
        "over": '<path d="M1 7h11M7.5 2.5 12 7l-4.5 4.5" fill="none" stroke="currentColor" stroke-width="2"/>',
        "draft": _DASHED,
        "missing": _DASHED,
        "deadline": '<path d="M7 .8 13.2 7 7 13.2.8 7z" fill="currentColor"/>',
        "sort-asc": '<path d="M7 2 12 9H2z" fill="currentColor"/>',
        "sort-desc": '<path d="M7 12 2 5h10z" fill="currentColor"/>',
        "sort-none": '<path d="M7 1 11 6H3zM7 13 3 8h8z" fill="currentColor"/>',
        "remove": '<path d="m2 2 10 10M12 2 2 12" fill="none" stroke="currentColor" stroke-width="2.2"/>',
    }
)

# Shapes that point somewhere are mirrored where text runs from right to left.
DIRECTED: Final = frozenset({"returned", "over"})

# Which colour family a shape belongs to when it is not its own.
FAMILY: Final = MappingProxyType({"submitted": "new", "here": "done", "returned": "risk", "missing": "new"})

_MARK = (
    '<circle cx="17" cy="17" r="6" fill="none" stroke="currentColor" stroke-width="1.5"/>'
    '<circle cx="17" cy="4.8" r="3.4" fill="currentColor"/>'
    '<circle cx="25.6" cy="8.4" r="2.7" fill="none" stroke="currentColor" stroke-width="1.5"/>'
    '<circle cx="29.2" cy="17" r="3.4" fill="currentColor"/>'
    '<circle cx="25.6" cy="25.6" r="3.4" fill="currentColor"/>'
    '<circle cx="17" cy="29.2" r="3.4" fill="currentColor"/>'
    '<circle cx="8.4" cy="25.6" r="3.4" fill="currentColor"/>'
    '<circle cx="4.8" cy="17" r="3.4" fill="currentColor"/>'
    '<circle cx="8.4" cy="8.4" r="3.4" fill="currentColor"/>'
)

_FULL_DOT = '<circle class="on" cx="%s" cy="6" r="4.2" fill="currentColor"/>'
_EMPTY_DOT = '<circle cx="%s" cy="6" r="3.5" fill="none" stroke="currentColor" stroke-width="1.4"/>'


def family(kind: str) -> str:
    """The colour family of a state: its own, or the one it borrows."""
    return FAMILY.get(kind, kind)


def icon_svg(name: str, css: str = "") -> SafeString:
    """The shape as inline SVG, hidden from screen readers because a word stands beside it."""
    if name == "mark":
        classes, box, shape = css, 34, _MARK
    else:
        classes = f"{css} flip".strip() if name in DIRECTED else css
        box, shape = 14, SHAPES[name]
    class_attribute = f' class="{classes}"' if classes else ""
    return mark_safe(f'<svg{class_attribute} viewBox="0 0 {box} {box}" aria-hidden="true">{shape}</svg>')


def dots_svg(dots: Iterable[tuple[int, bool]]) -> SafeString:
    """A row of dots, each with its place and whether it is filled: the seven stages, shrunk for lists."""
    drawn = "".join(_FULL_DOT % x if is_full else _EMPTY_DOT % x for x, is_full in dots)
    return mark_safe(f'<svg class="mini" viewBox="0 0 84 12" aria-hidden="true">{drawn}</svg>')
