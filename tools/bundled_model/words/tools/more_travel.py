"""More functions for flights, trains, ferries, hotels, cars, visas, tours and events."""

FUNCTIONS = """
@travel check_in_flight check_in online_check_in checkIn get_boarding_pass flight_check_in
d Check a passenger in for a flight.
d Gets the boarding pass.
x change_seat
p flight,flight_number,number,for flight! Which flight|Flight number
p passenger,name,person,traveller person? Who flies|Passenger
r I fly with {flight} and need my boarding pass.
r {flight} opens for check-in now[|, the passenger is {passenger}].
r check-in {flight}[|, {passenger}]
r {passenger} hasn't got a boarding pass for {flight} yet.
r For {flight}, please do the check-in[| of {passenger}].
r I don't want to queue at the airport. My flight is {flight}.
r Can {passenger} get the boarding pass for {flight} already?
r Tomorrow we're on {flight}, so let's get checked in[|, under {passenger}].
i check [me in for|in for] {flight}
i check {passenger} in for flight {flight}

@travel book_flight buy_flight_ticket flight_booking bookFlight [reserve|buy]_flight
d Book a seat on a flight.
d Buys a flight ticket for a passenger.
x search_flights
p flight,flight_number,number,on flight! Which flight|Flight number
p date,day,departure_date,when day! On which day|Day
p passenger,name,person,traveller person? Who flies|Passenger
r I'll take {flight} on {date}[|, passenger {passenger}].
r {passenger} wants to be on {flight} on {date}.
r ticket {flight} {date}[|, {passenger}]
r on {date} {passenger} should be sitting in {flight}.
r {flight} on {date} sounds good, buy me a ticket.
r One seat on {flight} for {date}, please[|, in the name of {passenger}].
r Is there still room on {flight} on {date}? I want a ticket[| for {passenger}].
r {date}, flight {flight}[|, for {passenger}]: have it booked
i book [|me ]flight {flight} for {date}
i buy {passenger} a ticket for {flight} on {date}

@travel rebook_flight change_flight move_flight rebookFlight [swap|switch]_flight other_flight
d Change a flight to another day.
d Moves a passenger to a later or earlier plane.
x book_flight search_flights
p flight,flight_number,number,old_flight flight! Which flight|Flight number
p date,day,new_date,to day! The new day|New day
r I can't make {flight}, fly me on {date} instead.
r {flight} doesn't suit me any more, {date} would.
r rebook {flight} to {date}
r My meeting takes longer, so I need {flight} moved to {date}.
r Instead of {flight} I'd rather take a plane on {date}.
r {date} is when I want to fly, not with {flight} as it's booked now.
r Can my ticket for {flight} be changed to {date}?
r They let me change {flight} for free. The new day is {date}.
i rebook [|my flight ]{flight} to {date}
i move my flight {flight} to {date}

@travel add_baggage extra_bag book_luggage addBaggage [buy|add]_suitcase baggage_allowance
d Book bags for a flight.
d Adds luggage to a ticket.
p flight,flight_number,number,for flight! Which flight|Flight number
p bags,count,pieces,suitcases #2-6! How many bags|Bags
p weight,kilograms,kg,max_weight #15-32? How heavy each may be|Weight
r I'm taking {bags} suitcases on {flight}[|, {weight} kg each].
r {flight}: {bags} bags[|, {weight} kg]
r My ticket for {flight} has no luggage yet, I need {bags} bags.
r We have a lot to carry on {flight}, {bags} pieces[| of {weight} kilos].
r With {flight} I'd like to bring {bags} suitcases[| up to {weight} kg].
r For {flight}, how about {bags} bags more[|, {weight} kilos each]?
r {bags} bags have to come with me on {flight}.
r Hand luggage isn't enough on {flight}, so book {bags} suitcases.
i add {bags} bags to {flight}[|, {weight} kg each]
i book {bags} suitcases for flight {flight}

@travel report_lost_luggage lost_luggage missing_bag reportLostLuggage [find|trace]_luggage
d Report luggage that did not arrive.
d Searches for a suitcase lost on a flight.
x add_baggage
p flight,flight_number,number,from_flight flight! On which flight|Flight number
p colour,color,looks,case_color black/blue/red/green/grey? What colour it has|Colour
r My [|{colour} ]suitcase wasn't on the belt after {flight}.
r I landed with {flight} and my [|{colour} ]bag is missing.
r lost bag, {flight}[|, {colour}]
r {flight} came, but my luggage didn't[|, it's a {colour} case].
r Where's my [|{colour} ]suitcase? I was on {flight}.
r After {flight} I stood there without my things[|, a {colour} bag].
r The airline has lost my bag on {flight}, have them look for it.
r Somewhere on the way with {flight} my [|{colour} ]case disappeared.
i report my [|{colour} ]bag as lost on {flight}
i trace the [|{colour} ]suitcase I gave up for {flight}

@travel claim_compensation delay_refund claimCompensation [ask|apply]_for_compensation
d Claim money from the airline for a late flight.
d Asks for compensation for a delay.
x get_flight_status
p flight,flight_number,number,of_flight flight! Which flight|Flight number
p hours,delay,late_by,delay_hours #3-20! How many hours late|Delay
r {flight} was {hours} hours late, I want money for that.
r We sat at the airport for {hours} hours because of {flight}. The airline must pay.
r compensation {flight}, {hours} hours
r After {hours} hours of waiting for {flight}, don't I have a right to some money?
r {hours} hours of delay with {flight}! I want to be paid for it.
r Thanks to {flight} I got home {hours} hours late. Get me what I'm owed.
r The delay of {flight} was {hours} hours, so they owe me something.
r For {flight}, which left {hours} hours too late, I'd like compensation.
i claim compensation for {flight}, {hours} hours late
i make the airline pay for the {hours} hours that {flight} was late

@travel airport_shuttle book_shuttle shuttle_bus airportShuttle [book|order]_airport_transfer
d Book a shuttle to the airport.
d Reserves seats in the airport bus.
x book_taxi
p place,pickup,from,address place! Where it picks up|Place
p date,day,on day! Which day|Day
p people,seats,passengers,persons #2-20? For how many|People
r We have to get from {place} to the airport on {date}[|, {people} of us].
r on {date} [we|{people} people] need the shuttle from {place} to the airport.
r shuttle {place} {date}[|, {people} people]
r How do we get to the airport from {place} on {date}? By shuttle, please.
r The airport bus should stop in {place} for us on {date}[|, {people} seats].
r In {place}, {people} people want to be picked up for the airport on {date}.
r {people} seats in the airport shuttle, {place}, {date}.
r Our hotel is in {place} and the plane goes on {date}. Get us a transfer.
i book the airport shuttle from {place} on {date}[| for {people}| for {people} people]
i reserve [seats|{people} seats] in the shuttle from {place} on {date}

@travel book_train buy_train_ticket train_ticket bookTrain [reserve|get]_train_ticket rail_ticket
d Buy a train ticket.
d Books a journey by rail.
x search_trains
p origin,from,start,departure place! From where|From
p destination,to,arrival,end place! Where to|To
p date,day,on day! Which day|Day
p class,comfort,travel_class first/second? Which class|Class
r I need a ticket for the train from {origin} to {destination} on {date}[|, {class} class].
r {origin} to {destination} by rail, {date}[|, {class} class], that's the ticket I want.
r train ticket {origin} - {destination} {date}
r on {date} I go by train from {origin} to {destination}. Buy the ticket.
r A [|{class} class ]railway ticket to {destination}, please, from {origin}, {date}.
r From {origin}, {date}, I'd travel by train to {destination}[| in {class} class].
r To {destination} I never fly. Get me on a train from {origin} on {date}.
r I'd like a seat in the train that goes to {destination} from {origin} on {date}.
i book the train from {origin} to {destination} on {date}[|, {class} class]
i buy a [|{class} class ]train ticket to {destination} from {origin} for {date}

@travel train_delay train_status is_train_late trainDelay [check|get]_train_status
d Whether a train is late.
d Tells the platform and the delay of a train.
x search_trains get_flight_status
p train,train_number,number,id flight! Which train|Train number
p station,at,stop,place place? At which station|Station
r Is train {train} on time[| in {station}]?
r How late is the train {train}[| in {station}]?
r train {train}, delay?
r When does train {train} really get to {station}?
r The train {train} should have been in {station} by now. Where is it?
r From which platform does train {train} leave[| in {station}]?
r In {station} nobody tells us if train {train} is coming.
r My mother comes by train {train}. Will it be late[| in {station}]?
i check whether train {train} is late[| in {station}]
i tell me the [delay|platform] of train {train}[| in {station}]

@travel book_ferry ferry ferry_ticket bookFerry [reserve|buy]_ferry boat_crossing
d Book a ferry.
d Buys a crossing by boat for people and cars.
p origin,from,start,departure_port place! From which port|From
p destination,to,arrival,arrival_port place! To which port|To
p date,day,on day! Which day|Day
p cars,vehicles,car_count #2-9? How many cars|Cars
r We cross by boat from {origin} to {destination} on {date}[|, with {cars} cars].
r on {date} I'd like to take the ferry from {origin} to {destination}.
r ferry {origin} - {destination} {date}[|, {cars} cars]
r How do we get {cars} cars over the water from {origin} to {destination}? Book it for {date}.
r A crossing, please: {origin} to {destination}, {date}[|, {cars} cars]
r Is there a ship to {destination} from {origin} on {date}? We want to be on it.
r From {origin} over the sea to {destination}, {date}[| and {cars} cars with us].
r To {destination} by ship, that's what I'd like, leaving {origin} on {date}.
i book the ferry from {origin} to {destination} on {date}[| with {cars} cars]
i get us on the boat to {destination} from {origin} on {date}

@travel book_hotel_room book_hotel hotel_booking bookHotel [reserve|get]_hotel_room book_stay
d Book a room in a hotel.
d Reserves nights in a hotel.
x search_hotels
p hotel,name,house,where venue! Which hotel|Hotel
p date,arrival,check_in,from day! Day of arrival|Arrival
p nights,duration,length,stay #2-14! How many nights|Nights
r I want to stay at {hotel} for {nights} nights from {date}.
r {hotel}, {nights} nights, arriving {date}, please.
r hotel {hotel} {date}, {nights} nights
r We need a bed in {hotel} for {nights} nights, coming {date}.
r From {date} on I'd sleep at the hotel {hotel}, {nights} nights.
r The hotel we like is {hotel}. Get us {nights} nights there, arrival {date}.
r Does {hotel} have a room from {date} for {nights} nights? Then take it.
r {nights} nights at {hotel} would be lovely, starting {date}.
i book {nights} nights at the hotel {hotel} from {date}
i reserve a room in {hotel} for {nights} nights, arrival {date}

@travel extend_stay prolong_stay more_nights extendStay [add|book]_extra_nights stay_longer
d Stay longer in a hotel.
d Adds nights to a booking.
x book_hotel_room
p room,room_number,number,in_room #100-900! Which room|Room number
p nights,extra_nights,more,count #2-7! How many nights more|Nights
r We like it here and want to stay {nights} nights more, room {room}.
r Room {room} would like another {nights} nights.
r room {room} +{nights} nights
r My flight is cancelled, so I need room {room} for {nights} more nights.
r Can I keep room {room} for {nights} nights longer?
r {nights} nights on top, please, for room {room}.
r The guests in {room} leave {nights} nights later than planned.
r For {nights} further nights I'd like to remain in room {room}.
i extend the stay in room {room} by {nights} nights
i let room {room} stay {nights} nights longer

@travel room_service order_room_service food_to_room roomService [bring|send]_to_room
d Order something to a hotel room.
d Room service with food.
x order_food
p dish,item,meal,what dish! What is brought|Dish
p room,room_number,number,to_room #100-900! Which room|Room number
r Room {room} would like {dish}.
r {dish} for room {room}, please.
r I'm hungry and don't want to leave my room, {room}. Bring {dish}.
r room {room}: {dish}
r The guest in {room} has asked for {dish}.
r To room {room}, please: {dish}
r Can the kitchen send {dish} up to {room}?
r In room {room} somebody wants to eat in bed, namely {dish}.
i bring {dish} to room {room}
i send {dish} up to room {room}

@travel late_checkout leave_later late_check_out lateCheckout [ask|request]_late_departure
d Leave a hotel room later than usual.
d Asks for a late checkout.
x extend_stay
p room,room_number,number,of_room #100-900! Which room|Room number
p time,until,checkout_time,at clock! Until when|Time
r We'd like to keep room {room} until {time} on the last day.
r room {room} late checkout {time}
r Our train goes in the evening. Can we stay in {room} till {time} before we check out?
r I won't be packed before {time}. It's room {room}.
r Room {room} leaves at {time}, not in the morning.
r At {time}, that's when the guests of {room} want to check out.
r Is it a problem if room {room} checks out as late as {time}?
r {time} would be a better time to leave room {room}.
i let room {room} check out at {time}
i ask the hotel for a late checkout of room {room}, {time}

@travel rent_holiday_home holiday_home vacation_rental rentHolidayHome [find|get]_cottage
d Find a holiday home for rent.
d Searches for a cottage or a flat for the holidays.
x search_hotels
p place,where,location,region place! Where|Place
p people,guests,persons,sleeps #2-12! For how many|Guests
p weeks,duration,length,for_weeks #2-6? For how many weeks|Weeks
r We'd like a cottage in {place} for {people} people[|, {weeks} weeks].
r {people} of us want to spend [the summer|{weeks} weeks] in {place}, in a house of our own.
r holiday home {place}, {people} people[|, {weeks} weeks]
r No hotel this time! A flat in {place}, {people} beds[|, for {weeks} weeks].
r Is there a house for {people} by the sea in {place}[| for {weeks} weeks]?
r In {place} I'm looking for a place of our own for {people} guests.
r For our holidays in {place} we need something with a kitchen, {people} people[|, {weeks} weeks].
r With {people} people a hotel is too dear. What cottages does {place} have?
i find a holiday home in {place} for {people} people[| and {weeks} weeks]
i show [me |us ]cottages in {place} that sleep {people}

@travel find_campsite campsites camping campground findCampsite [search|list]_campsites
d Find a campsite.
d Where people can put up a tent or park a caravan.
x find_nearby
p place,near,where,location place! Where|Place
p kind,type,for,with tent/caravan/camper? Tent or caravan|Kind
r Where can we camp near {place}?
r We're on the road with our {kind} and want to sleep near {place}.
r campsite {place}[|, {kind}]
r Is camping allowed around {place}?
r Near {place}, is there any room for a {kind}?
r {place}, a night under the stars, where would that be?
r I'd rather camp than pay for a hotel in {place}.
r Our {kind} needs a spot for the night, somewhere around {place}.
i find a campsite near {place}[| for a {kind}]
i show [me |us ]where to camp in {place}[| with a {kind}]

@travel rent_bike bike_rental hire_bicycle rentBike [book|get]_bicycle bicycle_hire
d Rent bicycles.
d Hires bikes in a town for some hours.
x rent_car
p place,city,where,location place! Where|Place
p bikes,count,number,how_many #2-12! How many bikes|Bikes
p hours,duration,for_hours,length #2-10? For how many hours|Hours
r We want to cycle around {place}, {bikes} of us[|, for {hours} hours].
r {bikes} bicycles in {place}, please[|, {hours} hours].
r bikes {place} x {bikes}[|, {hours} h]
r In {place} we'd like to ride {bikes} bikes[| for {hours} hours].
r Where do I get {bikes} bikes in {place}? Just rent them[| for {hours} hours].
r {place} is best seen by bicycle, and there are {bikes} of us.
r For a ride through {place}, {bikes} bikes[| and {hours} hours] would do.
r {hours} hours on {bikes} bikes, that's our plan for {place}.
i rent {bikes} bikes in {place}[| for {hours} hours]
i get us {bikes} bicycles in {place}[| for {hours} hours]

@travel extend_car_rental keep_car_longer prolong_rental extendCarRental [change|move]_car_return
d Keep a rented car longer.
d Changes the day on which a rental car is given back.
x rent_car
p booking,rental,number,reservation order! Which booking|Booking
p date,until,return_date,new_return day! The new day of return|Return
r I need the rental car {booking} until {date}.
r We'd like to drive on a bit. Car booking {booking}, back on {date}.
r rental car {booking} until {date}
r The car from {booking} comes back on {date}, not earlier.
r Can I bring the hired car back on {date}? The number is {booking}.
r {date} is when I'll return the car of {booking}.
r My trip got longer, so the car ({booking}) stays with me until {date}.
r Until {date} I'd like to keep driving the car I hired under {booking}.
i extend [my |the ]car rental {booking} to {date}
i let me keep the car of booking {booking} until {date}

@travel toll_cost tolls road_toll tollCost [compute|get]_toll motorway_fee
d What the tolls on a road cost.
d Computes the fees for driving from one place to another.
x get_directions
p origin,from,start,departure place! From where|From
p destination,to,end,arrival place! Where to|To
p vehicle,type,with,kind car/truck/motorcycle/caravan? What is driven|Vehicle
r What do I pay for the motorway from {origin} to {destination}[| with a {vehicle}]?
r Are there any tolls between {origin} and {destination}[| for a {vehicle}]?
r toll {origin} - {destination}[|, {vehicle}]
r From {origin} to {destination}, how much are the road fees[|, {vehicle}]?
r I drive a {vehicle} to {destination}, from {origin}, and wonder about the tolls.
r How dear is it to take the toll road to {destination} if I start in {origin}?
r Do I need money for the road to {destination}? I leave from {origin}[| with a {vehicle}].
r Between {origin} and {destination} there are toll gates. What do they take[| for a {vehicle}]?
i tell me the tolls from {origin} to {destination}[| for a {vehicle}]
i compute the road fees to {destination} from {origin}

@travel visa_requirements do_i_need_visa visa_check visaRequirements [check|get]_visa_rules
d Which visa is needed for a country.
d Gets the rules for entering a country.
p country,destination,to,place place! Which country|Country
p days,stay,duration,length #5-180? For how many days|Days
p purpose,reason,for,trip work/study/tourism? What for|Purpose
r Do I need a visa for {country}[|, {days} days]?
r Can I just travel to {country}[| for {days} days], or do they want papers?
r visa {country}[|, {purpose}][|, {days} days]
r What papers does {country} ask for at the border[| if I stay {days} days]?
r I'm going to {country} for {purpose}. Will they let me in without a visa?
r For {days} days in {country}, is a passport enough?
r My boss sends me to {country}[| for {days} days]. What are the entry rules?
r To enter {country}[| for {purpose}], which documents have to be shown?
i check if I need a visa for {country}[| for {days} days]
i tell me the entry rules of {country}[| for {purpose}]

@travel apply_for_visa visa_application request_visa applyForVisa [file|submit]_visa_application
d Apply for a visa.
d Sends the papers for entering a country.
x visa_requirements
p person,applicant,name,traveller person! Who travels|Applicant
p country,destination,to,place place! Which country|Country
p date,arrival,from,entry_date day? Day of entry|Arrival
r {person} needs a visa for {country}[|, entering on {date}].
r {person} can't get into {country} without a visa. Apply for one.
r visa application {person}, {country}[|, {date}]
r Before {person} flies to {country}[| on {date}], the visa has to be applied for.
r {country} wants a visa from {person}[|, arrival {date}], hand the application in.
r For {country}, {person} must have a visa[| by {date}].
r Can we get {person} a visa to {country}[|, entry {date}]?
r In {country} they only let {person} in with a visa, so send the form.
i apply for a visa to {country} for {person}[|, arrival {date}]
i hand in {person}'s visa application for {country}

@travel renew_passport passport_renewal new_passport renewPassport [order|request]_passport
d Renew somebody's passport.
d Orders a new passport.
x apply_for_visa
p person,holder,name,for person! Whose passport|Holder
p speed,service,mode express/normal? How fast|Speed
r The passport of {person} runs out next month.
r {person}'s passport is no longer valid[|, we need it {speed}].
r passport {person}[|, {speed}]
r {person} has lost the passport and needs another.
r With that old passport {person} can't travel. Get a new one.
r Is {person} able to travel? The passport has expired, so renew it[|, {speed} service].
r A new passport for {person}, please[|, {speed}].
r We fly soon and {person} has no valid passport[|, {speed} would be best].
i renew the passport of {person}[|, {speed} service]
i order {person} a new passport[|, {speed}]

@travel travel_warning travel_advice safety_advice travelWarning [check|get]_travel_safety
d Whether it is safe to travel to a country.
d Gets the warnings for travellers.
x get_news visa_requirements
p country,place,destination,for place! Which country|Country
r Is it safe to go to {country}?
r Does the government warn of travelling to {country}?
r {country} travel warning
r My parents are afraid because I want to visit {country}. Should they be?
r How dangerous is {country} for tourists?
r In {country}, what do travellers have to look out for?
r I've heard of trouble in {country}. Would you still travel there?
r Before we book {country}, is there any warning?
r {country}: safe for a trip or not?
i check the travel warnings for {country}
i see if tourists are safe in {country}

@travel plan_trip itinerary trip_plan planTrip [make|write]_itinerary travel_plan
d Plan a trip day by day.
d Makes an itinerary for a place.
x find_nearby
p place,destination,city,where place! Where to|Place
p days,duration,length,for_days #2-20! How many days|Days
p interest,theme,focus,about art/food/nature/history/sports? What the traveller likes|Interest
r We have {days} days in {place}, what shall we see[|, mostly {interest}]?
r I'm in {place} for {days} days and like {interest}.
r trip {place}, {days} days[|, {interest}]
r What would a trip of {days} days to {place} look like[| for someone who loves {interest}]?
r {days} days, {place}[|, lots of {interest}]: make me a plan
r How do I best spend {days} days in {place}?
r For {days} days in {place}, what should I do each day?
r In {place}, with {days} days to spare, where would you go[| for {interest}]?
i plan {days} days in {place} for [me|us]
i make an itinerary for {place}, {days} days[|, with {interest}]

@travel book_tour guided_tour city_tour bookTour [reserve|join]_tour sightseeing
d Book a guided tour.
d Reserves places with a guide who shows a town.
p place,city,town,where place! Where|Town
p date,day,on day! Which day|Day
p people,persons,group_size,count #2-30? For how many|People
p language,spoken,in,guide_language language? In which language|Language
r Somebody should show us around {place} on {date}[|, {people} people][|, in {language}].
r on {date} we'd like a guide in {place}[| who speaks {language}].
r tour {place} {date}[|, {people} people][|, {language}]
r We are {people} people in {place} on {date} and want a guided walk.
r In {place}, is there a tour on {date}[| in {language}]? Put us down[| for {people}].
r A guided tour of {place}, please, {date}[|, {people} of us].
r I'd love to see the sights of {place} with a guide on {date}.
r {people} people, {place}, {date}, a tour[| in {language}], please.
i book a guided tour of {place} on {date}[| for {people} people][| in {language}]
i get us a guide through {place} on {date}

@calendar find_events events_in_town whats_on findEvents [search|list]_local_events event_search
d Find out what is going on in a town.
d Searches for festivals, fairs and markets.
x find_concerts list_events find_nearby
p place,city,where,town place! Where|Town
p date,day,on,when day! Which day|Day
p kind,type,category festival/market/fair/exhibition? What sort of event|Kind
r What's on in {place} on {date}?
r Is there a {kind} in {place} on {date}?
r events {place} {date}
r We're bored. Is anything going on in {place} on {date}[|, a {kind} maybe]?
r on {date} I'm in {place} and would like to go out[|, to a {kind} perhaps].
r {place}, {date}, any {kind}?
r In {place} there must be something to see on {date}[|, say a {kind}].
r What could the children and I visit in {place} on {date}?
i find [events|something to do] in {place} on {date}
i tell me what happens in {place} on {date}

@calendar register_for_event event_registration sign_up_event registerForEvent [join|attend]_event
d Register somebody for an event.
d Signs a person up for a conference.
x create_event
p title,event,name,conference title! Which event|Event
p email,participant,attendee,who email! Who takes part|Address of the participant
r {email} wants to attend {title"}.
r {email} would like to go to the conference {title"}.
r registration {email}: {title}
r Is there still a place at {title"}? It's for {email}.
r For {email}, a place at the event {title"}, please.
r The conference {title"} should expect {email}.
r I've heard of {title"} and want to take part, my address is {email}.
r Among the guests of {title"} there has to be {email}.
i register {email} for {title"}
i sign {email} up for the event {title}
"""
