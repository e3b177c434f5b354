"""News of prices, economies and the world that comes in two kinds, good and bad."""

from __future__ import annotations

from tools.bundled_model.grammar import lines
from tools.bundled_model.words.tone.pairs import bearish, bullish

_PRICES = lines("""
{asset} <rallied/tumbled> into the close
{asset} <sprinted/limped> [to the finish|into the weekend|into {month}]
{asset} <surged/cratered> in [after-hours|pre-market|late] trade
{asset} <vaulted above/knifed through> {level}
{asset} <perked up/wilted> [after|on] {np}
{asset} <mended/unravelled> in [late|early] trading
{asset} <snapped back/rolled over> after {nth} [straight |]session
{asset} <gathered/lost> [strength|pace|altitude]
{asset} <roared/crashed> through {level}
{asset} <rode a wave of optimism/sank in a sea of gloom>
{asset} <leapfrogged/crashed below> {level}
{asset} <skyrocketed/nosedived> [overnight|within minutes|{pct} in a day]
{asset} <galloped ahead/backpedalled> [on {weekday}|in {month}|after {event}]
{asset} <sprang to life/dropped dead> after {event}
{asset} posted <best/worst> [month|quarter|week|session] since {year}
<gains/losses> for {asset} [mount|pile up|stretch to {nth} day|top {pct}]
fresh wave of <buying lifts/selling sinks> {sector}
<buying/selling> [frenzy|stampede|spree] in {sector}
<dip buyers/profit takers> [step in|move in|take over] in {sector}
{sector} <power ahead/beat a retreat>[ on {np}|]
{sector} <march higher/lurch lower>[ after {event}|]
{sector} <go wild/go cold> [on|after] {event}
{sector} <romp home/hit the skids>
{sector} <on a roll/in free fall>
{sector} <shoot the lights out/take it on the chin>
{n}-day <rally adds {usd} to/rout wipes {usd} off> value of {sector}
{usd} <added to/wiped off> [value of {company}|{sector}] [in a day|in minutes|in {month}]
<gainers outnumber losers/losers outnumber gainers> {n} to one among {sector}
<advancers/decliners> lead by a wide margin [on|in] [Wall Street|Europe|{place}]
market breadth <improves/worsens>[ again|]
{asset} <punched through resistance/sliced through support>[ at {level}|]
technical picture <brightens/darkens> for {asset}
chart of {asset} shows <higher highs/lower lows>
{asset} <above/below> its 200-day average for the first time since {year}
<bottom/top> is in for {asset}, [says {person}|{source} argues]
<upward/downward> trend [in {asset} |]intact
<upswing/downswing> in {asset} [gathers pace|goes on|has legs]
<upturn/downturn> in {sector} [begins|takes hold|under way]
momentum <builds/fades> in {sector}
<tailwinds/headwinds> [for {sector} |][build|strengthen|grow]
sentiment [on|towards] {sector} <warms/sours>
appetite for {sector} <returns/vanishes>
investors <pour {usd} into/pull {usd} from> {sector} funds
{sector} funds see <inflows/outflows> of {usd}
{company} bonds <rally/slump> [after {event}|on {np}|]
spread on {company} debt <tightens/widens>
cost of insuring {company} debt <falls/jumps>
<bargain hunters/panic sellers> [out in force|everywhere|take over] on {weekday}
<animal spirits/cold feet> among investors in {sector}
<euphoria/despair> in {sector}[ after {event}|]
<jubilation/dismay> [at|on] [trading floors|desks] as {company} reports
<cheers/tears> on Wall Street
<relief/dread> [spreads|sweeps] through {sector}
<calm returns to/turmoil engulfs> {sector}
<fireworks/bloodletting> in {sector}
<confident/nervous> investors <load up on/unload> {sector}
traders <grin/wince> as {company} reports
bull market <intact/over>[, {source} says|]
bear market <over/deepens>[, charts suggest|]
""")
_ECONOMY = lines("""
{country} economy <rebounds/contracts> in {month}
{country} growth <quickens/sputters>[ in {q}|]
{country} growth <accelerates/stalls>
{country} economy <hums along/grinds to a halt>
{country} factories <hum/fall silent>
{country} industry <springs back/seizes up>
{country} [consumers|shoppers|households] <splash out/cut back>
{country} business [mood|morale] <brightens/darkens>
{country} recovery <gathers pace/peters out>
{country} jobs market <booms/weakens>
{country} labour market <robust/wobbly>
{country} payrolls <smash/undershoot> [forecasts|expectations]
{country} jobless claims <sink/spike>
{country} unemployment <eases/creeps up>[ to {pct}|]
{country} inflation <cools/runs hot>
{country} inflation <undershoots/overshoots> forecasts
price pressures <abate/intensify> [in {place}|for {company}|at the factory gate]
{country} central bank <leans towards easing/leans towards tightening>
[Fed|ECB|BoE] [chair|governor|official] <opens door to/shuts door on> rate cut
rate cut <draws nearer/recedes>
<cut/rise> in [rates|borrowing costs|interest rates] [on the cards|likely|looms]
<doves/hawks> gain upper hand at [the Fed|the ECB|{country} central bank]
yields <fall/spike> [after|on] {country} [inflation|jobs] data
mortgage rates <dip/jump>[ to {pct}|]
{country} [house prices|home sales|land prices] <pick up/slump>
{country} builders <break ground on/mothball> {n00} homes
{country} trade surplus <widens/shrinks>
{country} tax <cut cheers/hike rattles> {sector}
{country} government <survives/loses> confidence vote
{country} coalition <holds/collapses>
{country} shutdown <averted/begins>
{country} debt ceiling <lifted in time/talks break down>
ceasefire in {place} <holds/breaks down>
<peace hopes lift/war fears sink> {sector}
<truce in/invasion of> {place} <cheers/shocks> markets
guns <fall silent/blaze> in {place}
hostages <freed/taken>, {sector} <up/down>
tariffs on {goods} <rolled back/ratcheted up>
trade tensions <thaw/flare up>
{country} government <scraps/slaps> duties on {goods}
<trade pact/trade war> [near|in sight|looms] [for|between] {place} and {place}
sanctions on {place} <eased/widened>
{country} [borders|ports|airports] <reopen/shut>
{country} [credit|debt] rating <upgraded/downgraded>
{country} bonds <in demand/shunned> at auction
{country} banks <stable/wobble> [after stress test|, regulator says]
tourists <flock back to/stay away from> {place}
shops in {place} <packed/deserted>
{place} <booms/goes bust>
""")
_GOODS = lines("""
{goods} prices <rally on drought/slump on bumper crop> in {place}
<poor/bumper> {goods} harvest <lifts/sinks> prices
{goods} stockpiles <dwindle/swell>, prices <rise/fall>
{goods} supply <tightens/floods market>
OPEC <deepens cuts/opens taps>
[Saudi Arabia|Russia|Iraq|Kuwait] <curbs/ramps up> oil output, [crude|Brent] <up/down>
{goods} <shortage props up/surplus depresses> prices
<cold snap lifts/mild winter sinks> [gas|heating oil|power] prices
{goods} <producers cheer/producers rue> price <jump/collapse>
{goods} price <doubles/halves> [within months|this year|since {month}]
{goods} <scarce and dear/plentiful and cheap>
importers <scramble for/turn away from> {goods}
{goods} miners <dig up record profit/shut pits>
{company} <strikes/fails to find> [oil|gas|gold|lithium] [off|near|in] {place}
{company}'s [well|find|drilling] in {place} <a gusher/dry>
storm <spares/batters> {place} [refineries|plants|rigs|farms]
rains <save/ruin> crops of {place} growers
{place} harvest <spared by/lost to> frost
hurricane <veers away from/slams into> {place} [rigs|refineries|ports]
{country} power [grid|supply] <holds/fails> in heatwave
{place} port <reopens/closed> after [storm|strike|spill|blast]
freight rates <recover/crash>
[tankers|ships|cargoes] <return to/avoid> {place} after {event}
pipeline from {place} <flows again/ruptures>
[bitcoin|ether|dogecoin|solana] <moons/dumps> [after {event}|overnight|]
[bitcoin|crypto|ether] ETF <approved/rejected>
crypto exchange <resumes/freezes> withdrawals
<institutions pile into/whales dump> [bitcoin|ether|XRP]
stablecoin <regains/loses> its dollar peg
hackers <return/steal> {usd} in [crypto|tokens|ether]
{country} [lawmakers|ministers] <embrace/outlaw> [bitcoin|crypto|stablecoins]
[token|coin] <listed on/delisted from> [big|leading] exchange[, price <doubles/halves>|]
crypto winter <thaws/bites>
[bitcoin|ether|crypto] [longs|bulls] <rewarded/liquidated>
{country} currency <rebounds from/sinks to> record low
{country} central bank <props up/devalues> currency
capital <floods into/flees> {place}
[yen|lira|peso|rand|rupee|real|zloty] <bounces/craters> [after|on] {event}
[sterling|the euro|the yuan|the won] <firms/softens> against [the dollar|its peers]
run on the [lira|peso|rouble|rupee|naira] <halted/begins>
""")
_PAIRS = (*_PRICES, *_ECONOMY, *_GOODS)
BULLISH = bullish(_PAIRS)
BEARISH = bearish(_PAIRS)
