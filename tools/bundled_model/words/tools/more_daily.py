"""More functions for home, garden, animals, family, school, sport and vehicles."""

FUNCTIONS = """
@home run_dishwasher dishwasher start_dishes dishwasherStart [start|begin]_dishwasher
d Start the dishwasher with a programme.
d Lets the dishes be washed.
x start_appliance
p programme,program,mode eco/quick/intensive! Which programme|Mode
r The plates are dirty: {programme} programme, please.
r dishwasher {programme}
r Do the dishes, on {programme}.
r All cups are in, let the dishes run on {programme}.
r With {programme}, how about washing up now?
r After dinner I want the dishes done on {programme}.
i wash the dishes on {programme}
i start the dishwasher in {programme} mode

@home meter_reading send_meter_reading submit_reading reportMeter [enter|log]_meter
d Report the reading of a meter.
d Sends what a meter shows to the utility.
p meter,kind,utility electricity/gas/water! Which meter|Kind
p value,reading,counter #100-90000! What it shows|Reading
r The {meter} meter shows {value}.
r {meter}: {value} on the meter today.
r I went down to the cellar, the {meter} meter is at {value}.
r {value} is what my {meter} meter says, pass it on.
r Meter reading {meter} {value}
r They asked for the {meter} figure; it's {value}.
i report {value} for the {meter} meter
i send in the {meter} reading, {value}

@home arm_alarm_system set_security alarm_system securityMode switch_alarm_system
d Set the mode of the burglar alarm.
d Turns the house's security on or off.
x set_alarm
p mode,state,level away/home/off! Mode|Which mode
r We are leaving for the week, burglar alarm to {mode}.
r security {mode}
r Put the house protection on {mode}.
r I want the burglar alarm on {mode} tonight.
r The security system should be in {mode} mode.
r {mode}, that's how the house must be guarded.
i set the burglar alarm to {mode}
i switch house security to {mode}

@home plant_advice when_to_plant planting_time plantAdvice get_planting_time
d Tell when something should be planted.
d Gives the best month to sow or plant.
p plant,crop,what word! What to plant|Plant
p place,region,where place? Where|Region
r When do I put {plant} into the soil[| in {place}]?
r Is it too early for {plant} in the garden[| around {place}]?
r {plant}: which month for sowing?
r I bought seeds of {plant}, when do they go in[|, I live in {place}]?
r In {place}, when is the time for {plant} outdoors?
r My neighbour sows {plant} in spring, is that right[| for {place}]?
i tell me when to plant {plant}[| in {place}]
i find the right month for {plant}

@home mow_lawn cut_grass start_mower mowLawn [run|send]_mower
d Mow the lawn for some minutes.
d Starts the mower.
p minutes,duration,time_minutes #10-120! How long|Minutes
r The grass is far too high, {minutes} minutes should do.
r mower {minutes} min
r Let the grass be cut for {minutes} minutes.
r {minutes} minutes of mowing, please.
r Our lawn looks like a jungle; give it {minutes} minutes.
r Could the grass get {minutes} minutes with the mower?
i mow for {minutes} minutes
i cut the grass, {minutes} minutes

@home order_soil buy_compost orderSoil get_compost [order|buy]_mulch
d Order soil or mulch by the bag.
d Has soil for the garden delivered.
p bags,count,quantity #1-60! How many bags|Bags
p material,kind,type soil/compost/mulch! What is in the bags|Material
r I need {bags} bags of {material} for my beds.
r {bags} {material} bags
r Our beds are empty, {bags} sacks of {material} would fill them.
r Have {material} brought, {bags} bags of it.
r For the roses: {bags} bags {material}.
r The garden wants {material}. Say {bags} bags.
i order {bags} bags of {material}
i get me {bags} bags of {material}

@health feed_pet pet_feeder feedPet dispense_food [fill|start]_feeder
d Let the feeder give a pet some food.
d Feeds an animal by the machine.
p pet,animal,name first! Which pet|Name
p grams,amount,portion #20-400? Grams|How much
r {pet} looks hungry[|, {grams} grams will do].
r Nobody fed {pet} this morning[|, give {grams} grams].
r {pet} gets {grams} grams now.
r feeder: {pet}[|, {grams} g]
r Let {pet} have food[|, {grams} grams of it].
r Did the cat eat? Her name is {pet}, fill her bowl[| with {grams} grams].
i feed {pet}[| {grams} grams]
i give {pet} something to eat

@health book_vet vet_appointment visit_vet bookVet make_vet_appointment
d Book an appointment with the veterinarian.
d Gets a slot at the animal doctor's.
x book_appointment
p pet,animal,name first! Which animal|Name of the pet
p date,day,on day! When|Day
r {pet} is limping, the animal doctor should look at it {date}.
r My dog {pet} must see a vet, {date} suits me.
r vet for {pet} on {date}
r On {date} I could bring {pet} to the animal doctor.
r {pet} needs the yearly shots, {date}?
r Is the vet free on {date}? It's about {pet}.
i book the vet for {pet} on {date}
i get {pet} an appointment at the animal clinic on {date}

@health log_walk walk_dog log_dog_walk dogWalk record_walk
d Note that a dog was walked.
d Records a walk with the dog.
x log_workout
p dog,pet,name first! Which dog|Dog's name
p minutes,duration,length #10-180! How long|Minutes
r {dog} was out for {minutes} minutes.
r I took {dog} through the park, {minutes} minutes.
r walk {dog} {minutes} min
r {minutes} minutes with {dog} in the rain, write it down.
r Put {minutes} minutes on the list of {dog}.
r {dog} had fresh air: {minutes} minutes.
i note a walk of {minutes} minutes with {dog}
i log {dog}'s walk, {minutes} minutes

@calendar get_homework list_homework homework_for showHomework [what_is|see]_homework
d Show the homework of a child.
d What a pupil has to do for school.
p child,pupil,student first! Whose homework|Child
p subject,course,lesson maths/english/history/physics/art? Which subject|Subject
r What does {child} have to do for school[| in {subject}]?
r Did {child} get any {subject} exercises?
r {child} says there is nothing to do[| for {subject}], is that true?
r homework {child}[| {subject}]
r Which exercises are left for {child}[| in {subject}]?
r For {subject}, what must {child} hand in?
i show {child}'s homework[| in {subject}]
i list what {child} has to learn[| for {subject}]

@calendar excuse_child report_absence absentPupil excuse_pupil [send|write]_excuse
d Tell the school that a child is absent.
d Excuses a pupil for a day.
x report_sick
p child,pupil,name first! Who|Pupil
p date,day,on day! Which day|Day
r {child} has a fever and stays home {date}.
r My daughter {child} cannot come to class on {date}.
r {date} {child} will be missing at school.
r Class without {child} on {date}, let the teacher know.
r {child} absent {date}
r Tell the school: no {child} on {date}.
i excuse {child} from class on {date}
i let the teacher know that {child} is away on {date}

@calendar get_grades show_marks list_grades grades_of showReport
d Show a pupil's marks.
d The grades of a pupil in a subject.
p student,pupil,child first! Whose marks|Pupil
p subject,course,class maths/english/history/physics/art? Subject|In which subject
r How good is {student}[| in {subject}]?
r Which mark did {student} get[| in {subject}]?
r {student} grades[| {subject}]
r I'm worried about {student}, let me see the marks[| in {subject}].
r In {subject}, how does {student} stand?
r The last test of {student}[| in {subject}]: passed or failed?
i show me {student}'s marks[| in {subject}]
i look up the grades of {student}

@calendar enrol_course join_course sign_up_course enrolCourse [register_for|take]_course
d Sign somebody up for a course.
d Registers a learner for a class.
p person,learner,name person! Who|Name
p language,course,subject language! Which language is taught|Course
r {person} wants to learn {language}.
r Put {person} down for the {language} class.
r A place in the {language} course for {person}, please.
r {language} for beginners: {person} would come.
r {person}, {language} course
r Is there room for {person} among those who learn {language}?
i enrol {person} in the {language} course
i sign {person} up for {language} lessons

@task schedule_chore assign_chore chore addChore [give|set]_chore
d Give somebody in the family a chore.
d Assigns a household task to a person.
x create_task create_reminder add_to_list
p person,who,child first! Who does it|Person
p chore,task,job todo! What is to be done|Chore
r It's {person}'s turn to {chore}
r {person} shall {chore}
r This time {person} has to {chore}
r From the family plan: {person} must {chore}
r Let {person} {chore}
r I did it last week, so {person} should {chore}
i have {person} {chore}
i put {person} down to {chore}

@task pocket_money give_allowance allowance payAllowance pay_pocket_money
d Pay a child pocket money.
d Puts an allowance on a child's card.
x transfer_money
p child,kid,name first! Which child|Child
p amount,sum,value #2-80! How much|Amount
r {child} has earned {amount} dollars of pocket money.
r Pocket money for {child}: {amount} euros.
r {child} gets {amount} pounds this week.
r {amount} dollars for {child}, for the cinema.
r My son {child} is broke, his allowance is {amount} euros.
r allowance {child} {amount}
i give {child} {amount} dollars of pocket money
i pay {child}'s allowance of {amount} euros

@task share_location locate_family where_is_member locateMember find_family_member
d Show where a member of the family is.
d Finds somebody's phone on the map.
x find_contact
p person,member,name first! Who|Family member
r Where is {person} right now?
r {person} doesn't pick up, on which street might that be?
r I'm waiting for {person}, how far away?
r locate {person}
r Has {person} left school already? Look at the map.
r On the map, where do you see {person}?
i find {person} on the map
i tell me where {person} is

@calendar sign_up_race enter_race join_run enterRace register_runner
d Register somebody for a race.
d Enters a runner for a run of some kilometres.
p runner,person,name person! Who runs|Runner
p kilometres,distance,km #5-42! How long the race is|Distance
r {runner} wants to run the {kilometres} kilometres.
r {kilometres} km race, runner {runner}
r Put {runner} on the list for {kilometres} kilometres.
r The {kilometres} kilometre run: {runner} takes part.
r A start number for {runner}, please, over {kilometres} kilometres.
r Can {runner} still take part in the run of {kilometres} kilometres?
i register {runner} for the {kilometres} km run
i enter {runner} over {kilometres} kilometres

@calendar book_court reserve_court tennis_court bookCourt get_court
d Book a court for a match.
d Reserves a place to play at a time.
p sport,game,kind tennis/squash/badminton! What is played|Sport
p time,at,start clock! When|Time
p date,day,on day? Day|Which day
r We'd like to play {sport} at {time}[| on {date}].
r Is a {sport} court free at {time}[| on {date}]?
r {sport} {time}[| {date}]
r At {time}[| on {date}] my friend and I need a court for {sport}.
r How about {sport}[| on {date}] at {time}? Get us a court.
r Rackets are packed, {sport} at {time}[|, {date}].
i book a {sport} court for {time}[| on {date}]
i reserve a court, {sport}, {time}

@calendar league_table get_standings table_of standings showTable
d Show the table of a league.
d How the teams of a country's league stand.
p country,league,nation place! Which country's league|League
r Who leads the league in {country}?
r How do the teams in {country} stand?
r {country} league table
r Which club is on top in {country}?
r I missed the weekend: what does the table of {country} look like?
r Football in {country}, who is first and who is last?
i show the table of the league in {country}
i give me the standings for {country}

@travel service_car book_car_service garage_appointment serviceCar car_inspection
d Book a car into the workshop.
d Makes an appointment for a car's service.
x book_appointment
p plate,car,licence sku! Licence plate|Which car
p date,day,on day! When|Day
r The brakes of {plate} squeal, {date} would suit me for the workshop.
r {plate} needs new tyres on {date}.
r workshop {plate} {date}
r On {date} I'd bring {plate} to the mechanic.
r The yearly check of {plate}: is {date} possible?
r Something rattles in {plate}, can a mechanic look at it on {date}?
i book {plate} into the workshop on {date}
i make an appointment at the mechanic's for {plate} on {date}

@travel find_charger charging_station chargers_near findCharger [search|locate]_chargers
d Find a charging station for electric cars.
d Where a car can be charged.
p place,near,city place! Where|Near which place
p power,kilowatts,min_power #11-350? Least power in kW|Kilowatts
r Where can I charge my car in {place}[| with {power} kW]?
r The battery is nearly empty and I'm in {place}.
r charger {place}[| {power} kW]
r In {place}, is there a plug for electric cars[| of {power} kilowatts]?
r I'm driving to {place}, where do I load up[|, {power} kW at least]?
r Any fast charging near {place}[|, say {power} kW]?
i find a charging point in {place}[| with {power} kW]
i look for somewhere to charge near {place}

@travel fuel_price petrol_price gas_prices fuelPrice get_fuel_price
d Get the price of fuel in a place.
d What petrol or diesel costs.
p fuel,kind,type petrol/diesel! Which fuel|Fuel
p place,city,near place! Where|City
r What does {fuel} cost in {place}?
r {fuel} {place} price
r I have to fill up with {fuel} near {place}, is it expensive?
r How much is a litre of {fuel} in {place}?
r In {place}, what do they want for {fuel}?
r Is {fuel} cheaper in {place} today?
i check the price of {fuel} in {place}
i tell me what {fuel} costs around {place}

@travel log_mileage add_trip record_mileage logMileage [enter|note]_mileage
d Log the kilometres of a trip by car.
d Writes a trip into the driver's log.
p kilometres,distance,km #3-900! How far|Kilometres
p purpose,kind,reason business/private! Business or private|Purpose
r I drove {kilometres} kilometres today, it was {purpose}.
r {kilometres} km {purpose}
r Another {purpose} trip, {kilometres} kilometres.
r In the driver's log: {kilometres} kilometres, {purpose}.
r The road to the client and back made {kilometres} kilometres, so {purpose}.
r My car went {kilometres} kilometres, {purpose} use.
i log {kilometres} {purpose} kilometres
i note a {purpose} drive of {kilometres} km

@travel pay_parking start_parking park_car payParking parking_ticket
d Pay for parking for some hours.
d Buys a parking ticket for a car.
p plate,car,licence sku! Licence plate|Car
p hours,duration,time #1-12! How many hours|Hours
r {plate} will stand here for {hours} hours.
r I left {plate} at the kerb, {hours} hours of parking please.
r parking {plate} {hours} h
r Don't let me get a fine: {plate}, {hours} hours.
r {hours} hours at the meter for {plate}.
r How do I pay for {hours} hours? The plate is {plate}.
i pay {hours} hours of parking for {plate}
i buy a parking ticket for {plate}, {hours} hours

@health log_blood_pressure blood_pressure record_pressure logPressure note_blood_pressure
d Record a blood pressure.
d Notes upper and lower blood pressure.
p upper,systolic,high #95-190! Upper value|Systolic
p lower,diastolic,low #50-94! Lower value|Diastolic
r My blood pressure is {upper} over {lower}.
r {upper}/{lower} this morning.
r The doctor measured {upper} to {lower}.
r pressure {upper} {lower}
r Upper value {upper}, lower value {lower}, keep it.
r Today the cuff said {upper} over {lower}.
i write down a blood pressure of {upper} over {lower}
i record {upper} over {lower}
"""
