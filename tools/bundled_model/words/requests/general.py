"""Everything that is not about software: knowledge, mails, plans, meals, travel, work life."""

from __future__ import annotations

from tools.bundled_model.grammar import lines, words

SLOTS: dict[str, tuple[str, ...]] = {
    "fact": words("""
        what's the capital of {country}|how many people live in {city}|who wrote Hamlet
        what time is it in {city}|how tall is the Eiffel Tower|who painted the Mona Lisa
        what's the currency of {country}|how far is the moon|when did the second world war end
        how many days are in February this year|what's the boiling point of water
        which language do they speak in {country}|what does RSVP mean
        how do you say thank you in {spoken}|what's a synonym for happy|how do you spell necessary
        what is 15% of 240|how many ounces are in a pound|convert 10 miles to kilometres
        what's 72 Fahrenheit in Celsius|is {city} bigger than {city}
        what's the weather like in {city} in May|who is the president of {country}
        what is the largest ocean|how long does it take to boil an egg
        how many calories does an apple have|what day is Thanksgiving|when is Easter next year
        what's the plural of octopus|is a tomato a fruit|why is the sky blue|why do cats purr
        why do leaves turn red|how do bees make honey|what is {topic}|who invented the telephone
        what's the time difference between {city} and {city}|do I need a visa for {country}
        what's the opposite of generous|which wine goes with fish
        how much water should I drink a day|what's a good name for a cat|how old is the universe
        what holiday is on Monday|how do I tie a tie|how do I get a red wine stain out
        what is the tallest building in the world|what's the dress code for a wedding
        what does the postal code 10115 belong to|what's the country code of {country}
        who designed the Sydney Opera House|which documents do I need for a passport
        what's a bug bite remedy|how many bones has a human
        what is the meaning of the word trial and error|how do I get rid of bugs in the kitchen
        what's the best time to visit {country}|what does this idiom mean: break a leg
        what's the speed of light|how do you pronounce quinoa|when does summer time start
    """),
    "chat": words("""
        hi|hello|hello there|good morning|good evening|hey, how are you?|how's it going?|thanks
        thank you so much|thanks, that helped|great job|who are you?|what can you do?
        tell me a joke|tell me a fun fact|tell me something nice|I'm bored|I'm tired today
        I had a bad day|what's your name?|are you a human?|do you sleep?
        what's your favourite colour?|sing me a song|good night|see you tomorrow
        happy birthday to me|I love Fridays|cheers|ok, bye|never mind|you're funny|can we talk?
        what should I eat today?|it's raining again|how was your weekend?
        what do you think about {topic}?|do you like music?|give me a compliment|flip a coin
        pick a number from 1 to 10|wish me luck|I passed my exam!|my cat is sick|I can't sleep
        say hello to {name}|nice to meet you, I'm {name}|what day is it?|give me a quote for today
        make me laugh|do you know a riddle?|how do I look?|I miss my family
        congratulate {name} for me
    """),
    "gen_small": words("""
        translate this sentence into {spoken}|translate "good morning" into {spoken}
        correct the spelling of this sentence|write a birthday wish for {name}
        write a thank you note to {person_role}|write an out of office reply|write a short toast
        write a two-line reply to {person_role}|give me a subject line for this mail
        write a haiku about {topic}|suggest a name for our team|suggest a gift for {person_role}
        suggest a film for tonight|recommend a book about {topic}|suggest a dinner idea
        give me a quick recipe for {dish}|tell me how to cook {dish}|tell me how to reheat {dish}
        make this sentence sound friendlier|shorten this mail to one line|rephrase this politely
        explain {topic} in one sentence|remind me what the word {topic} means
        name three sights in {city}|name a restaurant in {city}
        name five animals that live in {country}|list the planets
        list three icebreakers for a meeting|design a birthday card
        write a caption for a holiday photo|write a one-line bio for {name}
        decline the invitation of {person_role}|congratulate {person_role} on the new job
        write a short apology for being late|tell {person_role} that I'm sick today
        ask {person_role} for a day off in one sentence|calculate the tip on {money}
        split a bill of {money} between {few} people|convert {money} to dollars
        tell me the zodiac sign for {date}|write a headline for a party invitation
        pick a colour for my wall|write a rhyme with {name}
        summarise this paragraph in one sentence|proofread this mail|write a slogan for a bakery
        write a tweet about {topic}|write a text message to {person_role} that I'm late
        book a table for {n}|set up lunch with {name}|wish {person_role} a happy new year
        spell my name in {spoken} letters
    """),
    "gen_mid": words("""
        plan a weekend in {city}|plan a three-day trip to {city} with a budget of {money}
        plan a week of vegetarian meals|write a cover letter for a job as {job}
        write a mail to {person_role} that explains the delay and offers a discount
        write a job ad for a {job}|prepare questions for an interview with a {job}
        prepare an agenda for the team offsite|write a speech for {name}'s wedding
        write a farewell speech for {person_role}|write a short story about {topic}
        write an essay about {topic}|write a blog post about {topic}
        summarise this article in ten points|write a newsletter for the team
        compare {city} and {city} as places to live|compare electric cars and diesel cars
        compare renting and buying a flat|make a workout plan for four weeks
        make a shopping list and a cooking plan for a dinner for {few} people
        make a study plan for my exam|organise a birthday party for {few} guests
        organise the summer party of our office|plan a moving day with a checklist
        write a complaint to the airline about my lost luggage
        write a mail to all staff about the new parking rules|write a performance review for {name}
        write a reference letter for {name}|write feedback for {person_role} with three examples
        plan a garden with flowers for every season
        make a household budget from my income of {money}|plan the onboarding week of {name}
        explain {topic} to a ten-year-old with examples
        explain the causes of {topic} and its effects|explain how mortgages work, with an example
        prepare a presentation about {topic}|draft a press release about our new office in {city}
        draft a letter to our landlord about the heating
        draft a survey for our employees with {few} questions
        draft a contract checklist for freelancers
        plan a marketing campaign for {company}'s new shop|write a sales pitch for {company}
        write a product announcement for our customers at {company}
        write meeting minutes from these notes
        find a date and a place for a team dinner and write the invitation
        plan a road trip through {country}|plan a surprise for {person_role}
        write a poem with five verses about {topic}
        write a letter to the tax office because of an error in my tax return
        write a quiz with {few} questions about {topic}
    """),
    "gen_big": words("""
        plan the relocation of our office from {city} to {city} for {n}0 people
        plan a hiring strategy for three countries and {n} roles
        write a business plan for a chain of restaurants with market, finances and risks
        plan a trip around the world for a year with a family of five
        write a five-year strategy for {company}|reorganise the whole company into new departments
        write the remote work policy of a company with offices in {few} countries
        plan a conference with {n}00 guests, speakers, hotels and sponsors
        plan a wedding with {n}0 guests in two countries, from venue to budget
        develop a marketing strategy over all channels and markets
        plan the merger of {company} and {company}, from staff to offices
        write a novel outline with all chapters and characters
        develop a complete training programme for all {few} departments
        work out a salary and career system for the whole company
        create a diversity and inclusion programme for all our offices
        prepare the yearly budget of all departments
        plan our entry into the market of {country}: law, staff, sales and logistics
        plan the renovation of a house from cellar to roof with budget, permits and trades
        design a sabbatical policy, parental leave and pensions for {few} countries
        plan the emigration of my family to {country}: visa, school, work and housing
        create a crisis communication plan for the whole group
        develop a sustainability strategy for the company over ten years
        create a full curriculum for a two-year course on {topic}
        compare taxes, health care and schools of {few} countries and recommend where to move
        plan a fundraising campaign over several years
        analyse the history, economy and politics of {country} and its neighbours
        restructure our sales organisation over {few} regions
        design an employee survey, a bonus scheme and a career ladder for all sites
        organise a company-wide hackathon in {few} cities|plan a national election campaign
        build a succession plan for the whole management
        plan the rebranding of {company} in all markets
        write a retirement plan with savings, house, taxes and inheritance for our family
    """),
    "job": words("""
        nurse|teacher|accountant|sales manager|office manager|project manager|chef|designer
        software developer|data analyst|lawyer|driver|receptionist|product manager|recruiter
        marketing assistant|electrician|engineer|translator|architect|support agent|controller
        journalist|consultant|scientist|trainer|buyer|secretary|gardener|photographer
    """),
    "hr": words("""
        how many vacation days do I have left|who do I ask about my payslip
        how do I hand in a sick note|when is payday|can I work from {city} for a week
        how do I book a meeting room|where can I find the expense form|how do I get a parking spot
        is the office open on {date}|what's for lunch in the canteen
        who is responsible for travel bookings|how do I claim travel costs
        when does the onboarding of {name} start|how long is the notice period
        may I bring my dog to the office|what should I wear at the client meeting
        where is the first aid kit|how do I order new business cards|when is the Christmas party
        can you book me a train to {city}|who has a birthday this week|is there a gym discount
        what's the Wi-Fi password for guests|how do I change my bank details with HR
        which public holidays do we have in {country}
    """),
    "gen_home": words("""
        my car doesn't start in the morning, what could it be
        my plants have yellow leaves, what can I do
        the washing machine makes a loud noise, is it broken|my bread doesn't rise, why
        my dog doesn't want to eat|my back hurts after work, what helps|my bike's brake squeaks
        the milk is sour, can I still bake with it|why is my cake always dry
        why does my coffee taste bitter|my flight was cancelled, what are my rights
        I lost my wallet in {city}, what now|my neighbour is too loud, what can I say
        my heating is cold, who do I call|the kids are bored, any ideas
        how do I stay focused at work|how do I ask for a raise|how do I tell my boss that I quit
        how do I become a better speaker|how can I learn {spoken} faster
        how do I fall asleep faster|what's a healthy breakfast|which phone should I buy
        should I buy or lease a car|is it safe to travel to {country}
        what should I pack for {country}|what can I see in {city} in one day
        where do I find cheap flights to {city}|which museum in {city} is worth it
    """),
    "gen_extra": words("""
        make it friendly|not too long please|keep it formal|I'm vegetarian|it's for a party
        we're a family of four|the kids come along|it should be fun|it's for work
        something personal would be nice|I've never been there|we leave on {date}
        my budget is {money}|thanks a lot|no hurry|I have an hour|it should sound polite
        {name} loves {topic}|we are {few} people|in {spoken} please
    """),
}

CELLS: dict[str, tuple[str, ...]] = {
    "general_low_do": lines("""
        {gen_small}
        {gen_small}
        {gen_small}
        [tell me|let me know] {fact}
        give me [a|one] [tip|idea|fact|example] [about|on] {topic}
        translate "{gen_extra}" into {spoken}
    """),
    "general_low_ask": lines("""
        {fact}?
        {fact}?
        {fact}?
        {chat}
        {chat}
        {hr}?
        {hr}?
        {gen_home}?
        what's a good [present|card text|restaurant|film|song|hotel] for {person_role}?
        [any|do you know a|got a] good [recipe for {dish}|hotel in {city}|book about {topic}|joke
            about {topic}]?
        how do I [make|cook|prepare] {dish}?
        what do you [know|think] about [{topic}|{city}|{country}]?
        who was [the first person on the moon|Cleopatra|Mozart|Napoleon|Marie Curie]?
        how do you say "{gen_extra}" in {spoken}?
    """),
    "general_medium_do": lines("""
        {gen_mid}
        {gen_mid}
        {gen_mid}
        [write|draft|compose] a [mail|letter|message|reply] to {person_role} [about|regarding] [the
            contract|the invoice|the new prices|my holiday|the meeting on {date}|the broken
            heating|the late delivery], [mention three points and propose a date|explain the reasons
            and offer a solution|with a polite reminder and next steps]
        plan [my|our] [holiday|trip|journey] to {country}, [flights, hotels and sights|ten days with
            kids|two weeks in {city} and around]
        make a [plan|checklist|schedule|budget] for [my move to {city}|the team event|our holiday in
            {country}|a dinner with {dish} and dessert|learning {spoken} in a year|the first week of
            our new {job}]
    """),
    "general_medium_ask": lines("""
        [I need|I want|we need] [a plan|a schedule|a checklist|ideas and a budget] for [a weekend in
            {city}|a team day|a party with {few} guests|a move to {country}|my training for a
            marathon]
        what are the [pros and cons|advantages and disadvantages] of [living in {city}|working from
            home|electric cars|buying a house|studying abroad|a four-day week], with examples?
        how do I prepare for [an interview as {job}|a talk on {topic}|a move to {country}|a
            marathon|my first week as a {job}], step by step?
        can you compare [{country} and {country} for a family holiday|three phones for under
            {money}|trains and flights to {city}|two job offers I have]?
        I have to [give a talk|write an essay|hold a speech] about {topic}, [outline it|help me with
            structure and opening|draft it]
        how did {topic} [begin|develop|change the world], and what came of it?
    """),
    "general_high_do": lines("""
        {gen_big}
        {gen_big}
        {gen_big}
        {gen_mid} for [each of our {few} offices|every department of the company|all {few} countries
            we work in], [in all languages|with budget, timeline and owners]
    """),
    "general_high_ask": lines("""
        [we have|I have|we need] to {gen_big}
        how [do|should|would] we {gen_big}?
        [where do we start if we want|what does it take] to {gen_big}?
        [big plan|long-term project|for the board]: {gen_big}
    """),
}
