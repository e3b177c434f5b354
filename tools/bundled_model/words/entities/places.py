"""Places: cities, countries, regions, streets, and rooms to meet in."""

from __future__ import annotations

from random import Random

from tools.bundled_model.grammar import words
from tools.bundled_model.sample import Split
from tools.bundled_model.words.entities.people import last_name
from tools.bundled_model.words.entities.strange import strange_name
from tools.bundled_model.words.split import drawn, halves

CITIES = halves(
    words("""London|Paris|Berlin|New York|Tokyo|Lagos|Lima|Oslo|Cape Town|San Diego|Madrid|Rome
Vienna|Zurich|Geneva|Basel|Munich|Hamburg|Frankfurt|Cologne|Stuttgart|Leipzig|Dresden|Amsterdam
Rotterdam|The Hague|Utrecht|Brussels|Antwerp|Ghent|Lyon|Marseille|Nice|Toulouse|Bordeaux|Lille
Barcelona|Valencia|Seville|Bilbao|Lisbon|Porto|Milan|Turin|Naples|Florence|Venice|Bologna|Athens
Thessaloniki|Istanbul|Ankara|Izmir|Warsaw|Krakow|Gdansk|Prague|Brno|Budapest|Bucharest|Sofia
Belgrade|Zagreb|Ljubljana|Stockholm|Gothenburg|Malmö|Copenhagen|Aarhus|Helsinki|Tampere|Bergen
Reykjavik|Dublin|Cork|Galway|Belfast|Edinburgh|Glasgow|Manchester|Liverpool|Leeds|Bristol|Cardiff
Birmingham|Sheffield|Newcastle|Oxford|Cambridge|Brighton|Bath|York|Kyiv|Lviv|Moscow|Riga|Vilnius
Tallinn|Cairo|Alexandria|Casablanca|Marrakesh|Tunis|Algiers|Accra|Nairobi|Mombasa|Addis Ababa
Kampala|Dakar|Johannesburg|Durban|Pretoria|Harare|Luanda|Kinshasa|Abuja|Ibadan|Dubai|Abu Dhabi
Doha|Riyadh|Jeddah|Kuwait City|Muscat|Amman|Beirut|Tel Aviv|Jerusalem|Haifa|Tehran|Baghdad|Karachi
Lahore|Islamabad|Delhi|New Delhi|Mumbai|Bangalore|Chennai|Kolkata|Hyderabad|Pune|Jaipur|Dhaka
Colombo|Kathmandu|Bangkok|Chiang Mai|Phuket|Hanoi|Ho Chi Minh City|Singapore|Kuala Lumpur|Penang
Jakarta|Bali|Manila|Cebu|Hong Kong|Taipei|Seoul|Busan|Osaka|Kyoto|Nagoya|Sapporo|Fukuoka|Beijing
Shanghai|Shenzhen|Guangzhou|Chengdu|Wuhan|Sydney|Melbourne|Brisbane|Perth|Adelaide|Canberra|Hobart
Auckland|Wellington|Christchurch|Toronto|Montreal|Vancouver|Calgary|Ottawa|Quebec City|Halifax
Winnipeg|Boston|Chicago|Los Angeles|San Francisco|Seattle|Portland|Denver|Austin|Dallas|Houston
Phoenix|Las Vegas|Salt Lake City|Miami|Orlando|Tampa|Atlanta|Nashville|New Orleans|St. Louis
Kansas City|Minneapolis|Detroit|Cleveland|Pittsburgh|Philadelphia|Baltimore|Washington|Charlotte
San Jose|San Antonio|Sacramento|Oakland|Albuquerque|Tucson|Omaha|Buffalo|Honolulu|Anchorage
Mexico City|Guadalajara|Monterrey|Cancún|Havana|Panama City|Bogotá|Medellín|Quito|Santiago
Buenos Aires|Córdoba|Montevideo|São Paulo|Rio de Janeiro|Brasília|Recife|Caracas|La Paz|Asunción""")
)
COUNTRIES = halves(
    words("""France|Germany|Italy|Spain|Portugal|Austria|Switzerland|Belgium|the Netherlands
Denmark|Sweden|Norway|Finland|Iceland|Ireland|Poland|Hungary|Romania|Bulgaria|Greece|Turkey
Ukraine|Croatia|Serbia|Slovenia|Slovakia|Estonia|Latvia|Lithuania|Egypt|Morocco|Tunisia|Nigeria
Ghana|Kenya|Ethiopia|South Africa|Senegal|Uganda|Tanzania|India|Pakistan|Bangladesh|Sri Lanka
Nepal|China|Japan|South Korea|Taiwan|Vietnam|Thailand|Malaysia|Indonesia|the Philippines
Australia|New Zealand|Canada|Mexico|Brazil|Argentina|Chile|Peru|Colombia|Ecuador|Uruguay|Cuba
Costa Rica|Panama|Jamaica|Israel|Jordan|Saudi Arabia|Qatar|Oman|Iraq|Malta|Cyprus|Luxembourg""")
)
REGIONS = halves(
    words("""Bavaria|Catalonia|Tuscany|Sicily|Provence|Normandy|Brittany|Andalusia|Flanders
Scotland|Wales|Cornwall|Yorkshire|Kent|Devon|Ontario|Quebec|Alberta|British Columbia|California
Texas|Florida|Ohio|Oregon|Nevada|Utah|Colorado|Virginia|North Carolina|New Jersey|Georgia|Vermont
Queensland|Victoria|New South Wales|Punjab|Kerala|Gujarat|Silicon Valley|the Black Forest
the Lake District|the Bay Area|Long Island|Western Cape|Hokkaido|Guangdong|Lombardy|Saxony""")
)
STREET_ENDS = words(
    "Street|Street|Road|Avenue|Lane|Drive|Way|Boulevard|Square|Court|Place|Close|St|Rd|Ave"
)
HALLS = words(
    """Hall|Arena|Stadium|Theatre|Theater|Hotel|Café|Cafe|Restaurant|Conference Centre|Gallery
Convention Center|Museum|Park|Gardens|Library|Castle|Palace|Club|Inn|Lounge|Bistro|Church|Pavilion
Auditorium|Opera House|Town Hall|Community Center|Sports Centre|Clinic|Medical Center|Hospital
University|Rooftop|Bar|Grill|Trattoria|Airport|Station"""
)
HOTELS = (
    "Hotel {}|{} Hotel|the {} Hotel|{} Inn|Grand {}|The {}|{} Resort|{} Lodge|Villa {}|{} Suites"
).split("|")
ROOM_NAMES = words(
    "Room|Meeting Room|Conference Room|Suite|Boardroom|Hall|Studio|Lab|Office|Auditorium"
)
TOWN_BEGINS = (
    "Port",
    "San",
    "St.",
    "New",
    "Lake",
    "Mount",
    "Fort",
    "Santa",
    "Upper",
    "North",
    "El",
)
TOWN_ENDS = (
    "City",
    "Beach",
    "Springs",
    "Falls",
    "Bay",
    "Heights",
    "Park",
    "Valley",
    "Hills",
    "Island",
)


def city(chance: Random, split: Split) -> str:
    """Return a town, often one that is on no map."""
    luck = chance.random()
    if luck < 0.42:
        return chance.choice(CITIES[split])
    if luck < 0.72:
        return strange_name(chance, split)
    name = strange_name(chance, split)
    if luck < 0.82:
        return f"{chance.choice(TOWN_BEGINS)} {name}"
    if luck < 0.91:
        return f"{name} {chance.choice(TOWN_ENDS)}"
    return name + chance.choice(
        ("burg", "ville", "ford", "ton", "by", "stad", "field", "-on-Sea", "dorf")
    )


def country(chance: Random, split: Split) -> str:
    """Return a country, now and then one that is on no map."""
    luck = chance.random()
    if luck < 0.6:
        return chance.choice(COUNTRIES[split])
    name = strange_name(chance, split)
    if luck < 0.8:
        return name + chance.choice(("ia", "land", "stan", "ania", "istan"))
    return chance.choice(("Republic of {}", "North {}", "{} Islands", "South {}")).format(name)


def region(chance: Random, split: Split) -> str:
    """Return a part of a country."""
    luck = chance.random()
    if luck < 0.5:
        return chance.choice(REGIONS[split])
    name = strange_name(chance, split)
    forms = (
        "{}",
        "{} County",
        "Upper {}",
        "the {} Valley",
        "{} Province",
        "northern {}",
        "{} Coast",
    )
    return chance.choice(forms).format(name)


def place(chance: Random, split: Split) -> str:
    """Return a city, region or country."""
    luck = chance.random()
    if luck < 0.74:
        return city(chance, split)
    if luck < 0.86:
        return country(chance, split)
    if luck < 0.94:
        return f"{city(chance, split)}, {country(chance, split)}"
    return region(chance, split)


def street(chance: Random, split: Split) -> str:
    """Return a house in a street."""
    name = chance.choice((strange_name, last_name))(chance, split)
    house = f"{chance.randint(1, 990)}{chance.choice(('', '', '', '', 'A', 'b'))}"
    if chance.random() < 0.12:
        return f"{name}{chance.choice(('straße', 'strasse', 'gatan', 'weg', 'laan'))} {house}"
    return f"{house} {name} {chance.choice(STREET_ENDS)}"


def address(chance: Random, split: Split) -> str:
    """Return a street, mostly with its town."""
    luck = chance.random()
    if luck < 0.45:
        return street(chance, split)
    if luck < 0.8:
        return f"{street(chance, split)}, {city(chance, split)}"
    zone = chance.randint(1000, 99999)
    return f"{street(chance, split)}, {zone} {city(chance, split)}"


def venue(chance: Random, split: Split) -> str:
    """Return a house that people meet in."""
    name = chance.choice((strange_name, strange_name, last_name, city))(chance, split)
    end = chance.choice(HALLS)
    form = chance.choice(("{} {}", "{} {}", "{} {}", "{} {}", "the {} {}", "The {} {}", "{}'s {}"))
    return form.format(name, end)


def hotel(chance: Random, split: Split) -> str:
    """Return a house to sleep in."""
    name = chance.choice((strange_name, strange_name, last_name, city))(chance, split)
    return chance.choice(HOTELS).format(name)


def room(chance: Random, split: Split) -> str:
    """Return a room of a house, by number or name."""
    kind = chance.choice(ROOM_NAMES)
    kind = kind.lower() if chance.random() < 0.35 else kind
    if chance.random() < 0.2:
        return f"{kind} {strange_name(chance, split)}"

    def once(chance: Random) -> str:
        letter = chance.choice("ABCDEF")
        names = (str(chance.randint(1, 960)), letter, f"{chance.randint(1, 20)}{letter}")
        return f"{kind} {chance.choice(names)}"

    return drawn(chance, split, once)
