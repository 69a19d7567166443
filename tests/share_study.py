"""A project in which names stand wherever a project can hold words."""

from pathlib import Path

from qda_app.domain.query import Term
from qda_app.domain.quotation import Edit
from qda_app.domain.replacing import Name
from qda_app.domain.transcript import Transcript, Turn
from qda_app.services.commands.cases import CaseLine, ImportCases
from qda_app.services.commands.coders import AddCoder
from qda_app.services.commands.codings import ApplyNode, RemoveCodings, SetCertainty
from qda_app.services.commands.memos import LinkMemos, WriteMemo, WriteSpanMemo
from qda_app.services.commands.nodes import Branch, DefineNode, GrowTree, RetireNode
from qda_app.services.commands.queries import SaveQuery
from qda_app.services.commands.quotations import (
    ChooseQuotations,
    EditQuotation,
    NoteQuotation,
    TranslateQuotation,
)
from qda_app.services.commands.relations import RelateNodes
from qda_app.services.commands.sources import ImportSources, MarkDone
from qda_app.services.correcting import correction
from qda_app.services.project import Project
from qda_app.services.retrieval.query_json import to_json

NAMES = (
    Name("Zacarías Quiroga", "Teacher 1", ("Zacarías", "Zaquito")),
    Name("Wilhelmina", "Teacher 2"),
    Name("Xochitl", "[School]"),
    Name("Yolanda", "Coder 1"),
)
SPELT = ("zacarias", "quiroga", "zaquito", "wilhelmina", "xochitl", "yolanda")
TEXT = (
    "E: 😀 ¿Quién vino?\n"
    "Zacarías: Vino 𝄞 ZACARÍAS\nQuiroga con Wilhelmina's 😀 perro de Xochitl.\n"
    "Wilhelmina: Zaquito y yo, en fin.\n"
)


def at(text, words):
    """Return where words begin and end in a text."""
    start = text.index(words)
    return start, start + len(words)


def turns():
    """Return who speaks where in the text."""
    found, start = [], 0
    for line, words in (("E: ", None), ("Zacarías: ", "Xochitl.\n"), ("Wilhelmina: ", "fin.\n")):
        begins = TEXT.index(line, start)
        end = TEXT.index("\n", begins) + 1 if words is None else at(TEXT, words)[1]
        found.append(
            Turn(begins, begins + len(line), end, line[:-2], interviewer=line == "E: ", seconds=1.5)
        )
        start = end
    return tuple(found)


def named_study(path: Path) -> Path:
    """Two sources, two coders, and names in texts, memos, nodes, participants and quotations."""
    with Project.create(path, "What Zacarias said") as project:
        run, read = project.run, project.read
        first, second = (run(AddCoder(name)) for name in ("Yolanda", "Bruno"))
        run(GrowTree([Branch("A > Xochitl"), Branch("A > C"), Branch("D", "says Wilhelmina")]))
        texts = [Transcript("Interview_Zacarías_1", TEXT, "txt", turns=turns()),
                 Transcript("two", "Wilhelmina, dice Bruno.\n", "txt")]  # fmt: skip
        one, two = run(ImportSources(texts))
        nodes = {node.name: node for node in read.tree().order}
        run(DefineNode(nodes["C"].id, example="“Zaquito y yo”", use_when="as Wilhelmina does"))
        run(RetireNode(nodes["D"].id))
        run(RelateNodes(nodes["A"].id, nodes["C"].id, "condition"))
        project.become("Yolanda")
        code(project, one, nodes)
        sure = project.read.codings([first])[0]
        run(SetCertainty([sure.id], 2))
        run(WriteMemo(sure.guid, "coding", "Wilhelmina on a coding"))
        run(WriteSpanMemo(one, *at(TEXT, "Quiroga con"), "Xochitl on a passage"))
        project.become("Bruno")
        run(ApplyNode([nodes["C"].id], one, *at(TEXT, "Vino 𝄞 ZACARÍAS\nQuiroga con Wil")))
        project.become(None)
        for coder in (first, second):
            run(MarkDone(coder, [one, two]))
        run(WriteMemo(read.project_guid(), "project", "Zaquito, on all of it"))
        run(WriteMemo(nodes["A"].guid, "node", "WILHELMINA, on a node"))
        memos = read.memos()
        run(LinkMemos(memos[0].id, memos[1].id))
        run(SaveQuery("Xochitl", to_json(Term((nodes["C"].id,), with_below=False), read.tree())))
        values = {"school": "Xochitl", "friend of Wilhelmina": "Zaquito"}
        kinds = dict.fromkeys(values, "text")
        run(ImportCases([CaseLine(1, "Zacarías Quiroga", values, "Interview_Zacarías_1",
                                  "Zacarías"),
                         CaseLine(2, "Zaquito", {}, "two")], kinds))  # fmt: skip
        quote(project, one)
        old = "Zacarías Quiroga once wrote this.\n"  # kept in the history only
        (third,) = run(ImportSources([Transcript("three", old, "txt")]))
        run(correction(read, third, "Nobody wrote this.\n"))
    return path


def code(project, one, nodes):
    """Code within, around and across names, and take one coding back."""
    for words, node in (
        ("ZACARÍAS\nQuiroga", "Xochitl"), ("Vino 𝄞 ZACARÍAS\nQuiroga con", "C"),
        ("ZACARÍAS", "C"), ("Quiroga con Wilhelmina's 😀", "A"), ("'s 😀 perro", "A"),
    ):  # fmt: skip
        project.run(ApplyNode([nodes[node].id], one, *at(TEXT, words), memo="of Zaquito"))
    gone = project.run(ApplyNode([nodes["A"].id], one, 0, 2, memo="Wilhelmina, gone"))
    assert gone is not None
    last = project.read.codings([project.viewer_id], one)[0]
    project.run(RemoveCodings([last.id]))


def quote(project, one):
    """Choose a quotation with edits, a note and a translation."""
    project.run(ChooseQuotations([(one, *at(TEXT, "ZACARÍAS\nQuiroga con Wilhelmina's"), None)]))
    chosen = project.read.quotations()[0].id
    edits = [Edit("omit", 9, 13), Edit("replace", 13, 16, "dropped"), Edit("sic", 20, 20),
             Edit("replace", 17, 20, "Xochitl")]  # fmt: skip
    project.run(EditQuotation(chosen, edits))
    project.run(TranslateQuotation(chosen, "Zacarias with Wilhelmina", "Yolanda", "draft"))
    project.run(NoteQuotation(chosen, "Ask Xochitl"))
