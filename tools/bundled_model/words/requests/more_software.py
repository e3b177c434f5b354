"""Still more requests about code and its faults, in the most different wording and of every size.

A single line or file is a small matter; one service with its parts a middling one; several
services, teams or years a large one, whatever the sentence sounds like.
"""

from __future__ import annotations

from tools.bundled_model.grammar import lines, words

SLOTS: dict[str, tuple[str, ...]] = {
    "shell_small": words("""
        find all files larger than 100 MB|count the lines of all {ext} files
        kill what listens on port 8080|rename every .jpeg to .jpg|delete empty folders
        show the ten biggest folders|replace tabs by spaces in {file}|list the files changed today
        unzip every archive here|print the third column of a CSV|watch the log for the word error
        copy a file over ssh|sort {file} and drop duplicate lines|show free disk space
        strip the first line of a file|undo the last commit|delete merged branches
        squash my last two commits|list open ports|download a page and follow redirects
        make {file} executable|set an environment variable|find the word TODO in all {ext} files
        pretty-print a JSON file|convert a PNG into a JPG|show who uses the most memory
        tail two logs at once|restart {tool} every night
    """),
    "fn_small": words("""
        checks if a year is a leap year|strips HTML tags|turns snake case into camel case
        pads a string with zeros|swaps two values|returns the last element|counts the vowels
        generates a random password|formats a price with two decimals|validates an IBAN
        turns seconds into hours and minutes|flattens a nested list|picks the longest word
        checks if a file exists|masks all but the last four digits|capitalises each word
        merges two maps|converts RGB to hex|removes accents|gives the age from a birthday
        computes the median|finds the second largest number|turns bytes into megabytes
        splits a full name|encodes a string in base64|returns the file extension
        clamps a number between two bounds|reads an integer from the console|hashes a string
    """),
    "edit_small": words("""
        the variable {word} to {word}|the timeout to {n} seconds|the button's colour to blue
        the default port to 9000|this method's name|the label from {word} to {word}
        the return type of {ident}|the log level in {file}|the page title|this constant to {n}
        the import order in {file}|the version number in {file}|this quote style|the icon
        the date format in {file}|one CSS margin|the placeholder text|the HTTP status to 204
    """),
    "mid_work": words("""
        an importer for CSV and Excel files with a preview and error rows
        a login with password, remember-me and logout|a REST resource for {noun_id}s with tests
        a search with filters, sorting and paging|a nightly report that is mailed as PDF
        a form with validation, draft saving and a confirmation mail
        a Slack bot with three commands|a client for the {company} API with retries and rate limits
        a CLI with four subcommands
        a scraper that collects {noun_id}s, cleans them and stores them in {db}
        a todo app with tags and due dates|an upload with progress, virus check and thumbnails
        a webhook receiver that verifies signatures and stores events|a tic-tac-toe game with an AI
        a small blog with comments and an RSS feed|a backup script with rotation and alerts
        a settings page with three tabs|a chart page with a date range and export
        a parser for our log format with unit tests|an invite flow with mails and expiry
        a cache in front of {db} with expiry and statistics|a crossword game in {framework}
        a plugin that lints commit messages|a converter from XML to JSON with a command line
        a booking calendar for one studio|a price alert that polls and notifies
    """),
    "mid_alter": words("""
        the {noun_id} form should save drafts|{cls} should use dependency injection
        the {service} should retry failed mails|all handlers in {file} should share their checks
        the {noun_id} list should load page by page|{file} should be split into three modules
        exports of the {service} should run in the background|old {noun_id}s should be archived
        the {service} should send a mail when a {noun_id} changes|uploads should be resumable
        prices of the {service} should be shown in several currencies|{cls} should be tested
        login to the {service} should need a second factor|the {noun_id} table should be sortable
    """),
    "huge_code": words("""
        a whole ERP system with stock, orders, accounting and reports
        an online bank: app, backend, cards and fraud checks|a clone of YouTube with all services
        our own database engine with replication|a game server for {n},000 players at once
        a compiler for a new language, with debugger and package manager
        a hospital system with records, billing and appointments|an operating system kernel
        the same product for web, iOS, Android and desktop|a distributed crawler with {n}0 workers
        a multi-tenant shop platform with payments, search and admin
        an airline booking system with seats, prices and partners
        a workflow platform with an editor, engine, plugins and audit
        a chat platform with end-to-end encryption, clients and servers
        a complete learning platform with courses, exams, video and billing
        a trading engine with order matching, risk checks and market data feeds
        a data platform with ingestion, catalogue, jobs and dashboards
    """),
    "huge_move": words("""
        from {lang} {n} to the newest version|from {framework} to {framework}|from {lang} to {lang}
        from {db} to {db}|from SOAP to REST|from callbacks to async code|from {broker} to {broker}
        from hand-written SQL to an ORM|from a shared database to one per service
        from {tool} to {tool}|from single to multi-tenant|from threads to an event loop
        from 32 to 64 bits
    """),
    "huge_where": words("""
        in all {few} repositories|in every service we run|across backend, web and mobile
        throughout {n}0,000 lines of code|for all our customers and tenants|over {few} services
        in the entire product line|with zero downtime and a way back|in {few} teams' code at once
        everywhere, from the database to the apps|in the {n} year old monolith
    """),
    "msg_small": words("""
        TypeError: {word} is not a function|NameError: name '{word}' is not defined
        SyntaxError: unexpected token|ModuleNotFoundError: No module named '{word}'
        cannot find symbol {word}|IndentationError: unexpected indent|undefined variable ${word}
        missing semicolon before {word}|command not found: {word}|KeyError: '{word}'
        permission denied: {file}|no such file or directory: {file}|expected ')' in line {line}
        AttributeError: 'NoneType' object has no attribute '{word}'|unused import {word}
        property '{word}' does not exist on type {cls}|division by zero in line {line}
        list index out of range|invalid literal for int()|ambiguous column name {word}
        cannot convert string to int|unterminated string literal|fatal: not a git repository
        port 3000 is already in use|duplicate key {word}|Uncaught ReferenceError: {word}
        expected 2 arguments but got 3|unreachable code in {ident}|variable {word} is never used
    """),
    "slow_one": words("""
        {route}|the {route} endpoint|GET {route}|the {noun_id} search|the {noun_id} list
        the query behind {route}|the start page of the {service}|the {noun_id} export
        the {service}'s report|saving one {noun_id}|the nightly import|opening a {noun_id}
        the build of the {service}|the {service}'s test suite|the dashboard|login
    """),
    "got_slow": words("""
        now takes {n} seconds|became slow|got slower and slower|has become sluggish|needs a minute
        went from 200 ms to {n} s|is ten times slower than before|crawls|hardly responds
        blocks for {n} seconds|takes forever with large accounts|has doubled its response time
    """),
    "since_mid": words("""
        since the last release|after the update of {framework}|since {date}|since we added an index
        after the upgrade to {db}|since we moved it to {cloud}|on Mondays
        with more than {n} {noun_id}s|since yesterday's deploy|in staging only|for logged-in users
        for one customer|since {name}'s refactoring|on {tool} but not locally|after a restart
        behind the proxy|in the {spoken} version|since the cache was switched on
        when a {noun_id} is empty
    """),
    "mid_fault": words("""
        sends every mail twice|loses {noun_id}s|shows stale {noun_id}s|leaks memory|logs me out
        ignores the filter|rounds totals wrongly|crashes on start|can't parse dates
        drops the header|saves nothing|exports an empty file|rejects valid {noun_id}s
        breaks in Safari|times out|mixes up time zones|answers with 500|answers with 403
        skips the last page|hangs on shutdown|shows the wrong user's {noun_id}
        stops after {n} {noun_id}s|sorts umlauts wrongly
    """),
    "big_fault": words("""
        an outage of the whole platform|a cascade of timeouts over all services|split brain in {db}
        data that differs between two regions|a deadlock between three services
        lost messages between {broker} and {few} consumers
        race conditions between orders, stock and payments|duplicate payments under load
        a memory leak in {few} services at once|replication lag
        phantom writes from parallel workers|a thundering herd after each deploy
        clock drift between nodes|sporadic data loss in the cluster|a retry storm through the mesh
        corrupt indexes on several shards|connection exhaustion across all pods
        events that arrive out of order in {few} services|a distributed lock held twice
    """),
    "big_signs": words("""
        only under heavy load|twice a week, never in staging|since the failover|at {n},000 users
        without a single line in the logs|in all regions at once|whenever two pods restart together
        since half of the cluster was upgraded|during every flash sale|since we run {few} replicas
        on some nodes and not on others|at random for months
    """),
}

CELLS: dict[str, tuple[str, ...]] = {
    "code_low_do": lines("""
        give me a [shell|bash|terminal] [one-liner|command] to {shell_small}
        {shell_small} with [one|a single] [command|line of bash|awk line|pipe]
        write a one-liner that would {shell_small}
        write a [small|tiny|short|pure|helper] [function|method] in {lang} that {fn_small}
        show me [how one|a line of {lang} that|a snippet that] {fn_small}
        change {edit_small}
        just change {edit_small}, nothing else
        swap the [if and else|two arguments|order of the fields] in {ident}
        turn [this loop|the for loop in {ident}] into a [comprehension|map|while loop|stream]
        declare a [constant|variable|type|enum] [called|named] {word} in {lang}
        write the [SQL|query|statement] that [counts the {noun_id}s|deletes {noun_id}s older than
            {n} days|lists the newest {noun_id}|adds the column {word}]
        write a regex [for|matching] [a zip code|an e-mail address|{n} digits|a hex colour|a date]
        return [{word}|an empty list|a copy|early] [instead of null|when it's empty] in {ident}
        print {word} in [bold|red|upper case] in the terminal
        comment out line {line} of {file}
        make {ident} [private|static|async|return early]
        increase the [font size|limit|padding] of the {noun_id} [box|table|label] by one
        give {cls} a [to-string method|default value for {word}|constructor without arguments]
        open {file} and read its first line in {lang}
    """),
    "code_low_ask": lines("""
        which command would {shell_small}?
        in bash, how do I {shell_small}?
        one-liner to {shell_small}?
        what do I type to {shell_small}
        with awk or plain bash, can I {shell_small} in one line?
        a {lang} function is needed that {fn_small}
        is there a built-in in {lang} that {fn_small}?
        in {lang}, what's the shortest code that {fn_small}?
        {lang}: something that {fn_small}
        {lang} snippet wanted, it {fn_small}
        what I'm missing is a helper which {fn_small}
        {edit_small}: please change that
        could {edit_small} be changed?
        how would this be written in {lang}: a function that {fn_small}
        what's the {lang} [syntax|keyword|operator] for [a ternary|a lambda|string formatting|a
            default argument|integer division|a multi-line string]?
        a regex for [IP addresses|hashtags|a licence plate|times like 14:30], anyone?
        {lang}, sorting by {word}, how?
        can a {lang} [switch|loop|lambda] be [nested|left early|written in one line]?
        how many lines does it take in {lang} to [read a file|open a window|send a GET request]?
        tiny helper please: input a string, output whether it {fn_small}
    """),
    "code_medium_do": lines("""
        [build|code|program|implement|write] {mid_work}
        build {mid_work} [in {lang}|with {framework}], [tests included|with a Dockerfile|and use
            {db} for storage]
        create {mid_work} for [{product}|our {service}|a friend's shop|a school project]
        make this change: {mid_alter}
        extend {file} by {mid_work}
        make it happen that {mid_alter}, [and adapt the tests|including a migration|with tests]
        replace [the hand-written parser|the polling|the old date code|the global state] in the
            {service} [by|with] [a library|events|{framework}|a proper class], [callers included|and
            update its tests]
        take {file} and [split it into modules|raise its coverage to {n}%|add types everywhere]
        write {n} [unit tests|integration tests] for {cls}, [mocks and fixtures included|covering
            errors and edge cases]
        pull the [mail|price|date|export] logic out of {file} into a class with its own tests
        hook the {service} up to {tool}, [with config, error handling and a test|and log each call]
        teach the {service} to [resume broken uploads|speak {spoken}|merge duplicate {noun_id}s]
        let users of {product} [undo a deletion|choose a theme|export their {noun_id}s], tests
            included
        port {file} from {lang} to {lang}, [about {n}0 lines|together with its tests]
    """),
    "code_medium_ask": lines("""
        {mid_alter}
        {mid_alter}. [Please code it|A patch with tests would be great|Can you build that?]
        from now on {mid_alter}
        could it be coded that {mid_alter}?
        what we need is {mid_work}
        for [{product}|the {service}|our team] I need {mid_work}
        {mid_work} has to be built by {date}
        {mid_work} is what {person_role} wants, written in {lang}
        would you program {mid_work}?
        missing so far: {mid_work}
        how would you code {mid_work} in {framework}?
        as {person_role} wrote, {mid_alter}; please implement it
        by Friday there should be {mid_work}, with tests
        still on my list: {mid_work}
        users should be able to [filter, sort and save their {noun_id}s|upload several photos and
            order them|log in with a code from a mail]; please implement
        wanted: {mid_work}, in {lang} if possible
        how about {mid_work}? {few} files at most, and tests
        hi, story {ticket} says: {mid_alter}
    """),
    "code_high_do": lines("""
        [build|develop|program|implement] {huge_code}
        write {huge_code}, [complete with deployment|all parts of it|in {lang}|from scratch]
        move {whole} {huge_move} {huge_where}
        port [all our code|everything] {huge_move} {huge_where}
        implement {feature} {huge_where}
        introduce [tenant isolation|encryption of all data|tracing|a permission system|offline
            sync|single sign-on] {huge_where}
        replace [the authentication|the data access layer|the message format|the date handling]
            {huge_where}
        code [a framework of our own|a distributed scheduler|a consensus protocol|a storage engine]
            {huge_where}
        rewrite [backend, frontend and apps|all batch jobs and services] {huge_move}
        split the code of {whole} into packages with their own builds, releases and tests
        make every service [speak gRPC|authenticate by certificate|write audit events|run in two
            regions] {huge_where}
        remove [the global lock|the shared state|the legacy protocol] {huge_where}
        set up and code {huge_code}
        generate SDKs in {few} languages and move all clients to them {huge_where}
    """),
    "code_high_ask": lines("""
        could you program {huge_code}?
        {huge_code} has to be developed, [start coding|write all of it|by {few} of us]
        what we're building is {huge_code}. [Please write the code|Begin with the repositories]
        {huge_where} we need {feature}, please implement it
        {huge_where} the code has to go {huge_move}
        {feature} is to be implemented {huge_where}
        {whole} should go {huge_move}, [code it please|can you do the port?|write the code]
        {huge_move} {huge_where}: [please do the rewrite|code the whole migration]
        our next product is {huge_code}, [would you implement it|and you write it]?
        everything we have must be ported {huge_move}
        all {few} services must [encrypt personal data|support several tenants|use one auth
            library], can you make the changes everywhere?
        a complete rewrite {huge_move}, {huge_where}, that's the task
        what I have in mind is nothing less than {huge_code}
        backend in {lang}, apps in {framework}, jobs on {broker}: {huge_code}, please build it
    """),
    "debug_low_do": lines("""
        make "{msg_small}" go away
        get rid of [this error|the message|the warning]: {msg_small}
        explain [the error|this message] {msg_small}
        fix this for me: {msg_small}
        tell me why {tiny} gives {msg_small}
        stop {tiny} from saying "{msg_small}"
        [find|spot] the [missing bracket|wrong index|typo|bad comma] in {tiny}
        correct {tiny}, it {tiny_fails}
        tell me in a sentence what {msg_small} wants from me
        silence the warning "{msg_small}" in {file}
        check [this line|one line of {file}] for a [typo|missing quote|wrong bracket], I get
            {msg_small}
        undo what I broke in {ident}, it now says {msg_small}
    """),
    "debug_low_ask": lines("""
        {msg_small}
        {msg_small} - what does it mean?
        {msg_small}, how do I get rid of it?
        how can I make "{msg_small}" disappear?
        what's behind {msg_small}?
        all I get is {msg_small}
        on line {line}: {msg_small}
        since my last edit {tiny} says {msg_small}
        "{msg_small}", that's what {tiny} tells me
        {tiny} and {msg_small}, where is my mistake?
        the compiler complains: {msg_small}
        when I call {ident} I see "{msg_small}"
        there must be a typo somewhere, {tiny} {tiny_fails}
        why on earth {msg_small}?
        my homework prints {n} instead of 0, where's the slip?
        {ident} [should return true|ought to stop|is meant to print a name], but it {tiny_fails}
        red squiggle under {word}: {msg_small}
        huh, {msg_small}?
        one stupid error left: {msg_small}
    """),
    "debug_medium_do": lines("""
        find out why {slow_one} {got_slow}
        find out why the {service} {mid_fault} {since_mid}
        make {slow_one} fast again, it {got_slow} {since_mid}
        [profile|speed up|analyse] {slow_one}, which {got_slow} {since_mid}
        figure out what changed, {slow_one} {got_slow} {since_mid}
        fix the {service}, it {mid_fault} {since_mid}
        reproduce and fix {ticket}: the {service} {mid_fault}
        repair the [tests|build|import|login] of the {service}, [red|broken|failing] {since_mid}
        stop the {service} from failing, it {mid_fault}
        bring {slow_one} back under a second, it {got_slow}
        trace why the {service} {mid_fault} for {name}
        dig into {ticket}: {slow_one} {got_slow}
        revert or repair whatever made the {service} misbehave, it {mid_fault} {since_mid}
    """),
    "debug_medium_ask": lines("""
        {slow_one} {got_slow} {since_mid}
        {slow_one} {got_slow}. [It was fast before|Why|The query plan looks fine|Any idea]?
        {since_mid} {slow_one} {got_slow}
        what makes {slow_one} so slow {since_mid}?
        {since_mid}, the {service} {mid_fault}
        the {service} {mid_fault} {since_mid}
        why is it that the {service} {mid_fault} {since_mid}?
        {name} reports that the {service} {mid_fault}
        could it be that the {service} {mid_fault} {since_mid}?
        locally all is well, but {since_mid} the {service} {mid_fault}
        it used to work, now the {service} {mid_fault}
        according to {ticket}, the {service} {mid_fault} {since_mid}
        my page calls {route} and the {service} {mid_fault}
        support forwarded this: "the {service} {mid_fault}"
        strangely, the {service} {mid_fault}, though all tests pass
        first {slow_one} was fine, then, {since_mid}, it {got_slow}
        the profiler blames {ident}: {slow_one} {got_slow}
        half of our {noun_id}s never arrive {since_mid}, the {service} {mid_fault}
        is an index missing? {slow_one} {got_slow}
    """),
    "debug_high_do": lines("""
        find the cause of {big_fault} {big_signs}
        track down {big_fault}, seen {big_signs}
        investigate {big_fault} {big_signs}, [logs of all services attached|traces are there]
        lead the analysis of {big_fault}
        clear up {big_fault} [in {few} services|across regions|between all nodes]
        debug {big_fault} {big_signs}
        explain how {big_fault} could [happen|spread to {few} services], {big_signs}
        end {big_fault}, a fix in one service only moved it to the next
        find which of our {few} services starts {big_fault}
        write down a hypothesis and a test for {big_fault}, then fix it in all services concerned
        stop {big_fault} {big_signs}
    """),
    "debug_high_ask": lines("""
        we see {big_fault} {big_signs}
        {big_signs} we get {big_fault}
        {big_fault}, {big_signs}
        what causes {big_fault} {big_signs}?
        how do we debug {big_fault} {big_signs}?
        again {big_fault} last night, {big_signs}
        {big_fault} was reported by {few} teams, {big_signs}
        {big_fault} keeps coming back {big_signs}
        everything is down: {big_fault}
        since {date} we've been hunting {big_fault}
        nobody understands {big_fault}, noticed {big_signs}
        gateway, queue and {db} all fail together, it looks like {big_fault}
        is it possible that {big_fault} comes from [the network, the lock service or both|{broker}
            and {db} together|a bug in several services]?
        incident, priority one: {big_fault}, {big_signs}
        customers in {few} countries are hit by {big_fault}
        three teams blame each other for {big_fault}
        at night, {big_signs}, there is {big_fault}; by morning it's gone
        each service looks healthy on its own, and still there is {big_fault}
        what links {big_fault} with {big_fault}?
    """),
}
