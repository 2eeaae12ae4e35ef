"""Words inside cells: kinds of organisation, languages, periods, yes and no, in English, Italian, French and German."""

from __future__ import annotations

import re
from functools import cache

from resellertui.domain.client_file.synonyms import words_of
from resellertui.domain.organisation_kind import OrganisationKind

_KINDS = {
    OrganisationKind.INDIVIDUAL: """individual; person; natural person; private; private person; consumer; individuo;
        persona; persona fisica; privato; particulier; personne physique; personne privée; privé; Privatperson; privat;
        Privatkunde; natürliche Person; Einzelperson""",
    OrganisationKind.COMPANY: """company; business; corporate; corporation; enterprise; firm; legal entity; azienda;
        società; impresa; ditta; persona giuridica; ditta individuale; libero professionista; société; entreprise;
        personne morale; professionnel; indépendant; raison individuelle; Unternehmen; Firma; Gesellschaft; Betrieb;
        juristische Person; Einzelunternehmen; Einzelfirma; Geschäftskunde; SA; AG; GmbH; Sàrl; Sagl; srl; s r l; spa;
        s p a; SAS; SASU; SARL; EURL; SNC; sas di; Ltd; limited; LLC; Inc; PLC; KG; OHG; UG; SCOP; S A""",
    OrganisationKind.ASSOCIATION: """association; club; non profit; nonprofit; ngo; foundation; society; associazione;
        fondazione; onlus; ets; ong; asd; no profit; fondation; asbl; Verein; Stiftung; Verband; e V; eV; gemeinnützig;
        Genossenschaft""",
    OrganisationKind.PUBLIC_BODY: """public body; public; public administration; public sector; administration;
        government; municipality; authority; school; ente pubblico; pubblica amministrazione; pa; comune; scuola;
        collectivité; collectivité publique; administration publique; organisme public; établissement public; commune;
        Gemeinde; Behörde; öffentliche Verwaltung; öffentliche Körperschaft; Körperschaft; öffentliche Hand; Kanton""",
}
_ASSOCIATION_NAME = re.compile(r"\b(?:association|associazione|verein|onlus|asbl)\b|\be v$")
_MAYBE_ASSOCIATION = re.compile(r"assoc|verein|onlus|asbl|v[\W_]*$", re.IGNORECASE)
"""What is quickly looked for in a plain name before it is taken apart into words."""
_LANGUAGES = {
    "en": "english; inglese; anglais; Englisch; eng; gb; uk english",
    "it": "italian; italiano; italien; Italienisch; ita",
    "fr": "french; francese; français; Französisch; fra; fre",
    "de": "german; tedesco; allemand; Deutsch; deu; ger; d",
    "es": "spanish; spagnolo; espagnol; Spanisch; español",
    "rm": "romansh; romancio; romanche; Rätoromanisch; rumantsch",
    "pt": "portuguese; portoghese; portugais; Portugiesisch; português",
    "nl": "dutch; olandese; néerlandais; Niederländisch; nederlands",
}
_PERIODS = {
    1: """monthly; month; a month; mensile; mese; al mese; mensuel; mensuelle; par mois; mois; monatlich; Monat;
        pro Monat""",
    3: "quarterly; quarter; trimestrale; trimestre; trimestriel; trimestrielle; vierteljährlich; Quartal",
    6: "half yearly; semi annual; semiannual; semestrale; semestre; semestriel; semestrielle; halbjährlich; Halbjahr",
    12: """yearly; annual; annually; year; a year; annuale; anno; all anno; annuel; annuelle; annuellement; par an; an;
        année; jährlich; Jahr; pro Jahr""",
    24: "biennial; two yearly; biennale; bisannuel; biennal; zweijährlich; alle zwei Jahre",
    36: "triennial; triennale; triennal; dreijährlich",
}
_MONTH_WORDS = "m; mo; month; months; mese; mesi; mois; monat; monate; monaten; mt"
_YEAR_WORDS = "y; yr; year; years; anno; anni; an; ans; annee; annees; jahr; jahre; jahren"
_YES = (
    "yes; y; true; 1; x; on; si; s; vero; oui; o; vrai; ja; j; wahr; auto; automatic; automatico; automatique; active"
)
_NO = "no; n; false; 0; off; falso; non; faux; nein; falsch; manual; manuale; manuel; manuell; none; inactive"
_LONGEST_PERIOD = 120
_AMOUNT = re.compile(r"(\d{1,3})\s*([a-z]*)")


@cache
def kind_called(text: str) -> OrganisationKind | None:
    """Return the kind of organisation that a word or a legal form means, or None."""
    return _kinds().get(words_of(text))


def sounds_like_association(name: str) -> bool:
    """Say whether a legal name calls its bearer an association."""
    if name.isascii() and not _MAYBE_ASSOCIATION.search(name):
        return False
    return _ASSOCIATION_NAME.search(words_of(name)) is not None


@cache
def language_called(text: str) -> str | None:
    """Return the code of a language given by its name, or None."""
    return _inverted(tuple(_LANGUAGES.items())).get(words_of(text))


@cache
def months_called(text: str) -> int | None:
    """Return the months of a period given as a number of months, a number of years or a word, or None."""
    words = words_of(text)
    months = _periods().get(words)
    if months is None and (match := _AMOUNT.fullmatch(words)):
        amount, unit = int(match[1]), match[2]
        if not unit or unit in _MONTH_WORDS.split("; "):
            months = amount
        elif unit in _YEAR_WORDS.split("; "):
            months = amount * 12
    return months if months is not None and 1 <= months <= _LONGEST_PERIOD else None


@cache
def yes_or_no(text: str) -> bool | None:
    """Return what a word for yes or no means, or None."""
    word = words_of(text)
    if word in _YES.split("; ") or text.strip() in {"✓", "✔"}:
        return True
    return False if word in _NO.split("; ") else None


@cache
def _kinds() -> dict[str, OrganisationKind]:
    named = {words_of(name): kind for kind, names in _KINDS.items() for name in names.split(";")}
    return {**{words_of(kind.value): kind for kind in OrganisationKind}, **named}


@cache
def _periods() -> dict[str, int]:
    return {words_of(name): months for months, names in _PERIODS.items() for name in names.split(";")}


@cache
def _inverted(table: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return {words_of(name): key for key, names in table for name in names.split(";")}
