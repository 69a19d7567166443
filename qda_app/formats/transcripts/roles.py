"""Who asks and who answers: the vocabulary of labels in English and Spanish, and how they talk."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from qda_app.domain.transcript import Turn


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_ASKING = _set(
    "interviewer interviewers entrevistador entrevistadora entrevistadores"
    " entrevistadoras moderator moderador moderadora facilitator facilitador facilitadora"
    " investigador investigadora researcher encuestador encuestadora entrev intv interv int inv"
    " mod moderation"
)
_QUESTION = _set("pregunta question preg")
_ANSWER = _set("respuesta answer resp r a")
_ANSWERING = _set(
    "participant participante interviewee respondent informant informante entrevistado"
    " entrevistada entrevistados entrevistadas participantes respondente sujeto subject"
    " director directora profesor profesora docente teacher student estudiante alumno alumna"
    " principal educator educadora psicopedagoga jefe jefa apoderado apoderada madre padre"
    " parent speaker hablante orador speakers voz voice respuesta answer resp"
)
_INITIALS = _set("e i q")
_ASKS = re.compile("[?¿؟？]")
_WORDS = re.compile(r"[^\W\d_]+")

# Labels of records, headings and connectives, in the casefolded form of `labels.key_of`.
NOT_SPEAKERS = frozenset(
    """
    note|notes|nota|notas|objetivo|objetivos|objetivo general|objective|objectives|aim|aims|goal
    date|fecha|place|lugar|location|time|hora|hora de inicio|hora de término|inicio|fin|término
    start|end|start time|end time|duration|duración|length|título|title|tema|topic|subject line
    asunto|subject|from|bcc|de|para|http|https|ftp|mailto|file|url|doi|www|email|e-mail|correo
    tel|teléfono|phone|ejemplo|ejemplos|example|examples|e.g|p. ej|por ejemplo|for example|warning
    advertencia|importante|important|atención|tip|p.d|summary|resumen|abstract|conclusion
    conclusión|conclusiones|conclusions|introducción|introduction|método|métodos|method|methods
    resultado|resultados|result|results|discusión|discussion|background|antecedentes|contexto
    context|keywords|palabras clave|referencias|references|fuente|source|figure|figura|tabla|table
    anexo|appendix|capítulo|chapter|sección|section|parte|part|paso|step|nombre|name|edad|age|sexo
    gender|género|sex|cargo|role|rol|school|escuela|colegio|curso|grade|distrito|district|comuna
    región|region|ciudad|city|país|country|código|code|id|categoría|category|archivo|transcript
    transcripción|transcription|transcribed by|transcrito por|transcriptor|transcriptora|audio
    recording|grabación|project|proyecto|study|estudio|participants|asistentes|attendees|presentes
    observación|observaciones|observation|comentario|comentarios|comment|comments|pregunta de
    primero|segundo|tercero|cuarto|first|second|third|finalmente|finally|además|también|also|however
    entonces|pero|but|and|es decir|o sea|that is|i mean|bueno|well|claro|sí|si|no|yes|ok
    okay|ahora|now|luego|then|después|later|hoy|today|en resumen|in short|en conclusión|por eso
    porque|because|ventajas|desventajas|advantages|disadvantages|pros|contras|cons|total|versión
    version|anónimo|seudónimo|pseudonym|consent|consentimiento|instrucciones|instructions|agenda
    orden del día|interview date|fecha de entrevista|fecha de la entrevista|lugar de la entrevista
    fecha y hora|date and time|entrevista|interview|entrevista nº|entrevista n°|interview no
    interview number|número de entrevista|medio|medium|modalidad|language|idioma|lengua|webvtt|kind
    """.replace("\n", "|").replace("    ", "").split("|")
) - {""}  # fmt: skip


def words_of(label: str) -> list[str]:
    """Return a label's words, folded, without digits and marks."""
    plain = unicodedata.normalize("NFD", label.casefold())
    return _WORDS.findall("".join(c for c in plain if not unicodedata.combining(c)))


def is_role(label: str) -> bool:
    """Say whether a label names a role in an interview, alone or with a number."""
    words = words_of(label)
    if len(words) == 1 and (len(words[0]) == 1 or words[0] in _QUESTION | _ANSWER):
        return True
    return any(word in _ASKING or word in _ANSWERING for word in words)


def is_asking(label: str) -> bool:
    """Say whether a label plainly names who asks."""
    words = words_of(label)
    return any(word in _ASKING for word in words) and not any(
        word in {"entrevistado", "entrevistada", "interviewee"} for word in words
    )


def only_questions(keys: Iterable[str]) -> bool:
    """Say whether the labels head questions whose answers stand without a label."""
    keys = set(keys)
    words = [words_of(key)[:1] for key in keys]
    if all(word and word[0] in _QUESTION for word in words):
        return True
    return len(keys) == 1 and all(
        is_asking(key) or "".join(words_of(key)) in _INITIALS | _QUESTION for key in keys
    )


def mark_interviewer(text: str, turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """Return the turns with the interviewer's marked; nobody's where the evidence is thin."""
    speakers = list(dict.fromkeys(turn.speaker for turn in turns))
    asking = {speaker for speaker in speakers if is_asking(speaker)}
    if not asking:
        shares = _shares(text, turns)
        asking = _by_initial(shares) or _by_questions(shares, turns)
    if not asking or asking >= set(speakers):
        return tuple(turns)
    return tuple(replace(turn, interviewer=turn.speaker in asking) for turn in turns)


def _by_initial(shares: Mapping[str, float]) -> set[str]:
    """Return who bears an initial or word of asking, unless the questions contradict it."""
    short = {speaker: "".join(words_of(speaker)[:1]) for speaker in shares}
    present = set(short.values())
    asking = {s for s, word in short.items() if word in _QUESTION | {"q"}}
    if not (asking and present & _ANSWER):
        single = {s for s, word in short.items() if len(words_of(s)) == 1}
        asking = {s for s in single if short[s] in _INITIALS}
    if not asking and "p" in present and "r" in present and len(short) == 2:
        asking = {s for s, word in short.items() if word == "p"}
    if len({short[s] for s in asking}) > 1:  # E and I: the one who asks more
        top = max(asking, key=lambda s: (shares[s], short[s] == "e"))
        asking = {s for s in asking if short[s] == short[top]}
    others = [shares[s] for s in short if s not in asking]
    if not asking or not others or max(others) > max(shares[s] for s in asking) + 0.2:
        return set()
    return asking


def _by_questions(shares: Mapping[str, float], turns: Sequence[Turn]) -> set[str]:
    """Return the one speaker who asks at least twice as often as all others, and says less."""
    if len(shares) < 2:
        return set()
    top, second = sorted(shares, key=lambda s: -shares[s])[:2]
    if shares[top] < 0.5 or shares[top] < 2 * shares[second]:
        return set()
    lengths: dict[bool, list[int]] = {True: [], False: []}
    for turn in turns:
        lengths[turn.speaker == top].append(turn.end - turn.words)
    mean = {which: sum(values) / len(values) for which, values in lengths.items()}
    plain = shares[top] - shares[second] >= 0.6
    if mean[True] > mean[False] * (2.0 if plain else 1.0):
        return set()
    return {top}


def _shares(text: str, turns: Sequence[Turn]) -> dict[str, float]:
    """Return the share of each speaker's turns that hold a question."""
    counts: dict[str, int] = {}
    asked: dict[str, int] = {}
    for turn in turns:
        counts[turn.speaker] = counts.get(turn.speaker, 0) + 1
        asks = _ASKS.search(text, turn.words, turn.end) is not None
        asked[turn.speaker] = asked.get(turn.speaker, 0) + asks
    return {speaker: asked[speaker] / count for speaker, count in counts.items()}
