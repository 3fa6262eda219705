"""What an address or a hidden field asks for, as a number: anything that is none is taken for nothing asked."""


def whole_number(text: str, *, digits: int, otherwise: int = 0) -> int:
    """The number `text` writes in at most `digits` plain figures, or `otherwise`: “²” is a digit, but no number."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= digits else otherwise
