"""Chats, e-mail lines, tickets, calls and notes, as people dash them off."""

SENTENCES = """
@chat
[yo|hey] {recipient}, {sender} says the {event} is now {new_date} not {old_date}
{new_price} for the {item}?? was {old_price} last time lol
ok {recipient} I'll take {pickup_time}, you bring it back {dropoff_time}
wait, {payer} paid for {payee}? I thought it was the other way round. {price} right?
{payee} says thx for the {money:price}, {payer} :)
can't do {old_time}, {new_time} ok? {sender}
landed in {destination}, {origin} was freezing. {passenger}
{sender} to {recipient}: you still owe me {money:price}, since {date:calendar}!
guess who i saw at {venue}: {person}, with {relative}
{relative} drove me to {destination}, bus back to {origin} is at {departure_time}
{downloads} downloads and {followers} followers since {start_date:calendar}, not bad
u free {meeting_date}? {restaurant}, {time}, {guests} of us
so {successor} is our new boss, {predecessor} is gone since {effective_date:calendar}
new phone who dis. {sender} here, {new_phone}
my address is {address} now, come by {date} after {time}
dropped the {item} off at {dropoff}, got it from {pickup} at {time}
{driver} left {origin} at {departure_time} so should be in {destination} by {arrival_time}
battery at {battery}, call {contact} if you need me, {phone}
hey @{recipient:first_name} ask @{sender:first_name}, she has the {item}
reminder!! {event} {event_date} {start_time}-{end_time} {venue}
anyone going {origin} -> {destination} {departure_date}? can pay {price}
selling 2 tickets for {singer}, {venue}, {event_date}, paid {cost_price:price}, want \
{asking_price:price}
bought {ticker} at {open_price}, now {close_price}, dumping it
[lol|haha] {company} wanted {asking_price:price}, I said {offer}, they said ok
mum wants {quantity:weight} of [flour|apples|rice] and the {item} from {retailer}
{student} has {teacher} at {start_time} and is home by {end_time}
pls tell {recipient} {meeting_point} at {time}, not {old_venue}
flight {flight} delayed {delay}, now {actual_time} instead of {scheduled_time}
{winner} won, {winner_share}, poor {opponent} only got {loser_share}
{sender}: running late, start without me. there by {arrival_time}
where r u? {meeting_point}, {time}, {host} is waiting
{buyer} will give you {offer} for the {item}, {seller}, take it
no {given}, the surname is {family}, not the street! {address}
split: {payer} {paid_amount}, still missing {open_amount}
how was {place}? back on {return_date:calendar} already? {sender}
that {price} thing from {retailer}, they also have it in {colour}
got the job!! {company}, {salary}, start {start_date}. {sender}
don't wait up, train's at {departure_time}, in at {arrival_time}. {relative}
{minute_taker:first_name} u take notes, {moderator:first_name} chairs, {time} {room}
@mail
Hi {recipient}, could you tell {person} that the {item} will cost {price}? Cheers, {sender}
{recipient}, {requester} needs the file by {deadline}; I am away from {start_date}. Best, {sender}
Good morning {recipient}, my colleague {assignee} will take over from {start_date}. \
[Yours|Regards], {sender}
{sender} <{sender_email}> wrote to {recipient} <{recipient_email}> on {date:calendar}:
From: {sender_email} To: {recipient_email} Subject: {subject}
Fwd: {subject} ({sender}, {sent_date}). {recipient}, can you answer this by {deadline}?
Dear {recipient}, thank you for your payment of {money}, which reached us on \
{payment_date:calendar}. {payee:company}
Dear {customer}, your policy {policy} with {insurer} renews on {renewal_date}. The premium is \
{premium}.
Dear {tenant}, from {effective_date} your rent will be {new_rent} instead of {old_rent}. Kind \
regards, {landlord}
Dear {candidate}, [we would like to meet you|please come] on {interview_date} at {time}. Ask for \
{interviewer} at the desk. {company}
Dear {customer}, the {item} you ordered on {order_date:calendar} is sold out; we expect more on \
{delivery_date}.
To all staff: {successor} replaces {predecessor} as {role} on {effective_date}. {chief}
Hello {recipient}, attached the offer over {offer}. It is valid until {expiry_date}. {sender}, \
{vendor}
I am out until {return_date}. Please write to {assignee} ({email}) in {department} instead. \
{employee}
Hello, I would like to change my email from {old_email} to {new_email}. Customer number \
{customer_number}. {customer}
Please forward to {recipient}: {sender} accepts {counter_offer} but not {offer}.
{recipient}, I copied {copied} because [he|she] knows {contact} at {company}. {sender}
Re: {order} - we can ship {delivered_count} of {ordered_count} now, the rest on {ship_date}. \
{vendor}
As agreed with {contact} on {date:calendar}, we lower the price to {new_price} (before: \
{old_price}). {seller}
Dear {recipient}, [sad news|it is with regret]: {deceased} died on {death_date}. The funeral is \
on {event_date}. {sender}
We are happy to tell you, {student}, that {school} has a place for you. Please answer by \
{deadline}, term starts {start_date}.
{author}, your text has been accepted; {editor} will be in touch before {deadline}. {publisher}
Kind regards, {sender}, {role}, {company} / office {office_phone} / mobile {mobile}
P.S. {relative} sends love to {recipient} and asks for the {item} back. {sender}
On {date:calendar}, {sender} wrote: "{recipient}, can we say {time}?"
Thank you, {passenger}. You fly out on {outbound_flight} and home on {return_flight}; your \
reference is {reference}.
Quick correction to my mail of {date:calendar}: the total is {new_price}, not {old_price}. {sender}
Hi team, {manager} has decided: {assignee} leads {work}, {deputy} is the deputy[, budget {budget}|].
You are receiving this because {customer} named you, {guarantor}, as guarantor for {loan}.
{recipient}: your appointment with {doctor} moves from {old_time} to {new_time}[, same room, \
{room}|].
@ticket
#{case:gate} opened by {reporter}, assigned to {assignee}, [closed|due] {date}
Ticket {case}: {customer} cannot log in since {start_date:calendar}[; {assignee} is on it|].
{assignee} passed {case} on to {technician}[, who calls {customer} at {time}|].
Customer {customer:full_name} on {product} version {version}: [app crashes|no sound|blank page]. \
{case}
[Escalated|Handed up] by {assignee} to {manager}: {case}, {customer}, waiting since {date:calendar}.
I was on hold for {waiting_time}, then {employee} hung up on me. {customer}, case {case}
{customer} called at {time}, was charged {new_price:bill} instead of {old_price:bill}, wants \
{refund:bill} back
Replacement {new_order} for order {old_order} [sent|leaves] on {ship_date}[ to {recipient}|].
My old order was {old_order}, the new one is {new_order}. Please cancel the first. {customer}
Missing from order {order}: {missing_item}. [Everything else|The {item}] was there. {customer}
{customer} got the {item} but not the {missing_item}[; order {order}|][, paid {total}|].
The {item} came, the {missing_item} did not[, order {order}|]. Please send it to {delivery_address}.
{product} still under warranty ({warranty}), bought {purchase_date:calendar}, serial {serial}[, \
{customer}|]
After {waiting_time} on the phone, {customer} was told to write to {email}.
Issue reported by {reporter} on {report_date}, fixed in {version} by {assignee}.
Since the update from {old_version} to {new_version}, {product} [freezes|no longer prints]. \
{reporter}
Cancel {reference} please, {guest}, and send {refund} to the card of {payer}.
Your chat with {employee} about {subject} ended at {end_time}. [Case: {case}.|Rate it at {url}.]
{technician} will ring {customer} between {start_time} and {end_time} on {date}[, case {case}|].
@call
{caller} rang from {city}; [he|she] wants {callee} to call back before {time}
Call from {phone}: {caller} asks whether {price} is the price with or without tax.
While you were out: {caller} of {company}, {phone}, about {subject}. Taken by {employee} at {time}.
[Hello|Good day], this is {caller} from {company}. Am I speaking to {customer}?
Hi, {caller} for {callee}. Could you tell {callee} that I can do {meeting_date} at {time}?
Voicemail, {time}: "{callee}, it's {caller}, ring me on {phone}."
I spoke to {contact} on {date:calendar}; {company} would pay {offer}, we want {asking_price:price}.
Good call with {client}: they use {rival_product} and would switch to {product} for {price}.
{contact} ({client}) has {budget} to spend and decides on {decision_date}
Demo for {client} on {meeting_date}, {time}. Ask {contact} for the link; {attendee} joins; \
{speaker} presents.
Lost the {client} deal to {rival}; our quote of {estimate} was too high[, says {contact}|].
Follow up with {contact} on {next_visit}, quote {estimate} sent {sent_date}
{seller:full_name} of {vendor} offers {discount} off if {client} signs by {deadline}.
{client} will sign on {closing_date}, says {contact}; worth {price} over {duration}.
Not interested, says {contact} at {client}. Try again {next_visit}.
@note
Keys with {neighbour}. Back {return_date}. {sender}
{sender} -> {recipient}: {subject}, {deadline}
Milk, eggs, {item}; money ({price}) is on the table. Home by {time}. {mother}
Pay {payee} {price} - {due_date} - don't forget!!
Monday list: call {contact}, send {recipient} the {item}, pay {vendor} {total}
To do {date}: {assignee} paints {room}, {employee} checks the {item}
[Ask|Tell] {recipient} if {attendee} comes {event_date}, need number of chairs: {guests}
{borrower} borrowed the {item} from {lender:person}, wants to return it {return_date}
The {item} is from {sender:first_name}, for {recipient:first_name}. Do not open before {date}!
In: {start_time}. Out: {end_time}. {employee}, {date:calendar}
Parked in {place:city}, plate {plate}, paid until {end_time}
{pet} needs food at {time}, vet is {vet}, {phone}
Picked up {child} at {pickup_time} from {pickup}. {relative}
Lent {borrower} {money:price}, {payment_date:calendar}; back by {due_date}.
Rent {rent} to {landlord}, electricity {fee} to {utility}
Spoke to {doctor}: tests on {sample_date:date}, results {result_date}.
Birthday of {person}: {birth_date:calendar}. Idea: {item}, about {price}. Ask {relative}.
Bus {departure_time} from {origin}, ferry {boarding_time}, at the cabin by {arrival_time}
@social
[Congratulations|Hats off] to {winner}, who beat {opponent} at {venue} on {date:calendar}!
So proud of {student:first_name}: {score} in {language}! Thank you, {teacher}.
{singer} live at {venue}, {event_date}, {price}, link: {url}
Proud to say that {employee} has been with {company} for {duration}; thanks from {chief}.
We are hiring! {role} in {city}, {salary}, apply to {contact} by {deadline}
Day one at {employer}! Thank you {former_employer} for {duration} of learning. {employee}
Giveaway: follow {company} and win the {item}, worth {price}. Ends {end_date}, winner announced \
{announced}.
RIP {deceased}, {birth_date:calendar} to {death_date}
{downloads} downloads and {followers} followers for {product}. Not bad for {duration}, says \
{founder}.
Found this {item} on the train to {destination} ({departure_time} from {origin}). Yours? Write to \
{email}
{bride} and her future husband {groom} are getting married on {wedding_date} in {city}
Photo: {photographer}. Text: {author}. Seen at {venue}.
Who remembers {singer} at {venue} in {date:year}? Ticket was {price}
{author} signs {work} at {retailer} on {event_date}, {start_time} to {end_time}
One year since {founder} opened in {city}. Come by {event_date}, drinks {discount} \
off.
"""
