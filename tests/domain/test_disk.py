"""What the system refuses is said in whole sentences, in the user's language."""

import errno
import os

import pytest

from qda_app.domain.disk import not_read, not_written
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import install
from qda_app.formats.tables import replacing
from qda_app.formats.transcripts.guards import checked_size
from qda_app.services.languages import load_catalogue
from qda_app.services.project import Project

WRITING = {
    errno.ENOENT: "there is no folder",
    errno.ENOTDIR: "there is no folder",
    errno.EACCES: "this user may not write in",
    errno.EPERM: "this user may not write in",
    errno.ENOSPC: "the disk is full",
    errno.EROFS: "can only be read",
    errno.EISDIR: "a folder has this name",
    errno.EEXIST: "a file has this name",
    errno.ENAMETOOLONG: "too long",
}
READING = {
    errno.ENOENT: "was not found",
    errno.EACCES: "may not be read by this user",
    errno.EISDIR: "is a folder",
    errno.ENAMETOOLONG: "too long",
}


def raised(number):
    return OSError(number, os.strerror(number))


@pytest.mark.parametrize(
    ("say_it", "number", "words"),
    [(not_written, *each) for each in WRITING.items()]
    + [(not_read, *each) for each in READING.items()],
)
def test_usual_refusals_are_said_without_the_systems_words(tmp_path, say_it, number, words):
    missing = "there is no folder" in words
    path, error = tmp_path / ("no" if missing else "") / "o.csv", raised(number)
    sentence = str(say_it(path, error))
    assert words in sentence
    assert sentence.endswith(".")
    assert "o.csv" in sentence
    assert os.strerror(number) not in sentence
    install(load_catalogue("es"))
    try:
        assert words not in str(say_it(path, error))
    finally:
        install({})


def test_a_folder_that_is_there_is_not_said_to_be_missing(tmp_path):
    said = str(not_written(tmp_path / "o.csv", raised(errno.ENOENT)))
    assert f"this user may not write in {tmp_path}" in said


@pytest.mark.parametrize("say_it", [not_written, not_read])
def test_rare_ones_keep_the_systems_words(tmp_path, say_it):
    assert f"({os.strerror(errno.EIO)})" in str(say_it(tmp_path / "o", raised(errno.EIO)))
    assert "(OSError)" in str(say_it(tmp_path / "o", OSError()))


def test_the_real_system_is_understood(tmp_path):
    (tmp_path / "folder" / "in").mkdir(parents=True)
    for name, words in (("none/o.csv", "there is no folder"), ("folder", "a folder has this name")):
        with pytest.raises(QdaError, match=words), replacing(tmp_path / name) as unfinished:
            unfinished.write_text("x")
    with pytest.raises(QdaError, match="name is too long"):
        Project.create(tmp_path / f"{'x' * 300}.qdaproj")
    with pytest.raises(QdaError, match="name is too long"):
        checked_size(tmp_path / f"{'x' * 300}.qdpx")
