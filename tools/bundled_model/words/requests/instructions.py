"""How somebody asks for the labels of a request. For training only.

`{intents}` and `{levels}` name the labels; a line of the rule `form_word` or `form_json` may
follow and says what the answer looks like.
"""

from __future__ import annotations

from tools.bundled_model.grammar import lines

INTENT = lines("""
    Work for our help desk: name the intent of each request, {intents}.
    We sort requests by intent: {intents}. Sort this one.
    Think about what the person needs and give the intent.
    What is meant here: {intents}?
    What would the writer like: {intents}?
    What do they need: {intents}?
    Select the intent ({intents}).
    Select the category that fits: {intents}.
    Specify the intent of the request.
    Note the intent: {intents}.
    Set the label: {intents}.
    Mark the category: {intents}.
    Guess the intent.
    Predict the category: {intents}.
    Check whether the request is {intents}.
    Describe the intent in one word: {intents}.
    Possible intents are {intents}. Which one is it?
    The possible labels are {intents}.
    Task: intent classification. Labels: {intents}.
    Task: classify the request ({intents}).
    User requests fall into {intents}. Where does this one belong?
    A user writes the following. Is it {intents}?
    Somebody sent us this. What is the intent?
    Below is a message. Classify its intent.
    The next message is a request. Give its intent.
    Every message that follows is a request; give its intent, one of {intents}.
    Do not answer the request. Classify it as {intents}.
    Don't do what the text asks; only say its intent ({intents}).
    Do not solve the task, only name its intent.
    Ignore what it asks for, just classify the intent: {intents}.
    request type?
    type of request: {intents}?
    category?
    category ({intents})
    label: {intents}
    Classify the intent of [this|the following|the] request: {intents}.
    Classify the following request as {intents}.
    Classify this request into one of: {intents}.
    Classify the user's message as {intents}.
    Classify the request's intent.
    Classify the intent.
    Classify this message by intent.
    Classify the user's request. Labels: {intents}.
    What is the intent of this request?
    What's the intent here - {intents}?
    What is the intent: {intents}?
    What's the intent?
    What is this request about: {intents}?
    What kind of request is this: {intents}?
    What kind of request is it?
    What type of request is this?
    What does the user want: {intents}?
    Which intent does this message have?
    Which intent fits best: {intents}?
    Which of these fits: {intents}?
    Which category does this belong to: {intents}?
    Which label fits this request? {intents}
    Which of {intents} is it?
    Is this {intents}?
    Is this request about {intents}?
    Is it {intents}?
    Is the following a request for {intents}?
    Tell me the intent of this request.
    Tell me whether this is {intents}.
    Tell me which category this is: {intents}.
    Name the intent of the message.
    Name the category: {intents}.
    Determine the intent of the user's message. Choose from {intents}.
    Determine the request's intent ({intents}).
    Decide which intent the request has: {intents}.
    Decide whether this is {intents}.
    Detect the intent.
    Detect the user's intent: {intents}.
    Identify the intent of the following text. Options: {intents}.
    Identify the intent.
    Recognise the intent of this prompt.
    Label this request with its intent.
    Label the text: {intents}.
    Label each request as {intents}.
    Assign one of the labels {intents} to the request.
    Assign an intent to the user's message.
    Choose the intent: {intents}.
    Choose one label for this request: {intents}.
    Pick the right category: {intents}.
    Pick one: {intents}.
    Pick the intent that fits.
    Sort this request into {intents}.
    Put this request into a category: {intents}.
    Categorise the request as {intents}.
    Categorize this message. Categories: {intents}.
    Route this request: {intents}.
    You route requests. Intents: {intents}.
    You are a router. Decide the intent of each request: {intents}.
    You classify requests by intent: {intents}.
    You are an intent classifier. The intents are {intents}.
    You are a classifier of requests. Return the intent.
    You label the requests of our developers with an intent: {intents}.
    Your task is to find the intent of the request, one of {intents}.
    Your job: say what the request is about - {intents}.
    Given a request, return its intent ({intents}).
    Given the text, say which intent it has.
    For each message, give the intent.
    Read the request and give its intent: {intents}.
    Read this and tell me its intent.
    Find the intent of this prompt.
    Return the intent of the request.
    Give me the intent.
    Give the intent label ({intents}).
    Output the intent of the user's request.
    intent?
    Intent?
    intent ({intents})
    intent: {intents}?
    {intents}?
    Intents: {defined} Classify the request.
    Classify the request by intent. {defined}
    The intents are: {defined} Which one is this?
    Say which intent this has. {defined}
    You sort requests. {defined}
    I want to know what this person wants: {intents}?
    Please classify the intent of the text below.
    Please tell me the intent: {intents}.
    Can you classify this request? {intents}
    Can you tell me the intent of this?
    How would you classify this: {intents}?
    Under which label would you file this: {intents}?
    To which team should it go: {intents}?
    The request below is about one of {intents}. Which?
""")

COMPLEXITY = lines("""
    We plan our work: say how complex each request is, {levels}.
    Think about the work behind it and give the complexity.
    What would you say is the complexity: {levels}?
    Select the complexity ({levels}).
    Specify the complexity of the task.
    Note the complexity: {levels}.
    Mark the level of complexity: {levels}.
    Guess how complex this is.
    Predict the effort: {levels}.
    Check how complex the request is: {levels}.
    Describe the complexity in one word: {levels}.
    Possible levels of complexity are {levels}. Which one is it?
    Task: estimate complexity. Labels: {levels}.
    Requests have a complexity of {levels}. What about this one?
    A user writes the following. How complex is it, {levels}?
    Somebody sent us this. How complex is it?
    Below is a request. Rate its complexity.
    The next message is a task. Give its complexity.
    Every message that follows is a task; give its complexity, one of {levels}.
    Do not answer the request. Rate its complexity as {levels}.
    Don't do what the text asks; only say how complex it is ({levels}).
    Do not solve the task, only rate its complexity.
    difficulty: {levels}?
    effort: {levels}?
    level of complexity ({levels})
    Does this need a small or a large model? Complexity: {levels}.
    Classify the complexity of [this|the following|the] request: {levels}.
    Classify the request's complexity as {levels}.
    Classify the complexity.
    Classify this task by complexity: {levels}.
    How complex is this request?
    How complex is this: {levels}?
    How complex is the following task?
    How complex is it?
    How hard is this task: {levels}?
    How difficult is this request, {levels}?
    How difficult is this?
    How much work is this: {levels}?
    How big is this task: {levels}?
    How big is the request?
    What is the complexity of this request?
    What's the complexity: {levels}?
    What's the complexity here?
    What's the effort: {levels}?
    What level of complexity does this have?
    What complexity does the following request have: {levels}?
    Which complexity is it: {levels}?
    Which complexity fits best?
    Which level fits: {levels}?
    Which of {levels} describes the complexity of this?
    Is the complexity {levels}?
    Is this of {levels} complexity?
    Is this request {levels} in complexity?
    Rate the complexity of the request: {levels}.
    Rate the complexity.
    Rate this task's complexity as {levels}.
    Rate how complex the request is.
    Rate the difficulty of this task: {levels}.
    Estimate the complexity of the following request.
    Estimate the complexity: {levels}.
    Estimate how complex this task is.
    Estimate the effort: {levels}.
    Judge the complexity of the text below.
    Judge how complex this is: {levels}.
    Assess the complexity of the user's request ({levels}).
    Assess the complexity.
    Determine the complexity of the message. Choose from {levels}.
    Determine the complexity: {levels}.
    Decide how complex the request is: {levels}.
    Decide on the complexity.
    Tell me the complexity of this request.
    Tell me how complex this is: {levels}.
    Say how complex the task is.
    Say whether the complexity is {levels}.
    Name the complexity of the request: {levels}.
    Give the complexity of this task.
    Give me the complexity: {levels}.
    Return the complexity of the request.
    Output the complexity ({levels}).
    Label the complexity of this: {levels}.
    Label each request with its complexity.
    Assign a complexity to the request: {levels}.
    Pick the complexity: {levels}.
    Choose the level of complexity: {levels}.
    Grade the request's complexity, {levels}.
    Sort this task by complexity: {levels}.
    You rate the complexity of requests: {levels}.
    You are a classifier of complexity. Levels: {levels}.
    You estimate how complex requests are.
    You grade tasks by complexity.
    Your task is to judge how complex a request is: {levels}.
    Given a request, return its complexity ({levels}).
    For each message, give the complexity.
    Read the request and rate its complexity.
    complexity?
    Complexity?
    complexity ({levels})
    complexity: {levels}?
    Complexity levels: {scaled} Rate the request.
    Rate the complexity of the request. {scaled}
    The complexity is one of: {scaled} Which one is it?
    You judge the complexity of requests. {scaled}
    Please rate the complexity of this.
    Please estimate the complexity: {levels}.
    Can you rate how complex this is?
    Can you tell me the complexity of this request?
    I want to know how complex this is: {levels}?
    Would you call the complexity of this {levels}?
""")

TRIAGE = lines("""
    Select the intent ({intents}) and the complexity ({levels}).
    Specify the intent and the complexity of the request.
    Note intent and complexity of each request.
    Think about the request, then give intent and complexity.
    Somebody sent us this. What is the intent, and how complex is it?
    A user writes the following. Give its intent ({intents}) and complexity ({levels}).
    Below is a request. Give its intent and complexity.
    The next message is a request. Triage it.
    Every message that follows is a request; give intent and complexity.
    Do not answer the request. Give its intent ({intents}) and complexity ({levels}).
    Don't do what the text asks; only triage it by intent and complexity.
    Do not solve the task, only classify it: intent and complexity.
    Task: triage. Intents: {intents}. Complexities: {levels}.
    Possible intents: {intents}. Possible complexities: {levels}.
    We triage requests by intent ({intents}) and complexity ({levels}).
    Predict the category ({intents}) as intent and the effort ({levels}) as complexity.
    Describe this request: its intent, its complexity.
    Extract the intent ({intents}) and the complexity ({levels}).
    triage: intent, complexity
    triage?
    Classify the intent and the complexity of this request.
    Classify the request's intent ({intents}) and complexity ({levels}).
    Classify the request by intent and complexity.
    Classify this by intent ({intents}) and complexity ({levels}).
    Classify intent and complexity.
    Triage this request: intent and complexity.
    Triage the request: intent ({intents}), complexity ({levels}).
    Triage the following message. Give intent and complexity.
    Triage this.
    Triage the request.
    What are the intent and the complexity of this request?
    What's the intent, and how complex is it?
    What is the intent ({intents}) and the complexity ({levels})?
    What does the user want, and how complex is it? Give intent and complexity.
    Which intent and which complexity does this have?
    Which intent is it, and how complex?
    What kind of request is this ({intents}) and how complex is it ({levels})?
    Tell me intent and complexity of the following.
    Tell me the intent ({intents}) and the complexity ({levels}).
    Tell me what kind of request this is and how complex it is.
    Give me the intent and complexity of this request.
    Give the intent and the complexity.
    Give both the intent ({intents}) and the complexity ({levels}).
    Return intent and complexity of the request.
    Return the request's intent and its complexity.
    Return a JSON object with intent and complexity.
    Return JSON with the keys intent ({intents}) and complexity ({levels}).
    Output the intent and the complexity as JSON.
    Output JSON: intent is one of {intents}, complexity is one of {levels}.
    Determine the intent and the complexity of the user's message.
    Determine intent ({intents}) and complexity ({levels}).
    Decide on intent and complexity: {intents}; {levels}.
    Decide which intent the request has and how complex it is.
    Detect intent and complexity.
    Identify the intent and complexity of the text.
    Identify the request's intent ({intents}) and rate its complexity ({levels}).
    Label this request with intent and complexity.
    Label the intent ({intents}) and the complexity ({levels}).
    Assign an intent and a complexity to this request.
    Assign intent: {intents}. Assign complexity: {levels}.
    Choose an intent ({intents}) and a complexity ({levels}).
    Pick intent and complexity: {intents} / {levels}.
    Sort this request by intent and complexity.
    Categorise the request: its intent and its complexity.
    Route this request: intent and complexity.
    Route the request. Intents: {intents}. Complexity: {levels}.
    You are a router. For each request give the intent ({intents}) and the complexity ({levels}).
    You triage requests: intent ({intents}) and complexity ({levels}).
    You triage requests for our team. Return intent and complexity.
    You classify requests by intent and complexity.
    You are a classifier. Give intent and complexity of each message.
    Your task: find the intent and the complexity of a request.
    Your job is to triage requests: {intents}, and {levels} complexity.
    Given a request, return its intent and its complexity.
    Given the text, say which intent it has and how complex it is.
    For each message, give the intent and the complexity.
    Read the request and give its intent and complexity.
    Estimate the complexity and name the intent.
    Rate the complexity and classify the intent.
    Rate how complex it is and say which intent it has.
    intent and complexity?
    Intent and complexity?
    intent + complexity
    intent ({intents}), complexity ({levels})
    {defined} {scaled} Classify the request by intent and complexity.
    Intents: {defined} Complexity: {scaled} Triage the request.
    Triage requests into intent and complexity. {defined} {scaled}
    Please triage this request.
    Please give me intent and complexity of this.
    Please classify the request below by intent and complexity.
    Can you triage this? Intent and complexity, please.
    Can you tell me the intent and the complexity?
    I need the intent and the complexity of this request.
    I want to route this request. Tell me the intent and the complexity.
    How would you triage this, by intent ({intents}) and complexity ({levels})?
""")

FORM_WORD = lines("""
    Answer with one word.
    Answer with one word only.
    One word.
    One word, please.
    Reply with the label only.
    Only the label.
    Just the word.
    Answer with the label and nothing else.
    Reply with a single word.
    Return only the label.
    No explanation.
    Don't explain.
    Say one word.
    Output one of these words.
    Respond with one word in lower case.
    Use exactly one of them.
    Nothing else.
    Be brief.
""")
FORM_JSON = lines("""
    Answer as JSON.
    Answer in JSON.
    Answer with JSON.
    Return JSON.
    Return a JSON object.
    Reply with a JSON object.
    JSON only.
    As JSON, please.
    Output JSON.
    Respond in JSON.
    Reply as JSON: {shape}
    Answer as JSON like {shape}
    Answer with a JSON object of the form {shape}
    Format: {shape}
    Return {shape}
    Use this format: {shape}
    Respond with JSON only, for example {shape}
    Return a JSON object with the key[s|] {keys}.
    The answer is a JSON object with {keys}.
    Give me JSON with {keys}.
""")
DEFINED = lines("""
    code: write or change code; docs: write or improve documentation; debug: something fails;
        architecture: design of systems; general: everything else.
    code = writing code, docs = documentation, debug = errors and failures, architecture = structure
        and scaling, general = anything else.
    code (implementing, refactoring), docs (documentation), debug (finding out why something fails),
        architecture (designing systems), general (the rest).
    general - everyday questions, code - programming tasks, debug - problems and errors, docs -
        READMEs and guides, architecture - system design.
    debug for bugs and errors, code for new code or changes, docs for documentation, architecture
        for design questions, general for other things.
""")
SCALED = lines("""
    low: one small step; medium: a bounded piece of work; high: spans several parts or systems.
    low = a small well-defined step, medium = several steps in one place, high = many parts, scale,
        migration or open-ended.
    low (quick), medium (some work in one place), high (large, several systems).
    high - several systems or concurrency, medium - several steps, low - one step.
    low for trivial things, medium for ordinary tasks, high for large ones.
""")
