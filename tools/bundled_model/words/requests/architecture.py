"""Requests on how to structure, choose, split, scale and design systems."""

from __future__ import annotations

from tools.bundled_model.grammar import lines, words

SLOTS: dict[str, tuple[str, ...]] = {
    "arch_small": words("""
        a tuple or a small class for one pair of values|a string or an enum for the {noun_id} type
        a date or a timestamp for the birthday field|one column or two for first and last name
        a slug or an id in this URL|a static method or a free function for {ident}
        an exception or a result object in {ident}|a constant or a setting for one limit
        a private or a public field in {cls}|nullable or a default value for one column
        a single file or two for {cls}|a header or a query parameter for the version
        a set or a sorted list for a few tags|a check constraint or code for one rule
        char or varchar for a country code|camelCase or kebab-case for one route
        a getter or a public attribute in {cls}|a hash index or a b-tree on one column
        an integer or a decimal for a quantity|a regex or a parser for one small format
        a loop or recursion in {ident}|a constructor or a factory method for {cls}
        404 or 204 for an empty result|a soft delete flag or a real delete for one table
        a sidebar or tabs on the settings page|a module or a class for two helpers
        one enum or two for the order states|a join or a second query for one list
        a mixin or a base class for {cls}|optional or required for the {word} argument
        a UUID or an integer as primary key|an enum or a lookup table for the status
        a list or a set here|{db} or {db} for a small table of {noun_id}s
        a JSON column or separate columns for settings|a class or a plain function for {ident}
        REST or GraphQL for a single endpoint|one table or two for {noun_id}s and their addresses
        a singleton or a passed-in {cls}|PUT or PATCH for this endpoint
        inheritance or composition for {cls}|a queue or a cron job for one daily mail
        cookies or local storage for the session token|offset or cursor pagination for {route}
        an abstract class or an interface for {cls}|a view or a query for this report
        a boolean or a timestamp for deleted rows|a monorepo or two repos for one app and its docs
        {tool} or {tool} for a small project|a map or an array as the cache
        snake_case or camelCase in our JSON|a feature flag or a branch for this change
        sync or async for this one call|a foreign key or a plain id in the {noun_id} table
        polling or a webhook for one status|TTL or explicit deletes for the {noun_id} cache
        {framework} or {framework} for a tiny site|decimal or float for prices
        a trigger or application code for one timestamp
    """),
    "arch_small_q": words("""
        where should {ident} live, in the model or in the service
        which layer should hold the {noun_id} validation
        which design pattern fits one class with many optional parameters
        which index type fits a {noun_id} column in {db}
        where do I put the config file in a {framework} project
        is a singleton a good choice for {cls}|which data type fits a price column
        should {cls} know about {cls}|which HTTP status code fits a partial update
        how should I name the module that holds {noun_id} helpers
        is {db} enough for a table with {n} rows|should the {noun_id} id be part of the URL
        which pattern fits an undo button|should this field be nullable
        which package should {cls} belong to|is it okay if the view calls the repository directly
        does the {noun_id} table need a created_at column
        what is the right cache TTL for {noun_id}s
        should the enum live in the domain or the API layer
        is a message queue overkill for one job a day
    """),
    "arch_mid_thing": words("""
        a {framework} project with {few} modules|the {service}
        the modules of a {lang} command line tool|the database schema for a {noun_id} system
        the tables for users, roles and permissions|a REST API for {noun_id}s
        the state management in our {framework} app|the folders of a {framework} app
        the layers of the {service}|the caching in the {service}
        the error handling in the {service}|the data model of a booking app
        the plugin interface of {product}|the class hierarchy for {noun_id}s
        the background jobs of the {service}|the test suite of a {framework} project
        the schema for a blog with tags and comments|the settings of {product}
        the domain model of an online shop|the file storage of the {service}
        the import pipeline of the {service}|the permissions in the {service}
        the {noun_id} workflow with its states|a notification module|a rule engine for discounts
        the CI pipeline of one repo|the API versioning of the {service}
        the search feature in the {service}|the document store of {product}
    """),
    "arch_mid_choice": words("""
        {db} or {db} as the store of our {framework} app
        one big table or a table per kind for {noun_id}s in the {service}
        a plugin system or plain modules for {product}
        a shared library or a small service for the validation in two apps
        a message queue or direct calls between the {service} and the {service}
        a read replica or a cache in front of {db}|microfrontends or one frontend for {product}
        a rules engine or plain code for our discounts|{tool} or {tool} for our builds
        a cron job or a worker queue for the reports of the {service}
        an API gateway or direct access for three services
        files on disk or an object store for uploads
        server sessions or tokens for our {framework} app
        a layered or a modular design for {product}
        a workflow engine or our own state machine for orders
        feature folders or layer folders in our {framework} project
        a generic table component or one per page in our {framework} app
        optimistic or pessimistic locking in the {service}|{db} or {db} for the {service}
        {broker} or {broker} for the {service}|REST or gRPC between two of our services
        {framework} or {framework} for the new {service}
        server-side rendering or a single page app for {product}
        serverless or containers for the {service}|{cloud} or {cloud} for our web app
        an ORM or raw SQL in the {service}|a monorepo or several repos for our team
        websockets or server-sent events for the {service}
        MVC or hexagonal architecture for the {service}|{lang} or {lang} for the {service}
        event-driven or request-response for the {service}
        session cookies or JWTs for the {service}|Redux or context in our app
        {tool} or {tool} for our deployments|a managed database or our own {db}
        one database per tenant or a tenant column for a small app
    """),
    "arch_big": words("""
        a system for {n} million users|a multi-region setup with failover
        a multi-tenant SaaS platform|an event-driven platform of {few} services
        a payment system that never loses a transaction|a chat app for millions of users
        a video streaming service like the big ones|a ride sharing backend
        a global content delivery network
        a real-time analytics platform that takes a million events a second|a distributed cache
        a data lake for the whole company|a zero trust network for all services
        an authentication system for all our products|a search engine over billions of documents
        a disaster recovery setup over two data centres|a trading platform with low latency
        a social network feed at scale|an IoT platform for {n}00,000 devices
        a machine learning platform for all teams|a url shortener for billions of links
        an end-to-end encrypted messenger|a highly available job queue over several regions
        a fraud detection system over streams
        an API platform for partners with quotas, billing and audit
        an e-commerce platform that survives Black Friday
        a logging and tracing stack for {few} services|a ledger with strong consistency over shards
        a hospital system with strict privacy
        a document platform with search, rights and versions for {few} offices
        an error tracking platform for thousands of customers
    """),
    "arch_big_task": words("""
        split our monolith into microservices|break up the monolith
        move from a monolith to services without stopping
        migrate from {db} to {db} with zero downtime|move everything from on-prem to {cloud}
        move from {cloud} to {cloud}|scale the {service} from {n} to {n}00,000 users
        scale {db} beyond one machine|shard the {noun_id} database
        make the whole platform highly available|make our platform multi-tenant
        go from one region to five|design the security of the whole platform
        introduce event sourcing and CQRS over all services
        replace our message bus {broker} with {broker} in all services
        introduce a service mesh for {few} services|keep data consistent across {few} services
        handle distributed transactions between orders, stock and payments
        unify the identity of users over all our products
        merge the systems of two companies after an acquisition
        restructure {few} teams and their services around domains
        plan capacity for ten times the traffic|survive the loss of a whole data centre
        handle schema changes across all services and event streams
        modernise a {n} year old legacy system step by step
        build a data platform that serves analytics and machine learning
        move our batch pipelines to streaming|define service boundaries for the whole company
    """),
    "arch_choose": words("""
        should I use|should we use|should I pick|should we go with|is it better to use
        what's better:|which is better,|would you choose|would you use|do you recommend
        what do you recommend:|better
    """),
    "arch_design": words("""
        design|design|sketch|propose|outline|come up with a design for|propose an architecture for
        suggest a structure for|draw up|lay out|think through|plan the structure of
    """),
    "arch_how": words("""
        how should I structure|how should we structure|how would you structure|how would you design
        how do I best organise|what's a good structure for|what's a clean design for
        how do we lay out|how would you model|what's the best way to organise
        how would you split up
    """),
    "arch_extra": words("""
        what are the trade-offs?|pros and cons?|we want to keep it simple|the team is small
        what would you recommend?|which is easier to maintain?|we know {lang} best
        no code yet please|we don't need code, just the approach|coupling is my worry
        it should be easy to test|the current design grew over years|it has to be maintainable
        nothing is broken, I just want a clean design|budget is limited|we run on {cloud}
        currently everything is in {db}|I don't want to over-engineer it
    """),
}

CELLS: dict[str, tuple[str, ...]] = {
    "architecture_low_do": lines("""
        [decide|choose] between {arch_small}
        [tell me|say] which is better: {arch_small}
        [recommend|pick|suggest] [a data type|an index|a pattern|a name for the layer|a package|a
            primary key] for [{cls}|the {noun_id} table|the {noun_id} column|{ident}]
    """),
    "architecture_low_ask": lines("""
        {arch_choose} {arch_small}?
        {arch_choose} {arch_small}?
        {arch_small}?
        {arch_small_q}?
        {arch_small_q}?
        [quick|small|simple] [design|architecture] question: {arch_small_q}?
        {arch_small} - which one?
    """),
    "architecture_medium_do": lines("""
        {arch_design} {arch_mid_thing}
        {arch_design} {arch_mid_thing}
        compare {arch_mid_choice} and [recommend one|list the trade-offs]
        [help me choose|choose|decide] between {arch_mid_choice}
        [review|critique|improve] [the design|the architecture|the structure|the layering] of
            {arch_mid_thing}
        [propose|suggest] [how to split {file} and its {n} classes into layers|module boundaries for
            the {service}|a schema for {noun_id}s, {noun_id}s and their relations]
    """),
    "architecture_medium_ask": lines("""
        {arch_how} {arch_mid_thing}?
        {arch_how} {arch_mid_thing}?
        {arch_choose} {arch_mid_choice}?
        {arch_mid_choice}? [We have {few} developers|It gets {n} requests a second|The data fits on
            one machine]
        what are the [trade-offs|pros and cons] of {arch_mid_choice}?
        does it make sense to [put a cache in front of {db}|use {broker} in the {service}|split the
            {service} into two modules|separate reads from writes in the {service}|use hexagonal
            architecture in the {service}|add a service layer to {framework}]?
        [where|how] should the {service} [keep its state|validate its input|talk to {db}|handle its
            permissions|store its files]?
        which [design pattern|architecture|structure|approach|database] fits {arch_mid_thing}?
    """),
    "architecture_high_do": lines("""
        {arch_design} {arch_big}
        {arch_design} {arch_big}
        {arch_big_task}
        [plan|think about|tell us|find out|explain] how to {arch_big_task}
        [plan|outline|describe|work out] how we {arch_big_task}
        {arch_design} {arch_big}, [including security, data and operations|with failover and
            monitoring|with cost in mind|from ingestion to storage]
        [write|draw|propose] [a roadmap|an architecture|a target architecture|a migration strategy]
            to {arch_big_task}
    """),
    "architecture_high_ask": lines("""
        how [should|do|would|can] we {arch_big_task}?
        how [should|do|would|can] we {arch_big_task}?
        should we {arch_big_task}?
        [what's the best way|what is a sane way|what's the safest way|is it wise|when does it make
            sense] to {arch_big_task}?
        how would you [design|build|architect|approach] {arch_big}?
        what would the architecture of {arch_big} look like?
        we [want|need|plan] to {arch_big_task}. [Where do we start?|What's a good strategy?|What are
            the risks?|How would you go about it?]
        [how does one scale|how do we scale] {arch_big}?
        microservices or a monolith for {arch_big}?
        our [{service}|platform|system|monolith] [can't take the load any more|has to grow
            tenfold|is too tightly coupled to the others]. how do we {arch_big_task}?
    """),
}
