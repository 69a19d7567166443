"""A round as a methods section tells of it: who coded what, blind or not, with what agreement."""

from qda_app.analysis.agreement.measures import MEASURES
from qda_app.domain.amounts import and_words, percent_words, sources_words
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import counted, say, thousands
from qda_app.domain.rounds import Round
from qda_app.formats.reports.word_tables import coefficient
from qda_app.services.comparing.agreement import AgreementReport
from qda_app.services.comparing.scales import DE_VRIES
from qda_app.services.counted_text import statement
from qda_app.services.reads import Reads
from qda_app.services.reconciling.reconciling import Reconciliation, outcome_words
from qda_app.services.result_tables import interval_words, unit_words
from qda_app.services.rounds.agreement import round_agreement
from qda_app.services.rounds.summary import round_figures, text_words


def round_sentences(read: Reads, one: Round) -> str:
    """Tell of a round: how it was coded, how far the coders agreed, what became of the rest."""
    return " ".join([_coded(read, one), *_earlier(read, one), *_agreed(read, one),
                     *_settled(read, one)])  # fmt: skip


def _coded(read: Reads, one: Round) -> str:
    names = {coder.id: coder.name for coder in read.coders()}
    words = {
        "name": one.name,
        "coders": and_words([names[coder] for coder in one.coders]),
        "text": text_words(one, read.sources()),
    }
    if one.blind:
        sentence = (
            "Round “{name}”: {coders} independently coded {text}, blind to one another's work."
        )
        return say(sentence, **words)
    return say(
        "Round “{name}”: {coders} each coded {text}; the round was not blind, so that they could "
        "see one another's work.",
        **words,
    )


def _earlier(read: Reads, one: Round) -> list[str]:
    """Say what in the round's text was coded before the round began, which is not independent."""
    times, begun = read.coding_times(), one.created
    spans = {source: one.pieces(source) for source in one.sources}
    count = sum(
        times.get(coding.id, begun) < begun
        and any(a < coding.end and coding.start < b for a, b in spans.get(coding.source, ()))
        for coding in read.codings(one.coders)
    )
    if not count:
        return []
    return [
        counted(
            "1 coding in this text was made before the round began.",
            "{count} codings in this text were made before the round began.",
            count,
        )
    ]


def _agreed(read: Reads, one: Round) -> list[str]:
    try:
        found = round_agreement(read, one.name)
    except QdaError as error:
        return [say("Agreement is not reported: {reason}", reason=error)]
    overall = found.report.overall
    if overall.percent is None and overall.pooled_kappa is None:
        return [overall.reason or say("Agreement could not be computed.")]
    ends = overall.ci.get("percent"), overall.ci.get("pooled_kappa")
    return [
        say(
            "Over the leaf nodes, percent agreement was {percent} and pooled kappa {kappa} "
            "({papers}).",
            percent=_percent(found),
            kappa=coefficient(overall.pooled_kappa, *(ends[1] or ())),
            papers=f"{MEASURES['kappa'].paper}; {DE_VRIES}",
        ),
        say(
            "The unit was the {unit}; {text}, {sources}, {length} code points.",
            unit=unit_words(found),
            text=statement(found.text),
            sources=sources_words(len(found.sources)),
            length=thousands(found.report.length),
        ),
        *([say("Intervals: {which}.", which=interval_words(found))] if any(ends) else []),
        *found.warnings,
    ]


def _percent(found: AgreementReport) -> str:
    overall = found.report.overall
    if overall.percent is None:
        return "–"
    ends = overall.ci.get("percent")
    said = percent_words(overall.percent, 1)
    return f"{said} [{', '.join(percent_words(end, 1) for end in ends)}]" if ends else said


def _settled(read: Reads, one: Round) -> list[str]:
    """Say how disagreements were settled, and what agreement is after it: a matter of course."""
    _before, after = round_figures(read, one)
    if after is None:
        return []
    outcomes = Reconciliation(read, one).report()["outcomes"]
    shares = [
        f"{outcome_words(name)}: {count}"
        for name, count in outcomes.items()
        if count and name not in {"agreed", "open"}
    ]
    said = [say("Disagreements were settled as follows: {outcomes}.", outcomes="; ".join(shares))]
    progress = None if one.closed else Reconciliation(read, one).progress()
    if progress is not None and progress.settled < progress.total:
        waiting = counted(
            "{settled} of 1 disagreement is settled so far.",
            "{settled} of {count} disagreements are settled so far.",
            progress.total,
            settled=progress.settled,
        )
        return [*said, waiting]
    if after.percent is None or after.pooled is None:
        return said
    return [
        *said,
        say(
            "What was settled counts as agreed, so that after reconciliation percent agreement is "
            "{percent} and pooled kappa {kappa} by construction.",
            percent=percent_words(after.percent, 1),
            kappa=coefficient(after.pooled),
        ),
    ]
