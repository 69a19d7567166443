"""The sentences on what a REFI-QDA file says in a way that a project of ours has no place for."""

from qda_app.domain.loss_sentences_out import Sentences
from qda_app.domain.messages import counted


def misread() -> Sentences:
    """Return the sentences on what of a file was not kept, or only in the words of a memo."""
    return {
        "double entries": lambda n: counted(
            "1 file is in the package twice with different content; the last one was read.",
            "{count} files are in the package twice with different content; the last ones were "
            "read.",
            n,
        ),
        "broken letters": lambda n: counted(
            "1 damaged character of a text was replaced by “�”.",
            "{count} damaged characters of texts were replaced by “�”.",
            n,
        ),
    }


def taken_otherwise() -> Sentences:
    """Return the sentences on what of a file was kept in another form."""
    return {
        "case nodes": lambda n: counted(
            "1 node stands for a case: it is the case only, heard where the node was applied.",
            "{count} nodes stand for cases: they are the cases only, heard where the nodes were "
            "applied.",
            n,
        ),
        "unknown coders": lambda n: counted(
            "1 coder is named by an identifier alone and got a name.",
            "{count} coders are named by identifiers alone and got names.",
            n,
        ),
        "passage names": lambda n: counted(
            "1 passage has a name of its own; a memo keeps it.",
            "{count} passages have names of their own; memos keep them.",
            n,
        ),
        "shared values": lambda n: counted(
            "1 value of a document went to each of the cases that are heard in it.",
            "{count} values of documents went to each of the cases that are heard in them.",
            n,
        ),
    }
