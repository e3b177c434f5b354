"""Deals, trades and news."""

SENTENCES = """
@deal
{acquirer} [bought|acquired|has acquired|has bought|purchased|is buying|agreed to buy|will \
acquire] {target} for {deal_value}[ on {announced}|].
{acquirer} [announced|said|confirmed] on {announced} that it [will buy|is acquiring|has agreed \
to acquire] {target} for {deal_value}[, with closing expected on {closing_date:calendar}|].
{target} was [bought|acquired|snapped up|taken over] by {acquirer}[ for {deal_value}|][ in \
{period:quarter}|].
{target} is being sold to {acquirer} in a deal worth {deal_value}[, the companies said on \
{announced}|].
The sale of {target} to {acquirer} was completed on {closing_date}[ for {deal_value}|].
{acquirer} paid {deal_value} for [a {stake} stake in|{stake} of] {target}[, a company based in \
{headquarters}|].
{acquirer}[ ({ticker})|], [based in {headquarters}|headquartered in {headquarters}], [takes \
over|acquires] its smaller rival {target}[ for {deal_value}|]. The deal [closes|should close] on \
{closing_date}.
{company} [will merge|is merging|merges] with {partner}[, it was announced on {announced}|]. The \
new group [is worth|is valued at] {valuation}.
{startup} [raised|has raised|secured|closed|just raised] {funding} [in a round led by|from|in \
new money from] {investor}[ at a valuation of {valuation}|][ on {announced}|].
{investor} [invested|put|is investing] {funding} [in|into] {startup}[, a start-up from \
{headquarters}|].
{startup}, [founded by {founder}|founded in {founded} by {founder}][ in {headquarters}|], \
[raises|got|received] {funding} [from|led by] {investor}.
{founder} started {company} in {headquarters} in {founded}[ and sold it to {acquirer} for \
{deal_value}|].
{company} [signed|has signed|won] a contract [worth|of] {money:money} with {client}[ on {date}|]\
[ to deliver {item}|].
{client} awarded {vendor} a [contract|framework agreement] over {money:money}[, running until \
{end_date}|].
{company} [opens|is opening|will open] a new [office|plant|store|factory|lab] in {site:place}[ \
on {opening_date}|][, creating {jobs} jobs|].
{company} [is moving|moves|will move|relocates] its headquarters from {old_base} to {new_base}[ \
in {date:quarter}|].
{company} [will cut|cuts|is cutting|plans to cut] {jobs} jobs[ in {site:place}|][ by {deadline}|].
{company} [laid off|let go of] {jobs} people at its plant in {site}[, {spokesperson} said|].
{spokesperson}, a spokesperson for {company}, [declined to comment|confirmed the deal|said the \
plan was on track][ on {date}|].
{company} was [fined|ordered to pay] {fine}[ on {date}|] [for late filings|after a data \
leak|over price fixing|for misleading adverts].
{company} filed for bankruptcy [in {headquarters}|][on {date}|] with debts of {money:large_money}.
{company} and {partner} [signed a partnership|formed a joint venture|agreed to work together][ \
in {site:place}|][ on {date}|].
{lender} [lent|granted|gave] {company} a loan of {loan}[ at {interest}|][, to be repaid by \
{due_date}|].
{bank} [offers|gave {customer}] a [mortgage|loan|credit line] of {loan} at {interest}[ over \
{duration}|].
@trade
{buyer} bought {shares} shares of {issuer} ({exchange}: {ticker}) at {share_price}[ on \
{trade_date}|].
{seller} sold {shares} shares of {issuer} ({exchange}: {ticker})[ at {share_price}|][ on \
{trade_date}|].
[Bought|Sold|Picked up|Dumped] {shares} [shares|units] of {ticker} at {share_price}[ on \
{trade_date}|][, total {total}|].
[buy|sell|BUY|SELL] {shares} {ticker} @ {share_price}
[please buy|please sell|buy|sell] {shares} shares of {ticker}[ at a limit of {share_price}|][ \
before {deadline}|][ for {customer}|].
Order: [buy|sell] {shares} {ticker}, limit {share_price}[, valid until {expiry_date}|][, account \
{account}|].
[I want to|I'd like to|Can you|We should] [buy|sell] {shares} shares of {issuer} (${ticker})[ at \
{share_price}|].
Your order to [buy|sell] {shares} shares of {issuer}[ ({ticker})|] was executed at {share_price} \
on {trade_date}[. Fee: {fee}|].
{broker} [raised|cut|lifted|lowered] its price target [on|for] {issuer}[ ({ticker})|] from \
{old_target} to {target_price}[ on {date}|].
{analyst} of {broker} [upgraded|downgraded|initiated] {issuer}[ ({exchange}:{ticker})|] with a \
price target of {target_price}.
{issuer} ({exchange}: {ticker}) [rose|gained|climbed|jumped] {growth}[ to {share_price}|][ on \
{trade_date}|].
Shares of {issuer}[ ({ticker})|] [fell|dropped|slid|lost|tumbled] {drop}[ to {share_price}|][ in \
{exchange} trading|].
${ticker} [is up|up|jumps|gains] {growth}[ after {company} beat forecasts|][, now at \
{share_price}|].
{ticker} closed at {share_price}[ on {trade_date}|][, down {drop}|, up {growth}|].
{company} ({ticker}) [reported|posted|announced] [revenue|sales] of {revenue} [for|in] \
{period}[, up {growth}|, down {drop}|].
{company} [made|earned|booked] a [net |]profit of {profit} [on revenue of {revenue} |]in {period}.
In {period}, {company}[ ({exchange}: {ticker})|] [had|reported] revenue of {revenue} and a \
profit of {profit}.
{company}[ ({ticker})|] [declared|will pay] a dividend of {money:bill} per share[, payable on \
{payment_date}|].
{company} goes public on the {exchange} under the symbol {ticker}[ on {date}|][ at {share_price} \
a share|].
{company} will list in {city} under the ticker {ticker}[; it hopes to raise {funding}|].
{investor:person} holds {stake} of {issuer}[, worth {valuation}|].
{buyer} swapped {shares} shares of {issuer} ({ticker}) for cash on {trade_date}.
{seller} offloaded a {stake} stake in {issuer} to {buyer}[ for {deal_value}|].
@news
{person}, {age}, [was elected|became|was sworn in as] mayor of {city}[ on {date}|].
{winner}[ from {home}|] won {prize} [in the lottery|at the {event}|with a single ticket][ on \
{date}|].
{winner} won the {event} in {city}[ on {date}|][ and took home {prize}|].
{author} [published|presents|released] {work}[ with {company}|][ on {date}|].
{person} [was born|grew up] in {birthplace}[ on {birth_date:calendar}|] and now lives in {home}.
{person}, born on {birth_date:calendar} in {birthplace}[, works as {role} at {company}|].
A fire [broke out|destroyed a house] at {address}[ on {date}|][; damage is put at {money}|].
{visitors} people came to the {event} in {city}[ on {date}|][, says organiser {host}|].
The {event} [takes place|will be held|is] at {venue}[ in {city}|] [on|from] {event_date}[. \
Tickets cost {price}|].
The {event} [runs|lasts] from {start_date} to {end_date} [in|at] {venue:place}[ and is sponsored \
by {sponsor:company}|].
{speaker} [will speak|speaks|gives the keynote] at the {event} in {city} on {event_date}[ at \
{start_time}|].
{company} [launched|unveiled|presented|introduced|is launching] {product:product}[ in {city}|][ \
on {date}|][; it costs {price}|].
The {product:product} by {manufacturer} [goes on sale|is available] on {date}[ for {price}|].
{manufacturer} recalls {quantity} {item:good} sold [by {retailer} |]after {start_date}.
The museum in {city} bought a painting by {author} for {price:estate}[ from {seller}|].
The city of {city} [will spend|spends|sets aside] {budget} [on a new bridge|on schools|to repair \
roads][ by {deadline}|].
{country} signed a trade agreement in {city} on {date}.
Prices in {place} rose by {growth} in {period}.
"""
