"""The gateway process: long polls and event streams."""

import os

import django
from django.conf import settings
from starlette.applications import Starlette

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "orchestration.settings")


def _make() -> Starlette:
    django.setup()
    from api.gateway.app import make_application  # needs the apps to be ready

    return make_application(settings.SWITCHYARD)


application = _make()
