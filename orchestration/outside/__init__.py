"""Requests in the form of tasks, asked of models wherever they are.

names      what a request may name: a model, one provider's, a specialist, or nobody
wire       a task's input as a question for models outside, their answer as a task's result
plan       who is asked, in which order
planning   how that is found in the catalogue
allowing   what a tenant's policy leaves of a decision
health     how models fare: breakers of those outside, delays of all
errors     nobody can serve it
"""
