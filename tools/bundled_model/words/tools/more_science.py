"""More functions for weather, sky, nature, measurement, health and sport."""

FUNCTIONS = """
@travel tyre_pressure tire_pressure get_tyre_pressure tyrePressure [check|show]_tyres wheel_pressure
d Tell how much air a car's wheel has.
d Pressure of the tyres.
x service_car
p wheel,which,tyre,position front_left/front_right/rear_left/rear_right! Which wheel|Wheel
r My car pulls to one side. How much air is in the {wheel} wheel?
r Is the {wheel} tyre flat?
r {wheel} tyre, pressure?
r I drove over a nail, {wheel}. Does it lose air?
r Does the {wheel} wheel need pumping up?
r At the {wheel} the rubber looks soft; how many bars are left?
r On the {wheel} of my car, is there enough air?
r A warning light says {wheel}, what's in that tyre?
i check the air of the {wheel} tyre
i look how many bars the {wheel} wheel has

@travel get_elevation elevation altitude getElevation [how_high|look_up]_altitude height_above_sea
d Tell how high a place lies.
d Metres above the sea.
x get_coordinates
p place,location,where,town place! Which place|Place
r How high up is {place}?
r Does {place} lie in the mountains, I mean how many metres above the sea?
r altitude {place}
r I get dizzy in thin air. How far above sea level is {place}?
r At what height does {place} lie?
r {place}, how many metres up?
r Would my ears pop on the way up to {place}, or is it low?
r In {place}, how far am I above the sea?
r How much do I climb if I cycle from the coast up to {place}?
i look up the height of {place}
i tell me how many metres {place} is above the sea

@travel get_coordinates coordinates latitude_longitude getCoordinates [find|look_up]_coordinates
d Give latitude and longitude of a place.
d Where a place is on the globe.
x get_elevation get_directions
p place,location,name,address place! Which place|Place
p format,notation,as decimal/degrees? How they're written|Format
r Where exactly on the globe is {place}[|, in {format} notation]?
r What are latitude and longitude of {place}[| in {format} form]?
r lat lon {place}[|, {format}]
r I have to enter {place} into my GPS as numbers[|, {format} please].
r For my map I need a point for {place}[|, in {format} form].
r {place} in coordinates[|, {format}]
r At which longitude does {place} lie?
r How far north is {place}, in latitude?
i pin {place} on the globe for me, with numbers
i give me the coordinates of {place}[| in {format} form]

@weather uv_index get_uv sun_strength uvIndex [check|show]_uv sunburn_risk
d Tell how strong the sun's rays are.
d Risk of sunburn at a place.
x get_weather get_forecast
p place,city,where,location place! Where|Place
p time,at,when,hour clock? At what time|Time
r Do I need sunscreen in {place}[| at {time}]?
r My skin burns quickly and I'll be outdoors in {place}[| around {time}].
r uv {place}[| {time}]
r How strong is the sun in {place}[| at {time}]?
r In {place}, should I wear a hat[| when I go out at {time}]?
r The children want to play outside in {place}[| at {time}]; will they get burnt?
r {place} is where we'll lie on the beach. Is the sun dangerous?
r At {time} in {place}, is it safe to be in the sun?
r Without cream, could I get a sunburn in {place}?
i check how much the sun burns in {place}[| at {time}]
i tell me the uv level of {place}

@weather pollen_count pollen get_pollen pollenCount [check|show]_pollen hay_fever_forecast
d Tell how much pollen is in the air.
d Forecast for people with hay fever.
x get_weather
p place,city,where,location place! Where|Place
p plant,kind,type,source birch/grass/ragweed/hazel/olive? Of which plant|Plant
r My eyes itch in {place}[|, it must be the {plant}].
r I have hay fever; can I go for a run in {place}[|? It's {plant} I can't stand]?
r pollen {place}[|, {plant}]
r Why do I keep sneezing in {place}[|, is {plant} in bloom]?
r How bad is the [hay fever|{plant}] season in {place} right now?
r Is there much {plant} in the air in {place}?
r In {place}, will my allergy be awful today?
r {plant} makes me cough. How is it in {place}?
r Should somebody with a running nose stay away from {place}?
i check the air in {place} for pollen[| of {plant}]
i tell me how much {plant} flies in {place}

@weather wind_speed wind get_wind windSpeed [check|show]_wind wind_forecast
d Tell how hard the wind blows.
d Wind for sailors, surfers and kites.
x get_weather get_forecast
p place,location,where,spot place! Where|Place
p date,day,on,when day? Which day|Day
p unit,in,scale knots/mph/beaufort? In which unit|Unit
r Can we go sailing in {place}[| on {date}]?
r I'd like to fly a kite in {place}[| on {date}]; does it blow enough?
r wind {place}[| {date}][|, {unit}]
r How windy is it in {place}[|, in {unit}]?
r How many {unit} does it blow in {place}[| on {date}]?
r Is there a breeze in {place} for my surfboard[| on {date}]?
r {place} tends to be gusty, how about [now|{date}]?
r In {place}, will my hat stay on my head[| on {date}]?
r My boat lies in {place}. Is it calm out there[| on {date}]?
i look up the wind at {place}[| on {date}][|, in {unit}]
i tell me if it blows in {place}[| on {date}]

@weather storm_warning severe_weather get_storm_warning stormWarning weather_alerts hurricane_alert
d Tell whether a storm is coming.
d Warnings of severe weather.
x get_forecast get_weather wind_speed river_level
p place,region,where,area place! Where|Region
p kind,type,hazard,danger thunderstorm/hailstorm/hurricane/tornado/blizzard? Which danger|Hazard
r Are we safe in {place}, or should we close the shutters[| because of a {kind}]?
r The sky over {place} is turning black[|, could there be a {kind}?]
r {place}: any warnings[|, a {kind} perhaps]?
r My parents live in {place} and the radio speaks of a {kind}.
r Does a {kind} threaten {place}?
r Is something nasty coming towards {place}[|, like a {kind}]?
r Should I bring the garden chairs in? I'm in {place}.
r In {place} everybody boards up windows, is there a {kind} on its way?
r {place} had a calm morning; will it stay like that or get dangerous?
i warn me if severe weather hits {place}
i check {place} for a {kind}

@weather rain_chance umbrella_check chance_of_rain rainChance will_it_rain get_rain_probability
d Tell how likely rain is.
d Whether one needs an umbrella.
x get_weather get_forecast
p place,city,where,location place! Where|City
p date,day,on,when day? Which day|Day
r {place} is where I'm heading[| on {date}]; will I need an umbrella?
r Can I hang out the laundry in {place}[| on {date}]?
r rain {place}[| {date}]?
r Will we get wet in {place}[| on {date}]?
r We're having a picnic in {place}[| on {date}]. Dry or not?
r In {place}, is it going to pour[| on {date}]?
r Boots or sandals for {place}[| on {date}]?
r I've just washed the car in {place}, I hope it stays dry[| on {date}].
r How likely are showers in {place}[| on {date}]?
r My garden party in {place}[| on {date}] needs a dry sky.
i tell me whether I should pack a raincoat for {place}[| on {date}]
i check if drops will fall in {place}[| on {date}]

@search station_pass space_station_pass iss_pass stationPass [next|get]_satellite_pass see_satellite
d Tell when a spacecraft can be seen.
d Passes of satellites over a place.
x get_forecast
p place,location,over,where place! From where|Place
p craft,object,satellite,name iss/tiangong/hubble? Which craft|Object
r When does the space station fly over {place}?
r I want to wave at the astronauts from {place}[|, I mean {craft}].
r {craft} over {place}?
r Can I see {craft} from {place} tonight?
r From {place}, when does that bright dot[| called {craft}] cross the sky?
r My kids in {place} want to see {craft} go by.
r At what hour should I look up in {place} to spot {craft}?
r {place}, clear night, telescope ready: when does {craft} pass?
r Over {place}, when will there be [a satellite|{craft}] to look at?
i tell me when {craft} is above {place}
i find the next pass of {craft} over {place}

@search visible_planets planets_tonight night_sky visiblePlanets [show|list]_planets stargazing
d Tell which planets and stars can be seen.
d The night sky above a place.
x planet_distance moon_phase station_pass
p place,location,from,where place! From where|Place
p date,night,on,when day? Which night|Night
r Which planets can I see from {place}[| on {date}]?
r I've got a telescope and I'm in {place}[| on {date}]. Where do I point it?
r night sky {place}[|, {date}]
r What's that bright star above {place}?
r Is Jupiter up over {place}[| on {date}]?
r In {place} the sky is so clear. What am I looking at?
r From our balcony in {place}, would we see Saturn[| on {date}]?
r {place}, after dark[|, {date}]: what shines up there?
r My daughter wants to see Mars[| on {date}], we live in {place}.
i show me the stars over {place}[| on {date}]
i list what's in the sky above {place}[| on {date}]

@search log_sighting bird_sighting report_sighting logSighting [record|count]_birds wildlife_log
d Record an animal that was seen in nature.
d Counts birds and other wildlife.
x report_animal record_sample
p species,animal,bird,what heron/stork/robin/kingfisher/deer/beaver! Which animal|Species
p count,number,how_many,amount #2-60! How many|Count
p place,where,site,location place? Where|Site
r I saw {count} of them, each a {species}[|, in {place}].
r {species} x {count}[|, {place}]
r {count} times {species}[| near {place}] this morning.
r With my binoculars I spotted {species}, {count} in all[|, in {place}].
r What luck[| in {place}]: {species}, and {count} at once!
r From the hide I counted {count}, species {species}[|, place {place}].
r Down at the lake[| in {place}] there were {count}, all of the kind {species}.
r {species} again[| around {place}], {count} this time, put it in the bird book.
i log {count} for {species}[| in {place}]
i note a sighting of {species}, {count} of them[|, in {place}]

@math roman_numeral to_roman roman_numerals toRoman [write|convert]_to_roman number_to_roman
d Write a number the way the Romans did.
d Converts to Roman numerals.
x convert_units
p number,value,n,year #4-2500! Which number|Number
r How would Caesar have written {number}?
r I want {number} carved above the door, the ancient way.
r {number} in Roman numerals
r What's {number} with the letters X, V and I?
r My tattoo should say {number}, but in Latin letters like on old clocks.
r On a Roman milestone, how would {number} look?
r {number}, but as the Romans counted.
r Which Roman letters stand for {number}?
i turn {number} into Roman numerals
i write {number} like an ancient Roman

@math is_prime prime_check check_prime isPrime test_prime divisible_only_by_itself
d Tell whether a number is prime.
d Looks for divisors of a number.
x calculate
p number,n,value,candidate #14-9999! Which number|Number
r Is {number} prime?
r Can {number} be divided by anything but itself and one?
r {number} prime?
r Does {number} have any divisors?
r {number}: prime or composite?
r My teacher says {number} has no factors. Is she right?
r I wonder if {number} can be split into factors.
r Among the primes, is there {number}?
i check whether {number} is a prime
i test {number} for divisors

@math circle_area area_of_circle circleArea [compute|get]_circle_area circle_surface
d Compute the area of a circle.
d How large something round is.
x calculate
p radius,r,half_width,distance_to_centre ~2-80! Radius|Half the width
p unit,in,measure metres/centimetres/inches? Unit|Which unit
r A round pond with a radius of {radius}[| {unit}], how big is its surface?
r How large is a circle with radius {radius}[| {unit}]?
r circle r={radius}[| {unit}]
r From the middle to the rim it's {radius}[| {unit}]. What area does my round table have?
r With radius {radius}[| {unit}], what space does a round rug cover?
r {radius}[| {unit}] is the radius; how much grass is in the circle?
r The pizza has a radius of {radius}[| {unit}], how much pizza is that?
r My tent is round, radius {radius}[| {unit}], what floor do I get?
i compute the surface of a disc with radius {radius}[| {unit}]
i work out the area of a circle, radius {radius}[| {unit}]

@math average_speed speed travel_speed averageSpeed [compute|get]_speed how_fast_was_i
d Compute the speed from distance and time.
d How fast something moved on average.
x convert_units running_pace
p distance,way,kilometres,km ~10-900! Distance in kilometres|Way
p hours,time,duration,took ~2-24! How many hours it took|Hours
r I drove {distance} kilometres in {hours} hours. How fast was I?
r {distance} km, {hours} h: speed?
r It took the ship {hours} hours to go {distance} kilometres; what's its speed?
r How quick is somebody who covers {distance} km in {hours} hours?
r In {hours} hours the train went {distance} kilometres, so what was its average?
r {hours} hours for {distance} kilometres, is that slow?
r We needed {hours} hours for {distance} kilometres. What did the needle show on average?
r If a bird flies {distance} km within {hours} hours, how fast is that?
i work out my speed, {distance} kilometres in {hours} hours
i divide the way by the time: {distance} km, {hours} hours

@search boiling_point boil_temperature get_boiling_point boilingPoint when_does_it_boil boils_at
d Tell at how many degrees a liquid boils.
d When a substance turns to vapour.
x element_info
p substance,liquid,material,what water/ethanol/mercury/nitrogen/acetone! Which substance|Liquid
p altitude,height,metres,elevation #200-6000? Height above the sea in metres|Altitude
r At how many degrees does {substance} boil[| at {altitude} metres]?
r When does {substance} turn into steam[| up at {altitude} metres]?
r {substance} boils at?
r I heat {substance} in the lab[| at {altitude} metres above the sea]. When will it bubble?
r How hot must {substance} get before it becomes a gas?
r On a mountain of {altitude} metres, when would {substance} boil?
r {substance} in a flask[|, {altitude} metres up]: when does it start to bubble?
r Does {substance} boil below a hundred degrees[| at {altitude} metres]?
i look up the temperature at which {substance} boils
i tell me when {substance} becomes vapour[| at {altitude} metres]

@search molar_mass molecular_weight get_molar_mass molarMass [compute|look_up]_molar_mass
d Tell how much a mole of a substance weighs.
d Grams per mole.
x element_info calculate
p substance,compound,chemical water/salt/glucose/ammonia/methane/caffeine! Which substance|Compound
p moles,amount,n,count #2-30? How many moles|Moles
r How heavy is a mole of {substance}?
r How many grams do I weigh in for {moles} moles of {substance}?
r {substance}, [g/mol?|{moles} mol, grams?]
r My chemistry homework asks for the mass of [a|one] mole of {substance}.
r If I need {moles} moles of {substance}, what must the scales show?
r What do {moles} moles of {substance} weigh?
r For the experiment: {substance}, grams per mole?
r {substance} has which molecular weight?
i tell me the molar mass of {substance}
i work out the weight of {moles} moles of {substance}

@health log_pulse pulse heart_rate logPulse [record|enter]_heart_rate heartbeat
d Record how fast the heart beats.
d Diary of the pulse.
x log_blood_pressure
p beats,bpm,rate,value #45-190! Beats a minute|Pulse
p situation,when,state,during resting/walking/running/sleeping? In what situation|Situation
r My heart beats {beats} times a minute[| while {situation}].
r {beats} beats a minute[|, {situation}].
r pulse {beats}[|, {situation}]
r I counted {beats} at my wrist[| when {situation}].
r {beats} per minute is what my heart does[| while {situation}].
r My watch says {beats} bpm[|, I was {situation}].
r After the stairs my heart was at {beats}.
r The doctor wants to know my pulse: {beats}[|, measured {situation}].
i note a pulse of {beats}[|, {situation}]
i record {beats} heartbeats a minute[| while {situation}]

@health log_mood mood mood_diary logMood [record|track]_mood how_do_i_feel
d Record how the user feels.
d Diary of moods.
p mood,feeling,state,emotion happy/sad/worried/calm/lonely/tired/nervous! What mood|Feeling
p score,level,strength,intensity #2-10? How strong, up to ten|Strength
r I feel {mood} [today|this morning][|, {score} out of 10].
r Put in my diary that I'm {mood}[|, about {score} of ten].
r mood: {mood}[| {score}/10]
r For days I've been {mood}[|, say {score} on the scale].
r {mood}, that's what I am today[|, strength {score}].
r I woke up {mood}[|, {score} on a scale to ten].
r Somehow I've been {mood} since the phone call.
r Today was a {mood} day.
r How I feel? {mood}[|, with strength {score}]. Keep that.
i note that I'm {mood}[|, {score} of 10]
i record that I feel {mood}

@health first_aid emergency_help first_aid_advice firstAid what_to_do_injury aid_for_injury
d Tell what to do when somebody is hurt.
d First aid for injuries.
x book_appointment
p injury,problem,what,case burn/nosebleed/cut/bee_sting/sprain/blister! What happened|Injury
p person,patient,who,age_group baby/child/adult/senior? Who is hurt|Patient
r It's a {injury}, what do I do first[|? The patient is a {person}]?
r Help[|, a {person} is hurt]! It's a {injury}.
r {injury}[|, {person}], what now?
r What helps against a {injury}[| if it's a {person}]?
r There's been a little accident: a {injury}. Ice or no ice?
r How should I treat a {injury}[| of a {person}] until a doctor comes?
r A {injury}[|, and it's a {person}]! Quick, what should I do?
r The kid next to me has a {injury}, and I don't know what to do.
i tell me what to do about a {injury}[| of a {person}]
i explain how I bandage or treat a {injury}

@health vaccination_due vaccine_due next_vaccination vaccinationDue [check|get]_vaccination
d Tell when a vaccination is due.
d Looks into the vaccination record.
x book_appointment
p disease,vaccine,against,for tetanus/measles/flu/rabies/hepatitis! Against what|Disease
p person,name,patient,who first? Whose record|Patient
r When [do I|does {person}] need the next shot against {disease}?
r I cut myself on a rusty nail[|, says {person}]. Is the protection against {disease} still good?
r {disease} booster[|, {person}]?
r Is [my|{person}'s] protection against {disease} up to date?
r [I don't remember|{person} doesn't remember] the last jab against {disease}.
r Against {disease}, [am I|is {person}] still protected?
r The school asks if {person} is immune to {disease}.
r {disease}: how long ago was the needle[| for {person}]?
i check when the {disease} jab is due[| for {person}]
i look in the yellow booklet for {disease}[|, {person}'s page]

@health log_blood_sugar blood_sugar glucose logBloodSugar [record|enter]_glucose sugar_level
d Record the sugar in the blood.
d Diary for people with diabetes.
x log_blood_pressure log_pulse
p value,level,glucose,reading #55-300! What was measured|Reading
p when,time,moment,meal before_lunch/after_lunch/before_breakfast/at_bedtime? At which moment|Moment
r My sugar is {value}[|, {when}].
r I pricked my finger: {value}[|, {when}].
r glucose {value}[| {when}]
r The strip shows {value}[|, {when}].
r {value} is my blood sugar[|, measured {when}].
r {when}, and the meter for my diabetes says {value}.
r The sensor on my arm reads {value}[|, {when}].
r Too much cake: {value} of glucose[|, {when}].
i note a sugar of {value}[|, {when}]
i enter {value} for my diabetes[|, {when}]

@health calories_burned burned_calories calorie_burn caloriesBurned [estimate|get]_calories_burned
d Tell how many calories a sport burns.
d Energy used by an activity.
x log_workout
p activity,sport,exercise,what swimming/cycling/rowing/dancing/yoga/hiking! Which activity|Sport
p minutes,duration,length,time #10-180! For how many minutes|Minutes
r How many calories do I lose with {minutes} minutes of {activity}?
r I did {minutes} minutes of {activity}, may I eat a piece of cake?
r {activity} {minutes} min, kcal?
r Does {minutes} minutes of {activity} burn much?
r If I spend {minutes} minutes on {activity}, what's that in energy?
r {minutes} minutes {activity}: how much fat is gone?
r With {activity} for {minutes} minutes, what do I burn?
r Was it worth sweating? {minutes} minutes of {activity}, how many calories?
i estimate what {minutes} minutes of {activity} burn
i tell me the calories of {minutes} minutes {activity}

@health running_pace pace run_pace runningPace [compute|get]_pace minutes_per_kilometre
d Compute the pace of a run.
d Minutes per kilometre.
x calculate log_workout
p distance,kilometres,km,length ~3-60! Distance in kilometres|Length
p minutes,time,duration,took #15-300! How many minutes it took|Time
r I ran {distance} km in {minutes} minutes. How long per kilometre?
r {distance} k in {minutes} min, pace?
r If I want to finish {distance} kilometres in {minutes} minutes, how fast should each one be?
r {minutes} minutes for a run of {distance} kilometres, what's my rhythm per kilometre?
r My goal for the race: {distance} kilometres, {minutes} minutes. What pace is that?
r In {minutes} minutes I jogged {distance} km; what did I need for each?
r Over {distance} kilometres I was on my feet for {minutes} minutes, so how quick was my running?
r A jog of {distance} kilometres took me {minutes} minutes. Every kilometre took how long?
i compute my pace for {distance} km in {minutes} minutes
i work out minutes per kilometre for a run, {distance} km in {minutes}

@health find_exercise stretch exercise_for findExercise [suggest|show]_stretching
d Suggest an exercise for a part of the body.
d Stretching against pain and stiffness.
x log_workout
p part,body_part,muscle,where back/neck/knee/shoulder/belly/hip! Which part of the body|Body part
p minutes,duration,length,time #3-45? How many minutes|Minutes
r My {part} hurts from sitting all day[|, I have {minutes} minutes].
r What can I do for my {part}[| in {minutes} minutes]?
r {part} training[|, {minutes} min]
r I'd like a stronger {part}[| with {minutes} minutes a day].
r My {part} is stiff; which moves help[|? I can spare {minutes} minutes]?
r Is there some stretching that's good for the {part}?
r For {minutes} minutes I want to work on my {part}.
r A physio said my {part} needs moving[|, {minutes} minutes daily].
i show me something to stretch my {part}[|, {minutes} minutes]
i suggest a workout of {minutes} minutes for the {part}

@health training_plan race_plan make_training_plan trainingPlan [build|create]_training_plan
d Make a plan to train for a race.
d Week by week to a sporting goal.
x sign_up_race find_exercise
p goal,race,for,event marathon/triathlon/half_marathon/10k/swim! For what|Goal
p weeks,duration,length,time #4-30! How many weeks|Weeks
p days,days_a_week,per_week,sessions #2-6? Days a week|Days
r I want to do a {goal} in {weeks} weeks[| and can train {days} days a week].
r {weeks} weeks until my {goal}. How do I prepare[|, with {days} days a week]?
r {goal}, {weeks} weeks[|, {days} days a week], schedule?
r How should I train if the {goal} is {weeks} weeks away?
r In {weeks} weeks I stand at the start of a {goal} and I've never trained.
r My first {goal} is coming, {weeks} weeks to go[|, {days} free days each week].
r Couch to {goal} within {weeks} weeks, is there a schedule for me[|, {days} days a week]?
r I signed up for a {goal}, help me get fit in {weeks} weeks.
i plan my training for a {goal} in {weeks} weeks[|, {days} days a week]
i get me ready for a {goal} within {weeks} weeks
"""
