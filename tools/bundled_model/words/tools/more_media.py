"""More functions for languages, reading, music, film, pictures and games."""

FUNCTIONS = """
@language pronounce pronunciation say_word pronounceWord [hear|speak]_word how_to_say
d Tell how a word is pronounced.
d Says a foreign word aloud.
x read_aloud translate
p word,term,text,expression word! Which word|Word
p language,in,lang language? In which language|Language
r How is {word"} spoken[| in {language}]?
r I always stumble over {word}. How does it sound?
r {word} out loud[|, in {language}]
r What does {word"} sound like when a [native|{language}] speaker says it?
r In {language}, where's the stress in {word}?
r My tongue breaks on {word"}[|, it's {language}].
r Let me hear {word}[| in {language}].
r The name {word} is so hard to say right, could you speak it[| in {language}]?
i say {word"} slowly[| in {language}]
i pronounce {word} for me[| in {language}]

@language conjugate conjugation verb_forms conjugateVerb [show|get]_verb_forms verb_table
d Show the forms of a verb.
d Conjugates a verb of a foreign language.
x translate
p verb,word,infinitive word! Which verb|Verb
p language,in,lang language! Which language|Language
p tense,form,time present/past/future/subjunctive? In which tense|Tense
r What are the forms of {verb"} in {language}[|, {tense}]?
r My {language} teacher wants all persons of {verb}[|, {tense} tense].
r {language}: {verb}[|, {tense}], I, you, he...?
r How do I bend the {language} verb {verb"}[| in the {tense}]?
r In {language}, is {verb} an irregular verb?
r I can't remember how {verb"} goes in {language}[|, in the {tense} tense].
r With {verb}, which endings do I need in {language}[| for the {tense}]?
r They, we, she: what becomes of {verb} in {language}?
i conjugate the {language} verb {verb"}[| in the {tense}]
i list the {language} verb forms of {verb}

@language add_flashcard flashcard new_flashcard addFlashcard [create|save]_vocabulary learn_word
d Put a word on a card to learn it.
d Adds vocabulary to practise.
x create_note
p word,front,term word! The word to learn|Front
p meaning,back,translation word! What it means|Back
p language,deck,lang language? Which language|Deck
r I learnt that {word"} means {meaning}[| in {language}], I want to practise that.
r {word} = {meaning"}, into my [|{language} ]vocabulary.
r I keep forgetting {word}, it means {meaning"}[| in {language}].
r New [|{language} ]word today: {word}, that's {meaning}.
r On one side {word"}, on the other {meaning}[|, for my {language}].
r For my [|{language} ]exam I must learn {word"}: {meaning}.
r Quiz me on {word} later, meaning {meaning"}.
r The [|{language} ]word {word} stands for {meaning"}, help me memorise it.
i make a card with {word} and {meaning}[| for {language}]
i add {word"} to my [|{language} ]words, it means {meaning}

@language practise_language language_practice vocabulary_quiz practiseLanguage start_lesson
d Start a lesson in a foreign language.
d Practises vocabulary and grammar.
x add_flashcard enrol_course
p language,lang,subject,course language! Which language|Language
p minutes,duration,length,time #5-60? How many minutes|Minutes
p level,difficulty,grade beginner/intermediate/advanced? Which level|Level
r I have [a moment|{minutes} minutes] and want to work on my {language}.
r My {language} is getting rusty[|, I'm {level}].
r {language} lesson[|, {minutes} min][|, {level}]
r We fly there in summer and I don't speak a word of {language}[|, {minutes} minutes now].
r How about some {language} exercises[|, {level} level]?
r In {language} I'd call myself {level}, so what exercise is next?
r I'd like to talk to my in-laws, so teach me some {language}[|, {minutes} minutes a time].
r Ask me {language} words[| for {minutes} minutes][|, {level}].
r While I wait for the train: {language}, [please|{minutes} minutes].
i practise {language} with me[| for {minutes} minutes]
i begin a [|{level} ]lesson in {language}

@language find_rhymes rhymes rhyming_words findRhymes [get|list]_rhymes rhyme_with
d Find words that rhyme.
d Rhymes for poets and songwriters.
x find_synonyms
p word,term,with,ending word! With which word|Word
r What rhymes with {word"}?
r I'm writing a poem and my line ends in {word}. What could the next one end in?
r rhyme {word}
r My song needs something that sounds like {word"} at the end.
r With {word} at the end of the verse, I'm stuck.
r {word"}: which words have the same sound at the end?
r For a birthday verse I need a partner for {word}.
r Does anything at all rhyme with {word}?
i give me rhymes on {word"}
i list words ending like {word} for my rap

@language word_origin etymology origin_of_word wordOrigin [get|look_up]_etymology
d Tell where a word comes from.
d History of a word.
x define_word
p word,term,expression word! Which word|Word
p language,in,lang language? In which language|Language
r Where does the word {word"} come from?
r Who came up with the word {word}, and when?
r etymology {word}[| ({language})]
r Is {word"} of Latin or Greek origin[|, I mean the {language} word]?
r I wonder how old the word {word} is[| in {language}].
r {word"} sounds foreign. From which tongue did it get into {language}?
r In {language}, what's the root of {word}?
r What did {word} mean a thousand years ago?
i trace the word {word"} back to its roots[| in {language}]
i tell me the history of the [|{language} ]word {word}

@media bookmark_page bookmark save_page bookmarkPage set_bookmark remember_page
d Remember on which page one is in a book.
d Sets a bookmark.
x create_note
p book,title,novel,reading title! Which book|Book
p page,number,position,at #5-900! Which page|Page
r I'm on page {page} of {book"}.
r I stopped reading {book"} at page {page}.
r {book"}, p. {page}
r My eyes are closing. {book"}, page {page}, I'll go on tomorrow.
r Page {page} is where I put {book"} down.
r In {book"} I've come to page {page}.
r Tomorrow I continue {book"} on page {page}, don't forget the place.
r So far I've read {page} pages of {book"}.
i put a bookmark into {book"} at page {page}
i remember page {page} of {book}

@media set_reading_goal reading_goal reading_challenge setReadingGoal [start|plan]_reading_challenge
d Set how many books one wants to read.
d A goal for readers.
x set_budget
p books,count,number,target #4-80! How many books|Books
p year,period,in,by #2024-2035? In which year|Year
p genre,kind,type crime/fantasy/history/poetry/romance? What sort of books|Genre
r I want to read {books} books[| in {year}][|, all of them {genre}].
r {books} [|{genre} ]books, that's my plan[| for {year}].
r reading: {books}[|, {year}][|, {genre}]
r I read far too little. {books} [|{genre} ]books should be possible[| in {year}].
r By the end of [the year|{year}] I'd like to have finished {books} books.
r In {year} I'll get through {books} [|{genre} ]books, hold me to it.
r My New Year's resolution: {books} novels[|, {genre} mostly].
r Could I manage {books} books[| in {year}]? Let's try that as a target.
i set my goal to {books} books[| for {year}]
i challenge me to read {books} [|{genre} ]books[| in {year}]

@media book_summary summary_of_book plot_summary bookSummary [get|tell]_plot what_is_book_about
d Tell what happens in a book.
d Summary of a novel's plot.
x find_book summarize_document
p book,title,novel,name title! Which book|Title
p author,writer,by person? Who wrote it|Author
p spoilers,ending,detail yes/no? Whether the end may be told|Spoilers
r What happens in {book"}[| by {author}]?
r I have to give a talk on {book"}[| by {author}] and haven't read it.
r {book"}[| by {author}], plot?
r Who's the hero of the novel {book"}[| by {author}]?
r Everybody talks about {book"}. What's that novel about?
r My reading group meets tonight about {book"}[| by {author}], and I only got to chapter two.
r {author} wrote {book"}, what's the story?
r Spoilers {spoilers}: what is the novel {book"} about?
i tell me the story of {book"}[| by {author}] in short
i sum up the plot of {book"}[|, spoilers: {spoilers}]

@media books_by_author author_books works_of_author booksByAuthor [list|get]_author_works
d List what an author has written.
d Novels and other works of a writer.
x find_book
p author,writer,name,by person! Which author|Author
p kind,type,form,genre novels/poems/plays/essays? What sort of works|Kind
r What else did {author} write[|, any {kind}]?
r I loved the last thing I read by {author} and want more[|, {kind} if possible].
r {author}, all [books|{kind}]
r Which {kind} are by {author}?
r How many [books|{kind}] has {author} published?
r Is {author} still writing[| {kind}], and what came out lately?
r By {author} I know just one title. What are the others?
r My shelf should hold everything that {author} ever wrote.
i list the works of {author}[|, only {kind}]
i show me the [books|{kind}] by {author}

@media find_quote quote quotation findQuote [get|search]_quotes famous_words
d Find something clever that somebody said.
d Quotations by famous people.
x search_web
p person,author,by,who person! By whom|Person
p about,topic,theme,subject love/freedom/work/friendship/death/money? About what|Theme
r What did {person} say[| about {about}] that people still repeat?
r I need a clever line by {person} for a speech[| on {about}].
r {person} quote[|, {about}]
r There's a famous sentence of {person}'s[| about {about}], how did it go?
r For the wedding card I'd like words of {person}[| on {about}].
r Did {person} ever say anything wise[| about {about}]?
r On {about}, what were the words of {person}?
r My talk starts with {person}, so I need a good line.
i find me a saying of {person}[| about {about}]
i quote {person}[| on {about}]

@media write_poem poem compose_poem writePoem [make|create]_verse poem_generator
d Write a poem.
d Composes verses for an occasion.
x find_rhymes tell_story
p form,kind,type,style haiku/sonnet/limerick/ballad! In what form|Form
p about,subject,theme,on spring/love/autumn/friendship/rain/home! About what|Theme
p person,for,dedicated_to,name first? For whom|For whom
r I'd love a {form} about {about}[| for {person}].
r [{person}|My wife] likes verses. A {form} on {about}, please.
r {form}, {about}[|, for {person}]
r Can you rhyme something[| for {person}]? A {form} about {about}.
r About {about} there should be a {form}[|, I'll give it to {person}].
r [My card is still blank|The card for {person} is still blank]; a {form} on {about} would do.
r {about} moves me so much that I'd like a {form} on it.
r Words fail me: {about}, as a {form}[|, dedicated to {person}].
i write a {form} about {about}[| for {person}]
i compose a {form}, the theme is {about}

@media transpose_song transpose change_key transposeSong [shift|move]_key other_key
d Move a song into another key.
d Transposes chords.
x tune_instrument
p song,title,piece,name title! Which song|Song
p key,to,target,into C/D/E/F/G! Into which key|Key
r {song"} is too high for my voice, in {key} it would be easier.
r I can't sing {song"} like that. Could we have it in {key}?
r {song"} in {key}, chords
r The band plays {song"}, but our singer needs {key}.
r What are the chords of {song"} in the key of {key}?
r In {key}, how would {song"} go on my guitar?
r With a trumpet I'd rather play {song"} in {key}.
r My fingers hate those chords; {song"} in {key}, please.
i put {song"} into {key}
i shift the chords of {song"} to {key}

@media start_metronome metronome beat startMetronome set_tempo [play|give]_beat
d Let a metronome tick.
d Gives the beat for practising music.
x start_timer
p tempo,bpm,speed,beats #40-220! Beats a minute|Tempo
p metre,meter,time,signature waltz/march/tango? What kind of beat|Metre
r I'm practising the piano and need {tempo} beats a minute[|, a {metre}].
r {tempo} ticks a minute while I play[|, {metre} rhythm].
r metronome {tempo}[| {metre}]
r I always get faster on my violin. Give me {tempo}[|, as a {metre}].
r My drum teacher wants {tempo} bpm[|, {metre}].
r Tick along at {tempo}[| as a {metre}].
r At {tempo} beats[|, {metre} style] I could keep up with the song.
r Could you count for me[|, it's a {metre}], {tempo} a minute?
i tick at {tempo}[| in {metre} rhythm]
i give me a beat of {tempo}[| for a {metre}]

@media find_sheet_music sheet_music scores findSheetMusic [get|search]_notes music_score
d Find the notes of a piece of music.
d Scores for an instrument.
x find_lyrics
p piece,title,song,name title! Which piece|Piece
p instrument,for,part,arrangement piano/guitar/violin/flute/choir! For which instrument|Instrument
p composer,artist,by artist? By whom|Composer
r I'd like to learn {piece"}[| by {composer}], [have you|are there] notes for {instrument}?
r Where do I get {piece"}[| by {composer}] on paper, the {instrument} version?
r {piece"}[| by {composer}], {instrument} score
r Our concert needs {piece"} for {instrument}[|, it's by {composer}].
r For {instrument}, is there an arrangement of {piece"}[| by {composer}]?
r I can play by ear, but not {piece"}. I need it written down for {instrument}.
r {composer} wrote {piece"}, and I want it on my music stand, for {instrument}.
r Has anyone set {piece"}[| by {composer}] for {instrument}?
i find the notes of {piece"}[| by {composer}] for {instrument}
i get me the {instrument} score of {piece}

@media sing_karaoke karaoke start_karaoke singKaraoke [play|open]_karaoke sing_along
d Play a song without the voice, to sing along.
d Starts karaoke.
x play_music find_lyrics
p song,title,track,what title! Which song|Song
p artist,singer,band,by artist? By whom|Artist
r We want to sing {song"}[| by {artist}] ourselves.
r {song"}[| by {artist}] without the voice, I'm the singer tonight.
r karaoke {song"}[| {artist}]
r Give me the microphone! {song"}[| by {artist}].
r My party trick is singing {song"}[| by {artist}], I only need the band.
r Could we all join in on {song"}, with the text on screen?
r On stage with {song"}[| by {artist}], that's what I'd like now.
r Only the music of {song"}[| by {artist}], we do the singing.
i start {song"}[| by {artist}] so that we can sing along
i let me sing {song"}[| by {artist}]

@media suggest_film film_suggestion recommend_movie suggestFilm [get|find]_movie_tip what_to_watch
d Suggest a film for the evening.
d What to watch.
p genre,kind,type,category comedy/thriller/western/drama/cartoon/musical! What sort of film|Genre
p people,viewers,audience,who kids/couples/families/friends? Who watches|Audience
p minutes,max_minutes,length #70-200? How long at most|Length
r We're bored and would like a {genre}[|, not longer than {minutes} minutes].
r I've got popcorn and no idea what to watch. A {genre} perhaps[|, for {people}]?
r {genre} tonight?[| {minutes} min max]
r Do you know a good {genre}[| for {people}][| under {minutes} minutes]?
r A rainy evening, a sofa, a {genre}: but which one?
r For {people}, which {genre} is right?
r In the mood for a {genre}[|, {minutes} minutes at most].
r Which {genre} have I missed that everybody saw[|? It's for {people}]?
i recommend me a {genre}[| of at most {minutes} minutes]
i pick a {genre} for us[|, good for {people}]

@media set_subtitles subtitles captions setSubtitles [show|turn_on]_subtitles subtitle_language
d Show what is spoken in a film as text.
d Subtitles in a language.
x translate
p language,lang,in,text_language language! In which language|Language
p size,font_size,letters small/medium/large? How large the letters are|Size
r I don't understand what the actors say, show it in {language}[|, {size} letters].
r My guest reads only {language}[| and needs {size} letters]. Can the film have text below?
r {language} subs[|, {size}]
r The dialogue should be written at the bottom in {language}[|, {size} please].
r They mumble so much. Text in {language}, [please|{size}].
r With {language} text at the bottom I could follow the series.
r In {language}, could we read along with the movie[|, {size} letters]?
r I'm hard of hearing; captions in {language} would help[|, {size} ones].
i turn on {language} subtitles[|, {size}]
i let us read the film in {language}

@media jump_to seek skip_to jumpTo [go|wind]_to_minute playback_position
d Jump to a minute of the film or song.
d Winds forward or back.
x play_podcast
p minute,position,time,to #2-150! To which minute|Minute
p title,film,video,what title? Of what|Title
r I fell asleep at minute {minute}[| of {title"}], go on from there.
r Minute {minute}[| of {title"}] is where the good part begins.
r {title"}, minute {minute}
r I've seen the first {minute} minutes[| of {title"}] already.
r Can we skip the start[| of {title"}] and watch from minute {minute}?
r From minute {minute} on, please[|, the film {title"}].
r We stopped yesterday at {minute} minutes[|, in {title"}].
r The boring stretch ends at minute {minute}, let's continue there.
i wind [|{title"} ]to minute {minute}
i go to minute {minute}[| of {title"}]

@media play_radio radio tune_radio playRadio [listen|switch]_to_radio radio_station
d Turn on the radio.
d Plays a station.
x play_music play_podcast
p station,channel,name,sender word! Which station|Station
p room,where,speaker,in room? In which room|Room
r I'd like to hear the station {station"}[| in the {room}].
r It's so quiet[| in the {room}], let {station} FM play.
r radio {station}[|, {room}]
r What's on air at {station"}? Let me listen[| in the {room}].
r While I cook[| in the {room}] I listen to {station} FM.
r In the {room}, the station {station"}, please.
r {station} FM[| in the {room}], I like the host.
r My favourite morning show runs on {station}, put it on the air[| in the {room}].
i tune in to {station"}[| in the {room}]
i turn on {station} FM[| in the {room}]

@media play_chess chess chess_game playChess [start|begin]_chess chess_opponent
d Start a game of chess.
d An opponent on the board.
x start_game
p colour,color,side,pieces white/black! Which pieces the user has|Colour
p level,strength,difficulty beginner/medium/hard/master? How strong the opponent is|Strength
r I challenge you, I take {colour}[|, you play on {level}].
r A round on the sixty-four squares? I have {colour}[|, level {level}].
r chess, {colour}[|, {level}]
r My king longs for a battle; I want the {colour} pieces[|, strength {level}].
r Who moves my opponent's queen? I play {colour}[|, opponent {level}].
r With {colour} I might even checkmate you[|, on {level} level].
r {colour} for me, the other side for you, let's open with a pawn[|, level {level}].
r Knights and bishops are waiting; {colour} is mine[|, difficulty {level}].
i set up the board, I have {colour}[|, level {level}]
i play a game with me in which I have the {colour} pieces

@media crossword_help crossword crossword_hint crosswordHelp [solve|find]_crossword puzzle_word
d Find a word for a crossword.
d Words that fit a pattern of letters.
x find_synonyms
p clue,hint,meaning,question word! What is asked for|Clue
p letters,length,boxes,count #4-15! How many letters|Length
p first_letter,starts_with,begin A/B/D/M/S/T? With which letter it begins|First letter
r {letters} boxes, the clue is {clue"}[|, and it starts with {first_letter}].
r I'm stuck in my puzzle: {clue}, {letters} letters[|, first one {first_letter}].
r {clue}, {letters} letters[|, {first_letter}...]
r What has {letters} letters and means {clue"}[|, beginning with {first_letter}]?
r Seven down is {clue}, {letters} letters long.
r For {clue"} I need something with {letters} letters[| and {first_letter} in front].
r The Sunday paper asks for {clue}, there's room for {letters} letters.
r Which word fits {clue}, with {letters} letters[|, the first is {first_letter}]?
i help me with {clue"} in {letters} letters[|, it begins with {first_letter}]
i find a word of {letters} letters for the clue {clue}

@media start_quiz quiz trivia startQuiz [play|begin]_trivia quiz_round
d Ask questions for fun.
d Starts a quiz.
x start_game
p subject,topic,category,theme geography/history/film/sport/animals/music! About what|Subject
p questions,count,number,rounds #3-30? How many questions|Questions
p level,difficulty,hardness easy/medium/hard? How difficult|Difficulty
r I bet I know everything about {subject}[|, try me with {questions} questions].
r We're four at the table and want to guess: {subject}[|, {questions} questions].
r {subject} trivia[|, {questions}][|, {level}]
r How good am I at {subject}? Test me[| with {questions} {level} ones].
r [Some|{questions}] questions on {subject} would shorten the drive.
r {subject} is my strong side, ask me something[| {level}].
r On {subject}, who of us knows most? Be our quizmaster[|, {questions} questions].
r Let's see who's the cleverest[|, {questions} questions], the field is {subject}.
i ask us [|{questions} ]questions about {subject}
i quiz me on {subject}[|, {level}]

@media make_album photo_album create_album makeAlbum [new|start]_album collect_photos
d Put photos into an album.
d Collects the pictures of a day or trip.
x compress_folder
p name,title,album,called title! Name of the album|Name
p date,day,from,taken_on day! When the photos were taken|Date
r The pictures of {date} should be together, under {name"}.
r I took so many photos on {date}, I want to leaf through them as {name"}.
r photos {date} -> {name}
r Grandma would like to see the snapshots from {date}; call the collection {name"}.
r {name"} is what I'd call an album with everything I shot on {date}.
r For {name"}, gather my photos from {date}.
r Could the pictures from {date} go into a photo book called {name"}?
r My camera roll of {date} is a mess. One album, {name"}, please.
i make an album {name"} from the photos of {date}
i collect the pictures taken on {date} as {name}

@media book_music_lesson music_lesson instrument_lesson bookMusicLesson [reserve|take]_music_lesson
d Book a lesson on an instrument.
d Learns to play music with a teacher.
x enrol_course find_tutor
p instrument,on,subject,what piano/guitar/violin/drums/flute/singing! Which instrument|Instrument
p date,day,when day! Which day|Day
p time,at,hour,start clock? At what time|Time
r I want to learn {instrument}, is there a teacher free on {date}[| at {time}]?
r My daughter would like to try {instrument}, {date} would suit us[|, at {time}].
r {instrument} lesson {date}[|, {time}]
r Who can teach me {instrument} on {date}[| at {time}]?
r For {instrument} I'd need somebody to show me how, {date}[| at {time}].
r I bought myself a present and can't play it: {instrument}. A first hour on {date}[| at {time}]?
r It's never too late for {instrument}, I'd start on {date}[| at {time}].
r {date}[| at {time}], an hour of {instrument} with a teacher, please.
i book an hour of {instrument} for {date}[| at {time}]
i get me a {instrument} teacher on {date}[| at {time}]

@media find_exhibition exhibition museum_exhibitions findExhibition [search|list]_exhibitions
d Find an exhibition in a city.
d What museums and galleries show.
x find_events find_nearby
p place,city,where,town place! Which city|City
p art,kind,theme,about painting/photography/sculpture/dinosaurs/fashion? What is shown|Theme
p date,day,on,when day? Which day|Day
r Which museum in {place} has something new[|, {art} maybe][| on {date}]?
r I'd love to look at some {art} in {place}[| on {date}].
r {place} galleries[|, {art}][|, {date}]
r It's raining in {place}; where can we see [art|{art}] indoors[| on {date}]?
r What hangs in the galleries of {place}[| on {date}]?
r Is there anything about {art} in the museums of {place}[| on {date}]?
r In {place}, what should an art lover not miss[|, above all {art}]?
r My aunt paints and is visiting {place}[| on {date}], which show would she like?
i find me an exhibition[| of {art}] in {place}
i list what the museums in {place} show[| on {date}]

@media plan_game_night game_night board_game_night planGameNight [host|organise]_game_night
d Plan an evening of board games or cards.
d Invites friends to play at a table.
x create_event send_invitation
p game,what,name,which poker/monopoly/scrabble/bridge/dominoes! Which game|Game
p date,day,on,when day! Which day|Day
p players,people,count,number #3-10? How many players|Players
r We'd like to sit together over {game} on {date}[|, {players} of us].
r Who's in for {game} on {date}[|? There's room for {players}]?
r {game}, {date}[|, {players} players]
r It's been ages since we played {game}. {date}, at my place[|, {players} people]?
r {players} friends, snacks and {game}: {date} it is.
r {date} would be perfect for a round of {game}[| with {players} players].
r For {game} I have table and drinks, so come all of you on {date}[|, up to {players}].
r Cards or board? I say {game}, and I say {date}.
i plan an evening of {game} for {date}[| with {players} people]
i get [some|{players}] people together for {game} on {date}
"""
