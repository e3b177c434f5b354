"""Requests whose single words point elsewhere: only the whole phrase tells what is wanted.

Software people write mails and plan parties, too; programs deal with recipes and journeys; a
snippet stands below wishes of every kind; the word error stands in a request for new code.
"""

from __future__ import annotations

from tools.bundled_model.grammar import lines, words

SLOTS: dict[str, tuple[str, ...]] = {
    "snippet": (
        "def add(a, b): return a + b",
        "def area(r): return 3.14 * r * r",
        "x = [i * i for i in y]",
        "function greet(name) { return 'Hi ' + name; }",
        "const sum = (a, b) => a + b;",
        "for (let i = 0; i < n; i++) { total += i; }",
        "public int size() { return items.size(); }",
        "fn square(x: i32) -> i32 { x * x }",
        "func Max(a, b int) int { if a > b { return a }; return b }",
        "SELECT name FROM users WHERE age > 18",
        "class Cat: def __init__(self, name): self.name = name",
        "with open('a.txt') as f: data = f.read()",
        "if user: print(user.name)",
        "return a if a > b else b",
        "try: load() except Exception: pass",
        "let names = users.map(u => u.name);",
        "echo $1 | wc -l",
        "res = requests.get(url).json()",
        "while queue: visit(queue.pop())",
        "items.sort(key=lambda i: i.price)",
        "def is_even(n): return n % 2 == 0",
        "int x = Integer.parseInt(s);",
        "var total = items.Sum(i => i.Price);",
        "def total(items): return sum(i.price for i in items)",
        "app.get('/users', (req, res) => res.json(users))",
        "@app.route('/') def index(): return 'ok'",
        "const [open, setOpen] = useState(false)",
        "CREATE TABLE pets (id int, name text)",
        "for f in *.txt; do cat $f; done",
        "puts [1, 2, 3].map { |n| n * 2 }",
        "def parse(line): key, value = line.split('='); return key, value",
        "type Point struct { X, Y int }",
        "async function load() { return await fetch('/api') }",
        "cache = {}; cache[key] = value",
    ),
    "life_app": words("""
        the recipe app|the weather widget|the trip planner|the birthday reminder
        our vacation tracker|the payroll export|the translation page|the fitness tracker
        the wedding planner app|the restaurant finder|the quiz game|our horoscope bot
        the joke generator|the currency converter|the shopping list app|the family calendar
        the hotel booking page|the plant diary|the e-card designer|the lunch menu page
        the garden planner|the travel diary app|the meeting room display
    """),
    "life_small": words("""
        returns the capital of a country|counts the days until Christmas|converts euros to dollars
        picks a random recipe|says good morning in {spoken}|splits a restaurant bill
        tells the weekday of a birthday|computes the calories of a meal|draws a smiley
        rolls two dice|flips a coin|prints a happy birthday message|chooses a lunch place
        sorts guests by table|converts miles to kilometres|computes the tip|counts down to {date}
        prints a haiku|computes the age of a dog
    """),
    "life_big": words("""
        suggests recipes from a list of ingredients|plans trips with stops and hotels
        tracks workouts and draws charts|sends birthday mails|finds cheap flights and stores them
        manages a wedding guest list|shows the weather in {city} and warns of rain
        books meeting rooms|translates a text file into {spoken} and saves it
        keeps a household budget|collects restaurant reviews|organises photos by year
        runs a quiz with scores|keeps track of vacation days|prints invoices for a small bakery
        manages a library of books
    """),
    "office_small": words("""
        write a mail to the team that the release is out|congratulate the developers on the launch
        invite the {lang} team to lunch|tell {name} that the code review is at three
        ask {name} to move the architecture meeting to Monday|thank the docs team for the cake
        write a short note that the server room is closed on {date}
        suggest a fun name for our debugging club|make a joke about programmers
        write a toast for our {lang} developer {name}|remind the team of the retro on {date}
        suggest a gift for a {lang} developer|write a birthday wish for our system architect
        find a room for the {product} meeting|write a slogan for our {framework} meetup
        write a two-line apology to the customer for the outage|recommend a podcast for developers
        pick a film about hackers|decline the invitation to the {tool} conference
        order pizza for the bug bash|design a poster for the code club
    """),
    "office_small_q": words("""
        who invented {lang}|when was {lang} released|who founded {company}
        what does a {lang} developer earn|is {city} good for developers
        who is the author of the book Clean Code|what's the dress code at the {tool} conference
        who brings snacks to the design review|when is the next {lang} conference in {city}
        where does the name {lang} come from|how many people work at {company}
        is the {framework} meetup on {date}|does {name} from the docs team work today
        can I expense a {lang} course|when is the code freeze party
        where do I hand in my documents for HR|what was the first computer bug|who was Ada Lovelace
        what's a good desk for programmers|how do I get an error on my payslip corrected
        which architect built the opera in Sydney
    """),
    "office_mid": words("""
        write a job ad for a {lang} developer
        prepare interview questions for a {framework} developer|plan the {product} release party
        write a mail to all customers about last night's outage, with an apology and a discount
        write a blog post about our move to {cloud}
        plan a two-day hackathon with food, rooms and prizes
        write a speech for our lead developer's farewell|plan the sprint retro with games
        write a performance review for our documentation writer {name}
        write a reference letter for a {lang} developer
        write a press release on the launch of {product}
        write a newsletter about our new {framework} team
        plan a study schedule to become a {lang} developer
        compare two job offers as {lang} developer in {city} and {city}
        write a cover letter for a job as software architect
        organise a trip to the {tool} conference with flights and hotel
        plan the onboarding of our new {lang} developer: lunch, tour, badges
        prepare a talk on the history of {lang} for school
        write a sales letter for {product} that names three benefits
    """),
    "office_big": words("""
        write a hiring strategy for {n}0 developers in {few} countries
        plan the move of all our software teams to new offices in {city}
        create a career ladder and salary bands for all engineering, sales and support staff
        write a five-year business plan for our software company
        plan a developer conference with {n}00 guests, sponsors and hotels
        develop a training programme for all departments of a software house
        write a marketing strategy for {product} over all channels and countries
        plan the sale of our software company, from law to staff
        write the remote work policy of a software company with teams in {few} countries
        plan the merger of our support teams on {n} continents
    """),
    "term": words("""
        error|document|design|bug|architecture|test|system|crash|guide|manual|code|log|crash report
        readme|trace|plan
    """),
}

CELLS: dict[str, tuple[str, ...]] = {
    "code_low_do": lines("""
        [write|create] {fn} that {life_small}
        [convert|translate|port] this [line|snippet|function] to {lang}: {snippet}
        [simplify|shorten|rewrite|refactor|clean up] this [line|snippet|code]: {snippet}
        [rename the variables|add type hints|use better names] in this [code|snippet]: {snippet}
        [write|add] a test for this: {snippet}
        [write|make] {fn} that [returns an error|throws an exception|logs a warning|returns an error
            code] [if|when] {word} is [missing|negative|null|too long|not a number]
        create a {term} class with two fields in {lang}
        write {fn} that [opens a document|prints a document|loads a design file|counts the errors in
            a log|draws a floor plan|appends to a log file]
    """),
    "code_medium_do": lines("""
        [write|build|create] a {lang} [app|script|program|tool] that {life_big}
        [add|implement] {feature} [to|in] {life_app}
        [implement|write] a {term} [viewer|editor|parser|manager|reporter] [in {lang}|with
            {framework}|for {part}] [with tests|and connect it to {db}]
    """),
    "code_medium_ask": lines("""
        I want a {lang} program that {life_big}
        {life_app} needs {feature} and {feature}, please implement both
    """),
    "docs_low_do": lines("""
        [write|add] a [docstring|doc comment|short description] for this: {snippet}
        [document|describe in a docstring] this [function|line|snippet]: {snippet}
        [correct|fix] the [error|bug|mistake] in the [README|user guide|documentation]: it should
            say {word}, not {word}
    """),
    "docs_medium_do": lines("""
        [write|improve] the [user guide|README|help pages|documentation] of {life_app}
        [document|describe in the wiki] [the error messages|the design|the architecture|the test
            plan|the crash handling|the bug workflow] of [{part}|{life_app}]
        write a [troubleshooting guide|debugging guide|guide on code style|coding handbook] for
            [{part}|new developers|our support team]
    """),
    "docs_medium_ask": lines("""
        people who use {life_app} find no help page, [write one|a short manual is needed|please
            write a guide]
    """),
    "debug_low_ask": lines("""
        why does this [not work|fail|give an error|print nothing]: {snippet}
        {snippet} [throws an error|fails|doesn't work|prints nothing], why?
        {say} {err_small} with this: {snippet}
    """),
    "debug_medium_do": lines("""
        {fix} {life_app} {fails} {when}
    """),
    "debug_medium_ask": lines("""
        {life_app} {fails} {when}
        {life_app} {fails}
        {why} {life_app} {fails} {when}?
        [after I added {feature}|since we have {feature}|with {feature} switched on], {part} {fails}
        I followed the [README|guide|docs|tutorial] step by step, but {part} {fails}
        I [wrote|refactored|implemented|designed] {part} last week and now it {fails}
    """),
    "architecture_low_ask": lines("""
        should this be a [class|function|method|module of its own]: {snippet}
    """),
    "architecture_medium_do": lines("""
        {arch_design} the [data model|modules|schema|structure] [of|for] {life_app}
    """),
    "architecture_medium_ask": lines("""
        how should {life_app} be [structured|split into layers|organised]?
        [how|where] should we handle [errors|failures|documents|logging] in {part}, [centrally or in
            each module|in the view or the service|what's a good design]?
        {db} or {db} for {life_app}?
    """),
    "general_low_do": lines("""
        {office_small}
        {office_small}
    """),
    "general_low_ask": lines("""
        {office_small_q}?
        {office_small_q}?
        {office_small_q}?
    """),
    "general_medium_do": lines("""
        {office_mid}
        {office_mid}
        {office_mid}
    """),
    "general_medium_ask": lines("""
        [could you|who can|I have to] {office_mid}
    """),
    "general_high_do": lines("""
        {office_big}
        {office_big}
    """),
    "general_high_ask": lines("""
        [our CEO wants us to|how would one] {office_big}
    """),
}
