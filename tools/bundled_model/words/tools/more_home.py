"""More functions for rooms and devices, kitchen, family, pets, garden and hobbies."""

FUNCTIONS = """
@home dim_light brightness set_brightness dimLights [change|adjust]_brightness light_level
d Set how bright the lamps of a room are.
d Makes a room lighter or darker.
d Adjusts brightness in percent.
x switch_light
p room,where,location,area room! Which room|Room
p percent,level,brightness,value #5-100! How bright in percent|Brightness
r It's too dark in the {room}, {percent} percent would be better.
r I can hardly read in the {room}. Go to {percent}%.
r {room} at {percent}% brightness
r The glare in the {room} hurts my eyes, {percent} percent is enough.
r Bring the {room} to {percent} percent brightness.
r {percent}% is bright enough for the {room}.
r For a film night the {room} shouldn't be brighter than {percent}%.
r Could the lamps in the {room} shine at {percent} percent?
r In the {room} I'd like {percent}% of the light.
i dim the {room} to {percent}[%| percent]
i make the {room} {percent} percent bright

@home set_fan fan fan_speed setFan [run|switch]_fan ventilator
d Set the speed of a fan.
d Moves the air of a room.
x set_temperature
p room,where,location room! Which room|Room
p speed,level,strength,mode low/medium/high/full! How fast|Speed
r The air in the {room} is stuffy, fan on {speed}.
r It's so sticky in the {room}. Ventilator {speed}, please.
r fan {room} {speed}
r I'd like a breeze in the {room}, {speed} speed.
r {speed} is how I want the fan in the {room}.
r Nobody can breathe in the {room}; let the fan go to {speed}.
r Can the {room} have its ventilator on {speed}?
r In the {room} the fan had better be {speed}.
i set the fan in the {room} to {speed}
i turn the {room} ventilator to {speed}

@home set_humidity humidity dehumidifier setHumidity [control|adjust]_humidity
d Set how moist the air in a room is.
d Controls humidifier and dehumidifier.
x set_temperature set_fan
p room,where,place room! Which room|Room
p percent,target,humidity,value #30-70! Humidity wanted in percent|Target
r The air in the {room} is much too dry, I'd like {percent} percent.
r There's mould in the {room}. Bring the moisture down to {percent}%.
r humidity {room} {percent}
r The guitar in the {room} needs {percent} percent humidity.
r At {percent}% humidity the {room} would be healthier.
r My lips crack in the {room}; {percent} percent moisture, please.
r Would {percent} percent humidity be possible in the {room}?
r The {room} feels damp, {percent}% would do.
i keep the humidity in the {room} at {percent}[%| percent]
i dry the air in the {room} to {percent} percent

@home heat_water boiler hot_water heatWater [start|fire]_boiler water_heater
d Have hot water ready at a time.
d Heats the water tank.
p time,at,ready_at,when clock! When it's needed|Time
p degrees,temperature,target #40-75? How hot|Temperature
r I want to take a bath at {time}[|, {degrees} degrees would be nice].
r By {time} the shower must be hot[|, the tank at {degrees} degrees].
r boiler {time}[| {degrees}]
r Guests will shower at {time}, is there enough hot water?
r There was only cold water this morning. Tomorrow it should be hot at {time}.
r Hot water at {time}, [please|{degrees} degrees].
r When I get home at {time} I'd love a hot bath.
r {time}: the tank must be warm[|, {degrees} degrees].
i have the water hot by {time}
i heat the boiler [to {degrees} degrees |]for {time}

@home brew_coffee coffee make_coffee brewCoffee [start|run]_coffee_machine coffeeMaker
d Make a coffee with the machine.
d Brews a hot drink.
x start_appliance
p drink,type,kind,beverage mocha/cappuccino/latte/black_coffee! What to brew|Drink
p cups,count,number,amount #2-8? How many cups|Cups
p time,at,when clock? When|Time
r I can't wake up. A {drink}, please.
r {drink}[| at {time}| x {cups}]
r What I need now is a {drink}.
r [Visitors are here|We have company]: {cups} cups of {drink}.
r When I come down at {time} there should be {drink}.
r {cups} cups of {drink} for us[|, at {time}].
r My mornings begin with {drink}[|, at {time}].
r Could the machine do a {drink}[| by {time}]?
r At {time} I'd like to smell fresh {drink}.
i brew [some|me a] {drink}[| at {time}]
i make {cups} cups of {drink}[| for {time}]

@home preheat_oven oven heat_oven preheatOven [warm|start]_oven oven_temperature
d Heat the oven to a temperature.
d Gets the oven ready for baking.
x start_appliance
p degrees,temperature,heat,target #80-250! How hot|Temperature
p mode,setting,function grill/fan/steam? With what mode|Mode
p time,at,ready_at clock? By when|Time
r The pizza wants {degrees} degrees[|, {mode} mode][|, at {time}].
r I'm about to bake. {degrees} degrees[|, with {mode}].
r oven {degrees}[| {mode}]
r The dough has risen, so I need {degrees} degrees[| by {time}].
r {degrees} degrees for the roast, please[|, {mode} mode].
r At {time} the cake goes in, at {degrees} degrees.
r The recipe says {degrees} degrees[| on {mode}].
r Could it be {degrees} degrees hot in there when the bread goes in[|, at {time}]?
i heat the oven to {degrees}[| degrees][|, {mode} mode]
i preheat to {degrees} degrees[| by {time}]

@food check_pantry pantry in_stock_at_home checkPantry [look_in|search]_fridge food_at_home
d Look up whether there is something in the pantry.
d How much of a food is left at home.
d What the fridge holds.
x add_to_list check_stock
p item,food,what,product eggs/milk/butter/rice/flour/cheese/onions/yoghurt! What to look for|Food
r Do we still have {item}?
r Any {item} left in the fridge?
r {item} at home?
r I'm in the supermarket and don't know if there's still {item} at home.
r I forgot whether we ran out of {item}.
r Did we use up the {item} in the kitchen?
r Before I go shopping: {item}, do we need any?
r No idea if there's {item} in the cupboard.
r With {item} I could cook something; have we got any?
i check if we have {item} left
i look for {item} in the pantry

@food freeze_food freezer log_freezer freezeFood [add|put]_into_freezer frozen_stock
d Note what was put into the freezer.
d Keeps a list of frozen meals.
x check_pantry plan_meal
p dish,food,what,meal dish! What was frozen|Food
p portions,count,amount #2-12? How many portions|Portions
p date,day,on day? When|Date
r There's {dish} left over, [it went into the freezer|{portions} portions, I put it on ice].
r {portions} portions of {dish} are in the freezer now.
r freezer: {portions} x {dish}
r I cooked too much {dish}; [it's frozen now|{portions} portions are frozen now].
r What's frozen since {date}: {dish}.
r We couldn't finish the {dish}, so I froze [it|{portions} boxes of it].
r Into the ice drawer went {portions} bags of {dish}.
i note that I froze {portions} portions of {dish}
i add {dish} to the list of frozen meals

@food find_substitute substitute ingredient_substitute findSubstitute replace_ingredient use_instead
d Tell what can be used in place of an ingredient.
d What to cook or bake with if something is missing.
x find_recipe
p ingredient,item,missing eggs/butter/cream/yeast/honey/wine/sugar/cornstarch! What's missing
p dish,recipe,meal dish? For which dish|Dish
r I'm out of {ingredient}, what do I take instead?
r What else works if there's no {ingredient}?
r instead of {ingredient}?
r Without {ingredient}, how do I make {dish}?
r My guest is allergic to {ingredient}, what could go in its place?
r No {ingredient} in the house and I want to bake. Ideas?
r For {dish} I would need {ingredient}, but the shop is closed. What now?
r {ingredient} is what I lack[|, and there'll be {dish}]. Is there something similar?
r Can I leave out {ingredient} and use something else?
i find a replacement for {ingredient}[| in {dish}]
i tell me what to use instead of {ingredient}

@food cooking_time how_long_to_cook boil_time cookingTime get_cooking_time time_to_boil
d Tell how long a food must cook.
d Minutes in the pot or the oven.
x find_recipe start_timer
p food,item,what rice/pasta/potatoes/lentils/broccoli/salmon/chicken/beans! What is cooked|Food
p way,method,how boiled/steamed/fried/baked? How it's cooked|Method
r How long does {food} have to stay in the pot?
r For how many minutes do I cook {food}[|, {way}]?
r {food}, [how many minutes|{way}: how long]?
r I always overcook {food}. How many minutes on the stove would be right?
r If I want {food} {way}, how long does it take?
r The water boils, {food} in: how many minutes?
r I never know how many minutes it takes for {food} to be soft.
r For {way} {food}, how many minutes?
i tell me how long to cook {food}
i look up how many minutes {food} needs

@food pair_wine wine wine_for_dish pairWine [suggest|choose]_wine drink_pairing
d Suggest a wine that goes with a dish.
d What to drink with a meal.
p dish,food,meal,with dish! What is eaten|Dish
p colour,color,kind,type red/white/rose/sparkling? What sort of wine|Colour
r What do we drink with {dish}?
r I'm serving {dish} tonight and need a bottle that fits[|, {colour} if possible].
r wine for {dish}[|, {colour}]
r Which {colour} wine suits {dish}?
r {dish} is on the table, but which bottle do I open?
r To {dish}, does {colour} wine go?
r I'd like a glass of something {colour} with {dish}.
r Would a {colour} wine be right for {dish}, and which?
i recommend a [|{colour} ]wine to go with {dish}
i choose a bottle for {dish}

@home find_device find_my_phone ring_device findDevice [locate|ring]_device where_is_device
d Let a lost device ring.
d Finds a phone, keys or the like at home.
p device,item,what,thing phone/keys/tablet/watch/remote/wallet! What was lost|Device
r Where on earth did I leave my {device}?
r I can't find my {device} anywhere.
r {device} lost again
r My {device} must be under some cushion, let it beep.
r Somewhere in this house there's my {device}.
r I've looked everywhere for the {device}. Can it ring?
r Has anyone seen the {device}? Make a sound, please.
r I have to leave and the {device} can't be found.
r My {device} must have slipped behind the sofa.
i make my {device} ring
i locate the {device}

@home share_wifi guest_wifi wifi_access shareWifi [open|create]_guest_network wlan_guest
d Open the wireless network for a guest.
d Gives visitors internet for some hours.
x grant_access
p guest,name,person,for first! Who gets it|Guest
p hours,duration,valid_hours #2-72? For how many hours|Hours
r {guest} is visiting and wants to go online[| for {hours} hours].
r {guest} has no signal here. Let them use our internet[| for {hours} hours].
r wifi for {guest}[|, {hours}h]
r Can {guest} use the wireless[| for {hours} hours]?
r Our visitor {guest} asks for the wifi[|, {hours} hours are enough].
r For {hours} hours {guest} may use our network.
r The babysitter, {guest}, needs internet in our house.
r Internet for {guest}, please[|, only {hours} hours].
i give {guest} the guest wifi[| for {hours} hours]
i let {guest} onto the home network[| for {hours} hours]

@home limit_screen_time screen_time parental_limit screenTime [set|change]_screen_limit
d Limit how long a child may use screens.
d Minutes of tablet and television a day.
x set_budget
p child,name,kid,who first! Which child|Child
p minutes,limit,max,daily_minutes #15-180! Minutes a day|Limit
r {child} sits in front of the tablet all day. {minutes} minutes are enough.
r No more than {minutes} minutes of television for {child}.
r screen {child} {minutes} min
r {child} may play on the console for {minutes} minutes a day.
r After {minutes} minutes {child}'s tablet should go dark.
r {minutes} minutes a day is all the screen {child} gets from now on.
r Could {child}'s phone stop working after {minutes} minutes?
r Homework first! {child} gets {minutes} minutes online.
i limit {child} to {minutes} minutes of screen time
i allow {child} {minutes} minutes of tablet

@task book_babysitter babysitter find_sitter bookBabysitter [hire|request]_childcare nanny
d Book somebody who looks after the children.
d Childcare for an evening.
p date,day,on,evening day! Which day|Day
p time,from,start clock! From when|Time
p children,kids,count #2-5? How many children|Children
r We want to go out on {date}; who watches the kids from {time}[|? There are {children} of them]?
r Somebody has to look after the little ones on {date}, from {time}.
r sitter {date} {time}[|, {children} kids]
r We have theatre tickets for {date} and nobody for the children at {time}.
r Grandma is ill, so for {date} at {time} we need a sitter[| for {children} children].
r From {time} on {date} the {children} children can't be alone.
r Is a nanny free on {date} at {time}?
r {date}, {time}: our date night. The kids need someone.
i book a babysitter for {date} at {time}[|, {children} children]
i get us somebody for the [|{children} ]kids on {date} from {time}

@media tell_story bedtime_story story tellStory [read|make_up]_story goodnight_tale
d Tell a child a story before sleep.
d Makes up a fairy tale.
x read_aloud
p about,hero,figure,topic dragon/princess/pirate/robot/bear/witch! What it's about|Hero
p child,name,listener,for first? Who listens|Child
p minutes,length,duration #3-20? How long|Minutes
r {child} can't fall asleep and wants to hear about a {about}[|, {minutes} minutes or so].
r Once upon a time there was a {about}... go on[|, {child} is listening].
r {about} tale[| for {child}][|, {minutes} min]
r It's bedtime[| for {child}]. Something with a {about}, please.
r [{child} loves|The kids love] anything with a {about} before the lights go out.
r Do you know one about a {about}[| for {child}]?
r For {child} a tale of {minutes} minutes with a {about} in it.
i tell [{child}|us] a story about a {about}[|, {minutes} minutes long]
i make up a fairy tale with a {about}

@health track_pet find_pet pet_location trackPet [locate|follow]_pet where_is_pet
d Show where a pet is.
d Follows the collar of a dog or cat.
x share_location
p pet,name,animal,who first! Name of the pet|Pet
r {pet} hasn't come home tonight.
r The cat, {pet}, jumped out of the window. Where did it go?
r where's {pet} the dog?
r {pet} slipped the leash, show me the collar's signal.
r Has {pet} crossed the road again with those four paws?
r I've been calling {pet} for an hour, but the dog doesn't come.
r Which garden is {pet} prowling in, the old tomcat?
r What does the collar of {pet} say, where is it?
r My puppy {pet} ran away in the park.
i locate my [dog|cat] {pet}
i look where {pet} is, the collar is on

@shop order_pet_food pet_food buy_pet_food orderPetFood [reorder|get]_animal_food
d Order food for an animal.
d Buys feed for pets.
x add_to_cart feed_pet
p animal,pet,for,species cat/dog/rabbit/hamster/parrot! For which animal|Animal
p kilos,weight,amount,kg #2-20! How many kilograms|Kilograms
r The {animal} is hungry and the bag is empty; {kilos} kilos should last a while.
r We're nearly out of {animal} food, get {kilos} kg.
r {kilos} kg {animal} food
r My {animal} eats a lot. I need {kilos} kilos more.
r {kilos} kilograms of what the {animal} likes, please.
r For the {animal}, {kilos} kilos of the usual feed.
r What the {animal} eats is running low: {kilos} kilos, delivered home.
r Could I have {kilos} kilos of feed for a {animal} sent here?
i order {kilos} kilos of {animal} food
i buy {kilos} kg of feed for the {animal}

@home set_aquarium aquarium fish_tank setAquarium [adjust|control]_fish_tank aquarium_temperature
d Set the water temperature of the fish tank.
d Keeps the fish warm.
x set_temperature heat_water
p degrees,temperature,target,heat #18-30! How warm|Temperature
p tank,name,which,label room? In which room the tank is|Tank
r The fish look sluggish, {degrees} degrees would do them good.
r {degrees} degrees for the fish[| in the {tank}].
r aquarium {degrees}[| {tank}]
r My neon tetras want it at {degrees} degrees[|, the tank in the {tank}].
r Is the water for the goldfish at {degrees} degrees? It should be.
r In the {tank} the fish need {degrees} degrees.
r The shop told me {degrees} degrees for these fish, so do that.
r Water for the fish: {degrees} degrees.
i warm the fish tank[| in the {tank}] to {degrees} degrees
i set the aquarium to {degrees}[| degrees]

@task log_eggs eggs egg_count logEggs [record|count]_eggs hen_diary
d Record how many eggs the hens laid.
d Diary of the chicken coop.
p eggs,count,number,amount #2-24! How many eggs|Eggs
p date,day,on day? Which day|Day
r The hens laid {eggs} eggs[| on {date}].
r {eggs} eggs in the nest[| {date}].
r chickens: {eggs}[|, {date}]
r I found {eggs} fresh ones in the coop.
r Our chickens gave us {eggs} eggs[| on {date}].
r {eggs} is what the henhouse brought[| on {date}].
r From the nest boxes I carried {eggs} eggs.
r So many this time! {eggs} eggs from the chickens.
i write down {eggs} eggs[| for {date}]
i record {eggs} eggs from the coop[| on {date}]

@task log_harvest harvest crop_diary logHarvest [record|note]_harvest garden_yield
d Record what was picked in the garden.
d Keeps a diary of the crop.
x log_eggs
p crop,what,plant,fruit tomatoes/apples/beans/pumpkins/strawberries/potatoes! What was picked|Crop
p kilos,amount,weight,kg ~2-60! How many kilograms|Weight
r I picked {kilos} kilos of {crop} today.
r {kilos} kg of {crop} from our own beds!
r {crop}: {kilos} kg
r The {crop} are ripe and in, {kilos} kilos of them.
r What a summer: {kilos} kilos of {crop} from the garden.
r Behind the house we gathered {kilos} kilograms of {crop}.
r {kilos} kilos came off the plants, all {crop}.
r My back hurts, but {kilos} kilos of {crop} are in the shed.
i note {kilos} kilos of {crop}
i enter {kilos} kg of {crop} in the garden diary

@home vent_greenhouse greenhouse greenhouse_window ventGreenhouse [move|set]_greenhouse_vent
d Open or shut the windows of the greenhouse.
d Airs the glasshouse.
x move_blinds
p position,state,to open/closed/half_open! How the windows should be|Position
p time,at,when clock? When|Time
r The tomatoes are boiling under the glass, windows {position}[| at {time}].
r It will freeze tonight, so the glasshouse should be {position}[| by {time}].
r greenhouse {position}[|, {time}]
r The seedlings need air: roof windows {position}.
r At {time} I want the greenhouse {position}.
r {position} is better for the cucumbers[| from {time}], I mean the panes above them.
r Could the glass roof over my plants be {position}[| at {time}]?
r A storm is near. Windows above the plants {position}, please.
i leave the greenhouse windows {position}
i get the glasshouse {position}[| by {time}]

@task order_firewood firewood buy_firewood orderFirewood [get|deliver]_wood logs_for_stove
d Order wood for the stove.
d Has logs delivered.
x order_soil
p wood,kind,type,species beech/birch/spruce/pine! What kind of wood|Wood
p metres,volume,amount,quantity #2-15! How many cubic metres|Volume
p date,day,delivery_day day? When|Day
r Winter is coming and the shed is empty: {metres} cubic metres of {wood}[| on {date}].
r For the stove I need {metres} metres of {wood}[|, delivered on {date}].
r {metres} m3 {wood}[|, {date}]
r It's cold and there's nothing left to burn. {wood}, {metres} cubic metres.
r We like to sit by the fire; {metres} cubic metres of {wood} would last us.
r {wood} burns well, {metres} cubic metres of it please[|, on {date}].
r Could {metres} cubic metres of {wood} be brought [|on {date} ]for our fireplace?
i order {metres} cubic metres of {wood} logs[| for {date}]
i have {metres} metres of {wood} delivered[| on {date}] to heat with

@home book_craftsman craftsman find_tradesman bookCraftsman [call|hire]_handyman home_repair
d Book a craftsman for a repair at home.
d Calls a plumber, painter or the like.
x create_ticket
p trade,who,profession,kind plumber/roofer/painter/locksmith/carpenter! Which trade|Profession
p date,day,when day? When|Day
r Something in the house is broken and I can't fix it, so a {trade} should come[| on {date}].
r We need a {trade}[| on {date}].
r {trade} wanted[|, {date}]
r Is there a {trade} who has time[| on {date}]?
r That's a job for a {trade}[|; {date} suits me].
r I tried it myself and made it worse. A {trade}, quickly!
r [{date} I'm at home|I'm at home all day], the {trade} can come.
r Without a {trade} this won't be repaired[|, and on {date} I'm at home].
i send a {trade} to our house[| on {date}]
i book a {trade} for me[| on {date}]

@home remove_stain stain stain_remedy removeStain [treat|get_out]_stain cleaning_tip
d Tell how to get a stain out.
d Advice on spots in clothes and carpets.
p stain,what,spot,kind wine/grass/blood/coffee/ink/grease! What made the stain|Stain
p fabric,material,on,where cotton/wool/silk/leather/linen? On what|Material
r I spilled {stain} [on my shirt|on {fabric}], how does it go away?
r There's {stain} on [the sofa|the {fabric}]!
r {stain} spot[| on {fabric}], help
r How do I get {stain} out[| of {fabric}]?
r My best trousers, and {stain} all over them. What helps?
r Does cold water help against {stain}[| on {fabric}]?
r From {fabric}, how do I wash out {stain}?
r The children came home with {stain} on everything, how do I clean that?
i tell me what takes {stain} out[| of {fabric}]
i help me with a {stain} stain[| on {fabric}]

@math paint_needed paint how_much_paint paintNeeded [compute|estimate]_paint wall_paint
d Compute how much paint walls need.
d Litres of paint for an area.
x convert_units
p area,square_metres,size,surface #8-200! Square metres of wall|Area
p coats,layers,times #2-4? How many coats|Coats
r I want to paint {area} square metres[| in {coats} coats], how many buckets do I buy?
r The walls have {area} square metres. How many litres will it take?
r paint {area} m2[|, {coats} coats]
r How much white do I need for {area} square metres of wall[| and {coats} coats]?
r Our new flat gets a fresh colour: {area} square metres[|, {coats} layers]. How much should I get?
r With {coats} coats on {area} square metres, how many litres is that?
r {area} square metres of ceiling and walls; what amount of colour is enough?
i work out the paint for {area} square metres[|, {coats} coats]
i estimate how many litres cover {area} square metres

@task count_rows knitting row_counter countRows [log|track]_knitting knit_progress
d Keep count of rows when knitting.
d Notes how far a piece of handwork is.
p project,piece,item,what scarf/sweater/hat/blanket/sock! What is knitted|Piece
p rows,count,number,done #2-150! How many rows|Rows
r I'm done with {rows} rows of the {project}.
r {rows} more rows on my {project}.
r {project}: {rows} rows
r My needles clicked all evening, the {project} has {rows} rows more.
r On the {project} I finished {rows} rows[| tonight| in the train].
r {rows} rows, and the {project} still looks short. Keep count, please.
r Since lunch the {project} grew by {rows} rows of wool.
r Don't let me lose count: {rows} rows on the {project}.
i count {rows} rows for the {project}
i add {rows} rows to the {project} I'm knitting
"""
