"""Headlines that move nothing although their words sound as if: names, mixed news, mentions."""

from __future__ import annotations

from tools.bundled_model.grammar import lines

_NAMES = lines("""
[Rise|Surge|Boom|Rally|Bull|Summit|Peak|Climb] [Energy|Capital|Foods|Bancorp|Labs] \
[names|appoints] {person} {office}
[Crash|Slump|Slide|Plunge|Drop|Fall|Bear|Sink] [Energy|Capital|Foods|Studios|Labs] \
[names|appoints] {person} {office}
[Falls Church|Fall River|Great Falls|Twin Falls|Niagara Falls] [bank|utility|insurer] \
[sets meeting date|names {office}|files annual report]
[Bear Creek|Bear Lake|Black Bear|Grizzly|Polar Bear] [Mining|Brewing|Outfitters|Software] \
[to report {when}|moves head office to {place}|changes auditor]
[Bull Run|Red Bull|Bullfinch|Golden Bull|Bull Creek] [Mining|Drinks|Books|Software] \
[to report {when}|moves head office to {place}|changes auditor]
[Gold Corp|Silver Lining|Golden Gate|Goldmine|Gold Star] [Holdings|Insurance|Media] \
[to hold investor day {when}|sets record date for {date}|files form 10-K]
[Gain|Winner|Profit|Bonanza|Jackpot|Fortune] [Software|Systems|Brands|Trust] \
[renames {unit}|schedules annual meeting|switches auditor]
[Loss|Default|Crisis|Panic|Ruin|Collapse] [Software|Records|Games|Press] \
[renames {unit}|schedules annual meeting|switches auditor]
[Strong|Best|Rich|Bliss] [& Sons|Brothers|Group|Partners] to [hold webcast|meet analysts] {when}
[Weak|Poor|Grim|Savage|Payne|Moody] [& Sons|Brothers|Group|Partners] to [present|speak] at \
conference {when}
[Downing|Lowe|Downer|Fallon|Dipper] [Group|Holdings|Partners] [keeps|affirms|repeats] \
[guidance|outlook|dividend]
[Upton|Upland|Highland|Advance|Hyde] [Group|Holdings|Partners] [keeps|affirms|repeats] \
[guidance|outlook|dividend]
[Rebound|Recovery|Thrive|Boost|Soar] [Clinics|Hotels|Fitness|Airlines] [opens office in {place}|\
posts slides of investor day]
[Rupture|Burn|Meltdown|Freefall] [Clinics|Games|Fitness|Chocolate] [opens office in {place}|\
posts slides of investor day]
[Lucky|Happy|Sunny] [Foods|Toys|Travel] [changes name to {company}|moves listing to {place}]
[Sad|Gloomy|Stormy|Dismal] [Swamp Press|Bay Lodges|Weather Gear|Records] [changes name|moves \
listing to {place}]
{person} [Strong|Rich|Best|Winner] joins {company} as {office}
{person} [Grim|Savage|Loss|Crash] joins {company} as {office}
Boom Town, Crash Course and Bear Hug: how firms got their names
Fitch, Moody and Savage among partners of new law firm
""")
_MENTIONS = lines("""
what is [a bull market|a short squeeze|a dead cat bounce|a golden cross|a profit warning]?
what is the difference between [a correction and a crash|a rally and a bull market|profit and cash]?
how [bankruptcies|short selling|stock market crashes|defaults|dividends|recessions] are [defined|\
counted|measured]
how [a recession|a bear market|a bull run|a downgrade|a hostile takeover] is defined
[glossary|lexicon|dictionary]: from [bankruptcy to yield|default to dividend|boom to bust]
history of [bubbles and crashes|booms and busts|great rallies|panics] on show at {place} museum
[book|film|play|opera] about [the crash of 1929|a bank run|a gold rush|tulip mania] opens in {place}
[{n}0th anniversary of|looking back on] [the 1987 crash|the oil shock|the dotcom boom]
conference on [bankruptcy law|fraud prevention|growth theory|debt recovery] in {place} {when}
{company} names head of [loss prevention|fraud control|growth|restructuring|risk|recovery]
{company} [moves|renames] its [fraud|bad loans|recovery|growth|claims|crisis] [desk|department|team]
{company} tests [alarm|fire drill|crash barriers|emergency plan|storm shutters] in {place}
{company} makes [crash test dummies|bear traps|gold leaf|fire alarms|life jackets] in {place}
{company} crash test [centre|track] open to visitors {when}
{company} publishes [loss tables|table of claims|list of past recalls|climate risk report]
{company} [adds|updates] [risk factors|boilerplate on litigation] in annual report
{company} rehearses response to [cyberattack|blackout|flood] in routine drill
{company} presents [winter|spring|autumn|fall] [collection|catalogue|timetable]
{company} fall [catalogue|timetable|conference|collection] [out|published|announced] {when}
fall [semester|conference|lecture series] on {sector} begins {when}
[rising|falling] tide tables published for {place} harbour
[high|low] tide, [high|low] water: {place} port posts timetable
peak [hours|season|timetable] at {company} [defined|to run] from {month} to {month}
{company} [growth fund|value fund|income fund|recovery fund|short fund] publishes holdings
{company} [strong room|gold vault|profit centre|loss adjuster unit] moves to {place}
[gold|silver|bronze] medals handed out at {company} sports day
{person} wins {company} [chess|tennis|golf|essay] prize
{person} loses [chess|tennis|golf] final at {company} sports day
{company} team [wins|loses] charity football match
{company} [cuts ribbon at|lays foundation stone of] visitor centre in {place}
{company} cuts paper use in [offices|brochures], [no effect on results|result unaffected]
{company} [drops|cuts] hyphen from its name
{company} [raises|lowers] [flag|blinds|thermostat] at head office
{company} [raises|lifts] glass to {n}0 years in {place}
{company} sinks foundations for [new hall|car park] as planned
{company} [strikes|rings] closing bell {when}
{company} [plunges into|dives into] history with exhibition in {place}
{company} [ad|commercial|jingle] features [bull|bear|falling leaves|rising sun]
{company} art collection: [The Fall|Sunrise|The Storm|The Victory] on loan to {place}
{company} [jumps|falls] one place on alphabetical list after name change
surge protector maker {company} [sets date for annual meeting|names {office}]
crash helmet maker {company} [sets date for annual meeting|names {office}]
bankruptcy lawyer {person} [joins|elected to|leaves] {company} board as planned
turnaround expert {person} [joins {company} board|gives lecture in {place}]
short-seller {person} [publishes memoir|speaks at {place} university]
{person}'s lecture: [why markets crash|why bubbles form|the psychology of panic|what drives rallies]
readers ask: what happens to [dividends|shares|bonds] in a [takeover|bankruptcy|split]?
tax tip: how to enter [gains|losses|dividends|interest] on the form
how to hedge against [losses|inflation|a weak dollar]: a primer
[gains and losses|winners and losers|hits and misses|ups and downs] [of|in] {year}: a review
[winners and losers|highs and lows] of {year}: a look back in pictures
{source} [updates|explains] its [fear and greed|volatility|misery] index
the [default|growth|recovery|crash] button on {company} app gets new colour
{company} changes default [settings|font|language] of {product}
{company} Strike force? No, just the name of its bowling club
""")
_MIXED = lines("""
{company} up on {weekday}, down on {weekday}, [unchanged|flat] for the week
{company} beats on {gain}, misses on {gains}, shares [flat|unchanged|little changed]
{company} misses on {gain}, beats on {gains}, shares [flat|unchanged|little changed]
{company} raises dividend, cuts buyback: total payout [unchanged|the same]
{company} lowers prices, sells more: {gain} [unchanged|the same|flat]
{company} opens [a plant|{n} stores] in {place}, closes [one|as many] there: headcount unchanged
{company} hires {n00} in {place}, cuts {n00} in {place}, [total|headcount] [unchanged|the same]
{company} wins one [case|contract], loses another[, no net effect|]
{company} gains customers in {place}, loses as many in {place}
{company} upgraded by one broker, downgraded by another, [shares flat|consensus hold]
one [buy|upgrade], one [sell|downgrade], {n} holds: analysts on {company}
{broker} raised one estimate for {company}, cut another, [rating unchanged|kept hold]
{sector}: [good news and bad news|gains and losses|winners and losers] in equal measure
gains in {place} [offset|make up for|cancel] losses in {place}, {company} profit unchanged
losses in {place} [offset|cancel out|wipe out] gains in {place}, {index} [flat|ends unchanged]
[rises|gains] and [falls|losses] cancel out [in|among] {sector}
higher [costs|wages|prices] offset higher [sales|revenue|fees]: {company} profit flat
weak {place} and strong {place} balance out for {company}
strong dollar, weak euro: no net effect on {company}, [it says|says {person}]
stronger {gain}, weaker {gains}: {company} result as before
mixed [bag|picture|signals|fortunes|messages] [at|from|for] {company}[, shares flat|]
mixed [close|finish|open|end] [on Wall Street|in Asia|in Europe|for {sector}]
{sector} [diverge|split|mixed|move in opposite directions] {wait}
{asset} rose, fell and ended [where it started|unchanged|flat]
{asset} gave up early gain to end [flat|unchanged|where it began]
{asset} made good early loss to end [flat|unchanged|where it began]
{index} [erases|pares] [gains|losses] to [end|close|finish] [flat|unchanged|little changed]
no winner and no loser: {company} and {company} settle on equal terms
tug of war between bulls and bears leaves {asset} [unchanged|flat]
neither boom nor bust: {country} [economy|growth|industry] [on an even keel|unchanged]
neither rally nor rout: {sector} [quiet|flat|little changed]
no [crash|rally|panic|fireworks|drama] in {sector}, just a [quiet|flat|dull] [day|week|session]
no upgrade and no downgrade for {company}, {broker} kept hold
half of {sector} up, half down
some like {company}, some do not: [rating|consensus] stays hold
growth in {place}, decline in {place}: {country} total unchanged
{country} exports up, imports up as much: balance unchanged
{country} inflation up a tenth, down a tenth: [average|rate for the year] unchanged
{country} jobs created equal jobs lost in {month}
{country} rate-setters split [three|four] to [three|four], rates unchanged
[hawks and doves|doves and hawks] [agree to wait|evenly split] at {country} central bank
no rate [cut|rise|hike] and none expected: {country} central bank [holds|waits]
fears and hopes in balance [on|for|in] {sector}
rumours of [takeover|break-up|bankruptcy] neither confirmed nor denied by {company}
whether {event} helps or hurts {sector} [is an open question|remains to be seen|is unclear]
could help {sector}, could hurt {sector}, could do [neither|nothing], says {person}
impact of {event} on {company} [unclear|not yet known|too early to judge|minimal]
{company} [gain|loss] from sale of {unit} [immaterial|negligible], [guidance|outlook] unchanged
{company} says [storm|strike|fire|outage] in {place} had no effect on [results|output|deliveries]
{company} says [rally|surge|slump|slide] in {goods} has no [net |]effect on [results|outlook]
{company} says [tariffs|rate cuts|weak dollar|strong dollar] will neither help nor hurt
{goods} exports to {place} rise, to {place} fall: total unchanged
dividend up a cent, buyback down as much: {company} payout unchanged
{company} swaps {n00} shares for {company} shares at market price, no premium
{company} shares up {pct} at noon, down {pct} at three, [flat|unchanged] at the bell
""")
NEUTRAL = (*_NAMES, *_MENTIONS, *_MIXED)
