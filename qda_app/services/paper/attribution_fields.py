"""What an attribution can name, in words."""

from qda_app.domain.messages import say
from qda_app.formats.reports.attribution import BUILT_IN
from qda_app.services.reads import Reads


def fields(read: Reads) -> list[tuple[str, str]]:
    """Return the names that a template can hold with what each stands for, attributes first."""
    words = {
        "case": say("participant"),
        "pseudonym": say("pseudonym, else the participant"),
        "source": say("source"),
        "speaker": say("speaker's label in the source"),
        "coder": say("who coded it"),
        "node": say("node with its path"),
        "lines": say("line numbers in the source"),
        "time": say("time in the recording"),
    }
    own = [name for name, _kind in read.attributes() if name not in BUILT_IN]
    return [*((name, say("attribute")) for name in own), *((n, words[n]) for n in BUILT_IN)]
