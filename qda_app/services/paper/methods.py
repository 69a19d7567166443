"""The paragraphs of a methods section that the project can write."""

from qda_app.domain.amounts import (
    and_words,
    codings_words,
    levels_words,
    nodes_words,
    participants_words,
    words_words,
)
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import counted, say
from qda_app.services.comparing.comparison import Comparison, View
from qda_app.services.comparing.papers import methods_paragraph
from qda_app.services.paper.facts import Facts
from qda_app.services.reads import Reads


def methods(read: Reads, of: Facts, pilots: int) -> list[str]:
    """Return the paragraphs: material, codebook, coding, agreement by round or as it stands."""
    said = [
        counted(
            "1 transcript ({words}) of {participants} was coded in qda-app with a tree of {nodes} "
            "on {levels}, {defined} of them defined. {coders} made {codings}.",
            "{count} transcripts ({words}) of {participants} were coded in qda-app with a tree of "
            "{nodes} on {levels}, {defined} of them defined. {coders} made {codings}.",
            of.sources,
            words=words_words(of.words),
            participants=participants_words(of.participants),
            nodes=nodes_words(of.nodes),
            levels=levels_words(of.levels),
            defined=of.defined,
            coders=and_words(of.coders),
            codings=codings_words(of.codings),
        )
    ]
    if of.withdrawn:
        said.append(withdrawn_words(of.withdrawn))
    if of.corrected:
        said.append(corrected_words(of.corrected))
    if of.versions:
        said.append(
            say(
                "Numbered versions of the codebook, each kept with its reason: {count}.",
                count=of.versions,
            )
        )
    said += of.rounds or _as_it_stands(read)
    if pilots and of.rounds:
        said.append(say("Pilot rounds ({count}) are not in the figures reported.", count=pilots))
    elif pilots:
        sentence = "The text of pilot rounds ({count}) is in these figures: no other round is over."
        said.append(say(sentence, count=pilots))
    going = sum(not one.compared and not one.closed for one in read.rounds())
    if going:
        said.append(
            say("Rounds that not everybody has submitted yet, not reported: {count}.", count=going)
        )
    if of.consensus:
        said.append(say("Disagreements were settled in a consensus layer."))
    return said


def withdrawn_words(count: int) -> str:
    """Say that participants have withdrawn, and where their words still count."""
    return counted(
        "1 participant has withdrawn and is not counted among the participants, nor quoted; the "
        "transcript is still in the figures of codings and of agreement.",
        "{count} participants have withdrawn and are not counted among the participants, nor "
        "quoted; their transcripts are still in the figures of codings and of agreement.",
        count,
    )


def corrected_words(count: int) -> str:
    """Say how many transcripts were corrected after the import."""
    return counted(
        "The text of 1 transcript was corrected after it was imported (see the audit).",
        "The texts of {count} transcripts were corrected after they were imported (see the audit).",
        count,
    )


def _as_it_stands(read: Reads) -> list[str]:
    try:
        return [methods_paragraph(Comparison(read), View())]
    except QdaError as error:
        return [say("Agreement is not reported: {reason}", reason=error)]
