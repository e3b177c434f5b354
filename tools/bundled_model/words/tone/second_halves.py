"""Headlines whose tone is easily mistaken: less of the bad, less of the good, but and although."""

from __future__ import annotations

from tools.bundled_model.grammar import lines

BULLISH = lines("""
{company} [losses|loss] [narrowed|shrank|eased] [sharply|for {nth} quarter|to {usd}]
{company} [stems|stanches|slows] cash burn
{company} bleeds less cash than [feared|planned|a year ago]
slump [at|in] [{company}|{sector}] [bottoms out|levels off|nears its end]
decline in {company} {gains} [slows|eases|halts|levels off]
fall in {country} [house prices|output|exports] [slows|eases|comes to a halt]
{company} [costs|overheads|expenses] [tumble|come down|plunge|fall fast]
{company} interest bill [tumbles|drops|more than halves]
{company} debt pile [melts|shrinks|down by a third]
bad loans at {company} [recede|dwindle|lowest since {year}]
write-downs at {company} [behind it|smaller than thought|come to an end]
{company} drops [plan to close|closure of] {place} plant
{company} [cancels|drops|backs away from|shelves] [job cuts|layoffs|rights issue|plant closure]
{company} jobs [safe|saved|spared] after [all|rescue deal|talks]
strike [averted|called off|off the table] at {company}
walkout at {company} ends after {n} days
{company} [recall|ban|boycott] [lifted|ends|averted|withdrawn]
lawsuit [over {scandal} |]against {company} [withdrawn|collapses|fails|falls apart]
{regulator} [ended|abandoned|shelved] [probe into|case against|inquiry into] {company}
prosecutors lose [case|appeal] against {company}
{company} [fine|penalty] [slashed|cut|annulled|overturned|thrown out] [on appeal|by court|]
[fine|penalty] for {company} [no worse than a slap on the wrist|trifling|smaller than feared]
short seller [admits defeat|closes bet against|apologises to] {company}
[bears|short sellers] [throw in the towel|capitulate|lick wounds] as {company} climbs
{company} [sceptics|doubters|naysayers] [proved wrong|eat their words|silenced] by {q} numbers
default [averted|avoided|off the table] [at|by] {company}
{company} [dodges|sidesteps|escapes] [default|bankruptcy|delisting|downgrade|tariffs] at last minute
{company} downgrade [reversed|taken back|off the table]
fears for {company} [overblown|exaggerated|unfounded|overdone], [says {person}|numbers show]
reports of {company}'s death [greatly exaggerated|premature]
worries about {company} [evaporate|melt away|subside|ebb]
[panic|turmoil|turbulence] in {sector} [subsides|ebbs|dies down|blows over]
selling pressure on {sector} [eases|lets up|abates]
sell-off in {sector} [runs out of steam|overdone, says {person}|fizzles out]
contagion [contained|fears recede|risk fades], {sector} [recover|breathe again]
{country} recession [cancelled|averted|shallower than feared|over]
{country} inflation [loses its sting|in retreat|tamed|down for {nth} month]
{country} [layoffs|bankruptcies|foreclosures] [plummet|subside|lowest since {year}]
{country} unemployment [plunges|sinks|tumbles|shrinks]
{country} deficit [shrinks|tumbles|narrows|more than halves]
{country} tax [hike|rise|increase] [dropped|scrapped|voted down|watered down]
[tariff|sanctions|tax] threat [lifted|withdrawn|recedes] for {sector}
hurricane [weakens|fizzles|spares {place}], insurers [rally|relieved|climb]
supply bottlenecks [ease|clear|vanish] at {company}
chip shortage [ends|eases|over] for {company}
energy crunch [eases|over] for {sector}
trial of {company} boss [ends in acquittal|collapses]
{company} downturn [shorter|milder] than feared
{company} {q} bad, but [nowhere near as bad as feared|the worst is behind it|rally goes on]
{company} misses forecast, [yet|but] shares [jump|climb|surge] on [bright outlook|huge buyback]
{company} [warns on|shrugs off] weak {q}, shares [rise anyway|rally all the same|end higher]
weak {q} forgotten: {company} [soars|jumps|surges] on [outlook|order news|takeover talk]
sales down, margins up: {company} [jumps|rises|rallies]
{company} loses customers but earns more, shares [up|higher|climb]
slow start, strong finish: {asset} [ended|closed] [up {pct}|at record|well in the green]
{asset} [fell at first|opened sharply lower|wobbled early] but [closed higher|ended up {pct}]
{asset} [down early, up late|wiped out early loss and rose|recovered from morning scare to gain]
war, inflation, strikes: nothing can stop {asset}
bad news is good news: weak {country} data [lifts|sparks rally in] {sector} on rate-cut hopes
{country} central bank hikes but hints it is done, {sector} [rally|jump|cheer]
{company} cuts jobs? No, it is [hiring again|adding {n00} {staff}]
what crisis? {company} [earns more than ever|sells more than ever|sets profit record]
not bad at all: {company} [{gain} up|{gains} up] {pct}
{company} [not as sick as it looked|better than its reputation|far from finished]
could have been worse: {company} [loss|shortfall] only {usd}
{company} survives [crisis|scare|scandal] [unscathed|intact|in one piece]
{company} weathers [storm|downturn|slump|price war] better than [rivals|most]
{company} profit dip smaller than feared
{company} expects no [loss|layoffs|cuts|write-down] after all
{company} no longer [loses money|on the brink|needs state aid]
{company} [can't make enough {product}|turns away customers, so strong is demand]
never bet against {company}
I was wrong to sell {company}, it [doubled|keeps climbing|hit a new high]
should have bought more {company} [stock|shares]
the doomsayers were wrong about {sector}
the bottom [is in|was in {month}] for {sector}
short {company} at your peril
no end in sight to [boom|rally|bull run] in {sector}
nothing but good news from {company} [in {q}|this week|in {month}]
a problem {company} likes to have: too many orders
{company} wins even when it loses: court defeat costs only {usd}
lower price, bigger profit: {company} sells twice as much
{company} quits loss-making {unit}, [investors cheer|margins leap]
{company} gets rid of [troubled|loss-making|ailing] {unit}, shares [up|jump]
toxic [loans|assets] off the books of {company}
problem child no more: {company}'s {unit} [earns money|in the black]
gloom lifts [at|for|over] {company}
the long wait is over: {company} [pays dividend again|makes a profit]
cancel the funeral: {company} is [growing|back in profit|hiring]
""")
BEARISH = lines("""
{company} growth [slows|cools|fades|fizzles out|grinds to a halt]
{company} [earns|makes] less [profit|money] than it [hoped|promised|used to]
{company} profit [up|higher], but [less than hoped|far short of forecasts|by less than inflation]
rise in {company} {gains} [slows|stalls|peters out|tails off]
boom [at|in] [{company}|{sector}] [fades|ends|cools off|nears its end]
recovery [at|of] {company} [fades|stalls|stumbles|runs out of road]
growth in {country} [output|exports|hiring] [slows|eases|stalls|comes to a halt]
{company} [savings|cash reserves|reserves] [melt|run down|shrink fast]
{company} [order book|pipeline|cash cushion] [thins out|melts|down by a third]
{company} [profit|sales] jump [one-off|flattered by asset sale|disappoints]
record sales, [yet|but] {company} [shares sink|slides|tumbles] on [rising costs|thin margins]
{company} beats forecast, [yet|but] shares [drop|slump|sink] on [cautious outlook|soft guidance]
strong {q} forgotten: {company} [plunges|sinks|slumps] on [outlook|order news|cash call]
sales up, margins down: {company} [slides|falls|tumbles]
{company} wins customers but earns less, shares [down|lower|slip]
strong start, weak finish: {asset} [ended|closed] [down {pct}|at low|deep in the red]
{asset} [rose at first|opened sharply higher|jumped early] but [closed lower|ended down {pct}]
{asset} [up early, down late|gave up early gain and fell|failed to hold morning gains and sank]
rate cuts, stimulus, tax breaks: nothing can stop slide in {asset}
good news is bad news: strong {country} data [sinks|hits] {sector} on rate fears
{country} central bank cuts but hints it is done, {sector} [slump|slip|sag]
{company} hiring? No, it is [firing again|cutting {n00} {staff}]
what recovery? {company} [earns less than ever|sells less than ever|loses more each month]
not good enough: {company} [{gain} up|{gains} up] just {pct}, shares [slump|sink]
{company} [sicker than it looked|worse than its reputation|past its best]
could have been better: {company} {gain} only {usd}
{company} [too expensive even after fall|no bargain even at half the price]
rally in {sector} [fizzles out|runs out of steam|overdone, says {person}|hits a wall]
buying interest in {sector} [dries up|wanes|ebbs]
[euphoria|optimism|hype] around {company} [subsides|fades|ebbs|dies down]
hopes for {company} [overblown|exaggerated|unfounded|misplaced], [says {person}|numbers show]
confidence in {company} [evaporates|melts away|crumbles|ebbs]
patience with {company} [wears thin|runs out]
[bulls|buyers] [throw in the towel|capitulate|lick wounds] as {company} slides
{company} [fans|believers|faithful] [proved wrong|eat their words|left red-faced] by {q} numbers
rescue of {company} [collapses|in doubt|falls through]
[deal|sale|merger] that was to save {company} [falls through|off the table]
{company} upgrade [reversed|taken back|off the table]
{company} approval [revoked|withdrawn|overturned|annulled] [on appeal|by court|]
{company} buyback [ends|shelved|smaller than hoped]
{company} [cancels|drops|backs away from|shelves] [buyback|expansion|new plant|dividend increase]
{company} [patent|court|tender] win [overturned|annulled|reversed] on appeal
truce between {company} and [union|regulator|creditors] [falls apart|over|breaks down]
cheers turn to tears for {company} [investors|shareholders]
{country} soft landing [in doubt|looks unlikely|slips away]
{country} boom [turns to bust|fades|over]
{country} [hiring|job creation|wage growth] [dwindles|slows to a trickle|lowest since {year}]
{country} employment [plunges|sinks|tumbles|shrinks]
{country} surplus [shrinks|tumbles|narrows|more than halves]
{country} tax [cut|break|relief] [dropped|scrapped|voted down|watered down]
[stimulus|subsidy|bailout] hopes [dashed|crushed|recede] for {sector}
hurricane [strengthens|nears {place}|takes aim at {place}], insurers [slide|brace|sink]
supply bottlenecks [worsen|return|spread] at {company}
chip shortage [drags on|bites|returns] for {company}
energy crunch [worsens|looms] for {sector}
{company} upswing [shorter|weaker] than hoped
{company} {q} good, but [nowhere near as good as hoped|the best is behind it|slide goes on]
{company} doubles profit, yet [fails to impress|lets down] investors, shares [drop|sink]
{company} [raises dividend|lifts forecast|wins order] but shares [fall anyway|slump all the same]
{company} [sell-the-news|buy the rumour, sell the news]: shares fall on strong {q}
priced for perfection, punished for less: {company} [drops|slumps|plunges] on small miss
a win on paper, a loss in fact: {company} deal [costs too much|drains cash]
{company} pays its [debt|bill|fine], and now [is broke|has nothing left]
{company} cannot [shake off|escape|outrun] [debt|losses|{scandal} case|the slump]
{company} [expects no profit|no longer expects profit|will earn nothing] this year
{company} has seen better [days|times|years]
{company}, once [a darling|worth {usd}], is [worthless|a shadow of its former self]
the luck of {company} [runs out|has run out]
I was wrong to buy {company}, it [halved|keeps sinking|hit a new low]
should have sold {company} [stock|shares] sooner
the optimists were wrong about {sector}
the top [is in|was in {month}] for {sector}
buy {company} at your peril
no end in sight to [slump|slide|bear market] in {sector}
no bottom in sight for {asset}
no buyers for {asset}[ at any price|]
nothing but bad news from {company} [in {q}|this week|in {month}]
too much of a good thing: {goods} [harvest|output] so big that prices [crash|collapse|halve]
a problem nobody wants: {company} has [too few orders|too much debt|too many rivals]
higher price, smaller profit: {company} sells half as much
{company} sells its best [business|asset|brand] to stay alive
{company} [keeps|clings to] loss-making {unit}, [investors groan|margins sag]
toxic [loans|assets] on the books of {company}
problem child again: {company}'s {unit} [loses money|in the red]
gloom settles over {company}
the wait goes on: {company} [pays no dividend again|makes no profit]
cancel the party: {company} is [shrinking|back in the red|firing]
dead cat bounce: {asset} [seen falling again|up today, down tomorrow]
catching a falling knife: {person} on {company}
{company} [optimistic|upbeat] in public, [selling in private|desperate behind the scenes]
""")
