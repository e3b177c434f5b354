"""Sentences about two or three people in courts, wards, teams, families, offices and on stages."""

SENTENCES = """
@court
{plaintiff} [sued|is suing|took to court] {defendant} over {subject}[; the hearing is on \
{hearing_date}|].
{defendant}, sued by {plaintiff}, [denies|rejects] every claim[; {judge} will hear the case on \
{hearing_date}|].
Judge {judge:full_name} ruled for {plaintiff} and ordered {defendant} to pay {money:large_money}.
{plaintiff} v {defendant}, case {case}[, hearing {hearing_date}|][, {city}|]
In the case of {plaintiff} against {defendant}, judgment [is due|comes] on {verdict_date}.
For the plaintiff, {plaintiff}: {lawyer:full_name}. [Judge|Presiding judge]: {judge:full_name}. \
Next hearing {hearing_date}.
{lawyer}, who [defends|represents] {defendant}, asked for more time[; the trial opens on \
{hearing_date}|].
Defended by {lawyer}, {defendant} was [cleared|found guilty] on {verdict_date:calendar}[ in \
{city}|].
{defendant:company} must pay {plaintiff:company} {money:large_money}, a court in {city} \
[ruled|decided] on {verdict_date:calendar}.
{law_firm} acts for {plaintiff:company} in its lawsuit against {defendant:company}[, filed on \
{filing_date}|].
{defendant}, {age}, was sentenced to {sentence} in prison[ by {judge}|][ on \
{verdict_date:calendar}|].
A sentence of {sentence} for {defendant}: [that is what|so] {judge} decided in {city}.
{witness} told the court that {defendant} [was at home|left the bar|drove the car] at {time}.
Asked by {lawyer}, witness {witness:full_name} [could not remember|named] the colour of the car.
According to witness {witness:full_name}, the {item} was stolen from {victim} at {time}[ in \
{city}|].
Inspector {officer:full_name} arrested {defendant} in {city} on {date:calendar}.
{victim} was robbed of {money:price} near {venue}; Officer {officer:last_name} asks witnesses to \
call {phone}.
Was {defendant} seen by {witness} in {city} on {date:calendar}? [So says the file.|Yes, says \
Detective {officer:full_name}.]
{heir} inherits the {item} of {deceased}, who died on {death_date}.
In the will of {deceased}, {heir} is left {money:estate}[; {lawyer} has the papers|].
The late {deceased:full_name} left the house at {address} to {heir}[; the notary is \
{notary:full_name}|].
{guarantor} stands surety for {borrower}[, who took out {loan} at {bank}|].
Borrower {borrower:full_name}, guarantor {guarantor:full_name}, loan {loan}[, signed \
{signing_date}|]
[Signed|Sealed] on {signing_date} before notary {notary:full_name}: {seller:full_name} sells, \
{buyer:full_name} buys.
{tenant} was taken to court by {landlord} for {money:rent} in unpaid rent[; hearing \
{hearing_date}|].
Claim {case}: {plaintiff} wants {claimed} from {defendant}[ for the damage of {loss_date}|].
The parties, {plaintiff} (claimant) and {defendant} (respondent), settled for {payout}[ on {date}|].
Out of court, {defendant} paid {plaintiff} {payout}[, {lawyer} confirmed|].
@care
Surgeon {surgeon:full_name} operated on {patient}; nurse {nurse:full_name} assisted.
{patient} was admitted on {admission_date} and goes home on {discharge_date}.
Admitted {admission_date}, discharged {discharge_date}: {patient}[, ward sister {nurse:full_name}|]
{nurse} looks after {patient} [today|at night], {doctor} comes at {time}.
{doctor} referred {patient} to {surgeon} for an operation[ on {date}|].
The operation on {patient} will be done by {surgeon}, not by {doctor}[, on {date}|].
{patient}, {age}, last seen {last_visit}, next check-up {next_visit}[, {doctor}|]
Last visit {last_visit}; next visit {next_visit}. [Patient: {patient}.|Doctor: {doctor}.]
{doctor} last saw {patient} on {last_visit} and wants to see [her|him] again on {next_visit}.
Blood taken on {sample_date}, results on {result_date}[: {patient}|].
Results for {patient} [will be|should be] ready on {result_date}; the sample was taken on \
{sample_date}[ by {nurse}|].
Vet {vet:full_name} [vaccinated|treated|saw] {pet}, owned by {customer}, on {date:calendar}.
{pet} belongs to {customer:full_name} and is [treated|seen] by {vet:full_name}[; next visit \
{next_visit}|].
{vet}: please bring {pet} in on {next_visit}[ at {time}|]. The owner, {customer}, has been told.
In an emergency call {relative}, the [wife|brother|sister] of {patient}, on {phone}.
{relative} brought {patient} in at {time}; {nurse} took the details.
Nurse {nurse:last_name} gave {patient} the tablets at {time}, as {doctor} had ordered.
{mother} gave birth to {child} on {birth_date:calendar}[; {father} was there|][; midwife \
{midwife:full_name}|].
Mother {mother:full_name}, father {father:full_name}, child {child:first_name}, born \
{birth_date:calendar}
{child}, son of {father} and his wife {mother}, was born in {birthplace} on {birth_date:calendar}.
{patient} complained of {subject} to {doctor}[, who ordered tests for {next_visit}|].
Caller {caller:full_name} says {patient} [fell|fainted] at {venue} at {time}.
@family
{bride} and her husband {groom} were married on {wedding_date:calendar}[ in {city}|].
{bride} (bride), {groom} (groom), {wedding_date}, {venue}
The groom, {groom}, met {bride}, his bride, in {city}[; they marry on {wedding_date}|].
{mother} took {child} to {venue} while {father} [stayed at home|was in {city}].
{child} is the daughter of {mother} and lives with {father} in {home}.
{father}'s son {child} [turned|is] {age}[; {mother} baked the cake|].
My mother {mother:full_name} was born in {birthplace}, my father {father:full_name} [in {home}|on \
{birth_date:calendar}].
{deceased}, born {birth_date:calendar}, died {death_date}[ in {death_place}|].
Born on {birth_date:calendar} in {birthplace}, died on {death_date} in {death_place}: {person}.
{birthplace} {birth_date:calendar} - {death_place} {death_date}: {author}, [poet|painter|singer]
{neighbour} has the parcel for {recipient}; the driver, {driver}, left it there at {time}.
Nobody home at {time}, parcel left with neighbour {neighbour:full_name} - {carrier}
{neighbour} feeds {pet} until {end_date}; {person} is in {city}.
Aunt {sender:first_name} sent {recipient:first_name} {money:price} and the {gift}.
For {recipient} from {sender}: the {gift}[, with love|][, {date}|].
{recipient} unwrapped the {gift} from {sender} and thanked {person}.
{mentee} is [looked after|mentored] by {mentor}[ in {department}|][ until {end_date}|].
Mentor: {mentor}. Mentee: {mentee}. [First talk: {meeting_date}.|Department: {department}.]
@work
{requester} asked for {quantity} {item}; {approver} [approved|signed off] the request on \
{approval_date}.
Requested by {requester}, approved by {approver}[ on {approval_date}|][: {price}|].
Approver: {approver} / requester: {requester} / amount: {price}
{manager}, could you approve the {price} that {requester} wants to spend on the {item}?
{employee} filed the travel claim on {filing_date}; {manager} has not approved it yet[: {price}|].
{deputy} stands in for {employee}[, who is off sick until {end_date}|].
While {employee} is on leave until {end_date}, her deputy is {deputy}[, {phone}|].
{moderator} chaired the meeting and {minute_taker} took the minutes[; next meeting {meeting_date}|].
Chair: {moderator}. Minutes: {minute_taker}. [Next meeting: {next_visit:date}.|Room: {room}.]
Proposed by {proposer}, seconded by {seconder}: [a new roof|a higher fee|a summer fair][, carried \
on {vote_date:calendar}|].
{seconder} seconded the motion of {proposer} to spend {money} on the {item}.
{caller} called and wanted to talk to {callee} about {subject}; [please call back|the number is] \
{phone}.
{callee} was out, so I took the call from {caller}[ at {time}|][: {phone}|].
Missed call for {callee}: {caller}, {phone}[, {time}|]
{inspector} inspected the site and told {manager} to [fix the stairs|replace the lamps] by \
{deadline}.
The boiler was checked by {inspector}; the caretaker, {assignee}, has to replace the {item} by \
{deadline}.
{author} wrote the report, {editor} [corrected|edited] it, and {manager} [wants|gets] it by \
{deadline}.
{editor} is the editor of {work}; {translator} translated it from {language}.
{employee} gave notice on {notice_date}; the last day is {end_date}[ and {successor} takes the \
desk|].
Notice given {notice_date}, last day {end_date}[: {employee}, {department}|]
Ask {assignee}, not {manager}: [he|she] has the keys to {room}[ until {time}|].
{manager} gave {assignee} the job that {predecessor} had [left|dropped][, due {deadline}|].
The idea came from {proposer}, {assignee} built it, {manager} [paid|took the credit].
{recipient} (cc {copied}): {sender} will be at {company} on {date}.
Signed {sender}, in the absence of {manager}[, {date}|].
{interviewer} talked to {candidate} on {interview_date:calendar}; the decision comes on \
{decision_date}.
Interview {interview_date}, decision {decision_date}[, {candidate}|][, {role}|]
{agency} put {candidate} forward for {role} at {company}[ and gets {commission}|].
{company} found {hire} through {agency}[; probation is {probation}|].
Probation: {probation}. Notice: {notice_period}. [Start: {start_date}.|Salary: {salary}.|Manager: \
{manager}.]
The notice period of {employee} is {notice_period} after a probation of {probation}.
{candidate}, recommended by {introducer}, was [grilled|interviewed] by {interviewer} and hired by \
{manager}.
@sport
{winner} beat {opponent} in {duration}[ at {venue}|][ on {date:calendar}|].
{opponent} lost to {winner} in the final of the {event}[ in {city}|].
Beaten by {winner}, {opponent} [left the court|went home] without a word[ on {date:calendar}|].
Coach {teacher:last_name} sent on {scorer:full_name}, who [scored at once|scored the winner].
1. {winner} 2. {runner_up} 3. {third_place}
First {winner}, second {runner_up}, third {third_place}[, {event}, {city}|].
{runner_up} came second behind {winner} at the {event}[; {third_place} was third|].
Gold for {winner}, silver for {runner_up}[, bronze for {third_place}|][: {event}, {date:calendar}|].
Second place and {prize} went to {runner_up}; the winner was {winner}.
{winner} crossed the line after {winning_time}, ahead of {runner_up} and {third_place}.
With {winning_time}, {winner} broke the {old_record} record of {predecessor}.
Captain {captain:full_name} missed the match; {deputy} led the team[ in {city}|].
{scorer} scored after a pass from {person}[; kick-off was at {kickoff}|].
Off: {predecessor}. On: {successor}. [Coach: {teacher}.|Kick-off: {kickoff}.]
{successor} came on for {predecessor}, who had hurt a knee[ in {city}|].
Kick-off {kickoff}, doors {opening_time}[, {venue}|][, {event_date}|]
Skipper {captain:full_name} sailed from {origin} to {destination} in {duration}.
Under Captain {captain:last_name} the ship left {origin} on {departure_date:calendar} and made \
{destination} in {duration}.
Referee {referee:full_name} sent off {player} after a foul on {victim}.
@stage
{director} directs, {actor} plays the lead[, {work} opens on {release_date}|].
{work}: directed by {director}, starring {actor}, music by {composer}[, out {release_date}|]
Starring {actor} and directed by {director}, {work} [opens|comes to cinemas] on {release_date}.
Music {composer}, words {author}, sung by {singer}[: {work}|]
{singer} sings {work}, a song by {composer}[, released by {label}|].
{composer} wrote {work} for {singer}[ in {date:year}|].
{label} releases {work} by {singer} on {release_date}[; tickets for the show cost {price}|].
{studio} made {work} with {actor}; {director} was [behind the camera|in charge].
A film by {director} with {actor} - {work}, {venue}, {time}
{work}, developed by {developer} and published by {publisher}, is out on {release_date}[ for \
{price}|].
{developer} makes {work}, {publisher} sells it[ for {price}|].
Written by {author}, edited by {editor}, published by {publisher}: {work}.
{translator} translated {work} by {author} into {language_to}[ for {publisher}|].
{artist}'s painting was sold by {seller} to {buyer} for {price:estate}.
{buyer} owns a portrait of {person} painted by {artist}[ in {date:year}|].
The [statue|mural] in {city} is by {artist}; {donor} paid for it[, {money}|].
Chef {chef:full_name} cooks, {host} pours the wine: {event_date}, {venue}.
{host} talks to {author} about {work}[ on {date} at {time}|].
On guitar {artist:full_name}, vocals {singer:full_name}, tonight at {venue}
{singer} cancelled in {city}; {deputy} stepped in at {time}.
@politics
{winner} defeated {opponent} and is the new mayor of {city}[, from {effective_date}|].
Mayor {mayor:full_name} opened the bridge with {politician}[ on {date:calendar}|].
President {president:full_name} plans to meet {person} in {city} on {date}.
Senator {politician:last_name} called on {country} to [cut taxes|open the border] by {deadline}.
{mayor}, the mayor of {city}, gave {winner} the [medal|key of the town] on {date:calendar}.
{predecessor} [resigned|stepped down] as mayor of {city}; {successor} will serve until {end_date}.
{opponent} conceded to {winner} at {time}.
Minister {politician:full_name} flies from {origin} to {destination} on {date} to meet {person}.
The bill, put forward by {proposer}, was [signed|vetoed] by {approver} on {approval_date}.
"I will not stand again," {mayor} told {interviewer} in {city}.
King {host:first_name} received {attendee:full_name} at {venue} on {date:calendar}.
@house
{agent} showed {buyer} round the house at {address} that {seller} is selling[ for {asking_price}|].
Agent: {agent}. Seller: {seller}. [Price: {asking_price}.|Viewing: {date}, {time}.]
{previous_owner} sold the {item} to {new_owner}[ in {city}|][ for {price}|].
The {item} used to be {previous_owner}'s; since {date:calendar} it has been {new_owner}'s.
{new_owner} is the new owner of {address}; {previous_owner} has moved to {city}.
Previous owner {previous_owner}, now {new_owner}[, plate {plate}|].
{landlord} let the shop to {tenant}, who sublet it to {subtenant}[ for {rent}|].
Keys: {tenant} gives them back to {landlord} on {end_date}[ at {time}|].
@research
{researcher} and her team at {school} [studied|followed] {participants} people for {duration}.
Led by {researcher}, the study was paid for by {sponsor}[ and ran for {duration}|].
{researcher} published the finding on {date:calendar}; {analyst}, who was not involved, called it \
[weak|striking].
Reviewer {reviewer:full_name} accepted the paper by {author:full_name} on {approval_date}[; it \
was submitted on {filing_date}|].
Submitted {filing_date}, accepted {approval_date}[; author {author}|][; editor {editor}|]
{student} writes a thesis on {subject} with {teacher}; {inspector} is the second examiner.
{inspector} examined {student} in {language}, {teacher} [took notes|listened][, score {score}|].
@school
Teacher {teacher:last_name} wrote to {mother}, the mother of {student}, about {subject}.
{student} sits the exam on {exam_date}; registration closes on {registration_deadline}.
Register by {registration_deadline}, exam on {exam_date}[, {language}|][, {school}|]
Exam {exam_date}, results {result_date}[, {student}|]
{father} will fetch {student} at {pickup_time}, [not|and not] {mother}.
{student} scored {score}; {pass_rate} of the class passed[, says {teacher}|].
Headmaster {headteacher:full_name} thanked {donor} for the {gift}.
Substitute for {teacher} on {date}: {deputy}[, {room}|]
"""
