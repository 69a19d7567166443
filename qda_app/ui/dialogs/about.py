"""What this application is, and the licences of what it is made of."""

from importlib import metadata

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from qda_app import __version__, paths
from qda_app.ui.theme import LARGE, MEDIUM

LIBRARIES = (
    "PySide6-Essentials", "SQLAlchemy", "alembic", "numpy", "pandas", "spacy", "python-docx",
    "odfpy", "striprtf", "pypdfium2", "webvtt-py", "lxml", "charset-normalizer", "openpyxl",
    "XlsxWriter", "matplotlib", "Jinja2", "click", "rich", "platformdirs",
)  # fmt: skip


class AboutDialog(QDialog):
    """The version, what it promises, and the licences."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About and licences"))
        self.resize(560, 480)
        name = QLabel(self.tr("Qualitative coding {0}").format(__version__))
        font = name.font()
        font.setPointSizeF(font.pointSizeF() * 1.5)
        name.setFont(font)
        promise = QLabel(
            self.tr(
                "Free software under the MIT licence. It works without a network: nothing that you "
                "import, code or write leaves this computer unless you export it."
            )
        )
        promise.setWordWrap(True)
        self.licences = QPlainTextEdit()
        self.licences.setReadOnly(True)
        self.licences.setAccessibleName(self.tr("Licences"))
        self.licences.setPlainText(licences())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        layout.setSpacing(MEDIUM)
        for part in (name, promise, QLabel(self.tr("Made with")), self.licences, buttons):
            layout.addWidget(part)


def licences() -> str:
    """Return the libraries with their versions and licences, and the notices that ship."""
    lines = []
    for library in LIBRARIES:
        try:
            found = metadata.metadata(library)
        except metadata.PackageNotFoundError:
            lines.append(library)
            continue
        stated = [found[key] for key in ("License-Expression", "License") if key in found]
        terms = stated[0] if stated else ""
        first = terms.strip().splitlines()[0] if terms.strip() else ""
        lines.append(f"{library} {found['Version']}  {first[:60]}".rstrip())
    shipped = paths.shipped("resources")
    for path in sorted(shipped.glob("**/LICENSE*")):
        lines += ["", path.parent.name.capitalize(), path.read_text(encoding="utf-8").strip()]
    return "\n".join(lines)
