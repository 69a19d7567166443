"""COREQ items 24 to 32 and the SRQR, answered where the project knows the answer.

What an item asks is said in our own words, under the number that it has in the standard.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from qda_app import __version__
from qda_app.domain.amounts import (
    codings_words,
    levels_words,
    nodes_words,
    participants_words,
    transcripts_words,
    words_words,
)
from qda_app.domain.messages import counted, say
from qda_app.services.paper.facts import Facts
from qda_app.services.paper.methods import corrected_words, withdrawn_words


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a standard; `known` is what the project says, `open` whether more is needed."""

    number: str
    asks: str
    known: str = ""
    open: bool = False

    def answer(self) -> str:
        """Return what is known, and that the authors must write the rest."""
        rest = say("To be written by the authors.") if self.open or not self.known else ""
        return " ".join(filter(None, (self.known, rest)))


def coreq(of: Facts) -> list[Item]:
    """Return items 24 to 32 of COREQ (Tong, Sainsbury & Craig, 2007): analysis and findings."""
    return [
        Item("24", say("How many people coded the data"), _coders(of)),
        Item("25", say("Whether the tree of nodes is described"), _tree(of)),
        Item(
            "26",
            say("Whether themes were set in advance or came from the data"),
            _versions(of),
            open=True,
        ),
        Item("27", say("With which software the data were managed"), _software()),
        Item("28", say("Whether participants commented on the findings")),
        Item("29", say("Whether quotations illustrate the themes and say whose they are"),
             _quotations(of)),
        Item("30", say("Whether the findings follow from the data"), _evidence(of), open=True),
        Item("31", say("Whether the major themes stand out"), _themes(of.major)),
        Item("32", say("Whether minor themes and deviating cases are reported"),
             _themes(of.minor), open=True),
    ]  # fmt: skip


def srqr(of: Facts) -> list[Item]:
    """Return the 21 items of the SRQR (O'Brien et al., 2014)."""
    asks = (
        say("Title that names topic and kind of study"),
        say("Abstract in the journal's form"),
        say("Problem, its importance, and what is known of it"),
        say("Purpose and research questions"),
        say("Approach, paradigm, and why they were chosen"),
        say("Who the researchers are and how that bears on the study"),
        say("Setting and its relevant features"),
        say("How participants, documents or events were chosen, and when that ended"),
        say("Ethics approval, consent, protection of the data"),
        say("Which data were collected, how and when"),
        say("Instruments and devices, and how they changed"),
        say("How many participants, documents or events, and which"),
        say("How the data were prepared: transcription, protection, checks"),
        say("How themes were found and who did the analysis"),
        say("What was done so that the analysis can be trusted"),
        say("Main findings and what they mean together"),
        say("Evidence: quotations, notes, excerpts"),
        say("How the findings relate to earlier work, and what they add"),
        say("What limits the findings"),
        say("Interests that could have had an influence, and how they were handled"),
        say("Funding and what the funders did"),
    )
    known = {9: _consent(of), 12: _units(of), 13: _processing(of), 14: _analysis(of),
             15: _trust(of), 16: _themes(of.major), 17: _quotations(of)}  # fmt: skip
    complete = {12, 17}
    return [
        Item(f"S{number}", text, known.get(number, ""), open=number not in complete)
        for number, text in enumerate(asks, 1)
    ]


def _coders(of: Facts) -> str:
    names = ", ".join(of.coders) or say("nobody")
    said = counted("1 coder: {names}.", "{count} coders: {names}.", len(of.coders), names=names)
    return f"{said} {say('They agreed on a consensus layer.')}" if of.consensus else said


def _tree(of: Facts) -> str:
    return say(
        "{nodes} on {levels}; with a definition: {defined} (see the codebook).",
        nodes=nodes_words(of.nodes),
        levels=levels_words(of.levels),
        defined=of.defined,
    )


def _versions(of: Facts) -> str:
    if not of.versions:
        return ""
    return say(
        "Numbered versions of the codebook, each kept with its reason: {count}.",
        count=of.versions,
    )


def _software() -> str:
    return say("qda-app {version}.", version=__version__)


def _quotations(of: Facts) -> str:
    if not of.quotations:
        return ""
    said = counted(
        "1 quotation of 1 of {every} participants.",
        "{count} quotations of {quoted} of {every} participants.",
        of.quotations,
        quoted=of.quoted,
        every=of.participants,
    )
    if not of.attributed:
        return said
    return f"{said} {say('Each is attributed by: {names}.', names=of.attributed)}"


def _evidence(of: Facts) -> str:
    said = say("The theme table says how many participants speak of each theme.")
    return f"{codings_words(of.codings)}. {said}"


def _themes(names: Sequence[str]) -> str:
    return f"{'; '.join(names)}." if names else ""


def _consent(of: Facts) -> str:
    if not of.consent:
        return ""
    return counted(
        "Consent is recorded for {known} of 1 participant; quotation is allowed by {allowed}.",
        "Consent is recorded for {known} of {count} participants; quotation is allowed by "
        "{allowed}.",
        of.participants,
        known=of.consent,
        allowed=of.allowed,
    )


def _units(of: Facts) -> str:
    said = say(
        "{sources} with {words}; {participants} ({groups}).",
        sources=transcripts_words(of.sources),
        words=words_words(of.words),
        participants=participants_words(of.participants),
        groups=of.groups or say("no attributes"),
    )
    return f"{said} {withdrawn_words(of.withdrawn)}" if of.withdrawn else said


def _processing(of: Facts) -> str:
    said = counted(
        "1 transcript was imported; its text is checked by hash.",
        "{count} transcripts were imported; their texts are checked by hash.",
        of.sources,
    )
    more = corrected_words(of.corrected) if of.corrected else say("None was changed since.")
    return f"{said} {more}"


def _analysis(of: Facts) -> str:
    return f"{_coders(of)} {_tree(of)}"


def _trust(of: Facts) -> str:
    said = [*of.rounds]
    said.append(say("Every step is kept in a journal with a hash chain (see the audit)."))
    return " ".join(said)
