"""Many nouns and verbs in plain frames, so that few words of a request are wholly unknown."""

from __future__ import annotations

from tools.bundled_model.grammar import lines, words

SLOTS: dict[str, tuple[str, ...]] = {
    "household": words("""
        apple|armchair|attic|backpack|ball|bathtub|battery|beard|belt|bicycle|blanket|boat|boiler
        bottle|bracelet|brick|bridge|broom|bucket|bus stop|button|cake|camera|candle|car|caravan
        carpet|castle|ceiling|chair|chimney|church|cinema|clock|coat|coin|compass|cottage|cup
        cushion|desk|diary|dictionary|doll|door|doorbell|drawer|dress|drill|drum|dustbin|earring
        elevator|envelope|factory|farm|feather|fence|fireplace|flag|flashlight|flat|flower pot|fork
        fountain|freezer|frying pan|gate|glove|guitar|hairdryer|hammer|handbag|harbour|hat|heater
        helmet|hospital|hotel room|house|hut|iron|jacket|jar|jeans|jewel|jug|kettle|key ring|kite
        knife|ladder|lamp|lawnmower|letterbox|library|lighter|lock|lorry|luggage|magazine|mat
        mattress|medal|microwave|mill|mirror|mobile home|moped|motorbike|mug|nail|napkin|necklace
        needle|newspaper|notebook|office chair|organ|paint|pan|parcel|passport|path|pen|pencil
        perfume|photo album|piano|picture frame|pillow|pipe|plate|playground|pond|poster|pot|pram
        pump|purse|puzzle|radiator|radio|raincoat|razor|ring|road|rope|rucksack|rug|saddle|sandal
        saucepan|saw|scarf|school bag|scissors|screw|shed|shelf|shirt|shoe|shop|shovel|shower|skirt
        sledge|soap|sock|sofa|spade|spoon|stadium|stairs|stamp|statue|stool|stove|street|string
        suit|suitcase|sunglasses|surfboard|swimming pool|table|tablecloth|tent|theatre ticket
        thermometer|tie|tile|toaster|toothbrush|torch|towel|tower|toy|tractor|trousers|truck
        trumpet|tunnel|umbrella|uniform|van|vase|vehicle|violin|wall|wallet|wardrobe|watch
        watering can|wheel|wheelchair|whistle|wig|windmill|window|wine glass|wool sweater|workshop
        yacht|zip
    """),
    "everyday_verb": words("""
        clean|fix up|buy|sell|choose|paint|wash|carry|borrow|lend|hang|build|decorate|measure
        polish|store|ship|wrap|hide|return|replace|pack|lift|assemble|sharpen|dry|iron|sew|cut|glue
        insure|rent|share|throw away|recycle|donate|draw|photograph|restore|move
    """),
    "people_verb": words("""
        invite|thank|visit|call|help|forgive|comfort|surprise|congratulate|introduce|meet|impress
        trust|welcome|teach|remind|convince|pick up|miss|greet|pay back|stop interrupting
        make peace with|say goodbye to|dance with|cook for|write to|sit next to|apologise to
    """),
    "abstract": words("""
        love|friendship|happiness|freedom|luck|courage|honesty|patience|trust|fame|wealth|poverty
        peace|war|justice|democracy|education|tradition|fashion|religion|childhood|old age|memory
        dreams|fear|anger|grief|humour|beauty|taste|silence|time|fate|progress|power|marriage
        divorce|parenting|homework|gossip|politeness|body language|small talk|leadership|teamwork
        motivation|creativity|health|culture|debates|volunteering|charity|crime|the police
        elections|unemployment|immigration|population growth|energy|water|traffic
    """),
    "rude": words("""
        rude|normal|polite|legal|healthy|dangerous|common|weird|fair|smart|okay|cheap|easy|usual
        bad luck|too late|safe|wise|childish
    """),
    "behaviour": words("""
        skip breakfast|leave a party early|talk to strangers|eat with my hands|cancel a dinner
        sleep with an open window|drink tap water|walk home alone|wear white to a wedding
        swim after eating|tip the hairdresser|give cash as a present|arrive ten minutes late
        take off my shoes|share a taxi|feed ducks|haggle at a market|cry at work|lie about my age
        hitchhike|wake a sleepwalker|reuse gift paper|bring wine to a dinner
        call my teacher by her first name|stay up all night|quit without another job
    """),
    "tech": words("""
        iterator|mutex|semaphore|socket|thread pool|buffer|pointer|hash map|tokenizer|mapper
        serializer|deserializer|proxy|load balancer|reverse proxy|connection pool|event handler
        listener|subscriber|publisher|consumer|producer|controller|reducer|selector|hook|slot
        directive|decorator|middleware|interceptor|filter|validator|formatter|linter|compiler
        interpreter|bundler|transpiler|profiler|test runner|fixture|mock server|stub|migration
        seeder|query builder|stored procedure|trigger|view|cursor|transaction|savepoint|replica
        shard|partition|index|cache|blob store|bucket|queue|topic|stream|batch job|cron job|daemon
        container|image|pod|volume|ingress|firewall rule|certificate|token|session|cookie|header
        payload|endpoint|route|resolver|schema|model|form|widget|component|template|layout
        stylesheet|animation|sprite|shader|texture|game loop|physics engine|renderer|canvas|chart
        tooltip|dropdown|checkbox|slider|spinner|accordion|carousel|breadcrumb|toast|tree view
        wizard|router|store|service worker|web worker|web socket|mail server|template engine
        rules engine|state machine|scheduler|retry logic|circuit breaker|health check|heartbeat
        watchdog|log rotation|metrics endpoint|alert rule|dashboard panel|feature flag|config file
        secret store|env file|build script|makefile|pipeline stage|deploy script|release job
        package|wheel|artifact|binary|driver|firmware|kernel module|plugin|extension|add-on
        neural network|training loop|data loader|feature store|vector index|embedding job
        classifier|tokeniser|notebook|data frame|crawler|scraper|importer|exporter|converter
        merge tool|diff view|patch file|branch|submodule|hook script|code generator
    """),
    "tech_does": words("""
        parses XML|reads binary files|compresses images|signs tokens|encrypts passwords
        batches writes|streams large files|draws a graph|walks a directory tree|polls an API
        debounces key strokes|throttles requests|pools connections|schedules jobs|caches responses
        renders templates|diffs two texts|indexes words|ranks results|rotates logs|watches a folder
        validates schemas|maps columns|normalises addresses|geocodes places|resizes pictures
        transcodes videos|plays sounds|computes routes|simulates dice|backs up {db} every night
        cleans old sessions|syncs two folders|counts visitors|measures response times
        sends text messages|prints labels|reads a sensor|controls a lamp|recognises digits
        predicts prices|clusters customers|summarises numbers
    """),
    "tech_state": words("""
        crashes|hangs|leaks memory|throws|is slow|doesn't start|returns nonsense|is empty|blocks
        never fires|fires twice|is out of sync|is corrupted|runs twice|can't be found|isn't called
        isn't rendered|gets a timeout|is rejected|won't close|rejects everything
        swallows exceptions|drops data|gives a different result each time|stays at zero
        isn't released|is locked|loops|fails silently
    """),
}

CELLS: dict[str, tuple[str, ...]] = {
    "general_low_do": lines("""
        tell me [something about|a story about|a saying about] {abstract}
        [recommend|suggest] a [good|cheap|second-hand|nice] {household}
        draw a {household} for {name}
        give me a [quote|proverb|poem line|wise word] on {abstract}
    """),
    "general_low_ask": lines("""
        what can I [use|take|buy] instead of [{food}|a {household}]?
        [what|which] ingredients [are in|make|do you put in] {dish}?
        who [eats|drinks|sells] {food} in {country}?
        what would be a [funny|sweet|short|good] [nickname|name|title|motto] for
            [{relative}|{name}|a {animal}|a {household}]?
        is {nature} [bigger|colder|more dangerous|nicer to look at] than {nature}?
        is {food} really [from {country}|bad for you|popular with children]?
        how do I {everyday_verb} [a|my|an old] {household}?
        where can I {everyday_verb} [a|my] {household} in {city}?
        [what does|how much does] a [new|good|used] {household} cost?
        my {household} is [broken|lost|dirty|too old|too heavy|stuck|wet|missing|noisy], [what
            now|who can help|what do I do]?
        is it {rude} to {behaviour}?
        is it {rude} to {people_verb} {person_role}?
        how should I {people_verb} {person_role}?
        when should I {people_verb} {person_role}?
        what [is|means] {abstract} to you?
        why is {abstract} [important|so hard|talked about so much|different in {country}]?
        {household} or {household}, which [would you buy|makes a better present|do I need for a trip
            to {country}]?
        [I want|I'd love] to {people_verb} {person_role}, [what do I say|any idea|how]?
        who invented the {household}?
        since when do people use a {household}?
        do I need a {household} in {country}?
    """),
    "general_medium_do": lines("""
        [entertain|look after] {few} guests this weekend: [plan meals, trips and beds|make a
            programme with times and food]
        [remind|write to|chase] {person_role}, who never [paid|answered|returned my {household}],
            [politely but clearly, with a deadline|in a formal letter with all dates and sums]
        write [a speech|an essay|a short story|a blog post|an article] [about|on] {abstract}, [two
            pages|with examples from {country}|for {relative}]
        [compare|discuss] {abstract} in {country} and {country} [in five paragraphs|with
            examples|for my class]
        [prepare|lead|hold] a [debate|lesson|workshop|discussion round] on {abstract} [with
            questions for both sides|for {few} pupils|of two hours, with a timetable]
        plan how I {everyday_verb} [every|each] {household} in our house before {date}, [with a
            budget and a schedule|room by room]
    """),
    "general_medium_ask": lines("""
        [my {sport} is poor|I am a beginner in {sport}|I speak no {spoken}|I can barely swim];
            [train me until {date}, with a plan for each week|what would a weekly plan until autumn
            be]?
        how do I [buy a house|organise {ceremony}|rent a shop|sell my car|move to {city}] from start
            to finish?
        [how has|why has] {abstract} changed [since the war|in {country}|over the last hundred
            years], [give me the main points|with causes and effects]?
        I want to [run|open|start] a [market stall|small shop|repair café|flea market] for
            [old|used] {household}s, [what are the steps|make me a plan with costs]?
    """),
    "general_high_do": lines("""
        develop a [national|city-wide|company-wide|worldwide] programme [for|on] {abstract}, [with
            budget, staff, law and partners|over ten years|for all regions]
    """),
    "general_high_ask": lines("""
        our {group} [takes over|joins] {company}, [make one firm of two|unite departments, contracts
            and habits|how are both firms united, site by site]?
        how could [a whole country|a city of {n}00,000|a company in {few} countries]
            [improve|rethink|change] {abstract}, [in schools, law and economy|over ten years|in
            every region and department]?
    """),
    "code_low_do": lines("""
        [make|have] {ident} [give back|return|yield] [a string|zero|false|null|a copy|a list] [for
            empty input|by default|when {word} is missing|instead of a number]
        [let|allow] {cls} [have|take] [a second argument|no arguments|a {word} parameter]
        [add|write|sketch] a [minimal|tiny|basic|trivial] {tech} in {lang}
        rename the {tech} [in {file}|to {word}]
        {coder} a [small|short] [function|script] that {tech_does}
        set the [timeout|size|name|limit|default] of the {tech} to {n}
    """),
    "code_low_ask": lines("""
        [supply|code|put in] [an equals method|a toString method|a default constructor|a copy
            method] for {cls}, it has none
        [match|find] [postcodes|licence plates|colours in hex|time stamps|quoted words|html
            comments] with a regex
        how do I [create|call|declare|import|instantiate|stop] a {tech} in {lang}?
        [short|tiny] {lang} function that {tech_does}?
    """),
    "code_medium_do": lines("""
        {coder} a {tech} that {tech_does}, [with tests|with retries and logging|configurable by
            file|and hook it into {part}]
        {alter} the {tech} [in|of] {part} [to support {feature}|so that it {tech_does}|and add
            tests|and split it in two]
        {coder} a {tech} and a {tech} for {part}
        {coder} a {lang} [tool|service|library|job|app] that {tech_does} and {tech_does}
    """),
    "code_medium_ask": lines("""
        {part} needs a {tech} that {tech_does}, [please implement it|can you write it with
            tests?|build it]
    """),
    "code_high_do": lines("""
        [go through|edit] [all repositories|each service we own]: {mid_change} [everywhere|in every
            one of them]
        {alter} the {tech} of [every service|all our products|each of the {few} repos] [and migrate
            all data|for many tenants|and keep all versions compatible]
        {coder} a [distributed|fault-tolerant|multi-region|massively parallel] {tech} in {lang}
            [with consensus between the nodes|without locks|that survives node failures|for
            thousands of nodes]
    """),
    "docs_low_do": lines("""
        [find|search for|look for] {word} in the [docs|manual|handbook|API reference] and [quote the
            line|tell me what it says|give me the link]
        [mention|describe] the {tech} in [one line of|one sentence in] {doc_place}
        [write|add] a [comment|docstring] [for|to] the {tech} in {file}
    """),
    "docs_low_ask": lines("""
        the [licence|port|heading|version of {tool}] is [not given|missing|absent] in {doc_place}
        where in the [manual|handbook|guide|docs] do I [find|look up|read about] {word}?
        [where|on which page] do the docs [mention|describe] the {tech}?
    """),
    "docs_medium_do": lines("""
        [add|write] [docstrings|doc comments|comments] [to|for] [all|the|the public]
            [functions|methods|classes] [in|of] [{file}|{cls}|the {noun_id} module]
        document the {tech} of {part} [with examples|for {reader}|in the wiki|step by step]
        {coder} a {doc_form} on [the|our] {tech} [for {reader}|with code samples|and how it is
            configured]
    """),
    "docs_medium_ask": lines("""
        the [docs|manual|wiki] on the {tech} [is|are] {doc_fault}, [rewrite the section|improve it
            for {reader}|add examples and fix the structure]
    """),
    "docs_high_do": lines("""
        document every {tech} [of|in] {whole}, [with diagrams and examples|for {reader} and
            {reader}|and keep it in sync for all versions]
    """),
    "debug_low_ask": lines("""
        [again and again|each time|once more] {err_small} when I {doing}
        [does|why does] {framework} [throw|raise|report] {err_small}, [do I use it wrongly|is it a
            known bug]?
        {lang}: {err_small}
        [the interpreter|python|node|gcc|javac|cargo|the shell] [says|prints|complains about|stops
            with|shouts] {err_small}
        my {tech} is [null|undefined|None|empty] [in line {line}|here|after the call], why?
        [typo or bug|what's wrong]: {err_small} in my {tech}?
    """),
    "debug_medium_ask": lines("""
        [the|our|my] {tech} {tech_state} {when}
        [the|our|my] {tech} [in|of] {part} {tech_state}
        {why} [the|our|my] {tech} {tech_state} {when}?
        {errno} from the {tech} {when}
        the {tech} in {part} {tech_state} and {say} {err_mid}
    """),
    "debug_medium_do": lines("""
        {fix} the {tech} [of|in] {part} {tech_state}
        [find|explain] the [bug|fault|leak|bottleneck] in the {tech} of {part}
    """),
    "debug_high_ask": lines("""
        [the {tech}s|all {tech}s] of {whole} {crowd_fails} {load}
        {crowd} {crowd_fails} as soon as the {tech} {tech_state}
    """),
    "architecture_low_ask": lines("""
        should [the|a single|one] {tech} be [a class or a function|public|a singleton|named
            {word}|in {file}|created per call]?
        [which|what] [layer|module|folder] does [the|one] {tech} belong to?
    """),
    "architecture_medium_do": lines("""
        {arch_design} the {tech} [of|for|in] {part}
        decide between [a|one] {tech} and [a|one] {tech} [for|in] {part}
    """),
    "architecture_medium_ask": lines("""
        is {framework} [suitable|right|a good fit|too heavy|mature enough] for [{part}|our mobile
            clients|our next project|a team of {few}]?
        is [GraphQL|gRPC|REST|{db}|{broker}|serverless|{tool}] [suitable|right|a good fit|overkill]
            for [{part}|our mobile clients|our web shop]?
        [how|where] [should|would you] [place|structure|design|isolate|share|split up] the {tech}
            [in|of] {part}?
        is a {tech} or a {tech} [better|the right choice|more maintainable|simpler] for {part}?
        do we need a {tech} [between|for] {part} and {part}?
        what's the [cleanest|best|usual] [way|design|pattern] to [combine|separate|organise] the
            {tech} and the {tech} in {part}?
    """),
    "architecture_high_ask": lines("""
        how do we [scale|distribute|replicate|shard] the {tech}s of {whole} [for|to] {arch_scale}?
        how would you architect a {tech} [for {arch_scale}|over {few} regions|with {quality}]?
    """),
}
