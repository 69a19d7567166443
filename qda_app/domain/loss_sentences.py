"""The sentences of a loss report, by the names under which losses are counted."""

from collections.abc import Callable

from qda_app.domain.messages import say

Sentences = dict[str, Callable[[int], str]]


def left() -> Sentences:
    """Return the sentences on what was not kept, or only in the words of a memo."""
    return {
        "outside": lambda n: say(
            "{count} codings do not lie within their text; their memos say where.", count=n
        ),
        "other words": lambda n: say(
            "{count} codings stand on other words than the file says. Check them.", count=n
        ),
        "media codings": lambda n: say(
            "{count} codings of pictures, pages or recordings were kept as memos.", count=n
        ),
        "media": lambda n: say(
            "{count} pictures, PDF pages or recordings were not taken.", count=n
        ),
        "formatting": lambda n: say("{count} documents lost their formatting.", count=n),
        "text missing": lambda n: say("{count} sources have no text in the file.", count=n),
        "text empty": lambda n: say("{count} sources are empty and were not taken.", count=n),
        "node missing": lambda n: say(
            "{count} codings name a node that is not in the file; they became memos.", count=n
        ),
        "dangling": lambda n: say("{count} references lead nowhere in the file.", count=n),
        "values clash": lambda n: say(
            "{count} values contradict another one of the same case; memos keep them.", count=n
        ),
        **_left_beside(),
        **_not_exported(),
        **_not_in_codebook(),
    }


def _left_beside() -> Sentences:
    return {
        "graphs": lambda n: say("{count} graphs were not taken.", count=n),
        "links": lambda n: say("{count} links could not be kept.", count=n),
        "note codings": lambda n: say("{count} codings within memos could not be kept.", count=n),
        "case parts": lambda n: say(
            "{count} passages of cases were kept as memos of the case only.", count=n
        ),
        "times": lambda n: say(
            "The times at which {count} codings were made were not kept.", count=n
        ),
        "strangers": lambda n: say("{count} files in the package belong to nothing.", count=n),
        "marked important": lambda n: say("{count} codings lost the mark “important”.", count=n),
        "stored queries": lambda n: say("{count} stored queries were not taken.", count=n),
        "references": lambda n: say("{count} bibliographic entries were not taken.", count=n),
    }


def _not_exported() -> Sentences:
    return {
        "turns": lambda n: say(
            "Who speaks where in {count} sources has no place in this format.", count=n
        ),
        "speakers": lambda n: say(
            "{count} speakers tied to cases became sources tied to cases.", count=n
        ),
        "rounds": lambda n: say("{count} rounds have no place in this format.", count=n),
        "versions": lambda n: say(
            "{count} codebook versions have no place in this format.", count=n
        ),
        "decisions": lambda n: say("{count} decisions have no place in this format.", count=n),
        "certainty": lambda n: say(
            "How sure the coder was of {count} codings has no place in this format.", count=n
        ),
        "queries": lambda n: say("{count} saved queries have no place in this format.", count=n),
        "retired": lambda n: say(
            "That {count} nodes are retired has no place in this format.", count=n
        ),
        "done": lambda n: say("{count} marks “done” have no place in this format.", count=n),
        "leads": lambda n: say("That {count} coders lead has no place in this format.", count=n),
        "history": lambda n: say(
            "The history of {count} steps has no place in this format.", count=n
        ),
        "settings": lambda n: say("{count} settings have no place in this format.", count=n),
        "import notes": lambda n: say(
            "How {count} sources were imported has no place in this format.", count=n
        ),
        "memo targets": lambda n: say(
            "{count} memos are on something that this format does not hold; "
            "they are on the project.",
            count=n,
        ),
    }


def _not_in_codebook() -> Sentences:
    return {
        "codings beside": lambda n: say(
            "A codebook holds no codings: {count} were not written.", count=n
        ),
        "memos beside": lambda n: say(
            "A codebook holds no memos: {count} were not written.", count=n
        ),
        "cards beside": lambda n: say(
            "{count} fields of definition cards have no place in a codebook file.", count=n
        ),
    }


def changed() -> Sentences:
    """Return the sentences on what was kept in another form."""
    return {
        "nobody": lambda n: say(
            "{count} codings name no coder; they are the “unknown coder”'s.", count=n
        ),
        "coders renamed": lambda n: say("{count} coders were renamed.", count=n),
        "nodes renamed": lambda n: say("{count} nodes were renamed.", count=n),
        "sources renamed": lambda n: say("{count} sources were renamed.", count=n),
        "cases renamed": lambda n: say(
            "{count} cases had no name of their own and got one.", count=n
        ),
        "folders": lambda n: say("{count} folders of the codebook became nodes.", count=n),
        "flat paths": lambda n: say("{count} node names that are paths became a tree.", count=n),
        "colors": lambda n: say("{count} colours were rewritten as #RRGGBB.", count=n),
        "colors lost": lambda n: say("{count} colours could not be read.", count=n),
        "guids": lambda n: say(
            "{count} identifiers were missing, damaged or used twice and were replaced.", count=n
        ),
        **_changed_of_people(),
    }


def _changed_of_people() -> Sentences:
    return {
        "source values": lambda n: say(
            "{count} values of documents became attributes of cases.", count=n
        ),
        "whole sources": lambda n: say(
            "{count} codings of a whole document became codings of its whole text.", count=n
        ),
        "bare passages": lambda n: say("{count} passages without a node became memos.", count=n),
        "descriptions": lambda n: say("{count} descriptions became memos.", count=n),
        "repeated memos": lambda n: say(
            "{count} memos hang on several things and were repeated.", count=n
        ),
        "node sets": lambda n: say("{count} sets of nodes became saved queries.", count=n),
        "source sets": lambda n: say(
            "{count} sets of documents became attributes of cases.", count=n
        ),
        "memo sets": lambda n: say("{count} sets became memos that name their members.", count=n),
        "link kinds": lambda n: say(
            "{count} links between nodes became relations; their names are memos.", count=n
        ),
        **_changed_of_texts(),
    }


def _changed_of_texts() -> Sentences:
    return {
        "moved": lambda n: say(
            "{count} codings stood beside their words and were put on them.", count=n
        ),
        "widened": lambda n: say("{count} codings were widened to whole characters.", count=n),
        "replaced characters": lambda n: say(
            "{count} characters that no document can hold were replaced.", count=n
        ),
        "recomposed": lambda n: say("The letters of {count} sources were composed (NFC).", count=n),
        "case codes": lambda n: say("{count} cases are nodes too, and stay both.", count=n),
        "journals": lambda n: say("{count} journal entries became memos of the project.", count=n),
        "kinds": lambda n: say(
            "{count} attributes are written as text to keep their values.", count=n
        ),
        "nvivo": lambda n: say(
            "{count} sources hold characters that NVivo counts as two: "
            "choose its profile for NVivo.",
            count=n,
        ),
    }


def joined() -> Sentences:
    """Return the sentences on what was there already when a study came into a project."""
    return {
        "nodes joined": lambda n: say("{count} nodes were in the project already.", count=n),
        "coders joined": lambda n: say("{count} coders were in the project already.", count=n),
        "cases joined": lambda n: say("{count} cases were in the project already.", count=n),
        "values kept": lambda n: say(
            "{count} values differ from the project's, which stay.", count=n
        ),
    }
