"""The Django app of the HTTP interfaces."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """REST and the gateway; it stores nothing of its own."""

    name = "api"
