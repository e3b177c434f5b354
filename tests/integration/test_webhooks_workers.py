"""Webhooks in real io workers, which are killed in the middle and told to leave."""

import signal
from pathlib import Path

import pytest
from django.conf import LazySettings

from tasks.lifecycle import State
from tasks.models import WebhookDelivery
from tests.factories import make_task, make_tenant
from tests.fakes import receiver as fake
from tests.fakes.receiver import receiving
from tests.integration.hooks import deliveries, due_now, let_in, states, subscribe
from tests.integration.stage import exit_code, worker_process
from tests.patience import until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture(autouse=True)
def _loopback(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    let_in(settings)
    monkeypatch.setenv("SWITCHYARD_OUTGOING__ALLOW", "127.0.0.1")
    monkeypatch.setenv("SWITCHYARD_WEBHOOKS__TIMEOUT_S", "60")


def test_what_a_killed_worker_was_sending_another_one_sends_and_nothing_is_lost(
    tmp_path: Path,
) -> None:
    tenant = make_tenant()
    with receiving() as receiver:
        receiver.manner = fake.silent
        subscribe(tenant, receiver.url)
        for _ in range(10):
            make_task(tenant, state=State.SUCCEEDED)
        with worker_process(tmp_path, "io-0", slots=2) as first:
            until(lambda: len(receiver.messages) == 4, "for as many as one webhook may have")
            assert states(state="sending") == ["sending"] * 4
            first.kill()
        assert sorted(states()) == ["pending"] * 6 + ["sending"] * 4
        receiver.manner = fake.accepting
        due_now()
        with worker_process(tmp_path, "io-1", slots=2):
            until(lambda: states() == ["delivered"] * 10, "for the other worker")
    assert set(receiver.ids) == {str(each.pk) for each in deliveries()}
    twice = [each for each in set(receiver.ids) if receiver.ids.count(each) > 1]
    assert len(twice) == 4, "what was under way came again, under the same id"
    assert max(deliveries(), key=lambda each: each.attempts).attempts == 1


def test_a_worker_that_is_told_to_leave_gives_back_what_it_was_sending(tmp_path: Path) -> None:
    tenant = make_tenant()
    with receiving() as receiver:
        receiver.manner = fake.silent
        subscribe(tenant, receiver.url)
        make_task(tenant, state=State.SUCCEEDED)
        with worker_process(tmp_path, "io-0", slots=2) as worker:
            until(lambda: receiver.messages, "for the message")
            worker.send(signal.SIGTERM)
            until(lambda: not worker.is_running, "for its end")
            assert exit_code(worker) == 0, worker.last_words()
            row = WebhookDelivery.objects.get()
            assert (row.state, row.attempts) == ("pending", 0)
