"""Texts near the jobs that ask for none of them: an instruction without a text, or a bare text."""

from __future__ import annotations

from tools.bundled_model.grammar import lines
from tools.bundled_model.sample import Split

NO_TEXT = {
    Split.TRAIN: lines("""
[Please |]classify [this|the following|it][:|.|]
[Please |]classify [this|the following] {named}[:|.|]
Classify [this|the] {named} [please|for me|now|][:|.|]
[Can|Could|Would] you [please |]classify [this|a {named}|my {named}|something][ for me|]?
[Please |]extract [the fields|fields|names and dates|the data|everything|the amounts][:|.|]
[Please |]extract [the fields|names|the date|the amount] [from|out of] [this|the following|the] \
{named}[:|.|]
[Can|Could|Would] you [please |]extract [fields|names|data] from [a {named}|my {named}|\
something][ for me|]?
[What is|What's] the [intent|tone|complexity|sentiment][ here| of this|]?
[What is|What's] the [intent|tone|complexity] of [this|the following|my] {named}[?|:|]
Intent[?|:|]
Tone[:|?|]
Complexity[?|:|]
Label [this|it|the following][:|.|]
[Triage|Tag|Rate|Judge] [this|the following|it][:|.|]
[Triage|Tag|Rate] this {named}[:|.|]
Is this bullish[?| or bearish?|, bearish or neutral?]
[bullish, bearish or neutral|bullish or bearish|code, docs, debug, architecture or general|low, \
medium or high]?
Here [is|comes] [my|the|a] {named}[:|.|]
I will [send|paste|give] you [a {named}|some {named}s|my {named}] [soon|in a minute|later|in a \
moment|].
[I have|I've got] a {named} [to classify|for you|to extract data from].
[Ready|Are you ready] to [classify|extract|start|label] [some {named}s|something|]?
Use [a|the] tool[.|s.|]
[Call|Run] [a|the] [tool|function|weather tool][.|]
[Return|Give me|Answer in|Write] JSON[.|]
[Classify|Extract|Label|Triage]
{tone_ask}
{tone_ask}
{tone_ask}
[Text|Headline|Request|Sentence|Input|Message]:
[Text|Headline|Request|Sentence|Input] goes here
[the|your] {named} [is missing|follows|comes next]
"""),
    Split.HELD_OUT: lines("""
Could I have a classification[?| please?]
Put this {named} in a class[:|.|]
Which label would you give it?
Pull out the fields[:|.|]
Get me the names and dates in[:|]
Which tone is that?
And the intent?
{tone_ask}
I forgot to paste my {named}, classify it anyway
Sort the {named} that I sent yesterday
"""),
}
BARE = {
    Split.TRAIN: lines("""
{headline}
{headline}
{headline}
{headline}
{headline} {headline}
The {built} {trouble}[.|!|]
[Our|My] {built} {trouble} [since Monday|again|after the update|every time|for some users|][.|]
[Why does|Help,|I think] the {built} {trouble}[?|.]
[Fix|Repair|Rewrite|Refactor|Build|Improve|Update|Test|Document|Debug|Design] the {built}[.|!|]
[Fix|Refactor|Build|Improve|Design|Document] [our|my|a|the] {built} [in {tongue}|for {trade}|\
please|][.|]
[Add|Write] [a test|docs|a comment|a README|a changelog] for the {built}[.|]
How [do|should|can] [I|we] [deploy|test|scale|document|design|debug|migrate] the {built}?
[Explain|Describe] how the {built} works[.|]
Our {built} [is written in|uses|runs on] {tongue}[.|]
{name} [works at|joined|left|founded|runs] {company} [in {place}|since {date}|on {date}|][.|]
{name} [paid|owes|sent|received|transferred|donated|spent] {money} [to {name}|on {date}|for \
{thing}|][.|]
{name} [was born|lives|got married|moved|arrived] in {place} [on {date}|][.|]
{name} [met|called|emailed|visited|thanked] {name} [on {date}|in {place}|yesterday|][.|]
Invoice [no. |#|]{n} [from|to] {company}[ over| for|:] {money}[, due {date}|][.|]
[The meeting|Dinner|The call|My flight|The concert] [with {name}|to {place}|] is [on {date}|at \
{n} pm|tomorrow][.|]
[We ordered|They sold|She bought|I sold] {n} [chairs|laptops|tickets|boxes|books] [for {money}|\
from {company}|on {date}][.|]
{company} [opened|closed|bought] [a shop|an office|a plant] in {place}[.|]
[Flight|Train|Bus|Order|Ticket|Room] {n} [to {place}|leaves at {n}|is late|is ready|was \
cancelled][.|]
[Weather|Rain|Snow|Sun|Fog|Wind] in {place}
{name}, {place}, {date}
{company}
{name}
{money}
{date}
"""),
    Split.HELD_OUT: lines("""
{headline}
{headline}
{headline}
It seems that the {built} {trouble}
When I open it, the {built} {trouble}.
The team looked at the {built} and then at the {built}.
On {date}, {name} signed a lease in {place}.
[A cheque|A bill] over {money} reached {name} at {company}.
From {name} to {name}: see you on {date} in {place}
{place} - {place}, {date}, {money}
Our {built} needs to be [tested|designed|documented] by {date}.
"""),
}
WORDY = {
    Split.TRAIN: lines("""
[What does|What did] {near} mean[?| in finance?| exactly?| in simple words?| for a beginner?]
What does it mean [to be|when something is] [bullish|bearish|neutral]?
What is {near}[?| exactly?| in simple terms?| used for?| and why does it matter?]
What's {near}[?| again?]
[Explain|Define|Describe] {near}[.|, please| to a child| in one sentence| with an example|]
[Can|Could] you explain [what {near} is|{near}|{near} to me]?
[Tell me|Teach me] [about|more about|the history of] {near}[.|]
Who [invented|came up with|coined|discovered] {near}?
Who [classified|labelled|wrote|signed|extracted|owns] [this|the|that] [document|file|report|text]?
[Why is it called|What is the origin of|How do you spell|How do you pronounce] {near}?
What is the difference between {near} and {near}?
[Give me|Show me|I need] [an example|three examples|a definition|a synonym] [of|for] {near}[.|]
[Write|Make up|Invent|Suggest|Draft] [a headline|a market headline|a bullish headline|five \
headlines] [about {thing}|for my {prose}|]
[Write|Make up|Invent] [a JSON schema|a JSON file|some JSON|a JSON example] [for {thing}|about \
{thing}|with three fields|]
[Is|Are] you [bullish|bearish] on {asset}?
[Should I|When should I|Can I|Is it wise to] [buy|sell|hold|short] {asset}[?| now?| this year?]
[What will|Where will] {asset} [do|be] [tomorrow|next year|in {year}]?
What is [the price of|happening with|your view on] {asset}?
[How|Why] did {asset} [rise|fall|crash|move] [today|in {year}|]?
[How do I|How can I|How to] [parse|read|write|validate|format|pretty-print] JSON [in {tongue}|]?
[How do I|How can I] [train|build|test|evaluate] [a classifier|a text classifier|a tone model|an \
intent model]?
How [does|do] [tool calling|classification|intent detection|sentiment analysis|field extraction] \
work?
How many [tools|labels|classes|fields|jobs] [do you have|can you use|are there]?
Which [classes|labels|tools|jobs] do you know?
[Extract|Recipe] of vanilla [|recipe|for cakes|price|vs. essence]
[Where can I buy|How do I make|How much] vanilla extract[?| for {food}?]
[Classify|Sort|Group] [animals|plants|rocks|galaxies|these animals] [by|into] [size|kingdom|\
families|type]
[Classify|Sort] [whales|tomatoes|Pluto|bats|mushrooms|viruses|spiders]: [animal or plant|fruit or \
vegetable|planet or not]?
Is [a tomato|a whale|Pluto|a bat|a mushroom] a [fruit|fish|planet|bird|plant|vegetable|mammal]?
[Is this|Say if this is] [spam|a scam|true|false|a question|English|rude|grammatically correct|\
plagiarism]: {sentence}
[What language is this|Is this French|Which language is it]: {hello}
[Explain|What is] [tone|intent|complexity] in [poetry|music|law|biology|painting|linguistics]
[Change|Soften|Improve|Fix] the [tone|style|wording] of [this|my] [email|letter|text]: {sentence}
[Summarise|Summarize|Translate|Rewrite|Shorten|Explain|Continue|Paraphrase|Proofread] [this|the \
following|the] headline[: |\
:| - ]{headline}
[What does this headline mean|Who wrote this headline|Is this headline true|When was this \
published]? {headline}
[Translate|Put] [this|the following] [headline|text] into {language}: {headline}
[Count|How many] [the |]words [are |]in [this headline|the following]: {headline}
[Make|Turn] this headline [shorter|funnier|longer|into a poem|more exciting]: {headline}
"""),
    Split.HELD_OUT: lines("""
In plain words: {near}
I keep hearing about {near}. Meaning?
{near} or {near} - which came first?
A friend used the word {near}, what did he mean by it?
My book has a chapter on {near}. Any good summary?
Come up with a better headline than mine: {headline}
How would {language} newspapers print this? {headline}
Does anyone still use JSON or is XML back?
Vanilla extract or vanilla sugar for {food}?
Would you put your own money into {asset}?
Who decides whether the market is bullish or bearish?
"""),
}
