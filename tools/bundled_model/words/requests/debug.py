"""Requests about something that fails, is slow, or gives wrong results."""

from __future__ import annotations

from tools.bundled_model.grammar import lines, words

SLOTS: dict[str, tuple[str, ...]] = {
    "err_small": lines("""
        NameError: name '{word}' is not defined
        SyntaxError: invalid syntax
        SyntaxError: unexpected token '}'
        IndentationError: unexpected indent
        TypeError: {ident}() missing 1 required positional argument: '{word}'
        TypeError: can only concatenate str (not "int") to str
        TypeError: Cannot read properties of undefined (reading '{word}')
        TypeError: '{noun_id}' object is not callable
        ModuleNotFoundError: No module named '{word}'
        ImportError: cannot import name '{ident}' from '{stem}'
        KeyError: '{word}'
        IndexError: list index out of range
        AttributeError: 'NoneType' object has no attribute '{word}'
        ValueError: invalid literal for int() with base 10: '{word}'
        ZeroDivisionError: division by zero
        ReferenceError: {word} is not defined
        FileNotFoundError: No such file or directory: '{file}'
        NullPointerException at {cls}.java:{line}
        ClassNotFoundException: {cls}
        ArrayIndexOutOfBoundsException: 5
        error[E0382]: borrow of moved value: `{word}`
        error TS2322: Type 'string' is not assignable to type 'number'
        undefined: {ident}
        undefined reference to `{ident}'
        missing semicolon at line {line}
        Uncaught ReferenceError: require is not defined
        command not found: {word}
        Permission denied (publickey)
        npm ERR! missing script: {word}
        port 8080 already in use
        404 Not Found
        400 Bad Request
        401 Unauthorized
        fatal: not a git repository
        column "{word}" does not exist
        relation "{noun_id}s" does not exist
        No such container: {word}
        JSONDecodeError: Expecting value: line 1 column 1
        UnboundLocalError: local variable '{word}' referenced before assignment
        CORS policy: No 'Access-Control-Allow-Origin' header
    """),
    "err_mid": lines("""
        500 Internal Server Error
        502 Bad Gateway
        504 Gateway Timeout
        Connection refused
        connection reset by peer
        OperationalError: could not connect to server
        IntegrityError: duplicate key value violates unique constraint
        django.db.utils.ProgrammingError: relation "{noun_id}" already exists
        java.lang.OutOfMemoryError: Java heap space
        StackOverflowError in {cls}
        Segmentation fault (core dumped)
        SSL: CERTIFICATE_VERIFY_FAILED
        CrashLoopBackOff
        ImagePullBackOff
        exit code 137
        panic: runtime error: invalid memory address or nil pointer dereference
        thread 'main' panicked at src/main.rs:{line}
        AssertionError: expected {n} but got {n}
        UnicodeDecodeError: 'utf-8' codec can't decode byte 0xe9
        RecursionError: maximum recursion depth exceeded
        TimeoutError: timed out after {n} seconds
        ERROR {cls} - failed to process {noun_id}
        Module build failed: cannot resolve '{file}'
        Hydration failed because the initial UI does not match
        Too many re-renders
        Invalid signature
        token expired
        hibernate.LazyInitializationException: no session
        FATAL: too many connections
        disk quota exceeded
    """),
    "fail_small": words("""
        my {lang} script stops with a syntax error|the import of {word} fails
        this if never becomes true|my for loop skips the last element|this loop never ends
        the regex doesn't match the dot|the function returns None instead of the result
        {ident} returns undefined|the print shows nothing|my variable is undefined after the loop
        the list is empty after sorting it|the button does nothing when clicked
        0.1 + 0.2 is not 0.3|the string comparison is always false|git push is rejected
        the date is off by one day|{tool} says command not found|npm install fails
        pip can't find the package|the CSS rule is ignored|the image doesn't show up
        the link gives a 404|the env variable is empty|the semicolon is reported as an error
        my condition with == None is wrong|the counter is off by one
        the total is a string, not a number|the cron line never fires|the alias is not found
        the docker command complains about the tag|the query returns no rows for NULL
        the JSON can't be parsed|my lambda captures the wrong variable|int division gives 0
        the constructor is never called|the file isn't found though it's there
        the switch falls through|the mock isn't called|chmod says permission denied
        my array index is out of range|the async function returns a promise instead of a value
        the default list argument keeps its old items|the variable shadows an import
        the linter reports an unused variable|the compiler says {word} is moved
        the div is not centered|the modal won't close|a tab breaks my makefile
        the header is missing in curl
    """),
    "fail_mid": words("""
        the {route} endpoint returns 500 for some users
        the {service} crashes when the {noun_id} list is empty
        the tests in {file} fail on CI but pass locally|a test in the {noun_id} suite is flaky
        the {service} got slow since the last release|this query takes {n} seconds
        the page takes {n} seconds to load|the {service} shows wrong totals
        some {noun_id}s are imported twice|the export misses a few rows
        users get logged out at random|the upload breaks for files over {n} MB
        the migration fails half-way|the build fails after upgrading {framework}
        the container restarts again and again|the pod is stuck in pending
        the {service} can't connect to {db} from docker|emails are sent twice
        the webhook of {tool} is never received|the cache returns stale {noun_id}s
        the {service} returns the wrong language|dates are wrong in other time zones
        the search finds nothing for umlauts|the form loses its values after submit
        the component renders twice|the worker stops taking jobs after an hour
        the scheduled job runs twice|the {broker} consumer doesn't commit its offsets
        the app crashes on Android only|the layout breaks in Safari
        the chart shows yesterday's numbers|the login redirects in a loop
        the memory of the {service} grows slowly|the CPU is at 100% when nobody is online
        the log is full of timeouts|the deploy hangs at the health check
        the {service} rejects valid tokens|the pagination skips rows
        the CSV import chokes on quotes|the pdf comes out empty
        the price is rounded wrongly in the invoice|the tests are slow since we added {tool}
        the linter passes locally but fails in the pipeline|images are rotated after upload
        the websocket closes after a minute|push notifications don't arrive on iOS
        the {framework} app shows a white screen in production
        the sort order changes between requests|the autocomplete shows results of an older query
        sessions vanish after a restart|the {service} answers with stale data after an update
        the docs build is broken since yesterday|the batch job died last night
        the N+1 queries make the list slow|the model gives other results on the GPU
        the terraform plan wants to recreate everything
    """),
    "fail_big": words("""
        we have a race condition between the workers and {db}
        two services deadlock each other under load|{noun_id}s get lost when {broker} fails over
        the whole platform gets slow every day at noon and nobody knows why
        data is corrupted now and then when several instances write
        the memory leak brings down all our services once a week
        latency goes up across all services at the same time
        transactions get stuck and block the {service}, the {service} and the {service}
        after the migration the numbers of three systems no longer agree
        the cluster splits in two and both halves accept writes
        messages are processed twice or never, depending on the region
        an outage in one service takes down all the others
        replicas return different data for the same request
        we see random timeouts between {few} microservices and the traces show nothing
        the {service} and the {service} disagree about the balance under heavy traffic
        threads hang in production only under high concurrency
        someone gets other tenants' data when the load is high
        the failover to the second region loses sessions and orders
        the entire cluster falls over when {db} is slow
        a heisenbug in our lock code shows up once in a million requests
        the garbage collector pauses stall the whole pipeline from {broker} to {db}
        our distributed cache and {db} drift apart over days
        the throughput drops from ten thousand to a hundred requests a second when we add nodes
        all pods of all services get OOM killed in turn
        events arrive out of order across {n} partitions and break the ledger
        the nightly run over all shards deadlocks with the online traffic
        clock skew between servers breaks our token checks in several systems
        retry storms between gateway, {service} and {service} bring everything down
        the connection pools of all services run dry at peak
        after the upgrade, performance of the entire stack is down by {n}%
        there was a breach, and we must find out how they came in, over all systems
        intermittent data loss somewhere between app, {broker}, worker and {db}
        our multi-threaded engine crashes at random with corrupted memory
    """),
    "why": words("""
        why|why|why|what's the reason that|any idea why|do you know why|how come
        can you tell me why|no idea why|can't see why|I wonder why
    """),
    "fix": words("""
        fix this:|fix this bug:|debug this:|find out why|figure out why|help me find out why
        tell me why|track down why|investigate why|explain why|check why|find the reason why
    """),
    "when": words("""
        since yesterday|since this morning|after the last deploy|since I updated {tool}
        after I renamed the file|when I run the tests|when I click save|on startup|on my machine
        on Windows|in production|in staging|in docker|with {lang} {n}|after a while|every time
        sometimes|from time to time|only in Chrome|on the CI server|after the merge
        when I call {ident}|in the {service}|on {cloud}|with large files|for new users|after login
    """),
    "doing": words("""
        run {file}|run the tests|start the server|start the app|build the image|call {ident}
        open the page|import the module|compile the project|install the packages|push to main
        deploy to {cloud}|log in|submit the form|save a {noun_id}|run npm start|run the migration
        run {tool}|click the button|connect to {db}|send a POST to {route}|upload a file
    """),
    "say": words("""
        I get|I get|I'm getting|it says|it throws|we see|I see|it prints|the log says
        the console shows|it fails with|it dies with|there's a|got this:
    """),
    "debug_extra": words("""
        it worked yesterday|I changed nothing|no idea where to look|please help|it used to work
        what am I doing wrong?|what's wrong?|any ideas?|how do I fix it?|what could cause this?
        what should I check?|I've read the docs twice|nothing in the logs
        restarting helps for a while|the documentation says it should work|what does that mean?
        googling didn't help|it's urgent|here is the traceback|how can I fix this?
        I already cleared the cache|the code looks right to me|can you spot the mistake?
    """),
    "snippet_bug": (
        "for i in range(len(xs)): print(xs[i+1])",
        "if x = 5: print(x)",
        "def f(a, b=[]): b.append(a)",
        "while i < 10: print(i)",
        "print('hello'",
        "const x = await fetch(url)",
        "let a = [1,2,3]; a.lenght",
        "int[] a = new int[3]; a[3] = 1;",
        "x = input(); print(x + 1)",
        "SELECT * FORM users",
        "items.map(i => { i * 2 })",
        "if (a = b) return;",
        'char *s = malloc(3); strcpy(s, "abc");',
        "for (int i = 0; i <= n; i++) sum += a[i];",
        "return result.total / result.count",
        "useEffect(() => setCount(count + 1))",
        "df[df.age > 30 and df.city == 'x']",
        "print(d['key'])",
        "import numpy as pd",
        "git push origin mian",
        "docker run -p 80 nginx",
        "user.name.first",
    ),
    "trace": lines("""
        Traceback (most recent call last): File "{file}", line {line}, in {ident}: {err_small}
        File "{file}", line {line} {err_small}
        at {ident} ({file}:{line}:17) {err_small}
        {file}:{line}: error: {err_small}
        Exception in thread "main" {err_small}
        [ERROR] {file}:{line} {err_small}
    """),
    "trace_mid": lines("""
        [ERROR] {stem}: {err_mid} ({service})
        2024-05-12 08:{n} ERROR {cls} {err_mid}
        level=error service={stem} msg="{err_mid}"
        WARN retrying {route}: {err_mid}
        Caused by: {err_mid} at {cls}.{ident}
    """),
}

CELLS: dict[str, tuple[str, ...]] = {
    "debug_low_do": lines("""
        {fix} {fail_small}
        {fix} {fail_small}
        fix [this|the] {err_small} in {file}
        fix the [syntax error|typo|off-by-one error|missing import|wrong indent|missing bracket|type
            error] in {file}
        explain what this error means: {err_small}
        tell me what is wrong here: {snippet_bug}
        find the [bug|mistake|error|problem] in [this line|this snippet]: {snippet_bug}
        get rid of the warning about {word} in {file}
    """),
    "debug_low_ask": lines("""
        {why} {fail_small}?
        {fail_small}, why?
        {fail_small} {when}
        {say} {err_small} when I {doing}
        when I {doing} {say} {err_small}
        {err_small} - what does [this|that|it] mean?
        what does {err_small} mean?
        what causes {err_small}?
        {trace}
        {err_small} in {file} line {line}
        how do I [fix|solve|get rid of|get past|resolve] {err_small}?
        what's wrong with this [code|line]? {snippet_bug}
        {snippet_bug} [does not work|doesn't work|gives an error|is not working|fails], why?
        {why} do I get {err_small} here: {snippet_bug}
        {ident} gives {err_small}
        getting {err_small} {in_lang}
    """),
    "debug_medium_do": lines("""
        {fix} {fail_mid}
        {fix} {fail_mid} {when}
        [profile|speed up|find the bottleneck in] [the slow {route} endpoint|the slow query in
            {file}|the slow {service}|the slow test suite], it takes {n} seconds
        [find|hunt down|look for] the [bug|cause|regression] in the {service}: {fail_mid}
        look into {ticket}: {fail_mid}
        go through these logs and [tell me what fails|find the cause]: {trace_mid}
    """),
    "debug_medium_ask": lines("""
        {why} {fail_mid}?
        {fail_mid} {when}
        {fail_mid}. I already tried [a restart|clearing the cache|another browser|going back one
            version|more memory]
        {fail_mid}. It started {when}
        {fail_mid} and {say} {err_mid}
        {say} {err_mid} {when}, but [only for some {noun_id}s|not always|not locally|only with real
            data]
        {trace_mid}
        {trace_mid} - {fail_mid}
        [bug report|bug|issue|incident|ticket {ticket}]: {fail_mid}
        {err_mid} from the {service} {when}
        {why} is [the {service}|{route}|our {framework} app|the {db} query|the test suite|the build]
            so slow {when}?
        the {service} [crashes|hangs|freezes|dies|stops responding] {when}
        expected [{n} rows|a 200|the new price|one mail], got [{n}|a 500|the old one|none] {when} in
            the {service}
    """),
    "debug_high_do": lines("""
        {fix} {fail_big}
        {fix} {fail_big}
        {fix} {fail_mid} {big_area}
        find the root cause [over all services|in the whole system|end to end]: {fail_big}
        [debug|trace|analyse] [the deadlock|the race condition|the memory leak|the data loss|the
            latency] [between|across] [the {service}, {broker} and {db}|all {few} services|our
            regions|gateway, workers and database]
    """),
    "debug_high_ask": lines("""
        {fail_big}
        {fail_big}
        {why} is it that {fail_big}?
        {fail_big}. [It only happens under load|We can't reproduce it|Several teams are looking|Logs
            of all services look fine|It affects every customer]
        [production incident|sev 1|major outage|postmortem question]: {fail_big}
        {fail_mid}, and at the same time {fail_mid} and {fail_mid}, over several services
        [under heavy load|at peak traffic|with {n} workers in parallel], {fail_big}
    """),
}
