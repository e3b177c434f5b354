"""What the how-to says about webhooks is so: its receiver runs, its events and pauses are right."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import LazySettings
from standardwebhooks import Webhook as Verifier
from standardwebhooks import WebhookVerificationError

from deploy.local.ports import free_port
from orchestration.config import ROOT
from orchestration.secrettext import SecretText
from tasks.hearing import EVENTS, TEST
from tasks.lifecycle import State
from tasks.retry import Backoff
from tasks.services import webhooks
from tests.architecture.test_docs import blocks
from tests.factories import make_task, make_tenant
from tests.fakes.receiver import receiving
from tests.integration.hooks import deliveries, delivering, let_in, states
from tests.patience import until

PAGE = ROOT / "docs" / "how-to" / "webhooks.md"
pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def the_receiver(secret: SecretText, port: int) -> Iterator[Any]:
    """Run the receiver of the page while the block runs."""
    (program,) = blocks(PAGE, "python")
    environment = {"WEBHOOK_SECRET": secret.expose(), "PORT": str(port)}
    with subprocess.Popen(
        [sys.executable, "-u", "-c", program], env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process.stdout
        finally:
            process.terminate()


def test_the_receiver_of_the_page_accepts_what_is_signed_and_prints_it(
    settings: LazySettings,
) -> None:
    let_in(settings, attempts=100)
    tenant, port = make_tenant(), free_port()
    url = f"http://127.0.0.1:{port}/"
    _, secret = webhooks.create(tenant.pk, url=url, events=["task.succeeded"], by="key:test")
    task = make_task(tenant, state=State.SUCCEEDED)
    with the_receiver(secret, port) as printed:
        with delivering():
            until(lambda: states() == ["delivered"], "for the delivery")
        assert printed.readline().split() == [
            str(deliveries()[0].pk), "task.succeeded", str(task.pk),
        ]  # fmt: skip


def test_the_receiver_of_the_page_refuses_what_another_secret_signed(
    settings: LazySettings,
) -> None:
    let_in(settings, attempts=100)
    tenant, port = make_tenant(), free_port()
    url = f"http://127.0.0.1:{port}/"
    webhooks.create(tenant.pk, url=url, events=["task.succeeded"], by="key:test")
    make_task(tenant, state=State.SUCCEEDED)
    with the_receiver(SecretText("whsec_" + "AAAA" * 8), port), delivering():
        until(lambda: deliveries()[0].status == 401, "for the refusal")


def test_the_library_of_the_specification_verifies_what_is_sent(settings: LazySettings) -> None:
    let_in(settings)
    tenant = make_tenant()
    with receiving() as receiver, delivering():
        webhook, secret = webhooks.create(
            tenant.pk, url=receiver.url, events=["task.failed"], by="key:test"
        )
        _, newer = webhooks.rotate(webhook.pk, tenant_id=tenant.pk, by="key:test")
        make_task(tenant, state=State.FAILED)
        until(lambda: states() == ["delivered"], "for the delivery")
    (message,) = receiver.messages
    for each in (secret, newer):
        said: Any = Verifier(each.expose()).verify(message.body, message.headers)
        assert said["type"] == "task.failed"
    with pytest.raises(WebhookVerificationError):
        Verifier(secret.expose()).verify(message.body + b" ", message.headers)


def test_the_page_names_every_event_and_the_right_pauses(settings: LazySettings) -> None:
    text = PAGE.read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([a-z_.]+)` \| (.+) \|$", text, re.MULTILINE))
    assert rows == {**EVENTS, TEST: rows[TEST]}
    rules = settings.SWITCHYARD.webhooks
    backoff = Backoff(rules.base_s, rules.factor, rules.max_s, rules.jitter)
    pauses = [backoff.delay_s(n, 0.0) for n in range(1, rules.attempts)]
    assert pauses == [5, 20, 80, 320, 1280, 5120, 20480, 43200, 43200]
