"""What leaves a project is what its viewer may see."""

import re
import zipfile
from pathlib import Path
from typing import NamedTuple

from blind_twins import SECRETS, twins

import qda_app
from qda_app.domain import loss_sentences
from qda_app.domain.loss_sentences_out import contained
from qda_app.domain.transcript import Transcript, Turn
from qda_app.formats.refi.beside import NAME
from qda_app.services.commands.cases import CaseLine, ImportCases
from qda_app.services.commands.sources import ImportSources
from qda_app.services.exchange.leaving import export
from qda_app.services.project import Project
from qda_app.services.sharing import not_sharing


class Place(NamedTuple):
    """A passage."""

    source: int
    start: int
    end: int


LINES = (loss_sentences.left, loss_sentences.changed, loss_sentences.joined, contained)


def test_a_blind_viewer_exports_nothing_of_the_others(tmp_path):
    written = []
    for path in twins(tmp_path):
        with Project.open(path, viewer="Bruno") as project:
            losses = export(project.read, tmp_path / f"{path.stem}.qdpx")
            export(project.read, tmp_path / f"{path.stem}.qdc")
        with zipfile.ZipFile(tmp_path / f"{path.stem}.qdpx") as package:
            assert NAME in package.namelist()
            xml = "".join(package.read(name).decode() for name in package.namelist())
        both = xml + (tmp_path / f"{path.stem}.qdc").read_text(encoding="utf-8")
        assert not [secret for secret in SECRETS if secret in both]
        written.append((both, [(loss.what, loss.count) for loss in losses]))
    assert written[0] == written[1]


def test_every_loss_that_is_counted_has_its_sentence():
    known = {name for lines in LINES for name in lines()}
    counted = set()
    for path in Path(qda_app.__file__).parent.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        counted |= set(re.findall(r'(?:losses|only)\.add\(\s*"([\w ]+)"', text))
    assert counted <= known
    assert all(sentence(2) for lines in LINES for sentence in lines().values())


def test_whose_words_leave_against_their_wish_is_said(tmp_path):
    text = "Ana: Sí claro.\nBruno: No nunca.\nEva: Ya.\n"
    turns = (Turn(0, 5, 14, "Ana"), Turn(15, 22, 31, "Bruno"), Turn(32, 37, 40, "Eva"))
    said = {"Ana": "quote", "Bruno": "quote, share", "Eva": "withdrawn", "Nobody": "no"}
    lines = [
        CaseLine(n, name, {"consent": consent}, "" if name == "Nobody" else "I_1", name)
        for n, (name, consent) in enumerate(said.items())
    ]
    with Project.create(tmp_path / "s.qdaproj") as project:
        project.run(ImportSources([Transcript("I_1", text, "txt", "", turns)]))
        assert "not sharing" not in export(project.read, tmp_path / "o.qdpx")
        project.run(ImportCases(lines, {"consent": "text"}))
        losses = {loss.what: loss for loss in export(project.read, tmp_path / "o.qdpx")}
        found = losses["not sharing"]
        assert (found.count, found.examples) == (2, ("Ana", "Eva"))
        assert "words of 2 participants who do not allow sharing" in found.sentence
        source = project.read.sources()[0].id
        places = [Place(source, 16, 18), Place(source, 33, 38)]
        assert not_sharing(project.read, places) == ["Eva"]
