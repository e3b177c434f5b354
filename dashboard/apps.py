"""The Django app of the admin and its live pages."""

from django.apps import AppConfig


class DashboardConfig(AppConfig):
    """Admin pages for every record; it stores nothing of its own."""

    name = "dashboard"
