"""Requests about software with a wide vocabulary: the same wishes in many other words."""

from __future__ import annotations

from tools.bundled_model.grammar import lines, words

SLOTS: dict[str, tuple[str, ...]] = {
    "coder": words("""
        write|develop|program|implement|code|build|put together|type out|hack together|set up|craft
        knock up|script|produce|supply
    """),
    "alter": words("""
        change|modify|alter|adapt|adjust|extend|rework|transform|turn|rewrite|tweak|patch|replace
        merge|reorganise|convert
    """),
    "primitive": words("""
        a getter|a setter|a constructor|a constant|a type hint|an enum|a guard clause|a null check
        a default argument|an import|an annotation|a struct|an interface|a tuple|a pattern|a lambda
        a loop|an if statement|a switch|a return type|a data class|an abstract method|a property
        a comparator|an iterator|a format string|a hex constant|a macro|a shell alias|a CSS class
    """),
    "syntax": words("""
        declare an array|define a class|write a for loop|read a line from stdin|open a file
        raise an exception|catch an exception|import a module|start a thread|define an interface
        write a comment|cast a string to an int|create a tuple|call a method|inherit from a class
        make a variable constant|write a ternary|slice a string|declare a generic type
        return two values|check for null|use a switch|define a lambda|create an enum
        concatenate strings|format a float|round a number up
    """),
    "widget": words("""
        wishlist|comment section|photo album|star rating|voting button|news ticker|countdown
        colour picker|date picker|tree view|contact list|shopping list|guest book|forum|poll
        calculator|stopwatch|file browser|text editor|kanban board|gantt chart|quiz|seat map
        booking form|avatar upload|preview pane|moderation queue|inbox|address book|price alert
        coupon code|product carousel|statistics page|log viewer|diff viewer|code highlighter
        playlist|barcode reader|timer|whiteboard|tag cloud|timeline|heat map
    """),
    "wrong": words("""
        strange|weird|odd|suspicious|unexpected|annoying|mysterious|funny|puzzling
    """),
    "breaks": words("""
        disappears|vanishes|pops up twice|is skipped|is ignored|is cut off|is garbled|stays grey
        jumps around|is duplicated|goes missing|isn't saved|isn't found|isn't updated|arrives late
        comes back empty|is overwritten|gets truncated|isn't converted|goes blank|is rejected
        never arrives|doesn't show up|ends up in the wrong place|has the wrong sign
        is rounded wrongly|is null
    """),
    "item_seen": words("""
        the second row|every third mail|the last character|the header|the total|the avatar
        the cookie|the token|the selected item|half of the uploads|the first page|the price
        the time stamp|the order number|the discount|the attachment|the name with an umlaut
        the session|the confirmation mail|the chart|the tooltip|the menu|the cursor
        the scroll position|the decimal point|the signature|the new user|the payment|the receipt
        the phone number|the address|the sound|the thumbnail|the preview|the translation
    """),
    "errno": words("""
        ECONNREFUSED|ECONNRESET|EADDRINUSE|ENOENT|EACCES|ETIMEDOUT|SIGSEGV|SIGKILL|OOMKilled
        a segfault|a segmentation fault|a core dump|a stack overflow|a deadlock warning|a timeout
        a 403|a 404|a 500|a 502|a 503|an SSL error|a certificate error|a CORS error|a blue screen
        a kernel panic|a broken pipe|an assertion failure|a linker error|a checksum mismatch
        a DNS error|a parse error|an out of memory error|a disk full message|a version conflict
        a merge conflict|a dependency conflict|an encoding error
    """),
    "err_name": words("""
        NullPointerException|KeyError|TypeError|ValueError|IndexError|AttributeError|NameError
        SyntaxError|ImportError|ReferenceError|FileNotFoundError|ZeroDivisionError
        ClassCastException|IllegalArgumentException|NumberFormatException|RangeError
        JSONDecodeError|UnboundLocalError|IndentationError|ModuleNotFoundError
        ArrayIndexOutOfBoundsException|NoMethodError|FormatException|nil pointer
    """),
    "outage": words("""
        outages|lost writes|lost updates|timeouts|lock-ups|deadlocks|split brains|phantom reads
        duplicate events|memory leaks|latency spikes|replication lag|stale reads|lost orders
        cascading failures|double payments|thread starvation|clock drift|connection storms
    """),
    "reader": words("""
        newcomers|beginners|new colleagues|customers|administrators|admins|partners|operators
        support staff|end users|testers|auditors|first-time users|plugin authors|contributors
        our interns|integrators|managers|data scientists|people without {lang}
    """),
    "doc_form": words("""
        walkthrough|overview|step-by-step guide|reference|cheat sheet|handbook|manual|article
        wiki page|tutorial|FAQ|glossary|README|user guide|checklist|setup guide|developer guide
        admin guide|troubleshooting guide|style guide|migration guide|cookbook
    """),
    "doc_fault": words("""
        outdated|unclear|too long|too short|confusing|wrong|misleading|incomplete|full of typos
        hard to find|hard to read|badly structured|missing examples|missing screenshots
        only in {spoken}|not indexed|boring|inconsistent|unreadable|obsolete
    """),
    "concept": words("""
        a repository layer|a service layer|a message bus|a facade|an adapter|an event loop
        a state machine|a plugin registry|a cache|dependency injection|hexagonal architecture
        clean architecture|an observer|a strategy pattern|a factory|a builder|CQRS|event sourcing
        a saga|an outbox table|a read model|a gateway|a backend for the frontend
        an anti-corruption layer|a mediator|a feature toggle service|a central config|a worker pool
        a rules engine|a job table|optimistic locking|GraphQL|gRPC|webhooks
    """),
    "versus": words("""
        monorepo vs polyrepo|REST vs GraphQL|SQL vs NoSQL|sync vs async|{db} vs {db}
        {broker} vs {broker}|{framework} vs {framework}|{cloud} vs {cloud}|SSR vs SPA
        tabs per module vs one router|JWT vs sessions|containers vs VMs|serverless vs containers
        library vs service|polling vs webhooks|push vs pull|ORM vs raw queries
        CRUD vs event sourcing|MVC vs MVVM|gRPC vs REST
    """),
    "quality": words("""
        fault tolerance|high availability|horizontal scaling|strong consistency
        eventual consistency|low latency|zero trust security|multi-tenancy|geo replication
        disaster recovery|elastic scaling|data privacy in every region|auditability|backpressure
    """),
}

CELLS: dict[str, tuple[str, ...]] = {
    "code_low_do": lines("""
        {coder} {primitive} for [{ident}|{cls}|the {noun_id}s] in {lang}
        [put|insert|add] {primitive} [into|to] [{ident}|{cls}|{file}]
        {alter} {ident} so that it [returns a tuple|takes two arguments|accepts null|is
            private|ignores case|handles zero|uses UTC|returns early]
        [remove|delete|drop] [the unused {word} variable|the second parameter|this import|the print
            statements] [in|from] {file}
    """),
    "code_low_ask": lines("""
        [what's the|show me the|I forgot the] {lang} [syntax|code|way] to {syntax}[?|]
        how do [you|I|we] {syntax} in {lang}?
        [{ident}|{cls}] [needs|lacks|is missing|should get] {primitive}, [please add it|can you add
            it?|put it in]
        {syntax} in {lang}?
    """),
    "code_medium_do": lines("""
        {coder} a {widget} [for|in] {part} [with tests|with {framework}|that saves to {db}|, backend
            and form included|]
        {coder} a {widget} and a {widget} in {framework}
        {alter} {part} so that [users can|admins can|it can|we can] [sort, filter and export
            {data}|upload and crop images|undo their last steps|switch languages|import and preview
            {data}|attach files and comments]
        {coder} [a module|a class|a package|a client|a service] that [validates, stores and
            mails|imports, checks and exports|collects, groups and prints|fetches, caches and shows]
            {data} in {lang}
        merge {cls} and {cls} into one class and [adapt the tests|update all callers|keep the
            API|remove the duplicates]
        {coder} a [Telegram|Slack|Discord|WhatsApp] bot that [posts|sends|collects|answers questions
            on] {data} [every morning|once a day|on request]
    """),
    "code_medium_ask": lines("""
        [there's no|we still lack a|next on the list is a|still missing: a] {widget} in {part},
            [code it|implement it please|can you build it?|with tests]
        [who can|can somebody|could you] {coder} a {widget} for {part}?
        {part} [should|must|has to] [support {feature} and {feature}|be able to import and export
            {data}|get a {widget}]
    """),
    "code_high_do": lines("""
        {coder} [the complete|a whole|an entire] {arch_system} [in {lang}|with {framework}|with apps
            for web, iOS and Android]
        {coder} [a distributed|a concurrent|a lock-free|a replicated|a fault-tolerant] [key-value
            store|queue|scheduler|cache|file system|database|message broker|garbage collector|task
            runner|rate limiter] in {lang}
        {alter} [every repository|each of our {few} services|the code of all our products|all {n}
            packages] [for {framework}|to the new auth library|to the new {lang} version|for several
            tenants|so that all apps work offline]
    """),
    "code_high_ask": lines("""
        [a job for months|the great rewrite|a huge task|our biggest change]: {coder} [the complete|a
            whole] {arch_system} in {lang}
        [every service|each repo|all client code] must be [ported|rewritten|converted|adapted] to
            [{lang}|{framework}], [code it|please start|write the changes]
    """),
    "docs_low_do": lines("""
        [reword|proofread|spell-check|polish|correct] [the comment above {ident}|the wording of this
            comment|one paragraph in {doc_place}|the caption in {doc_place}|the docstring of
            {ident}]
        [say|state|note|record] in {doc_place} [that|since which version] {word} [is deprecated|has
            changed|is required|was added|defaults to {n}]
    """),
    "docs_low_ask": lines("""
        the [comment|docstring|description] [above|over|of|for] {ident} is {doc_fault}, [reword
            it|correct it|can you fix the wording?|improve it]
        which [page|chapter|section] of [the docs|the manual|the guide|the reference]
            [covers|describes|is about] {word}?
        what does the [API documentation|manual|reference] say about [pagination|the {word}
            header|timeouts|{word}|sorting|limits]?
    """),
    "docs_medium_do": lines("""
        {coder} a {doc_form} for {reader} [of|on|about] {part}
        [make|turn] the {doc_form} [of|for] {part} [readable|clearer|complete|easier to follow],
            [with examples|with screenshots|for {reader}]
        [show|explain to|teach] {reader} in a {doc_form} {doc_about}
        [describe|cover] [the public API of {file}|every option of {tool}|all calls of {part}] in [a
            reference|the docs|the manual], [one example each|with sample output]
    """),
    "docs_medium_ask": lines("""
        {reader} [struggle with|get lost in|complain about|need] [the|our] {doc_form} [of|for]
            {part}, [rewrite it|can you improve it?|make it clearer]
        [the|our] {doc_form} [of|for] {part} is {doc_fault}, [please rewrite it|it needs work|could
            you rework it?|write it anew]
        a {doc_form} for {reader} [would be useful|is missing|is needed|would help],
            {doc_about}
        {part} [is shipped|was released|goes live] without [a README|any docs|a manual|a guide],
            [write one with install, usage and settings|please document it]
    """),
    "docs_high_do": lines("""
        {coder} [one common|a complete|a single] documentation [portal|site|set] for {whole}, [for
            {reader} and {reader}|in {few} languages|with guides and references]
        [describe|put down in writing|document] {whole} for {reader}, [every service and every
            API|all data stores and interfaces|from overview to reference]
        [clean up|rebuild|restructure] {n} years of [wiki pages|docs|manuals] [of|over] [all
            departments|all teams|all our products]
    """),
    "docs_high_ask": lines("""
        [the auditors|our investors|all partners] want [documentation|manuals|written descriptions]
            of {whole}, [produce them|write it all|from zero]
        [every product|each team|every department] has its own [docs|manuals|wiki], [we want one
            documentation for all|unify all of it|merge and rewrite them]
    """),
    "debug_low_do": lines("""
        [spot|find|correct|repair|point out] the [mistake|error|typo|bug|slip|wrong bracket|missing
            comma] in [{file} line {line}|this: {snippet_bug}|line {line}]
    """),
    "debug_low_ask": lines("""
        {errno} in line {line} [of {file}|]
        {why} [do I get|am I getting|is there] a {err_name} [in|from] [{ident}|{file}|this line|my
            loop]?
        {why} does [my app|my script|the program|{ident}|my code|{file}] [crash|stop|fail|die|exit]
            with a {err_name} [on startup|in line {line}|here|when I {doing}]?
        [my app|my script|the program|{ident}|my code|{file}] [crashes|stops|fails|dies] with [a
            {err_name}|{err_small}], [why|how do I fix it|what does that mean]?
        {err_name} in {ident}
        {err_small}, [is that my mistake|what did I do wrong|what now|what is this about|any clue]?
        [my beginner script|my first program|my homework] {tiny_fails}
        [I get|{lang} gives me|{lang} says|the compiler says|my terminal shows] {err_small}
        I keep getting {err_small} [even though the file exists|and I don't understand it|for this
            line|with {snippet_bug}]
        [where|what] is the [mistake|error|typo|slip] in {snippet_bug}?
    """),
    "debug_medium_do": lines("""
        [get rid of|find the source of|find the cause of|look into|investigate|reproduce and
            fix|examine] {errno} in {part}
        [find out|explain|check|investigate] why {item_seen} {breaks} in {part}
        [dig into|go through|read|search] [the log|the stack trace|the core dump|the metrics] of
            {part}, it {fails}
    """),
    "debug_medium_ask": lines("""
        {item_seen} {breaks} in {part} {when}
        {item_seen} {breaks} {when}
        {why} {item_seen} {breaks} in {part}?
        [something|a thing] {wrong}: {item_seen} {breaks} in {part}
        [we get|I get|getting|seeing|users report|customers complain about] {errno} {when} in {part}
        [getting|I'm seeing|all of a sudden] {errno} when [connecting to {db}|I {doing}|talking to
            {broker}|calling {route}|deploying to {cloud}]
        [users|customers|testers] [complain|are complaining|report] that [{item_seen}
            {breaks}|{part} {fails}|they don't get the mail]
        {part} has been [failing|crashing|hanging|slow|broken] [since Tuesday|for two days|since the
            upgrade to {framework} {n}|since {date}]
        since [the upgrade|the merge|monday|the migration|version {n}] {part} {fails}
        every [second|third|tenth] [request|upload|login|click|build] [fails|ends in {errno}|takes
            {n} seconds|is lost]
    """),
    "debug_high_do": lines("""
        [find|get to|dig for|explain] the [root|source|cause] of the {outage} [in|over|across]
            {whole}
        [hunt down|chase|trace|stop] the {outage} between {crowd} {load}
    """),
    "debug_high_ask": lines("""
        {outage} [in|across|between] {crowd} {load}
        [for weeks|for months|every night|since the last scaling] we [have|see|suffer from] {outage}
            across {whole}
        we see {outage} and {outage} {load}, [each service's log looks clean|several systems are
            suspected|nobody finds the cause|customers are charged twice]
    """),
    "architecture_low_do": lines("""
        [advise me|tell me|decide] on one [detail|small point|design detail]: {arch_small}
    """),
    "architecture_low_ask": lines("""
        [would you prefer|which do you prefer,|what's nicer,|your preference:|cleaner:]
            {arch_small}?
        [which|what] [layer|module|package|folder] [is right for|should contain|would hold] {ident}?
        one [class|table|module|endpoint] or two for {data}?
    """),
    "architecture_medium_do": lines("""
        [weigh|compare|judge|discuss] {versus} for {part}
        [sketch|give me|draw|lay out] [the layers|a package layout|the components|a class diagram|a
            schema|the boundaries] [of|for] {part}
        [judge|evaluate|comment on|question] [my|our] [plan|idea|decision] to [use|add|introduce|put
            in] {concept} [in|for] {part}
        model {data}, {data} and their relations for {part}
    """),
    "architecture_medium_ask": lines("""
        {versus} for [{part}|a team of {n}|a small company]?
        [should we use|do we want|would you take|better] [{broker} or {broker}|REST or {broker}|gRPC
            or events|webhooks or {broker}] [for events|for messages|for jobs|for calls] between
            [our|two of our|the] services?
        {versus}: [which one fits {part}|what do you suggest for {part}|pros and cons]?
        [is|would] {concept} [be|] a good [fit|choice|idea] for {part}?
        [does|would] {part} [need|benefit from|profit from] {concept}?
        [do we need|should we add|when do we need|is it worth adding] {concept} [in|to|for] {part}?
        into which [modules|layers|components|packages] would you [cut|divide|break] {part}?
        what would a [tidy|clean|simple|sensible|maintainable|modular]
            [design|architecture|structure|schema] for {part} [be|look like]?
    """),
    "architecture_high_do": lines("""
        [draft|draw|sketch|describe] [the big picture|the overall architecture|a blueprint|a target
            architecture|a high-level design] [of|for] {arch_system} with {quality}
        [think up|conceive|come up with] {arch_system} that [grows with demand|survives any
            outage|serves {arch_scale}|offers {quality}]
        [argue for or against|weigh the risks of|plan the steps to|make the case for]
            [{quality}|splitting the monolith|a move to {cloud}|a shared data platform] [for|in]
            {whole}
        advise us [on|about] [{quality}|splitting the monolith|a move to {cloud}|service boundaries]
            [for|in] {whole}
    """),
    "architecture_high_ask": lines("""
        which [components|building blocks|data stores|services] [does|would] {arch_system}
            [need|have], and how do they [talk to each other|scale|fail]?
        how do we [reach|get|achieve|guarantee] {quality} [for|in|across] {whole}?
        where [are|would be] the [bottlenecks|single points of failure|weak points|risks] [in|of]
            {arch_system} for {arch_scale}?
        [suppose|imagine|say] we [move to {cloud}|grow to {arch_scale}|split the monolith|open in
            {few} regions], what [would the architecture be|would the steps be|has to change in
            {whole}]?
        we're [planning|about|going] to move [from on-premises to the cloud|from {cloud} to
            {cloud}|to microservices|to an event-driven platform], what would a
            [sensible|good|realistic] [target architecture|strategy|roadmap] look like?
    """),
}
