"""More deals, hirings, bills and deliveries, told from every side and in every order."""

SENTENCES = """
@deal
[On {announced}, |]{target} was [bought|acquired|taken over] by {acquirer}[ for {deal_value}|].
In a {deal_value} deal, {acquirer} [took over|bought|acquired|swallowed] {target}[ on \
{announced}|].
{target} goes to {acquirer}[ for {deal_value}|][; the deal closes on {closing_date}|].
The buyer of {target} is {acquirer}[, and the price is {deal_value}|].
{target} has a new owner: {acquirer}[. The price: {deal_value}.|]
For {deal_value}, {target} [changed hands|changes hands]; the new owner is {acquirer}.
It was {acquirer} that [bought|acquired|won] {target}[, paying {deal_value}|].
{acquirer}'s [purchase|takeover|acquisition] of {target} [closed|was completed|became final] on \
{closing_date}[ and cost {deal_value}|].
{target} is now [part of|owned by|in the hands of] {acquirer}[, which paid {deal_value} for it|].
[{deal_value} is what|About {deal_value} is what] {acquirer} [paid|will pay|is paying] for \
{target}[, it emerged on {announced}|].
{acquirer} beat {rival} to [buy|win|acquire] {target}[ with an offer of {deal_value}|].
{target} turned down [an offer|a bid] of {deal_value} from {acquirer}[ on {announced}|].
{seller:company} sells {target} to {acquirer}[ for {deal_value}|][ on {closing_date}|].
{seller:company} is the seller, {buyer:company} the buyer[; the price is {deal_value}|].
Buyer: {buyer:company}. Seller: {seller:company}.[ Price: {price:large_money}.|][ Closing: \
{closing_date}.|]
Seller: {seller}, buyer: {buyer}[, price {price}|][, item: {item}|]
Bought by {acquirer}, sold by {seller:company}: {target}[, {deal_value}|].
To {buyer:company} from {seller:company}: {quantity} {item}[ for {total}|].
[Shareholders of|The board of|The owners of] {target} [accepted|approved|backed] the {deal_value} \
[bid|offer] [by|from|made by] {acquirer}[ on {date}|].
[Regulators|The courts] [blocked|cleared|approved] the [sale|takeover] of {target} [by|to] \
{acquirer}[ on {date}|].
Who owns {target} now? {acquirer} does[, for {deal_value}|][, since {closing_date}|].
{acquirer} already [held|owned] {stake} of {target} and now buys the rest[ for {deal_value}|].
A {stake} stake in {target} [was bought by|went to|passed to] {acquirer}[ for {deal_value}|][ in \
{period}|].
{seller:company} gave up its {stake} stake in {issuer}; {buyer:company} [took it|picked it \
up|bought it][ for {deal_value}|].
With {stake} of the shares, {investor} is [the largest owner|the biggest shareholder|now in \
control] of {issuer}.
{investor:person} [raised|cut|lifted] [his|her] stake in {company} to {stake}[ on {date}|].
[Talks between|A merger between|A deal between] {acquirer} (buyer) and {target} (seller) [fell \
through|collapsed|is off|failed][ on {date}|][ over the price of {price:large_money}|].
Founded by {founder}[ in {founded}|], {target} was sold to {acquirer}[ for {deal_value}|].
{target}, founded in {founded}, has been sold; {acquirer} [gets|takes] it for {deal_value}.
{acquirer} of {headquarters} [wants to buy|is eyeing|plans to buy|is in talks to buy] {target}[ \
and offers {deal_value}|].
Sources say {acquirer} [may|could|might] [buy|acquire] {target} [for|at] {deal_value}[, perhaps \
by {closing_date}|].
{spokesperson} confirmed that {target} [will be sold|has been sold|is going] to {acquirer}[ for \
{deal_value}|].
{deal_value} in cash: {acquirer} [buys|gets|takes over] {target}.
did you hear, {acquirer} [just bought|is buying|bought] {target}[ for {deal_value}|]
@funding
{funding} [went|goes|has gone] to {startup}[ from {investor}|][ on {announced}|].
From {investor} comes {funding} for {startup}[, now valued at {valuation}|].
The {funding} round of {startup} was [led by|paid for by|backed by] {investor}[ and closed on \
{closing_date}|].
Led by {investor}, the round [brings|brought|gives] {startup} {funding}[ at a valuation of \
{valuation}|].
With {funding} from {investor}, {startup} [wants|plans|hopes] to [hire more people|open an office \
in {site}|grow abroad].
Fresh money for {startup}: {investor} [puts in|invests|adds] {funding}[ at a {valuation} \
valuation|].
{startup} is [now worth|valued at|worth] {valuation} after [raising {funding}|a {funding} round][ \
in {period}|].
In {headquarters}, {startup} [has won over|convinced|found] {investor}, which [gives it|invests] \
{funding}.
Valued at {valuation}, {startup} [raised|took in|collected] {funding}[ on {announced}|].
{investor} is backing {startup}[, run by {chief},|] with {funding}.
{founder}, who founded {startup}, [raised|got|secured] {funding} from {investor}[ in {period}|].
@loan
{customer:company} [borrowed|has borrowed|took] {loan} from {lender}[ at {interest}|][ on \
{date}|].
{loan} was lent to {customer:company} by {lender}[ at {interest}|][ for {duration}|].
{lender} is the lender and {customer:company} the borrower; the loan is {loan}[ at {interest}|].
From {lender}, {customer} [got|received|was given] a loan of {loan}[, due on {due_date}|].
At {interest} interest, {customer} borrows {loan} from {lender}[ over {duration}|].
A loan of {loan}, [granted|given|made] to {client} by {lender}, [must be repaid|falls due|is due] \
[by|on] {due_date}.
[By|Before] {due_date}, {client} must [repay|pay back|return] {loan} to {lender}.
{bank} [turned down|rejected|approved] {customer}'s [request|application] for {loan}[ on {date}|].
{payer} [borrowed|had borrowed] {money} from {payee} and [paid it back|returned it][ on \
{payment_date}|].
[I lent|We lent|I gave] {recipient} {money}[ on {date}|][; {recipient} pays me back by \
{due_date}|].
The mortgage of {customer} [at|with] {bank} comes to {loan}[, {interest} over {duration}|].
@trade
At {share_price} [each|a share|apiece], {buyer} [bought|picked up|got] {shares} shares of \
{issuer}[ on {trade_date}|].
On {trade_date}, {shares} shares of {issuer} were [bought|purchased] by {buyer} at {share_price}.
{shares} {issuer} shares [went|passed] from {seller} to {buyer}[ at {share_price}|][ on \
{trade_date}|].
{buyer} took {shares} shares of {issuer} [off|from] {seller}[ at {share_price} each|].
[Filled|Executed|Done]: {shares} {ticker} at {share_price}[, {trade_date}|][, fee {fee}|].
{trade_date}: {action} {shares} {ticker} at {share_price}[, commission {fee}|].
{ticker}: {shares} shares {action} at {share_price}[ on {trade_date}|][ for {customer}|].
[Our|My|Your] [order|limit order] for {shares} shares of {issuer} [was filled|filled|went \
through] at {share_price}[ on {trade_date}|].
Order {order}: {shares} shares of {ticker}, filled at {share_price}[ on {exchange}|][, total \
{total}|].
{broker} [filled|executed] {customer}'s order for {shares} {ticker} at {share_price}[ on \
{trade_date}|].
For {customer}, we {action} {shares} shares of {issuer}[ ({ticker})|] at {share_price}[ on \
{trade_date}|].
[Sell|Dump|Get rid of] {other_ticker} and [buy|put it into|get] {ticker} [instead|with the \
money][ at {share_price}|].
[Swap|Switch] {shares} {other_ticker} [for|into] {ticker}[ before {deadline}|].
{seller} no longer [owns|holds] {issuer}: the {shares} shares went for {share_price} each[ on \
{trade_date}|].
[Listed|Trading] on {exchange} as {ticker}, {company} [closed at|ended at|trades at] \
{share_price}[ on {trade_date}|].
A share of {issuer} [cost|was worth|changed hands at] {share_price} on {trade_date}[, {growth} \
more than before|].
[Down|Off] {drop}: {issuer}[ ({ticker})|] [slid|fell|sank] to {share_price}[ on {trade_date}|].
{growth} [higher|up] [on the day|at the close], {issuer}[ ({ticker})|] [ended|finished] at \
{share_price}.
@analyst
{analyst} [at|from|with] {broker} [expects|sees|thinks] {issuer}[ ({ticker})|] [at|to reach|to \
hit] {target_price}[ by {deadline}|].
{broker}'s {analyst} [now puts|puts|sets] the target for {issuer} at {target_price}[, up from \
{old_target}|, after {old_target}|].
The target for {issuer} goes from {old_target} to {target_price}, says {analyst}[ of {broker}|].
From {old_target} to {target_price}: {broker} [lifts|changes|cuts] its target for {issuer}[ \
({ticker})|].
To {target_price} from {old_target} [goes|moves] the [target|price target] [for|on] {issuer}[ at \
{broker}|].
{issuer}[ ({ticker})|] was [upgraded|downgraded|cut|raised] by {broker}[ on {date}|]; the new \
target is {target_price}[, the old one was {old_target}|].
[“Buy {issuer}”|“Sell {issuer}”], [says|writes|advises] {analyst}, [analyst at|who works for] \
{broker}[; target {target_price}|].
According to {analyst} of {broker}, {issuer} is worth {target_price} a share.
@earnings
[In|For] {period}, [sales|revenue] at {company} [came to|reached|hit|were] {revenue}[, {growth} \
more than a year before|][, {chief} said|].
[Revenue|Sales] of {revenue} [and a profit of {profit}|in all]: that is what {company}[ \
({ticker})|] [reported|posted] for {period}.
{profit} [was|is] the profit of {company} in {period}[, on sales of {revenue}|].
{company}'s {period} [sales|revenue] [rose|grew|climbed] {growth} to {revenue}[, while profit was \
{profit}|].
{company}'s [sales|revenue] [fell|shrank|dropped] {drop} to {revenue} in {period}.
[Profit|Net income] at {company} [was|came in at|hit] {profit}, [up {growth}|down {drop}][ in \
{period}|].
{chief}, who runs {company}, expects [sales|revenue] of {revenue} [in|for] {period}.
On {announced} {company} [will publish|publishes|presents] its results for {period}[; revenue of \
{revenue} is expected|].
@fine
A fine of {fine} was [imposed on|given to|handed to] {company}[ on {date}|][ in {country}|].
{fine}: that is the fine {company} [must pay|has to pay|got][ by {due_date}|].
{country} [fined|has fined] {company} {fine}[ on {date}|][ for price fixing|].
{company} [has to|must|will] pay [a penalty|a fine] of {fine}[ to {country}|][ by {due_date}|].
{company} [sued|is suing|took to court] {rival} for {money:large_money}[ on {date}|][ in {city}|].
{payer:company} must pay {payee:company} {money:large_money} [in damages|after losing in court][, \
a judge in {city} ruled|].
@jobs
{jobs} jobs [are to go|will be lost|are at risk] at {company}[ in {site}|][ by {deadline}|].
[In {site}, |]{company} [is letting|let|will let] {jobs} people go[ on {effective_date}|].
[By|Before] {deadline}, {jobs} [workers|people|employees] [must|will] leave {company}[, \
{spokesperson} said|].
{company}, which [employs|has] {employees} people, [is cutting|will cut] {jobs} jobs[ in {site}|].
{site} gets a new [plant|factory|office|store]: {company} [opens it|will open it] on \
{opening_date}[ and needs {jobs} people|].
On {opening_date} a new [branch|shop|plant] of {company} [opens|will open] in {site}.
{jobs} new jobs [come|are coming] to {site}, [where {company} is building a plant|thanks to \
{company}].
{company} [leaves|is leaving|left] {old_base} for {new_base}[ on {date}|].
To {new_base} from {old_base}: {company} [is moving|moves] [its head office|house][ in {period}|].
{company} [closes|is closing|shut] its [plant|office|store] in {site}[ on {closing_date}|][, \
which costs {jobs} jobs|].
@hiring
{employer}'s new {role} is {hire}[, who comes from {former_employer}|][, starting on \
{start_date}|].
As {role}, {employer} [hired|has chosen|picked] {hire}[ of {former_employer}|].
From {start_date}, {hire} will be {role} [at|of] {company}[ instead of {predecessor}|].
[After {duration} at|Coming from|Formerly with] {former_employer}, {hire} [joins|moves to|now \
works for] {employer}[ as {role}|].
{former_employer} loses {hire} to {employer}[, where the new job is {role}|].
{employer} [lured|poached|hired] {hire} [away from|from] {former_employer}[ to be {role}|].
{hire} [goes|moves|switches] from {former_employer} to {employer}[ on {start_date}|][ as {role}|].
{predecessor} is out, {successor} is in[: {company} has a new {role}|][ as {role}|][ from \
{effective_date}|].
{predecessor} hands over to {successor}[ on {effective_date}|][, who becomes {role}|].
{predecessor} will be [replaced|succeeded|followed] by {successor}[ on {effective_date}|][ as \
{role} of {company}|].
Taking over from {predecessor} [as {role} |]is {successor}[, starting {start_date}|].
The successor of {predecessor} is [called|named] {successor}[ and starts on {start_date}|].
Please welcome {hire}, [our new|who joins us as] {role}[ in {department}|]![ First day: \
{start_date}.| Your manager is {manager}.|]
New in {department}: {hire}, {role}[, from {start_date}|][, reporting to {manager}|].
[Once|Until now] {old_role}, {employee} is now {role}[ at {company}|][ in {department}|].
{manager} [promoted|has promoted] {employee} to {role}[ on {effective_date}|][ with a salary of \
{salary}|].
{employee} was promoted to {role} by {manager}[ on {effective_date}|].
From {old_role} to {role}: {employee} [has been promoted|moves up|gets a new job][ on \
{effective_date}|].
[Congratulations|Congrats] to {employee}, who [became|is now] {role}[ after being {old_role}|].
{employee}'s [boss|manager|supervisor] is {manager}[ of {department}|].
{manager} is [the boss of|the manager of|in charge of] {employee}[ in {department}|].
{manager} [manages|leads|supervises] {employee}[ and the rest of {department}|][ since \
{start_date}|].
{employee} [works under|answers to|takes orders from] {manager}[ in {department}|].
In {department}, {employee} [answers|reports] to {manager}, not to {predecessor}.
Manager: {manager}. Employee: {employee}.[ Department: {department}.|][ Salary: {salary}.|]
Employee {employee}, manager {manager}[, leave from {start_date} to {end_date}|]
[Starting {effective_date}, |]{employee} will [make|earn|be paid] {salary}[ at {employer}|][ as \
{role}|].
{salary} a year is what {employer} [pays|offers] {employee}[ as {role}|].
The salary of {employee}[, {role} at {employer},|] [is|was raised to|goes up to] {salary}[ on \
{effective_date}|].
For {salary} a year, {candidate} [would come|will start|agreed to work] as {role}[ at {company}|].
{employer} gave {employee} a [pay rise|raise] of {growth}[, so the salary is now {salary}|].
{interviewer}, [please interview|please talk to|you will interview] {candidate}[ for the {role} \
job|] on {meeting_date}[ at {time}|].
{candidate} was interviewed by {interviewer}[ on {date}|][ for the position of {role}|].
{candidate} was [recommended|suggested] by {introducer}[ for the {role} job|].
{employee} [resigned|quit|gave notice]; the last day [at {former_employer} |]is {end_date}[, and \
{successor} takes over|].
[While {employee} is away|With {employee} on leave], {assignee} [covers|does the work][ from \
{start_date} to {end_date}|].
@contract
{vendor} [will supply|supplies|is to supply] {client} with {quantity} {item}[ for {money}|][ by \
{deadline}|].
{client} gets {quantity} {item} from {vendor}[ under a contract of {date}|].
[Under|In] [a|the] contract worth {money}, {vendor} [works for|supplies|delivers to] {client}[ \
until {end_date}|].
The contract between {vendor} (supplier) and {client} (customer) [starts|takes effect] on \
{start_date}[ and ends on {end_date}|].
[Starting|From] {start_date}, {vendor} [cleans|works|builds] for {client}[ for {fee} a month|].
Signed on {date}: {client} [hires|takes on] {vendor} for {duration}[ at {fee}|].
The contract went to {vendor}, not to {rival}[; it is worth {money}|].
{client} [cancelled|ended|did not renew] its contract with {vendor}[ on {date}|][, worth {money} \
a year|].
@invoice
{vendor} sent {client} an invoice [of|for|over] {total}[ on {invoice_date}|][, due on \
{due_date}|].
{client} got [a bill|an invoice] of {total} from {vendor}[ for {item}|][, due on {due_date}|].
[By|Before] {due_date}, {client} [must|has to|should] pay {vendor} {total}[ for invoice \
{invoice}|].
Due {due_date}: {total} to {vendor}[, invoice {invoice}|].
{total} is [due|payable|outstanding] on {due_date}[ for invoice {invoice}|][ of {invoice_date}|].
From: {vendor}. To: {client}. Invoice {invoice}, {total}[, due {due_date}|].
Billed by {vendor} to {client}: {total}[ on {invoice_date}|].
[Dated|Issued] {invoice_date}, invoice {invoice} [asks for|comes to|is for] {total}[ and must be \
paid by {due_date}|].
On {invoice_date}, {client} was [billed|invoiced|charged] {total} by {vendor}[ for {item}|].
[Have we paid|Did anyone pay|Has someone paid] {vendor} for invoice {invoice}? It was {total}[ \
and due on {due_date}|].
{total} for {quantity} {item}[, {vendor}, invoice {invoice}|][, {invoice_date}|].
@payment
{payee} [was paid|received|got] {money} [by|from] {payer}[ on {payment_date}|].
To {payee}, {payer} [paid|sent|transferred] {money}[ on {payment_date}|].
From {payer} to {payee}: {money}[, {payment_date}|][, reference {reference}|].
To {payee} from {payer}: {money}[ on {payment_date}|].
On {payment_date}, {money} [went|was sent|was transferred|was wired] from {payer} to {payee}.
{money} [was paid|has been paid|was sent] to {payee} by {payer}[ on {payment_date}|][ for \
{item}|].
{money} reached {payee:company} on {payment_date}; it came from {payer:company}.
{payer} is the payer, {payee} the payee[, the amount is {money}|].
Payee: {payee}, payer: {payer}, amount: {money}[, date: {payment_date}|]
It was {payer} who paid {payee}[ the {money}|][ on {payment_date}|].
A [payment|transfer] of {money} from {payer} [arrived|came in|was received][ on \
{payment_date}|][; {payee} says thanks|].
{payer} still owes {payee} {money}[ for the {item}|][, due {due_date}|].
{payee} is [waiting for|still waiting for|expecting] {money} from {payer}[ since {date}|].
{payer}, [please pay|pay|please send] {payee} {money}[ for the {item}|][ by {due_date}|].
hey {payer}, you [owe|still owe] {payee} {money}[ for the {item}|]
{payee}'s [bill|fee] of {money} was [settled|paid] by {payer}[ on {payment_date}|].
For the {item}, {payer} [gave|paid|handed] {payee} {money}[ on {payment_date}|].
With {bank} as the bank, {payer} [wired|moved] {money} to {payee}[ on {payment_date}|].
@receipt
{retailer}, {purchase_date}: {item} {price}[, tip {tip}|][, tax {tax}|][, total {total}|]
Receipt from {retailer}[ in {city}|]: {quantity} {item}, {total}[, {purchase_date}|].
[Thank you for shopping|Thanks for shopping] at {retailer}! You paid {total}[ on \
{purchase_date}|][, including {tax} tax|].
At {retailer}, {customer} [bought|paid for|picked out] the {item}[ on {purchase_date}|][: \
{price}|].
{price} [is what|was what] {customer} paid for the {item}[ at {retailer}|][ on {purchase_date}|].
[Lunch|Dinner|Coffee] on {date} with {attendee}: {total}[ plus {tip} tip|], paid by {payer}.
The {item} that {buyer} [bought|got] from {seller} cost {price}[, paid on {payment_date}|].
The {item} was [sold|given] to {buyer} by {seller}[ for {price}|][ on {date}|].
{buyer}'s {item} [used to belong|belonged] to {seller}, who [sold it|let it go] for {price}.
For {price}, {seller} let {buyer} have the {item}[ on {date}|].
From {seller}, {buyer} [got|bought] the {item}[ for {price}|][ in {city}|].
@refund
{refund} was [refunded|returned|paid back] to {customer} by {retailer}[ on {date}|].
{customer} got {refund} back from {retailer}[ for the {item}|][ on {date}|].
{retailer} [refunded|reimbursed] {customer} {refund}[ for order {order}|][ on {payment_date}|].
[On|By] {date}, {retailer} [will give|gives] {customer} {refund} back[ for the {item}|].
For order {order} [a refund of {refund} was issued|you get {refund} back][ on {date}|][. \
{retailer}|]
Instead of the {item}, {customer} [got|was sent] {other_item}[ and wants {refund} back|][; order \
{order}|].
[Swap|Exchange|Replace] the {item} [for|with] {other_item}[, order {order}|][; the difference is \
{money}|].
@delivery
From {origin} to {destination}, {carrier} [carries|takes|ships] {quantity} {item}[ on \
{ship_date}|].
To {destination} from {origin}: {quantity} {item}[, with {carrier}|][, arriving {delivery_date}|].
{quantity} {item} [go|travel|are on the way] from {origin} to {destination}[ with {carrier}|][ \
and arrive on {delivery_date}|].
{destination} [gets|receives|will receive] {quantity} {item} from {origin}[ on {delivery_date}|].
[Sent|Shipped|Posted] from {origin} on {ship_date}, [the parcel|parcel {tracking}|order {order}] \
[reached|arrived in] {destination} on {delivery_date}.
{tracking} left {origin} on {ship_date}[; it should be in {destination} on {delivery_date}|].
On {delivery_date} {carrier} brings {recipient} the {item}[ from {sender}|].
{recipient}'s parcel, sent by {sender}[ on {ship_date}|], [is with|comes with|was taken by] \
{carrier}.
{sender} [sent|shipped|posted] {recipient} the {item}[ on {ship_date}|][ with {carrier}|].
The {item} for {recipient} [comes|came] from {sender}[ and arrives on {delivery_date}|].
A parcel from {sender} to {recipient}[, tracking number {tracking},|] [was lost|arrived|is late][ \
on {date}|].
Driver {driver} [delivers|brings] order {order} to {recipient}[ at {delivery_address}|] [on \
{delivery_date}|at {time}].
To {delivery_address}, please: {quantity} {item}[ by {deadline}|][, for {recipient}|].
@order
On {order_date}, {customer} [ordered|put in an order for] {quantity} {item}[ from {vendor}|][ for \
{total}|].
{quantity} {item} were ordered by {customer}[ from {vendor}|][ on {order_date}|].
From {vendor}, {client} ordered {quantity} {item}[ at {unit_price} each|][ on {order_date}|].
{client} is [buying|ordering] {quantity} {item} from {vendor}[ for {total}|][, delivery on \
{delivery_date}|].
[At|For] {unit_price} each, {vendor} [sold|supplied|delivered] {client} {quantity} {item}.
{order}: {customer}, {quantity} {item}, {total}[, {order_date}|]
[Placed|Made] on {order_date} by {customer}, order {order} [is for|contains] {quantity} {item}[ \
and costs {total}|].
{customer} [cancelled|changed|wants to cancel] order {order}[ of {order_date}|][ for {quantity} \
{item}|][, worth {total}|].
can i get {quantity} {item} for {total}[ by {deadline}|]? [my name is {customer}|it's for \
{customer}|write to {email}]
"""
