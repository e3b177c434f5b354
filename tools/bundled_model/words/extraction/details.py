"""Rents, shares, highs and lows, titles and lots: more that comes in pairs."""

SENTENCES = """
@rent
{landlady} lets the room to {tenant} for {rent}[; {agent} has the key|].
{tenant} rents from {landlady} and pays {rent}[, bills not included|].
My landlady, {landlady:full_name}, put the rent up to {new_rent}. {tenant}
The rent was {old_rent} and is {new_rent} [now|from {effective_date}].
Old rent {old_rent}, new rent {new_rent}[, {address}|]
A judge cut the rent from {old_rent} to {new_rent}[, {tenant} had sued {landlord}|].
{new_rent} a month is too much for {tenant}, who paid {old_rent} [until now|before \
{effective_date}].
{tenant} has sublet the flat to {subtenant} until {end_date}; {landlord} was not asked.
Subtenant {subtenant:full_name} pays {tenant:full_name} {rent}[, {city}|].
{subtenant} lives in the flat that {tenant} rents from {landlady}.
@insurance
The policy of {customer} renews on {renewal_date}; cancel by {deadline}.
Renewal on {renewal_date}, premium {premium}[, policy {policy}|][, {insurer}|]
{customer}: {product} renews {renewal_date}, bought {purchase_date:calendar}
@life
{student} graduated from {school} in {graduation} and joined {company} on {start_date}.
Graduated {graduation}, now {role} at {employer}: {employee}
Class of {graduation}: {person}, today {role} in {city}
@business
{underwriter} leads the sale of shares in {issuer}[; {law_firm} wrote the papers|].
Lead bank {underwriter}, issuer {issuer}, first day of trading {event_date}
{revenue} this year after {revenue_before} last year: {company} is growing[ by {growth}|].
{company} took {revenue_before} in {date:year} and {revenue} in {period}.
Sales of {revenue} beat last year's {revenue_before}[, said {chief}|].
{market_share} for {company}, {rival_share} for {rival}: that is how the market is split.
{company} ({market_share} of the market) and {rival} ({rival_share}) want to work together.
Nearest rival {rival} has {rival_share}; {company} leads with {market_share}.
{issuer} traded between {lowest} and {highest}, closing at {close_price}.
Day's high {highest}, day's low {lowest}, {ticker}, {trade_date:calendar}
From a low of {lowest}, {ticker} climbed to a high of {highest} [by {time}|on {exchange}].
{company} went from {staff_before} employees to {staff_after} in {duration}.
Signups rose to {number_after} from {number_before}[ in {period}|], says {founder}.
Visits fell from {number_before} to {number_after} after {date:calendar}.
There were {number_before} bees' nests in {region} once; {researcher} counts {number_after} now.
Now {number_after}, before {number_before}: members of {charity}
@politics
{winner} got {winner_share}, more than enough to beat {opponent} with {loser_share}.
{loser_share} was too little for {opponent}: {winner} wins with {winner_share}[, turnout \
{turnout}|].
Result in {city}: {winner} {winner_share}, elected; {opponent} {loser_share}, not elected.
{region}, population {population}, reports {cases} cases[ and {recovered} recoveries|].
{cases} infected, {recovered} recovered, {dead} dead[: {region}, {date:calendar}|].
Of {cases} people who fell ill in {city}, {recovered} are well again.
{city} has {population} inhabitants and a new mayor, {mayor}.
Population {population}, unemployment {unemployment}: {city}, {date:year}
@device
Battery at {battery}, software {version}: my {product} [will not charge|keeps shutting down].
{product} lasts {duration} and still shows {battery} battery[, tests {author}|].
The {item} comes with a warranty of {warranty}[, bought at {retailer}|].
{warranty} guarantee on the {product} from {manufacturer}
{manufacturer} stops making {old_product} and sells {new_product} from {release_date}.
{new_product} instead of {old_product}, {price}, from {retailer}
Successor to {old_product}: {new_product}, by {manufacturer}[, {price}|]
@culture
{author} changed the title from {old_title} to {new_title}.
First it was {old_title}, now it is {new_title}; {publisher} wanted it so.
Working title {old_title}, final title {new_title}, director {director}
{photographer} took the pictures, {author} wrote the text, {publisher} prints it.
Pictures by {photographer}, words by {author}, [out|on sale] {release_date}
{reviewer} calls {work} by {author} the best book so far.
Reviewed by {reviewer}: {work}, a film by {director}
{city} moves the concert of {singer} from {old_venue} to {new_venue}.
Not {old_venue}, {new_venue}! {singer} plays there on {event_date}
New venue for the {event}: {new_venue}. The tickets for {old_venue} stay valid.
@care
Midwife {midwife:full_name} visits {mother:full_name} on {next_visit}[ at {time}|].
{midwife} was with {mother} when {child} was born on {birth_date:calendar}.
@farm
{farmer} sells {item:good} at the market in {city} from {opening_time}.
{buyer:company} buys its milk from {farmer} in {region}, at {unit_price} [a can|a crate].
Best before {best_before}, packed on {packed_date}[, {farmer}|]
{retailer} sold eggs that were best before {best_before}; {inspector} found them on {date:calendar}.
Use by {best_before}. Packed {packed_date}. Batch {batch}.
@auction
Lot {lot}, the {item}, goes to {bidder} for {hammer_price}.
{auctioneer} knocked lot {lot} down to {bidder}[ at {hammer_price}|][ in {city}|].
{auctioneer} asked for {start_bid} and heard nothing until {bidder} called {hammer_price}.
Nobody bid on lot {lot}, so {seller} takes the {item} home.
@factory
Line {line} stops at {time} for {duration}; call {technician}.
{manager} moved {employee} to line {line} on {date}.
Fuel: pump {pump}, {price:bill}, plate {plate}, {time}
Driver {driver} paid {price:bill} at pump {pump} in {city}.
@event
Tickets are {early_price} until {deadline} and {late_price} after that.
Book by {deadline} and pay {early_price} instead of {late_price} for the {event}.
{late_price} at the door, {early_price} in advance[: {singer}, {venue}|]
{free_seats} seats are free on the bus to {destination}; it leaves {origin} at {departure_time}.
Only {free_seats} places left of {capacity}, book at {url}
{tax_rate} VAT on {subtotal} makes {tax}[, {vendor}|].
{country} lifts VAT to {tax_rate} on {effective_date}; {politician} is against it.
"""
