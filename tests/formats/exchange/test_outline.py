"""Node trees as indented lists, and the other files that a tree comes from."""

import re

import pytest

from qda_app.domain.errors import QdaError
from qda_app.formats.exchange.node_table import read_node_table
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


TREE = [("A", "", ""), ("A > B", "def", "#112233")]


@pytest.mark.parametrize(
    "text",
    [
        "path,definition,color\nA,,\nA > B,def,#112233\n",
        "ruta;definición;color\nA;;\nA > B;def;#112233\n",
        "Code,Parent,Description,Colour\nB,A,def,#112233\nA,,,\n",
        "nodo\tpadre\tdescripción\tcolor\nA\t\t\t\nB\tA\tdef\t#112233\n",
        "node,name,depth,definition,colour\nA,A,0,,\nA > B,B,1,def,#112233\n",
    ],
)
def test_tables_are_read_by_paths_or_by_parents_in_both_languages(tmp_path, text):
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8")
    assert read_node_table(path) == TREE


def test_a_parent_may_be_a_path_or_no_row_of_its_own(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("code,parent\nC,B\nB,X > A\nD,Other\nC,B\n", encoding="utf-8")
    paths = ["Other > D", "X > A > B", "X > A > B > C", "X > A > B > C"]
    assert [found[0] for found in read_node_table(path)] == paths


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\n1,2\n", "such as “Factors > Time”, or the columns node and parent"),
        ("parent,definition\nA,x\n", "no column “path”"),
        ("path,definition\nA,\n,x\n", "line 3: the column “path” is empty"),
        ("code,parent\n,A\n", "line 2: the column “code” is empty"),
        ("code,parent\nA,B\nB,C\nC,A\n", "line 2: “A” would lie below itself"),
        ("code,parent\nA,A\n", "line 2: “A” would lie below itself"),
        ("code,parent\nA,B\nA,C\n", "line 3: “A” is below “B” and below “C”"),
    ],
)
def test_what_is_no_tree_is_refused_with_its_line(tmp_path, text, words):
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(QdaError, match=re.escape(words)):
        read_node_table(path)
