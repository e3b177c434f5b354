"""Functions for mail, calendars, tasks, tickets and documents."""

FUNCTIONS = """
@mail send_email email sendEmail [write|compose]_email mail
d Send an email.
d Sends [a mail|an email] to somebody.
p to,recipient,address,email email! Who gets it|Address of the recipient
p subject,title topic? Subject|Subject line
p body,text,content,message text! What it says|Text of the mail
r I need to send an email to {to} saying {body"}.
r email {to}: {body}
r Email to {to}, subject {subject"}, text {body"}.
r {to} should get a mail that says {body"}.
r Please let {to} know by email: {body}
r I want to write {to} an email with the subject {subject"} and the text {body"}.
i email {to} [that|saying] {body}
i [send|write] an email to {to} [saying|that says|with the text] {body"}
i [send|write] {to} a mail with the subject {subject"} that says {body"}
i send an email to {to} about {subject"}: {body}
hr Drop {to} a mail for me. It should read {body"}.
hi mail the words {body"} to {to}

@mail send_message message text_message sendMessage send_sms sms [send|write]_text
d Send a text message to [a person|somebody].
d Texts a contact.
x post_to_channel
p recipient,to,contact,person first! Who gets it|Recipient
p text,message,body,content text! What it says|Text of the message
r I need to [text|message] {recipient} that {text}.
r Let {recipient} know that {text}.
r Tell {recipient} {text"}.
r text {recipient} {text}
r Message for {recipient}: {text}
r Can you tell {recipient} that {text}?
r I want {recipient} to know: {text}
i [text|message|tell] {recipient} that {text}
i send {recipient} a [message|text] [saying|that says] {text"}
i send a [message|text] to {recipient}: {text}
hr {recipient} is waiting for word from me: {text"}
hi shoot {recipient} a quick text with {text"}

@mail post_to_channel post_message slack_post postToChannel [write|send]_to_channel
d Post a message in a [chat|team] channel.
d Writes to a channel of the team.
p channel,channel_name,room channel! Which channel|Name of the channel
p text,message,content text! What to post|Message
r Please let everybody in {channel} know: {text}
r {channel}: please post {text"}
r I'd like to post {text"} in {channel}.
r Everyone in {channel} should read {text"}.
r The team in {channel} needs to hear that {text}.
r Can you tell {channel} that {text}?
i post {text"} [in|to] [|the channel ]{channel}
i [post|write|announce] in {channel} that {text}
i send a message to {channel}: {text}
hr In {channel} put up {text"} for all to see.
hi share with {channel} that {text}

@mail make_call call phone_call makeCall dial call_contact
d [Call|Phone] a person.
d Starts a phone call with a contact.
p contact,name,person,callee person! Whom to call|Name of the contact
r I need to [call|phone|speak to] {contact}.
r Can you get {contact} on the phone?
r call {contact}
r I want to talk to {contact} on the phone.
r Put me through to {contact}.
r I have to ring {contact}[| now| urgently].
r Phone {contact} please.
i [call|phone|ring|dial] {contact}[| on the phone]
hr Connect me with {contact} by phone.
hr Time for my chat with {contact}, start the call.

@mail search_emails find_emails email_search searchEmails searchInbox
d Search the user's emails.
d Find mails [from somebody|about something] in the inbox.
p sender,from,from_name person? Who wrote it|Name of the sender
p query,about,search,keywords topic! What the mail is about|Words to search for
r Did I get [an email|a mail] about {query}?
r Where is the email [from {sender} |]about {query}?
r emails about {query}
r I'm looking for a mail from {sender} about {query}.
r What did {sender} write [me|in the mail] about {query}?
r {sender} sent me an email about {query}. Can you find it?
r I can't find the email about {query}.
i [find|search|show me] [the|my] emails [from {sender} |]about {query}
i search my inbox for {query"}
hr Somewhere in my inbox {sender} mentions {query"}.
hi dig up the mail on {query} that {sender} wrote

@calendar create_event add_event calendar_event createEvent schedule_meeting [make|new]_appointment
d Create an event in the calendar.
d Adds a meeting or appointment[| to the user's calendar].
p title,name,summary,event_name title! What it is|Title of the event
p date,day,on day! Which day|Date of the event
p time,start_time,at clock? When it starts|Start
r I have {title"} on {date}[| at {time}]. [Put it in my calendar|Add it to the calendar].
r calendar: {title} on {date}[| at {time}]
r Could you put {title"} in my calendar for {date}[| at {time}]?
r There's a meeting {title"} on {date} at {time}, please add it.
r I need an appointment called {title"} on {date}[| at {time}].
r We meet on {date} at {time} for {title"}. Put that in the calendar.
i [schedule|create|add] [a meeting|an event|an appointment] {title"} [on|for] {date}[| at {time}]
i put {title"} [in|on|into] my calendar [for|on] {date}[| at {time}]
i schedule {title"} for {date}[| at {time}]
hr Block {date}[| at {time}] in my diary, it's {title"}.
hi enter {title"} as an event, {date}

@calendar list_events get_calendar events listEvents [show|read]_calendar agenda
d List the events of a day[| in the calendar].
d What is in the user's calendar.
p date,day,on day! Which day|Date
r What [do I have|is|have I got] [in my calendar |]on {date}?
r Do I have [any meetings|anything|appointments] on {date}?
r calendar {date}
r What's my schedule [for|on] {date}?
r Which [meetings|events|appointments] are there on {date}?
r Am I busy on {date}?
r What does my calendar look like on {date}?
i [show|read|list|tell] me my [events|meetings|appointments|calendar] [for|on] {date}
hr How full is {date}, going by my diary?
hr agenda for {date}?

@calendar cancel_event delete_event cancel_meeting cancelEvent remove_appointment
d Cancel an event in the calendar.
d Removes a meeting or appointment.
p title,name,event,event_name title! Which event|Title
p date,day,on day? Day of the event|Date
r I can't [make it to|attend|come to] {title"}[| on {date}]. Please cancel it.
r The meeting {title"}[| on {date}] [won't happen|is off]. Cancel it.
r cancel {title}
r {title"} [on {date} |]must be cancelled.
r I need {title"} out of my calendar.
r Could you take {title"} on {date} off the calendar?
r We don't need the meeting {title"} any more, cancel it.
i [cancel|delete|call off] the [meeting|event|appointment] {title"}[| on {date}]
hr Nobody has time for {title"} on {date}, so drop it from the diary.
hi scrap {title"} from my calendar

@calendar find_free_slot free_time find_slot findFreeSlot availability
d Find a free slot in somebody's calendar.
d When a person has time[| for a meeting].
p person,name,attendee,who person! Whose calendar|With whom
p date,day,on day? On which day|Date
p minutes,duration,length_minutes #15-120? How long, in minutes|Length
r When [is {person} free|does {person} have time][| on {date}]?
r When could I meet {person}[| on {date}][| for {minutes} minutes]?
r Is {person} free [on {date}|for {minutes} minutes on {date}]?
r free slot with {person}[| {date}]
r I need {minutes} minutes with {person}[| on {date}]. When is there a free slot?
r When is {person} available[| on {date}]?
r Does {person} have {minutes} minutes on {date}?
i find a [free slot|time] [with|for] {person}[| on {date}][| of {minutes} minutes]
hr {person} and I must talk on {date}, where is there a gap?
hi look for a gap of {minutes} minutes in {person}'s day

@task create_reminder set_reminder reminder remindMe [add|new|make]_reminder remind
d Create a reminder.
d Reminds the user of something [at a time|later].
x create_task create_note set_alarm add_to_list
p text,what,message,about todo! What to be reminded of|Text of the reminder
p date,day,on day? Day|On which date
p time,at,when clock? When|Time
r Remind me to {text}[| at {time}| on {date}].
r I [must not|mustn't|can't] forget to {text}. Remind me at {time}.
r reminder: {text}[|, {time}|, {date}]
r Can you remind me [at {time} |on {date} |]to {text}?
r I need a reminder to {text}[| on {date}][| at {time}].
r On {date}[| at {time}] I have to {text}. Please remind me.
i remind me [to|that I must|that I have to] {text}[| on {date}][| at {time}]
i [set|create|add] a reminder [at|for] {time} to {text}
i set a reminder to {text}[| on {date}]
hr My memory is bad, so at {time} nudge me to {text}.
hi jog my memory to {text} on {date}

@task create_task add_task todo addTask [new|make]_task add_todo
d Create a task[| in the to-do list].
d Adds a to-do.
x create_reminder create_ticket add_to_list create_note
p title,task,name,text todo! What is to be done|Title of the task
p due,due_date,deadline day? Until when|Due date
p priority,importance,prio low/medium/high? How important it is|Priority
r I have to {title}[| by {due}]. [Put it on my to-do list|Add it as a task].
r task: {title}[|, due {due}|, {priority} priority]
r New {priority} priority task: {title}[|, due {due}].
r I need a task {title"}[| due {due}| with {priority} priority].
r Could you put {title"} on my to-do list[| with {priority} priority]?
r {title"} should be on my task list[|, due {due}].
i [create|add|make] a task to {title}[| by {due}|, priority {priority}]
i add {title"} to my [tasks|to-dos|to-do list][| with {priority} priority][| due {due}]
hr Another to-do for me, {priority} priority: {title}
hi note down the task {title"}, due {due}

@task complete_task finish_task mark_done completeTask [close|tick_off]_task
d Mark a task as done.
d [Completes|Finishes] a to-do.
p task_id,id,task,number #10-9999! Number of the task|Id
r I['m| am] done with task {task_id}.
r Task {task_id} is [done|finished|complete].
r done: task {task_id}
r I finished task {task_id}[| today| just now], please tick it off.
r Task {task_id} can be marked as done.
r We have completed task {task_id}.
i mark task {task_id} as [done|finished|complete]
i [complete|finish|tick off|check off] task {task_id}
hr Great news, {task_id} on my task list is behind me.
hi cross off task {task_id}

@task add_to_list shopping_list add_item addToList [put|write]_on_list add_groceries
d Add something to a [list|shopping list].
d Puts an item on the user's list.
p item,what,product,entry goods! What to add|The item
p list,list_name,which_list shopping/packing/wish/todo? Which list|Name of the list
p quantity,count,number #1-12? How many|Quantity
r We['re out of| need| have no] {item}. Put it on the {list} list.
r {item} on the {list} list[|, please].
r I need {quantity} {item} on my {list} list.
r {list} list: {item}
r Could you [put|add] {item} [on|to] my {list} list?
r We need more {item}, add it to the list.
i [add|put|write] {item} [to|on] [my|the] {list} list
i add [|{quantity} ]{item} to the list
i put {quantity} {item} on the {list} list
hr Don't let me forget {item}, onto the {list} list it goes.
hi include {item} in the {list} list

@ticket create_ticket open_ticket new_ticket createTicket [file|report]_issue create_issue
d Create a ticket [for a problem|in the tracker].
d Opens an issue.
x create_task
p title,summary,subject problem! What the problem is|Title
p priority,severity,urgency low/medium/high/urgent? How urgent|Priority
p assignee,owner,assigned_to person? Who takes care|Person in charge
r [There's a problem:|We have a bug:|Bug:] {title}. Open a [|{priority} priority ]ticket.
r I need a ticket for {title"}[|, priority {priority}].
r ticket: {title}[|, {priority}]
r I want to report [that|a problem:] {title}[|, priority {priority}].
r Somebody must look at this: {title}. Please create a [|{priority} priority ]ticket.
r Can we have a ticket {title"} assigned to {assignee}?
i [create|open|file] a [ticket|bug] [saying|titled|called] {title"}
i [create|open|make] a ticket {title"}[|, priority {priority}| with {priority} priority]
i [open|create] a {priority} priority ticket: {title}
i file an issue for {assignee}: {title}
hr Support should know about it, {priority} urgency: {title}
hi raise a ticket about {title"}

@ticket assign_ticket assign_issue assignTicket [give|hand_over]_ticket set_assignee
d Assign a ticket to a person.
d Gives an issue to somebody.
p ticket_id,ticket,issue,key issue! Which ticket|Key of the issue
p assignee,person,to,owner person! Who gets it|Person in charge
r {assignee} should [take|get|work on|handle] [ticket |]{ticket_id}.
r {ticket_id} [goes to|is for|belongs to] {assignee}.
r Can {assignee} take {ticket_id}? Assign it.
r I want {assignee} to [own|look after] ticket {ticket_id}.
r {ticket_id} to {assignee}
r Let {assignee} [do|handle|look after] {ticket_id}.
i [assign|give|hand over] [ticket |issue |]{ticket_id} to {assignee}
i make {assignee} the [owner|assignee] of {ticket_id}
hr From now on {assignee} is in charge of {ticket_id}.
hi put {assignee} on {ticket_id}

@ticket close_ticket resolve_ticket closeIssue [resolve|finish]_issue set_ticket_closed
d Close a ticket.
d [Resolves|Closes] an issue [with a reason|in the tracker].
p ticket_id,ticket,issue,key issue! Which ticket|Key
p reason,resolution,outcome fixed/duplicate/rejected/outdated? Why|Reason
r {ticket_id} [is {reason}|is solved|is done], please close it.
r We can close {ticket_id}[|, it is {reason}| as {reason}].
r close {ticket_id}
r Ticket {ticket_id} is {reason}. Close it.
r I think {ticket_id} can be closed[| as {reason}].
r The customer is happy, so close ticket {ticket_id}.
i [close|resolve] [ticket |issue |]{ticket_id}[| as {reason}|, reason: {reason}]
hr Nothing left to do for {ticket_id}, shut it.
hi set {ticket_id} to closed as {reason}

@ticket get_ticket ticket_status show_ticket getTicket read_issue ticket_details
d Get the details of a ticket.
d What an issue says and how far it is.
p ticket_id,ticket,issue,key issue! Which ticket|Key
r What is [ticket |issue |]{ticket_id} about?
r How far is {ticket_id}?
r {ticket_id} status
r What's the status of {ticket_id}?
r Who works on ticket {ticket_id}?
r Is ticket {ticket_id} [still open|solved]?
r I need the details of {ticket_id}.
i [show|read|open|get] [me |][ticket|issue] {ticket_id}
hr Any progress on {ticket_id}?
hr what does it say in {ticket_id}

@docs search_documents find_documents document_search searchDocs search_knowledge_base search_wiki
broad
d Search the [company's|team's] documents.
d Finds documents about a subject[| in the knowledge base].
x search_web
p query,q,search,keywords topic! What to search for|Search words
p limit,max_results,top,count #3-20? How many results|Largest number of results
r Do we have [a document|documents|anything written] about {query}?
r Where is [the|our] document about {query}?
r documents about {query}
r What do our docs say about {query}?
r I need the documents [on|about] {query}.
r Is there a [guide|page|document] about {query} in our wiki?
i [search|look through] [our|the] [documents|docs|wiki] for {query"}
i find [|{limit} ]documents [about|on] {query}
i search the [documents|knowledge base] for {query}[|, at most {limit} results]
hr Somebody wrote up {query} once, which document was that?
hi pull up what our wiki has on {query}

@docs create_note note add_note createNote [write|take|save]_note
d Create a note.
d Saves a note of the user's.
x create_reminder create_task
p text,content,body,note text! What the note says|Text
p title,name,heading topic? Heading of the note|Title
r Note: {text}
r I want to write down {text"}.
r note {text"}
r I need a note titled {title"} that says {text"}.
r Can you take a note: {text}
r Please write this down: {text}
i [make|take|create|save] a note: {text}
i [make|create] a note [titled|called] {title"} with the text {text"}
i [note|write] down that {text}
hr Keep {text"} among my notes.
hi jot down {text"}

@docs summarize_document summarize summary summarizeFile [sum_up|shorten]_document
d Summarize a document.
d Gives a short version of a [document|file].
p document,file,path,document_name path! Which document|Name of the file
p sentences,length,max_sentences #2-10? How long, in sentences|Length
r What is {document} about, in {sentences} sentences?
r I don't have time to read {document}. Sum it up[| in {sentences} sentences].
r summary of {document}
r Can I have a summary of {document}[| in {sentences} sentences]?
r {document} is too long. Give me {sentences} sentences.
r I need the main points of {document}.
i summarize {document}[| in {sentences} sentences]
i [sum up|give me a summary of] {document}[| in {sentences} sentences]
hr The gist of {document}, please.
hi boil {document} down to {sentences} sentences
"""
