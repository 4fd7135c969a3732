"""
The fictional world of the sample archive: countries, posts and the people who recur.

Nobody and no place in here is real. The geo tags are two-letter codes that the handbook
does not use; route letters, serial numbers and names are invented.
"""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Country:
    """A country, and the words that a story needs to speak of it."""

    tag: str  # the geo tag, two letters
    name: str
    adjective: str
    government: str  # "GOH", as cables abbreviate it
    words: dict[str, str] = field(default_factory=dict)  # places, money, papers
    people: dict[str, str] = field(default_factory=dict)  # role -> title and full name

    def person(self, role: str, moment: datetime) -> str:
        """Title and full name of who holds a role at this time."""
        later = [
            name
            for since, name in SUCCESSORS.get((self.tag, role), ())
            if moment >= since
        ]
        return later[-1] if later else self.people[role]


@dataclass(frozen=True, slots=True)
class Post:
    """An embassy, consulate or mission that sends telegrams."""

    code: str  # as in the reference id, "PORTLUMEN"
    origin: str  # "Embassy Port Lumen"
    place: str  # as printed in the classification line, "PORT LUMEN"
    sender: str  # the FM line, "AMEMBASSY PORT LUMEN"
    route: str  # routing indicator, "RUEHPX"
    volume: int  # telegrams a year, archived or not
    country: str  # geo tag; empty for the Department
    chiefs: tuple[tuple[int, str, str], ...]  # from year, title and name, signature

    def chief(self, moment: datetime) -> tuple[str, str]:
        """Who signs at this time: title with name, and the signature line."""
        serving = [c for c in self.chiefs if c[0] <= moment.year] or [self.chiefs[0]]
        return serving[-1][1], serving[-1][2]

    def serial(self, moment: datetime) -> int:
        """The serial number that a telegram of this minute gets: it grows over the year."""
        start = datetime(moment.year, 1, 1)
        return 1 + int((moment - start).total_seconds() / 31_622_400 * self.volume)

    def reference_id(self, moment: datetime) -> str:
        return f"{moment:%y}{self.code}{self.serial(moment)}"


# Who took over a role, and when: two elections, two scandals.
SUCCESSORS = {
    ("MJ", "pres"): ((datetime(2006, 8, 15), "President Remedios Castañar"),),
    ("MJ", "opp"): ((datetime(2006, 8, 15), "opposition leader Leocadio Barrena"),),
    ("HV", "trade"): ((datetime(2009, 2, 18), "Trade Minister Nicholas Ferrant"),),
    ("HV", "pm"): ((datetime(2009, 9, 20), "Prime Minister Rufus Oakenshaw"),),
    ("HV", "opp"): ((datetime(2009, 9, 20), "opposition leader Edmund Harrowgate"),),
}  # fmt: skip

COUNTRIES = {
    country.tag: country
    for country in [
        Country(
            "HV", "Halvern", "Halvernese", "GOH",
            {
                "capital": "Port Lumen", "city": "Saltmere", "region": "the Outer Skerries",
                "paper": "the Harbour Gazette", "paper2": "the Saltmere Packet",
                "money": "crowns", "product": "herring", "party": "the Harbour Party",
                "oppparty": "the Commons Alliance", "neighbor": "Kaldria",
                "bank": "the Bank of Halvern", "parliament": "the Moot", "firm": "Thrale Brothers",
                "river": "the Lum", "university": "the Nautical College",
            },
            {
                "pres": "President Ottoline Marsh", "pm": "Prime Minister Edmund Harrowgate",
                "fm": "Foreign Minister Isolde Venn", "fin": "Finance Minister Lucan Ashby-Roe",
                "int": "Interior Minister Percival Dunmore", "trade": "Trade Minister Caspar Thrale",
                "opp": "opposition leader Rufus Oakenshaw", "editor": "editor Jonah Pell",
                "mayor": "Mayor Agnes Tidewell", "biz": "chamber president Cornelius Brack",
                "union": "guild secretary Tobias Wick", "ngo": "charity director Hester Lorne",
                "desk": "Americas desk director Basil Orme", "gen": "Commodore Matthias Reed",
            },
        ),
        Country(
            "KD", "Kaldria", "Kaldrian", "GOK",
            {
                "capital": "Vessin", "city": "Brannick", "region": "the North Shore",
                "paper": "the Vessin Courier", "paper2": "the Brannick Mail",
                "money": "kald", "product": "timber", "party": "the National Front of Labor",
                "oppparty": "the Free Shore Movement", "neighbor": "Halvern",
                "bank": "the State Bank", "parliament": "the Assembly", "firm": "Kaldmar Shipping",
                "river": "the Vess", "university": "Vessin University",
            },
            {
                "pres": "President Radomir Kest", "pm": "Prime Minister Ilka Dorovan",
                "fm": "Foreign Minister Livia Sorrent", "fin": "Finance Minister Oskar Penndal",
                "int": "Interior Minister Gregor Haldane-Vuk", "trade": "Trade Minister Dessa Mirko",
                "opp": "opposition leader Stefan Aurel Kray", "editor": "editor Nadia Volsk",
                "mayor": "Mayor Emil Brandle", "biz": "industrialist Viktor Solm",
                "union": "dockers' leader Katya Renn", "ngo": "lawyer Tomas Ildren",
                "desk": "North America director Pavel Stroy", "gen": "Admiral Kasimir Vallin",
            },
        ),
        Country(
            "MJ", "Montarra", "Montarran", "GOM",
            {
                "capital": "Santa Brisa", "city": "Punta Espera", "region": "the Bajío Hondo",
                "paper": "El Faro de Montarra", "paper2": "La Voz del Puerto",
                "money": "reales", "product": "coffee", "party": "the Liberal Union",
                "oppparty": "the Popular Front", "neighbor": "Halvern",
                "bank": "the Banco Montarrano", "parliament": "the Congress",
                "firm": "Cafetalera Aurora", "river": "the Río Pardo",
                "university": "the National University",
            },
            {
                "pres": "President Teodoro Almagüer", "pm": "Cabinet Chief Beltrán Osorno",
                "fm": "Foreign Minister Consuelo Ibarrueta", "fin": "Finance Minister Amadeo Pinzales",
                "int": "Interior Minister Rodrigo Cuevasanta", "trade": "Trade Minister Olimpia Reyna-Soto",
                "opp": "opposition leader Remedios Castañar", "editor": "editor Fausto Limón",
                "mayor": "Mayor Hilario Betancor", "biz": "coffee exporter Jacinta Morell",
                "union": "union leader Celso Trigo", "ngo": "Sister Inmaculada Duarte",
                "desk": "protocol chief Gil Peralvo", "gen": "General Ulises Barragán",
            },
        ),
        Country(
            "LD", "Lindmark", "Lindmarker", "GOL",
            {
                "capital": "Aldersund", "city": "Nordhavn", "region": "the Ness",
                "paper": "Aldersunds Tidende", "paper2": "the Ness Observer",
                "money": "lind", "product": "aluminum", "party": "the Social Center",
                "oppparty": "the Farmers' Party", "neighbor": "Kaldria",
                "bank": "the Riksbank of Lindmark", "parliament": "the Ting",
                "firm": "Norrvind", "river": "the Alder", "university": "Aldersund Technical",
            },
            {
                "pres": "President Halvor Eng-Stael", "pm": "Prime Minister Sigrun Aldersen",
                "fm": "Foreign Minister Jorun Vik-Holm", "fin": "Finance Minister Eskil Brandt-Lie",
                "int": "Justice Minister Marit Oxholm", "trade": "Economy Minister Asta Brekke-Moe",
                "opp": "opposition leader Gunnar Fjellby", "editor": "editor Ragna Toft",
                "mayor": "Mayor Inge Sandvar", "biz": "shipowner Axel Krone-Dahl",
                "union": "union chair Berit Lunde-Moe", "ngo": "bird warden Sverre Tjeld",
                "desk": "transatlantic director Nils Arvesen", "gen": "General Odd Rimstad",
            },
        ),
        Country(
            "QR", "Qasaria", "Qasari", "GOQ",
            {
                "capital": "Al Naweh", "city": "Marsa Dahab", "region": "the Pearl Coast",
                "paper": "Al Fanar", "paper2": "the Naweh Times",
                "money": "dirhams", "product": "dates and dry-dock services",
                "party": "the court", "oppparty": "the reform bloc", "neighbor": "Halvern",
                "bank": "the Qasari Monetary Agency", "parliament": "the Consultative Council",
                "firm": "Dahab Holdings", "river": "the Great Creek", "university": "the Emiri University",
            },
            {
                "pres": "Emir Hamdun al-Rashif", "pm": "Prime Minister Talal al-Rashif",
                "fm": "Foreign Minister Marwan al-Sahl", "fin": "Finance Minister Idris Bakhtawi",
                "int": "Interior Minister Nasr al-Wadi", "trade": "Commerce Minister Salim al-Dahabi",
                "opp": "council member Jalila Noufan", "editor": "editor Yusri al-Fanari",
                "mayor": "Governor Rashad al-Bahri", "biz": "merchant Habib Zarqan",
                "union": "labor committee head Suresh Anandal", "ngo": "lawyer Widad Shamlan",
                "desk": "Americas director Fadil Manar", "gen": "Brigadier Omran al-Qasr",
            },
        ),
        Country(
            "ZV", "Zavaria", "Zavarian", "GOZ",
            {
                "capital": "Belagora", "city": "Kamenets-on-the-Drin", "region": "the Drin valley",
                "paper": "the Belagora Herald", "paper2": "Novy Kurier",
                "money": "zavar", "product": "sugar beet", "party": "the Union of Renewal",
                "oppparty": "the Agrarian Bloc", "neighbor": "Kaldria",
                "bank": "the National Bank", "parliament": "the Sejmik", "firm": "Zavarsugar",
                "river": "the Drin", "university": "Belagora Polytechnic",
            },
            {
                "pres": "President Bohdan Krass", "pm": "Prime Minister Ludmila Havran",
                "fm": "Foreign Minister Artur Wesely-Novy", "fin": "Finance Minister Jadviga Torunek",
                "int": "Interior Minister Cyril Mrazko", "trade": "Trade Minister Otakar Belinsk",
                "opp": "opposition leader Danica Polje", "editor": "editor Igor Slatin",
                "mayor": "Mayor Vera Kolarz", "biz": "beet baron Maxim Drabko",
                "union": "railwaymen's leader Josef Tichar", "ngo": "election monitor Irena Sokal",
                "desk": "Americas director Roman Zelinak", "gen": "General Zdenko Brusk",
            },
        ),
    ]
}  # fmt: skip

POSTS = {
    post.code: post
    for post in [
        Post("PORTLUMEN", "Embassy Port Lumen", "PORT LUMEN", "AMEMBASSY PORT LUMEN", "RUEHPX", 1500, "HV", (
            (2003, "Ambassador Harriet Lockwood Dane", "LOCKWOOD DANE"),
            (2006, "Ambassador Preston Whitlow", "WHITLOW"),
            (2009, "Charge d'Affaires Dinah Marlow", "MARLOW"))),
        Post("SALTMERE", "Consulate Saltmere", "SALTMERE", "AMCONSUL SALTMERE", "RUEHSX", 180, "HV", (
            (2003, "Consul Everett Pym", "PYM"), (2007, "Consul Lorna Teasdale", "TEASDALE"))),
        Post("VESSIN", "Embassy Vessin", "VESSIN", "AMEMBASSY VESSIN", "RUEHVX", 1200, "KD", (
            (2003, "Ambassador Clement Faraday", "FARADAY"),
            (2007, "Ambassador Rosalind Okafor-Bright", "OKAFOR BRIGHT"))),
        Post("BRANNICK", "Consulate Brannick", "BRANNICK", "AMCONSUL BRANNICK", "RUEHBX", 150, "KD", (
            (2003, "Consul Walter Imrie", "IMRIE"), (2008, "Consul Jun Castellane", "CASTELLANE"))),
        Post("SANTABRISA", "Embassy Santa Brisa", "SANTA BRISA", "AMEMBASSY SANTA BRISA", "RUEHSB", 1800, "MJ", (
            (2003, "Ambassador Mortimer Keane", "KEANE"),
            (2006, "Ambassador Philippa Dunaway", "DUNAWAY"),
            (2009, "Ambassador Samuel Ortega-Finch", "ORTEGA FINCH"))),
        Post("PUNTAESPERA", "Consulate Punta Espera", "PUNTA ESPERA", "AMCONSUL PUNTA ESPERA", "RUEHPE", 220, "MJ", (
            (2003, "Consul Beatrice Vandermolen", "VANDERMOLEN"), (2008, "Consul Guy Allardyce", "ALLARDYCE"))),
        Post("ALDERSUND", "Embassy Aldersund", "ALDERSUND", "AMEMBASSY ALDERSUND", "RUEHAX", 720, "LD", (
            (2003, "Ambassador Winifred Stroud", "STROUD"),
            (2007, "Ambassador Bertrand Holloway", "HOLLOWAY"))),
        Post("ALNAWEH", "Embassy Al Naweh", "AL NAWEH", "AMEMBASSY AL NAWEH", "RUEHNX", 960, "QR", (
            (2003, "Ambassador Theodore Lassiter", "LASSITER"),
            (2006, "Ambassador Miriam Goldschlag", "GOLDSCHLAG"))),
        Post("BELAGORA", "Embassy Belagora", "BELAGORA", "AMEMBASSY BELAGORA", "RUEHZX", 1300, "ZV", (
            (2003, "Ambassador Hugh Tennison-Ray", "TENNISON RAY"),
            (2008, "Ambassador Carla Mendelhoff", "MENDELHOFF"))),
        Post("USTERN", "Mission Tern Sea Council", "USTERN", "USMISSION TERN SEA COUNCIL", "RUEHTX", 430, "HV", (
            (2003, "Representative Alonzo Greaves", "GREAVES"), (2007, "Representative Judith Sayre", "SAYRE"))),
        Post("STATE", "Secretary of State", "STATE", "SECSTATE WASHDC", "RUEHC", 131000, "", (
            (2003, "Acting Director Orson Blythe", "HARGREAVE"),
            (2005, "Director Celia Ransome", "WHITCOMBE"),
            (2009, "Director Celia Ransome", "ASTERLEY"))),
    ]
}  # fmt: skip

# Where they lie, for the map: latitude and longitude. Nothing else is there.
PLACES = {
    "PORTLUMEN": (47.5, -2.8),
    "SALTMERE": (43.2, -7.9),
    "VESSIN": (45.5, 21.5),
    "BRANNICK": (47.0, 24.5),
    "SANTABRISA": (-9.0, -77.5),
    "PUNTAESPERA": (-13.5, -75.0),
    "ALDERSUND": (63.4, 10.9),
    "ALNAWEH": (21.0, 57.0),
    "BELAGORA": (42.0, 60.0),
    "STATE": (38.9, -77.1),
}
