"""Public codes: eight characters nobody can count through, without letters that read alike."""

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
LENGTH = 8


def new_code() -> str:
    """A fresh random code; the unique column settles the rare collision."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
