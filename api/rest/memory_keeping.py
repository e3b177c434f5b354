"""What a tenant's memory keeps: retention rules, settings, and summaries with what they sum up."""

from typing import Any, ClassVar, Final

from django.http import HttpResponse
from rest_framework.request import Request

from api.rest import memory_keeping_documents as d
from api.rest.base import ApiView
from api.rest.bodies import validated
from api.rest.errors import InvalidParameter
from api.rest.json import answer
from api.rest.memories import READ, WRITE
from api.rest.memory_bodies import KINDS
from api.rest.params import PAGE, Params, query
from api.rest.permissions import require
from api.rest.schema import describe
from api.rest.tasks import WRITE as SUBMIT
from orchestration.memory.drafts import Kind
from orchestration.memory.errors import RuleDisabled
from orchestration.memory.records.realm import Realm
from orchestration.memory.records.retention import RetentionRule
from orchestration.memory.retention import apply, enable, try_out
from orchestration.memory.rules import delete_rule, disable_rule, get_rule, list_rules, set_rule
from orchestration.memory.settings import SETTINGS, get_settings, set_settings
from orchestration.memory.summaries import SummaryView, list_summaries
from tasks.selectors.pages import decode_cursor, page_of

PATH: Final = "/api/v1/memories/retention"
ALL: Final = "all"
STATES: Final = ("asked", "done", "failed")
MOST: Final = 10_000
"""So many memories are deleted in one request; maintenance deletes all of them."""


class RetentionView(ApiView):
    """The retention rules of the key's tenant."""

    scopes: ClassVar[Any] = {"GET": READ}

    @describe({200: d.RuleList}, tag="memories")
    def get(self, request: Request) -> HttpResponse:
        """List the rules by which memories are forgotten."""
        Params(request)
        found = list_rules(tenant_id=self.principal.tenant_id)
        return answer({"items": [rule_answer(each) for each in found]})


class _OfRule(ApiView):
    """What has to do with the rule for one type, or for all."""

    scopes: ClassVar[Any] = {"POST": WRITE}

    def rule(self, kind: str) -> RetentionRule:
        """Return the rule for a type that stands in the path."""
        return get_rule(_kind(kind), tenant_id=self.principal.tenant_id)


class RetentionRuleView(_OfRule):
    """One rule."""

    http_method_names = [*ApiView.http_method_names, "put"]
    scopes: ClassVar[Any] = {"GET": READ, "PUT": WRITE, "DELETE": WRITE}

    @describe({200: d.RuleAnswer}, tag="memories")
    def get(self, request: Request, kind: str) -> HttpResponse:
        """Return the rule for a type (`semantic`, `episodic`, `procedural`), or for `all`."""
        Params(request)
        return answer(rule_answer(self.rule(kind)))

    @describe({200: d.RuleAnswer}, body=d.RuleBody, tag="memories")
    def put(self, request: Request, kind: str) -> HttpResponse:
        """Set what is forgotten of a type, or of all; nothing is, until the rule was tried out
        and enabled."""
        Params(request)
        bounds = validated(d.RuleBody, self.read_object()).model_dump()
        by = self.principal
        set_rule(_kind(kind), tenant_id=by.tenant_id, actor=by.actor, **bounds)
        return answer(rule_answer(self.rule(kind)))

    @describe({204: None}, tag="memories")
    def delete(self, request: Request, kind: str) -> HttpResponse:
        """Forget nothing by this rule any more; what it deleted stays gone."""
        Params(request)
        delete_rule(self.rule(kind), actor=self.principal.actor)
        return HttpResponse(status=204)


class RetentionTryView(_OfRule):
    """Trying a rule out."""

    @describe({200: d.TrialAnswer}, tag="memories")
    def post(self, request: Request, kind: str) -> HttpResponse:
        """Tell what a rule would delete now, and delete nothing; it may be enabled for a day."""
        Params(request)
        found = try_out(self.rule(kind))
        counts = {name: found.by_reason.get(name, 0) for name in ("age", "count", "decay")}
        return answer({"total": found.total, **counts, "examples": found.examples})


class RetentionEnableView(_OfRule):
    """Letting a rule delete."""

    @describe({200: d.RuleAnswer}, tag="memories")
    def post(self, request: Request, kind: str) -> HttpResponse:
        """Let a rule delete from now on, hour by hour; it must have been tried out."""
        Params(request)
        enable(self.rule(kind), actor=self.principal.actor)
        return answer(rule_answer(self.rule(kind)))


class RetentionDisableView(_OfRule):
    """Letting a rule delete nothing any more."""

    @describe({200: d.RuleAnswer}, tag="memories")
    def post(self, request: Request, kind: str) -> HttpResponse:
        """Let a rule delete nothing any more, until it is tried out and enabled again."""
        Params(request)
        disable_rule(self.rule(kind), actor=self.principal.actor)
        return answer(rule_answer(self.rule(kind)))


class RetentionRunView(_OfRule):
    """Forgetting at once."""

    @describe({200: d.RunAnswer}, tag="memories")
    def post(self, request: Request, kind: str) -> HttpResponse:
        """Delete for good what an enabled rule says, without waiting for the hour; about 10,000
        memories at most, and `more` where others are left."""
        Params(request)
        rule = self.rule(kind)
        if not rule.enabled:
            raise RuleDisabled
        deleted = apply(rule, most=MOST)
        return answer({"deleted": deleted, "more": deleted >= MOST})


class MemorySettingsView(ApiView):
    """What is set for the memory of the key's tenant."""

    scopes: ClassVar[Any] = {"GET": READ, "PATCH": WRITE}

    @describe({200: d.SettingsAnswer}, tag="memories")
    def get(self, request: Request) -> HttpResponse:
        """Return how what is alike is treated, and who sums up what happened."""
        Params(request)
        return answer(settings_answer(get_settings(tenant_id=self.principal.tenant_id)))

    @describe({200: d.SettingsAnswer}, body=d.SettingsChange, tag="memories")
    def patch(self, request: Request) -> HttpResponse:
        """Change that, from now on."""
        Params(request)
        wanted = validated(d.SettingsChange, self.read_object())
        by = self.principal
        if wanted.summary_model:
            require(by, SUBMIT)
        values = wanted.model_dump(exclude_unset=True)
        return answer(
            settings_answer(set_settings(tenant_id=by.tenant_id, actor=by.actor, **values))
        )


class SummariesView(ApiView):
    """Summaries of what happened."""

    scopes: ClassVar[Any] = {"GET": READ}

    @describe(
        {200: d.SummaryPage},
        parameters=[
            query("state", "In this state.", {"enum": list(STATES)}),
            query("summary", "The one that became this memory.", {"format": "uuid"}),
            *PAGE,
        ],
        tag="memories",
    )
    def get(self, request: Request) -> HttpResponse:
        """List the summaries that were asked for, the last first, with what each sums up."""
        params = Params(request, "state", "summary", "limit", "cursor")
        limit = params.limit()
        found = list_summaries(
            tenant_id=self.principal.tenant_id,
            below=decode_cursor(params.text("cursor")),
            state=params.choice("state", STATES),
            summary=params.identifier("summary"),
            limit=limit + 1,
        )
        page = page_of(found, [each.id for each in found], limit)
        return answer({"items": [summary_answer(each) for each in page.items], "next": page.next})


def _kind(name: str) -> Kind | None:
    """Return the type that a path names; None for all of them.

    Raises:
        InvalidParameter: There is no such type.
    """
    if name == ALL:
        return None
    if name not in KINDS:
        known = ", ".join([ALL, *KINDS])
        raise InvalidParameter(
            "There is no such type.", field="type", value=name, mend=f"Use one of: {known}."
        )
    return KINDS[name]


def rule_answer(rule: RetentionRule) -> dict[str, Any]:
    """Return a retention rule."""
    name = ALL if rule.type is None else Kind(rule.type).name.lower()
    path = f"{PATH}/{name}"
    return {
        "type": name,
        "max_age_days": rule.max_age_days,
        "max_entries": rule.max_entries,
        "half_life_days": rule.half_life_days,
        "least_worth": rule.least_worth,
        "kept_importance": rule.kept_importance,
        "enabled": rule.enabled,
        "tried_at": rule.tried_at,
        "applied_at": rule.applied_at,
        "deleted": rule.deleted,
        "links": {
            "self": path,
            **{each: f"{path}/{each}" for each in ("try", "enable", "disable", "run")},
        },
    }


def settings_answer(realm: Realm) -> dict[str, Any]:
    """Return what is set for a tenant's memory."""
    return {name: getattr(realm, name) for name in SETTINGS}


def summary_answer(found: SummaryView) -> dict[str, Any]:
    """Return a summary that was asked for."""
    return {
        "id": found.id,
        "agent": found.owner.agent,
        "user": found.owner.user,
        "session": found.owner.session,
        "task_id": found.task_id,
        "memories": found.entries,
        "state": found.state,
        "summary": found.summary,
        "error": found.error or None,
        "tries": found.tries,
        "again_at": found.again_at,
        "created_at": found.created_at,
        "concluded_at": found.concluded_at,
    }
