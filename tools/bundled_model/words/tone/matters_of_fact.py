"""Plain statements that take no side: what firms are, own, sign, plan and say, and who speaks."""

from __future__ import annotations

from tools.bundled_model.grammar import lines

NEUTRAL = lines("""
{company} is headquartered in {place} and employs {n00} people
{company} operates {n} plants in {country} regions
{company} has {n} divisions, among them the {unit}
the group consists of {company} and {n} subsidiaries
the financial terms of the agreement between {company} and {company} were not disclosed
the {unit} will be part of {company}'s [{place} |]segment from {month}
{company}'s fiscal year ends in {month}
delivery of the {product}s to {company} is scheduled for {month}
the agreement between {company} and {company} covers [supply|maintenance|training] in {place}
{company} supplies {company} with {goods}
{company} and {company} have [worked together|been partners] since {year}
{company} uses {company} software in its {unit}
{company} signs [letter of intent|memorandum of understanding] with {company}
{company} signs {n}-year lease for [office|warehouse|shop] in {place}
construction of {company} [office|visitor centre] in {place} to be completed by {year}, as planned
the board of {company} will propose [unchanged|regular|usual] dividend of {cents}
the board of {company} consists of {n} members
{company}'s board has authorised {office} {person} to sign accounts
{company} convenes its shareholders {when}
{company} holds {pct} of [shares|votes] in {company}, filing shows
holdings of {person} in {company} at {pct} [of votes|after transfer within family]
{company} transfers {n00} own shares to staff under incentive plan
the number of votes in {company} is {n00},000
{company} shares trade under new code from {date}
{company} publishes its interim report {when}
{company} issues report on pay of [directors|executives]
{company} sums up year {year} in brochure
{company} was advised by {company} on the {unit} deal
{company} makes [{person}|{office}] available for interviews {when}
{company}'s {product} is available in {n} countries
{company} describes how its {product} is made
{company} [asks customers for feedback on|shows new colours of|explains functions of] {product}
{company} puts {product} manual online
{company} moves {product} production from [one hall|one shift] to another, volume unchanged
{company} to combine {product} and {product} teams, all staff stay
{company} appoints {broker} as corporate broker
{company} [engages|retains|hires] advisers for [routine |]review of {unit}
{company} starts consultation with staff on working hours
{company} and unions [set dates for|begin|prepare] pay talks
{company} [considers|may consider|does not rule out] [listing|partner|sale] for {unit} at some point
{company} might [sell|keep] {unit}, has not decided
{company} weighs [one site against another|{place} against {place}] for new office
{company} [mulls|drafts|prepares] reply to {regulator}
{company} gives evidence to {country} parliament {when}
{company} joins talks on [industry standards|common rules|technical norms]
{regulator} [opened consultation on|sought views on|published minutes on] {sector}
{regulator} set timetable for [hearing|review|decision] on {company}
{regulator} to publish decision on {company} {when}
{regulator} moved to new building in {place}
{country} [ministers|lawmakers] to [discuss|vote on|debate] {sector} rules {when}
{country} prime minister [meets|receives|calls] {company} {office}
{country} government to present budget {when}
{country} election set for {date}
{country} central bank governor [to speak|speaks|gives lecture] in {place} {when}
{country} central bank: [risks balanced|policy appropriate|decisions meeting by meeting]
{country} central bank surveys {n00} firms on {boon}
central bankers [meet|gather] in {place} {when}
minutes of {country} central bank: [members agreed to wait|no new guidance|range of views]
[Fed|ECB|BoE|BOJ] [leaves|keeps|holds] [rates|policy|guidance] [as is|where they were|unchanged]
[Fed|ECB|BoE|BOJ] decision {when}: no change [seen|forecast|priced in]
no [change|move|action] by {country} central bank, as all economists had forecast
OPEC leaves [quotas|output|policy] [as is|unchanged], [as expected|as traders had forecast]
IMF team [visits|arrives in] {place} for [regular|annual] [review|consultation]
[G20|EU|trade] ministers [end|open] meeting [with joint statement|without decisions|in {place}]
[statisticians|economists] explain how {country} {ill} is measured
{country} {boon} [for {month}|] to be published {when}
{country} {boon} revised from {pct} to {pct}, [trend|picture] unchanged
{country} population census [begins|takes place] {when}
{goods} [futures|contracts] roll over to {month} delivery
{goods} exchange in {place} changes [contract size|delivery rules|trading hours]
{goods} traders meet in {place} {when}
[bitcoin|ether] network upgrade [scheduled for|takes place] {date}
[crypto|bitcoin] conference opens in {place} {when}
{country} lawmakers hold hearing on [crypto|stablecoins|digital currency] {when}
[new banknotes|new coins] in {place} from {date}
{broker} publishes [outlook for|survey of|handbook on] {sector}
{broker} moves {sector} [coverage|analysts] to {place}
{broker} has [hold|neutral|equal-weight] rating on {company}, target unchanged
{broker} [expected|saw] {company} [to trade in line with market|to move with peers]
{broker} updated model for {company}, [no change to|same] rating and target
[rating|outlook] of {company} confirmed by {broker}
{company} removed from [review|watch], rating confirmed
{company} and {company}: [same sector, different models|a side-by-side look|two histories]
[ten|five|three] charts on {sector} since {year}
a short history of [{company}|the {country} exchange|{goods} trade]
the [people|numbers|buildings] behind {company}
the week in [pictures|numbers|quotes]: {company}, {event}, {place}
today's [quote|number|question]: how many {product}s does {company} make?
tell us: do you own {sector}?
poll: do you follow {event}?
[take|join] our {event} quiz
live [blog|updates|coverage]: {event}
follow {event} live {when}
here is when {company} reports
{company} {q} results: how to watch
everything on {event}: [dates|time|participants|agenda]
[programme|agenda|speakers] of {company} investor day
[full text|transcript|replay]: {person} of {company} at {place} conference
{person} of {company}: "we [will see|take it step by step|comment when we have decided]"
{company} boss: "[no comment|too early to say|we stick to our plan|nothing has changed]"
"we neither expect growth nor decline," says {person} of {company}
"nothing has changed since {month}," {company} says
{person}, {n}0, has worked at {company} since {year}
{person} leaves {company} board at end of term, as planned
{person} to retire from {company} in {year}, {person} to follow
former {company} {office} {person} [writes memoirs|teaches in {place}|turns {n}0]
[I am|we are] [waiting for|undecided until|holding our shares until] {event}
[I|we] hold {asset}, no plans to [sell or buy|change that]
anyone know when {company} reports?
what do you think of {company}?
{company} anyone?
which broker do you use for {sector}?
[at|on] [{company}|{asset}], nothing new
{asset} where it was [a week|a month|a year] ago
{asset} [within|inside] its usual range
{asset} at {level}, [same as|just as|as] [yesterday|last week|a month ago]
[prices|rates|quotes] of {asset} at noon
{index} [close|opening level|fixing]: {lots} points, unchanged
{company} moves up a letter in ticker list after name change
thin [news|calendar|volume] [today|on {weekday}], {asset} [flat|unchanged]
[holiday|half-day] trading: {asset} [flat|unchanged|little changed]
""")
