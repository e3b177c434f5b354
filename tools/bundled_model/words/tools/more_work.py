"""More functions for programs, servers, databases and files."""

FUNCTIONS = """
@ops restore_backup restoreBackup recover_from_backup load_backup [bring_back|roll_in]_backup
d Restore a service from its backup.
d Brings back the saved data of a day.
p service,app,system,name service! What to restore|Name of the service
p date,day,backup_date,from_day day? Which backup|Day of the backup
r {service} lost its data. Restore the backup[| of {date}].
r The backup of {service} from {date} is needed back.
r What we want back is {service} as it was on {date}.
r Can {service} be restored from its backup[| of {date}]?
r backup of {service}[|, {date}], restore please
r From {date}, that's the backup that should go back into {service}.
r Everything in {service} is gone, we need the last backup put back.
i restore {service}[| from the backup of {date}| to how it was on {date}]
i bring the data of {service} back[| as of {date}]

@ops set_env_variable setEnv set_config_value configure [change|update]_setting put_variable
d Set an environment variable of a service.
d Changes the value of a setting.
p variable,key,name,setting identifier! Which variable|Name of the setting
p value,to,new_value #0-900! What it is set to|New value
p service,app,target service? Of which service|Service
r {variable} should be {value}[| on {service}| in {service}].
r In {service}, {variable} has to be set to {value}.
r set {variable}={value}[| for {service}]
r {value} is what we need for {variable}[| in {service}].
r Why is {variable} not {value} yet? Change it[| for {service}].
r The setting {variable} must become {value}[|, service {service}].
r {service}: {variable} to {value}
i [set|change] {variable} to {value}[| in {service}]
i give {variable} the value {value}[| on {service}]

@ops switch_feature_flag toggle_flag featureFlag set_flag [flip|change]_feature_flag
d Switch a feature flag on or off.
d Enables or disables a feature[| in an environment].
p flag,feature,name,flag_name identifier! Which flag|Name of the feature
p state,value,to on~enabled/off~disabled! New state|On or off
p environment,env,stage staging/production~prod/development~dev? Where|Environment
r {flag} [goes|should be] {state}[| in {environment}].
r In {environment} we want the flag {flag} {state}.
r flag {flag} {state}[|, {environment}]
r Users complain about {flag}. Have the flag {state}[| in {environment}].
r Can {flag} be {state} in {environment} from now on?
r The feature behind {flag} has to be {state}.
r I'd like {flag} {state}, but only in {environment}.
i set the feature flag {flag} to {state}[| in {environment}]
i switch {flag} {state}[| on {environment}]

@ops silence_alerts mute_alert silence muteAlerts snooze_alarms [quiet|pause]_alerts
d Silence the alerts of a service for some time.
d Mutes a service's alarms.
x list_alerts
p service,app,source service! Whose alerts|Service
p minutes,duration,for_minutes #5-240? How long, in minutes|Duration
r {service} keeps paging us. Mute it[| for {minutes} minutes].
r I don't want to hear from {service} for the next {minutes} minutes.
r For {minutes} minutes, no alerts from {service} please.
r We know about {service}, so its alerts can be silenced[| for {minutes} minutes].
r mute {service} {minutes} min
r Could the alarms of {service} be quiet[| for {minutes} minutes]?
r No more alerts out of {service}[|, {minutes} minutes will do].
i [mute|silence] [the alerts of|all alerts from] {service}[| for {minutes} minutes]
i keep {service} quiet for {minutes} minutes

@ops page_on_call page alert_on_call pageOnCall wake_engineer [notify|call]_on_call
d Page the engineer on call.
d Wakes whoever is on duty because of a problem.
x create_ticket list_alerts
p problem,message,reason,summary problem! What is wrong|Reason
p service,team,app service? Of which service|Team
r {problem}. Page whoever is on call[| for {service}].
r Somebody on duty has to know: {problem}
r Who's on call[| for {service}]? They must hear this: {problem}
r on-call needed[| for {service}]: {problem}
r We have an emergency[| in {service}], {problem}. Get the person on duty.
r This can't wait for morning - {problem} - so page the engineer.
i page the on-call engineer[| of {service}]: {problem}
i wake the person on duty[| for {service}], {problem}
i call in the engineer on duty because {problem}

@ops renew_certificate renew_cert renewCertificate refresh_tls [update|extend]_certificate
d Renew the certificate of a host.
d Gets a new TLS certificate for a domain.
p host,domain,hostname host! For which host|Domain name
r The certificate of {host} runs out soon[|, renew it].
r {host} has an expired certificate.
r {host}'s cert needs renewing
r For {host} we need a new certificate[| today].
r Browsers warn about {host}, its certificate is too old.
r Can the TLS certificate for {host} be renewed?
r cert renewal {host}
r It's {host} whose certificate has to be renewed.
i renew the [certificate|cert|TLS certificate] [of|for] {host}

@ops check_host ping ping_host isUp [check|test]_uptime host_status
d Check whether a host can be reached.
d Pings a server.
p host,server,address,hostname host! Which host|Address
r Is {host} [up|down|reachable|online][| right now]?
r {host} doesn't answer. Is it down?
r Can you reach {host}?
r I wonder if {host} is [up|alive].
r {host} up?
r From where you are, does {host} respond?
r Nobody can open {host}, please have a look whether it's up.
r Down or up, what is {host}?
i [ping|check] {host}
i see [whether|if] {host} [answers|is up|can be reached]

@ops schedule_maintenance plan_maintenance maintenance_window scheduleMaintenance plan_downtime
d Plan a maintenance window for a service.
d Schedules downtime.
p service,app,system service! Which service|System
p date,day,on day! Which day|Date
p time,start,at clock? When it starts|Start
r {service} goes down for maintenance on {date}[| at {time}], plan that.
r We need a maintenance window for {service} on {date}[| at {time}].
r On {date}[| around {time}] we want to work on {service}, so schedule the downtime.
r maintenance {service} {date}[| {time}]
r Can {service} have its maintenance on {date}[|, starting {time}]?
r {date}[|, {time}], maintenance of {service}
r The downtime of {service} will be on {date}[| at {time}].
i [plan|schedule] maintenance of {service} [for|on] {date}[| at {time}]
i put {service} down for maintenance on {date}

@ops rotate_key rotate_secret new_api_key rotateKey replace_credentials [change|renew]_api_key
d Rotate the API key of a service.
d Replaces a service's secret by a new one.
p service,app,owner service! Whose key|Service
r The API key of {service} leaked. Rotate it.
r {service} needs a new [API key|secret].
r Somebody posted {service}'s key in public, replace it.
r The secret of {service} is a year old and has to be rotated.
r new key for {service}
r Can {service} get a fresh API key?
r For {service}, the key should be changed today.
i rotate the [key|secret|API key] [of|for] {service}
i give {service} a new [secret|API key]

@ops run_pipeline trigger_build start_build runPipeline ci_build [start|trigger]_pipeline
d Run the build pipeline of a branch.
d Starts a CI build.
x run_tests
p branch,ref,name branch! Which branch|Branch to build
p environment,target,stage staging/production~prod/development~dev? For where|Target environment
r {branch} has to be built[| for {environment}].
r The pipeline of {branch} should run again.
r Has {branch} been built yet? If not, start it[| for {environment}].
r build {branch}[| for {environment}]
r I pushed to {branch}, run the pipeline please.
r For {environment}, a build of {branch} is needed.
r On {branch} the build never started. Trigger it.
i [run|start|trigger] [the|a] [build|pipeline] [of|for|on] {branch}
i build {branch} for {environment}

@code list_commits git_log commits recentCommits [show|get]_history commit_log
d List the latest commits of a branch.
d What was committed lately.
p branch,ref,on branch! Which branch|Branch
p count,limit,n,number #3-50? How many|Number of commits
r What was committed to {branch}[| lately| this week]?
r Which are the last {count} commits on {branch}?
r git log {branch}[|, {count}]
r On {branch}, what are the {count} latest commits?
r {branch}: last {count} commits
r I want to know who committed to {branch}.
r Has anybody pushed to {branch}[| today| recently]?
r The history of {branch} would help me[|, {count} commits are enough].
i [show|list] [me |]the last {count} commits [on|of] {branch}
i show the history of {branch}

@code remove_branch delete_branch drop_branch deleteBranch [prune|erase]_branch
d Delete a branch of the repository.
d Removes a branch that is no longer needed.
p branch,name,ref branch! Which branch|Name
r {branch} is merged, so it can be deleted.
r We don't need {branch} any more.
r The branch {branch} should go.
r Nobody works on {branch} now, get rid of it.
r delete branch {branch}
r Can {branch} be removed?
r Of all the old branches, {branch} is the one to delete.
r {branch} is dead. Please delete that branch.
i [delete|remove|drop|prune] [the branch |branch |]{branch}

@code tag_release create_tag create_release tagRelease [publish|cut]_release new_version
d Tag a release of the code.
d Publishes a version[| from a branch].
p version,tag,name version! The version|Tag
p branch,from,ref branch? From which branch|Branch
r {version} is ready[| on {branch}], tag it.
r It's time to release {version}[| from {branch}].
r We want {branch} released as {version}.
r The code on {branch} becomes {version}, so tag it.
r tag {version}[| on {branch}]
r Can we cut {version}[| from {branch}| today]?
r {version} should be tagged[| from {branch}].
i tag [|the release ]{version}[| on {branch}| from {branch}]
i [cut|publish|create] the release {version}[| from {branch}]

@code compare_branches diff_branches branch_diff compareBranches git_diff [show|get]_diff
d Show the difference between two branches.
d What one branch has that another lacks.
p base,from,first branch! One branch|Base
p head,to,second branch! The other branch|Head
r How do {base} and {head} differ?
r What's different between {base} and {head}?
r diff {base} {head}
r What has {head} that {base} doesn't have?
r Between {base} and {head}, which files changed?
r I'd like to see the diff from {base} to {head}.
r {base} against {head}, what changed?
i compare {base} [with|to|and] {head}
i show [me |]the [differences|diff] between {base} and {head}

@code request_review ask_for_review requestReview add_reviewer assign_reviewer pr_reviewer
d Ask somebody to review a pull request.
d Adds a reviewer.
p number,pull_request,pr,id #10-9000! Number of the pull request|Pull request
p reviewer,person,who,from person! Who should review|Reviewer
r {reviewer} should review pull request {number}.
r Pull request {number} needs a review by {reviewer}.
r PR {number}, reviewer {reviewer}
r Could {reviewer} look over PR {number}?
r I'd like {reviewer} to review #{number}.
r The one to review {number} is {reviewer}.
r For PR {number} I want a review from {reviewer}.
i ask {reviewer} [for a review of|to review] [PR|pull request] {number}
i add {reviewer} as a reviewer [of|to] PR {number}

@code describe_table table_schema show_columns describeTable [get|list]_columns table_info
d Describe the columns of a table.
d What a table of the database looks like.
p table,name,table_name identifier! Which table|Table
r [What|Which] columns does {table} have?
r How is the table {table} [built|defined]?
r columns of {table}
r {table} schema
r I need to know what {table} looks like before I query it.
r What's in the table {table}, column by column?
r In {table}, which columns are there?
r Does {table} have a date column? Show me the table's schema.
i describe [|the table ]{table}
i [show|list] [me |]the columns of {table}

@code export_table dump_table exportTable table_export download_table [save|write]_table
d Export a table to a file.
d Writes the rows of a table out.
p table,name,source identifier! Which table|Table
p format,file_type,as csv~CSV/json~JSON/parquet/excel~Excel? Format of the file|File type
p rows,limit,max_rows #10-9000? At most how many rows|Rows
r I need {table} as {format}[|, {rows} rows].
r Can I have the table {table} in {format}?
r {table} export[|, {format}]
r The first {rows} rows of {table} would be nice to have in a file, {format} please.
r As {format}, please: the table {table}
r The auditors want {table} exported[| as {format}].
r Out of {table} I need {rows} rows in {format}.
i export {table}[| as {format}| to {format}]
i [dump|export] {rows} rows of {table} [as|to] {format}

@code add_index create_index addIndex index_column [build|new]_index
d Add an index to a table.
d Indexes a column so that queries get quicker.
p table,table_name,on identifier! Which table|Table
p column,field,key word! Which column|Column
r Queries on {table} are slow without an index on {column}.
r {table} needs an index on {column}.
r The column {column} of {table} should be indexed.
r index {table} {column}
r Could {column} in {table} get an index?
r On {table}, an index over {column} is missing.
r What {table} lacks is an index for {column}.
i [add|create|build] an index on {column} [in|of] {table}
i index the column {column} of {table}

@code find_definition go_to_definition findDefinition where_defined [locate|look_up]_symbol
d Find where a symbol is defined.
d Jumps to the definition of a name in the code.
x search_code
p symbol,name,identifier,function identifier! Which symbol|Name
r Where is {symbol} [defined|declared]?
r Which file defines {symbol}?
r In what file does {symbol} live?
r {symbol} is defined where?
r definition of {symbol}
r I can't find where {symbol} is declared.
r {symbol}, where does that come from?
r The definition of {symbol} is what I'm after.
i [find|go to|jump to] the definition of {symbol}
i locate [|the symbol ]{symbol}

@code run_script execute_script runScript [start|launch]_script script
d Run a script.
d Executes a script file.
p path,script,file,name path! Which script|Path of the script
p times,repeat,runs #2-9? How often|Number of runs
r {path} has to run[| {times} times].
r The script {path} should be started[| now].
r Can {path} be executed[| {times} times]?
r script {path}[|, {times} times]
r I want {path} run[| {times} times].
r Now it's the turn of {path}, run it please.
r What happens if {path} runs {times} times? Try it.
i [run|execute|start] [|the script ]{path}[| {times} times]

@file move_file mv moveFile [shift|relocate]_file put_file
d Move a file to a folder.
d Puts a file somewhere else.
x copy_file
p path,file,source path! Which file|File
p folder,to,destination,target folder! Where to|Folder
r {path} belongs in {folder}[|, move it].
r The file {path} should be in {folder}, not where it is.
r {path} to {folder}
r Into {folder} with {path}, please.
r Can {path} go into {folder}?
r {folder} is the right place for {path}.
r I'd rather have {path} in {folder}.
i move {path} [to|into] {folder}
i put [|the file ]{path} [in|into] {folder}

@file copy_file cp copyFile duplicate_file [make|put]_copy
d Copy a file to a folder.
d Makes a second copy of a file.
p path,file,source path! Which file|File
p folder,to,destination folder! Where the copy goes|Folder
r {folder} needs a copy of {path}.
r I want {path} in {folder} as well.
r copy of {path} into {folder}
r Could a copy of {path} be put in {folder}?
r In {folder} there should be a copy of {path} too.
r {path}: one more copy for {folder}
r Without touching the original, place {path} in {folder} too.
i copy {path} [to|into] {folder}
i [make|put] a copy of {path} in {folder}

@file rename_file renameFile change_file_name [set|new]_file_name retitle_file
d Rename a file.
d Gives a file a new name.
p path,file,old_name path! Which file|Old name
p new_name,to,name path! What it is called then|New name
r {path} should be called {new_name}.
r {new_name} is a better name for {path}.
r The file {path} needs a new name: {new_name}
r Can {path} be {new_name} instead?
r rename {path} -> {new_name}
r From now on {path} goes by the name of {new_name}.
r What is now {path} has to become {new_name}.
i rename {path} [to|as] {new_name}
i [call|name] the file {path} {new_name}

@file compress_folder zip compressFolder make_archive [pack|zip]_folder
d Compress a folder into an archive.
d Packs a folder.
p folder,directory,path folder! Which folder|Folder
p format,archive_type,as zip/tar/7z? Kind of archive|Format
r {folder} is too big to mail. Pack it.
r I need {folder} as [one archive|a {format} archive].
r {folder} as {format}
r Could you make a {format} of {folder}?
r Everything in {folder} should go into one archive[|, {format}].
r A {format} archive of {folder}, please.
r We want to keep {folder} but packed[|, as {format}].
i [compress|pack] [|the folder ]{folder}[| as {format}| into a {format} file]
i make a {format} archive out of {folder}
"""
