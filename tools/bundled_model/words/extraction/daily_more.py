"""Everyday sentences in every order: two of a kind, fronted, inverted, passive and terse."""

SENTENCES = """
@flight
To {destination} from {origin}, [on {departure_date}|{departure_date}][, for {passenger}|][, \
under {budget}|].
{destination} is where {passenger} [flies|is flying|will fly] from {origin}[ on \
{departure_date}|][; flight {flight}|].
{origin} is where the trip [starts|begins], {destination} is where it ends[; we set off on \
{departure_date}|].
On {departure_date}, {passenger} [leaves|sets off from|takes off from] {origin} for \
{destination}[, and on {return_date} the way home begins|].
Back on {return_date}, out on {departure_date}: [two tickets|a seat|flights] {origin} - \
{destination}[, please|].
[I need to get|How do I get|Can you get me] to {destination} on {departure_date}[, coming|, \
starting] from {origin}[? {passenger}|?]
From {origin}, {passenger} [continues|goes on|flies on] to {destination}[ at \
{departure_time}|][ with {airline}|].
Bound for {destination}, flight {flight} [left|leaves] {origin} at {departure_time}[, {seats} \
people on board|].
At {arrival_time} the plane [lands|touches down] in {destination}, having left {origin} at \
{departure_time}[ on {departure_date}|].
{passenger} will return on {return_date}, having [left|gone] for {destination} on {departure_date}.
{return_date} back, {departure_date} out, {destination} [please|and nowhere else][; the money I \
have is {budget}|].
{flight} leaves {origin} at {departure_time} and [lands|touches down] in {destination} at \
{arrival_time}.
Seat {seat} on {flight} [belongs to|is for|goes to] {passenger}[, who travels to \
{destination}|][ from {origin}|].
Booked by {guest} for {passenger}: [a flight|one seat] to {destination} on \
{departure_date}[, {price}|].
There is a stop in {stopover} between {origin} and {destination}[; {passenger} waits there for \
{duration}|].
Via {stopover}, [{airline} takes|we go|they fly] from {origin} to {destination}[ for {price}|].
The gate for {destination} is {gate}[; boarding [starts|is] at {time}|].
[Flying out|Leaving] {departure_date}, [flying home|coming home|returning] {return_date}. \
{origin} to {destination}[. {passenger}|].
{passenger}: {origin} > {destination}, {departure_date}[, back {return_date}|][, {airline}|]
Is there anything to {destination} on {departure_date} that [leaves|goes from] {origin} \
[before {departure_time}|after {departure_time}]?
@train
The {departure_time} from {origin} gets into {destination} at {arrival_time}[, platform \
{platform}|].
Into {destination} at {arrival_time}, out of {origin} at {departure_time}[; change in \
{stopover}|].
On platform {platform} [stands|waits] the train to {destination}[, which leaves at \
{departure_time}|][, coming from {origin}|].
{price} is what [a ticket|the train|the bus] from {origin} to {destination} costs[ on \
{departure_date}|].
[Missed|I missed|She missed] the {departure_time} to {destination}, so [I am|she is] stuck in \
{origin}[ until {arrival_time}|].
[The coach|The bus|The ferry] reaches {destination} {duration} after it has left {origin}.
The distance between {origin} and {destination} is covered in {duration} by \
[train|bus|car|boat][, says {person}|].
@hotel
Arrival on {check_in}, departure on {check_out}[, {hotel}|][, {guests} people|][; booked by \
{guest}|].
Departure on {check_out}, arrival on {check_in}[, at {hotel}|][. Name: {guest}|].
{guest} leaves {hotel} on {check_out}, [having arrived|after coming] on {check_in}.
From {hotel}, {guest} checks out on {check_out}[; check-in was on {check_in}|][; the bill is \
{total}|].
On {check_in} {guest} [comes to|arrives at|moves into] {hotel}[, and on {check_out} the room is \
free again|][ in {city}|].
We check out on {check_out}; check-in is on {check_in}[ at {hotel}|][. {guests} guests|][. Thanks, \
{guest}|].
Until {check_out}, starting {check_in}: [a double room|a single room|a suite] at {hotel}[, \
{price}|][ for {guest}|].
A room for {guests} at {hotel} [is wanted|is needed|has been reserved] by {guest}[ from \
{check_in} to {check_out}|].
In {city}, {guest} has chosen {hotel}[, where the stay begins on {check_in}|][ and costs {price} a \
night|].
{hotel}, in {check_in}, out {check_out}[, {rooms} rooms|][, ref {reference}|]
[Dear|Hello] {guest}, we [expect|look forward to seeing] you on {check_in} and wave goodbye on \
{check_out}[. Yours, {hotel}|].
Reserved: {rooms} rooms, {nights} nights, {hotel}[, first night {check_in}|][, {guest}|].
[Instead of|Rather than] {old_date}, {guest} now arrives at {hotel} on {new_date}.
@ride
The {item:product} was rented to {customer} by {company}[; it must be back on {end_date}|][, from \
{start_date}|].
Back with {company} by {end_date}: the {item:product} that {customer} [took|hired|rented] on \
{start_date}.
To {dropoff}, please, at {time}; I am [waiting|standing] at {pickup}[. {passenger}|].
At {pickup} {driver} [picks up|collects] {passenger}[ at {time}|] and drops [him|her] at {dropoff}.
{passenger} is [collected|picked up|driven] by {driver}[ from {pickup}|][ to {dropoff}|] at {time}.
Where {passenger} wants to go is {dropoff}; {pickup} is where {driver} should stop at {time}.
[The flat|The house|The room] at {address} is rented out by {landlord} to {tenant}[ for \
{rent}|][ from {start_date}|].
{tenant} rents [a flat|a room|a house] from {landlord}[; the rent is {rent}|][, the deposit \
{deposit}|][ until {end_date}|].
{landlord} gets {rent} a month from {tenant}[ for the house in {city}|].
Rent {rent}, deposit {deposit}, {address}[, free from {start_date}|][; ask {contact}|]
Having lived at {address} since {start_date}, {tenant} moves out on {end_date}.
@appointment
Dentist, {doctor}, {meeting_date} {time}
{patient} / {doctor} / {meeting_date}[ / {time}|][ / {subject}|]
{doctor} [saw|examined|treated|operated on] {patient} on {date}[ at {venue}|].
{patient} was [seen|examined|treated|operated on] by {doctor} on {date}[ at {venue}|].
By {doctor}, {patient} was told to come back on {new_date}[; the last visit was on {old_date}|].
On {meeting_date} at {time} {doctor} [has time for|expects|will look at] {patient}[, aged {age}|].
It is {doctor} whom {patient} [sees|visits] on {meeting_date}[, at {time}|].
It is {patient} whom {doctor} [sees|examines] on {meeting_date}[, at {time}|].
Waiting for {doctor}: {patient}, born {birth_date:calendar}[, since {time}|].
{new_date}, not {old_date}: that is when {doctor} sees {patient}.
[Was|Originally] {old_date}, now {new_date}: {patient} with {doctor}[, {time}|].
The visit that {patient} had planned for {old_date} [takes place|is] on {new_date} instead[; \
{doctor} was ill|].
{new_date} replaces {old_date} as the day of the [exam|check-up|operation|meeting|inspection][ \
with {contact}|].
[Can't|I can't|Sorry, can't] make {old_date}. [Would|Could] {new_date} work[ at {time}|]? \
{patient}
{introducer} sent {patient} to {doctor} because of {subject}.
Referred by {introducer}, {patient} comes to see {doctor} on {meeting_date}.
Vaccination of {patient}, {age} years: {date}[, {venue}|][, by {doctor}|]
@meeting
On {meeting_date}, {attendee} [is|has been] invited by {host} to [a talk|lunch|a call|a review][ \
at {time}|].
{attendee} was asked by {host} to come to {room} at {time}[ on {meeting_date}|].
In {room}, at {time}, {host} [meets|will meet|greets|briefs] {attendee}[; the topic is {subject}|].
{host} has invited {attendee} to [discuss|talk about] {subject} on {meeting_date}[ in {room}|].
About {subject}: {host} wants to see {attendee} [at {time}|on {meeting_date}|in {room}].
From {start_time} till {end_time} {room} is [taken|booked|blocked] by {host}[ on {meeting_date}|].
Ending at {end_time}, starting at {start_time}: {event}[, {room}|][, {event_date}|].
Between {start_time} and {end_time} nobody [may|can] enter {room}[; {person} has the key|].
{room} {start_time}-{end_time} {host}[, {subject}|]
The {event} [will not be|is not] on {old_date} but on {new_date}[, says {host}|].
To {new_date} [goes|moves] the {event} [planned for|of|set for] {old_date}.
At {venue}, as {host} had hoped, will the {event} be held[ on {event_date}|].
The minutes [are written|were taken] by {assignee}; {host} leads the {event}[ on {event_date}|].
@mail
Written by {sender}, addressed to {recipient}: [a letter|a note|a card] about {subject}[, {date}|].
To {recipient} from {sender}: [happy birthday|get well soon|congratulations|see you soon][, \
{date}|].
To: {recipient}. From: {sender}. {subject}[, {date}|]
{recipient}, [please call me|I miss you|where are you|the keys are with the neighbour]. {sender}
Hi {recipient}, {sender} [told|asked] me to send you the {item}[ by {deadline}|].
What {sender} [wrote|sent] to {recipient} on {date} was about {subject}.
About {subject}, {recipient} [heard|learned|got word] from {sender}[ on {date}|].
On {date} [a card|a letter|a package|an e-mail] from {sender} [reached|came for|was handed to] \
{recipient}[ in {city}|].
[Best|Regards|Yours|Love], {sender}[ ({phone})|]. PS: {recipient}, {date} is fine.
@event
{venue}, {event_date}, {time}: {event}[, {price}|][, {seats} tickets left|]
[Live|On stage|Tonight's star]: {speaker}[, invited by {host}|], {venue}, {event_date}.
At {venue} on {event_date} {speaker} [sings|plays|reads|performs][; doors {opening_time}|][; the \
ticket is {price}|].
{speaker}'s [concert|show|reading] in {city} had to be moved to {new_date}[; tickets for \
{old_date} stay valid|].
Tickets for {old_date} [stay valid|can be used] on {new_date}, when {speaker} comes to {city}.
{seats} seats for the {event}, {total} in all, [were bought|were reserved] by {buyer}[ on \
{purchase_date}|].
{seats} tickets for the {event} [changed hands|were passed on]: {seller} sold, {buyer} bought.
It was in {city} that the {event} [took place|was held][, on {event_date}|][, and {visitors} \
people came|].
{visitors} people [came to|watched|filled] {venue} on {event_date}[ to hear {speaker}|].
The {event} runs until {end_date}, having [opened|started] on {start_date}[ in {city}|].
Open from {start_date}, closed after {end_date}: the {event} at {venue}.
Hosted by {host}, the {event} has {attendee} as its guest of honour[; it begins at {time}|].
[Save the date|Mark your calendar]: {event_date}, {event}, {city}[. {host}|]
Would {attendee} [like|want] to come to the {event} with {host}[ on {event_date}|]? [It's at \
{venue}.|It starts at {time}.]
@parcel
[On its way|Shipped] since {ship_date}, expected on {delivery_date}: parcel {tracking}[ for \
{recipient}|].
Expected {delivery_date}, ordered {order_date}[: the {item}|][, order {order}|][, {carrier}|]
On {delivery_date} {recipient} gets the {item} that {sender} [sent|posted|mailed] on {ship_date}.
The {item} that {customer} ordered on {order_date} [comes|arrives|will be there] on \
{delivery_date}.
To {recipient}, {address}, [goes|went] a parcel from {sender}[, {weight}|][, on {ship_date}|].
{sender} posted a parcel to {recipient} in {destination}[ on {ship_date}|][; postage was \
{shipping_cost}|].
{recipient} in {destination} [got|was sent] a parcel by {sender}, who lives in {origin}.
Sent by {sender} in {origin}, [taken|carried] by {carrier} to {recipient} in {destination}.
{carrier} handed the parcel that {sender} had sent to {recipient} to a neighbour on \
{delivery_date}.
[Where is|Any news of] {tracking}? It left {origin} on {ship_date} and never [reached|came to] \
{destination}.
{tracking}: picked up {origin} {ship_date}, delivered {destination} {delivery_date}
[Signed for|Accepted] by {recipient} at {time}, brought by {driver}[, {delivery_date}|].
{driver} came at {time}, but {recipient} [was out|was not at home|did not open].
@complaint
Instead of the {item} [I got|there was|you sent me] the {other_item}[. Order {order}|][. \
{customer}|].
The {item} was what {customer} ordered; [delivered was|what came was] the {other_item}.
{customer} is [unhappy|angry|not happy]: the {item} bought on {purchase_date} at {retailer} [leaks|\
does not work|is torn][, and {refund} is wanted back|].
Bought on {purchase_date}, broken by {date}: the {item}[ from {retailer}|][. {customer}|].
{refund} back, please: the {item}, [paid|bought] on {purchase_date} for {price}, is [faulty|too \
small|scratched].
Paid {price}, [refunded only|got back just] {refund}. [Why? {customer}|Order {order}.]
{retailer} [gave|paid] back only {refund} of the {price} that {customer} had spent on the {item}.
Since {start_date} {customer} has had no [internet|heating|phone line][; a technician, \
{technician}, comes on {date}|].
{technician} [is coming|will come|comes] to {customer} on {date} to repair the {item}[, case \
{case}|].
At {customer}'s, {address}, {technician} [fixed|replaced|checked] the {item}[ on {date}|].
The complaint [made|sent in|raised] by {reporter} was [handled|settled|closed] by {assignee} on \
{date}[, case {case}|].
{assignee} looks into case {case}, which {reporter} [opened|reported] on {date}.
The old price was {old_price}; {customer} was [charged|asked to pay] {new_price}[ for the {item}|].
{new_price} now, {old_price} before: the {item}[ at {retailer}|][, until {end_date}|].
@contact
{email} is the [address|mail] of {contact}; {phone} is the number[. {company}|].
{phone} - ask for {contact}[, {department}|][ ({email})|]
Under {phone} you reach {contact}[, who works for {company}|][; mail goes to {email}|].
[Who can help?|Questions?] {contact} can, {phone}[, {email}|].
{sender} here, new number: {phone}[. Tell {recipient}|]
{recipient}, this is {sender}. [Ring|Call|Text] me on {phone}[ before {time}|].
If {manager} [is out|does not answer], try {assignee} on {phone}.
For {patient}, in an emergency, [call|ring|inform] {contact}, {phone}.
{contact}, {phone}, is the emergency contact of {employee}.
[Wife|Husband|Mother|Father|Brother|Sister] of {student}: {relative}, {phone}[, {email}|].
At {address} [lives|resides] {person}[, reachable on {phone}|].
{address} is the [office|seat|home] of {company}[; {contact} opens the door|][ until \
{closing_time}|].
Closed after {closing_time}, open from {opening_time}: {retailer}[, {address}|].
Not before {opening_time} and not after {closing_time} [can you visit|you can get into] {venue}.
@life
Born in {birthplace}, {person} [now lives|has settled|made a home] in {home}[ and works as \
{role}|].
{home} is where {person} lives, {birthplace} where [he|she] was born[ on {birth_date:calendar}|].
{person} lives in {home} but [comes from|was born in|is a native of] {birthplace}.
From {birthplace} came {person}, the [later |]{role} of {company}[, founded in {founded}|].
{person} ({role}), born {birth_date:calendar} in {birthplace}[, lives in {home}|]
[A native|A child] of {birthplace}, {person} moved to {new_base}[ in {date:year}|][ and founded \
{company}|].
To {new_base} from {old_base}: {person} [moves house|is moving|has moved][ on {date}|].
{new_base} is {person}'s new home; {old_base} was [left|given up] on {date}.
Having left {old_base}, {person} [lives|settled] in {new_base}[ with {relative}|].
{person}, {age}, a {role} [by trade|by training], lives with {relative} in {home}.
{relative} is [married|engaged] to {person}[; the wedding is on {event_date}|][ in {city}|].
A [baby|daughter|son], {given}, was born to {mother} on {birth_date:calendar}[ at \
home in {birthplace}|].
{given} is the first name and {family} the [last name|surname|family name][; born \
{birth_date:calendar}|].
The [surname|family name] is {family}; [people call her|people call him|first name] {given}.
[Once|Formerly|At first] {old_role}, [later|now|today] {role}: {person}[ of {company}|].
{role} is what {employee} became after years as {old_role}[ at {company}|].
{employee} gave up being {old_role} [to work as|and is now] {role}[ in {city}|].
{former_employer} lost {employee} to {employer}[ on {date}|][; the new job is {role}|].
{employer} is where {employee} works now; before that it was {former_employer}[ in {city}|].
{successor} sits at the desk of {predecessor}, who was {role} until {end_date}.
After {predecessor} it is {successor} who [leads|runs|heads] {department}[ from {start_date}|].
Once headed by {predecessor}, {school} is now [led|run|headed] by {successor}.
@school
{student} is taught {language} by {teacher}[ on {date}|][ at {school}|].
{language} is what {teacher} teaches; {student} [learns|takes lessons] [since {start_date}|at \
{time}].
By {teacher}, {student} was [praised|tested|given extra lessons] on {date}[ in {language}|].
{student} has {teacher} [for|in] {language}[, {room}, {time}|][; a lesson costs {fee}|].
[Lesson|Class|Course]: {language}, {teacher}, {room}[, {start_time} to {end_time}|][, {fee}|]
From {start_date} to {end_date} {teacher} gives a course at {school}[; {participants} people can \
join|].
Ending {end_date}, beginning {start_date}: {language} with {teacher}[, {fee}|].
{student} will be [absent|missing|away] from {school} until {end_date}[, starting {start_date}|].
[Dear|Hello] {teacher}, {student} is ill and [cannot come|stays at home] on {date}. [Yours|\
Regards], {sender}
[Sick note|Absence]: {student}, {start_date} to {end_date}[, signed {doctor}|]
{doctor} [signed|wrote] the sick note of {employee}, valid until {end_date}[ from {start_date}|].
Off until {end_date}, [gone|away] since {start_date}: {employee}[; ask {assignee} instead|].
{assignee} stands in for {employee}, who is [off|on holiday|ill] until {end_date}.
While {employee} is away [in {city} |]from {start_date}, {assignee} [answers the mail|takes the \
calls].
I'm out of office until {end_date}, [write to|ask] {assignee}, {email}. [Best|Thanks], {employee}
On {end_date} {employee} is back; the holiday [began|started] on {start_date}[ in {country}|].
The holidays in {region} end on {end_date}; they [begin|start] on {start_date}.
At {school}, {teacher} [met|talked] with {student}, who is in the second year, about \
{subject}[ at {time}|].
@sport
{winner} won the {event} in {city}[ on {event_date}|][ and took home {prize}|][ at the age of \
{age}|].
The {event} was won by {winner}[ in {duration}|][; {visitors} people watched|].
The winner is {winner}, the place {venue}, the prize {prize}[; it was {event_date}|].
{prize} goes to {winner} for [first place in|winning] the {event}[ in {city}|].
In {city} on {event_date}, {winner}, coached by {teacher}, [won|came first].
{teacher} [trains|coaches] {winner}, who won the {event} in {city}.
Training with {teacher}: {date} {start_time}, until {end_time}[, {venue}|]
{participants} runners start in {origin} at {start_time} and [finish|end up] in {destination}.
@weather
In {city} the chance of rain [on {date} |]is {percent}[; {event} may be cancelled|].
{date}, {city}: [sunny|rain|snow|fog|storm][, {percent} humidity|]
[Rain|Snow|Wind|Heat] is expected in {region} from {start_date}[, until {end_date}|].
Not before {end_date} will the storm that [hit|reached] {region} on {start_date} be over.
@house
The house at {address} was [sold|handed over] to {buyer} by {seller} for {price:estate}[ on \
{date}|].
{seller} [handed|gave] the keys of {address} to {buyer} on {date}.
For {price:estate} {buyer} [got|acquired|purchased] the house of {seller}[ in {city}|].
From {seller}, {buyer} bought the {item}[ for {price}|][ on {purchase_date}|].
It was {seller} who sold {buyer} the {item}[ for {price}|], not the other way round.
The {item} went from {seller} to {buyer}[ for {price}|][ in {city}|].
The {item} now belongs to {buyer}; {seller} [got|was paid] {price} for it.
{buyer}'s {item} [used to be|was once] {seller}'s.
@work
{work} was written by {author}[ and came out on {date}|][; {sender} recommends it|].
{author} is the [author|writer] of {work}[, which costs {price}|][ and lives in {home}|].
[Have you read|Do you know|Who has read] {work} by {author}? [{sender} recommends it.|It costs \
{price}.|It is out on {date}.]
By {author}: {work}[, {price}|][, out {date}|][, {quantity} copies sold|]
From the pen of {author} [comes|came] {work}[, sold at {retailer}|].
{work}, {author}, {price}
{recipient} got {work}, a book by {author}, from {sender}[ on {date}|].
{work}, [lent|given] to {recipient} by {sender}, is by {author}.
The [film|movie|play] {work} is [on|shown] at {venue} at {time}[ on {date}|][, {price} a seat|].
@gift
{charity} [got|received|was sent] {donation} from {donor}[ on {date}|][ for {subject}|].
{donation} was [given|donated|left] to {charity} by {donor}[ on {date}|].
To {charity}, {donor} [gave|has left|sent] {donation}[; {contact} says thanks|].
It was {donor} who [gave|handed] {donation} to {charity}[ in {city}|].
Thank you, {donor}! Your {donation} [has reached|helps] {charity}. [Yours|Regards], {sender}
{payee} was [paid|given|handed] {money:price} by {payer}[ on {date}|].
{payee} was lent {money:price} by {lender:person}[ on {date}|].
From {lender:person} {payee} [borrowed|has a loan of] {money:price}[, due back {due_date}|].
From {payer} {payee} [received|got|had] {money:price}[ on {date}|].
{money:price} is what {payer} [owes|must give] {payee}[ by {due_date}|].
{payee} is still waiting for the {money:price} that {payer} [promised|owes][ for the {item}|].
@recipe
For {guests} people, take {weight} of [flour|rice|sugar|butter|potatoes] and cook for {duration}.
[Bake|Cook|Boil|Roast] it for {duration}; {weight} [is enough|will do] for {guests} people.
{quantity:few} portions, {cooking_time}, {weight} of [meat|fish|cheese|beans|apples][; \
recipe by {author}|]
Stir in {weight} of [butter|milk powder|chocolate|onions], says {author}, and wait {duration}.
[Shopping|Buy|Get]: {quantity} {item}, {weight} of [carrots|oats|nuts|grapes][, max {budget}|]
@lost
Found on {date} at {venue}: {item}[. Call {contact}, {phone}|][. Ask for it by {deadline}|].
[Lost|Missing|Gone]: {item}, {colour}, {place:city}, {date}[. Reward {prize}|][. {phone}|]
The {item} lost by {customer} in {city} was [found and reported|reported] by {reporter}[ on \
{date}|].
{reporter} [reported|wrote] that the {item} of {customer} [was left|is] at {venue}.
At {venue}, {time}, somebody [took|left] the {item}[; the owner is {customer}|][, {phone}|].
@chat
{recipient}: [dinner|coffee|cinema] {date} {time}? {sender}
{sender} says hi to {recipient} [from {city}|and comes on {date}]
[omg|wow], {winner} won {prize} at the {event}
not {old_date}, {new_date}! {event} is then[, {time}|]
can {driver} [pick up|fetch|get] {passenger} from {pickup} at {time}?
{passenger} needs a lift to {dropoff}, {driver} [can do it|has a car], {time}
@mail
Hi {recipient}, [quick one|small thing|just a note]: {attendee} can't come on {old_date}, \
[only|but can] on {new_date}. {sender}
[Dear|Hello] {recipient}, on {date} I wrote to you about {subject} and still wait. [Yours|Best \
wishes], {sender}[, {phone}|]
[Dear|Hello] {recipient}, {contact} [has left us|is no longer here]. From {start_date} please \
write to {assignee}. {sender}
{recipient}, as {manager} [wishes|asked], the report is [done|finished|attached]. {sender}[, \
{date}|]
Subject: {subject}. Hello {recipient}, can we talk on {meeting_date}[ at {time}|]? [Yours|Bye], \
{sender}
[Dear Sir or Madam|To whom it may concern], my {item} [broke|failed] on {date}; I bought it on \
{purchase_date}. {customer}
Thank you for choosing {hotel}, {guest}. [You arrive|Arrival is] on {check_in}; we need the room \
back on {check_out}.
Thank you for flying with {airline}, {passenger}. [You leave|You start in] {origin} at \
{departure_time} and are in {destination} by {arrival_time}.
Good news, {candidate}: {company} [wants you|takes you] as {role}. [Start: {start_date}.|Pay: \
{salary}.|Your boss will be {manager}.]
We are sorry, {candidate}, but {company} has given the job of {role} to {successor}.
@job
{employee} is [led|managed|supervised] by {manager}[ in {department}|][ since {start_date}|].
{manager} is the boss of {employee}[, who works as {role}|][ in {city}|].
To {manager} [reports|answers] {employee}, {role} in {department}.
The [shift|work] of {employee} ends at {end_time} and [starts|begins] at {start_time}[ on \
{date}|].
{employee}: {date}, {start_time} - {end_time}[, {site}|][, instead of {predecessor}|]
{assignee} was [told|asked|ordered] by {manager} to [paint the wall|count the stock|clean the \
hall] \
by {deadline}.
By {deadline}, {assignee} has to [send|give|show] {manager} the [plan|list|figures|draft].
{candidate} was [interviewed|questioned|tested] by {interviewer} on {meeting_date}[ for the job of \
{role}|].
On {meeting_date} it is {interviewer} who [talks to|interviews] {candidate}[ in {room}|].
The one who recommended {candidate} is {introducer}[; the job is {role}|][ at {company}|].
Recommended by {introducer}, {candidate} [starts|begins] on {start_date} as {role}.
[Hired|Taken on] by {employer} on {start_date}, {employee} [stayed|worked there] until {end_date}.
Until {end_date} {employee} was with {former_employer}; since then [it is|the employer is] \
{employer}.
@trip
Between {start_date} and {end_date} {person} [is|was|will be] in {place}[ with {relative}|].
{person} was away until {end_date}, [first day off|leaving] {start_date}[, in {country}|].
[Our tour|The cruise|The hike] ends in {destination}; it [starts|begins] in {origin} on \
{start_date}.
First {stopover}, then {destination}: {person} [sets out|starts] from {origin} on \
{departure_date}.
{destination} by {deadline}, that is the plan; {origin} is where [we are|I am] now[, with {seats} \
people|].
Which [bus|ferry|train] goes to {destination}? [I'm|We're] in {origin} and it is {time}.
{guests} adults, {origin} to {destination}, out {departure_date}, home {return_date}[, max \
{budget}|]
"""
