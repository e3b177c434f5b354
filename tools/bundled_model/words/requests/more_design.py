"""Still more requests for documents and designs of software, in the most different wording.

A line or one table is a small matter; a page or one service a middling one; the documents or the
design of a whole landscape a large one.
"""

from __future__ import annotations

from tools.bundled_model.grammar import lines, words

SLOTS: dict[str, tuple[str, ...]] = {
    "doc_small_thing": words("""
        the README|the docstring of {ident}|the changelog|the comment above {cls}|the help text
        the heading of the install page|the man page|the FAQ|the {tool} section|the API page
        the release note of {ticket}|the caption of the diagram|the first line of the guide
    """),
    "doc_one_line": words("""
        a one-line description of {ident}|a docstring for {ident}|a comment on line {line}
        a sentence on {word}|a link to {tool}|the licence line|the missing parameter {word}
        a changelog entry for {ticket}|the date of the release|a caption
        a note on the default of {word}|a badge|a short alt text|the type of {word}|the heading
        an example call of {ident}
    """),
    "howto_about": words("""
        resetting a password|connecting {tool} with the {service}|importing {noun_id}s from a file
        inviting a colleague|setting up {tool} on a new laptop|exporting a report|the first login
        creating an API key|changing the billing address|using the {service}|restoring a backup
        rotating a certificate|adding a new {noun_id} field|running the tests locally|releasing
        writing a plugin for {product}|signing in with a phone|printing labels|the {route} endpoint
        getting started with {product}|debugging {framework} apps|moving {noun_id}s to the archive
    """),
    "howto_kind": words("""
        a friendly how-to page|a how-to|a step-by-step guide|a tutorial|a help article|a wiki page
        a getting-started page|a troubleshooting page|a short manual|a runbook|an onboarding page
        a README with setup, usage and examples|a page with screenshots|a migration note|a guide
        an API reference page|a cookbook page with five recipes|a walkthrough
    """),
    "howto_for": words("""
        beginners|our support team|people who have never seen it|new developers|customers|admins
        our partners|colleagues from sales|open source contributors|testers|non-technical users
    """),
    "doc_set": words("""
        the developer portal with guides, references and tutorials|the complete product manual
        the documentation of all {few} services|an operations handbook for the whole platform
        the documentation set of our platform|user, admin and developer manuals for {product}
        the security and compliance documentation of the company|a knowledge base for all teams
        the API documentation of every product|the docs of {few} products in {few} languages
        an engineering handbook for the whole company|all runbooks of all services
        a certification-ready technical file|a documentation system with style guide and review
        the training material for all roles, from admin to end user|a docs site for {few} versions
        the disaster recovery documentation for all systems|the architecture docs of all systems
    """),
    "low_choice": words("""
        a list or a set for {noun_id}s|a JSON or a YAML file for a handful of settings
        SQLite or a CSV file for one small table|an int or a UUID as key of the {noun_id} table
        a boolean or an enum for the {noun_id} state|one column or two for the name
        a dataclass or a dict for a {noun_id}|a float or a decimal for the price column
        a constant or a setting for the timeout|TOML or INI for one config file
        a date or a timestamp for the {word} column|a static method or a function for {ident}
        an array or a map for {n} entries|a text or a varchar column for {word}
        a struct or a class for {word}|a nullable column or a default for {word}
        an interface or a plain class for {cls}|{db} or a plain file for a single table of {n} rows
        a tuple or an object as return value
    """),
    "tech_pair": words("""
        {db} or {db}|{framework} or {framework}|{broker} or {broker}|{cloud} or {cloud}
        {tool} or {tool}|REST or GraphQL|gRPC or REST|polling or webhooks|sync or async
        {lang} or {lang}|an ORM or plain SQL|sessions or tokens|a queue or a cron job
        SQL or a document store|server rendering or an SPA|containers or functions
    """),
    "mid_place": words("""
        the {service}|our {service}|the new {service}|one {framework} service|{product}
        a service with {n} tables|the backend of a small shop|an internal tool for {n} people
        one app with {n},000 users|our {lang} service|a single team's backend|the team's web app
    """),
    "mid_design": words("""
        the data model for {noun_id}s, {noun_id}s and their history|roles and permissions
        the error handling|caching|the module structure|the plugin interface|background jobs
        the API of {noun_id}s|file storage|validation|configuration
        the state machine of a {noun_id}|logging and metrics|search|the import pipeline
        notifications|the folder layout|offline use|the retry policy|soft deletion and audit
        the test strategy|versioning of the API
    """),
    "huge_system": words("""
        our whole landscape of {n}0 services|a global payment network|the company's data platform
        all products of the group|a system for {n} million devices|our platform in {few} regions
        a nationwide health record system|the booking systems of {few} airlines|a smart city
        an exchange with {n},000 orders a second|a bank's core|the identity system of all products
        a multi-tenant platform for {n},000 firms|a streaming service on {some} continents
        the backend of a messenger with {n} million users|the IT of two merging companies
    """),
    "huge_need": words("""
        without downtime|for ten times the load|despite the loss of a region|with zero trust
        with strict consistency|in {few} legal areas|within {few} years and {few} teams
        with failover, audit and encryption|at a third of the cost|while the old one keeps running
        for {few} independent teams|with peaks of {n}0,000 requests a second
    """),
}

CELLS: dict[str, tuple[str, ...]] = {
    "docs_low_do": lines("""
        add {doc_one_line} [to|in] {doc_small_thing}
        write {doc_one_line}, [no more|that's all|one line]
        fix the [typo|wrong link|broken table|spelling|date] in {doc_small_thing}
        replace {word} [by|with] {word} in {doc_small_thing}
        put {doc_one_line} into {doc_small_thing}
        [remove|delete|update] {doc_one_line} [from|in] {doc_small_thing}
        shorten {doc_small_thing} by one sentence
        say in one sentence what {ident} does, for {doc_small_thing}
        correct "{word}" to "{word}" in {doc_small_thing}
        mark {word} as [deprecated|optional|required] in {doc_small_thing}
        bump the [version|year|date] in {doc_small_thing}
        capitalise {word} in {doc_small_thing}
        move one [line|bullet|link] of {doc_small_thing} to the top
        write the alt text [for|of] one screenshot
    """),
    "docs_low_ask": lines("""
        {doc_small_thing} lacks {doc_one_line}
        {doc_small_thing} misspells {word}
        in {doc_small_thing} it says {word}, it should be {word}
        there's still {doc_one_line} missing in {doc_small_thing}
        where in the docs do I find {word}?
        could {doc_one_line} be added to {doc_small_thing}?
        {doc_one_line} please
        one tiny thing in {doc_small_thing}: {doc_one_line}
        line {line} of {doc_small_thing} has a typo
        does {doc_small_thing} say what {word} means?
        how would you word {doc_one_line}?
        wrong link in {doc_small_thing}
        {doc_small_thing}: a comma is missing
        "{word}" in {doc_small_thing} ought to be "{word}"
        has anyone noticed the typo in {doc_small_thing}?
        what's a good one-line summary of {ident} for {doc_small_thing}?
        our copyright year in {doc_small_thing} is old
    """),
    "docs_medium_do": lines("""
        write {howto_kind} [on|about|for] {howto_about}
        write {howto_kind} on {howto_about} for {howto_for}, [with pictures|in plain words|with
            common mistakes at the end]
        explain {howto_about} to {howto_for} in {howto_kind}
        turn [the mail of {name}|my notes|the ticket {ticket}|this chat] into {howto_kind} about
            {howto_about}
        rewrite our page on {howto_about} for {howto_for}
        update the chapter on {howto_about}, [the screens have changed|add the new steps|and split
            it in two]
        describe {howto_about} step by step in [our help centre|the wiki|the handbook]
        document [{cls} and its methods|the {route} endpoints|the tables of the {service}|our
            release steps], [examples included|for {howto_for}]
        prepare {howto_kind} so that {howto_for} manage {howto_about} alone
        interview me about {howto_about} and make {howto_kind} of my answers
        collect the usual questions on {howto_about} and answer them on one page
        test our guide to {howto_about} as one of {howto_for} would, and improve it
        draw up {howto_kind}: what {howto_for} need before, during and after {howto_about}
    """),
    "docs_medium_ask": lines("""
        {howto_for} keep asking about {howto_about}; {howto_kind} would help
        {howto_for} need {howto_kind} on {howto_about}
        for {howto_for} we lack {howto_kind} on {howto_about}
        on {howto_about} there is nothing in the docs yet, {howto_kind} please
        could you write {howto_kind} about {howto_about}?
        {howto_kind} about {howto_about} is [needed|missing|overdue|wanted]
        {howto_about}: we'd like {howto_kind} for {howto_for}
        what belongs into {howto_kind} about {howto_about}? Please draft it
        how would {howto_kind} for {howto_for} explain {howto_about}?
        the page on {howto_about} confuses {howto_for}, [please rewrite it|make it friendlier]
        by {date} the docs should cover {howto_about}
        nobody finds out about {howto_about} without {howto_kind}, so please write one
        {howto_kind}, friendly in tone, on {howto_about}: who writes it? You, please
        {name} from support begs for {howto_kind} about {howto_about}
        can the README be grown into {howto_kind} on {howto_about}?
        dear writers, {howto_about} changed completely, so our page needs new steps and pictures
        what do {howto_for} have to read to manage {howto_about}? Write that page
    """),
    "docs_high_do": lines("""
        [write|create|produce|build up|plan and write] {doc_set}
        write {doc_set} from scratch, [{few} hundred pages|for all audiences|with all teams]
        restructure {doc_set}
        translate and maintain {doc_set} in {few} languages
        merge [{few} wikis|all our scattered docs|the manuals of three companies] into {doc_set}
        [overhaul|rework|migrate] {doc_set} from [Confluence|Word files|{few} wikis] to [one
            portal|docs as code]
        bring {doc_set} up to date, [every single page|with owners and reviews for all parts]
        work out a documentation strategy for [all teams|the whole company|{few} products]
        split, rewrite and version {doc_set}
        prepare {doc_set} for the audit in {few} countries
        take over {doc_set}: content plan, authors, tools, translation
        unify the terms, tone and structure of {doc_set}
    """),
    "docs_high_ask": lines("""
        we have to deliver {doc_set} [by {date}|before the audit|within a year]
        could you write {doc_set}?
        {doc_set} is missing entirely
        {doc_set} must be written, [where do we begin|who writes what|all of it]?
        what would {doc_set} have to contain? Please write it all
        the auditors want {doc_set}
        after {few} years without docs we need {doc_set}
        {doc_set}: please plan the structure and write every part
        from end to end, {doc_set} has to be redone
        how do we get {doc_set} written and kept alive by {few} teams?
        {few} products, {few} audiences, no docs: can you create {doc_set}?
        how would you organise and write {doc_set}?
        before we open the platform to partners, {doc_set} has to exist
        where today there are {few} wikis, there shall be {doc_set}
        a team of {few} shall produce {doc_set}; write the outline and all chapters
    """),
    "architecture_low_do": lines("""
        choose: {low_choice}
        pick one: {low_choice}
        tell me what to take, {low_choice}
        give me a quick opinion on {low_choice}
        decide for me: {low_choice}
        say in a word what's better, {low_choice}
        name the better option, {low_choice}
        vote: {low_choice}
        settle a small matter, {low_choice}
        advise me on one column: {low_choice}
        recommend {low_choice}, it's just one small thing
    """),
    "architecture_low_ask": lines("""
        {low_choice}?
        {low_choice}, what's better?
        would you take {low_choice}?
        for one small [table|file|script|class]: {tech_pair}?
        {tech_pair} for a single [small table|file|tiny script|config value]?
        is {db} overkill for one [small table|file of {n} lines|list of {n} {noun_id}s]?
        what fits better, {low_choice}?
        {name} and I disagree: {low_choice}?
        simple thing, {low_choice}?
        when is it worth a class of its own, just for {ident}?
        does one [flag|field|helper] like {word} go into {cls} or {cls}?
        a tiny design question, {low_choice}?
        do I need {db} for {n} rows, or will a file do?
        one table, {n} rows, nobody else uses it: {db} or {db}?
        just a script for myself, {low_choice}?
        does the {noun_id} table want an index on {word}?
        public or private, the field {word} of {cls}?
        is "{word}" a good name for [a module|a table|a class] with one {noun_id}?
    """),
    "architecture_medium_do": lines("""
        compare {tech_pair} for {mid_place} [and recommend one|with pros and cons|by cost and
            effort]
        weigh {tech_pair} for {mid_place}
        help us decide: {tech_pair} in {mid_place}
        design {mid_design} of {mid_place}
        sketch how {mid_design} in {mid_place} could [look|be organised|be layered]
        review our design of {mid_design} in {mid_place}
        propose two ways to handle {mid_design} in {mid_place} and [pick one|compare them]
        lay out {mid_design} for {mid_place}, [no code|just the approach|with a diagram]
        argue for and against {tech_pair} in {mid_place}
        rate {tech_pair} for {mid_place} by speed, cost and know-how
        divide {mid_place} into modules and say how they talk
        find a better home for {mid_design} in {mid_place}
        model {noun_id}s, {noun_id}s and {noun_id}s for {mid_place}
    """),
    "architecture_medium_ask": lines("""
        {tech_pair} for {mid_place}?
        for {mid_place}, {tech_pair}?
        {mid_place}: {tech_pair}?
        which one suits {mid_place}, {tech_pair}?
        we're torn between two things for {mid_place}, {tech_pair}
        {tech_pair} - what speaks for which in {mid_place}?
        how should {mid_design} be done in {mid_place}?
        in {mid_place}, where does {mid_design} belong?
        {mid_design} in {mid_place}: what's a clean design?
        what would a good design of {mid_design} for {mid_place} look like?
        {name} wants us to think about {mid_design} in {mid_place}
        would you keep {mid_design} inside {mid_place} or apart from it?
        we have to settle {mid_design} for {mid_place}, which options are there?
        suppose {mid_place} doubles its {noun_id}s, does {tech_pair} matter?
        {mid_design}, one team, {mid_place}: which pattern?
        so far {mid_place} has no concept for {mid_design}; what do you suggest?
        what would you regret later in {mid_place}, {tech_pair}?
        is {mid_design} better solved by a library or by ourselves in {mid_place}?
    """),
    "architecture_high_do": lines("""
        design {huge_system} {huge_need}
        draw up the target architecture of {huge_system} {huge_need}
        compare {tech_pair} as the basis of {huge_system} {huge_need}
        choose between {tech_pair} for {huge_system}
        plan how {huge_system} can be rebuilt {huge_need}
        work out the security design of {huge_system}
        propose [a roadmap|a migration path|service boundaries] for {huge_system} {huge_need}
        think through [data, services and teams|consistency and failover] of {huge_system}
        lay the technical foundation of {huge_system} {huge_need}
        break {huge_system} into domains, teams and contracts {huge_need}
        write the architecture vision of {huge_system} {huge_need}
        weigh {tech_pair} across {huge_system} {huge_need}
    """),
    "architecture_high_ask": lines("""
        how would {huge_system} be designed {huge_need}?
        {tech_pair} for {huge_system}, {huge_need}?
        for {huge_system}, would you build on {tech_pair}?
        {huge_system} {huge_need}: what architecture?
        what should {huge_system} look like {huge_need}?
        {huge_system} has to work {huge_need}, how do we structure it?
        which architecture carries {huge_system} {huge_need}?
        we run {huge_system} and want it {huge_need}. What has to change?
        {huge_need}, is that possible for {huge_system}, and with what design?
        where do we cut {huge_system} into parts {huge_need}?
        on {cloud} or in our own data centres: how do we lay out {huge_system}?
        who owns which data in {huge_system}, and how does it flow {huge_need}?
        is {tech_pair} the right base for {huge_system}?
        in {some} years {huge_system} should run {huge_need}; which steps lead there?
        what breaks first in {huge_system}, and how do we design around it {huge_need}?
        {huge_system}, {few} teams, {few} regions: who talks to whom and how?
        can {huge_system} be replaced piece by piece {huge_need}?
        threat model and trust zones for {huge_system}, how would you cut them?
    """),
}
