"""The embedded broker: messages as files in a folder, put there whole, and one that cannot be read stops nobody."""

import logging
import uuid
from pathlib import Path
from time import monotonic_ns
from typing import Any

from kombu.transport import filesystem
from kombu.utils.json import dumps

logger = logging.getLogger(__name__)


class Channel(filesystem.Channel):
    """The library's channel, where a reader never meets half a message."""

    def _put(self, queue: str, payload: Any, **_options: Any) -> None:  # type: ignore[override] # its stubs disagree
        """Write beside the queue and move it in at once: the worker looks at the folder while the web writes to it."""
        name = f"{monotonic_ns():020d}_{uuid.uuid4()}.{queue}.msg"
        whole = Path(self.data_folder_out) / name
        beside = whole.with_name(f"{name}.new")
        try:
            beside.write_text(dumps(payload), encoding="utf-8")
            beside.replace(whole)
        except OSError as error:
            raise filesystem.ChannelError(f"The message {name} cannot be put into the folder.") from error

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        """The next message; what cannot be read is let go, since the row it spoke of is swept up all the same."""
        while True:
            try:
                return super()._get(queue)
            except ValueError:
                logger.warning("a message in the queue %s could not be read and was left out", queue)


class Transport(filesystem.Transport):
    """The library's transport over our channel."""

    Channel = Channel
