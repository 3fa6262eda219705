"""Finding and sorting without accents and case."""

import pytest

from lipportal.shared.folding import fold, sort_key


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Réseau Centre-Sud-Ouest", "reseau centre-sud-ouest"),
        ("  Œuvre   sociale ", "oeuvre sociale"),
        ("STRASSE Straße", "strasse strasse"),
        ("L’Érable", "l'erable"),
        ("مُحَمَّد", "محمد"),
    ],
)
def test_fold_keeps_plain_letters(written, found):
    assert fold(written) == found


def test_sort_key_puts_a_hyphen_with_a_space():
    assert sorted(["Saint-Jean", "Saint Jacques", "Sainte-Anne"], key=sort_key) == [
        "Saint Jacques",
        "Saint-Jean",
        "Sainte-Anne",
    ]
