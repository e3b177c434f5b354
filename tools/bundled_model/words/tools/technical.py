"""Functions for services, code and files."""

FUNCTIONS = """
@ops deploy_service deploy deployment deployService [ship|release|roll_out]_service
d Deploy a service [to an environment|in a version].
d Ships a version of an app.
p service,app,name,service_name service! Which service|Name of the app
p environment,env,stage,target production/staging/development/testing? Where to|Environment
p version,tag,release version? Version|What to ship
r We need {service} [on|in] {environment}[|, version {version}].
r {service} {version} can go to {environment}. Deploy it.
r deploy {service} {version}
r I want {service} deployed to {environment}.
r Please ship version {version} of {service}[| to {environment}].
r The build of {service} is green, get it out to {environment}.
i [deploy|ship|release] {service} to {environment}
i [deploy|roll out|ship] [version {version} of |]{service}[| to {environment}| on {environment}]
hr It's time that {environment} gets the new {service}.
hi put {version} of {service} live on {environment}

@ops restart_service restart reboot_service restartService bounce_service
d Restart a service.
d Stops a service and starts it again.
p service,app,name,service_name service! Which service|Name of the app
p environment,env,stage production/staging/testing? Where|Environment
r {service} hangs. Please restart it[| on {environment}].
r {service} [needs|must have|wants] a restart[| in {environment}].
r restart {service}
r Can you turn {service} off and on again?
r I think {service} must be restarted[| on {environment}].
r A restart of {service}[| on {environment}] would help.
i [restart|reboot|bounce] [|the ]{service}[| service| on {environment}| in {environment}]
i give {service} a restart
hr {service} is stuck again - off and on with it.
hi make {service} begin afresh on {environment}

@ops stop_service stop shut_down_service stopService halt_service kill_service
d Stop a service.
d Shuts down a running app.
p service,app,name,service_name service! Which service|Name of the app
r {service} [must not run any more|should not run any longer|has to be stopped].
r We don't need {service} now, stop it.
r stop {service}
r I want {service} [stopped|down|switched off].
r Could you take {service} down?
r Please have {service} shut down[| for maintenance].
i [stop|halt|shut down] [|the service ]{service}
i [stop|shut down] {service} [now|at once|for maintenance]
hr End of the road for {service}, it shall run no more.
hi bring {service} to a stop

@ops start_service start launch_service startService bring_up_service
d Start a service.
d Launches an app that does not run.
p service,app,name,service_name service! Which service|Name of the app
r {service} is down. Please start it.
r {service} [should|must] be [running|up].
r start {service}
r I need {service} up and running.
r Could you bring {service} up?
r We want {service} to run again, so start it.
i [start|launch|bring up] [|the service ]{service}
i get {service} running
hr Nobody launched {service} this morning, so do it.
hi fire up {service}

@ops scale_service scale set_replicas scaleService resize_deployment
d Scale a service to a number of copies.
d Sets how many replicas of an app run.
p service,app,name,service_name service! Which service|Name of the app
p replicas,copies,count,instances #1-40! How many copies|Replicas
r {service} [needs|should have|must run with] {replicas} [replicas|copies|instances].
r We need {replicas} [replicas|instances|copies] of {service}.
r scale {service} {replicas}
r {service} to {replicas} [replicas|instances]
r Traffic grows. Can {service} have {replicas} instances?
r I want {replicas} copies of {service} running.
i scale {service} [up |down |]to {replicas}[| replicas| instances]
i run {replicas} [copies|replicas|instances] of {service}
hr {service} can't cope alone, {replicas} of them would do.
hi set {service} to {replicas} replicas

@ops get_logs logs read_logs getLogs [show|fetch|tail]_logs
d Get the logs of a service.
d [Shows|Reads] the last lines that an app logged.
p service,app,name,service_name service! Which service|Name of the app
p lines,limit,count,tail #10-500? How many lines|Number of lines
p level,severity,min_level debug/info/warning/error? Only of this level|Level
r What does {service} log?
r What's in the logs of {service}?
r logs {service}[| {lines} lines]
r I need the [|last {lines} ]lines of the {service} log.
r {service} fails, I'd like to see its logs[|, level {level}].
r Can I see the {level} logs of {service}?
r Are there any {level} messages in the {service} logs?
i [show|get|fetch|read] [me |]the [|last {lines} lines of the ]logs [of|for|from] {service}
i tail the {service} logs[|, {lines} lines]
hr Why did {service} crash? The last {lines} lines of its output may tell.
hi print {lines} log lines from {service}

@ops get_metric metrics query_metrics getMetric [read|show]_metric
d Get a metric of a service.
d How much processor, memory or traffic an app uses.
p service,host,app,name service! Which service|Name
p metric,name_of_metric,measure cpu/memory/latency/requests/errors! Which metric|Measure
p minutes,window,last_minutes #5-240? Time span in minutes|Of the last minutes
r How [high|bad] is the {metric} [of|on|at] {service}[| in the last {minutes} minutes]?
r What's the {metric} [of|for|on] {service}[| over the last {minutes} minutes]?
r {service} {metric}
r {metric} of {service}, last {minutes} minutes
r I want to see the {metric} of {service}[| for the past {minutes} minutes].
r {service} is slow. How is its {metric}?
i [show|get|check] [me |]the {metric} [of|for|on] {service}[| for the last {minutes} minutes]
hr Give me numbers: {metric}, {service}, {minutes} minutes back.
hi plot {metric} for {service}

@ops roll_back rollback revert_deployment rollBack undo_release [go|switch]_back
d Roll back a service to an earlier version.
d Undoes a deployment.
x deploy_service
p service,app,name,service_name service! Which service|Name of the app
p version,tag,to_version version? Back to which version|Version
r The new {service} is broken. Please roll back[| to {version}].
r {service} must go back to [{version}|version {version}].
r rollback {service} {version}
r {service} {version} worked. Go back to it.
r I want the last deployment of {service} undone.
r Can we return {service} to {version}?
i roll [back {service}|{service} back][| to {version}]
i revert {service} to [|version ]{version}
hr We were happier with {version} of {service}, so take us there again.
hi undo what we released of {service}

@ops list_alerts alerts active_alerts listAlerts [get|show]_alerts
d List the active alerts.
d Which alarms of the monitoring are on.
p severity,level,priority critical/warning/info? Only of this severity|Severity
r Are there any [|{severity} ]alerts?
r Which [|{severity} ]alerts are [open|active|firing][| right now]?
r [alerts|alerts?]
r What's [on fire|wrong] in the monitoring [now|at the moment]?
r Does anything alert at the moment?
r I want to see the [|active |{severity} ]alerts.
r How many {severity} alerts do we have?
i [list|show|get] [me |][|the |all ][|{severity} |active ]alerts
hr Is production quiet, or does monitoring complain?
hi go through the {severity} alarms

@code run_query query sql_query runQuery execute_sql [run|execute]_sql query_database
d Run an SQL query on the database.
d Executes SQL and returns the rows.
p query,sql,statement sql! The SQL|Statement to run
p database,db,database_name service? Which database|Name of the database
r What does {query"} return[| on {database}]?
r SQL: {query}
r run {query}
r I need the result of {query"}[| in the database {database}].
r Please run this on the [|{database} ]database: {query}
r Query for you: {query}
i [run|execute] [the query |the SQL |]{query"}[| on {database}]
i [run|execute] this query: {query}
hr The database should answer this: {query}
hi fire {query"} at the {database} database

@code run_tests tests test_suite runTests execute_tests run_test_suite
d Run the tests[| of a project].
d Starts the test suite [of a folder|for a path].
p path,folder,target,file path! Which tests|Path of the tests
r Do the tests in {path} pass?
r Are the tests in {path} green?
r tests {path}
r I want to know whether the tests [in|under|of] {path} pass.
r I changed something. Please run the tests [in|under] {path}.
r Does {path} still pass?
i run the [tests|test suite] [in|of|under] {path}
i [run|execute|start] the tests [in|under] {path}
hr Did I break anything under {path}? The suite will show.
hi test everything below {path}

@code create_branch branch new_branch createBranch [make|open]_branch git_branch
d Create a branch in a repository.
d Makes a new git branch.
p repository,repo,project service! Which repository|Repository
p branch,name,branch_name branch! Name of the branch|Name
p base,from,source main/develop/release? From which branch|Base
r I need a [new |]branch {branch} in {repository}[| from {base}].
r new branch {branch} in {repository}
r The repository {repository} needs a branch called {branch}[|, based on {base}].
r Can we have a branch {branch} in {repository}?
r I'm starting on {branch} in {repository}. Make a branch[| from {base}].
r branch {branch} off {base} in {repository}
i [create|make|open] a [|new ]branch [|called |named ]{branch} in {repository}[| from {base}]
hr My work in {repository} shall live on {branch}, split off {base}.
hi add branch {branch} to repository {repository}

@code create_pull_request open_pull_request pull_request createPullRequest open_pr merge_request
d Create a pull request.
d Opens a pull request for a branch.
p branch,head,source,source_branch branch! Branch with the changes|Source
p title,name,summary title! Title of the pull request|Title
p base,target,into main/develop/release? Into which branch|Target
r My branch {branch} is ready. Open a pull request [titled|called] {title"}.
r pull request for {branch}: {title}
r I need a pull request from {branch}[| to {base}] with the title {title"}.
r {branch} should be merged[| into {base}], so please open a PR {title"}.
r PR {title"} from {branch}[| into {base}]
r Can you open a PR for {branch} called {title"}?
i [open|create] a [pull request|PR] [for|from] {branch} [titled|called] {title"}[| against {base}]
hr Colleagues should review {branch}, headline {title"}.
hi put {branch} up for review as {title"}

@code merge_pull_request merge_pr merge mergePullRequest [accept|merge_in]_pull_request
d Merge a pull request.
d Merges the changes of a PR.
p number,pr,id,pull_request #2-9000! Number of the pull request|Number
p method,strategy,how merge/squash/rebase? How to merge|Way of merging
r [Pull request|PR] {number} [is approved|looks good]. [Merge it|Please merge].
r merge {number}
r PR {number} can be merged[|, {method}| with {method}].
r I want pull request {number} merged[| by {method}].
r Everybody approved PR {number}, so merge it[| with a {method}].
r Could you merge PR #{number}?
i [merge|accept] [pull request|PR] [|#]{number}[| with {method}| using {method}]
hr Reviewers are happy with {number}; in with it.
hi land PR {number}

@code search_code find_in_code code_search searchCode grep grep_code
d Search the source code.
d Finds where a word stands in a repository.
p query,pattern,text,term identifier! What to search for|Text
p repository,repo,project service? In which repository|Repository
r Where is {query} [used|defined|called][| in {repository}]?
r Which files [use|contain|mention] {query}[| in {repository}]?
r grep {query}
r I'm looking for {query} in the [code|source|repository {repository}].
r In which file is {query}?
r Do we still use {query} [anywhere|somewhere] in the code?
i [search|grep] the code [|of {repository} ]for {query}
i [find|show me] [where |]{query} [in the code|in the source code|in {repository}]
hr Before I rename {query}: which source files have it?
hi locate {query} in our sources

@file read_file open_file cat readFile [load|show|get]_file file_contents
d Read a file.
d [Returns|Shows] the text of a file.
x summarize_document
p path,file,filename,file_path path! Path of the file|Which file
r What [is|stands] in {path}?
r What does {path} contain?
r cat {path}
r I need [the contents of|to see] {path}.
r Can I see {path}?
r Please [let me see|show] what's in {path}.
i [read|open|show|print] [the file |]{path}
i [show|read] me [the file |the contents of ]{path}
hr Have a look inside {path} and tell me the text.
hi dump {path}

@file write_file save_file create_file writeFile [store|save]_text
d Write text to a file.
d Saves a text under a path.
p path,file,filename,file_path path! Path of the file|Where to
p content,text,contents,data text! What to write|The text
r The file {path} should [say|contain] {content"}.
r I need a file {path} with the text {content"}.
r Put {content"} in [|the file ]{path}.
r {path}: please write {content"} in there
r Can you store {content"} as {path}?
r I want {content"} saved as {path}.
i [write|save] {content"} [to|in|into] {path}
i create [|the file |a file ]{path} [with|containing|that says] {content"}
hr There shall be a new file {path}, its only line {content"}.
hi fill {path} with {content"}

@file delete_file remove_file rm deleteFile [erase|trash]_file
d Delete a file.
d Removes a file [for good|from the disk].
p path,file,filename,file_path path! Path of the file|Which file
r I don't need {path} any more.
r {path} [can be deleted|should go|can go].
r rm {path}
r Please get rid of {path}.
r The file {path} is old, delete it.
r Can you remove {path}?
i [delete|remove|erase] [the file |]{path}
i throw {path} away
hr {path} only takes up space - away with it.
hi wipe {path} off the disk

@file list_files ls list_directory listFiles [show|get]_folder dir
d List the files of a folder.
d Which files are in a directory.
p path,folder,directory,dir folder! Path of the folder|Which folder
r What [is|files are] in [the folder |]{path}?
r Which files are [in|under] {path}?
r ls {path}
r I want to see the files in {path}.
r Is there anything in the folder {path}?
r What do we have in {path}?
i [list|show] [|me ][the files|all files|everything] in {path}
hr Give me the names of whatever lies in the folder {path}.
hi enumerate the contents of directory {path}
"""
