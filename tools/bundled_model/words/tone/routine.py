"""What companies do as a matter of course, in sets, and neutral headlines to stand in."""

from __future__ import annotations

from tools.bundled_model.grammar import lines, words

SLOTS = {
    "routine": words("""files annual report|appoints new auditor|moves head office
sets record date|holds annual meeting|hosts investor day|names new treasurer|updates its bylaws
renames a unit|changes its ticker|adopts new logo|posts slides of its call|registers a trademark
opens archive|renews credit line on same terms|schedules earnings call|confirms date of results
affirms its guidance|leaves dividend unchanged|repeats its forecast|keeps payout as it was
splits stock two for one|prices notes as planned|leases new offices|relocates a department
completes migration to new software|publishes list of suppliers|invites analysts to briefing
nominates director for reelection|elects chairman for another term|swears in new secretary
replaces registrar|switches reporting currency|sponsors a marathon|donates books to library
celebrates anniversary|shows products at trade fair|answers query from exchange
declines to comment on rumours|has nothing to announce|continues talks with partner
studies options, no decision yet|extends cooperation agreement|joins a trade group
tests new tills in two shops|redesigns website|translates its brochure|closes for public holiday
publishes minutes of meeting|sends proxy statement to shareholders|files form 8-K
pays regular dividend|goes ex-dividend|reports next week|reports after the close
presents at conference|webcasts its meeting|moves results by a day|lists notes in Luxembourg
introduces new uniforms|changes opening hours|merges two departments, no jobs affected
publishes financial calendar|starts search for new finance chief|hands over to next chairman
meets forecasts|reports in line with estimates|matches last year's profit|sees flat sales
makes no change to its targets|sticks to its plan|stands by its outlook"""),
    "as_before": words("""flat|unchanged|steady|level|static|stable|as before|the same
little changed|no different|as expected|rangebound|sideways|on an even keel|in line with forecasts
not moving|barely changed|at a standstill|neither up nor down|much the same|becalmed|unmoved|idle
in balance"""),
    "gathering": words("""annual meeting|investor day|results call|roadshow|shareholder vote|AGM
analyst briefing|earnings webcast|press conference|board meeting|trade fair|court hearing|summit
site visit|committee hearing|press day"""),
    "paper": words("""annual report|form 10-K|prospectus|proxy statement|form 8-K
sustainability report|code of conduct|tax report|list of holdings|financial calendar
shareholder letter|handbook|accounts|quarterly filing|registration statement|agenda
trading calendar|fact sheet|fee schedule"""),
    "odd_name": words("""Rise Foods|Surge Fitness|Boom Records|Bull & Bush Pubs|Peak Paper
Rally Sports|Golden Harvest Bakeries|Sunrise Dairies|Bright Future Schools|Victory Toys
Record Press|Upswing Shoes|Crash Games|Bear Mountain Tours|Fallen Leaf Tea|Slide & Swing Parks
Plunge Pools|Drop Coffee|Sinking Ship Comics|Black Hole Optics|Red Sea Diving|Storm Windows
Downhill Skis|Lost Luggage Services|Bankrupt Records|Gains Gym|Loss Lake Lodge|Default Design
Spike Hardware|Breakout Games|Panic Software|Bounce Trampolines|Collapse Furniture|Boost Juices
Crisis Theatre|Winner Sausages|Soar Kites|Hot Streak Saunas|Dip & Dive Swimwear|Growth Gardens
Recovery Mattresses|Shrink Wrap Supplies"""),
}
NEUTRAL = lines("""
{company} {routine}
{company} {routine} {when}
{company} {routine}, [{source} reports|as planned|as usual|as announced|as every year]
{company} {routine}, no effect on [results|guidance|jobs]
{company}, led by {person}, {routine}
{place}'s {company} {routine}
maker of {product} {routine}
supplier of {goods} to {company} {routine}
under {person}, {company} {routine}
{company} {routine} and {routine}
{company} {routine} [ahead of|before|after] {gathering}
{odd_name} {routine}
{odd_name} {routine} {when}
{odd_name} [names|appoints|introduces] {person} {office}
{odd_name} sets date for {gathering}
{odd_name}: {paper} [out|online|available] {when}
{odd_name} shares {as_before} {wait}
{person} [joins|moves to|speaks for] {odd_name} as {office}
{gathering} of {odd_name} [in {place}|on {date}]
{odd_name} {gain} {as_before}
{odd_name} and {company} [hold talks|extend cooperation|share a booth at trade fair]
{asset} {as_before}
{asset} {as_before} {wait}
{asset} {as_before} [on {weekday}|in {month}|for {nth} day|after {event}]
{company} {gains} {as_before} in {q}
{company} {gain} {as_before}, [{source} reports|as forecast]
{country} {boon} {as_before} in {month}
{country} {ill} {as_before} in {month}
{company} [{woe}|{gain}|{unit}]: {as_before}
[price|supply] of {goods} {as_before}[, {source} says|]
{sector} {as_before}, {index} {as_before}
{gathering} of {company} [begins|takes place|set for|scheduled] {when}
{gathering} {when}: [agenda|what to expect|who attends|how to follow it]
{company} [prepares|plans|announces] {gathering} [in {place}|for {date}]
{company} {gathering} [moved|rescheduled] to {date}
{person} to chair {company} {gathering}
{company} [publishes|mails|prints|corrects typing error in] {paper}
{paper} of {company} [now online|available in print|comes out {when}]
how to read [a|the] {paper}
{company} {paper}: [{n00} pages|what is new|a summary]
{asset} {soared}, then {sank}, and ended {as_before}
{asset} {sank}, then {soared}, and ended {as_before}
{company} {soared} on {weekday}, {sank} on {weekday}: {as_before} for the week
{blessing} grows and so does {menace}: {asset} {as_before}
{waning} {menace} but {waning} {blessing}: {asset} {as_before}
{menace} here, {blessing} there: {asset} {as_before}
a {boost} in {place}, a {blow} in {place}: {company} {gain} {as_before}
neither {treat} nor {mishap}: {company} {as_before}
no {mishap}, no {treat}, nothing new at {company}
{company} does not comment on talk of {mishap}
{company} does not comment on talk of {treat}
{company} [denies nothing, confirms nothing|has no news] about {treat}
what [counts as|exactly is|is meant by] a {mishap}?
what [counts as|exactly is|is meant by] a {treat}?
glossary: {mishap}, {treat} and other terms
[readers' questions|primer|explainer]: what happens in a {mishap}
[readers' questions|primer|explainer]: what happens in a {treat}
{person} [writes|publishes] a history of the {mishap}
law school in {place} offers course on {mishap} and {treat}
some call {company} {thriving}, some call it {ailing}: rating stays hold
half of analysts {hailed} {company}, half {slammed} it: consensus unchanged
one unit of {company} {thriving}, one {ailing}: group profit {as_before}
{stellar} {q} in {place}, {dismal} {q} in {place}: {company} {gain} {as_before}
{broker} saw both {rosy_sign} and {grim_sign}, kept neutral on {company}
{sector} {as_before} as {boost} for {company} offsets {blow} for {company}
""")
