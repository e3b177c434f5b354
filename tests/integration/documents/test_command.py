"""`manage.py documents`, as an operator uses it."""

from __future__ import annotations

import io
import threading
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from orchestration.access.records import Tenant
from orchestration.documents.selectors import get_collection, list_documents
from orchestration.memory.embedders import forget
from tasks.models import Task
from tasks.worker.documents import StoredDocuments
from tests.factories import KINDS, make_tenant
from tests.integration.documents.reading import WordVectors, count
from tests.integration.stage import run_everything, shop
from tests.patience import until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def tenant() -> Tenant:
    return make_tenant("owner")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "manuals"
    (made / "deep").mkdir(parents=True)
    (made / ".git").mkdir()
    (made / "a.md").write_text("# A\n\nOf oak.\n")
    (made / "deep" / "b.txt").write_text("Of flax.")
    (made / "deep" / "same.txt").write_text("Of flax.")
    (made / ".hidden.md").write_text("No.")
    (made / ".git" / "config.md").write_text("No.")
    (made / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    (made / "link.md").symlink_to(made / "a.md")
    return made


def documents(*arguments: str) -> str:
    out = io.StringIO()
    call_command("documents", *arguments, stdout=out)
    return out.getvalue()


def add(*paths: Path, root: Path | None = None, more: tuple[str, ...] = ()) -> str:
    named = [str(each) for each in paths]
    named += ["--root", str(root or paths[0].parent)]
    return documents("add", *named, "--collection", "manuals", "--tenant", "owner", *more)


def keys(tenant: Tenant) -> set[str]:
    into = get_collection("manuals", tenant_id=tenant.pk)
    return {each.key for each in list_documents(tenant_id=tenant.pk, collection_id=into.id)}


def test_a_folder_is_taken_in_once(tenant: Tenant, folder: Path) -> None:
    said = add(folder)
    assert "3 new, 0 known." in said
    for skipped in (".hidden.md  (hidden)", ".git  (hidden)", "photo.jpg  (not of a type",
                    "link.md  (no plain file)"):  # fmt: skip
        assert skipped in said
    assert keys(tenant) == {"manuals/a.md", "manuals/deep/b.txt", "manuals/deep/same.txt"}
    assert "0 new, 3 known." in add(folder)
    (folder / "a.md").write_text("# A\n\nOf steel.\n")
    assert "1 new, 2 known." in add(folder)
    assert Task.objects.filter(kind="ingest").count() == 4


def test_files_of_one_name_in_two_folders_are_two_documents(
    tenant: Tenant, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = folder.parent / "other" / "a.md"
    other.parent.mkdir()
    other.write_text("# A\n\nOf steel.\n")
    assert "2 new, 0 known." in add(folder / "a.md", other, root=folder.parent)
    assert keys(tenant) == {"manuals/a.md", "other/a.md"}
    monkeypatch.chdir(folder.parent)
    named = ("--collection", "manuals", "--tenant", "owner")
    assert "0 new, 2 known." in documents("add", "manuals/a.md", "./other/a.md", *named)
    assert "1 new, 0 known." in documents("add", "../" + str(other.relative_to(folder.parents[1])),
                                          "--root", "manuals", *named)  # fmt: skip
    assert keys(tenant) == {"manuals/a.md", "other/a.md", other.as_posix()}


def test_it_waits_until_everything_was_read(tenant: Tenant, folder: Path) -> None:
    forget()
    (folder / "broken.pdf").write_text("This is no PDF.")
    said: list[str] = []

    def run() -> None:
        try:
            add(folder, more=("--wait",))
        except CommandError as error:
            said.append(str(error))
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    reads = StoredDocuments(WordVectors())
    with shop(device="ingest", kinds=(*KINDS, "ingest"), documents=reads) as worker:
        thread.start()
        until(lambda: Task.objects.filter(kind="ingest").count() == 4, "for the tasks")
        run_everything(worker)
        thread.join()
    assert said == ["1 cannot be read, 0 were not read in time."]
    shown = documents("list", "--collection", "manuals", "--tenant", "owner")
    assert shown.count("ready") == 3
    assert "it does not begin as one does" in shown
    assert count("memory_entry", "true") == 3


def test_what_is_not_there_is_named(tenant: Tenant, folder: Path) -> None:
    with pytest.raises(CommandError, match="no file or folder"):
        add(folder / "none.md")
    with pytest.raises(CommandError, match=r"no tenant 'nobody'.*owner"):
        documents("add", str(folder), "--collection", "a", "--tenant", "nobody")
    with pytest.raises(CommandError, match="no collection none"):
        documents("list", "--collection", "none", "--tenant", "owner")


def test_a_path_that_is_too_long_is_refused_until_its_folder_is_the_root(
    tenant: Tenant, folder: Path
) -> None:
    deep = folder.joinpath(*["deeper" * 30] * 6)
    deep.mkdir(parents=True)
    (deep / "c.md").write_text("Of hemp.")
    with pytest.raises(CommandError, match=r"key has 1,\d+ characters .* at most 1,024 .*--root"):
        add(folder)
    add(deep, root=deep)
    assert "c.md" in keys(tenant)
