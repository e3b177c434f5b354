"""Headlines and remarks that are bad for a share or a market, and have no mirror image."""

from __future__ import annotations

from tools.bundled_model.grammar import lines

_COMPANIES = lines("""
{company} [whiffed|flunked|fell flat|came unstuck] in {q}
[lacklustre|lousy|dreadful|anaemic|abysmal] {q} [for|at] {company}
{company} had [a year to forget|an annus horribilis|a dismal year|a wretched year]
{company}'s {gain} [cratered|imploded|evaporated|withered] in {q}
{company}'s {gains} [fell off a cliff|went down the drain|dried up] in {q}
{company} [underwhelms|dismays|stuns|appals] Wall Street [with {gain}|with {gains}|in {q}]
{company} [badly|narrowly|woefully|again] missed [estimates|the consensus] for {gain}
{company} guidance [well below|miles short of|shy of] [consensus|Street estimates]
{company} on course for [record|bigger|worst-ever] loss
worst {q} in company history, says {company}
{company} notches {nth} straight quarter of [shrinking sales|red ink|decline]
{company} [slipped|slid|sank] back into the red after {n} fat years
{company} [haemorrhages|bleeds|torches|guzzles] [cash|{usd} a month]
{company} will not break even [before {year}|any time soon|as promised]
{company} [pays the price|reaps the whirlwind] for [its expansion|cheap deals|years of neglect]
{company} overheads [balloon|spiral|run wild], margins [shrivel|thin|crumble]
{company} forced to [discount|slash prices], margins [suffer|crumble|shrivel]
[orders|bookings] [trickle in|fade away|peter out] at {company}
{company} [stuck|saddled|lumbered] with unsold {product}
{company} {product} [panned by critics|fails to catch on|left on the shelf]
{company} plants [idle|stand still|run at half speed] for want of orders
{company} puts {n00} {staff} on short time
{company} [lost|forfeited|fumbled|squandered] [its biggest order|a {usd} order]
{company} [dumped|ditched|dropped|snubbed] [by {company}|as {product} supplier]
{company} [loses|missed] {usd} contract to {company}
{company} [is stripped of|must give up] [an order worth {usd}|a {usd} contract] [in {place}|]
{company} breaks with {company}, shares [tank|sink|sag]
{company} [pulls out of|gives up on|retreats from] the {country} market
{company} dethroned by {company}
{company} [patent|licence|tax break] expires, {usd} a year at stake
{company} [comes up empty|finds nothing but water] off {place}
{company} [axes|nixes|ditches|passes on] its payout for the first time since {year}
[no|lower|meagre|slashed] [dividend|payout] for owners of {company}
{company} asks [shareholders|investors] for {usd}[ again|]
{company} [floods market with new shares|launches deeply discounted rights issue]
{company} [jilted|spurned|snubbed|left at the altar] by {company}
{company} [suitor|bidder|buyer] [gets cold feet|walks|vanishes], shares [plunge|tank]
talks [over|on] sale of {company} [collapse|break down|hit the buffers]
{company} [overpaid|paid over the odds] for {company}, [investors fume|shareholders say]
no takers for {company}
{company} spin-off [flops|backfires|destroys value]
{company} deal [runs into opposition|nixed|torpedoed|scuppered] [by|from] {regulator}
{company} [denied|refused] [nod|go-ahead|approval|clearance] for {product}
{company} [pill|vaccine|drug] [raises|doubles] risk of [stroke|death|heart attack], study shows
[patients die|liver damage|severe side effects] in {company} [trial|study]
{company} abandons [Alzheimer's|obesity|lung cancer|heart] drug[ after failed trial|]
late-stage flop [for|at] {company} [sends shares plunging|stuns investors]
{company} gets [black-box warning|rejection letter|clinical hold] for [lung|skin|blood] drug
{company} [suffers|dealt] [crushing|stinging|humiliating] [court |]defeat [over {scandal}|]
{company} [mired in|engulfed by|dogged by|embroiled in] {scandal} [case|affair|saga]
[new|fresh|more] [charges|claims|allegations] against {company} over {scandal}
{company} [faces|threatened with] [break-up|heavy fine|criminal trial] over {scandal}
{company} [convicted|found guilty|indicted|charged] after {n}-year {scandal} case
credit [agency|analysts] [chided|rebuked|lambasted] {company} over [its debt|reckless lending]
{company} buried under [mountain|pile] of debt
{company} [refinances|rolls over] {usd} on [worse|harsher|punishing] terms
{company} [begs for|pleads for|in desperate need of] [cash|rescue|time], [shares sink|stock craters]
{company} [teeters|totters|hovers] on the brink[ of {fear}|]
{company} [goes belly up|folds|goes under|goes to the wall|calls in administrators]
{company} [wound up|placed in receivership|broken up], [creditors|shareholders] wiped out
{company} [destroys|eliminates|axes|culls|slashes] {n00} jobs in {place}
pink slips for {n00} {staff} at {company}
{company} swings the axe[ again|: {n00} {staff} to go]
exodus of {staff} from {company}
brain drain at {company} as [top scientists|star bankers|founders] leave
{company} [boss|chairman|CFO] [sacked|ousted|quits in a huff|marched out|storms out]
founder {person} walks out on {company}, shares [sink|plunge|wobble]
{company} boss [arrested|charged|jailed|indicted|under house arrest]
{company} [CEO|CFO|chairman] [dumps|unloads|ditches] {usd} of own shares
directors of {company} [bail out|cash out|sell] [before results|at the top]
{person} [bails out of|sours on|gives up on] {company}
hedge fund [discloses|reveals|builds] big [short position|bet] against {company}
{company} short-seller attack [sends|drags] shares {pct} lower
longs [burned|trapped|flushed out] as {company} [tanks|craters|implodes]
{company} to [be kicked out of|drop out of] [the S&P 500|{index}|benchmark index]
{company} [fizzles|stumbles|belly-flops] on stock market debut
broken [IPO|debut|listing]: {company} [below issue price|halves in {n} days]
{company} [pulls|shelves|postpones] [IPO|listing|bond sale] [for lack of interest|as buyers balk]
{company} [overtaken|eclipsed|leapfrogged|outclassed] by {company}
{company} [customers|clients|advertisers] [defect to|switch to|run to] {company}
[advertisers|shoppers|tourists|travellers] [shun|boycott|give up on|turn their backs on] {company}
{company} app [crashes|crippled|knocked out], [users furious|shares slip]
hackers [cripple|paralyse|break into|plunder] {company}
{company} cyberattack [worse|costlier] than feared
{company} loses [millions of records|customer data|trade secrets] to hackers
{company} in the [doghouse|crosshairs|sights] of [regulators|short sellers|prosecutors]
whistleblower accuses {company} of {scandal}
{company} cooked the books[ for years|, inquiry finds|]
{usd} hole found in accounts of {company}
auditor [quits|walks away from|refuses to sign off on] {company}[ accounts|]
{company} [inflated|faked|made up|misstated] {gains}
""")
_MARKETS = lines("""
{asset} got [clobbered|pummelled|smoked|hammered|thrashed]
{asset} [careered|plunged|lurched|tumbled|skidded] [below|through|past] {level}
{asset} plumbed [new depths|new low|fresh depths]
{asset} [went into a tailspin|came crashing down|fell apart]
{asset} [forfeited|squandered|frittered away|gave away] [its gains|all it had won in {month}]
{asset} [imploded|caved in|fell out of bed|went to pieces] [on {np}|after {event}|]
{asset} [nudged|crept|inched|ticked|edged] down[ on {np}| for {nth} day|]
{asset} ended [weaker|softer|in negative territory|with a whimper]
{asset} succumbed to [gravity|selling|the gloom|the bears]
{asset} [anaemic|sluggish|fragile|limp|listless and lower] [on {np}|in {month}|after {event}]
{asset} [in free fall|toxic|ice-cold|in the doldrums|in retreat]
{asset} [primed|ripe|set|headed] for [a fall|a breakdown|a meltdown|a reckoning]
{asset} [topped out|rolled over|ran out of road]
the [party|fun|boom|bonanza] [is over|ends] for {sector}
{index} [is going to zero|is a house of cards|has much further to fall]
stuck in {asset} and [bleeding|losing sleep|crying]
[dumping|getting rid of|sold all] my {asset} before it [collapses|gets worse]
{company} looks ready to roll over, [charts|bears] say
head and shoulders on {company}: next stop {level}
death cross [forms|appears|spotted] on chart of {asset}
bears [maul|feast|growl|run riot] as {index} [breaches|breaks|crashes through] support
{index} [suffers|endures|logs] [worst week since {year}|{nth} daily drop|new low]
meltdown [in|hits|ravages] {sector}
flash crash [in|rattles|wipes {usd} off] {sector}
Black {weekday} for {sector}
a sea of red [for|in] {sector} [on {weekday}|today]
{sector} in [disarray|turmoil|the dumps|disgrace]
{sector} [pricing in|fear|brace for] [a hard landing|higher rates|austerity]
[dismal|rocky|torrid|wretched] start to {year} for {sector}
fear gauge [leaps|spikes|soars] as [panic spreads|nerves fray]
money [gushes|drains|leaks] out of {sector}
foreign investors [flee|desert|yank money from] {country} [stocks|bonds]
{country} central bank [jacks up|ratchets up|raises] rates[ by half a point| to curb inflation|]
{country} central bank [digs in its heels|stands firm], [no rate cut|more rises to come]
rate-cut [bets|hopes] [fade|crumble|evaporate|dashed] [after|on] hot inflation data
stagflation [looms|takes hold|haunts] in {place}
{country} inflation [rears its head|out of control|bites|flares up again]
grim [data|report|numbers] [spook|shake|depress] {sector}
{country} economy [flirts with|tips into|sleepwalks into] [recession|slump|crisis]
{country} economy [stuck in a rut|in the doldrums|on its knees|in dire straits]
{country} GDP [undershoots|falls short of|trails] forecasts
{country} jobless rate [leaps|climbs] to highest since {year}
{country} employers [sack|shed] workers at fastest pace in {n} years
{country} prices [outpace|outrun] wages again
{country} factories [wind down|grind to a halt|shrink for {nth} month]
{country} exports [slump|dive|hit lowest since {year}]
{country} shoppers [close wallets|tighten belts|in no mood to spend]
{country} house prices [crumble|in free fall|slide for {nth} month]
{country} austerity [plan|budget|package] [hits|alarms|chills] {sector}
{country} government [slaps|heaps|dumps] [taxes on|duties on|levies on] {sector}
[Beijing|Washington|Brussels|Tokyo|Berlin] [hits back|retaliates|toughens stance] on [trade|tariffs]
tariff [blow|onslaught|salvo|shock] for {sector}
[deadlock|collapse|stalemate] in trade talks [between {place} and {place}|sinks {sector}]
{sector} [caught in|hit by|bear the brunt of] [trade war|tariffs|export curbs]
[missiles|shells|bombs] hit {place}, {sector} [tumble|shudder]
[war|conflict|coup|unrest] [erupts|spreads|breaks out] in {place}, {sector} [plunge|reel]
[oil|crude|Brent] [tumbles|slumps|sinks|slides] on [glut|swelling stockpiles|weak Chinese demand]
[bumper crop|good rains|export surge] in {place} [sends|drives] {goods} prices [tumbling|lower]
{goods} [glut|surfeit|overhang|surplus] [drags down|depresses|crushes] prices
{goods} [supply swamps demand|market awash|inventories overflow]
[China|India] [turns away|cancels orders of|stops buying] {goods}
[gold|silver] [loses lustre|tarnished|loses its shine|dulled] [on {np}|as dollar climbs|]
[bitcoin|ether|crypto] [tanks|craters|goes up in smoke] after [ETF rejection|hack|{event}]
[bitcoin|ether] [crackdown|ban|hack] [sparks|ignites|triggers] [rout|sell-off]
crypto [winter|carnage|bloodbath] [deepens|under way]
[whales|miners|early holders] [offload|dump|unload] [bitcoin|ether|solana]
rug pull: {n00} investors lose [everything|{usd}] in [token|coin] scam
crypto exchange [collapses|implodes|goes dark], {usd} missing
[lira|peso|rand|rupee|rouble] [in free fall|crumbles|worst performer of the day]
[sterling|the euro|the yen] [buckles|wilts|takes a pounding] against the dollar
run on {country} banks as savers [panic|queue to withdraw]
nowhere to hide for investors as {sector} [tank|crater|buckle]
"it does not get worse than this," says [{company} boss|{person} of {company}]
"{gains} have fallen off a cliff," [{company} boss says|says {person} of {company}]
"the worst quarter I have seen," says {person} of {company}
why {person} [is bailing out of|bets against|loathes|has lost faith in] {company}
is {company} the [next to fail|disaster of the year|biggest flop of {year}]?
how low can {asset} go?
five [shares|stocks] to get rid of, and {company} tops the list
""")
BEARISH = (*_COMPANIES, *_MARKETS)
