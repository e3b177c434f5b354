"""What an entity is to its sentence, and what fields that hold it are called.

Each line names a role, the kind of entity that mostly plays it, and the field's names, the most
usual ones first.
"""

from __future__ import annotations

from typing import Final

from tools.bundled_model.grammar import words

ROLES: Final = """
person person: name; person; full name; person name; who; individual
customer person: customer; customer name; client; client name; name; buyer name; account holder
contact person: contact; contact person; contact name; person to call
sender person: sender; from; sender name; sent by; name of sender
recipient person: recipient; to; recipient name; addressee; receiver; sent to
employee person: employee; employee name; staff member; worker; colleague; team member
hire person: new hire; employee; hire; name; new employee; person hired; appointee
candidate person: candidate; applicant; candidate name; applicant name; name
manager person: manager; boss; supervisor; reports to; line manager; manager name
doctor person: doctor; physician; doctor name; practitioner; with; specialist
patient person: patient; patient name; name of patient
guest person: guest; guest name; reserved by; booked by; name; reservation name
passenger person: passenger; traveller; traveler; passenger name; name
tenant person: tenant; renter; tenant name; lessee
landlord person: landlord; owner; landlord name; lessor
speaker person: speaker; presenter; keynote speaker; lecturer; speaker name
host person: host; organizer; organiser; hosted by; organized by
attendee person: attendee; participant; invitee; guest; attending
donor person: donor; donor name; benefactor; giver; donated by
winner person: winner; prize winner; winner name; awarded to
driver person: driver; driver name; name of driver
chief person: ceo; chief executive; head; leader; director; boss
predecessor person: predecessor; previous holder; former holder; outgoing; previous
successor person: successor; replacement; replaced by; incoming; new
founder person: founder; founded by; founder name; co-founder
analyst person: analyst; analyst name; expert; quoted person
spokesperson person: spokesperson; speaker; press contact; spokesman; quoted person
payer person: payer; payer name; paid by; from
payee person: payee; paid to; beneficiary; to; payee name
seller person: seller; seller name; sold by; vendor; from
buyer person: buyer; buyer name; purchaser; bought by; purchased by; to
teacher person: teacher; instructor; trainer; tutor; coach
student person: student; pupil; learner; student name; trainee
author person: author; writer; author name; written by
assignee person: assignee; responsible; owner; assigned to; person responsible
reporter person: reporter; reported by; complainant; raised by; submitted by
interviewer person: interviewer; interviewed by; panel member
technician person: technician; engineer; technician name; repairer; serviced by
relative person: relative; family member; companion; partner
introducer person: referred by; referrer; introduced by; recommended by
company company: company; company name; organization; organisation; firm; business
acquirer company: acquirer; buyer; buying company; acquiring company; purchaser; bidder
target company: target; acquired company; target company; acquisition; bought company
vendor company: vendor; supplier; seller; vendor name; supplier name; merchant; issued by; biller
client company: client; customer; client name; billed to; customer name; buyer; bill to
employer company: employer; company; organization; workplace
former_employer company: former employer; previous employer; previous company; last employer
partner company: partner; partner company; second company; counterparty; other company
issuer company: issuer; company; listed company; stock; stock name; company name
investor company: investor; lead investor; investors; backer; funded by; fund
startup company: startup; company; company name; start-up; funded company; portfolio company
rival company: competitor; rival; rival company; other company
carrier company: carrier; courier; shipping company; delivery company; shipper; delivered by
airline company: airline; carrier; airline name; flown with; operator
bank company: bank; bank name; lender; financial institution
lender company: lender; bank; creditor; loan provider
retailer company: retailer; store; shop; store name; merchant; seller
broker company: broker; brokerage; research house; bank; analyst firm; firm
insurer company: insurer; insurance company; insurance provider; provider
manufacturer company: manufacturer; maker; brand; producer; company
charity charity: charity; organization; recipient; beneficiary; cause; donated to; organisation
school charity: school; institution; university; college
sponsor company: sponsor; sponsored by; main sponsor; supporter
place place: location; place; where; place name
city city: city; location; place; town; city name; where
country country: country; country name; nation; location
region region: region; area; state; location; province
origin city: origin; from; departure city; from city; origin city; departure; leaving from; start
destination city: destination; to; arrival city; to city; destination city; arrival; going to; end
stopover city: stopover; via; layover; connection; transfer city
venue venue: venue; location; place; venue name; where; site
restaurant venue: restaurant; venue; restaurant name; place; location
address address: address; street address; location; full address
delivery_address address: delivery address; shipping address; deliver to; ship to; address
pickup venue: pickup; pickup location; pick up point; pickup place; from; collected from
dropoff venue: dropoff; drop off location; drop off; to; dropoff place
home city: home town; hometown; home city; lives in; residence; place of residence
birthplace city: birthplace; place of birth; born in; birth place; city of birth
headquarters city: headquarters; based in; head office; hq; base; home base
old_base city: old location; previous location; moved from
new_base city: new location; moved to; new city
site city: site; location; where; plant location; office location
hotel hotel: hotel; hotel name; accommodation; property; staying at
room room: room; room name; location; room number
date date: date; day; when; date mentioned
meeting_date date: meeting date; date; meeting day; appointment date; when; scheduled for
old_date date: old date; original date; previous date; moved from; rescheduled from
new_date date: new date; date; moved to; rescheduled to; updated date
departure_date date: departure date; date; outbound date; travel date; leaving on; depart date
return_date date: return date; return; inbound date; coming back on; back on
start_date date: start date; starts on; start; from; begins; begin date; first day
end_date date: end date; ends on; end; until; last day; finish date; to
due_date date: due date; payment due; pay by; deadline; due; payable by; payment due date
deadline date: deadline; due date; due; submit by; last date; cutoff date; by
invoice_date date: invoice date; issue date; date; issued on; date of issue; billing date
order_date date: order date; date ordered; ordered on; purchase date; date
purchase_date date: purchase date; date; bought on; date of purchase; transaction date
payment_date date: payment date; date; paid on; date paid; transaction date
delivery_date date: delivery date; expected delivery; arrival date; delivered on; date
ship_date date: ship date; shipping date; shipped on; dispatch date; date shipped; sent on
check_in date: check in; check-in date; arrival date; checkin; checkin date
check_out date: check out; check-out date; departure date; checkout; checkout date
expiry_date date: expiry date; expires; expiration date; valid until; end date
birth_date date: birth date; date of birth; birthday; born on; dob
effective_date date: effective date; effective from; takes effect; valid from; start date
closing_date date: closing date; expected closing; completion date; close by; closes
announced date: announcement date; date; announced on; date announced; reported on
trade_date date: trade date; date; trading day
event_date date: event date; date; day; takes place on; when
founded year: founded; founding year; year founded; established; year
opening_date date: opening date; opens on; date; opening; open from
time time: time; hour; at; time of day; when
start_time time: start time; starts at; time; begins at; from; start
end_time time: end time; ends at; until; to; end
departure_time time: departure time; departs at; time; leaves at
arrival_time time: arrival time; arrives at; lands at; landing time
opening_time time: opening time; opens at; open from
closing_time time: closing time; closes at; open until
period quarter: quarter; period; reporting period; fiscal period; time period
duration duration: duration; length; how long; time span; term; period
money payment: amount; sum; money; value; total; amount of money
price price: price; cost; amount; price paid; total price; value
unit_price bill: unit price; price per unit; price each; price; per unit
total payment: total; total amount; amount; amount due; total due; sum; invoice total; balance
deal_value large_money: deal value; price; amount; value; purchase price; transaction value
share_price bill: price; price per share; share price; stock price
target_price bill: price target; target price; target; new target; new price target
old_target bill: old price target; previous target; old target; prior price target
fee bill: fee; amount; charge; fee amount; cost
salary wage: salary; pay; annual salary; compensation; wage; base salary
rent rent: rent; monthly rent; amount; rent amount; price per month
deposit price: deposit; deposit amount
tax price: tax; vat; tax amount; vat amount; sales tax
subtotal price: subtotal; net amount; amount before tax; net total
shipping_cost bill: shipping cost; shipping; delivery fee; shipping fee; postage
discount_amount price: discount; discount amount; savings; reduction
budget payment: budget; budget amount; available budget; amount; maximum price
donation payment: donation; amount; donation amount; gift; donated amount; sum
refund price: refund; refund amount; amount; refunded amount; money back
fine large_money: fine; fine amount; penalty; amount; sum
funding large_money: funding; amount; amount raised; investment; funding amount; round size
revenue large_money: revenue; sales; revenue amount; turnover; amount
profit large_money: profit; net income; earnings; net profit; profit amount
valuation large_money: valuation; company valuation; valued at; market value
loan large_money: loan; loan amount; amount; credit; principal
old_price price: old price; original price; previous price; before
new_price price: new price; price; current price; now
tip bill: tip; tip amount; gratuity
prize payment: prize; prize money; award; winnings; amount
percent percent: percentage; percent; rate; share; change
interest percent: interest rate; interest; rate; annual rate; apr
discount percent: discount; discount rate; percentage off; reduction; percent off
stake percent: stake; share; ownership; percentage; stake size
growth percent: growth; increase; change; growth rate; percent change; rise
drop percent: drop; decrease; decline; change; percent change; fall
tax_rate percent: tax rate; vat rate; vat; tax percentage
commission percent: commission; commission rate; fee percentage
quantity many: quantity; count; number; units; how many; qty; number of items
shares many: shares; number of shares; quantity; share count; volume; amount of shares
guests few: guests; number of guests; party size; people; number of people; headcount
nights few: nights; number of nights; stay; length of stay
rooms few: rooms; number of rooms; room count
seats few: seats; number of seats; tickets; ticket count; number of tickets
jobs many: jobs; number of jobs; positions; job count; employees affected
employees many: employees; headcount; staff; number of employees; employee count; workforce
visitors many: visitors; attendance; number of visitors; attendees; audience
participants few: participants; attendees; number of participants; people
age age: age; years old; age in years; how old
weight weight: quantity; amount; weight; size
ticker ticker: ticker; symbol; ticker symbol; stock symbol; stock ticker; code
other_ticker ticker: second ticker; other symbol; sold ticker
exchange exchange: exchange; stock exchange; market; listed on
invoice invoice: invoice number; invoice; invoice id; invoice no; reference; number; document number
order order: order number; order; order id; reference; order no; purchase order; number
flight flight: flight number; flight; flight no; flight code; number
reference reference: reference; booking reference; confirmation number; reference number; code; id
case reference: case number; ticket; ticket id; case id; reference; ticket number; case
tracking tracking: tracking number; tracking; tracking code; parcel number; tracking id
serial reference: serial number; serial; device id; serial no
account tracking: account number; account; account no; account id
email mailbox: email; email address; e-mail; mail; contact email
phone phone: phone; phone number; telephone; tel; mobile; contact number; number
url page: url; website; link; web page; site; homepage
seat seat: seat; seat number; assigned seat
gate gate: gate; gate number; departure gate
platform gate: platform; track; platform number
table gate: table; table number
version version: version; version number; release; new version
item good: item; product; product name; article; goods; thing
product product: product; product name; item; model
event event: event; event name; occasion; what; title
role job: role; job title; position; title; job; occupation
old_role job: previous role; former role; old title; previous position; former position
department department: department; team; division; unit; group
subject subject: subject; topic; about; purpose; reason; regarding
language language: language; spoken language
given first_name: first name; given name; forename; firstname
family last_name: last name; surname; family name; lastname
action traded: action; side; transaction; transaction type; trade type; buy or sell; type
colour colour: color; colour; item color; shade
language_to language: target language; to language; translated into; into
work work: title; work; name; name of work
other_item good: second item; other item; replacement; replacement item
mother person: mother; mother name; mum; mom
father person: father; father name; dad
child person: child; child name; kid; name of child
nurse person: nurse; nurse name; carer
surgeon person: surgeon; surgeon name; operated by
judge person: judge; judge name; magistrate
lawyer person: lawyer; attorney; solicitor; lawyer name; counsel
plaintiff person: plaintiff; claimant; plaintiff name; suing party
defendant person: defendant; accused; defendant name; sued party
witness person: witness; witness name; eyewitness
officer person: officer; police officer; investigator; inspector
victim person: victim; injured person; victim name
captain person: captain; skipper; captain name
scorer person: scorer; goal scorer; scored by
opponent person: opponent; loser; defeated; beaten by winner
runner_up person: runner-up; second place; second; runner up
third_place person: third place; third; bronze
director person: director; directed by; film director
actor person: actor; lead actor; star; starring
composer person: composer; composed by; music by
singer person: singer; performer; vocalist; sung by
artist person: artist; painter; painted by; artist name
editor person: editor; edited by; editor name
translator person: translator; translated by; interpreter
chef person: chef; cook; cooked by; chef name
heir person: heir; inherited by; beneficiary; heir name
deceased person: deceased; deceased person; deceased name; testator
guarantor person: guarantor; guaranteed by; surety; co-signer
agent person: agent; estate agent; realtor; agent name
inspector person: inspector; inspected by; examiner; checked by
approver person: approver; approved by; authorised by; signed off by
requester person: requester; requested by; requestor
mentor person: mentor; mentor name; mentored by
mentee person: mentee; mentee name; trainee
deputy person: deputy; substitute; stand-in; cover
caller person: caller; caller name; called by; phoned by
callee person: person called; callee; called person
borrower person: borrower; borrower name; loan taker
vet person: vet; veterinarian; vet name
pet first_name: pet; pet name; animal name; animal
bride person: bride; bride name; wife
groom person: groom; groom name; husband
researcher person: researcher; scientist; lead researcher; research leader
moderator person: moderator; chair; chaired by; chairperson
minute_taker person: minute taker; note taker; minutes by
proposer person: proposer; proposed by; motion by
seconder person: seconder; seconded by
mayor person: mayor; mayor name
bidder person: winning bidder; highest bidder; bidder; bidder name
previous_owner person: previous owner; former owner; old owner
new_owner person: new owner; current owner; owned by
neighbour person: neighbour; neighbor; neighbour name
landlady person: landlady; landlady name
parent company: parent company; parent; group; holding company
subsidiary company: subsidiary; daughter company; subsidiary name
contractor company: contractor; main contractor; contractor name
subcontractor company: subcontractor; subcontractor name
auditor company: auditor; audit firm; audited by
law_firm company: law firm; legal adviser; law firm name
agency company: agency; agency name; recruitment agency; recruiter
exporter company: exporter; exported by; exporting company
importer company: importer; imported by; importing company
old_supplier company: old supplier; previous supplier; old provider; former provider
new_supplier company: new supplier; new provider; switched to
old_name company: old name; former name; previous name; formerly known as
new_name company: new name; now called; renamed to
sending_bank company: sending bank; payer bank; bank of sender
receiving_bank company: receiving bank; recipient bank; bank of recipient
underwriter company: underwriter; lead bank; bookrunner
distributor company: distributor; distributed by; reseller; dealer
label company: label; record label; music label
studio company: studio; production company; produced by
developer company: developer; developed by; game studio
publisher company: publisher; published by; publishing house
utility company: utility; energy supplier; utility company; grid operator
old_room room: old room; previous room; original room
new_room room: new room; room now; changed room
old_address address: old address; previous address; former address
new_address address: new address; current address; address from now on
billing_address address: billing address; invoice address; bill to address
old_venue venue: old venue; original venue; previous venue
new_venue venue: new venue; changed venue; venue now
death_place city: place of death; died in; death place
origin_country country: country of origin; origin country; exported from; made in
target_country country: destination country; exported to; country of destination
loading_port city: port of loading; loading port; loaded in
discharge_port city: port of discharge; discharge port; unloaded in
warehouse city: warehouse; warehouse city; stored in
meeting_point venue: meeting point; meet at; assembly point
issue_date calendar: issue date; issued on; date of issue; date issued
admission_date calendar: admission date; admitted on; date of admission
discharge_date date: discharge date; discharged on; goes home on
hearing_date date: hearing date; court date; trial date
verdict_date date: verdict date; ruling date; judgment date
filing_date calendar: filing date; filed on; date of filing; submitted on
approval_date calendar: approval date; approved on; date of approval
death_date calendar: date of death; death date; died on
wedding_date date: wedding date; wedding day; date of wedding
planting_date date: planting date; planted on; sowing date
harvest_date date: harvest date; harvested on; date of harvest
packed_date calendar: packing date; packed on; packaging date
best_before calendar: best before; best before date; use by date
loss_date calendar: date of loss; incident date; date of damage
report_date calendar: report date; date reported; notified on
last_visit calendar: last visit; previous visit; last appointment
next_visit date: next visit; next appointment; follow-up date
sample_date calendar: sample date; sampled on; sample taken on
result_date date: result date; results due; results on
planned_date date: planned date; scheduled date; planned for; target date
actual_date date: actual date; really done on; actual day
sent_date calendar: date sent; posted on; mailing date
received_date calendar: date received; received on; receipt date
interview_date date: interview date; date of interview; interview day
decision_date date: decision date; decision day; decided on
vote_date date: vote date; election date; voting day
registration_deadline date: registration deadline; register by; sign-up deadline
exam_date date: exam date; date of exam; exam day; test date
release_date date: release date; out on; launch date
renewal_date date: renewal date; renews on; next renewal
signing_date calendar: signing date; date signed; date of signature
notice_date calendar: notice date; resigned on; notice given on
last_service calendar: last service; last serviced; last maintenance
next_service date: next service; next maintenance; service due
closed_year year: year closed; closing year; closed in
renovated year: renovated; renovation year; year of renovation
graduation year: graduation year; graduated; year of graduation
old_time time: old time; original time; previous time
new_time time: new time; changed time; time from now on
boarding_time time: boarding time; boarding; boards at
scheduled_time time: scheduled time; planned time; time on schedule
actual_time time: actual time; real time; actual hour
pickup_time time: pickup time; pick-up time; collection time
dropoff_time time: drop-off time; dropoff time; return time
kickoff time: kick-off; kick-off time; kickoff
gross price: gross; gross amount; before tax; gross total
net price: net; net pay; after tax; net sum
old_salary wage: old salary; previous salary; salary before; old pay
new_salary wage: new salary; salary after; new pay; raised salary
expected_salary wage: expected salary; salary expectation; desired salary
current_salary wage: current salary; present salary; salary now
offered_salary wage: offered salary; salary offer; salary offered
opening_balance payment: opening balance; balance before; previous balance
closing_balance payment: closing balance; balance after; new balance
paid_amount price: amount already paid; paid so far; already paid
open_amount price: outstanding amount; still owed; remaining amount; left to pay
asking_price estate: asking price; listed price; price asked
sale_price estate: sale price; selling price; sold for; final price
offer price: offer; offered price; amount offered
counter_offer price: counter offer; counteroffer; counter-offer
start_bid price: starting bid; opening bid; start price
hammer_price price: winning bid; hammer price; highest bid
estimate price: estimate; estimated cost; estimated price; cost estimate
actual_cost price: actual cost; final cost; real cost
premium bill: premium; insurance premium; premium amount
excess bill: excess; deductible; excess amount
coverage large_money: coverage; sum insured; insured amount; cover
damage price: damage; damage amount; loss amount; cost of damage
payout price: payout; payout amount; settlement; amount paid out
hourly_rate bill: hourly rate; rate per hour; hourly pay
adult_price bill: adult price; price for adults; adult ticket
child_price bill: child price; price for children; child ticket
member_price bill: member price; price for members; members pay
guest_price bill: non-member price; price for non-members; guest price
lowest bill: lowest price; low; minimum price
highest bill: highest price; high; peak price
bid_price bill: bid; bid price; buying price
ask_price bill: ask; ask price; asked price
open_price bill: opening price; opened at; open
close_price bill: closing price; closed at; close
old_rent rent: old rent; previous rent; rent before
new_rent rent: new rent; rent after; increased rent
service_charge bill: service charge; utilities; running costs
spent payment: spent; amount spent; actual spending; money spent
remaining payment: remaining; amount left; money left; remaining budget
revenue_before large_money: previous revenue; revenue before; prior-year revenue
forecast large_money: forecast; expected revenue; forecast amount
loss large_money: loss; net loss; loss amount
debt large_money: debt; debts; debt amount
late_fee bill: late fee; late charge; reminder fee
monthly_payment bill: monthly payment; instalment; installment; monthly rate
bonus price: bonus; bonus amount; bonus payment
goal payment: goal; target amount; fundraising goal
raised payment: amount raised; raised so far; collected; money raised
cost_price bill: cost price; wholesale price; buying-in price
retail_price bill: retail price; shop price; recommended price
sent_amount payment: amount sent; sent amount; sum sent
received_amount payment: amount received; received amount; sum received
old_rate percent: old rate; previous rate; rate before
new_rate percent: new rate; rate after; changed rate
votes_for percent: in favour; in favor; votes for; yes votes
votes_against percent: against; votes against; no votes
turnout percent: turnout; voter turnout; election turnout
winner_share percent: winner's share; winning share; vote share of winner
loser_share percent: loser's share; losing share; vote share of loser
margin percent: margin; profit margin
humidity percent: humidity; air humidity
rain_chance percent: chance of rain; rain probability; probability of rain
pass_rate percent: pass rate; share passed; pass percentage
score percent: score; result; test score; mark
battery percent: battery; battery level; charge level
market_share percent: market share; share of the market
rival_share percent: rival's share; competitor's share; share of rival
forecast_growth percent: expected growth; growth forecast; forecast growth
inflation percent: inflation; inflation rate
unemployment percent: unemployment; unemployment rate; jobless rate
ordered_count many: quantity ordered; ordered; ordered quantity; units ordered
delivered_count many: quantity delivered; delivered; delivered quantity; units delivered
adults few: adults; number of adults; adult count
children few: children; number of children; kids
injured few: injured; number of injured; people hurt
dead few: deaths; dead; death toll; killed
stock_before many: old stock; stock before; previous stock
stock_after many: new stock; stock after; remaining stock
votes many: votes; number of votes; vote count
applicants many: applicants; number of applicants; applications
vacancies few: vacancies; open positions; number of vacancies
staff_before many: staff before; previous headcount; old headcount
staff_after many: staff after; new headcount; remaining staff
present few: present; number present; people present
absent few: absent; number absent; people absent
capacity many: capacity; maximum capacity; holds
free_seats few: free seats; seats left; free places
defective few: defective; faulty units; number of defects
cases many: cases; number of cases; confirmed cases
recovered many: recovered; recoveries; number recovered
downloads many: downloads; number of downloads
followers many: followers; number of followers; subscribers
households many: households; homes affected; number of households
animals many: animals; number of animals; herd size
old_duration duration: old duration; originally; previous length
new_duration duration: new duration; extended to; new length
notice_period duration: notice period; notice; period of notice
warranty duration: warranty; warranty period; guarantee
probation duration: probation; probation period; trial period
delay duration: delay; delayed by; how late
waiting_time duration: waiting time; wait; waited for
sentence duration: sentence; prison term; jail term
cooking_time duration: cooking time; baking time; time in the oven
prep_time duration: preparation time; prep time
winning_time duration: winning time; finishing time
old_record duration: old record; previous record; record before
from_account tracking: from account; source account; debited account
to_account tracking: to account; target account; credited account
policy reference: policy number; policy; policy no; insurance policy
contract reference: contract number; contract no; contract id
customer_number reference: customer number; customer id; member number; membership number
old_order order: old order number; original order; first order
new_order order: new order number; replacement order; new order
container tracking: container; container number; container id
batch reference: batch; batch number; lot number
meter reference: meter number; meter; meter id
permit reference: permit number; permit; licence number; license number
plate reference: licence plate; number plate; license plate; plate
passport reference: passport number; passport; passport no
outbound_flight flight: outbound flight; flight out; outward flight
return_flight flight: return flight; flight back; flight home
old_seat seat: old seat; previous seat; original seat
new_seat seat: new seat; changed seat; seat now
old_gate gate: old gate; previous gate; original gate
new_gate gate: new gate; changed gate; gate now
old_version version: old version; previous version; version before
new_version version: updated version; updated to; version after
old_phone phone: old number; old phone; previous number
new_phone phone: new number; new phone; number from now on
office_phone phone: office phone; work phone; landline; office number
mobile phone: mobile; mobile number; cell phone; cell
old_email mailbox: old email; previous email; old email address
new_email mailbox: new email; new email address; email from now on
sender_email mailbox: sender email; email of sender; from address
recipient_email mailbox: recipient email; email of recipient; to address
old_product product: old model; previous model; old product
new_product product: new model; newer model; successor model
rival_product product: rival product; competing product; rival model
gift good: gift; present; gift item
trade_in good: trade-in; item traded in; traded-in item
missing_item good: missing item; missing product; what is missing
sequel work: sequel; second part; follow-up
old_title work: old title; working title; former title
new_title work: new title; final title; renamed
old_department department: old department; previous department; former team
new_department department: new department; new team; department now
native_language language: native language; mother tongue; first language
other_language language: foreign language; second language; language learned
other_colour colour: other colour; second colour; wanted colour
president person: president; head of state; president name
headteacher person: headteacher; headmaster; head teacher
politician person: politician; politician name; senator; minister
copied person: cc; copied to; in copy
referee person: referee; umpire; referee name
player person: player; player name
notary person: notary; notary public; notary name
reviewer person: reviewer; reviewed by; reviewer name
midwife person: midwife; midwife name
subtenant person: subtenant; sublet to; subtenant name
excused person: excused; apologies; apologies from
photographer person: photographer; photo by; pictures by
guide person: guide; tour guide; guide name
population many: population; inhabitants; number of residents
home_country country: home country; country of origin
visited_country country: destination country; country of destination; country visited
farmer person: farmer; grower; farmer name
auctioneer person: auctioneer; auctioneer name; auction led by
claimed price: amount claimed; claim amount; claimed
early_price bill: early price; early-bird price; price for early bookers
late_price bill: late price; price later; full price
number_before many: previous number; number before; earlier number
number_after many: new number; number after; later number
lot gate: lot; lot number; lot no
line gate: line; line number; production line
pump gate: pump; pump number; pump no
"""
GENERIC: Final = frozenset(
    words(
        """name|person|individual|who|company|organization|organisation|firm|business|location
place|where|city|town|country|date|day|when|time|hour|amount|sum|money|value|price|cost|number
reference|code|id|title|quantity|count|rate|share|change|percentage|percent|units|period|position
role|item|product|thing|deadline due|due|with|bank|new|old|owner|leader|speaker|address|full name
company name|person name|total price|number of items|how many|state|area|organization name|head
what|topic|at|by|now|before|market|merchant|expert|engineer|reason|amount of money|goods|article
product name|city name|place name|volume|current price|charge|reduction|return|location name
start|end|until|finish|begins|from|to|date mentioned"""
    )
)
"""Names that several entities of a kind might claim; used where there is but one."""
