"""The shipped trees: the same shape and colours in both languages, every node defined."""

from qda_app.services.project import Project
from qda_app.services.trees import TEMPLATES, tree_command


def shape(tmp_path, named):
    with Project.create(tmp_path / f"{named}.qdaproj") as project:
        project.run(tree_command(named))
        tree = project.read.tree()
        return [(tree.depth[n.id], n.color, bool(n.definition)) for n in tree.order]


def test_the_templates_are_one_tree_in_two_languages(tmp_path):
    english, spanish = (shape(tmp_path, named) for named in TEMPLATES)
    assert english == spanish
    assert len(english) == 18
    assert all(defined for _depth, _color, defined in english)
