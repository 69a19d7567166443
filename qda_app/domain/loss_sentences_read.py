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
        "empty sets": lambda n: counted(
            "1 set without members was not taken.",
            "{count} sets without members were not taken.",
            n,
        ),
        "part names": lambda n: counted(
            "1 name of a transcript or page text was not kept: it has the name of its recording or "
            "document.",
            "{count} names of transcripts or page texts were not kept: they have the names of "
            "their recordings or documents.",
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
        "other identifiers": lambda n: counted(
            "1 identifier is no GUID; it became one.",
            "{count} identifiers are no GUIDs; they became GUIDs.",
            n,
        ),
        "kept links": lambda n: counted(
            "1 link became a memo on each of its ends that names the other.",
            "{count} links became memos on each of their ends that name the other.",
            n,
        ),
        "link directions": lambda n: counted(
            "1 link between nodes leads no way or both ways; its relation leads one way.",
            "{count} links between nodes lead no way or both ways; their relations lead one way.",
            n,
        ),
        "time marks": lambda n: counted(
            "1 time of a recording stands in a memo on its transcript.",
            "{count} times of recordings stand in memos on their transcripts.",
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
