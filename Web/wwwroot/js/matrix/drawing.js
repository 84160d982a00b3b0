// Paints the matrix: one pixel a cell into an image, the image scaled onto the canvas, headers as text around it.
import { colour } from '../chart-style.js';
import { ramp, colourOf, css, inkOn, packed, parse } from './ramp.js';
import { labelHeight, visible } from './layout.js';
import { write } from './layers.js';

const fontSize = 12;
const smallest = { lines: 7, mark: 10, textWidth: 46, textHeight: 16 };

// Colours of the theme at this moment, and the ramp that suits its ground.
export function theme(element) {
  const surface = colour('--mud-palette-surface');
  const [r, g, b] = rgb(surface);
  const dark = 0.299 * r + 0.587 * g + 0.114 * b < 128;
  return {
    dark, surface,
    ground: dark ? '#151a22' : '#f3f5f8',
    none: dark ? [72, 82, 97] : [196, 203, 212],
    text: colour('--mud-palette-text-primary'), muted: colour('--mud-palette-text-secondary'),
    line: colour('--mud-palette-divider'), accent: colour('--mud-palette-primary'),
    ramp: ramp(dark),
    font: `${fontSize}px ${getComputedStyle(element).fontFamily}`,
    bold: `600 ${fontSize}px ${getComputedStyle(element).fontFamily}`,
    close: `11px ${getComputedStyle(element).fontFamily}`,
    small: `10.5px ${getComputedStyle(element).fontFamily}`,
  };
}

// Widths that the headers need.
export function measure(context, matrix, look) {
  context.font = look.bold;
  const widest = texts => texts.reduce((most, text) => Math.max(most, context.measureText(text).width), 0);
  return {
    nameWidth: widest(matrix.entries.map(textOf)),
    tagWidth: Math.ceil(widest(matrix.entries.map(e => tagOf(e)))),
  };
}

// One pixel a cell. A cell with traffic and without a value in this layer is grey; one without traffic is left out.
export function paintImage(view, layer, scale, look) {
  const [height, width] = [view.rows.length, view.columns.length];
  const canvas = new OffscreenCanvas(Math.max(1, width), Math.max(1, height));
  const context = canvas.getContext('2d');
  const data = context.createImageData(canvas.width, canvas.height);
  const pixels = new Uint32Array(data.data.buffer);
  const colours = look.ramp.map(packed);
  const none = packed(look.none);
  const values = view.matrix.columns[layer.column];
  const { source, destination } = view.matrix.columns;
  for (let i = 0; i < source.length; i++) {
    const [row, column] = [view.rowOf[source[i]], view.columnOf[destination[i]]];
    if (row < 0 || column < 0) continue;
    const share = scale.of(values[i]);
    pixels[row * width + column] = share === null ? none : colourOf(colours, share);
  }
  context.putImageData(data, 0, 0);
  return canvas;
}

export function drawBase(context, size, view, layout, scroll, image, layer, scale, look) {
  context.clearRect(0, 0, size.width, size.height);
  const shownWidth = Math.min(layout.viewWidth, layout.width - scroll.left);
  const shownHeight = Math.min(layout.viewHeight, layout.height - scroll.top);
  context.save();
  context.beginPath();
  context.rect(layout.left, layout.top, shownWidth, shownHeight);
  context.clip();
  context.fillStyle = look.ground;
  context.fillRect(layout.left, layout.top, shownWidth, shownHeight);
  context.imageSmoothingEnabled = false;
  context.drawImage(image, layout.left - scroll.left, layout.top - scroll.top, layout.width, layout.height);
  if (Math.min(layout.cellWidth, layout.cellHeight) >= smallest.lines) drawLines(context, view, layout, scroll, look);
  if (Math.min(layout.cellWidth, layout.cellHeight) >= smallest.mark) drawMarks(context, view, layout, scroll, layer, scale, look);
  context.restore();
  context.strokeStyle = look.line;
  context.lineWidth = 1;
  context.strokeRect(layout.left - 0.5, layout.top - 0.5, shownWidth + 1, shownHeight + 1);
  drawRows(context, view, layout, scroll, look);
  drawColumns(context, view, layout, scroll, look, size);
}

function drawLines(context, view, layout, scroll, look) {
  context.strokeStyle = look.surface;
  context.lineWidth = 1;
  context.beginPath();
  const [firstColumn, lastColumn] = visible(scroll.left, layout.viewWidth, layout.cellWidth, view.columns.length);
  for (let c = firstColumn; c <= lastColumn; c++) {
    const x = Math.round(layout.left + c * layout.cellWidth - scroll.left) - 0.5;
    context.moveTo(x, layout.top);
    context.lineTo(x, layout.top + layout.viewHeight);
  }
  const [firstRow, lastRow] = visible(scroll.top, layout.viewHeight, layout.cellHeight, view.rows.length);
  for (let r = firstRow; r <= lastRow; r++) {
    const y = Math.round(layout.top + r * layout.cellHeight - scroll.top) - 0.5;
    context.moveTo(layout.left, y);
    context.lineTo(layout.left + layout.viewWidth, y);
  }
  context.stroke();
}

// A corner where attempts were denied, whatever the layer shows; the value itself where there is room for it.
function drawMarks(context, view, layout, scroll, layer, scale, look) {
  const values = view.matrix.columns[layer.column];
  const denied = view.matrix.columns.deniedFlows;
  const written = layout.cellWidth >= smallest.textWidth && layout.cellHeight >= smallest.textHeight;
  const corner = Math.min(8, Math.min(layout.cellWidth, layout.cellHeight) * 0.4);
  context.font = look.small;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  eachVisible(view, layout, scroll, (cell, x, y) => {
    const share = scale.of(values[cell]);
    const ink = inkOn(share === null ? look.none : colourOf(look.ramp, share));
    context.fillStyle = ink;
    if (denied[cell] > 0) {
      context.beginPath();
      context.moveTo(x + layout.cellWidth - 1 - corner, y);
      context.lineTo(x + layout.cellWidth - 1, y);
      context.lineTo(x + layout.cellWidth - 1, y + corner);
      context.fill();
    }
    if (written && share !== null) context.fillText(write(layer, values[cell]), x + layout.cellWidth / 2, y + layout.cellHeight / 2, layout.cellWidth - 4);
  });
}

function eachVisible(view, layout, scroll, act) {
  const [firstRow, lastRow] = visible(scroll.top, layout.viewHeight, layout.cellHeight, view.rows.length);
  const [firstColumn, lastColumn] = visible(scroll.left, layout.viewWidth, layout.cellWidth, view.columns.length);
  for (let r = firstRow; r < lastRow; r++) {
    for (let c = firstColumn; c < lastColumn; c++) {
      const cell = view.matrix.cellAt(view.rows[r], view.columns[c]);
      if (cell >= 0) act(cell, Math.round(layout.left + c * layout.cellWidth - scroll.left), Math.round(layout.top + r * layout.cellHeight - scroll.top));
    }
  }
}

// Every name where there is room, else every so many: names never lie on each other. The pointed and the selected ones are on the overlay.
function drawRows(context, view, layout, scroll, look) {
  context.save();
  context.beginPath();
  context.rect(0, layout.top, layout.left, layout.viewHeight);
  context.clip();
  const [first, last] = visible(scroll.top, layout.viewHeight, layout.cellHeight, view.rows.length);
  const every = Math.ceil(labelHeight / layout.cellHeight);
  for (let r = first; r < last; r++) {
    const y = layout.top + r * layout.cellHeight - scroll.top;
    drawSwatch(context, view.matrix.entries[view.rows[r]], view.palette, layout.left - layout.swatch - 2, y, layout.swatch, layout.cellHeight);
    if (r % every === 0) rowLabel(context, view.matrix.entries[view.rows[r]], layout, y + Math.max(layout.cellHeight, every > 1 ? labelHeight : 0) / 2, look, false);
  }
  context.restore();
}

function drawColumns(context, view, layout, scroll, look, size) {
  context.save();
  context.beginPath();
  context.rect(layout.left - 1, 0, size.width - layout.left + 1, layout.top);
  context.clip();
  const [first, last] = visible(scroll.left, layout.viewWidth, layout.cellWidth, view.columns.length);
  const every = Math.ceil(labelHeight / layout.cellWidth);
  for (let c = first; c < last; c++) {
    const x = layout.left + c * layout.cellWidth - scroll.left;
    drawSwatch(context, view.matrix.entries[view.columns[c]], view.palette, x, layout.top - layout.swatch - 2, layout.cellWidth, layout.swatch);
    if (c % every === 0) columnLabel(context, view.matrix.entries[view.columns[c]], layout, x + Math.max(layout.cellWidth, every > 1 ? labelHeight : 0) / 2, look, false);
  }
  context.restore();
}

function drawSwatch(context, entry, palette, x, y, width, height) {
  const inset = Math.min(width, height) > 3 && Math.max(width, height) > 6 ? 1 : 0;
  context.fillStyle = colourOfEntry(entry, palette);
  context.fillRect(x, y, width > height ? width - inset : width, height > width ? height - inset : height);
}

// Close rows take a smaller type.
function fontOf(look, size, strong) {
  return strong ? look.bold : size < 15 ? look.close : look.font;
}

export function rowLabel(context, entry, layout, y, look, strong) {
  const right = layout.left - layout.swatch - layout.gap - 2;
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  context.font = fontOf(look, layout.cellHeight, false);
  context.fillStyle = look.muted;
  context.fillText(tagOf(entry), right, y);
  context.font = fontOf(look, layout.cellHeight, strong);
  context.fillStyle = look.text;
  context.fillText(fitted(context, textOf(entry), layout.name), right - (layout.tag ? layout.tag + layout.gap : 0), y);
}

export function columnLabel(context, entry, layout, x, look, strong) {
  context.save();
  context.translate(x, layout.top - layout.swatch - layout.gap);
  context.rotate(layout.slanted ? -Math.PI / 4 : -Math.PI / 2);
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  context.font = fontOf(look, layout.cellWidth, false);
  context.fillStyle = look.muted;
  context.fillText(tagOf(entry), 0, 0);
  context.font = fontOf(look, layout.cellWidth, strong);
  context.fillStyle = look.text;
  context.fillText(fitted(context, textOf(entry), layout.name), layout.tag ? layout.tag + layout.gap : 0, 0);
  context.restore();
}

// Names that are longer than a header may be are cut; the tooltip has them whole.
function fitted(context, text, width) {
  if (context.measureText(text).width <= width) return text;
  let length = text.length;
  while (length > 1 && context.measureText(`${text.slice(0, length)}…`).width > width) length--;
  return `${text.slice(0, length)}…`;
}

// A category that stands for its groups has the mark of what can be opened.
function textOf(entry) {
  return entry.sgt === null ? `▸ ${entry.label}` : entry.label;
}

// A name that is made of the tag needs no tag beside it.
function tagOf(entry) {
  return entry.sgt === null || entry.label === `SGT ${entry.sgt}` ? '' : String(entry.sgt);
}

// The same colour as the group has on every page (GroupColors.cs); grey for unknown and for categories.
function colourOfEntry(entry, palette) {
  return entry.sgt ? palette[(Math.imul(entry.sgt, 2654435761) >>> 8) % palette.length] : '#8b95a3';
}

function rgb(text) {
  if (text.startsWith('#')) return parse(text.slice(0, 7));
  return (text.match(/[\d.]+/g) ?? [0, 0, 0]).slice(0, 3).map(Number);
}

export { css };
