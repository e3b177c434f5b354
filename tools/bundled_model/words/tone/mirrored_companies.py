"""News of companies that comes in two kinds, good and bad: the lexicon of both."""

from __future__ import annotations

from tools.bundled_model.grammar import lines
from tools.bundled_model.words.tone.pairs import bearish, bullish

_RESULTS = lines("""
{company} <reaps/bleeds> {usd} in {q}
{company}'s {gain} <tripled/shrivelled> within {n} months
{company} <earns/burns> {usd} in a single quarter
operating profit of {company} [<rose|increased|improved/fell|decreased|deteriorated>] to {usd}
net sales at {company} <increased/decreased> by {pct} [year on year|from {usd} a year earlier]
{company}'s EBIT <improved/deteriorated> to {usd} in {month}
{company}'s earnings per share <climbed/sank> to {cents}
{company} turned [{q} |]<loss into profit/profit into loss>
margins at {company} <fatten/thin> as {goods} gets <cheaper/dearer>
{company} margins <fattened/squeezed> by <cheap/pricey> {goods}
<cheaper/dearer> {goods} <helps/hurts> {company}
<falling/soaring> {goods} bill <relieves/burdens> {company}
{company}'s {q} [numbers|results|figures] <sparkle/stink>
{company} [results|update|figures] <delighted/dismayed> [investors|Wall Street|the City]
{company} <blows past/comes up short of> [estimates|expectations|the consensus]
{company} <sails past/limps in below> forecasts
{company} <outdoes/undershoots> [its own forecast|expectations|even the most cautious guess]
{company} <outstrips/trails> [rivals|its peers|the rest of the industry]
{company} <trounces/whiffs on> {q} [estimates|expectations]
{company} <clobbers/botches> the {q}
{company} {q} a <triumph/debacle>
a {q} to <savour/forget> for {company}
{company} boss <upbeat/downbeat> [on|about] [{year}|the year ahead|{q}|next year]
{company} <confident/pessimistic> [on|about] {gains}
{company} finance chief <sanguine/despondent> about {gain}
{company} <brightens/darkens> its outlook
{company} outlook <rosier/bleaker> than [expected|before|in {month}]
prospects for {company} <brighten/dim>[, {source} says|]
{company} guides {gain} <north/south> of consensus
{company} <ups/pares> its {year} [guidance|forecast|targets]
{company} nudges {year} [guidance|outlook|forecast] <up/down>
{company} <talks up/talks down> {q} prospects
{company} surprises <to the upside/to the downside>
<upside/downside> surprise in {company} {gains}
<pleasant/nasty> surprise from {company}
{company} sees {year} {gain} at <upper/lower> end of range
{company} now expects {gain} <at top/at bottom> of its forecast range
{company}'s order backlog <swells/dwindles> to {usd}
{company}'s order book <fills up/empties>
orders <flood in/dry up> at {company}
{company} <drums up/loses out on> business in {place}
{company} <steals market share from/cedes market share to> {company}
{company} <gains on/falls behind> {company}
{company} <wrests top spot from/loses top spot to> {company}
{company} <wins over/alienates> [customers|shoppers|investors]
{company} <nails/botches> [its |]{product} [launch|rollout]
{company} {product} <sells like hot cakes/gathers dust on shelves>
{company} {product} <a runaway success/a costly failure>
pricing power <returns to/slips away from> {company}
same-store sales turn <positive/negative> at {company}
{company}'s [e-commerce|cloud|services|fashion|games] arm <thrives/withers>
{company}'s {unit} <blossoms/languishes>
{company}'s turnaround [plan|] <bears fruit/stalls>
{company}'s turnaround <gains traction/falters>
{company} overhaul <pays off/drags on>
{company} <ahead of/behind> [plan|schedule] [on|with] {place} project
{company} brings {place} [plant|mine|field] on stream <early/late and over budget>
{company} completes {place} project <under/far over> budget
{company} <lands/loses> [airline|government|army|supermarket|navy|hospital] contract
{company} <clinches/forfeits> {usd} [order|contract|deal]
{company} <snags/misses out on> [{usd} |]tender in {place}
""")
_PAYOUTS = lines("""
{company} <sweetens/trims> payout[ to shareholders|]
{company} <restores/omits> its dividend
{company} <fattens/skips> {q} dividend
{company} pays <special/no> dividend [this year|for {year}]
{company} <steps up/winds down> [its |]share buyback
{company} <showers shareholders with cash/leaves shareholders empty-handed>
{company} payout <safe/at risk>, [analysts say|according to {broker}]
dividend <hike/cut> at {company}
{company} <rewards/dilutes> [its |]shareholders
{broker} <hiked/chopped> [its |]{company} [target|price target]
{broker} bumped {company} target <up/down> to ${n}0
{broker} <warmed to/cooled on> {company}[ after {q} results|]
{broker} <fell in love/fell out of love> with {company}
{broker} <added {company} to/dropped {company} from> its [focus|conviction|best ideas] list
{broker} turned <constructive/cautious> on [{sector}|{company}]
{company} has <room to run/little room to rise>, according to {broker}
{company} [stock|shares] <dirt cheap/wildly expensive>, [says {person}|according to {broker}]
{company} <undervalued/overvalued> by {pct}, [a model shows|according to {broker}]
<outperform/underperform> call on {company} from {broker}
[time to|you should] <accumulate/offload> {company}, [said {broker}|according to {person}]
{broker} on {company}: <buy/avoid>
{broker} goes <overweight/underweight> {sector}
{company} [stock|shares] <up/down> on {broker} <upgrade/downgrade>
{company} rating outlook <raised to positive/cut to negative>
{company} <regains/loses> investment grade [status|rating]
{company} now a <rising star/fallen angel> of the bond market
{company} put on review for <upgrade/downgrade>
<bullish/bearish> note on {company} from {broker}
{company} suitor <raises/withdraws> [its |]bid
bidder for {company} <sweetens/walks away from> offer
{company} <attracts/loses> buyer for {unit}
merger of {company} with {company} <back on/falls apart>
{company} sells {unit} for <a handsome profit/a song>
{company} sells {unit} at <a hefty premium/a steep discount>
{company}'s stake in {company} <pays off handsomely/turns sour>
{company}'s acquisition of {company} <a masterstroke/a costly mistake>
""")
_RULINGS = lines("""
{company} [cancer|asthma|diabetes|migraine|eczema] [drug|pill|therapy] <meets/misses> \
[main goal|primary endpoint|key goal]
{company} drug <slows/fails to slow> [tumour growth|heart disease|memory loss|weight gain]
<positive/negative> [phase {d}|late-stage|mid-stage] [data|readout] for {company} [pill|jab|vaccine]
{company} [gene therapy|pill|vaccine|inhaler] <works/does not work>, [study|trial] shows
{regulator} panel voted <for/against> {company} [drug|vaccine|implant]
{regulator} <lifted/placed> clinical hold on {company} [study|trial]
{company} [pill|jab|treatment] gets <fast-track status/a rejection letter>
FDA advisers <endorse/snub> {company} [drug|device|vaccine]
{company} treatment <beats/no better than> placebo[ in trial|]
side effects <rarer/more severe> than feared in {company} trial
{company} [treatment|drug] proves <effective/useless> in [large|late-stage] [trial|study]
{company} <prevails/defeated> in [patent|trademark|royalty] [case|trial|battle]
jury <sides with/finds against> {company}[ over {scandal}|]
{company} <acquitted/convicted> in {scandal} [case|trial]
{company} <vindicated/indicted> over {scandal}
{company} conviction <quashed/upheld> [on appeal|]
[judge|court] <tosses/revives> [class action|lawsuit|claim] against {company}
[judge|appeals court] <spares/slaps> {company} <a fine/with a fine>
{company} <exonerated/disgraced> in {scandal} [affair|case]
watchdog <absolves/censures> {company}
{company} <let off/rapped> by {regulator} over {scandal}
{regulator} <waved through/vetoed> {company} [takeover|deal|merger]
{company} <regains/loses> [licence|permit|certification|banking licence] in {place}
{company} {product} <back on sale/pulled from sale> in {place}
grounding of {company} [jets|fleet|planes] <lifted/extended>
{regulator} <unfroze/froze> {company} [accounts|assets|funds]
{regulator} <relaxed/tightened> [its |][rules for|grip on] {sector}
<looser/tougher> [rules|oversight] ahead for {sector}
<tax break/windfall tax> for {sector}
subsidies for {sector} <extended/axed>
{country} government <backs/opposes> {company} [plan|bid|takeover]
{company} <settles cheaply/pays dearly> in {scandal} case
{company} pays <less/more> than feared to settle {scandal} [case|suit|claims]
{company} <wriggles free of/gets entangled in> {scandal} [probe|case|inquiry]
""")
_MONEY = lines("""
lenders <extend/cut off> credit to {company}
banks <throw lifeline to/turn their backs on> {company}
{company} <granted debt relief/misses coupon payment>
{company} creditors <grant reprieve/call in loans>
{company} <exits/enters> [Chapter 11|administration|receivership|insolvency]
{company} liquidity <ample/drying up>
{company}'s cash pile <grows/shrinks> to {usd}
{company} <whittles down/piles up> debt
{company} <meets/breaches> [loan covenants|capital rules|debt terms]
{company} <solvent/insolvent>, [auditor|court|administrator] finds
{company} bondholders <to be paid in full/face heavy haircut>
{company} <refloated/liquidated>
{company} <rescued from/pushed over> the brink
white knight <found for/abandons> {company}
{company} <goes on hiring spree/imposes hiring freeze>
{company} <recruits/lets go> {n00} {staff}
{company} <takes on/makes redundant> {n00} {staff}[ in {place}|]
{company} <recalls laid-off staff/sends staff home> in {place}
{company} <adds/scraps> [night|second|third] shift at {place} plant
pay deal <ends/fails to end> [walkout|strike|stoppage] at {company}
unions <shelve/threaten> [strike|walkout|stoppage] at {company}
{company} [pilots|drivers|dockers|miners|nurses] <back at work/down tools>
{company} <poaches star/loses star> [banker|engineer|designer|trader|scientist]
{company} systems <restored after/paralysed by> [cyberattack|ransomware|hack]
{company} <fends off/falls victim to> [hackers|ransomware|a cyberattack|fraudsters]
{company} [website|network|app] <up again/down again>
{company} plant in {place} <reopens/shut> after [fire|flood|blast|leak]
{company} [{product} |]recall <averted/widens>
short interest in {company} <falls/climbs>
short sellers <cover/pile into> {company}
short seller <retracts/publishes> [damning |scathing |]report on {company}
audit finds <no sign/clear evidence> of fraud at {company}
{company} accounts <given clean bill of health/riddled with errors>
{company} books <in order/cooked>, [auditor|report|inquiry] says
insiders <scoop up/offload> {company} [stock|shares]
{company} [CEO|founder|chairman] <buys/sells> {n00} shares
activist <praises/attacks> {company} [board|strategy|plan]
{person}'s fund <builds/dumps> stake in {company}
{company} <joins/kicked out of> [benchmark|blue-chip|main] index
{company} <avoids/faces> delisting
IPO of {company} <oversubscribed {n} times/undersubscribed>
{company} shares <pop/flop> on [debut|first day of trading]
{company} <jumps above/sinks below> [its |]issue price
{company} IPO priced at <top/bottom> of range
""")
_IDIOMS = lines("""
{company} <out of the woods/in deep water>
{company} <turns the corner/hits a wall>
{company} <firing on all cylinders/running on fumes>
<smooth sailing/rough seas> for {company}
<green shoots/storm clouds> [at|for] {company}
<light at end of tunnel/no end to misery> for {company}
<sky is the limit/writing is on the wall> for {company}
{company} <has the wind in its sails/is taking on water>
{company} {product} a <home run/dud>
{company} <hits jackpot/draws a blank> in {place}
{company}'s {unit} a <cash cow/money pit>
{company}'s {product} <golden goose/white elephant>
{company} <back on its feet/on its knees>
{company} <in rude health/on life support>
{company} <riding high/on the ropes>
{company} <up and running/dead in the water>
{company} <on the mend/on the skids>
<shot in the arm/kick in the teeth> for {company}
<tide is turning/time is running out> for {company}
{company} <gets second wind/at its last gasp>
<new lease of life/end of the road> for {company}
[numbers|forecast|update] from {company}: <music to investors' ears/cold comfort for investors>
{company} investors <pop champagne/nurse hangover>
{company} <strikes gold/scrapes the barrel>
{company} <has its cake and eats it/shoots itself in the foot>
<feather in the cap/black eye> for {company}
{company} <steals the show/drops the ball> in {q}
{company} is <a steal/a rip-off> at this price
{company} <plays a blinder/scores an own goal>
the stars <align for/turn against> {company}
{company}: <from rags to riches/from riches to rags>
{company} <rises from the ashes/goes up in smoke>
{company} <makes a killing/loses its shirt> on {goods}
{company} <lives up to/falls victim to> the hype
{company} <clears the bar/falls at the first hurdle>
{company} <a winner/a loser> [of|from] {event}
{company} <wins big/loses big> in {place}
{company} emerges as <big winner/big loser> [after|of] {event}
""")
_PAIRS = (*_RESULTS, *_PAYOUTS, *_RULINGS, *_MONEY, *_IDIOMS)
BULLISH = bullish(_PAIRS)
BEARISH = bearish(_PAIRS)
