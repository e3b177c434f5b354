"""How rulings, deals, works, rates and wars turn out, in sets, and headlines to stand in."""

from __future__ import annotations

from tools.bundled_model.grammar import lines, words
from tools.bundled_model.words.tone.pairs import bearish, bullish

SLOTS = {
    "ousted": words("""sacked|ousted|fired|dismissed|jailed|arrested|quits in a huff|storms out
marched out|walks out|resigns under pressure|suspended|shown the door|dies suddenly|flees abroad
forced out|steps down amid scandal|accused of lying|under house arrest|quits without notice
leaves under a cloud|caught stealing|defects to rival|loses confidence of board"""),
    "accumulate": words("""accumulate|scoop up|snap up|hoover up|load up on|hoard|pile into
stock up on|increase stakes in|build positions in|double down on|cannot get enough of|go long
queue for|buy more|rush into|bid for|flock to|rediscover|covet|crave"""),
    "offload": words("""offload|dump|unload|ditch|cash out of|bail out of|cut stakes in|exit
sell all|get rid of|head for exit in|liquidate positions in|run from|flee|short|go short|desert
yank money from|rush out of|wash their hands of|shun|give away|steer clear of"""),
    "milder": words("""milder|shorter|less severe|less costly|shallower|rarer|cheaper
less harmful|less widespread|smaller|lighter|softer|not as bad|more manageable|briefer
much less"""),
    "harsher": words("""harsher|longer|more severe|costlier|deeper|more frequent|dearer
more harmful|more widespread|bigger|heavier|tougher|worse|less manageable|much more|uglier
nastier"""),
    "livelier": words("""stronger|longer|bigger|livelier|more lasting|healthier|firmer
more vigorous|better|greater|sounder|richer|more robust|more solid"""),
    "feebler": words("""weaker|shorter|smaller|feebler|more fleeting|flimsier|softer
more fragile|worse|lesser|thinner|poorer|more tepid|shakier"""),
    "improved": words("""healthier|leaner|stronger|richer|safer|better off|better run|nimbler
sounder|more profitable|more popular|more valuable|fitter|more competitive|in better shape"""),
    "worsened": words("""weaker|poorer|sicker|worse off|less profitable|less popular
less valuable|more indebted|more fragile|clumsier|worse run|shakier|riskier|less competitive
in worse shape"""),
    "scarce": words("""scarce|in short supply|hard to find|hard to come by|running low|sold out
rationed|tight|fought over|in hot demand|dear|precious|snapped up at any price"""),
    "abundant": words("""plentiful|in surplus|in oversupply|piled high|abundant|unsold
overproduced|swamping the market|cheap as dirt|in glut|unwanted|rotting in warehouses
hard to sell"""),
    "quashed": words("""quashed|overturned|annulled|thrown out|dismissed|set aside|reversed
lifted|waived|dropped|withdrawn|tossed|struck down|rescinded|revoked on appeal|declared void
slashed"""),
    "upheld": words("""upheld|confirmed|tightened|doubled|extended|enforced|reinstated|revived
allowed to proceed|made permanent|increased on appeal|affirmed by top court|widened|toughened"""),
    "restored": words("""reopened|restored|unfrozen|back on|resumed|running again|repaired
back online|unblocked|back to normal|at full capacity|rebuilt|up again|ready ahead of time
restarted"""),
    "halted": words("""shut|mothballed|idled|frozen|suspended|halted|blocked|knocked out
crippled|offline|sabotaged|flooded|burnt down|out of action|paralysed|blown up|seized|years late
in ruins"""),
    "works": words("""plant|mine|pipeline|port|refinery|factory|network|website|payment system
smelter|ferry service|production line|power station|warehouse|oil field|shipyard|server farm
assembly line"""),
    "overblown": words("""overblown|exaggerated|unfounded|groundless|overdone|premature
misplaced|wide of the mark|baseless|a mistake|far too great|not borne out by numbers
come to nothing"""),
    "borne_out": words("""justified|borne out|confirmed|fulfilled|well founded|proved right
backed by numbers"""),
    "awarded": words("""awarded|granted|handed|promised|given|wins|secures|lands|clinches
obtains|walks off with|comes home with"""),
    "denied": words("""denied|refused|stripped of|deprived of|robbed of|loses|forfeits
loses out on|misses out on|fails to win|must do without|does not get"""),
    "spared": words("""spared|exempted from|protected from|saved from|shielded from|rescued from
safe from|dodges|steers clear of|escapes|wriggles out of|insured against"""),
    "stricken": words("""stricken by|crippled by|plagued by|dogged by|engulfed by|mired in
shaken by|embroiled in|rocked by|battered by|buried under|riddled with|tarnished by|haunted by
hobbled by|overwhelmed by|bogged down in|ravaged by|brought low by|caught up in"""),
    "delight": words("""jubilation|euphoria|relief|delight|cheers|joy|applause|celebration
elation|rejoicing|smiles|high fives|champagne|triumph|happiness"""),
    "dismay": words("""dismay|fury|tears|despair|anger|outrage|horror|disbelief|alarm
consternation|long faces|boos|hangover|shock|frayed nerves|gnashing of teeth"""),
    "overtakes": words("""overtakes|outclasses|eclipses|dethrones|leapfrogs|outsells|outguns
ousts|pulls ahead of|outshines|beats|outmanoeuvres|catches up with|snatches customers from"""),
    "overtaken": words("""overtaken|outclassed|eclipsed|dethroned|leapfrogged|outsold|outgunned
ousted|left behind|outshone|beaten|outmanoeuvred|squeezed out|robbed of customers"""),
    "courted": words("""courted|wooed|pursued|coveted|sought after|fought over|chased|admired
desired"""),
    "jilted": words("""jilted|spurned|snubbed|dropped|ditched|abandoned|rejected|forsaken
stood up|left waiting|turned down"""),
    "faked": words("""faked|inflated|made up|misstated|invented|hid drop in|doctored|overstated
lied about|hid truth about|fabricated|puffed up|covered up fall in|misled investors on"""),
    "eases_policy": words("""slashes rates|trims rates|lowers its key rate
chops half a point off rates|opens money tap|relents on rates|loosens policy
signals cheaper money|brings forward rate cut|restarts bond buying|drops talk of rate rises
strikes dovish note|surprises with cut|turns on the taps|leans dovish|promises easy money
calls time on rate rises"""),
    "tightens_policy": words("""jacks up rates|ratchets up rates|raises its key rate
turns off the taps|adds half a point to rates|shuts money tap|digs in heels on rates
tightens policy|leans hawkish|signals dearer money|puts off rate cut|ends bond buying
floats rate rises|strikes hawkish note|shocks with hike|calls an end to easy money
calls time on rate cuts"""),
    "make_peace": words("""sign truce|make peace|bury the hatchet|strike trade deal|lift tariffs
reopen border|ease sanctions|shake hands on deal|exchange prisoners|end blockade
settle trade dispute|step back from war|scrap duties|agree to stop shooting|mend fences
sign pact"""),
    "make_war": words("""trade threats|exchange fire|go to war|break off talks|raise tariffs
retaliate|close border|expel envoys|impose sanctions|mass troops|start trade war|blockade ports
tear up pact|slap duties on goods|walk out of talks|fire missiles|call up reserves"""),
    "expands": words("""rebounds|expands|quickens|roars back|defies gloom|hums|picks up speed
booms|springs back|escapes slump|outgrows forecasts|shakes off the blues|dodges downturn
accelerates|fires up|gathers strength|returns to growth|avoids recession|heals|leads the world"""),
    "contracts": words("""contracts|shrinks|stalls|sputters|slips into recession|seizes up
loses steam|grinds to a halt|tips into slump|falters|undershoots forecasts|tanks
flirts with recession|sleepwalks into crisis|flatlines after growth|weakens|cools fast
goes into reverse|lags the world"""),
    "storm": words("""storm|hurricane|flood|fire|quake|frost|typhoon|tornado|blizzard|wildfire
cyclone|heatwave|swarm of locusts|landslide"""),
    "spares": words("""spares|misses|veers away from|weakens before reaching|does no harm to
turns away from|leaves unharmed|passes by|dies out before it reaches"""),
    "batters": words("""batters|slams into|destroys|shuts|knocks out|swamps|ruins|devastates
hits|cuts off|lays waste to|ravages|flattens|barrels towards"""),
}
_PAIRS = lines("""
[insiders|directors|funds|families] <{accumulate}/{offload}> {company} [stock|shares]
[investors|traders|savers|pension funds] <{accumulate}/{offload}> {sector}
[whales|speculators|retail investors|hedge funds] <{accumulate}/{offload}> [bitcoin|ether|{company}]
why [funds|buyers|foreigners] <{accumulate}/{offload}> {company} bonds
{menace} <{milder}/{harsher}> than feared
{menace} at {company} <{milder}/{harsher}> than [feared|expected|thought]
{menace} [in {place}|after {event}] <{milder}/{harsher}> than [feared|expected|last time]
{blessing} <{livelier}/{feebler}> than hoped
{blessing} at {company} <{livelier}/{feebler}> than [hoped|expected|thought]
{blessing} [in {place}|after {event}] <{livelier}/{feebler}> than [hoped|expected|last time]
{company} <{improved}/{worsened}> than [a year ago|ever|its rivals|it looks]
{company} comes out of {event} <{improved}/{worsened}>
{person}: {company} <{improved}/{worsened}> than [most think|in {year}|before]
{company}'s {unit} <{improved}/{worsened}> under {person}
{goods} <{scarce}/{abundant}>
{goods} <{scarce}/{abundant}> [after harvest|in {place}|this year], prices <up/down>
traders find {goods} <{scarce}/{abundant}>
price of {goods} <climbs/sinks>: it is <{scarce}/{abundant}>
[fine|ban|verdict|penalty|injunction] against {company} <{quashed}/{upheld}>
[claim|case|lawsuit|charges] over {scandal} against {company} <{quashed}/{upheld}>
[tariff|ban|curb|levy] on {goods} <{quashed}/{upheld}>
{usd} [fine|penalty|judgment|tax bill] for {company} <{quashed}/{upheld}>
{company} {works} <{restored}/{halted}>
{works} in {place} <{restored}/{halted}>
{company}'s {place} {works} <{restored}/{halted}>, {source} says
{works} of {company} <{restored}/{halted}> [{when}|after {storm}|in {month}]
<fears about/hopes for> {company} {overblown}
{company}: <fears/hopes> {overblown}
<warnings on/praise for> {company} {overblown}, says {person}
<pessimism about/optimism about> {sector} {overblown}
<hopes for/fears about> {company} {borne_out}
<optimism about/pessimism about> {sector} {borne_out}
<praise for/warnings on> {company} {borne_out} by [results|{q} numbers|{event}]
{company} <{awarded}/{denied}> {treat}
{company} <{awarded}/{denied}> [patent|licence|permit|subsidy|loan|tender] [in {place}|]
{company} <{awarded}/{denied}> {treat} after talks with [lenders|regulators|ministers]
{company} <{spared}/{stricken}> {menace}
{company} <{spared}/{stricken}> {mishap}
{company} <{spared}/{stricken}> {menace} and {mishap}
{sector} <{spared}/{stricken}> {menace}
<{delight}/{dismay}> at {company}[ after {event}| as results land|]
<{delight}/{dismay}> among {company} [shareholders|staff|creditors]
<{delight}/{dismay}> on Wall Street as {company} reports
<{delight}/{dismay}> in {place} as verdict on {company} comes in
{company} <{overtakes}/{overtaken} by> {company}
{company} <{overtakes}/{overtaken} by> rivals in {place}
{company}'s {unit} <{overtakes}/{overtaken} by> competition
{company} <{courted}/{jilted}> by {company}
{company} <{courted}/{jilted}> by [bidders|buyers|suitors|private equity]
{company}'s {unit} <{courted}/{jilted}> by [bidders|buyers|customers]
{country} central bank <{eases_policy}/{tightens_policy}>
[Fed|ECB|Bank of England|Bank of Japan] <{eases_policy}/{tightens_policy}>
central bank <{eases_policy}/{tightens_policy}>, {sector} <up/down>
central bank in {place} <{eases_policy}/{tightens_policy}>[ {when}|]
{place} and {place} <{make_peace}/{make_war}>
{place} and {place} <{make_peace}/{make_war}>, {sector} <up/down>
[Washington and Beijing|Brussels and London|Delhi and Tokyo] <{make_peace}/{make_war}>
[neighbours|old enemies] <{make_peace}/{make_war}>, {sector} <up/down>
{country} economy <{expands}/{contracts}>
{country} [industry|manufacturing|retail trade|service sector] <{expands}/{contracts}> in {month}
economy of {place} <{expands}/{contracts}>
world trade <{expands}/{contracts}>
{storm} <{spares}/{batters}> {company} {works}
{storm} <{spares}/{batters}> [farms|rigs|ports|hotels|mines] in {place}
{place} {storm} <{spares}/{batters}> {works} of {company}
""")
BULLISH = bullish(_PAIRS)
BEARISH = bearish(_PAIRS) + lines("""
{office} of {company} {ousted}
{company} {office} {person} {ousted}
{person} of {company} {ousted}[, shares slip|]
founder of {company} {ousted}
star [trader|designer|scientist|manager] at {company} {ousted}
{company} {faked} {gains}
{company} {faked} {gains} [for years|to lure investors|before IPO], [inquiry finds|{source} says]
{person}: {company} {faked} {gains}
whistleblower says {company} {faked} {gain}
""")
