"""More of everyday life."""

SENTENCES = """
@deal
[Breaking:|Just in:|Confirmed:] {acquirer} [to buy|to acquire|snaps up] {target} for {deal_value}
{acquirer} takes over {target} in a deal worth {deal_value}[; {chief}, who runs \
{acquirer}, called it a great day|].
After long talks, {seller:company} sells its {department} business to {buyer:company} for \
{deal_value}[. The deal closes on {closing_date}|].
{investor} increased its stake in {issuer} to {stake}[ on {date}|].
{startup} from {headquarters} [develops|makes|sells] {product:product} and has \
[collected|raised] {funding} so far.
Venture fund {investor} backs {startup} with {funding}[; {founder}, its founder, stays in \
charge|].
{company} is valued at {valuation}[ after {investor} put in {funding}|].
{company} will invest {money:large_money} in its {site} plant[ by {deadline:quarter}|].
{vendor} supplies {quantity} {item:good} to {client} [each year|under a deal worth {money:money}].
@trade
{ticker} {shares} @ {share_price} {trade_date}
Trade: {buyer} buys {shares} {ticker} from {seller} at {share_price}.
{customer} instructed us to [buy|sell] {shares} shares of {issuer}[ at {share_price} or \
better|][ by {deadline}|].
We [bought|sold] {shares} {ticker} for {customer} on {trade_date}; the commission was {fee}.
Dividend: {issuer} ({ticker}) pays {money:bill} per share on {payment_date}.
{issuer} trades on the {exchange} under {ticker}[ and closed at {share_price}|].
The stock of {issuer} ({exchange}: {ticker}) is worth {share_price}[; {analyst} expects \
{target_price}|].
{company} expects revenue of {revenue} in {period}[, which is {growth} more than before|].
Profit at {company} [fell|dropped] by {drop} to {profit} in {period}.
{company}'s revenue grew {growth} to {revenue} in {period}[, beating the forecast|].
Analysts at {broker} expect {company} to earn {profit} in {period}.
{investor:person} owns {shares} shares of {ticker}, bought at {share_price} on {purchase_date}.
@payment
[Paid|Sent|Received] {money}, {date}, [to|from] {company}[, ref {reference}|]
{sender} [sent|transferred|wired] {recipient} {money}[ on {date}|][ from {city}|].
{recipient} [received|got] {money} from {sender}[ on {payment_date}|].
I transferred {money} to {payee} on {payment_date}[ for {subject}|].
{customer}, your payment of {money} is due on {due_date}[; late fees are {fee}|].
{payer} still has to pay {payee} {money}[ by {due_date}|].
On {date}, {company} charged my card {money}[ in {city}|].
{employee} spent {money:bill} on a dinner with {client} in {city} on {date}.
The budget for the {event} is {budget}[, of which {money:price} went to {vendor}|].
Expense report of {employee}: {price} for {item}, {date}, {city}.
We owe {vendor} {money} [since|from] {invoice_date}.
{bank} raised its interest rate to {interest}[ on {effective_date}|].
A loan of {loan} over {duration} at {interest}[ from {bank}|].
@invoice
[Re|Subject]: Invoice {invoice} - {vendor} - {total}[ - due {due_date}|]
Hello, [this is|here is] {vendor}. Invoice {invoice} for {total} [falls|is] due on {due_date}.
Total due: {total}. Invoice date: {invoice_date}. [Due date: {due_date}.|Vendor: \
{vendor}.|Customer: {client}.]
For {quantity} {item} at {unit_price} each, {vendor} charges {total}.
{vendor} grants {client} a discount of {discount} on invoice {invoice} if paid by {due_date}.
@order
Hi, my name is {customer} and I [ordered|bought] the {item} on {order_date}[. My order number is \
{order}|][. It cost {price}|].
[Hello|Hi], I'm {customer}[ from {city}|]. [Where is|What about] my order {order}? [It should \
have come on {delivery_date}.|]
Order {order} was cancelled by {customer} on {date}[; we refund {refund}|].
{customer} wants {quantity} {item} delivered to {delivery_address} [by|on] {delivery_date}.
Please send {quantity} {item} to {recipient}, {delivery_address}.
Parcel {tracking} for {recipient} [arrives|comes|is due] on {delivery_date}[ with {carrier}|].
Track your parcel {tracking} at {url}[; {carrier} brings it on {delivery_date}|].
{carrier} lost the parcel {tracking}[ on the way from {origin} to {destination}|].
{quantity:weight} of {item:good} [cost|costs|sells for] {price}[ at {retailer}|].
The {item} weighs {weight} and costs {price}.
{retailer} sells the {item} for {price}[, {discount} off|][ in {city}|].
{quantity} {item} [left|are in] the warehouse in {city}[; {assignee} counts them on {date}|].
{customer} exchanged the {item} for the {other_item} on {date}.
@contact
[New contact|Contact card|Lead]: {contact}, {company}, {email}[, {phone}|].
{contact} is our contact at {company}[; write to {email}|][; phone {phone}|].
For questions about {subject}, [ask|contact|call] {contact} in {department}[, {phone}|].
[You'll find|Find] {company} at {address}, [phone|tel.] {phone}.
Please update my address: {address}. [My name is {customer}|Thanks, {customer}].
Please change my email to {email}[. Customer: {customer}, account {account}|].
I am {person}, {role} at {company}[ in {city}|]. [Reach me at|Mail me at] {email}.
Sign up {attendee} ({email}) for the {event} on {event_date}.
@meeting
{host} has invited {attendee} for {meeting_date} at {time}[ in {city}|][ at {venue}|].
[Lunch|Breakfast|Dinner|Coffee|Drinks] with {attendee} at {restaurant} [on {date}|on {date}, \
{time}].
[Let's|We could|Why don't we] talk on {meeting_date} at {time}? {sender}
[Remind me|Set a reminder] to call {contact} on {date} at {time}.
[Put|Add] the {event} in my calendar for {event_date} at {time}[ in {venue}|].
The {event} [was|is] [postponed|moved] from {old_date} to {new_date}[ because of rain|].
The {event} has been cancelled; [it was planned for|it should have been on] {date} in {city}.
{speaker} from {company} gives a talk about {subject} on {date} in {room}.
Doors open at {start_time} and the {event} ends at {end_time}[; entry is {price}|].
{department} [holds|has] its {event} at {venue} on {event_date}.
{host} has booked {venue} for the {event} on {event_date}; {guests} guests are expected.
@hiring
[Welcome|Please welcome] {hire}, our new {role}[, who starts on {start_date}|][ in {department}|].
{hire}, formerly {old_role} at {former_employer}, [is now|became] {role} at {employer}.
{company} has chosen {hire} to be its next {role}[; {hire} earns {salary}|].
{employee} left {company} on {end_date} after {duration}.
{candidate}, {age}, from {home}, wants to become {role}.
{candidate} asks for {salary} and can start on {start_date}.
{manager} manages {employees} people in {department}[ at {company}|].
{employee} works in {city} for {manager}, in {department}.
{employee} asked {manager} for leave from {start_date} to {end_date}.
{company} employs {employees} people in {place}.
@travel
{passenger} is on flight {flight} to {destination} on {departure_date}.
[Fly|Get|Take] {passenger} from {origin} to {destination} on {departure_date} for less than \
{budget}.
[Flights|A trip] from {origin} to {destination} from {departure_date} to {return_date} for \
{guests} people
Leaving {origin} on {departure_date} at {departure_time}, arriving in {destination} at \
{arrival_time}.
{airline} flies from {origin} to {destination} for {price}.
Flight {flight} was cancelled on {date}; {airline} offers {refund}.
My booking reference is {reference}, the flight goes from {origin} to {destination}.
{guest} checks in at {hotel} on {check_in} and leaves on {check_out}.
Two weeks in {destination:place} for {guests} people cost {price}.
{hotel} in {city} has {rooms} free rooms on {date} at {price}.
The bus to {destination} leaves from platform {platform} at {departure_time}.
{person} drove {duration} from {origin} to {destination} to see {relative}.
We land in {destination} at {arrival_time} on {date}; {driver} picks us up.
{passenger} needs a visa for {country} before {departure_date}.
@doctor
{patient} has to see {doctor} at {venue} on {meeting_date}.
{doctor} gave {patient} an appointment at {time} on {meeting_date}.
Please cancel the appointment of {patient} with {doctor} on {date}.
[Move|Change] my appointment with {doctor} from {old_date} to {new_date}. {patient}
@event
{guests} people from {company} come to the {event} on {event_date}.
Tickets for the {event} at {venue} cost {price} and can be bought at {url}.
The {event} in {city} [attracted|drew] {visitors} visitors and [cost|made] {money}.
{host} organises the {event} at {venue} on {event_date}.
{winner} beat {rival:person} in {city} on {date}.
{winner} received {prize} for {work}[ in {city}|].
{sponsor} pays {money} for the {event}[ in {city}|].
@news
{chief}, the head of {company}, [visited|was in] {city} on {date}.
{author}'s new book {work} comes out on {date}[ and costs {price}|].
{company} closes its shop in {city} on {date}[ after {duration}|].
{company} moves {jobs} jobs from {old_base} to {new_base}.
{person} was fined {fine:price} in {city} on {date}.
{person} sold the house at {address} for {price:estate}.
{buyer} bought a house in {city} from {seller} for {price:estate}.
{person} won {prize} in {city}.
[The flood|The storm|An earthquake] in {region} caused damage of {money:large_money} on {date}.
{city} - {company} said on {date} it would hire {jobs} people.
{manufacturer} sold {quantity} units of {product:product} in {period}.
{charity} helped {participants} people in {country} and needs {donation} more.
{school} named {teacher} its new head on {date}.
{person} [started|founded] {company} in {founded}.
{person}, CEO of {company}, earned {salary:large_money} in {period}.
@chat
[ok so|so] {person} wants {money:price} for the {item}
[saw|just saw] {person} at {venue} with {relative}
{person}'s number is {phone}[ and the mail is {email}|]
[im|I'm] in {city} until {end_date}, call me on {phone}
{groom} got married to {bride} in {city} on {wedding_date}.
{person} has lived in {city} since {start_date:year}.
{lender:person} lent {borrower} {money:price} on {date}.
[tell|please tell] {recipient} that {sender} comes at {time}
{person} likes {city} and speaks {language}.
{person} took the {item} to {venue}.
table for {guests} at {restaurant}, {date} {time}
{item} for {price}, anyone? [pm|mail] {email}
{person} turned {age} on {date}.
@general
{person} paid {price} in {city} on {date}.
On {date}, {person} paid {company} {money}.
{person} from {company} [visited|was in|flew to] {city} on {date}.
{company} of {city} [earned|lost|spent] {money:large_money} in {period}.
{person}, {city}, {date}, {money}
{person} joined {company} in {city} on {date}[ for {salary} a year|].
{company} ({ticker}) [opened|closed] an office in {city} on {date}.
{company}, listed as {ticker} on the {exchange}, [gained|lost] {percent} on {date}.
{person} will be at {venue} in {city} on {date} at {time}.
{person} sent {quantity} {item} to {city} on {date}.
{company} spent {money} on {item:good} in {period}.
[On|It was on] {date} [that |]{person} and {company} signed a contract worth {money:money}.
The bill from {company} is {money}, due {due_date}.
{person} booked {hotel} in {city} for {price} from {check_in} to {check_out}.
{company} hired {person} on {date} as {role}.
{person} sold {quantity} shares of {ticker} for {money} on {date}.
{person} has to pay {money} to {payee:company} before {deadline}.
{event}: {date}, {time}, {venue}, {city}. [Entry|Tickets]: {price}.
{person} was born in {birthplace} in {birth_date:year}.
{person} ran the {event} in {city} on {date} in {duration}.
{person} gave a talk at the {event} in {city}.
{person} donated {money} to {charity} on {date}.
{person} ordered the {item} from {company} for {money} on {date}.
{person} flew from {origin} to {destination} on {date} for {price}.
{person} rents a flat in {city} for {rent}.
@trade
{customer} {action} {shares} shares of {issuer}[ ({exchange}: {ticker})|] at {share_price}[ on \
{trade_date}|].
{action:ordered} {shares} {ticker} [at|@] {share_price}[ by {deadline}|]
Signal: {action:ordered} {ticker}, target {target_price}[, price now {share_price}|].
On {trade_date} we {action} {shares} shares in {issuer} for a total of {total}[, commission \
{commission}|].
{analyst} says {action:ordered} {issuer}[ ({ticker})|][; target price {target_price}|].
@contact
My [first name is|given name is] {given} and my [last name|surname|family name] is {family}[; \
mail {email}|].
[Name|Guest|Passenger]: {family}, {given}[. Phone: {phone}.|. City: {city}.|]
Form: first name {given}, last name {family}, city {city}[, born {birth_date:calendar}|].
{given} {family}[, {role},|] [lives|works] in {city}[ and can be mailed at {email}|].
Mr {family}, first name {given}, called on {date}[ from {phone}|].
@order
{customer} ordered {quantity} {item:product} in {colour}[ on {order_date}|][ for {price}|].
I'd like the {item:product} in {colour}[, please|][, delivered by {deadline}|][; my name is \
{customer}|].
The {colour} {item:product} [costs|is] {price}[ at {retailer}|]; shipping is {shipping_cost}.
The {item} costs {subtotal} plus {shipping_cost} for shipping, {total} in all[; order {order}|].
You save {discount_amount} on the {item}: now {new_price} instead of {old_price}.
{vendor} charges {tax_rate} VAT, that is {tax}, on {subtotal}.
[Translate|Please translate] the letter from {language} into {language_to} by {deadline}[ for \
{client}|].
We have table {table} at {restaurant} at {time}[ on {date}|][ for {guests}|].
The agent gets a commission of {commission} on the price of {price:estate}.
"""
