"""More functions for servers, databases, queues, monitoring, repositories, builds and files."""

FUNCTIONS = """
@ops check_disk_space disk_space disk_usage diskSpace [show|get]_free_space storage_left
d How full the disks of a machine are.
d Tells how much storage is left on a host.
x get_metric
p host,server,machine,hostname host! Which machine|Host
r How full is {host}?
r Does {host} have any room left?
r I'm afraid {host} runs out of storage.
r {host} disk space
r On {host}, how many gigabytes are free?
r Writes fail on {host}. Is the disk full?
r Before I copy the films over, is there enough space on {host}?
r {host}: free storage?
r We may need a bigger disk in {host}, how much is used?
i [check|show me] the free [space|storage] on {host}
i tell me how full the disks of {host} are

@ops grow_disk extend_volume resize_disk growDisk [add|buy]_storage enlarge_disk
d Make the disk of a machine larger.
d Adds storage to a host.
x check_disk_space
p host,server,machine,target host! Which machine|Host
p gigabytes,size,gb,amount #20-900! How many gigabytes are added|Gigabytes
r {host} is full, give it another {gigabytes} gigabytes.
r {gigabytes} GB more for {host}.
r The disk in {host} is too small by {gigabytes} gigabytes.
r With {gigabytes} more gigabytes {host} would be fine.
r There's no room left on {host}. {gigabytes} GB on top should do.
r {host} +{gigabytes} GB storage
r Could {host} have {gigabytes} gigabytes of extra storage?
r What {host} needs is a volume that is {gigabytes} GB larger.
i add {gigabytes} [gigabytes|GB] [of storage |]to {host}
i enlarge the disk of {host} by {gigabytes} GB

@ops kill_process end_process stop_process killProcess [terminate|abort]_process
d End a process on a machine.
d Kills a program that hangs.
x stop_service
p process,program,name,process_name word! Which process|Program
p host,server,machine,on host! On which machine|Host
r {process} hangs on {host}, kill it.
r On {host}, the process {process} eats all the memory. End it.
r kill {process} on {host}
r There's a {process} on {host} that never ends, get rid of it.
r {host} is slow because of the program {process}, which should be ended.
r The process {process} must not run on {host} any longer.
r Can somebody end {process}? It's running wild on {host}.
r {host}: process {process} has to die
i [kill|end|terminate] [|the process ]{process} on {host}
i make the program {process} on {host} stop

@ops list_processes processes top ps runningProcesses [show|get]_processes
d List what is running on a machine.
d The programs that use most of a host's processor.
x get_metric
p host,server,machine,hostname host! Which machine|Host
p count,limit,n,top_n #3-30? How many|At most how many
r What is running on {host}?
r {host} is terribly slow. Which programs use it up?
r Which [|{count} ]processes keep {host} busy?
r top {host}
r What eats the processor of {host}?
r On {host}, what are the {count} busiest programs?
r {host} processes[|, {count} of them]
r Something on {host} takes all the memory and I'd like to know what.
i list the [|{count} ]processes on {host}
i show [me |]what runs on {host}[|, the top {count}]

@ops reboot_server reboot_host reboot rebootServer power_cycle [reset|restart]_machine
d Reboot a machine.
d Switches a server off and on again.
x restart_service
p host,server,machine,hostname host! Which machine|Host
p time,at,when clock? When|Time
r {host} hangs completely, turn it off and on again.
r The machine {host} needs a reboot[| at {time}].
r reboot {host}[| at {time}]
r Nothing helps with {host} but switching it off and on.
r Not even ssh works on {host}. Reboot it, will you?
r The new kernel on {host} only works after a reboot[|, {time} would suit].
r At {time} nobody uses {host}, so reboot it then.
r Can the server {host} be rebooted[| at {time}]?
i reboot [|the machine |the server ]{host}[| at {time}]
i power {host} off and on again[| at {time}]

@ops queue_length queue_size queue_depth queueLength [get|count]_waiting_messages backlog
d How many messages wait in a queue.
d Tells the backlog of a queue.
p queue,name,queue_name,source identifier! Which queue|Queue
r How many messages are waiting in {queue}?
r Is {queue} backed up?
r {queue} backlog
r Is anything left in the queue {queue}?
r The workers seem slow, how long is {queue} by now?
r {queue}: how many are still unread?
r In {queue}, what's the number of waiting jobs?
r I wonder whether the queue {queue} is getting longer.
r Do jobs pile up in {queue}?
i [count|tell me] the messages [waiting |]in {queue}
i show the length of the queue {queue}

@ops empty_queue clear_queue drain_queue emptyQueue [flush|drop]_messages
d Throw away all messages in a queue.
d Empties a queue.
x queue_length
p queue,name,queue_name,target identifier! Which queue|Queue
r {queue} is full of rubbish, empty it.
r Nothing in {queue} is of any use. Throw it all out.
r All the messages in {queue} can go.
r Everything that waits in {queue} should be dropped.
r clear queue {queue}
r We want to begin with an empty {queue}.
r Those jobs in the queue {queue} are a week old, so delete every one.
r Could {queue} be flushed?
r In {queue} there are only test messages, get them out.
i [empty|clear|flush|drain] the queue {queue}
i throw away all messages in {queue}

@ops list_deployments deployments deploy_history listDeployments [show|get]_releases
d List when a service was deployed.
d The last releases of a service that went live.
p service,app,name,of service! Which service|Service
p count,limit,n,last #2-20? How many|At most how many
r When did {service} last go live?
r What was deployed to {service} lately?
r Which version of {service} went out last?
r deployments {service}[|, last {count}]
r {service} - the {count} latest releases
r Did anybody ship a new {service} [today|this week]?
r It worked yesterday! What has been rolled out on {service} since?
r Of {service}, I'd like to see the last {count} deployments.
i list the [|last {count} ]deployments of {service}
i show me [when|how often] {service} was deployed

@ops set_log_level log_level change_log_level setLogLevel logging_level verbosity
d Set how much a service logs.
d Changes the log level.
x set_env_variable
p service,app,target,name service! Which service|Service
p level,value,log_level,to debug/info/warning/error! From which level on|New level
r {service} logs too much, {level} is enough.
r The log level of {service} should be {level}.
r We see nothing in the logs of {service}. Put them at {level}.
r {service}: log level {level}
r {level} logging for {service}, please.
r At {level}, that's how {service} should write its logs.
r Could {service} log at {level} from now on?
r I'm hunting an error in {service} and need its log level at {level}.
i set the [log level|logging] of {service} to {level}
i let {service} log at {level}

@ops create_alert_rule add_alert alert_rule createAlertRule new_alarm [define|set]_alarm
d Create an alert for a service.
d Warns the team when a figure of a service gets too high.
x list_alerts
p service,app,source,target service! Which service|Service
p metric,figure,measure,of errors/latency/memory/load! What is watched|Metric
p limit,threshold,above,max #5-900! Above which value|Threshold
r Warn us when the {metric} of {service} goes above {limit}.
r If {metric} in {service} ever passes {limit}, we want to be told.
r An alarm for {service}, please: {metric} over {limit}.
r {service} {metric} > {limit}, alert
r We should hear of it whenever {service} has {metric} beyond {limit}.
r {limit} is the most we allow for {metric} in {service}; alert us above that.
r Nobody noticed last time. Let there be an alert at {metric} {limit} for {service}.
i create an alert for {service} at {metric} over {limit}
i alert us as soon as {metric} of {service} exceeds {limit}

@ops schedule_job add_cron_job cron scheduleJob run_daily [plan|add]_job
d Run a script every day at a time.
d Adds a cron job.
x run_script
p script,file,path,command path! Which script|Script
p time,at,when,start clock! At what time|Time
r {script} should run every day at {time}.
r Each night at {time} we need {script} to be run.
r Daily at {time}: {script}
r cron {time} {script}
r At {time} every morning somebody starts {script} by hand. Automate that.
r I keep forgetting {script}. Let it start by itself, daily, at {time}.
r Is it possible to have {script} run at {time} each day?
r The job {script} belongs into the crontab, {time}.
i run {script} every day at {time}
i schedule {script} for {time} each day

@ops migrate_service move_service move_region migrateService change_region relocate_service
d Move a service to another region.
d Changes where in the world a service runs.
x deploy_service
p service,app,name,workload service! Which service|Service
p region,to,location,zone europe~Europe/america~America/asia~Asia/africa~Africa! Where to|Region
r {service} should run in {region} instead.
r Our users of {service} are all in {region}, move it there.
r The law says that {service} must be hosted in {region}.
r {service} to {region}
r To {region}, that's where {service} has to move.
r We'd save money if {service} ran in {region}. Please migrate it.
r From next week on {region} is the home of {service}, so move it.
r Can {service} be brought over to {region}?
i [move|migrate] {service} to {region}
i relocate {service} to the data center in {region}

@ops open_port firewall_rule add_firewall_rule openPort [set|change]_port_rule
d Open or close a port of a machine.
d Changes the firewall of a host.
p port,number,port_number #20-9000! Which port|Port
p host,server,machine,on host! Of which machine|Host
p action,rule,state,do open/close! Whether it is opened or closed|Action
r {action} port {port} on {host}.
r On {host}, {action} port {port}.
r The firewall of {host} is wrong: {action} {port}
r port {port} {host} {action}
r {host} has a firewall. Have it {action} port {port}.
r I'd like you to {action} port {port}, on {host} that is.
r Could somebody {action} port {port} of {host} in the firewall?
r For {host} we want the firewall to {action} {port}.
i {action} the port {port} [of|on] {host}
i make the firewall of {host} {action} port {port}

@ops security_scan scan_vulnerabilities vulnerability_scan securityScan [check|audit]_security
d Scan a service for vulnerabilities.
d Looks for security holes in a program.
p service,app,target,name service! Which service|Service
p depth,mode,kind quick/full? How thorough|Mode
r Is {service} safe?
r Are there any known holes in {service}?
r Could anybody break into {service}? Have it looked at[|, {depth} scan].
r {service} security scan[| ({depth})]
r Before the audit we want {service} checked for vulnerabilities.
r I'm worried that {service} can be hacked.
r A {depth} check of {service} for security problems, please.
r With {service} open to the world, we'd better look for weak spots.
i scan {service} for [vulnerabilities|security holes]
i run a {depth} security scan of {service}

@code create_database new_database add_database createDatabase [make|init]_database
d Create a database.
d Makes an empty database on a server.
p name,database,db,db_name word! Name of the database|Name
p host,server,on,machine host? On which server|Host
r We need a database called {name}[| on {host}].
r For the new app, a fresh database by the name of {name}.
r There's no {name} database yet[| on {host}], so make one.
r new database {name}[| on {host}]
r {name}: that's the name of the database we want[| on {host}].
r On {host} there should be an empty database {name}.
r Could you set up {name} as a database[| on the server {host}]?
r The tables go into a database {name}, which has to be made first.
i create [a|the] database {name}[| on {host}]
i make an empty database named {name}[| on {host}]

@code copy_table clone_table duplicate_table copyTable [make|save]_table_copy
d Copy a table of the database under another name.
d Duplicates a table with its rows.
x export_table
p table,source,name,from identifier! Which table|Table
p target,copy,new_name,to identifier! Name of the copy|New name
r I want to try something on {table}. Make me a copy called {target}.
r {table} should exist twice, once more as {target}.
r {table} -> {target}, copy the table
r Could there be a {target} with all the rows of {table}?
r Under the name {target}, please duplicate the table {table}.
r Before I touch the rows of {table} I'd like to have them in {target} as well.
r A second table {target} with what's in {table}, please.
r All of {table}'s rows belong in a new table {target} too.
i copy the table {table} to {target}
i duplicate {table} as {target}

@code kill_query cancel_query stop_query killQuery [abort|end]_query slow_query_stop
d Stop a query that takes too long.
d Cancels what a database is doing.
x run_query
p number,query,id,query_id #10-9000! Number of the query|Query
p database,db,name,on word? In which database|Database
r Query {number} has been running for an hour, stop it[| in {database}].
r The query {number} locks everything[| in {database}]. Cancel it.
r kill query {number}[| in {database}]
r Nobody waits for query {number} any more.
r In the database {database}, number {number} never finishes. Get rid of that query.
r The database is slow because of query {number}, which must end.
r Could query {number} be aborted[|, the database is {database}]?
r Query {number}, the one that takes forever, has to be stopped.
i [stop|cancel|kill] [|the ]query {number}[| in {database}]
i end query {number}[| in the database {database}]

@code rebase_branch rebase update_branch rebaseBranch bring_up_to_date git_rebase
d Rebase a branch onto another.
d Brings a branch up to date with what others committed.
x merge_pull_request compare_branches
p branch,name,source,what branch! Which branch|Branch
p onto,base,target,upstream branch! Onto which branch|Base
r {branch} is behind {onto}. Rebase it.
r {branch} lacks what is new in {onto}.
r rebase {branch} onto {onto}
r The commits of {branch} should sit on top of {onto}.
r I'd like {branch} to be up to date with {onto}.
r On top of {onto}, that's where {branch} belongs.
r Could {branch} be brought up to date, with {onto} as its base?
r Since Monday a lot has landed on {onto}, and {branch} needs it.
i rebase {branch} [on|onto|on top of] {onto}
i put the commits of {branch} on top of {onto}

@code protect_branch lock_branch branch_protection protectBranch forbid_pushes
d Protect a branch from being changed without a review.
d Nobody can push to a branch any more.
p branch,name,ref branch! Which branch|Branch
p reviews,approvals,required_reviews,count #2-6? How many reviews a change needs|Reviews
r Nobody should push straight to {branch}[|, {reviews} reviews at least].
r Changes of {branch} need {reviews} reviews from now on.
r Somebody overwrote {branch} yesterday. Protect it.
r protect {branch}[|, {reviews} reviews]
r {branch} must be safe from accidents[| and need {reviews} approvals].
r From today on, {branch} can only be changed by a reviewed pull request.
r How do I keep people from pushing to {branch}? Lock it[|, {reviews} approvals].
r Without {reviews} approvals nothing should get into {branch}.
i protect [|the branch ]{branch}[| with {reviews} required reviews]
i lock {branch} against direct pushes

@code clone_repository git_clone clone cloneRepository checkout_repo [get|download]_repository
d Clone a repository.
d Gets the code from an address into a folder.
p url,repository,source,address url! Address of the repository|Repository
p folder,into,directory,target folder? Into which folder|Folder
r The code is at {url}, get it[| into {folder}].
r I need the repository {url}[| in {folder}].
r git clone {url}[| {folder}]
r {url} - have that code on this machine[| in {folder}].
r In {folder} I'd like a copy of the repo {url}.
r Can we have a working copy of {url}[|, say in {folder}]?
r Their source lives under {url}. Check it out[| to {folder}].
r To work on it I need {url} cloned.
i clone {url}[| into {folder}| to {folder}]
i check the repository {url} out[| into {folder}]

@code comment_on_pull_request pr_comment review_comment commentPr [add|write]_pr_comment
d Write a comment on a pull request.
d Says something about a change.
x request_review
p number,pull_request,pr,id #10-9000! Number of the pull request|Pull request
p text,comment,body,message text! What is said|Comment
r Under pull request {number} I want to say {text"}.
r PR {number}, comment: {text}
r What I think of PR {number}: {text}
r My comment on #{number} is {text"}.
r The author of pull request {number} should read this: {text}
r Somebody should write {text"} below PR {number}.
r {text"} is my remark about pull request {number}.
r On #{number} please leave a note for the author: {text}
i comment {text"} on [PR|pull request] {number}
i write below pull request {number}: {text}

@code retry_build rebuild rerun_build retryBuild [repeat|restart]_build run_again
d Run a build again that failed.
d Repeats a CI job.
x run_pipeline run_tests
p number,build,id,build_id #100-9000! Number of the build|Build
r Build {number} failed for no reason, try it again.
r {number} was red because the network was down. Give that build another go.
r rerun build {number}
r Another try of build {number}, please.
r The failure of build {number} looks like bad luck.
r I think build {number} would be green the second time.
r Could we run build {number} once more?
r A flaky test broke build {number}, so repeat it.
i [retry|repeat|rerun] [|the ]build {number}
i give build {number} another try

@code update_dependency upgrade_package bump_version updateDependency [upgrade|bump]_library
d Update a library that the code uses.
d Sets a package to a newer version.
p package,library,dependency,name word! Which package|Package
p version,to,new_version,release version! To which version|Version
r {package} {version} is out, we should use it.
r We are still on an old {package}. Go up to {version}.
r The library {package} has a hole that is closed in {version}.
r bump {package} {version}
r Our code should depend on {version} of {package}.
r {version} is the release of {package} that we want.
r Could the package {package} go to {version}?
r From {version} on, {package} can do what we need, so upgrade.
i [update|upgrade|bump] [|the package |the library ]{package} to {version}
i use version {version} of {package}

@file unpack_archive unzip extract_archive unpackArchive [extract|expand]_files untar
d Unpack an archive.
d Extracts the files of a zip.
x compress_folder
p path,archive,file,source path! Which archive|Archive
p folder,to,target,directory folder? Where to|Folder
r {path} is an archive, I want what's inside[| in {folder}].
r What's packed in {path} should be unpacked[| to {folder}].
r unzip {path}[| to {folder}]
r The files in the zip {path} belong in {folder}.
r Somebody sent me {path}, all zipped. Unpack it[| into {folder}].
r I can't use {path} while it's packed.
r Into {folder}, please extract {path}.
r Can {path} be unzipped[| to {folder}]?
i [unpack|unzip|extract] {path}[| to {folder}| into {folder}]
i get the files out of the archive {path}

@file replace_in_file find_and_replace substitute replaceInFile [change|swap]_word sed
d Replace a word in a file.
d Changes a text everywhere in a file.
x write_file
p path,file,in_file,filename path! In which file|File
p old,search,find,from word! What is replaced|Old word
p new,replacement,by,to word! What stands there then|New word
r In {path}, every {old} should be {new}.
r {old} is now called {new}. Correct that in {path}.
r {path}: {old} -> {new}
r Wherever {path} says {old}, it must say {new}.
r We renamed {old} to {new}, but {path} still has the old word.
r The word {old} in {path} is wrong, it has to be {new}.
r {new} instead of {old}, all over {path}.
r Could {path} have {new} wherever there's {old} now?
i replace {old} [by|with] {new} in {path}
i change [every|each] {old} in {path} to {new}

@file compare_files diff_files file_diff compareFiles [show|find]_differences
d Compare two files.
d Shows in which lines files differ.
x compare_branches
p first,left,old_file,file_a path! One file|First file
p second,right,new_file,file_b path! The other file|Second file
r Are {first} and {second} the same?
r Where do {first} and {second} differ?
r diff {first} {second}
r {first} vs {second}, which lines are different?
r Somebody changed {second}; what was it like in {first}?
r What's in {second} that {first} lacks?
r I can't tell {first} from {second}. Is there any difference?
r Between {first} and {second}, line by line, what changed?
i compare {first} [with|to|and] {second}
i show me the differences between {first} and {second}

@file download_file fetch_file wget downloadFile [get|save]_from_url save_link
d Download a file from an address.
d Saves what is behind a link.
x clone_repository
p url,link,address,source url! Which address|Link
p folder,to,directory,save_to folder? Where it is saved|Folder
r I want {url} on my disk[|, in {folder}].
r There's a file at {url}. Save it[| to {folder}].
r {url} should be in {folder} before I go offline.
r wget {url}[| to {folder}]
r In {folder} I'd like to have what's behind {url}.
r Can you get me the file {url}[| and put it in {folder}]?
r Behind {url} there's a file that I need here[|, in {folder}].
r {url} -> {folder}
i download {url}[| to {folder}| into {folder}]
i save the file behind {url}[| in {folder}]
"""
