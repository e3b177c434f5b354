"""How people ask for fields; `{keys}` stands for their list, `{schema}` for a JSON schema."""

from __future__ import annotations

from typing import Final

from tools.bundled_model.grammar import lines
from tools.bundled_model.sample import Split

LISTS: Final = {
    Split.TRAIN: lines("""
Extract {keys} as JSON.
Extract {keys} from the text as JSON.
Extract the fields {keys} from the sentence. Answer with JSON only.
Please extract {keys} and return them as JSON.
Return a JSON object with {keys}.
Return JSON with the keys {keys}.
Give me {keys} as a JSON object.
Find {keys} in the text below and answer in JSON.
Find {keys} in this message. JSON please.
What are {keys}? Answer as JSON.
I need {keys} as json.
Pull out {keys} as JSON.
Pull {keys} out of this text. Output JSON.
Get {keys} from the following message as JSON.
Extract: {keys}. Output: JSON.
Fields: {keys}
fields: {keys}. Answer as a JSON object.
Extract the following fields as JSON: {keys}
Extract these fields: {keys}.
Extract these values from the text and reply with JSON only: {keys}
Extract information: {keys}
Read the text and fill in {keys} as JSON.
Read the message and return {keys} as JSON, null where missing.
Turn this into JSON with {keys}.
Convert the sentence to JSON with the keys {keys}.
Output a JSON object with the fields {keys}. Use null for what is not mentioned.
Extract {keys}. Missing values are null.
Copy {keys} from the text into a JSON object.
Write {keys} as JSON, copied word for word from the text.
Entity extraction. Keys: {keys}. Format: JSON.
You extract {keys} from messages and answer with JSON.
You are an extraction engine. For each text return JSON with {keys}.
Your task is to extract {keys}. Respond with a single JSON object.
For each message give {keys} as JSON.
json: {keys}
JSON with {keys}, please.
Which {keys} does the text mention? Reply in JSON.
Identify {keys}. Respond only with JSON.
List {keys} in JSON format.
Can you extract {keys} as JSON?
Could you pull {keys} from this? JSON output.
Parse the text and give back {keys} in JSON.
Parse this into {keys} (JSON).
Fill this form from the text: {keys}. JSON only.
Tell me {keys} as a JSON object, nothing else.
Extract {keys} into JSON. No explanations.
Data to extract: {keys}. Return JSON.
We need {keys} for our records. Give JSON.
From the text extract {keys} and output valid JSON.
Extract structured data with the keys {keys}.
Take {keys} from the sentence and return JSON.
Extract {keys}
extract {keys} as json
Give {keys} as JSON. If a field is not mentioned, use null.
Answer with a JSON object that has exactly the keys {keys}.
The answer is a JSON object with the keys {keys}, taken from the text.
Return only JSON. Keys: {keys}.
Keys: {keys}
Named fields: {keys}. Extract them as JSON.
Required fields: {keys}. Format the answer as JSON.
Look at the text and extract {keys} (JSON).
Extract details ({keys}) as JSON.
Summarise the text as JSON with {keys}.
Scan the message for {keys} and return a JSON object.
What does the text say about {keys}? JSON, null for what it does not say.
For the message below I want {keys}, each copied as it is written. JSON.
{keys} - as JSON, from the text.
{keys}? JSON only.
Here is a message. Note down {keys} as JSON.
Please read this and tell me {keys} in a JSON object.
Make a JSON record of {keys}.
Make me a JSON object out of this, keys {keys}.
Out of the text below take {keys}; JSON and nothing else.
Assistant task: given a message, write JSON with {keys}.
You read messages and note {keys}. Output is JSON, null if absent.
Every message holds some of these: {keys}. Write them as JSON.
Determine {keys} and respond in JSON.
Do not explain. JSON with {keys}.
Quote {keys} from the message in a JSON object.
Mind who is who: {keys}. As JSON.
Who, what and when: give {keys} as JSON.
Set {keys} from the text and hand me the JSON.
Which values do {keys} have in this text? JSON.
Columns: {keys}. One JSON object for the text.
I am filling a table with {keys}. Give me the row as a JSON object.
Our system wants {keys}. Send them as JSON.
Read carefully and extract {keys}; if something is not said, write null.
Values for {keys}, exactly as in the text, as JSON
output: json, keys: {keys}
task: extract {keys}; format: json
"""),
    Split.HELD_OUT: lines("""
Produce a JSON object holding {keys}.
Kindly provide {keys} in JSON.
Locate {keys} in what follows. Respond in JSON.
Help me get {keys} out of this text, as JSON.
Extract from this: {keys}. JSON only, no prose.
Write a JSON object containing {keys}.
I would like to have {keys} as JSON.
Extraction task. Return {keys} as a JSON object.
Pick {keys} out of the message; reply with JSON.
Reply with JSON that contains {keys}.
Transform the text into JSON having {keys}.
The fields we want are {keys}. Use JSON.
Grab {keys} from the message, json format.
Show {keys} as JSON.
Create JSON from the text. Fields wanted: {keys}.
Report {keys} as JSON and use null for unknown values.
You get a message and give back {keys} as JSON.
Structured output, please: {keys}.
Extract only {keys}, in JSON form.
Collect {keys} from the text. Output JSON only.
Your answer must be JSON with {keys}.
"""),
}
BLOCKS: Final = {
    Split.TRAIN: lines("""
Extract these fields as JSON:
Extract the following fields from the text:
Return a JSON object with these keys:
Fields:
Fields to extract:
Fill in this JSON from the text:
Please extract:
Extract as JSON:
Answer with JSON with these keys:
I need these values as JSON:
Find these in the text and return JSON:
Return JSON with:
JSON keys:
What I need (as JSON):
Extract the data below, null if missing:
Required JSON fields:
Get me these as JSON:
Read the text and extract:
From the message, as JSON:
Note these down as JSON:
Give me a JSON object with the following keys:
One JSON object, with:
Keys of the JSON object:
Write down the following as they stand in the text:
Our form has these fields. Fill them in, as JSON:
Look for these in the message; null where there is nothing:
The JSON has these keys, in this order:
To be extracted:
Extraction keys:
Values wanted (JSON):
"""),
    Split.HELD_OUT: lines("""
Pick out these fields and reply in JSON:
The JSON should hold these keys:
Wanted fields:
Collect the following, as a JSON object:
Provide this information in JSON:
Extract what is listed here:
"""),
}
EXAMPLES: Final = {
    Split.TRAIN: lines("""
Fill in this JSON from the text: {example}
Extract the data in this format: {example}
Answer in this form: {example}
Return JSON like this: {example}
Use this template: {example}
Extract as {example}
Output format: {example}
Fill the empty values: {example}
Respond with JSON of this shape: {example}
Complete {example} with values from the text.
Extract information from the message. Format: {example}
Your answer must look like {example}
Reply only with {example}, filled in.
Fill out: {example}
Extract the fields of {example} from the sentence.
Return {example} with the values copied from the text.
Same shape, real values: {example}
The output is {example} with what the text says.
Here is an empty record: {example} Fill it from the message.
Read the text, then write {example} with its blanks filled.
Answer = {example}
Keep the keys of {example} and replace the values.
I expect something like {example}
{example} - fill in from the text below.
JSON in the form of {example}, please.
Take {example} as your pattern.
"""),
    Split.HELD_OUT: lines("""
Give back this object with its values filled in: {example}
Follow this structure: {example}
Extract data and answer according to {example}
Put the values into {example}
Write the answer as {example}
"""),
}
SCHEMAS: Final = {
    Split.TRAIN: lines("""
Extract the fields of this JSON schema from the text: {schema}
Extract data that fits this schema: {schema}
Answer with JSON that matches this schema: {schema}
Return a JSON object that follows this JSON schema: {schema}
Respond with JSON according to this schema: {schema}
Schema: {schema}
JSON schema: {schema}
{schema}
Use this JSON schema for your answer: {schema}
Your output must conform to {schema}
Extract the information described by this schema. {schema}
Extract named fields. Schema: {schema}
Fill this schema from the message: {schema}
Read the text and return an object of this schema: {schema}
You extract fields from texts. Answer in JSON by this schema: {schema}
Parse the message into this schema: {schema}
Output JSON only. Schema: {schema}
Copy the values from the text. Use null for what is not said. Schema: {schema}
Extract structured data. The JSON schema is {schema}
Please extract the fields by the given schema: {schema}
The response must be valid against this schema: {schema}
Convert the text to JSON with schema {schema}
Extract entities as an object: {schema}
Give me the data as JSON. It has to match {schema}
Here is a JSON schema: {schema} Extract the values from the text.
Extract according to the schema {schema}
You are a data extraction assistant. Schema: {schema}
response schema: {schema}
Find the values for this schema: {schema}
Turn the sentence into an instance of this JSON schema: {schema}
Read the message and answer by this schema: {schema}
Fields are defined here: {schema} Take their values from the text.
One object, this schema, no other text: {schema}
Match this: {schema}
Every answer is an object of the schema {schema}
The keys and types you may use: {schema}
Our form is given as a JSON schema, {schema} Fill it in from the message.
For each message return an object valid for {schema}
Extraction job. Answer schema: {schema}
json_schema = {schema}
format: {schema}
Do as this schema says and copy values word for word: {schema}
Note down what the schema lists and nothing else: {schema}
Using the schema {schema} write what the text says as JSON.
"""),
    Split.HELD_OUT: lines("""
Produce JSON that is valid for this schema: {schema}
Get the values that this schema describes: {schema}
The object that you return obeys this schema: {schema}
Structure the message with the schema {schema}
Pull the data out as this schema says: {schema}
Follow this JSON schema strictly: {schema}
Write the facts of the text as JSON by this schema: {schema}
Expected output schema: {schema}
Extraction schema: {schema}
"""),
}
BARE: Final = {
    Split.TRAIN: lines("""
Extract the fields.
Extract the requested fields.
Extract the requested fields as JSON.
Extract the data from the text.
Extract the information.
Extract the fields from the sentence.
Return JSON.
Answer as JSON.
Fill in the fields.
Extract the entities.
Extract the details from this message.
Please extract the key information.
Extract structured data.
Parse this.
Parse the message into the given schema.
Extract the values, copied from the text.
Copy the values from the text.
You extract data from messages.
You are an information extraction system.
Extract what the schema asks for.
Fill the schema from the text.
Get the fields out of this text.
Extract the invoice data.
Extract the booking details.
Extract the order details.
Extract the contact details.
Extract the facts.
Turn the text into JSON.
JSON please.
Convert to JSON.
extract
Extract fields from the following text.
Read the text and fill in the form.
Give me the structured data.
"""),
    Split.HELD_OUT: lines("""
Extract everything that was asked for.
Fetch the values from this message.
Pull out the data.
Complete the form with the text.
Output the fields.
Respond with the extracted fields.
Find the details.
Structure this text.
Take the fields from the text.
Extraction, please.
"""),
}
