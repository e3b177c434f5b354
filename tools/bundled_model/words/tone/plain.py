"""Plain headlines and remarks, each a whole template.

In a pair the words `<one/other>` stand for the bullish and the bearish side, so that headlines
differ by nothing but the words that decide.
"""

from __future__ import annotations

import re

from tools.bundled_model.grammar import lines, words

_CHOSEN = re.compile(r"<([^/<>]*)/([^/<>]*)>")

SLOTS = {
    "fear": words("""recession|a recession|inflation|default|a default|a strike|job losses
a trade war
contagion|a price war|a downturn|a credit crunch|a bank run|shortages|blackouts|a slowdown|deflation
a write-off|insolvency|higher tariffs|rate rises|a hard landing|a crash|stagflation|a debt crisis
a supply squeeze|a shutdown|a sell-off|a downgrade|a dividend cut|layoffs|a profit warning"""),
    "hope": words("""a recovery|a rate cut|a deal|a truce|a soft landing|a takeover|a bailout
stimulus|a rebound|higher dividends|a trade pact|lower taxes|approval|a settlement|peace|growth
a quick sale|cheaper credit|a rescue|a turnaround|a better second half|state aid|a merger"""),
    "ill": words("""unemployment|inflation|jobless rate|poverty|cost of living|public debt
household debt|budget deficit|trade gap|default rate|misery index|joblessness
youth unemployment|core inflation|food inflation|bankruptcy rate|rent inflation"""),
    "ills": words("""jobless claims|insolvencies|bankruptcies|redundancies|defaults|foreclosures
mortgage arrears|business failures|layoffs|shop closures|plant closures|strikes
loan defaults|evictions|late payments|factory closures"""),
    "boon": words("""employment|GDP|consumer confidence|industrial output|economic growth|hiring
productivity|retail trade|business confidence|household spending|investment|export demand
disposable income|purchasing power|manufacturing output|consumer morale|wage growth"""),
    "boons": words("""retail sales|exports|new orders|housing starts|real wages|vacancies|home sales
factory orders|car sales|tourist arrivals|start-ups|building permits|household incomes|savings"""),
    "woe": words("""churn|customer churn|net debt|annual loss|cash burn|staff turnover
deficit
waste|loss|shrinkage|debt pile|wage bill|downtime|order delay|theft|tax burden
interest bill|shortfall|idle capacity|cancellation rate|default rate|spoilage"""),
    "woes": words("""losses|costs|complaints|defects|bad loans|delays|write-offs|returns|arrears
cancellations|outages|accidents|overheads|fuel bills|liabilities|withdrawals|claims|debts
cost overruns|interest payments|warranty claims|fines|thefts|unsold goods|missed payments"""),
    "gain": words("""profit|revenue|turnover|income|cash flow|demand|output|market share|margin
growth
operating profit|net income|order book|membership|footfall|traffic|capacity|payout
production|customer loyalty|dividend|surplus|subscriber base|yield per acre"""),
    "gains": words("""sales|orders|bookings|deliveries|earnings|profits|subscriptions|exports
margins|customers|users|visitors|members|shipments|store visits|contracts|inflows
ticket sales|reservations|new accounts|passengers|deposits|royalties|downloads|readers"""),
    "staff": words("""jobs|staff|workers|people|positions|engineers|drivers|nurses|clerks|miners
factory workers|cabin crew|sales staff|warehouse workers|programmers|employees|posts|roles"""),
    "goods": words("""oil|wheat|silicon|lithium|copper|coffee|cocoa|sugar|gas|steel|milk|rice
palm oil|timber|fertiliser|cobalt|cotton|nickel|diesel|beef|soy|grain|iron ore|cement"""),
    "office": words("""chief executive|finance chief|chairman|CEO|CFO|head of marketing|board member
head of sales|chief technology officer|general counsel|director|head of investor relations
chief operating officer|treasurer|head of communications|company secretary|auditor"""),
    "unit": words("""retail unit|bank|insurance arm|cloud unit|freight division|mining business
brand|food business|leasing arm|media unit|fund arm|pharma division|parts business"""),
}

_PAIRS = lines("""
[{company}|{country}] [fears|worries] of {fear} <ease/grow>
fears of {fear} <ease/rise>[ {when}| at {company}| in {place}|]
fear of {fear} <recedes/spreads>[ as traders calm down| in {place}|]
<Fading/Growing> fears of {fear} [move|reach|set the tone for] [{sector}|{asset}]
hopes of {hope} <rise/fade>[ at {company}| in {place}| after {event}|]
hope [for|of] {hope} <grows/dwindles>
<Rising/Fading> hopes of {hope} [drive|move] {sector}
[Odds|Chances] of {hope} <improve/worsen>[, {broker} says|]
[Odds|Chances] of {fear} <fall/rise>, [{broker}|{source}] says
{hope} [now|suddenly] <more/less> likely[ after {event}|]
{fear} [now|suddenly] <less/more> likely[ after {event}| for {company}|]
{company}'s {q} loss <shrinks/widens>[ to {usd}| by {pct}|]
{company} {q} loss <smaller/bigger> than [feared|expected|forecast]
loss at {company} <narrows/deepens> to {usd}
loss <shrinks/grows> at {company}
{company} <trims/deepens> its losses[ in {q}| this year|]
{company}'s {q} profit <grows/shrinks>[ to {usd}| by {pct}|]
profit at {company} <up/down> by [a third|a half|a quarter|a fifth|{pct}]
{company} <earned more/earned less> than [a year ago|last year|forecast]
{company} <swings to a profit/slides into the red>[ in {q}|]
{company} <returns to profit/returns to loss> after {n} quarters
<Back in the black/Back in the red>: {company}
{company} is <making/losing> money again
{company} <beats/misses> [expectations|estimates|forecasts|its own target|the consensus]
{company}'s {gain} came in <above/below> [expectations|estimates|the forecast|target]
{company}'s {gains} were <better/worse> than [expected|forecast|feared]
{gains} at {company} <rise more/rise less> than [expected|forecast|analysts had hoped]
{gains} at {company} <fall less/fall more> than [expected|forecast|analysts had feared]
{company} {gains} <grew faster/grew more slowly> than [forecast|last year|its rivals']
{woes} at {company} <rise less/rise more> than [feared|expected|forecast]
{woes} at {company} <fall more/fall less> than [hoped|expected|forecast]
{woes} <lower/higher> than [feared|expected|last year] at {company}
{company}'s {woes} were <less bad/even worse> than [feared|expected|thought]
drop in {company} {gains} <smaller/bigger> than feared
rise in {company}'s {woes} <smaller/bigger> than feared
{company} sees <a smaller/a larger> [loss|shortfall|drop in {gains}] [this year|in {year}|]
{company} <raises/lowers> its [{year} |]forecast for {gains}
{company} <lowers/raises> its [{year} |]forecast for {woes}
{company} expects <more/fewer> {gains} [in {year}|this year|from now on]
{company} expects <fewer/more> {woes} [in {year}|this year|from now on]
{company} gets <fewer/more> {woes} than [last year|in {month}|a year ago]
{company} counts <more/fewer> {gains} than [last year|in {month}|a year ago]
{woe} at {company} <falls/rises>[ {pct}| to {pct}| again|]
{company} <cuts/doubles> {woe}[ by {pct}| in {q}|]
{woe} <down/up>, {gain} <up/down> at {company}
{gains} <up/down>, {woes} <down/up>: {company}
{gain} <climbs/slips> while {woe} <slips/climbs> at {company}
{woes} are <falling/rising> at {company}
{gains} are <rising/falling> at {company}
{company}: <more/fewer> {gains}, <fewer/more> {woes}
{company} <gets/cannot get> {woes} under control
{country} {ill} <falls/rises>[ to {pct}| in {month}| for {nth} month|]
{country} {ill} <lower/higher> than [forecast|expected|feared]
{country} {ill} at {n}-year <low/high>
{ill} in {place} <down/up> [again|to {pct}|by {pct}]
{country} {ills} <drop/jump>[ in {month}| by {pct}| to the <lowest/highest> since {year}|]
<fewer/more> {ills} [in {place}|in {month}|this year|than last year]
the number of {ills} <falls/rises>[ in {place}| in {month}|]
{ills} <fall/mount> [across {place}|as {event} nears|in {month}]
{country} {boon} <rises/falls>[ in {month}| for {nth} month| by {pct}|]
{country} {boons} <rise/fall>[ in {month}| for {nth} month| by {pct}|]
{country} {boons} <beat/miss> forecasts[ in {month}|]
{country} {boon} <stronger/weaker> than [expected|forecast|hoped]
<rise/drop> in {country} {boons} [surprises economists|catches traders off guard]
{ill} <down/up>, {boon} <up/down>: {country} [economy|data] in {month}
<More/Less> work, <less/more> hardship: {country} {ills} <fall/rise>
{country} households feel <richer/poorer>[, survey finds|]
{country} economy <out of/in> recession[, data show|]
[judge|court|jury] <dismisses/allows> [lawsuit|suit|case|claim] against {company}[ over {scandal}|]
{company} <wins/loses> [lawsuit|appeal|court case|tax case][ over {scandal}| in {place}|]
lawsuit against {company}[ over {scandal}|] <dropped/filed>
{company} <cleared of/found liable for> {scandal}
{company} <escapes/hit with> [a fine|a penalty|a {usd} fine] over {scandal}
prosecutors <drop/open> [case|probe|inquiry] [into|against] {company}[ over {scandal}|]
{regulator} <closed/opened> probe into {company}[ over {scandal}|]
{company} <avoids/files for> bankruptcy[ after talks with lenders|]
{company} <saved from/close to> collapse[, {source} says|]
lenders <agree to rescue/pull the plug on> {company}
rescue of {company} <succeeds/fails>[ {when}|]
creditors <back/reject> [rescue plan|debt plan|refinancing] for {company}
{company} <secures/fails to secure> [a loan|fresh cash|funding|a credit line|new financing]
{company} <can/cannot> pay its debts[, {broker} says|]
{company} <repays/defaults on> [a {usd} bond|its loan|its debt]
{company} <hires/fires> {n00} {staff}[ in {place}|]
{company} to <add/cut> {n00} {staff}[ in {place}| by {year}|]
<job gains/job cuts> at {company}: {n00} {staff} [in {place}|worldwide]
{n00} {staff} to <join/go at> {company}
{company} <opens/closes> [plant|{n} stores|factory|{n} branches|a warehouse|mine] in {place}
{company} <restarts/halts> [production|work|deliveries|flights|drilling] [in|at] {place}
{regulator} <approved/rejected> {company}['s|] [{product}|new {product}]
{company}['s {product}|{product}] <passes/fails> [trial|test|safety check|key study]
{regulator} <cleared/blocked> [merger|takeover|sale] of {company}[ and {company}|]
{company} {product} launch <a hit/a flop>[ in {place}|]
{company} <lifts/issues> [recall|warning] [of|on] {product}
{product} from {company} <safe/unsafe>, tests [find|show]
{broker} <upgraded/downgraded> {company}[ to <buy/sell>|]
{broker} <lifted/cut> [rating|price target|forecast] [for|on] {company}
{company} now a <buy/sell> for {broker}
{broker} turned <positive/negative> on {company}
{company}'s credit rating <raised/cut>[ to <investment grade/junk>| by {broker}|]
{company} <raises/cuts> dividend[ by {pct}| to {cents}|]
{company} <resumes/scraps> [its dividend|share buyback|{usd} buyback]
{company} <starts/stops> buying back shares
<bigger/smaller> dividend for {company} shareholders
shareholders get <more/less> from {company}
{goods} prices <rise/fall> as <shortage/glut> [worsens|looms|grows]
{company} has <enough/too little> {goods}[ for its plants| to fill orders|]
{goods} <runs short, lifting/piles up, sinking> prices
{country} [government|ministry] <lifts/imposes> [export ban|tariffs|sanctions|curbs] on {company}
{country} export ban on {goods} from {company} <lifted/extended>
sanctions against {company} <lifted/tightened>
tariffs on {company} {goods} <scrapped/doubled>: shares <up/down>
{country} central bank <pauses/resumes> rate [hikes|rises], {sector} <gain/lose>
rates to <fall/rise> [sooner|faster] than thought, {broker} says
rate [hikes|rises] <paused/back on the table>[ in {place}|]
<No more/More> rate [hikes|rises] [this year|after {event}|ahead], [{broker}|{source}] says
strike at {company} <called off/goes ahead>[ {when}|]
staff at {company} <accept pay deal/vote to strike>
merger of {company} and {company} <agreed/called off>
{company} <wins/loses> [{usd} contract|major customer|biggest client|key licence]
[customers|shoppers|clients] <flock to/desert> {company}
[buyers|investors] <return to/abandon> [{sector}|{company}]
there are <more buyers than sellers/more sellers than buyers> of {asset}
demand for {goods} <recovers/collapses>, [lifting|hitting|says] {company}
{company} warned of {fear}, but <it never came/it was worse than that>
the worst is <over/yet to come> for [{company}|{sector}]
things are getting <better/worse> at {company}
{company} is <out of trouble/in trouble>
[I|We] would <buy/sell> {asset} [now|today|here]
<Down/Up> [again|at last|sharply]: {woes} at {company}
<Up/Down> [again|at last|sharply]: {gains} at {company}
at {company}, {woes} are <on the way down/on the way up>
at {company}, {gains} are <on the way up/on the way down>
<gone/back> are the days of [losses|red ink|empty tills|delays|job cuts] at {company}
<less and less/more and more> talk of {fear} [in {place}|at {company}]
<fewer people/more people> [worry|are worried] about {fear}[, {source} finds|]
what a <relief/disappointment>: {company} {gain} <beats/misses> [forecast|expectations]
with {woes} <falling/rising>, {company} has <more/less> to spend
with {gains} <rising/falling>, {company} <hires again/cuts jobs>
never has {company} <earned so much/lost so much>
not since {year} has {country} {ill} been so <low/high>
not since {year} have {company} {gains} been so <high/low>
who would have thought? {company} <makes a profit/makes a loss>[ in {q}|]
[lots of|so many|many] {staff} are being <hired/laid off> by {company}
{n00} {staff} <get work/lose work> in {place} as {company} <expands/pulls out>
from {month}, {company} will employ {n00} <more/fewer> {staff}
[a fine|a penalty] was <waived/imposed> by {regulator} [on|for] {company}
the {product} was <approved/rejected> by {regulator}, {company} said
the {unit} of {company} was sold for <more/less> than it cost
<gladly/sadly>, {company}'s {gain} <went up/went down> [in {month}|this year]
{company} is doing <well/badly>, [says {person}|{source} reports|my broker says]
{company} <no longer/still> loses money[ on every {product}|]
{company} <no longer/still> [has to worry|worries] about {fear}
{company} <can/cannot> afford [its dividend|its debts|to pay suppliers]
<more/less> {goods} sold, <more/less> money earned: {company}
{goods} exporter {company} <back in business/out of business>
hard to believe, but {company} <recovered/collapsed>
the market <loves/hates> [the results|the news|the plan] from {company}
{company}'s [results|numbers|figures] <please/upset> investors
it was a <good/bad> [quarter|year|week|day] for [{company}|{sector}]
[traders|analysts|shareholders] are <happy/unhappy> with {company}[ after {event}|]
<thumbs up/thumbs down> for {company} from [{broker}|{regulator}|investors]
my {company} shares have <doubled/halved>[ this year|]
[gap|spread] between [costs and income|spending and income] <narrows/widens> at {company}
expected a loss of {usd}, got <a profit/an even bigger loss>: {company}
expected a profit of {usd}, got <twice that/a loss>: {company}
analysts had feared {fear}; it came <much better/even worse>[ for {company}|]
analysts had hoped for {hope}; it came <sooner/to nothing>[ for {company}|]
[I|We] made <a lot of money/a big loss> on {asset} [today|this week]
<glad/sorry> I own {company}, it <went up/went down> {pct} [today|this week]
""")

_BULLISH = lines("""
{company} got off lightly: [fine|penalty|damage|bill] [smaller|lower] than feared
{company} narrowly avoids {fear}
no sign of {fear} at {company}[, results show|]
{fear} averted [at {company}|in {place}|by last-minute deal]
{place} [strike|storm] spares {company} plants
{company} pays off [the last of its debt|its debt early|all its loans]
{company} halves its {woes}
{company} [sells out of every|cannot keep up with orders for its] {product}
waiting list for {company} {product} grows[ to {n} months|]
{company} [is back from the brink|is no longer a penny stock|is healthy again]
not a single [recall|complaint|accident|default] at {company} [this year|in {q}]
{sector} had their best [day|week|month] since {year}
{asset} has never been worth more
{asset} found a floor and bounced
{asset} shook off fears of {fear}
{goods} [fetches|costs] more as supply dries up, producers gain
insiders at {company} are buying with their own money
{company} put more {staff} on the payroll
jobs for {n00} {staff} saved at {company}
patent win keeps copycats away from {company}
[rival|competitor] of {company} leaves the market, share gains expected
{company} passes stress test with ease
court throws out {usd} claim against {company}
{company}'s bet on {place} pays off
{country} inflation cools, [rate cut|cheaper money] in sight
{country} consumers spend freely again
{country} budget shows first surplus since {year}
{company} will not need [new capital|a bailout|a share sale] after all
""")
_BEARISH = lines("""
{company} got off badly: [fine|penalty|damage|bill] [bigger|higher] than feared
{company} cannot escape {fear}
{fear} now a reality [at {company}|in {place}]
no sign of {hope} at {company}[, results show|]
hopes of {hope} dashed [at {company}|in {place}|by {event}]
{place} [storm|fire|flood|quake] shuts {company} plants
{company} cannot pay [its suppliers|its interest|its staff]
{company} breaks its loan terms[, lenders say|]
{company} is left with [unsold goods|full warehouses|empty stores|a {product} nobody wants]
nobody wants the new {product} from {company}
{company} [is on the brink|is now a penny stock|runs out of cash|is burning cash]
[another|one more] [recall|complaint|accident|default] at {company}[ in {month}|]
{sector} had their worst [day|week|month] since {year}
{asset} has rarely been worth less
{asset} lost its footing and never recovered
{asset} gave way to fears of {fear}
{goods} [fetches less|costs less] as supply floods the market, producers lose
insiders at {company} are selling out
{company} takes {staff} off the payroll
{n00} {staff} to lose their jobs at {company}
patent loss opens the door to copycats of {company}'s {product}
[rival|competitor] takes customers from {company}
{company} fails stress test
court lets {usd} claim against {company} go ahead
{company}'s bet on {place} goes wrong
{country} inflation heats up, [rate hike|dearer money] in sight
{country} consumers tighten their belts
{country} budget deficit out of hand
{company} needs [new capital|a bailout|a share sale] after all
growth at {company} [is over|has stopped|was weaker than it looked]
{company}'s accounts [do not add up|are under review for fraud|cannot be trusted, auditor says]
{company}'s best customer walks away
""")
BULLISH = tuple(_CHOSEN.sub(r"\1", text) for text in _PAIRS) + _BULLISH
BEARISH = tuple(_CHOSEN.sub(r"\2", text) for text in _PAIRS) + _BEARISH
NEUTRAL = lines("""
{company} [names|appoints|picks|elects] {person} [as|to be] [its |][new |]{office}
{person} [named|appointed|becomes|is] [new |]{office} [of|at] {company}
{person} joins {company} as {office}
{company} {office} {person} to [retire|step back] in {year} as planned
{person} takes over from {person} as {office} of {company}
{company} board reelects {person}
{company} adds {person} to its board
{company} [extends|renews] contract of {office} {person}
meet {person}, the {office} of {company}
{office} {person} of {company} speaks [at a fair|at a university|on a panel] in {place}
{company} renames its {unit}
{company} [changes its name|gets a new name|to be called {company} from {month}]
{company}'s {unit} gets a new name, nothing else changes
{company} [unveils|shows|adopts] [a new logo|new colours|a new slogan|a new website]
{company} [moves|relocates|to move|shifts] its [headquarters|head office|seat|{unit}] to {place}
{company} [moves|relocates] within {place}
{company} leases office space in {place}
{company} office in {place} to be repainted
{company} [moves|switches] its listing [from {place} to {place}|to another exchange]
{company} changes its ticker [symbol|code][ {when}|]
{company} changes [auditor|its auditor|its fiscal year|its reporting currency|its registrar]
{company} to report {q} results {when}
{company} [sets|fixes|announces] date for [annual meeting|{q} results|investor day|shareholder vote]
{company} [earnings|results] [due|expected|scheduled] {when}
date set: {company} [reports|meets investors|holds its annual meeting] {when}
{company} [holds|hosts|to hold|to host] [conference call|investor day|annual meeting|webcast] {when}
{company} conference call starts at {n} p.m.
{company} [files|publishes|posts|releases] [annual report|its 10-K|a routine filing|its minutes]
{company} [publishes|posts] slides of its investor day
{company} annual report: [{n00} pages|what it says|the numbers at a glance]
ex-dividend date for {company} is {date}
{company} pays its [usual|regular|unchanged] dividend {when}
{company} [keeps|leaves|holds] dividend [unchanged|at {cents}|the same]
{company} [keeps|repeats|confirms|stands by] its [forecast|outlook|guidance|targets]
{company} sees no reason to change its [forecast|outlook|plan]
{company} [results|earnings|sales|profit|revenue] [in line|in line with forecasts|as expected]
{company} [meets|met|matches] [expectations|estimates|forecasts|the consensus][, no more, no less|]
{company}'s {gain} [neither better nor worse than expected|just as forecast|on target]
{company}'s {gains} [unchanged from|level with|the same as|where they were] a year ago
{gains} at {company} [about the same|much as before|little changed|flat] [in {month}|this year]
{woes} at {company} [about the same|much as before|little changed|flat] [in {q}|this year|]
{woe} at {company} [unchanged|steady|where it was] [at {pct}|in {q}|]
{gain} at {company} [unchanged|steady|where it was] [at {pct}|in {q}|]
{company} neither [hires nor fires|grows nor shrinks|gains nor loses customers]
{company} made as much [this year|in {q}|in {month}] as [last year|a year ago]
higher {gains} offset by higher {woes}: {company} profit unchanged
lower {gains}, lower {woes}: same profit at {company}
{country} {boon} [unchanged|steady|flat|in line with forecasts|as expected] [in {month}|]
{country} {boons} [unchanged|steady|flat|in line with forecasts|as expected] [in {month}|]
{country} {ill} [unchanged|steady|flat|in line with forecasts|as expected] [in {month}|at {pct}|]
{country} {ills} [unchanged|steady|flat|in line with forecasts] [in {month}|from a week ago|]
{country} {boon} data [due|out|to be published] {when}
{country} statistics office [to publish|revises method for|explains] {boon} [data|figures]
{country} {boon} matches the average forecast of economists
{country} central bank [keeps|leaves|holds] rates [unchanged|steady|at {pct}|where they are]
{country} central bank [meets|to meet|publishes minutes|announces dates for {year}] [{when}|]
{country} [finance minister|central banker|regulator] [speaks|to speak] in {place} {when}
{country} markets [closed|shut] [for a holiday|{when}]
{country} exchange [changes trading hours|opens an hour later {when}|tests new software]
{broker} [kept|reiterated|repeated] [hold|neutral|equal-weight|market-perform] on {company}
{broker} [started|initiated|began] coverage of {company} [at|with] [hold|neutral|market perform]
{broker} left {company} [price target|rating] [unchanged|where it is]
{company} seen as fairly valued by {broker}
{broker} [compared|listed|ranked] [the largest {sector}|fund fees|{company} and {company}]
rating agency [confirms|affirms] {company} with stable outlook
{asset} [sideways|going nowhere|in a tight range|stuck in range] for {nth} day
{asset} [trades|traded|moves|moved] sideways[ {wait}|]
{asset} [ended|ends|closed|opened] [where it began|almost unchanged|little changed|flat]
{asset} barely [moved|changed][ {when}| {wait}| after {event}|]
{asset} up a touch, then down a touch, [flat|unchanged] at the close
{asset} [waits|waited] for {event}
neither up nor down: {asset} [at the close|in {month}|{wait}]
[nothing|not much|little] happened in {sector} [today|this week|{wait}]
quiet [day|week|morning|session] for {sector}[, {asset} flat|]
as many [winners as losers|gainers as losers] among {sector}
{sector} mixed: {company} up, {company} down
{company} up {pct}, {company} down {pct}, [index flat|index unchanged|no clear trend]
some {sector} rise, others fall[, {index} unchanged|]
{index} [level|flat|unchanged|little changed] at {lots} points
{event} brings no surprise[, {sector} flat|]
{event} [passes without|causes no] [stir|reaction|surprise][ in {sector}|]
the calendar [today|for {weekday}|this week]: {event}, {event}
this week: {event}[ and|, then] {event}
on {weekday}: {company} results, {event}
reminder: {event} {when}
what time is {event}?
when does {company} report?
who owns {company}?
how does {company} earn its money?
buy, hold or sell {company}? [views differ|analysts disagree|it depends]
{company} in numbers: [{n00} staff, {n} plants|{n} plants, {n} countries|founded {year}]
{company} turns {n}0 [today|this year]
{company} celebrates {n}0 years in {place}
{company} [sponsors|to sponsor] [a football club|a concert|a museum|a race] in {place}
{company} gives {usd} to [a museum|a school|charity|a hospital]
{company} [opens|runs] a visitor centre in {place}
{company} [splits|to split] its shares {n}-for-1, value unchanged
{company} merges two internal departments, no jobs affected
{company} [reshuffles|reorganises] {unit}, staff numbers unchanged
{company} swaps one supplier of {goods} for another
{company} buys {goods} from {place} instead of {place}
{company} [renews|extends] [lease|supply contract|credit line] on the same terms
{company} refinances a loan on the same terms
{company} [replaces|updates] its [software|app|staff handbook|website]
{company} says [no decision yet|talks continue|nothing has been decided] on {unit}
{company} [declines to comment|does not comment] on {hope}
{company} [declines to comment|does not comment] on {fear}
{company} and {company} [talk|in talks], outcome open
{company} reviews options for {unit}, [no decision|outcome open]
hearing in {company} case [moved to|set for|takes place] {date}
court to [hear|decide] {company} case {when}
{regulator} [asked for comments on|consulted on|explained] new rules for {sector}
{regulator} to decide on {company} {product} {when}
too early to say whether {product} helps {company}
{person} on {sector}: [could go either way|I have no view|wait and see]
[I have|We have|She has] no strong view on {asset}
[I|We] did nothing with {asset} [today|this week]
[I am|We are] neither buying nor selling {asset}
my {company} shares are [worth what I paid|flat|where they were]
could go [up, could go down|down, could go up|either way]: analysts split on {asset}
bulls and bears evenly matched in {sector}
buyers and sellers of {asset} in balance
supply of {goods} meets demand, prices steady
{goods} [price|prices] [unchanged|steady|flat][ in {month}| {wait}|]
{goods}: [stocks unchanged|no news from {place}|harvest average|supply as usual]
{country} harvest of {goods} [average|as forecast|in line with last year]
fear of {fear} no greater and no smaller than before
hopes of {hope} unchanged[ after {event}|]
{fear}? {hope}? nobody knows yet
{company} [lists|describes|publishes] its sites in {place}
{company} starts work on time at {place} site
a look at {company}: [history|structure|products|people]
[a guide to|how to read|the basics of] [{event}|bonds|index funds|balance sheets]
[chart|map|table] of the day: {sector} since {year}
[photos|video|podcast]: [inside {company}|a day at {company}|{person} of {company}]
[transcript|replay|slides] of {company} {q} call [available|online]
{company} share register [updated|published]
{company} to be [added to|moved within] list of {country} firms by size
{company} bonds mature {when} as scheduled
{company} fund [rebalances|reports holdings] {when}
{company} shares resume trading at the same price
""")
