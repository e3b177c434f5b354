"""What can be asked for: each kind of task, its input and how it runs.

Pure: no Django, no Celery, no engines. The web process imports it.
"""
