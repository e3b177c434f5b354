"""What arguments are: currencies, units, dishes, rooms and the like."""

DAYS = (
    *"today tomorrow Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
    *(f"next {day}" for day in "Monday Tuesday Wednesday Thursday Friday week month".split()),
    *(f"this {day}" for day in "Friday weekend evening afternoon Sunday".split()),
    *"tonight Christmas Easter".split(),
    "the day after tomorrow",
    "the 3rd",
    "the 15th",
)
HOURS = ("noon", "midnight", "half past six", "six o'clock", "eight o'clock", "quarter to nine")
DOMAINS = "com org net io de eu dev co example test info".split()
ENDINGS = "txt md py json yaml csv log pdf docx html toml js sql xml ini cfg ts rs go".split()
SERVICE_ENDS = (
    "api service web worker backend frontend db gateway server app ui cache proxy".split()
)
SERVICES = """
billing checkout auth payments orders users search catalog inventory notifications email reports
analytics gateway frontend backend api worker scheduler cache queue ingest profile sessions media
images uploads webhooks ledger pricing shipping recommendations chat feed metrics logging identity
accounts admin dashboard crawler parser indexer mailer portal registry storefront telemetry tokens
ranking sync backup audit events geo maps messages nginx postgres redis grafana
"""
CURRENCIES = """
USD|EUR|GBP|JPY|CHF|CAD|AUD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|RON|TRY|ZAR|INR|CNY|HKD|SGD|KRW|THB|MXN|BRL
ARS|CLP|COP|PEN|EGP|NGN|KES|GHS|AED|SAR|ILS|UAH|ISK|VND|IDR|MYR|PHP|PKR|BDT|LKR|dollars|euros|pounds
yen|francs|rupees|pesos|kronor|zloty|yuan|won|baht|rand|lira|dinars|rubles|reais
"""
UNITS = """
kilometers|miles|meters|feet|inches|yards|centimeters|millimeters|kilograms|pounds|ounces|grams
stones|tons|liters|gallons|pints|cups|tablespoons|teaspoons|milliliters|quarts|hours|minutes|seconds
days|weeks|knots|acres|hectares|joules|calories|watts|horsepower|pascals|bars|kg|km|cm|mm|lb|oz|ml
mph|gigabytes|megabytes|terabytes|kilobytes|degrees|radians|furlongs|fathoms|bytes|bits
"""
LANGUAGES = """
French|German|Spanish|Italian|Portuguese|Dutch|Polish|Czech|Swedish|Danish|Norwegian|Finnish|Greek
Turkish|Arabic|Hebrew|Hindi|Urdu|Bengali|Tamil|Thai|Vietnamese|Korean|Japanese|Chinese|Mandarin
Russian|Ukrainian|Hungarian|Romanian|Bulgarian|Serbian|Croatian|Swahili|Zulu|Amharic|Yoruba|Igbo
Icelandic|Irish|Welsh|Latin|Estonian|Latvian|Lithuanian|Persian|Malay|Indonesian|Catalan|Basque
"""
CUISINES = """
Italian|Indian|Thai|Mexican|Greek|French|Chinese|Japanese|Korean|Vietnamese|Turkish|Lebanese|Spanish
vegan|vegetarian|Ethiopian|Moroccan|Persian|American|German|Portuguese|Brazilian|Peruvian|seafood
sushi|pizza|ramen|tapas|barbecue|Georgian|Polish|Caribbean|Cuban|Syrian|Nepalese|kosher|halal
"""
DISHES = """
lasagna|pad thai|chicken curry|mushroom risotto|pancakes|apple pie|tomato soup|goulash|paella|ramen
sushi rolls|tacos|burritos|fish and chips|beef stew|lentil soup|falafel|hummus|moussaka|pierogi
margherita pizza|spaghetti carbonara|cheese fondue|banana bread|chocolate cake|carrot cake|brownies
fried rice|spring rolls|dumplings|caesar salad|potato salad|shakshuka|chili con carne|ratatouille
onion soup|cheesecake|pumpkin soup|gnocchi|tiramisu|veggie burgers|chicken wings|lamb chops|waffles
butter chicken|samosas|pho|bibimbap|ceviche|empanadas|meatballs|noodle soup|garlic bread|crepes
"""
GOODS = """
milk|bread|eggs|butter|oat milk|coffee beans|toilet paper|olive oil|rice|pasta|tomatoes|bananas
apples|onions|garlic|cheese|yoghurt|flour|sugar|salt|batteries|light bulbs|dish soap|shampoo
toothpaste|sunscreen|socks|a raincoat|hiking boots|running shoes|a phone charger|headphones
a laptop stand|a desk lamp|office chairs|notebooks|pencils|printer ink|a water bottle|a backpack
cat food|dog biscuits|candles|wrapping paper|dark chocolate|orange juice|sparkling water|green tea
frozen peas|chicken breast|potatoes|carrots|cucumbers|lettuce|mushrooms|peanut butter|honey|jam
wireless earbuds|a yoga mat|a tent|a sleeping bag|bike lights|a helmet|winter gloves|a red scarf
wine glasses|a coffee grinder|a frying pan|kitchen towels|a garden hose|a mechanical keyboard
"""
ROOMS = """
living room|kitchen|bedroom|bathroom|office|hall|garage|cellar|attic|dining room|nursery|study
guest room|basement|meeting room|lobby|library|workshop|laundry room|conservatory|corridor|den
playroom|pantry|studio|sauna|gym|greenhouse|server room|canteen
"""
VENUES = """
The Golden Fork|Blue Lagoon|Casa Verde|Chez Marie|The Old Mill|Sakura House|Bella Vista|Red Lantern
The Hungry Bear|Olive Garden|La Piazza|Green Leaf|The Anchor|Spice Route|Little Lisbon|Noodle Bar
The Copper Pot|Villa Rosa|River Cafe|Moonlight Grill|Taverna Nikos|The Black Swan|El Toro|Zum Hirsch
"""
ARTISTS = """
The Beatles|Queen|Miles Davis|Nina Simone|Bach|Mozart|Adele|Radiohead|Coldplay|Abba|Madonna|Prince
Bob Marley|Daft Punk|Shakira|Rihanna|Metallica|Nirvana|Pink Floyd|Johnny Cash|Aretha Franklin|U2
"""
