"""The sentences on what other tools' formats have no place for."""

from collections.abc import Callable

from qda_app.domain.messages import counted

Sentences = dict[str, Callable[[int], str]]


def not_exported() -> Sentences:
    """Return the sentences on what a project file for other tools does not hold."""
    return {**_of_sources(), **_of_the_team(), **_of_the_book()}


def _of_sources() -> Sentences:
    return {
        "turns": lambda n: counted(
            "Who speaks where in 1 source has no place in this format.",
            "Who speaks where in {count} sources has no place in this format.",
            n,
        ),
        "speakers": lambda n: counted(
            "1 speaker tied to a case became a source tied to a case.",
            "{count} speakers tied to cases became sources tied to cases.",
            n,
        ),
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
            "The history of {count} steps has no place in this format.",
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
