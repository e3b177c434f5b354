"""The gateway process: long polls and event streams."""

import gc
import os
from typing import Final

import django
from django.conf import settings
from starlette.applications import Starlette

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "orchestration.settings")

_SEARCHED_AFTER: Final = (20_000, 20, 100)
"""How many new objects, and then searches of the younger ones, go before a search for cycles."""


def _make() -> Starlette:
    django.setup()
    from api.gateway.app import make_application  # needs the apps to be ready

    made = make_application(settings.SWITCHYARD)
    _search_less_for_cycles()
    return made


def _search_less_for_cycles() -> None:
    """Leave out what was loaded, which stays, and search less often: requests leave hardly any
    cycles behind, and searching took a tenth of a busy process's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_SEARCHED_AFTER)


application = _make()
