"""More functions for home, travel, food, health, leisure and money of one's own."""

FUNCTIONS = """
@finance place_stock_order trade_stock placeOrder buy_or_sell_shares [submit|enter]_trade
d Buy or sell shares.
d Places an order at the stock exchange.
p side,action,direction buy/sell! Buy or sell|Side of the order
p ticker,symbol,stock ticker! Which stock|Ticker symbol
p quantity,shares,count,amount #1-500! How many shares|Number of shares
p limit,limit_price,max_price ~5-900? Price limit|Limit
r I want to {side} {quantity} shares of {ticker}[|, limit {limit}].
r {side} {quantity} {ticker}[| at {limit}| with a limit of {limit}]
r {ticker}: {side} {quantity}[|, limit {limit}]
r Could you {side} {quantity} of {ticker} for me[|, at {limit} if possible]?
r Of {ticker} I'd like to {side} {quantity} shares[| at {limit}].
r It's time to {side}: {quantity} shares of {ticker}[|, limit {limit}]
r My plan today is to {side} {quantity} {ticker} shares.
i {side} {quantity} shares of {ticker}[| at {limit}]
i place an order to {side} {quantity} {ticker}

@finance set_price_alert price_alert notify_price setPriceAlert [add|new]_price_alert
d Tell the user when a stock reaches a price.
d Watches a share's price.
x place_stock_order
p ticker,symbol,stock ticker! Which stock|Ticker
p price,target,threshold,level ~5-900! At which price|Target price
r Let me know when {ticker} [hits|reaches|is at] {price}.
r If {ticker} gets to {price}, I want to hear about it.
r alert {ticker} {price}
r At {price} I'd sell {ticker}, so warn me then.
r Once {ticker} stands at {price}, send me a note.
r Can I be told when {price} is reached by {ticker}?
r {ticker} at {price} would interest me, watch it.
i warn me when {ticker} reaches {price}
i watch {ticker} and tell me when it's at {price}

@finance list_transactions transactions account_history listTransactions [show|get]_bookings
d List the latest transactions of an account.
d What was paid from an account lately.
x get_balance
p account,account_type,from checking/savings/business/joint! Which account|Account
p days,last_days,period #3-90? How many days back|Days
r What did I spend from my {account} account[| in the last {days} days]?
r Which payments went through {account}[| in the past {days} days]?
r {account} transactions[|, {days} days]
r I don't remember what I paid with my {account} account[| these {days} days].
r For the last {days} days, what happened on {account}?
r Something is odd on my {account} account, let me see the bookings.
r On {account}, what came in and went out[| in {days} days]?
i [list|show] [me |]the transactions [on|of] my {account} account[| for {days} days]
i go through the last {days} days of {account}

@finance freeze_card block_card lock_card freezeCard [stop|disable]_card card_lock
d Block a bank card.
d Freezes a credit or debit card.
p card,type,card_type credit/debit! Which card|Kind of card
p last_digits,ending,digits #1000-9999? Last four digits|Digits
r My {card} card [was stolen|is gone|is lost][|, it ends in {last_digits}]. Block it.
r I can't find my {card} card[| ending in {last_digits}].
r block {card} card[| {last_digits}]
r Somebody pays with my {card} card[|, number ending {last_digits}], stop that.
r Can my {card} card be blocked[| now| right away]?
r The wallet is gone, and in it the {card} card[| ending in {last_digits}].
r {last_digits} are the last digits of the {card} card I want frozen.
i [block|freeze|lock] my {card} card[| ending in {last_digits}]
i put a stop on my {card} card

@finance compute_loan loan_payment loan_calculator loanCosts monthly_rate mortgage_calculator
d Compute the monthly payment of a loan.
d What a loan costs every month.
p amount,principal,loan ~1000-90000! How much is borrowed|Loan
p years,term,duration #1-30! For how many years|Term
p rate,interest,interest_rate ~1-12? Interest in percent|Rate
r What do I pay every month for {amount} over {years} years[| at {rate}%| at {rate} percent]?
r If I borrow {amount} for {years} years[| at {rate}%], what's the monthly rate?
r loan of {amount}: {years} years[|, {rate}%]
r Over {years} years, what does a loan of {amount} cost me?
r A house for {amount}, paid in {years} years: how much a month?
r I'd need {amount} and can pay it back in {years} years. How much is it monthly?
r With {rate} percent interest and {years} years, what does {amount} come to each month?
i work out the [payment|rate] for a loan of {amount} over {years} years[| at {rate}%]
i compute the monthly cost of {amount} borrowed for {years} years

@finance set_budget budget setBudget limit_spending [plan|change]_budget monthly_budget
d Set a monthly budget.
d Limits what is spent on something.
p category,for,area food/travel/clothes/rent/fun! For what|Category
p amount,limit,sum,max ~20-900! How much a month|Amount
r I don't want to spend more than {amount} [a month|per month] on {category}.
r {amount} for {category}, not more[|, each month].
r budget {category} {amount}
r My {category} budget is {amount}[| from now on].
r For {category} I have {amount} a month, keep an eye on that.
r Could my budget for {category} be {amount}?
r {category} has become expensive. Limit it to {amount}.
i set [my|the] {category} budget to {amount}
i limit what I spend on {category} to {amount}[| dollars| euros]

@finance get_portfolio portfolio my_shares getPortfolio holdings depot_value
d Show what the user holds of a stock.
d The user's position in a share.
x get_stock_price
p ticker,symbol,stock ticker! Which stock|Ticker
r How many {ticker} shares do I [own|have|hold]?
r How much {ticker} is in my portfolio?
r Do I still have {ticker}?
r my {ticker} holdings
r Of {ticker}, how many do I own?
r Is there any {ticker} left in my depot?
r I forgot how many shares of {ticker} I bought.
i [show|tell] me [my position in {ticker}|how much {ticker} I hold]
i look up my {ticker} shares

@travel search_trains trains find_train trainTimes train_connections [look_up|list]_trains
d Search trains between two cities.
d Finds train connections.
x search_flights get_directions
p origin,from,start place! Where it starts|Departure
p destination,to,goal place! Where it goes|Arrival
p date,day,travel_day day? Which day|Date
p time,after,departure_time clock? When|Time
r When does the [next |]train from {origin} to {destination} leave[| on {date}]?
r I'd like to go by train from {origin} to {destination}[| on {date}][| at {time}].
r train {origin} - {destination}[|, {date}][|, {time}]
r Is there a train to {destination} out of {origin}[| around {time}| on {date}]?
r On {date} I have to be in {destination}, coming from {origin} by rail.
r From {origin}, which trains go to {destination}[| after {time}]?
r To {destination} from {origin} by train[|, {date}|, at about {time}]
i [find|show] me a train from {origin} to {destination}[| on {date}][| after {time}]
i look for trains to {destination} from {origin}

@travel find_nearby nearby places_nearby findNearby [search|show]_nearby around_me
d Find shops and services near a place.
d What there is close to somewhere.
x find_restaurant search_hotels
p kind,category,what,type pharmacy/supermarket/bank/cafe/museum/park/toilet! What|Category
p place,near,location,around place! Near where|Place
r Is there a {kind} near {place}?
r Where's the closest {kind} [in|to] {place}?
r {kind} {place}
r I'm in {place} and need a {kind}[| now| quickly].
r Near {place} there must be a {kind}, where?
r What's the nearest {kind} if I'm in {place}?
r Around {place}, any {kind} you know of?
i [find|show] me a {kind} [near|in|around] {place}
i look for a {kind} in {place}

@travel change_seat seat change_flight_seat changeSeat [choose|pick]_seat seat_selection
d Choose a seat on a flight.
d Changes where one sits in a plane.
x get_flight_status
p flight,flight_number,number flight! Which flight|Flight number
p seat,kind,position window/aisle/middle! What seat|Seat
r I'd like [a|an] {seat} seat on {flight}.
r On {flight} I want to sit at the {seat}.
r {flight}, {seat} seat
r Is there still a {seat} seat on flight {flight}? I'd take it.
r For {flight}, {seat} please.
r My seat on {flight} is bad, a {seat} one would be better.
r Could I get the {seat} on {flight}?
i [book|get|give] me a {seat} seat on {flight}
i change my seat on {flight} to {seat}

@food scale_recipe recipe_for scaleRecipe adjust_servings resize_recipe [change|set]_servings
d Scale a recipe to a number of people.
d How much of everything is needed for more guests.
x find_recipe
p dish,recipe,name,meal dish! Which dish|Recipe
p people,servings,persons,guests #2-24! For how many|Servings
r I make {dish} for {people} people. How much of everything do I need?
r {people} guests are coming and there'll be {dish}, so how much must I buy?
r {dish} for {people}
r What quantities do I need for {people} portions of {dish}?
r For {people} people, what goes into {dish}?
r The recipe for {dish} serves two, we are {people}.
r My {dish} has to feed {people}.
i scale [the recipe for |]{dish} to {people} [people|servings|portions]
i work out {dish} for {people} people

@food plan_meal meal_plan planMeal add_to_meal_plan [put|set]_on_menu schedule_meal
d Put a dish on the meal plan.
d Plans what is eaten on a day.
x find_recipe order_food
p dish,meal,what dish! What is eaten|Dish
p day,date,on day! Which day|Date
p meal_time,slot,when breakfast/lunch/dinner? At which meal|Meal
r On {day} we'll have {dish}[| for {meal_time}].
r {day}: {dish}[|, {meal_time}]
r I want {dish}[| for {meal_time}] on {day}, put it on the meal plan.
r What about {dish} on {day}? Plan it in.
r For {meal_time} on {day} there should be {dish}.
r The plan for {day} is {dish}[| at {meal_time}].
r Let's cook {dish} on {day}.
i plan {dish} [on|for] {day}[| for {meal_time}]
i plan {dish} as the {meal_time} on {day}

@health log_water water drink_water logWater track_drinking [add|save]_drink
d Record what the user drank.
d Keeps count of glasses of water.
p glasses,amount,count,cups #1-9! How many glasses|Glasses
r I drank {glasses} glasses of water[| today| so far].
r I've had {glasses} glasses[| of water].
r water: {glasses} glasses
r {glasses} more glasses of water are down[|, note it].
r That was {glasses} glasses of water since breakfast.
r After the run I drank {glasses} glasses.
r So far it's {glasses} glasses of water for me.
i [log|add|count] {glasses} glasses of water
i note {glasses} more glasses[| of water]

@health log_sleep sleep record_sleep logSleep track_sleep [save|enter]_sleep
d Record how long the user slept.
d Sleep diary.
p hours,duration,amount #2-12! How many hours|Hours
p quality,how,rating good/fair/bad? How well|Quality
r I slept {hours} hours[|, it was {quality}| and it was {quality}].
r Only {hours} hours of sleep last night[|, {quality} sleep].
r sleep {hours}h[|, {quality}]
r {hours} hours in bed[|, quality {quality}].
r My night was {quality}, {hours} hours of sleep.
r Last night I got {hours} hours[| of {quality} sleep].
r It was a {quality} night with {hours} hours.
i [log|record] {hours} hours of sleep[|, {quality}]
i enter {hours} hours of {quality} sleep

@health set_medication_reminder medication pill_reminder medicationReminder take_pills
d Remind the user to take a medicine.
d Pill reminder at a time of day.
x create_reminder set_alarm
p medicine,name,drug,pill word! Which medicine|Name
p time,at,when clock! At what time|Time
r I have to take {medicine} every day at {time}.
r At {time} I must swallow my {medicine}, tell me then.
r {medicine} pill {time}
r My doctor wants me to take {medicine} at {time} daily.
r Every day, {time}, {medicine}, don't let me forget my pill.
r When it's {time}, it's time for my medicine {medicine}.
r The pill is called {medicine} and is due at {time}.
i remind me of my medicine {medicine} at {time}[| every day]
i tell me to take my {medicine} at {time}

@home move_blinds blinds shutters set_blinds moveBlinds [open|shut]_blinds
d Open or close the blinds of a room.
d Moves shutters up or down.
x switch_light
p room,where,location room! Which room|Room
p position,state,to open~up/closed~down! Open or closed|Position
r I want the blinds in the {room} {position}.
r The {room} blinds should be {position}[| now].
r blinds {room} {position}
r The sun is awful. Blinds {position} in the {room}, please.
r In the {room}, are the blinds {position}? They should be.
r {position}, that's how I want the shutters in the {room}.
r Can we have the {room} shutters {position}?
i put the blinds in the {room} {position}
i get the {room} blinds {position}

@home show_camera camera camera_feed showCamera view_camera [open|watch]_camera
d Show the picture of a camera.
d What the camera in a room sees.
p room,camera_name,location,where room! Which camera|Room
r Who's in the {room}? Let me see[| the camera].
r What does the camera in the {room} show[| right now]?
r camera {room}
r I heard a noise from the {room}, show me the picture.
r Is anybody in the {room}? I want to look.
r I'd like to see the {room} on the camera.
r From the {room}, the camera picture please.
i show [me |]the [camera|picture] [of|in] the {room}
i open the {room} camera

@home start_appliance appliance run_appliance startAppliance [start|run]_machine
d Start a machine at home.
d Runs a household appliance[| later].
p appliance,machine,device,name dishwasher/washing_machine/dryer/oven! Which machine|Device
p time,at,start_time clock? When|Time
r The {appliance} is full, it can start[| at {time}].
r The {appliance} should run[| at {time}].
r {appliance} on[| at {time}]
r At {time} the {appliance} has to start.
r Could you get the {appliance} going[| at {time}]?
r I forgot to turn on the {appliance}, do it please.
r Power is cheap later, so the {appliance} goes on at {time}.
i [start|run] the {appliance}[| at {time}]
i get the {appliance} running[| at {time}]

@media play_podcast podcast start_podcast playPodcast listen_podcast [resume|hear]_podcast
d Play a podcast.
d Starts an episode about something.
x play_music
p topic,about,subject topic! What about|Topic
p minutes,max_length,length #5-90? How long at most|Minutes
r I'd like to hear a podcast about {topic}.
r Is there a podcast on {topic"}?
r podcast: {topic}
r For the drive I want a podcast of {minutes} minutes about {topic}.
r I have {minutes} minutes. A podcast about {topic} would be nice.
r Something about {topic"} to listen to, a podcast please.
r Any good podcast that deals with {topic}?
i [play|start] [me |]a podcast [about|on] {topic}
i put on a {minutes} minute podcast about {topic}
"""
