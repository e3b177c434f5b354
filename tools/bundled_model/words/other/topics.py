"""What people talk about when they want none of the jobs."""

from __future__ import annotations

from tools.bundled_model.grammar import words
from tools.bundled_model.words.split import halves

THINGS = halves(
    words("""the moon|the sun|black holes|gravity|photosynthesis|volcanoes|earthquakes|rainbows
tides
dinosaurs|whales|dolphins|octopuses|bees|ants|butterflies|spiders|sharks|penguins|elephants|tigers
cats|dogs|horses|hamsters|parrots|owls|eagles|frogs|snakes|mushrooms|oak trees|roses|cactuses|moss
vaccines|antibiotics|viruses|bacteria|blood pressure|vitamins|sleep|dreams|memory|the brain
the heart
the human eye|DNA|evolution|genes|cells|atoms|electrons|quantum physics|relativity|light|sound
magnets
electricity|batteries|solar panels|nuclear power|wind turbines|climate change|the ozone layer
glaciers
oceans|rivers|deserts|rainforests|the Sahara|Mount Everest|the Amazon|Antarctica|the equator|seasons
the Roman Empire|the French Revolution|World War II|the Cold War|the Renaissance|the pyramids
Vikings
samurai|knights|castles|cathedrals|the Silk Road|the Black Death|the Industrial Revolution|democracy
philosophy|ethics|stoicism|Buddhism|free will|justice|happiness|love|friendship|loneliness|time
money
inflation|taxes|mortgages|pensions|insurance|credit cards|banks|trade|economics|capitalism|marketing
chess|football|tennis|basketball|cricket|rugby|golf|swimming|running|cycling|yoga|climbing|skiing
guitar|piano|violin|drums|jazz|opera|hip hop|classical music|rock music|folk songs|musicals|ballet
painting|sculpture|photography|film|theatre|poetry|novels|comics|fairy tales|myths|science fiction
Shakespeare|Mozart|Einstein|Picasso|Beethoven|Newton|Darwin|Cleopatra|Napoleon|Gandhi|Marie Curie
bread|pizza|pasta|sushi|curry|soup|salad|pancakes|cheese|chocolate|coffee|tea|wine|beer|honey
olive oil
apples|bananas|tomatoes|potatoes|rice|garlic|onions|eggs|butter|sourdough|lasagne|tacos|ice cream
cars|trains|planes|ships|bicycles|rockets|satellites|space travel|Mars|Jupiter|Saturn|the Milky Way
computers|phones|the internet|programming|Python|JavaScript|Rust|databases|operating systems|Linux
machine learning|neural networks|robots|encryption|blockchain|cloud computing|open source
video games
gardening|knitting|sewing|woodworking|camping|hiking|fishing|sailing|travelling|cooking|baking
reading
weddings|birthdays|Christmas|Halloween|Easter|holidays|school|university|homework|exams|teachers
work
job interviews|meetings|bosses|salaries|remote work|parenting|babies|teenagers|grandparents
neighbours
language|grammar|commas|etymology|accents|translation|Latin|Esperanto|spelling|handwriting
typography
hats|shoes|jeans|jewellery|perfume|haircuts|tattoos|glasses|watches|umbrellas|furniture|carpets
paint
numbers|prime numbers|pi|geometry|algebra|calculus|statistics|probability|logic|infinity|zero
fractions
weather|snow|thunderstorms|hurricanes|fog|clouds|wind|rain|autumn|spring|summer|winter|sunrise
sunsets
ducks|goats|cows|sheep|chickens|rabbits|foxes|wolves|bears|deer|hedgehogs|squirrels|bats|turtles
crabs""")
)
PLACES = halves(
    words("""France|Japan|Brazil|Kenya|Norway|Canada|Egypt|India|Mexico|Poland|Spain|Italy|Greece
Chile
Peru|Vietnam|Thailand|Iceland|Portugal|Morocco|Turkey|Iran|Cuba|Nepal|Ghana|Finland|Ireland|Austria
Hungary|Romania|Ukraine|Australia|New Zealand|South Africa|Argentina|Colombia|Germany|China|Russia
Rome|Madrid|Vienna|Prague|Lisbon|Dublin|Athens|Cairo|Mumbai|Sydney|Toronto|Chicago|Boston|Seattle
Barcelona|Venice|Florence|Istanbul|Bangkok|Seoul|Kyoto|Havana|Nairobi|Edinburgh|Amsterdam
Brussels""")
)
PEOPLE = words("""my mother|my father|my sister|my brother|my wife|my husband|my boss|my friend
my son
my daughter|my teacher|my neighbour|my cat|my dog|my colleague|my grandmother|my boyfriend
my girlfriend
my landlord|my best friend|my uncle|a customer|a stranger|my doctor|my team|my roommate
my cousin""")
LANGUAGES = words("""French|German|Spanish|Italian|Japanese|Chinese|Russian|Arabic|Portuguese|Dutch
Latin
Polish|Turkish|Korean|Hindi|Swedish|Greek|English|Danish|Finnish|Hebrew|Czech|Welsh|Vietnamese""")
PROSE = words("""poem|story|song|haiku|limerick|joke|short story|speech|letter|email|essay
blog post|tweet
slogan|headline|product description|cover letter|love letter|sonnet|rap|toast|script|dialogue
riddle|ode
fairy tale|bedtime story|birthday card|thank-you note|invitation|tagline|press release|review
summary
newspaper article|recipe|diary entry|quiz|caption|eulogy|complaint|wedding speech|lullaby|title
ballad""")
MOODS = words("""tired|sad|happy|bored|lonely|excited|nervous|angry|confused|hungry|fine|great
awful|sick
stressed|curious|sleepy|proud|jealous|anxious|grateful|cold|busy|overwhelmed|in love|ashamed
relaxed""")
CODE = words("""reverses a string|sorts a list|adds two numbers|reads a CSV file|finds prime numbers
sends an email|parses dates|counts words|downloads a page|checks a palindrome|connects to a database
computes factorials|merges two dictionaries|draws a chart|validates email addresses|renames files
removes duplicates|converts JSON to XML|implements binary search|prints a triangle|reads user input
generates passwords|scrapes a website|uploads a file|encrypts text|resizes images|logs errors
zips files
computes Fibonacci numbers|flattens a nested list|hashes a password|pings a server|rolls a dice
converts Celsius to Fahrenheit|shuffles cards|finds the longest word|counts vowels
rotates a matrix""")
TONGUES = words("""Python|JavaScript|Java|C|C++|Go|Rust|SQL|Bash|TypeScript|Ruby|PHP|Kotlin|Swift
Haskell
R|Perl|Scala|PowerShell|HTML|CSS|Lua|Excel|VBA|Django|React|regex|Elixir|C#""")
HELLOS = halves(
    words("""Bonjour|Hola|Hallo|Guten Tag|Guten Morgen|Ciao|Buongiorno|Olá|Bom dia|Hej|Hei|Ahoj
Cześć
Merhaba|Salaam|Shalom|Namaste|Konnichiwa|こんにちは|你好|안녕하세요|Привет|Здравствуйте|Salut|Szia
Dzień dobry|Buenos días|Buenas tardes|Bonsoir|Coucou|Servus|Moin|Grüß Gott|Grüezi|Goedemorgen|Hoi
God dag
Hæ|Tere|Sveiki|Labas|Zdravo|Bok|Dobrý den|Bună|Sawasdee|Xin chào|Selamat pagi|Halo|Jambo|Sawubona
Aloha
مرحبا|שלום|नमस्ते|Saluton|Kia ora|Mabuhay|Salve|Dia dhuit|Buna ziua|Buenas noches|Bonne nuit
Gute Nacht
Comment ça va ?|¿Cómo estás?|Wie geht es dir?|Come stai?|Como vai?|Hur mår du?|Как дела?|Qué tal?
Merci beaucoup|Danke schön|Gracias|Grazie mille|Obrigado|Tack så mycket|Arigato|Спасибо|谢谢
Dank je wel""")
)
FOREIGN = halves(
    words("""Wie wird das Wetter morgen?|Quelle heure est-il ?|Dónde está la biblioteca?
Kannst du mir helfen?
Pouvez-vous m'aider ?|Me puedes ayudar?|Puoi aiutarmi?|Was ist die Hauptstadt von Peru?
Ich habe eine Frage.
Qui es-tu ?|Quién eres?|Wer bist du?|Chi sei?|Quem é você?|Hoe heet je?|Vad heter du?|Jak się masz?
J'ai une question.|Tengo una pregunta.|Erzähl mir einen Witz|Raconte-moi une blague
Cuéntame un chiste
Schreib ein Gedicht über den Herbst|Écris un poème sur la mer|Escribe un poema sobre el amor
Je m'ennuie
Ich bin müde|Estoy cansado|Sono stanco|Was soll ich heute kochen?|Que faire à Paris ?
Buon compleanno!
Alles Gute zum Geburtstag|Feliz cumpleaños|Joyeux anniversaire|Wie alt bist du?|Quel âge as-tu ?""")
)
WORDS_NEAR = words("""bullish|bearish|neutral|a bull market|a bear market|sentiment|tone|intent
triage|JSON
a JSON schema|a headline|an intent|architecture|debugging|documentation|complexity|classification
a class
a label|extraction|a field|a tool call|a function call|an enum|an invoice|a ticker|a stock
a share price
a dividend|a buyback|inflation|a rate hike|an IPO|low complexity|high complexity|time complexity
a schema
a classifier|named entity recognition|an API|parsing|a bug|a stack trace|a docstring|a README
an agent""")
ROLES = words("""pirate|travel agent|chef|poet|doctor|lawyer|teacher|butler|wizard|detective
comedian|coach
librarian|gardener|historian|therapist|personal trainer|robot|cowboy|medieval knight|tour guide
vampire
customer service agent|sales assistant|receptionist|math tutor|language tutor|career adviser
nutritionist
storyteller|film critic|philosopher|dungeon master|interviewer|life coach|science teacher|barista
concierge
shop assistant|real estate agent|mechanic|astronaut|grandmother|news anchor|parrot|ghost
sommelier""")
TRADES = words("""a bank|an airline|a hotel|a bakery|a bookshop|a pizza place|an insurance company
a hospital
a school|a museum|a gym|a car dealer|a software company|a telecom company|a supermarket|a law firm
a city
a train operator|a furniture store|a charity|a zoo|a travel agency|a fashion label|a library
a dentist
an energy supplier|a real estate agency|a game studio|a newspaper|a pet shop|a clinic
a university""")
ADJECTIVES = words("""friendly|funny|grumpy|polite|helpful|cheerful|sarcastic|wise|patient|witty
formal|calm
enthusiastic|creative|knowledgeable|warm|strict|honest|professional|kind|energetic|precise
playful""")
JOBS_NAMED = words("""request|message|text|sentence|headline|ticket|email|paragraph|input|question
prompt""")
OPENERS = words("""What is it like to have|How come there are|Who would ever need
Why does nobody like
Is there anything like|Are there still|When will there be|How does one get|Where can I find
Who sells
What would happen without|Who first wrote about|How dangerous are|How do I choose
What do experts say about
Is it healthy to think of|How much water is in|What colour are|Do people in Asia like
What is the future of
Why do children love|Are you afraid of|How would you explain|Can you imagine|What rhymes with
Is there a god of
How expensive are|Which country has the most|What do you know about|Why did people believe in
How can I learn
What are the benefits of|What are the dangers of|Is it legal to own|How long do people study
Who teaches
Which film is about|What did the Romans know about|How are people taught|Do animals understand
Where do I buy""")
ACTS = words("""paint|bake|sing about|dance like|count|measure|compare|describe|imagine|remember
forget|praise
forgive|teach|learn|study|clean|repair|sell|borrow|return|hide|collect|taste|cook|grow|water|feed
train|ride
drive|park|fly|visit|explore|photograph|film|design|invent|discover|celebrate|criticise|defend
discuss|debate
explain|simplify|translate|pronounce|spell|quote|rhyme with|recite|memorise|analyse|predict|guess
choose|rank
recommend|order|cancel|book|schedule|plan|organise|pack|wrap|send|deliver|open|close|lock|wash|iron
fold|cut
mix|boil|fry|freeze|melt|heat|cool|lift|throw|catch|kick|push|hug|greet|thank|invite|call|text
marry|avoid""")
BUILT = words("""login page|payment service|search box|build|deployment|database|mobile app|API
dashboard
CSV export|upload form|test suite|cache|queue|docker image|web server|login flow|report generator
parser
checkout|sign-up form|scheduler|mail server|printer driver|plugin|config loader|backup script
router""")
TROUBLES = words("""crashes on start|is very slow|returns a 500 error|times out
fails with a null pointer
shows a blank page|loses data|does not compile|leaks memory|hangs|returns the wrong total
logs me out
breaks on mobile|freezes|rejects my password|duplicates rows|prints garbage
stopped working yesterday""")
