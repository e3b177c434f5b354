"""Functions that training never offers and never asks for."""

from typing import Final

FUNCTIONS = """
@shop track_parcel parcel_tracking trackParcel [where_is|find]_parcel
d Track a parcel by its number.
d Where a parcel is.
p tracking_number,parcel,code,tracking_id parcel! Number of the parcel|Tracking code
r Where is [my |]parcel {tracking_number}?
r I'm waiting for parcel {tracking_number}.
r parcel {tracking_number}
i track [the |my |]parcel {tracking_number}

@weather get_sunset sunset_time sunset getSunset
d Get the time of the sunset in a place.
d When the sun goes down.
p place,city,location place! Where|Place
p date,day,on day? Day|Date
r When is sunset in {place}[| on {date}]?
r When does the sun go down in {place}?
r sunset {place}
i tell me the time of the sunset in {place}

@travel find_pharmacy pharmacies search_pharmacy findPharmacy
d Find a pharmacy in a city.
d Pharmacies that are open.
p city,place,location place! City|Where
r Is there a pharmacy in {city}?
r I have a headache. Where is a pharmacy in {city}?
r pharmacy {city}
i find [a|an open] pharmacy in {city}

@home water_garden sprinkler garden_watering waterGarden
d Water the garden for some minutes.
d Turns the garden's sprinkler on.
p minutes,duration,duration_minutes #2-60! Minutes|How long to water
r The garden is dry, water it for {minutes} minutes.
r The garden needs water for {minutes} minutes.
r garden water {minutes} minutes
i water the garden for {minutes} minutes

@home start_vacuum vacuum robot_vacuum startVacuum vacuum_room
d Vacuum a room.
d Starts the vacuum robot in a room.
p room,where,zone room! Room|Which room
r The {room} is full of crumbs, start the vacuum.
r There's dust in the {room}, please vacuum.
r vacuum {room}
i vacuum the {room}

@travel get_traffic traffic traffic_report getTraffic
d Get the traffic on a road or in a city.
d Reports traffic jams.
p place,road,city,area place! Where|Road or city
r How is the traffic in {place}?
r Are there any traffic jams in {place}?
r traffic {place}
i check the traffic in {place}

@hr search_jobs find_jobs job_search searchJobs
d Search jobs in a city.
d Finds open jobs by title.
p title,job,position,role topic! What job|Title of the job
p city,place,location place? Where|City
r I'm looking for a job as {title"}[| in {city}].
r Are there jobs as {title"} in {city}?
r jobs {title"}
i search jobs as {title"} in {city}

@finance get_crypto_price crypto_price coin_price getCryptoPrice
d Get the price of a crypto coin.
d What a coin such as bitcoin costs.
p coin,symbol,crypto ticker! Which coin|Symbol of the coin
p currency,in_currency,quote currency? Currency of the price|Currency
x get_stock_price
r What is the price of the coin {coin}[| in {currency}]?
r How much is one {coin} coin[| in {currency}]?
r crypto price {coin}
i get the crypto price of {coin}[| in {currency}]

@hr create_survey survey new_survey createSurvey
d Create a survey with a title.
d Starts a survey among colleagues.
p title,name,question title! Title of the survey|Title
r I want to ask everybody something, a survey {title"}.
r We need a survey called {title"}.
r survey {title"}
i create a survey [called|named] {title"}

@mail archive_channel archiveChannel channel_archive
d Archive a channel of the chat.
d Puts an old channel into the archive.
p channel,channel_name,name channel! Which channel|Channel
r Nobody writes in {channel} any more, archive it.
r {channel} can be archived.
r archive {channel}
i archive the channel {channel}

@hr invite_user invite inviteUser user_invitation
d Invite a user by email.
d Sends an invitation to join the workspace.
p email,mail,address email! Address to invite|Email
p role,as_role admin/member/viewer? Role of the user|Role
r {email} should join us, please send an invitation[| as {role}].
r I'd like to invite {email}[| as {role}].
r invite {email}
i invite {email} [to the workspace|as {role}]

@hr reset_password password_reset resetPassword
d Reset the password of a user.
d Lets somebody set a new password.
x generate_password
p user,username,account,email email! Whose password|User
r {user} forgot the password. Please reset it.
r The password of {user} has to be reset.
r password reset {user}
i reset the password [of|for] {user}

@hr disable_user block_user disableUser user_disable
d Disable a user's account.
d Blocks a user from signing in.
p user,username,account,email email! Which user|User
r {user} left the company, disable the user.
r The user {user} must not sign in any more.
r disable user {user}
i disable the [user|account] {user}

@docs export_report report_export exportReport
d Export a report as a file.
d Saves a report in a format.
p report,name,title title! Which report|Name of the report
p format,file_format pdf~PDF/csv~CSV/xlsx~Excel! Format of the file|Format
r I need the report {report"} as {format}.
r Can I get the report {report"} in {format}?
r report {report"} {format}
i export the report {report"} as {format}

@docs print_document print printDocument print_file
d Print a document.
d Prints copies of a file on paper.
x read_file summarize_document
p document,file,path path! Which document|File
p copies,count,quantity #2-20? How many copies|Copies
r I need {document} on paper[|, {copies} copies].
r Can I get {copies} printed copies of {document}?
r print {document}
i print [|{copies} copies of ]{document}

@ops create_backup backup backup_database createBackup
d Create a backup of a database.
d Backs up a database.
p database,db,name service! Which database|Database
r I'd like a backup of {database}.
r Before we start, make a backup of {database}.
r backup {database}
i [create|make] a backup of the database {database}

@ops purge_cache cache_purge clear_cache purgeCache
d Purge the cache of a site.
d Clears cached pages of a website.
p site,url,website,domain url! Which site|Address of the site
r The cache of {site} is stale, purge it.
r Visitors see old pages on {site}. Clear the cache.
r purge cache {site}
i [purge|clear] the cache [of|for] {site}

@ops add_dns_record dns_record create_dns_record addDnsRecord
d Add a DNS record to a domain.
d Creates a DNS entry with a type and a value.
p domain,host,name host! The domain|Host
p type,record_type a~A/cname~CNAME/mx~MX/txt~TXT! Type of the record|Type
p value,target,content word! What it points to|Value
r I need a {type} DNS record for {domain} with the value {value}.
r DNS: {domain} {type} {value}
r The domain {domain} needs a DNS record of type {type}, value {value}.
i add a DNS record for {domain}, type {type}, value {value}

@media get_showtimes showtimes cinema_program getShowtimes
d Get the showtimes of a movie.
d When a film is shown in the cinemas of a city.
p movie,film,title title! Which movie|Title of the movie
p city,place,location place? Where|City
r When is the movie {movie"} on[| in {city}]?
r What are the showtimes of {movie"}[| in {city}]?
r cinema {movie"}
i get the showtimes for the movie {movie"}[| in {city}]

@media buy_concert_tickets concert_tickets buyTickets
d Buy tickets for a concert.
d Purchases concert tickets.
p artist,band,performer artist! Who plays|Artist
p count,quantity,tickets #2-8! How many tickets|Number of tickets
r I'd like {count} tickets for the {artist} concert.
r We're {count} people and want to go to the concert of {artist}. Get tickets.
r {count} concert tickets {artist}
i buy {count} tickets for the concert of {artist}

@media rate_movie movie_rating rateMovie
d Rate a movie with stars.
d Gives a film some stars.
p movie,film,title title! Which movie|Title
p stars,rating,score #1-5! How many stars|Stars
r I give the movie {movie"} {stars} stars.
r The film {movie"} deserves {stars} stars.
r movie {movie"}: {stars} stars
i rate the movie {movie"} with {stars} stars

@media get_match_score match_score score getScore
d Get the score of a team's match.
d How a football team played.
p team,club,side company! Which team|Team
r How did {team} play? I mean the score.
r What's the score of the {team} match?
r score {team}
i get the score of the match of {team}

@travel find_parking parking parking_search findParking
d Find parking in a city.
d Where one can park a car.
p place,city,location,near place! Where|City
p hours,duration,duration_hours #1-24? For how many hours|Hours
r Where can I park my car in {place}[| for {hours} hours]?
r I need parking in {place}[| for {hours} hours].
r parking {place}
i find [parking|a parking space] in {place}[| for {hours} hours]

@home charge_car car_charger start_charging chargeCar
d Charge the electric car to a percentage.
d Loads the battery of the car.
p percent,level,target #20-100! To how much percent|Percentage
r The car's battery is low. Charge it to {percent} percent.
r I need {percent}% in the car's battery, please charge.
r car charge {percent}
i charge the car to {percent}[%| percent]

@finance record_expense expense add_expense recordExpense
d Record an expense.
d Notes what was spent and for what.
p amount,sum,cost ~2-900! How much|Amount
p purpose,for,description,what goods! For what|Purpose
r I spent {amount} dollars on {purpose}.
r Expense: {amount} for {purpose}
r My expenses today: {amount} euros for {purpose}. Please record that.
i record an expense of {amount} [dollars|euros] for {purpose}

@finance get_loan_rate loan_rate interest_rate getLoanRate
d Get the interest rate of a loan.
d What a loan costs per year.
p amount,sum,loan_amount ~1000-90000! Amount of the loan|How much
p years,term,term_years #2-30! Over how many years|Years
r What's the interest on a loan of {amount} over {years} years?
r I want a loan of {amount} for {years} years. What interest do I pay?
r loan {amount} {years} years
i get the interest rate of a {amount} loan over {years} years

@health get_nutrition nutrition nutrition_facts getNutrition calories
d Get the nutrition facts of a food.
d How many calories a food has.
p food,dish,item dish! Which food|Food
r How many calories does {food} have?
r What is the nutrition of {food}?
r calories {food}
i tell me the nutrition facts of {food}

@health log_weight weight record_weight logWeight
d Log the user's body weight.
d Records how much the user weighs.
p kilograms,weight,kg,weight_kg ~40-130! Weight in kilograms|Kilograms
r I weigh {kilograms} kilograms [today|now].
r My weight is {kilograms} kg.
r weight {kilograms} kg
i log my weight: {kilograms} kilograms

@contact add_birthday birthday save_birthday addBirthday
d Add somebody's birthday.
d Saves the birthday of a person.
p name,person,who person! Whose birthday|Name
p date,birthday,day day! The birthday|Date
r {name}'s birthday is on {date}.
r {name} has birthday on {date}, please save it.
r birthday {name} {date}
i [add|save] the birthday of {name}, {date}

@travel get_bus_times bus_times bus_departures getBusTimes
d Get the bus departures at a stop.
d When buses leave.
p stop,station,from place! Which stop|Stop
p line,bus,route #1-300? Which line|Line of the bus
r When does the [next |]bus[| {line}] leave at {stop}?
r Which buses leave from {stop}?
r bus {line} {stop}
i show me the departures of bus {line} at {stop}

@mail subscribe_newsletter newsletter newsletter_signup subscribeNewsletter
d Subscribe an address to a newsletter.
d Signs somebody up for a newsletter.
p email,mail,address email! Which address|Email
p newsletter,name,list title? Which newsletter|Newsletter
r {email} would like to get the newsletter[| {newsletter"}].
r I want to get the newsletter {newsletter"}, my mail is {email}.
r newsletter for {email}
i subscribe {email} to the newsletter[| {newsletter"}]

@home open_garage garage garage_door openGarage
d Open or close the garage.
d Moves the door of the garage.
x lock_door
p action,state,do open/close! Open or close|What to do
r I'm [home|leaving], {action} the garage[|, please].
r The garage, please {action} it.
r garage {action}
i {action} the garage

@health find_doctor doctors doctor_search findDoctor
d Find a doctor of a specialty in a city.
d Doctors near a place.
x book_appointment
p specialty,kind,field dentist/dermatologist/cardiologist/pediatrician! What kind|Specialty
p city,place,location place! Where|City
r I need a {specialty} in {city}.
r Is there a good {specialty} in {city}?
r {specialty} {city}
i find [me |]a {specialty} in {city}

@docs sign_contract contract_signature e_sign signContract
d Sign a contract electronically.
d Puts a signature on a contract.
p contract,document,file path! Which contract|Contract
p signer,name,signed_by person? Who signs|Signer
r {contract} needs a signature[| by {signer}].
r The contract {contract} has to be signed[| by {signer}].
r sign {contract}
i sign the contract {contract}[| as {signer}]
"""
LISTS: Final = (FUNCTIONS,)
