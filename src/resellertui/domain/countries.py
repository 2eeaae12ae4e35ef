"""Countries by ISO 3166 code: names, the names people type, and what a country decides (currency, VAT prefix)."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType

from resellertui.domain.money import Currency
from resellertui.domain.text import fold

EU = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()  # noqa: SIM905  # legible
)
"""The member states of the European Union."""

SWISS_AREA = frozenset(("CH", "LI"))
"""Switzerland and Liechtenstein: one currency, one VAT area, one register number."""

NORTHERN_IRELAND = "XI"
"""The letters of its VAT numbers; no ISO code: its addresses are in GB."""

_NAMES = """
AD Andorra; AE United Arab Emirates; AF Afghanistan; AG Antigua and Barbuda; AI Anguilla; AL Albania; AM Armenia;
AO Angola; AQ Antarctica; AR Argentina; AS American Samoa; AT Austria; AU Australia; AW Aruba; AX Åland Islands;
AZ Azerbaijan; BA Bosnia and Herzegovina; BB Barbados; BD Bangladesh; BE Belgium; BF Burkina Faso; BG Bulgaria;
BH Bahrain; BI Burundi; BJ Benin; BL Saint Barthélemy; BM Bermuda; BN Brunei; BO Bolivia; BQ Caribbean Netherlands;
BR Brazil; BS Bahamas; BT Bhutan; BV Bouvet Island; BW Botswana; BY Belarus; BZ Belize; CA Canada;
CC Cocos (Keeling) Islands; CD Congo (Democratic Republic); CF Central African Republic; CG Congo; CH Switzerland;
CI Côte d'Ivoire; CK Cook Islands; CL Chile; CM Cameroon; CN China; CO Colombia; CR Costa Rica; CU Cuba;
CV Cape Verde; CW Curaçao; CX Christmas Island; CY Cyprus; CZ Czechia; DE Germany; DJ Djibouti; DK Denmark;
DM Dominica; DO Dominican Republic; DZ Algeria; EC Ecuador; EE Estonia; EG Egypt; EH Western Sahara; ER Eritrea;
ES Spain; ET Ethiopia; FI Finland; FJ Fiji; FK Falkland Islands; FM Micronesia; FO Faroe Islands; FR France;
GA Gabon; GB United Kingdom; GD Grenada; GE Georgia; GF French Guiana; GG Guernsey; GH Ghana; GI Gibraltar;
GL Greenland; GM Gambia; GN Guinea; GP Guadeloupe; GQ Equatorial Guinea; GR Greece;
GS South Georgia and South Sandwich Islands; GT Guatemala; GU Guam; GW Guinea-Bissau; GY Guyana; HK Hong Kong;
HM Heard and McDonald Islands; HN Honduras; HR Croatia; HT Haiti; HU Hungary; ID Indonesia; IE Ireland; IL Israel;
IM Isle of Man; IN India; IO British Indian Ocean Territory; IQ Iraq; IR Iran; IS Iceland; IT Italy; JE Jersey;
JM Jamaica; JO Jordan; JP Japan; KE Kenya; KG Kyrgyzstan; KH Cambodia; KI Kiribati; KM Comoros;
KN Saint Kitts and Nevis; KP North Korea; KR South Korea; KW Kuwait; KY Cayman Islands; KZ Kazakhstan; LA Laos;
LB Lebanon; LC Saint Lucia; LI Liechtenstein; LK Sri Lanka; LR Liberia; LS Lesotho; LT Lithuania; LU Luxembourg;
LV Latvia; LY Libya; MA Morocco; MC Monaco; MD Moldova; ME Montenegro; MF Saint Martin; MG Madagascar;
MH Marshall Islands; MK North Macedonia; ML Mali; MM Myanmar; MN Mongolia; MO Macao; MP Northern Mariana Islands;
MQ Martinique; MR Mauritania; MS Montserrat; MT Malta; MU Mauritius; MV Maldives; MW Malawi; MX Mexico;
MY Malaysia; MZ Mozambique; NA Namibia; NC New Caledonia; NE Niger; NF Norfolk Island; NG Nigeria; NI Nicaragua;
NL Netherlands; NO Norway; NP Nepal; NR Nauru; NU Niue; NZ New Zealand; OM Oman; PA Panama; PE Peru;
PF French Polynesia; PG Papua New Guinea; PH Philippines; PK Pakistan; PL Poland; PM Saint Pierre and Miquelon;
PN Pitcairn Islands; PR Puerto Rico; PS Palestine; PT Portugal; PW Palau; PY Paraguay; QA Qatar; RE Réunion;
RO Romania; RS Serbia; RU Russia; RW Rwanda; SA Saudi Arabia; SB Solomon Islands; SC Seychelles; SD Sudan;
SE Sweden; SG Singapore; SH Saint Helena; SI Slovenia; SJ Svalbard and Jan Mayen; SK Slovakia; SL Sierra Leone;
SM San Marino; SN Senegal; SO Somalia; SR Suriname; SS South Sudan; ST São Tomé and Príncipe; SV El Salvador;
SX Sint Maarten; SY Syria; SZ Eswatini; TC Turks and Caicos Islands; TD Chad; TF French Southern Territories;
TG Togo; TH Thailand; TJ Tajikistan; TK Tokelau; TL Timor-Leste; TM Turkmenistan; TN Tunisia; TO Tonga; TR Türkiye;
TT Trinidad and Tobago; TV Tuvalu; TW Taiwan; TZ Tanzania; UA Ukraine; UG Uganda; UM U.S. Outlying Islands;
US United States; UY Uruguay; UZ Uzbekistan; VA Vatican City; VC Saint Vincent and Grenadines; VE Venezuela;
VG British Virgin Islands; VI U.S. Virgin Islands; VN Vietnam; VU Vanuatu; WF Wallis and Futuna; WS Samoa; XK Kosovo;
YE Yemen; YT Mayotte; ZA South Africa; ZM Zambia; ZW Zimbabwe
"""

# In Italian, French and German where they differ, then what else people type: vehicle codes, three-letter codes.
_ALSO_CALLED = """
AD Andorre
AL Albanie; Albanien
AT Autriche; Österreich; A; AUT
AU Australie; Australien
BA Bosnie-Herzégovine; Bosnia ed Erzegovina; Bosnien und Herzegowina; Bosnia
BE Belgique; Belgio; Belgien; BEL
BG Bulgarie; Bulgarien
BR Brésil; Brasile; Brasilien
BY Biélorussie; Bielorussia
CA Kanada
CH Suisse; Svizzera; Schweiz; Svizra; CHE; Swiss; Helvetia
CN Chine; Cina
CY Chypre; Cipro; Zypern
CZ Tchéquie; Cechia; Tschechien; Czech Republic; Repubblica Ceca; République tchèque; Tschechische Republik; CZE
DE Allemagne; Germania; Deutschland; D; DEU; GER
DK Danemark; Danimarca
EE Estonie; Estland
ES Espagne; Spagna; Spanien; ESP
FI Finlande; Finlandia; Finnland
FR Francia; Frankreich; F; FRA
GB Royaume-Uni; Regno Unito; Vereinigtes Königreich; UK; Great Britain; England; Grande-Bretagne; Gran Bretagna
GB Angleterre; Inghilterra; Grossbritannien; GBR
GB XI; Northern Ireland; Irlande du Nord; Irlanda del Nord; Nordirland
GR Grèce; Grecia; Griechenland; EL; GRC
HR Croatie; Croazia; Kroatien
HU Hongrie; Ungheria; Ungarn
IE Irlande; Irlanda; Irland; IRL
IL Israele
IN Inde; Indien
IS Islande; Islanda; Island
IT Italie; Italia; Italien; I; ITA
JP Japon; Giappone
LI FL; LIE; Principality of Liechtenstein
LT Lituanie; Lituania; Litauen
LU Lussemburgo; Luxemburg; LUX
LV Lettonie; Lettonia; Lettland
MA Maroc; Marocco; Marokko
MD Moldavie; Moldavia; Republik Moldau; Moldau
MK Macédoine du Nord; Macedonia del Nord; Nordmazedonien; Macedonia; Macédoine
MT Malte
NL Pays-Bas; Paesi Bassi; Niederlande; Holland; Olanda; Hollande; NLD
NO Norvège; Norvegia; Norwegen
PL Pologne; Polonia; Polen; POL
PT Portogallo; PRT
RO Roumanie; Rumänien
RS Serbie; Serbien
RU Russie; Russland; Russian Federation
SE Suède; Svezia; Schweden
SI Slovénie; Slowenien
SK Slovaquie; Slovacchia; Slowakei; Slovak Republic
SM Saint-Marin; Repubblica di San Marino
TN Tunisie; Tunesien
TR Turquie; Turchia; Türkei; Turkey
UA Ucraina
US États-Unis; Stati Uniti; Vereinigte Staaten; USA; Stati Uniti d'America
US United States of America; Vereinigte Staaten von Amerika
VA État de la Cité du Vatican; Città del Vaticano; Vatikanstadt; Vatican; Vaticano; Vatikan
"""

NAMES = MappingProxyType({item[:2]: item[3:] for item in " ".join(_NAMES.split()).split("; ")})
"""English names by code."""

_VAT_PREFIXES = {"GR": "EL", "GB": NORTHERN_IRELAND, "MC": "FR"}


def is_known(country: str) -> bool:
    """Say whether this is the upper-case two-letter code of a country."""
    return country in NAMES


def name_of(country: str) -> str:
    """Return the English name, or the code itself when it is none of ours."""
    return NAMES.get(country, country)


def names_of(country: str) -> tuple[str, ...]:
    """Return every name and code under which a country is looked for, its own code first; that alone if unknown."""
    return tuple(dict.fromkeys((country, name_of(country), *_also_called().get(country, ()))))


def currency_of(country: str) -> Currency:
    """Return the currency of an organisation whose postal address is there."""
    return Currency.CHF if country in SWISS_AREA else Currency.EUR


def vat_prefix(country: str) -> str | None:
    """Return the two letters before a European VAT number of that country, or None where there is no such number.

    Greece writes EL, Northern Ireland XI with an address in GB, and Monaco is taxed as France.
    """
    return _VAT_PREFIXES.get(country, country if country in EU else None)


def country_called(text: str) -> str | None:
    """Return the code meant by a code or a name in English, Italian, French or German, or None."""
    return _codes_by_name().get(_key(text))


def territory_called(text: str) -> str | None:
    """Return the code meant as `country_called` does, but XI where Northern Ireland itself is named."""
    return NORTHERN_IRELAND if _key(text) in _NORTHERN else country_called(text)


@cache
def _codes_by_name() -> dict[str, str]:
    called = {_key(code): code for code in NAMES}
    called.update({_key(name): code for code, name in NAMES.items()})
    called.update({_key(name): code for code, names in _also_called().items() for name in names})
    return called


@cache
def _also_called() -> dict[str, list[str]]:
    called: dict[str, list[str]] = {}
    for line in _ALSO_CALLED.strip().splitlines():
        code, names = line.split(" ", 1)
        called.setdefault(code, []).extend(names.split("; "))
    return called


def _key(text: str) -> str:
    """Return the text folded, with hyphens, dots and apostrophes as blanks."""
    return " ".join(fold(text).translate(_BLANKS).split())


_BLANKS = str.maketrans(dict.fromkeys("-.'’", " "))
_NORTHERN = frozenset(("xi", "northern ireland", "irlande du nord", "irlanda del nord", "nordirland"))
"""As `_ALSO_CALLED` has them."""
