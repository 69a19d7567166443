"""The person's own choices: language, theme, reading face and size."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from qda_app.services.languages import LANGUAGES, preferred_language
from qda_app.ui.number_boxes import decimal_box
from qda_app.ui.preferences import Preferences
from qda_app.ui.theme import LARGE, MEDIUM, MODES, READING_POINTS, Theme


class PreferencesDialog(QDialog):
    """Every choice acts at once and is remembered; there is nothing to confirm."""

    language_chosen = Signal()
    reading_changed = Signal()

    def __init__(
        self, theme: Theme, preferences: Preferences, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._kept = theme, preferences
        kept = preferences
        self.setWindowTitle(self.tr("Preferences"))
        self.language = QComboBox()
        for key, name in LANGUAGES.items():
            self.language.addItem(name, key)
        now = kept.get("language", "") or preferred_language()
        self.language.setCurrentIndex(max(0, self.language.findData(now)))
        self.mode = QComboBox()
        names = (self.tr("As the system"), self.tr("Light"), self.tr("Dark"))
        for mode, name in zip(MODES, names, strict=True):
            self.mode.addItem(name, mode)
        self.mode.setCurrentIndex(self.mode.findData(theme.mode))
        self.face = QComboBox()
        self.face.addItem(self.tr("With serifs"), "serif")
        self.face.addItem(self.tr("Without serifs"), "sans")
        self.face.setCurrentIndex(self.face.findData(kept.get("face", "serif")))
        self.points = decimal_box()
        self.points.setRange(8, 40)
        self.points.setDecimals(1)
        self.points.setSuffix(self.tr(" pt"))
        self.points.setValue(float(kept.get("text points", READING_POINTS)))
        self._lay_out()
        self.mode.currentIndexChanged.connect(self._on_theme)
        self.face.currentIndexChanged.connect(self._on_reading)
        self.points.valueChanged.connect(self._on_reading)
        self.language.activated.connect(self._on_language)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setSpacing(MEDIUM)
        for text, widget in (
            (self.tr("Language"), self.language),
            (self.tr("Theme"), self.mode),
            (self.tr("Transcripts are set"), self.face),
            (self.tr("Size of the transcript's text"), self.points),
        ):
            widget.setAccessibleName(text)
            form.addRow(text, widget)
        note = QLabel(self.tr("Choices act at once. Nothing is ever sent anywhere."))
        note.setProperty("role", "muted")
        note.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        layout.setSpacing(LARGE)
        layout.addLayout(form)
        layout.addWidget(note)
        layout.addWidget(buttons)

    def _on_theme(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self._theme.apply(app, self.mode.currentData())
            self._kept.set("theme", self.mode.currentData())

    def _on_reading(self) -> None:
        self._kept.set("face", self.face.currentData())
        self._kept.set("text points", self.points.value())
        self.reading_changed.emit()

    def _on_language(self) -> None:
        chosen = self.language.currentData()
        if chosen != (self._kept.get("language", "") or preferred_language()):
            self._kept.set("language", chosen)
            self.accept()
            self.language_chosen.emit()
