"""Requests to write or change code."""

from __future__ import annotations

from tools.bundled_model.grammar import lines, words

SLOTS: dict[str, tuple[str, ...]] = {
    "small_job": words("""
        reverses a string|checks whether a number is prime|counts the vowels in a text
        returns the largest of three numbers|sums a list of integers|removes duplicates from a list
        sorts a list of dicts by a key|converts Celsius to Fahrenheit|parses an ISO date
        validates an email address|checks for palindromes|flattens a nested list|trims whitespace
        splits a name into first and last|generates a random password|computes the factorial of n
        returns an error when the input is negative|raises a ValueError for empty input
        prints the Fibonacci numbers up to n|reads a CSV file into a list|merges two dictionaries
        counts lines in a file|swaps two variables|finds the second largest element|formats a price
        returns the current time in UTC|turns a string into a slug|capitalises every word
        calculates the average|computes a SHA-256 hash|rounds to two decimals
        pads a number with zeros|masks all but the last four digits of a card
        checks if a year is a leap year|inverts a map|lists all files in a folder
        converts bytes to megabytes|picks a random item|swaps keys and values
        finds the longest word in a sentence|escapes HTML|strips tags from a document
        rotates a matrix|counts the words of a document|logs an error message and exits
        returns null if the key is missing|multiplies two matrices|decodes base64
        compares two version strings|clamps a value to a range|checks if two words are anagrams
        converts roman numerals|tells whether a date is in the past
        returns the days between two dates|groups items by the first letter|shuffles an array
        finds the median|extracts the domain from a URL|turns snake_case into camelCase
        reads an environment variable with a default|sleeps for a random time
        prints a multiplication table
    """),
    "small_edit": words("""
        rename the variable {ident} to {ident}|rename {ident} in {file}
        rename the class {cls} to {cls}|add a null check to {ident}|add type hints to {ident}
        make {ident} return a list instead of a dict|change the default timeout to {n} seconds
        remove the unused imports in {file}|extract this constant into {file}
        replace the for loop with a list comprehension|turn this callback into async/await
        add a default value for the {word} parameter|convert this function to an arrow function
        make this method static|inline the helper {ident}|replace print with logging in {file}
        add a log line to {ident}|bump {framework} to version {n}|change the button colour to blue
        add a column {word} to the {noun_id} table|sort the imports
        add an index on the {noun_id} column|set the port from an environment variable
        delete dead code in {file}|add a --verbose flag to the script|move {ident} into {file}
        use f-strings in {file}|add a {word} field to the {cls} class
        make the {word} argument optional|turn the magic number into a constant
        swap the two arguments of {ident}|add a test for {ident}|write one unit test for {ident}
        shorten this one-liner|rewrite this if/else as a ternary
        change the {noun_id} field from int to string|return 404 instead of 500 in {ident}
        raise an error when {word} is missing|lowercase the {noun_id} before saving
        center the div on the login page|make the header sticky|hide the button on mobile
        add .env to .gitignore
    """),
    "small_thing": words("""
        a regex that matches phone numbers|a regex for dates like 2024-01-31
        a regex for IP addresses|a regex to pull out all hashtags
        a one-liner that deletes empty lines|a bash one-liner to count files
        a SQL query that counts users per country|a SELECT that joins orders and customers
        a SQL query for the top {n} customers|a query for rows older than {few} days
        an UPDATE that sets all null {noun_id}s to 0|a lambda that squares numbers
        a list comprehension for even numbers|a for loop over a dict|a hello world in {lang}
        a switch statement for weekdays|a CSS rule that hides the footer
        a curl command that posts JSON|a dataclass for {noun_id}s|an enum with order states
        a struct for a {noun_id}|an interface for a {noun_id}|a git alias for log
        a cron line for midnight|a type for {ident}'s arguments|a getter for {word}
        a decorator that times a function|a makefile target that runs the tests
        a one-line Dockerfile change|a jq filter for names
        a small snippet that opens a file in {lang}|a type guard for {cls}
        a custom exception called {cls}|a unit test for {ident}
        an assertion that {ident} returns None|a mock for {ident}|a sed command that replaces tabs
        an awk line that sums the second column|a find command for big files
        a while loop that stops at {n}|a constant for the {noun_id} limit
        a comparator for {noun_id}s
    """),
    "mid_thing": words("""
        a REST endpoint for {noun_id}s with validation and tests|a CRUD API for {noun_id}s
        a login form with validation|a registration page with email confirmation
        a pagination component|a command line tool that renames photos
        a CLI with subcommands for import and export
        a script that reads a CSV, cleans it and loads it into {db}
        a CSV importer with error reporting|a web scraper that saves product prices
        a rate limiter middleware|a retry decorator with backoff|an LRU cache class with tests
        a binary search tree with insert, delete and search|a linked list class with iterators
        a priority queue class|a parser for our config format
        a tokenizer for arithmetic expressions|a small expression evaluator
        a markdown to HTML converter|a file upload endpoint with size checks
        a PDF export of the {noun_id} report|a bulk delete action|a search bar with autocomplete
        a data table with sorting and filters|a modal dialog component
        a dark mode toggle that remembers the choice|a multi-step signup form|a drag and drop list
        a Celery task that sends reminders|a background job that resizes images
        a webhook receiver for {tool}|an OAuth login with Google|a JWT middleware for {framework}
        a password reset flow|a Dockerfile and compose file for the {service}
        a GitHub Actions workflow that lints, tests and builds
        a Terraform module for an S3 bucket with policies|a Helm chart for the {service}
        an Ansible playbook for {tool}|a migration that splits the name column and fills both
        a set of unit tests for {file}|unit tests for the {cls} class that cover edge cases
        integration tests for the {service}|a test suite for the {noun_id} module
        a {framework} app that shows the weather|a todo app in {framework}|a tic-tac-toe game
        a snake game in {lang}|a chat bot that answers from a list|a small blog in {framework}
        a {framework} form that uploads several files|an audit log for the {noun_id} model
        a CSV and Excel export|a feature flag helper with caching|a settings page with tabs
        an invoice generator that makes PDFs|a client class for the {product} API
        a wrapper around the {tool} API with retries|a Slack bot for deployments
        a {lang} library function set for money amounts|a undo/redo stack for the editor
        a shopping cart component|a calendar widget with week view|an email template renderer
        a custom {framework} middleware that logs requests
        a health check endpoint that tests {db} and {broker}|a dashboard page with three charts
        a GraphQL resolver for {noun_id}s|a document editor component
        a form to report errors to support|an error page with a search box
        a class that loads documents from disk and indexes their titles
        a handler that maps exceptions to HTTP errors
    """),
    "mid_change": words("""
        refactor {file} into smaller functions|refactor the {cls} class to use dependency injection
        split {file} into three modules|refactor the {service}'s controller, it has {n} methods
        convert the {cls} component from a class to hooks|port {file} from JavaScript to TypeScript
        rewrite {file} in {lang}|replace the raw SQL in {file} with the ORM
        add caching to the {service}'s list view|add pagination and filters to {route}
        add soft delete to the {cls} model|add CSV export to the {service}
        add input validation to all fields of the signup form
        add role checks to the {service}'s endpoints
        clean up the duplicated code in {file} and {file}
        pull the shared logic of both handlers into a base class
        replace {framework} with {framework} in the {service}|add two-factor login to the {service}
        make the {service} configurable through a yaml file
        add retries and timeouts to the {tool} client
        move the {noun_id} logic out of the view into a service class
        add translations to the {service}|convert the synchronous client in {file} to asyncio
        add unit tests for everything in {file}
        raise the test coverage of the {noun_id} package to {n}%
        add a new payment method to the checkout
        make {file} follow our lint rules and fix the names
        upgrade the {service} to {framework} {n}|implement the {cls} interface for {db}
        extend the {service} so that users can upload an avatar
        implement {ticket}: users can filter {noun_id}s by date
        add error handling and logging to {file}
        write the missing tests and tidy the fixtures in {file}
        implement sorting and search in the {noun_id} table
    """),
    "big_code": words("""
        migrate our whole codebase from {lang} to {lang}
        port the entire {service} and all its clients to {framework}
        rewrite the monolith's frontend and backend in {framework}
        write the code that migrates all services from {db} to {db}
        implement multi-tenancy across the whole application
        add end-to-end encryption to chat, files and backups
        implement single sign-on for all our products
        build a distributed job scheduler with leader election|implement a distributed lock service
        write a lock-free concurrent hash map in {lang}
        build a complete e-commerce platform with payments, stock and shipping
        implement a compiler for a small language with an optimiser
        write a database engine with transactions and crash recovery
        implement the Raft consensus protocol in {lang}
        build a real-time collaborative editor with conflict resolution
        build a video streaming platform from scratch
        implement exactly-once processing between {broker} and {db}
        convert the whole code base to async
        refactor all {few} services to use the new auth library
        rewrite the producers and consumers of all services for {broker}
        add internationalisation to the web app, the mobile app, the mails and the database
        build an operating system kernel in {lang}
        implement offline sync with conflict handling for iOS, Android and web
        implement role based access control across all services
        rewrite the legacy {lang} system as {framework} services, data migration included
        build a search engine with crawler, index and ranking
        build a full CRM with roles, reports, mail sync and a mobile app
        implement sharding in our data layer and move the existing data
        implement event sourcing for orders, billing and stock
        extract billing from the monolith into a service of its own and migrate the data
        implement a plugin system with sandboxing for untrusted code
        build a multi-threaded web server with TLS and hot reload
        implement rate limiting shared by all gateways and regions
        write a thread-safe connection pool used by every service, with failover
        upgrade all {few} repositories to {framework} {n} and repair what breaks
        replace our home-grown auth with OAuth2 in every app
        implement audit logging through the whole platform, from gateway to database
        build a machine learning pipeline from ingestion to serving
        split the shared database and rewrite every service that reads it
        implement live migration of sessions between data centres
        build a banking backend with ledger, fraud checks and reporting
        build a multiplayer game server with matchmaking and anti-cheat
        introduce strict typing through all {few} packages of the monorepo
        build an entire booking platform: web, mobile, backend and payments
    """),
    "big_area": words("""
        across all our services|in every repository of the company|across the whole platform
        throughout the entire codebase|in all {few} microservices|for every team's services
        across frontend, backend and mobile|in all our products at once|across {few} repos
        through the whole monorepo|for all tenants and regions
    """),
    "in_lang": words("""
        in {lang}|in {lang}|using {lang}|with {framework}|using {framework}|in our {framework} app
        for our {lang} project|in plain {lang}|in {file}|for {product}|for the {service}
    """),
    "extra_small": words("""
        keep it short|no libraries please|just the code|one line is enough|should be quick
        a few lines at most|that's all I need|nothing fancy|no explanation needed
        without dependencies|keep the signature|nothing else should change|only this one function
    """),
    "extra_code": words("""
        it should raise an error on bad input|please add comments|follow PEP 8|use type hints
        return JSON|errors should be logged, not swallowed|keep the style of the project
        the API docs say it returns a list|make sure the tests still pass
        we use {framework} and {db}|it must not crash on empty input|the design is in Figma
        you can find the spec in the docs|idiomatic {lang} please|handle timeouts|edge cases matter
        it is for {product}|the old version is in {file}
    """),
    "makes": words(
        "write|write|create|implement|code|make|build|generate|code up|add|come up with|produce"
    ),
    "fn": words("""
        a function|a function|a function|a {lang} function|a {lang} function|a method
        a small script|a {lang} script|a helper|a routine|a snippet|some code|code|a program
        a lambda|{lang} code
    """),
}

CELLS: dict[str, tuple[str, ...]] = {
    "code_low_do": lines("""
        {makes} {fn} that {small_job}
        {makes} {fn} that {small_job} {in_lang}
        {makes} {fn} called {ident} that {small_job}
        {makes} {small_thing}
        {makes} {small_thing} {in_lang}
        {small_edit}
        {small_edit}
        [quickly|just|only] {small_edit}
        [show|give] me {small_thing}
        give me {fn} that {small_job}
        write the {lang} code for {small_thing}
    """),
    "code_low_ask": lines("""
        what's the [regex|one-liner|shortest code] for {small_thing}?
        [need|I need|looking for] {fn} that {small_job}
        [need|I need|I want] {small_thing}
        {fn} that {small_job}, [{in_lang}|please|thanks]
        {lang} [code|snippet|one-liner]: {fn} that {small_job}
        how do I write {small_thing} in {lang}?
        how can I [loop over a dict|read a file line by line|reverse a list|join two strings|format
            a date|sort by two keys|make an http request|concatenate lists|parse JSON|write to a
            file|iterate backwards|check the type of a value] in {lang}?
        {small_edit} - {extra_small}
    """),
    "code_medium_do": lines("""
        {makes} {mid_thing}
        {makes} {mid_thing} {in_lang}
        {mid_change}
        {mid_change}
        {mid_change} and [add tests|keep the API stable|update the tests|keep the behaviour]
        {makes} {mid_thing} and [cover it with tests|wire it into the {service}|add a test for each
            case]
        {makes} a {lang} [class|module|package|script] [that reads {noun_id}s from {db}, filters
            them and writes a report|that talks to {tool} and stores the results in {db}|for
            {noun_id}s with add, remove and search|that syncs a folder with {cloud}]
        finish the [half-done|started] [implementation|refactoring] of {cls}:
            [validation|persistence|error handling] and [tests|logging] are missing
    """),
    "code_medium_ask": lines("""
        [I need|we need|I'm looking for] {mid_thing} {in_lang}
        [I want|I'd like to have|we want] {mid_thing}. [The data comes from {db}|It runs on
            {cloud}|It should use {framework}]
        [feature request|new feature|task|story]: {mid_thing}
        as a user I want {mid_thing}
        {file} has grown to {line} lines. {mid_change}
        the {cls} class does too much: {mid_change}
        how would you implement {mid_thing} in {framework}?
    """),
    "code_high_do": lines("""
        {big_code}
        {big_code}
        {big_code}
        [plan and |]{big_code}
        {mid_change} {big_area}
        {small_edit} {big_area}
        {makes} {mid_thing} and [roll it out|introduce it|use it] {big_area}
        {big_code}, [including tests|with zero downtime|step by step|with a rollback path|under high
            concurrency]
    """),
    "code_high_ask": lines("""
        [we need|I need|management wants] to {big_code}
        [big one|large task|epic|project]: {big_code}
        [we decided to|our goal this year is to|the plan is to] {big_code}. [Write the code|Start
            implementing|Please do it|Begin with the core]
        {big_code}. [It touches {few} services|All teams are affected|There are {few} repos|Users
            must not notice]
    """),
}
