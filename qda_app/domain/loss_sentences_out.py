"""The sentences on what other tools' formats have no place for."""

from collections.abc import Callable

from qda_app.domain.messages import counted

Sentences = dict[str, Callable[[int], str]]


def not_exported() -> Sentences:
    """Return the sentences on what a project file for other tools does not hold."""
    return {**_of_sources(), **_read_by_us(), **_of_the_team(), **_of_the_book()}


def contained() -> Sentences:
    """Return the sentences on what a file holds that somebody must know of."""
    return {"not sharing": refused}


def refused(participants: int) -> str:
    """Say that a file holds words of participants who do not allow sharing."""
    return counted(
        "It contains the words of 1 participant who does not allow sharing.",
        "It contains the words of {count} participants who do not allow sharing.",
        participants,
    )


def _read_by_us() -> Sentences:
    return {
        "turns": lambda n: counted(
            "Who speaks where and when in 1 source has no place in this format; only this "
            "application reads it from the file.",
            "Who speaks where and when in {count} sources has no place in this format; only this "
            "application reads it from the file.",
            n,
        ),
        "speakers": lambda n: counted(
            "1 speaker tied to a case is a source tied to a case for every other application.",
            "{count} speakers tied to cases are sources tied to cases for every other application.",
            n,
        ),
        "languages": lambda n: counted(
            "The language of 1 source has no place in this format; only this application reads it "
            "from the file.",
            "The language of {count} sources has no place in this format; only this application "
            "reads it from the file.",
            n,
        ),
        "quotations": lambda n: counted(
            "1 quotation chosen for a paper has no place in this format; only this application "
            "reads it from the file.",
            "{count} quotations chosen for a paper have no place in this format; only this "
            "application reads them from the file.",
            n,
        ),
    }


def _of_sources() -> Sentences:
    return {
        "import notes": lambda n: counted(
            "How 1 source was imported has no place in this format.",
            "How {count} sources were imported has no place in this format.",
            n,
        ),
        "memo targets": lambda n: counted(
            "1 memo is on something that this format does not hold; it is on the project.",
            "{count} memos are on something that this format does not hold; they "
            "are on the project.",
            n,
        ),
    }


def _of_the_team() -> Sentences:
    return {
        "rounds": lambda n: counted(
            "1 round has no place in this format.",
            "{count} rounds have no place in this format.",
            n,
        ),
        "decisions": lambda n: counted(
            "1 decision has no place in this format.",
            "{count} decisions have no place in this format.",
            n,
        ),
        "done": lambda n: counted(
            "1 mark “done” has no place in this format.",
            "{count} marks “done” have no place in this format.",
            n,
        ),
        "leads": lambda n: counted(
            "That 1 coder leads has no place in this format.",
            "That {count} coders lead has no place in this format.",
            n,
        ),
        "history": lambda n: counted(
            "The history of 1 step has no place in this format.",
            "The history of {count} steps, with copies, merges and earlier names of nodes, has no "
            "place in this format.",
            n,
        ),
        "settings": lambda n: counted(
            "1 setting has no place in this format.",
            "{count} settings have no place in this format.",
            n,
        ),
    }


def _of_the_book() -> Sentences:
    return {
        "versions": lambda n: counted(
            "1 codebook version has no place in this format.",
            "{count} codebook versions have no place in this format.",
            n,
        ),
        "certainty": lambda n: counted(
            "How sure the coder was of 1 coding has no place in this format.",
            "How sure the coder was of {count} codings has no place in this format.",
            n,
        ),
        "queries": lambda n: counted(
            "1 saved query has no place in this format.",
            "{count} saved queries have no place in this format.",
            n,
        ),
        "retired": lambda n: counted(
            "That 1 node is retired has no place in this format.",
            "That {count} nodes are retired has no place in this format.",
            n,
        ),
    }


def not_in_codebook() -> Sentences:
    """Return the sentences on what a codebook file does not hold."""
    return {
        "codings beside": lambda n: counted(
            "A codebook holds no codings: 1 was not written.",
            "A codebook holds no codings: {count} were not written.",
            n,
        ),
        "memos beside": lambda n: counted(
            "A codebook holds no memos: 1 was not written.",
            "A codebook holds no memos: {count} were not written.",
            n,
        ),
        "relations beside": lambda n: counted(
            "A codebook file holds no relations between nodes: 1 was not written.",
            "A codebook file holds no relations between nodes: {count} were not written.",
            n,
        ),
        "cards beside": lambda n: counted(
            "1 field of a definition card has no place in a codebook file.",
            "{count} fields of definition cards have no place in a codebook file.",
            n,
        ),
    }


def written_otherwise() -> Sentences:
    """Return the sentences on what is written in another form."""
    return {
        "kinds": lambda n: counted(
            "1 attribute is written as text to keep its values.",
            "{count} attributes are written as text to keep their values.",
            n,
        ),
        "nvivo": lambda n: counted(
            "1 source holds characters that NVivo counts as two: choose its profile for NVivo.",
            "{count} sources hold characters that NVivo counts as two: choose its "
            "profile for NVivo.",
            n,
        ),
    }
