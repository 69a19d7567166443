"""A project written for another tool, as its viewer may see it."""

from collections.abc import Callable
from pathlib import Path

from qda_app.domain.errors import QdaError
from qda_app.domain.losses import Losses
from qda_app.domain.messages import say
from qda_app.services.exchange.gathering import gather
from qda_app.services.reads import Reads
from qda_app.services.sharing import not_sharing

Progress = Callable[[int, int, str], None]
PROFILES = ("standard", "nvivo")
SUFFIXES = (".qdpx", ".qdc")


def export(
    read: Reads,
    path: Path,
    profile: str = "standard",
    progress: Progress = lambda _done, _of, _name: None,
) -> Losses:
    """Write what the viewer may see as a .qdpx or .qdc; return what that could not hold."""
    from qda_app.formats.refi import codebook, writing

    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        sentence = "{name} must end in .qdpx (a project) or .qdc (a codebook)."
        raise QdaError(say(sentence, name=path.name))
    gathered = gather(read)
    study, losses = gathered.study, gathered.losses
    if suffix == ".qdc":
        if not study.nodes:
            raise QdaError(say("There are no nodes yet, and a codebook needs one. Add a node."))
        codebook.write_codebook(path, study)
        only = Losses()
        only.add("codings beside", "", sum(len(source.codings) for source in study.sources))
        only.add("memos beside", "", len(study.memos))
        only.add("cards beside", "", sum(len(node.card) for node in study.nodes))
        only.add("relations beside", "", len(study.relations))
        for node in read.tree().order:
            only.add("retired", node.name, int(node.retired))
        return only
    for name in not_sharing(read):
        losses.add("not sharing", name)
    if profile == writing.STANDARD:
        for source in study.sources:
            beyond = any(ord(char) > 0xFFFF for char in source.text)
            losses.add("nvivo", source.name, int(beyond))
    writing.write_project(path, study, profile, progress)
    return losses
