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
sender person: sender; from; sender name; author; sent by; written by; signed by
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
driver person: driver; driver name; courier; delivered by
chief person: ceo; chief executive; head; leader; director; boss
predecessor person: predecessor; previous holder; former holder; outgoing; previous
successor person: successor; replacement; replaced by; incoming; new
founder person: founder; founded by; founder name; co-founder
analyst person: analyst; analyst name; expert; quoted person
spokesperson person: spokesperson; speaker; press contact; spokesman; quoted person
payer person: payer; payer name; paid by; from; debtor
payee person: payee; paid to; beneficiary; to; payee name; creditor
seller person: seller; seller name; sold by; vendor; from
buyer person: buyer; buyer name; purchaser; bought by; purchased by; to
teacher person: teacher; instructor; trainer; tutor; coach
student person: student; pupil; learner; student name; trainee
author person: author; writer; author name; written by
assignee person: assignee; responsible; owner; assigned to; person responsible
reporter person: reporter; reported by; complainant; raised by; submitted by
interviewer person: interviewer; interviewed by; panel member
technician person: technician; engineer; technician name; repairer; serviced by
relative person: relative; companion; accompanied by; travelling with; partner
introducer person: referred by; referrer; introduced by; recommended by
company company: company; company name; organization; organisation; firm; business
acquirer company: acquirer; buyer; buying company; acquiring company; purchaser; bidder
target company: target; acquired company; target company; acquisition; seller; bought company
vendor company: vendor; supplier; seller; vendor name; supplier name; merchant; issued by; biller
client company: client; customer; client name; billed to; customer name; buyer; bill to
employer company: employer; company; new employer; organization; joined company; workplace
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
old_base city: old location; previous location; moved from; old headquarters
new_base city: new location; moved to; new headquarters; new city
site city: site; location; where; plant location; office location
hotel hotel: hotel; hotel name; accommodation; property; staying at
room room: room; meeting room; room name; location; room number
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
trade_date date: trade date; date; executed on; transaction date; trading day
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
unit_price bill: unit price; price per unit; price each; price per share; price; per unit
total payment: total; total amount; amount; amount due; total due; sum; invoice total; balance
deal_value large_money: deal value; price; amount; value; purchase price; transaction value
share_price bill: price; price per share; share price; stock price; execution price
target_price bill: price target; target price; target; new target; new price target
old_target bill: old price target; previous target; old target; prior price target
fee bill: fee; amount; charge; fee amount; cost
salary wage: salary; pay; annual salary; compensation; wage; base salary
rent rent: rent; monthly rent; amount; rent amount; price per month
deposit price: deposit; security deposit; deposit amount; down payment
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
old_price price: old price; original price; previous price; before; regular price
new_price price: new price; price; current price; now; sale price
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
item good: item; product; product name; article; goods; what was ordered; thing
product product: product; product name; item; model; new product
event event: event; event name; occasion; what; title
role job: role; job title; position; title; job; new role; occupation
old_role job: previous role; former role; old title; previous position; former position
department department: department; team; division; unit; group
subject subject: subject; topic; about; purpose; reason; regarding
language language: language; spoken language
given first_name: first name; given name; forename; firstname
family last_name: last name; surname; family name; lastname
action traded: action; side; transaction; transaction type; trade type; buy or sell; type
colour colour: color; colour; item color; shade
language_to language: target language; to language; translated into; into
work work: title; work; name; project; project name
other_item good: second item; other item; replacement; replacement item
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
start|end|until|finish|begins|from|to"""
    )
)
"""Names that several entities of a kind might claim; used where there is but one."""
