"""Forms, logs, labels, receipts, lists and headings: text that is hardly a sentence."""

SENTENCES = """
@log
INFO {date:calendar} {time} user {email} logged in from {city}
{date:calendar} {time} transfer {from_account} -> {to_account} {money:bill} ok
{start_time} {employee} in / {end_time} out
{date:calendar} {start_time} alarm at {address}, {officer} on site
WARN {date:calendar}: stock of {item:good} down from {stock_before} to {stock_after}
{date:calendar};{customer};{order};{total};{city}
{date:calendar}, {customer}, {quantity} {item}, {unit_price} each, {total}
user={email} action=refund amount={refund:bill} order={order}
({date:calendar}) {sender}: sent {money:bill} to {recipient}
gate {gate:gate} opened {opening_time}, closed {closing_time}, guard {employee}
{date:calendar} upgraded {product} {old_version} => {new_version} by {technician}
backup started {start_time}, finished {end_time}, took {duration}
shift {date:calendar}: {predecessor} handed over to {successor} at {time}
{departure_time} {origin} - {arrival_time} {destination} - {driver} - {plate}
paid {payment_date:calendar} {payee:company} {money:bill} by {payer} ref {reference}
meter {meter} read {date:calendar} by {technician} at {address}
POST /orders {order} customer={customer:full_name} total={total:bill} ship={ship_date:calendar}
deploy {version} by {technician} approved by {approver} {date:calendar} {time}
{date:calendar} / {case} / reported by {reporter} / owner {assignee}
visit {date:calendar}: {customer}, {address}, {technician}, {fee}
@form
Surname: {family} / First name: {given} / Date of birth: {birth_date:calendar} / Place of birth: \
{birthplace}
Last name {family}; first name {given}; passport {passport}; issued {issue_date}; expires \
{expiry_date:calendar}
Passport no. {passport}, issued on {issue_date}, valid until {expiry_date:calendar}[, holder \
{person}|]
Mother: {mother}; father: {father}; child: {child}, born {birth_date:calendar}
Applicant: {candidate}. Present employer: {employer}. Present salary: {current_salary}. Expected: \
{expected_salary}.
Employee: {employee} / Manager: {manager} / Leave: {start_date} - {end_date} / Cover: {deputy}
Name of patient: {patient}. Referred by: {introducer}. Seen by: {doctor}. Date: {date:calendar}.
Sender: {sender}, {origin}. Recipient: {recipient}, {destination}.
Shipper {sender:company}, consignee {recipient:company}, container {container}
Insured: {customer}. Policy: {policy}. Date of loss: {loss_date}. Reported: {report_date}. \
Damage: {damage}.
Buyer {buyer}; seller {seller}; object {item}; price {price}; handed over {delivery_date}
Landlord: {landlord}. Tenant: {tenant}. Rent: {rent}. Service charge: {service_charge}. Deposit: \
{deposit}.
Account holder {customer}, bank {bank}, account {account}
Payer's bank: {sending_bank}. Payee's bank: {receiving_bank}. Amount: {money}.
Witness: {witness}. Time: {time}. Place: {city}. Officer: {officer}.
Project: {work}. Lead: {manager}. Budget: {budget}. Spent: {spent}.
Vehicle: {plate}. Driver: {driver}. From: {origin}. To: {destination}.
Emergency contact: {contact}, {phone}. Doctor: {doctor}. Blood group on file.
Member {customer_number}: {given} {family}, joined {start_date:calendar}, paid until \
{end_date:calendar}
Contract {contract}: {client} / {vendor}, signed {signing_date}, ends {end_date}
Order no.: {order} / Ordered: {ordered_count} / Delivered: {delivered_count} / Vendor: {vendor}
Billing address: {billing_address} Delivery address: {delivery_address} [Order: {order}|Name: \
{customer}]
Home: {home}. Born in: {birthplace}. Age: {age}. Languages: {native_language}, {other_language}.
Claimant: {plaintiff} Respondent: {defendant} Amount claimed: {claimed}
Grant holder: {researcher}. Host: {school}. Sum: {funding:payment}. Runs {start_date} to {end_date}.
@receipt
{retailer} {purchase_date:calendar} {time} {item} at {unit_price} total {total}
Thank you! Subtotal {subtotal}, tax {tax}, total {total}, {retailer}
2x {item} {subtotal}, delivery {shipping_cost}, to pay {total}
Paid {total} with card, cash back {refund}. Served by {employee}, {time}
Given {paid_amount}, change {refund}. {retailer}, {city}
Gross {gross} VAT {tax} net {net} {vendor}
Taxi {origin} - {destination}, {driver}, {price}, tip {tip}
Petrol {price:bill}, {place:city}, {time}, pump {pump}
{venue} / table {table} / {guests} guests / {total} / served by {employee}
Parking from {start_time} to {end_time}: {price:bill}
Deposit {deposit} paid, balance {open_amount} due {due_date}. {vendor}
Old balance {opening_balance}, paid {paid_amount:bill} on {payment_date:calendar}, new balance \
{closing_balance}
Repair of {item}: labour {fee}, total {total}. {technician}
Member price {member_price}, you saved {discount_amount}
Adults: {adult_price} each. Children: {child_price} each. Total: {total}.
@label
Packed {packed_date}, best before {best_before}, batch {batch}
Best before {best_before} - packed on {packed_date} - {manufacturer}, {origin_country}
Made in {origin_country} for {distributor}, {city}
Made by {manufacturer}, imported by {importer}[, {weight}|]
From {sender}, {origin}. To {recipient}, {delivery_address}. {weight}.
Property of {new_owner}. If found, call {phone}.
Return to {recipient}, {address}, if not delivered by {deadline:calendar}
{batch} / {item:good} / {weight} / {packed_date}
Last service {last_service}. Next service {next_service}. {technician}
Lot {batch}: sown {planting_date:calendar}, harvested {harvest_date:calendar}, {origin_country}
{artist}, {work}, {date:year}, gift of {donor}
Here lived {person}, {role}, from {start_date:year} to {end_date:year}.
In memory of {deceased}, born {birthplace}, died {death_place}
Built {founded}, renovated {renovated}[, {company}|]
This bench was given by {donor} in memory of {deceased}.
@list
Agenda: {start_time} welcome by {host}; {speaker} talks until {end_time}
Programme: {speaker} on {subject}, then {singer} sings; ends {end_time}
Present: {attendee}. Excused: {excused}. Chair: {moderator}. Minutes: {minute_taker}.
Attending: {present}. Absent: {absent}. Next meeting: {meeting_date}.
Prices: adults {adult_price}, children {child_price}, members {member_price}
Rooms: {rooms}. Nights: {nights}. Guests: {guests}. [Total: {total}.|Hotel: {hotel}.]
Departures: {destination} {departure_time} gate {gate}; arrivals: {origin} {arrival_time}
Credits - director {director} - music {composer} - editor {editor}
Cast: {actor}. Directed by: {director}. Studio: {studio}.
Ingredients: {weight} of [flour|rice|potatoes]. Prep: {prep_time}. Oven: {cooking_time}. Chef: \
{chef}.
Jobs: {role} in {department}, {city}, {salary}; apply to {contact} by {deadline}
Team: {manager} (lead), {deputy} (deputy), {assignee} ({role})
Open: {opening_time}. Close: {closing_time}. Entry: {price}. [{venue}|{city}]
Results: 1st {winner} ({winning_time}), 2nd {runner_up}
Votes for: {votes_for}. Votes against: {votes_against}. Turnout: {turnout}.
Starting bid {start_bid}. Estimate {estimate}. Sold {hammer_price}. Bidder {bidder}.
Open {open_price}, high {highest}, low {lowest}, close {close_price} - {ticker}
{ticker}: bid {bid_price}, ask {ask_price}[, {time}|]
Revenue {revenue}, loss {loss}, debt {debt}[: {company}, {period}|]
Budget: {budget}; actual: {spent}; left: {remaining}; owner: {manager}
Applicants {applicants}, places {vacancies}, interviews {interview_date}
@entry
{person} ({birth_date:calendar} {birthplace} - {death_date} {death_place}), {role}
{author}: {work}. {publisher}, {city}, {date:year}.
{singer}, "{work}" ({label}, {date:year})
{company} - founded {founded} by {founder} - closed {closed_year} - {headquarters}
{school}: founded {founded}, rebuilt {renovated}, head {headteacher}
{student}, {school}, graduated {graduation}, now {role} at {employer}
{city}, capital of {country}, mayor {mayor}[, {population} people|]
{venue} ({city}), holds {capacity}, opened {founded}, renovated {renovated}
{product}, by {manufacturer}, since {release_date:calendar}, replaces {old_product}
{event}, {start_date} to {end_date}, {city}, tickets {adult_price}/{child_price} (adults/children)
@headline
{buyer:company} buys, {seller:company} sells: offices in {city} change hands
{target} sold! {acquirer} pays {deal_value}
{winner} wins in {city}, {opponent} out
From {old_role} to {role}: the rise of {person}
{jobs} jobs to go in {site} as {company} leaves for {new_base}
Exclusive: {chief} to leave {company} on {end_date}, {successor} next
{origin} to {destination} in {duration}: {airline} starts new flights on {start_date}
{lender:country} lends {borrower:country} {loan}
{loss} loss at {company}, {forecast} profit forecast gone
Why {investor:person} sold {other_ticker} and bought {ticker}
{mayor} says no to {sponsor}
Fire in {city}: {injured} hurt, {households} homes without power
{old_rate} then, {new_rate} now: what {bank}'s decision means
Obituary: {deceased}, {age}, {role}
{work} by {author} to be filmed by {director}
@caption
On the podium: {winner}. Behind, as second: {runner_up}. Photo: {photographer}.
{mayor} (left) hands {winner} the prize at {venue} on {date:calendar}
{employee} of {company} beside {founder}, who started it in {founded}
{student} and teacher {teacher}, {city}, {date:year}
The {item} that {donor} gave to {school} in {date:year}
{captain} on the bridge, {origin}, {departure_date:calendar}
{artist}: "{work}", bought by {buyer} for {price:estate}
"""
