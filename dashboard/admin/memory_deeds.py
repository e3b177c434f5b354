"""What people do to memories: one at a time on its page, or to several of a list."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django import forms
from django.db import transaction
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from dashboard.admin import forms as fields
from dashboard.admin.deeds import Act, Deed, deletion
from dashboard.admin.entries import plain, words
from dashboard.memoryports import memory
from dashboard.pulse import database_now
from orchestration.access.services import audit
from orchestration.memory.changing import supersede
from orchestration.memory.drafts import MEMORIES, Draft, content_hash
from orchestration.memory.errors import InvalidMemory, UnknownMemory
from orchestration.memory.records.entry import MemoryEntry
from orchestration.memory.remembering import LONGEST, Memory
from orchestration.memory.removing import remove
from orchestration.memory.selectors import EntryView, get_entry
from orchestration.memory.spaces import find_realm

SUBJECT: Final = "memory"
_LONGEST_TAG: Final = 64


class Tags(forms.CharField):
    """Tags with commas between; cleans to a list, each once."""

    def __init__(self, *, required: bool = False) -> None:
        """Make the box."""
        super().__init__(
            label="Tags", required=required, help_text="With commas between.",
            widget=UnfoldAdminTextInputWidget(),
        )  # fmt: skip

    def prepare_value(self, value: Any) -> Any:
        """Return what stands in the box."""
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        """Return the tags."""
        found = list(dict.fromkeys(words(super().clean(value) or "")))
        if any(len(each) > _LONGEST_TAG for each in found):
            raise forms.ValidationError(f"A tag has at most {_LONGEST_TAG} characters.")
        return found


def _importance() -> forms.FloatField:
    return forms.FloatField(
        label="Importance", min_value=0.0, max_value=1.0, help_text="From 0 to 1; 0.5 is usual.",
        widget=UnfoldAdminTextInputWidget(attrs={"type": "number", "step": "any"}),
    )  # fmt: skip


class EditForm(forms.Form):
    """What a memory says."""

    title = fields.text("Title", required=False, help_text="What it is about: found like the text.")
    text = forms.CharField(
        label="Text", max_length=LONGEST, strip=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 8}),
    )  # fmt: skip
    importance = _importance()
    tags = Tags()


class ImportanceForm(forms.Form):
    """How important memories are."""

    importance = _importance()


class TagsForm(forms.Form):
    """Tags to add or to take away."""

    tags = Tags(required=True)


class ExpiryForm(forms.Form):
    """From when on nobody finds it."""

    expires_at = fields.Moment(
        label="Expires", help_text="From then on nobody finds it, and it is deleted within the "
        "hour; empty for never.",
    )  # fmt: skip


class DaysForm(forms.Form):
    """In how many days memories expire."""

    days = forms.FloatField(
        label="Days from now", min_value=0.01, max_value=36_500,
        widget=UnfoldAdminTextInputWidget(attrs={"type": "number", "step": "any"}),
    )  # fmt: skip


class SupersedeForm(forms.Form):
    """What holds instead."""

    by = forms.UUIDField(
        label="Superseded by", help_text="The id of the memory that holds instead; both stay, "
        "but searches find that one alone.",
        widget=UnfoldAdminTextInputWidget(),
    )  # fmt: skip


def _edit(entry: MemoryEntry, act: Act) -> None:
    data = act.data
    _amend(
        entry, act, title=data["title"], text=plain(data["text"]),
        importance=data["importance"], tags=tuple(data["tags"]),
    )  # fmt: skip


def _weigh(entry: MemoryEntry, act: Act) -> None:
    _amend(entry, act, importance=act.data["importance"])


def _tag(entry: MemoryEntry, act: Act) -> None:
    _amend(entry, act, tags=tuple(dict.fromkeys([*entry.tags, *act.data["tags"]])))


def _untag(entry: MemoryEntry, act: Act) -> None:
    gone = set(act.data["tags"])
    _amend(entry, act, tags=tuple(each for each in entry.tags if each not in gone))


def _expire(entry: MemoryEntry, act: Act) -> None:
    at: datetime | None = act.data["expires_at"]
    if at is not None and at <= database_now():
        raise InvalidMemory(
            "That time has passed.", field="expires_at", value=at,
            mend="Choose a later one, or delete the memory.",
        )  # fmt: skip
    _amend(entry, act, expires_at=at)


def _expire_in(entry: MemoryEntry, act: Act) -> None:
    _amend(entry, act, expires_at=database_now() + timedelta(days=act.data["days"]))


def _amend(entry: MemoryEntry, act: Act, **changed: Any) -> None:
    """Let a memory say something else; it keeps its vector unless its words change."""
    tenant_id = entry.realm.tenant_id
    old = get_entry(entry.uid, tenant_id=tenant_id, kinds=MEMORIES)
    draft = _draft(old, _told_at(entry, old), **changed)
    said = (old.title, old.text) != (draft.title, draft.text)
    changes = memory() if said else Memory(None)
    with transaction.atomic():
        changes.update(
            old.uid, draft, tenant_id=tenant_id, actor=act.actor, version=old.version
        )  # fmt: skip
        _note(entry, act, "change", fields=sorted(changed))


def _draft(old: EntryView, at: datetime | None, **changed: Any) -> Draft:
    values: dict[str, Any] = {
        "title": old.title,
        "text": old.text,
        "importance": old.importance,
        "tags": old.tags,
        "expires_at": old.expires_at,
    }
    return Draft(
        **{**values, **changed},
        kind=old.kind,
        owner=old.owner,
        uid=old.uid,
        speaker=old.speaker,
        at=at,
        metadata=old.metadata,
        source=old.source,
        ordinal=old.ordinal,
        task_id=old.task_id,
    )


def _told_at(entry: MemoryEntry, old: EntryView) -> datetime | None:
    """Return when it happened, if anybody said so: that is part of what two that are the same have
    in common."""
    untold = _draft(old, None)
    return None if content_hash(untold) == bytes(entry.hash) else old.at


def _supersede(entry: MemoryEntry, act: Act) -> None:
    tenant_id, by = entry.realm.tenant_id, act.data["by"]
    realm = find_realm(tenant_id)
    if realm is None:
        raise UnknownMemory(entry.uid)
    with transaction.atomic():
        supersede(realm, entry.uid, by)
        _note(entry, act, "supersede", by=str(by))


def _delete(entry: MemoryEntry, act: Act) -> str:
    with transaction.atomic():
        # An entry that is changed gets another number; whoever deletes means the memory.
        numbers = MemoryEntry.objects.filter(realm_id=entry.realm_id, uid=entry.uid)
        remove(
            entry.realm_id, [(number, entry.uid) for number in numbers.values_list("pk", flat=True)]
        )
        _note(entry, act, "delete")
    return str(entry)


def _note(entry: MemoryEntry, act: Act, action: str, **detail: Any) -> None:
    audit(
        actor=act.actor, action=action, subject_type=SUBJECT, subject_id=str(entry.uid),
        tenant_id=entry.realm.tenant_id, **detail,
    )  # fmt: skip


def _own(entry: MemoryEntry) -> bool:
    """Return whether it is a memory; passages are changed with their documents."""
    return entry.type != MemoryEntry.Type.PASSAGE


def _holds(entry: MemoryEntry) -> bool:
    return _own(entry) and entry.valid_until is None


DEEDS: Final = (
    Deed(name="edit", label="Change", done="changed", run=_edit, form=EditForm, icon="edit",
         audited=True, offered=_own),
    Deed(name="expire", label="Set expiry", done="given an expiry", run=_expire, form=ExpiryForm,
         icon="event_busy", audited=True, offered=_own),
    Deed(name="supersede", label="Supersede", done="superseded", run=_supersede,
         form=SupersedeForm, icon="move_up", audited=True, offered=_holds),
    Deed(name="weigh", label="Set importance", done="weighed anew", run=_weigh,
         form=ImportanceForm, icon="scale", audited=True, offered=lambda _: False),
    Deed(name="tag", label="Add tags", done="tagged", run=_tag, form=TagsForm, icon="label",
         audited=True, offered=lambda _: False),
    Deed(name="untag", label="Take tags away", done="untagged", run=_untag, form=TagsForm,
         icon="label_off", audited=True, offered=lambda _: False),
    Deed(name="expire_in", label="Let expire in some days", done="given an expiry",
         run=_expire_in, form=DaysForm, icon="event_busy", audited=True, offered=lambda _: False),
    deletion(
        _delete, offered=_own,
        ask="Its text, vectors and words, its former versions, its links to others and the count "
        "of its uses go for good: nobody can bring them back. So does what was merged into it; "
        "what it superseded holds again. Summaries that were made from it stay.",
    ),
)  # fmt: skip
BULK: Final = ("weigh", "tag", "untag", "expire_in", "delete")
"""What can be done to several at once."""
