"""REST: requests and answers over tasks, batches, schedules, queues, workers and models.

Views check the transport (size, JSON, parameters, key, scope, rate), call one service or selector
and render its answer. What a task's body must look like is decided by the services.
"""
