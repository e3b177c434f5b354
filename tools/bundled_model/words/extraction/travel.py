"""Journeys, appointments and small talk."""

SENTENCES = """
@flight
[Book|Please book|I need|Can you book|Reserve] [a flight|me a flight|two seats|a ticket] from \
{origin} to {destination} on {departure_date}[, returning {return_date}|][ for {passenger}|].
[I want to fly|I'm flying|We fly|I fly] from {origin} to {destination} on {departure_date}[ and \
back on {return_date}|][ with {airline}|].
{passenger} [flies|is flying|will fly|travels] from {origin} to {destination} on \
{departure_date}[ with {airline}|][, flight {flight}|][, seat {seat}|].
Flight {flight} [from {origin} |]to {destination} [leaves|departs|takes off] at \
{departure_time}[ from gate {gate}|][ on {departure_date}|].
{airline} flight {flight} [leaves|departs] {origin} at {departure_time} and lands in \
{destination} at {arrival_time}[ on {departure_date}|].
Boarding pass: {passenger}, {flight}, {origin} to {destination}, seat {seat}[, gate {gate}|][, \
{departure_date}|].
[Your booking|Booking] {reference} [is confirmed|has been confirmed]: {origin} - {destination}, \
{departure_date}[, {price}|].
{passenger} goes to {destination} via {stopover}[, leaving {origin} on {departure_date}|].
[How much is|What does] a flight to {destination} from {origin} [cost |]on {departure_date}[? My \
budget is {budget}.|?]
We need to be in {destination} by {deadline}; [we start in|we leave from|starting point is] \
{origin}[, {seats} people|].
@train
[The train|My train] from {origin} to {destination} [leaves|departs] at {departure_time} from \
platform {platform}[ on {departure_date}|].
{passenger} takes the {departure_time} train to {destination}[ on {departure_date}|][; the \
ticket costs {price}|].
[I'm taking|We take] the train to {destination} on {departure_date}, change in {stopover} and \
arrive at {arrival_time}.
One ticket {origin} to {destination}, {departure_date}, {price}.
[Driving|We drive|They drove] from {origin} to {destination} [takes|took] {duration}.
@hotel
[Book|Please book|I need|Reserve|I'd like] [a room|{rooms} rooms] at {hotel}[ in {city}|] from \
{check_in} to {check_out}[ for {guests} people|].
{guest} [stays|will stay|is staying] at {hotel} [in {city} |]from {check_in} until {check_out}[; \
the price is {price}|].
{guest} booked {rooms} rooms at {hotel} for {nights} nights[ from {check_in}|][, reference \
{reference}|].
[Your stay|Your reservation] at {hotel}: check-in {check_in}, check-out {check_out}[, {guests} \
guests|][, total {total}|].
A night at {hotel} in {city} costs {price}[; breakfast is {fee}|].
[We stay|I'm staying|We are staying] at {hotel} for {nights} nights, [arriving|from] \
{check_in}[. Confirmation {reference}|].
{guest} cancelled room {room:gate} at {hotel} on {date}[ and gets {refund} back|].
@restaurant
[A table|Table|Book a table|Reserve a table|I'd like a table] for {guests} [at|in] {restaurant} \
on {date} at {time}[, name {guest}|].
{guest} reserved a table for {guests} at {restaurant}[ on {date}|] at {time}.
[Dinner|Lunch|Brunch] at {restaurant} on {date} at {time}[ with {attendee}|][, {guests} people|].
[Dinner|Lunch] at {restaurant} came to {total}[ plus a tip of {tip}|][; {payer} paid|].
@appointment
[I have|You have|{patient} has] an appointment with {doctor} on {meeting_date} at {time}[ at \
{venue}|].
{patient} [sees|will see|is seeing] {doctor} on {meeting_date}[ at {time}|][ about {subject}|].
[I need|I'd like|Can I get] an appointment [with {doctor} |]on {meeting_date}[ at {time}|]. My \
name is {patient}[, born {birth_date:calendar}|].
{doctor} can see {patient} on {new_date} instead of {old_date}[ at {time}|].
Patient {patient}, born on {birth_date:calendar}, [was admitted|came in] on {date}[ and is \
treated by {doctor}|].
[Haircut|Massage|Eye test|Dentist] for {customer} on {date} at {time}[, costs {price}|].
@ride
[Pick me up|Pick us up|Get me] at {pickup} at {time}[ and take me to {dropoff}|].
[A taxi|A cab|A car] from {pickup:address} to {dropoff} at {time}[ for {guests} people|].
{driver} [drives|takes] {passenger} from {pickup:place} to {dropoff:place}[ at {time}|][ for \
{price}|].
{customer} [rents|rented] the {item:product} from {company} from {start_date} to {end_date}[ for \
{price}|].
@trip
{person} [went|travelled|moved|is going|wants to go] to {place}[ on {date}|][ with {relative}|].
{person} and {relative} [are travelling|travel] to {destination:place} on {departure_date}[ and \
come back on {return_date}|].
The tour through {country} [takes {duration}|lasts {duration}] and costs {price}[ per person|][. \
It starts in {city}|].
The {event} in {city} [is|takes place] on {event_date}; {seats} tickets [cost|come to] {total}.
[I need|Get me|We want] {seats} tickets for the {event} on {event_date}[ under {price}|][ in \
{city}|].
{person} [was|has been] in {city} from {start_date} to {end_date}.
@chat
[hey|hi|yo] {recipient}, [dinner|drinks|lunch] at {restaurant} on {date}? [say|around] {time}
[can you|could you] send {money} to {payee} [by|before] {deadline}? [thx|thanks]
just paid {price} for the {item} at {retailer}
{person} [lives|is living] in {home} and works for {employer}[ as {role}|].
{person} is {age} years old and comes from {home}.
{person} has a birthday on {birth_date:calendar}[ and wants the {item}|].
[met|I met|we met] {person} from {company} in {city}[ on {date}|]
{person} lost the {item} in {city}[ on {date}|][; whoever finds it gets {money:price}|].
[don't forget|remember]: {person} arrives in {city} on {date} at {time}
{person} bought the {item} for {price}[ in {city}|][ on {purchase_date}|].
{person} met {relative} in {city} on {date}.
{person} moved from {old_base} to {new_base}[ on {date}|].
{person} called at {time}[ from {city}|][, wants {money}|].
{company} is [based|located|headquartered] in {headquarters:place}[ and employs {employees} \
people|].
{company} was founded in {founded} [in {headquarters}|by {founder}][ and has {employees} \
employees|].
{chief} is the CEO of {company}[, a firm from {headquarters:place}|].
{donor} gave {recipient} the {item} [on {date}|for {price}].
{lender:person} lent {payee} {money:price}[ on {date}|][, to be paid back by {due_date}|].
[The weather|It rained] in {city} [was fine|all day] on {date}.
[In {city}, {date}: |]{person} [signed|received|opened] [a letter|a parcel] from {company}.
On {date} {person} sent {money} from {city} to {payee}.
[Yesterday's receipt|Receipt]: {retailer}, {city}, {date}, {total}.
{company} ({ticker}), {city}: {money} on {date}
{date}, {city} - {company} [announced|reported] {money:large_money} in [new orders|sales].
"""
