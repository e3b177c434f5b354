"""Functions for weather, time, money, travel and food."""

FUNCTIONS = """
@weather get_weather weather current_weather fetchWeather [get|fetch|read|show]_current_weather
d Get the current weather [in|for|at] a [city|place|location].
d Tells how warm it is and whether it rains somewhere right now.
d Current conditions at a location.
p city,location,place,town place! The name of the city|Where|City, e.g. a capital
p unit,units,scale celsius~Celsius~°C/fahrenheit~Fahrenheit~°F? Unit of temperature|Scale
r [What's|How's|What is|How is] the weather [in|like in] {city}[| right now| today| at the moment]?
r [Is it raining|Is it cold|Is it warm|Is it sunny|Is it snowing] in {city}[| now| at the moment]?
r How [warm|cold|hot] is it in {city}[|, in {unit}| in {unit}]?
r weather {city}
r {city} weather[| now| please]
r I need to know the weather in {city}[|, in {unit}].
r I'm [going to|landing in|visiting] {city}. What's the weather like there?
r Do I need [an umbrella|a coat|sunglasses] in {city} [today|now]?
i [check|get|show me|tell me] the [weather|current weather|temperature] [in|for] {city}[| in {unit}]
hr What are conditions like outside in {city}?
hr My sister lives in {city} - what temperature do they have there[| in {unit}]?
hr is {city} dry or wet today weather-wise

@weather get_forecast weather_forecast forecast getForecast [fetch|show|look_up]_forecast
d Get the weather forecast for a city for the next days.
d Weather [of|for] the coming days.
d Forecast for a [place|location], up to ten days ahead.
p city,location,place place! City|Place of the forecast
p days,num_days,day_count #2-10? Number of days|How many days ahead
r What will the weather be like in {city} [over|for] the next {days} days?
r Will it [rain|snow|be sunny|be windy] in {city} [tomorrow|this weekend|next week]?
r forecast {city}[| {days} days]
r [Give me|I'd like|I want] the forecast for {city}[| for {days} days|, {days} days ahead].
r I'm travelling to {city} soon and want the {days}-day forecast.
r How will the weather [develop|turn out] in {city} in the next {days} days?
r What's the [weekend|weather] forecast for {city}?
i [show|get|fetch|look up] the forecast [for|of] {city}[| for the next {days} days]
hr We hike around {city} for {days} days, can we expect rain in the forecast?
hr {days} day outlook for {city} please

@weather get_air_quality air_quality aqi airQuality [check|fetch]_air_quality
d Get the air quality index of a city.
d How clean or polluted the air is.
p city,location,place place! City|Place
r How [clean|polluted|bad|good] is the air in {city}?
r What's the air quality [in|like in] {city}[| today]?
r air quality {city}
r Can I go running in {city} or is the air too polluted?
r I want to know the air quality index for {city}.
r Is there much smog in {city}[| today| right now]?
r AQI for {city}?
i [check|get|look up] the air quality in {city}
hr My asthma is bad, tell me about pollution in the air of {city}.
hr what's {city}'s air like, pollution wise?

@time get_time current_time time_in getTime [fetch|tell]_local_time clock
d Get the current time in a [city|place].
d Local time at a location.
d Tells what time it is somewhere.
p city,place,location place! City|Where
r What time is it in {city}[| now| right now]?
r What's the [local |current |]time in {city}?
r time in {city}[|?]
r Is it [late|early|night|morning] in {city} now? What's the time there?
r I have to call {city}, what time is it there?
r I need to know [what time it is|the local time] in {city}.
r how late is it in {city}
i [tell me|check|show me] the [time|current time|local time] in {city}
hr What does the clock say in {city}?
hr Before I phone our {city} office: their time now?

@time set_alarm alarm create_alarm setAlarm [add|new]_alarm wake_up
d Set an alarm for a time.
d [Wakes|Rings for] the user at a given time.
p time,at,wake_time clock! When it rings|Time of the alarm
p label,name title? Name of the alarm|What it is for
r I [need|have|want] to get up at {time}[| tomorrow].
r Alarm at {time}[|, label {label"}].
r alarm {time}
r Can you wake me [up |]at {time}?
r I must not oversleep. Wake me at {time}.
r Could an alarm ring at {time}[| named {label"}]?
i wake me [up |]at {time}
i set an alarm [for|at] {time}[| called {label"}| with the label {label"}]
hr Make sure something rings at {time}, I have a train to catch.
hi put an alarm on for {time}

@time start_timer timer set_timer startTimer countdown
d Start a timer [of|for] some minutes.
d Counts down minutes and then rings.
p minutes,duration_minutes,duration,mins #1-120! Minutes|How long, in minutes
p label,name title? What the timer is for|Name
r timer {minutes} [min|minutes]
r {minutes} minutes timer[|, please]
r I need a timer for {minutes} minutes[|, call it {label"}].
r The [eggs|noodles|cookies|potatoes] take {minutes} minutes. Start a timer.
r Can you count down {minutes} minutes?
r Tell me when {minutes} minutes are over.
i [start|set] a timer [for|of] {minutes} minutes[| called {label"}]
i [start|run] a {minutes} minute timer
hr Let me know once {minutes} minutes have passed.
hi time {minutes} minutes for me

@time convert_time time_zone_convert convertTime [translate|change]_time_zone
d Convert a time from one time zone to another.
d What a clock time in one place is in another.
p time,clock_time clock! The time to convert|Time
p from_zone,source_zone,from place! Where the time holds|Source time zone
p to_zone,target_zone,to place! Where it is wanted|Target time zone
r What is {time} [in |]{from_zone} [time |]in {to_zone}?
r If it's {time} in {from_zone}, what time is that in {to_zone}?
r {time} {from_zone} to {to_zone} time
r Our call is at {time} {from_zone} time. When is that in {to_zone}?
r I need {time} from {from_zone} time in {to_zone} time.
r when it's {time} in {from_zone}, how late is it in {to_zone}
r The webinar starts {time} {from_zone} time - what's that for people in {to_zone}?
i convert {time} from {from_zone} time to {to_zone} time
hr Somebody in {from_zone} wants to meet at {time} their time. What would that be in {to_zone}?
hi translate {time} {from_zone} time into {to_zone} time

@finance get_stock_price stock_price quote getStockPrice [fetch|look_up|check]_share_price
d Get the current [price|quote] of a stock.
d Looks up what a share costs.
d Latest price by ticker symbol.
p ticker,symbol,stock ticker! Ticker symbol|The stock's symbol, e.g. three letters
r What's [the price of |]{ticker} [trading at|stock|shares] [now|today|at the moment]?
r How much is [a share of |one |]{ticker}[| stock][| right now]?
r {ticker} [price|stock price|quote][|?]
r stock price {ticker}
r Where does {ticker} stand[| today]?
r I'd like to know [the share price of {ticker}|what {ticker} costs].
r I own some {ticker}. What is it worth per share?
r How is {ticker} doing on the stock market?
i [get|check|look up|show] the [stock |share |]price [of|for] {ticker}
hr Thinking of buying {ticker} stock, what would a share cost me?
hr what did {ticker} last trade at

@finance convert_currency currency_converter exchange convertCurrency [change|exchange]_money
d Convert an amount from one currency to another.
d How much money is in another currency.
d Currency conversion at today's rate.
p amount,value,sum ~1-9000! The amount|How much
p from_currency,source,from,base currency! Currency of the amount|Source currency code
p to_currency,target,to currency! Wanted currency|Target currency code
r How [much|many] [is|are] {amount} {from_currency} in {to_currency}?
r {amount} {from_currency} [to|in] {to_currency}[|?]
r What's {amount} {from_currency} in {to_currency}?
r I have {amount} {from_currency}. How much {to_currency} is that?
r What would I get in {to_currency} for {amount} {from_currency}?
r I need to change {amount} {from_currency} into {to_currency}.
r How many {to_currency} do I get for {amount} {from_currency}?
i [convert|change|exchange] {amount} {from_currency} [to|into] {to_currency}
hr The hotel wants {amount} {from_currency}, what does that come to in {to_currency}?
hi work out {amount} {from_currency} as {to_currency}

@finance transfer_money send_money bank_transfer transferMoney [make|create]_payment wire_money
d Transfer money to [somebody|a person].
d Sends an amount from the user's account to a recipient.
p recipient,to,payee,to_name person! Who gets it|Recipient's name
p amount,sum,value ~2-5000! How much|Amount of money
p note,reference,memo text? Reference text|Note for the recipient
r I [want|need|would like] to [send|transfer|pay] {recipient} {amount} [dollars|euros|pounds].
r I owe {recipient} {amount} [dollars|euros]. Please pay it.
r {recipient} should get {amount} [euros|dollars] from my account.
r pay {recipient} {amount} [bucks|euros|dollars]
i [transfer|send|wire] {amount} [dollars|euros|pounds] to {recipient}
i [transfer|pay|send] {amount} [dollars|euros] to {recipient} with the [note|reference] {note"}
i [pay|send] {recipient} {amount} [dollars|euros|pounds]
i move {amount} [euros|dollars] from my account to {recipient}
hr My share of the rent is {amount} euros and goes to {recipient}.
hi settle my debt of {amount} dollars with {recipient}

@finance get_balance account_balance check_balance getAccountBalance
d Get the balance of [an account|the user's account].
d How much money is on an account.
p account,account_type,account_name checking/savings/business/joint? Which account|Type of account
r How much [money |]do I have [on|in] my {account} account?
r What's [my|the] {account} account balance?
r [How much money do I have|What's my balance]?
r balance {account}
r Am I broke? Check what's in {account}.
r I want to see the balance of my {account} account.
r Can I afford this, what is in my {account} account?
i [check|show|get] the balance of [my|the] {account} account
hr What is left on {account}?
hr Has my salary arrived? I'd like to see how much is in {account}.

@finance calculate_tip tip tip_calculator computeTip
d Calculate the tip for a bill.
d How much to give as a tip.
p bill,amount,total ~8-300! The bill's amount|Total
p percent,percentage,tip_percent #5-30? Tip in percent|Percentage
r What's a {percent}% tip on {bill}[| dollars]?
r How much [should I|do I] tip on {bill}[| dollars| euros]?
r tip {percent} percent on {bill}
r The bill is {bill}[| dollars]. What would {percent} percent tip be?
r Dinner was {bill} and I want to tip {percent} percent.
r We paid {bill} for lunch, how much tip is right?
i [calculate|work out] [the|a] tip [for|on] a bill of {bill}[|, {percent} percent]
i compute {percent}% tip for {bill}
hr Our waiter was great, so {percent} percent on top of {bill} as a tip makes how much?
hr tip for {bill}?

@travel search_flights find_flights flight_search flights searchFlights [look_up|list]_flights
d Search flights between two cities.
d Find flights [on a date|from one place to another].
x book_taxi
p origin,from,from_city,departure place! City of departure|Where the flight starts
p destination,to,to_city,arrival place! City of arrival|Where it goes
p date,departure_date,day day? Day of the flight|Date of departure
r Are there [any |]flights from {origin} to {destination}[| on {date}]?
r flights {origin} to {destination}[| {date}]
r I [need|want|have] to fly from {origin} to {destination}[| on {date}].
r I'm looking for a flight to {destination} from {origin}[| on {date}|, leaving {date}].
r What flights [go|leave] from {origin} to {destination}[| on {date}]?
r How can I fly to {destination} from {origin}[| on {date}]?
i [find|search|show me|look up] flights from {origin} to {destination}[| on {date}| for {date}]
i [find|get] me a [flight|plane] to {destination} from {origin}[| on {date}]
hr We leave {origin} by plane on {date} and want to end up in {destination}.
hr which airlines fly {origin} - {destination}

@travel search_hotels find_hotel hotel_search hotels searchHotels [look_up|find]_hotels
d Search hotels in a city.
d Find a place to stay[| for some nights].
p city,location,destination place! Where|City of the hotel
p check_in,from_date,arrival day? Day of arrival|Check-in date
p nights,num_nights,stay #1-14? Number of nights|How many nights
r I need a hotel in {city}[| from {check_in}][| for {nights} nights].
r hotels in {city}[| {nights} nights]
r Where can I stay in {city}[| for {nights} nights][| from {check_in}]?
r Is there a [nice|cheap|quiet] hotel in {city}?
r I'm staying in {city} for {nights} nights from {check_in}. Any hotels?
r We are looking for a [room|hotel] in {city} for {nights} nights.
r What hotels are there in {city}?
i [find|search|look for] [a hotel|hotels] in {city}[| from {check_in}][| for {nights} nights]
hr We'd have to sleep somewhere in {city} for {nights} nights, which hotel?
hi list places to spend {nights} nights in {city}

@travel get_directions directions route getDirections [find|plan]_route navigate
d Get directions from one place to another.
d [Plans|Finds] the way between two places.
p origin,from,start place! Start|Where one starts
p destination,to,end place! Goal|Where one wants to go
p mode,travel_mode,by driving~car/walking~foot/cycling~bike/transit? How one travels|Means of travel
r How do I get from {origin} to {destination}[| by {mode}]?
r What's the [best|fastest|shortest] way from {origin} to {destination}?
r directions {origin} to {destination}
r route from {origin} to {destination}[|, {mode}]
r I'm in {origin} and need directions to {destination}.
r How far is it from {origin} to {destination}, and which way?
r Which roads take me from {origin} to {destination}?
i [show|give] me the [way|route|directions] from {origin} to {destination}[| by {mode}]
hr I'm lost in {origin}. How do I reach {destination}[| by {mode}]?
hi guide me from {origin} to {destination}

@travel book_taxi taxi order_taxi bookTaxi [call|request|get]_cab request_ride
d Book a taxi.
d Orders a cab [from one place to another|for a ride].
p pickup,from,pickup_location place! Where the ride begins|Pick-up
p dropoff,to,destination place! Where it ends|Drop-off
p time,pickup_time,at clock? When|Pick-up time
r I need a [taxi|cab] from {pickup} to {dropoff}[| at {time}].
r taxi {pickup} to {dropoff}[| {time}]
r Can I [get|have] a [cab|taxi] from {pickup} to {dropoff}[| at {time}]?
r A cab should pick me up at {pickup} and take me to {dropoff}.
r We need a ride from {pickup} to {dropoff} at {time}, a taxi.
r Please have a taxi at {pickup} [at|by] {time}, going to {dropoff}.
i [book|order|get] [me |]a [taxi|cab] from {pickup} to {dropoff}[| for {time}| at {time}]
i get me a cab to {dropoff} from {pickup}
hr No car today, so a taxi please: {pickup} to {dropoff}[|, {time}].
hi reserve a taxi that goes from {pickup} to {dropoff}

@travel get_flight_status flight_status track_flight flightStatus [check|look_up]_flight
d Get the status of a flight[| by its number].
d Whether a flight is on time or delayed.
p flight,flight_number,number flight! Number of the flight|Flight code
r Is flight {flight} [on time|late|delayed|cancelled]?
r When does [flight |]{flight} [land|arrive|take off|leave]?
r flight status {flight}
r {flight} status?
r My [wife|boss|friend|brother] is on flight {flight}. Is it delayed?
r I need to know whether {flight} [has landed|is on time].
r What's [going on|the matter] with flight {flight}?
i [check|look up|show|track] [the status of |]flight {flight}
hr I'm picking someone up from flight {flight}, has it touched down?
hr any delay for {flight}?

@travel rent_car car_rental hire_car rentCar [book|reserve]_rental_car
d Rent a car.
d Reserve a rental car [in a city|for some days].
p city,location,pickup_city place! Where|City of the pick-up
p days,num_days,duration_days #1-21! For how many days|Days
p size,car_class,category small/medium/large/van? Size of the car|Class
r I need a [rental|hire] car in {city} for {days} days.
r I'd like to rent a {size} car in {city} for {days} days.
r rental car {city} {days} days
r Can I rent a car for {days} days in {city}?
r We need a {size} rental car in {city}, {days} days.
r We're in {city} for {days} days and want to rent a car.
i [rent|hire|book] [me |]a [car|{size} car] in {city} for {days} days
i reserve a [|{size} ]rental car for {days} days in {city}
hr For {days} days in {city} we want our own wheels - a {size} car to hire.
hi organise a hire car for {days} days, pick-up in {city}

@food book_table reserve_table table_reservation bookTable restaurant_booking make_reservation
d Book a table at a restaurant.
d Reserves a table [for a number of people|in a restaurant].
p restaurant,place,venue venue! Name of the restaurant|Where
p people,guests,party_size,seats #2-12! How many people|Number of guests
p time,at,reservation_time clock? When|Time of the reservation
p date,day,on day? Day|Date of the reservation
r I'd like a table for {people} at {restaurant}[| at {time}][| on {date}].
r table for {people} at {restaurant}[| {time}]
r Can we [get|have] a table at {restaurant} for {people} people[| on {date}]?
r We're {people} people and want to eat at {restaurant} [on {date}|at {time}]. Book a table.
r We want dinner at {restaurant} on {date}, {people} people, {time}.
r Do they have a table for {people} at {restaurant}[| on {date}]?
i [book|reserve|get] a table [for {people} at {restaurant}|at {restaurant} for {people}]
i [book|reserve] a table at {restaurant} for {people} people[| on {date}][| at {time}]
hr {people} of us are hungry for {restaurant} on {date} around {time}, a table please.
hi make a reservation at {restaurant} for {people} people, {date}

@food find_restaurant restaurants search_restaurants findRestaurant places_to_eat
d Find restaurants [in a city|of a cuisine].
d Where one can eat.
p city,location,near place! Where|City
p cuisine,kind,food_type cuisine? Kind of food|Cuisine
r Where can I eat {cuisine}[| food] in {city}?
r Are there any [good |]{cuisine} restaurants in {city}?
r restaurants {city}
r {cuisine} restaurant {city}
r We're [hungry|starving] in {city}. Any restaurants?
r I feel like {cuisine} food, what restaurants are in {city}?
r Where is a [good|cheap|nice] place to eat in {city}?
i [find|show me|look for] [a|some] [|{cuisine} ]restaurant in {city}
hr Dinner tonight in {city}, something {cuisine} - where to?
hi recommend {cuisine} places to eat around {city}

@food order_food food_delivery orderFood place_food_order deliver_meal
d Order food [for delivery|from a restaurant].
d Places an order for a dish.
x book_table
p restaurant,from,venue venue! From where|Restaurant
p dish,item,food,meal dish! What to order|Dish
p quantity,count,amount #1-9? How many|Number of portions
r I'd like {quantity} {dish} from {restaurant}, delivered.
r I want to order {dish} from {restaurant}.
r order {quantity} {dish} from {restaurant}
r Can you get {dish} delivered from {restaurant}?
r We'd love some {dish} from {restaurant}. Order it.
r Bring us {quantity} {dish} from {restaurant}.
i order [|{quantity} ]{dish} [from|at] {restaurant}
i have {restaurant} deliver {dish}
hr I'm too lazy to cook: {dish} out of {restaurant}'s kitchen, delivered.
hi get me {quantity} portions of {dish} brought over by {restaurant}

@food find_recipe recipe search_recipes getRecipe recipes [look_up|get]_recipe
d Find a recipe for a dish.
d How something is cooked.
p dish,name,query dish! What to cook|The dish
p servings,people,portions #1-10? For how many people|Portions
r How do I [cook|make|prepare|bake] {dish}[| for {servings} people]?
r recipe {dish}
r I want to cook {dish} [tonight|for {servings} people]. How?
r What do I need [to make|for] {dish}?
r Do you have a recipe for {dish}[| for {servings} people]?
r {dish} recipe[| please|, {servings} portions]
r I'm looking for a [good|simple|quick] recipe for {dish}.
i [find|show|give|get] me a recipe for {dish}[| for {servings} people]
hr My guests want {dish} and I have never cooked it.
hi teach me to cook {dish}, we'll be {servings} people
"""
