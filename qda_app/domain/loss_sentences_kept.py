"""The sentences on what stays as it is in the project when a study comes into it."""

from qda_app.domain.loss_sentences_out import Sentences
from qda_app.domain.messages import counted


def kept() -> Sentences:
    """Return the sentences on what the project calls or says otherwise, and keeps."""
    return {
        "nodes kept": lambda n: counted(
            "1 node has another name in the project by now, and keeps it.",
            "{count} nodes have another name in the project by now, and keep it.",
            n,
        ),
        "places kept": lambda n: counted(
            "1 node lies elsewhere in the project by now, and stays there.",
            "{count} nodes lie elsewhere in the project by now, and stay there.",
            n,
        ),
        "definitions kept": lambda n: counted(
            "1 node is defined otherwise in the project, and keeps its definition.",
            "{count} nodes are defined otherwise in the project, and keep their definition.",
            n,
        ),
        "coders kept": lambda n: counted(
            "1 coder has another name in the project by now, and keeps it.",
            "{count} coders have another name in the project by now, and keep it.",
            n,
        ),
        "cases kept": lambda n: counted(
            "1 case has another name in the project by now, and keeps it.",
            "{count} cases have another name in the project by now, and keep it.",
            n,
        ),
    }


def beside() -> Sentences:
    """Return the sentences on what comes under another name because the project has its own."""
    return {
        "cases beside": lambda n: counted(
            "1 case came under another name, because the project has another one of that name.",
            "{count} cases came under other names, because the project has others of those names.",
            n,
        ),
    }
