"""How requests are put: politeness, sentences before and after. For training only."""

from __future__ import annotations

from tools.bundled_model.grammar import lines

IMPERATIVE = lines("""
    do you have time to {do}?
    would you be so kind as to {do}?
    could somebody {do}?
    I'd appreciate it if you could {do}
    dear team, please {do}
    the next step is to {do}
    my task is to {do}
    our plan was to {do}
    I forgot to {do}
    before I leave: {do}
    one more thing: {do}
    and {do}
    we are supposed to {do}
    {company} wants us to {do}
    remember to {do}
    just {do}
    may I ask you to {do}?
    it would help if you could {do}
    feel free to {do}
    ticket {ticket}: {do}
    request: {do}
    request from {name}: {do}
    we were asked to {do}
    I've decided to {do}
    while you're at it, {do}
    {do}
    {do}
    {do}
    {do}
    {do}
    please {do}
    please {do}
    {do} please
    {do}, please
    can you {do}?
    can you {do}?
    can you please {do}?
    could you {do}?
    could you please {do}?
    would you {do}?
    will you {do} for me?
    I need to {do}
    I need you to {do}
    I want to {do}
    I want you to {do}
    I'd like to {do}
    I'd like you to {do}
    I have to {do}
    I have to {do}, can you help?
    I'm trying to {do}
    we need to {do}
    we want to {do}
    we have to {do}
    we should {do}
    help me {do}
    help me to {do}
    can you help me {do}?
    can you help us {do}?
    let's {do}
    your task: {do}
    task: {do}
    next: {do}
    now {do}
    ok, now {do}
    hi, {do}
    hi, can you {do}?
    hello, could you {do}?
    hey, {do}
    hey, can you {do} for me?
    good morning, please {do}
    {name} asked me to {do}
    {name} wants us to {do}
    my boss wants me to {do}
    {ticket}: {do}
    would it be possible to {do}?
    is it possible to {do}?
    I was wondering if you could {do}
    it would be great if you could {do}
    {do} for me
    {do}, thanks
    {do}. thanks!
    then {do}
    first, {do}
    somebody has to {do}
    are you able to {do}?
    how do I {do}?
    what I need: {do}
""")
WHOLE = lines("""
    I've got a question: {ask}
    can I ask something? {ask}
    may I ask: {ask}
    one more question: {ask}
    {ask} thanks!
    please help: {ask}
    good morning! {ask}
    from our chat: {ask}
    message from {name}: {ask}
    well, {ask}
    anyway, {ask}
    fyi: {ask}
    {ask}
    {ask}
    {ask}
    {ask}
    {ask}
    {ask}
    hi, {ask}
    hello, {ask}
    hey, {ask}
    quick question: {ask}
    question: {ask}
    a question from {name}: {ask}
    hi team, {ask}
    so, {ask}
    ok so {ask}
    hi all! {ask}
    {name} asks: {ask}
    {ticket} {ask}
    um, {ask}
""")
BEFORE = lines("""
    I joined {company} in spring.
    {product} is my side project.
    {product} has about {few} users.
    Our customers are mostly in {country}.
    It's been a long day.
    I've been at this for hours.
    I have a demo tomorrow.
    The demo went well.
    We had a good discussion with {name}.
    I'm responsible for the {service}.
    {name} promised it to {company}.
    My colleagues are at lunch.
    I'm sitting in the train to {city}.
    There is no ticket for it yet.
    The ticket is {ticket}.
    I've never done this before.
    I used to work with {lang}.
    I come from {framework} and I'm new to {tool}.
    We were told that you know everything.
    Our boss is curious about AI.
    We release every two weeks.
    The tests pass and the docs are written.
    There were no errors in the log.
    Nothing is broken.
    The README is done.
    The bug in {file} is closed.
    We already have a design.
    Writing code is not my job.
    I'm a designer.
    I'm from the support team.
    I'm from sales.
    I'm an intern in the docs team.
    I'm the architect of {product}.
    I'm a tester.
    Here is something different.
    Forget my last question.
    Another topic.
    Maybe you can help me.
    The following came in by mail.
    A customer wrote this to us.
    It's a small team, {few} people.
    {product} helps people to find {dish}.
    {product} is used in {few} countries.
    {person} said I should ask you.
    I'm new to the team.
    I'm new here.
    I'm working on {product}.
    We're building {product}, a tool for {company}.
    I work on the {service}.
    We've been running this in production for a year.
    We've been running {product} in production for {few} months.
    Our team maintains the {service}.
    Our stack is {framework} and {db}.
    We use {lang} and {framework}.
    We use {tool} for everything.
    I'm a {lang} developer.
    I don't know much {lang}.
    I'm not a programmer.
    I'm preparing for the sprint review.
    The deadline is on {date}.
    The customer is waiting for it.
    This came up in the retro.
    This came up in our meeting with {company}.
    {name} is on holiday, so I took over.
    {name} told me that you can help with this.
    Sorry for the long message.
    I hope you're well.
    Good morning!
    Hi there!
    Hello!
    It's Friday afternoon and I want to go home.
    I've got ten minutes before my next call.
    I have looked everywhere.
    I asked {name} already, but she is busy.
    We talked about this last week.
    This is for {company}.
    The code was written by {name}.
    All tests are green.
    The docs are fine.
    The design is settled.
    The last release went well.
    We fixed the crash yesterday.
    The documentation is up to date.
    Everything works so far.
    I just finished the code.
    I read the documentation.
    The error from yesterday is gone.
    We deployed to {cloud} on {date}.
    Our database is {db}.
    I'm using {framework}.
    For context: we're a small company.
    Some background first. We make software for {company}.
    I'm on call today.
    We are in the middle of a release.
    After the last bug we have some time.
    The architecture was reviewed in spring.
    I don't want to bother {name} with it.
    I did this once, but I forgot how.
    I can't do it myself right now.
    My colleague {name} left the company.
    Next week we present {product} to {company}.
    You are my last hope.
    I'm {name} from {company}.
    Context: {product}, {lang}, {db}.
""")
AFTER = lines("""
    I appreciate it.
    Have a nice day!
    Have a good weekend.
    Greetings from {city}.
    Looking forward to your answer.
    I'm curious.
    Talk soon.
    Bye, {name}
    It should be done this week.
    It can wait until Monday.
    Please do it as well as you can.
    {name} would be happy.
    Then we can ship {product}.
    After that I can close {ticket}.
    Our customers will love it.
    Otherwise {name} gets angry.
    I'd do it myself, but I have no time.
    I trust you.
    Thanks for your patience.
    Send it to {name}, too.
    We decided this with {company}.
    It came up in the daily.
    {product} depends on it.
    I can give you access.
    Good luck!
    Let's see.
    Thanks!
    Thanks.
    Thank you!
    Thanks in advance.
    Thanks a lot for your help.
    Please be quick.
    No rush.
    There's no hurry.
    It's urgent.
    I need it by {date}.
    I need it today.
    It's for {company}.
    It's for {product}.
    The deadline is {date}.
    Please keep it simple.
    Let me know if you need anything else.
    Let me know if something is unclear.
    Ask me if you need more details.
    {name} will review it.
    {name} is waiting for it.
    I'll show it to {name}.
    Please answer in English.
    Sorry if this is obvious.
    I'd be very grateful.
    Any help is welcome.
    Cheers, {name}
    Best, {name}
    Regards, {person}
    What do you think?
    I'm happy to explain more.
    We talked about it on {date}.
    I'm on {tool} and {cloud}, if that matters.
    We use {framework}, by the way.
    It is about {product}.
    See {ticket}.
    Related: {ticket}
    I've attached nothing, sorry.
    My team counts on it.
    That's all.
    You know what I mean.
    I already asked {name}.
    It's my first week.
    I hope that's enough context.
    Somebody must have done this before.
    I owe {name} a coffee for this.
    The customer asked for it again.
    Then I can go on with my work.
    I'm a bit lost.
    Please think before you answer.
    Don't worry about the rest.
""")
