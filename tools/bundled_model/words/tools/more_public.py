"""More functions for offices and services of a city, school, faith, vehicles and maps."""

FUNCTIONS = """
@contact change_address new_address register_address changeAddress [report|update]_move moved_house
d Register a new address with the town.
d Tells the authorities that somebody moved.
p city,place,town,new_city place! The new town|City
p date,from,since,moving_day day! Since when|Moving day
r I'm moving to {city} on {date}.
r We'll live in {city} from {date}, the town hall should know.
r From {date} my home is in {city}.
r moved to {city}, {date}
r {date} is when a van brings all we own to {city}. Please tell the office.
r {city} is my new home, from {date}.
r Our boxes are packed: {city}, {date}. Who needs to know?
r As of {date} letters reach me in {city}.
i register my new address in {city}, from {date}
i let the authorities know I move to {city} on {date}

@calendar book_town_hall town_hall_appointment office_appointment bookTownHall
d Book an appointment at the town hall.
d Gets a time at a public office.
x renew_passport book_appointment
p matter,reason,purpose wedding/registration/fishing_licence/parking_badge! What it's about|Matter
p date,day,on,when day! Which day|Day
p time,at,hour clock? At what time|Time
r I need to go to the town hall on {date} about a {matter}[|, {time} would suit].
r May I come to the office on {date}[| at {time}]? It's for a {matter}.
r town hall, {matter}, {date}[|, {time}]
r A {matter} is what brings me; could a clerk see me on {date}[| at {time}]?
r I don't want to queue for a {matter}. Is {date}[| at {time}] free?
r For the {matter} I'd come by on {date}[|, say {time}].
r My {matter} has to be dealt with by a clerk, {date}[| at {time}].
r Who at the council handles a {matter}? I have time on {date}.
i get me a slot at the town hall on {date}[| at {time}] for a {matter}
i book a visit to the citizens' office for a {matter} on {date}

@ticket report_noise noise noise_complaint reportNoise [file|send]_noise_complaint too_loud
d Complain about noise.
d Reports a disturbance to the city.
x report_pothole
p source,kind,what,cause party/construction/dog/traffic/music! What is loud|Source
p place,where,location,town place! Where|Place
p time,since,from clock? Since when|Time
r I can't sleep in {place} because of the {source}[|, it began at {time}].
r The {source} in {place} is unbearable[|, since {time}].
r loud {source}, {place}[|, since {time}]
r Since {time} there's been that {source} in {place}.
r In {place} the {source} keeps the whole street awake[| since {time}].
r My windows shake in {place}, it's the {source}.
r Can someone stop the {source} in {place}?[| It started at {time}.]
r What a racket! It's the {source}, and I'm in {place}.
i report the {source} in {place}, it's far too loud
i send a complaint about the noisy {source} in {place}

@ticket report_animal stray_animal found_animal reportAnimal [call|alert]_animal_rescue
d Report an animal in need or on the loose.
d Calls the animal rescue.
x track_pet
p animal,kind,species,what dog/cat/swan/fox/hedgehog/horse! Which animal|Animal
p place,where,location,seen_at place! Where it is|Place
p state,condition,how lost/hurt/dead/dangerous? How it is|Condition
r There's a {animal} on the road in {place}[|, it seems {state}].
r A {animal} has been sitting by the river in {place} for hours[|, perhaps {state}].
r {animal}, {place}[|, {state}]
r I found a [|{state} ]{animal} in {place} and don't know whom to tell.
r In {place} a {animal} is running about without an owner.
r Who takes care of a {animal}[| that's {state}]? I'm in {place}.
r Near the school in {place} I saw a [|{state} ]{animal}.
r The poor {animal}! It lies beside the tracks in {place}.
i report a [|{state} ]{animal} in {place}
i send the animal rescue to {place}, there's a {animal}

@ticket report_power_cut power_cut outage_report reportPowerCut [report|notify]_blackout
d Report that power, water or gas has failed.
d Tells the utility about an interruption.
x check_host create_ticket
p supply,utility,service,what power/water/gas/heating! What has failed|Supply
p place,where,town,location place! Where|Town
p time,since,from clock? Since when|Time
r There's been no {supply} in {place} since {time}.
r We sit here in {place} without {supply}[|, it went at {time}].
r no {supply} in {place}[| since {time}]
r The whole street in {place} has no {supply}[| since {time}].
r Is the {supply} off all over {place}? Ours failed[| at {time}].
r {supply} gone[| at {time}], {place}
r Our {supply} stopped working here in {place}[| at about {time}].
r Nothing works here: {place}, no {supply}[| since {time}].
i tell the utility there's no {supply} in {place}
i report that the {supply} failed in {place}[| at {time}]

@ticket lost_and_found lost_property report_lost_item lostAndFound [search|ask]_lost_property
d Ask the lost property office about an item.
d Reports something that was left behind.
x report_lost_luggage find_device
p item,what,object,thing umbrella/wallet/backpack/scarf/jacket/laptop/violin! What was lost|Item
p place,where,lost_at,town place! Where|Place
p date,day,on,when day? When|Day
r I left my {item} on a tram in {place}[| on {date}].
r My {item} is gone, I had it last in {place}[| on {date}].
r lost: {item}, {place}[|, {date}]
r Somewhere in {place} I forgot my {item}[|, it was on {date}].
r Has anybody handed in my {item} in {place}?
r Did someone find a dark {item} in {place}[| on {date}]?
r I got off the bus in {place} without my {item}.
r My {item} stayed on a bench in {place}[| on {date}].
i ask in {place} whether my {item} was found
i report my {item} as lost in {place}[| on {date}]

@health donate_blood blood_donation give_blood donateBlood [book|sign_up_for]_blood_donation
d Book an appointment to give blood.
d Registers a blood donor.
x book_appointment
p place,city,where,centre place! Where|City
p date,day,on,when day! Which day|Day
p group,blood_group,type A/B/AB? Blood group|Group
r I'd like to give blood in {place} on {date}[|, my group is {group}].
r The hospital in {place} needs donors, I could come on {date}.
r blood donor {place} {date}[|, group {group}]
r Where in {place} may I donate blood on {date}?
r It's months since I last gave blood. {place}, {date}, would that work?
r I have group {group} and time on {date} in {place}, does the blood bank want me?
r {date} suits me for a donation of blood in {place}.
r My arm is yours on {date}: half a litre of blood, in {place}.
i sign me up to give blood in {place} on {date}
i book a blood donation for {date} in {place}

@ticket river_level flood_level water_level riverLevel get_flood_warning river_gauge
d Tell how high a river stands.
d Flood warning for a town.
x get_forecast tide_times
p place,town,where,gauge place! At which town|Town
r Will the river come over the banks in {place}?
r I live by the river in {place} and the water is rising.
r flood {place}?
r How high does the river stand at {place}?
r In {place} it's been raining for days; is there a danger of flooding?
r Is the river path in {place} under water?
r My cellar in {place} was flooded last time. How's the river now?
r {place} has sandbags out, how far has the water come?
r Do people in {place} have to fear high water?
i check the river level at {place}
i look up the flood gauge of {place}

@search election_results vote_results get_election electionResults [show|look_up]_election
d Show how a place voted.
d Results of an election.
x find_polling_place
p place,city,where,district place! Where|Place
p year,election_year,when #1990-2030? In which year|Year
r Who won the election in {place}[| in {year}]?
r How did people vote in {place}[| in {year}]?
r election {place}[| {year}]
r Which party came first in {place}[| in {year}]?
r They've been counting votes in {place}; what's the outcome?
r In {year}, whom did {place} vote for?
r {place} has voted, I'd like the figures.
r I missed the night of the election in {place}[| in {year}]. Who is mayor?
i show me how {place} voted[| in {year}]
i look up the votes of {place}[| in {year}]

@finance pay_fine fine pay_ticket payFine [settle|clear]_fine speeding_fine
d Pay a fine of the police or the city.
d Settles a ticket for speeding or parking.
x pay_parking transfer_money
p number,reference,fine_number,case order! Number of the fine|Reference
p amount,sum,total ~10-400? How much|Amount
r I was too fast and got a fine, {number}[|, {amount} euros].
r The police sent me a letter about speeding: {number}[|, {amount} dollars]. I'd better pay.
r fine {number}[|, {amount}]
r There was a slip under my wiper, number {number}[|, {amount} euros].
r They want {amount} for parking badly, reference {number}. Pay it.
r Before it gets more expensive: my fine {number} should be paid.
r {number} is the fine from that speed camera[|, {amount} euros].
r Can I settle the penalty {number} here[|, it's {amount} dollars]?
i pay the fine {number}[|, {amount} euros]
i settle my speeding ticket {number}

@docs order_certificate certificate request_certificate orderCertificate [get|apply_for]_certificate
d Order a certificate from the registry.
d Official papers about birth, marriage and the like.
p kind,type,certificate,document birth/marriage/death/residence! Which certificate|Kind
p name,person,for,about person! About whom|Person
p copies,count,number #2-6? How many copies|Copies
r I need a {kind} certificate for {name}[|, {copies} copies].
r They ask for {name}'s {kind} certificate[|, {copies} times].
r {kind} certificate, {name}[|, x {copies}]
r The registry must have the {kind} papers of {name}.
r For {name} I need the {kind} certificate with a stamp on it.
r Where is the {kind} of {name} recorded? I'd like it on paper.
r Without the {kind} certificate of {name} the bank won't talk to me.
r {copies} copies of the {kind} certificate of {name}, please.
i order the {kind} certificate of {name}[|, {copies} copies]
i request {copies} copies of {name}'s {kind} certificate

@calendar school_holidays holidays_school get_school_holidays schoolHolidays when_no_school
d Tell when schools are closed.
d Dates of the school holidays.
x get_holidays
p place,region,where,state place! Where|Region
p season,break,which,holiday summer/autumn/winter/spring? Which holidays|Season
r When are the children off school in {place}[| this {season}]?
r We plan a trip with the kids; when does {season} break begin in {place}?
r school holidays {place}[|, {season}]
r How long is the {season} break for pupils in {place}?
r In {place}, when do lessons start again[| after the {season} break]?
r Do pupils in {place} get time off in {season}?
r My daughter goes to school in {place}. When's she free[| in {season}]?
r {season} break in {place}: which dates?
i look up when schools close in {place}[| for the {season} break]
i tell me the school breaks in {place}

@food canteen_menu school_lunch lunch_menu canteenMenu [get|show]_canteen_menu what_is_for_lunch
d Show what the canteen serves.
d Lunch at school or at work.
x plan_meal find_restaurant
p date,day,on,when day! Which day|Day
p diet,kind,for,option vegan/vegetarian/halal/kosher? Which diet|Diet
r What do they serve in the canteen on {date}[|, anything {diet}]?
r What will the kids get to eat at school on {date}[|, something {diet}]?
r canteen {date}[|, {diet}]
r Should I bring sandwiches on {date}, or is there something good[| and {diet}]?
r on {date} I'm hungry already, what's being dished up downstairs?
r Is there a {diet} lunch at school on {date}?
r For {date}, what does the school kitchen cook that's [warm|{diet}]?
r {diet} food in the canteen on {date}?
i show me the canteen's dishes for {date}
i tell me what's for lunch at school on {date}

@calendar book_parents_evening parents_evening meet_teacher bookParentsEvening [see|talk_to]_teacher
d Book a talk with a teacher.
d Time at the parents' evening.
x create_event
p teacher,with,name,who last! Which teacher|Teacher
p time,at,slot,when clock! At what time|Time
p child,pupil,about,for first? About which child|Child
r I'd like to speak with Mrs {teacher} at {time}[| about {child}].
r [My son|{child}] has trouble in class; could Mr {teacher} see me at {time}?
r parents' evening: {teacher}, {time}[|, {child}]
r Is Mr {teacher} free at {time}? It's about [my daughter|{child}].
r At {time} I could come to school to see Mrs {teacher}[| about {child}].
r How is {child} doing? I'd ask Ms {teacher} at {time}.
r Mr {teacher} wanted to talk to us parents, {time} would be fine.
r {time} at the school with Mrs {teacher}[|, about {child}], please.
i get me a time with the teacher {teacher} at {time}[| about {child}]
i put me on {teacher}'s list for parents at {time}

@search find_tutor tutor private_lessons findTutor [search|get]_tutor extra_lessons
d Find somebody who gives private lessons.
d Help for pupils with a subject.
x enrol_course
p subject,topic,in,field maths/physics/chemistry/grammar/history! Which subject|Subject
p child,pupil,student,for first? Who needs help|Pupil
p place,city,where place? Where|City
r {child} is failing {subject}[|, we live in {place}].
r My son doesn't understand {subject} at all[|; is there help in {place}]?
r tutor {subject}[| {place}]
r Who could explain {subject} to {child}[| in {place}]?
r In {subject} {child} needs somebody patient, once a week.
r The exam in {subject} is near and there's so much to catch up on[|, {child} is worried].
r {subject} is a nightmare for {child}, who can coach a pupil[| in {place}]?
r Is there a student [|in {place} ]who'd practise {subject} with [our girl|{child}]?
i find a private teacher for {subject}[| in {place}]
i look for someone to teach [{child}|my daughter] {subject} after school

@shop borrow_tool tool_library lend_tool borrowTool [rent|reserve]_tool tool_hire
d Borrow a tool for some days.
d Hires out tools of the neighbourhood.
x rent_bike
p tool,item,what,device drill/ladder/chainsaw/wheelbarrow/trailer/sander! Which tool|Tool
p days,duration,length,for_days #2-14! For how many days|Days
p date,from,start,on day? From when|First day
r I need a {tool} for {days} days[| from {date}].
r Buying a {tool} makes no sense, I want one just for {days} days[|, from {date}].
r {tool}, {days} days[|, {date}]
r Could I have the {tool} for {days} days[| from {date}]?
r For {days} days I could use a {tool}[|, starting {date}].
r My shed lacks a {tool}. Would {days} days be possible[| from {date}]?
r Is the neighbourhood's {tool} free for {days} days?
r {days} days with a {tool} and the job is done. Can I have it[| from {date}]?
i borrow a {tool} for {days} days[| from {date}]
i reserve the {tool} for {days} days for me

@ticket register_dog dog_licence dog_tax registerDog [license|sign_up]_dog dog_registration
d Register a dog with the city.
d Dog licence and tax.
x track_pet
p name,dog,called,dog_name first! Name of the dog|Dog
p breed,kind,race,type poodle/beagle/terrier/mongrel/dachshund? Which breed|Breed
p place,city,where place? In which town|Town
r We have a puppy now, {name}[|, a {breed}]. The city wants to know[|; we're in {place}].
r {name} is our new dog[|, a {breed}], and I must pay the tax for dogs[| in {place}].
r dog licence: {name}[|, {breed}][|, {place}]
r Does {name} need a tag from the town[|? It's a {breed}]?
r I got a dog from the shelter, {name}, make it official[| in {place}].
r Our {breed}, {name}, isn't on any list yet.
r For {name}, our four-legged friend, I have to fill in that form[| of {place}].
r The officer asked for the licence of {name}, my {breed}.
i register our dog {name}[|, a {breed}][|, in {place}]
i sign the dog up with the city, it's called {name}

@contact volunteer help_out join_volunteers signUpVolunteer [offer|find]_voluntary_work lend_a_hand
d Sign up to help for a good cause.
d Voluntary work in a town.
x sign_up_race
p cause,work,task,where_to_help animals/refugees/seniors/children/nature! For whom or what|Cause
p place,city,town,where place! Where|City
p hours,weekly_hours,time #2-20? How many hours a week|Hours
r I have time to spare in {place} and would like to do something for {cause}.
r I'm retired, live in {place} and could help with {cause}[| for {hours} hours a week].
r volunteer {cause} {place}[| {hours}h]
r Who in {place} needs unpaid hands for {cause}?
r In {place} I'd give {hours} hours a week for {cause}.
r Could I be of use to those who work for {cause} in {place}[|, {hours} hours each week]?
r For {cause} there must be something I can do in {place}.
r {hours} hours a week, no pay, {place}: I want to do good. {cause}, ideally.
i sign me up to help with {cause} in {place}[| for {hours} hours a week]
i find voluntary work with {cause} in {place}

@travel market_days street_market farmers_market marketDays [when_is|find]_market local_market
d Tell when there is a street market.
d Days and hours of a market.
x find_events find_nearby
p place,town,city,where place! Where|Town
p kind,type,goods,what farmers/flea/fish/flower/christmas? What kind of market|Kind
r When can I buy vegetables at a market in {place}?
r Is there a {kind} market in {place}, and when?
r {place} [market|{kind} market] days
r I love old stalls. On which days do they set up in {place}?
r In {place}, which morning is the [market|{kind} market]?
r {kind} market {place}, when?
r On what day do the stalls stand on the square of {place}?
r I'd like to stroll over a {kind} market while I'm in {place}.
i look up the [|{kind} ]market days of {place}
i tell me when the [|{kind} ]market is held in {place}

@calendar prayer_times prayers get_prayer_times prayerTimes when_to_pray times_of_prayer
d Tell the times of prayer for a city.
d When to pray on a day.
x get_time
p place,city,town,where place! Where|City
p prayer,which,name fajr/dhuhr/asr/maghrib/isha? Which prayer|Prayer
p date,day,on day? Which day|Day
r When do I have to pray in {place}[| on {date}]?
r I'm travelling to {place}; at what time is {prayer}[| on {date}]?
r {prayer} {place}[| {date}]
r When is {prayer} in {place}[| on {date}]?
r In {place}, what time should I roll out my rug[| for {prayer}]?
r {prayer} in {place}, how late?
r I don't want to miss {prayer} while I'm in {place}.
r My phone is set to another city. When does the muezzin call in {place}?
r For {place}, when should we pray[| on {date}]?
i give me the hours of prayer for {place}[| on {date}]
i tell me when {prayer} is in {place}

@calendar church_service mass_times service_times churchService [find|get]_mass worship_times
d Find a religious service.
d When a congregation meets to worship.
x find_events prayer_times
p place,town,city,where place! Where|Town
p faith,religion,community,for catholic/protestant/orthodox/jewish/hindu! Which faith|Faith
p date,day,on day? Which day|Day
r Where do {faith} people worship in {place}[| on {date}]?
r My grandmother is {faith} and wants to attend a service in {place}[| on {date}].
r {faith} service {place}[| {date}]
r Is there a {faith} congregation in {place}, and when do they meet?
r In {place} I'd like to go to a {faith} service[| on {date}].
r When does the {faith} community of {place} come together[| on {date}]?
r {place} has a {faith} house of worship, hasn't it? When is the service[| on {date}]?
r We'd like to celebrate with other {faith} families in {place}.
i find a {faith} service in {place}[| on {date}]
i tell me when {faith} believers meet in {place}

@calendar feast_date religious_feast when_is_feast feastDate get_feast_day moveable_feast
d Tell on which day a religious feast falls.
d Dates of feasts that move.
x get_holidays
p feast,holiday,name,festival easter/ramadan/passover/diwali/hanukkah/vesak! Which feast|Feast
p year,in,of,which_year #2024-2040? In which year|Year
r When does {feast} begin[| in {year}]?
r On which date is {feast}[| in {year}]?
r {feast} [when|{year}]?
r Is {feast} early or late [this year|in {year}]?
r In {year}, when do people celebrate {feast}?
r My neighbours prepare for {feast}; on what day is it?
r I want to bake for {feast} and don't know when it is[| in {year}].
r {year}: {feast} is on what day?
r Will {feast} be in March [this year|in {year}]?
i look up the date of {feast}[| in {year}]
i tell me when {feast} is[| in {year}]

@calendar convert_calendar calendar_converter date_in_calendar convertCalendar to_other_calendar
d Convert a date into another calendar.
d What day it is in the Hebrew, Islamic or another calendar.
x convert_time days_between
p date,day,from_date,which day! Which day|Date
p calendar,to,target,system hebrew/islamic/persian/julian/mayan! Which calendar|Calendar
r What's {date} in the {calendar} calendar?
r In the {calendar} calendar, how is {date} written?
r {date} in {calendar}?
r By {calendar} reckoning, what day is {date}?
r My invitation says {date}, my uncle counts by the {calendar} calendar. Which day is it for him?
r How would a {calendar} calendar show {date}?
r {calendar} date for {date}
r I'd like {date} the {calendar} way.
i turn {date} into a {calendar} date
i convert {date} to the {calendar} calendar

@calendar name_day saints_day get_name_day nameDay when_is_name_day name_in_calendar
d Tell on which day a first name is celebrated.
d Name days of the calendar.
p name,first_name,who,for first! Which first name|Name
r When is {name}'s name day?
r My friend is called {name} and celebrates the saint of that name, when's that?
r name day {name}
r On which day do all people called {name} celebrate their name?
r Does {name} stand in the calendar of saints, and where?
r {name}: which saint's day?
r Not the birthday, the name day: when does {name} have it?
r If somebody's name is {name}, when do I congratulate on the name?
i look up the name day of {name}
i tell me on what day we honour the name {name}

@ticket lift_status elevator_status lift_working liftStatus [check|get]_elevator step_free_access
d Tell whether the lifts of a station work.
d Access for wheelchairs and prams.
x train_delay crowd_level
p station,place,stop,where place! Which station|Station
r I'm in a wheelchair and change trains in {station}. Do the lifts run?
r Can I get down to the platform in {station} with a pram?
r lift {station} ok?
r At the station of {station} I can't take the stairs.
r {station}: is the elevator still broken?
r My mother can't climb steps. Is there a working lift at {station} station?
r Are the elevators in {station} out of order again?
r With two heavy suitcases at {station} station, is there a way without stairs?
r How do I reach the tracks at {station} on wheels?
i check the lifts at {station} station
i find out whether the elevator in {station} works

@travel unlock_scooter scooter rent_scooter unlockScooter [start|open]_scooter_ride e_scooter
d Unlock a scooter for a ride.
d Rents an electric scooter by its number.
x rent_bike rent_car
p number,scooter,code,scooter_id #1000-9999! Number on the scooter|Number
p minutes,duration,length #5-60? For how many minutes|Minutes
r I'm standing in front of scooter {number} and want to ride[| for {minutes} minutes].
r {number} is written on the handlebar, may I go[| for {minutes} minutes]?
r scooter {number}[|, {minutes} min]
r The scooter at the corner, {number}, I'd like to take it.
r Let me ride {number}[| for {minutes} minutes].
r I'm late and there's a scooter here, number {number}.
r Is {number} charged? I'd ride it[| for {minutes} minutes].
r A ride of {minutes} minutes on scooter {number}, please.
i unlock scooter {number}[| for {minutes} minutes]
i open the lock of {number} so that I can ride

@travel offer_ride carpool share_ride offerRide [post|add]_lift car_sharing_trip
d Offer free seats in one's car.
d Lets others come along for a drive.
x book_taxi
p destination,to,goal,target place! Where the car goes|Destination
p seats,places,free,count #2-6! How many free seats|Seats
p date,on,day,when day? Which day|Day
r I'm driving to {destination}[| on {date}] and have {seats} empty seats.
r {seats} people could come along to {destination}[| on {date}].
r car to {destination}, {seats} free[|, {date}]
r My car is half empty: {destination}[|, {date}], {seats} seats.
r Does anyone want to ride with me to {destination}[| on {date}]? There's room for {seats}.
r To {destination} I'd take {seats} people with me[| on {date}].
r {destination} is where I drive[| on {date}]; {seats} seats are free.
r It would be nice to have company on the road to {destination}, I've {seats} seats.
i offer {seats} seats to {destination}[| on {date}]
i tell others I can take {seats} of them to {destination}[| on {date}]
"""
