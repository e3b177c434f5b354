"""What tools answer: sentences, keys of JSON objects, errors."""

from __future__ import annotations

from typing import Final

from tools.bundled_model.sample import Split

SENTENCES: Final = {
    Split.TRAIN: """
        It is {n} degrees and {adjective} in {place}.
        {n}°C, {adjective}, wind {n} km/h
        Sunny, {n} degrees.
        Rain in {place} until {clock}.
        The message was sent to {first}.
        Sent.
        Done
        OK
        Email to {email} was sent at {clock}.
        {ticker} trades at {n}.{n} dollars, up {n}%.
        {ticker}: {n}.{n}
        {n} USD are {n}.{n} EUR.
        Order {order} was shipped on {day} and arrives on {day}.
        Order {order} is being packed.
        Your table for {n} at {name} is booked for {clock}.
        Reservation confirmed for {person}, {n} people.
        Ticket {issue} was created.
        {issue}: {problem} (open, assigned to {person})
        {issue} is now assigned to {person}.
        Event '{title}' was added for {day}.
        You have {n} meetings on {day}.
        No events on {day}.
        Reminder set for {clock}.
        {n} results for {topic}.
        Found {n} documents, the first is {path}.
        Flight {flight} lands at {clock}.
        Flight {flight} is delayed by {n} minutes.
        The cheapest flight costs {n} dollars and leaves at {clock}.
        {n} hotels in {place}, from {n} euros.
        {service} was deployed to {adjective} servers in version {version}.
        {service} is running with {n} replicas.
        Restarted {service} in {n} seconds.
        {n} tests passed, {n} failed.
        All {n} tests passed in {n} seconds.
        {n} rows: {word}, {word}, {word}
        The file {path} has {n} lines.
        Wrote {n} bytes to {path}.
        {sentence}
        {sentence}. {sentence}.
        The {noun} is {adjective}.
        The {noun} of {person} is {adjective}.
        {person} works at {company} in {place}.
        {person}, {email}, customer since {day}
        The temperature in the {room} is now {n} degrees.
        Now playing {title} by {name}.
        {n}
        {n}.{n}
        {word}
        {person}
        {clock}
        {n} kilometers, about {n} minutes by car.
        The light in the {room} is on.
        Invoice {order} over {n} dollars was sent to {company}.
        Payment {order} was refunded.
        {company} announced a new {noun} on {day}.
        1. {topic} 2. {topic} 3. {topic}
        {word} means {adjective} {noun}.
        Branch {word}-{word} was created from {word}.
        CPU of {service}: {n}%
        Transferred {n} euros to {person}.
        Balance: {n}.{n} dollars
        Yes, there are {n} {noun}s left.
        Taxi arrives at {clock}, driver {first}.
    """,
    Split.HELD_OUT: """
        Outside {place} one sees {n} degrees, {adjective}.
        Delivered to {first} around {clock}.
        We kept {n} seats under the name {person}.
        Your {noun} number {order} waits at {place}.
        {ticker} closed {n} points higher.
        Nothing found on {topic}.
        Success: {path} saved
        {service} answered after {n} ms.
        As of {clock} {n} {noun}s are on their way.
        Scheduled {title} ({day}, {clock}).
        Contact {person} under {email}.
        {company} owes {n} dollars.
        {adjective} {noun}, {adjective} {noun}
        Version {version} went live on {day}.
        {n} of {n} steps finished
        {issue} waits for {first}.
        Note: {sentence}
        {n} km
        Last seen in the {room} at {clock}.
    """,
}
"""Plain observations; they are told as they are."""
KEYS: Final = {
    Split.TRAIN: """
        temperature:n humidity:n city:place condition:adjective wind_speed:n unit:word price:n
        currency:currency amount:n total:n status:adjective id:order order_id:order name:person
        email:email phone:phone company:company date:day time:clock created_at:day ticket_id:issue
        assignee:person priority:adjective title:title count:n results:n distance_km:n
        duration_minutes:n flight:flight gate:word departure:clock arrival:clock delay_minutes:n
        service:service version:version replicas:n environment:word passed:n failed:n rows:n
        path:path size_bytes:n language:language text:sentence symbol:ticker change_percent:n
        volume:n owner:person channel:channel message:sentence room:room level:n song:title
        artist:name location:place rating:f score:f balance:f rate:f result:n value:f url:url
        expected:day carrier:name seats:n table:n confirmation:order reference:order customer:person
        summary:sentence description:topic error_count:n uptime_days:n branch:branch user:first
    """,
    Split.HELD_OUT: """
        altitude_m:n region:place outlook:adjective fee:f paid_on:day sender:person step:n
        tracking_code:order last_station:place opening_time:clock build:version author:first
        capacity:n headline:topic quantity_left:n latency_ms:n folder:path mailbox:email
        street:name floor:n remark:sentence weight_kg:f due_on:day
    """,
}
"""Keys of objects and the kinds of their values: n an integer, f a number."""
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
        rate limit exceeded, try again in {n} minutes
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
