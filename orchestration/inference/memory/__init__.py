"""What models take of a device's memory: estimated, measured, budgeted. No Django, no Celery."""
