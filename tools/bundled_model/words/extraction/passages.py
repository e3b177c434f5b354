"""Two or three sentences at a time, sentences inside sentences, and very short ones."""

SENTENCES = """
@invoice
{vendor} finished the work in {city} on {delivery_date:calendar}. The invoice, {invoice}, went \
out on {invoice_date:calendar}. {client} has until {due_date} to pay.
We wrote to {client} on {invoice_date:calendar} about {total}. Nothing came. The new deadline is \
{due_date}[, and it is the last one|].
Thank you for your letter. Invoice {invoice} was indeed for {subtotal}; with tax of {tax} it \
comes to {total}. {vendor}
Of the two amounts on invoice {invoice}, {subtotal} is before tax and {total} is what you pay.
The bill that {vendor} sent {client}, and which {client} says never came, was for {total}.
Who pays {vendor}? {client} does, {total}, on {due_date}.
{client}, not {rival}, owes {vendor} the {total} on invoice {invoice}.
Due {due_date}, not {old_date}: {invoice}.
{vendor} bills monthly; {client} pays late. The last invoice, {invoice} over {total}, was due on \
{due_date:calendar}.
Please change the name on invoice {invoice} from {old_name} to {new_name}. The amount, {total}, \
is right. {contact}
{total}. {vendor}. {due_date}.
Our {department} department cannot find invoice {invoice}. Could {vendor} send it again to \
{email}? It was for {total}, we think.
@payment
I sent {payee} {money} on {payment_date:calendar}. The bank says it left {from_account}, yet \
{payee} has nothing. {payer}
{payer} swears that {payee} has been paid. {payee} says no. The sum is {money}.
What {payee} got from {payer} was {received_amount}; what {payer} had meant to send was \
{sent_amount}.
{payee} thanked {payer} for the {money} and spent it on the {item}.
Neither {payer} nor {payee} knew that {bank} had kept {fee} of the {money:payment} for itself.
{money} for {payee}, please. {payer}
The money was {payee}'s in the end: {payer} had to hand over {money}.
First {payer} wanted to pay {payee} in cash. Then it became a transfer: {money}, {payment_date}, \
reference {reference}.
@deal
{acquirer} wanted {target}, {rival} wanted it too. On {announced:calendar} {acquirer} won, for \
{deal_value}.
The owners of {target} had hoped for {asking_price:large_money}. {acquirer} gave them \
{deal_value}. {chief}, who runs {target}, stays.
{target} was never going to stay alone, said {analyst}, and now that {acquirer} has it for \
{deal_value}, {rival} may be next.
If {target} is bought by {acquirer}, as {analyst} expects, {chief} will leave[ by {deadline}|].
{acquirer}, which {seller:company} had asked to bid, got {target} for {deal_value}.
{target} belonged to {seller:company}. It belongs to {acquirer} now. It cost {deal_value}.
What {acquirer} does not want of {target} goes to {partner}[ on {closing_date}|].
Not {acquirer} but {target} gives the new group its name. {acquirer} paid {deal_value} for that \
firm[, on {closing_date:calendar}|].
{seller:company} out, {buyer:company} in, {deal_value}.
Buying: {acquirer}. Being bought: {target}. Looking on: {rival}.
The takeover of {target}, for which {acquirer} needs a loan of {loan} from {lender}, closes on \
{closing_date}.
{startup} has been through a lot. Founded in {founded} by {founder}, nearly broke, it now gets \
{funding} from {investor}.
{investor} turned {startup} down in {date:year}. Now it leads the round of {funding}. "Better \
late," says {founder}.
@flight
We start in {origin}. We end in {destination}. In between there is {stopover}, and we leave on \
{departure_date}.
{passenger} had wanted to fly on {old_date} but the flight was full, so it will be {new_date}, \
from {origin}.
Is there a later flight from {origin} to {destination}? My meeting ends at {end_time}. {passenger}
{destination}? That is where {passenger} is going. {origin} is where [she|he] is now.
To get to {destination} by {arrival_time}, leave {origin} at {departure_time}, [says the app|at \
the latest].
I would rather come back on {return_date} than stay longer. Going out on {departure_date} is \
fine. {passenger}
My sister {relative} flies with me as far as {stopover}; I go on to {destination} alone. {passenger}
{origin} to {destination}. {departure_date}. One way.
The flight from {origin} is full. Shall I book {passenger} on the one that leaves for \
{destination} at {departure_time}? It costs {price}.
Once {passenger} has landed in {destination}, {driver} will bring [him|her] to {hotel}.
Do not book {airline} again, please. Last time, {origin} to {destination}, I waited \
{waiting_time}. {passenger}
Leaving {origin} was easy, getting into {destination} was not: {delay} late, {airline} says sorry.
@hotel
{guest} wants the room from {check_in} on. It is free until {check_out}. That makes {nights} \
nights, {total}.
Breakfast at {hotel} starts at {start_time}; you must be out of the room by {end_time} on \
{check_out}.
The room was {price} when {guest} booked it on {order_date:calendar}. Check-in is on {check_in}.
Could {guest} leave on {check_out} instead of {old_date}? {hotel} has rooms.
{guest} has stayed at {hotel} before, in {date:year}. This time it is {nights} nights, from \
{check_in}.
If {guest} comes with {relative}, we need {rooms} rooms from {check_in}. {hotel}
@meeting
{host} asked {attendee} to come, {attendee} asked {deputy} to go instead. The meeting is at \
{time} in {room}.
Sorry, {recipient}. {old_date} will not work for {attendee}; [he|she] can do {new_date}. {sender}
The meeting starts at {start_time}. {attendee} can only stay until {end_time}, so let us take \
{subject} first.
Two dates to remember: you must sign up by {registration_deadline}, and the {event} itself is on \
{event_date}.
What {host} told {attendee} in {room} on {meeting_date:calendar} stays between them.
{attendee} is coming. {excused} is not. {host} says {time}, {room}.
If it rains on {old_date}, the {event} will be on {new_date}[, same time, {time}|].
Nobody but {attendee} came to the talk by {speaker} in {room}.
It is {assignee}, not {person}, who has to book {room} for {meeting_date}.
{time} suits {attendee}. Does it suit {host}?
@mail
{recipient} had asked {sender} about {subject} on {date:calendar}; the answer came by mail from \
{email}.
To answer your question, {recipient}: {assignee} has the file, {manager} has the key. {sender}
{sender} wants {recipient} to know that {attendee} will bring the {item} on {date}.
{recipient}, when you see {contact}, say that {sender} has found the {item}.
Read to {recipient} by {relative}: a letter that {sender} had written in {city}.
@order
I ordered the {item} on {order_date:calendar}. You shipped it on {ship_date:calendar}. It is \
still not here! {customer}
The {item} that {customer} had ordered for {recipient} went to {neighbour} instead[; order \
{order}|].
{customer} placed order {order} in the morning and by {time} had changed it from {item} to \
{other_item}.
Seller {seller} ships from {origin}, so {buyer} in {destination} must wait {duration}.
{ordered_count} were ordered. {delivered_count} came. {client} is angry with {vendor}.
{vendor} needs {duration} to make the {item}. If {client} orders by {deadline}, it can ship on \
{ship_date}.
{item}, {quantity}, {deadline}. {customer}
Had {vendor} told {client} earlier, {client} would have bought the {item} from {rival}.
First the {item} was late, then it was broken. {retailer} gave {customer} {refund} back and kept \
{fee}.
{buyer} never met {seller}. They wrote to each other, agreed on {price}, and {carrier} took the \
{item} to {destination}.
@hiring
{hire} starts on {start_date}. Until then {deputy} does the job that {predecessor} left on \
{end_date:calendar}.
We said goodbye to {predecessor} and hello to {successor} on the same day, \
{effective_date:calendar}.
{manager} hired {employee}, who hired {hire}. {hire} works in {department}.
I work for {employer}. Before, I was at {former_employer}, as {old_role}. My boss is called \
{manager}. {employee}
{employee} asked for {expected_salary} and got {new_salary}; {manager} had to ask {person} first.
{successor} got the job because {predecessor} had put in a word with {chief}.
{candidate} was born in {birthplace}, lives in {home} and would like to work in {site}.
{employer} pays {hire} {salary}. {former_employer} paid {old_salary}. Which would you choose?
If {candidate} says no by {decision_date}, the job goes to {successor}.
@rent
{tenant} has lived at {old_address} since {start_date:year} and moves to {new_address} on \
{effective_date}.
The flat is {landlord}'s. {tenant} pays {rent}, and {guarantor} has signed as guarantor.
{landlord} wrote to {tenant}: the rent goes up to {new_rent} from {effective_date}. It had been \
{old_rent}.
{agent} has the keys, {landlord} the contract, {tenant} the patience. Handover: {start_date}.
@care
{patient} felt ill on {start_date:calendar}. {doctor} was called at {time}. {relative} stayed all \
night.
{doctor} told {relative} that {patient} could go home on {discharge_date}.
{relative} called about {patient}, who is {age}. {doctor} will ring back on {phone} at {time}.
It was {doctor} who noticed, not {nurse}: the patient, {patient}, had been given the wrong tablets.
@trade
{seller} wanted {ask_price} a share, {buyer} bid {bid_price}, and they met at {share_price}.
{issuer} was at {open_price} in the morning. By {time} it was at {close_price}. {analyst} shrugged.
Sold {other_ticker}. Bought {ticker}. {share_price}.
{buyer} has {shares} shares of {issuer} now, all of them from {seller}.
On {trade_date} the shares cross at {share_price}; {bank} pays {seller} on {payment_date}.
{customer} asked {broker} to wait, but {broker} had sold the {shares} shares by {time}.
@school
{teacher} says that {student} may sit the exam on {exam_date}. {mother}, please sign by {deadline}.
{student} had {score} last time. The exam on {exam_date} is the last chance, [writes|warns] \
{teacher}.
{school} closes at {closing_time}; {student} must be fetched by {relative} before that.
@event
The {event} was {host}'s idea, {sponsor} paid for it, and {visitors} people came to {venue}.
{speaker} cannot come. {deputy} will speak about {subject} instead, same place ({venue}), \
{start_time}.
The choir sings at {start_time}, the doors close at {end_time}, and {host} thanks {sponsor}.
{winner} took {prize} home to {home}. {runner_up}, from {city}, got flowers.
@complaint
{customer} bought the {item} from {retailer} on {purchase_date:calendar}. It broke. \
{manufacturer} says that is not its fault.
{employee} promised {customer} a call by {deadline:calendar}. {manager} says sorry.
I wrote to {retailer} on {sent_date} and got an answer on {received_date}. {refund} is not \
enough! {customer}
{technician} came. The {item} still leaks. {customer} will not pay {total}.
"""
