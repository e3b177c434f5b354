"""Invoices, orders, complaints, rents and gifts."""

SENTENCES = """
@invoice
Invoice {invoice} from {vendor} [over|for] {total} is due on {due_date}.
[Please find attached|Attached is|Here is|Enclosed is] invoice {invoice}[ dated {invoice_date}|] \
for {total}[, payable by {due_date}|].
Invoice {invoice}[, issued on {invoice_date},|] [bills|charges] {client} {total} for {quantity} \
{item}.
{vendor} billed {client} {total}[ for {item}|][ on {invoice_date}|]. [Payment is due|Please \
pay|It must be paid] by {due_date}.
[We received|I got|There is] a bill from {vendor} for {total}[, invoice number {invoice}|][, due \
{due_date}|].
[Our|The] invoice {invoice} of {invoice_date} for {total} [is still open|is overdue|has not been \
paid][. Please pay by {due_date}|].
Reminder: [invoice {invoice}|your invoice {invoice}] ({total}) [was due on|should have been paid \
by] {due_date}.
Subtotal {subtotal}, VAT {tax}, total {total}[. Invoice {invoice}, {invoice_date}|].
{payer} [paid|has paid|transferred|sent] {money} to {payee}[ on {payment_date}|][ for {item}|].
{payer:company} [paid|wired|transferred] {money} to {payee:company}[ on {payment_date}|][, \
reference {reference}|].
[We got|We received|Received] {money} from {payer}[ on {payment_date}|][ for invoice {invoice}|].
I [paid|spent|gave] {price} [on|for] the {item}[ at {retailer}|][ on {purchase_date}|].
{person} [paid|spent] {price} at {retailer}[ in {city}|][ on {purchase_date}|].
{person} owes {payee} {money}[ since {date}|].
[The fee|The annual fee|The membership fee] is {fee}[ plus {tax} tax|][, to be paid to \
{payee:company} by {due_date}|].
Your card ending in {account:gate} was charged {money} by {retailer}[ on {payment_date}|].
Your [account|account {account}] at {bank} was debited {money} on {payment_date}[ by \
{payee:company}|].
[Transfer|Please transfer|Send|Please wire] {money} to {payee}[, account {account}|][ by \
{due_date}|].
Please credit {refund} to {customer}[ for order {order}|][ by {due_date}|].
Bill to: {client}. Amount: {total}. Due: {due_date}[. Invoice no. {invoice}|].
{customer} [has an open balance of|still owes us] {money}[ on invoice {invoice}|][; the deadline \
is {due_date}|].
[We charge|{company} charges] {unit_price} per unit, so {quantity} units of {item} come to \
{total}.
@order
{customer} ordered {quantity} {item}[ on {order_date}|][ for {total}|][, order {order}|].
Order {order}[ from {customer}|]: {quantity} x {item} at {unit_price}[, total {total}|].
[I'd like to order|I want to order|Please send us|We need|Can we get] {quantity} {item}[ by \
{deadline}|][ to {delivery_address}|].
[We would like a quote|We'd like an offer|Please quote us a price] for {quantity} {item}[, \
delivered to {delivery_address}|]. [Contact|Our contact is] {contact}[ at {email}|].
Your order {order} [has shipped|was shipped|is on its way][ with {carrier}|][ and should arrive \
on {delivery_date}|][. Tracking number: {tracking}|].
{carrier} [will deliver|delivers] [your parcel|parcel {tracking}] [on {delivery_date}|to \
{delivery_address} on {delivery_date}][ between {start_time} and {end_time}|].
The {item} [was delivered|arrived|came] on {delivery_date}[, but I ordered {other_item}|][; \
order {order}|].
[I bought|I got|We bought] the {item} [from|at] {retailer}[ in {city}|] on {purchase_date}[ for \
{price}|].
{customer} bought the {item} [from|at] {retailer} for {price}[ on {purchase_date}|].
{buyer} bought {quantity} {item} from {seller}[ for {total}|][ on {purchase_date}|].
{seller} sold {quantity} {item} to {buyer}[ for {total}|][ on {purchase_date}|].
{seller} sold [his|her|the old|their] {item} to {buyer} for {price}[ in {city}|].
[Selling|For sale:] {item}, {price}[, pick up in {city}|][. Call {contact} at {phone}|].
The {item} [costs|is|goes for] {new_price} instead of {old_price}[ until {end_date}|][ at \
{retailer}|].
[Get|Save] {discount} [off|on] {item:good}[ at {retailer}|] until {end_date}[ with code \
{reference}|].
{vendor} [will ship|ships|is going to ship] {quantity} {item} to {client} on {ship_date}[; they \
arrive on {delivery_date}|].
[Please deliver|Deliver|Bring] {quantity} {item} to {delivery_address} [on|by] {delivery_date}[ \
and ask for {contact}|].
The parcel [for|to] {recipient} [from {sender} |]was left at {address}[ on {delivery_date}|].
{driver} picks up {quantity:weight} of {item:good} in {origin} and takes it to {destination}[ on \
{ship_date}|].
{weight} of {item:good} were shipped from {origin} to {destination} [by|with] {carrier}[ on \
{ship_date}|].
A container with {quantity} {item:good} left {origin} on {ship_date} and reaches {destination} \
on {delivery_date}.
We are [short of|running out of] {item:good}: please reorder {quantity} from {vendor}[ at \
{unit_price} each|].
The price of {item} [went up|rose|goes up] from {old_price} to {new_price}[ on {effective_date}|].
@complaint
My {item}[ from order {order}|] [is broken|stopped working|arrived damaged|never arrived]. [I \
want|Please refund|I would like back] {refund}[. {customer}|].
I [returned|sent back] the {item} on {date} [and still wait for|but have not received] my refund \
of {refund}[. Order {order}|].
{customer} complains that the {item} bought on {purchase_date} [does not work|is faulty|is the \
wrong size][ and wants {refund} back|].
Ticket {case}: {reporter} [reports|says] that the {item} [is broken|makes a strange noise|won't \
start][. Assigned to {assignee}|].
{technician} repaired the {item} of {customer}[ on {date}|][ for {price}|].
The {item} with serial number {serial} was serviced by {technician} on {date}.
[I was charged|You charged me|They charged me] {new_price} instead of {old_price}[ for the \
{item}|] on {payment_date}[. My email is {email}|].
The warranty of your {item} [ends|expires] on {expiry_date}[; repairs cost {price}|].
Your subscription to {product:product} [renews|will renew] on {date} for {price}[ and is billed \
to {email}|].
Your password for {email} expires on {expiry_date}.
{company} released version {version} of {product:product}[ on {date}|].
@insurance
{insurer} [pays|paid|will pay] {customer} {money}[ for the damage of {date}|][ under policy \
{reference}|].
{customer} reported damage of {money} to {insurer} on {date}[; the claim number is {case}|].
@bank
{customer} [opened an account|took out a loan|signed a mortgage] [at|with] {bank} on {date}[ \
with {money}|].
Withdraw {money} from account {account}[ on {date}|].
Move {money} from {payer:department} to {payee:department}[ before {deadline}|].
@rent
The rent [is|will be] {rent} per month[, plus a deposit of {deposit}|][, starting {start_date}|].
{tenant} [rents|is renting|has rented] a flat [at {address}|in {city}] from {landlord} for \
{rent} a month[ from {start_date}|].
{landlord} [lets|rents out] the flat at {address} to {tenant}[ for {rent}|][ until {end_date}|].
[A flat|An apartment|A studio|A house] in {place} [costs|is] {rent} a month[; the deposit is \
{deposit}|][. Free from {start_date}|].
{tenant} must pay {rent} to {landlord} by {due_date}[, IBAN ending {account:gate}|].
[The lease|The contract] for {address} [ends|runs out] on {end_date}[; {tenant} moves to \
{destination}|].
The house at {address} was sold for {price:estate}[ to {buyer}|][ by {seller}|].
@donation
{donor} [donated|gave|has given|is giving] {donation} to {charity}[ on {date}|][ in {city}|].
{charity} [received|got] {donation} from {donor}[ on {date}|].
{donor:company} [donates|pledged|will give] {donation} to {charity}[ in {place}|].
[A donation|A gift] of {donation} [came|arrived] from {donor}[ on {date}|]; it goes to {charity}.
The {event} [raised|brought in] {donation} for {charity}[ on {date}|].
"""
