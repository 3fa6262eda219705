"""How the trail is sealed, checked, and opened for retention."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.db import IntegrityError, transaction

from lipportal.audit.head import Head, remember_head, remembered_head
from lipportal.audit.marks import signature_of, tail_of
from lipportal.audit.models import Checkpoint, Seal
from lipportal.audit.signals import trail_does_not_fit
from lipportal.audit.verification import AT_ONCE, LATE, LINES, Misfit, misfits
from lipportal.shared import clock

logger = logging.getLogger(__name__)


@contextmanager
def seal_open() -> Any:
    """Let the trail be changed inside this block: for retention alone, in one transaction, closed again at its end.

    What is changed here no longer fits its mark and its checkpoint, and `verify_trail` says so.
    """
    with transaction.atomic():
        Seal.objects.update_or_create(pk=1, defaults={"is_open": True})
        yield
        Seal.objects.filter(pk=1).update(is_open=False)


def seal_trail() -> int:
    """List every line that no checkpoint lists yet under signed checkpoints; gives how many lines were listed.

    Two at once make one: the number of a checkpoint is given once, and who comes second leaves.
    """
    count = 0
    try:
        while listed := append_checkpoint():
            count += listed
    except IntegrityError:
        logger.info("another run seals the trail")
    return count


def append_checkpoint() -> int:
    """Sign one checkpoint over the oldest lines that none lists yet; gives how many it lists, 0 when none was left.

    Raises IntegrityError when another run gave its number first: whoever calls decides whether that matters.
    """
    newest = Checkpoint.objects.order_by("number").last()
    last = dict(newest.last) if newest else {}
    lines = {}
    for model in LINES:
        label = model._meta.label_lower
        if pairs := [[key, tail_of(mark)] for key, mark in islice(_unlisted(model), AT_ONCE)]:
            lines[label] = pairs
            last[label] = max(last.get(label, 0), pairs[-1][0])
    if not lines:
        return 0
    made = Checkpoint(number=newest.number + 1 if newest else 1, at=clock.now(), lines=lines, last=last)
    made.signature = signature_of(made, newest.signature if newest else "")
    with transaction.atomic():
        made.save(force_insert=True)
    _remember(made)
    return sum(len(pairs) for pairs in lines.values())


def _unlisted(model: Any) -> Iterator[tuple[int, str]]:
    """The keys and marks of lines in no checkpoint; one that was committed late is found among the last hour's."""
    label = model._meta.label_lower
    settled = Checkpoint.objects.filter(at__lt=clock.now() - LATE).order_by("number").last()
    recent = Checkpoint.objects.filter(number__gt=settled.number if settled else 0)
    listed = {key for lines in recent.values_list("lines", flat=True) for key, __ in lines.get(label, ())}
    floor = settled.last.get(label, 0) if settled else 0
    lines = model.objects.filter(pk__gt=floor).order_by("pk").values_list("pk", "mark")
    return ((key, mark) for key, mark in lines.iterator() if key not in listed)


def _remember(made: Checkpoint) -> None:
    """Remember the newest checkpoint, unless the one remembered is gone: then that memory is the evidence."""
    head = remembered_head()
    is_there = head is not None and Checkpoint.objects.filter(number=head.number, signature=head.signature).exists()
    if head is None or is_there:
        remember_head(Head(made.number, made.signature))


def check_trail() -> list[Misfit]:
    """Read the whole trail and announce what does not fit, so that somebody learns of it."""
    found = misfits()
    if found:
        logger.error("the trail does not fit: %s", found[0])
        trail_does_not_fit.send(sender=None, misfits=found)
    return found
