"""Messages that ask for none of the jobs, kept to judge the model; other frames than training's."""

from __future__ import annotations

from tools.bundled_model.grammar import lines

SMALL_TALK = lines("""
[Hi again|Hello hello|Oh hi|Well hello]
[Nice to meet you|Pleased to meet you|Good to see you], {name}
{hello} {hello}
{foreign}
[That was kind of you|You saved my day|I owe you one]
[Where were you|Did you miss me|Still there]?
[Which model is this|What version are you|Am I talking to a person]?
My mood: {mood}
Somebody here is {mood}, guess who
[What shall I call you|Do you want to know a secret|Ever been to {land}]?
[Off to bed now|I have to go|Back in five minutes]
[Hm, not sure|Oh well|Okay then|No idea]
""")
QUESTIONS = lines("""
Of all {thing}, which were first?
Since when have people known about {thing}?
[Any idea|Any clue] why {thing} and {thing} are linked?
I never understood {thing}; what's behind it?
{thing}: [myth or fact|what's the deal|how come]?
[Ever heard of|What's so special about] {thing}?
In {land}, [what do people eat|who is in charge|which side do they drive on]?
Which [rivers|mountains|cities|festivals] are in {land}?
{n} and {n} make what?
Take {n}, add {n}, double it: result?
A train does {n} km in {n} hours, how fast is it?
For my homework: [the causes of|a page on] {thing}
""")
REQUESTS = lines("""
A {prose} on {thing} would be lovely
[It's {person}'s birthday|I'm giving a talk], so please put together a {prose}
[Verse|Rhymes|A few lines] on {thing}, please
Turn {thing} into a {prose}
{sentence} - how would that be in {language}?
What's the {language} word for {thing}?
My essay reads: {sentence} [Any better?|What would you change?]
I'm stuck with {tongue}: how can a program be made that {code}?
Anything in {tongue} that {code} would do
{snippet} - what is printed here?
Dinner for {n} people with {food}, any ideas?
A weekend in {land} - where to begin?
{person} wants to know more on {thing}, where should we look?
[Your take on|Pros and cons of] {thing}?
From now on you are a {role}, understood?
Phone {person} for me
""")
RAMBLES = lines("""
{told} [By the way|Speaking of which], {question}
{feeling} {feeling} {told}
First {told} Second, {question}
{question} I ask because {told}
""")
FEELING = lines("""
Being {mood} is all I do.
What a [week|month] this was.
""")
TOLD = lines("""
{thing} kept {person} and me awake all night.
Nobody in {land} told me about {thing}.
All {person} wanted was {food} and {thing}.
Half of the people I know in {land} care for {thing}.
""")
SENTENCES = lines("""
{told}
Between {land} and {land} there is nothing but {thing}.
My aunt from {land} brought {food}.
Nothing is as {mood} as a Monday.
""")
