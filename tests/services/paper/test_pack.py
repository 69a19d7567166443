"""The report pack: everything, twice alike, nothing half done, nobody who refuses."""

import csv
import re
import time
import zipfile
from pathlib import Path

import pytest
from docx import Document
from lxml import html
from openpyxl import load_workbook
from paper_study import SECOND, TEXT, allow

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import install, say
from qda_app.domain.transcript import Transcript
from qda_app.services.coding_rows import coding_rows
from qda_app.services.commands.codings import ApplyNode
from qda_app.services.commands.decisions import Decide
from qda_app.services.commands.participants import SetCaseValues
from qda_app.services.commands.quotations import ChooseQuotations
from qda_app.services.commands.rounds import CloseRound, CreateRound, SubmitRound
from qda_app.services.commands.sources import ImportSources
from qda_app.services.correcting import correction
from qda_app.services.languages import load_catalogue
from qda_app.services.paper.attributions import default_template
from qda_app.services.paper.data_tables import data_tables, dictionary
from qda_app.services.paper.pack import PackSettings, write_pack
from qda_app.services.paper.rounds_told import _moment, round_sentences
from qda_app.services.project import Project
from qda_app.services.reconciling.reconciling import Reconciliation
from qda_app.services.rounds.rounds import whole
from qda_app.services.selection import chosen_coders


def files(folder: Path):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.*")}


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def rounds(study):
    """A pilot and a round that is reported, both submitted; one disagreement is settled."""
    people = [coder.id for coder in study.read.coders()]
    sources = study.read.sources()
    for name, part, pilot in (("Try/1", sources[:1], True), ("Main", sources[1:], False)):
        made = study.run(CreateRound(name, whole(part), people, pilot))
        for who in people:
            study.run(SubmitRound(made, who, name))
    main = study.read.rounds()[1]
    found = Reconciliation(study.read, main)
    study.run(Decide(main.id, found.items[0], "accept", people[0]))
    return study


def test_the_same_project_and_settings_give_the_same_bytes(rounds, tmp_path):
    settings = PackSettings(by="role", template="({role})", examples=2)
    first = write_pack(rounds, tmp_path / "one", settings)
    time.sleep(2.1)  # the times within a ZIP file have steps of two seconds
    write_pack(rounds, tmp_path / "two", settings)
    one, two = files(tmp_path / "one"), files(tmp_path / "two")
    assert sorted(one) == list(first.files)
    assert [name for name in one if one[name] != two[name]] == []
    assert one.keys() == two.keys()


def test_everything_for_a_paper_is_there_and_reads_back(rounds, tmp_path):
    found = write_pack(rounds, tmp_path / "pack", PackSettings(by="role"))
    assert {name for name in found.files if not name.startswith("data/")} == {
        "methods.docx", "methods.md", "checklists.docx", "checklists.xlsx", "codebook.docx",
        "codebook.html", "codebook.xlsx", "themes.docx", "themes.xlsx", "quotations.docx",
        "quotations.xlsx", "frequencies.docx", "frequencies.xlsx", "frequencies.svg",
        "agreement Main before.docx", "agreement Main before.xlsx", "agreement Main after.docx",
        "agreement Main after.xlsx", "pilot Try_1 before.docx", "pilot Try_1 before.xlsx",
        "disagreements Main.docx", "disagreements Main.xlsx", "disagreements Try_1.docx",
        "disagreements Try_1.xlsx", "audit.html", "audit.csv", "audit settings.csv", "contents.md",
    }  # fmt: skip
    folder = tmp_path / "pack"
    for name in found.files:
        path = folder / name
        if path.suffix == ".docx":
            assert Document(str(path)).paragraphs
        elif path.suffix == ".xlsx":
            assert load_workbook(path).sheetnames
        elif path.suffix == ".html":
            assert html.parse(str(path)).xpath("//h1")
    contents = (folder / "contents.md").read_text(encoding="utf-8").replace("\\", "")
    assert all(name in contents for name in found.files if name != "contents.md")


def test_methods_report_the_rounds_before_and_after_and_no_pilot(rounds, tmp_path):
    write_pack(rounds, tmp_path / "pack")
    said = "\n".join(p.text for p in Document(str(tmp_path / "pack/methods.docx")).paragraphs)
    assert "5 transcripts" in said
    assert "Ana and Bruno made 20 codings." in said
    assert (
        "Round “Main”: Ana and Bruno each coded 4 whole sources. All of their codings there were "
        "made before the round began, so that they were not coded blind."
    ) in said
    assert re.search(r"\b1 of \d+ disagreements are settled so far\.", said)
    assert re.search(
        r"percent agreement was \d+\.\d% and pooled kappa \.\d\d "
        r"\(Cohen, 1960; De Vries et al\., 2008\)",
        said,
    )
    assert "The unit was the character; participants' words" in said
    assert "There are fewer than 5 sources." in said
    assert "after reconciliation" not in said
    assert "Try" not in said
    assert "Pilot rounds (1) are not in the figures reported." in said


def test_what_was_coded_after_a_blind_round_began_was_coded_independently(study):
    people = [coder.id for coder in study.read.coders()]
    source = study.read.sources()[0]
    before = len(study.read.codings(people, source=source.id))
    assert before
    round_ = study.run(CreateRound("Main", whole([source]), people))
    time.sleep(1.1)  # codings are known to the second
    node = study.read.tree().order[0].id
    study.run(ApplyNode([node], source.id, 1, 3, coder=people[0]))
    for who in people:
        study.run(SubmitRound(round_, who, "Main"))
    said = round_sentences(study.read, study.read.rounds()[0])
    assert "Ana and Bruno independently coded 1 whole source, blind to one another's work." in said
    assert f"Of the {before + 1} codings there, {before} were made before the round began." in said


@pytest.mark.parametrize(
    ("time", "early"),
    [
        ("2026-11-25T10:00:00Z", True),
        ("2026-11-25T10:00:01Z", False),
        ("2026-11-25T07:00:00-03:00", True),
        ("2026-11-25T08:00:00-03:00", False),
        ("2026-11-25T10:00:00", True),
        ("yesterday", False),
    ],
)
def test_times_of_other_tools_are_compared_as_moments(time, early):
    assert (_moment(time) <= _moment("2026-11-25T10:00:00.250+00:00")) is early


def test_a_consensus_is_counted_and_told_of_once_all_rounds_are_closed(rounds, tmp_path):
    open_ = "The consensus layer is not complete, so the coders' own codings are counted."
    assert open_ in write_pack(rounds, tmp_path / "open").remarks
    assert answers_in(tmp_path / "open", "COREQ")["24"] == "2 coders: Ana, Bruno."
    assert [c.name for c in chosen_coders(rounds.read, None)] == ["Ana", "Bruno"]
    for one in rounds.read.rounds():
        rounds.run(CloseRound(one.id, one.name))
    assert [c.name for c in chosen_coders(rounds.read, None)] == ["Consensus"]
    assert open_ not in write_pack(rounds, tmp_path / "closed").remarks
    assert answers_in(tmp_path / "closed", "COREQ")["24"] == (
        "2 coders: Ana, Bruno. They agreed on a consensus layer."
    )
    said = methods_in(tmp_path / "closed")
    assert "and says nothing of reliability." in said
    assert "Disagreements were settled as follows: " in said
    assert "Disagreements were settled in a consensus layer." in said
    rounds.run(ImportSources([Transcript("late", "Y algo más.", "txt")]))
    ana, node = rounds.read.coders()[0].id, rounds.read.tree().order[0].id
    rounds.run(ApplyNode([node], 6, 0, 5, coder=ana))
    assert [c.name for c in chosen_coders(rounds.read, None)] == ["Ana", "Bruno"]


def test_checklists_say_what_is_known_and_what_the_authors_must_write(rounds, tmp_path):
    write_pack(rounds, tmp_path / "pack")
    coreq, srqr = Document(str(tmp_path / "pack/checklists.docx")).tables
    answers = {row.cells[0].text: row.cells[2].text for row in coreq.rows[1:]}
    assert list(answers) == [str(number) for number in range(24, 33)]
    assert answers["24"] == "2 coders: Ana, Bruno."
    assert answers["28"] == "To be written by the authors."
    assert "3 nodes on 2 levels" in answers["25"]
    assert [row.cells[0].text for row in srqr.rows[1:]] == [f"S{n}" for n in range(1, 22)]


def test_nobody_who_refuses_is_quoted_anywhere_in_it(rounds, tmp_path):
    people = ("P1", "P2", "P3", "P4", "P5")
    allow(rounds, dict.fromkeys(people, "share"))
    b = next(n.id for n in rounds.read.tree().order if n.name == "B")
    rounds.run(ChooseQuotations([(rounds.read.sources()[0].id, 17, 30, b)]))
    found = write_pack(rounds, tmp_path / "pack")
    for name, data in files(tmp_path / "pack").items():
        inside = [data]
        if name.endswith(("docx", "xlsx")):
            with zipfile.ZipFile(tmp_path / "pack" / name) as packed:
                inside = [packed.read(each) for each in packed.namelist()]
        for each in inside:
            assert b"cerraba la puerta" not in each, name
            assert b"Ahora entro" not in each, name
    assert "1 passage of 1 participant who does not allow quotation is left out." in found.remarks


def test_codings_read_back_and_every_column_is_described(rounds, tmp_path):
    write_pack(rounds, tmp_path / "pack")
    data = tmp_path / "pack" / "data"
    exact = [[str(cell) for cell in row[:-1]] for row in coding_rows(rounds.read)]
    assert [list(row.values()) for row in rows(data / "codings.csv")] == exact
    described = {(row["table"], row["column"]) for row in rows(data / "data dictionary.csv")}
    for path in data.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        if path.stem != "data dictionary":
            assert {(path.stem, column) for column in header} <= described
    assert all(row["meaning"] for row in rows(data / "data dictionary.csv"))
    assert "apostrophe" in rows(data / "data dictionary.csv")[-1]["meaning"]


@pytest.mark.parametrize(
    ("said", "shared"), [("quote, share", True), ("quote", False), ("withdrawn", False)]
)
def test_who_does_not_share_is_in_no_data_table_and_is_counted(study, tmp_path, said, shared):
    case = study.read.cases()[0]
    study.run(SetCaseValues({case.name: {"consent": said}}, {"consent": "text"}))
    found = write_pack(study, tmp_path / "pack")
    people = {row["case"] for row in rows(tmp_path / "pack" / "data" / "participants.csv")}
    assert (case.name in people) == shared
    source = next(s.name for s in study.read.sources() if s.id == case.links[0][0])
    coded = {row["source"] for row in rows(tmp_path / "pack" / "data" / "codings.csv")}
    assert (source in coded) == shared
    assert any("in none of the rows on" in line for line in found.remarks) != shared


def methods_in(folder):
    return (folder / "methods.md").read_text(encoding="utf-8").replace("\\", "")


def answers_in(folder, standard):
    rows = load_workbook(folder / "checklists.xlsx")[standard].iter_rows(values_only=True)
    return {str(row[0]): str(row[2]) for row in rows}


def test_who_withdrew_is_no_participant_anywhere_and_that_is_said(study, tmp_path):
    allow(study, {"P2": "withdrawn"})
    write_pack(study, tmp_path / "pack", PackSettings(by="role"))
    assert "5 transcripts (65 words) of 4 participants" in methods_in(tmp_path / "pack")
    assert "1 participant has withdrawn" in methods_in(tmp_path / "pack")
    srqr = answers_in(tmp_path / "pack", "SRQR")
    assert "4 participants (Director: 1, Teacher: 3). 1 participant has withdrawn" in srqr["S12"]
    nodes = {row["node"]: row["participants"] for row in rows(tmp_path / "pack/data/nodes.csv")}
    assert nodes["A > B"] == "4"


def test_checklists_count_the_quotations_that_are_printed(study, tmp_path):
    study.run(ChooseQuotations([(1, SECOND, SECOND + 9, None), (2, SECOND, SECOND + 9, None)]))
    write_pack(study, tmp_path / "pack")
    coreq = answers_in(tmp_path / "pack", "COREQ")
    assert coreq["29"].startswith("2 quotations of 2 of 5 participants.")


def test_a_corrected_transcript_is_said_until_the_correction_is_undone(study, tmp_path):
    write_pack(study, tmp_path / "one")
    assert answers_in(tmp_path / "one", "SRQR")["S13"].startswith(
        "5 transcripts were imported; their texts are checked by hash. None was changed since."
    )
    study.run(correction(study.read, 1, TEXT.replace("uno", "yo")))
    write_pack(study, tmp_path / "two")
    said = "The text of 1 transcript was corrected after it was imported (see the audit)."
    assert said in answers_in(tmp_path / "two", "SRQR")["S13"]
    assert said in methods_in(tmp_path / "two")
    study.undo()
    assert study.read.corrected() == []


def test_attributes_are_described_by_their_kind(study):
    _header, found = dictionary(study.read, data_tables(study.read))
    assert ["participants", "role", "text", "attribute of the participant"] in found


def test_what_is_cancelled_leaves_nothing(study, tmp_path):
    def stop(done, _of, _name):
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_pack(study, tmp_path / "pack", progress=stop)
    assert [p.name for p in tmp_path.iterdir() if "pack" in p.name] == []


def test_a_folder_with_anything_in_it_is_refused_and_an_empty_one_taken(study, tmp_path):
    full, empty = tmp_path / "full", tmp_path / "empty"
    full.mkdir()
    empty.mkdir()
    (full / "mine.txt").write_text("x", encoding="utf-8")
    with pytest.raises(QdaError, match="not empty"):
        write_pack(study, full)
    assert [p.name for p in full.iterdir()] == ["mine.txt"]
    assert "contents.md" in write_pack(study, empty).files


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (PackSettings(rounds=("none",)), "none"),
        (PackSettings(by="shoe"), "no attribute “shoe”"),
        (PackSettings(template="{shoe}"), "asks for"),
        (PackSettings(coders=("Zoe",)), "Zoe"),
    ],
)
def test_settings_that_name_what_is_not_there_are_refused(study, tmp_path, settings, sentence):
    with pytest.raises(QdaError, match=sentence):
        write_pack(study, tmp_path / "pack", settings)
    assert not (tmp_path / "pack").exists()


def test_a_round_that_is_not_submitted_is_not_reported(study, tmp_path):
    people = [coder.id for coder in study.read.coders()]
    study.run(CreateRound("Open", whole(study.read.sources()), people))
    with pytest.raises(QdaError, match="Not everybody has submitted"):
        write_pack(study, tmp_path / "pack", PackSettings(rounds=("Open",)))


def test_a_project_with_nothing_in_it_has_a_pack_too(tmp_path):
    with Project.create(tmp_path / "empty.qdaproj") as project:
        found = write_pack(project, tmp_path / "pack")
    assert "frequencies.svg" not in found.files
    assert any("compares two coders" in remark for remark in found.remarks)


def test_the_pack_speaks_the_language_asked_for_and_the_application_its_own(rounds, tmp_path):
    write_pack(rounds, tmp_path / "es", PackSettings(language="es"))
    methods = (tmp_path / "es" / "methods.md").read_text(encoding="utf-8")
    assert "5 transcripciones" in methods
    assert "transcripts" not in methods
    assert say("1 transcript") == "1 transcript"
    install(load_catalogue("es"))
    try:
        write_pack(rounds, tmp_path / "en", PackSettings(language="en"))
        assert say("Methods") == "Método"
    finally:
        install({})
    assert "5 transcripts" in (tmp_path / "en" / "methods.md").read_text(encoding="utf-8")
    with pytest.raises(QdaError, match="There is no language “xx”"):
        write_pack(rounds, tmp_path / "xx", PackSettings(language="xx"))
    assert not (tmp_path / "xx").exists()


def test_the_checklist_says_by_what_quotations_are_attributed(study, tmp_path):
    write_pack(study, tmp_path / "p", PackSettings(template="({role} - School {school})"))
    rows = load_workbook(tmp_path / "p" / "checklists.xlsx")["COREQ"].iter_rows(values_only=True)
    said = {str(row[0]): row[2] for row in rows}
    assert said["29"].endswith("of 5 participants. Each is attributed by: role, school.")
    assert "{" not in "".join(map(str, said.values()))


def test_no_name_stands_beside_its_pseudonym(study, tmp_path):
    study.run(SetCaseValues({"P1": {"Seudónimo": "Rosa"}}, {"Seudónimo": "text"}))
    node = next(n.id for n in study.read.tree().order if n.name == "B")
    study.run(ChooseQuotations([(1, SECOND, SECOND + 9, node)]))
    found = write_pack(
        study, tmp_path / "pack", PackSettings(template=default_template(study.read))
    )
    people = rows(tmp_path / "pack/data/participants.csv")
    assert [row["case"] for row in people] == ["Rosa", "P2", "P3", "P4", "P5"]
    assert "Seudónimo" not in people[0]
    assert any("stand under their pseudonyms" in line for line in found.remarks)
    assert any(line.startswith("1 of 5 participants is quoted") for line in found.remarks)
    book = load_workbook(tmp_path / "pack/quotations.xlsx")
    cells = [str(c.value) for sheet in book for row in sheet.iter_rows() for c in row]
    assert "Rosa" in cells
    assert "P1" not in cells
    assert "(Rosa)" in cells
