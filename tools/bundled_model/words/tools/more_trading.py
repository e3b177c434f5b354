"""More functions for shops, stock, warehouses, shipping, payments, banks, insurance and markets."""

FUNCTIONS = """
@shop reserve_stock hold_item put_aside reserveStock [keep|set_aside]_item stock_reservation
d Reserve pieces of an article for somebody.
d Keeps stock back for a customer.
x check_stock
p sku,article,item,product_id sku! Which article|Article
p count,quantity,pieces,amount #2-60! How many|Quantity
p customer,person,for,name person? For whom|Customer
r {customer} will pick up {count} pieces of {sku} later, put them aside.
r Don't sell the last {count} of {sku}[|, they're for {customer}].
r {sku} x {count} on hold[| for {customer}]
r Please keep {count} of {sku} back[| for {customer}].
r Of {sku}, {count} pieces should be reserved[| for {customer}].
r {customer} called and wants us to hold {count} of {sku}.
r Can you set {count} pieces of {sku} aside[| for {customer}]?
r {count} of {sku} are spoken for[| by {customer}], nobody else may buy them.
i reserve {count} [pieces |]of {sku}[| for {customer}]
i hold {count} of article {sku} back[| for {customer}]

@shop receive_goods goods_received book_delivery receiveGoods [register|record]_arrival
d Record that ordered goods have arrived at the warehouse.
d Books a supplier's delivery in.
x get_order_status
p order,purchase_order,number,delivery order! Which order|Order
p boxes,pallets,packages,count #2-60? How many boxes came|Boxes
r The truck with {order} is here[|, {boxes} boxes].
r {order} has arrived from the supplier[|, {boxes} boxes in all].
r goods in: {order}[|, {boxes} boxes]
r We've just unloaded {order}. Book it in.
r {boxes} boxes of {order} stand at the gate now.
r At the ramp there are {boxes} boxes, and they belong to {order}.
r What we bought with {order} lies in the warehouse[|, {boxes} boxes].
r The delivery {order} came in this morning[| with {boxes} boxes], enter it.
i record the arrival of {order}[|, {boxes} boxes]
i book delivery {order} in[| with {boxes} boxes]

@shop move_stock transfer_stock stock_transfer moveStock [shift|bring]_goods relocate_stock
d Move goods from one warehouse to another.
d Transfers stock between places.
x check_stock send_parcel
p sku,article,item,product_id sku! Which article|Article
p count,quantity,pieces,amount #2-900! How many|Quantity
p source,from,origin,from_warehouse place! From where|From
p target,to,destination,to_warehouse place! Where to|To
r {target} needs {count} of {sku}, and {source} has plenty.
r {count} pieces of {sku} should go from {source} to {target}.
r {sku}: {count} from {source} to {target}
r Our store in {target} is out of {sku}. Let {source} send {count}.
r Too much of {sku} lies in {source}; {count} pieces belong in {target}.
r Between {source} and {target}, {count} of {sku} have to change places.
r Take {count} of {sku} out of {source}, {target} can sell them.
r How about bringing {count} of {sku} over from {source} to {target}?
i move {count} [pieces |]of {sku} from {source} to {target}
i transfer {sku} from {source} to {target}, {count} pieces

@shop start_stocktake stocktake count_stock startStocktake [plan|begin]_inventory inventory_count
d Start counting what lies in a warehouse.
d Plans an inventory.
x check_stock
p place,warehouse,location,where place! Which warehouse|Warehouse
p date,day,on,start day? When|Day
r We have to count everything in {place}[| on {date}].
r The figures of the warehouse in {place} can't be right, count the goods[| on {date}].
r inventory {place}[|, {date}]
r In {place} it's time for a stocktake[|, {date} would do].
r How much do we really have in {place}? Have it all counted[| on {date}].
r The tax office wants a count of our warehouse in {place}[| by {date}].
r {place}: stocktaking[| {date}]
r on {date} every shelf in {place} is going to be counted.
i [start|plan] a stocktake in {place}[| for {date}]
i count the stock of the {place} warehouse[| on {date}]

@shop reorder_stock restock order_more reorderStock [buy|order]_supplies purchase_order
d Order more of an article from the supplier.
d Buys new stock.
x add_to_cart
p sku,article,item,product_id sku! Which article|Article
p count,quantity,pieces,amount #10-900! How many|Quantity
p supplier,from,vendor,company company? From whom|Supplier
r We're almost out of {sku}. Get {count} new ones[| from {supplier}].
r {sku} sells like mad, we need {count} more[| from {supplier}].
r {supplier} should deliver another {count} of {sku}.
r restock {sku}, {count} pieces[|, {supplier}]
r There are hardly any {sku} on the shelf; {count} more would last till spring.
r From {supplier} we want {count} pieces of {sku}.
r Another {count} of {sku}, please[|, {supplier} has them].
r The shelf with {sku} is empty. Buy {count}[| at {supplier}].
i order {count} more of {sku}[| from {supplier}]
i reorder {sku}, {count} pieces[|, from {supplier}]

@shop discontinue_product stop_selling remove_product discontinueProduct [take_off|hide]_product
d Take a product out of the shop.
d Stops selling an article.
p sku,article,product,product_id sku! Which article|Article
p date,from,day,end day? From when|Day
r We don't want to sell {sku} any more[| after {date}].
r {sku} isn't made any longer, so out of the shop with it.
r {sku} discontinued[| {date}]
r Nobody buys {sku}, take it off the site[|, {date} is soon enough].
r After {date} there will be no {sku} in our shop.
r Why can people still order {sku}? Hide it.
r The article {sku} should vanish from the shop[| by {date}].
r Too many complaints about {sku}. We stop selling it[|, last day {date}].
i take {sku} out of the [shop|range][| by {date}]
i stop selling {sku}[| from {date}]

@shop add_product new_product create_product addProduct [list|enter]_product product_entry
d Add a product to the shop.
d Enters a new article with its price.
x set_price
p name,title,product,product_name word! What it is called|Name
p price,amount,cost,sale_price ~3-900! What it costs|Price
p sku,number,code,article sku? Its number|Article number
r We now sell {name}[| ({sku})] for {price} dollars.
r There's a new article in the shop: {name}, {price} euros[|, number {sku}].
r new product {name} {price}[|, {sku}]
r {name} should be on sale at {price} euros[|, as {sku}].
r For {price} dollars, people can have our new {name}[|, article {sku}].
r Our range gets bigger, with {name} at {price} euros[| and number {sku}].
r From now on {name} can be bought in our shop; it costs {price} dollars.
r {price} euros, that's the price of {name}, which is new in our range.
i add {name} to the shop for {price} [dollars|euros][|, number {sku}]
i list a new product {name} at {price} [dollars|euros]

@shop create_discount_code new_coupon discount_code createDiscount [make|add]_voucher promo_code
d Create a discount code for customers.
d Makes a voucher that lowers the price.
x set_price
p code,name,voucher,coupon word! The code|Code
p percent,discount,reduction,off #5-70! How many percent off|Percent
p until,end,valid_until,expires day? Valid until|End
r Whoever enters {code} should get {percent} percent off[| until {until}].
r {code} takes {percent}% off[|, valid until {until}].
r promo code {code}, {percent}%[|, until {until}]
r We want to give our customers {percent} percent with the code {code}.
r With {code} people pay {percent}% less[| until {until}].
r The newsletter promises {percent} percent off for the code {code}, so it has to exist.
r {percent}% off with the word {code}[|, ends {until}] - can you set that up?
r Until {until}, the voucher {code} is worth {percent} percent.
i create a discount code {code} of {percent} percent[| until {until}]
i make a voucher {code} for {percent}% off

@shop abandoned_carts open_carts list_carts abandonedCarts [show|find]_left_carts lost_carts
d List the carts that were left without buying.
d Who put things in the basket but did not pay.
p period,timeframe,range,since week/month/quarter! For what time|Period
p amount,min_value,above,worth ~20-900? Worth at least how much|Least value
r Who filled a basket this {period} and never paid[|, above {amount} dollars]?
r How many customers walked away from a full cart in the last {period}?
r abandoned carts, last {period}[|, over {amount}]
r This {period} some people must have left without buying. Which baskets were those?
r In the past {period}, what baskets did people leave behind[| worth {amount} euros or more]?
r I'd like to write to everybody who didn't finish buying in the last {period}.
r Carts of the {period} that nobody paid for[|, from {amount} dollars up], please.
r We lose buyers at the checkout. What was in their carts this {period}?
i show [me |]the carts left behind this {period}[| above {amount} dollars]
i list [the |]abandoned baskets of the {period}[| over {amount} euros]

@shop make_shipping_label shipping_label parcel_label makeLabel [create|order]_label address_label
d Make the shipping label of an order.
d Creates the sticker for a parcel.
x send_parcel
p order,order_id,number,for order! For which order|Order
p carrier,service,by,with dhl~DHL/ups~UPS/fedex~FedEx/post? Which carrier|Carrier
r {order} is packed and needs a label[| for {carrier}].
r The box for {order} has no sticker yet[|, it goes by {carrier}].
r label {order}[|, {carrier}]
r What do I stick on the parcel of {order}? Make the label[| for {carrier}].
r {carrier} takes {order} today, so the label has to be made.
r By {carrier}, please: a label for the order {order}
r Can I have the address sticker of {order}[| for {carrier}]?
r For {order} there should be a shipping label[| from {carrier}].
i make [a|the] [|{carrier} ]label for order {order}
i create the shipping label of {order}[| with {carrier}]

@shop shipping_cost postage delivery_cost shippingCost [compute|get]_postage parcel_price
d What it costs to send a parcel.
d Computes the postage by weight and country.
x send_parcel
p weight,kilograms,kg,mass ~2-40! Weight in kilograms|Weight
p destination,to,place,city place! Where to|Destination
p speed,service,mode express/standard? How fast|Speed
r What does a parcel of {weight} kg to {destination} cost[|, {speed}]?
r How much is the [|{speed} ]postage to {destination} for {weight} kilograms?
r postage {weight} kg {destination}[|, {speed}]
r If I send {weight} kilos to {destination}, what will I pay?
r My box weighs {weight} kg and goes to {destination}. How many stamps is that?
r To {destination}, {weight} kilograms[|, {speed}]: how expensive?
r Is it dear to ship {weight} kg to {destination}[| by {speed} mail]?
r Before I pack it: {weight} kilos, {destination}, what's the price of sending?
i tell me the shipping cost of {weight} kg to {destination}[|, {speed}]
i compute the postage for {weight} kilograms to {destination}

@shop schedule_pickup parcel_pickup book_courier schedulePickup [order|call]_courier collect_parcel
d Have a parcel collected.
d Orders a courier who picks up a package.
x send_parcel
p place,address,from,where place! Where it is collected|Place
p date,day,on day! Which day|Day
p time,at,after clock? From when|Time
r Somebody should collect my parcel in {place} on {date}[| after {time}].
r There's a package in {place} that a courier can pick up on {date}[| at {time}].
r pickup {place} {date}[| {time}]
r I can't carry this parcel to the post, so have it fetched from {place} on {date}.
r on {date}[| at {time}] a courier is needed in {place}.
r In {place}, a package waits to be picked up on {date}[|, {time}].
r Can the courier come to {place} on {date}[| at {time}] for a box?
r {date}[|, {time}], {place}: parcel to be collected
i book a courier to {place} for {date}[| at {time}]
i have my package collected in {place} on {date}[| after {time}]

@shop report_lost_parcel lost_parcel missing_package reportLostParcel [claim|file]_lost_package
d Report that a parcel never arrived.
d Starts a search for a lost package.
x get_order_status
p parcel,tracking_number,number,package parcel! Which parcel|Tracking number
p date,expected,due,since day? When it should have come|Expected
r {parcel} never arrived[|, it was due {date}].
r My package {parcel} is lost.
r lost: {parcel}[|, due {date}]
r I've been waiting for {parcel}[| since {date}], it must have gone missing.
r They say {parcel} was delivered, but nobody here has got it.
r The carrier lost {parcel}. Have them search for it.
r Where on earth is my parcel? It's gone[|, promised for {date}], number {parcel}.
r Parcel {parcel} should have been here long ago[|, {date} to be exact]. It's missing.
i report {parcel} as lost[|, expected {date}]
i tell the carrier that parcel {parcel} never came

@shop redirect_parcel reroute_parcel change_delivery_address redirectParcel [send|deliver]_elsewhere
d Send a parcel to another address.
d Changes where a package is delivered.
x change_delivery_date
p parcel,tracking_number,number,package parcel! Which parcel|Tracking number
p place,address,to,destination place! Where to|New address
r {parcel} should go to {place} instead.
r I've moved! Have {parcel} brought to {place}.
r {parcel} -> {place}, new address
r I won't be at home but in {place} when {parcel} comes.
r The address on {parcel} is wrong, it belongs to {place}.
r To {place}, not to my old flat, that's where {parcel} must be delivered.
r Is there a way to get {parcel} delivered in {place}?
r In {place} somebody can take {parcel}, here nobody can.
i redirect [|parcel |the package ]{parcel} to {place}
i have {parcel} delivered to {place} instead

@shop customs_duty import_duty import_tax customsDuty [compute|get]_customs duty_rate
d What customs duty has to be paid on goods.
d Computes the tax on an import.
p amount,value,worth,price ~50-9000! What the goods are worth|Value
p country,to,destination,into place! Where they are imported|Country
p category,goods,kind,type clothes/electronics/food/furniture? What sort of goods|Kind
r How much customs do I pay on {amount} dollars of {category} in {country}?
r What will the customs in {country} charge on goods worth {amount} euros?
r duty {country} {amount}[|, {category}]
r I'm importing [goods|{category}] worth {amount} dollars into {country}. What's the duty?
r Goods for {amount} euros[|, mostly {category},] go to {country}. Any tax at the border?
r At the border of {country}, what does it cost to bring in {category} for {amount} euros?
r Into {country}, value {amount} dollars[|, {category}]: how much import tax?
r Do they want tax in {country} for a delivery of {amount} dollars?
i compute the customs duty on {amount} [dollars|euros] in {country}[| for {category}]
i tell me the import tax of {country} on {amount} euros[| of {category}]

@finance payment_link create_payment_link request_payment paymentLink [make|send]_pay_link
d Ask somebody for money by a link.
d Makes a link by which a customer can pay.
x create_invoice
p email,customer,to,recipient email! Who should pay|Recipient
p amount,sum,total,price ~5-900! How much|Amount
p title,reason,for,purpose title? What for|Purpose
r {email} should pay me {amount} euros[| for {title"}].
r {email} owes us {amount} dollars and wants a link to pay.
r pay link {email} {amount}
r How can {email} pay the {amount} euros? Send a link.
r I want {amount} dollars from {email}[| for {title"}].
r For {amount} euros, a link to pay please, it goes to {email}.
r {amount} dollars are due from {email}[|, purpose {title"}]. Let them pay online.
r The customer behind {email} would like to pay {amount} euros by card[| for {title"}].
i ask {email} for {amount} [dollars|euros][| for {title"}]
i send {email} a link to pay {amount} euros

@finance dispute_charge dispute_payment chargeback disputeCharge [contest|reverse]_charge
d Dispute a payment on the card.
d Tells the bank that a charge is wrong.
x refund_payment freeze_card
p payment,transaction,charge,id payment! Which payment|Payment
p reason,why,because fraud/duplicate/undelivered! What is wrong with it|Reason
r I never made the payment {payment}. Reason for the dispute: {reason}
r {payment} on my card is wrong, {reason}.
r dispute {payment}, {reason}
r The bank should look at {payment}, it's {reason}.
r My statement shows {payment} and I don't accept it ({reason}).
r I want my money for {payment} back from the bank, reason {reason}.
r {reason}! That's what {payment} is. Tell the bank.
r Why was I charged {payment}? Contest it as {reason}.
i dispute [|the payment |the charge ]{payment} as {reason}
i contest {payment} with my bank, reason {reason}

@finance standing_order set_up_standing_order standingOrder [monthly|repeat]_transfer
d Set up a monthly transfer to somebody.
d Pays the same amount every month.
x transfer_money
p recipient,to,payee,person person! Who gets the money|Recipient
p amount,sum,value,monthly_amount ~20-900! How much a month|Amount
p day,day_of_month,on_day #2-28? On which day of the month|Day
r {recipient} gets {amount} euros from me every month[|, on day {day}].
r My rent is {amount} dollars a month and goes to {recipient}.
r standing order {recipient} {amount}[|, day {day} of the month]
r Each month[| on day {day}], {amount} euros should go to {recipient} by themselves.
r I don't want to think of {recipient}'s {amount} dollars a month again. Automate it.
r {amount} euros monthly for {recipient}[|, always on day {day}]
r From my account {recipient} should get {amount} dollars month by month.
r To {recipient}, {amount} euros, every month[| on the day {day}].
i set up a standing order of {amount} [euros|dollars] for {recipient}[|, day {day}]
i pay {recipient} {amount} [euros|dollars] every month[| on day {day}]

@finance open_account new_bank_account bank_account openAccount [start|get]_bank_account
d Open a bank account.
d Starts a new account of a kind for a customer.
x create_user
p name,person,holder,customer person! Whose account|Holder
p kind,type,account_type savings/checking/joint! What kind of account|Kind
p currency,in,money currency? In which currency|Currency
r {name} wants a {kind} account[| in {currency}].
r {name} has come to the bank for a {kind} account[|, {currency}].
r {kind} account for {name}[|, {currency}]
r A new account, please: {name}, {kind}[|, {currency}]
r Our new customer {name} needs a {kind} account at this bank.
r For {name} we should have a {kind} account[| that runs in {currency}].
r Can {name} have a {kind} account with us[| in {currency}]?
r In the name of {name}, a {kind} account has to be opened.
i open a {kind} account for {name}[| in {currency}]
i give {name} a bank account, {kind}[|, in {currency}]

@finance set_card_limit card_limit spending_limit setCardLimit [raise|change]_card_limit
d Set how much can be spent with a card.
d Changes the limit of a credit card.
x set_budget freeze_card
p amount,limit,max,to ~200-9000! Up to how much|Limit
p card,which,type credit/debit/business? Which card|Card
p period,per,each day/week/month? In what time|Period
r My [|{card} ]card should allow {amount} dollars[| a {period}].
r I can't pay that much with my [|{card} ]card, let it go up to {amount} euros[| per {period}].
r [|{card} ]card limit {amount}[| per {period}]
r No more than {amount} euros[| a {period}] should be possible with my [|{card} ]card.
r {amount} dollars[| a {period}], that ought to be the limit of my [|{card} ]card.
r The limit on the [|{card} ]card is too low, {amount} would suit me.
r I'm buying a car by [|{card} ]card, make it take {amount} euros[| a {period}].
r Could I spend {amount} dollars[| a {period}] with my [|{card} ]card?
i set the limit of my [|{card} ]card to {amount} [euros|dollars][| per {period}]
i let my [|{card} ]card pay up to {amount} dollars[| a {period}]

@finance insurance_quote get_insurance_quote premium insuranceQuote [compute|get]_premium
d What an insurance would cost.
d Gets the premium for something that is worth so much.
p kind,type,cover,insurance_type car/house/travel/life/boat! What is insured|Kind
p value,worth,amount,sum_insured ~500-9000! How much it is worth|Value
r What would [|a ]{kind} insurance over {value} euros cost me?
r How much a year is {kind} insurance for {value} dollars?
r insurance quote {kind} {value}
r {kind} insurance, value {value} euros, what's the premium?
r I'd like to insure something worth {value} dollars, it's for {kind}. How dear is that?
r For {value} euros of cover, what do I pay for {kind} insurance?
r Is {kind} insurance expensive if the sum is {value} dollars?
r My broker offers {kind} insurance of {value} euros, and I want to know your price.
i tell me the premium of {kind} insurance over {value} [dollars|euros]
i get me a quote for {kind} insurance worth {value} euros

@finance file_claim insurance_claim report_damage fileClaim [make|submit]_claim claim_damage
d Report a damage to the insurance.
d Files an insurance claim.
p kind,type,cause,damage fire/water/theft/storm/accident! What happened|Cause
p amount,loss,value,sum ~100-9000! How big the damage is|Amount
p date,day,on,when day? When it happened|Date
r We had {kind} damage of {amount} euros[| on {date}]. The insurance should pay.
r {kind} has cost me {amount} dollars[|, date {date}], and I'm insured.
r claim: {kind}, {amount}[|, {date}]
r The insurance has to know of {kind} damage, {amount} euros.
r After the {kind} I have {amount} dollars of damage to report.
r {amount} euros are gone because of {kind}[| ({date})]. I need that from my insurance.
r For the {kind}[| on {date}], my insurance owes me {amount} dollars.
r Will the insurer cover {amount} euros for {kind}? Report it to them.
i file a claim for {kind} over {amount} [dollars|euros][|, {date}]
i report damage by {kind} of {amount} euros to the insurance

@finance cancel_policy end_insurance policy_cancellation cancelPolicy [terminate|drop]_insurance
d Cancel an insurance policy.
d Ends an insurance.
x terminate_contract
p policy,number,policy_number,insurance sku! Which policy|Number of the policy
p date,end,on,by day? When it ends|End
r I don't need the insurance {policy} any more[| after {date}].
r Policy {policy} should end[| on {date}].
r cancel insurance {policy}[|, {date}]
r I sold the car, so policy {policy} is of no use now.
r There's a cheaper insurer. Get me out of {policy}[| by {date}].
r The insurance with the number {policy} is too dear, end it[| for {date}].
r {policy} is an insurance I no longer want[|, last day {date}].
r Can I leave my policy {policy}[| on {date}]?
i cancel [my |the |]policy {policy}[| for {date}]
i end my insurance {policy}[| on {date}]

@finance get_dividends dividends dividend_history getDividends [show|list]_dividends payout
d What dividends a share pays.
d Gets the payouts of a stock in a year.
x get_earnings get_stock_price
p ticker,symbol,share,stock ticker! Which share|Symbol
p year,in_year,of_year #2015-2028? Which year|Year
r What dividend does {ticker} pay[| in {year}]?
r Does {ticker} pay its shareholders anything?
r {ticker} dividends[| {year}]
r How much did I get per share of {ticker}[| in {year}]?
r In {year}, what were the payouts of {ticker}?
r I live off dividends. Is {ticker} any good[|, say in {year}]?
r Shareholders of {ticker} got how much[| in {year}]?
r When's the next dividend of {ticker} due?
i show [me |]the dividends of {ticker}[| for {year}]
i look up what {ticker} paid out per share[| in {year}]

@finance price_history stock_chart historical_prices priceHistory [show|get]_chart share_chart
d How the price of a share has moved.
d Gets the chart of a stock over some time.
x get_stock_price get_portfolio
p ticker,symbol,share,stock ticker! Which share|Symbol
p period,range,timeframe,over week/month/quarter/year! Over what time|Period
r How has {ticker} done over the last {period}?
r Did {ticker} go up or down this {period}?
r {ticker} chart, one {period}
r Over the past {period}, where did the price of {ticker} go?
r Was it a good {period} for {ticker}?
r I want to see the curve of {ticker} for the {period}.
r Has the share {ticker} lost much in the last {period}?
r A {period} of {ticker}, drawn as a chart, please.
i show [me |]the chart of {ticker} for the last {period}
i plot {ticker} over the {period}

@finance cancel_trade cancel_stock_order withdraw_order cancelTrade [revoke|drop]_trade kill_order
d Cancel an order at the stock exchange.
d Withdraws a trade that was not done yet.
x cancel_order place_stock_order
p order,id,trade,order_id order! Which order|Order
p ticker,symbol,share,stock ticker? Of which share|Symbol
r I don't want to buy those [|{ticker} ]shares after all, the order is {order}.
r Is trade {order} done? If not, withdraw it.
r cancel trade {order}[| ({ticker})]
r The limit of my share order {order} was wrong, so take it back[|, it's {ticker}].
r {order} must not be traded[|, the {ticker} one].
r Before the exchange opens, my [|{ticker} ]order {order} has to be gone.
r With this crash I'd rather not trade {ticker}. Revoke order {order}.
r Stop the sale of my [|{ticker} ]shares, number {order}!
i withdraw the [|{ticker} ]trade {order}
i cancel my stock order {order}[| for {ticker}]

@finance commodity_price raw_material_price spot_price commodityPrice [get|show]_commodity
d Get the price of a raw material.
d What gold, oil or wheat costs at the market.
x get_stock_price
p name,commodity,material,of gold/silver/oil/wheat/copper/coffee! Which raw material|Material
p currency,in,quote_currency,money currency? In which currency|Currency
r What does {name} cost at the market[| in {currency}]?
r How high is {name} today[| in {currency}]?
r {name} price[| {currency}]
r Has {name} become dearer? I need the market price[| in {currency}].
r In {currency}, what's the market price of {name}?
r I'm thinking of putting my money in {name}. How does it trade[| in {currency}]?
r {name}, how much[| in {currency}]?
r At the exchange, what do they pay for {name}[| in {currency}]?
i [get|check] the market price of {name}[| in {currency}]
i tell me what {name} trades at[| in {currency}]
"""
