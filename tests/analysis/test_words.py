"""Counts of words and their rows."""

from qda_app.analysis.words import Portion, word_rows, words_of

TEXT = "La escuela. Las ESCUELAS: la niña y el niño."


def test_words_are_counted_in_lower_case_and_in_pieces():
    assert words_of(TEXT)["la"] == 2
    assert words_of(TEXT, [(0, 11), (12, 25)]) == {
        "la": 1, "escuela": 1, "las": 1, "escuelas": 1,
    }  # fmt: skip


def test_rows_hold_shares_of_all_words_and_where_they_occur():
    portions = [
        Portion(1, 7, "es", words_of("casa casa perro"), "A"),
        Portion(2, 7, "es", words_of("casa de de"), "B"),
        Portion(2, None, "es", words_of("perro"), "B"),
    ]
    rows, total = word_rows(portions, lambda w, _l: None if w == "de" else w, ["A", "B"])
    assert total == 7
    casa, perro = rows
    assert (casa.word, casa.count, casa.sources, casa.cases, casa.columns) == (
        "casa", 3, 2, 1, (2, 1),
    )  # fmt: skip
    assert casa.share == 3 / 7
    assert (perro.count, perro.sources, perro.cases, perro.columns) == (2, 2, 1, (1, 1))


def test_forms_stand_below_their_lemma_most_frequent_first():
    rows, _total = word_rows(
        [Portion(1, None, "es", words_of("fue era fue"))], lambda _w, _l: "ser"
    )
    assert rows[0].forms == (("fue", 2), ("era", 1))
