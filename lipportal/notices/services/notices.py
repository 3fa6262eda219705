"""Notices inside the portal."""

from typing import Any

from lipportal.notices.models import Notice
from lipportal.shared import clock


def notify(
    user: Any, kind: str, url: str, *, key: str = "", partnership_code: str = "", **params: str | int | None
) -> Notice:
    """Tell a person something inside the portal; the same non-blank `key` tells it once.

    `kind` names the sentence registered with registry.register_notice; `params` are what it mentions, plain values
    only. `url` is a path of ours, in any language.
    """
    if url and not (url.startswith("/") and not url.startswith("//")):
        raise ValueError("A notice leads to a page of the portal.")
    values = {"user": user, "kind": kind, "url": url, "partnership_code": partnership_code, "params": params}
    if not key:
        return Notice.objects.create(**values)
    return Notice.objects.get_or_create(key=key, defaults=values)[0]


def mark_read(notice: Notice) -> None:
    """Note when the person first read it."""
    Notice.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=clock.now())


def mark_all_read(user: Any) -> int:
    """Note that the person has read whatever waited for them."""
    return Notice.objects.filter(user_id=user.pk, read_at__isnull=True).update(read_at=clock.now())
