"""What tenants allow and want of routing: a record for each, set by operators, read by who routes.

records    where they are stored
services   setting and lifting them
reading    all of them at one moment, for processes that route
errors     what cannot be set
"""
