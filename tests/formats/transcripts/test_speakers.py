"""Turns in plain text: each style, what is no speaker, who asks, offsets that never shift."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qda_app.domain.text import normalise
from qda_app.formats.transcripts.speakers import recognise

TWO = [("Ana", "¿Qué hizo?"), ("Luis", "Nada."), ("Ana", "¿Seguro?"), ("Luis", "Sí: a las 10:30.")]


def found(text: str) -> list[tuple[str, str]]:
    return [(t.speaker, text[t.words : t.end]) for t in recognise(text)]


def interviewers(text: str) -> set[str]:
    return {t.speaker for t in recognise(text) if t.interviewer}


@pytest.mark.parametrize(
    ("style", "seconds"),
    [
        ("{0}: {1}\n", None),
        ("{0}:{1}\n", None),
        ("{0} : {1}\n", None),
        ("{0}:\t{1}\n", None),
        ("{0}:\n{1}\n\n", None),
        ("> {0}: {1}\n", None),
        ("[{0}]: {1}\n", None),
        ("**{0}:** {1}\n\n", None),
        ("**{0}**: {1}\n\n", None),
        ("__{0}:__ {1}\n", None),
        ("*{0}*: {1}\n", None),
        ("{0}  0:1{2}\n{1}\n\n", 10),
        ("{0}\t00:00:1{2}\n{1}\n", 10),
        ("{0} 00:00:1{2}\n{1}\n", 10),
        ("{0} (00:1{2})\n{1}\n", 10),
        ("{0}, 00:00:1{2}\n{1}\n", 10),
        ("[{0}] 00:00:1{2}\n{1}\n", 10),
        ("[00:00:1{2}] {0}\n{1}\n", 10),
        ("00:00:1{2} - {0}\n{1}\n", 10),
        ("00:00:1{2} {0}\n{1}\n", 10),
        ("0:0:1{2}.0 --> 0:0:2{2}.0\n{0}\n{1}\n", 10),
        ("[00:00:1{2}] {0}: {1}\n", 10),
        ("(00:1{2}) {0}: {1}\n", 10),
        ("00:00:1{2} {0}: {1}\n", 10),
        ("{0} [00:00:1{2}]: {1}\n", 10),
        ("{0} (00:00:1{2}): {1}\n", 10),
        ("{0} 00:00:1{2}: {1}\n", 10),
        ("**{0}** (00:1{2}): {1}\n", 10),
        ("**[00:00:1{2}] {0}:** {1}\n", 10),
        ("#00:00:1{2}-5# {0}: {1}\n", 10),
    ],
)
@pytest.mark.parametrize("names", [("Ana", "Luis"), ("ANA SOTO-PAZ", "Dir. (II_4)"), ("E1", "P")])
def test_styles(style: str, seconds: int | None, names: tuple[str, str]) -> None:
    lines = [(names[n % 2], said) for n, (_, said) in enumerate(TWO)]
    text = "Entrevista 3\n\n" + "".join(
        style.format(name, said, n) for n, (name, said) in enumerate(lines)
    )
    assert found(text) == lines
    turns = recognise(text)
    assert turns[0].seconds == seconds
    assert {t.speaker for t in turns if t.interviewer} == {names[0]}
    assert turns[0].start == text.index(
        style.format(lines[0][0], "|", 0).split("|")[0].strip()[0], 13
    )


def test_clock_times_with_am_pm_name_but_do_not_time() -> None:
    text = "Ana  10:32 AM\n¿sí?\nLuis  10:33 a.m.\nno\nAna  10:34 AM\n¿ya?\n"
    assert found(text) == [("Ana", "¿sí?"), ("Luis", "no"), ("Ana", "¿ya?")]
    assert {t.seconds for t in recognise(text)} == {None}


def test_paragraphs_belong_to_the_turn_and_the_preamble_to_nobody() -> None:
    text = "Escuela II_4\nEntrevista\n\nE: ¿Sí?\n\nuno\n\ndos \n\nP: no\n\n  tres\n\nE: ¿Y?\n"
    assert found(text) == [("E", "¿Sí?\n\nuno\n\ndos"), ("P", "no\n\n  tres"), ("E", "¿Y?")]


def test_a_label_without_words() -> None:
    text = "Ana: ¿a?\nLuis:\nAna: ¿b?\nLuis: c"
    turns = recognise(text)
    assert text[turns[1].start : turns[1].words] == "Luis:"
    assert turns[1].words == turns[1].end


def test_spelling_of_a_name_may_vary() -> None:
    assert {s for s, _ in found("ANA: ¿a?\nLuis: b\nAna: ¿c?\nluis: d\n")} == {"ANA", "Luis"}


def test_header_of_facts_is_preamble() -> None:
    text = (
        "Entrevistador: Ana Pérez\nParticipante: Director, Escuela II_4\nFecha: 3 de mayo\n"
        "Hora: 10:30\nEntrevistador: Buenos días.\nParticipante: Hola.\nNota: se ríe.\n"
        "Entrevistador: ¿Y?\n"
    )
    assert found(text) == [
        ("Entrevistador", "Buenos días."),
        ("Participante", "Hola.\nNota: se ríe."),
        ("Entrevistador", "¿Y?"),
    ]


def test_who_speaks_once_in_a_transcript() -> None:
    text = (
        "Moderadora: Bienvenidos a todos, gracias por venir.\nP1: Hola.\nP2: Hola.\nP1: Sí.\n"
        "P3: También: yo.\nPedro Soto: Y yo.\nP2: no\n"
    )
    assert [s for s, _ in found(text)] == ["Moderadora", "P1", "P2", "P1", "P3", "Pedro Soto", "P2"]
    assert interviewers(text) == {"Moderadora"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "Una nota de campo. Le dije: no.\nA las 10:30 fuimos.\nhttps://example.org/a:b\n",
        "Note: this is prose.\nNote: so is this.\nNote: and this?\nNote: yes.\n",
        "Objetivo: analizar.\nMétodo: entrevistas.\nResultados: muchos.\nConclusiones: pocas.",
        "Fecha: 3\nLugar: x\nFecha: 4\nLugar: y\nFecha: 5\nLugar: z\n",
        "a: x\nb: y",
        "Directora: María Soto\nProfesora: Ana Paz\n" + "Prosa sin fin.\n" * 3,
        "Y me dijo: hola.\nProsa.\nY me dijo: adiós.\n" + "Prosa sin fin.\n" * 30,
        "Según Pedro: sí.\nProsa.\nSegún Pedro: no.\n" + "Prosa sin fin.\n" * 30,
        "Color: rojo\nForma: plana\nColor: azul\nForma: alta\nColor: gris\nForma: baja\n",
        "Inicio 10:30\nhablamos\nFin 11:30\nlisto\n",
        "Nos vemos a las 10:30\nprosa\nNos vemos a las 11:30\nprosa",
        "10:30\n11:30\n12:30\n",
        "C:\\uno\nC:\\dos\nC:\\tres\n",
        "- pan\n- leche\n- huevos\n- té\n",
        "- ¿pan?\n- ¿leche?\n- ¿huevos?\n- ¿té?\n",
        "— Sí\n— No\n— Bueno\n— Ya\n",
        "Pregunta 1: ¿Qué?\nQue sí.\nPregunta 2: ¿Cómo?\nAsí.\n",
        "E: ¿Uno?\nLarga respuesta.\nE: ¿Dos?\nOtra.\nE: ¿Tres?\nOtra más.\n",
        "0:01 --> 0:02\nhola\n0:02 --> 0:03\nqué tal\n0:03 --> 0:04\nbien\n",
    ],
)
def test_prose_has_no_speakers(text: str) -> None:
    assert recognise(text) == ()


def test_a_short_interview() -> None:
    assert found("Interviewer: How are you?\nMaria: Fine.") == [
        ("Interviewer", "How are you?"),
        ("Maria", "Fine."),
    ]
    assert found("Ana  0:01\n¿Sí?\nLuis  0:04\nNo.") == [("Ana", "¿Sí?"), ("Luis", "No.")]


@pytest.mark.parametrize(
    ("asks", "answers"),
    [
        ("Interviewer", "Maria"), ("INTERVIEWER 2", "P4"), ("Entrevistadora", "Entrevistada"),
        ("Entrevistador/a", "Docente"), ("Ana (entrevistadora)", "Luis"), ("E", "P"), ("E1", "D1"),
        ("I", "R"), ("INT", "TEACHER"), ("Int.", "Resp."), ("Moderador", "P1"), ("Q", "A"),
        ("P", "R"), ("Pregunta", "Respuesta"), ("E", "I"), ("Investigadora", "Directora"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("question", ["¿Cómo fue eso?", "¿Y qué más, por favor, me puede decir?"])
def test_interviewer_by_label(asks: str, answers: str, question: str) -> None:
    said = (f"{asks}: {question}", f"{answers}: Fue así, como usted lo ve.")
    assert interviewers("\n".join(said * 3)) == {asks}


def test_interviewer_by_questions() -> None:
    text = "Ana: ¿Cómo?\nLuis: Así es la cosa, larga.\nEva: ¿No? Yo creo que es de otro modo.\n"
    text += "Ana: ¿Y después?\nLuis: Así es la cosa, larga.\nEva: Yo igual lo creo.\n" * 3
    assert interviewers(text) == {"Ana"}


def test_nobody_without_evidence() -> None:
    assert interviewers("Ana: uno.\nLuis: dos.\nAna: tres.\nLuis: cuatro.\n") == set()
    assert interviewers("E: Así fue.\nM: ¿Cómo?\nE: Sí.\nM: ¿Y luego?\nE: Nada.\nM: ¿No?") == {"M"}


def test_spanish_dialogue() -> None:
    text = "Entrevista\n\n— ¿Cómo fue?\n—Fue bien—dijo.\n\nY más.\n– ¿Y después?\n- Nada.\n"
    assert found(text) == [
        ("Interviewer", "¿Cómo fue?"),
        ("Participant", "Fue bien—dijo.\n\nY más."),
        ("Interviewer", "¿Y después?"),
        ("Participant", "Nada."),
    ]
    assert [t.interviewer for t in recognise(text)] == [True, False, True, False]


@pytest.mark.parametrize("names", [("أحمد", "سارة"), ("राम", "सीता देवी"), ("李明", "王芳")])
def test_other_scripts(names: tuple[str, str]) -> None:
    text = "".join(f"{names[n % 2]}: {said}\n" for n, (_, said) in enumerate(TWO))
    assert [s for s, _ in found(text)] == [*names, *names]


def test_adversarial_lines_take_no_time() -> None:
    lines = [
        "a" + " " * 100 + "x:", "a " * 50 + ":", "*" * 80 + ":", "1:1 " * 20, "[a " * 30 + ":",
        "a 0:0 " * 13, ">" * 100 + ":", "a-" * 40 + " 1:", "a:" * 40, "- " * 50 + "?",
        "a" + " \xa0" * 45 + "1:1" + " " * 20 + "!", "0:0 --> 0:1\nA",
    ]  # fmt: skip
    start = time.process_time()
    for line in lines:
        recognise((line + "\n") * (100_000 // len(line)))
    recognise("".join(f"X{n}: hola\nY{n % 3}: ya\n" for n in range(5_000)))
    assert time.process_time() - start < 3


def test_more_labels_than_any_interview_has() -> None:
    assert recognise("E: ¿a?\nP: b\n" * 100_001) == ()


PIECES = st.sampled_from(
    ["Ana: ", "Luis: ", "E: ", "**P:** ", "Nota: ", "— ", "- ", "\n", "\n", "\n\n", "¿", "?", " ",
     "0:14", "Ana  0:14\n", "[00:01:23] ", "0:0:1.2 --> 0:0:3.4\n", "\U0001f600", "שלום", "e\u0301",
     "\u0301", "\u200f", "سارة: ", "hola", "\t", "\u2028", "\x85", "\xa0", ":", "**", "[", "]",
     "(II_4)"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES | st.text(max_size=5), max_size=60).map("".join))
def test_turns_lie_in_the_text(raw: str) -> None:
    text = normalise(raw)
    turns = recognise(text)
    edge = 0
    for turn in turns:
        assert edge <= turn.start <= turn.words <= turn.end <= len(text)
        assert turn.start < turn.end
        assert not text[turn.start].isspace()
        assert turn.speaker
        words = text[turn.words : turn.end]
        assert words == words.strip()
        edge = turn.end
    before = "\U0001f600 שלום\n\n"
    shifted = recognise(before + text)
    if turns and len(shifted) == len(turns):
        assert [t.speaker for t in shifted] == [t.speaker for t in turns]
        assert [t.start - len(before) for t in shifted] == [t.start for t in turns]


def test_a_label_of_several_words_that_recurs_is_a_speaker() -> None:
    text = "Interviewer: What changed?\nHead of unit: We opened the doors.\n" * 8
    turns = recognise(text)
    assert [turn.speaker for turn in turns[:2]] == ["Interviewer", "Head of unit"]
    assert [turn.interviewer for turn in turns[:2]] == [True, False]
