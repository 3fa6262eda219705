"""What the web server itself has to say, told as every other line: nothing personal, one event a line."""

import sys
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from gunicorn.glogging import Logger

from lipportal.shared.reference import LineFormatter, ReferenceFilter


class ServerLogger(Logger):
    """gunicorn's own lines in our form; it keeps no list of the pages that people open."""

    def setup(self, cfg: Any) -> None:
        """Settle where gunicorn's lines go, as gunicorn does, and give each handler our form."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(LineFormatter())
            handler.addFilter(ReferenceFilter())

    def warning(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """A warning; one about an error by its kind and places, as its words quote what was sent, and by whom."""
        error = sys.exc_info()[1]
        if error is None:
            super().warning(msg, *args, **kwargs)
        else:
            super().warning("What was sent could not be read, or a process ended badly", exc_info=error)

    def exception(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """An error; a setting that is refused by the sentence that says what to do, as such sentences quote nothing."""
        error = sys.exc_info()[1]
        if isinstance(error, ImproperlyConfigured):
            super().error("The portal does not start: %s", error)
        else:
            super().exception(msg, *args, **kwargs)
