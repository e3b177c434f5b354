"""What is bad for a market: movements, events, causes. Phrases begin with their verb."""

from __future__ import annotations

from tools.bundled_model.grammar import lines, words

AMOUNT_VERBS = words("""fall|drop|decline|slip|slide|tumble|plunge|sink|crash|slump|dive|plummet|dip
retreat|weaken|lose|shed|depreciate|shrink|decrease|nosedive|edge down|tick down|inch down|go down
move down|be down|ease|skid|sag|collapse|tank|give up|inch lower|edge lower|push lower|move lower
open down|close down|drift lower|crater|swoon|buckle|contract|fall back|drop back|pull back
head lower
slide again|fall again|sink again|deteriorate|stumble|soften|tick lower|wilt|be off|swing down
wobble""")
MOVES = lines("""
extend [losses|its losses|their losses|the slide|its decline|a slide|the sell-off]
open lower
close [lower|at a {n}-month low|down sharply|below {level}|in the red]
end [lower|the day lower|the week lower|in negative territory|on a low note|in the red]
finish [lower|in the red|at session lows]
trade [lower|down|near {n}-year lows|in the red]
turn [lower|negative|red|south|sour]
hit [a record low|an all-time low|a fresh low|a new low|a {n}-[month|week|year] low]
reach [a record low|an all-time low|its lowest level [since {year}|in {n} years]]
touch [a new low|a {n}-year low|a lifetime low]
sink to [a {n}-[month|year] low|a record low|its lowest since {year}]
fall [out of favour|to a {n}-[month|year] low|below {level}|from record high|through support]
slide [below {level}|to session lows|in early trading|for a {nth} day|into the red]
drop [after hours|in premarket trading|at the open|in extended trading|in after-hours trade]
break [below {level}|a winning streak|a {n}-day winning streak|down|through support]
snap [a winning streak|winning streak|a {n}-day winning streak|{n}-week rally|{n}-session gain]
end [a winning streak|a {n}-day winning streak|a {n}-week rally|its record run]
halt [rally|a {n}-day rally|three-day rally|a {n}-week advance|gains|winning run]
stop rising
run out of [steam|momentum|gas|road]
lose [steam|momentum|ground|traction|its shine|luster|favour|early gains|altitude|its footing]
reverse [gains|early gains|course to end lower|its rally]
erase [gains|early gains|all of its gains|this year's gains]
pare [gains|early gains]
give up [gains|early gains|all of its gains|ground]
give back [gains|early gains|most of its gains]
retreat [from record highs|from {n}-month high|from peak|after rally|from all-time high]
pull back [from record highs|from peak|after a strong run|from its high]
come under pressure
come off [highs|record highs|the boil]
surrender [gains|early gains|the {level} level]
fail to [rise despite {good_np}|rebound|recover|hold gains|hold {level}|bounce|break {level}|find \
a floor]
ignore {good_np}, [fall|drop|slide] {pct}
underperform [the market|peers|rivals|expectations|the sector]
lag [the market|peers|rivals|amid {bad_np}]
feel the [pinch|heat|pain|squeeze] [|of {bad_np}]
take [a hit|a beating|a tumble|a dive|a hammering|a hit from {bad_np}]
suffer [worst day since {year}|heavy losses|another setback|worst week in {n} years|a rout]
be [in the red|on the slide|on the ropes|under pressure|lower|in freefall|out of favour|in trouble]
be [hit by|hurt by|dragged down by|weighed down by|pressured by|battered by|rattled by] {bad_np}
be [hammered|routed|clobbered|punished|battered|crushed] [|on {bad_np}|by {bad_np}|after {q} miss]
go [into freefall|south|from bad to worse|down the drain]
enter [a bear market|bear market territory|correction territory|a correction]
continue [to fall|to slide|to drop|their losing run|to sink|to bleed]
keep [falling|sliding|sinking|losing ground|dropping]
resume [its slide|losses|the downtrend|falling]
post [losses|heavy losses|their worst day in {n} months|the biggest loss since {year}|a weekly loss]
notch [a third day of losses|its worst week of the year|a record drop]
log [its worst day in {n} years|a fifth straight loss|a weekly loss]
see [heavy selling|their worst day in months|panic selling|outflows]
have [their worst day in {n} years|worst week since {year}|a weak quarter|a terrible week]
rise [less than expected|less than hoped|less than forecast]
gain less than [expected|hoped]
lead [losses|the selloff|the market lower|decliners]
fall on {bad_np}
brace for [more losses|a sell-off|further declines|bad news|a rough ride]
face [a sell-off|more pain|headwinds|pressure|a bumpy ride]
remain under pressure
sell off [|sharply|on {bad_np}|again]
bleed
falter
crumble
languish
struggle [|amid {bad_np}|to find buyers|to recover]
cool [|sharply|off]
nurse losses
flirt with [bear market|a record low]
""")
EVENTS = lines("""
miss [{q} |][estimates|expectations|forecasts|profit estimates|revenue estimates|Wall Street \
targets]
miss [{q} |]{good} [estimates|expectations|forecasts|targets]
miss [its own target|delivery target|the mark|analysts' expectations|consensus|sales target|\
deadline]
fall short of [estimates|expectations|forecasts|targets|Wall Street's hopes]
disappoint [with {q} {good}|investors|Wall Street|on {good}|with weak outlook|again]
fail to [meet expectations|impress|win approval|win FDA approval|meet targets|lift {good}|repay \
{usd} bond]
fail to [stem losses|secure funding|reach deal with creditors|pay debt|boost {good}|calm \
investors|sell assets]
post [weak|disappointing|lower|dismal|wider|surprise|worse-than-expected] {q} [loss|results|numbers]
post [surprise loss|a surprise loss|first loss|its first loss in {n} years|a record loss|a {usd} \
loss|a loss]
post [wider|bigger|deeper] [loss|{q} loss|loss than expected|than expected loss|loss than feared]
post [lower profit|a drop in {good}|a {pct} fall in {good}|smaller profit than expected]
report [weak|disappointing|poor|worse-than-expected|dismal|gloomy] [{q} |][results|earnings|sales|\
numbers]
report [bigger loss than expected|a wider-than-expected loss|wider {q} loss|a {usd} loss|a \
surprise loss]
report [a {pct} drop|a {pct} fall|a {pct} decline|falling|shrinking] in [{q} |]{good}
swing to [loss|a loss|{q} loss|a {usd} loss]
slip into the red
widen [losses|its losses|its {q} loss]
cut [guidance|its guidance|full-year guidance|its outlook|outlook|forecast|its forecast|profit \
forecast]
cut [{good} |][forecast|outlook|target|targets] for [{year}|the year|the second time|next year]
cut [dividend|its dividend|its dividend by {pct}|quarterly dividend|payout|shareholder payout]
cut [{n00} jobs|{n00} workers|jobs|{pct} of workforce|workforce by {pct}|staff|production|output]
lower [guidance|outlook|its full-year forecast|profit forecast|sales target|{year} targets|its \
estimates]
slash [guidance|dividend|its dividend|jobs|{n00} jobs|forecast|its outlook|workforce|production|\
value of unit]
trim [forecast|its outlook|its sales outlook|guidance|jobs|production targets]
reduce [guidance|dividend|its profit outlook|its forecast|its workforce|its growth target]
suspend [dividend|its dividend|buyback|guidance|production|flights|trading|deliveries|withdrawals]
scrap [dividend|its dividend|buyback|merger|IPO|expansion plan|its {year} targets|deal with \
{company}]
halt [production|deliveries|trial|sales of {product}|share buyback|dividend|withdrawals|\
production at {place} plant]
withdraw [guidance|its guidance|outlook|IPO|its {product}|forecast, citing {bad_np}]
pull [guidance|IPO|its outlook|its IPO|its {product} from shelves]
shelve [IPO|expansion|plan|merger|its IPO|dividend]
delay [launch|launch of {product}|IPO|results|annual report|deliveries|opening of {place} plant]
postpone [IPO|launch|earnings report|annual results|results]
warn [on profit|of weak demand|of lower profit|of slowing growth|of loss|of {bad_np}|investors|of \
job cuts]
warn [it may run out of cash|it may breach covenants|{good} will miss estimates|of going-concern \
doubt]
issue [profit warning|a profit warning|a second profit warning|weak guidance|gloomy outlook]
be downgraded to [sell|underperform|underweight|junk|hold] [|by {broker}|at {broker}]
be downgraded [by {broker}|at {broker}|on {bad_np}|after weak results]
be cut to [sell|junk|underperform|neutral|hold] [by|at] {broker}
be [sued|fined {usd}|probed|investigated|raided|accused of fraud|charged with fraud|delisted]
be sued [by {regulator}|over {scandal}|by shareholders|by {company}|over data breach]
be fined {usd} [|by {regulator}|over {scandal}|for {scandal}]
be hit [with {usd} fine|with lawsuit|by strike|by cyberattack|by recall|by {bad_np}|with class \
action]
be [ordered to pay {usd}|removed from index|dropped from the index|placed on watch for downgrade]
get [downgrade|a downgrade|downgraded|a double downgrade|sell rating|a price target cut|subpoena]
face [lawsuit|probe|{usd} fine|class action|investigation|antitrust suit|strike|recall|delisting|\
bankruptcy]
face [{regulator} probe over {scandal}|lawsuit over {scandal}|backlash|scrutiny over {scandal}|\
{usd} claim]
recall [{n00} cars|{n00} vehicles|{product}|{n00} units over safety|products on contamination risk]
file for [bankruptcy|bankruptcy protection|Chapter 11|insolvency|creditor protection]
default on [debt|bond|loan|{usd} bond|bond payment|interest payment|debt payment]
go [bankrupt|bust|into administration|under]
collapse into [administration|bankruptcy]
near [bankruptcy|collapse|default]
lose [market share|market share to {company}|{usd} in value|contract|{usd} contract|key customer|\
court case]
lose [patent fight|appeal|subscribers|{n} million subscribers|customers|licence|investment-grade \
rating|CEO]
shed [jobs|{n00} jobs|staff|{usd} in market value|subscribers]
lay off [{n00} workers|{pct} of staff|staff|hundreds|thousands|{n00} employees]
fire [{n00} workers|CEO|CEO amid scandal|finance chief over accounting]
axe [{n00} jobs|dividend|jobs]
eliminate [{n00} jobs|dividend]
close [{n00} stores|plants|stores|{place} plant|factories, cut {n00} jobs]
shut [plant|{place} plant|stores|factory|operations in {place}|down unit]
freeze [hiring|withdrawals|spending|pay]
write down [{usd}|assets|goodwill|value of {company}]
write off [{usd}|investment|loan]
take [{usd} charge|{usd} writedown|{usd} impairment charge|hit from {bad_np}|{usd} hit]
book [{usd} charge|{usd} loss|{usd} writedown]
burn through [cash|its cash]
run low on cash
restate [earnings|results|accounts]
delay results over accounting [issue|probe]
disclose [accounting error|data breach|probe|material weakness|hack]
admit [accounting errors|fraud|emissions cheating]
suffer [data breach|outage|cyberattack|setback|setback in {product} trial|record loss|hack|loss \
of {usd}]
see [weak demand|{good} falling|{good} below estimates|profit halving|slower growth|no growth|\
more pain ahead]
see [{q} {good} below expectations|loss|bigger loss|lower margins|slowdown|sharp drop in {good}]
expect [lower profit|weak growth|a loss|a bigger loss|{q} loss|{good} to fall|slower growth|job \
cuts]
forecast [weak {q} {good}|{q} {good} below estimates|lower {good}|gloomy {q} revenue|a loss|\
bigger loss]
guide [below estimates|below consensus|lower for {q} {good}]
project [slower growth|{good} below estimates|a loss]
predict [lower {good}|drop in {good}|slowdown]
lose [appeal against fine|legal battle|key patent]
price IPO [below range|at bottom of range|below the marketed range]
flop in [debut|market debut|first day of trading|IPO]
tumble in [stock market debut|trading debut|its debut]
tumble {pct} in [debut|market debut]
sink as {good} [fell|missed|dropped|disappointed]
stumble as {good} [fell|slowed|missed]
say [demand is weak|{good} [fell|dropped|slumped] {pct}|outlook is worsening|worst is yet to come|\
trial failed]
say [it expects lower {good}|it will miss its targets|orders fell sharply|it was hacked|CEO is \
under investigation]
report [trial failure|failed trial|disappointing trial data|death in trial]
sell shares at [discount|a steep discount]
raise {usd} in [dilutive offering|discounted share sale|emergency funding]
dilute shareholders with [offering|stock sale]
no longer expect [profit|growth|to meet target|to make a profit|to pay a dividend|recovery]
abandon [targets|merger|bid for {company}|expansion|its profit target]
walk away from [merger|{usd} deal|{company} deal|bid]
call off [merger|{company} deal|IPO|deal]
struggle [to sell {product}|with debt|with falling {good}|with {bad_np}|to meet demand|to stay \
afloat]
blame {bad_np} for [loss|weak {good}|miss|poor quarter]
cite {bad_np} as {good} [fell|missed|dropped]
flag [weak demand|hit to profit|{usd} hit|weak {good}|slowdown|lower {good}]
brace for [loss|weak {q}|tough year|strike]
miss out on [{usd} contract|rally|deal]
be a [sell|falling knife]
""")
MACRO_EVENTS = lines("""
raise [rates|interest rates|rates by {n} basis points|rates to fight inflation|rates again|key rate]
hike [rates|interest rates|rates by {n} basis points|rates more than expected|taxes|tariffs]
lift [rates|interest rates|rates to {n}-year high|its key rate]
signal [rate hikes|more hikes|higher for longer|faster tightening|no rate cuts this year|higher \
rates ahead]
hint at [rate hike|more rate hikes|tightening|delay to rate cuts]
warn [of recession|on growth|of inflation risk|of financial stability risks|of bubble|of further \
rate hikes]
warn [economy is slowing|of slowdown|inflation will stay high|of deep recession]
turn hawkish
strike [hawkish tone|a hawkish note]
tighten [policy|monetary policy|lending rules|rules on property]
surprise with [rate hike|bigger hike than expected]
cut [growth forecast|{year} growth forecast|economic outlook|GDP forecast|growth outlook]
slash [growth forecast|GDP outlook]
lower [growth forecast|its growth outlook]
impose [tariffs|new tariffs|export ban|sanctions|windfall tax|curbs|capital controls]
dash hopes of [rate cut|early rate cuts|stimulus]
rule out [rate cuts|stimulus|bailout|early rate cut]
push back against rate cut bets
""")
OFFICIAL = lines("""
sue [{company}|{company} over {scandal}|{company} for {scandal}|to block {company} deal|\
{company}, alleging fraud]
fine [{company}|{company} {usd}|{company} {usd} over {scandal}|{company} for {scandal}]
probe [{company}|{company} over {scandal}|{company} accounting|{company} deal|{company} for \
{scandal}]
investigate [{company}|{company} over {scandal}|crash involving {company} car]
block [{company} merger|{company} deal|sale of {company}|{company}'s takeover of {company}]
reject [{company}['s|] drug|{company} merger|{company}['s|] appeal|{company}['s|] application|\
{company}['s|] {product}]
ban [{company}|{company} {product}|sale of {company} {product}|{company} from {place}]
halt [trading in {company}|sales of {company} {product}|{company} trial]
order [{company} to pay {usd}|{company} to recall {product}|{company} to halt sales|break-up of \
{company}]
accuse {company} of [fraud|{scandal}]
charge {company} [with fraud|over {scandal}|executives with fraud]
raid {company} offices
ground {company} {product}
open [probe into {company}|investigation into {company}|criminal probe of {company}]
launch [probe into {company}|antitrust case against {company}|inquiry into {company}]
rule against {company}
uphold {usd} fine against {company}
warn [{company} over {scandal}|about {company} {product}|investors about {company}]
downgrade {company}['s debt|'s credit rating| to junk|]
suspend [{company} licence|trading in {company} shares|approval of {company} {product}]
subpoena [{company}|{company} executives]
revoke {company} licence
""")
BROKER = lines("""
downgrade [{company}|{company} to sell|{company} to underperform|{company} to underweight|\
{company} shares]
cut [{company}|{company} price target|price target on {company}|{company} to sell|target for \
{company}|{company} to hold]
lower [{company} price target|target price for {company}|{company} rating|estimates for {company}]
slash [{company} price target|target for {company}|estimates on {company}]
start {company} [with sell|at sell|with underweight rating|at underperform]
initiate {company} [with sell|at underperform|at underweight|with a sell rating]
see [downside in {company}|{pct} downside for {company}|{company} shares falling further|more \
pain for {company}]
turn [bearish on {company}|negative on {company}|bearish on {sector}|cautious on {sector}|sour on \
{company}]
call {company} [overvalued|a sell|overpriced|a value trap|a bubble]
remove {company} from [conviction buy list|top picks|its best ideas list]
recommend [selling {company}|selling {sector}|avoiding {company}]
be [bearish on {company}|gloomy on {company}|bearish on {sector}|worried about {company}]
say [sell {company}|{company} rally is overdone|{company} is overvalued|avoid {company}|stay away \
from {sector}]
warn [on {company}|of further losses for {sector}|{company} may cut dividend|{sector} rally won't \
last]
predict [weak year for {company}|slump in {sector}|new lows for {company}|further losses for \
{sector}]
trim {company} price target
""")
NOUNS = lines("""
[weak|soft|slowing|sluggish|falling|declining|slumping|poor|slack|waning] [demand|orders|sales|\
{good}]
[worse-than-expected|weak|dismal|disappointing|poor|soft|grim] [earnings|results|guidance|data]
[gloomy|weak|bleak|lowered|cautious|grim|poor|dim] [outlook|forecast|guidance|profit outlook]
[a surprise|a record|a huge|a {usd}] [loss|writedown|fine]
[fears|worries|concern|concerns|anxiety] [of|over|about] [a recession|inflation|rate hikes|a \
slowdown|a default|tariffs|debt]
[rising|hot|sticky|soaring|higher|surging|stubborn] [inflation|rate fears|trade tensions|costs|\
tariffs]
[recession|inflation|rate|growth|debt|default|trade war|contagion|banking|tariff] [fears|worries|\
jitters|woes]
[an analyst|a credit|a broker|a double] downgrade
[a|its] [dividend cut|profit warning|guidance cut|share sale|data breach|product recall|\
accounting scandal]
[a big|a {usd}|a record|a major] [lawsuit|loss|recall|fine|outage|selloff]
[hawkish|gloomy] [Fed|Fed comments|Fed minutes|central bank remarks|ECB comments]
[risk aversion|profit-taking|panic selling|heavy selling|a broad sell-off|short selling|margin \
calls]
[profit|earnings|revenue|sales] [miss|warning|slump|drop|downgrade|misses]
[FDA rejection|regulatory scrutiny|trial failure|a court defeat|a legal setback|a fraud probe|CEO \
exit]
[rising|higher|soaring|surging] [costs|unemployment|bond yields|yields|interest rates|debt|\
jobless claims]
[a supply glut|oversupply|rising stockpiles|rising inventories|supply chain problems|chip \
shortages|a strike]
[China|geopolitical|war|Middle East|lockdown|virus|tariff] [worries|fears|tensions|risks]
[a failed merger|layoffs|a short-seller report|fraud allegations|insider selling|a bank run|a hack]
""")
PUSHES = words("""hit|hurt|drag down|weigh on|sink|push down|send down|batter|hammer|pressure|rattle
spark selloff in|take a toll on|put pressure on|pull down|spook investors in|sap|knock|dent
trigger slide in|undermine|slam|cloud outlook for|pummel|squeeze|haunt|pile pressure on|crush""")
HEADLINES = lines("""
[Record|Huge|Shock|Surprise|Steep] [{q} |][loss|writedown|profit drop|sales slump|profit warning] \
[for|at] {company}
[Another|A] [dismal|weak|poor|rough] quarter [for|at] {company}
[Big blow|Bad news|Trouble|A setback|Defeat|More pain|No relief|Nightmare|Fresh blow|Dark clouds] \
for {company}
[Bears|Sellers] [take charge|are back|in control|return|rule|circle] [in|as] [{sector}|{sector} \
rout]
[Bears|Sellers|Short sellers] [target|circle|attack|dump|bet against] [{sector}|{company} shares|\
{asset}]
[Investors|Traders|Hedge funds|Funds] [dump|flee|rush out of|sell|bet against|sour on|ditch|shun] \
{sector}
[Investors|Traders|Shareholders] [punish|slam|revolt against|lose faith in|turn on] {company}
[Insiders|Executives|Directors] [sell|selling|dump|unload|cash out] {company} [shares|stock]
[Buffett|Warren Buffett|Hedge fund|Activist investor] [sells|cuts|slashes|dumps|exits] [stake in \
{company}|{company} stake]
[Rout|Slump|Sell-off|Decline|Slide|Bloodbath] in {sector} [continues|deepens|has further to go|\
accelerates|widens]
[{company}|{index}] is [a sell|overvalued|a falling knife|set to crash|ready to break down]
[Why|Here's why|3 reasons why] {company} [stock|shares] [could crash|could fall further|may drop|\
will keep falling]
[Hard landing|Recession fears grow|Recession] [looms|ahead|fears mount] as {bad_pushes} {sector}
[{country} |][inflation|price pressures] [heat up|accelerate|surge|rise more than expected|jump to \
{n}-year high]
[{country} |]economy [grows slower than expected|contracts {pct}|slips into recession|shrinks|\
stalls|loses steam|slows sharply]
[{country} |]economy adds fewer jobs than expected
[{country} |][employers|companies] [cut|shed|slash] [more jobs than expected|{n00} jobs|jobs]
[OPEC|OPEC+] [agrees to raise|raises|lifts] output, [oil|crude] [falls|drops|slides]
[U.S. and China|EU and U.S.|Negotiators] [fail to reach trade deal|trade talks collapse|trade \
blows over tariffs]
[Risk-off mood|Fear|Panic|Jitters|Gloom] [returns|grows|spreads|grips] [to|in|across] [markets|\
{sector}]
[Red|Sea of red|Grim|Black|Bloody] [day|session|week] [for|across] [markets|{sector}|{asset}]
[Death cross|Bearish signal|Breakdown] [for|in] [{asset}|{company} stock|{index}]
[Short seller|Short-seller|Hindenburg] [targets|accuses|slams|takes aim at] {company} [|over \
{scandal}|in report]
[Fed|ECB|Central bank] [rate hike|hike|tightening] [hits|sinks|weighs on] {sector}
[CEO|CFO|Finance chief|Chairman] of {company} [quits abruptly|resigns amid probe|arrested|ousted|\
steps down amid scandal]
[Workers|Pilots|Staff] [strike|walk out|go on strike] at {company}
[Hackers|Cyberattack|Data breach] [hit|hits|cripples|disrupts] {company}
[Layoffs|Job cuts|Mass layoffs] [hit|at|loom at|mount at|announced at] {company}
""")
