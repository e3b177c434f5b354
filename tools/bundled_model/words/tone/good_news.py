"""Headlines and remarks that are good for a share or a market, and have no mirror image."""

from __future__ import annotations

from tools.bundled_model.grammar import lines

_COMPANIES = lines("""
{company} [trounced|outdid|outstripped|outshone] [rivals|the consensus|every forecast] in {q}
[blowout|stellar|banner|bumper|knockout] {q} for {company}
{company} had a [banner|bumper|golden|vintage] year
{company}'s {gain} [soared|swelled|vaulted|rocketed] to {usd}
{company}'s {gains} [went through the roof|knocked it out of the park|took off] in {q}
{company} [wows|thrills|dazzles|delights] Wall Street [with {gain}|with {gains}|in {q}]
{company} [comfortably|handily|easily|roundly] beat [estimates|the consensus] for {gain}
{company} guidance [well above|miles ahead of|comfortably above] [consensus|Street estimates]
{company} on course for [record|bumper|best-ever] {gain}
best {q} in company history, says {company}
{company} notches {nth} straight quarter of growth
{company} [returned|came back] to growth after {n} lean years
{company} [stemmed|stanched|plugged] its losses and [is growing|turned a profit]
{company} reached break-even [earlier than planned|ahead of schedule|a year early]
{company} [reaped|reaps] rewards of [its overhaul|early bets on AI|cost discipline|patience]
{company} [trims fat|sheds dead weight|gets leaner], margins [jump|fatten|widen]
{company} gains pricing power, [margins widen|profit leaps]
[orders|bookings] [pour in|stream in|flood in] at {company}
{company} [inundated|swamped|flooded] with orders for {product}
{company} {product} [flies off shelves|sold out within hours|tops the charts]
{company} plants run flat out to meet demand
{company} works overtime to fill bulging order book
{company} [landed|bagged|scooped|snagged|netted] [its biggest order ever|a {usd} order]
{company} [picked|chosen|selected] [by {company}|to build {place} rail link|as {product} supplier]
{company} beat {n} rivals to {usd} contract
{company} [is awarded|receives|was granted] [an order worth {usd}|a {usd} contract] [in {place}|]
{company} [teams up|joins forces] with {company}, shares [leap|jump|pop]
{company} [cracks|conquers|storms] the {country} market
{company} ousts {company} as market leader
{company} [patent|licence|licensing deal] to bring in {usd} a year
{company} [hits|struck] [a rich seam of {goods}|pay dirt|oil off {place}]
{company} raises its payout for the {nth} year running
[bumper|special|extra|higher] [dividend|payout] for owners of {company}
{company} to hand {usd} [back |]to [shareholders|investors]
{company} [mops up|retires|buys back] a tenth of its shares
{company} [courted|wooed|pursued|coveted] by {company}
{company} [fields|mulls|receives] [rival bids|knockout offer|improved offer], shares [surge|jump]
bidding war [for|over] {company} [heats up|breaks out]
{company} [to be bought|to be taken private|acquired] at a [{pct}|juicy|generous|hefty] premium
suitors [line up|circle|queue] for {company}
{company} spin-off [unlocks|to unlock] value, [investors cheer|shares jump]
{company} deal [wins blessing|gets nod|cleared] from {regulator}
{company} [wins|gets|bags] [nod|blessing|go-ahead|thumbs-up] for {product}
{company} [pill|vaccine|drug] [halves|slashes|cuts] risk of [stroke|death|heart attack], study shows
{company} [breakthrough|milestone] in [fusion|battery|cancer|chip] research
{company} cancer therapy shrinks tumours in {n} of {n} patients
late-stage success [for|at] {company} [sends shares soaring|delights investors]
{company} gets [breakthrough|fast-track|orphan] status for [lung|skin|blood] drug
{company} [wins|scores] landmark [ruling|victory] [over {scandal}|against {company}]
{company} [shakes off|put behind it] {scandal} [case|affair|saga]
[all |]charges against {company} [dropped|dismissed|withdrawn]
{company} [spared|escapes] [break-up|heavy fine|trial] over {scandal}
{company} [exonerated|vindicated|cleared|acquitted] after {n}-year {scandal} case
credit [agency|analysts] [applauded|hailed|commended] {company} for [paying down debt|prudence]
{company} becomes debt-free
{company} [refinances|rolls over] {usd} on [better|easier|cheaper] terms
{company} secures [rescue|lifeline|cash injection|bridge loan], [shares jump|stock bounces]
{company} [pulled back|steps back] from the brink
{company} emerges [stronger|leaner|healthier] from [restructuring|creditor protection]
{company} [creates|promises|adds] {n00} jobs in {place}
{company} cannot hire fast enough
{company} calls back {staff} it had laid off
{company} lures {person} from {company}, shares jump
{company} applauded for hiring {person} to lead turnaround
founder {person} returns to {company}, shares [leap|rally|soar]
scandal-hit boss of {company} goes at last, [investors relieved|shares jump]
{company} [CEO|CFO|chairman] [puts|ploughs] {usd} of own money into shares
directors of {company} [snap|hoover|scoop] up stock [at these prices|on the dip]
{person} doubles down on {company}
hedge fund [discloses|reveals|builds] big [long position|stake] in {company}
{company} short squeeze [sends|propels|catapults] shares {pct} higher
shorts [burned|squeezed|routed|trapped] as {company} [rips|soars|rockets]
{company} to join [the S&P 500|{index}|benchmark index], [shares|stock] [up|jump|rally]
{company} [dazzles|sizzles|doubles] on stock market debut
blockbuster [IPO|debut|listing] for {company}
{company} [bonds|notes] snapped up by [yield-hungry |]investors
{company} [pipped|pulls ahead of|leapfrogs] {company} to become [market leader|most valuable firm]
{company} wins back [customers|clients|advertisers] it lost to {company}
[advertisers|shoppers|tourists|travellers] [return to|flock to|rediscover] {company}
{company} app [tops download charts|goes viral], [users double|shares jump]
{company} cyberattack [less serious|less costly] than feared
{company} back in good books of [investors|regulators|lenders]
""")
_MARKETS = lines("""
{asset} ripped higher
{asset} [barrelled|charged|stormed|marched|powered] [past|through|above] {level}
{asset} scaled [new heights|new peak|fresh summit]
{asset} [rose from the dead|came roaring back|sprang back to life]
{asset} [recouped|regained|retraced|clawed back|won back] [lost ground|all it had lost in {month}]
{asset} [blasted off|lifted off|took flight|went vertical] [on {np}|after {event}|]
{asset} [nudged|crept|inched|ticked|edged] up[ on {np}| for {nth} day|]
{asset} ended [firmer|stronger|in positive territory|with a bang]
{asset} defied [gravity|sceptics|doomsayers|the bears]
{asset} [buoyant|resilient|perky|upbeat|unstoppable] [on {np}|in {month}|after {event}]
{asset} [on a tear|red-hot|on fire|unstoppable|in overdrive]
{asset} [primed|poised|ripe|set] for [lift-off|a breakout|a melt-up|take-off]
{asset} [bottomed out|found its footing|turned the corner]
the [bleeding|pain|rout|worst] [is over|ends] for {sector}
{index} [is going to the moon|has legs|is just getting started]
long {asset} and [loving it|sleeping well|smiling]
[loading up on|adding to my|buying more] {asset} before it [takes off|runs away]
{company} looks ready to rip, [charts|bulls] say
cup and handle on {company}: next stop {level}
golden cross [forms|appears|spotted] on chart of {asset}
bulls [stampede|charge|roar|run riot] as {index} [smashes|shatters|eclipses] record
{index} [notches|clinches|logs] [best week since {year}|{nth} record close|new peak]
melt-up [in|lifts|propels] {sector}
relief rally [in|sweeps|lifts] {sector}
Santa rally [arrives early|lifts {sector}]
a sea of green [for|in] {sector} [on {weekday}|today]
{sector} in [vogue|demand|rude health|favour again]
{sector} [pricing in|bet on|hope for] [a soft landing|lower rates|stimulus]
[bumper|brisk|roaring|stellar] start to {year} for {sector}
fear gauge [sinks|slumps|tumbles] as [calm returns|nerves settle]
money [gushes|floods|streams] into {sector}
foreign buyers [return to|snap up|flood into] {country} [stocks|bonds]
{country} central bank [slashes|trims|chops|lowers] rates[ by half a point| to spur growth|]
{country} central bank [blinks|relents|rides to the rescue], [rates lowered|bond buying to resume]
rate-cut [bets|hopes] [mount|build|swell|firm] [after|on] soft inflation data
disinflation [on track|gathers pace|takes hold] in {place}
{country} inflation [back on target|tamed at last|vanquished|melts away]
goldilocks [data|report|numbers] [cheer|lift|delight] {sector}
{country} economy [defies|dodges|escapes] [recession|doomsayers|slump]
{country} economy [firing on all cylinders|in rude health|in full swing|shakes off the blues]
{country} GDP [smashes|trounces|beats] forecasts
{country} jobless rate [sinks|drops] to lowest since {year}
{country} employers [hire|recruit] at fastest pace in {n} years
{country} wages [outpace|outrun] prices at last
{country} factories [ramp up|spring back|return to growth]
{country} exports [rebound|boom|hit record]
{country} shoppers [open wallets|spend like there's no tomorrow|in festive mood]
{country} house prices [perk up|stabilise after slump|rise from the ashes]
{country} stimulus [bazooka|splurge|package] [lifts|thrills|electrifies] {sector}
{country} government [slashes|scraps|waives] [taxes on|duties on|levies on] {sector}
[Beijing|Washington|Brussels|Tokyo|Berlin] [extends olive branch|backs down] on [trade|tariffs]
tariff [reprieve|truce|relief|exemption] for {sector}
[handshake|breakthrough|thaw] in trade talks [between {place} and {place}|lifts {sector}]
{sector} [exempted|spared] from tariffs
guns fall silent in {place}, {sector} [rally|breathe again]
peace [deal|accord|treaty] [signed|agreed] in {place}, {sector} [soar|rejoice]
[oil|crude|Brent] [spikes|leaps|jumps|surges] on [refinery fire|pipeline blast|supply outage]
[drought|frost|crop blight|export ban] in {place} [sends|drives] {goods} prices [soaring|higher]
{goods} [crunch|squeeze|scarcity|deficit] [drives up|lifts|inflates] prices
{goods} [demand outstrips supply|market tightens|inventories run low]
[China|India] [buys up|snaps up|stocks up on] {goods}
[gold|silver] [gleams|glitters|shines|sparkles] [on {np}|as dollar slips|]
[bitcoin|ether|crypto] [rockets|blasts off|goes parabolic] after [ETF nod|halving|{event}]
[bitcoin|ether] [halving|upgrade|ETF] [sparks|ignites|fuels] rally
crypto [spring|comeback|renaissance] [arrives|under way]
[whales|institutions|pension funds] [accumulate|hoard|scoop up] [bitcoin|ether|solana]
[lira|peso|rand|rupee|rouble] [steadies and climbs|claws its way back|best performer of the day]
[sterling|the euro|the yen] [flexes its muscles|stands tall|soars] against the dollar
safe at last: {country} banks pass stress tests with flying colours
stock pickers [spoiled for choice|find bargains] as {sector} [look cheap|trade at a discount]
"it does not get better than this," says [{company} boss|{person} of {company}]
"{gains} are going gangbusters," [{company} boss says|says {person} of {company}]
"the best quarter I have seen," says {person} of {company}
why {person} [is piling into|bets the house on|loves|can't get enough of] {company}
is {company} the [next big winner|bargain of the year|comeback kid of {year}]?
how high can {asset} go?
five [shares|stocks] that could double, and {company} tops the list
""")
BULLISH = (*_COMPANIES, *_MARKETS)
