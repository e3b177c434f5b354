"""More everyday requests, put together from small parts."""

from __future__ import annotations

from tools.bundled_model.grammar import lines, words

SLOTS: dict[str, tuple[str, ...]] = {
    "animal": words("""
        cat|dog|horse|whale|elephant|penguin|spider|shark|owl|tiger|bee|rabbit|hamster|parrot|snake
        turtle|wolf|bear|fox|goldfish|giraffe|dolphin|ant|cow|crocodile|kangaroo|panda|mouse|eagle
        duck
    """),
    "thing": words("""
        book|film|song|podcast|restaurant|hotel|museum|wine|laptop|phone|camera|bike|pair of shoes
        mattress|board game|series|coffee machine|plant for a dark room|present for a child
        gift under {money}|beach in {country}|café in {city}|park in {city}|bakery|language course
        yoga video|breakfast|dessert|salad|birthday cake|snack for the office|name for a dog
        house plant
    """),
    "occasion": words("""
        birthday|wedding|farewell|retirement|graduation|promotion|anniversary|housewarming
        Christmas|New Year|Mother's Day|exam|new baby|first day at work|holiday party|job interview
        Valentine's Day|team lunch|summer party
    """),
    "matter": words("""
        the meeting on {date}|my holiday in {country}|the invoice over {money}|the late delivery
        the new prices|a day off|a pay rise|the broken heating|the contract|the parking space
        our appointment|the lunch order|a refund|my sick leave|the office keys|the trip to {city}
        the workshop|the budget|the job offer|a cancelled booking|my address change
        the noise in the yard|our price list|the Christmas party|the gym membership|a new chair
        the interview on {date}|the training course|overtime|the design of our new logo
        the dress code|an error on the bill|the documents for the visa|the new coffee machine
    """),
    "life": words("""
        lose weight|save money|sleep better|learn {spoken}|make friends in a new city|stop smoking
        get up earlier|relax after work|remove a coffee stain|clean an oven|repot a plant
        train a puppy|fold a shirt|write a CV|read faster|remember names|negotiate a salary
        deal with stress|give feedback|run a meeting|say no politely|get over a cold|peel garlic
        boil an egg|paint a wall|change a tyre|grow tomatoes|bake bread|cook rice|poach an egg
        pack a suitcase|find a flat in {city}|meditate|open a bank account in {country}
        apply for a visa|get from {city} to {city}|tie a bow tie|whistle|draw a horse|play chess
    """),
    "quantity": words("""
        people live in {country}|calories are in {dish}|days until {date}|legs does a spider have
        planets are there|countries are in Europe|teeth does an adult have
        hours is the flight from {city} to {city}|grams are in a pound|minutes are in a week
        strings does a violin have|players are in a football team|litres are in a gallon
        keys does a piano have|time zones are there
    """),
    "who": words("""
        invented the light bulb|wrote Don Quixote|discovered penicillin|won the last world cup
        was the first woman in space|is the king of Spain|composed the Four Seasons|founded Rome
        painted Guernica|is the mayor of {city}|discovered America|wrote the Odyssey
        invented the printing press|climbed Everest first|was Albert Einstein|built the pyramids
        directed Psycho
    """),
    "when_fact": words("""
        did the Berlin Wall fall|was {city} founded|is Father's Day|does the sun set in {city}
        did the Titanic sink|was the first Olympics|is the best time to plant tulips
        do the shops close on Sunday|did humans reach the moon|is the next full moon
        does school start
    """),
    "why_fact": words("""
        is the sea salty|do we dream|do onions make us cry|is {country} famous for {topic}
        do cats sleep so much|does ice float|is gold so valuable|do we yawn|are flamingos pink
        does bread rise|do we have leap years|is the grass green|do stars twinkle
        do my houseplants die|is my bread so dense|does my knee hurt|does my car make a noise
        does my toddler not sleep
    """),
    "sum_of": words("""
        12 times 14|17% of 300|the square root of 144|{n} plus {n}|{n} minus {n}|half of {money}
        a quarter of 90|{n} miles in kilometres|{n} degrees Celsius in Fahrenheit
        {n} inches in centimetres|{n} euros in dollars|two cups in millilitres
        three to the power of four
    """),
    "work_event": words("""
        team offsite|Christmas party|summer party|lunch for the team|farewell for {name}
        welcome day for {name}|board meeting|workshop|town hall|training day|quarterly review
        customer dinner|charity run|open house|hackathon with pizza|book club|sales kick-off
    """),
    "text_kind": words("""
        mail|letter|message|note|reply|invitation|reminder|apology|thank-you note|announcement
        complaint|request
    """),
    "long_text": words("""
        speech|short story|essay|poem with four verses|newsletter|press release|cover letter
        blog post|presentation|report|fairy tale|product description|sketch for two people|article
        job advert|fundraising letter|quiz with {few} questions|interview guide
    """),
    "group": words("""
        company|group|whole organisation|firm with {few} offices|chain of {few} shops|hospital
        university|bank|city|non-profit|start-up|manufacturing company with {few} plants
        family business|federation of {few} clubs
    """),
    "strategy": words("""
        hiring strategy|marketing strategy|five-year plan|sales strategy|remote work policy
        sustainability strategy|training programme|reorganisation|salary system|expansion plan
        crisis plan|diversity programme|merger plan|budget for all departments|pension scheme
        succession plan|rebranding|cost cutting programme|internal communication concept
        relocation plan
    """),
}

CELLS: dict[str, tuple[str, ...]] = {
    "general_low_do": lines("""
        write [a|one] [short|quick|two-line|brief] {text_kind} to {person_role} about {matter}
        [recommend|suggest|name] a [good|nice|cheap|famous] {thing}
        [suggest|give me] [a|one] [gift|card text|toast|joke|slogan|headline] for [a|{name}'s]
            {occasion}
        translate "[where is the station|see you soon|I am hungry|happy birthday|how much is
            this|thank you|my name is {name}]" [into|to] {spoken}
        [calculate|work out|tell me] {sum_of}
        [rephrase|shorten|translate|proofread|correct] [this sentence|my last line|this
            paragraph|the subject line|this word] [for a mail to {person_role}|into {spoken}|so that
            it sounds friendlier|]
        [remind|tell] me [when {name}'s birthday is|what to buy for {dish}|to call {name}|what
            {spoken} people say for goodbye]
    """),
    "general_low_ask": lines("""
        what's {sum_of}?
        how many {quantity}?
        who {who}?
        when {when_fact}?
        why {why_fact}?
        [how do I|how can I|what's the best way to|how do you] {life}?
        [how do I|any tips how to|is it hard to] {life}?
        what [sound|food] does a {animal} [make|like]?
        how [old|big|fast|heavy] can a {animal} get?
        [can|do] {animal}s [swim|see in the dark|eat apples|live in {country}|bite]?
        [what's|do you know|can you recommend|looking for] a good {thing}?
        [which|what] {thing} [would you recommend|is worth the money|do people like]?
        what should I [wear to|bring to|say at|write on a card for] a {occasion}?
        is [{city}|{country}] [safe|expensive|worth a visit|far from {city}|nice in winter]?
        what's the [population|capital|national dish|flag|highest mountain|time zone|language] of
            {country}?
        what's the difference between [a crocodile and an alligator|jam and marmalade|weather and
            climate|a violin and a viola|a debit and a credit card]?
        [happy|merry] {occasion}!
        I'm [hungry|sad|nervous before my exam|so happy today|sick|back from {country}|learning
            {spoken}|going to {city}]
        what does the word [serendipity|{topic}|melancholy|ubiquitous|nostalgia] mean?
    """),
    "general_medium_do": lines("""
        [plan|organise|prepare|set up] [a|the|our] {work_event} for {few} people, [with food, place
            and programme|on a budget of {money}|and send the invitations|including a schedule]
        [write|draft|compose] a [long|detailed|formal] {text_kind} to {person_role} about {matter},
            [with all the reasons|with three arguments and a proposal|that covers dates, costs and
            next steps]
        write a {long_text} [about|on] [{topic}|{city}|life in {country}|my grandmother|a {animal}
            that travels to {city}|our charity]
        write a {long_text} for {name}'s {occasion}
        [make|create|write] a [{n}-day|weekly|monthly] [plan|schedule|programme] to {life}
        plan [a trip|a holiday|a honeymoon|a hiking tour|a city break] to [{city}|{country}] for {n}
            days [with hotels and sights|for a family with kids|with a day-by-day schedule|including
            flights]
        [summarise|outline] [the history of {country}|the story of {topic}|the book I read on
            {topic}|the arguments for and against {topic}] in [ten points|five paragraphs|two pages]
        compare [{country} and {country}|{city} and {city}|tea and coffee|cats and dogs as
            pets|trains and planes|gas and induction stoves] [by price, quality and comfort|and tell
            me what suits my family|in a table with pros and cons]
        [cook|plan|make] a [three-course|four-course|vegan] [dinner|menu] with {dish}, [shopping
            list included|with recipes and times]
    """),
    "general_medium_ask": lines("""
        [I'm organising|I have to organise|we're planning] a {work_event} [for {few} people|in
            {city}], [what do we need|can you make a plan|which steps are there]?
        [we're going|I'm travelling] to {country} for {few} days, [what would a good route be|make
            us a day-by-day plan|plan it with hotels and trains]
        [I need|please send me] a {long_text} [on|about] {topic} [for {person_role}|for school|for
            our newsletter|by {date}]
        how do I {life} [within {few} weeks|in a month|this year]? [Give me a plan|Make a weekly
            schedule|I need a step-by-step plan]
        {name} [starts|leaves|moves to {city}] on {date}; [plan the first week|write a speech and
            organise a present|make a checklist of everything]
    """),
    "general_high_do": lines("""
        [develop|write|create|work out|design|prepare] a [complete|full|detailed] {strategy} for
            [our|a] {group}
        [develop|write|create|work out] a {strategy} for all {n}
            [countries|offices|departments|subsidiaries]
        [plan|organise|manage] the [move|merger|relaunch|closure|expansion] of [our|a] {group},
            [from staff and law to logistics and finances|in all departments|over the next {n}
            years]
        [plan|organise] a [world tour|conference|festival|trade fair|charity gala] with {n}00
            [guests|people|artists] in {few} cities, [with budget, travel, staff and
            sponsors|everything included]
    """),
    "general_high_ask": lines("""
        what would a {strategy} for [our|a] {group} [look like|have to cover], [over all
            departments|for {few} countries|step by step over years]?
        our {group} [needs|is planning|wants] a {strategy} [for all sites|over {few} countries|that
            covers every department]
        how [does|can|should] a {group} [enter the markets of {few} countries|reorganise all its
            departments|cut costs everywhere|prepare for the next ten years]?
        [we open|the board wants] {n} new offices in {country} and {country}: [staff, law, taxes,
            buildings|what has to be planned, in every department]?
    """),
}
