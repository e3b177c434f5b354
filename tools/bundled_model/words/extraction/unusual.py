"""Sentences that are built in less usual ways."""

SENTENCES = """
@deal
In a {deal_value} transaction, {acquirer} took control of {target}[ on {announced}|].
{target}, until now family-owned, passes into the hands of {acquirer}[ for {deal_value}|].
The board of {target} accepted an offer of {deal_value} by {acquirer}[; completion is planned \
for {closing_date}|].
Fresh capital for {startup}: {investor} provides {funding}[ at a valuation of {valuation}|].
{funding} is what {startup} got out of its latest round[, in which {investor} led|].
A loan of {loan} from {lender} lets {company} expand[; the rate is {interest}|].
{jobs} positions will disappear at the {site} site of {company}[ by {deadline}|].
A penalty of {fine} was imposed on {company}[ on {date}|].
@trade
Filled: {shares} {ticker} at {share_price}[ on {trade_date}|].
Trade confirmation. {buyer} acquired {shares} shares in {issuer} ({exchange}: {ticker}) for \
{share_price} each[ on {trade_date}|].
At {share_price}, {customer} let go of {shares} shares of {ticker}.
With a gain of {growth}, {issuer} ({exchange}: {ticker}) led the market[ on {trade_date}|].
{analyst} at {broker} thinks that {issuer} is worth {target_price} a share, not {old_target}.
{period} brought {company}[ ({ticker})|] revenue of {revenue}[, {growth} more than a year \
before|].
Get rid of {shares} shares of {issuer} (${ticker}) once they hit {share_price}.
@news
At the {event} in {city}, first place and {prize} went to {winner}.
Readers can buy {work}, the latest book by {author}, from {date}[ at {price}|].
Organised by {host}, the {event} drew {visitors} people to {city}.
From {date}, shops will stock the {product:product} of {manufacturer}[ at {price}|].
{birthplace} is where {person} came into the world on {birth_date:calendar}.
@invoice
A total of {total} is payable to {vendor} no later than {due_date}[, quoting {invoice}|].
{client} has until {due_date} to settle invoice {invoice} over {total}[ with {vendor}|].
According to our books, {invoice} of {invoice_date} for {total} remains unpaid.
The payment of {money} by {payer} reached {payee} on {payment_date}.
On {payment_date}, {money} went from {payer:company} to {payee:company}.
The receipt shows {price} for the {item}, bought at {retailer}[ on {purchase_date}|].
@order
{quantity} {item} are wanted by {customer}[ before {deadline}|][; the order number is {order}|].
Confirmation for order {order}: we send {quantity} {item} on {ship_date}[ via {carrier}|].
Expect {carrier} with tracking number {tracking} at your door on {delivery_date}.
For {price}, {seller} parted with the {item}; the new owner is {buyer}.
Down from {old_price}: the {item} now costs {new_price}[ at {retailer}|].
From {origin}, {weight} of {item:good} are on the way to {destination}[ by {carrier}|].
@complaint
Nobody answered about my {item} from order {order}. Kindly return {refund}[ to {email}|].
The customer {customer} is unhappy with the {item}, purchased on {purchase_date}.
{assignee} takes care of case {case}, which {reporter} brought up[ on {date}|].
@rent
Monthly, {tenant} hands {rent} to {landlord} for the flat in {city}.
Available from {start_date}: a flat at {address}, {rent} per month[, deposit {deposit}|].
@donation
Thanks to {donor}, {charity} can spend another {donation}[ in {city}|].
{donation} was the sum that {donor:company} handed to {charity} on {date}.
@meeting
Is {meeting_date} at {time} fine for a talk with {attendee}[ in {room}|]?
We postponed our appointment with {contact}, planned for {old_date}, to {new_date}.
You are expected by {host} on {meeting_date} at {time} in {venue:room}.
The best way to get hold of {contact} is {email}[, or dial {phone}|].
Ask for {contact} when you dial {phone}[; the company is {company}|].
Signed by {person}, {role} at {company}[, reachable under {phone}|].
@mail
The message that {sender} sent {recipient} on {date} deals with {subject}.
To whom it may concern at {company}: {sender} needs an answer by {deadline}.
@task
By {deadline}, {assignee} is to hand over {subject} to {manager}.
Until {end_date}, {budget} may be spent on {work}.
@hiring
The new {role} at {company} is called {hire}[ and begins on {start_date}|].
As of {effective_date}, {successor} fills the shoes of {predecessor} at {company}.
After years with {former_employer}, {hire} now works for {employer} as {role}.
For {salary} a year, {candidate} would become {role} in {city}.
{manager} is the boss of {employee} in {department}.
Between {start_date} and {end_date}, {employee} cannot be reached.
@flight
Travel plan of {passenger}: out on {departure_date} from {origin}, destination {destination}[, \
back on {return_date}|].
To {destination}, please, starting from {origin} on {departure_date}[; no more than {budget}|].
At {departure_time} the plane {flight} lifts off for {destination}[, gate {gate}|].
Seat {seat} on flight {flight} belongs to {passenger}.
@hotel
For {nights} nights from {check_in}, {guest} will be a guest of {hotel}[ in {city}|].
Arrival at {hotel} is on {check_in}, and we check out on {check_out}.
@restaurant
{guests} of us would like to eat at {restaurant} on {date}, {time}.
@appointment
{time} on {meeting_date} is when {doctor} has time for {patient}.
@ride
My driver {driver} should wait at {pickup} at {time}.
@trip
Admission to the {event} at {venue} is {price}[; doors open at {start_time}|].
The journey of {person} ends in {destination:place} on {end_date}.
@chat
so {person} is moving to {city}, {company} made an offer of {salary}
have you heard? {winner} got {prize} from {company}
it was {person} who found the {item} in {city} on {date}
On the {company} account: {money}, {date}, {city}.
{ticker} is what {company} trades under[ in {city}|].
A cheque over {money}, dated {date}, lies here for {payee}.
Aged {age}, {person} still runs {company} from {headquarters}.
{employees} people work for {company}, whose main office is in {headquarters:place}.
@contact
Surname {family}, given name {given}, resident in {city}.
@trade
Our advice: {action:ordered} {issuer} ({ticker}) up to {share_price}.
@general
{company} got {money} from {person} on {date} in {city}.
In {city} on {date}, a sum of {money} was handed to {person}.
For {price}, our {role} named {person} went to {city} on {date}.
@complaint
The {product:product} with the serial number {serial} [broke|stopped working] on {date}.
{customer} sent back a {product:product}, serial number {serial}[, on {date}|].
Serial {serial} belongs to the {product:product} of {customer}.
My {product:product} is registered under {serial}[ since {date}|].
"""
