"""Sentences with two or three entities of a kind that only the words around them tell apart."""

SENTENCES = """
@price
The {item} used to cost {old_price}; [these days|now] you pay {new_price}.
Was {old_price}, now {new_price}: {item}[ at {retailer}|].
We are raising the price of {product} to {new_price}, from {old_price} today, [starting|as of] \
{effective_date}.
{new_price}, that is what {retailer} wants for the {item} that was {old_price} [last year|before \
the holidays|in spring].
Asked {asking_price:price}, got {sale_price:price}: the {item} [went to|was sold to] {buyer}.
I offered {offer} for the {item}, {seller} came back with {counter_offer}[, and we left it there|].
{seller} asked for {asking_price:price}; after some haggling {buyer} [paid|handed over] \
{sale_price:price} for the {item}.
Estimate {estimate}, final bill {actual_cost}[, {vendor}|][, {date}|]
The repair was meant to cost {estimate}, but {technician} ended up charging {actual_cost}.
{actual_cost} instead of the quoted {estimate}? That is not what {vendor} [told|promised] us on \
{date}.
The shop buys the {item} at {cost_price} and sells it at {retail_price}[, a margin of {margin}|].
[Wholesale|Trade price] {cost_price}, recommended retail {retail_price}[; made by {manufacturer}|]
Members pay {member_price}, everybody else {guest_price}[; doors open at {opening_time}|].
{adult_price} for adults, {child_price} for children under [six|ten|twelve][, {event}, {venue}|].
Children {child_price} - adults {adult_price} - [no cards|cash only][ - {event_date}|]
Admission to {venue} rises from {old_price:bill} to {new_price:bill}[ on {effective_date}|], \
while children still get in for {child_price}.
Bidding for the {item} opened at {start_bid} and stopped at {hammer_price}[; it went to {bidder}|].
Sold! {hammer_price} to {bidder} for the {item}, which started at {start_bid}.
From a starting bid of {start_bid}, the {item} climbed to {hammer_price}, [twice|far above] the \
estimate of {estimate}.
The house at {address}, listed at {asking_price}, was sold for {sale_price}[ to {buyer}|][ on \
{closing_date}|].
{sale_price} was the final price of the house in {city}; {agent} had advertised it at \
{asking_price}.
They wanted {asking_price} for the house, I offered {offer:estate}[ through {agent}|], and we are \
still talking.
With the coupon the {item} is {new_price}, without it {old_price}[; the coupon expires on \
{expiry_date}|].
Not {old_price} but {new_price}, [sorry|my mistake], for the {item}. {sender}
You were quoted {estimate} for the {item}; {vendor} has since billed {actual_cost}. [Which is \
right?|Please explain.]
@pay
Gross {gross}, net {net}[, paid on {payment_date}|]
From a gross salary of {gross:wage}, {employee} takes home {net:wage}[ a year|].
{employee} keeps {net} of {gross} once [tax|tax of {tax}] is off.
Net pay: {net}. Gross pay: {gross}. [Employee: {employee}.|Period: {period}.|Employer: {employer}.]
{net} after deductions, {gross} before[: {employee}, {period}|].
{employee} made {old_salary} as {old_role} and makes {new_salary} as {role}.
Your salary [rises|goes up] to {new_salary} from {old_salary}, {employee}, [starting|beginning] \
{effective_date}.
{candidate} earns {current_salary} today and hopes for {expected_salary}[; notice period \
{notice_period}|].
We can offer {offered_salary}, not the {expected_salary} that {candidate} [has in mind|asked for].
{offered_salary} is on the table; {candidate} wants {expected_salary}[ and can start on \
{start_date}|].
Current pay {current_salary}, expectation {expected_salary}[, {candidate}, {role}|]
{candidate} turned down {offered_salary} at {company} because the present job [pays|brings] \
{current_salary}.
On top of {salary}, {employee} got a bonus of {bonus}[ for {period}|].
A bonus of {bonus} and a base of {salary}: that is {employer}'s offer to {candidate}.
The hourly rate is {hourly_rate}, [so|and] the weekend came to {total}[; {assignee} did the work|].
Per hour {technician} takes {hourly_rate}; for the whole job it was {total}[, {date}|].
{employer} cut {employee}'s pay [down |]to {new_salary}; it had been {old_salary} [for \
years|until {end_date}].
@balance
Opening balance {opening_balance}, closing balance {closing_balance}[, account {account}|]
After the transfer of {money:bill} to {payee}, account {account} is [empty|closed].
The balance of account {account} went from {opening_balance} to {closing_balance} [in \
{period}|overnight].
Of the bill of {total}, {customer} has paid {paid_amount} so far; {open_amount} [is missing|is \
still owed].
{open_amount} still open, {paid_amount} received[, invoice {invoice}|][, {client}|]
{paid_amount} came in on {payment_date:calendar}, the remaining {open_amount} [must follow|is \
expected] by {due_date}[. Invoice {invoice}|].
{client} has settled {paid_amount} of invoice {invoice} and owes {open_amount}[, due {due_date}|].
From account {from_account} to account {to_account}: {money}[, {date}|][, {payer}|]
Move {money} to account {to_account}, [taking it from|out of] {from_account}[, on {payment_date}|].
[Debit|Please debit] {from_account} and credit {to_account} with {money}.
Account {to_account} was credited with {money}; {from_account} was debited[ on {date}|].
{sender} sent {sent_amount} and {recipient} got {received_amount}, [the rest went on fees|because \
of the exchange rate].
You send {sent_amount}, {recipient} gets {received_amount}[, fee {fee}|][, arriving \
{delivery_date}|].
{received_amount} arrived, although {payer} had sent {sent_amount}[ on {date}|].
Our bank, {receiving_bank}, got the money from {sending_bank} on {payment_date:calendar}[: \
{money}|].
{sending_bank} wired {money} to {receiving_bank}[ for {customer}|] on {date}.
Planned budget {budget}, spent {spent}, left {remaining}[. {work}|]
We have spent {spent} of {budget}[, so {remaining} remains|] for the {event}.
{remaining} is all that is left of the {budget} for {work}[, says {manager}|].
{work} was to cost {budget}; {spent} is gone [already|by now][, and it only ends on {end_date}|].
So far {raised} has come in for {charity}; the goal is {goal}[ by {deadline}|].
Goal: {goal}. Raised: {raised}. [Donors can give until {deadline}.|Cause: {charity}.]
With {raised} in the box, {charity} is still short of the {goal} it needs[ for {subject}|].
A deposit of {deposit} now, the full {total} on [arrival|{due_date}].
{subtotal} net, {tax} tax, {total} gross[, {vendor}|]
Pay {total} by {due_date}; after that a late fee of {late_fee} is added[. Invoice {invoice}|].
{late_fee} is charged on top of {total} if {customer} [pays|settles] after {due_date}.
{customer} pays {monthly_payment} a month on a loan of {loan}[ from {bank}|][ until {end_date}|].
[The loan|A loan] of {loan} is paid back in instalments of {monthly_payment}[, at {interest}|][, \
over {duration}|].
@rate
{bank} [cut|raised|changed] its rate from {old_rate} to {new_rate}[ on {effective_date}|].
To {new_rate} from {old_rate}: {bank} [moves|shifts] its mortgage rate.
The rate was {old_rate} when {customer} signed; it has been {new_rate} since {effective_date}.
Inflation in {country} [stood|came in] at {inflation}, unemployment at {unemployment}[ in \
{period}|].
Unemployment {unemployment}, inflation {inflation}, growth {growth}: {country} in {period}.
{company} holds {market_share} of the market, {rival} {rival_share}.
With {rival_share}, {rival} trails {company}, which has {market_share} of the market[ in \
{country}|].
Economists expected growth of {forecast_growth}; it came to {growth}[ in {period}|].
{growth} growth instead of the {forecast_growth} forecast, [says|writes] {analyst}[ of {bank}|].
The motion passed with {votes_for} in favour and {votes_against} against[ on {vote_date:calendar}|].
{votes_against} said no, {votes_for} said yes[; turnout was {turnout}|].
{winner} beat {opponent} by {winner_share} to {loser_share}[ in {city}|][ on {vote_date:calendar}|].
With turnout at {turnout}, {winner} was elected [mayor|president|chair] of {city} on \
{vote_date:calendar}.
Pass rate {pass_rate}; {student} scored {score}[ in {language}|].
@number
Ordered {ordered_count}, delivered {delivered_count}: [please send the rest|the rest is \
missing][, order {order}|].
We ordered {ordered_count} {item:good} but only {delivered_count} [came|arrived|were in the \
crate][ on {delivery_date:calendar}|].
{delivered_count} of the {ordered_count} {item:good} {client} ordered have been delivered by \
{vendor}.
Stock of {item:good}: {stock_before} before, {stock_after} after the [sale|count|delivery] of \
{date:calendar}.
{company} shrinks from {staff_before} people to {staff_after}[ by {deadline}|].
There were {staff_before} of us at {company}; {staff_after} are left[, says {spokesperson}|].
Table for {adults} adults and {children} children, [please|if you can][, {date}, {time}|][, name \
{guest}|].
{children} kids, {adults} adults, {hotel}, {check_in} to {check_out}
{applicants} people applied for {vacancies} places at {company}[; the deadline was \
{deadline:calendar}|].
For {vacancies} open positions, {company} received {applicants} applications.
{dead} people died and {injured} were hurt when [a bus overturned|a bridge gave way|a train \
derailed] near {city}[ on {date:calendar}|].
{injured} injured, {dead} dead: [crash|blast|landslide] outside {city}[, {date:calendar}|]
{present} members present, {absent} absent; {moderator} took the chair[ at {start_time}|].
The hall holds {capacity}, and {free_seats} seats are left for {event_date}.
{region} counted {cases} new cases and {recovered} recoveries [in one week|on {date:calendar}].
Of {quantity} {item} tested, {defective} were faulty[, reports {inspector}|][; batch {batch}|].
@time
Due at {scheduled_time}, in at {actual_time}: the train from {origin}[ was {delay} late|].
The flight to {destination} should have left at {scheduled_time} but took off at {actual_time}[. \
Delay: {delay}|].
Instead of {old_time}, we start at {new_time}[ in {room}|][. {sender}|]
[New|Changed] time: {new_time}, not {old_time}[, {meeting_date}|].
Please pick up the {item} at {pickup_time} and bring it back by {dropoff_time}[, {customer}|].
Collection {pickup_time}, return {dropoff_time}[, {item:product}|], {date}
Boarding is at {boarding_time}, departure at {departure_time}[, gate {gate}|][, flight {flight}|].
At {boarding_time} boarding begins; by {departure_time} flight {flight} is on its way to \
{destination}.
It was planned for {planned_date:calendar} and happened on {actual_date:calendar}: the \
[move|launch|opening] in {city}.
Planned {planned_date}, done {actual_date:calendar}[, {assignee}|][, {work}|]
The [fitting|delivery|inspection] was scheduled for {planned_date:calendar}, yet {technician} \
only came on {actual_date:calendar}.
Posted {sent_date}, received {received_date}[: the letter from {sender}|].
It took until {received_date} for the card that {sender} sent on {sent_date} to reach {recipient}.
Originally {old_duration}, the [course|trial|project] will now take {new_duration}[, {manager} \
says|].
{new_duration} instead of {old_duration}: the [tour|exhibition|strike] in {city} has been \
[extended|changed].
{winner} needed {winning_time}; the old record was {old_record}[, held by {predecessor}|].
A record of {old_record} fell in {city} when {winner} finished in {winning_time}.
Prep {prep_time}, oven {cooking_time}[, recipe by {chef}|]
Allow {prep_time} to get everything ready and {cooking_time} for it to cook[, writes {author}|].
@address
We have moved: our old address was {old_address}, the new one is {new_address}[, from \
{effective_date}|].
{new_address} replaces {old_address} in your files[. {customer}|][, customer number \
{customer_number}|].
Bill to {billing_address}, ship to {delivery_address}[. Order {order}|]
Please send the goods to {delivery_address} and the invoice to {billing_address}[, {client}|].
My number has changed from {old_phone} to {new_phone}. {sender}
[Forget|Delete] {old_phone}, it is {new_phone} now[ - {sender}|]
Old mail {old_email}, new mail {new_email}[, {customer}|]
From {effective_date} I read my mail at {new_email}; {old_email} [will be closed|no longer \
works]. {sender}
Office {office_phone}, mobile {mobile}[, {contact}|][, {company}|]
If {contact} does not pick up on {mobile}, try the office at {office_phone}.
The [class|meeting|exam] is not in {old_room} but in {new_room}[, {time}|][, {teacher}|].
Room change! {new_room} instead of {old_room}[, {event}|][, {event_date}|].
Because of the rain, the {event} moves from {old_venue} to {new_venue}[ on {event_date}|].
Meet at {meeting_point}, [not at|the event itself is at] {venue}[: {time}|].
Gate changed from {old_gate} to {new_gate}, flight {flight}[ to {destination}|]
Passengers to {destination}: please go to gate {new_gate} instead of {old_gate}.
{passenger} swapped seat {old_seat} for {new_seat}[ on flight {flight}|].
Seat {new_seat} is free, [would|could] {passenger} move there from {old_seat}?
Out on {outbound_flight}, back on {return_flight}[, {passenger}|][, {departure_date} to \
{return_date}|]
{return_flight} brings {passenger} home; the way there is on {outbound_flight}.
Updated {product} from {old_version} to {new_version}[ on {date:calendar}|].
{new_version} is out; [anyone|customers] still on {old_version} should update {product} by \
{deadline}.
@name
{old_name} is now called {new_name}[, effective {effective_date}|].
What was {old_name} until {date:calendar} trades as {new_name} today.
{new_name}, formerly {old_name}, [has|keeps] its seat in {headquarters}[ and its {employees} \
employees|].
We changed our name from {old_name} to {new_name}; [nothing else changes|the address stays \
{address}].
{subsidiary} belongs to {parent}[, which sits in {headquarters}|].
{parent} is the parent of {subsidiary}[ and holds {stake} of it|].
Through its subsidiary {subsidiary}, {parent} [sells|makes] {product} in {country}.
{contractor} hired {subcontractor} to [lay the cables|paint the hall|do the roof] at {address}.
Main contractor: {contractor}; subcontractor: {subcontractor}[; site: {site}|][; completion \
{deadline}|]
We leave {old_supplier} for {new_supplier}[ on {effective_date}|], which saves {money:price} a year.
{new_supplier} takes over the [cleaning|catering|hosting] from {old_supplier}[ as of {start_date}|].
Contract with {old_supplier} ends {end_date}, {new_supplier} starts {start_date}
The film once called {old_title} comes out as {new_title}[ on {release_date}|].
{new_title} is the final title of the book that {author} wrote as {old_title}.
{work} gets a second part: {sequel}, [out|due] {release_date}[, directed by {director}|].
{employee} changes from {old_department} to {new_department}[ on {effective_date}|].
Goodbye {old_department}, hello {new_department}: {employee} [moves|switches] on {effective_date}.
{new_product} replaces {old_product}[; it costs {price}|][ and ships on {ship_date}|].
I traded in my {trade_in} and got the {item} for {price}[ at {retailer}|].
Compared with the {rival_product} from {rival}, the {product} by {manufacturer} [is lighter|costs \
more|lasts longer].
{person} speaks {native_language} at home and is learning {other_language}[ with {teacher}|].
Mother tongue {native_language}, also fluent in {other_language}[: {candidate}|].
I got the {item} in {colour}, I wanted {other_colour}. [Order {order}.|Can I swap it?|{customer}]
"""
