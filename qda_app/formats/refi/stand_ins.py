"""Cases that are codes too, as NVivo writes them; they are heard where their code was applied."""

from qda_app.formats.refi.context import Context, Place
from qda_app.formats.refi.elements import RawCode, RawProject


def stand_ins(raw: RawProject) -> dict[str, RawCode]:
    """Return the codes that stand for a case and no more, by the GUID that both have.

    A code that has others below it which are no cases is not among them: it is a node as well.
    """
    cases = {case.guid for case in raw.cases if case.guid}
    above: set[str] = set()
    for code in reversed(raw.codes):  # parents come first
        if code.guid not in cases or code.guid in above:
            above.add(code.parent)
    return {code.guid: code for code in raw.codes if code.guid in cases - above}


def hear(context: Context, code: str, place: Place) -> bool:
    """Note that a case is heard where its code was applied; say whether the code is no more."""
    if code in context.case_keys:
        context.heard.setdefault(code, []).append(place)
    return code in context.stand_ins
