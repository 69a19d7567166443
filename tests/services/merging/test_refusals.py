"""Copies that are refused with a sentence, and nothing is changed."""

import pytest
from merging_studies import bring, closed, digest, node

from qda_app.domain.errors import QdaError
from qda_app.services.commands.coders import AddCoder
from qda_app.services.commands.codings import (
    ApplyNode,
)
from qda_app.services.commands.nodes import (
    CreateNode,
    RenameNode,
)
from qda_app.services.merging.copies import read_copy
from qda_app.services.merging.doing import merge
from qda_app.services.merging.planning import plan_merge
from qda_app.services.project import Project


def refused(study, path, said):
    main, copy = study.read.head(), digest(path)
    with pytest.raises(QdaError, match=said):
        bring(study, path)
    assert study.read.head() == main
    assert digest(path) == copy
    assert not (path.parent / "backups").exists()


def test_another_project(study, tmp_path):
    Project.create(tmp_path / "other.qdaproj").close()
    refused(study, tmp_path / "other.qdaproj", "is a copy of another project")


def test_not_a_project_an_empty_file_and_the_project_itself(study, tmp_path):
    (tmp_path / "a.qdaproj").write_text("nothing")
    (tmp_path / "b.qdaproj").touch()
    refused(study, tmp_path / "a.qdaproj", "not a project of this application")
    refused(study, tmp_path / "b.qdaproj", "is empty")
    with pytest.raises(QdaError, match="this project itself"):
        bring(study, study.path)


def tampered(path, *statements):
    import sqlite3

    with sqlite3.connect(path) as raw:
        for statement in statements:
            raw.execute(statement)
    raw.close()
    return path


def test_a_damaged_journal(study, copied):
    copy = copied()
    copy.run(RenameNode(node(copy, "D"), "E"))
    path = tampered(closed(copy), "UPDATE change_set SET label = 'x' WHERE id = 3")
    refused(study, path, "is damaged and was not merged. The journal's chain is broken")


def test_a_text_that_differs(study, copied):
    copy = copied()
    path = closed(copy)
    with Project.open(path) as again:
        from qda_app.storage.tables import SourceRow

        class Correct:
            label = "corrected"

            def run(self, work):
                row = work.get(SourceRow, 1)
                row.text_hash = work.put_fact("short text, but long enough", searchable=True)

        again.run(Correct())
    refused(study, path, "The text of “one” was corrected in copy")


def test_two_coders_of_one_name(study, copied):
    copy = copied()
    copy.run(AddCoder("Clara"))
    study.run(AddCoder("clara"))
    refused(study, closed(copy), "another coder who is called Clara too")


def test_a_layer_touched_by_somebody_else(study, handed, tmp_path):
    handed.become(None)
    handed.run(AddCoder("Eve"))
    handed.run(ApplyNode([node(handed, "D")], 1, 20, 30, coder=2))
    refused(study, closed(handed), "somebody else changed codings of Eve")


def test_a_history_that_is_not_shared(study, tmp_path, copied):
    copy = copied()
    guid = copy.read.project_guid()
    copy.close()
    path = tmp_path / "stranger.qdaproj"
    with Project.create(path) as stranger:
        from qda_app.storage import journal
        from qda_app.storage.tables import ProjectRow

        class Pretend:
            label = "x"

            def run(self, work):
                work.rows.query(ProjectRow).one().title = guid

        stranger.run(Pretend())
        assert journal.DO
    tampered(path, f"UPDATE project SET guid = '{guid}'", f"UPDATE image SET row_guid = '{guid}'")
    refused(study, path, "damaged")


def test_a_plan_does_not_outlive_a_change(study, copied):
    copy = copied()
    copy.run(RenameNode(node(copy, "D"), "E"))
    plan = plan_merge(study, read_copy(study, closed(copy)))
    study.run(CreateNode("Z"))
    with pytest.raises(QdaError, match="changed since the preview"):
        merge(study, plan)
    assert not (study.path.parent / "backups").exists()


def test_check_says_where_a_branch_is_broken(study, copied):
    copy = copied()
    copy.run(RenameNode(node(copy, "D"), "E"))
    bring(study, closed(copy))
    from sqlalchemy import update

    from qda_app.domain.text import fingerprint
    from qda_app.storage.tables import FactRow, ImageRow
    from qda_app.storage.team_tables import BranchRow

    with study._store.engine.begin() as connection:
        key = connection.scalar(
            BranchRow.__table__.select().with_only_columns(BranchRow.journal_hash)
        )
        text = connection.scalar(
            FactRow.__table__.select().with_only_columns(FactRow.content).where(FactRow.hash == key)
        )
        broken = text.replace("E", "F")
        new = fingerprint(broken)
        connection.execute(
            update(FactRow).where(FactRow.hash == key).values(hash=new, content=broken)
        )
        connection.execute(update(BranchRow).values(journal_hash=new))
        assert ImageRow
    from qda_app.storage.merge_journal import branch_faults

    with study.rows() as session:
        assert list(branch_faults(session)) == [
            "The journal of the merged copy “copy.qdaproj” is broken at “Renamed a node to “F””."
        ]
    assert study.check() is not None


def test_without_a_place_for_the_backup_nothing_is_merged(study, copied):
    copy = copied()
    copy.run(RenameNode(node(copy, "D"), "E"))
    plan = plan_merge(study, read_copy(study, closed(copy)))
    before = study.read.head()
    (study.path.parent / "backups").write_text("a file", encoding="utf-8")
    with pytest.raises(QdaError, match="backups cannot be written"):
        merge(study, plan)
    assert study.read.head() == before
