"""Words that carry a tone, in sets that mean the same, and the headlines they stand in.

Less of a menace is bullish and less of a blessing bearish, so the nouns and the verbs are lists
of their own and what they mean follows from both.
"""

from __future__ import annotations

from tools.bundled_model.grammar import lines, words
from tools.bundled_model.words.tone.pairs import bearish, bullish

SLOTS = {
    "soared": words("""rallied|sprinted ahead|vaulted|galloped|blasted off|lifted off|mooned
ripped|rocketed|zoomed|leapt|bounded higher|stampeded|swelled|perked up|firmed|mended|snapped back
took off|sprang back|came roaring back|crept up|crept higher|nudged higher|inched up|ticked up
barrelled on|powered on|stormed ahead|marched higher|shot up|sizzled|gleamed|glittered|sparkled
blossomed|thrived|skyrocketed|catapulted|boomed|shone|dazzled|bounced|rebounded|recovered
flourished|romped|prospered|took flight|went vertical|went wild|sprang to life|bottomed
steadied and rose|came back strongly|outran the rest|scaled new heights|forged ahead|rode high
triumphed|caught fire|broke out|went parabolic|shrugged off the gloom|bulged|surged|spiked|popped
levitated"""),
    "sank": words("""tumbled|cratered|limped|nosedived|imploded|withered|wilted|unravelled
went south|rolled over|knifed lower|lurched|careered|skidded|tanked|dived|shuddered|caved in
fell apart|soured|crumbled|shrivelled|buckled|sputtered|fizzled|flopped|languished|sagged|drooped
slumped|flunked|crept down|crept lower|nudged lower|inched down|ticked down|plumbed new depths
wobbled|stumbled|went into a tailspin|came unstuck|came crashing down|fell out of bed|evaporated
keeled over|eroded|collapsed|fell off a cliff|got clobbered|got pummelled|got hammered
got thrashed|got mauled|bled|took a pounding|took it on the chin|hit the skids|went cold
dropped dead|dropped like a stone|swooned|plunged|melted|faltered|retreated|backpedalled|softened
tottered|reeled|capitulated|sank like a stone|succumbed to selling|threw in the towel
went to pieces|disintegrated|got smoked|slipped"""),
    "thriving": words("""buoyant|resilient|robust|upbeat|red-hot|unstoppable|in vogue
in rude health|on a roll|in demand|in full swing|on fire|perky|vibrant|brisk|rosy|unscathed
in high gear|booming|humming|in the pink|flourishing|blossoming|on the mend|sound|prosperous
invincible|in top form|in fine fettle|sturdy|lively|on the up|going strong|out of danger
in safe waters|better than ever|riding high|healthy|alive and kicking|ahead of the pack
flush with cash|well funded|sought after"""),
    "ailing": words("""anaemic|sluggish|fragile|limp|listless|in tatters|wobbly|shaky|moribund
toxic|in the doldrums|in disarray|in turmoil|in dire straits|in a rut|in free fall|on its knees
desperate|in ruins|on the skids|on the rocks|on the ropes|in the dumps|paralysed|crippled
lacklustre|dreary|dismal|wretched|troubled|stagnant|in decline|floundering|adrift|broke
starved of cash|vulnerable|worse than ever|out of favour|out of luck|short of cash|deep in debt
unloved|in a tailspin|comatose|under water|threadbare|hollowed out|creaking|insolvent|bleeding
sick|in deep trouble|past saving"""),
    "stellar": words("""banner|bumper|golden|vintage|stellar|knockout|blowout|blockbuster|brisk
rosy|splendid|superb|dazzling|sparkling|magnificent|triumphant|flawless|outstanding|glowing
sterling|impressive|encouraging|robust|fabulous|terrific|excellent|brilliant|remarkable|roaring
storming"""),
    "dismal": words("""abysmal|lousy|dreadful|anaemic|lacklustre|wretched|torrid|woeful|horrid
sorry|underwhelming|tepid|shoddy|ghastly|miserable|disastrous|catastrophic|calamitous|dire|ugly
awful|mediocre|forgettable|painful|pitiful|bruising|sobering|bleak|horrible|terrible|tough
appalling"""),
    "boost": words("""breakthrough|triumph|windfall|bonanza|jackpot|reprieve|lifeline|milestone
boon|masterstroke|victory|vindication|revival|renaissance|comeback|turnaround|rebound|resurgence
bounty|boost|lift|tailwind|home run|success|lucky break|fillip|godsend|shot in the arm|new dawn
gem|bright spot|happy ending|second wind|winning streak|runaway success|big break|upswing"""),
    "blow": words("""debacle|fiasco|calamity|catastrophe|disaster|flop|dud|setback|misstep|blunder
slap|own goal|black eye|body blow|kick in the teeth|humiliation|defeat|embarrassment|headache
nightmare|fall from grace|bitter pill|dead end|bombshell|mess|hammer blow|tragedy|bloody nose
cold shower|downturn|downswing|collapse|meltdown|reckoning|costly mistake|false start
losing streak|shock"""),
    "exonerated": words("""exonerated|acquitted|vindicated|cleared|absolved|let off|spared
rehabilitated|declared innocent|found not guilty|freed of all charges|let off the hook
given a clean bill of health|cleared of blame|discharged|off the hook|found blameless
cleared on all counts"""),
    "convicted": words("""convicted|found guilty|indicted|charged|censured|rapped|reprimanded
accused|disgraced|implicated|prosecuted|penalised|fined|sanctioned|condemned|raided
caught red-handed|sued|held liable|blacklisted|found to blame|hauled into court|rebuked
put on trial|subpoenaed|stripped of licence"""),
    "hailed": words("""applauded|hailed|commended|praised|endorsed|lauded|toasted|embraced
welcomed|cheered|saluted|celebrated|warmed to|raved about|fell in love with|marvelled at
gushed over|backed|stood up for|got excited about|had kind words for|could not get enough of
piled into|flocked to"""),
    "slammed": words("""lambasted|rebuked|chided|panned|slammed|ditched|shunned|deserted|abandoned
booed|denounced|scolded|snubbed|spurned|boycotted|lost faith in|lost patience with|gave up on
bailed out of|tore into|poured scorn on|turned on|walked away from|mauled|savaged|soured on
ran from|yanked money from|had harsh words for|ripped into|cooled on|fell out of love with
despaired of|warned against"""),
    "menace": words("""turmoil|panic|contagion|turbulence|gloom|selling pressure|unrest|anxiety
stress|conflict|scare|boycott|crunch|bottleneck|shortage of parts|cash burn|bloodletting|pain
litigation|uncertainty|volatility|competition|price pressure|congestion|fraud|waste|misery
austerity|drought|absenteeism|red tape|piracy|turnover of staff|fighting|bad debt|erosion|backlash
threat|debt burden|oversupply|trouble|legal risk|political risk|dread|despair|hostility
customer flight|stagflation|damage|decline|downturn|slump|crisis|rout|meltdown|exodus of talent
discounting|leakage"""),
    "blessing": words("""optimism|euphoria|confidence|momentum|demand|appetite for risk|growth
boom|recovery|rally|goodwill|liquidity|hiring|prosperity|credibility|customer loyalty
competitiveness|joy|pricing power|revival|enthusiasm|cheer|stimulus|upswing|upturn
interest of buyers|support|trust|faith|purchasing power|cash flow|profitability|order flow
deal flow|tourism|investment|generosity of lenders|foot traffic|brand appeal|tailwind
buying interest|expansion|advantage|innovation|strength|lead over rivals|bull run
backing of investors|pipeline of new drugs|solvency|resilience|popularity|patience of lenders"""),
    "wanes": words("""abates|subsides|recedes|ebbs|evaporates|melts away|dies down|blows over
fades|eases|vanishes|lets up|dissipates|shrinks|dwindles|fizzles out|wanes|tapers off|tails off
peters out|ends|cools|diminishes|lessens|weakens|falls away|slackens|softens|dries up
comes to an end|crumbles|sags|drains away|trickles away|goes away|disappears|slips away
loses force|runs its course|runs out|thins"""),
    "grows": words("""grows|mounts|builds|intensifies|swells|spreads|deepens|strengthens|quickens
widens|gathers pace|picks up|climbs|increases|multiplies|doubles|explodes|surges|returns|flares up
snowballs|takes hold|heats up|gains strength|spills over|persists|broadens|escalates|hits new peak
is back|goes on and on|goes up a notch|accelerates|expands|rises|jumps|soars|balloons|piles up
will not go away"""),
    "waning": words("""fading|ebbing|receding|dwindling|shrinking|waning|vanishing|easing
subsiding|less|thinning|evaporating|slackening|diminishing|abating|falling|lower|weaker
disappearing|declining"""),
    "growing": words("""growing|mounting|intensifying|swelling|spreading|deepening|strengthening
more|rising|increasing|persistent|escalating|surging|rampant|widespread|fresh|renewed|heightened
stronger"""),
    "mishap": words("""strike|walkout|recall|delisting|shutdown|boycott|blackout|break-up
cash call|rights issue|data leak|cyberattack|plant closure|mine collapse|bank run|covenant breach
ransom demand|credit squeeze|class action|raid|export ban|tariff hit|price war|lockout|levy
default|downgrade|dividend cut|profit warning|write-down|liquidation|insolvency|stoppage|fine
windfall tax|court defeat|explosion|oil spill|derailment|grounding of planes|hiring freeze
margin call|debt crisis|hostile lawsuit|clinical hold|production halt|crop failure|foreclosure
bankruptcy"""),
    "treat": words("""buyout|bailout|merger|share buyback|special dividend|contract award|rescue
takeover at a premium|rate cut|tax break|tax cut|licence award|drug approval|debt relief
cash injection|truce|stimulus package|capital injection|plant opening|dividend increase|upgrade
subsidy|hiring spree|listing in blue-chip index|settlement|market launch|patent grant|refinancing
sweetened bid|tariff exemption|price increase|order from {company}|{usd} order|expansion"""),
    "averted": words("""averted|avoided|called off|off the table|cancelled|prevented|ruled out
lifted|over|sidestepped|narrowly averted|stopped in time|headed off|shelved|withdrawn|dropped
not needed after all"""),
    "called_off": words("""called off|off the table|cancelled|ruled out|shelved|withdrawn|dropped
in doubt|scuppered|torpedoed|nixed|rejected|vetoed|blocked|delayed again|dead|put on ice|scrapped
refused|denied|quashed|a distant dream|abandoned|voted down|falls through|collapses|unlikely
blown up|halted"""),
    "agreed": words("""agreed|sealed|approved|confirmed|on the way|within reach|near|clinched
wins backing|completed|in sight|delivered|back on|one step closer|in the bag|gets go-ahead|cleared
secured|a done deal|waved through|signed|announced|gets nod|imminent|under way"""),
    "struck": words("""looms|confirmed|hits at worst time|begins|feared|in sight|unavoidable
a reality now|likely|worse than thought|widens|unavoidable now|drags on|nears|hits home|inevitable
spreads|threatened|imminent|closer than ever|on the way|back on the agenda|makes things worse
can no longer be ruled out"""),
}
_PAIRS = lines("""
{asset} <{soared}/{sank}>
{asset} <{soared}/{sank}> [after|on] {np}
[on {weekday}|in {month}|last week|after {event}], {asset} <{soared}/{sank}>
{company} shares <{soared}/{sank}> {wait}
{company} <{soared}/{sank}> in {place} trading
{sector} <{soared}/{sank}>, {index} <{soared}/{sank}>
{asset} <{soared}/{sank}> {wait}
{gains} at {company} <{soared}/{sank}> in {q}
{country} {boons} <{soared}/{sank}> in {month}
business at {company} is <{thriving}/{ailing}>
{company} <{thriving}/{ailing}>, [{source} reports|results show|says {person}]
{country} economy <{thriving}/{ailing}>[ in {month}|, data show|]
{sector} [still|again|now] <{thriving}/{ailing}>
{person} sees {company} <{thriving}/{ailing}>
<{thriving}/{ailing}>: that is the state of {company}
<{stellar}/{dismal}> {q} [for|at] {company}
{company} [delivers|reports|posts|unveils] <{stellar}/{dismal}> {gains}
a <{stellar}/{dismal}> [day|week|month] for {sector}
<{stellar}/{dismal}> [data|figures|numbers] from {country} [factories|shops|builders]
{company} has had a <{stellar}/{dismal}> {year}
{broker} spoke of a <{stellar}/{dismal}> {q} at {company}
<{boost}/{blow}> for {company}
<{boost}/{blow}> for {sector} [on {weekday}|in {month}|as {country} vote nears|after {event}]
[another|what a|a rare] <{boost}/{blow}>: {company} [and {product}|in {place}|in court]
{product} turns into <{boost}/{blow}> for {company}
{company}'s move to {place} a <{boost}/{blow}>
{person}'s plan for {company} proves a <{boost}/{blow}>
{company} <{exonerated}/{convicted}>
{company} <{exonerated}/{convicted}> over {scandal}
{scandal} case: {company} [and {person} |]<{exonerated}/{convicted}>
[boss|founder|directors] of {company} <{exonerated}/{convicted}>
[investors|shareholders|customers] <{hailed}/{slammed}> {company}
{broker} <{hailed}/{slammed}> {company}
why {person} <{hailed}/{slammed}> {company} [this week|in {month}|before {event}]
[critics|buyers|fund managers] <{hailed}/{slammed}> {company} {product}
foreign investors <{hailed}/{slammed}> {sector}
{menace} at {company} <{wanes}/{grows}>
<no trace of/no letup in> {menace} at {company}
{menace} <{wanes}/{grows}> [in {place}|among {sector}|after {event}]
{blessing} at {company} <{grows}/{wanes}>
{blessing} <{grows}/{wanes}> [in {place}|among {sector}|after {event}]
{menace} <{wanes}/{grows}>, {blessing} <{grows}/{wanes}>
{blessing} <{grows}/{wanes}> as {menace} <{wanes}/{grows}>
<{waning}/{growing}> {menace} [in {place}|at {company}]
<{growing}/{waning}> {blessing} [in {place}|at {company}]
{asset} <up/down> on <{waning}/{growing}> {menace}
{asset} <up/down> on <{growing}/{waning}> {blessing}
{company} sees <{waning}/{growing}> {menace}[ in {year}| ahead|]
{company} sees <{growing}/{waning}> {blessing}[ in {year}| ahead|]
<end/start> of {menace} [for|at] {company}
<start/end> of {blessing} [for|at] {company}
{company} <free of/plagued by> {menace}
{company} <full of/robbed of> {blessing}
{company} <gets rid of/drowns in> {menace}
{company} <wins back/throws away> {blessing}
{mishap} at {company} <{averted}/{struck}>
{mishap} <{averted}/{struck}> [for|in|at] {company}
{company}: {mishap} <{averted}/{struck}>
{mishap} in {place} <{averted}/{struck}>[, {source} says|]
{treat} for {company} <{agreed}/{called_off}>
{company} {treat} <{agreed}/{called_off}>
{treat} for {company} <{agreed}/{called_off}>, [sources|{source}|officials] said
{company} and {treat}: <{agreed}/{called_off}>
{company} <dodges/suffers> {mishap}
{company} <gets/denied> {treat}
{company} <escapes/hit by> {mishap}[ in {place}|]
{company} <celebrates/loses out on> {treat}
<no/another> {mishap} at {company}[ after all|, {source} says|]
<at last a/again no> {treat} for {company}
threat of {mishap} at {company} <{wanes}/{grows}>
prospect of {treat} for {company} <{grows}/{wanes}>
risk of {mishap} <{wanes}/{grows}>[ for {sector}| in {place}|]
chance of {treat} <{grows}/{wanes}>[ for {sector}| in {place}|]
worries [over|about] {mishap} at {company} <prove groundless/prove well founded>
hopes [of|for] {treat} at {company} <come true/dashed>
{company} <recovers from/reels from> {mishap}
[investors|lenders|buyers] <shrug off/fret about> {mishap} at {company}
""")

BULLISH = bullish(_PAIRS)
BEARISH = bearish(_PAIRS)
