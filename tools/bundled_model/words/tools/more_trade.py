"""More functions for shops, parcels, games, language, reckoning, weather and companies."""

FUNCTIONS = """
@shop add_to_cart cart addToCart put_in_basket basket_add [place|put]_in_cart
d Put a product into the shopping cart.
d Adds to the basket.
x add_to_list search_products
p product,item,article,what goods! What|Product
p quantity,count,amount,number #1-12? How many|Quantity
r I'd like to buy {product}[|, {quantity} of them].
r {quantity} times {product} into my cart, please.
r cart: {product}[| x{quantity}]
r For my order I also want {product}.
r {product}, that's what I'll take. Into the basket.
r Could you put {product} in my basket?
r My basket should have {product} in it too.
i add {product} to my [cart|basket]
i put {quantity} {product} in the cart

@shop return_item return_order send_back returnItem start_return [register|request]_return
d Return an order.
d Sends a delivery back to the shop.
x cancel_order refund_payment
p order_id,order,number,order_number order! Which order|Order number
p reason,because,why broken/wrong_size/too_late/unwanted? Why|Reason
r {order_id} is {reason}, I want to send it back.
r I want to return order {order_id}[|, it's {reason}|, reason {reason}].
r return {order_id}[|: {reason}]
r How can {order_id} go back to you?
r What came with {order_id} is {reason}. Back with it.
r Order {order_id} has to go back[|, {reason}].
r Back to the shop, please, with {order_id}.
i [return|send back] [|order |my order ]{order_id}[|, {reason}]
i take back {order_id}, it's {reason}

@shop compare_prices price_comparison comparePrices cheapest_offer [find|get]_best_price
d Compare the prices of a product.
d Where something is cheapest.
x search_products
p product,item,article,what goods! What|Product
p max_price,limit,budget ~5-900? Highest price|Most it may cost
r Where [is|are] {product} cheapest?
r Who sells {product} [at the lowest price|for less than {max_price}]?
r {product} best price
r I don't want to pay too much for {product}. What do shops ask?
r For {product}, which shop is the cheapest?
r At most {max_price}, that's what I'd pay for {product}. Any shop?
r What do different shops want for {product}?
i compare [the |]prices [of|for] {product}
i find {product} for [under|less than] {max_price}

@shop change_delivery_date delivery_date moveDelivery postpone_delivery [set|pick]_delivery_day
d Change the day of a delivery.
d Has an order delivered on another day.
x cancel_order get_order_status
p order_id,order,number,order_number order! Which order|Order number
p date,day,new_date,to day! New day|Date
r I'm not home, so {order_id} should come on {date}.
r {order_id} should be delivered on {date}[| instead].
r order {order_id} on {date} instead
r On {date} it would suit me better, the order is {order_id}.
r Could {order_id} arrive on {date}?
r Nobody can open the door, please bring {order_id} on {date}.
r {date} is a better day for the delivery of {order_id}.
i deliver {order_id} on {date}
i change the delivery of {order_id} to {date}

@shop rate_product product_rating review_product rateProduct [give|leave]_rating write_review
d Rate a product.
d Gives a product stars[| and a comment].
p sku,product,product_id,article sku! Which product|Product number
p stars,rating,score,points #1-5! How many stars|Stars
p comment,text,review text? What is said|Comment
r {sku} deserves {stars} stars[|: {comment}].
r {stars} stars for {sku}[|, comment {comment"}].
r {sku}: {stars}/5
r I'm giving {sku} {stars} stars[| because {comment}].
r My rating of {sku} is {stars}.
r For {sku} it's {stars} stars from me.
r Out of five, {sku} gets {stars}.
i rate {sku} [with |]{stars} stars
i give {sku} {stars} stars[| and the comment {comment"}]

@shop send_parcel ship_parcel sendParcel create_shipment [order|book]_shipment post_package
d Send a parcel to somebody.
d Books a shipment.
x get_order_status
p recipient,to,receiver,name person! Who gets it|Recipient
p city,destination,town,place place! Where to|City
p weight,kg,kilos,weight_kg ~1-30? Weight in kilos|Weight
r I have a parcel for {recipient} in {city}[|, {weight} kg].
r {recipient} in {city} is to get a parcel[| of {weight} kilos].
r parcel to {recipient}, {city}[|, {weight} kg]
r A package of {weight} kilos has to go to {recipient} in {city}.
r To {city}, please, a parcel for {recipient}[|, about {weight} kg].
r It weighs {weight} kilos and goes to {recipient}, {city}.
r In {city}, {recipient} is waiting for a package from me.
i send a parcel to {recipient} in {city}[|, {weight} kg]
i ship {weight} kilos to {recipient} in {city}

@shop set_price update_price change_price setPrice reprice [put|mark]_price
d Set the price of a product.
d Changes what an article costs.
x search_products
p sku,product,article,product_id sku! Which product|Article number
p price,amount,to,new_price ~1-900! New price|Price
r {sku} should cost {price}[| dollars| euros][| from now on].
r {price} is the new price of {sku}.
r {sku} -> {price}
r We sell {sku} at {price} from today.
r The price of {sku} is wrong, it has to be {price}.
r For {sku} we now want {price}[| euros| dollars].
r Could {sku} go down to {price}?
i set the price of {sku} to {price}[| dollars| euros]
i sell {sku} for {price}

@media start_game game play_game startGame new_game [open|launch]_game
d Start a game.
d Plays a game with the user.
p game,name,which chess/checkers/hangman/quiz/sudoku! Which game|Game
p level,difficulty,strength easy/medium/hard? How hard|Level
r I'd like to play {game}[|, {level}| on {level}].
r How about a round of {game}[|, {level} please]?
r {game}[|, {level}]
r I'm bored. {game}[|, {level}], please!
r My brother wants to play {game}[| on {level}].
r A {level} {game} would be fun now.
r Let us play {game} together[|, level {level}].
i [start|play] [a game of |]{game}[| on {level}]
i play {level} {game} with me

@media subscribe_channel subscribe follow_artist subscribeTo [add|new]_subscription follow
d Follow an artist.
d Tells the user of everything new from a musician.
x play_music
p artist,musician,band,name artist! Whom|Artist
r I want to know when {artist} [releases something|has a new album].
r I don't want to miss anything new by {artist}.
r follow {artist}
r {artist} is great, I'd like to follow them.
r Whenever {artist} brings out a song, let me hear of it.
r Could I follow {artist}?
r From {artist} I'd like all the news.
r New music by {artist} should not pass me by.
i follow [|the artist |the band ]{artist}
i subscribe me to {artist}

@media find_concerts concerts concert_search findConcerts live_shows [list|show]_concerts gigs
d Find concerts of an artist.
d Where a band plays.
x play_music
p artist,band,musician,name artist! Who plays|Artist
p city,place,location,where place? In which city|City
r When does {artist} play[| in {city}]?
r Is {artist} [on tour|giving a concert][| in {city}]?
r {artist} concerts[| {city}]
r I'd love to see {artist} live[| in {city}].
r In {city}, is there a concert of {artist}?
r Will {artist} come to {city}?
r Are there tickets for {artist}[| in {city}]?
i find concerts [of|by] {artist}[| in {city}]
i tell me when {artist} plays[| in {city}]

@math percent_of percentage percentOf compute_percentage [take|get]_percent
d Compute a percentage of a number.
d How much so many percent are.
x calculate calculate_tip
p percent,rate,percentage,share #1-95! How many percent|Percentage
p number,of,total,base ~20-900! Of what|Number
r [What is|How much is|What's] {percent}% of {number}?
r What's {percent} percent of {number}?
r {percent}% of {number}
r Of {number}, how much are {percent} percent?
r From {number} I get {percent} percent. How much is that?
r {number} - and of that {percent} percent, what does it make?
r If I own {percent} percent of {number}, how much is mine?
i [take|compute|work out] {percent}% of {number}
i tell me {percent} percent of {number}

@math split_bill split share_bill splitBill divide_bill [share|divide]_costs
d Split a bill among people.
d What each one has to pay.
x calculate_tip
p amount,bill,total,sum ~20-600! The bill|Total
p people,persons,ways,count #2-12! Among how many|People
r We are {people} people and the bill is {amount}. What does each of us pay?
r {amount} shared by {people}, what does everyone owe?
r split {amount} {people} ways
r There are {people} of us and dinner cost {amount}[| dollars| euros].
r How much is it each if {people} people share {amount}[| dollars| euros]?
r A bill of {amount} among {people} friends is how much each?
r {people} ways, please: {amount}
i split {amount}[| dollars| euros] [among|between] {people} [people|friends]
i divide the bill of {amount} by {people}

@math body_mass_index bmi compute_bmi bodyMassIndex bmi_calculator
d Compute the body mass index.
d BMI of weight and height.
p weight,kg,mass,weight_kg #45-140! Weight in kilos|Weight
p height,cm,tall,height_cm #145-205! Height in centimeters|Height
r I weigh {weight} kilos and am {height} cm tall. What's my BMI?
r What BMI do I have at {weight} kg and {height} cm?
r bmi {weight} kg {height} cm
r With {height} cm and {weight} kg, am I too heavy?
r Is {weight} kg too much for somebody of {height} cm?
r {height} cm tall, {weight} kilos, what does that make as a BMI?
r At {height} centimeters I weigh {weight} kilos, is that healthy?
i [compute|work out] the BMI for {weight} kg and {height} cm
i calculate my body mass index: {weight} kg, {height} cm

@time days_between date_difference daysBetween count_days days_from_to [compute|get]_day_count
d Count the days between two dates.
d How long it is from one day to another.
p start,from,first,from_date day! First day|From
p end,to,until,to_date day! Last day|To
r How many days are there between {start} and {end}?
r How long is it from {start} to {end}?
r days {start} - {end}
r From {start} until {end}, how many days is that?
r If it begins {start} and ends {end}, how many days does it last?
r Between {start} and {end} I have how many days?
r Until {end} it's how many days, counted from {start}?
i count the days from {start} to {end}
i tell me how many days lie between {start} and {end}

@time get_holidays public_holidays holidays listHolidays bank_holidays [show|list]_holidays
d List the public holidays of a country.
d When people are off work somewhere.
x book_time_off
p country,place,region,where place! Where|Country
p year,in_year,of_year,calendar_year #2023-2030? Which year|Year
r When are the public holidays in {country}[| in {year}]?
r Which [public holidays|bank holidays] does {country} have[| in {year}]?
r holidays {country}[| {year}]
r In {country}, on which days is everything closed[| in {year}]?
r Do people work in {country} all year, or what are the holidays[| of {year}]?
r For {year} I need the public holidays of {country}.
r The bank holidays in {country}[| for {year}], please.
i [list|show me] the public holidays [of|in] {country}[| for {year}]
i tell me when {country} has a holiday[| in {year}]

@weather snow_report get_snow snow_depth snowReport ski_conditions [check|show]_snow
d Get the depth of snow in a place.
d Whether one can ski somewhere.
x get_weather get_forecast
p place,resort,location,town place! Where|Resort
r How much snow [is there|do they have] in {place}[| now]?
r Can we ski in {place}[| this week]?
r snow {place}
r Is there enough snow for skiing in {place}?
r In {place}, how deep is the snow?
r We want to go skiing. Has {place} got snow?
r {place}: how's the snow there?
r Are the ski runs of {place} open?
i [check|look up] the snow [in|for] {place}
i tell me how deep the snow in {place} is

@language check_spelling spell_check spelling checkSpelling proofread [find|correct]_typos
d Check the spelling of a text.
d Finds mistakes in what was written.
p text,content,sentence,words text! What is checked|Text
p language,in_language,lang language? In which language|Language
r Is this spelled right: {text}
r Are there mistakes in {text"}?
r I wrote {text"} - any typos[|, it's {language}]?
r spelling: {text}
r In {language}, is {text"} written correctly?
r Before I send it, look for mistakes in {text"}.
r {text"}, is that correct {language}?
i [check|correct] the spelling of {text"}
i proofread this[| {language}] text: {text}

@language rephrase_text rephrase rewrite rephraseText [change|set]_tone reword
d Rephrase a text in another tone.
d Says the same in other words.
x translate
p text,content,sentence,input text! What is rephrased|Text
p tone,style,manner formal/friendly/funny/short! How it should sound|Tone
r How could I say {text"} in a {tone} way?
r {text"} should sound more {tone}.
r more {tone}: {text}
r I need a {tone} way to say {text"}.
r In a {tone} tone, please: {text}
r My text is {text"}, but it has to be {tone}.
r Too rude? Then make {text"} sound {tone}.
i rephrase {text"} [in a|so that it sounds] {tone}[| tone]
i make this {tone}: {text}

@language find_synonyms synonyms thesaurus findSynonyms similar_words [list|get]_synonyms
d Find words that mean the same.
d Looks in a thesaurus.
x define_word
p word,term,expression,of word! Which word|Word
p count,limit,number,max #2-12? How many|Number of words
r What's another word for {word}?
r What else can I say for {word"}?
r synonyms {word}
r I've used {word} too often. Are there other words for it?
r For {word}, {count} other words please.
r Which words mean the same as {word}?
r Instead of {word"}, what could I write?
i [find|give me] [|{count} ]synonyms [of|for] {word}
i list [|{count} ]words that mean the same as {word}

@search company_profile get_company_info companyProfile about_company [look_up|show]_company
d Get facts about a company.
d Who a company is and what it does.
x search_web look_up_customer
p company,name,business,firm company! Which company|Name
r What does {company} do?
r Who [runs|owns] {company}?
r {company} profile
r What sort of company is {company}?
r I've never heard of {company}. What do they make?
r How many people work for {company}?
r Is {company} a big company?
r Before my talk with {company} I'd like to know who they are.
i tell me about the company {company}
i look up [what {company} does|the company {company}]

@finance get_earnings earnings quarterly_results companyEarnings [show|fetch]_earnings
d Get the earnings of a company.
d What a company made in a quarter.
x company_profile get_stock_price
p company,name,firm,business company! Which company|Company
p quarter,period,q Q1/Q2/Q3/Q4? Which quarter|Quarter
p year,of_year,in_year #2018-2028? Which year|Year
r How much did {company} earn[| in {quarter}][| {year}]?
r What were the earnings of {company}[| in {year}| in {quarter} {year}]?
r {company} earnings[| {quarter}][| {year}]
r Did {company} make a profit[| in {quarter}| in {year}]?
r In {year}, what did {company} make?
r I want to see {company}'s results[| for {quarter}| for {year}].
r For {quarter}, how were the results of {company}?
i [get|show me] the earnings of {company}[| for {quarter}| in {year}]
i look up what {company} earned[| in {year}]

@contact remove_contact erase_contact removeContact forget_contact [drop|strike]_contact
d Delete a contact.
d Removes somebody from the address book.
x find_contact
p name,contact,person,who person! Who is deleted|Name
r I don't need {name}'s number any more.
r {name} should not be in my contacts[| any more].
r contact {name} can go
r Why is {name} still in my address book? Out with it.
r {name} and I don't talk now, so take the contact away.
r From my contacts, please remove {name}.
r Could {name} be taken out of my contacts?
r In my address book there's {name}, and I want that gone.
i [delete|remove] {name} from my [contacts|address book]
i erase the contact {name}

"""
