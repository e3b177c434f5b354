"""Deliveries reach a real receiver: signed, again after failures, never lost, bounded."""

import base64
import hashlib
import hmac
import os
import signal
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import LazySettings
from django.db import connection, transaction

from orchestration.access.records import AuditEntry
from orchestration.secrettext import SecretText
from tasks import sql
from tasks.hearing import TEST
from tasks.lifecycle import State
from tasks.models import Webhook, WebhookDelivery
from tasks.services import deliveries as services
from tasks.services import webhooks
from tests.factories import make_task, make_tenant
from tests.fakes import receiver as fake
from tests.fakes.receiver import Message, answering, receiving
from tests.integration.hooks import (
    deliveries,
    delivering,
    due_now,
    let_in,
    states,
    subscribe,
)
from tests.integration.stage import configure
from tests.patience import until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _loopback(settings: LazySettings) -> None:
    let_in(settings)


def signatures(secret: SecretText, message: Message) -> list[str]:
    """Return the right signature of a message, by hand, as the specification words it."""
    key = base64.b64decode(secret.expose().split("_", 1)[1])
    content = f"{message.id}.{message.headers['webhook-timestamp']}.{message.body.decode()}"
    mac = hmac.new(key, content.encode(), hashlib.sha256).digest()
    return ["v1", base64.b64encode(mac).decode()]


def signed_by(secret: SecretText, message: Message) -> bool:
    given = [each.split(",") for each in message.headers["webhook-signature"].split(" ")]
    return signatures(secret, message) in given


def test_an_event_arrives_signed_and_says_where_to_read_more() -> None:
    tenant = make_tenant()
    with receiving() as receiver:
        webhook, secret = webhooks.create(
            tenant.pk, url=receiver.url, events=["task.succeeded"], by="key:test"
        )
        task = make_task(tenant, state=State.SUCCEEDED, result={"answer": 42}, tags=("a",))
        with delivering():
            until(lambda: states() == ["delivered"], "for the delivery")
    (message,), (row,) = receiver.messages, deliveries()
    assert message.id == str(row.pk)
    assert signed_by(secret, message)
    assert abs(int(message.headers["webhook-timestamp"]) - time.time()) < 60
    assert message.headers["content-type"] == "application/json"
    said = message.said
    assert said["type"] == "task.succeeded"
    assert said["sequence"] == row.sequence
    assert said["data"]["task"] == str(task.pk)
    assert said["data"]["links"]["task"].endswith(f"/api/v1/tasks/{task.pk}")
    assert "result" not in said["data"]
    assert (row.status, row.attempts, row.error) == (204, 1, "")
    assert row.finished_at
    assert webhook.failing_since is None


def test_a_result_is_sent_along_where_it_is_wished_for_and_small() -> None:
    tenant = make_tenant()
    with receiving() as receiver, delivering():
        subscribe(tenant, receiver.url, "task.succeeded", "task.failed", include_result=True)
        make_task(tenant, state=State.SUCCEEDED, result={"answer": 42})
        make_task(tenant, state=State.SUCCEEDED, result={"answer": "x" * 70_000})
        make_task(tenant, state=State.FAILED)
        until(lambda: states() == ["delivered"] * 3, "for three")
    data = [message.said["data"] for message in receiver.messages]
    said = {each["state"] + str("result_left_out" in each): each for each in data}
    assert said["succeededFalse"]["result"] == {"answer": 42}
    assert "result" not in said["succeededTrue"]
    assert said["failedFalse"]["error"]["detail"] == "on purpose"


def test_a_rotated_secret_signs_beside_the_one_before_until_its_time_is_over() -> None:
    tenant = make_tenant()
    with receiving() as receiver, delivering():
        webhook, old = webhooks.create(
            tenant.pk, url=receiver.url, events=["task.succeeded"], by="key:test"
        )
        _, new = webhooks.rotate(webhook.pk, tenant_id=tenant.pk, by="key:test")
        make_task(tenant, state=State.SUCCEEDED)
        until(lambda: states() == ["delivered"], "for the first")
        Webhook.objects.update(previous_until=datetime.now(UTC) - timedelta(seconds=1))
        make_task(tenant, state=State.SUCCEEDED)
        until(lambda: states() == ["delivered"] * 2, "for the second")
    both, alone = receiver.messages
    assert signed_by(old, both)
    assert signed_by(new, both)
    assert signed_by(new, alone)
    assert not signed_by(old, alone)


@pytest.mark.parametrize(
    ("manner", "words"),
    [
        (answering(500, b"no, not now"), "answered 500"),
        (answering(404), "answered 404"),
        (answering(302, location="http://169.254.169.254/"), "redirects are not followed"),
        (fake.hanging_up, "could not be reached"),
        (fake.silent, "did not answer within 0.5 s"),
        (fake.dripping_head, "did not answer within 0.5 s"),
        (fake.flooding, "answered 500"),
    ],
    ids=["500", "404", "redirect", "hangs up", "silent", "drips its head", "floods"],
)
def test_a_receiver_that_fails_is_tried_again(
    settings: LazySettings, manner: fake.Manner, words: str
) -> None:
    let_in(settings, timeout_s=0.5, base_s=3600.0, max_s=3600.0)
    tenant = make_tenant()
    with receiving() as receiver:
        receiver.script.append(manner)
        subscribe(tenant, receiver.url)
        make_task(tenant, state=State.SUCCEEDED)
        with delivering():
            until(lambda: deliveries()[0].error, "for the failure")
            (row,) = deliveries()
            assert words in row.error
            assert (row.state, row.attempts) == ("pending", 1)
            assert row.next_at > datetime.now(UTC) + timedelta(minutes=40)
            assert len(row.answer) <= 500
            due_now()
            until(lambda: states() == ["delivered"], "for the second time")
    assert len(receiver.messages) == 2
    assert len(set(receiver.ids)) == 1


def test_a_body_that_drips_does_not_undo_the_acceptance() -> None:
    tenant = make_tenant()
    with receiving() as receiver, delivering():
        receiver.script.append(fake.dripping)
        subscribe(tenant, receiver.url)
        make_task(tenant, state=State.SUCCEEDED)
        until(lambda: states() == ["delivered"], "for the delivery")
    assert len(receiver.messages) == 1


def test_a_receiver_that_names_a_time_is_left_alone_until_then(settings: LazySettings) -> None:
    let_in(settings, max_s=7200.0)
    tenant = make_tenant()
    with receiving() as receiver, delivering():
        receiver.manner = answering(429, retry_after="3000")
        subscribe(tenant, receiver.url)
        make_task(tenant, state=State.SUCCEEDED)
        until(lambda: deliveries()[0].status == 429, "for the refusal")
    assert deliveries()[0].next_at > datetime.now(UTC) + timedelta(seconds=2900)


def test_after_its_last_attempt_a_delivery_is_dead_and_can_be_replayed(
    settings: LazySettings,
) -> None:
    let_in(settings, attempts=3)
    tenant = make_tenant()
    with receiving() as receiver, delivering():
        receiver.manner = answering(503)
        webhook = subscribe(tenant, receiver.url)
        make_task(tenant, state=State.SUCCEEDED)
        until(lambda: states() == ["dead"], "for the end")
        assert len(receiver.messages) == 3
        receiver.manner = fake.accepting
        services.replay(
            deliveries()[0].pk, webhook_id=webhook.pk, tenant_id=tenant.pk, by="key:test"
        )
        until(lambda: states() == ["delivered"], "for the replay")
    assert len(set(receiver.ids)) == 1
    assert AuditEntry.objects.filter(action="replay", subject_id=str(webhook.pk)).exists()


def test_all_since_a_time_are_replayed_at_once() -> None:
    tenant = make_tenant()
    with receiving() as receiver, delivering():
        webhook = subscribe(tenant, receiver.url)
        for _ in range(5):
            make_task(tenant, state=State.SUCCEEDED)
        until(lambda: states() == ["delivered"] * 5, "for the first time")
        since = deliveries()[2].created_at
        WebhookDelivery.objects.filter(pk=deliveries()[4].pk).update(state="dead")
        again = services.replay_since(
            webhook.pk, since=since, which="dead", tenant_id=tenant.pk, by="key:test"
        )
        assert again == 1
        until(lambda: states() == ["delivered"] * 5, "for the dead one")
        assert (
            services.replay_since(
                webhook.pk, since=since, which="all", tenant_id=tenant.pk, by="key:test"
            )
            >= 3
        )
        until(lambda: len(receiver.messages) >= 9, "for the others")
        until(lambda: states() == ["delivered"] * 5, "for all")
    assert len(set(receiver.ids)) == 5


def test_gone_switches_a_subscription_off_and_holds_the_rest_for_its_return() -> None:
    tenant = make_tenant()
    with receiving() as receiver, delivering():
        receiver.script.append(answering(410))
        webhook = subscribe(tenant, receiver.url)
        make_task(tenant, state=State.SUCCEEDED)
        until(lambda: states() == ["dead"], "for the end")
        webhook.refresh_from_db()
        assert not webhook.enabled
        assert "410" in webhook.off_reason
        entry = AuditEntry.objects.get(action="switch_off", subject_id=str(webhook.pk))
        assert entry.tenant_id == tenant.pk
        late = WebhookDelivery.objects.create(
            tenant=tenant, webhook=webhook, event="task.failed", data={"task": "x"}
        )
        until(lambda: states(pk=late.pk) == ["held"], "for the hold")
        make_task(tenant, state=State.SUCCEEDED)
        assert len(deliveries()) == 2, "while it is off, nothing is written for it"
        webhooks.update(webhook.pk, tenant_id=tenant.pk, by="key:test", enabled=True)
        until(lambda: states(pk=late.pk) == ["delivered"], "for what was held")
    webhook.refresh_from_db()
    assert (webhook.off_reason, webhook.failing_since) == ("", None)


def test_who_fails_for_days_is_switched_off_and_who_recovers_is_not() -> None:
    tenant = make_tenant()
    with receiving() as broken, receiving() as moody, delivering():
        broken.manner = answering(500)
        moody.script.extend([answering(500), fake.accepting])
        off = subscribe(tenant, broken.url)
        on = subscribe(tenant, moody.url)
        Webhook.objects.update(failing_since=datetime.now(UTC) - timedelta(days=2, hours=23))
        make_task(tenant, state=State.SUCCEEDED)
        until(lambda: states(webhook=on) == ["delivered"], "for the recovery")
        off.refresh_from_db()
        assert off.enabled
        Webhook.objects.filter(pk=off.pk).update(
            failing_since=datetime.now(UTC) - timedelta(days=3, hours=1)
        )
        until(lambda: not Webhook.objects.get(pk=off.pk).enabled, "for the switch")
    on.refresh_from_db()
    assert on.enabled
    assert on.failing_since is None
    assert AuditEntry.objects.filter(action="switch_off").count() == 1


def test_a_name_that_leads_inside_is_given_up_at_once_with_the_reason(
    settings: LazySettings,
) -> None:
    configure(settings, outgoing={"allow": ()})
    tenant = make_tenant()
    with receiving() as receiver:
        webhook = subscribe(tenant, receiver.url.replace("127.0.0.1", "localhost"))
        make_task(tenant, state=State.SUCCEEDED)
        with delivering():
            until(lambda: states() == ["dead"], "for the refusal")
        (row,) = deliveries()
        assert "leads to a loopback address" in row.error
        assert "SWITCHYARD_OUTGOING__ALLOW" in row.error
        assert receiver.messages == []
        configure(settings, outgoing={"allow": ("localhost", "127.0.0.1", "[::1]")})
        services.replay(row.pk, webhook_id=webhook.pk, tenant_id=tenant.pk, by="key:test")
        with delivering():
            until(lambda: states() == ["delivered"], "for the replay")


def test_a_test_is_sent_also_while_the_subscription_is_off() -> None:
    tenant = make_tenant()
    with receiving() as receiver, delivering():
        webhook = subscribe(tenant, receiver.url, enabled=False)
        webhooks.send_test(webhook.pk, tenant_id=tenant.pk, by="key:test")
        until(lambda: states() == ["delivered"], "for the test")
    assert receiver.messages[0].said["type"] == TEST


def test_two_deliverers_send_each_row_once_and_keep_the_limits(settings: LazySettings) -> None:
    let_in(settings, per_webhook=3, per_host=5)
    tenant, hold = make_tenant(), threading.Event()

    def slowly(message: Message) -> None:
        hold.wait(0.03)
        fake.accepting(message)

    with receiving() as receiver:
        receiver.manner = slowly
        for _ in range(3):
            subscribe(tenant, receiver.url)
        for _ in range(20):
            make_task(tenant, state=State.SUCCEEDED)
        with delivering(), delivering():
            until(lambda: states() == ["delivered"] * 60, "for all")
    assert len(receiver.ids) == len(set(receiver.ids)) == 60
    assert 3 <= receiver.most <= 5


def test_what_a_dead_deliverer_had_claimed_is_sent_by_another_and_it_cannot_settle() -> None:
    tenant = make_tenant()
    with receiving() as receiver:
        subscribe(tenant, receiver.url)
        make_task(tenant, state=State.SUCCEEDED)
        (lost,) = services.claim(10)
        assert services.claim(10) == []
        due_now()
        with delivering():
            until(lambda: states() == ["delivered"], "for the other one")
    late = services.Settlement(lost.id, lost.webhook_id, lost.epoch, "dead", error="too late")
    assert services.settle([late]) == set()
    assert states() == ["delivered"]
    assert deliveries()[0].attempts == 1, "a killed deliverer costs no attempt"


def test_an_event_survives_a_crash_between_its_task_and_its_delivery() -> None:
    tenant = make_tenant()
    with receiving() as receiver:
        subscribe(tenant, receiver.url)
        read, write = os.pipe()
        connection.close()
        child = os.fork()
        if child == 0:
            try:
                make_task(tenant, state=State.SUCCEEDED)
                os.write(write, b".")
                signal.pause()
            finally:
                os._exit(1)
        assert os.read(read, 1) == b"."
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(read)
        os.close(write)
        assert states() == ["pending"]
        with delivering():
            until(lambda: states() == ["delivered"], "for the delivery")
    assert len(receiver.messages) == 1


def test_a_deliverer_that_leaves_gives_back_what_it_did_not_end(settings: LazySettings) -> None:
    let_in(settings, timeout_s=30.0)
    configure(settings, leases={"stop_grace_s": 0.2})
    tenant = make_tenant()
    with receiving() as receiver:
        receiver.script.append(fake.silent)
        subscribe(tenant, receiver.url)
        make_task(tenant, state=State.SUCCEEDED)
        with delivering():
            until(lambda: receiver.messages, "for the message")
        assert states() == ["pending"]
        with delivering():
            until(lambda: states() == ["delivered"], "for the second deliverer")


def test_a_deliverer_that_cannot_give_back_says_so(
    settings: LazySettings, caplog: pytest.LogCaptureFixture
) -> None:
    let_in(settings, timeout_s=30.0, at_once=1)  # one is under way, so that none is claimed
    configure(settings, leases={"stop_grace_s": 0.2})
    tenant = make_tenant()
    with receiving() as receiver:
        receiver.script.append(fake.silent)
        subscribe(tenant, receiver.url)
        make_task(tenant, state=State.SUCCEEDED)
        with delivering() as deliverer:
            until(lambda: receiver.messages, "for the message")
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("LOCK TABLE tasks_webhookdelivery IN ACCESS EXCLUSIVE MODE")
                deliverer.stop()
                until(lambda: "webhooks left to their leases" in caplog.text, "for the word")
    [said] = [each for each in caplog.records if "left to their leases" in each.message]
    assert (said.levelname, vars(said)["not_ended"]) == ("WARNING", 1)


@pytest.mark.parametrize(
    "loss", ["DELETE FROM secrets_secret", "UPDATE secrets_secret SET sealed = sealed || '\\x00'"]
)
def test_a_new_secret_for_one_that_was_lost_signs_alone_and_says_so(
    loss: str, caplog: pytest.LogCaptureFixture
) -> None:
    tenant = make_tenant()
    webhook = subscribe(tenant, "http://127.0.0.1:9/hooks")
    sql.execute(loss)
    changed, _ = webhooks.rotate(webhook.pk, tenant_id=tenant.pk, by="key:test")
    assert changed.previous_until is None
    assert "its new one signs alone" in caplog.text
    again, _ = webhooks.rotate(webhook.pk, tenant_id=tenant.pk, by="key:test")
    assert again.previous_until


def test_what_cannot_be_signed_waits_for_its_secret_and_blames_nobody() -> None:
    tenant = make_tenant()
    with receiving() as receiver:
        webhook = subscribe(tenant, receiver.url)
        sql.execute("DELETE FROM secrets_secret")
        make_task(tenant, state=State.SUCCEEDED)
        with delivering():
            until(lambda: deliveries()[0].error, "for the failure")
            (row,) = deliveries()
            assert "could not sign" in row.error
            assert (row.state, row.attempts) == ("pending", 0)
            webhook.refresh_from_db()
            assert webhook.failing_since is None
            _, secret = webhooks.rotate(webhook.pk, tenant_id=tenant.pk, by="key:test")
            due_now()
            until(lambda: states() == ["delivered"], "for the delivery")
        assert signed_by(secret, receiver.messages[0])


def test_what_a_deleted_subscription_left_is_dropped() -> None:
    tenant = make_tenant()
    with receiving() as receiver:
        webhook = subscribe(tenant, receiver.url)
        make_task(tenant, state=State.SUCCEEDED)
        webhooks.delete(webhook.pk, tenant_id=tenant.pk, by="key:test")
        with delivering():
            until(lambda: states() == [], "for the end")
    assert receiver.messages == []


def test_cookies_of_one_receiver_reach_no_other() -> None:
    tenant = make_tenant()
    with receiving() as receiver, delivering():
        receiver.manner = answering(204, set_cookie="a=b; Path=/")
        subscribe(tenant, receiver.url)
        for count in (1, 2):
            make_task(tenant, state=State.SUCCEEDED)
            until(lambda: states() == ["delivered"] * count, "for it")  # noqa: B023
    assert all("cookie" not in message.headers for message in receiver.messages)
