"""What tools answer: sentences and keys of JSON objects by their kind (`@kind`), and errors."""

from __future__ import annotations

from typing import Final

from tools.bundled_model.sample import Split

SENTENCES: Final = {
    Split.TRAIN: """
@weather
It is {few} degrees and {adjective} in {place}.
{few}°C, {adjective}, wind {few} km/h
Sunny, {few} degrees.
Rain in {place} until {clock}.
The air in {place} is {adjective}, index {n}.
{place}: {few} degrees, humidity {few}%
@time
It is {clock} in {place}.
{clock}
The alarm is set for {clock}.
Reminder set for {clock}.
{few} minutes left.
@finance
{ticker} trades at {n}.{n} dollars, up {few}%.
{ticker}: {n}.{n}
{n} USD are {n}.{n} EUR.
Transferred {n} euros to {person}.
Balance: {n}.{n} dollars
The tip is {n} dollars.
@travel
Flight {flight} lands at {clock}.
Flight {flight} is delayed by {few} minutes.
The cheapest flight costs {n} dollars and leaves at {clock}.
{few} hotels in {place}, from {n} euros.
{n} kilometers, about {few} minutes by car.
Taxi arrives at {clock}, driver {first}.
The next train to {place} leaves at {clock}.
@food
Your table for {few} at {name} is booked for {clock}.
Reservation confirmed for {person}, {few} people.
{name} in {place} has {few} tables left.
{dish} takes {few} minutes.
The {dish} arrives at {clock}.
@mail
The message was sent to {first}.
Sent.
Email to {email} was sent at {clock}.
Posted to {channel}.
{few} emails from {person} about {topic}
@calendar
Event '{title}' was added for {day}.
You have {few} meetings on {day}.
No events on {day}.
{title}: {day}, {clock}
You are free at {clock}.
@task
Task '{todo}' was added.
Reminder set for {clock}.
{few} tasks are open.
Done: {todo}
@ticket
Ticket {issue} was created.
{issue}: {problem} (open, assigned to {person})
{issue} is now assigned to {person}.
{issue} was closed by {first}.
@docs
Found {few} documents, the first is {path}.
{n} results for {topic}.
The document says that {sentence}.
Note saved as {title}.
@customer
{person}, {email}, customer since {day}
{person} works at {company} in {place}.
Invoice {order} over {n} dollars was sent to {company}.
Customer {person} was created with number {n}.
@shop
Order {order} was shipped on {day} and arrives on {day}.
Order {order} is being packed.
Payment {order} was refunded.
Yes, there are {n} {noun}s left.
The parcel is in {place}.
@hr
{person} works in room {n}, phone {phone}.
{few} days off were booked for {person}.
{person} was invited as {email}.
@ops
{service} was deployed in version {version}.
{service} is running with {few} replicas.
Restarted {service} in {n} seconds.
CPU of {service}: {few}%
{few} alerts, the newest from {service}
Stopped {service}.
@code
{n} tests passed, {few} failed.
All {n} tests passed in {n} seconds.
{n} rows: {word}, {word}, {word}
Branch {word}-{word} was created from {word}.
Pull request {issue} was merged into {branch}.
@file
The file {path} has {n} lines.
Wrote {n} bytes to {path}.
Deleted {path}.
{path}, {path}, {path}
@home
The temperature in the {room} is now {few} degrees.
The light in the {room} is on.
The door of the {room} is locked.
@media
Now playing {title} by {name}.
Volume: {few}%
{title} was added to {name}.
{company} announced a new {noun} on {day}.
@search
{n} results for {topic}.
1. {topic} 2. {topic} 3. {topic}
{word} means {adjective} {noun}.
@math
{n}
{n}.{n}
The result is {n}.{n}.
@language
{sentence}
The text is in {language}.
It means: {sentence}
@tools
{word}{n}{word}
{url}
@contact
{person}, {phone}, {email}
{person} was added.
Found {few} contacts named {first}.
@health
{few} minutes were logged.
Dr. {last} can see you on {day} at {clock}.
{n} kcal
@made
Done
OK
{word}
{person}
The {noun} is {adjective}.
The {noun} of {person} is {adjective}.
{sentence}. {sentence}.
{n} {noun}s were found.
The {noun} {word} was changed on {day}.
""",
    Split.HELD_OUT: """
@weather
Outside {place} one sees {few} degrees, {adjective}.
@time
By now {place} has reached {clock}.
@finance
{ticker} closed {n} points higher.
{company} owes {n} dollars.
@travel
{n} km
As of {clock} {few} cars are on their way.
@food
We kept {few} seats under the name {person}.
@mail
Delivered to {first} around {clock}.
@calendar
Scheduled {title} ({day}, {clock}).
@task
{few} of {few} steps finished
@ticket
{issue} waits for {first}.
@docs
Nothing found on {topic}.
@customer
Contact {person} under {email}.
@shop
Your {noun} number {order} waits at {place}.
@hr
An account for {email} awaits {first}.
@ops
{service} answered after {n} ms.
Version {version} went live on {day}.
@code
{word} differs from {word} in {n} places
@file
Success: {path} saved
@home
Last seen in the {room} at {clock}.
@media
Up next: {title}
@search
Nothing found on {topic}.
@math
Result = {n}
@language
Note: {sentence}
@tools
Created {word}-{n}
@contact
Reach {first} on {phone}.
@health
Day {n}: {few} kilograms
@made
{adjective} {noun}, {adjective} {noun}
Note: {sentence}
""",
}
"""Plain observations of each kind of function; they are told as they are."""
KEYS: Final = {
    Split.TRAIN: """
@weather
temperature:few humidity:few city:place condition:adjective wind_speed:few unit:word
@time
time:clock city:place timezone:word alarm:clock minutes:few
@finance
symbol:ticker price:f change_percent:few volume:n balance:f currency:currency amount:n rate:f
@travel
distance_km:n duration_minutes:n flight:flight gate:word departure:clock arrival:clock
delay_minutes:few seats:few price:n carrier:name
@food
table:few seats:few confirmation:order rating:f restaurant:name minutes:few dish:dish
@mail
message:sentence channel:channel email:email sent_at:clock count:n id:order
@calendar
title:title date:day time:clock count:n room:room
@task
description:todo due:day count:n id:order status:adjective
@ticket
ticket_id:issue assignee:person priority:adjective summary:problem created_at:day
@docs
path:path results:n title:title summary:sentence author:name
@customer
customer:person company:company email:email phone:phone since:day id:order total:n
@shop
order_id:order status:adjective expected:day total:n quantity:n reference:order
@hr
name:person email:email days:few room:n manager:person
@ops
service:service version:version replicas:few environment:word error_count:n uptime_days:few
@code
passed:n failed:few rows:n branch:branch duration_seconds:n
@file
path:path size_bytes:n lines:n owner:person text:sentence
@home
room:room level:n temperature:few status:adjective
@media
song:title artist:name volume:n headline:sentence
@search
results:n title:topic url:url word:word
@math
result:n value:f
@language
language:language text:sentence score:f
@tools
result:word url:url length:n
@contact
name:person phone:phone email:email
@health
minutes:few calories:n date:day time:clock
@made
status:adjective id:order name:name user:first result:n location:place created_at:day
count:n title:title score:f description:topic
""",
    Split.HELD_OUT: """
@weather
altitude_m:n region:place outlook:adjective
@time
opening_time:clock step:few
@finance
fee:f paid_on:day
@travel
last_station:place floor:few street:name
@food
menu:topic capacity:n
@mail
sender:person mailbox:email
@calendar
due_on:day remark:sentence
@task
step:few due_on:day
@ticket
author:first remark:sentence
@docs
folder:path headline:topic
@customer
street:name paid_on:day
@shop
tracking_code:order quantity_left:n
@hr
floor:few mailbox:email
@ops
build:version latency_ms:n
@code
build:version step:few
@file
folder:path capacity:n
@home
floor:few outlook:adjective
@media
headline:topic author:first
@search
headline:topic remark:sentence
@math
quotient:f step:few
@language
remark:sentence
@tools
build:version
@contact
street:name mailbox:email
@health
weight_kg:f due_on:day
@made
altitude_m:n fee:f region:place outlook:adjective remark:sentence weight_kg:f
""",
}
"""Keys of objects and the kinds of their values: n an integer, few a small one, f a number."""
ERRORS: Final = {
    Split.TRAIN: """
        city not found
        {place} is unknown
        unknown city: {place}
        timeout after {n} seconds
        The service {service} does not exist.
        no such file: {path}
        permission denied
        permission denied for {person}
        rate limit exceeded, try again in {few} minutes
        invalid date: {word}
        connection refused
        order {order} was not found
        ticket {issue} does not exist
        no account for {email}
        symbol {ticker} is unknown
        internal server error
        HTTP {n}
        missing argument: {word}
        {word} must be a number
        payment declined
        the {noun} is {adjective}
        could not reach {service}
        no table left at {clock}
        no seats on flight {flight}
        quota exceeded
        syntax error near '{word}'
        user {first} is not allowed to do this
        invalid API key
        channel {channel} is archived
        Not enough money on the account.
        the database is locked
    """,
    Split.HELD_OUT: """
        {word} is out of order
        nobody called {person} is known here
        expired token
        the request took longer than {n} ms
        disk full on {service}
        bad gateway
        {noun} unavailable until {clock}
        {path} cannot be opened
        service under maintenance, come back on {day}
        too many {noun}s
    """,
}
"""What went wrong."""
