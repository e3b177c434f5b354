"""Requests and frames in less usual words."""

from __future__ import annotations

from tools.bundled_model.grammar import lines, words

SLOTS: dict[str, tuple[str, ...]] = {
    "kept_fn": words("""
        turns minutes into hours and minutes|finds the smallest value in an array
        removes all spaces from a text|tests if a string contains only digits|adds two numbers
        returns the last element of a list|doubles every number|counts how often a word occurs
        converts a hex colour to RGB|prints all even numbers up to 100|joins strings with a comma
        raises an error if the file is empty|returns true for weekends|reads a JSON file
        computes the area of a circle
    """),
    "kept_feature": words("""
        a comment section with replies and moderation|a wishlist page with tests
        an import of contacts from CSV files with a preview|a notification centre with filters
        a report screen with charts and download|an endpoint that uploads and resizes avatars
        a parser for log files that prints statistics|a small inventory app with {framework}
        a booking form with date checks
        a command line client for the {product} API with login and list commands
        a test suite for the {cls} class
    """),
    "kept_big_code": words("""
        rewrite the whole backend in {lang}|make all our apps work offline and sync later
        replace the database layer in all {few} services|build a complete online bank
        add tenants to the entire product, database and billing included
        port the desktop suite and the mobile apps to one shared code base
        write a distributed key-value store with replication
        implement a concurrent garbage collector
        move every service of the platform to the new auth system
    """),
    "kept_symptom": words("""
        my script prints nothing|the variable is None|the import doesn't work
        the loop runs one time too often|the if is skipped|the button has no effect
        my list index is out of range|the string isn't converted to a number|the path is not found
    """),
    "kept_trouble": words("""
        the report of the {service} has wrong sums|our {service} answers slowly after the upgrade
        half of the uploads fail|the {framework} tests pass one day and fail the next
        customers get the same mail three times|the {service} forgets the login
        the import stops at row {line}|the {db} query behind the list takes ages
        the new build of the {service} won't start
    """),
    "kept_disaster": words("""
        orders disappear between {broker} and {db} when traffic is high
        several services block each other and nobody finds the lock
        our clusters in two regions show different balances
        memory fills up over weeks in all services at once
        under load, requests of one tenant show data of another
        the whole system slows down in waves, from gateway to database
        parallel workers overwrite each other's results in production
    """),
}

CELLS: dict[str, tuple[str, ...]] = {
    "code_low_do": lines("""
        set up a tiny {lang} function which {kept_fn}
        put a [guard|check] for empty {noun_id}s into {ident}
        turn {ident} into [a one-liner|a lambda|a static method]
        make the {word} [parameter|field|column] [optional|required|read-only] in {file}
        type out a [regex|pattern] for [postcodes|licence plates|hex colours|time stamps]
        let {ident} [hand back a string|give false for zero|work without its second argument]
    """),
    "code_low_ask": lines("""
        in {lang}, what would a function look like that {kept_fn}?
        simple {lang} function which {kept_fn}
        got a [regex|SQL statement|shell line] for [all rows of last week|numbers with two
            decimals|files newer than a day]?
        where {cls} has no [getter|setter|constructor] for {word}, [write one|supply one]
        what is the {lang} syntax to [declare an array|define a class|read a line|open a file|raise
            an exception]?
    """),
    "code_medium_do": lines("""
        develop {kept_feature} for the {service}
        program {kept_feature}
        clean {file} up: shorter functions, no duplicates, and keep its tests green
        transform the {cls} class into [two smaller classes with tests|a set of pure functions and
            cover them]
        extend {file} with [sorting, filtering and paging|export, import and validation]
    """),
    "code_medium_ask": lines("""
        our {service} still lacks {kept_feature}
        who can code {kept_feature} for {product}? you, I hope
        the next thing on my list is {kept_feature}, in {framework}
        {cls} and {cls} share most of their code, merge them and adapt the tests
    """),
    "code_high_do": lines("""
        {kept_big_code}
        start the great rewrite: {kept_big_code}
        {kept_big_code} while both versions stay online
        touch every repo we own and {mid_change}
    """),
    "code_high_ask": lines("""
        the board has agreed that we {kept_big_code}, code it
        no small thing, this: {kept_big_code}
        {few} developers failed at this: {kept_big_code}
    """),
    "docs_low_do": lines("""
        give {ident} a [docstring|doc comment]
        complete the docstring of {ident}, the return value is missing
        spell-check the [README|changelog|install page]
        put the new {word} option into the [settings reference|man page|README]
        say in the [changelog|release notes] that {ticket} is done
    """),
    "docs_low_ask": lines("""
        the README misses [a link to the guide|the licence|the version of {lang}]
        a docstring for {ident} in one sentence, [please|thanks]
        look up {word} in our manual and tell me the page
        could the doc comment of {ident} be worded [better|more clearly]?
    """),
    "docs_medium_do": lines("""
        explain in a [guide|wiki article|tutorial] how to [install|operate|extend] the {service},
            with screenshots
        take {file} and produce reference pages for its public functions
        turn our chat about the {service} into a proper [how-to|README|help article]
        bring the {doc_kind} of {product} up to date with version {n}
    """),
    "docs_medium_ask": lines("""
        {product} ships without a README; it should cover install, usage and settings
        newcomers stumble over our [install guide|setup page|contributing guide], it deserves a
            rewrite
        I picture a friendly how-to for people who open the {service} for the first time
        could our [API reference|user manual|release notes] for {product} be made readable, with
            examples?
    """),
    "docs_high_do": lines("""
        give the whole company one documentation: all products, all teams, all languages
        write the manuals for all {few} products from zero, for users, admins and developers
        describe the complete platform in writing, every service, every API, every data store
        gather all wikis, manuals and READMEs of the whole company and make one handbook of them
    """),
    "docs_high_ask": lines("""
        nothing about our {few} services is written down; produce the documentation, complete
        an auditor wants written documentation of all our systems and processes, produce it
        all products, one documentation: guides, references and tutorials in the same style
    """),
    "debug_low_do": lines("""
        spot the error: {snippet_bug}
        repair this line, it gives {err_small}: {snippet_bug}
        make {err_small} go away
        {file} line {line} has a wrong [index|bracket|import|variable name|condition], mend it
    """),
    "debug_low_ask": lines("""
        {kept_symptom}, [I must be blind|I feel stupid|no clue]
        {err_small} keeps popping up as soon as I {doing}
        my {lang} beginner script: {kept_symptom}
        is {err_small} my fault or a bug in {framework}?
        python tells me {err_small}
        {snippet_bug} returns nonsense
    """),
    "debug_medium_do": lines("""
        get to the bottom of this: {kept_trouble}
        reproduce and repair: {kept_trouble} {when}
        make {route} fast again, it went from {n} ms to {n} seconds
        make sense of {err_mid}, it is all that the {service} has to say
    """),
    "debug_medium_ask": lines("""
        {kept_trouble}
        {kept_trouble}, where would you look first?
        strange: {kept_trouble} {when}
        every second request to {route} ends in {err_mid}
        {framework} upgrade done, now {kept_trouble}
    """),
    "debug_high_do": lines("""
        hunt this down with all teams: {kept_disaster}
        explain how it can be that {kept_disaster}, we suspect several systems
        end the [outages|lost writes|deadlocks|timeouts] that all {n} of our services suffer
    """),
    "debug_high_ask": lines("""
        {kept_disaster}
        for weeks now {kept_disaster}
        {kept_disaster}, and each service's own log looks healthy
        it's only visible with {few} nodes running concurrently: {kept_disaster}
    """),
    "architecture_low_do": lines("""
        settle an argument: {arch_small}
        name the better option for one small table: {arch_small}
        help with a tiny design choice, namely {arch_small}
    """),
    "architecture_low_ask": lines("""
        {cls}: [one class or two|class or function|public or internal]?
        for a single [table|endpoint|class], {arch_small}?
        do you prefer {arch_small}?
        in which [module|layer|package] would you put {ident}?
    """),
    "architecture_medium_do": lines("""
        turn what we know on {noun_id}s into a clean {db} schema for the {service}
        be the referee in my team, which quarrels over {arch_mid_choice}
        give me a layout of packages and layers for the {service}
        judge my plan to put {broker} between the two halves of the {service}
    """),
    "architecture_medium_ask": lines("""
        if you began anew, how would {arch_mid_thing} be built up?
        I can't decide on {arch_mid_choice}
        is {arch_mid_choice} the wiser option?
        I look for a sound structure behind {arch_mid_thing}
    """),
    "architecture_high_do": lines("""
        draft the big picture for {arch_big}: components, data, failure modes
        prepare the concept by which we {arch_big_task} within {few} months
        lay the foundations on paper of {arch_big}
        make a case for or against this: {arch_big_task}
    """),
    "architecture_high_ask": lines("""
        {arch_big}: what is the architecture behind it?
        in which order would you go if you had to {arch_big_task}?
        our next challenge is to {arch_big_task}, what strategy would you follow?
        I have to explain the architecture of {arch_big} at a whiteboard, how does it go?
    """),
    "general_low_do": lines("""
        recite a verse on {topic}
        say something kind to {name}
        put "{gen_extra}" into {spoken}
        think of a nickname for {name}
        compose a two-line card for {person_role}
    """),
    "general_low_ask": lines("""
        is it true that {topic} [is|are] [popular in {country}|older than people think]?
        which ingredients go into {dish}?
        at what time should I leave for the airport in {city}?
        ever been to {city}?
        any news from the canteen?
        what's new?
        how hot does it get in {country}?
        would it be rude to skip the dinner with {person_role}?
    """),
    "general_medium_do": lines("""
        be my travel agent: {city}, two days, art, food, a hotel and a timetable
        chase the bill that {person_role} never paid, in polite but clear words, and set a deadline
        hold a debate with yourself on {topic}, both sides, five points each
        prepare me for a job talk as {job}: questions, answers, clothes
        feed {few} guests on Saturday: recipes, amounts and what to do when
    """),
    "general_medium_ask": lines("""
        I can hardly run a mile and want to finish a 10k in autumn, week by week please
        we host {few} visitors from {country} next month: what should the programme be?
        {name} turns {n}, we'd like a party with games, food and invitations
        from searching to moving in, how do I get a flat in {city}?
    """),
    "general_high_do": lines("""
        lead the whole company through a move to {country}: staff, offices, law, families
        turn our town into a festival for {n}000 people: stages, permits, police, money, volunteers
        put all rules for staff in {few} countries into one policy, law and culture of each
            considered
        rethink how all {few} subsidiaries pay, promote and train their people
    """),
    "general_high_ask": lines("""
        where should {company} stand in ten years, in every market and department?
        after we bought {company}: bring both staffs, offices and brands together
        could a family of five live on a boat for years, with school, money and doctors all planned?
    """),
}

IMPERATIVE = lines("""
    {do}
    {do}
    kindly {do}
    go ahead and {do}
    any chance you could {do}?
    do me a favour and {do}
    I was told to {do}
    the job is to {do}
    it's time to {do}
    todo - {do}
    somebody must {do}, so why not you
    mind helping? I'd have to {do}
    {company} pays us to {do}
    we'd better {do}
    start here: {do}
    I've promised {name} to {do}
    try to {do}
    what would it take to {do}?
    the plan for today is to {do}
    dear assistant, {do}
""")
WHOLE = lines("""
    {ask}
    {ask}
    {ask}
    here's one: {ask}
    dear all, {ask}
    yo, {ask}
    something else: {ask}
    let me ask you this: {ask}
    forwarded from {name}: {ask}
""")
BEFORE = lines("""
    It's my second day at {company}.
    {product} is live since spring.
    You know {product}, our {framework} app.
    I took {name}'s place this month.
    We had a long discussion about this.
    Hope you had a nice weekend.
    The demo for {company} is coming closer.
    Our manual is complete by now.
    No more crashes since {date}.
    The code review is over.
    I come from {lang}.
    Sorry to disturb.
    The {service} is my responsibility.
    Here's what keeps me busy.
""")
AFTER = lines("""
    Much appreciated!
    Take your time.
    As soon as possible, please.
    {name} needs the result on {date}.
    Would help me a lot.
    Kind regards, {name}
    Tell me what you'd need from me.
    It matters to {company}.
    I'm curious what you come up with.
    See you later.
    Sorry, I'm in a hurry.
    That would make my day.
""")
