"""Run a dispatcher: the first one leads, others stand by."""

import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from api.batches.driver import drive
from orchestration.celery import app
from tasks.dispatcher.loop import Dispatcher
from tasks.dispatcher.publisher import CelerySender
from tasks.dispatcher.sweeper import Duty


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
        # It shares a processor with what dispatches, and leaves it half of the time.
        errands = [Duty("file batches", 0.25, drive, rest=1.0)]
        dispatcher = Dispatcher(CelerySender(app), options["name"], errands)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: dispatcher.stop())
        dispatcher.run()
