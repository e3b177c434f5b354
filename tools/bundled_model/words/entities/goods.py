"""What is sold, held and done: goods, events, trades, departments, subjects."""

from __future__ import annotations

from random import Random

from tools.bundled_model.grammar import words
from tools.bundled_model.sample import Split
from tools.bundled_model.words.entities.companies import product
from tools.bundled_model.words.entities.places import city
from tools.bundled_model.words.entities.strange import strange_name
from tools.bundled_model.words.invented import invented
from tools.bundled_model.words.split import halves

GOODS = halves(
    words(
        """office chair|standing desk|laptop|printer|coffee machine|dining table|sofa
bookshelf|mattress|washing machine|dishwasher|fridge|microwave|vacuum cleaner|toaster|kettle
blender|air fryer|winter jacket|running shoes|hiking boots|raincoat|leather wallet|backpack
suitcase|handbag|watch|sunglasses|necklace|wedding ring|tennis racket|yoga mat|mountain bike
electric scooter|helmet|tent|sleeping bag|camping stove|fishing rod|kayak|guitar|piano|violin
drum kit|headphones|speaker|television|tablet|phone case|charger|keyboard|monitor|webcam
microphone|router|camera|tripod|drone|game console|board game|puzzle|doll house|train set
stroller|car seat|cot|diapers|baby monitor|garden hose|lawn mower|wheelbarrow|barbecue|patio set
parasol|flower pots|rose bush|paint|wallpaper|curtains|carpet|lamp|mirror|picture frame|candles
towels|bed linen|pillow|frying pan|knife set|wine glasses|dinner plates|lunch box|water bottle
olive oil|coffee beans|green tea|honey|cheese platter|birthday cake|bread rolls|sandwiches
fruit baskets|red wine|printer paper|ink cartridges|notebooks|ballpoint pens|staplers|envelopes
whiteboards|projector|desk lamp|filing cabinet|server rack|network cable|hard drive|memory cards
batteries|solar panels|heat pump|boiler|radiators|windows|roof tiles|bricks|cement|steel beams
copper pipe|timber|screws|work gloves|safety goggles|hard hats|ladders|power drill|chainsaw
generator|forklift|delivery van|truck|tractor|used car|convertible|motorcycle|tyres|brake pads
engine oil|car battery|surgical masks|thermometers|bandages|vitamins|sunscreen|shampoo|perfume
lipstick|toothbrush|dog food|cat litter|aquarium|bird cage|saddle|oil painting|photo album
sewing machine|wool|T-shirts|hoodies|wedding dress|tuxedo|cushion covers|Christmas lights|tickets
gift cards"""
    )
)
COLOURS = "red blue black white green grey silver large small new used wooden leather oak".split()
SHADES = "red blue black white green grey yellow pink purple brown orange beige navy".split()
JOBS_BEGIN = "Senior Junior Lead Head Chief Deputy Assistant Regional Associate Principal".split()
JOBS = halves(
    words(
        """accountant|software engineer|data analyst|sales manager|nurse|teacher|designer
product manager|marketing director|office manager|receptionist|chef|pastry chef|waiter|bartender
truck driver|electrician|plumber|carpenter|welder|architect|civil engineer|project manager
HR manager|recruiter|copywriter|editor|journalist|photographer|translator|lawyer|paralegal
legal counsel|auditor|controller|treasurer|financial analyst|investment banker|portfolio manager
trader|economist|statistician|data scientist|machine learning engineer|backend developer
frontend developer|system administrator|network engineer|security analyst|QA engineer
technical writer|scrum master|business analyst|consultant|customer support agent|account manager
store manager|cashier|warehouse supervisor|logistics coordinator|buyer|procurement officer
factory manager|technician|mechanic|pilot|flight attendant|dentist|surgeon|pharmacist
physiotherapist|psychologist|veterinarian|biologist|chemist|lab assistant|research fellow
professor|librarian|social worker|gardener|janitor|security guard|interior designer|event planner
real estate agent|tax adviser|chief financial officer|chief executive|CEO|CFO|CTO|COO
chief of staff|vice president|general manager|plant manager|operations director|managing director
board member|chairman|art director|UX researcher|game designer|sound engineer|film editor
swimming coach|tour guide|finance director|head of sales|head of marketing|head of design
sales representative|intern|chief operating officer|chief technology officer
chief marketing officer|team lead"""
    )
)
DEPARTMENTS = halves(
    words(
        """Accounting|Finance|Sales|Marketing|Legal|Human Resources|HR|IT|Engineering
Procurement|Logistics|Operations|Customer Service|Customer Support|Research|Design|Compliance
Treasury|Payroll|Facilities|Production|Quality Assurance|Public Relations|Communications|Security
Audit|Product|Data Science|Radiology|Cardiology|Oncology|Pediatrics|Surgery|Administration
Warehouse|Business Development|Risk|Tax|Training|Recruiting|Maintenance|Editorial|Infrastructure"""
    )
)
EVENTS = halves(
    words(
        """summer party|board meeting|charity gala|product launch|book fair|jazz festival
wine tasting|art exhibition|job fair|trade show|annual conference|general assembly
shareholder meeting|training day|team offsite|hackathon|workshop|webinar|town hall
press conference|ribbon cutting|graduation ceremony|wedding reception|birthday dinner
farewell party|concert|recital|theatre night|film screening|poetry reading|open day|bake sale
flea market|marathon|charity run|chess tournament|football match|swimming gala|yoga retreat
cooking class|language course|first aid course|science fair|school play|parents' evening
alumni reunion|awards dinner|auction|Christmas party|harvest festival|food festival|street parade
tech meetup|investor day|sales kickoff|budget review|design sprint|quarterly review|career day
blood drive|beach cleanup|quiz night|garden party|housewarming|baby shower|picnic|barbecue
networking lunch|panel discussion|symposium"""
    )
)
EVENT_ENDS = (
    "Summit Conference Festival Forum Expo Fair Gala Cup Marathon Awards Symposium Congress".split()
)
SUBJECTS = halves(
    words(
        """the new contract|the quarterly budget|next year's plan|the website relaunch
the merger|the audit|a late delivery|the holiday schedule|the office move|the price increase
travel costs|the supplier review|the safety inspection|the roof repair|a broken heater
noise at night|the job interview|the school trip|a knee injury|a toothache|back pain
the annual check-up|an eye test|a haircut|the tax return|a mortgage|life insurance
the divorce papers|the lease|a parking permit|the wedding menu|the seating plan|the product demo
the sales figures|the logo|the marketing campaign|the data migration|server costs
the security review|the test results|onboarding|the staff survey|the exhibition stand
the grant application|the thesis|the exam|a car inspection|a flat tyre|the warranty claim
a refund|the damaged parcel|the roadmap"""
    )
)
WORKS = (
    "Project {}|The {}|{} Rising|The Last {}|{} and the Sea|A {} Summer|The {} Letters|{}|Inside {}"
).split("|")
LANGUAGES = (
    "English French German Spanish Italian Dutch Polish Arabic Mandarin Japanese Hindi".split()
)


def good(chance: Random, split: Split) -> str:
    """Return a thing that people buy, without an article."""
    luck = chance.random()
    if luck < 0.5:
        return chance.choice(GOODS[split])
    if luck < 0.7:
        return f"{chance.choice(COLOURS)} {chance.choice(GOODS[split])}"
    if luck < 0.9:
        return product(chance, split)
    return f"{strange_name(chance, split)} {chance.choice(GOODS[split])}"


def colour(chance: Random, _split: Split) -> str:
    """Return a colour."""
    return chance.choice(SHADES)


def job(chance: Random, split: Split) -> str:
    """Return what somebody is employed as."""
    title = chance.choice(JOBS[split])
    luck = chance.random()
    if luck < 0.15:
        return f"{chance.choice(JOBS_BEGIN).lower()} {title}"
    if luck < 0.3:
        return f"{chance.choice(JOBS_BEGIN)} {title.title() if title.islower() else title}"
    return title.title() if luck < 0.5 and title.islower() else title


def department(chance: Random, split: Split) -> str:
    """Return a part of a company."""
    name = chance.choice(DEPARTMENTS[split])
    return name.lower() if chance.random() < 0.25 and len(name) > 2 else name


def event(chance: Random, split: Split) -> str:
    """Return what people come together for, without an article."""
    luck = chance.random()
    if luck < 0.5:
        return chance.choice(EVENTS[split])
    name = chance.choice((strange_name, city))(chance, split)
    if luck < 0.75:
        return f"{name} {chance.choice(EVENT_ENDS)}"
    return f"{name} {chance.choice(EVENTS[split])}"


def subject(chance: Random, split: Split) -> str:
    """Return what a conversation or a visit is about."""
    if chance.random() < 0.2:
        thing = chance.choice(("project", "file", "deal", "account", "case"))
        return f"the {invented(chance, split)} {thing}"
    return chance.choice(SUBJECTS[split])


def language(chance: Random, _split: Split) -> str:
    """Return a language."""
    return chance.choice(LANGUAGES)


def work(chance: Random, split: Split) -> str:
    """Return the title of a book, a film or a project."""
    name = strange_name(chance, split)
    return chance.choice(WORKS).format(name)
