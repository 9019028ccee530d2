"""What synthetic newsrooms write, in eight languages: parts that make a sentence in any combination.

Subjects are plural throughout, so that every act agrees with every one of them.
``{number}`` and ``{place}`` are filled in; places stand as they are, uninflected.
"""

from collections.abc import Mapping
from dataclasses import dataclass

LATIN = ("Oslo", "Voss", "Bergen", "Bodø", "Tromsø", "Ålesund", "Molde", "Røros", "Narvik", "Skjervøy")
CYRILLIC = ("Осло", "Берген", "Будё", "Тромсё", "Олесунн", "Молде", "Рёрус", "Нарвик", "Шервёй", "Ставангер")


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """A language's parts: a sentence is subject, act, tail; a headline ends in ``pier``.

    ``day`` is how a dateline writes its day; ``locale`` names its months.
    """

    locale: str
    day: str = "{day} {month} {year}"
    places: tuple[str, ...] = LATIN
    subjects: tuple[str, ...]
    acts: tuple[str, ...]
    tails: tuple[str, ...]
    pier: str


_ENGLISH = Phrases(
    locale="en_GB",
    subjects=(
        "Ferry pilots",
        "Lighthouse keepers",
        "Pupils of the harbour school",
        "Bridge builders from both banks",
        "Night librarians",
        "Choir singers and their conductor",
        "Map makers of the upper valley",
        "Gardeners",
        "Bee-keepers of three islands",
        "Bell ringers",
        "Retired sailors",
        "Apprentice weavers",
    ),
    acts=(
        "opened a workshop for knots",
        "counted the lanterns along the quay",
        "drew a map of all footpaths",
        "mended the nets of a whole village",
        "rehearsed a play about the weather",
        "agreed on a timetable for the ferry",
        "planted a row of apple trees",
        "printed a newspaper of four pages, the “Evening Tide”",
        "trained {number} volunteers in first aid",
        "exchanged recipes with their neighbours",
        "wrote {number} letters to the lock-keeper",
        "repaired the clock that had been {number} minutes late",
        "learned to read a tide gauge",
        "discussed the colour of the new benches",
    ),
    tails=(
        "before lunch",
        "in spite of the rain",
        "together with {number} guests",
        "for the first time since spring",
        "at the town hall of {place}",
        "while the band played",
        "as the tide came in",
        "under the eyes of {number} gulls",
        "with tools that were borrowed in {place}",
        "and left the last word to the children",
        "– a task that took {number} days",
        "on the shortest day of the year",
    ),
    pier="on pier {number}",
)
_RUSSIAN = Phrases(
    locale="ru",
    places=CYRILLIC,
    subjects=(
        "Паромщики",
        "Смотрители маяка",
        "Ученики портовой школы",
        "Строители мостов",
        "Ночные библиотекари",
        "Певцы хора",
        "Садовники верхней долины",
        "Пчеловоды трёх островов",
    ),
    acts=(
        "открыли мастерскую узлов",
        "пересчитали фонари на набережной",
        "начертили карту всех тропинок",
        "починили сети целой деревни",
        "отрепетировали пьесу о погоде",
        "посадили ряд яблонь",
        "напечатали газету «Вечерний прилив»",
        "написали письма смотрителю шлюза: их {number}",
    ),
    tails=(
        "до обеда",
        "несмотря на дождь",
        "впервые с весны",
        "в ратуше города {place}",
        "пока играл оркестр",
        "под крик чаек",
        "– и оставили последнее слово детям",
    ),
    pier="на причале {number}",
)
_FRENCH = Phrases(
    locale="fr",
    subjects=(
        "Les passeurs du bac",
        "Les gardiens de phare",
        "Les élèves de l’école du port",
        "Les bâtisseurs de ponts",
        "Les bibliothécaires de nuit",
        "Les chanteurs du chœur",
        "Les jardiniers de la vallée",
        "Les apiculteurs des trois îles",
    ),
    acts=(
        "ont ouvert un atelier de nœuds",
        "ont compté les lanternes du quai",
        "ont dessiné la carte de tous les sentiers",
        "ont réparé les filets d’un village entier",
        "ont répété une pièce sur la météo",
        "ont planté une rangée de pommiers",
        "ont imprimé un journal, « La Marée du soir »",
        "ont écrit {number} lettres à l’éclusier",
    ),
    tails=(
        "avant midi",
        "malgré la pluie",
        "avec {number} invités",
        "pour la première fois depuis le printemps",
        "à la mairie de {place}",
        "pendant que l’orchestre jouait",
        "et ont laissé le dernier mot aux enfants",
    ),
    pier="au quai {number}",
)
_GERMAN = Phrases(
    locale="de",
    day="{day}. {month} {year}",
    subjects=(
        "Fährleute",
        "Leuchtturmwärter",
        "Schüler der Hafenschule",
        "Brückenbauer von beiden Ufern",
        "Nachtbibliothekare",
        "Chorsänger",
        "Gärtner aus dem oberen Tal",
        "Imker von drei Inseln",
    ),
    acts=(
        "öffneten eine Werkstatt für Knoten",
        "zählten die Laternen am Kai",
        "zeichneten eine Karte aller Fußwege",
        "flickten die Netze eines ganzen Dorfes",
        "probten ein Stück über das Wetter",
        "pflanzten eine Reihe Apfelbäume",
        "druckten die Zeitung „Die Abendflut“",
        "schrieben {number} Briefe an den Schleusenwärter",
    ),
    tails=(
        "vor dem Mittagessen",
        "trotz des Regens",
        "gemeinsam mit {number} Gästen",
        "zum ersten Mal seit dem Frühling",
        "im Rathaus von {place}",
        "bei steigender Flut",
        "und überließen den Kindern das Schlusswort",
    ),
    pier="am Kai {number}",
)
_UKRAINIAN = Phrases(
    locale="uk",
    places=CYRILLIC,
    subjects=(
        "Поромники",
        "Доглядачі маяка",
        "Учні портової школи",
        "Будівельники мостів",
        "Нічні бібліотекарі",
        "Співаки хору",
        "Садівники з долини",
        "Бджолярі трьох островів",
    ),
    acts=(
        "відкрили майстерню вузлів",
        "полічили ліхтарі на набережній",
        "накреслили мапу всіх стежок",
        "полагодили сіті цілого села",
        "прорепетирували п’єсу про погоду",
        "посадили ряд яблунь",
        "надрукували газету «Вечірній приплив»",
        "написали листи доглядачеві шлюзу: їх {number}",
    ),
    tails=(
        "до обіду",
        "попри дощ",
        "уперше від весни",
        "у ратуші міста {place}",
        "поки грав оркестр",
        "під крик чайок",
        "– і залишили останнє слово дітям",
    ),
    pier="на причалі {number}",
)
_SPANISH = Phrases(
    locale="es",
    day="{day} de {month} de {year}",
    subjects=(
        "Los barqueros",
        "Los fareros",
        "Los alumnos de la escuela del puerto",
        "Los constructores de puentes",
        "Los bibliotecarios de noche",
        "Los cantantes del coro",
        "Los jardineros del valle",
        "Los apicultores de tres islas",
    ),
    acts=(
        "abrieron un taller de nudos",
        "contaron los faroles del muelle",
        "dibujaron un mapa de todos los senderos",
        "remendaron las redes de un pueblo entero",
        "ensayaron una obra sobre el tiempo",
        "plantaron una hilera de manzanos",
        "imprimieron el periódico «La Marea de la Mañana»",
        "escribieron {number} cartas al guarda de la esclusa",
    ),
    tails=(
        "antes de comer",
        "a pesar de la lluvia",
        "junto con {number} invitados",
        "por primera vez desde la primavera",
        "en el ayuntamiento de {place}",
        "mientras tocaba la banda",
        "y dejaron la última palabra a los niños",
    ),
    pier="en el muelle {number}",
)
_BOSNIAN = Phrases(
    locale="bs",
    day="{day}. {month} {year}. godine",
    subjects=(
        "Skeledžije",
        "Čuvari svjetionika",
        "Učenici lučke škole",
        "Graditelji mostova",
        "Noćni bibliotekari",
        "Pjevači u horu",
        "Vrtlari iz doline",
        "Pčelari s tri ostrva",
    ),
    acts=(
        "su otvorili radionicu čvorova",
        "su prebrojali fenjere na obali",
        "su nacrtali kartu svih staza",
        "su pokrpili mreže cijelog sela",
        "su uvježbali predstavu o vremenu",
        "su zasadili red jabuka",
        "su štampali novine „Večernja plima“",
        "su napisali pisma čuvaru brane, njih {number}",
    ),
    tails=(
        "prije ručka",
        "uprkos kiši",
        "prvi put od proljeća",
        "u vijećnici grada {place}",
        "dok je svirao orkestar",
        "uz krike galebova",
        "i prepustili djeci posljednju riječ",
    ),
    pier="na molu {number}",
)
_ROMANIAN = Phrases(
    locale="ro",
    subjects=(
        "Barcagiii",
        "Paznicii farului",
        "Elevii școlii din port",
        "Constructorii de poduri",
        "Bibliotecarii de noapte",
        "Cântăreții corului",
        "Grădinarii din vale",
        "Apicultorii de pe trei insule",
    ),
    acts=(
        "au deschis un atelier de noduri",
        "au numărat felinarele de pe chei",
        "au desenat o hartă a tuturor potecilor",
        "au reparat plasele unui sat întreg",
        "au repetat o piesă despre vreme",
        "au plantat un șir de meri",
        "au tipărit ziarul „Fluxul de seară”",
        "au scris scrisori paznicului ecluzei: {number}",
    ),
    tails=(
        "înainte de prânz",
        "în ciuda ploii",
        "pentru prima dată din primăvară",
        "la primăria din {place}",
        "în timp ce cânta fanfara",
        "sub privirile pescărușilor",
        "și au lăsat copiilor ultimul cuvânt",
    ),
    pier="pe cheiul {number}",
)

PHRASES: Mapping[str, Phrases] = {
    "en": _ENGLISH,
    "ru": _RUSSIAN,
    "fr": _FRENCH,
    "de": _GERMAN,
    "uk": _UKRAINIAN,
    "es": _SPANISH,
    "bs": _BOSNIAN,
    "ro": _ROMANIAN,
}
"""By the language of the text (BCP 47)."""
