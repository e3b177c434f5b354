"""More functions for cities, authorities, science, books, films, energy and events."""

FUNCTIONS = """
@ticket report_pothole report_damage city_report reportDamage [file|send]_damage_report
d Report something broken in the city.
d Tells the city what is damaged and where.
x create_ticket
p kind,what,problem pothole/streetlight/graffiti/rubbish! What is wrong|Damage
p place,where,street place! Where|Place
r There's a {kind} in {place} that somebody should see to.
r {kind} {place}
r In {place} the city ought to look after a {kind}.
r I nearly fell because of a {kind} in {place}.
r Who takes care of a {kind}? It's in {place}.
r The town hall should know: {kind}, {place}.
i report a {kind} in {place}
i tell the city about the {kind} in {place}

@ticket bin_collection waste_collection next_collection binDay get_bin_day
d When a kind of waste is collected next.
d The next day that bins are emptied.
p waste,bin,kind paper/glass/plastic/organic! Which waste|Bin
p street,place,where place? Where|Place
r When do they fetch the {waste}[| in {street}]?
r The {waste} bin is overflowing, when will it be emptied[| in {street}]?
r {waste} collection[| {street}]
r Do I put the {waste} out tonight[|, I'm in {street}]?
r Which day is {waste} day[| in {street}]?
r In {street}, when does the lorry come for {waste}?
i tell me the next day for {waste}[| in {street}]
i look up when {waste} is collected

@ticket renew_library_card library_card renewCard extend_card [renew|prolong]_membership
d Renew a library card.
d Makes a reader's card valid for more months.
p reader,name,person person! Whose card|Reader
p months,duration,period #1-24? For how many months|Months
r The library card of {reader} has run out[|, {months} months more please].
r {reader} wants to go on borrowing books[| for {months} months].
r card {reader}[| {months} months]
r Could {reader} stay a member of the library[| for {months} months]?
r Let {reader} read on: the card needs {months} months more.
r My card is no longer valid, I'm {reader}[|, I'd take {months} months].
i renew {reader}'s library card[| for {months} months]
i extend the library membership of {reader}

@ticket apply_permit request_permit get_permit applyPermit [file|submit]_permit
d Apply for a permit.
d Asks the authorities for a permit on a day.
p kind,permit,type parking/building/event/fishing! Which permit|Kind
p date,from,day day! From when|Day
r I need a {kind} permit from {date}.
r From {date} on we must have a {kind} permit.
r {kind} permit {date}
r Do the papers for a {kind} permit, valid {date}.
r Without a {kind} permit I can't begin on {date}.
r The authorities want a {kind} permit of us, {date} is when we start.
i apply for a {kind} permit as of {date}
i get a {kind} permit for {date}

@ticket find_polling_place polling_station where_to_vote pollingPlace get_polling_station
d Where people of a place vote.
d Finds the polling station of a place.
x find_nearby
p place,town,address place! Which place|Town
r Where do I vote? I live in {place}.
r Polling station {place}
r On election day, where must people from {place} go?
r I want to cast my ballot in {place}.
r We moved to {place}, which room is ours for the election?
r In {place}, where are the ballot boxes?
i find my polling station in {place}
i tell me where to vote in {place}

@ticket crowd_level how_busy busy_times crowdLevel get_crowd
d How full a place is.
d Tells how many people are somewhere now.
p venue,place,where venue! Where|Venue
p time,at,hour clock? At what time|Time
r Is it crowded at {venue}[| at {time}]?
r How many people are in {venue} now?
r I hate queues, should I go to {venue}[| at {time}]?
r {venue} busy?
r At {time}, is {venue} full?
r Will we find a seat at {venue}[| around {time}]?
i check how full {venue} is[| at {time}]
i tell me if {venue} is crowded

@search element_info get_element chemical_element elementInfo lookup_element
d Facts about a chemical element.
d Weight, number or boiling point of an element.
p element,name,symbol iron/gold/helium/carbon/oxygen! Which element|Element
p property,fact,what weight/number/boiling_point! What about it|Property
r What is the {property} of {element}?
r {element} {property}
r In the periodic table, what's the {property} of {element}?
r For chemistry class: {element}, {property}.
r I forgot the {property} {element} has.
r Which {property} does {element} have?
i look up the {property} of {element}
i tell me {element}'s {property}

@search moon_phase get_moon moon moonPhase phase_of_moon
d The phase of the moon on a day.
d Whether the moon is full on a day.
p date,day,on day! Which day|Day
r Is the moon full on {date}?
r What will the moon look like {date}?
r moon {date}
r We sleep outside on {date}; will the moon be bright?
r On {date}, is it a new moon or a full one?
r I see wolves howling on {date}, or is the moon too thin?
i show the moon's phase on {date}
i tell me the moon's shape on {date}

@search planet_distance distance_to_planet planetDistance how_far_planet get_planet_distance
d How far a planet is from the Earth.
d The distance of a planet.
x get_directions
p planet,body,name mars/venus/jupiter/saturn/neptune! Which planet|Planet
r How far away is {planet}?
r How long is the way to {planet}?
r {planet} distance
r If I flew to {planet}, how many kilometres would it be?
r Kids ask how far {planet} is from us.
r Between us and {planet}, how much space is there?
i tell me the distance to {planet}
i look up how far {planet} is

@search record_sample log_sample add_sample recordSample [store|enter]_sample
d Record a sample in the laboratory.
d Enters a sample and its temperature.
p sample,id,code sku! Which sample|Sample's code
p temperature,degrees,celsius #1-90! Temperature in degrees|Temperature
r Sample {sample} is at {temperature} degrees.
r {sample}: {temperature} degrees in the tube.
r In the lab book: {sample}, {temperature} degrees.
r I took {sample} out of the fridge, it has {temperature} degrees.
r {temperature} degrees for {sample}, keep that.
r sample {sample} {temperature}
i record {temperature} degrees for sample {sample}
i enter sample {sample} with {temperature} degrees

@search quake_list recent_earthquakes earthquakes listQuakes get_earthquakes
d List recent earthquakes in a place.
d Where the earth shook lately.
p place,region,country place! Where|Region
p magnitude,least,min_magnitude #2-8? Least magnitude|How strong at least
r Did the earth shake in {place}[| with more than {magnitude}]?
r Any quakes in {place}[| above {magnitude}]?
r {place} earthquakes[| {magnitude}]
r My lamp was swinging in {place}, was that a quake?
r How often did {place} tremble[| at {magnitude} or more]?
r In {place} the walls trembled[|, surely a {magnitude}].
i list the quakes in {place}[| of at least {magnitude}]
i check if the ground shook in {place}

@search tide_times get_tides tides tideTimes high_tide
d When the tide is high or low in a place.
d The tides of a coast on a day.
p place,coast,harbour place! Where|Harbour
p date,day,on day? Which day|Day
r When is high water in {place}[| on {date}]?
r tides {place}[| {date}]
r Can we walk on the mud flats at {place}[| on {date}]?
r At what time does the sea go out in {place}[| {date}]?
r Our boat lies in {place}; when is the water deep enough[| on {date}]?
r The beach of {place}: when does the sea come back[| on {date}]?
i look up the tides in {place}[| on {date}]
i tell me when the water is high in {place}

@media find_book search_books book_search findBook library_search
d Find a book by what it is about.
d Searches the library's catalogue.
x search_documents search_products
p topic,subject,about topic! What it is about|Topic
r Is there a book on {topic}
r I'd like to read about {topic}
r Something to read, on {topic}
r Which authors wrote about {topic}
r The library must have a book about {topic}
r For my holidays I want a novel about {topic}
i find [me |]a book about {topic}
i search the catalogue for {topic}

@media reserve_book hold_book put_on_hold reserveBook place_hold
d Reserve a book in the library.
d Keeps a book for a reader.
p title,book,name title! Which book|Title
r Somebody else has {title"}, keep it for me when it's back.
r I want to be next with the book {title"}
r Hold {title"} for me at the library.
r When {title"} comes back, it should be mine.
r {title"} is lent out; put me on the list.
r library hold {title"}
i reserve the book {title"}
i put {title"} on hold

@media read_aloud read_to_me play_audiobook readAloud [start|open]_audiobook
d Read a book aloud.
d Plays an audiobook from a chapter.
x play_music play_podcast
p title,book,name title! Which book|Title
p chapter,from_chapter,part #1-40? From which chapter|Chapter
r I want to hear {title"} as a book[|, from chapter {chapter}].
r Go on with the audiobook {title"}[| at chapter {chapter}].
r Chapter {chapter} of {title"}, read it to me.
r My eyes are tired, let me listen to chapter {chapter} of {title"}
r audiobook {title"}[|, chapter {chapter}]
r The kids want their bedtime story, it's {title"}[|, chapter {chapter}].
i read {title"} aloud[|, beginning with chapter {chapter}]
i read me chapter {chapter} of {title"}

@media who_plays_in film_cast get_cast castOf list_actors
d Who plays in a film.
d The cast of a film.
p film,movie,title title! Which film|Title
r Who plays in {film"}?
r Which actors are in {film"}?
r cast {film"}
r I know that face from {film"}, who is it?
r The main part in {film"}, whose is it?
r Tell me, who is the villain in {film"}?
i list the actors of {film"}
i look up who acts in {film"}

@media record_programme record_show record_tv recordShow set_recording
d Record a programme on television.
d Records a channel from a time.
p channel,station,tv #1-99! Which channel|Channel's number
p time,start,at clock! From when|Time
r I'll miss the film on channel {channel} at {time}.
r channel {channel}, {time}, tape it
r At {time} something good runs on channel {channel}, keep it for me.
r We come home late, so tape channel {channel} from {time}.
r On channel {channel} the match starts at {time}; I want to see it later.
r Keep what channel {channel} shows at {time}.
i record channel {channel} at {time}
i tape what's on channel {channel} from {time}

@media tune_instrument tuner reference_pitch tuneInstrument play_pitch
d Play the tone to tune an instrument by.
d Gives the pitch of a string.
x play_music
p instrument,for,kind guitar/violin/cello/ukulele! Which instrument|Instrument
r My {instrument} sounds awful, give me the tone.
r {instrument} tuning
r The strings of my {instrument} are out of tune.
r Before the concert I must tune the {instrument}.
r Which tone do I tune my {instrument} by?
r Help me get the {instrument} right.
i tune my {instrument}
i give me the pitch for a {instrument}

@media find_lyrics song_lyrics get_lyrics lyricsOf search_lyrics
d Find the words of a song.
d The lyrics of a song by an artist.
x play_music
p artist,singer,band artist! Who sings|Artist
p title,song,name title! Which song|Song
r How do the words of {title"} by {artist} go?
r I want to sing along with {artist}, {title"}.
r lyrics {artist} {title"}
r What does {artist} sing in {title"}?
r For karaoke: the words to {title"}, {artist}.
r {title"} by {artist}, I never understood what is sung there.
i find the lyrics of {title"} by {artist}
i show the words of {artist}'s {title"}

@home solar_output get_solar solar_power solarOutput solar_yield
d How much power the solar panels gave on a day.
d The yield of the panels on the roof.
p date,day,on day! Which day|Day
r How much did the roof make {date}?
r solar {date}
r Was {date} a good day for the panels?
r What came from the panels on {date}?
r On {date}, did the sun give us enough power?
r Our panels, {date}: how many kilowatt hours?
i show what the solar panels gave on {date}
i look up the yield of the roof on {date}

@home switch_tariff change_tariff power_plan switchTariff [choose|set]_tariff
d Change the tariff for electricity.
d Switches to another plan for power.
p tariff,plan,name green/basic/night/flexible! Which tariff|Plan
p start,from,date day? From when|Day
r I pay too much for power, the {tariff} tariff would be better[| from {start}].
r {tariff} tariff[| {start}]
r Our electricity should be on {tariff}[| as of {start}].
r From {start} on we want the {tariff} plan for power.
r My neighbours have the {tariff} plan for electricity, I want it, too[|, starting {start}].
r For electricity: {tariff}[|, from {start}].
i change our electricity to the {tariff} tariff[| from {start}]
i put us on the {tariff} plan[| on {start}]

@contact send_invitation invite_guest inviteGuest add_guest [write|mail]_invitation
d Invite somebody to the party.
d Sends an invitation for a day.
x create_event send_email send_message
p guest,person,name person! Who|Guest
p date,day,on day! When|Day
r {guest} should come to my party on {date}.
r I'd love to see {guest} at our feast on {date}.
r party {date}: {guest}
r We celebrate on {date}, and {guest} must be there.
r A card for {guest}, the party is on {date}.
r Don't forget {guest} for the celebration on {date}.
i invite {guest} for {date}
i send {guest} an invitation for the party on {date}

@contact order_flowers send_flowers flower_delivery orderFlowers buy_bouquet
d Have flowers sent to somebody.
d Sends a bouquet to a person.
x send_parcel add_to_cart
p recipient,person,to person! To whom|Recipient
p flower,kind,flowers roses/tulips/lilies! Which flowers|Flowers
p date,day,on day? When|Day
r {recipient} would be glad of {flower}[| on {date}].
r {flower} for {recipient}[|, {date}]
r It's our wedding day, {recipient} must get {flower}[| on {date}].
r I was rude to {recipient}; {flower} may help[| on {date}].
r On {date} a bunch of {flower} should reach {recipient}.
r Surprise {recipient} with {flower}[| {date}].
i send {flower} to {recipient}[| on {date}]
i have {recipient} brought {flower}

@contact hire_band book_band book_musicians hireBand get_band
d Book musicians for an evening.
d Hires a band for a day.
p kind,style,music jazz/rock/folk! Which music|Style
p date,day,on day! When|Day
r We need {kind} musicians on {date}.
r Who plays {kind} at our feast on {date}?
r {kind} band {date}
r On {date} there should be live {kind}.
r No party without {kind}: get players for {date}.
r Somebody must make {kind} music at the wedding {date}.
i book a {kind} band for {date}
i hire {kind} musicians for {date}

@contact check_in_guest check_in_attendee guest_arrived checkIn mark_arrived
d Mark that a guest has arrived.
d Checks somebody in at an event.
x book_table
p guest,name,person person! Who|Guest
r {guest} is here.
r {guest} just came through the door.
r At the entrance: {guest}.
r Tick off {guest}, please.
r One more has come, the name is {guest}.
r arrived: {guest}
i check {guest} in
i mark {guest} as arrived
"""
