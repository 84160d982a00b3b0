// The second canvas: cross-hair, selection, and the names of what is pointed at, so that they can be read at any size.
import { labelHeight } from './layout.js';
import { columnLabel, rowLabel } from './drawing.js';

export function drawOverlay(context, size, view, layout, scroll, selected, pointed, look) {
  context.clearRect(0, 0, size.width, size.height);
  if (pointed) drawBands(context, view, layout, scroll, pointed, look);
  for (const place of [selected, pointed]) if (place) drawNames(context, size, view, layout, scroll, place, look);
  context.save();
  context.beginPath();
  context.rect(layout.left - 2, layout.top - 2, layout.viewWidth + 4, layout.viewHeight + 4);
  context.clip();
  if (pointed) drawFrame(context, layout, scroll, pointed, look.text, 1);
  if (selected) {
    drawFrame(context, layout, scroll, selected, look.surface, 5);
    drawFrame(context, layout, scroll, selected, look.accent, 2.5);
  }
  context.restore();
}

function drawBands(context, view, layout, scroll, place, look) {
  context.save();
  context.beginPath();
  context.rect(layout.left, layout.top, Math.min(layout.viewWidth, layout.width), Math.min(layout.viewHeight, layout.height));
  context.clip();
  context.fillStyle = look.text;
  context.globalAlpha = look.dark ? 0.13 : 0.09;
  const [x, y] = corner(layout, scroll, place);
  context.fillRect(layout.left, y, layout.width, Math.max(1, layout.cellHeight));
  context.fillRect(x, layout.top, Math.max(1, layout.cellWidth), layout.height);
  context.restore();
}

function drawNames(context, size, view, layout, scroll, place, look) {
  const [x, y] = corner(layout, scroll, place);
  const [row, column] = [y + layout.cellHeight / 2, x + layout.cellWidth / 2];
  if (row >= layout.top && row <= layout.top + layout.viewHeight) {
    const height = Math.max(labelHeight + 2, Math.min(layout.cellHeight, 22));
    context.fillStyle = look.surface;
    context.fillRect(0, row - height / 2, layout.left - layout.swatch - 3, height);
    rowLabel(context, view.matrix.entries[view.rows[place.row]], layout, row, look, true);
  }
  if (column >= layout.left && column <= layout.left + layout.viewWidth) {
    context.save();
    context.translate(column, layout.top - layout.swatch - layout.gap);
    context.rotate(layout.slanted ? -Math.PI / 4 : -Math.PI / 2);
    context.fillStyle = look.surface;
    context.fillRect(layout.slanted ? -2 : 0, -labelHeight / 2 - 1, layout.name + layout.tag + 2 * layout.gap, labelHeight + 2);
    context.restore();
    columnLabel(context, view.matrix.entries[view.columns[place.column]], layout, column, look, true);
  }
}

function drawFrame(context, layout, scroll, place, style, width) {
  const [x, y] = corner(layout, scroll, place);
  const grow = width / 2 - 0.5;
  context.strokeStyle = style;
  context.lineWidth = width;
  context.strokeRect(x - grow, y - grow, Math.max(3, layout.cellWidth - 1) + 2 * grow, Math.max(3, layout.cellHeight - 1) + 2 * grow);
}

function corner(layout, scroll, place) {
  return [
    Math.round(layout.left + place.column * layout.cellWidth - scroll.left),
    Math.round(layout.top + place.row * layout.cellHeight - scroll.top),
  ];
}
