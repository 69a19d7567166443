"""Copies on the command line: hand out, code, merge, choose, undo; exit codes and sentences."""

import json

import pytest

from qda_app.cli.main import main

TREE = "path,definition,color\nA > B,first,#ff0000\nA > C,,\nD,,\n"
TEXT = "Antes uno cerraba la puerta 😀. Ahora entro y miro a los niños.\n" * 10
HEADER = "source,start,end,node,coder,memo\n"


@pytest.fixture
def call(tmp_path, monkeypatch, capsys):
    """Run a command line in a folder with a study of two coders in a blind round."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tree.csv").write_text(TREE, encoding="utf-8")
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")

    def run(*words):
        capsys.readouterr()
        code = main([str(word) for word in words])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    run("new", "s.qdaproj", "--nodes", "tree.csv")
    run("import", "s.qdaproj", "one.txt")
    run("coders", "s.qdaproj", "--add", "Ana", "--add", "Bruno")
    made = run("rounds", "s.qdaproj", "create", "R", "--coders", "Ana,Bruno", "--blind")
    assert made[0] == 0, made
    return run


def coded(call, tmp_path, copy, *rows):
    (tmp_path / "rows.csv").write_text(HEADER + "".join(f"{r}\n" for r in rows), encoding="utf-8")
    assert call("codings", copy, "--import", "rows.csv")[0] == 0


def test_a_copy_goes_out_and_comes_back(call, tmp_path):
    code, out, _ = call("handout", "s.qdaproj", "--coder", "Ana", "--round", "R", "-o", "a.qdaproj")
    assert (code, out) == (0, "a.qdaproj is Ana's copy: 1 source, 4 nodes, 0 own codings.\n")
    coded(call, tmp_path, "a.qdaproj", "one,0,9,D,Ana,why", "one,9,19,A > B,Ana,")
    dry = json.loads(call("merge", "s.qdaproj", "a.qdaproj", "--dry-run", "--json")[1])
    assert dry["codings"] == {
        "before": 0, "brought": 2, "identical": 0, "removed": 0, "after": 2, "holds": True,
    }  # fmt: skip
    assert dry["rows"] == {"memo": {"new": 1, "changed": 0}}
    assert not dry["merged"]
    assert len(list(tmp_path.glob("*.qdaproj"))) == 2
    code, out, _ = call("merge", "s.qdaproj", "a.qdaproj")
    assert code == 0
    assert "0 here + 2 from the copy - 0 identical - 0 deliberately removed = 2" in out
    assert (tmp_path / "backups" / "s (before merging a).qdaproj").exists()
    assert len(list(tmp_path.glob("*.qdaproj"))) == 2
    assert "brings nothing new" in call("merge", "s.qdaproj", "a.qdaproj")[1]
    assert call("check", "s.qdaproj")[0] == 0
    assert call("undo", "s.qdaproj")[1] == "Undone: Merged a.qdaproj\n"


def test_conflicts_exit_with_1_and_are_chosen_by_key(call, tmp_path):
    (tmp_path / "copy.qdaproj").write_bytes((tmp_path / "s.qdaproj").read_bytes())
    for path, row in (("s.qdaproj", "one,0,9,E,Ana,"), ("copy.qdaproj", "one,5,9,E,Ana,")):
        (tmp_path / "rows.csv").write_text(f"{HEADER}{row}\n", encoding="utf-8")
        assert call("codings", path, "--import", "rows.csv", "--create-nodes")[0] == 0
    before = (tmp_path / "s.qdaproj").read_bytes()[100:]  # opening counts in the header
    code, out, _ = call("merge", "s.qdaproj", "copy.qdaproj", "--json")
    assert code == 1
    (conflict,) = json.loads(out)["conflicts"]
    assert conflict["choices"] == ["unify", "apart"]
    code, out, _ = call("merge", "s.qdaproj", "copy.qdaproj", "--choose", "nothing=mine")
    assert code == 1
    assert "Nothing asks for nothing." in out
    assert f"{conflict['key']}=unify|apart" in out
    assert (tmp_path / "s.qdaproj").read_bytes()[100:] == before
    code, _, err = call("merge", "s.qdaproj", "copy.qdaproj", "--choose", f"{conflict['key']}=x")
    assert (code, "is no answer" in err) == (1, True)
    code, _, err = call("merge", "s.qdaproj", "copy.qdaproj", "--choose", "foo")
    assert (code, "KEY=CHOICE, not “foo”" in err) == (1, True)
    code, out, _ = call("merge", "s.qdaproj", "copy.qdaproj", "--choose", f"{conflict['key']}=mine")
    assert (code, "“mine” is no answer here." in out) == (1, True)
    short = conflict["key"][:9]
    code, out, _ = call("merge", "s.qdaproj", "copy.qdaproj", "--choose", f"{short}=apart")
    assert (code, "-> two nodes" in out) == (0, True)
    paths = [n["node"] for n in json.loads(call("nodes", "s.qdaproj", "--json")[1])]
    assert {"E", "E (2)"} <= set(paths)


def test_what_is_refused_is_one_sentence(call, tmp_path):
    for words, said in (
        (("merge", "s.qdaproj", "none.qdaproj"), "There is no file"),
        (("merge", "s.qdaproj", "s.qdaproj"), "this project itself"),
        (("handout", "s.qdaproj", "--coder", "Eve", "-o", "e.qdaproj"), "no coder “Eve”"),
    ):
        code, _, err = call(*words)
        assert code == 1
        assert said in err
        assert err.count("\n") == 1
