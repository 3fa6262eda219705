"""What the two partnerships of the year are told: the same year, each in its own place and in both languages."""

from dataclasses import dataclass
from datetime import date

from lipportal.shared import clock
from lipportal.shared.clock import FiscalYear

ZONE = "America/Toronto"
PEOPLE = ("Marise Okonkwo", "Jean-Luc Bélanger", "Kavitha")
PLANNED, COUNTED = (30, 8), ((9, 2), (12, 3))
DONE = tuple(sum(amounts) for amounts in zip(*COUNTED, strict=True))


@dataclass(frozen=True)
class Telling:
    """One partnership's year, told in one language."""

    language: str
    name: str

    @property
    def other(self) -> str:
        return "fr" if self.language == "en" else "en"

    @property
    def today(self) -> date:
        return clock.today(ZONE)

    @property
    def year(self) -> FiscalYear:
        return FiscalYear.of(self.today)

    def own(self, english: str, french: str) -> str:
        """Of two wordings the one of this telling's language."""
        return english if self.language == "en" else french


TEXTS = {
    "context": ("Newcomers from ninety countries live here.", "Des gens de quatre-vingt-dix pays vivent ici."),
    "vision": ("A place where everybody belongs.", "Un lieu où chaque personne a sa place."),
    "direction": ("Work that fits", "Un travail à sa mesure"),
    "why": ("Six in ten work below their training.", "Six sur dix travaillent sous leur formation."),
    "finding": (
        "Trades certificates take four years to be recognized.",
        "Un certificat met quatre ans à être reconnu.",
    ),
    "research": ("What newcomers told us", "Ce que les gens nouvellement arrivés ont dit"),
    "action": ("Mentoring pairs", "Jumelages de mentorat"),
    "fair": ("Job fair", "Salon de l’emploi"),
    "visits": ("visits", "visites"),
    "pairs": ("pairs", "jumelages"),
    "evenings": ("evenings", "soirées"),
    "priorities": ("Work and housing.", "Le travail et le logement."),
    "council": ("Partnership council", "Conseil du partenariat"),
    "organization": ("Newcomer Welcome Centre", "Centre d’accueil"),
    "library": ("Public library", "Bibliothèque publique"),
    "section": ("The council agreed on this together.", "Le conseil en a convenu ensemble."),
    "brief": ("Twenty-one pairs met; five evenings were full.", "Vingt et un jumelages, cinq soirées bien remplies."),
    "mended": ("Twenty-one pairs met, in nine trades.", "Vingt et un jumelages, dans neuf métiers."),
    "reason": ("Two employers moved their intake to June.", "Deux employeurs ont reporté leur accueil à juin."),
    "note": ("Please say in which trades the pairs work.", "Veuillez dire dans quels métiers."),
    "answer": ("We added the number of trades.", "Nous avons ajouté le nombre de métiers."),
    "observation": ("A clear report; thank you.", "Un rapport clair, merci."),
}
