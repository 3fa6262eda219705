"""The words that each copy gets anew: codes, names of people and of places that do not exist."""

from collections.abc import Mapping
from math import gcd
from random import Random

from django.utils.text import slugify

from lipportal.shared.codes import ALPHABET, LENGTH

BEGINNINGS = """
    Alder Amber Birch Bright Cedar Clear Copper Coral Crane Dawn Elder Ember Fern Flint Frost Golden Granite Hazel
    Heron Juniper Larch Lark Maple Marsh Meadow Misty Moss Otter Pine Plover Quartz Raven Reed Sable Silver Spruce
    Stone Swift Thistle Tern Umber Violet Willow Winter Wren
""".split()  # noqa: SIM905 - one word a string would fill two pages
ENDINGS = """
    bay beck bend brook cliff cove crest dale fall field ford gate glen grove haven head hill hollow island lake
    landing mere mill moor point port reach ridge rock shore spring vale view wood
""".split()  # noqa: SIM905 - one word a string would fill two pages
QUARTERS = ("", "Upper ", "Lower ", "North ", "South ", "East ", "West ")
MOST = len(BEGINNINGS) * len(ENDINGS) * len(QUARTERS)
SPACE = len(ALPHABET) ** LENGTH
PAIRS = [first + second for first in ALPHABET for second in ALPHABET]


class Codes:
    """Codes in an order that a seed gives, none of them twice."""

    def __init__(self, random: Random) -> None:
        self._at = random.randrange(SPACE)
        # Without a common divisor the walk comes by every code before it meets one again.
        self._step = next(step for step in iter(lambda: random.randrange(SPACE), None) if gcd(step, SPACE) == 1)

    def __call__(self) -> str:
        """The next code."""
        self._at = (self._at + self._step) % SPACE
        left, right = divmod(self._at, 810_000)
        first, second = divmod(left, 900)
        third, fourth = divmod(right, 900)
        return PAIRS[first] + PAIRS[second] + PAIRS[third] + PAIRS[fourth]


class Words:
    """The words of each copy, by their kinds, in an order that the seed gives."""

    def __init__(self, random: Random, names: Mapping[str, list[str]], count: int) -> None:
        self._random, self._names = random, names
        self._codes = Codes(random)
        self._others = [*names["single"], *names["arabic_script"], *names["other_scripts"]]
        self._places = iter(random.sample(range(MOST), count))
        self.place = ""

    def move_on(self) -> None:
        """From here on the words are of the next place."""
        quarter, rest = divmod(next(self._places), len(BEGINNINGS) * len(ENDINGS))
        beginning, ending = divmod(rest, len(ENDINGS))
        self.place = f"{QUARTERS[quarter]}{BEGINNINGS[beginning]}{ENDINGS[ending]}"

    def __call__(self, kind: str) -> str:
        """A word of this kind."""
        if kind == "code":
            return self._codes()
        if kind == "person":
            return self._person()
        return self.place if kind == "place" else slugify(self.place)

    def _person(self) -> str:
        if self._random.random() < 0.02:
            return self._random.choice(self._others)
        return f"{self._random.choice(self._names['first'])} {self._random.choice(self._names['last'])}"
