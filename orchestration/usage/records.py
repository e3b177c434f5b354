"""Prices, budgets and their counters, limits of calls, the ledger, what is open in it, and its sums
by hour."""

from typing import Any, ClassVar, Final

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models.functions import Now

from orchestration.access.records import ApiKey, Tenant
from orchestration.ids import uuid7

LONGEST: Final = {"provider": 100, "model": 200, "kind": 32, "outcome": 16, "error": 100}
"""Most characters of what calls tell; more is cut off."""
price_pattern = RegexValidator(
    r"^[^*\x00]*\*?\Z", "A * may only stand at the end, for whatever follows."
)
price_provider = RegexValidator(r"^([^*\x00]+|\*)\Z", "Write a provider's name, or * for all.")


def _money(**more: Any) -> "models.DecimalField[Any, Any]":
    return models.DecimalField(max_digits=30, decimal_places=12, **more)


def _rate(text: str, **more: Any) -> "models.DecimalField[Any, Any]":
    return models.DecimalField(
        max_digits=16,
        decimal_places=6,
        validators=[MinValueValidator(0)],
        help_text=text,
        **more,
    )


class Price(models.Model):
    """What a million tokens of a model cost from a time on, until the next row of the same name."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    provider = models.CharField(
        max_length=100, validators=[price_provider], help_text="A name, or * for all but local."
    )
    model = models.CharField(
        max_length=200,
        validators=[price_pattern],
        help_text="The provider's name for it; a * at its end stands for whatever follows.",
    )
    starts_at = models.DateTimeField(
        db_default=Now(), help_text="It counts for calls that begin from then on."
    )
    input = _rate("Per million tokens read.")
    output = _rate("Per million tokens written, reasoning included.")
    cached = _rate(
        "Per million tokens read from the provider's cache; empty: as input.", null=True, blank=True
    )
    cache_written = _rate(
        "Per million tokens written to it; empty: as input.", null=True, blank=True
    )
    note = models.CharField(max_length=200, blank=True, help_text="Where the price comes from.")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        app_label = "orchestration"
        db_table = "usage_price"
        ordering: ClassVar = ["provider", "model", "-starts_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["provider", "model", "starts_at"], name="usage_price_once"
            ),
            models.CheckConstraint(
                condition=models.Q(input__gte=0, output__gte=0)
                & (models.Q(cached=None) | models.Q(cached__gte=0))
                & (models.Q(cache_written=None) | models.Q(cache_written__gte=0)),
                name="usage_price_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider}/{self.model}"


class Budget(models.Model):
    """How much a tenant, or one key of it, may use within each day or month (in UTC)."""

    class Unit(models.TextChoices):
        """What is counted."""

        MONEY = "money"
        TOKENS = "tokens"

    class Period(models.TextChoices):
        """When it begins anew."""

        DAY = "day"
        MONTH = "month"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="budgets")
    key = models.ForeignKey(
        ApiKey, null=True, blank=True, on_delete=models.CASCADE, related_name="budgets"
    )
    unit = models.CharField(max_length=8, choices=Unit.choices)
    period = models.CharField(max_length=8, choices=Period.choices)
    amount = _money(
        validators=[MinValueValidator(0)],
        help_text="In the installation's currency, or in tokens read and written.",
    )
    enabled = models.BooleanField(
        default=True, help_text="When off it counts on, and refuses nothing."
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        app_label = "orchestration"
        db_table = "usage_budget"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant", "key", "unit", "period"],
                name="usage_budget_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(amount__gte=0), name="usage_budget_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} per {self.period}"


class BudgetPeriod(models.Model):
    """The counter of one budget in one day or month; `spent + reserved` stays within its amount.

    Attributes:
        opening: What had been used in the period when the counter was made: not 0 only for a
            budget that was set in the middle of it.
    """

    id = models.BigAutoField(primary_key=True)
    budget = models.ForeignKey(Budget, on_delete=models.CASCADE, related_name="periods")
    tenant = models.ForeignKey(
        Tenant, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False
    )
    unit = models.CharField(max_length=8, choices=Budget.Unit.choices)
    starts_on = models.DateField()
    opening = _money(default=0)
    spent = _money(default=0)
    reserved = _money(default=0)

    class Meta:
        app_label = "orchestration"
        db_table = "usage_budget_period"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["budget", "starts_on"], name="usage_budget_period_once")
        ]
        indexes: ClassVar = [models.Index(fields=["starts_on"], name="usage_budget_period_by_day")]

    def __str__(self) -> str:
        return f"{self.unit} from {self.starts_on}"


class Delay(models.Model):
    """How long the last answers of a provider's model took, kept as calls are settled; and of our
    own, whose provider is `local`, kept as their workers commit them."""

    KEPT: Final = 50
    """Of the last so many the median is told: one slow answer does not move it."""

    id = models.BigAutoField(primary_key=True)
    provider = models.CharField(max_length=LONGEST["provider"])
    model = models.CharField(max_length=LONGEST["model"], help_text="The provider's name for it.")
    first_token_ms = ArrayField(
        models.FloatField(), help_text="Until the first token of those that were streamed."
    )
    ms = ArrayField(models.FloatField(), help_text="Until the end of the answer.")
    measured_at = models.DateTimeField(db_default=Now())

    class Meta:
        app_label = "orchestration"
        db_table = "usage_delay"
        ordering: ClassVar = ["-measured_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "model"], name="usage_delay_once")
        ]

    def __str__(self) -> str:
        return f"{self.provider}/{self.model}"


def _limit(text: str) -> "models.PositiveIntegerField[Any, Any]":
    return models.PositiveIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1)], help_text=text
    )


class CallLimit(models.Model):
    """How many calls of models a tenant, one key of it, or a provider's model may have."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(
        Tenant, null=True, blank=True, on_delete=models.CASCADE, related_name="call_limits"
    )
    key = models.ForeignKey(
        ApiKey, null=True, blank=True, on_delete=models.CASCADE, related_name="call_limits"
    )
    provider = models.CharField(max_length=100, blank=True, default="")
    model = models.CharField(
        max_length=200, blank=True, default="", help_text="The provider's name for it."
    )
    requests_per_minute = _limit("Calls begun within any 60 s; empty for no limit.")
    tokens_per_minute = _limit("Tokens read and written within any 60 s; empty for no limit.")
    concurrent = _limit("Calls under way at the same time; empty for no limit.")
    changed_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        app_label = "orchestration"
        db_table = "usage_call_limit"
        ordering: ClassVar = ["-id"]
        verbose_name = "call limit"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant", "key", "provider", "model"],
                name="usage_call_limit_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(tenant__isnull=False, provider="", model="")
                | (models.Q(tenant=None, key=None) & ~models.Q(provider="") & ~models.Q(model="")),
                name="usage_call_limit_subject",
            ),
            models.CheckConstraint(
                condition=models.Q(requests_per_minute__isnull=False)
                | models.Q(tokens_per_minute__isnull=False)
                | models.Q(concurrent__isnull=False),
                name="usage_call_limit_limits",
            ),
            *(
                models.CheckConstraint(
                    condition=models.Q(**{name: None}) | models.Q(**{f"{name}__gte": 1}),
                    name=f"usage_call_limit_{short}",
                )
                for name, short in (
                    ("requests_per_minute", "requests"),
                    ("tokens_per_minute", "tokens"),
                    ("concurrent", "concurrent"),
                )
            ),
        ]

    def __str__(self) -> str:
        if self.provider:
            return f"{self.provider}/{self.model}"
        return f"key {self.key_id}" if self.key_id else f"tenant {self.tenant_id}"


class Entry(models.Model):
    """A line of the ledger; appended, and never changed.

    `reserved` says what a call may cost at most. Every other line is an amount that was spent, so
    that their sum is what was used: `settled`, or `swept` at the worst case, and then perhaps
    `corrected` by the difference.
    """

    class Phase(models.TextChoices):
        """What a line says."""

        RESERVED = "reserved"
        SETTLED = "settled"
        SWEPT = "swept"
        CORRECTED = "corrected"

    id = models.BigAutoField(primary_key=True)
    call_id = models.UUIDField()
    phase = models.CharField(max_length=9, choices=Phase.choices)
    at = models.DateTimeField(db_default=Now(), help_text="When the line was written.")
    booked_at = models.DateTimeField(
        help_text="When the call was reserved: its price, hour, day and month are those of then."
    )
    tenant = models.ForeignKey(
        Tenant, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False
    )
    key_id = models.UUIDField(null=True)
    task_id = models.UUIDField(null=True)
    attempt = models.IntegerField(null=True)
    provider = models.CharField(max_length=LONGEST["provider"])
    model = models.CharField(max_length=LONGEST["model"])
    kind = models.CharField(max_length=LONGEST["kind"])
    prompt_tokens = models.BigIntegerField()
    completion_tokens = models.BigIntegerField()
    cached_tokens = models.BigIntegerField(default=0)
    cache_written_tokens = models.BigIntegerField(default=0)
    reasoning_tokens = models.BigIntegerField(default=0)
    cost = _money(null=True, help_text="Empty when nobody set a price.")
    calls = models.SmallIntegerField(default=0)
    failures = models.SmallIntegerField(default=0)
    estimated = models.SmallIntegerField(
        default=0, help_text="1 when the worst case stands for a use that nobody told."
    )
    unpriced = models.SmallIntegerField(default=0, help_text="1 when there was no price.")
    outcome = models.CharField(max_length=LONGEST["outcome"], blank=True)
    ms = models.FloatField(null=True)
    first_token_ms = models.FloatField(null=True)
    error = models.CharField(max_length=LONGEST["error"], blank=True)
    rates = ArrayField(
        models.DecimalField(max_digits=16, decimal_places=6),
        null=True,
        help_text="Prices per million tokens read, written, cached and written to the cache.",
    )
    counters = ArrayField(
        models.BigIntegerField(), default=list, help_text="The budgets' counters it stands in."
    )

    class Meta:
        app_label = "orchestration"
        db_table = "usage_entry"
        ordering: ClassVar = ["-id"]
        verbose_name = "ledger line"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["call_id", "phase"], name="usage_entry_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["booked_at"], name="usage_entry_by_time"),
            models.Index(
                fields=["task_id", "id"],
                name="usage_entry_of_task",
                condition=models.Q(task_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.phase} {self.call_id}"


class OpenCall(models.Model):
    """A reservation that nobody has settled yet."""

    call_id = models.UUIDField(primary_key=True)
    tenant = models.ForeignKey(
        Tenant, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False
    )
    deadline_at = models.DateTimeField(help_text="After this it is taken for lost.")
    later_counters = ArrayField(
        models.BigIntegerField(),
        db_default=[],
        help_text="Counters of budgets that were set while it went on; it stands in them, too.",
    )

    class Meta:
        app_label = "orchestration"
        db_table = "usage_open_call"
        indexes: ClassVar = [models.Index(fields=["deadline_at"], name="usage_open_call_due")]

    def __str__(self) -> str:
        return str(self.call_id)


class UsageHour(models.Model):
    """What was used in one hour: the sum of the ledger's lines, kept in their transactions."""

    id = models.BigAutoField(primary_key=True)
    tenant = models.ForeignKey(
        Tenant, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False
    )
    hour = models.DateTimeField()
    key_id = models.UUIDField(null=True)
    provider = models.CharField(max_length=LONGEST["provider"])
    model = models.CharField(max_length=LONGEST["model"])
    kind = models.CharField(max_length=LONGEST["kind"])
    calls = models.BigIntegerField(default=0)
    failures = models.BigIntegerField(default=0)
    estimated = models.BigIntegerField(default=0)
    unpriced = models.BigIntegerField(default=0)
    prompt_tokens = models.BigIntegerField(default=0)
    completion_tokens = models.BigIntegerField(default=0)
    cached_tokens = models.BigIntegerField(default=0)
    cache_written_tokens = models.BigIntegerField(default=0)
    cost = _money(default=0)
    timed = models.BigIntegerField(
        db_default=0, help_text="Calls that a model answered, whose times are summed here."
    )
    ms = models.FloatField(db_default=0, help_text="How long they took together.")
    spoken = models.BigIntegerField(db_default=0, help_text="Those that told their first token.")
    first_token_ms = models.FloatField(db_default=0)

    class Meta:
        app_label = "orchestration"
        db_table = "usage_hour"
        verbose_name = "usage"
        verbose_name_plural = "usage"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant", "hour", "key_id", "provider", "model", "kind"],
                name="usage_hour_once",
                nulls_distinct=False,
            )
        ]
        indexes: ClassVar = [models.Index(fields=["hour"], name="usage_hour_by_time")]

    def __str__(self) -> str:
        return f"{self.provider}/{self.model} at {self.hour:%Y-%m-%d %H:00}"
