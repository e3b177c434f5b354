"""How headlines and sentences on markets are built; the two splits share no frame.

`{now}` and `{past}` are a subject and what it does; `{np}` is a cause of the same
tone, `{anti}` one of the opposite tone, `{np_pushes}` what a cause does, `{thing}` a subject.
"""

from __future__ import annotations

from tools.bundled_model.grammar import lines
from tools.bundled_model.sample import Split

ANY = {
    Split.TRAIN: lines("""
{now}
{now}
{now}
{now}
{now}
{now}
{now}
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
{headline}
{headline}
{headline}
{headline}
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
"""),
    Split.HELD_OUT: lines("""
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
{held}
{held}
{held}
"""),
}
MOVED = {
    Split.TRAIN: lines("""
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
"""),
    Split.HELD_OUT: lines("""
{np}, not {anti}: {now}
{anti} or not, {now}
Never mind {anti}: {now}
{anti} notwithstanding, {now}
{now} ({anti} aside)
It was all about {np} on {weekday}: {past}
{np} [became|made] the story of the day, and {past}
[Faced with|Confronted with] {anti}, {company} watched as {past}
"""),
}
STILL = {
    Split.TRAIN: lines("""
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
"""),
    Split.HELD_OUT: lines("""
{wait}, {now}
Neither {bull_np} nor {bear_np} [counted|mattered]: {now}
{bull_np} here, {bear_np} there: {now}
Between {bear_np} and {bull_np}, {past}
"""),
}
HELD = {
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
