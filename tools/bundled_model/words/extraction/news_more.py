"""More news: from parliaments, courts of sport, laboratories, roads, markets and stages."""

SENTENCES = """
@politics
After {duration} in office, {predecessor} gives way to {successor} as mayor of {city}.
{president} of {country} and {politician}, a senator, [met|talked] in {city} on {date}.
The vote of {vote_date:calendar} made {winner} mayor; {opponent} had hoped to stay on.
{country} has recalled its ambassador, {person}, from {city}[, effective {effective_date}|].
A law passed on {approval_date} and in force from {effective_date} [bans|taxes] {item:good} in \
{country}.
Passed on {approval_date}, in force from {effective_date}: the new rules on {item:good}.
{politician} left parliament on {end_date:calendar}; the seat goes to {successor}.
{votes} people voted for {winner}, whom {predecessor} had picked as heir.
{country} borrows {loan} from {lender}; {politician} called the rate of {interest} fair.
{mayor} wants to spend {budget} on {subject}, {politician} says half would do.
Nobody in {city} expected {winner} to beat {opponent}, least of all {analyst}.
The treaty was signed in {city} by President {president} and Senator {politician} on {signing_date}.
@accident
{victim}, {age}, was pulled from the river by {witness} at {time}[ in {city}|].
A lorry from {company} hit a bridge near {city} on {date:calendar}; the driver, {driver}, was \
unhurt.
{driver} was taken to hospital, {passenger} [was not hurt|walked away][; it happened near {place}|].
{officer} says the fire at {address} began at {start_time} and was out by {end_time}.
Between {origin} and {destination} a landslide has closed the road until {end_date}[; {injured} \
people were hurt|].
{injured} people hurt, {households} homes flooded: the storm of {date:calendar} in {region}.
The ship, under {captain}, left {origin} on {departure_date:calendar} and was last seen off \
{place:city}.
The quake in {region} on {date:calendar} killed {dead} and injured {injured}.
Hiker {victim} was found by {guide} near {place:region} after {duration}.
@science
{participants} people took part in the study by {researcher}; it ran for {duration} and cost \
{funding:payment}.
A team led by {researcher} and based in {city} has found a [bone|gene|star][, it was announced on \
{announced:calendar}|].
{researcher}, {age}, of {school}, won {prize} for {work}.
{school} named the new comet after {person}, who saw it first on {date:calendar}.
The probe left on {departure_date:calendar} and should arrive on {delivery_date}[, says \
{researcher}|].
In a trial by {company}, {percent} of {participants} patients got better[, in {duration}|].
The vaccine by {manufacturer} was approved on {approval_date} in {country}, {filing_date} being \
the day it was submitted.
{region} saw {cases} cases in {period}; {recovered} people have recovered, {dead} have died.
@sport
It took {winner} {winning_time} to win in {city}; {runner_up} was {delay} behind.
{runner_up} had to settle for silver behind {winner}, {third_place} took bronze.
{player} leaves {former_employer} for {employer}, which pays {deal_value} for [her|him].
{employer} paid {former_employer} {deal_value} for {player}[; the contract runs until {end_date}|].
{player} signed until {end_date} and will earn {salary:large_money} a year at {employer}.
Out until {return_date} with a broken foot: {player}, captain of {company}.
{teacher} is the new coach of {employer}; {predecessor} was sacked on {date:calendar}.
{visitors} saw {scorer} score twice; referee {referee:full_name} blew the whistle at {end_time}.
Tickets for {venue}, which holds {capacity}, sold out in {duration}.
{venue} holds {capacity}; {visitors} came to see {winner}.
{opponent}, seeded first, fell to {winner} at {venue}.
Having beaten {opponent}, {winner} meets {rival:person} on {date}.
Next up for {winner}, who knocked out {opponent}: {rival:person}, on {event_date}, {time}.
{sponsor} drops {player} after the scandal; {manufacturer} keeps its contract.
{winner} gave half of the {prize} to {charity}.
@business
{forecast} was the forecast; {company} made {revenue}[ in {period}|].
{company} missed the forecast of {forecast} with revenue of {revenue}[ in {period}|].
Revenue: {revenue}, against {revenue_before} a year ago[ ({company}, {period})|].
{revenue_before} became {revenue}: a good year for {company}, says {chief}.
{company} owes {debt} and lost {loss} in {period}[; {auditor} audits the books|].
With debts of {debt} and a loss of {loss}, {company} has hired {law_firm}.
{loss} lost, {jobs} jobs gone, and {chief} still has a job at {company}.
{parent} folds {subsidiary} into its {department} unit[ on {effective_date}|].
{parent} paid {deal_value} for {target}, and its subsidiary {subsidiary} [runs|manages] it.
{issuer} opened at {open_price} and ended the day at {close_price}[, {trade_date:calendar}|].
Between {lowest} and {highest}: that is where {issuer} traded on {trade_date:calendar}.
{underwriter} brings {issuer} to the market at {share_price} a share on {event_date}; {law_firm} \
advises.
Franchise: {company} lets {partner} run {quantity} shops in {country}[ until {end_date}|].
{manufacturer} makes the {product}, {distributor} sells it in {country}.
{exporter} ships {quantity:weight} of {item:good} from {origin_country} to {importer} in \
{target_country}.
{importer} of {city} buys from {exporter}[; the goods come from {origin_country}|].
{founder} set up {startup} after {duration} at {former_employer}; {investor} put in {funding}.
{chief} bought {shares} shares of {issuer}, the firm [he|she] runs, at {share_price}.
Strike at {company}: {employees} workers stay home from {start_date}; talks on {meeting_date}.
{company} lets {quantity} staff work from {country} until {end_date}.
Once worth {valuation}, {company} was sold to {acquirer} for {deal_value}.
Sacked by {chief} on {date:calendar}, {employee} is suing {company} for {claimed:large_money}.
Will {acquirer} raise its bid of {offer:large_money} for {target} before {deadline}? {analyst} \
thinks so.
{rival} offered more, but {target} chose {acquirer}[ and its {deal_value}|].
{target}'s owners, {seller:person} and family, would rather sell to {acquirer} than to {rival}.
To nobody's surprise {target} said yes to {acquirer} on {announced:calendar}.
@culture
{singer} will sing at the {event}[, {venue}, {event_date}|].
{actor} replaces {predecessor} in {work}, directed by {director}.
The film was shot in {country} by {director}; {studio} shows it from {release_date}.
{sequel}, the follow-up to {work}, is out on {release_date}[ on {label}|].
{author}'s {work}, in the translation of {translator}, won {prize}.
The {prize} prize for the best book went to {author}, who lives in {home}.
{buyer} paid {hammer_price:estate} for {work} by {artist}; bidding had begun at {start_bid:estate}.
{lender:person} lent {work} by {artist} to {venue} until {end_date}.
{label} signed {singer} on {signing_date}, {composer} will write the songs.
{developer} delays {work} to {new_date}; it was due on {old_date}.
{downloads} people downloaded {work} on {release_date:calendar}, says {publisher}.
{predecessor} said farewell to {work} after {duration}; {successor} hosts it from {start_date}.
Was it {author} or {editor} who chose the title {work}? [{author} did.|{publisher} will not say.]
The exhibition opened by {mayor} on {opening_date:calendar} shows {artist} until {end_date}.
@weather
Rain chance {rain_chance}, humidity {humidity}: {city}, {date}
Humidity of {humidity} and a {rain_chance} chance of rain [in|for] {city} [on {date}|until \
{end_time}]
Snow from {start_time} until {end_time} in {region}; flights from {origin} to {destination} are off.
No rain in {region} since {start_date:calendar}; {mayor} bans watering until {end_date}.
Frost hit {region} on {date:calendar}: {company} lost {damage} worth of apples.
@science
Patent filed {filing_date} by {company}, granted {approval_date}, inventor {researcher}
{researcher} (born {birth_date:calendar} in {birthplace}) teaches at {school}[ in {city}|].
Data came from {school}, money from {sponsor}, and the idea from {researcher}.
@court
The appeal of {defendant} was [heard|thrown out] by {judge} on {verdict_date:calendar}[ in {city}|].
{lawyer} said {defendant} would appeal before {deadline}[; {plaintiff} was not in court|].
{city}: {defendant} [freed|jailed], {victim} "shocked", {judge} under fire
The {date:calendar} ruling cleared {defendant:company} and left {plaintiff:company} with costs of \
{fee}.
@life
After {duration} as {role} in {city}, {employee} [retires|retired] on {end_date}; {successor} \
takes over.
{person}, who grew up in {birthplace} and lives in {home}, sells {item:good} in {city}.
{bride}, {age}, said yes to {groom} at {venue} on {wedding_date:calendar}.
{birthplace}-born {singer} plays {venue} on {event_date}.
{winner} from {home} paid {price} for the ticket that won {prize}.
{relative} taught {person} to cook; today [he|she] runs {restaurant} in {city}.
Lost in {origin} in {loss_date:year}, discovered in {destination} on {date:calendar}: the {item} \
of {person}.
{person} walked from {origin} to {destination} in {duration} for {charity}, raising {raised}.
{pet}, the cat of {customer}, was found in {city}, {duration} after it had left {home}.
{given} is [now|this year] the most popular name in {country}, {family} the most common surname.
"""
