"""The jobs app: its name, and what it registers when it is ready."""

from collections.abc import Mapping
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


def _ready(params: Mapping[str, Any]) -> str:
    from lipportal.jobs.registry import label_of  # noqa: PLC0415 - app ready

    return _("Ready: %(work)s") % {"work": label_of(params["work"])}


def _failed(params: Mapping[str, Any]) -> str:
    from lipportal.jobs.registry import label_of  # noqa: PLC0415 - app ready

    return _("Did not work: %(work)s") % {"work": label_of(params["work"])}


class JobsConfig(AppConfig):
    """Background work a person can see: queued, running, ready, failed."""

    name = "lipportal.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Classify this app's columns, give its notices their words, and have its queue looked at."""
        from lipportal.health.registry import register_check  # noqa: PLC0415 - app ready
        from lipportal.jobs import privacy  # noqa: F401, PLC0415 - app ready
        from lipportal.jobs.queries import work_left_behind  # noqa: PLC0415 - app ready
        from lipportal.notices.registry import register_notice  # noqa: PLC0415 - app ready

        register_notice("job_ready", _ready)
        register_notice("job_failed", _failed)
        register_check("work", gettext_lazy("Background work"), work_left_behind)
