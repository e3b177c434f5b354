"""How headlines and sentences on markets are built; the two splits share no frame.

`{now}` and `{past}` are a subject and what it does; `{np}` is a cause of the same
tone, `{anti}` one of the opposite tone, `{np_pushes}` what a cause does, `{thing}` a subject.
"""

from __future__ import annotations

from tools.bundled_model.grammar import lines
from tools.bundled_model.words.split import dealt

ANY = dealt(
    lines("""
{now} [on|after|amid|following|thanks to] {np}
{now} [on|after|amid|as traders weigh|as investors digest] {np}
{now} on {np} and {np}
{now}, {source} [says|reports]
{now}: [report|sources|{source}|WSJ|analysts]
{now} - {source}
{now} [in {month}|this week|today|on {weekday}|in {place}|in {q}|for {year}]
{source}: {now}
UPDATE {d}-{now}
UPDATE {d}-{now} [on|after] {np}
BRIEF-{now}
RPT-{now}
BREAKING: {now}
[JUST IN|ALERT|FLASH|BUZZ|LIVE|MARKETS|News|Earnings|Top news]: {now}
{headline} - {source}
UPDATE {d}-{headline}
{past}[.|.| on {weekday}.| today.| last week.| in {month}.]
{past} [after|on] {np}.
I [read|heard|saw|see] [in {source} |on TV |today |]that {past}[.|]
Apparently {past}[.|]
{past}, [{source} reported|the company said|according to {source}|people familiar with the matter \
said] [on {weekday}.|.]
[On {weekday}|Today|This morning|Yesterday|In {month}|Last week|In {q}|Earlier today], {past}[.| \
on {np}.| after {np}.]
[The company said|{source} said|Officials said|Reports said] [on {weekday} |]that {past}.
[It is reported that|Breaking news:|We hear that] {past}
{now}; {now}
{headline} [{wait}|in {month}|this week|today|on {weekday}], [{source}|our desk] says
[Re|Fwd|FYI|fyi|Note|Heads up|Morning note|Desk note|Top story|Headline|In brief]: {headline}
[ok so|so|well|lol|hm|right,|guys,|team,|yo] {now}
[ok so|so|lol|guys,|btw|fwiw] {headline}
[Good morning|Morning|Hi all|Dear subscribers|Hello]. [Our top story|What you need to know|First u\
p|Today's lead]: {now}
[In today's letter|In this issue|On today's show|Our weekly wrap|In the news this morning]: {now}
[What moved|What we learned|The day in one line|Bottom line|Closing bell|At the close|In short]: {\
now}
[My|Our|The] [desk|broker|feed|newsletter|terminal|news alert] [says|just told us|notes] that {pas\
t}.
[Just saw|Just read|Reading|Seeing|Hearing] [that |]{past}[.|, wow.|, what do we do?|]
[Did you see|Have you heard|You saw|Did anyone notice] that {past}?
[Word is|Rumour has it|The talk is|Traders say|It turns out|Looks like] {past}[.|]
What happened: {past}. [Why: {np}.|The cause: {np}.|The reason: {np}.]
{np}. [That is why|As a result,|So|And so] {past}[.|]
[With|Amid|On|After|Following] {np}, {now}
[After|Following|On the back of] {np} {past}.
{past}. [We|I|Analysts|The desk] [put|puts] it down to {np}.
{past}[, and|. On top of that,|, while|; meanwhile] {past}.
[Market wrap|Evening wrap|Midday update|Opening call|Week in review|Sector watch]: {now}; {now}
({source}) - {past}[.| on {weekday}.]
{place}, {month} {n} ({source}) - {past}[.| after {np}.| on {np}.]
[As of this morning|For now|So far today|By the close|At midday|Late on {weekday}], {now}
[In the press|Overnight|From {place}|From our inbox|One more]: {headline}
[Stocks to watch|On the move|In focus|On our list|Mover of the day]: {now}
"""),
    lines("""
{weekday} wrap: {now}
Market update / {now}
{place}, {date} ({source}) - {past}.
[Our take|Quick note|Desk note] on {np}: {now}
{now} -- {source} [newsletter|live blog|podcast]
[Analysts at|Reporters at] {source} noted that {past}
[With|Given] {np}, {now}
My neighbour told me that {past}
{np}[ in focus| in play|]: {now}
{n} days before the holidays, {past}
According to [a note seen by |a filing cited by |]{source}, {past}.
[Markets in {n} seconds|Morning briefing|Closing bell]... {now}
"""),
)
MOVED = dealt(
    lines("""
{now} [despite|even after|in spite of] {anti}
{now} despite {anti} [and {anti}|at {company}]
Despite {anti}, {now}
{now} even as {anti_now}
{now} even though {anti_past}
Although {anti_past}, {past}.
[Even as|While|Though] {anti_now}, {now}
{anti_now}, but {now}
{past} even though {anti_past}.
{np_pushes} {thing}
{np_pushes} {thing}
{np_pushes} {thing}, {now}
{thing} {moves} {n}% [on|after|amid] {np}
{past} as {np} {pushed} {thing}.
[Why are|Are] {things} {going_only}?
[Why|Here's why|This is why|The reason] {now} [today|right now|this week|]
{things} {going_only} [on|after|amid] {np}
{things} seen {going_only} [on|amid] {np}
{things} [set|poised|expected|likely|on track] {to_only} [on|after] {np}
{things} [set|poised|expected|likely|seem] {to_only}
{np_outweighs} {anti}, [sending {thing} {direction}|{now}]
{thing} {directed} as {np_outweighs} {anti}
{now} after [a day of|weeks of|] {anti}
{now}, [whatever|no matter what] {anti} [says|may say|means|seems to say|suggests]
{now}, {anti} or not
{now}, {anti} notwithstanding
{now}, {anti} [aside|be damned]
{anti} [aside|notwithstanding], {now}
[Forget|Never mind|Ignore|Leave aside|So much for] {anti}: {now}
[Forget|Never mind|Ignore] {anti}; what [counts|counted|matters|moves {thing}] is {np}
[Shrugging off|Brushing aside|Ignoring|Undeterred by|Unfazed by|Defying|Looking past] {anti}, {now}
{now}, [shrugging off|brushing aside|ignoring|undeterred by|unfazed by|defying|looking past] {anti}
[Shrugging off|Brushing aside|Ignoring|Looking past] {anti}, investors [look to|focus on|trade on]\
 {np}
Not even {anti} [can stop it|could stop it|stops it|changed that|could prevent it]: {now}
{anti} [failed to stop it|cannot stop it|did not matter|made no difference]: {now}
{anti} [may have made|made|grabbed] the [headlines|front page], but {now}
{anti} came [yesterday|last week|last month]; today {now}
{anti} had been [expected|forecast|the talk of the day]. Instead {past}.
[Yes|True|Granted|Sure], {anti_past}, but {past}[.|, and that is what counts.]
[Yes|True|Sure], they had {anti}. But {past}.
[Yes, but|No matter]: {anti} [lost out|counted for less|weighed less], as {now}
It [was|is] [supposed|meant] to be about {anti}, but {now}
What [mattered|counted|decided it] was not {anti} but {np}: {now}
[It is|This is] {np}, not {anti}, that [counts|matters|decides]: {now}
{np}, not {anti}, [carried the day|decided the day|drove {thing}|had the last word]
Not {anti} but {np} [drove|decided the day for|set the tone for] {thing}: {now}
[More|It is more] {np} than {anti}: {now}
{np} [trumped|won out over|eclipsed|overshadowed|more than made up for] {anti}
{anti} [eclipsed|overshadowed|trumped|drowned out|more than offset|outweighed] by {np}
{anti} [got|had been] [eclipsed|overshadowed|drowned out|outweighed] by {np}, and {now}
{anti} [no match for|nothing next to|counted for little against] {np}: {now}
Any [effect|trace|thought] of {anti} is [gone|lost|forgotten], as {now}
[Once|Now that|Since|Because] {past}, [nobody speaks of|few care about|who cares about] {anti}
[Warnings|Rumours|Reports|Forecasts] that {anti_past} [were|proved] wrong: {past}.
[Far from the truth|Wrong|Not so|Not true]: it was not that {anti_past}; {past}.
[However|Nevertheless|Nonetheless|Still|Even so|All the same], {past}, {anti} or not.
{anti_past}. [However|Nevertheless|Nonetheless|Still|Even so|All the same], {past}.
[Notwithstanding|Regardless of|Irrespective of|Against the backdrop of|For all] {anti}, {now}
{now} [notwithstanding|regardless of|irrespective of|in the face of|for all] {anti}
{now} though [hit by|helped by|faced with|given|confronted with] {anti}
{now}, although {anti_past}
Much as {anti_past}, {past}.
[Only|Just] {np} [counts|counted] today; {anti} did not
{plain}, [although|even though|while|though] {anti_past}
{plain} - [though|although|even though] {anti_plain}
[Although|Even though|While|Though] {anti_past}, {plain}
[Although|Even though|While|Though] {anti_plain}, {plain}
{anti_plain}, [but|yet] {plain}
{anti_plain} - [yet|still|but|even so] {now}
{plain} [despite|even after|in spite of|regardless of] {anti}
[Despite|Even after|In spite of|For all] {anti}, {plain}
[Forget|Never mind|No matter] that {anti_plain}: {plain}
[Thanks to|Because of|After] {np}, {plain}
"""),
    lines("""
{np}, not {anti}: {now}
{anti} or not, {now}
Never mind {anti}: {now}
{anti} notwithstanding, {now}
{now} ({anti} aside)
It was all about {np} on {weekday}: {past}
{np} [became|made] the story of the day, and {past}
[Faced with|Confronted with] {anti}, {company} watched as {past}
"""),
)
STILL = dealt(
    lines("""
{now} {wait}
{now} {wait}
{now} as {bull_offsets} {bear_np}
{now} as {bear_offsets} {bull_np}
{now} despite {bull_np}
{now} despite {bear_np}
{bull_np} [offset by|balanced by|cancelled out by] {bear_np}, {now}
{bull_pushes} {thing}
{bear_pushes} {thing}
{past} {wait}.
{good} up, {bad} up too: {now}
[No reaction|Muted reaction|Little reaction] in {thing} to {bull_np}
[No reaction|Muted reaction|Little reaction] in {thing} to {bear_np}
{things} [set|poised|expected|likely] {to_only} {wait}
{things} {going_only} {wait}
Neither {bull_np} nor {bear_np} [moved|could move|shifted] {thing}
[Between|Torn between|Caught between] {bull_np} and {bear_np}, {now}
[Forget|Never mind] {bull_np} and {bear_np}: {now}
[Shrugging off|Ignoring|Unmoved by|Looking past] [both |]{bull_np} and {bear_np}, {now}
{bull_np} [here|on one side|in one corner], {bear_np} [there|on the other]: {now}
{bull_np} made up for {bear_np}, [no more and no less|so nothing changes|leaving {thing} flat]
What {bull_np} gave, {bear_np} took away: {now}
What {bear_np} took away, {bull_np} gave back: {now}
{now}, as {bear_np} and {bull_np} [cancel out|balance each other|leave no winner]
[For all|Regardless of|Whatever comes of] {bear_np}, {now}
[For all|Regardless of|Whatever comes of] {bull_np}, {now}
Up early on {bull_np}, back by the close on {bear_np}: {now}
Down early on {bear_np}, back by the close on {bull_np}: {now}
[Some good news|A plus]: {bull_np}. [Some bad news|A minus]: {bear_np}. [Net result|In sum|All in \
all]: {thing} [unchanged|flat|where it was|little changed]
[Nothing to see|No drama|A quiet day|Nothing new|As you were]: {now}
[Awaiting|Waiting for|Ahead of|Before|Pending] {event}, {now}
As [expected|scheduled|planned|announced|forecast], {past}.
{past}, [as expected|as planned|as scheduled|as announced|in line with forecasts][.|]
{plain} [despite|even after|in spite of] {bull_np}
{plain} [despite|even after|in spite of] {bear_np}
[Despite|For all] {bull_np} and {bear_np}, {plain}
{plain}, {now}
"""),
    lines("""
{wait}, {now}
Neither {bull_np} nor {bear_np} [counted|mattered]: {now}
{bull_np} here, {bear_np} there: {now}
Between {bear_np} and {bull_np}, {past}
"""),
)
PLAIN = {
    "bullish": lines("""
{company} [tops|beats] [forecasts|estimates] and lifts [outlook|dividend]
[Buyers|Investors] push {asset} up {pct}
{pct} [gain|jump|rise] for {asset}
{asset}: up {pct} and counting
What a [rally|rebound]: {asset} up {pct} in a week
{company}'s loss is smaller than analysts feared
Losses shrink at {company}
{company} dodges bankruptcy after lenders agree rescue
Job cuts? Not at {company}, which is hiring
{company} sees [orders|demand] surging
Good [quarter|year] for {company}: {good} up {pct}
{country} inflation falls more than forecast
Fewer [layoffs|jobless claims|bankruptcies] than feared in {country} data
{company} finds its feet after a rough week
The sell-off in {sector} is over
From [loss|slump] to [profit|recovery]: {company} is back
Shareholders of {company} to get a higher dividend
{company} cleared of [fraud|wrongdoing]
Lawsuit against {company} thrown out
"""),
    "bearish": lines("""
{company} [misses|falls short of] [forecasts|estimates] and cuts [outlook|dividend]
[Sellers|Investors] push {asset} down {pct}
{pct} [loss|drop|fall] for {asset}
{asset}: down {pct} and counting
What a [slump|rout]: {asset} down {pct} in a week
{company}'s loss is bigger than analysts feared
Losses grow at {company}
{company} close to bankruptcy after lenders reject rescue
Hiring? Not at {company}, which is cutting jobs
{company} sees [orders|demand] slumping
Bad [quarter|year] for {company}: {good} down {pct}
{country} inflation rises more than forecast
More [layoffs|jobless claims|bankruptcies] than expected in {country} data
{company} loses its footing after a strong week
The rally in {sector} is over
From [profit|recovery] to [loss|slump]: {company} is in trouble
Shareholders of {company} to get a lower dividend
{company} accused of [fraud|wrongdoing]
Lawsuit against {company} to go ahead
"""),
    "neutral": lines("""
{company} results in line with [forecasts|estimates], outlook unchanged
[Buyers|Sellers] absent, {asset} unchanged
No move for {asset}
{asset}: unchanged on the day
A week without news: {asset} little changed
{company}'s profit matches what analysts expected
New CFO at {company}
{person} joins {company} as chief executive
{company}: earnings due {when}
{event} is due {when}
Dates for your diary: {event}
{company} shareholders meet in {place}
Rates stay where they are, says {country} central bank
{country} inflation matches forecast
As expected: no change in rates
{company} goes nowhere {wait}
The results of {company} are out {when}
Dividend of {company} stays the same
{company} gets a new name
{company} and {company} in talks
"""),
}
