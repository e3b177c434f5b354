"""Functions for homes, music, news, sums, languages and health."""

FUNCTIONS = """
@home set_temperature thermostat set_thermostat setTemperature [change|adjust]_heating heating
d Set the temperature of a room.
d Turns the heating to a temperature.
p room,zone,where room! Which room|Room
p temperature,degrees,value,target #15-27! Wanted temperature|Degrees
r It's too [cold|warm|hot] in the {room}. Make it {temperature} degrees.
r I want {temperature} degrees in the {room}.
r {room} {temperature} degrees
r The {room} should have {temperature} degrees.
r Could the {room} be at {temperature} degrees?
r I'm freezing in the {room}, {temperature} degrees please.
i set the [temperature|heating|thermostat] in the {room} to {temperature}[| degrees]
i [heat|warm|cool] the {room} to {temperature} degrees
hr {temperature} would be comfortable for the {room}.
hi bring the {room} to {temperature} degrees

@home switch_light lights set_light switchLight [toggle|turn]_light light
d Switch the light in a room on or off.
d Turns lamps on or off.
p room,zone,where room! Which room|Room
p state,status,power on/off! On or off|Wanted state
r It's [dark|dim] in the {room}. Light {state}, please.
r {room} light[|s] {state}
r light {state} in the {room}
r The [light|lamp] in the {room} should be {state}.
r I'd like the {room} lights {state}.
r Could the lights in the {room} go {state}?
i [turn|switch] the {room} light[|s] {state}
i [turn|switch] {state} the [light|lights|lamps] in the {room}
hr I'm off to bed, {room} lamp {state}.
hi have the {room} lamp {state}

@home lock_door lock door_lock lockDoor set_lock
d Lock or unlock a door.
d Opens or closes the lock of a door.
p door,which,name front~front/back~back/garage/garden! Which door|Door
p action,state,do lock/unlock! Lock or unlock|What to do
r I [forgot|want] to {action} the {door} door.
r {action} {door} door
r Could you {action} the {door} door for me?
r The {door} door, please {action} it.
r I'm not sure about the {door} door. Please {action} it.
r Somebody is at the {door} door, {action} it.
i {action} the {door} door[| now| at once]
hr We're leaving, so {action} the door at the {door}.
hi see to the {door} door: {action}

@media play_music music play playMusic play_song [start|put_on]_music stream_song
d Play music[| of an artist].
d Starts a song[| by an artist].
p song,title,track,query title! What to play|Title of the song
p artist,by,band,musician artist? Who made it|Artist
r I want to [hear|listen to] {song"}[| by {artist}].
r play {song} by {artist}
r Could you put on {song"}[| by {artist}]?
r I'm in the mood for {song"}[| by {artist}].
r Music please: {song}[| by {artist}]
r Let me hear {song"} by {artist}.
i play [|the song |the track |me ]{song"}[| by {artist}| from {artist}]
i put on {song"}[| by {artist}]
hr {artist} recorded {song"}, I'd love that through the speakers.
hi spin {song"} from {artist}

@media set_volume volume change_volume setVolume [adjust|turn]_volume
d Set the volume of the sound.
d How loud the [music|speaker] is, from 0 to 100.
p level,volume,percent,value #1-100! How loud|Volume in percent
r It's too [loud|quiet]. Volume {level}, please.
r volume {level}[|%| percent]
r The volume should be {level}[| percent].
r I can't hear anything, volume to {level}.
r Can I have the volume at {level}?
r I'd like the sound at {level} percent.
i [set|turn|change] the volume to {level}[|%| percent]
i [turn|put] the [sound|music|speaker] [up |down |]to {level}[| percent]
hr My neighbours complain, {level} percent loudness is plenty.
hi make the loudspeaker {level} percent loud

@media add_to_playlist playlist_add addToPlaylist save_song [put|save]_in_playlist
d Add a song to a playlist.
d Saves a track in one of the user's playlists.
p song,track,title title! Which song|Title
p playlist,list,playlist_name title! Which playlist|Name of the playlist
r I like {song"}. Put it in [my playlist|the playlist] {playlist"}.
r {song"} belongs in the playlist {playlist"}.
r playlist {playlist"}: add {song"}
r I want {song"} in my {playlist"} playlist.
r Could you save {song"} in the playlist {playlist"}?
r My playlist {playlist"} needs {song"}.
i [add|put|save] [the song |]{song"} [to|in|into] [my|the] playlist {playlist"}
i add {song"} to my {playlist"} playlist
hr For {playlist"}, my collection of tracks: {song"}
hi stick {song"} onto playlist {playlist"}

@media get_news news headlines getNews [fetch|read|latest]_news
broad
d Get the latest news[| about a subject].
d Headlines[| of the day].
x search_web
p topic,subject,about,query topic! What the news are about|Subject
p count,limit,number #2-10? How many|Number of headlines
r What's [new|the latest] [about|on] {topic}[| in the news]?
r Any news [about|on] {topic}?
r news {topic}
r I want the [|{count} ]latest [news|headlines] [about|on] {topic}.
r What do the papers say about {topic}?
r Has anything happened with {topic}? Check the news.
i [show|get|give|read] me [the news|{count} headlines|the latest news] [about|on] {topic}
hr Fill me in on {topic}, what do today's headlines say?
hi pull {count} news stories on {topic}

@search search_web web_search search_the_web webSearch internet_search google [look|find]_online
broad
d Search the web.
d Finds pages on the internet.
x search_documents get_news
p query,q,search,terms topic! What to search for|Search words
p count,num_results,limit,results #2-20? How many results|Number of results
r What does the internet say about {query}?
r Can you google {query}?
r google {query}
r web search: {query}
r I'd like to find something about {query} on the [internet|web].
r Is there anything online about {query}?
r I need {count} web pages about {query}.
i search the [web|internet] for {query"}[|, {count} results]
i [look up|search for|find|google] {query"} [online|on the web|on the internet]
hr Go online and see what there is on {query}.
hi surf the net for {query}

@search define_word dictionary define defineWord [look_up|get]_definition meaning
broad
d Define a word.
d What a word means, from a dictionary.
p word,term,expression word! The word|Which word
r What does {word"} mean?
r What is the [meaning|definition] of {word"}?
r define {word}
r meaning of {word}
r I don't know the word {word"}. What does it mean?
r What's a {word}?
r The word {word"} is new to me, please explain it.
i [look up|give me] the [definition|meaning] of {word"}
i [define|look up] the word {word"}
hr Somebody called me {word"}, which I'd find in a dictionary under..?
hi find {word"} in the dictionary

@math calculate calculator compute evaluate_expression do_math [evaluate|solve]_math
d Calculate an [arithmetic |]expression.
d Does sums.
p expression,expr,formula,input expr! The expression|What to calculate
r What is {expression}?
r How much is {expression}?
r {expression}
r {expression} = ?
r What's {expression}?
r I need the result of {expression}.
r What do I get for {expression}?
i [calculate|compute|work out|evaluate] {expression}
hr My homework asks for {expression}, help?
hi crunch {expression}

@math convert_units unit_converter convert convertUnits [change|translate]_unit
d Convert a value from one unit to another.
d Unit conversion of lengths, weights and so on.
p value,amount,number ~1-900! The value|How much
p from_unit,source,from,unit unit! Unit of the value|Source unit
p to_unit,target,to unit! Wanted unit|Target unit
r How [much|many] is {value} {from_unit} in {to_unit}?
r {value} {from_unit} [in|to] {to_unit}[|?]
r What's {value} {from_unit} in {to_unit}?
r How many {to_unit} are {value} {from_unit}?
r The recipe says {value} {from_unit}. What is that in {to_unit}?
r I need {value} {from_unit} in {to_unit}.
r I have {value} {from_unit}, how many {to_unit} is that?
i convert {value} {from_unit} [to|into] {to_unit}
hr Something is {value} {from_unit} long. In {to_unit}?
hi turn {value} {from_unit} into {to_unit}

@math random_number random dice randomNumber [roll|draw|pick]_number
d Draw a random number[| between two numbers].
d Picks any number from a range.
p minimum,min,low,from #1-20! Smallest number|From
p maximum,max,high,to #30-1000! Largest number|To
r I need a random number [between|from] {minimum} [and|to] {maximum}.
r random {minimum} {maximum}
r random number {minimum} to {maximum}
r Give me any number [between|from] {minimum} [and|to] {maximum}.
r Which number [between|from] {minimum} [and|to] {maximum} shall I take?
r Can I have a random number, at least {minimum}, at most {maximum}?
i [pick|draw|choose|generate] a [|random ]number between {minimum} and {maximum}
hr Let fate choose: {minimum} up to {maximum}.
hi toss me a number in {minimum} to {maximum}

@language translate translate_text translation translateText [text_|]translator
d Translate a text to another language.
d Says a text in a language.
p text,content,sentence,phrase text! What to translate|The text
p language,target_language,to,lang language! Into which language|Target language
r How do [I|you|we] say {text"} in {language}?
r What is {text"} in {language}?
r translate {text"} to {language}
r {text"} in {language}[, please|?]
r I need {text"} in {language}.
r How would {text"} be written in {language}?
r {language} for {text"}?
i translate {text"} [to|into] {language}
i translate [into|to] {language}: {text}
hr My guest only understands {language}. I want to tell them {text"}.
hi put {text"} into {language}

@language detect_language language_of detectLanguage [guess|identify]_language which_language
d Detect the language of a text.
d Tells in which language something is written.
x translate
p text,content,sentence,sample text! The text|What is written
r [Which|What] language is {text"}?
r In which language is {text"} written?
r language of {text"}
r I can't tell which language this is: {text}
r Somebody wrote {text"}. What language is that?
r Do you know the language of {text"}?
i [detect|identify|find out] the language of {text"}
i tell me [which|what] language {text"} is
hr Is this Spanish, or what: {text"}
hi name the language in which {text"} is

@tools generate_password password new_password generatePassword [make|create]_password
d Generate a [safe|random] password.
d Makes a password of a length.
p length,characters,size,num_characters #8-40! How many characters|Length
r I need a [new |safe |]password [with|of] {length} characters.
r password {length}
r {length} character password[| please]
r Could I have a password of {length} characters?
r My password must have {length} characters. Make one.
r A [random|strong|safe] password please, {length} characters long.
i [generate|make|create] a [|new |random |strong ]password [of|with] {length} characters
hr Something nobody can guess, {length} letters and digits, for my login.
hi invent a password that is {length} characters long

@tools shorten_url short_link shorten shortenUrl [make|create]_short_link
d Shorten a link.
d Makes a short address of a long one.
p url,link,address,long_url url! The long address|Link
r {url} is too long. Make it shorter.
r short link for {url}
r I need a short link [for|to] {url}.
r shorten {url}
r Can {url} be made shorter?
r This link is too long: {url}
i [shorten|make a short link for] {url}
i [make|give me] a short version of {url}
hr I have to print {url} on a flyer, something briefer please.
hi cut down the link {url}

@contact add_contact create_contact new_contact addContact save_contact
d Add a contact to the address book.
d Saves somebody's phone number.
x create_customer
p name,contact,full_name person! Name of the contact|Name
p phone,number,phone_number,mobile phone! Phone number|Number
r {name}'s [phone |]number is {phone}. [Save it|Add it to my contacts].
r new contact {name} {phone}
r I met {name}, phone number {phone}. Please save the contact.
r I want {name} in my contacts[| with the number|:] {phone}.
r Can you put {name} in my address book? {phone}.
r Contact: {name}, {phone}
i [add|save] {name} [to|in] my contacts[, number| with] {phone}
i [save|store|keep] the [phone |]number {phone} for {name}
hr Under {phone} one reaches {name}, keep that in my phone book.
hi remember {name}'s phone, {phone}

@contact find_contact get_contact phone_number contact_search findContact [look_up|get]_phone_number
d Find a contact in the address book.
d Somebody's phone number or address.
x look_up_employee look_up_customer
p name,contact,person,full_name person! Whose|Name
r What's the [phone |]number of {name}?
r What is {name}'s [phone number|address|number]?
r Do I have {name}'s [number|address]?
r phone number {name}
r I need the phone number of {name}.
r {name} is in my contacts, what's the number?
r Where does {name} live? It's in my contacts.
i [find|look up|get] [the phone number of {name}|{name}'s phone number]
i [find|show me|look up] {name} in my contacts
hr My address book must have {name} in it, so under which number?
hi dig out {name}'s phone number

@health log_workout workout add_workout logWorkout [record|track]_exercise
d Log a workout.
d Records exercise and how long it took.
p activity,sport,exercise,kind running/swimming/cycling/yoga/rowing! Which sport|Activity
p minutes,duration,duration_minutes #5-180! How long, in minutes|Minutes
r I did {minutes} minutes of {activity}[| today| this morning].
r {activity} {minutes} [min|minutes]
r Today: {activity}, {minutes} minutes. Write it down.
r I went {activity} for {minutes} minutes. Please log it.
r My workout was {minutes} minutes of {activity}.
r {minutes} minutes of {activity} are done, put it in my training log.
i [log|record|track] {minutes} minutes of {activity}
i [log|record] a workout: {activity}, {minutes} minutes
hr Sweaty! {minutes} minutes {activity} behind me.
hi put {minutes} minutes of {activity} into my diary of sports

@health book_appointment doctor_appointment bookAppointment [make|get]_doctor_appointment
d Book an appointment with a doctor.
d Makes a doctor's appointment.
x create_event
p doctor,practitioner,physician,with last! Name of the doctor|Doctor
p date,day,on day! Day|When
p time,at,clock clock? Time|At what time
r I need [an appointment with|to see] doctor {doctor} on {date}[| at {time}].
r I'm ill. Can I see Dr. {doctor} on {date}[| at {time}]?
r doctor {doctor} {date}[| {time}]
r Dr. {doctor} should see me on {date}.
r Is there an appointment with Dr. {doctor} on {date}[| at {time}]? Book it.
r My back hurts, I'd like to see doctor {doctor} on {date}.
i [book|make|get] an appointment with [doctor|Dr.] {doctor} [for|on] {date}[| at {time}]
hr The surgery of Dr. {doctor} on {date}, get me in there.
hi arrange for Dr. {doctor} to see me {date}[| at {time}]
"""
