"""What moves no market: dates, appointments, things that stay as they are."""

from __future__ import annotations

from tools.bundled_model.grammar import lines, words

MOVES = lines("""
be [flat|little changed|unchanged|mixed|steady|stable|range-bound|mostly flat|directionless|\
subdued|quiet]
be [flat|steady|unchanged|little changed|mixed] [{wait}|]
hold [steady|firm {wait}|near {level}|in tight range|steady {wait}|flat|its ground]
remain [flat|steady|unchanged|range-bound|stable|little changed|in a tight range|near {level}]
stay [flat|steady|put|unchanged|range-bound|on hold|in a narrow range|stable]
trade [sideways|flat|in a narrow range|in a tight range|mixed|little changed|near {level}]
end [flat|little changed|mixed|unchanged|steady|the day flat|the week flat|where it began|near \
unchanged]
close [flat|little changed|mixed|unchanged|steady|near unchanged|almost unchanged]
open [flat|little changed|mixed|unchanged|steady]
finish [flat|mixed|unchanged|little changed|the session flat]
move [sideways|little|in a tight range]
drift [sideways|{wait}]
hover [near {level}|around {level}|near unchanged]
tread water [|{wait}]
mark time [|{wait}]
pause [{wait}|after recent moves]
consolidate [near {level}|{wait}]
await [{event}|direction|{event}, {event}]
wait for [{event}|direction|more data]
show [little movement|little change|no clear direction|little reaction to {event}]
see [little change|light trading|thin trade {wait}|muted reaction]
struggle for direction [|{wait}]
lack direction [|{wait}]
search for direction
swing between [gains and losses|small gains and losses]
fluctuate [|{wait}|around {level}]
stick to [tight range|narrow range]
barely [move|budge]
settle [unchanged|little changed|flat]
seesaw [|{wait}]
""")
EVENTS = lines("""
be [about to report|expected to report|scheduled to report] [{q} |][results|earnings|numbers] \
[{when}|]
make [no change to outlook|no change to its dividend|no comment on report|minor changes to board|\
no announcement]
have [no plans to change dividend|no comment|no news {wait}|new CFO|new auditor|annual meeting \
{when}]
invite [investors to annual meeting|analysts to {place}|shareholders to vote {when}]
switch [auditor|listing to {place}|reporting currency|ticker]
transfer [listing to {place}|its listing|{person} to {place} office]
outline [plans at investor day|strategy {when}|agenda for annual meeting]
adjust [reporting calendar|fiscal year|names of segments]
say [{good} [was|were] flat|it will report results {when}|it has no comment|talks continue|\
nothing has changed]
say [outlook is unchanged|{q} [results|earnings] are due {when}|CFO will retire in {year}|it will \
hold annual meeting {when}]
report [{q} results|{q} earnings|results|earnings] [{when}|after the bell|after market close|\
before the open]
publish [{q} results|annual report|sustainability report|results {when}|its annual report|trading \
update {when}]
release [{q} results {when}|{q} earnings {when}|annual report|new version of {product}]
announce [date of {q} results|earnings date|date of annual meeting|{q} earnings call|conference \
call|board changes]
announce [new logo|name change|stock split|{n}-for-1 stock split|change of auditor|annual meeting \
date]
host [{q} earnings call|investor day|investor day {when}|conference call {when}|analyst day|webcast]
hold [annual meeting|annual general meeting {when}|investor day {when}|its annual shareholder \
meeting|press conference]
present at [conference|investor conference {when}|{broker} conference|health care conference|tech \
conference]
schedule [earnings call|{q} results for {weekday}|annual meeting|investor call]
set [date for annual meeting|date for {q} results|record date for dividend|terms for IPO|date for \
shareholder vote]
name [{person} CEO|{person} as CFO|new CFO|new CEO|{person} as chairman|new chairman|new finance \
chief|new auditor]
name [{person} to board|new head of {place} unit|new chief financial officer|new director|\
{person} chief executive]
appoint [{person} as CEO|new CFO|{person} to board|new chairman|{person} as finance chief|new \
chief technology officer]
hire [new head of marketing|{person} as CFO|{company} executive|former {company} executive|\
adviser for strategic review]
promote [{person} to COO|insider to CFO|{person} to head of sales]
elect [new board members|{person} chairman|{person} as chair]
confirm [{year} outlook|full-year outlook|guidance|its forecast|talks|CFO's planned retirement|\
earnings date]
reaffirm [guidance|full-year guidance|outlook|its {year} forecast|its targets|its dividend policy]
reiterate [guidance|outlook|full-year forecast|its targets|{year} guidance]
maintain [guidance|outlook|full-year forecast|its dividend|its targets|quarterly dividend]
keep [dividend unchanged|outlook unchanged|forecast unchanged|guidance|full-year outlook|its \
{year} outlook]
leave [dividend unchanged|guidance unchanged|outlook unchanged|forecast unchanged|payout unchanged]
stick [to guidance|to outlook|with forecast|to its full-year targets|with {year} targets|to its \
plan]
declare [quarterly dividend|regular dividend|quarterly dividend of {cents}|dividend of {cents} \
per share|regular quarterly payout]
pay [quarterly dividend of {cents}|regular dividend {when}|dividend on {date}]
go ex-dividend [{when}|on {date}|this week]
meet [estimates|expectations|forecasts|{q} estimates|analysts' estimates|revenue estimates]
post [{q} results in line with estimates|in-line results|flat {good}|flat {q} {good}|unchanged \
{q} profit]
report [flat {good}|{q} results in line with expectations|in-line {good}|stable {good}|flat {q} \
profit]
see [flat {good}|{q} {good} in line with estimates|stable {good}|little change in {good}|no \
change to outlook]
expect [{good} to be flat|stable {good}|no change in {good}|{year} {good} in line with estimates]
move [headquarters to {place}|listing to {place}|headquarters|its listing to {place}]
relocate [headquarters to {place}|its {place} office]
open [office in {place}|new office in {place}|store in {place}|research centre in {place}]
change [name|its name|its name to {company}|ticker symbol|auditor|its logo|its fiscal year|\
reporting segments]
rename [unit|its {place} unit|itself {company}|its {product}]
rebrand [as {company}|its {product}|unit]
file [annual report|{q} report|for IPO|for listing in {place}|shelf registration|routine \
disclosure|10-K]
complete [stock split|move to {place}|acquisition of {company}|purchase of {company} unit|\
reorganisation|merger with {company}]
close [acquisition of {company}|purchase of {company} unit|deal for {company}]
consider [sale of unit|listing in {place}|IPO of unit|options for {product} unit|stock split|bond \
sale]
explore [options for unit|sale of {place} unit|strategic options|spin-off of {product} unit]
review [options|strategic options|its portfolio|bid from {company}|{place} operations]
weigh [sale of unit|options|IPO|bond sale|listing in {place}|spin-off]
plan [bond sale|to list unit in {place}|investor day|IPO in {year}|stock split|annual meeting \
{when}]
hold [talks with {company}|talks with unions|talks with lenders|early talks on merger]
be in [talks with {company}|merger talks with {company}|talks to sell unit|early talks with \
{company}]
decline to comment on [report|takeover report|merger talk|rumours|market speculation]
issue [{usd} bond|{n}-year bond|statement on {event}|annual report|routine update]
sell [{usd} of bonds|{n}-year notes|{usd} in green bonds]
extend [CEO's contract|partnership with {company}|contract of {person}|deadline for tender offer]
renew [partnership with {company}|contract with {company}|supply deal with {company}]
update [privacy policy|{product}|app|terms of service|its bylaws]
introduce [new {product}|new logo|updated {product}]
unveil [new {product}|new logo|redesigned {product}]
attend [conference in {place}|trade fair in {place}]
split [CEO and chairman roles|stock {n}-for-1|its {product} unit in two]
comment on [market rumours|press report|{event}]
respond to [press report|letter from investor|exchange query]
give [update on {place} plant|trading update {when}|presentation at conference]
discuss [{q} results {when}|strategy at investor day|plans with unions]
join [industry group|trade association|the index]
be [in focus {when}|in focus {wait}|on watch {wait}|fairly valued|a hold|set to report {when}|due \
to report {when}]
begin [search for new CFO|search for CEO|trading on {place} exchange|talks with unions|review of \
{place} unit]
""")
MACRO_EVENTS = lines("""
hold [rates|rates steady|interest rates steady|policy meeting {when}|key rate at {pct}|its key \
rate|fire]
keep [rates unchanged|rates on hold|interest rates unchanged|policy unchanged|key rate at {pct}|\
rates steady as expected]
leave [rates unchanged|interest rates unchanged|policy steady|key rate unchanged|rates on hold, \
as expected]
stand pat [|on rates|as expected]
publish minutes [{when}|of last meeting]
release [minutes {when}|Beige Book {when}|data {when}|minutes of last meeting|survey results]
meet {when} [|to discuss rates|to decide on rates]
announce rate decision {when}
name [new governor|{person} as governor|{person} to policy committee|new chief economist]
appoint [{person} as governor|new deputy governor|new chief economist]
hold [press conference {when}|auction of {n}-year notes|annual symposium {when}|bond auction {when}]
sell [{n}-year notes|{usd} in {n}-year bonds|{usd} of treasury bills]
repeat [policy is data dependent|its guidance|that decisions depend on data]
stick to [policy path|plan|its inflation target|gradual approach]
see [growth unchanged|inflation in line with forecast|risks as balanced|no change in rates]
say [risks are balanced|decisions depend on data|it is monitoring markets|policy is appropriate]
""")
OFFICIAL = lines("""
review [{company} deal|{company} merger|{company}['s|] application|{company}['s|] plan]
set [date for {company} hearing|hearing on {company} deal|deadline for {company} decision]
decide on {company} [deal|merger|drug] [{when}|by {date}]
extend [review of {company} deal|deadline on {company} deal]
schedule [hearing on {company}|review of {company} drug for {date}|vote on {company} plan]
hear [{company} case {when}|arguments in {company} case]
seek [comments on {company} deal|feedback on {company} plan]
publish [list of {company} filings|guidance on crypto|consultation on listing rules]
meet [{company} executives|{company} executives {when}]
""")
BROKER = lines("""
reiterate [{company} at hold|hold on {company}|neutral rating on {company}|hold rating for \
{company}]
maintain [{company} at hold|neutral on {company}|hold rating on {company}|its view on {company}|\
equal-weight on {company}]
keep [{company} at hold|neutral rating on {company}|{company} at neutral|{company} price target \
unchanged]
start {company} [at hold|at neutral|with neutral rating|with hold|at equal-weight]
initiate {company} [at hold|at neutral|with a hold rating|at market perform|with neutral]
resume coverage of {company} [|at neutral|with hold]
be [neutral on {company}|neutral on {sector}|divided on {company}|split on {sector}]
say {company} is fairly [valued|priced]
leave [{company} price target unchanged|{company} rating unchanged|rating on {company} unchanged]
affirm [{company} rating|{company} rating, outlook stable|{company} at current rating]
see [{company} trading sideways|limited moves in {sector}|balanced risks for {company}]
""")
NOUNS = lines("""
[routine|scheduled|regular|planned] [updates|changes|announcements|filings]
[balanced|conflicting|offsetting] [data|signals|forces|comments]
[absence|lack] of [surprises|fresh data|headlines]
[mixed|in-line|flat|unchanged] [earnings|results|guidance|data|signals]
[thin|light|quiet|holiday|cautious] [trading|trade|volume]
[steady|stable|unchanged] [rates|demand|policy|outlook]
[a lack of|little] [news|direction]
few [catalysts|surprises]
""")
PUSHES = words("""fail to move|do little for|have little effect on|bring no change for
draw muted reaction in|have no impact on|barely move""")
HEADLINES = lines("""
[{q} earnings preview|Earnings preview|Preview|What to expect from {company} earnings|Ahead of \
results]: {company}
[What to watch|What to expect|What to know|Five things to know|Key things to watch] [as {company} \
reports {when}|in {company}'s {q} results]
[What to watch|What to expect|Five things to watch|Key events] [this week|in markets today|in the \
markets {when}|on {weekday}]
[Week ahead|Day ahead|Economic calendar|Earnings calendar|Calendar|Diary|Agenda]: [{event}, \
{event}|{event}|{company}, {company} to report]
[Investors|Traders|Markets|Analysts|Economists] [await|eye|look to|wait for|focus on|turn to|\
weigh] [{event}|{company} results|{event} {when}]
[Should you|Is it time to|Should investors] [buy|sell|own|hold] {company} [stock|shares][?| now?| \
before earnings?]
[Is {company} stock|Are {company} shares|Are {sector}] [a buy or a sell?|fairly valued?|worth \
holding?|a buy, sell or hold?]
[{company} vs. {company}|{company} or {company}]: [which stock is better?|how they compare|a \
comparison|what to know]
[Explainer|Factbox|Explained|Q&A|Timeline|Profile|Interview]: [how {company} makes money|{event}|\
who owns {company}|what {company} does|{company}'s history]
[How|Where] {company} [makes its money|got its name|is run|stands {wait}|reports its segments]
[{company}|{country}] [CEO|CFO|finance minister|chairman] [to speak {when}|speaks at conference|\
to retire in {year}, successor named|visits {place}|to attend talks {when}]
[{broker}|Analysts] [split|divided|undecided] on {company} [{wait}|after results|]
[{country} |][inflation|GDP growth|unemployment|retail sales|jobless rate|core inflation|PMI] \
[unchanged|steady|holds steady|in line with forecasts|stable] [at {pct}|in {month}|, as expected|]
[{country} |][inflation|jobs|GDP|payrolls|trade|PMI|retail sales] [data|figures|report] [due \
{when}|to be released {when}|in focus|in line with forecasts|awaited]
[No change|Little change|Quiet session|Calm day|Mixed session|Mixed day|Uneventful day] [in|for|\
on|across] [{sector}|markets|{index}|{asset}]
[OPEC|OPEC+|G7|G20|EU ministers|Finance ministers] [to meet {when}|meets {when}|keeps output \
unchanged|leaves output policy unchanged|meeting due {when}]
[Trading|Exchange|Markets|Stock exchange] [closed|hours change|to close early|shut] [for holiday|\
on {weekday}|{when}|for public holiday]
[{company}|{index}] [shareholders|investors|members] [to vote {when}|approve board pay|meet \
{when}|vote on new directors]
[{company} board|{company} directors] [to meet {when}|meets {when}|approves accounts|to consider \
results {when}]
[{company} earnings call|{company} {q} earnings call|{company} annual meeting] [transcript|\
highlights|set for {date}|due {when}|: key takeaways]
[Stocks to watch|Movers to watch|Shares in focus|Companies in the news|On the radar] [today|\
{when}]: {company}, {company}[, {company}|]
[Opinion|Column|Commentary|Podcast|Video]: [what {event} means|the role of {sector}|how to read \
{event}|understanding {sector}]
[{n}-year|10-year|Treasury|U.S.] [yields|yield|bond yields] [steady|unchanged|little changed|\
flat] [{wait}|]
""")
