"""Refuses passwords made of what anybody could guess here: the person's own words and the portal's."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from lipportal.shared.folding import fold

# Words of this place in the two official languages, folded; four letters or more.
CONTEXT_WORDS = frozenset(
    [
        "partnership",
        "partenariat",
        "immigration",
        "immigrant",
        "newcomer",
        "arrivant",
        "local",
        "locaux",
        "portal",
        "portail",
        "council",
        "conseil",
        "settlement",
        "etablissement",
        "strategy",
        "strategie",
        "canada",
        "canadian",
        "canadien",
        "ontario",
        "welcome",
        "bienvenue",
        "ircc",
        "lipportal",
        "password",
        "passphrase",
        "motdepasse",
    ]
)
# Runs of neighbouring keys, which people take for words.
KEY_RUNS = frozenset(
    ["1234567890", "0987654321", "123456789", "qwertyuiop", "qwerty", "azertyuiop", "azerty", "abcdefgh"]
)
SHORTEST_OWN_WORD = 4
FEWEST_LETTERS_LEFT = 8
_LEET = str.maketrans("013457@$!", "oieastasi")


class ContextWordsValidator:
    """Takes the guessable words out of a password and asks that enough be left.

    Length and a list of common passwords are Django's to check. There are no rules about kinds of characters, and
    no upper limit, so that phrases and password managers are welcome.
    """

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError when little is left once the guessable words are out."""
        typed = fold(password)
        left = list(typed)
        guessed = [(word, typed.translate(_LEET)) for word in CONTEXT_WORDS | _own_words(user)]
        for word, text in guessed + [(run, typed) for run in KEY_RUNS]:
            for found in re.finditer(re.escape(word), text):
                left[found.start() : found.end()] = " " * len(word)
        if left != list(typed) and sum(sign.isalpha() for sign in left) < FEWEST_LETTERS_LEFT:
            raise ValidationError(self.get_help_text(), code="password_context_words")

    def get_help_text(self) -> str:
        """The rule as the person reads it."""
        return _("Leave out your name, your e-mail and words of this site. A few words of your own are best.")


def _own_words(user: Any) -> set[str]:
    """The parts of a person's name and e-mail that are long enough to count."""
    texts = [getattr(user, "name", "") or "", getattr(user, "email", "") or ""]
    words = {word for text in texts for word in re.split(r"[\W_]+", fold(text).translate(_LEET))}
    return {word for word in words if len(word) >= SHORTEST_OWN_WORD}
