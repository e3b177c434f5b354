"""Companies and other bodies, and what they are listed under."""

from __future__ import annotations

from random import Random

from tools.bundled_model.grammar import words
from tools.bundled_model.sample import Split
from tools.bundled_model.words.entities.people import last_name
from tools.bundled_model.words.entities.places import city
from tools.bundled_model.words.entities.strange import strange_name
from tools.bundled_model.words.invented import code, invented
from tools.bundled_model.words.split import halves

KNOWN = halves(
    words(
        """Apple|Microsoft|Amazon|Google|Tesla|Siemens|Toyota|Nestlé|Unilever|Samsung|Sony
IKEA|Nokia|Ericsson|Volvo|Shell|Philips|Heineken|Adidas|Puma|Bosch|Lufthansa|Airbus|Boeing|Ford
Honda|Intel|Cisco|Oracle|Adobe|Netflix|Spotify|Uber|Airbnb|Visa|Mastercard|Walmart|Target|Costco
Starbucks|Pepsi|Coca-Cola|Pfizer|Novartis|Roche|Bayer|Merck|Goldman Sachs|Morgan Stanley|Barclays
HSBC|Deutsche Bank|Santander|Allianz|Zurich|FedEx|DHL|UPS|Maersk|Vodafone|Orange|Panasonic
Hitachi|Canon|Nike|Zara|Lego|Carlsberg|Rolex|Dell|HP|IBM|Accenture|Deloitte"""
    )
)
COMPANY_ENDS = words("""Inc|Inc.|Corp|Corp.|Ltd|Ltd.|Group|Holdings|AG|GmbH|Bank|LLC|PLC|plc
S.A.|SE|NV|AB|Oy|Co.|& Co|& Sons|Brothers|Partners|Capital|Ventures|Labs|Technologies|Systems
Software|Solutions|Energy|Foods|Logistics|Motors|Airlines|Pharma|Health|Media|Studios|Consulting
Industries|International|Insurance|Electronics|Robotics|Shipping|Textiles|Mining|Steel|Chemicals
Biotech|Networks|Retail|Furniture|Bakery|Brewery|Garage|Plumbing|Catering|Design|Architects
Properties|Realty|Travel|Tours|Books|Records|Toys|Farms|Gardens|Dental|Clinic|Pharmacy|Hospital
Academy|Institute|Foundation|Supplies|Interiors|Cleaning|Security|Analytics|Telecom|Power|Water
Builders|Construction|Freight|Couriers|Express|Outfitters|Optics|Semiconductors|Aerospace
Therapeutics|Financial|Investments|Asset Management|Real Estate|Office Supplies|Home Services
Auto Parts|Event Planning|Legal|Law|Trading|Imports|Exports|Wines|Coffee|Hotels|Resorts|Fitness
Sports|Games|Apparel|Cosmetics""")
ADJECTIVES = halves(
    """Blue Red Green Golden Silver Bright Northern Southern Eastern Western Pacific
    Atlantic Global United First National General Royal Grand Modern Urban Summit Alpine
    Coastal Clear Swift Prime Crystal Iron Copper Granite Maple Cedar Willow Oak Pine
    Falcon Eagle Lion Tiger Phoenix Quantum Stellar Solar Lunar Polar Nordic Baltic
    Iberian Highland Riverside Lakeside Sunset Harbor Evergreen Apex Vertex Zenith
    Pioneer Liberty Heritage Horizon Beacon Anchor Compass Keystone""".split()
)
THINGS = halves(
    """River Mountain Lake Valley Harbor Forest Bridge Tower Star Moon Sky Wave Ocean Stone
    Rock Field Garden Meadow Path Road Gate Light Fire Wind Leaf Tree Rose Lily Fox Bear
    Wolf Hawk Crown Shield Arrow Wheel Bell Lantern Pixel Data Cloud Signal Circuit Robot
    Orbit Rocket Kitchen Table Spoon Basket Market House Home Life Care Point Edge Peak
    Ridge Shore Bay Coast Island""".split()
)
EXCHANGES = "NYSE NASDAQ Nasdaq LSE TSX ASX Euronext FTSE XETRA SIX HKEX TSE AMEX BSE NSE".split()


def company(chance: Random, split: Split) -> str:
    """Return a company's name, mostly of one to three words that nobody has seen."""
    luck = chance.random()
    if luck < 0.28:
        return strange_name(chance, split)
    if luck < 0.62:
        return f"{strange_name(chance, split)} {chance.choice(COMPANY_ENDS)}"
    return chance.choices(_OTHER, _SHARES)[0](chance, split)


def charity(chance: Random, split: Split) -> str:
    """Return a body that works for a good cause, or teaches."""
    name = chance.choice((strange_name, last_name, city))(chance, split)
    form = chance.choice(
        "{} Foundation|{} Trust|{} Food Bank|{} Children's Hospital|{} Animal Shelter|Save {}"
        "|{} Relief Fund|Friends of {}|{} University|University of {}|{} Museum|{} Library"
        "|{} High School|{} Youth Club|{} Rescue|{} Community Centre|{} Aid".split("|")
    )
    return form.format(name)


def _known(chance: Random, split: Split) -> str:
    return chance.choice(KNOWN[split])


def _pair(chance: Random, split: Split) -> str:
    joint = chance.choice((" & ", " and ", "-"))
    return f"{last_name(chance, split)}{joint}{last_name(chance, split)}"


def _family(chance: Random, split: Split) -> str:
    return f"{last_name(chance, split)} {chance.choice(COMPANY_ENDS)}"


def _words(chance: Random, split: Split) -> str:
    first, second = chance.choice(ADJECTIVES[split]), chance.choice(THINGS[split])
    end = f" {chance.choice(COMPANY_ENDS)}" if chance.random() < 0.5 else ""
    return f"{first}{chance.choice(('', ' ', ' '))}{second}{end}"


def _of_place(chance: Random, split: Split) -> str:
    end = chance.choice(COMPANY_ENDS)
    return f"{city(chance, split)} {end}"


def _bank_of(chance: Random, split: Split) -> str:
    return f"{chance.choice(('Bank', 'First Bank', 'Port', 'City'))} of {city(chance, split)}"


def _acronym(chance: Random, split: Split) -> str:
    return code(chance, split, chance.choice(("AAA", "AAA", "AA&A", "AAAA")))


def _brand(chance: Random, split: Split) -> str:
    tail = chance.choice(
        (".io", ".ai", ".com", "ly", "ify", "Tech", "Soft", "Corp", "Pay", "Works")
    )
    return strange_name(chance, split) + tail


def _long(chance: Random, split: Split) -> str:
    name, first = strange_name(chance, split), chance.choice(COMPANY_ENDS[19:])
    return f"{name} {first} {chance.choice(COMPANY_ENDS[:16])}"


def _lower(chance: Random, split: Split) -> str:
    return invented(chance, split)


_OTHER = (
    _known,
    _pair,
    _family,
    _words,
    _of_place,
    _bank_of,
    _acronym,
    _brand,
    _long,
    _lower,
)
_SHARES = (4, 3, 5, 8, 2, 1, 2, 4, 5, 1)


def ticker(chance: Random, split: Split) -> str:
    """Return a stock's symbol of two to five letters."""
    return code(chance, split, "A" * chance.choice((2, 3, 3, 3, 4, 4, 4, 5)))


def listed(chance: Random, split: Split) -> str:
    """Return a symbol, now and then with the class or the exchange behind a dot."""
    symbol = ticker(chance, split)
    if chance.random() < 0.1:
        return f"{symbol}.{chance.choice(('L', 'DE', 'PA', 'TO', 'A', 'B', 'HK', 'AX', 'SW'))}"
    return symbol


def exchange(chance: Random, _split: Split) -> str:
    """Return where stocks are traded; everybody knows these."""
    return chance.choice(EXCHANGES)


def product(chance: Random, split: Split) -> str:
    """Return a thing that is sold, with a brand of its own."""
    letter, number = chance.choice("XTSRQZ"), chance.randint(1, 90)
    model = chance.choice((str(number * 10), f"{letter}{number}", "Pro", "Max", "Mini", "Plus"))
    return f"{strange_name(chance, split)} {model}"
