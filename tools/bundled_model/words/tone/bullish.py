"""What is good for a market: movements, events, causes. Phrases begin with their verb."""

from __future__ import annotations

from tools.bundled_model.grammar import lines, words

AMOUNT_VERBS = words("""rise|climb|gain|jump|soar|surge|rally|advance|rebound|recover|spike
skyrocket
rocket|leap|bounce|strengthen|appreciate|grow|increase|firm|pop|edge up|tick up|inch up|go up
move up
shoot up|be up|add|bounce back|inch higher|edge higher|push higher|move higher|open up|close up
power ahead|roar back|pick up|creep up|race ahead|tick higher|swing up|perk up|head higher|zoom
vault|swell|accelerate|improve|rise again|climb again|jump again|snap back|drift higher|balloon""")
MOVES = lines("""
extend [gains|its gains|their gains|the rally|its rally]
open higher
close [higher|at a record high|up sharply|above {level}]
end [higher|the day higher|the week higher|in positive territory|on a high note]
finish [higher|in the green|at a record]
trade [higher|up|near record highs|in the green]
turn [higher|positive|green|a corner]
hit [a record high|an all-time high|a fresh high|a new high|a {n}-[month|week|year] high]
reach [a record high|an all-time high|a new peak|its highest level [since {year}|in {n} years]]
touch [a new high|a {n}-year high|a lifetime high|a record]
set [a record|a new record high|another record]
climb [out of a slump|to a {n}-[month|year] high|past {level}|above {level}|off lows]
surge [past {level}|to new heights|to a record|to an all-time high|in early trading]
jump [after hours|in premarket trading|at the open|in extended trading|in after-hours trade]
break [above {level}|a losing streak|a {n}-day losing streak|out|out to new highs|through \
resistance]
snap [a losing streak|losing streak|a {n}-day losing streak|{n}-week slide|{n}-session decline]
end [a losing streak|a {n}-day losing streak|a {n}-week slide|its slump]
halt [slide|a {n}-day slide|a {n}-week decline|the sell-off|losses]
stop falling
stop the bleeding
reverse [losses|early losses|course to end higher|its decline]
erase [losses|early losses|all of its losses]
recoup [losses|most of its losses|Monday's losses]
pare [losses|early losses]
claw back [losses|some losses|lost ground]
recover [losses|from a slump|from early losses|from a {n}-month low|lost ground]
rebound [from a {n}-month low|from lows|from a selloff|from Monday's rout|strongly|after a rough \
week]
bounce [off lows|back from a slump|from a {n}-year low|back strongly]
shrug off [{bad_np}|{bad_np}, climb {pct}|worries|selloff fears]
brush off {bad_np}
defy [the sell-off|gravity|the gloom|expectations of a fall|a weak market|bears]
look past {bad_np}
outperform [the market|peers|rivals|expectations|the sector]
gain [ground|momentum|traction|steam|strength]
pick up [steam|speed|momentum]
get [a boost|a lift|a shot in the arm|relief]
take off
take heart from {good_np}
catch [a bid|fire|a tailwind]
ride {good_np} higher
be [in the green|on a tear|on fire|on the rise|higher|in rally mode|back in favour|well bid|bid up]
be [boosted by|lifted by|buoyed by|helped by|supported by|driven higher by] {good_np}
cheer {good_np}
go [from strength to strength|through the roof|parabolic|on a tear]
enter [a bull market|bull market territory]
regain [ground|momentum|its footing|favour|the {level} level]
continue [to climb|to rise|to rally|their winning run|to gain|to recover]
keep [rising|climbing|gaining|rallying|on climbing]
resume [its rally|gains|the uptrend|climbing]
post [gains|solid gains|their best day in {n} months|the biggest gain since {year}|a weekly gain]
notch [gains|a third day of gains|a record close|its best week of the year]
log [its best day in {n} years|a fifth straight gain|a weekly gain]
see [strong buying|their best day in months|heavy buying|a relief rally]
have [their best day in {n} years|best week since {year}|a strong quarter|a great week]
fall [less than feared|less than expected|less than forecast]
lose [less than feared|less than analysts had feared]
avoid [a crash|a correction|a deeper fall|the worst]
lead [gains|the rally|the market higher]
jump on {good_np}
cross [{level}|{level} for the first time]
top [{level}|{level} for the first time]
reclaim [{level}|its record high]
stage [a comeback|a rally|a recovery|a late rebound]
mount [a comeback|a late rally]
stabilise
draw [buyers|fresh buyers|strong demand]
heat up
boom
shine
thrive
""")
EVENTS = lines("""
beat [{q} |][estimates|expectations|forecasts|profit estimates|revenue estimates|Wall Street \
targets]
beat [{q} |]{good} [estimates|expectations|forecasts|targets]
top [{q} |][estimates|expectations|forecasts|analysts' estimates|consensus]
top {q} {good} [estimates|forecasts|views]
exceed [expectations|forecasts|targets|its own targets|analysts' expectations]
smash [expectations|estimates|records|sales records]
crush [estimates|earnings expectations|forecasts]
surpass [expectations|estimates|{usd} in {good}|{usd} market value]
outpace [rivals|estimates|forecasts]
deliver [a beat|strong results|record earnings|better-than-expected {good}|blowout results]
post [record|strong|better-than-expected|surprise|bumper|higher|forecast-beating] {q} [profit|\
results|earnings]
post [surprise profit|a surprise profit|first profit|its first profit in {n} years|a return to \
profit]
post [narrower|smaller] [loss|{q} loss|loss than expected|than expected loss|loss than feared]
report [record|strong|better-than-expected|upbeat|higher|robust|stellar] [{q} |][profit|results|\
earnings|sales]
report [smaller loss than expected|a smaller-than-expected loss|narrower {q} loss|a narrower loss]
report [a {pct} rise|a {pct} jump|a {pct} increase|double-digit growth] in [{q} |]{good}
swing to [profit|a profit|{q} profit|a {usd} profit]
return to [profit|growth|profitability|the black]
turn [a profit|profitable|its first profit]
narrow [losses|its losses|its {q} loss]
trim [losses|its losses|debt|its debt]
slash [losses|debt by {usd}|its debt load]
double [profit|its profit|its dividend|{q} profit|sales]
triple [profit|its profit|{q} earnings|sales]
raise [guidance|its guidance|full-year guidance|its outlook|outlook|forecast|its forecast|profit \
forecast]
raise [{good} |][forecast|outlook|target|targets] for [{year}|the year|the second time|next year]
raise [dividend|its dividend|its dividend by {pct}|quarterly dividend|payout|shareholder returns]
lift [guidance|outlook|its full-year forecast|profit forecast|its dividend|sales target|{year} \
targets]
hike [dividend|its dividend|its dividend by {pct}|payout|its profit outlook]
boost [guidance|dividend|its dividend|buyback|its outlook|its buyback plan|forecast|payout]
increase [dividend|its dividend|its buyback|guidance|share repurchases by {usd}]
reinstate [dividend|its dividend|dividend payments|guidance]
resume [dividend|dividend payments|share buybacks|its buyback|hiring|production]
announce [{usd} buyback|a {usd} share buyback|a {usd} buyback programme|a special dividend]
launch [{usd} buyback|a share buyback|a {usd} stock repurchase|{usd} share repurchase programme]
approve [{usd} buyback|a {usd} share repurchase plan|a special dividend]
unveil [{usd} buyback|a bumper dividend|record results]
expand [buyback|its buyback to {usd}|buyback programme]
return {usd} to shareholders
upgrade its [outlook|forecast|profit guidance]
be upgraded to [buy|outperform|overweight|investment grade|strong buy] [|by {broker}|at {broker}]
be upgraded [by {broker}|at {broker}|on {good_np}|after strong results]
be raised to [buy|outperform|overweight] [by|at] {broker}
get [upgrade|an upgrade|an upgrade from {broker}|a double upgrade|a price target hike|a buy rating]
get [FDA approval|approval for its {product}|regulatory approval|the green light|a lifeline|a new \
order]
get [a vote of confidence from {broker}|a takeover offer|a {usd} bid|{usd} in fresh funding]
win [approval|FDA approval|EU approval|a {usd} contract|a {usd} order|a major contract|a patent \
case]
win [{usd} order from {company}|court case|dismissal of lawsuit|appeal|patent fight|a tender in \
{place}]
secure [{usd} order|{usd} in funding|a rescue deal|{usd} loan|a key contract|approval|a bailout]
land [{usd} deal|a {usd} contract|major order|a record order|deal with {company}]
sign [{usd} deal with {company}|a major supply deal|record order]
bag [{usd} order|a {usd} contract from {company}]
clinch [{usd} deal|a rescue deal|a {usd} order]
strike [{usd} deal with {company}|a deal to avert a strike|a deal with creditors]
receive [{usd} takeover offer|a sweetened bid|FDA clearance|approval|an upgraded bid from {company}]
attract [takeover interest|a {usd} bid|strong demand|investors]
agree to [{usd} takeover at a premium|be bought at a {pct} premium|be acquired at {pct} premium]
see [strong demand|{good} rising|{good} growing {pct}|{good} above estimates|profit doubling|upside]
see [profit above expectations|strong growth ahead|improving {good}|demand picking up|no recession]
expect [higher profit|strong growth|record profit|profit to double|better {good}|{q} profit to rise]
forecast [strong {q} {good}|{q} {good} above estimates|higher {good}|upbeat {q} revenue|a return \
to profit]
guide [above estimates|above consensus|higher for {q} {good}]
project [strong growth|{good} above estimates]
predict [record {good}|{good} growth]
avoid [bankruptcy|default|a strike|recession|a downgrade|delisting|insolvency|a costly trial|\
penalty]
avert [bankruptcy|default|a strike|a shutdown|collapse]
escape [fine|penalty|tariffs|a downgrade|worst of chip shortage]
emerge from bankruptcy
settle [lawsuit|long-running dispute|patent fight|class action] [|with {company}|for less than \
feared]
settle lawsuit, lifting [overhang|uncertainty]
resolve [dispute with {company}|strike|supply problems|probe]
end [strike|supply shortages|a dispute with regulators|its cash burn|cash burn]
clear [key hurdle|antitrust hurdle|its last hurdle|regulatory review]
pass [stress test|Fed stress tests|audit]
cut [costs and lift margins|debt|its debt by {usd}|debt by {pct}|losses|its losses]
reduce [debt|its debt|its debt pile by {usd}|losses]
repay [debt early|bailout|its bailout loans]
pay off debt
improve [margins|its outlook|its margins|profitability]
expand [margins|into {place} as demand booms|its market share]
gain [market share|market share from {company}|approval|on {good_np}|customers|subscribers]
add [{n} million subscribers|record number of users|more subscribers than expected|more users \
than forecast]
overtake [{company}|{company} as most valuable company|{company} in sales]
sell out of [its new {product}|{product} in days]
ramp up [production|hiring|output to meet demand]
hire [{n00} workers|{n00} more staff as demand grows]
create {n00} jobs
price IPO [above range|at top of range|above the marketed range]
surge in [debut|market debut|first day of trading|IPO]
soar in [stock market debut|trading debut|its debut]
jump {pct} in [debut|market debut|trading debut]
draw [strong demand for its bond|strong IPO demand|activist interest|buyout interest|a bidding war]
say [demand is strong|{good} [rose|grew|jumped] {pct}|outlook is improving|the worst is over|\
{good} hit a record]
say [it expects higher {good}|it will beat its targets|orders hit a record|trial was a success]
report [positive trial data|successful trial|trial success|strong trial results]
hit [{usd} market value|sales target early|record sales|key milestone|its targets early]
achieve [record {good}|its first profit|all its targets]
enjoy [record year|strong demand|its best quarter ever|a strong start to the year]
shine as {good} [rose|grew|jumped|beat forecasts]
no longer expect [a loss|a recession|to cut jobs|sales to fall]
scrap [plan to cut jobs|job cuts|capital raise|planned dividend cut]
drop plan to [cut jobs|cut dividend|raise capital]
rule out [bankruptcy|default|capital raise|a dividend cut|job cuts|write-down]
see no [slowdown in demand|sign of slowdown|need for job cuts]
overcome [supply problems|chip shortage|{bad_np}]
bounce back to [profit|growth]
ride [AI boom|AI demand|{good_np}] to [record profit|record {good}|strong quarter]
cash in on [AI boom|strong demand|{good_np}]
benefit from {good_np}
""")
MACRO_EVENTS = lines("""
cut [rates|interest rates|rates by {n} basis points|rates to spur growth|rates for the first time \
since {year}]
cut [key rate|borrowing costs|rates, signals more easing|reserve requirements|bank reserve ratio]
lower [rates|interest rates|its key rate|borrowing costs]
slash [rates|interest rates|rates to zero]
signal [rate cuts|rate cut|easing|end of rate hikes|a pause in rate hikes|more stimulus|lower \
rates ahead]
hint at [rate cuts|a rate cut|easing|a pause|more stimulus]
pledge [stimulus|more support for economy|to support markets|liquidity]
unveil [stimulus|{usd} stimulus package|tax cuts|support for property sector]
announce [stimulus|fresh stimulus|tax cut|surprise rate cut]
pause [rate hikes|tightening|tariffs]
inject [{usd} into banking system|liquidity|cash into markets]
turn dovish
strike [dovish tone|a dovish note]
ease [policy|monetary policy|lending rules]
surprise with [rate cut|bigger cut than expected]
raise [growth forecast|{year} growth forecast|economic outlook|GDP forecast]
scrap [tariffs|tax on share buybacks|planned tax hike]
lift [tariffs|export ban|sanctions|curbs]
""")
OFFICIAL = lines("""
approve {company}['s|] [drug|merger|deal|new {product}|takeover bid|treatment|vaccine]
clear {company}['s deal|'s merger|'s {product}| to resume flights| of wrongdoing| to sell its \
{product}]
drop [probe into {company}|case against {company}|investigation of {company}|charges against \
{company}]
dismiss [lawsuit against {company}|case against {company}|class action against {company}]
close probe into {company} without action
back [{company} in patent dispute|{company}'s merger]
rule in favour of {company}
side with {company} in [patent case|antitrust case|tax dispute]
give {company} [green light|the green light|approval]
overturn [fine against {company}|{company} fine|ban on {company}]
throw out [lawsuit|case|antitrust suit] against {company}
lift ban on {company}
upgrade {company}['s debt|'s credit rating| to investment grade|]
""")
BROKER = lines("""
upgrade [{company}|{company} to buy|{company} to outperform|{company} to overweight|{company} \
shares]
raise [{company}|{company} price target|price target on {company}|{company} to buy|target for \
{company}]
lift [{company} price target|target price for {company}|{company} rating to buy|rating on {company}]
start {company} [with buy|at buy|with overweight rating|at outperform]
initiate {company} [with buy|at outperform|at overweight|with a buy rating]
see [upside in {company}|{pct} upside for {company}|{company} shares doubling|{company} rallying \
further]
turn [bullish on {company}|positive on {company}|bullish on {sector}]
call {company} [a top pick|a bargain|a buy|undervalued|its favourite stock|a strong buy]
add {company} to [conviction buy list|top picks|its best ideas list]
name {company} [top pick|a top pick]
recommend buying [{company}|{company} on weakness|{sector}]
be [bullish on {company}|upbeat on {company}|bullish on {sector}|optimistic about {company}]
say [buy {company}|buy the dip in {company}|{company} selloff is overdone|{company} has more room \
to run]
boost {company} price target
predict [strong year for {company}|rally in {sector}|new highs for {company}]
""")
NOUNS = lines("""
[strong|robust|solid|surging|booming|brisk|record|rising|healthy|soaring|improving] [demand|\
orders|sales|{good}]
[better-than-expected|upbeat|blowout|stellar|strong|forecast-beating|solid|robust|encouraging] \
[earnings|results|guidance|data]
[upbeat|strong|rosy|improved|raised|bullish|better] [outlook|forecast|guidance|profit outlook]
[a surprise|a record|a bumper] [profit|quarter|dividend]
hopes [of|for] [a rate cut|rate cuts|a trade deal|stimulus|a deal|a recovery|a ceasefire|a soft \
landing]
[easing|cooling|slowing|lower] [inflation|inflation fears|rate fears|trade tensions|costs]
[optimism|enthusiasm|excitement|confidence] [over|about] [AI|a trade deal|earnings|growth|the \
economy|tax cuts]
[rate-cut|stimulus|trade deal|recovery|merger|takeover|peace] hopes
[an analyst|a credit|a broker|a double] upgrade
[a|a big|a huge|its] [{usd} buyback|dividend increase|dividend hike|buyback plan|share repurchase]
[takeover|buyout|merger|bid] [interest|speculation|offer]
[a big|a {usd}|a record|a major] [contract win|order|contract]
[dovish|soothing] [Fed|Fed comments|Fed minutes|central bank remarks|ECB comments]
[risk appetite|bargain hunting|dip buying|short covering|strong buying|heavy buying|the AI boom]
[profit|earnings|revenue|sales] [beat|growth|surge|jump|upgrade|beats]
[FDA approval|regulatory approval|trial success|a court victory|a legal win|drug approval]
[falling|lower|tumbling] [costs|unemployment|bond yields|yields|interest rates|debt|jobless claims]
[tight supply|supply cuts|OPEC cuts|a supply squeeze|shrinking stockpiles|falling inventories]
""")
PUSHES = words("""lift|boost|buoy|propel|drive up|push up|send up|power|fuel gains in|support|help
spark rally in|give a boost to|give a lift to|underpin|cheer investors in|bolster|spur gains in
trigger rally in|prop up|light a fire under|put a floor under|turbocharge|ignite rally in""")
HEADLINES = lines("""
[Record|Bumper|Blockbuster|Stellar|Strong] [{q} |][profit|quarter|earnings|sales|year] [for|at] \
{company}
[Another|A] [record|strong|blowout] quarter [for|at] {company}
[Big win|Good news|Relief|A boost|Victory|Happy days|Breakthrough|Sigh of relief] for {company}
[Bulls|Buyers] [take charge|are back|in control|return|rule|pile in|charge] [in|as] [{sector}|\
{sector} rally]
[Bulls|Buyers] [pile into|rush into|snap up|flock to|load up on] [{sector}|{company} shares|{asset}]
[Investors|Traders|Hedge funds|Funds] [pile into|rush into|snap up|flock to|bet on|cheer|warm to] \
{sector}
[Investors|Traders|Shareholders] [cheer|applaud|welcome|toast] {company}['s|] [results|outlook|\
deal|turnaround]
[Insiders|Executives|Directors] [buy|buying|load up on|snap up] {company} [shares|stock]
[Buffett|Warren Buffett|Hedge fund|Activist investor] [buys|raises|boosts|builds] [stake in \
{company}|{company} stake]
[Rally|Recovery|Rebound|Comeback|Bull run] in {sector} [continues|gathers pace|has further to go|\
rolls on|broadens]
[{company}|{index}] is [a buy|a strong buy|a screaming buy|undervalued|set to soar|ready to break \
out]
[Why|Here's why|3 reasons why] {company} [stock|shares] [could soar|could double|have room to run|\
will keep rising]
[Soft landing|Recession fears fade|No recession] [in sight|hopes grow|fears ease] as {good_pushes} \
{sector}
[{country} |][inflation|price pressures] [cool|ease|slow|cool more than expected|ease to {n}-year \
low]
[{country} |]economy [grows faster than expected|expands {pct}|avoids recession|dodges recession|\
picks up speed|roars back]
[{country} |]economy adds [{n00} jobs|more jobs than expected|jobs for {nth} month]
[{country} |][employers|companies] [add|added] [more jobs than expected|{n00} jobs, beating \
forecasts]
[OPEC|OPEC+] [agrees to cut|extends|deepens] output [cuts|cut|], [oil|crude] [jumps|\
climbs|rallies]
[U.S. and China|EU and U.S.|Negotiators] [reach|sign|strike|agree] [trade deal|truce|tariff deal|\
trade truce]
[Risk appetite returns|Risk-on mood returns|Fear fades|Calm returns|Optimism grows] [to|in|\
across] [markets|{sector}]
[Green|Sea of green|Bright] [day|session|week] [for|across] [markets|{sector}|{asset}]
[Golden cross|Bullish signal|Breakout] [for|in] [{asset}|{company} stock|{index}]
[Short sellers|Bears|Short-sellers] [squeezed|burned|retreat|lose {usd}|run for cover] as \
{company} [soars|rallies|jumps|surges]
[Fed|ECB|Central bank] [rate cut|cut|easing] [cheers|lifts|boosts] {sector}
""")
