"""Still more everyday requests, from a single fact to the plan of a whole organisation.

What is asked for tells the effort: one fact or line, one bounded piece of work, or a work of many
parts that takes a large group and a long time.
"""

from __future__ import annotations

from tools.bundled_model.grammar import lines, words

SLOTS: dict[str, tuple[str, ...]] = {
    "some": words("two|three|four|five|six|seven|eight|ten|3|4|5|6|8|10|12"),
    "one_word": words("""
        happy|big|nice|important|quickly|angry|difficult|to improve|beautiful|however|tired|old
        interesting|to say|boring|strange|to help|brave|to start|very good|cheap|problem|goal
        generous|calm|to show|busy|careful|wonderful|to explain|honest|smart|shy|delicious|rude
    """),
    "short_line": words("""
        we was waiting since an hour|I look forward to hear from you|their going to be late
        the meeting is tommorow|please find attached the invoise|he don't like it|your welcome
        me and my wife would like to come|it's tail is long|I has two sisters
        looking forward to seeing you all|sorry for the late answer|thanks for your patience
        we are closed on Monday|the goods has arrived|hope to see you soon
    """),
    "one_fact": words("""
        the capital of {country}|the currency of {country}|the boiling point of water
        the meaning of the word "{one_word}"|the plural of mouse|the area code of {city}
        the distance from {city} to {city}|the height of the Eiffel Tower|the chemical sign of iron
        the opposite of "{one_word}"|the birthday of Mozart|the longest river in {country}
        the time in {city}|the number of bones in a hand|the freezing point of alcohol
        the patron saint of {country}|the first letter of the Greek alphabet|the speed of light
        the president of {country}|the zip code of our office|the colour of the flag of {country}
        the past tense of "to swim"|the year of the French Revolution|the Roman numeral for {n}
        the country code of {country}|the tallest building in {city}|the dialling code of {city}
    """),
    "one_tip": words("""
        a dry cough|wet shoes|a boring afternoon|red wine on a white shirt|a dull knife
        a squeaky door|hiccups|mosquitoes in the bedroom|jet lag|a slippery floor|dry hands
        a stiff neck|sunburn|a smelly fridge|fruit flies|a foggy mirror|a rusty screw|tired eyes
        a loud neighbour|too much salt in the soup|a stuck zip|a blocked sink|cold feet|ants
    """),
    "small_text": words("""
        subject line|title|slogan|caption|greeting|closing line|out-of-office reply|toast|headline
        birthday wish|hashtag|voicemail greeting|pun|compliment|excuse|sentence|rhyme|motto
        one-line reply|text message|nickname|thank-you line|name|sticky note|tweet
    """),
    "small_for": words("""
        our bakery|the team lunch|my cat|my mail to {person_role}|a photo of {city}
        the farewell of {name}|the summer party|a card for {name}|my talk about {topic}
        the charity run|our choir|{name}, who turns {n}|the invoice to {company}
        my holiday from {date}|the school fair|our running group|the new café
        the retirement of {name}|my post about {dish}|our band
    """),
    "event_mid": words("""
        a weekend in {city}|a surprise party for {name}|a children's birthday with {some} kids
        a team dinner in {city}|a wedding anniversary|a barbecue for {some} people|a school trip
        a bachelor party|a family reunion|a yard sale|a day hike|a picnic in the park
        a book evening|a road trip through {country}|a move into a smaller flat|a baby shower
        a garden bed|a class reunion|a farewell dinner for {name}|a fitness week|a ski weekend
        a museum day with kids|a spring clean|a two-day workshop|a housewarming for {some} guests
        a game night
    """),
    "mail_mid": words("""
        an e-mail|a letter|a cover letter|a letter of complaint|a polite reminder|an invitation
        a follow-up mail|a letter of recommendation|a reply|a resignation letter|a thank-you letter
        an apology|a welcome mail|an offer|a letter to the editor|a cancellation letter
        a message of condolence|a sales mail|a motivation letter|an announcement
    """),
    "mail_why": words("""
        that explains why the delivery is late and offers a new date
        that asks for a refund of {money} and lists what went wrong
        in which I ask for more time, give reasons and suggest a plan
        that sums up our talk and names the next steps
        that turns down the offer politely and keeps the door open
        with an introduction, three arguments and a request for a call
        that thanks them, mentions the workshop and asks for feedback
        about the broken heating, the mould and the rent
        that introduces {name}, names the role and the first projects
        on the price rise, why it comes and what stays the same
        that invites them to {city} with times, address and dress code
        in which both sides' mistakes are named and a solution is offered
    """),
    "question_mid": words("""
        children should have phones|school uniforms are a good idea|zoos should be closed
        remote work is better than the office|homework should be banned|cars belong in cities
        a basic income makes sense|robots will take our jobs|museums should be free
        nuclear power is needed|the voting age should be lower|pets belong in offices
        tourism harms {city}|cash should be abolished|meat should cost more|exams are fair
        advertising to kids should be forbidden|the four-day week works|space travel is worth it
        social media does more harm than good|{topic} should be taught at school
    """),
    "compare_mid": words("""
        renting and buying a flat|{city} and {city} as places to live|oat milk and cow's milk
        a heat pump and a gas boiler|two health insurances|the novel and the film|yoga and pilates
        an e-bike and a small car|a fixed and a variable mortgage|camping and hotels
        learning {spoken} and learning {spoken}|a leased and a used car
        studying and an apprenticeship|three offers for our kitchen
        {country} and {country} for retirement|working freelance and being employed
        two schools for our daughter
    """),
    "study_mid": words("""
        my history exam|my driving test|a {spoken} test at level B1|the chemistry final
        a job interview at {company}|a half marathon|a piano recital|my citizenship test
        an appraisal talk with my boss|a panel discussion on {topic}|my first open mic
        an oral exam about {topic}|a swim across the lake|the sommelier course
    """),
    "book_mid": words("""
        the plot of Hamlet|the causes of the First World War|this {some}-page report
        the life of Marie Curie|the rules of cricket|our meeting of this morning
        the last chapter about {topic}|the history of {city}|the debate on {topic}
        three articles on {topic}|the novel Dracula|the idea behind {topic}
        how elections work in {country}|how a bill becomes law|the minutes
        how wine is made from grape to bottle|the talk that {name} gave on {topic}
    """),
    "huge_group": words("""
        an international hotel chain|our hospital group|a university with {n},000 students
        a car maker with {few} plants|our national railway|a bank with branches in {few} countries
        an airline|the ministry of health|the city of {city}|a retail chain of {n}0 stores
        our holding and its {few} subsidiaries|a global charity|an insurance group
        the whole school district|a food company with {n}00 suppliers|the armed forces
        a media group|a pharma company|a federation of {n} sports clubs
        a logistics firm with depots in {few} countries|the state of {country}
        our group of {few} family firms|a chemical company|the post office
        an energy supplier for half of {country}|a museum network|a football league
    """),
    "huge_change": words("""
        the reorganisation|a merger with {company}|the switch to a four-day week|the turnaround
        the digital transformation|the move of the headquarters to {city}|a culture change
        the expansion into {few} markets|the split into independent units|the path to net zero
        the introduction of self-managed teams|the privatisation
        the integration of {few} acquisitions|a new pay and career system
        the closure of {few} sites|a quality programme|the handover to the next generation
        the listing on the stock exchange|a new governance model
        the outsourcing of all back offices|the shift from products to services
    """),
    "huge_work": words("""
        an employee handbook|a multi-year strategy|a research programme|a national campaign
        a complete curriculum|a code of conduct with training and reporting lines|a master plan
        a ten-year roadmap|a compliance framework|a leadership academy|a crisis and emergency plan
        a collective agreement|a procurement policy|a risk management system|a fundraising strategy
        a mentoring programme in all units|a business continuity plan|a brand strategy
        a health and safety concept|an internal audit programme|a set of policies|a talent strategy
        a capital investment plan|a data protection programme|a supply chain strategy
    """),
    "huge_research": words("""
        the future of ageing in {country}|the effects of {topic} on society|urban mobility
        food security in {few} countries|the causes of poverty|clean water in {country}
        how work will change until 2050|a cure for rare diseases|the history of migration
        the energy supply of {country}|education in rural areas|the decline of insects
        the consequences of {topic} for the economy|housing in big cities|mental health at work
    """),
    "huge_scope": words("""
        for all {n} locations|in every department and subsidiary|over the next {few} years
        with budget, staffing, milestones and risks|from the board down to each team
        across {few} countries with different labour laws|with partners, funding and evaluation
        covering finance, law, staff and technology|step by step until 2035|in {few} languages
        for headquarters, regions and branches|with governance, training and controls
        including unions, suppliers and the public|worldwide|for {n},000 employees
    """),
    "book_big": words("""
        a novel in {few} chapters|a textbook on {topic}|a complete {spoken} course for beginners
        a year of lesson plans for all grades|an encyclopedia of {topic}
        a doctoral thesis on {topic}|a television series with {few} episodes
        a musical with songs, script and staging|a travel guide to all regions of {country}
        a history of {country} in {few} volumes|a family chronicle over five generations
        a cookbook with {n}0 recipes|a role playing world with rules, maps and peoples
    """),
    "life_big_plan": words("""
        emigrate to {country} with a family of six and a business to sell
        build a house from the first sketch to the key|open a restaurant from scratch in {city}
        sail around the world for two years|found a school|turn an old farm into a hotel
        change career completely, sell everything and study again|set up a foundation
        walk from {country} to {country} with sponsors and film crew
        start a cooperative of {n} farmers
        retire at forty with investments, property and taxes in two countries
        take over a vineyard in {country}|organise the care of four relatives for years
    """),
}

CELLS: dict[str, tuple[str, ...]] = {
    "general_low_do": lines("""
        [give|tell|find] me [a synonym|another word|a nicer word|the opposite|a rhyme] for
            "{one_word}"
        [say|spell|pronounce|explain] "{one_word}" in {spoken}
        [fix|check|correct] the [spelling|grammar|comma|typo] in "{short_line}"
        make "{short_line}" sound [friendlier|more formal|less rude|shorter|like a native speaker]
        translate [just |only |quickly |]"{short_line}" [for me|to {spoken}|into {spoken}]
        look up {one_fact}
        tell me [quickly|in one sentence|in a word] what {one_fact} is
        come up with [a|one|a short|a funny|a catchy] {small_text} for {small_for}
        write [a|one|a nice] {small_text} for {small_for}, [one line is enough|nothing long|short]
        name [one|two|three] [good|simple|cheap] [remedies|tricks|things] against {one_tip}
        [convert|turn] {n} [pounds into kilos|kilometres into miles|litres into gallons|ounces to
            grams|feet to metres|hours into minutes|yen to euros]
        put [the names|these words|the list of guests|these {some} cities] in alphabetical order
        pick [a number between one and {n}|a colour for my door|one of the two ties|heads or tails]
        explain [the word|the expression|the term] [in one sentence|to a child|briefly]: {one_word}
        round {money} [up|to the next ten|to whole numbers] and [add {n} percent|halve it|take off
            the tax]
        read me [a short poem|one line about {topic}|today's quote|my horoscope]
        wish {name} [a good flight|all the best for the exam|a speedy recovery|luck] from me
        [set|add] [one word|a comma|a full stop] [before|after|in] "{short_line}"
        cheer me up with [a joke|a nice fact|a riddle|something funny] about {topic}
        guess [my age|how tall a giraffe is|the weight of a piano|how many sweets fit in a jar]
        flip a coin, {name} or {name}
        count the letters in "{one_word}"
        sing me one line about {small_for}
        list the [colours of the rainbow|days of the week in {spoken}|planets|vowels]
    """),
    "general_low_ask": lines("""
        {one_fact}?
        {one_fact} - what was it again?
        what again was {one_fact}
        another word for "{one_word}"?
        is it "{short_line}" or is there a mistake?
        "{one_word}" - how is that [spelled|pronounced|said in {spoken}|written]?
        does "{one_word}" [rhyme with|mean the same as] "{one_word}"?
        what helps against {one_tip}?
        {one_tip}, any [quick|simple|old] [tip|trick|remedy]?
        I've got {one_tip}. What do I do?
        against {one_tip}, is [vinegar|lemon|salt|cold water|baking soda|tea] any good?
        what could I write as a {small_text} for {small_for}?
        a {small_text} for {small_for} is missing, do you have one?
        I need a {small_text} for {small_for}
        for {small_for} I'm looking for a {small_text}, something [short|warm|funny|clever]
        it's {n} degrees in {city} today, [do I need a jacket|is that usual|is that hot]?
        can you tell me {one_fact}?
        remind me what {one_fact} is
        in which [year|country|city|month] was [the telephone invented|football invented|the euro
            introduced|the first marathon run|Picasso born]?
        {some} guests, one cake: [how many slices|how big should it be|how much flour]?
        at what temperature [do I bake {dish}|does water boil|is milk too hot|do pipes freeze]?
        who [plays|sings|says] that [song about {city}|line with the umbrella|famous sentence]?
        did people know about {topic} [in ancient Rome|a hundred years ago|before books]?
        was [{city}|{country}] ever [the host of the Olympics|a kingdom|at war with {country}]?
        do [you|people] tip in {country}?
        white or red wine with {dish}?
        how long does {dish} [keep in the fridge|take in the oven|need to cool]?
        the word "{one_word}", what does it mean?
        on what day [is {date}|does Easter fall|do the holidays start in {country}]?
        my train is cancelled, [do I get money back|may I take the next one|whom do I call]?
        tea or coffee in the afternoon?
        how's the weather in {city}?
        thank you, {name}, that was kind
        what rhymes with "{one_word}"?
        is there milk in {dish}?
        did {person} write a book about {topic}?
    """),
    "general_medium_do": lines("""
        write {mail_mid} to {person_role} {mail_why}
        draft {mail_mid} {mail_why}
        word {mail_mid} to {company} {mail_why}, [about half a page|friendly but firm|not too long]
        plan {event_mid} [with a budget of {money}|and a list of what to buy|hour by hour|for
            me|with food, music and games|and who does what]
        put together [a plan|a checklist|a schedule|a packing and shopping list] for {event_mid}
        prepare me for {study_mid}, [with a timetable|with ten practice questions|step by step]
        make a [study plan|training plan|learning schedule] of {some} [weeks|days] for {study_mid}
        [collect|list|give] {some} [points|arguments] for and {some} against: {question_mid}
        stage a debate between two people on whether {question_mid}, {some} [points|arguments] per
            side
        write an essay of {n}0 words on whether {question_mid}
        compare {compare_mid} [in a table|by cost, time and comfort|and give a recommendation]
        weigh up {compare_mid} for [us|me|a family with kids|an older couple] and explain the result
        summarise {book_mid} [in {some} bullet points|on one page|with the main people and dates]
        explain {book_mid} [in several steps with examples|to a class of ten-year-olds|in detail]
        turn my notes on {topic} into [a talk of ten minutes|an article|a poster with five parts]
        revise my [CV|cover letter|speech|essay|story] so that [each part is shorter|it suits
            {company}|it has a clear thread|the ending is stronger]
        invent a [bedtime story|quiz with {some} questions|treasure hunt|crossword] about {topic}
        cook up a week of [dinners|lunches|packed lunches] [without meat|for {money}|for two kids]
            with a shopping list
        set up a household budget for [two students|a family of five|the next {some} months]
        rewrite this [page|letter|flyer|speech] about {topic} for [teenagers|a formal audience|our
            customers in {country}]
        organise {event_mid}: [place, food, invitations|transport and rooms|tasks and times]
        outline a [presentation|podcast episode|school lesson|workshop] on {topic} with [opening,
            main part and close|{some} slides|exercises]
        work out a [route|tour|day plan] through {city} with {some} stops, [lunch included|on foot]
        [interview|question] me as {company} would for {study_mid} and comment on my answers
        design a [menu|seating plan|programme|race course] for {event_mid}, [everyone happy|by
            table]
        write the minutes of our meeting about {event_mid} from these notes
        give me feedback on my [talk|essay|application] about {topic}: structure, style, ending
        list {some} books on {topic}, each with a summary and for whom it is
        plan {some} days in {country} without a car
    """),
    "general_medium_ask": lines("""
        {event_mid} is coming up, [can you plan it|what needs doing and when|I need a checklist]?
        for {event_mid} we still need [a plan|a schedule|a budget|menu, music and invitations]
        could {mail_mid} to {person_role} be written {mail_why}?
        today {mail_mid} has to go out, one {mail_why}
        {person_role} expects {mail_mid} from me, one {mail_why}. [A draft, please|Please write it]
        I want to send {mail_mid} {mail_why}, how would you word the whole thing?
        on {date} I have {study_mid}. [How should I prepare|What should I learn each day|Make me a
            schedule]?
        {study_mid} is in {some} weeks and I haven't started, what would a good plan be?
        should I think that {question_mid}? Give me {some} [points|reasons] on each side
        {question_mid}: [{some} arguments for, {some} against|please discuss both sides in a page]
        is it true that {question_mid}? A balanced essay, please
        what speaks for and against {compare_mid}? [A table would be nice|We have to decide soon]
        we can't decide between {compare_mid}; [compare them point by point|make a list for each]
        {compare_mid}: how do they compare in [price, effort and fun|the long run|daily life]?
        I missed {book_mid}, [a summary of one page would help|what are the main points]?
        can {book_mid} be explained [in five steps|with examples from daily life|for beginners]?
        a speech of five minutes is wanted from me at {event_mid}, [help me with it|please write it]
        what could a [lesson|workshop|talk] of an hour on {topic} look like, part by part?
        my [CV|application|essay|speech] is too long and dull, [would you rework it|improve it]?
        we are {some} people with {money} and want {event_mid}: [what's possible|how do we split the
            work|what would you plan]?
        dinner for {some}, starter, {dish} and dessert: [what do I cook when|recipes and shopping
            list|how do I time it]?
        how do I get from zero to {study_mid}, week by week?
        there will be {event_mid}, and I'm in charge. Where do I begin and what comes next?
        [the kids want|grandma wishes for] {event_mid}; [a plan with costs|ideas and a timetable]?
        dear assistant, {person_role} and I quarrelled; how do I word {mail_mid} {mail_why}?
        which {some} steps lead from an idea to {event_mid}?
        the kitchen has to be painted, floor to ceiling: what do I buy, in which order do I work?
        what would a fair division of housework for {some} people look like, day by day?
        what did {topic} change, and why? A page, with examples
    """),
    "general_high_do": lines("""
        plan {huge_change} of {huge_group} {huge_scope}
        prepare {huge_change} for {huge_group}, {huge_scope}
        develop {huge_work} for {huge_group} {huge_scope}
        write {huge_work} {huge_scope}
        draw up {huge_work} of {huge_group}
        design {huge_work} for {huge_group} from scratch
        lead {huge_group} through {huge_change}, {huge_scope}
        set up a research programme on {huge_research} {huge_scope}
        work out a multi-year study of {huge_research} with [{few} universities|teams on {some}
            continents|methods, staff and funding]
        write {book_big}, [complete and ready to print|all of it|with a plan for every part]
        plan [how I can|for me how to] {life_big_plan}
        restructure {huge_group} so that [each unit|every subsidiary|every region] [is
            profitable|has its own budget and board|works on its own] {huge_scope}
        coordinate {huge_change} in {few} [countries|regions|companies] at the same time
        rethink [the whole business|purpose, structure and culture|everything we do] of {huge_group}
        create a vision and the way there for {huge_group}: [goals, projects, money, people|law,
            finance, staff and sites]
        organise a [world congress|film festival|national tournament|world's fair] in {few} cities
            {huge_scope}
        negotiate and plan {huge_change} between {huge_group} and {huge_group}
        align [the strategies|the pay systems|the rules] of [all|our {few}] subsidiaries
            {huge_scope}
        roll out {huge_work} {huge_scope}
        assess all risks of {huge_group} and write {huge_work} {huge_scope}
        win the board, the unions and the public for {huge_change} of {huge_group}
        found, staff and fund an institute for {huge_research}
        harmonise contracts, pay and careers after {huge_change} of {huge_group}
        find {n} million for {huge_research}, plan the studies and the partners
        prepare {city} for [the Olympics|a flood of the century|a million new people], {huge_scope}
    """),
    "general_high_ask": lines("""
        {huge_group} needs {huge_work} {huge_scope}
        {huge_group} faces {huge_change}. [How do we go about it|What has to happen in every
            area|Plan the next years]?
        how would you organise {huge_change} of {huge_group} {huge_scope}?
        {huge_change} of {huge_group}: [what does the whole plan look like|which phases, costs and
            risks are there|who must do what over the years]?
        from scratch, {huge_scope}: how is {huge_work} made?
        {huge_work} {huge_scope} has to be written
        by the end of the year {huge_group} must have {huge_work}, {huge_scope}
        what would it take to [reform|rebuild|turn around|save] {huge_group} {huge_scope}?
        how should {huge_group} prepare for {huge_change} {huge_scope}?
        a research programme on {huge_research} is to be set up {huge_scope}
        what are the big open questions in {huge_research}, and how would a programme of {few} years
            answer them?
        how can {huge_research} be studied {huge_scope}?
        my dream is to {life_big_plan}. [What does the full plan look like|Help me with all of
            it|Where do we start]?
        how does one {life_big_plan}? [Law, money, people, everything|From the first to the last
            step|Over the next years]
        I'm going to write {book_big}; [plan the whole work|develop all of it with me]
        could you write {book_big}?
        the board has decided on {huge_change}, {huge_scope}. [Your concept, please|We need
            everything planned]
        in {some} years {huge_group} should be [carbon neutral|twice as large|market leader|fully
            digital] - [what must change everywhere|what's the strategy for all units]?
        {company} and {company} merge, {n},000 people in {few} countries: [staff, brands, sites,
            law|what is the plan for all of it]?
        nobody has ever planned {huge_change} for us, and it concerns {huge_group}; how do we do it?
        where will {huge_group} be in twenty years, and which strategy leads there?
        who decides what in {huge_group} after {huge_change}?
        for headquarters and all subsidiaries {huge_work} is wanted
        can {huge_research} be solved within a generation? Set up the programme
        every branch of {huge_group} works differently, {huge_work} shall change that {huge_scope}
    """),
}
