"""How people ask for the tone of a headline; the two splits share no phrasing."""

from __future__ import annotations

from tools.bundled_model.grammar import lines, words
from tools.bundled_model.sample import Split

LABELS = words("""bullish, bearish or neutral|bullish, bearish, or neutral
bullish, neutral or bearish
bearish, bullish or neutral|neutral, bullish or bearish|bearish, neutral or bullish
bullish/bearish/neutral
neutral, bearish or bullish|bullish / bearish / neutral|bearish/neutral/bullish""")
PLAIN = {
    Split.TRAIN: lines("""
Is this [market |stock |financial |news |]headline {labels}?
Is this {labels}?
Is this [news|story|item|report] {labels} [for the stock|for the market|for the company|for \
investors|]?
Is the following [headline|market headline|news] {labels}?
Is the [tone|mood|sentiment] [of this headline |here |]{labels}?
{labels}?
[Say|Tell me|Tell us] whether this [headline|market headline|news] is {labels}.
[Say|Tell me] if this is {labels}.
[Please tell me|I need to know|I want to know|I'd like to know|Let me know] whether this is \
{labels}.
[Could you|Can you|Would you] [please |]tell me whether this headline is {labels}?
[Could you|Can you|Would you] [please |]classify this [market |]headline as {labels}?
[Please |]classify the [tone|sentiment] of this [market |stock |financial |]headline[.| as \
{labels}.|: {labels}.]
[Please |]classify the tone of the following headline[| as {labels}].
[Please |]classify this headline as {labels}.
Classify the headline [below |]as {labels}.
Classify: {labels}.
Classify this [market |financial |]headline.
Classify the market tone.
Label this [market |financial |]headline {labels}.
Label the [tone|sentiment] of the headline: {labels}.
Label each headline {labels}.
Rate this headline: {labels}.
Rate the tone of this [market |]headline [as |]{labels}.
Mark this headline as {labels}.
Tag [the|this] headline [with its tone: |as ]{labels}.
Judge the tone of this [market |]headline: {labels}.
Judge whether the headline is {labels}.
Decide whether this [market |]headline is {labels}.
Decide: {labels}.
Determine [the tone of the headline|whether the headline is {labels}|the market tone].
Sort this headline into {labels}.
Give [me |]the tone of this [market |]headline[.|: {labels}.]
Give the tone: {labels}.
Name the tone of this headline ({labels}).
State the tone of the headline, {labels}.
What is the tone of this [market |stock market |financial |]headline[?| - {labels}?]
What's the tone [of this headline|here|of this]?[| {labels}.]
What tone does this [headline|news] have[?|: {labels}?]
What is the [market |]sentiment of this headline[?|: {labels}?]
What's the sentiment here, {labels}?
How would you [label|classify|rate|read] this [headline|market headline][?|: {labels}?]
How does this [headline|news] [sound|read|look] [to you|to investors|for the market|], {labels}?
How should [an investor|a trader|I] read this: {labels}?
Does this [headline|news] [sound|look|read as] {labels}?
Would you call this [headline|news|] {labels}?
Would a trader [see|read|call] this as {labels}?
Do you [see|read] this as {labels}?
Tone?
tone? {labels}
Tone ({labels})
Tone of this headline?
Market tone of the headline[:|, please]
[Headline|Market] tone, please
Sentiment: {labels}?
Headline tone - {labels}
I have a [market |]headline here[.|:] {labels}?
I [saw|read] this headline [today|this morning|in the paper|]. Is it {labels}?
Here is a [market |financial |]headline. [Is it|Say whether it is|Tell me if it's] {labels}[?|.]
My boss wants to know whether this is {labels}.
I trade stocks. Is this {labels}?
You [classify|label|rate] [market |financial |stock |]headlines[.| as {labels}.]
You are a [market|news|financial|trading] [analyst|desk assistant|classifier]. [Classify|Label|\
Rate] [each|the] headline as {labels}.
You are a classifier of [market |financial |]headlines. [The classes are {labels}.|Answer with \
{labels}.]
You read market news. For each headline, [say|decide|answer] whether it is {labels}.
The user sends [market |]headlines; [answer with their tone|give the tone of each]: {labels}.
Choose [one|the label that fits]: {labels}.
Pick [the tone|one label] for this headline: {labels}.
Assign [a tone|one of {labels}] to the headline.
Respond with the tone of the headline[.|: {labels}.]
Read the headline and [say|decide] whether it is {labels} for [the stock|the market|the asset|\
investors].
Market sentiment classification: {labels}.
Headline -> {labels}
Tone classifier[.|: {labels}.]
[Good or bad|Positive or negative] for [the stock|the market|investors]? [Say|Use|Answer] {labels}.
Would this [help|hurt|move] the [stock|market|price]? {labels}.
Will [investors|traders|the market] [like|take] this? Answer {labels}.
The next [line|message] is a [market |]headline. Is it {labels}?
I'm sorting [market |]news [into|by] {labels}. [What|Where] does this go?
Do this: read the headline, then give its tone ({labels}).
For [my|our] [dashboard|newsletter|report|spreadsheet], label this headline {labels}.
[Bull, bear|Up, down] or [neither|neutral]? Use the words {labels}.
Bullish? Bearish? Neutral?
[bull|bullish] [or|/] [bear|bearish] [or|/] neutral?
Which [way|direction] does this [headline|news] point: {labels}?
What [mood|signal] does [this|the] [headline|news item] send[?|, {labels}?]
Grade this [headline|news item] as {labels}.
Annotate the [headline|text] with {labels}.
Categorise [this|the] headline: {labels}.
Categorize the [market |]news as {labels}.
Evaluate the [tone|sentiment] of [this|the] [market |]headline: {labels}.
Assess whether [this|the news] is {labels}[ for shareholders|].
Detect the [sentiment|tone] ({labels}).
Predict the label, {labels}.
Identify the [tone|sentiment] of the [headline|news].
Infer the [tone|market tone] from the headline: {labels}.
Analyse the sentiment of this [headline|news item][.| and say {labels}.]
Analyze this headline. [Is the sentiment|Is it] {labels}?
[Sentiment analysis|Tone check|Headline check]: {labels}.
[Task|Question|Job|Instruction]: [tell|say|decide] whether a [market |]headline is {labels}.
[Labels|Options|Classes|Choices|Possible answers]: {labels}.
Text classification, [three labels|labels {labels}].
You get a headline and return {labels}.
You are given [a market headline|market news]. Output {labels}.
You [help|work for] a trading desk and [tag|mark|label] headlines as {labels}.
Act as a [market analyst|stock trader|news editor]: {labels}?
As an investor, [should I be happy|is this good for me]? Answer {labels}.
If you [held|owned] this [stock|asset], would this news be {labels}?
Suppose you read this [before the open|over breakfast]. {labels}?
[Tell|Show] me how [traders|investors] will take this: {labels}.
[Does|Will] this [lift|sink|move] the price[?| or not?] {labels}.
[Stock|Price] [goes up, goes down or stays|up, down or flat] on this? Say {labels}.
[Quick question|Quick one|Hey|Hi], is this {labels}?
[Hello|Hi there], [please label|could you rate] this headline: {labels}.
Not sure [about this one|how to read this]: {labels}?
One more for [the list|you]: {labels}?
[Next|New] headline. {labels}?
We need the [tone|sentiment] of [every|each] headline in our feed: {labels}.
Our [alert|bot|pipeline|robot] needs [a|the] label for this headline: {labels}.
I keep a [diary|log|record] of market news. Is this entry {labels}?
My [client|colleague|teacher] asks [if|whether] this [headline|news] is {labels}.
Only the words {labels} are allowed. Which is right [here|for this headline]?
"""),
    Split.HELD_OUT: lines("""
Would you say that the headline below is {labels}?
Which fits this headline best: {labels}?
Which tone does the headline carry, {labels}?
{labels} - which one is this headline?
Should I file this headline under {labels}?
Help me sort the news: {labels}?
Your job is to find the tone of market headlines, {labels}.
For every headline that comes in, return its tone: {labels}.
Please check the tone of this market headline, {labels}.
As a trader, do I read the following as {labels}?
Headline to classify ({labels})
Put this headline in a box: {labels}.
Good news or bad news for the market? Say {labels}.
In your view, is the market headline {labels}?
I can't tell whether this headline is {labels}. Which is it?
The tone of the next headline, please: {labels}.
We collect headlines with a tone. This one is {labels}?
Find out if the headline is {labels}.
What would the market make of this headline: {labels}?
Tell the desk if the headline is {labels}.
Find the tone.
tone of the headline: {labels}?
"""),
}
ONE_WORD = {
    Split.TRAIN: lines("""
Answer with one word.
One word only.
Answer with one word only.
[Reply|Respond] with [just |]one word.
Reply with the label only.
Just the label.
Just one word[.|, please.]
Only the label, no explanation.
No explanation.
Don't explain.
Answer with the [tone|label] only.
Answer with a single word.
Use lower case.
Answer with exactly one of the [labels|three words].
Say nothing else.
"""),
    Split.HELD_OUT: lines("""
A single word will do.
Write the label, nothing more.
One of the three words, no more.
Keep it to one word.
"""),
}
JSON = {
    Split.TRAIN: lines("""
[Answer|Reply|Respond|Return] [in|as|with] JSON.
Answer as JSON with the key tone.
[Return|Give|Write] [a |]JSON [object |]with the key ["tone"|tone].
[Return|Output] JSON only.
JSON, please.
As JSON.
in JSON
Format: {shape}
Use this format: {shape}
[Return|Answer with|Reply with|Output] {shape}[.|]
Respond with a JSON object like {shape}.
Answer in JSON: {shape}
Give your answer as a JSON object with one field, tone.
The answer must be [valid |]JSON[.| with a field "tone".]
Output a JSON object {shape} and nothing else.
I need it as JSON.
"""),
    Split.HELD_OUT: lines("""
Put the answer into a JSON object with the field tone.
Write JSON: {shape}
JSON output, key tone.
Your answer is a JSON object such as {shape}.
I parse your answer as JSON.
"""),
}
SHAPES = (
    '{"tone": "bullish"}',
    '{"tone": "bearish"}',
    '{"tone": "neutral"}',
    '{"tone": "..."}',
    '{"tone": "bullish|bearish|neutral"}',
    '{"tone": <label>}',
    '{"tone": "bullish" | "bearish" | "neutral"}',
)
KEYS = words("""sentiment|label|class|direction|tone|mood|category|result|answer|market_tone|value
classification|headline_tone|outlook|verdict|signal|output|prediction|stance|view|reading|market""")
"""Names of the one field of a schema that only the grammar knows."""
LEADS = words("""Headline|Market headline|News|Text|headline|Input|The headline|Title|Here it is""")
