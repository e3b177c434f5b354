"""What webhooks cost does not depend on how many deliveries there are: plans over many rows.

Every statement that is sent over 60,000 deliveries is explained, with its parameters and as the
generic plan of a prepared statement: none may read the deliveries from end to end.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest
from django.db import connection, transaction

from tasks import sql
from tasks.lifecycle import State
from tasks.models import Webhook, WebhookDelivery
from tasks.selectors.webhooks import DeliveryFilter, get_traffic, list_deliveries
from tasks.services import deliveries, pruning, webhooks
from tasks.services.deliveries import Settlement
from tests.explaining import Explainer, nodes
from tests.factories import make_task, make_tenant
from tests.integration.hooks import subscribe

pytestmark = pytest.mark.django_db

COUNT: Final = 60_000
# Of a hundred, 90 have arrived, 4 are dead, 5 wait for another try, one is due; 30 are under way.
_FILL: Final = """
INSERT INTO tasks_webhookdelivery (id, tenant_id, webhook_id, task_id, event, sequence, data, state,
    next_at, epoch, attempts, error, answer, created_at, finished_at)
SELECT (lpad(to_hex(1700000000000 + g), 12, '0') || '70008000' || lpad(to_hex(g), 12, '0'))::uuid,
       %(tenant)s, (%(webhooks)s::uuid[])[1 + (g / 100) %% 50], gen_random_uuid(), 'task.succeeded',
       g, '{}', state,
       CASE WHEN state = 'sending' THEN now() + interval '20 s' WHEN g %% 100 = 98 THEN now()
            ELSE now() + interval '1 h' END,
       1, 1, '', '', now() - make_interval(secs => (60000 - g) * 20),
       CASE WHEN state IN ('delivered', 'dead') THEN now() END
  FROM generate_series(1, %(count)s) AS g
 CROSS JOIN LATERAL (SELECT CASE WHEN g %% 100 < 90 THEN 'delivered' WHEN g %% 100 < 94 THEN 'dead'
       WHEN g %% 2000 = 99 THEN 'sending' ELSE 'pending' END AS state) s
"""


class Post:
    """Subscriptions with a long history."""

    def __init__(self) -> None:
        self.tenant = make_tenant()
        for number in range(50):
            url = f"https://{number}.example.com/hooks"
            subscribe(self.tenant, url, "task.succeeded", "task.cancelled")
        self.webhooks = list(Webhook.objects.order_by("pk"))
        params: dict[str, Any] = {
            "tenant": self.tenant.pk,
            "webhooks": [webhook.pk for webhook in self.webhooks],
            "count": COUNT,
        }
        with connection.cursor() as cursor:
            # What tests before this one have left behind as dead rows would change the plans.
            cursor.execute("TRUNCATE tasks_webhookdelivery")
            cursor.execute(_FILL, params)
            cursor.execute("ANALYZE tasks_webhookdelivery, tasks_webhook")

    @property
    def first(self) -> Webhook:
        return self.webhooks[0]


def telling(post: Post) -> None:
    task = make_task(post.tenant, state=State.SUCCEEDED)
    assert WebhookDelivery.objects.filter(task_id=task.pk).count() == 50


def claiming_and_settling(post: Post) -> None:
    claimed = deliveries.claim(40)
    assert len(claimed) == 40
    some = [
        Settlement(each.id, each.webhook_id, each.epoch, "pending", delay_s=1.0, error="no")
        if at % 2
        else Settlement(each.id, each.webhook_id, each.epoch, "delivered", status=200)
        for at, each in enumerate(claimed[:10])
    ]
    assert len(deliveries.settle(some)) == 10
    deliveries.give_back(claimed[10:])


def holding_and_dropping(post: Post) -> None:
    webhooks.update(post.first.pk, tenant_id=None, by="key:test", enabled=False)
    webhooks.delete(post.webhooks[1].pk, tenant_id=None, by="key:test")
    deliveries.claim(1)
    webhooks.update(post.first.pk, tenant_id=None, by="key:test", enabled=True)


def replaying(post: Post) -> None:
    webhook = post.first.pk
    dead = WebhookDelivery.objects.filter(webhook=webhook, state="dead").order_by("pk")[0]
    deliveries.replay(dead.pk, webhook_id=webhook, tenant_id=None, by="key:test")
    since = datetime(2023, 11, 14, tzinfo=UTC)
    for which in ("dead", "all"):
        assert deliveries.replay_since(
            webhook, since=since, which=which, tenant_id=None, by="key:test"
        )


def watching(_: Post) -> None:
    traffic = get_traffic()
    assert traffic.open["sending"] == 30


def pruning_history(_: Post) -> None:
    assert pruning.prune()["webhook deliveries"] == 0
    sql.execute(pruning._OLD_ROWS["webhook deliveries"], pruning._keep())


WORK: Final[list[Callable[[Post], None]]] = [
    telling, claiming_and_settling, holding_and_dropping, replaying, watching, pruning_history,
]  # fmt: skip


@pytest.mark.slow
def test_no_statement_reads_the_deliveries_from_end_to_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    post = Post()
    explainer = Explainer(monkeypatch, sql, ("tasks_webhookdelivery",))
    sql.fetch("SELECT count(*) FROM tasks_webhookdelivery WHERE sequence > %s", [5])
    assert len(explainer.scans) == 2, "the check sees a statement that does"
    explainer.scans.clear()
    for work in WORK:
        before = explainer.count
        with transaction.atomic():
            work(post)
            transaction.set_rollback(True)
        assert explainer.count > before
        assert explainer.scans == {}, work.__name__


@pytest.mark.slow
def test_no_page_of_deliveries_reads_more_than_it_needs() -> None:
    post = Post()
    webhook = post.first.pk
    one = WebhookDelivery.objects.filter(webhook=webhook).order_by("pk")[0]
    since = datetime.now(UTC) + timedelta(days=1)
    filters: list[dict[str, Any]] = [
        {}, {"state": "dead"}, {"state": "delivered"}, {"state": "pending"}, {"state": "held"},
        {"event": "task.failed"}, {"task_id": one.task_id}, {"since": since},
    ]  # fmt: skip
    for narrowed in filters:
        looked = _looked_at(
            lambda: list_deliveries(webhook, tenant_id=None, which=DeliveryFilter(**narrowed))  # noqa: B023
        )
        assert looked <= (2500 if "event" in narrowed else 200), narrowed


def _looked_at(read: Callable[[], Any]) -> int:
    """Return how many deliveries the statements of a read look at."""
    seen: list[int] = []

    def explained(execute: Any, query: str, params: Any, many: bool, context: Any) -> Any:
        if "webhookdelivery" in query:
            with connection.connection.cursor() as cursor:
                plan = cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {query}", params).fetchone()
            for node in nodes(plan[0][0]["Plan"]):
                looked = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
                if "Relation Name" in node:
                    seen.append(int(looked * node["Actual Loops"]))
        return execute(query, params, many, context)

    with connection.execute_wrapper(explained):
        read()
    assert seen
    return sum(seen)
