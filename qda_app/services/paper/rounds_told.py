"""A round as a methods section tells of it: who coded what, blind or not, with what agreement."""

from datetime import UTC, datetime

from qda_app.analysis.agreement.measures import MEASURES
from qda_app.domain.amounts import and_words, percent_words, sources_words
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import counted, say, thousands
from qda_app.domain.rounds import Round
from qda_app.formats.reports.agreement_tables import overall_words
from qda_app.formats.reports.word_tables import coefficient
from qda_app.services.comparing.agreement import AgreementReport
from qda_app.services.comparing.scales import DE_VRIES
from qda_app.services.counted_text import statement
from qda_app.services.reads import Reads
from qda_app.services.reconciling.reconciling import Reconciliation, outcome_words
from qda_app.services.result_tables import interval_words, unit_words
from qda_app.services.rounds.agreement import round_agreement
from qda_app.services.rounds.summary import round_figures, text_words

# over several nodes: for two coders, and for more, with the coefficient that it pools
KAPPAS = {"pooled_kappa": "kappa", "pooled_fleiss_kappa": "fleiss_kappa"}


def round_sentences(read: Reads, one: Round) -> str:
    """Tell of a round: how it was coded, how far the coders agreed, what became of the rest."""
    before, every = _before(read, one)
    return " ".join(
        [_coded(read, one, before=before, every=every), *_agreed(read, one), *_settled(read, one)]
    )


def _before(read: Reads, one: Round) -> tuple[int, int]:
    """Return how many codings in the round's text were made before it began, and how many of all.

    What was coded before is not coded blind, whatever the round is.
    """
    times, begun = read.coding_times(), _moment(one.created)
    spans = {source: one.pieces(source) for source in one.sources}
    inside = [
        coding.id
        for coding in read.codings(one.coders)
        if any(a < coding.end and coding.start < b for a, b in spans.get(coding.source, ()))
    ]
    return sum(_moment(times[key]) <= begun for key in inside if key in times), len(inside)


def _moment(time: str) -> datetime:
    """Return a time to its second, in which codings are known; one of an unknown form is late."""
    try:
        found = datetime.fromisoformat(time)
    except ValueError:
        return datetime.max.replace(tzinfo=UTC)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).replace(microsecond=0)


def _coded(read: Reads, one: Round, *, before: int, every: int) -> str:
    names = {coder.id: coder.name for coder in read.coders()}
    words = {
        "name": one.name,
        "coders": and_words([names[coder] for coder in one.coders]),
        "text": text_words(one, read.sources()),
    }
    if before and before == every:
        return say(
            "Round “{name}”: {coders} each coded {text}. All of their codings there were made "
            "before the round began, so that they were not coded blind.",
            **words,
        )
    if one.blind:
        sentence = (
            "Round “{name}”: {coders} independently coded {text}, blind to one another's work."
        )
        said = say(sentence, **words)
    else:
        said = say(
            "Round “{name}”: {coders} each coded {text}; the round was not blind, so that they "
            "could see one another's work.",
            **words,
        )
    if not before:
        return said
    earlier = counted(
        "Of the {every} codings there, 1 was made before the round began.",
        "Of the {every} codings there, {count} were made before the round began.",
        before,
        every=thousands(every),
    )
    return f"{said} {earlier}"


def _agreed(read: Reads, one: Round) -> list[str]:
    try:
        found = round_agreement(read, one.name)
    except QdaError as error:
        return [say("Agreement is not reported: {reason}", reason=error)]
    overall = found.report.overall
    name = next((n for n in KAPPAS if overall.figures.get(n) is not None), "")
    if overall.percent is None or not name:
        return [overall.reason or say("Agreement could not be computed.")]
    ends = overall.ci.get("percent"), overall.ci.get(name)
    return [
        say(
            "Over the leaf nodes, percent agreement was {percent} and {measure} {kappa} "
            "({papers}).",
            percent=_percent(found),
            measure=overall_words()[name],
            kappa=coefficient(overall.figures[name], *(ends[1] or ())),
            papers=f"{MEASURES[KAPPAS[name]].paper}; {DE_VRIES}",
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
    if after.percent is None:
        return said
    return [
        *said,
        say(
            "What was settled counts as agreed: percent agreement after reconciliation is "
            "{percent} and says nothing of reliability.",
            percent=percent_words(after.percent, 1),
        ),
    ]
