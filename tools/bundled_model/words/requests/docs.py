"""Requests to write, improve or find one's way in documentation."""

from __future__ import annotations

from tools.bundled_model.grammar import lines, words

SLOTS: dict[str, tuple[str, ...]] = {
    "doc_small": words("""
        add a docstring to {ident}|write a docstring for {ident}|add a javadoc comment to {cls}
        fix the typo in the README|fix the broken link in the docs
        correct the version number in the README|add a comment above {ident} that says why
        write a one-line description for {product}|add an example to the docstring of {ident}
        add a changelog entry for {ticket}|write the changelog line for this fix
        update the install command in the README|mention {tool} in the README
        add a badge to the README|add the missing parameter to the docs of {ident}
        document the {word} parameter|document the return value of {ident}|document the {word} flag
        explain in the docs what {ident} returns|rephrase this sentence in the docs
        shorten the first paragraph of the README|add a note about {db} to the install page
        add a table of contents to README.md|add a link to the API reference
        update the copyright year in the docs|write a short summary for the wiki page
        document the error code {n}|describe the {route} endpoint in one sentence
        document what {ident} raises|note in the docs that {word} is deprecated
        fix the grammar in this paragraph of the guide|add a caption to the diagram in the guide
        write the JSDoc for {ident}|write a one-paragraph intro for the user guide
        add alt text to the screenshots in the docs|proofread this docstring
        turn this comment into a proper docstring
        add the default value of {word} to the settings reference
        write a commit message for this change|write a PR description for {ticket}
        rename the heading in the guide|document the environment variable {word}
        write the help text for the --{word} option|add a warning box to the upgrade notes
    """),
    "doc_mid": words("""
        write a README for the {service}
        write a README for {product} with install and usage sections
        write a getting started guide for {product}|write a tutorial for new {framework} users
        document the {noun_id} API with examples|document all endpoints of the {service}
        write docstrings for every function in {file}|write API docs for {file}
        add docstrings to the {cls} class and its methods
        write a troubleshooting page for the {service}|write a runbook for the {service}
        write a how-to for deploying to {cloud}|write the release notes for version {n}
        write the changelog for the last {n} commits|write an upgrade guide from version {n} to {n}
        write an FAQ for the {service}|turn these notes into a guide
        improve the README, it is outdated|rewrite the installation chapter
        restructure the README and add examples|write an onboarding guide for new developers
        write user documentation for the {service}|write a contribution guide
        write a CONTRIBUTING.md and a pull request template
        create an OpenAPI description for the {service}
        document the database schema of the {service}
        document the configuration options of the {service}|write the man page for our CLI
        write a style guide for commit messages
        write a page that explains how authentication in our API works
        write an architecture decision record about {db}|translate the user guide into {spoken}
        write a postmortem of yesterday's outage|write the documentation of our error codes
        document how errors are handled in the {service}|write a guide on debugging the {service}
        write the design document for the {service}|explain our coding conventions in a wiki page
        write a quickstart for the {product} SDK with code samples|document the build process
        document the deployment steps in the wiki|write a glossary of our terms
        turn the docstrings into an API reference page
        update the docs of the {service} after the refactoring
        document the webhook payloads with examples|write a cookbook of {few} recipes for {product}
    """),
    "doc_big": words("""
        restructure the documentation of all our products
        move all our docs from Confluence to a docs site and rewrite them
        write the complete docs of the platform: tutorials, guides, reference, architecture
        document the whole architecture of our {few} services and how they talk to each other
        document the entire codebase|create a documentation strategy for the company
        set up docs as code for all teams, with review and publishing
        write the security documentation for the whole system, from threat model to key rotation
        unify the API docs of all {few} services in one developer portal
        translate all docs into {few} languages and keep them in sync
        write the compliance documentation for the audit, over all systems
        build a knowledge base for every department
        document every service, every event and every database of the company
        write the full disaster recovery handbook for all regions
        write a migration guide from the old platform to the new one, every API included
        rewrite our whole user manual, admin manual and API reference for version {n}
        write the operations handbook: deployment, monitoring, scaling and incidents of all services
        audit all our docs, find gaps and plan a new information architecture
        document all data flows between the systems for GDPR
        document the legacy system end to end, nobody knows it any more
        write developer docs, user docs and operator docs for the entire product line
        consolidate the wikis of {few} teams into one documentation
        design the versioning and structure of the docs for all our products
    """),
    "doc_kind": words("""
        README|docs|documentation|wiki page|user guide|API reference|changelog|tutorial|docstrings
        onboarding guide|release notes|handbook|help page|install guide
    """),
    "doc_one": words("""
        README|wiki page|user guide|tutorial|changelog|onboarding guide|help page|install guide|FAQ
        how-to|reference page|quickstart|runbook|manual|cheat sheet|getting started page|glossary
    """),
    "doc_extra": words("""
        write it for beginners|with examples please|keep it under {n} lines|use markdown
        in simple English|new people keep asking|the code is in {file}|the audience is developers
        the old page is outdated|add headings|we use Sphinx|it should be in markdown
        somebody will proofread it|the code itself is fine|no code changes please
        the bug is fixed already, only the docs are missing
        customers complain that they can't find it|rst format|use the Google style
    """),
    "doc_write": words(
        "write|draft|create|prepare|put together|produce|compose|update|improve|rewrite|polish"
    ),
}

CELLS: dict[str, tuple[str, ...]] = {
    "docs_low_do": lines("""
        {doc_small}
        {doc_small}
        {doc_small}
        [just|only|quickly] {doc_small}
        add [one|a] [sentence|line|comment|note|example] [about|on] {word} to the {doc_kind}
        tell me what the [API docs|docs|reference|manual] of {tool} say about the {word}
            [option|field|header]
    """),
    "docs_low_ask": lines("""
        there's a [typo|wrong link|missing word|wrong command] in the {doc_kind}, [please correct
            it|can you correct it?|fix it]
        [{ident}|{cls}] has no [docstring|doc comment|description], [please add one|add one]
        what should [the docstring of {ident}|the summary line of the README|the heading of the
            install page] say?
        where in the [docs|documentation|reference] is {word} [described|explained|documented]?
        what does the [documentation|API reference|manual] say about the `{word}`
            [field|parameter|header]?
        is the {word} [parameter|option|endpoint] documented [anywhere|somewhere]?
        the {doc_kind} still [mentions|says] {word}, [replace it with {word}|change that to
            {product}|remove it]
        one [sentence|line] for the {doc_kind}: what {ident} [does|returns|expects]
    """),
    "docs_medium_do": lines("""
        {doc_mid}
        {doc_mid}
        {doc_mid}
        {doc_write} the {doc_kind} [of|for] [the {service}|{product}|our {lang} client|our
            {framework} app], [with examples|with a section on setup|step by step]
        {doc_write} [a|our] [guide|tutorial|manual|page|how-to] on [setting up {tool}|using
            {framework} with {db}|deploying to {cloud}|writing plugins for {product}|testing with
            {framework}|logging|local development]
        explain how the {route} API is [documented|described] and [improve the page|fill the
            gaps|add request and response examples]
        document [the {noun_id} module|the public methods of {cls}|our {tool} setup|how we use
            {broker}] so that [a newcomer|another team|support|an outsider] [can use it|understands
            it]
    """),
    "docs_medium_ask": lines("""
        [we need|I need|we're missing] a[ proper| good| short|] {doc_one} for the {service}
        [nobody|no one on the team] [knows how to set up|understands how to use] {product};
            {doc_mid}
        the {doc_kind} of the {service} is [outdated|confusing|incomplete|hard to read], [rewrite
            it|make it clearer|can you improve it?]
        how should the [README|guide|API reference] for the {service} be [structured|organised] and
            what belongs in it?
        our users keep asking [how the export works|how to log in with SSO|how to import data].
            {doc_mid}
        task for today: {doc_mid}
    """),
    "docs_high_do": lines("""
        {doc_big}
        {doc_big}
        {doc_big}
        {doc_mid} [for each of our {few} services|for all products and in all {few} languages|for
            every team in the company]
        [document|write docs for|write up] [everything|the entire platform|the complete system] [end
            to end|from scratch|for developers, operators and users]
    """),
    "docs_high_ask": lines("""
        [we need|I was asked|our task is] to {doc_big}
        our [docs are|documentation is] [spread|scattered] over [{few} wikis|many repos|five tools].
            {doc_big}
        [project|epic|for next quarter]: {doc_big}
        [none of|almost none of] our {few} services [is|are] documented. {doc_big}
    """),
}
