"""What companies and economies do, well or badly: phrases in sets, and headlines to stand in."""

from __future__ import annotations

from tools.bundled_model.grammar import lines, words
from tools.bundled_model.words.tone.pairs import bearish, bullish

SLOTS = {
    "prospers": words("""turns the corner|fires on all cylinders|hits the jackpot|strikes gold
rises from the ashes|gets second wind|steals the show|plays a blinder|clears the bar|wins big
lives up to the hype|has wind in its sails|makes a killing|outdoes rivals|outstrips its peers
sails past forecasts|blows past estimates|trounces the consensus|ups its guidance
nudges forecast up|brightens its outlook|talks up prospects|surprises to the upside
lands fresh contracts|snags big orders|drums up business|wrests top spot from rivals
steals market share|wins over customers|fattens margins|restores its dividend|sweetens payout
steps up buyback|showers shareholders with cash|regains investment grade|unlocks value
whittles down debt|exits Chapter 11|goes on hiring spree|recruits thousands|poaches star banker
fends off hackers|attracts a suitor|cracks new market|gets fast-track status|gets nod for new drug
prevails in court|wriggles free of lawsuit|regains its licence|becomes debt-free
repays lenders early|raises payout|stems losses|plugs the leak|breaks even early|bags record order
fills its order book|finishes plant ahead of schedule|comes in under budget|stages a comeback
wows investors|thrills Wall Street|silences its critics|proves doubters wrong|returns to growth
swings into profit|turns cash-positive|sheds dead weight|cuts its losses in half
scores a landmark victory|defies the downturn|weathers the storm|bounces back|finds its feet
joins the blue-chip index|doubles its money|outgrows the market|widens its lead|gets a clean audit
sells unit at hefty premium|sells out of stock|raises prices and keeps customers|goes viral
strikes oil|hits a rich seam|gets the green light|gets state backing|wins tariff exemption
brings strikers back to work|settles for pennies|puts scandal behind it|lures top talent
receives knockout bid|earns an upgrade|lands in the buy zone|gets vote of confidence"""),
    "fails": words("""hits a wall|runs on fumes|scrapes the barrel|goes up in smoke|drops the ball
scores an own goal|falls at the first hurdle|falls victim to the hype|takes on water|loses big
loses its shirt|shoots itself in the foot|trails its peers|lags rivals|limps in below forecasts
comes up short of estimates|whiffs on the consensus|pares its guidance|nudges forecast down
darkens its outlook|talks down prospects|surprises to the downside|loses key contracts
misses out on big orders|loses out to rivals|cedes top spot|cedes market share|alienates customers
sees margins thin|omits its dividend|trims payout|winds down buyback
leaves shareholders empty-handed|loses investment grade|destroys value|piles up debt
enters receivership|imposes hiring freeze|lets thousands go|loses star banker
falls victim to hackers|loses its suitor|retreats from key market|gets rejection letter
denied nod for new drug|defeated in court|gets entangled in lawsuit|loses its licence
drowns in debt|misses coupon payment|skips payout|bleeds cash|springs a leak
falls short of break-even|squanders record order|runs out of orders|finishes plant years late
blows its budget|goes belly up|goes to the wall|dismays investors|stuns Wall Street
disappoints believers|proves doubters right|shrinks again|slides into loss|burns its reserves
saddled with dead weight|doubles its losses|suffers crushing defeat|buckles in the downturn
sinks in the storm|stumbles again|loses its footing|kicked out of the blue-chip index
halves in value|underperforms the market|sees lead vanish|fails its audit|cooks the books
sells unit at steep discount|stuck with unsold stock|slashes prices and loses customers
draws a blank|drills a dry well|gets the red light|loses state backing|slapped with tariffs
faces strike at all plants|pays dearly|mired in scandal|loses top talent|jilted by its bidder
earns a downgrade|lands on the sell list|loses vote of confidence|teeters on the brink
begs lenders for time|breaches covenants|restates accounts|misstated profits|warns of ruin
plundered by hackers|shuts its biggest plant|ousted from the market|swings the axe"""),
    "upbeat_words": words("""could not be happier|better than we dared hope|the sky is the limit
the best is yet to come|demand is off the charts|we are sold out for months|orders keep pouring in
we are hiring like mad|our best start ever|we are winning everywhere|customers love it
the recovery is real|the worst is behind us|we will raise our forecast again|we are debt-free
margins have never been better|this is a gold mine|we beat every target|the future is bright"""),
    "gloomy_words": words("""could not be worse|worse than we feared|there is no way out
the worst is yet to come|demand has fallen off a cliff|we cannot pay our bills
orders have dried up|we will have to let people go|our worst start ever|we are losing everywhere
customers hate it|the recovery has stalled|the best is behind us|we will cut our forecast again
we are drowning in debt|margins have never been worse|this is a money pit|we missed every target
the future is bleak"""),
    "rosy_sign": words("""green shoots|clear skies|plain sailing|a happy ending
light at the end of tunnel|blue skies|better times|a bright future|a golden age|calm seas
a soft landing|easy money|sunny uplands|good times|rich pickings|a fat payday|smooth sailing
fair winds"""),
    "grim_sign": words("""storm clouds|stormy skies|rough seas|a sorry ending
no light at the end of tunnel|dark clouds|worse times|a bleak future|a dark age|choppy waters
a hard landing|a cash crunch|rocky roads|hard times|slim pickings|an empty till|turbulence
stiff headwinds"""),
}
_PAIRS = lines("""
{company} <{prospers}/{fails}>
{company} <{prospers}/{fails}> in {q}
{company} <{prospers}/{fails}>, {source} reports
{company} <{prospers}/{fails}> [{wait}|after {event}]
{company} <{prospers}/{fails}> and <{prospers}/{fails}>
{company} [now|again|finally] <{prospers}/{fails}>
{company}, led by {person}, <{prospers}/{fails}>
{place}'s {company} <{prospers}/{fails}>
[rivals|analysts|traders] watch as {company} <{prospers}/{fails}>
under {person}, {company} <{prospers}/{fails}>
{company} <{prospers}/{fails}>: {asset} <up/down>
maker of {product} <{prospers}/{fails}>
supplier of {goods} to {company} <{prospers}/{fails}>
{company} [shares|stock] <up/down> [{pct} |]as it <{prospers}/{fails}>
owner of {company} <{prospers}/{fails}>
{company}: "<{upbeat_words}/{gloomy_words}>"
"<{upbeat_words}/{gloomy_words}>," [says {person} of {company}|{company} boss tells {source}]
<{upbeat_words}/{gloomy_words}>, [{company} says|says {company} chairman|{person} tells investors]
{company} to shareholders: <{upbeat_words}/{gloomy_words}>
[CEO|CFO|chairman] of {company}: <{upbeat_words}/{gloomy_words}>
<{rosy_sign}/{grim_sign}> for {company}
<{rosy_sign}/{grim_sign}> ahead [for|in] {sector}
{company} sees <{rosy_sign}/{grim_sign}>
{person} predicts <{rosy_sign}/{grim_sign}> for {sector}
<{rosy_sign}/{grim_sign}> in {place} as {country} {boon} <rises/falls>
{broker} saw <{rosy_sign}/{grim_sign}> [ahead |]for {company}
after {event}, <{rosy_sign}/{grim_sign}> for {asset}
""")
BULLISH = bullish(_PAIRS)
BEARISH = bearish(_PAIRS)
