"""Headlines and remarks that move nothing: people, dates, papers, explanations."""

from __future__ import annotations

from tools.bundled_model.grammar import lines

_PEOPLE = lines("""
{company} [taps|installs|welcomes|introduces] {person} as {office}
{company} [fills|to fill] post of {office} with {person}
{company} [begins|starts|opens] search for [a new |next ]{office}
{company} nominates {person} [for|to] [its board|the audit committee|a second term]
{company} [names|picks] successor to retiring {office} {person}
{company} [reelects|confirms] {person} for another term
{company} [lists|publishes|presents] candidates for [its board|audit committee]
{company} gives {person} [the title of|additional role as] {office}
{company} {office} {person} to [hand over|pass the baton] to {person} in {month}, as announced
{company} {office} {person} [on leave until|returns from leave in] {month}
{company} and {office} {person} agree on orderly handover
{person} [takes up|starts in] [post|role|job] as {office} of {company} {when}
{person} [moves|transfers|switches] from {unit} to {unit} at {company}
{person} [replaces|succeeds|follows] {person} as {office} [at|of] {company}
{person}, {office} of {company}, turns {n}0
{person} of {company} [receives|gets] honorary degree in {place}
{person} writes a book about {company}
{company} expands board to {n} seats
{company} [splits|combines] roles of chairman and chief executive
{company} reshuffles [duties|titles|desks] among [directors|managers]
{country} government names {person} [as |]ambassador to {place}
{country} central bank [names|appoints|swears in] {person} as [deputy governor|chief economist]
{broker} hired {person} to cover {sector}
who is {person}, the new {office} of {company}?
five questions for {person}, {office} of {company}
an interview with {person} [of {company}|about the history of {company}]
a day in the life of a {company} [clerk|driver|engineer|trader]
""")
_DATES = lines("""
{company} [brings forward|moves|shifts] [results|annual meeting|investor day] by a day [to {date}|]
{company} [confirms|announces] [time|date|venue] of [annual meeting|{q} call|investor day]
{company} to [present|speak|exhibit] at [trade fair|conference|forum] in {place} {when}
{company} to webcast [its |]{q} results {when}
{company} {q} report [scheduled|pencilled in|due out|expected] {when}
{company} annual meeting [takes place|to be held|will be held] {when} in {place}
{company} shareholders [cast votes|gather|to vote] {when}
{company} record date [set|fixed] for {date}
{company} lock-up [ends|expires] {when}
{company} publishes financial calendar for {year}
{company} closes books on fiscal {year} {when}
{company} quiet period [starts|begins] {when}
{company} [invites|calls] [shareholders|investors|analysts] to [meeting|briefing|site visit] {when}
{company} hearing [adjourned|rescheduled|set|continues] [to {date}|until {month}|]
agenda of {company} [board meeting|general meeting] [posted|published|sent out]
mark your calendar: {company} [reports|meets investors] {when}
coming up {when}: {company}, {company} and {company} report
coming up: {event}, then {event}
earnings [diary|calendar|schedule] for {weekday}: {company}, {company}
[what's on|on tap|in the diary|on the docket] {when}: {event}
week in preview: {event}, {event} and results of {company}
[economists|traders|investors] [await|look ahead to|get ready for] {event}
all eyes on {event}[ {when}|]
countdown to {event}
[polls open|voters go to polls|elections held] in {place} {when}
ministers [meet|gather|convene] in {place} {when}[ to discuss {sector}|]
[talks|consultations|negotiations] [continue|resume|go on|to resume] in {place} {when}
OPEC ministers [confirm|set] date of next meeting
{country} exchange [publishes holiday calendar|to close early {when}|opens at usual time]
{country} markets reopen after [public |bank |]holiday
clocks change: {country} trading to start an hour [earlier|later] {when}
{country} statistics [office|agency] [announces|shifts|confirms] date of {boon} figures
{country} [treasury|debt office] [publishes|announces] auction calendar for {year}
auction of {country} {n}-year [bonds|notes|bills] [scheduled|held] {when}
[index review|rebalancing] takes effect {when}[, no changes at the top|]
""")
_PAPERS = lines("""
{company} [submits|files|lodges] [annual report|form 10-Q|routine notice|accounts] with regulator
{company} [files|submits|registers] [trademark|patent application|logo] in {place}
{company} [amends|updates|publishes] [articles of association|bylaws|code of conduct|privacy notice]
{company} [switches|changes|moves] to [new accounting software|calendar-year reporting|IFRS]
{company} [restyles|renames|relabels] [reporting segments|{unit}|product lines]
{company} [adopts|unveils|presents] [new logo|new slogan|new uniforms|dress code]
{company} to [change|shorten|drop the "Inc" from] its name
{company} [consolidates|merges|moves] offices in {place}, no jobs affected
{company} [leases|rents|sublets|occupies] [floor|offices|warehouse space] in {place}
{company} [head office|headquarters] to move [across town|to {place}|down the street]
{company} [carries out|conducts] [routine|scheduled|annual] [maintenance|drill] in {place}
{company} [completes|finishes] [move|integration|migration] on time, as planned
{company} completes [previously announced|long-planned] [sale|purchase] of {unit}
{company} [transfers|assigns] {unit} to subsidiary in [internal |]reorganisation
{company} [issues|sells|prices] {usd} of [green bonds|{n}-year notes|commercial paper]
{company} [renews|extends|rolls over] credit line on [same|unchanged|identical] terms
{company} [splits|to split] stock {n}-for-1
{company} swaps [old shares for new|class A for class B shares] one for one
{company} [changes|switches] [ticker|listing segment|registrar|auditor|stockbroker|PR agency]
{company} [tests|trials|pilots] [new checkout|parcel robots|four-day week|shorter forms] in {place}
{company} [introduces|presents|shows] {product} [at trade fair|to reporters|in {place}]
{company} {product} [comes in three colours|gets new packaging|gets software update]
{company} [publishes|releases|posts] [sustainability report|diversity figures|list of suppliers]
{company} [sponsors|backs|supports] [chess club|marathon|orchestra|museum|school] in {place}
{company} donates [{usd}|computers|books] to [schools|hospital|library] in {place}
{company} [celebrates|marks] {n}0th anniversary
{company} [museum|archive|visitor centre] [opens|reopens] in {place}
{company} [answers|replies to|acknowledges] [letter|query|question] from {regulator}
{company} [has taken note of|is aware of|declined to comment on] [press reports|market rumours]
{company} [says|states] it [does not comment on|knows no reason for] [share price moves|speculation]
{company} and {company} [extend|renew|continue] [cooperation|supply deal] [|for {n} years]
{company} and {company} [in exploratory|hold preliminary|continue] talks[, no decision taken|]
{company} [mulls|weighs|studies|looks into] [options|listing|sale] for {unit}[, nothing decided|]
{company} [takes part in|joins] [industry survey|trade group|standards body|pilot scheme]
{company} [employs|has] {n00} people in {n} countries
{company} [was founded|began] in {year} in {place}
{company} [makes|sells|ships] {product}s in {n} countries
the contract between {company} and {company} runs until {year}
the {unit} of {company} is based in {place}
the value of the [deal|order|transaction] was not disclosed
the parties agreed not to disclose [terms|the price|financial details]
the transaction is subject to [customary conditions|shareholder vote]
{company} will continue to operate under its [present|current] name
the shares of {company} are listed in {place}
the total number of {company} shares is {n00},000
{company} notified of [change|flagging notice] in shareholdings [under securities act|]
{regulator} [published|issued|released] [guidance|handbook|consultation|Q&A] on {sector}
{regulator} [asked|invited] public to comment on {company} [plan|deal|application]
{regulator} [needs|takes] more time to [decide on|study|examine] {company} deal
{country} [parliament|senate|cabinet] [debates|discusses|reads] [bill|law|rules] on {sector}
{country} statistics office [changes base year|updates basket of goods|revises method]
{country} finance ministry publishes [tables|guidelines|yearbook|calendar]
""")
_SAME = lines("""
{company} [reiterates|repeats|reaffirms|affirms|backs|stands by] [{year} |][guidance|outlook]
{company} [sticks to|adheres to|holds to] [dividend|pricing|payout] policy
{company} leaves [prices|fees|headcount|dividend|targets|forecast] [as they are|unchanged|alone]
{company} [{q} |]results [broadly in line|bang in line|within guidance|on a par with {year}]
{company} {gain} [matches|equals|mirrors|meets] [forecast|last year|consensus]
{company} {gains} [level|stable|static|flat|unchanged] [year on year|at {usd}|in {q}]
{company} delivers what it said it would, nothing more
{company} [neither raises nor cuts|does not touch|leaves untouched] its forecast
{company} {q}: no surprises
{company} [trading statement|update] [contains nothing new|brings no news|in line]
{company} profit [the same|almost identical|unchanged] for {nth} year
{company} keeps [{n} plants|staff numbers|store count|market share] [steady|stable|as is]
{broker} [stuck with|stayed at|kept|retained] [hold|neutral|sector perform] [on|for] {company}
{broker} [saw no reason to change|left unchanged] [view|stance|estimates] on {company}
{broker} [assumed|began|picked up] coverage of {company} with [hold|neutral|equal weight|in-line]
{broker} [neither liked nor disliked|had no view on] {company}
{company} [correctly|fully|fairly] [priced|valued], [says {person}|according to {broker}]
credit rating of {company} [affirmed|confirmed|unchanged], outlook stable
analysts [of two minds|split down the middle|evenly divided|at odds] [on|about|over] {company}
{asset} [idled|dozed|drifted sideways|trod water|stood still] [{wait}|on {weekday}|all day]
{asset} [hardly|scarcely|barely] [moved|stirred|budged|changed] [{wait}|after {event}]
{asset} [pinned|anchored|stuck|parked|locked] [at|near|around] {level}[ {wait}|]
{asset} [ended|closed|finished] [a hair from where it began|dead flat|bang on {level}|unchanged]
{asset} [flat|unmoved|motionless|becalmed|rangebound] [{wait}|after {event}]
[dull|sleepy|uneventful|calm] [session|day|trade] in {sector}
[volumes|turnover] thin, prices unchanged in {sector}
traders [sit on hands|stay on sidelines|take no sides|twiddle thumbs] {wait}
investors [sit tight|hold fire|keep powder dry|in wait-and-see mode] {wait}
{index} [little changed|unchanged|flat] [at {lots}|at the bell|at noon|for the week|in thin volume]
{country} [policy rate|key rate|interest rates] [unchanged|on hold|left at {pct}|stays at {pct}]
{country} central bank [stands pat|sits tight|leaves policy alone|makes no move|keeps stance]
{country} central bank [repeats|reaffirms] [inflation target|mandate|earlier guidance]
{country} [GDP|inflation|jobless rate|output] [meets|matches] [consensus|forecasts|expectations]
{country} {ill} [unchanged|level|the same] for {nth} month
{country} {boon} [neither grows nor shrinks|unchanged|little altered] in {month}
economists leave forecasts for {country} {boon} [unchanged|where they were]
{goods} [prices|futures] [flat|unchanged|steady] [as|because] [supply meets demand|traders wait]
{goods} crop in {place} [average|normal|as usual|as in {year}]
{goods} stocks [level|unchanged|normal for the season]
[bitcoin|ether|crypto] [flat|steady|sideways|stuck near {level}] [{wait}|over the weekend|]
[euro|yen|sterling|dollar|yuan|franc] [steady|flat|little changed] [against the dollar|{wait}]
[nothing to report|all quiet|business as usual|steady as she goes|same old story] at {company}
[no news|nothing new|little to report] [from|on|about] [{company}|{sector}]
""")
_EXPLAINED = lines("""
what is [a bond|a share|an index fund|an option|a yield curve|a stop order]?
how [bonds|dividends|options|futures|stock splits|ETFs|buybacks|credit ratings] work
how to [read a balance sheet|open a brokerage account|file a tax return|compare funds]
how {company} [trains its clerks|picks its suppliers|chose its name|builds {product}s]
what the {office} of {company} does all day
what you [need|have|want] to know about [{event}|{company}|{sector}]
[beginner's guide to|primer on|introduction to|ABC of] {sector}
[five|three|seven|ten] [things to know|facts|questions and answers] about [{company}|{event}]
[explainer|factbox|backgrounder|glossary|Q&A]: [{event}|{sector}|how {company} is organised]
[profile|portrait|history] of {company}: from {place} workshop to listed firm
[timeline|chronology]: {company} since {year}
[map|table|infographic|list]: [where {company} has plants|the {n}0 biggest {country} firms]
[quiz|crossword|puzzle] of the week: how well do you know {sector}?
[letter|note|memo] to readers: our [markets page|share tables] gets a new layout
[correction|clarification]: {company} [is based in {place}|reports {when}|has {n} plants]
why {company} reports in [dollars|euros|yen]
why {country} markets are [closed|shut] {when}
where [do|does] {company} and {company} differ?
which is [older|larger], {company} or {company}?
when is [{event}|the next rate decision|the {company} call]?
{company} or {company}: [how to choose|pros and cons|a comparison]
pros and cons of [index funds|gold|bonds|renting|fixed rates|{sector}]
scenarios for {event}: what could happen either way
what {event} means for [savers|borrowers|tenants|commuters]
does {event} matter?
is {company} a [buy, hold or sell|value stock or a growth stock]? [it depends|opinions differ]
should you own {sector}? [depends on your goals|points to consider]
{person} on why [nobody can predict {asset}|forecasts are often wrong|patience matters]
book review: a history of {sector}
podcast: {person} talks about [{event}|life at {company}|the history of {place}]
webinar on {sector} {when}, free of charge
[study|survey|paper] [looks at|examines|describes] how [people save|firms set prices|{sector} trade]
university of {place} [offers|starts] course on {sector}
""")
NEUTRAL = (*_PEOPLE, *_DATES, *_PAPERS, *_SAME, *_EXPLAINED)
