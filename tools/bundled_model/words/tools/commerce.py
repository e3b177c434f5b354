"""Functions for customers, shops and staff."""

FUNCTIONS = """
@customer look_up_customer find_customer get_customer lookupCustomer search_customer customer_info
d Look up a customer[| by name].
d Finds a customer's record.
p name,customer,customer_name,full_name person! Name of the customer|Who
r What do we know about [the |our |]customer {name}?
r Is {name} a customer of ours?
r customer {name}
r I need the [record|data|details] of customer {name}.
r {name} is on the phone, a customer. Who is that?
r Who is our customer {name}?
r Do we have a customer [called|named] {name}?
i [look up|find|show me|get] the customer {name}
i find {name} in [our|the] customer [list|base|database]
hr A client by the name of {name} wrote to us, do we have their data?
hi bring up customer {name}

@customer create_customer add_customer new_customer createCustomer register_customer
d Create a customer[|'s record].
d Adds a new customer.
p name,customer_name,full_name person! Name of the customer|Name
p email,mail,address email! Email address|Mail of the customer
p company,firm,organisation company? Where the customer works|Company
r We have a new customer: {name}, {email}[|, from {company}].
r new customer {name} {email}
r {name} [of {company} |]is a new customer, email {email}. Please add them.
r I need to add {name} as a customer, mail address {email}.
r Can you put {name} ({email}) into our customer list?
i [add|create] a [new |]customer [|called |named ]{name} with [the |]email {email}
i register {name} with the email {email} and company {company}
i [add|register] {name} from {company} as a customer, email {email}
i sign up {name} as a customer with {email}
hr {name} signed the contract yesterday. Set them up as a customer, {email}.
hi enter customer {name}, reachable under {email}

@customer create_invoice invoice make_invoice createInvoice [write|issue]_invoice bill_customer
d Create an invoice for a customer.
d Bills an amount to a customer.
p customer,client,to,customer_name company! Who pays|Customer
p amount,total,sum ~20-9000! How much|Amount
p due,due_date,payable_by day? Until when it is to be paid|Due date
r {customer} owes us {amount}[| dollars| euros]. Write an invoice[|, due {due}].
r invoice {customer} {amount}
r I need an invoice over {amount} for {customer}[|, due {due}].
r We did work worth {amount} for {customer}. Bill them.
r Please bill {customer} {amount} euros[|, to be paid by {due}].
r Can you make an invoice of {amount} dollars for {customer}?
i [create|write|issue|make] an invoice [to|for] {customer} [over|for|of] {amount}[|, due {due}]
i [bill|invoice] {customer} {amount} [dollars|euros][|, due {due}]
hr Our project with {customer} is over, charge them {amount} on paper, due {due}.
hi get an invoice out to {customer}: {amount}

@shop get_order_status order_status check_order orderStatus [look_up|get]_order
d Get the status of an order.
d Where an order is[| and when it comes].
p order_id,order,order_number,id order! Number of the order|Order
r Where is [my |]order {order_id}?
r What's [the status of|happening with] order {order_id}?
r order {order_id} status
r Has [my |]order {order_id} [been shipped|shipped|arrived]?
r When will order {order_id} [come|arrive|get here]?
r I'm still waiting for order {order_id}.
r I ordered something last week, number {order_id}. Where is it?
i [check|look up|show] [the status of |my |]order {order_id}
hr {order_id} is what I bought, but nothing came yet.
hr any news on my order? it's {order_id}

@shop cancel_order cancelOrder stop_order [revoke|delete]_order
d Cancel an order.
d Stops an order [before it is shipped|that the customer no longer wants].
p order_id,order,order_number,id order! Which order|Number of the order
p reason,why,comment text? Why|Reason
r I [don't want|no longer want|don't need] order {order_id}[| any more]. Cancel it.
r I want to cancel [my |]order {order_id}[|, reason: {reason}].
r cancel order {order_id}
r Order {order_id} was a mistake. Please cancel it.
r Could order {order_id} be cancelled? The reason is {reason"}.
r My order {order_id} must not be shipped, cancel it.
i cancel [my |the |]order {order_id}[|, because {reason}]
i [stop|revoke] order {order_id}
hr I changed my mind on {order_id}, don't send it.
hi call off my order {order_id}

@shop search_products find_products product_search searchProducts search_catalog
d Search products in the shop.
d Finds goods [by words|in the catalogue][|, up to a price].
p query,keywords,q,search goods! What is searched|Search words
p max_price,price_limit,up_to ~5-900? Highest price|Price limit
r Do you [sell|have] {query}[| under {max_price}| for less than {max_price}]?
r I want to buy {query}[| for less than {max_price} dollars].
r {query} under {max_price}
r I'm looking for {query}[|, not more than {max_price}].
r Which {query} do you have in the shop[| below {max_price} euros]?
r shop for {query}
r What {query} can I get for {max_price}?
i [find|search for] {query} [in the shop|in the catalogue]
i [find|show me] {query} [under|for less than] {max_price}
hr My budget is {max_price} and I'd like to purchase {query}.
hi browse the catalogue for {query}

@shop check_stock stock_level inventory checkInventory [get|look_up]_stock
d Check how many of a product are in stock.
d Inventory of an item[| in the warehouse].
p product,item,sku,article sku! Which product|Article number
r How many {product} [are|do we have] in stock?
r Is {product} [in stock|available|sold out]?
r stock {product}
r Do we still have {product} [in the warehouse|in stock|on the shelf]?
r I need to know how many pieces of {product} are left.
r What's the inventory of {product}?
i check [the stock of|the inventory for|whether we have] {product}[| in stock| in the warehouse]
hr A buyer wants {product}, can the warehouse deliver?
hi count what is left of {product} in stock

@shop refund_payment refund refundOrder [issue|make]_refund pay_back
d Refund a payment.
d Gives a customer the money back.
p payment_id,payment,transaction,id payment! Which payment|Number of the payment
p amount,sum,value ~3-700? How much|Amount, when not all
r The customer wants their money back for {payment_id}[|, {amount} dollars].
r refund {payment_id}[| {amount}]
r Payment {payment_id} must be refunded.
r We charged too much on {payment_id}. Please pay back {amount}.
r I'd like a refund [for|of] {payment_id}[|, amount {amount}].
r Can {payment_id} be refunded?
i refund [payment |]{payment_id}
i [refund|pay back|give back] {amount} [dollars|euros] [on|of|for] payment {payment_id}
hr {payment_id} was charged by mistake, return the money.
hi reimburse {amount} for {payment_id}

@hr book_time_off request_leave vacation requestVacation [ask_for|apply_for]_leave time_off
d Request time off[| for an employee].
d Books days of vacation.
p start_date,from,first_day day! First day|From when
p end_date,to,last_day day! Last day|Until when
p kind,type,leave_type vacation/sick/parental/unpaid? What kind of leave|Kind
r I want [to take |]{kind} leave from {start_date} to {end_date}.
r I'm going on holiday from {start_date} to {end_date}. Please book the time off.
r {kind} leave {start_date} to {end_date}
r time off from {start_date} until {end_date}
r Can I have time off from {start_date} to {end_date}?
r I won't work from {start_date} until {end_date}, it's {kind} leave.
r I'd like to be off from {start_date} to {end_date}.
i [book|request] [time off|{kind} leave] from {start_date} [to|until] {end_date}
hr My family and I travel between {start_date} and {end_date}, so I need those days free.
hi put me down for {kind} leave, first day {start_date}, last day {end_date}

@hr look_up_employee find_employee employee_directory lookupEmployee who_is staff_search
d Look up an employee[| in the directory].
d Finds a colleague's [phone, mail and team|contact data].
x look_up_customer
p name,employee,person,full_name person! Name of the employee|Who
r Which team is {name} in?
r What is {name}'s [extension|office|job title|role here]?
r employee {name}
r I need the [office number|extension] of [my |our |]colleague {name}.
r Who is {name} in our [company|staff]?
r Does {name} work [here|for us]?
r Who is {name}'s boss?
i [look up|find|show me] [employee|our colleague|my colleague] {name}
i find {name} in the [staff|employee] directory
hr In which department does {name} sit?
hr A certain {name} from our staff called. Who's that?
"""
