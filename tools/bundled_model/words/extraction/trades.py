"""Farms, ships, building sites, factories, auctions, shops, charities and clubs at work."""

SENTENCES = """
@freight
Loaded in {loading_port} on {ship_date:calendar}, unloaded in {discharge_port} on \
{delivery_date}[, container {container}|].
{container} goes from {loading_port} to {discharge_port} via {stopover}[ with {carrier}|].
Port of loading {loading_port}, port of discharge {discharge_port}, vessel under {captain}
Container {container}, tracking {tracking}, due in {discharge_port} on {delivery_date}
{exporter} to {importer}: {quantity} {item}, {loading_port} to {discharge_port}, {total}
The pallets sit in the warehouse in {warehouse} and go to {destination} on {ship_date}.
From our warehouse in {warehouse} to your door in {destination}: {duration}[, {shipping_cost}|].
{driver} loads in {origin} at {pickup_time}, unloads in {destination} at {dropoff_time}[, plate \
{plate}|].
{driver} takes over from {predecessor} in {stopover} and drives on to {destination}.
Customs in {discharge_port} released {container} on {date:calendar}[; {tax} was paid|].
{sender:company} is the shipper, {recipient:company} the receiver, {carrier} the carrier.
Shipped by {sender:company} with {carrier}, received by {recipient} on {received_date}.
{carrier} wants {shipping_cost} and {duration}, {rival} is slower[; we ship {ship_date}|].
{quantity} {item} short on delivery {order}: ordered {ordered_count}, got {delivered_count}
Signed for by {neighbour}, as {recipient} was out[, {time}|][, {tracking}|]
Truck {plate} broke down between {origin} and {destination}; {technician} is on the way, {delay} \
lost.
Return {order} to {warehouse} by {deadline}; {carrier} collects it at {pickup_time}.
@farm
Sown on {planting_date:calendar}, harvested on {harvest_date:calendar}[: {weight} in all|][, \
{region}|].
{company} planted {quantity:weight} of [wheat|barley|seed potatoes] in {region} on \
{planting_date:calendar} and hopes to harvest on {harvest_date}.
The herd of {new_owner} counts {animals} animals; {vet} checks them on {next_visit}.
{seller} sold {animals} sheep to {buyer} at {unit_price} a head[ in {city}|].
{buyer} paid {seller} {unit_price} a head for {animals} [goats|sheep|cattle].
Milk price: {new_price:bill}, before {old_price:bill}, says {buyer:company}.
Harvest on {harvest_date}, market on {event_date}[ in {city}|]. Pickers paid {hourly_rate} an \
hour. {manager}
{vet} was called to {customer}'s farm at {time} for {animals} sick hens.
[Frost|Hail] on {loss_date} cost {customer} half of the crop; {insurer} pays {payout}.
{landlord} leases the field to {tenant} for {rent:price} a year, {start_date:year} to \
{end_date:year}.
Honey from {region}, {weight}, packed {packed_date}, beekeeper {farmer:full_name}
@building
{contractor} builds, {subcontractor} does the roof, {inspector} checks on {date}.
The bridge in {city}, budgeted at {budget:large_money}, cost {actual_cost:large_money}[; \
{contractor} built it|].
Permit {permit} for {address}, granted to {company} on {approval_date}, work starts {start_date}
{contractor} promised {planned_date:calendar} and finished on {actual_date:calendar}.
{inspector} stopped work at {address} at {time}; {manager} of {contractor} was told.
Start {start_date}, topping out {event_date}, handover {delivery_date}, {site}
{client} pays {contractor} {deposit} up front and {open_amount} on completion[ by {deadline}|].
The crane is hired from {company} at {fee} a day until {end_date}[; driver {driver}|].
{technician} wired {room}, {assignee} painted it, {inspector} signed it off on {date:calendar}.
Roof {price}, paid by {landlord}; {tenant} pays nothing.
@factory
Line {line} made {quantity} units, {defective} of them faulty[, shift led by {manager}|].
{defective} of {quantity} {product} from batch {batch} went back to {vendor}.
{batch} recalled by {manufacturer} on {date:calendar}: {quantity} units sold in {target_country}
Shift {start_time}-{end_time}: {quantity} units, foreman {manager}, inspector {inspector}
The machine was serviced by {technician} on {last_service}; next on {next_service}[, serial \
{serial}|].
{manufacturer} has {product} built in {origin_country} and sold in {target_country}.
Output rose from {number_before} to {number_after} after {employer} hired {hire}.
Part {reference}, supplied by {vendor}, fitted by {technician} on {date:calendar}
@auction
Lot {lot}: {item}, estimate {estimate}, sold to {bidder} for {hammer_price}
Starting at {start_bid}, the {item} from the estate of {deceased} made {hammer_price}.
{bidder} outbid {rival:person} and got the {item} for {hammer_price}.
{hammer_price}! Twice the {estimate} expected for the {item}[, and {bidder} pays it gladly|].
Reserve not met: {offer} bid, {asking_price:price} wanted, {item} goes back to {seller}.
Auction ends {end_time}, top bid {hammer_price}, {bidder}
The {item}, owned by {previous_owner} until {date:year}, is now up for auction in {city}; bids \
from {start_bid}.
Auctioneer {auctioneer:full_name} sold {work} by {artist:full_name} to {buyer:full_name}.
@shop
{item}: bought in at {cost_price}, sold at {retail_price}[, {quantity} sold|][, {retailer}|]
We pay {cost_price} for the {item}, you sell it for {retail_price}: {margin} for you. {vendor}
Recommended {retail_price}, ours {new_price}[: {item}|][, until {end_date}|]
{retailer} opens at {opening_time} on {opening_date}; {mayor} cuts the ribbon.
{item} out of stock in {city}, still some in {warehouse}, ask {employee}
{customer} wants the {item} put aside until {time}, deposit {deposit}, served by {employee}.
Gift card from {buyer} for {recipient}: {money:bill}, valid until {expiry_date:calendar}
Exchange: {customer} returns {item}, takes {other_item}, pays {open_amount} more
The {colour} one costs {price}; in {other_colour} the {item} is sold out.
{employee} sold the last {item} at {time} to {buyer}.
Stocktake {date:calendar}: book {stock_before}, found {stock_after}, counted by {assignee}
Closing down! {retailer}, {address}, last day {end_date}, {discount} off
@charity
{donor} gives {donation}, {sponsor} doubles it: {charity} says thank you.
{raised} of {goal} raised for {charity}[, {duration} to go|][; latest donor {donor}|].
[Every|Each] {unit_price} buys a [meal|blanket|book], says {spokesperson} of {charity}; {donor} \
gave {donation}.
{donation} from {donor} came too late for {charity}, which closed on {end_date:calendar}.
Receipt: {charity} received {donation} from {donor} on {payment_date:calendar}. Signed {sender}.
Run for {charity}: {participants} runners, {raised}, won by {winner}
{charity} sends {quantity} {item:good} from {origin} to {destination:country}.
Volunteers: {person} [at|from] {start_time}, until {end_time}, leader {manager}, {charity}
@club
Member {customer_number}, {person}, pays {member_price} a month from {start_date}.
{proposer} put {candidate} forward as treasurer, {seconder} agreed.
{winner} was elected chair with {votes} votes, {opponent} lost.
Treasurer {payee:full_name} has had the fee of {member_price} from {payer:full_name}.
Practice: {teacher}, {room}, {start_time}-{end_time}; concert {event_date}
{guest} came as a guest of {host}; guests pay {guest_price}, members {member_price}.
Choir: {singer} sings {work} by {composer}, {event_date}, {venue}
Hikers meet at {meeting_point} at {time}; {guide} leads, back by train from {destination}.
Chess: {winner} (white) beat {opponent} (black) in {duration}
Annual meeting: {present} came, {absent} sent apologies, {moderator} in the chair, minutes \
{minute_taker}
@gaming
{winner} beat {opponent} in {duration}, map: {city}, prize {prize}
{work} by {developer}, {release_date}, {price}, {percent} of players recommend it
Patch {new_version} replaces {old_version}; {developer} promises fewer crashes by {deadline}.
{player} sold the account to {buyer} for {price}.
{downloads} downloads in {duration}: {work}, made by {author} in {home}
Streamer {player:first_name} has {followers} followers and joins {company} on {start_date}.
@recruiting
{agency} sent {candidate} to {employer}; {interviewer} sees [her|him] on {interview_date}.
{candidate} has {current_salary} at {company}, wants {expected_salary}, can start {start_date}
{vacancies} jobs, {applicants} applicants, interviews with {interviewer} on {interview_date}
{company} offered {candidate} {offered_salary}; {rival} pays more.
Job: {role}. Where: {city}. Pay: {hourly_rate} an hour. Trial period: {probation}.
{candidate} signed on {signing_date} and starts on {start_date}[; {manager} will be the boss|].
{employer} tests {candidate} in {language} on {exam_date}, result on {result_date}
References for {candidate}: {introducer}, {former_employer}, {office_phone}
{hire} leaves {former_employer} on {end_date} and joins {employer} on {start_date}.
The job that {candidate} turned down went to {hire}[ for {salary}|].
@training
{teacher} trains {student}; {inspector} tests [him|her] on {exam_date}.
Course {start_date} to {end_date}, exam {exam_date}, fee {fee}[, {teacher}|]
{mentee} shadows {mentor} for {duration} and reports to {manager}.
{student} speaks {native_language}, learns {other_language}, takes the test on {exam_date}
Certificate {reference}: {student} passed with {score}, examiner {inspector}, valid until \
{expiry_date:calendar}
@event
Doors {opening_time}, {singer} {start_time}, curfew {end_time}
{speaker} speaks; {moderator} chairs, {venue}, {event_date}
{host} expects {guests} guests on {event_date}; {chef} cooks, {singer} sings.
Early birds pay {early_price} until {deadline}, later it is {late_price}: {event}, {city}
{event} sold out: {capacity} seats, {visitors} on the list. {host}
Sponsor {sponsor}, host {company}, venue {venue}, date {event_date}
{old_venue} cancelled, so {host} booked {new_venue} for the {event}.
Register with {contact} by {registration_deadline}; the {event} is on {event_date}.
"""
