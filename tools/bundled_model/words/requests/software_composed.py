"""More requests about software, put together from small parts: who wants what, where, and how."""

from __future__ import annotations

from tools.bundled_model.grammar import lines, words

SLOTS: dict[str, tuple[str, ...]] = {
    # The parts that a system has.
    "part": words("""
        the login page|the signup form|the checkout|the search bar|the settings page
        the user profile|the admin area|the dashboard|the navigation|the sidebar|the image gallery
        the comment section|the shopping cart|the contact form|the export|the import
        the report page|the calendar|the chat|the newsletter|the mailer|the file upload
        the download page|the invoice view|the price list|the product page|the order history
        the payment form|the password reset|the API client|the command line tool|the parser
        the scheduler|the cache layer|the database module|the logger|the config loader
        the test helper|the crawler|the webhook endpoint|the REST API|the GraphQL schema
        the mobile app|the landing page|the onboarding wizard|the map view|the notification module
        the permission check|the background worker|the data loader|the CSV importer
        the PDF generator|the video player|the recommendation list|the filter panel|the audit log
        the rate limiter|the session store|the auth module|the {service}|the {service}
        the {service}|our {service}|our {service}|{product}|our {framework} app|our {lang} client
    """),
    "data": words("""
        users|orders|invoices|products|customers|messages|photos|files|events|bookings|tickets
        comments|payments|articles|tags|logs|reviews|contacts|tasks|notes|employees|students
        recipes|songs|flights|sensors|subscriptions|coupons|messages|devices|addresses|transactions
        appointments|questions|documents|errors|designs|reports|games|scores|prices|stocks|emails
        tokens
    """),
    "whole": words("""
        the whole application|the entire codebase|the whole platform|our complete backend
        all our services|every microservice|the monolith|the whole monorepo|all our products
        the entire system|the full stack|all {few} services|every one of our apps|the legacy system
        our core banking system|the entire data pipeline|all our databases|the complete frontend
        all client apps
    """),
    # Code.
    "feature": words("""
        pagination|sorting|a search box|filtering by date|dark mode|an undo button
        keyboard shortcuts|infinite scrolling|drag and drop|a progress bar|file upload|CSV export
        PDF export|two-factor login|password reset by mail|social login|email verification
        role based access|an audit trail|soft delete|bulk editing|tagging|comments|likes|favourites
        notifications|push messages|rate limiting|caching|retries with backoff|input validation
        form validation|localisation|time zone support|image resizing|a settings dialog
        an admin view|a REST endpoint|webhook support|a health check|structured logging|metrics
        feature flags|a dry-run mode|a plugin hook|autosave|version history|a share link|QR codes
        barcode scanning|a calendar view|charts|a map|an error page|document previews
        a document scanner|error reporting to Sentry|a diagram view|a print layout|design tokens
    """),
    "small_verb": words("""
        sort|filter|reverse|count|print|sum up|group|shuffle|deduplicate|validate|split|join
        compare|parse|format|loop over|search|round|trim|lowercase|convert|chunk|zip|map|slice
        concatenate|compute the average of|find the maximum of
    """),
    "small_object": words("""
        a list of numbers|a list of strings|an array of objects|the words of a sentence
        the lines of a file|two lists|dates|prices|a dictionary by value|the characters of a string
        the keys of a map|tuples by the second element|integers|names|file names|email addresses
        phone numbers|the digits of a number|coordinates|timestamps|URLs|query parameters
        nested dicts|a set
    """),
    "algo": words("""
        binary search|bubble sort|quicksort|merge sort|FizzBuzz|the Fibonacci sequence
        a palindrome check|the sieve of Eratosthenes|the greatest common divisor
        the Levenshtein distance|a Caesar cipher|a number guessing loop|insertion sort|a prime test
        depth-first search|breadth-first search|a stack with push and pop|a queue with two stacks
        a factorial|a vowel counter
    """),
    "big_verb": words("rewrite|migrate|port|convert|rebuild|re-implement|translate"),
    "to_what": words("""
        in {lang}|from {lang} to {lang}|in {framework}|from {framework} to {framework}|to Python 3
        to {lang}|to {framework}|to async code|to strict types|to the new framework version
    """),
    # Debugging.
    "tiny": words("""
        my function|this function|this loop|my regex|this regex|my if statement|this line
        the button|my query|this snippet|my CSS|this import|my script|the variable|my array
        this one-liner|my unit test|the print statement|my lambda|this condition|my constructor
        the getter|my for loop|my while loop|this method|my string|my list comprehension
        this selector|{ident}|my bash script|my first {lang} program|my hello world
        the {word} variable|this callback|my switch|my promise|my SQL
    """),
    "tiny_fails": words("""
        returns None|returns undefined|prints nothing|never runs|is always false|is always true
        gives the wrong result|does nothing|throws a type error|doesn't match anything
        doesn't compile|is undefined|shows NaN|loops forever|skips the first item
        returns the wrong value|has a syntax error somewhere|is off by one|is never called
        stays empty|isn't defined|won't run|raises a KeyError|raises an IndexError
        says invalid syntax|gives a null pointer|prints the address instead of the text
    """),
    "fails": words("""
        crashes|keeps crashing|fails|doesn't work any more|stopped working|hangs|freezes
        throws an exception|throws errors|is very slow|takes forever|takes {n} seconds
        returns wrong data|returns a 500|returns a 502|times out|won't start
        exits without a message|doesn't respond|gets stuck|shows a blank page|shows old data
        loses the connection|is broken|eats up all the memory|uses 100% CPU|restarts in a loop
        can't reach {db}|drops requests|fails every other time|gives inconsistent results
        ignores the new settings|rejects valid input|doubles every entry|keeps logging me out
        shows the wrong {noun_id}|refuses the connection|forgets its state|sends nothing
        never finishes|dies silently|reports success but nothing is saved|doesn't load|flickers
        returns an empty response|misses some rows|lags
    """),
    "crowd": words("""
        several of our services|all nodes|the whole cluster|our workers|the replicas
        transactions over several services|parallel writers|the consumers of all partitions
        both regions|our {few} microservices|requests that cross three services|concurrent jobs
        threads in different pools|the shards|gateway and backend together
        the services behind the load balancer
    """),
    "crowd_fails": words("""
        deadlock|lose messages|corrupt data|run out of memory at the same time|drift apart
        overwrite each other's updates|time out in a chain|process the same event twice
        block each other|return different answers|crash one after the other|race for the same rows
        leak connections until everything stops|get slower together without a visible cause
    """),
    "load": words("""
        under load|under heavy concurrency|at peak traffic|when a node dies|during failover
        once a week in production|at random|when we scale out|after the move to {cloud}
        since we sharded {db}|when {broker} rebalances|when two deploys overlap
    """),
    # Documentation.
    "doc_verb": words("""
        write|draft|create|update|improve|rewrite|extend|prepare|finish|clean up|start
    """),
    "doc_bit": words("""
        a sentence|an example|a note|a link|a line|a comment|a warning|a code sample|the new option
        the default value|the version
    """),
    "doc_place": words("""
        the README|the changelog|the docstring of {ident}|the install guide|the API reference
        the wiki|the user manual|the FAQ|the contributing guide|the doc comment of {cls}
        the release notes|the help page|the quickstart|the man page|README.md|CHANGELOG.md
        the javadoc of {cls}|the page on {tool}|the module docstring of {file}
    """),
    "doc_about": words("""
        how to install it|how to run the tests|how to configure {tool}
        how to set up a development environment|how to deploy|how to get an API key|how to upgrade
        how to add a plugin|how login works|how the cache behaves|how to report bugs
        how errors look|how to use the SDK|how to write a migration|how to back up {db}
        how releases are made|the settings|the architecture|the data model|the permissions
        the command line options|the webhooks|the rate limits|the error codes
    """),
    # Architecture.
    "arch_verb": words("""
        store|cache|version|organise|model|share|expose|validate|partition|archive|index|separate
        handle|group|represent|secure
    """),
    "arch_object": words("""
        user sessions|uploaded files|translations|permissions|settings per customer|audit records
        background jobs|API versions|domain events|feature flags|error codes|search indexes
        price rules|drafts and versions|time series|notifications|shared types|business rules
        configuration|secrets|images|reports|{data}|{data}|{data}|third-party integrations
    """),
    "arch_ways": words("""
        in the {service}|in our {framework} app|in {db}|for the {service}|in a {lang} project
        for {product}|in one service|in a small team|in the backend of {product}
        between frontend and backend
    """),
    "arch_scale": words("""
        millions of users|{n} million requests a day|{few} regions|thousands of tenants
        a hundred teams|ten times the traffic|petabytes of data|a million events per second
        {n}00 microservices|all our markets|zero downtime|five nines
    """),
    "arch_system": words("""
        a notification platform|a payment platform|a video platform|a messaging system
        a ticketing system|a booking platform|an online marketplace|a recommendation system
        a streaming platform|an analytics platform|a search platform|an ad server
        a file sharing service|a social network|a news feed|a ride hailing system
        a food delivery platform|a gaming backend|a telemetry pipeline|an event bus for the company
        a workflow engine|a data warehouse|an identity platform|a CDN|a monitoring platform
        a collaborative editor|a stock exchange|a web crawler|a distributed file system
        an API platform|our next platform|a fleet tracking system|a smart home backend
        an online exam system|a health records platform
    """),
}

CELLS: dict[str, tuple[str, ...]] = {
    "code_low_do": lines("""
        {small_verb} {small_object} in {lang}
        [write|show me] [code|a function|a line of {lang}] to {small_verb} {small_object}
        [write|implement|code] {algo} in {lang}
        [write|give me] a [simple|basic|tiny|minimal|short] {lang} [function|script|program]
            [for|that does] {algo}
        add [a|one] [parameter|field|getter|comment|constant|flag|column|default] [named|called]
            {word} to [{ident}|{cls}|{file}]
    """),
    "code_low_ask": lines("""
        how do I {small_verb} {small_object} in {lang}?
        [what's the easiest way|is there a one-liner|how] to {small_verb} {small_object} [in|with]
            {lang}?
        {algo} in {lang}, please
        {lang} function to {small_verb} {small_object}
    """),
    "code_medium_do": lines("""
        [add|implement|build|introduce] {feature} [to|in|for] {part}
        [add|implement|build] {feature} and {feature} [to|for] {part}
        [refactor|restructure|clean up|simplify|modularise] {part}, [it is hard to read|the
            functions are far too long|there is a lot of duplication|and keep the behaviour|so that
            we can test it]
        [write|add|complete] [unit tests|integration tests|a test suite|end-to-end tests|property
            tests] for {part}
        [build|write|create|develop] a [small|simple|little|basic] [app|web
            app|tool|script|service|bot|library|site] [that|which]
            [manages|lists|imports|tracks|searches|syncs|visualises] {data} [in {lang}|with
            {framework}|and stores them in {db}]
        [write|create] a [script|program|job] that [fetches {data} from an API|reads {data} from a
            CSV file|collects {data} from {db}] and [writes them to {db}|mails a summary|plots
            them|uploads them to {cloud}]
        [connect|hook up|integrate] {part} [with|to] [{tool}|the {product} API|{db}|{broker}]
    """),
    "code_medium_ask": lines("""
        [can|could] {part} get {feature}? [You'd need to touch the form and its handler|Tests too,
            please|I'd take a patch]
        {part} needs {feature}
        {part} has no {feature} yet, [please build it|please add it|can you implement it?|let's code
            that]
        [users|customers|our testers] [asked for|want|would love] {feature} in {part}, [implement
            it|code it please|write it]
    """),
    "code_high_do": lines("""
        {big_verb} {whole} {to_what}
        {big_verb} {whole} {to_what}
        [add|implement|introduce|build] {feature} [in|across|throughout|into] {whole}
        [refactor|refactor and retest|clean up the code of] {whole}
        [build|implement|write|develop] {arch_system} [from scratch|with web, mobile and backend|for
            {arch_scale}|in {lang}, including deployment]
        [make|turn] {whole} [thread-safe|multi-tenant|fully async|work offline|horizontally scalable
            in code]
    """),
    "code_high_ask": lines("""
        {whole} [has|have] to be rewritten [in {lang}|with {framework}]. [Write it|Begin with the
            code|Start coding|Do it]
        [we are going|I'm going|we have decided] to {big_verb} {whole} {to_what}, [write the code
            for it|help me code it|please implement it]
    """),
    "docs_low_do": lines("""
        add {doc_bit} to {doc_place}
        [fix|correct|reword|update|shorten] [a sentence|the title|the example|the link|the first
            line|the command] in {doc_place}
        [put|mention|note] [{word}|{ticket}|the new flag|the {tool} version] in {doc_place}
        [write|add] a [one-line|short] [docstring|doc comment|summary] for [{ident}|{cls}|{file}]
    """),
    "docs_low_ask": lines("""
        {doc_place} [has a typo|has a dead link|lacks an example|shows the wrong version|needs one
            more line on {word}]
        [can|could] [you|someone] add {doc_bit} to {doc_place}?
        does {doc_place} [mention|explain|cover] {word}?
    """),
    "docs_medium_do": lines("""
        {doc_verb} [a|the] [page|section|chapter|guide|tutorial] [on|about] {doc_about}
        {doc_verb} [the|our] {doc_kind} [of|for] {part}
        {doc_verb} [the|our] {doc_kind} [of|for] {part}
        document {part}
        document {doc_about} [in the wiki|for new developers|for our customers|in the README|for
            operators]
        [explain|describe] {doc_about} [in the docs|in the handbook|in a wiki page|for the user
            guide|in our developer portal]
        [turn|convert] [the comments in {file}|our meeting notes|this mail thread|these bullet
            points|the code of {cls}] into [a guide|an API reference|a tutorial|documentation|a help
            page]
    """),
    "docs_medium_ask": lines("""
        {part} has [no documentation|no README|no docs at all|only an empty wiki page]
        [we need|I need|there should be] [documentation|a guide|a page|a tutorial|a written
            explanation] [on|about] {doc_about}
        the docs [don't explain|say nothing about|are vague on] {doc_about}, [please write that
            part|can you fill the gap?|add a section]
        [new hires|users|partners] [can't find|don't understand|ask about] {doc_about}; [write a
            page|improve the guide|a tutorial would help]
    """),
    "docs_high_do": lines("""
        document {whole}
        {doc_verb} [the|all] [documentation|docs|manuals|guides] [of|for] {whole}
        {doc_verb} [developer, user and operator|tutorial, how-to and reference] documentation for
            {whole}
    """),
    "docs_high_ask": lines("""
        [there is no|we have no|nobody ever wrote any] documentation for {whole}. [Please write
            it|It must be written from zero|Make a plan and write it]
        the docs of {whole} [are a mess|are five years old|contradict each other], [rewrite all of
            it|start over|restructure everything]
    """),
    "debug_low_do": lines("""
        {fix} {tiny} {tiny_fails}
        [find|show me] the [typo|mistake|bug] in {tiny}, it {tiny_fails}
    """),
    "debug_low_ask": lines("""
        {tiny} {tiny_fails}
        {tiny} {tiny_fails}, [why|what's wrong|what did I miss|what am I doing wrong]?
        why does it say {err_small} [when I {doing}|in line {line}|here]?
        {why} {tiny} {tiny_fails}?
        I wrote {snippet_bug} and [it fails|nothing happens|it crashes|I get {err_small}]
    """),
    "debug_medium_do": lines("""
        {fix} {part} {fails}
        {fix} {part} {fails} {when}
        [look at|have a look at|check] {part}, it {fails} {when}
        [speed up|make faster|find what slows down] {part}, it [takes {n} seconds|got slower
            {when}|is too slow with many {data}]
    """),
    "debug_medium_ask": lines("""
        {part} {fails}
        {part} {fails} {when}
        {part} {fails} {when}
        {when} {part} {fails}
        {why} {part} {fails} {when}?
        {part} {fails} {when}. {say} {err_mid}
        [problem|trouble|help|bug]: {part} {fails} {when}
        [{data}|some {data}|many {data}|old {data}] [are missing|appear twice|are not
            saved|vanish|show wrong values|can't be deleted] in {part} {when}
        I {doing} and then {part} {fails}
        [the build|the pipeline|the deployment|the migration|the test run|a nightly job] {fails}
            {when}
    """),
    "debug_high_do": lines("""
        {fix} {crowd} {crowd_fails} {load}
        [find|trace|track down] what makes {crowd} {crowd_fails} {load}
    """),
    "debug_high_ask": lines("""
        {crowd} {crowd_fails} {load}
        {crowd} {crowd_fails} {load}
        {load} {crowd} {crowd_fails}
        {why} {crowd} {crowd_fails} {load}?
        [we see|monitoring shows|customers report] that {crowd} {crowd_fails} {load}
    """),
    "architecture_low_do": lines("""
        [decide|tell me|say] [if|whether] {ident} should be [public or private|a method or a
            function|sync or async|static or not]
        [name|tell me] the [right|best] [layer|module|table|pattern|data type] for [one|a single]
            {noun_id} field
    """),
    "architecture_low_ask": lines("""
        should {ident} [be part of {cls}|be a method or a function|go into {file}|return a list or
            an iterator]?
        [should|does] [the {noun_id} column|one field|this flag] belong in [the {noun_id} table|a
            table of its own|the config|the model]?
        [which|what] [type|index|pattern|name|key] [would you choose|is right|is better] for [the
            {noun_id} column|a single {noun_id} table|one class like {cls}]?
        [is it fine|is it ok|is it good style] to [keep {cls} as a singleton|store a list as JSON in
            one column|call {ident} from the view|put a {noun_id} into the session]?
    """),
    "architecture_medium_do": lines("""
        {arch_design} [the structure|the data model|the modules|the API|the layers|the architecture]
            of {part}
        [recommend|suggest|propose] a [way|structure|pattern|schema] to {arch_verb} {arch_object}
            {arch_ways}
        [think about|work out|decide] how to {arch_verb} {arch_object} {arch_ways}
    """),
    "architecture_medium_ask": lines("""
        how [should|would|do] [we|you|I] {arch_verb} {arch_object} {arch_ways}?
        [what's the best way|what's a clean way|what is a good approach|which pattern is best] to
            {arch_verb} {arch_object} {arch_ways}?
        [where|how] should {arch_object} live {arch_ways}?
        how should {part} be [structured|split into modules|organised|layered|designed]?
        should {part} be [a service of its own|part of the backend|split in
            two|event-driven|stateless]?
        {db} or {db} [to store|for] {data}?
        {tool} or {tool}, {framework} or {framework}: which [stack|combination] fits {part}?
        [should we use|does it make sense to use|is there a point in using]
            [{db}|{broker}|{framework}|{tool}|GraphQL|gRPC|serverless|websockets] for {part}?
    """),
    "architecture_high_do": lines("""
        {arch_design} {arch_system} for {arch_scale}
        {arch_design} {arch_system}
        [scale|prepare|redesign|rethink the architecture of] {whole} for {arch_scale}
        [propose|plan|outline] how to [split|decouple|modularise|decompose|modernise] {whole}
    """),
    "architecture_high_ask": lines("""
        how [would you|do I|should we] [design|architect|structure] {arch_system} for {arch_scale}?
        how do we [scale|get] {whole} to {arch_scale}?
        what [architecture|high-level design|topology] [would you use|do you suggest|fits] for
            {arch_system} with {arch_scale}?
        [can|will|does] our architecture [cope with|scale to|survive] {arch_scale}, and what must
            change [in {whole}|]?
        should [{whole}|our monolith] [be split|become microservices|move to events|be broken up],
            and in which order?
        {arch_system} for {arch_scale}: [which components|what trade-offs|what design|which data
            stores]?
    """),
}
