"""Run a dispatcher: the first one leads, others stand by."""

import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from orchestration.celery import app
from tasks.dispatcher.loop import Dispatcher
from tasks.dispatcher.publisher import CelerySender


class Command(BaseCommand):
    """`manage.py dispatcher`."""

    help = "Run a dispatcher. Several may run; one leads, the others take over when it ends."
    # The checks import the URLs, and with them everything that only the web process needs.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the options."""
        parser.add_argument("--name", default="", help="shown as the leader's name (host name)")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run until SIGTERM or SIGINT."""
        dispatcher = Dispatcher(CelerySender(app), options["name"])
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: dispatcher.stop())
        dispatcher.run()
