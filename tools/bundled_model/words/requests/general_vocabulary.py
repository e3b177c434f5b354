"""Everyday requests with a wide vocabulary: food, health, home, school, nature, money, manners."""

from __future__ import annotations

from tools.bundled_model.grammar import lines, words

SLOTS: dict[str, tuple[str, ...]] = {
    "food": words("""
        rice|bread|cheese|garlic|onions|butter|eggs|salmon|tofu|chicken|beef|pork|beans|lentils
        potatoes|carrots|spinach|mushrooms|honey|flour|sugar|yeast|milk|yoghurt|pasta|noodles
        avocado|bananas|strawberries|lemons|ginger|chilli|basil|parsley|olive oil|vinegar|chocolate
        coffee|tea|wine|beer|juice|soup|salad|broccoli|pumpkin|shrimp|tuna|bacon|ham|oats|nuts
        almonds|cinnamon|mustard
    """),
    "sport": words("""
        football|tennis|swimming|running|cycling|basketball|volleyball|hockey|golf|skiing
        snowboarding|climbing|boxing|judo|rowing|sailing|surfing|badminton|table tennis|handball
        rugby|cricket|baseball|dancing|ballet|yoga|pilates|hiking|fishing|archery|fencing|karate
    """),
    "home": words("""
        the kitchen|the bathroom|the garden|the garage|the balcony|the roof|the cellar
        the living room|a sofa|a carpet|a curtain|a lamp|a mirror|a wardrobe|the fridge
        the dishwasher|the oven|a tap|a door handle|the lawn|a fence|a bookshelf|a bed|a pillow
        a vase|the windows|the washing machine|a wooden floor|a leather jacket|white shoes
        a wool jumper|silver jewellery|the sink|a candle
    """),
    "body": words("""
        headache|toothache|a cold|a cough|a sore throat|back pain|a fever|hay fever|an allergy
        a sunburn|a blister|a stiff neck|hiccups|stress|insomnia|a hangover|a mosquito bite
        dry skin|dandruff|a broken nail|flu|nausea|tired eyes|anxiety|low energy|a bruise
    """),
    "subject": words("""
        maths|physics|chemistry|biology|history|geography|music|art|literature|philosophy
        psychology|economics|law|medicine|astronomy|geology|religion|politics|sociology|linguistics
        archaeology|statistics|geometry|algebra|anatomy|botany|zoology|poetry|theatre
    """),
    "money_matter": words("""
        a mortgage|a credit card|savings|a pension|insurance|a loan|taxes|rent|stocks|bonds|gold
        an inheritance|pocket money|a tip|a fine|a receipt|a bill|interest|a deposit|a salary
        a bonus|a budget|a current account|a gift card|a discount|a subscription|debts
    """),
    "nature": words("""
        the sun|the moon|stars|comets|rain|snow|thunder|lightning|a rainbow|fog|wind|a hurricane
        the desert|a glacier|the rainforest|a river|a waterfall|an island|the Alps|the Sahara
        the Amazon|the Pacific|mushrooms|roses|tulips|oak trees|cacti|seaweed|coral|butterflies
        ladybirds|jellyfish|bats|hedgehogs|squirrels|swans|salmon|polar bears|lions|mosquitoes
        snails|worms|coral reefs
    """),
    "relative": words("""
        my mother|my father|my brother|my sister|my aunt|my uncle|my grandma|my grandpa|my cousin
        my niece|my nephew|my wife|my husband|my girlfriend|my boyfriend|my daughter|my son
        my best friend|my flatmate|my neighbour|my teacher|my doctor|my dentist|my coach
        my landlord|my colleague {name}|our boss|our new intern|my parents-in-law|the children
        my godchild|our guests|our visitors
    """),
    "transport": words("""
        train|bus|plane|ferry|taxi|bike|car|tram|metro|boat|night train|coach|rental car|scooter
        cable car|camper van
    """),
    "culture": words("""
        novel|painting|opera|symphony|sculpture|play|musical|poem|legend|fairy tale|comic
        documentary|cartoon|folk song|ballet|sonnet
    """),
    "adjective": words("""
        hot|cold|deep|tall|old|long|heavy|expensive|popular|rare|dangerous|healthy|common|famous
        far away|loud|big|small|fast|dry|useful
    """),
    "mood": words("""
        nervous|excited|sad|proud|lonely|angry|tired|bored|confused|grateful|curious|worried|happy
        jealous|homesick|in love|stressed
    """),
    "ceremony": words("""
        a wedding|a funeral|a baptism|a graduation|a housewarming|a picnic|a barbecue|a baby shower
        a school reunion|a street party|a costume party|a treasure hunt|a bake sale|a concert
        a garden party|a sports day|a family reunion|a farewell party|a brunch
    """),
}

CELLS: dict[str, tuple[str, ...]] = {
    "general_low_do": lines("""
        [think up|find|invent|suggest|tell me] a [name|nickname|pet
            name|motto|present|costume|joke|rhyme|riddle] for {relative}
        say [something nice|happy birthday|hello|thank you|goodbye|sorry] to {relative}
        [write|compose|send] [a line|a postcard|a text|a birthday card|a greeting|a limerick]
            [to|for] {relative}
        [explain|define] [in one sentence|briefly|in simple words] what {money_matter} is
        [name|list] [three|five|some] [foods with a lot of vitamin C|kinds of {sport} gear|sights of
            {city}|books on {subject}|uses for {food}|facts about {nature}]
        [put|turn|change] [this line|this verse|my greeting|the title] into {spoken}
        [guess|tell me] how {adjective} {nature} [is|can get]
        [show|tell] me where {city} is on the map
        [cheer me up|calm me down|motivate me|distract me], I'm {mood}
    """),
    "general_low_ask": lines("""
        [how|is it true how] {adjective} is {nature}?
        how {adjective} is {country} in [summer|winter|spring|autumn|July]?
        [which|what] [spices|ingredients|vegetables|wine|sauce|side dish] [go with|goes with|do I
            need for|belongs to] [{dish}|{food}]?
        [where|when] [can I|should I|do people] [buy {food}|play {sport}|see {nature}|learn
            {spoken}|grow {food}|try {sport}] in {city}?
        [at what|what] [age|temperature|hour|price] [should children start {sport}|do I roast
            {food}|is {food} done|is {sport} on TV]?
        what helps against {body}?
        I have {body}, what [should I do|can I take|helps]?
        how do I [clean|repair|paint|decorate|move|heat|sell|tidy up] {home}?
        [is|are] {food} [healthy|good for dogs|vegan|fattening|bad for your teeth|still good after a
            week]?
        can I [freeze|fry|bake|reheat|eat raw|replace] {food}?
        how long [does|do] {food} [keep in the fridge|take to cook|need in the oven]?
        how much [{food} do I need for {few} people|does a {transport} ticket to {city} cost|should
            I tip in {country}|is {money} in dollars]?
        [is there|do you know] a {transport} from {city} to {city}?
        when does the [last|next|first] {transport} to {city} leave?
        who [wrote|made|is the star of] the most famous {culture} of {country}?
        what are the rules of {sport}?
        [who|which country] is the best at {sport}?
        what is {subject} about?
        [should I study|is it hard to study|why do people like] {subject}?
        what should I [give|buy|cook for|say to|write to] {relative}?
        [do|have] you [like {food}|ever been to {country}|play {sport}|been to {city} before|seen
            {nature}]?
        what's [new|up|for dinner|on TV tonight|the matter|your plan for today|a good excuse]?
        I feel {mood} today
        I'm {mood} [about|because of] {relative}
        may I [bring {relative}|leave early today|park in the yard|use your pen|take a day off on
            {date}|swap shifts with {name}]?
        [where do|why do|how do|when do] {nature} [come from|sleep|grow|look best|disappear|matter]?
        {sport} or {sport}, which is [healthier|more fun|cheaper]?
        {relative} [likes {sport}|is {mood}|turns {n}|loves {food}], any [gift ideas|advice|idea
            what to do]?
        did it [rain|snow] in {city} [yesterday|on {date}]?
        [is|will] the [canteen|museum|pool|library|supermarket|post office|gym]
            [open|closed|crowded] [today|on Sunday|on {date}]?
        which [museum|beach|market|street|castle|bridge|church] in {city} [is the oldest|should I
            see|do people love]?
    """),
    "general_medium_do": lines("""
        plan {ceremony} for {n} [guests|people|children|visitors] with [food and games|music and
            speeches|a budget of {money}]
        [write|compose] a [letter|long mail|speech|poem] to {relative} about {money_matter},
            [explain the reasons and make an offer|friendly but firm|with three points]
        [collect|list and weigh|discuss] the [arguments|pros and cons|reasons] for and against
            [{sport} at school|{money_matter}|eating meat|school uniforms|moving to {country}|living
            with {relative}]
        [prepare|put together|draw up] [a menu|a tour of {city}|a reading list on {subject}|a
            training plan for {sport}|a course on {subject}|a guide through {city}] [for {n}
            days|for {relative}|for beginners|with a schedule|with times and prices]
        [teach|explain to] me the basics of [{subject}|{sport}|{money_matter}] [in five lessons|step
            by step with examples|with exercises]
        [redecorate|renovate|furnish] {home} for {money}: [make a plan and a shopping list|list the
            steps, tools and costs]
        [plan|work out] [a week of meals with {food}|a diet without {food}|a party with {dish} and
            {food}], [recipes|shopping list] included
        [write|invent] a [story|play|song|poem|quiz|fairy tale] about {nature} [for {relative}|for a
            class of {few} children|with a surprising end]
        prepare {relative} for [an exam in {subject}|a job interview|a trip to {country}|a match in
            {sport}]: [plan the weeks|questions, answers and tips|make a schedule]
    """),
    "general_medium_ask": lines("""
        what would a good [training plan|diet|daily routine|study plan|savings plan] for {relative}
            look like?
        [which steps|what] does it take to [buy a house in {country}|sell a car|get into
            {sport}|find a flat in {city}|adopt a dog|start a book club]?
        {relative} [turns|will be] {n} [next month|in spring|on {date}], [how do we celebrate, with
            food, games and guests|plan a party with us|what would a nice programme be]?
        {n} [visitors|guests|friends] from {country} [come|arrive] [next week|on {date}], [what
            should we do with them for three days|make a programme|plan meals and trips]?
        we're [hosting|giving|holding] {ceremony}, [what has to be prepared|can you make a
            checklist|who does what and when]?
        how do [{country} and {country}|{sport} and {sport}|rent and {money_matter}|cats and dogs]
            compare, point by point?
    """),
    "general_high_do": lines("""
        [set up|organise|plan] a [festival|fair|marathon|exhibition|championship in {sport}] with
            {n}000 visitors, [permits, safety, staff and sponsors|over several cities|from the first
            idea to the last bill]
        [move|lead] [my whole family|our whole company|the entire school|all our shops] to
            {country}: [plan visas, housing, schools and jobs|staff, law, buildings, taxes]
        [write|design|invent] the [complete|whole] [staff handbook|pay system|holiday system|school
            curriculum|rule book] for [{few} schools|all subsidiaries|offices in {few} countries|a
            chain of {few} hotels]
        [found|set up|build up] a [charity|school|museum|hotel chain|restaurant chain|sports league]
            in {few} cities, [from money and staff to buildings and law|and plan every step for ten
            years]
    """),
    "general_high_ask": lines("""
        [what must be|how is everything] [planned|arranged] [when|if] {company} [buys|merges
            with|sells its shops to] {company}, [in all departments|from staff to finances]?
        [three|two|five] years [off|abroad], {few} countries, [four kids|the whole family]: [plan
            money, school, health and route|how do we do it]?
        what would a [ten-year|twenty-year|long-term] plan for [{company}|our city|our school|our
            family] [contain|look like], from [money to health|staff to markets|schools to traffic]?
    """),
}
