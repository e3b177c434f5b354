"""Insurance, banking, energy, phones, property, health, travel and support, from both sides."""

SENTENCES = """
@insurance
{customer}'s car, plate {plate}, is insured with {insurer} until {expiry_date} for a premium of \
{premium}.
The premium is {premium} a [month|year], the excess {excess}[, with {insurer}|].
{insurer} paid out {payout} on a claim of {damage}[; {customer} bears the rest|].
Damage: {damage}. Paid by insurer: {payout}. Excess: {excess}. [Claim {case}.|Customer: {customer}.]
Of the damage of {damage}, {insurer} covers {payout}[; claim {case}|][; policy {policy}|].
The storm of {loss_date} cost {customer} {damage}; {insurer} heard of it on {report_date}.
It happened on {loss_date} and was reported on {report_date}: claim {case}[, {customer}|].
{inspector} looked at the damage for {insurer} on {date:calendar} and put it at {damage}.
Sum insured {coverage}, yearly premium {premium}, policy holder {customer}[, policy {policy}|]
Cover of {coverage} for {premium} a month: [that is|so runs] the offer from {insurer}.
{customer} left {old_supplier} for {new_supplier} and now pays a premium of {premium}.
Under policy {policy}, claim {case} was [refused|paid] on {decision_date:calendar}[; handled by \
{assignee}|].
Beneficiary of the life policy of {customer} is {heir}[; sum insured {coverage}|].
{victim} was hit by a car driven by {driver}; the insurer, {insurer}, [pays|offers] {payout}.
{driver} drove into the {item} of {victim} on {loss_date}[, damage {damage}|].
[Water|Fire|Hail] damage at {address}, {loss_date}, tenant {tenant}, owner {landlord}[, {damage}|]
@bank
{customer} moved the mortgage from {old_supplier} to {new_supplier}, [down|a change] from \
{old_rate} to {new_rate}.
{bank} lent {borrower} {loan} with {guarantor} as guarantor[, at {interest}|].
{borrower} pays {bank} {monthly_payment} a month until {end_date}[; {loan} was borrowed|].
From {effective_date:date}, {bank} charges {fee} for transfers[ and {late_fee} for late payments|].
Please freeze the card of {customer}; {money:bill} was withdrawn in {city} on {date:calendar} at \
{time}.
A payment of {money:bill} to {retailer} in {city} was declined on {date:calendar}. [Card of \
{customer}.|Fee: none.]
Joint account {account}: holder {customer}, partner {relative}[, opened {opening_date:calendar}|]
{customer} signed on {signing_date}; {bank} pays out {loan} on {payment_date}.
Standing order: {money:bill} to {payee} from {start_date} to {end_date}[, account {account}|]
{payee} asked {bank} to send back the {money:bill} that {payer} had paid on {payment_date:calendar}.
Cheque from {payer} to {payee} over {money}, dated {issue_date}, cashed {payment_date:calendar}.
Exchange: {customer} gave {sent_amount} and got {received_amount}[ at {bank}|].
{bank} pays {interest} on savings[ above {money:payment}|], from {effective_date}.
Your card with {bank} expires on {expiry_date:calendar}; the new one was sent on {sent_date}.
Adviser {employee:full_name} of {bank} met {customer:full_name} on {meeting_date:calendar}.
{auditor} checked the books of {company} for {period} and found {money:large_money} [missing|too \
much].
@crypto
{sender} sent {sent_amount} in coins; after the fee of {fee}, {recipient} had {received_amount}.
The coin opened at {open_price} and closed at {close_price}[ on {trade_date:calendar}|].
High {highest}, low {lowest}, on {trade_date:calendar}: a wild day for {ticker}.
Buy at {bid_price}, sell at {ask_price}: the spread on {ticker} at {time}.
{ticker} fell through {lowest} before it was back at {close_price}[ on {exchange}|].
{buyer} swapped {other_ticker} for {ticker} at {share_price}[ on {exchange}|].
{founder}'s exchange, {company}, lost {loss} of client money[ on {date:calendar}|].
From wallet {from_account} to wallet {to_account}: {money:bill}, {time}
@energy
{customer} pays {utility} {monthly_payment} a month, at {unit_price} per unit[, meter {meter}|].
The price per unit [rises|changes] from {old_price:bill} to {new_price:bill} on {effective_date}. \
{utility}
Meter {meter}, read on {date:calendar} by {technician}[, {address}|]
{households} homes in {city} were without power for {duration}[, said {utility}|].
{utility} says power will be back in {region} by {time}; {households} households are affected.
We are switching off the power at {address} from {start_time} to {end_time} on {date}. {utility}
{company} is building a wind farm in {region} for {deal_value:large_money}; {utility} buys the \
power.
The plant near {city} closed in {closed_year} after opening in {founded}[; {utility} ran it|].
With solar panels from {vendor}, {customer} cut the bill from {old_price:bill} to {new_price:bill}.
{old_supplier} has handed its customers in {region} over to {new_supplier}.
@telecoms
{customer} keeps the number {phone} and moves from {old_supplier} to {new_supplier} on {date}.
New plan: {new_price:bill} instead of {old_price:bill} a month, {duration}, {customer}
Your contract {contract} ends on {end_date}; give notice by {deadline}, {customer}.
{technician} comes to {address} on {date} between {start_time} and {end_time} to set up the line.
No signal in {region} since {start_time}, should be fixed by {end_time}[, {spokesperson} says|].
Old sim {old_phone}, new sim {new_phone}, active from {start_date}
@property
Flat at {address}, {rent} plus {service_charge} for heating, deposit {deposit}[, agent {agent}|].
{rent} cold, {service_charge} on top: [free|available] from {start_date}, viewing \
{meeting_date:calendar} at {time}.
{landlord} puts the rent up from {old_rent} to {new_rent}[ on {effective_date}|]; {tenant} \
[objects|agrees].
{tenant} pays {new_rent} now; before {effective_date:calendar} it was {old_rent}.
{agent} sold the house for {seller} to {buyer}; the commission was {commission}.
Moved in {start_date:calendar}, moving out {end_date}: {tenant}, {address}.
Built in {founded}, renovated in {renovated}, [on sale|yours] for {asking_price}: {address}.
{buyer} exchanged contracts with {seller} on {signing_date} and completes on {closing_date}.
{landlord} owns the flat, {agent} manages it, {tenant} lives in it.
The lift was last serviced on {last_service}; {technician} comes again on {next_service}.
For the keys to {address}, ask {neighbour}; {landlord} is in {city} until {end_date}.
Deposit returned: {refund:price} of {deposit}. [Tenant: {tenant}.|Landlord: {landlord}.]
{tenant} left without notice; {landlord} kept the deposit of {deposit} and rents to {successor} now.
@garage
{item:product}, plate {plate}, last service {last_service}, next {next_service}[, {customer}|]
The car of {customer} was brought in at {dropoff_time} and can be fetched at {pickup_time}.
{technician} rang: the repair comes to {actual_cost}, not {estimate}[, ready on {date}|].
Inspection by {inspector}: passed, valid until {expiry_date:calendar}[, plate {plate}|]
Trade-in {trade_in}, new {item}, to pay {price}. {buyer}
@travel
{passenger} changes in {stopover}: {origin} {departure_time}, {destination} {arrival_time}.
{airline} moved {passenger} from seat {old_seat} to {new_seat}, without asking.
Flight out {outbound_flight}, flight back {return_flight}[, {passenger}|][, reference {reference}|]
Checked in: {guest}, {check_in:calendar}, {nights} nights, room {room:gate}, leaving {check_out}
{hotel} was full, so {guest} moved to {place:city} on {date:calendar}.
{passenger}, passport {passport}, visa for {visited_country} valid until {expiry_date:calendar}
We drove from {origin} through {stopover} to {destination}; the car was from {company}.
Ferry {origin}-{destination}: boarding {boarding_time}, departure {departure_time}, arrival \
{arrival_time}
{adults} adults and {children} children to {destination}[, {hotel}|][, {departure_date}|], please
Guide {guide:full_name} meets {passenger:full_name} at {meeting_point} at {time}.
The tour starts in {origin} at {start_time} and is back in {origin} by {end_time}[, {price} each|].
Not via {stopover} this time: {passenger} wants to go straight from {origin} to {destination}.
{guest} paid {deposit} when booking and {open_amount} on arrival at {hotel}.
The train was {delay} late, so {passenger} missed the {departure_time} to {destination}.
Refund of {refund} for flight {flight}, cancelled at {time}, goes to {passenger}; claim by \
{deadline}.
Car hire: {pickup_time} at {pickup} to {dropoff_time} at {dropoff}, {driver}
@food
{chef} of {restaurant} charges {unit_price} a head for [the menu|five courses], wine not included.
{guest} booked for {adults} adults and {children} children at {restaurant}[, {time}|].
Table moved from {old_time} to {new_time}, {restaurant}, {guest}
Lunch {opening_time} to {closing_time}, {restaurant}, chef {chef}
Knead for {prep_time}, bake for {cooking_time}, [eat|serve] the same day, says {chef}.
{customer} sent back the soup at {time}; {employee} took {discount_amount} off the bill of {total}.
Delivery from {restaurant} to {address} by {time}, {total}, {customer}
Catering for {guests} at {venue}: {vendor}, {unit_price} a head, {total} in all
@care
{relative} pays {fee} a day so that {patient} can be looked after by {nurse}.
{patient} waited {waiting_time} to be seen by {doctor}[ on {date:calendar}|].
[Prescribed by|On the orders of] {doctor}, {patient} takes the tablets until {end_date}[, \
starting {start_date}|].
{doctor} is away; {deputy} sees {patient} on {next_visit}.
Glasses for {patient}: {actual_cost}, {insurer} pays {refund}.
@government
Permit {permit}, applied for on {filing_date}, granted on {approval_date}, expires \
{expiry_date:calendar}[, {company}|]
{customer} applied on {filing_date} and got the permit on {approval_date}[, fee {fee}|].
The city of {city} fined {company} {fine:price}; pay by {due_date} or appeal by {deadline}.
The tax office owes {customer} {refund} and wants the form by {deadline}.
{visited_country} will take {quantity} refugees from {home_country}, [the minister|{politician}] \
said.
{target_country} buys {item:good} worth {deal_value:large_money} from {origin_country}.
Visitors from {home_country} need a visa for {visited_country} from {effective_date}.
The {department} office moves from {old_address} to {new_address}[ on {date}|].
Polls open at {opening_time} and close at {closing_time} on {vote_date}[, says {mayor}|].
Mayor {mayor} and President {president} cut the ribbon of the new [school|bridge] in {city} on \
{opening_date:calendar}.
Grant of {money} to {charity}, paid by {donor:company}, from {start_date} until {end_date}
{inspector} from the council visits {restaurant} on {next_visit}; the last visit was on \
{last_visit}.
"""
