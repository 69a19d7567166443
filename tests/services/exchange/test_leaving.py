"""What leaves a project is what its viewer may see."""

import re
import zipfile
from pathlib import Path

from blind_twins import SECRETS, twins

import qda_app
from qda_app.domain import loss_sentences
from qda_app.services.exchange.leaving import export
from qda_app.services.project import Project

LINES = (loss_sentences.left, loss_sentences.changed, loss_sentences.joined)


def test_a_blind_viewer_exports_nothing_of_the_others(tmp_path):
    written = []
    for path in twins(tmp_path):
        with Project.open(path, viewer="Bruno") as project:
            losses = export(project.read, tmp_path / f"{path.stem}.qdpx")
            export(project.read, tmp_path / f"{path.stem}.qdc")
        with zipfile.ZipFile(tmp_path / f"{path.stem}.qdpx") as package:
            xml = package.read("project.qde").decode()
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
