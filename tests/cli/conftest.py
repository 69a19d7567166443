"""A small study to call the command line on."""

import pytest

from qda_app.cli.main import main

TREE = "path,definition,color\nA > B,first,#ff0000\nA > C,,\nD,,\n"
TEXT = "Antes uno cerraba la puerta 😀. Ahora entro y miro a los niños.\n" * 10


@pytest.fixture
def say_to(tmp_path, monkeypatch, capsys):
    """Run a command line in an empty folder and return (exit code, out, err)."""
    monkeypatch.chdir(tmp_path)

    def run(*words):
        capsys.readouterr()
        code = main([str(word) for word in words])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


@pytest.fixture
def team(say_to, tmp_path):
    """A project with two sources, two coders, and codings of both in the first."""
    (tmp_path / "tree.csv").write_text(TREE, encoding="utf-8")
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "codings.csv").write_text(
        "source,start,end,node,coder,memo\n"
        "one,0,29,A > B,Ana,why\n"
        "one,0,20,A > B,Bruno,\n"
        "one,63,90,A > C,Ana,\n"
        "one,63,90,D,Bruno,\n"
        "one,126,153,D,Ana,\n"
        "one,126,154,D,Bruno,\n",
        encoding="utf-8",
    )
    say_to("new", "s.qdaproj", "--nodes", "tree.csv")
    say_to("import", "s.qdaproj", "one.txt", "two.txt")
    say_to("coders", "s.qdaproj", "--add", "Ana", "--add", "Bruno")
    assert say_to("codings", "s.qdaproj", "--import", "codings.csv")[0] == 0
    return say_to
