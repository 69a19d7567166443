"""Whose words a file that leaves would carry although they do not allow sharing."""

from collections.abc import Iterable

from qda_app.services.consent import Consent, Passage, may_share, silence_allows
from qda_app.services.reads import Reads


def not_sharing(read: Reads, passages: Iterable[Passage] | None = None) -> list[str]:
    """Return the participants heard in passages, or anywhere, who do not allow sharing."""
    silence, consent = silence_allows(read), Consent(read)
    refusing = {
        case.id: case.name
        for case in read.cases()
        if case.id in consent.known and not may_share(case.attributes, silence=silence)
    }
    if passages is None or not refusing:
        return list(refusing.values())
    found: dict[int, str] = {}
    for of in passages:
        heard = consent.heard(of.source, of.start, of.end)
        found |= {case.id: case.name for case in heard if case.id in refusing}
    return list(found.values())
