"""The diagram of the relations between nodes."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import (
    QGraphicsPathItem,
    QGraphicsScene,
    QGraphicsSceneMouseEvent,
    QGraphicsSimpleTextItem,
    QGraphicsTextItem,
    QGraphicsView,
    QWidget,
)

from qda_app.domain.relation import Relation
from qda_app.domain.tree import Tree
from qda_app.ui.colours import node_colour
from qda_app.ui.theme import LARGE, RADIUS, SMALL, Theme
from qda_app.ui.views.relations.layers import flow, layers_of

BOX, GAP_X, GAP_Y = 168.0, 140.0, 28.0
BAR = 5.0
ARROW = 9.0


class NodeBox(QGraphicsPathItem):
    """One node: its name in a box with a bar in its colour; a click chooses it."""

    def __init__(self, node: int, name: str, color: QColor, theme: Theme, *, chosen: bool) -> None:
        super().__init__()
        self.node = node
        self._words = QGraphicsTextItem(self)
        self._words.setDefaultTextColor(theme.tokens.color("text"))
        self._words.setPlainText(name)
        self._words.setTextWidth(BOX - BAR - SMALL)
        self._words.setPos(BAR + SMALL, SMALL / 2)
        height = self._words.boundingRect().height() + SMALL
        self.rect = QRectF(0, 0, BOX, height)
        path = QPainterPath()
        path.addRoundedRect(self.rect, RADIUS, RADIUS)
        self.setPath(path)
        self.setBrush(theme.tokens.color("raised"))
        ink = theme.tokens.color("accent" if chosen else "line_strong")
        self.setPen(QPen(ink, 2 if chosen else 1))
        bar = QGraphicsPathItem(self)
        strip = QPainterPath()
        strip.addRoundedRect(QRectF(0, 0, BAR + RADIUS, height), RADIUS, RADIUS)
        bar.setPath(strip & path)
        bar.setBrush(color)
        bar.setPen(QPen(Qt.PenStyle.NoPen))
        self._bar = bar
        self.setToolTip(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mousePressEvent(self, _event: QGraphicsSceneMouseEvent) -> None:
        """Tell the diagram which node was clicked."""
        for view in self.scene().views():
            if isinstance(view, Diagram):
                view.node_chosen.emit(self.node)


class Diagram(QGraphicsView):
    """Shows the nodes that are related, causes at the left; arrows bear the kind."""

    node_chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setScene(QGraphicsScene(self))
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setAccessibleName(self.tr("Diagram of the relations"))

    def show_relations(
        self,
        relations: Sequence[Relation],
        tree: Tree,
        colours: Mapping[int, str],
        words: Mapping[str, str],
        chosen: int | None,
    ) -> None:
        """Draw these relations; `words` names their kinds."""
        scene = self.scene()
        scene.clear()
        boxes: dict[int, NodeBox] = {}
        for column, layer in enumerate(layers_of(relations)):
            made = []
            for node in layer:
                color = node_colour(colours.get(node, ""), dark=self._theme.dark)
                name = tree.by_id[node].name
                made.append(NodeBox(node, name, QColor(color), self._theme, chosen=node == chosen))
            top = -sum(box.rect.height() + GAP_Y for box in made) / 2
            for box in made:
                box.setPos(column * (BOX + GAP_X), top)
                top += box.rect.height() + GAP_Y
                scene.addItem(box)
                boxes[box.node] = box
        for number, relation in enumerate(relations):
            self._draw(relation, boxes, words[relation.kind], 0.4 + 0.1 * (number % 3))
        scene.setSceneRect(scene.itemsBoundingRect().adjusted(-LARGE, -LARGE, LARGE, LARGE))
        described = [
            f"{tree.by_id[start].name}: {words[r.kind]}: {tree.by_id[end].name}"
            for r in relations
            for start, end in [flow(r)]
        ]
        self.setAccessibleDescription("; ".join(described))
        self.fit()

    def _draw(self, relation: Relation, boxes: Mapping[int, NodeBox], word: str, at: float) -> None:
        """Draw one arrow with its word at a share of its way, so that words stand apart."""
        start, end = (boxes[node] for node in flow(relation))
        forward = start.x() < end.x()
        one = start.pos() + QPointF(BOX if forward else 0, start.rect.height() / 2)
        two = end.pos() + QPointF(0 if forward else BOX, end.rect.height() / 2)
        if start.x() == end.x():
            two = end.pos() + QPointF(0, end.rect.height() / 2)
        bend = max(abs(two.x() - one.x()) / 2, GAP_X / 2)
        way = 1 if forward else -1
        inward = -1 if start.x() == end.x() else way
        path = QPainterPath(one)
        path.cubicTo(one + QPointF(way * bend, 0), two - QPointF(inward * bend, 0), two)
        ink = self._theme.tokens.color("muted")
        style = Qt.PenStyle.DashLine if relation.kind == "related" else Qt.PenStyle.SolidLine
        line = self.scene().addPath(path, QPen(ink, 1.4, style))
        line.setZValue(-2)
        if relation.kind != "related":
            self._arrow(two, path.angleAtPercent(0.97), ink)
        self._label(path.pointAtPercent(at), word)

    def _arrow(self, tip: QPointF, angle: float, ink: QColor) -> None:
        turn = math.radians(angle)
        back = QPointF(-math.cos(turn) * ARROW, math.sin(turn) * ARROW)
        side = QPointF(math.sin(turn) * ARROW / 2.4, math.cos(turn) * ARROW / 2.4)
        head = QPolygonF([tip, tip + back + side, tip + back - side])
        self.scene().addPolygon(head, QPen(Qt.PenStyle.NoPen), ink)

    def _label(self, middle: QPointF, word: str) -> None:
        label = QGraphicsSimpleTextItem(word)
        font = label.font()
        font.setPointSizeF(font.pointSizeF() * 0.85)
        label.setFont(font)
        label.setBrush(self._theme.tokens.color("muted"))
        size = QFontMetricsF(font).boundingRect(word)
        place = middle - QPointF(size.width() / 2, size.height() / 2)
        back = self.scene().addRect(
            QRectF(place, size.size()).adjusted(-3, 0, 3, 0),
            QPen(Qt.PenStyle.NoPen),
            self._theme.tokens.color("surface"),
        )
        back.setZValue(-1)
        label.setPos(place)
        self.scene().addItem(label)

    def fit(self) -> None:
        """Show the whole diagram, never larger than life."""
        self.resetTransform()
        area = self.sceneRect()
        room = self.viewport().rect()
        if area.width() > room.width() or area.height() > room.height():
            self.fitInView(area, Qt.AspectRatioMode.KeepAspectRatio)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again."""
        super().resizeEvent(event)
        self.fit()

    def save(self, path: Path) -> None:
        """Write the diagram as SVG or PNG."""
        area = self.sceneRect()
        size = QSize(math.ceil(area.width()), math.ceil(area.height()))
        if path.suffix.lower() == ".svg":
            generator = QSvgGenerator()
            generator.setFileName(str(path))
            generator.setSize(size)
            generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
            painter = QPainter(generator)
            self.scene().render(painter)
            painter.end()
            return
        image = QImage(size * 3, QImage.Format.Format_ARGB32)
        image.fill(self._theme.tokens.color("surface"))
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.scene().render(painter)
        painter.end()
        image.save(str(path))
