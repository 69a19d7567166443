"""Node trees as indented lists, and the other files that a tree comes from."""

import pytest

from qda_app.domain.errors import QdaError
from qda_app.formats.exchange.outline import read_outline
from qda_app.formats.tables import write_xlsx
from qda_app.services.exchange.leaving import export
from qda_app.services.project import Project
from qda_app.services.trees import tree_command

PATHS = ["A", "A > B", "A > B > C", "A > D", "E"]


@pytest.mark.parametrize(
    "text",
    [
        "A\n\tB\n\t\tC\n\tD\nE\n",
        "\ufeff- A\r\n  - B\r\n\r\n      * C\r\n  - D\r\n- E",
        "  A\n    • B\n      C\n    D\n  E",
    ],
)
def test_indentation_makes_the_tree(tmp_path, text):
    path = tmp_path / "tree.txt"
    path.write_text(text, encoding="utf-8", newline="")
    assert read_outline(path) == PATHS


def test_a_line_between_two_levels_is_named(tmp_path):
    path = tmp_path / "tree.txt"
    path.write_text("A\n    B\n  C\n")
    with pytest.raises(QdaError, match=r"line 3 of tree\.txt"):
        read_outline(path)
    path.write_text(" \n\n")
    with pytest.raises(QdaError, match="holds no nodes"):
        read_outline(path)


def test_every_kind_of_file_makes_the_same_tree(tmp_path):
    (tmp_path / "t.txt").write_text("A\n B\n  C\n D\nE\n")
    (tmp_path / "t.csv").write_text("path\n" + "\n".join(PATHS))
    write_xlsx(tmp_path / "t.xlsx", {"tree": (["path"], [[path] for path in PATHS])})
    with Project.create(tmp_path / "first.qdaproj") as project:
        project.run(tree_command(str(tmp_path / "t.txt")))
        export(project.read, tmp_path / "t.qdc")
    for name in ("t.txt", "t.csv", "t.xlsx", "t.qdc"):
        with Project.create(tmp_path / f"{name}.qdaproj") as project:
            project.run(tree_command(str(tmp_path / name)))
            assert list(project.read.tree().paths().values()) == PATHS
