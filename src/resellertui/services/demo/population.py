"""A made-up population: organisations and people in many towns, drawn from a seed, the same for the same seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from resellertui.domain.text import fold


def _words(text: str) -> list[str]:
    return text.split()


_SURNAMES = _words("""
    Aebischer Amstutz Bianchi Blanc Bochatay Bonvin Brambilla Brunner Bürgi Caruso Chevrolet Colombo Conti Crettaz
    D’Amico De-Luca Ducrest Dupraz Dürrenmatt Esposito Favre Ferrari Fontana Frei Galli Gerber Gonçalves Grünig
    Guérin Hänni Hofstetter Hürlimann Jaccard Jeanneret Kälin Keller Lefèvre Locatelli Lüthi Mäder Marchand Meier
    Morand N’Diaye Nägeli Nørgaard O’Brien Öztürk Pellegrini Perrenoud Pöschl Quéloz Rochat Rossi Rüegg Schär Şahin
    Stöckli Tavares Théraulaz Urech Vuilleumier Wäfler Yıldız Zbinden Zürcher Żurawski
""")
_FIRST_NAMES = _words("""
    Aline Andrea Beat Benoît Björn Chiara Chloé Davide Élodie Émile Fabio François Giulia Hélène Inès Jérôme Jürg
    Karim Léa Loïc Luca Maëlle Marco Martina Nadia Noémie Olivier Renée Sébastien Selin Søren Thérèse Tomás Ueli
    Valérie Yann Zoé
""")
_TRADES = {
    "fr": _words("""
    Boulangerie Pharmacie Garage Librairie Menuiserie Fiduciaire Horlogerie Fromagerie Imprimerie Serrurerie
    Électricité Ébénisterie Traiteur Fleuriste Opticien
"""),
    "it": _words("""
    Panificio Farmacia Officina Libreria Falegnameria Trattoria Gelateria Sartoria Ottica Tipografia Enoteca Vivaio
    Palestra Studio-Tecnico
"""),
    "de": _words("""
    Bäckerei Apotheke Garage Buchhandlung Schreinerei Treuhand Käserei Druckerei Gärtnerei Velowerkstatt Brauerei
    Metzgerei Töpferei Praxis
"""),
}
_CLUBS = {
    "fr": ["Association des amis de", "Chœur mixte", "Fondation"],
    "it": ["Associazione", "Coro", "Fondazione"],
    "de": ["Verein", "Männerchor", "Stiftung"],
}
_OFFICES = {"fr": ["Commune de"], "it": ["Comune di"], "de": ["Gemeinde"]}
_STREETS = {
    "fr": ["Rue du Marché", "Chemin des Écoliers", "Avenue de la Gare"],
    "it": ["Via Roma", "Corso Garibaldi", "Viale dell’Università"],
    "de": ["Bahnhofstrasse", "Mühlegasse", "Zürichstrasse"],
}


class Place(NamedTuple):
    """A town, with what follows from where it is."""

    city: str
    postal_code: str
    country: str
    currency: str
    language: str
    ending: str


PLACES = (
    Place("Genève", "1204", "CH", "CHF", "fr", "ch"),
    Place("Lausanne", "1003", "CH", "CHF", "fr", "ch"),
    Place("La Chaux-de-Fonds", "2300", "CH", "CHF", "fr", "ch"),
    Place("Zürich", "8001", "CH", "CHF", "de", "ch"),
    Place("Bern", "3011", "CH", "CHF", "de", "ch"),
    Place("Lugano", "6900", "CH", "CHF", "it", "ch"),
    Place("Vaduz", "9490", "LI", "CHF", "de", "li"),
    Place("Lyon", "69002", "FR", "EUR", "fr", "fr"),
    Place("Besançon", "25000", "FR", "EUR", "fr", "fr"),
    Place("Milano", "20121", "IT", "EUR", "it", "it"),
    Place("Forlì", "47121", "IT", "EUR", "it", "it"),
    Place("München", "80331", "DE", "EUR", "de", "de"),
)


class Named(NamedTuple):
    """A text with its folded form, which is joined as the text is."""

    text: str
    folded: str


@dataclass(frozen=True, slots=True)
class Character:
    """One organisation with its legal representative."""

    kind: str
    name: Named
    owner: str
    address: str
    """The e-mail address of both, in lower case."""
    label: str
    """The first label of its domains, unlike any other's."""
    place: Place
    street: str


def population(seed: int, count: int) -> Iterator[Character]:
    """Yield so many organisations, one by one: nothing is kept."""
    draw = Random(seed)  # noqa: S311  # made-up names need no cryptography
    surnames, first_names = _named(_SURNAMES), _named(_FIRST_NAMES)
    trades = {language: _named(words) for language, words in _TRADES.items()}
    clubs = {language: _named(words) for language, words in _CLUBS.items()}
    offices = {language: _named(words) for language, words in _OFFICES.items()}
    labels = {one.text: _label(one.folded) for one in surnames + first_names}
    for number in range(1, count + 1):
        pick = draw.random
        place = PLACES[int(pick() * len(PLACES))]
        language = place.language
        surname = surnames[int(pick() * len(surnames))]
        first = first_names[int(pick() * len(first_names))]
        owner = f"{first.text} {surname.text}"
        shade = pick()
        if shade < 0.08:
            kind, name = "individual", _joined(first, " ", surname)
        elif shade < 0.2:
            kind, name = "association", _joined(_one(pick(), clubs[language]), " ", surname)
        elif shade < 0.23:
            kind, name = "public_body", _joined(_one(pick(), offices[language]), " ", surname)
        else:
            kind, name = "company", _joined(_one(pick(), trades[language]), " ", surname)
        if shade > 0.6:
            name = _joined(name, "-", surnames[int(pick() * len(surnames))])
        label = f"{labels[surname.text]}-{number}"
        yield Character(
            kind,
            name,
            owner,
            f"{labels[first.text]}@{label}.example",
            label,
            place,
            _STREETS[language][number % 3],
        )


def _named(words: list[str]) -> list[Named]:
    return [Named(word, fold(word)) for word in words]


def _joined(one: Named, between: str, other: Named) -> Named:
    return Named(one.text + between + other.text, one.folded + between + other.folded)


def _one(chance: float, choices: list[Named]) -> Named:
    return choices[int(chance * len(choices))]


def _label(folded: str) -> str:
    return "".join(ch for ch in folded if ch.isascii() and (ch.isalnum() or ch == "-"))
