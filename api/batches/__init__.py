"""What drives batches whose requests stand in a file: lines become tasks, answers become files.

It runs in the dispatcher that leads, in a thread of its own, in small steps; each step begins with
what stands in the database, so that whoever leads next goes on where it was. Requests and answers
are translated by the same code as the gateway's.
"""
