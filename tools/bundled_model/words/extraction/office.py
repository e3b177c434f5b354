"""Meetings, letters, tasks and hirings."""

SENTENCES = """
@meeting
[Let's meet|Meet me|We meet|Can we meet|Shall we meet] [on {meeting_date}|on {meeting_date} at \
{time}|at {time} on {meeting_date}] [at|in] {venue:place}.
[Meeting|Call|Lunch|Coffee] with {attendee} [on {meeting_date}|on {meeting_date} at {time}][ in \
{room}|][ about {subject}|].
[I have|There is|You have] [a meeting|a call|an appointment] with {contact} [of|from] {company} \
on {meeting_date}[ at {time}|][ in {city}|].
The meeting [about {subject} |]with {attendee} [was moved|has been moved|is moved] from \
{old_date} to {new_date}[ at {time}|].
[Please move|Can you move|Could we shift] the meeting with {attendee} from {old_date} to \
{new_date}[?|, same room, {room}.]
{host} invited {attendee} to the {event} on {event_date}[ at {venue}|].
[Invite|Please invite] {attendee} to the {event} on {event_date}[ at {time}|][; it is in {room}|].
{host} has invited {attendee} to meet [in {city}|at {venue}|in {room}] on \
{meeting_date}[ to discuss {subject}|].
The {department} team meets in {room} at {time}[ on {meeting_date}|][; {host} chairs|].
[Book|Reserve|Please book] {room} for {guests} people on {meeting_date}[ from {start_time} to \
{end_time}|].
Reminder: [{subject}|the {event}] [is due|is] on {date} at {time}[, {room}|].
The {event} [starts|begins] at {start_time} and ends at {end_time}[ in {venue:room}|][ on \
{event_date}|].
Can you call {contact} [at|on] {phone}[ before {deadline}|][ about {subject}|]?
[Call|Ring|Please call] {contact} [back on {phone}|at {phone}|on {phone}][ on {date}|].
{contact}[ of {company}|] can be reached at {phone} or {email}.
[You can reach|Contact|Write to] {contact} at {email}[ or {phone}|].
My name is {person}[, I work for {company}|] and my email is {email}[; my number is {phone}|].
{person} from {company} called [about {subject}|on {date}|at {time}]; [call back|the number is] \
{phone}.
{person}, {role}, {company}, {email}, {phone}
{person} [lives at|moved to|can be found at] {address}[; phone {phone}|][; mail {email}|].
Name: {person}. Email: {email}. [Phone: {phone}.|City: {city}.|]
Visit {url} or [write to|mail] {email}[ for details|][; {contact} will help you|].
{company} has its office at {address}[ and is open from {opening_time} to {closing_time}|].
@mail
From: {sender}. To: {recipient}. Subject: {subject}.[ Date: {date}.|]
{sender} [wrote|sent an email|emailed|wrote a letter] to {recipient}[ on {date}|] about {subject}.
{recipient} [got|received] [a letter|a message|an email] from {sender}[ on {date}|][ about \
{subject}|].
Dear {recipient}, [thank you for your letter|I am writing about {subject}|please find the file \
attached][. Regards, {sender}|].
Hi {recipient}, [can you send|please send] the report to {contact}[ at {email}|] by {deadline}? \
[Thanks|Cheers|Best], {sender}
Hello {recipient}, {sender} here[ from {company}|]. [I will be|I'll be] in {city} on {date}.
[Forward|Please forward|Send] this to {recipient}[ at {email}|] before {deadline}.
@task
{assignee} [has to|must|should|will] [finish|send|prepare|deliver] the report [by|before] \
{deadline}[ and give it to {manager}|].
[Assign|Give] [this task|ticket {case}] to {assignee}[; it is due {deadline}|].
{manager} asked {assignee} to [prepare the slides|check the numbers|call the client] by \
{deadline}.
{assignee} is working on {work} [until {end_date}|with a budget of {budget}|for {client}].
{work} [starts|kicks off] on {start_date}, ends on {end_date} and has a budget of {budget}.
The deadline for {subject} is {deadline}[; {assignee} is responsible|].
The application [must be in|has to be submitted] by {deadline}[; the fee is {fee}|].
{reporter} opened ticket {case}[ on {date}|] because [the printer is down|the login fails|the \
page is slow].
@hiring
{company} [hired|has hired|appointed|named|is hiring] {hire} as {role}[, effective \
{effective_date}|][, starting {start_date}|].
{hire} [joins|joined|is joining|will join] {company} as {role}[ on {start_date}|][ from \
{former_employer}|].
{hire} [leaves|left|quit] {former_employer} to [become|be] {role} at {employer}[ on \
{start_date}|].
{successor} [replaces|succeeds|takes over from|will succeed] {predecessor} as {role} [of|at] \
{company}[ on {effective_date}|].
{predecessor} [steps down|resigned|retires] as {role} of {company} on {date}[; {successor} takes \
over|].
{company}'s {role} {person} [resigned|stepped down|left][ on {date}|].
{person}, {role} of {company}, [said|told reporters|announced] on {date} that {jobs} jobs will go.
{employee} was promoted from {old_role} to {role}[ on {effective_date}|][ in {department}|].
{employee} [moves|was moved|transfers] from {old_base} to {new_base}[ on {effective_date}|].
{employee} in {department} [reports to|works for] {manager}[ since {start_date}|].
We offer {candidate} the job of {role}[ at {company}|] with a salary of {salary}[, starting \
{start_date}|].
{candidate} [applied|has applied] for the position of {role} [at {company}|in {city}][ on \
{date}|].
{interviewer} [interviews|will interview|talks to] {candidate} for the {role} job on \
{meeting_date}[ at {time}|].
[We are looking|{company} is looking] for [a|an] {role} in {city}[, salary {salary}|][. Apply to \
{email} by {deadline}|].
Job: {role}. [Place|Location]: {city}. [Pay|Salary]: {salary}.[ Company: {company}.|]
{employee} earns {salary} as {role} at {employer}.
{employee} [will be away|is on leave|is on holiday] from {start_date} to {end_date}[; \
{successor} stands in|].
[I'd like to take|I want to take|Please approve] [leave|holidays|time off] from {start_date} \
until {end_date}[. {employee}|].
{person} has worked at {employer} as {role} since {start_date:year}[ and lives in {home}|].
{person}, {age}, works as {role} [for {employer}|in {city}].
{person} speaks {language} and works in {department}[ at {company}|].
{introducer} recommended {candidate} for the {role} position.
{employee} handed in [a receipt|an expense claim] of {money} for {item:hotel}[ on {date}|].
@contract
{client}, as the customer, and {vendor} signed [a contract|an agreement] on {date}[; it runs for \
{duration}|][ and is worth {money}|].
The contract with {vendor} [runs|lasts] from {start_date} to {end_date}[ and costs {fee} a year|].
[The notice period|Notice] is {duration}; [cancel|the contract must be cancelled] by {deadline}.
{company} [buys|leases] {quantity} {item:good} from {vendor} for {duration}.
@school
{teacher} teaches {subject:language} to {student} at {school}[ on {date}|].
{student} [studies|enrolled] at {school} in {city}[ since {start_date:year}|].
{student} passed the {language} exam on {date}[ with {percent}|].
The course [by|of] {teacher} starts on {start_date}[ and costs {fee}|][. Register at {url}|].
"""
