"""The drafts app: its name, and that it keeps what an expired session would lose."""

from django.apps import AppConfig


class DraftsConfig(AppConfig):
    """What was typed and not yet saved; intention keys, so that twice is once."""

    name = "lipportal.drafts"
    label = "drafts"

    def ready(self) -> None:
        """Keep what an expired session would lose, hand it back at sign-in, answer a form sent twice alike."""
        from lipportal.drafts import privacy, receivers  # noqa: F401, PLC0415 - models must be loaded
        from lipportal.drafts.posted import answer_to_the_first  # noqa: PLC0415 - likewise
        from lipportal.drafts.writing import keep_what_was_posted  # noqa: PLC0415 - likewise
        from lipportal.shared.access import answer_again_with, keep_typed_with  # noqa: PLC0415 - likewise

        keep_typed_with(keep_what_was_posted)
        answer_again_with(answer_to_the_first)
