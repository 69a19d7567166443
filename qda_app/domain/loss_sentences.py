"""The sentences of a loss report, by the names under which losses are counted."""

from qda_app.domain.loss_sentences_kept import beside, kept
from qda_app.domain.loss_sentences_out import (
    Sentences,
    not_exported,
    not_in_codebook,
    written_otherwise,
)
from qda_app.domain.loss_sentences_read import misread, taken_otherwise
from qda_app.domain.messages import counted


def left() -> Sentences:
    """Return the sentences on what was not kept, or only in the words of a memo."""
    return {
        **_unplaced(),
        **_without_text(),
        **_untaken(),
        **_unsaid(),
        **_there(),
        **misread(),
        **not_exported(),
        **not_in_codebook(),
    }


def changed() -> Sentences:
    """Return the sentences on what was kept in another form."""
    return {
        **_renamed(),
        **_of_nodes(),
        **_of_people(),
        **_as_memos(),
        **_of_texts(),
        **_doubled(),
        **taken_otherwise(),
        **beside(),
        **written_otherwise(),
    }


def joined() -> Sentences:
    """Return the sentences on what was there already when a study came into a project."""
    return {**_joined(), **kept()}


def _unplaced() -> Sentences:
    return {
        "outside": lambda n: counted(
            "1 coding does not lie within its text; its memo says where.",
            "{count} codings do not lie within their text; their memos say where.",
            n,
        ),
        "textless": lambda n: counted(
            "1 coding is in a source without a text; a memo says where.",
            "{count} codings are in sources without a text; memos say where.",
            n,
        ),
        "other words": lambda n: counted(
            "1 coding stands on other words than the file says. Check it.",
            "{count} codings stand on other words than the file says. Check them.",
            n,
        ),
        "media codings": lambda n: counted(
            "1 coding of a picture, page or recording was kept as a memo.",
            "{count} codings of pictures, pages or recordings were kept as memos.",
            n,
        ),
        "node missing": lambda n: counted(
            "1 coding names a node that is not in the file; it became a memo.",
            "{count} codings name a node that is not in the file; they became memos.",
            n,
        ),
        "note codings": lambda n: counted(
            "1 coding within memos could not be kept.",
            "{count} codings within memos could not be kept.",
            n,
        ),
        "dangling": lambda n: counted(
            "1 reference leads nowhere in the file.",
            "{count} references lead nowhere in the file.",
            n,
        ),
    }


def _without_text() -> Sentences:
    return {
        "led outside": lambda n: counted(
            "1 file lies outside the package: its path was refused and not followed.",
            "{count} files lie outside the package: their paths were refused and not followed.",
            n,
        ),
        "climbing entries": lambda n: counted(
            "1 file in the package has a name that leads out of it; it was refused.",
            "{count} files in the package have names that lead out of it; they were refused.",
            n,
        ),
        "media": lambda n: counted(
            "1 picture, PDF page or recording was not taken.",
            "{count} pictures, PDF pages or recordings were not taken.",
            n,
        ),
        "formatting": lambda n: counted(
            "1 document lost its formatting.", "{count} documents lost their formatting.", n
        ),
        "text missing": lambda n: counted(
            "1 source has no text in the file.", "{count} sources have no text in the file.", n
        ),
        "text empty": lambda n: counted(
            "1 source is empty and was not taken.",
            "{count} sources are empty and were not taken.",
            n,
        ),
    }


def _untaken() -> Sentences:
    return {
        "turns anew": lambda n: counted(
            "The file does not say who speaks where in 1 source: that can only be recognised anew.",
            "The file does not say who speaks where in {count} sources: that can only be "
            "recognised anew.",
            n,
        ),
        "quotations left": lambda n: counted(
            "1 quotation chosen for a paper has no place in the texts of the file.",
            "{count} quotations chosen for a paper have no place in the texts of the file.",
            n,
        ),
        "graphs": lambda n: counted("1 graph was not taken.", "{count} graphs were not taken.", n),
        "links": lambda n: counted(
            "1 link could not be kept.", "{count} links could not be kept.", n
        ),
        "strangers": lambda n: counted(
            "1 file in the package belongs to nothing.",
            "{count} files in the package belong to nothing.",
            n,
        ),
        "stored queries": lambda n: counted(
            "1 stored query was not taken.", "{count} stored queries were not taken.", n
        ),
        "references": lambda n: counted(
            "1 bibliographic entry was not taken.",
            "{count} bibliographic entries were not taken.",
            n,
        ),
        "marked important": lambda n: counted(
            "1 coding lost the mark “important”.", "{count} codings lost the mark “important”.", n
        ),
    }


def _unsaid() -> Sentences:
    return {
        "values clash": lambda n: counted(
            "1 value contradicts another one of the same case; a memo keeps it.",
            "{count} values contradict another one of the same case; memos keep them.",
            n,
        ),
        "case parts": lambda n: counted(
            "1 passage of a case was kept as a memo of the case only.",
            "{count} passages of cases were kept as memos of the case only.",
            n,
        ),
        "times": lambda n: counted(
            "The time at which 1 coding was made could not be read.",
            "The times at which {count} codings were made could not be read.",
            n,
        ),
        "other times": lambda n: counted(
            "When 1 document or memo was made or changed was not kept.",
            "When {count} documents and memos were made or changed was not kept.",
            n,
        ),
    }


def _there() -> Sentences:
    return {
        "sources there": lambda n: counted(
            "1 source is in the project already and was not brought again.",
            "{count} sources are in the project already and were not brought again.",
            n,
        ),
        "codings left": lambda n: counted(
            "1 coding of such a source is not in the project and was left out.",
            "{count} codings of such sources are not in the project and were left out.",
            n,
        ),
        "memos left": lambda n: counted(
            "1 memo of a coding that was left out went with it.",
            "{count} memos of codings that were left out went with them.",
            n,
        ),
    }


def _renamed() -> Sentences:
    return {
        "coders renamed": lambda n: counted(
            "1 coder was renamed.", "{count} coders were renamed.", n
        ),
        "nodes renamed": lambda n: counted("1 node was renamed.", "{count} nodes were renamed.", n),
        "sources renamed": lambda n: counted(
            "1 source was renamed.", "{count} sources were renamed.", n
        ),
        "cases renamed": lambda n: counted(
            "1 case had no name of its own and got one.",
            "{count} cases had no name of their own and got one.",
            n,
        ),
        "queries renamed": lambda n: counted(
            "1 saved query was renamed.", "{count} saved queries were renamed.", n
        ),
    }


def _of_nodes() -> Sentences:
    return {
        "nobody": lambda n: counted(
            "1 coding names no coder; it is the “unknown coder”'s.",
            "{count} codings name no coder; they are the “unknown coder”'s.",
            n,
        ),
        "folders": lambda n: counted(
            "1 folder of the codebook became a node.",
            "{count} folders of the codebook became nodes.",
            n,
        ),
        "flat paths": lambda n: counted(
            "1 node name that is a path became a tree.",
            "{count} node names that are paths became a tree.",
            n,
        ),
        "colors": lambda n: counted(
            "1 colour was rewritten as #RRGGBB.", "{count} colours were rewritten as #RRGGBB.", n
        ),
        "colors lost": lambda n: counted(
            "1 colour could not be read.", "{count} colours could not be read.", n
        ),
        "guids": lambda n: counted(
            "1 identifier was missing, damaged or used twice and was replaced.",
            "{count} identifiers were missing, damaged or used twice and were replaced.",
            n,
        ),
    }


def _of_people() -> Sentences:
    return {
        "source values": lambda n: counted(
            "1 value of a document became an attribute of a case.",
            "{count} values of documents became attributes of cases.",
            n,
        ),
        "other kinds": lambda n: counted(
            "1 attribute has a value that is not of its kind; it became text.",
            "{count} attributes have values that are not of their kind; they became text.",
            n,
        ),
        "case codes": lambda n: counted(
            "1 case is a node too, and stays both.",
            "{count} cases are nodes too, and stay both.",
            n,
        ),
        "node sets": lambda n: counted(
            "1 set of nodes became a saved query.", "{count} sets of nodes became saved queries.", n
        ),
        "source sets": lambda n: counted(
            "1 set of documents became an attribute of cases.",
            "{count} sets of documents became attributes of cases.",
            n,
        ),
        "memo sets": lambda n: counted(
            "1 set became a memo that names its members.",
            "{count} sets became memos that name their members.",
            n,
        ),
        "link kinds": lambda n: counted(
            "1 link between nodes became a relation; its name is a memo.",
            "{count} links between nodes became relations; their names are memos.",
            n,
        ),
    }


def _as_memos() -> Sentences:
    return {
        "whole sources": lambda n: counted(
            "1 coding of a whole document became a coding of its whole text.",
            "{count} codings of a whole document became codings of its whole text.",
            n,
        ),
        "bare passages": lambda n: counted(
            "1 passage without a node became a memo.",
            "{count} passages without a node became memos.",
            n,
        ),
        "descriptions": lambda n: counted(
            "1 description became a memo.", "{count} descriptions became memos.", n
        ),
        "repeated memos": lambda n: counted(
            "1 memo hangs on several things and was repeated.",
            "{count} memos hang on several things and were repeated.",
            n,
        ),
        "journals": lambda n: counted(
            "1 journal entry became a memo of the project.",
            "{count} journal entries became memos of the project.",
            n,
        ),
    }


def _of_texts() -> Sentences:
    return {
        "moved": lambda n: counted(
            "1 coding stood beside its words and was put on them.",
            "{count} codings stood beside their words and were put on them.",
            n,
        ),
        "widened": lambda n: counted(
            "1 coding was widened to whole characters.",
            "{count} codings were widened to whole characters.",
            n,
        ),
        "replaced characters": lambda n: counted(
            "1 character that no document can hold was replaced.",
            "{count} characters that no document can hold were replaced.",
            n,
        ),
        "recomposed": lambda n: counted(
            "The letters of 1 source were composed (NFC).",
            "The letters of {count} sources were composed (NFC).",
            n,
        ),
    }


def _joined() -> Sentences:
    return {
        "nodes joined": lambda n: counted(
            "1 node was in the project already.", "{count} nodes were in the project already.", n
        ),
        "coders joined": lambda n: counted(
            "1 coder was in the project already.", "{count} coders were in the project already.", n
        ),
        "cases joined": lambda n: counted(
            "1 case was in the project already.", "{count} cases were in the project already.", n
        ),
        "codings joined": lambda n: counted(
            "1 coding was in the project already.",
            "{count} codings were in the project already.",
            n,
        ),
        "memos joined": lambda n: counted(
            "1 memo was in the project already.", "{count} memos were in the project already.", n
        ),
        "quotations joined": lambda n: counted(
            "1 quotation was chosen in the project already.",
            "{count} quotations were chosen in the project already.",
            n,
        ),
        "queries joined": lambda n: counted(
            "1 saved query was in the project already.",
            "{count} saved queries were in the project already.",
            n,
        ),
    }


def _doubled() -> Sentences:
    return {
        "values kept": lambda n: counted(
            "1 value differs from the project's, which stays.",
            "{count} values differ from the project's, which stay.",
            n,
        ),
        "copies": lambda n: counted(
            "1 source that the project has already came as a copy.",
            "{count} sources that the project has already came as copies.",
            n,
        ),
        "other versions": lambda n: counted(
            "1 source that the project knows has another text here and came beside it.",
            "{count} sources that the project knows have another text here and came beside them.",
            n,
        ),
    }
