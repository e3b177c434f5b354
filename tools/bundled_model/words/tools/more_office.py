"""More functions for mail, calendars, customers, staff, users, documents and tickets."""

FUNCTIONS = """
@mail reply_to_email reply_email reply replyTo answer_email [write|send]_reply
d Reply to somebody's last email.
d Answers a mail.
x send_email send_message
p sender,to,person,from_name person! Whose mail is answered|Sender
p text,answer,body,reply_text text! What the answer says|Text
r {sender} wrote to me. Answer: {text}
r {sender}'s mail needs an answer, namely {text"}.
r My answer to {sender}: {text}
r As a reply to {sender}, please write {text"}.
r reply {sender}: {text}
r With {text"} I'd like to answer the mail of {sender}.
r What {sender} should get back is {text"}.
i reply to {sender}: {text}
i answer the mail of {sender} with {text"}

@mail forward_email forward forward_mail forwardEmail pass_on_email [send|hand]_on_email
d Forward an email to somebody.
d Sends a mail on.
x send_email
p about,subject,query,topic topic! Which mail|Subject of the mail
p recipient,to,address,email email! To whom|Recipient
r {recipient} should see the mail about {about}.
r The mail about {about} has to go on to {recipient}.
r To {recipient}, please forward the one about {about}.
r Could {recipient} get the email on {about"}?
r forward {about"} to {recipient}
r I got an email about {about"}, and {recipient} needs it too.
r It's {recipient} who should have the mail about {about}.
i forward the mail about {about} to {recipient}
i send {recipient} the email I got about {about}

@mail block_sender block_email blockSender add_to_spam [mark|report]_spam ban_address
d Block an email address.
d No more mail from a sender.
p address,email,sender,from email! Which address|Sender
r {address} keeps writing to me. Block it.
r I don't want any more mail from {address}.
r From {address}, nothing but spam.
r {address} is spam
r Mails out of {address} should never reach me again.
r Can {address} be blocked[| please]?
r Enough of {address}!
r That {address} sends adverts every day, get rid of that sender.
i block [mails from |the sender |]{address}
i put {address} on the spam list

@mail set_out_of_office out_of_office auto_reply outOfOffice vacation_reply [turn_on|set]_away
d Set the out-of-office reply.
d Answers mail by itself while the user is away.
x book_time_off
p start,from_day,from,first_day day! First day away|From
p end,until,to,last_day day! Last day away|Until
p text,message,reply text? What the reply says|Message
r I'm away from {start} until {end}, set my out-of-office.
r From {start} to {end} nobody reads my mail. Turn on the auto reply.
r out of office {start} - {end}
r Until {end} I'll be gone, starting {start}, so answer mails automatically.
r Between {start} and {end} my mails should be answered with {text"}.
r Auto reply please, {start} to {end}: {text}
r My out-of-office should run from {start} until {end}.
i set my out-of-office from {start} to {end}[|: {text}]
i answer my mails from {start} to {end} with {text"}

@calendar book_meeting_room reserve_room room_booking bookRoom [get|find]_meeting_room
d Book a meeting room.
d Reserves a room in the office.
x create_event find_free_slot
p date,day,on day! Which day|Date
p time,from_time,start clock! From when|Start
p people,seats,capacity,size #2-40? For how many people|Seats
r We need a room on {date} at {time}[| for {people} people].
r Is there a meeting room free on {date} at {time}[|, {people} of us]?
r room {date} {time}[|, {people} people]
r At {time} on {date} we are {people} people and have no room.
r {people} people meet on {date} at {time}. Reserve a room for us.
r On {date}, from {time} on, I'd like a meeting room[| with {people} seats].
r A room for {people}, please, {date}, {time}.
i [book|reserve] a meeting room on {date} at {time}[| for {people}| for {people} people]
i get us a room for {date}, {time}

@customer log_call record_call logCall call_note add_call [write|save]_call_report
d Record a call with a customer.
d Saves what was said on the phone.
x make_call create_note
p customer,contact,person,with person! With whom|Customer
p note,summary,text,notes text! What was said|Note
p minutes,duration,length #2-60? How long, in minutes|Minutes
r I talked to {customer}[| for {minutes} minutes]: {note}
r {customer} was on the phone[| for {minutes} minutes] and said {note"}. Log it.
r call with {customer}[|, {minutes} min]: {note}
r For the record, {customer} told me that {note}.
r Just off the phone with {customer}, note this down: {note}
r {minutes} minutes with {customer}, summary {note"}.
r My call with {customer} can be logged as {note"}.
i log my call with {customer}: {note}
i record a call with {customer}[| of {minutes} minutes] saying {note"}

@customer create_lead add_lead new_lead createLead [save|enter]_lead sales_lead
d Add a sales lead.
d Enters a company that might buy.
x create_customer add_contact
p company,business,account,name company! Which company|Company
p contact,person,contact_name person? Who is asked for there|Contact
p source,from,origin fair/website/referral/advert? Where it comes from|Source
r {company} might buy from us[|, ask for {contact}]. Add them as a lead.
r New lead: {company}[|, {contact}][| ({source})]
r I met {contact} of {company}, that's a lead.
r {company} is interested[|, they came through the {source}|, contact {contact}].
r From the {source} we have a lead, {company}.
r Could {company} be put in as a lead[|, contact {contact}]?
r Another lead came in[| from the {source}]: {company}
i add {company} as a lead[|, source {source}|, contact {contact}]
i make a lead for {contact} at {company}

@customer move_deal update_deal deal_stage moveDeal set_deal_stage [change|advance]_deal
d Move a deal to another stage.
d Says how far a sale is.
p company,deal,customer,account company! Whose deal|Deal
p stage,status,to,phase open/negotiation/won/lost! New stage|Stage
r The deal with {company} is {stage}[| now].
r {company}: {stage}
r We have {stage} as the stage for {company}, please update it.
r I'm just out of {company}'s office and the deal is {stage}.
r With {company}, it's {stage} now.
r {stage} is where the {company} deal stands.
r Could {company}'s deal go to {stage}?
i move [|the deal with ]{company} to {stage}
i mark the {company} deal as {stage}

@customer create_quote make_quote send_quote createQuote price_offer [write|prepare]_offer
d Make an offer to a company.
d Writes a quote.
x create_invoice
p company,customer,to,client company! For whom|Customer
p amount,price,total ~100-9000! How much|Price
p valid_days,validity,days #7-90? Valid for how many days|Validity
r {company} wants an offer: {amount} [dollars|euros][|, valid {valid_days} days].
r {company} gets a quote over {amount} [euros|dollars][| for {valid_days} days].
r quote {company} {amount}[|, {valid_days} days]
r Our price for {company} is {amount} [euros|dollars]. Write the offer.
r At {amount} we would do it for {company}, so send them an offer.
r For {company} we need a quote of {amount}[| that holds {valid_days} days].
r {amount} is the price I promised {company}; the offer has to go out.
i [make|write] {company} an offer [of|over] {amount} [euros|dollars]
i quote {company} {amount} [dollars|euros][|, valid for {valid_days} days]

@hr get_leave_balance leave_days remaining_leave leaveBalance days_off_left [check|show]_leave
d How many days of leave somebody has left.
d Leave balance of an employee.
x book_time_off look_up_employee
p employee,person,name,who person! Whose|Employee
p year,in_year,of_year #2023-2029? Which year|Year
r How many days off does {employee} have left[| in {year}]?
r Does {employee} still have leave[| in {year}]?
r {employee} leave balance[| {year}]
r How much of {employee}'s holiday is left[| for {year}]?
r I'd like to know what leave {employee} has not taken[| in {year}].
r In {year}, how many holidays has {employee} got left?
r {employee} asks how many days off remain.
i [check|show me] the leave [balance|days] of {employee}[| for {year}]
i see how many days off {employee} has left

@hr log_hours track_time record_hours logHours timesheet [enter|book]_hours
d Record working hours.
d Enters hours in the timesheet.
p hours,time,duration,amount #1-12! How many hours|Hours
p project,on,task,for word! On which project|Project
p date,day,when day? Which day|Date
r I worked {hours} hours on {project}[| on {date}].
r {hours} hours {project}[|, {date}]
r {project} took me {hours} hours[|, write them down].
r On {date} it was {hours} hours for {project}.
r {project}: {hours}h
r {hours} hours of my time went into {project}[| on {date}].
r For {project}, put {hours} hours in my timesheet[|, {date}].
i [log|book|enter] {hours} hours [on|for] {project}[| on {date}]
i put {hours} hours of {project} into the timesheet

@hr report_sick sick_leave call_in_sick reportSick sick_note [send|enter]_sick_leave
d Report that somebody is ill.
d Enters a sick leave.
x book_time_off
p employee,person,name,who person! Who is ill|Employee
p days,duration,for_days #1-14? For how many days|Days
r {employee} is [ill|sick|not well][|, for {days} days].
r {employee} has the flu and stays home[| for {days} days].
r sick: {employee}[|, {days} days]
r For {days} days we must do without {employee}, who is ill.
r We just heard that {employee} is sick[| for {days} days].
r Don't expect {employee} at work[| for the next {days} days], fever.
r The doctor says {employee} is ill[| and needs {days} days].
i report {employee} [sick|as ill][| for {days} days]
i enter {days} days of sick leave for {employee}

@hr submit_expense file_expense expense_report submitExpense [claim|enter]_expense expenses
d File an expense.
d Claims back money that was spent for work.
x refund_payment
p amount,cost,total,sum ~5-900! How much|Amount
p category,kind,for,type travel/meals/hotel/equipment! For what|Category
p date,day,on day? On which day|Date
r I paid {amount} [euros|dollars] for {category}[| on {date}], claim it back.
r {amount} for {category}[|, {date}], that's an expense.
r expense {category} {amount}
r My {category} cost {amount}[| on {date}], and the company should pay.
r The company owes me {amount} [dollars|euros] for {category}.
r On {date} I spent {amount} on {category} for work.
r For {category} I had expenses of {amount}.
i [file|claim] an expense of {amount} [euros|dollars] for {category}[| on {date}]
i claim back {amount} for {category}

@hr schedule_interview plan_interview interview scheduleInterview [set_up|arrange]_interview
d Schedule an interview with a candidate.
d Plans a job interview.
x create_event
p candidate,person,applicant,name person! With whom|Candidate
p date,day,on day! Which day|Date
p time,at,start clock? When|Time
r {candidate} comes for an interview on {date}[| at {time}].
r We want to interview {candidate} on {date}[| around {time}].
r interview {candidate} {date}[| {time}]
r On {date}[| at {time}] we'd like to see {candidate} for the job.
r Could {candidate} have the interview on {date}[|, {time}]?
r The interview with {candidate} is going to be on {date}[| at {time}].
r {date}[|, {time}]: interview, {candidate}
i [schedule|plan|arrange] an interview with {candidate} [for|on] {date}[| at {time}]
i interview {candidate} on {date}

@tools create_user add_user new_account createUser register_user [make|open]_account
d Create a user account.
d Gives somebody a login.
x create_customer add_contact
p email,address,login,mail email! Address of the user|Login
p role,rights,user_role admin/editor/viewer/guest? What the user may do|Role
r {email} needs an account[|, role {role}| as {role}].
r Somebody new started: {email}[|, {role}]. Create the user.
r new user {email}[| ({role})]
r Could {email} get a login[| as {role}]?
r As {role}, please let {email} in, they have no account yet.
r There's no user for {email} so far.
r An account for {email}[| with the role {role}], please.
i create [a user|an account] for {email}[| with the role {role}]
i add {email} as a new {role}

@tools grant_access give_access grantAccess allow add_permission [set|assign]_permission
d Give a person access to a system.
d Grants a permission.
x create_user
p person,user,who,name person! Who gets access|Person
p system,resource,service,to service! To what|System
p level,permission,rights read/write/admin? What is allowed|Level
r {person} needs [|{level} ]access to {system}.
r {person} can't get into {system} and should be able to.
r {person}: {level} on {system}
r Please let {person} into {system}[| with {level} rights].
r On {system}, {person} should have {level} rights.
r For {system}, access has to be given to {person}[|, {level}].
r Could {person} have [|{level} ]access to {system}?
i give {person} [|{level} ]access to {system}
i grant {person} {level} rights on {system}

@tools revoke_access remove_access revokeAccess take_access [withdraw|drop]_permission deny
d Take a person's access to a system away.
d Revokes a permission.
p person,user,who,name person! Who loses access|Person
p system,resource,service,from service! To what|System
r {person} should no longer [see|use|get into] {system}.
r {person} has changed teams, so no more {system} for them.
r {person} out of {system}
r The access that {person} has to {system} must be taken away.
r Why does {person} still have access to {system}? Remove it.
r Nothing in {system} is {person}'s business any more.
r From {system}, please remove {person}.
i [revoke|take away|withdraw] the access of {person} to {system}
i keep {person} out of {system}

@tools make_qr_code qr_code qr makeQr [generate|create]_qr encode_qr
d Make a QR code for an address.
d Turns a link into a QR code.
x shorten_url
p url,link,address,target url! What it leads to|Link
p size,pixels,width #100-900? Size in pixels|Size
r I need a QR code for {url}[|, {size} pixels].
r {url} as a QR code[|, please|, {size} pixels wide].
r qr {url}
r People should be able to scan {url}[|, so make a code of {size} pixels].
r Could {url} become a QR code?
r The poster needs a code that leads to {url}.
r For {url} we want something to scan[|, size {size}].
i make a QR code [for|of|out of] {url}[| with {size} pixels]
i turn {url} into a QR code

@docs generate_report create_report report makeReport [build|prepare]_report reporting
d Generate a report.
d Puts together figures for a time.
x search_documents
p kind,type,report_type,name sales/traffic/costs/staff! Which report|Kind
p period,timeframe,range week/month/quarter/year! For what time|Period
p format,as,file_type pdf~PDF/html~HTML/csv~CSV? Format|File type
r I need the {kind} report for the {period}[|, {format}| as {format}].
r Where's the {kind} report of this {period}? Make one.
r {kind} report, {period}[|, {format}]
r How was the {period}? A report on {kind}, please[|, in {format}].
r The boss wants to see {kind} for the {period}[| as {format}].
r For the last {period}, what do {kind} look like? I'd like a report.
r By {period}, please, a report on {kind}.
i [make|generate|prepare] [a|the] {kind} report for the {period}[| as {format}]
i put together the {period}'s {kind} report

@docs remember_fact remember save_memory rememberThis store_fact [keep|add]_memory
d Remember something that the user said.
d Saves a fact for later conversations.
x create_note create_reminder write_file
p fact,text,memory,content text! What to remember|Fact
r Remember this: {fact}
r For later, you should know that {fact}.
r Don't forget: {fact}
r memo to yourself: {fact}
r Something you should keep in mind about me is {fact"}.
r What I want you to know from now on: {fact}
r {fact"} - can you remember that?
i remember that {fact}
i keep in [mind|memory] that {fact}

@docs recall_fact recall search_memory recallFact what_do_you_know [read|look_up]_memory
d Recall what the user said about something.
d Searches the memory of earlier conversations.
x search_documents search_web
p about,topic,query,subject topic! About what|Subject
r What did I tell you about {about}?
r Do you remember anything about {about}?
r I once told you something about {about}, what was it?
r About {about}, what do you still know from me?
r memory: {about}
r In an earlier chat we spoke about {about}. What did I say?
r {about"} - didn't I mention that before?
i recall what I said about {about}
i look in your memory for {about"}

@docs translate_document translate_file translateDocument document_translation file_translator
d Translate a document to another language.
d Makes a version of a file in a language.
x translate
p path,file,document,source path! Which document|File
p language,to,target_language,target language! Into which language|Language
r I need {path} in {language}.
r {path} should be in {language}, can you translate the file?
r {language} version of {path}
r Our partners only read {language}, so {path} has to be translated.
r Into {language} with {path}, please.
r Is there a {language} {path}? If not, make one.
r What I need is {path}, but in {language}.
i translate [the file |the document |]{path} [to|into] {language}
i turn {path} into {language}

@ticket set_ticket_priority ticket_priority change_priority setPriority [raise|update]_priority
d Change the priority of a ticket.
d Says how urgent an issue is.
x create_ticket
p ticket_id,ticket,issue,key issue! Which ticket|Key
p priority,level,urgency low/medium/high/urgent! How urgent|Priority
r {ticket_id} is [{priority}|now {priority}|of {priority} priority].
r The priority of {ticket_id} should be {priority}.
r {ticket_id}: {priority}
r We got {ticket_id} wrong, it has {priority} priority.
r {priority} is the right priority for {ticket_id}.
r Could {ticket_id} be {priority} from now on?
r For {ticket_id}, {priority} priority please.
i set [|the priority of ]{ticket_id} to {priority}
i give {ticket_id} {priority} priority

@ticket list_tickets my_tickets open_issues listTickets [show|find]_tickets ticket_list
d List the tickets of a person.
d Which issues somebody works on.
x get_ticket
p assignee,person,owner,of person! Whose tickets|Person in charge
p status,state,only open/closed/blocked? In which state|Status
r What [|{status} ]tickets does {assignee} have?
r Which [|{status} ]issues is {assignee} working on?
r {assignee} tickets[| {status}]
r How many [|{status} ]tickets are with {assignee}?
r I'd like to see what's on {assignee}'s plate[|, {status} tickets only].
r Assigned to {assignee}, what [|{status} ]issues are there?
r Has {assignee} got any {status} tickets?
i [list|show me] [the|all] [|{status} ]tickets of {assignee}
i show the {status} issues that {assignee} has
"""
