"""More functions for sales, customers, staff, invoices, contracts, marketing and projects."""

FUNCTIONS = """
@hr approve_leave approve_time_off grant_holiday approveLeave [accept|confirm]_leave_request
d Approve the leave that an employee asked for.
d Grants somebody's days off.
x book_time_off
p employee,person,name,who person! Whose leave|Employee
p start,from,first_day,date day? From when|First day
r {employee} wants to take some days off[| from {start}], that's fine with me.
r {employee}'s holiday request[| from {start}] is okay.
r leave {employee}: approved
r The days off that {employee} asked for[|, starting {start},] can be granted.
r I have no objection to the holiday of {employee}[| beginning {start}].
r {employee} waits for a yes to the leave[| from {start}]. Give it.
r Yes to {employee}'s leave[|, first day {start}].
r Has anybody answered {employee} about the time off? I agree to it.
i approve the leave of {employee}[| from {start}]
i grant {employee} the days off[| from {start}]

@hr hire_employee add_employee new_hire hireEmployee onboard [register|enter]_employee
d Enter a new employee.
d Adds somebody who was hired to the staff.
x create_user look_up_employee
p name,person,employee,who person! Who was hired|Name
p start,start_date,first_day,from day! First day of work|Start
p team,department,unit sales/support/engineering/marketing/finance? In which team|Team
r {name} starts here {start}[| in {team}].
r We hired {name}[| for {team}], first day {start}.
r new colleague: {name}[|, {team}], from {start}
r {start} is the first day of {name}[| in the {team} team], get everything ready.
r {name} has signed and will begin {start}[| in {team}].
r In {team} there'll be somebody new, {name}, starting {start}.
r From {start} on, {name} works with us[| in {team}].
r Could {name} be put on the staff list[| under {team}]? The first day is {start}.
i add {name} to the staff[| in {team}], starting {start}
i onboard {name}[| to {team}] from {start}

@hr end_employment terminate_employee endEmployment employee_exit [record|enter]_leaver
d Record that an employee leaves the company.
d Ends somebody's employment.
x revoke_access
p employee,person,name,who person! Who leaves|Employee
p last_day,date,end,on day! Last day of work|Last day
r {employee} has quit, last day {last_day}.
r The last day of {employee} with us is {last_day}.
r {last_day} is when {employee} leaves the company.
r {employee} leaving, {last_day}
r We have to say goodbye to {employee}. Last day: {last_day}
r After {last_day}, {employee} doesn't work here any more.
r {employee} handed in the notice and stays until {last_day}.
r With {employee} it ends {last_day}. Please do the paperwork of the exit.
i offboard {employee}, last day {last_day}
i end the employment of {employee} with {last_day} as the last day

@hr raise_salary give_raise salary_increase raiseSalary change_pay [increase|adjust]_salary
d Raise somebody's salary.
d Changes what an employee earns.
p employee,person,name,who person! Whose salary|Employee
p percent,raise,increase,by #2-25! By how many percent|Percent
p start,from,date,valid_from day? From when|From
r {employee} deserves {percent} percent more[| from {start}].
r {employee} gets a raise of {percent}%[| as of {start}].
r {percent} percent more pay for {employee}[|, from {start} on].
r raise {employee} {percent}%
r We agreed with {employee} on {percent} percent more money[|, starting {start}].
r From {start} {employee} should earn {percent}% more.
r So that {employee} stays, we'll pay {percent}% on top.
r Could the pay of {employee} go up by {percent} percent?
i raise the salary of {employee} by {percent} percent[| from {start}]
i pay {employee} {percent}% more[| from {start} on]

@hr get_payslip payslip pay_stub getPayslip [show|fetch]_payslip salary_statement
d Get an employee's payslip of a month.
d What somebody was paid.
p employee,person,name,of person! Whose payslip|Employee
p month,of_month,period January/March/May/August/October/December! Which month|Month
p year,in_year,of_year #2019-2029? Which year|Year
r What was {employee} paid in {month}[| {year}]?
r {employee} needs the payslip for {month}[| {year}].
r payslip {employee} {month}[| {year}]
r For the bank, {employee} must show what {month}[| {year}] brought in wages.
r {employee} lost the pay statement of {month}[| {year}].
r In {month}[| {year}], how much salary did {employee} get?
r {month}[| {year}]: the payslip of {employee}, please.
r Where can I see the {month} wages of {employee}?
i [get|fetch|show me] {employee}'s payslip for {month}[| {year}]
i look up the {month} pay of {employee}

@hr enroll_in_training book_course training_signup enrollTraining [sign_up|register]_for_course
d Enroll an employee in a training.
d Books a course for somebody.
p employee,person,name,participant person! Who takes part|Employee
p course,training,subject,topic excel~Excel/leadership/safety/writing! Which course|Course
p date,day,start,on day? When|Date
r {employee} should learn {course}[|, {date} if possible].
r {employee} wants to go to the {course} course[| on {date}].
r There's a {course} training[| on {date}], put {employee} on it.
r {course} course: {employee}[|, {date}]
r A place in the {course} training for {employee}, please.
r It would help {employee} to be better at {course}. Book the course[| for {date}].
r Can {employee} still get into the {course} class[| on {date}]?
r on {date} there is a course in {course}, and {employee} would like to take part.
i sign {employee} up for the {course} course[| on {date}]
i enroll {employee} in {course}[|, {date}]

@hr reject_applicant decline_candidate rejection reject_application rejectApplicant
d Turn an applicant down.
d Tells a candidate that the job goes to somebody else.
x send_email
p candidate,applicant,person,name person! Who is turned down|Candidate
p reason,why,because experience/salary/languages/location? Why|Reason
r {candidate} didn't get the job[|, reason {reason}].
r We don't want to hire {candidate}[| because of the {reason}].
r {candidate}: rejected[| ({reason})]
r It's a no for {candidate}[|, the {reason} was the trouble].
r The interview with {candidate} went badly. Say that we take somebody else.
r Somebody else got the position, {candidate} has to be told.
r {candidate} doesn't fit[|, mainly {reason}]. Send the refusal.
r Unfortunately {candidate} won't be joining us[|: {reason}].
i reject {candidate}[| because of the {reason}]
i turn [|the applicant ]{candidate} down[|, reason {reason}]

@hr post_job publish_vacancy job_opening postJob [advertise|announce]_position open_position
d Publish a job opening.
d Advertises that somebody is looked for.
p role,job,position,title bookkeeper/developer/designer/nurse/driver/cook! What job|Position
p place,location,city,where place? Where|Location
p hours,hours_per_week,weekly_hours #10-40? Hours a week|Hours a week
r We're looking for a new {role}[| in {place}].
r In {place} we urgently need one more {role}.
r Job ad: {role}[|, {place}][|, {hours} hours a week]
r Our {role} retires. Advertise the position[|, {hours} hours a week].
r The world should know that we want to hire a {role}[| for {place}].
r A vacancy has to go online, {role}[| in {place}].
r Without another {role} we won't manage[| in {place}], so put an ad out.
r {hours} hours a week, {role}, that's the opening we have to publish.
i advertise a job as {role}[| in {place}][|, {hours} hours a week]
i publish the opening for a {role}[| in {place}]

@customer send_payment_reminder dunning sendPaymentReminder [mail|write]_dunning_letter
d Remind a company to pay an invoice.
d Sends a customer a letter about an unpaid bill.
x send_email create_reminder
p company,customer,debtor,to company! Who has not paid|Customer
p invoice,number,bill,invoice_number payment? Which invoice|Number of the invoice
r {company} hasn't paid[| invoice {invoice}] yet.
r We're still waiting for the money of {company}[|, bill {invoice}].
r {company} is late with invoice {invoice}, let them know.
r dunning letter {company}[|, {invoice}]
r Still no money for {invoice}! It's {company} who should pay up.
r What about the bill[| {invoice}] that {company} owes us? Ask them friendly for it.
r {invoice} is overdue since last month. The debtor is {company}.
r Somebody has to tell {company} that the bill is due[|, number {invoice}].
i remind {company} to pay[| invoice {invoice}]
i send {company} a payment reminder[| for {invoice}]

@customer mark_invoice_paid invoice_paid settle_invoice markPaid [book|record]_incoming_payment
d Mark an invoice as paid.
d Notes that the money for a bill has come in.
x send_payment_reminder
p invoice,number,id,invoice_number payment! Which invoice|Number of the invoice
p date,day,paid_on,on day? When it was paid|Date
r {invoice} has been paid[| on {date}].
r The money for {invoice} came in[| on {date}].
r Invoice {invoice} is settled[|, {date}].
r paid: {invoice}[|, {date}]
r We got the money for bill {invoice}. Tick it off.
r They finally paid {invoice}[|, date: {date}].
r There's nothing left to pay on invoice {invoice}.
r {invoice} can be closed, the customer has transferred everything[| on {date}].
i mark {invoice} as paid[| on {date}]
i record that invoice {invoice} was settled[| on {date}]

@customer void_invoice cancel_invoice invoice_cancellation voidInvoice [withdraw|annul]_invoice
d Cancel an invoice.
d Makes a bill invalid that was wrong.
x refund_payment
p invoice,number,id,invoice_number payment! Which invoice|Number of the invoice
p reason,why,because duplicate/mistake/test! Why|Reason
r Invoice {invoice} must be cancelled, reason: {reason}
r {invoice} is wrong ({reason}), take it back.
r Nobody has to pay {invoice}, it's void because of this: {reason}
r void {invoice}, {reason}
r We shouldn't have sent the bill {invoice}. Withdraw it, reason {reason}.
r {reason} - for that reason invoice {invoice} is no longer valid.
r The bill {invoice} never should have gone out; annul it as a {reason}.
r As a {reason}, invoice {invoice} can be withdrawn.
i cancel the invoice {invoice}, reason {reason}
i declare bill {invoice} void as a {reason}

@customer list_unpaid_invoices open_invoices unpaid_bills listUnpaid [show|get]_overdue outstanding
d List the invoices that were not paid yet.
d Which bills a customer still owes.
x look_up_customer
p company,customer,client,of company! Whose invoices|Customer
p days,overdue_days,older_than,min_days #7-90? Due for at least how many days|Days
r What does {company} still owe us?
r Has {company} paid everything?
r {company} - unpaid invoices[|, over {days} days]
r Which bills of {company} are open[| for more than {days} days]?
r How much are we waiting for from {company}?
r From {company} I'd like to see all that hasn't been paid[| after {days} days].
r Are there debts of {company} with us[| older than {days} days]?
r Before we deliver to {company} again, which invoices are outstanding?
i list the unpaid invoices of {company}[| older than {days} days]
i show me what {company} owes us

@customer set_account_manager account_owner setAccountManager [give|hand]_customer_to
d Say who looks after a customer.
d Changes the account manager of a company.
x assign_ticket
p company,customer,account,client company! Which customer|Customer
p manager,person,owner,to person! Who looks after it|Account manager
r {manager} looks after {company} from now on.
r {company} should be cared for by {manager}.
r account {company} -> {manager}
r {company} isn't happy, let {manager} take care of them.
r The new contact of {company} on our side is {manager}.
r I'd like to hand {company} over to {manager}.
r With {company}, {manager} should do the talking.
r Nobody looks after {company}! That could be {manager}'s account.
i make {manager} the account manager of {company}
i give {company} to {manager}

@customer set_credit_limit credit_limit change_credit setCreditLimit [raise|limit]_credit
d Set how much a customer may owe.
d Changes the credit limit of a company.
x set_budget
p company,customer,client,account company! Which customer|Customer
p amount,limit,max,credit ~500-9000! Up to how much|Limit
r {company} may owe us {amount} euros at most.
r At most {amount} dollars of credit for {company}.
r The credit limit of {company} should be {amount} dollars.
r {company}: credit up to {amount}
r We trust {company} with {amount} euros, no more.
r {amount} is the new credit line of {company}.
r Since {company} pays so late, don't let them have more than {amount} dollars on credit.
r Could {company} get a limit of {amount} euros?
i limit the credit of {company} to {amount} [dollars|euros]
i let {company} buy on credit up to {amount} euros

@customer sales_forecast forecast_sales forecast salesForecast [predict|estimate]_revenue
d Forecast the sales of a time to come.
d Predicts how much will be sold.
x generate_report
p period,timeframe,for,range month/quarter/year! For what time|Period
p region,market,area,in place? Where|Region
r How much will we sell next {period}[| in {region}]?
r What revenue can we expect for the {period}[| in {region}]?
r sales forecast, {period}[|, {region}]
r Will the coming {period} be better[| in {region}]? A forecast would help.
r In {region}, how is the {period} going to be for our sales?
r The board wants to know what the next {period} will bring in[| from {region}].
r Looking a {period} ahead, what will our sales be[| in {region}]?
r I need a guess of our turnover in the next {period}[|, only {region}].
i forecast our sales for the {period}[| in {region}]
i predict the revenue of the next {period}[| for {region}]

@customer plan_demo schedule_demo product_demo planDemo [book|arrange]_demo show_product
d Plan a product demo for a company.
d Arranges to show a customer what the product does.
x create_event
p company,customer,client,for company! For whom|Company
p date,day,on day! Which day|Date
p time,at,start clock? When|Time
r {company} would like to see our product[| at {time}] on {date}.
r {company} wants a demo on {date}[| at {time}].
r demo {company} {date}[| {time}]
r on {date}[| at {time}] we show {company} what our software can do.
r Before they buy, {company} should see it working, {date}[| at {time}].
r The demo for {company} is on {date}[|, {time}].
r Can we present our product to {company} on {date}[| at {time}]?
r For {company}, a demonstration[| at {time}] on {date}, please.
i [plan|schedule|book] a demo for {company} on {date}[| at {time}]
i arrange a product demo with {company} for {date}[|, {time}]

@customer tag_customer label_customer customer_tag tagCustomer [add|set]_customer_label
d Put a tag on a customer.
d Marks what sort of customer a company is.
p company,customer,name,client company! Which customer|Customer
p tag,label,group,kind vip~VIP/partner/risky/inactive! Which tag|Tag
r {company} is {tag}, mark them so.
r {company} counts as {tag} from now on.
r tag {company} {tag}
r In our customer list {company} should have the label {tag}.
r {tag} - that's what {company} should be tagged as.
r We treat {company} as {tag}, so it should say so in their record.
r Everybody should see at once that {company} is {tag}.
r Could {company} go into the group of {tag} customers?
i tag {company} as {tag}
i put the label {tag} on the customer {company}

@docs get_contract find_contract contract getContract [show|open]_contract contract_lookup
d Get the contract with a company.
d What was agreed with a partner.
x search_documents
p company,partner,with,party company! With whom|Company
p kind,type,contract_type lease/supply/service/license? What sort of contract|Kind
r What did we agree with {company}?
r I need our [|{kind} ]contract with {company}.
r {company} contract[|, {kind}]
r Where's the [|{kind} ]agreement that {company} signed?
r Does our contract with {company} say anything about delays? Let me see it.
r With {company} we have some [|{kind} ]contract, open it.
r How long is {company} bound to us? It should be in the [|{kind} ]contract.
r Our lawyer asks for the papers that {company} signed[|, the {kind} agreement].
i [show|get|open] [me |]the [|{kind} ]contract with {company}
i find what we signed with {company}

@docs terminate_contract end_contract cancel_contract terminateContract give_notice quit_agreement
d End the contract with a company.
d Gives notice to a partner.
x get_contract
p company,partner,with,party company! With whom|Company
p date,end,on,last_day day! When it ends|End
r Our contract with {company} should end on {date}.
r We don't want to work with {company} after {date}. Give notice.
r {company}: contract ends {date}
r No more {company} after {date}, cancel the agreement.
r {date} should be the last day of the agreement with {company}.
r We found somebody cheaper than {company}, so quit their contract for {date}.
r With {company} it's over on {date}. Send them the notice.
r Can we get out of the deal with {company} by {date}?
i terminate the contract with {company} on {date}
i give {company} notice for {date}

@docs request_legal_review legal_review ask_lawyer requestLegalReview [send|pass]_to_legal
d Have a lawyer look at a document.
d Sends a contract to the legal team.
x request_review
p path,document,file,contract path! Which document|Document
p date,deadline,by,due day? Until when|Deadline
r Is {path} legally sound? A lawyer should read it[| by {date}].
r Our lawyers must see {path}[| before {date}].
r {path} to legal[|, by {date}]
r Before I sign {path}, the legal department has to check it[|, {date} at the latest].
r I don't understand the law behind {path}. Let legal have it[| until {date}].
r What does the law say about {path}? Have our lawyer check[| by {date}].
r By {date} I need a lawyer's opinion on {path}.
r Somebody from legal should go through {path}.
i send {path} to the [lawyers|legal team][|, they have until {date}]
i have {path} checked by a lawyer[| by {date}]

@customer launch_campaign start_campaign ad_campaign launchCampaign [run|create]_campaign advertise
d Launch an advertising campaign.
d Starts adverts on a channel.
p name,campaign,title,product word! Name of the campaign|Campaign
p channel,medium,where,on radio/search/email/posters/television! Where it is shown|Channel
p budget,amount,cost,money ~500-9000? How much it may cost|Budget
r People should hear of {name}, make adverts for {channel}[| for {budget} dollars].
r Our {name} campaign starts on {channel}[|, budget {budget} euros].
r campaign {name}, {channel}[|, {budget}]
r We have {budget} euros to advertise {name} by {channel}.
r Nobody knows {name} yet. Advertise it, {channel} would be best.
r {channel} adverts for {name}, please[|, {budget} dollars at most].
r For {name} I'd spend {budget} dollars on {channel} advertising.
r By {channel}, the campaign {name} can go live[| with {budget} euros].
i launch the campaign {name} on {channel}[| with {budget} dollars]
i advertise {name} by {channel}[| for {budget} euros]

@customer campaign_results campaign_stats campaign_performance campaignResults [get|show]_campaign
d How well a campaign did.
d Gets the clicks and the costs of adverts.
x get_metric generate_report
p name,campaign,title,of word! Which campaign|Campaign
p period,timeframe,range week/month/quarter/year? For what time|Period
r How did the {name} campaign do[| this {period}]?
r Was {name} worth the advertising money[| last {period}]?
r {name} campaign results[|, {period}]
r Did anybody click on our {name} adverts[| this {period}]?
r What have the adverts for {name} brought us[| in the last {period}]?
r I'm curious how many people the campaign {name} reached.
r This {period}, how is our campaign {name} going?
r Our adverts for {name}: clicks and costs[| of the {period}], please.
i show [me |]the results of the campaign {name}[| for the {period}]
i check how well the {name} adverts did[| this {period}]

@customer schedule_post plan_post social_post schedulePost [queue|time]_post publish_later
d Schedule a post on a social network.
d Publishes a text later.
x post_to_channel
p text,post,content,message text! What is posted|Text
p date,day,on day! When|Day
p time,at,hour clock? At what time|Time
r Our followers should read this on {date}[| at {time}]: {text}
r on {date}[| at {time}] this goes online: {text}
r post for {date}[| {time}]: {text}
r Let the world know on {date}: {text}
r The post {text"} should come out {date}[| at {time}].
r {text"}, that's our post for {date}[|, {time}].
r I'd like to publish {text"} on {date}[| around {time}].
r Something for our fans, {date}[| at {time}]: {text}
i schedule a post for {date}[| at {time}]: {text}
i post {text"} on {date}[| at {time}]

@task create_project new_project start_project createProject [open|set_up]_project add_project
d Create a project.
d Sets up a new project with somebody who leads it.
x create_task
p name,project,title,project_name word! Name of the project|Name
p lead,leader,manager,owner person! Who leads it|Lead
p deadline,end,due,until day? Until when|Deadline
r {lead} will lead a new project, {name}[|, due {deadline}].
r We start something new called {name}, led by {lead}[|, deadline {deadline}].
r new project {name}, lead {lead}[|, due {deadline}]
r {name} has become a project of its own. {lead} is in charge[|, due {deadline}].
r With {lead} at the head, we begin the project {name}.
r Can we have a project {name} in the system[|, due {deadline}]? {lead} runs it.
r A project by the name of {name} should be set up for {lead}.
r For {lead}, please, a fresh project: {name}[|, until {deadline}]
i create a project {name} led by {lead}[|, due {deadline}]
i set up {name} as a project with {lead} as its lead

@task set_deadline move_deadline project_deadline setDeadline [change|extend]_due_date due_date
d Set the deadline of a project.
d Changes when a project must be finished.
x create_reminder
p project,name,of,task word! Which project|Project
p date,deadline,due,to day! The new deadline|Deadline
r {project} has to be finished by {date}.
r We need more time for {project}, until {date}.
r {project} due {date}
r The new deadline of {project} is {date}.
r We won't make it with {project}. Move the deadline to {date}.
r {date} - by then {project} must be ready, so enter it.
r The customer wants {project} by {date}; that's our deadline.
r When's {project} due? It should say {date}.
i set the deadline of {project} to {date}
i give {project} time until {date}

@task project_status project_progress how_far projectStatus [get|show]_progress status_of_project
d How far a project is.
d Gets the progress of a project.
x generate_report
p project,name,of,title word! Which project|Project
r How far are we with {project}?
r Is {project} on time?
r {project} status
r Will {project} be ready in time?
r How much of {project} is done?
r Where does the project {project} stand?
r What's left to do before {project} is finished?
r I have to tell the boss how {project} is coming along.
r With {project}, are we late?
i tell me how far {project} is
i check the progress of the project {project}

@task add_to_project staff_project assign_to_project addToProject [put|place]_on_project
d Put somebody on a project.
d Adds a member to a project's team.
x assign_ticket
p person,member,employee,who person! Who joins|Person
p project,name,team,to word! Which project|Project
p hours,hours_per_week,weekly_hours #4-40? Hours a week|Hours a week
r {person} should work on {project}[|, {hours} hours a week].
r {project} needs [more people|help], let {person} join.
r {person} joins {project}[| for {hours} hours a week].
r {project} team: add {person}[|, {hours} h a week]
r With {person} on the team, {project} would go faster.
r For {hours} hours a week, {person} could help out with {project}.
r Has {person} got time for {project}? Put them on the project.
r On the project {project} I'd like to have {person}, too.
i put {person} on the project {project}[| for {hours} hours a week]
i add {person} to {project}
"""
