// Sizes: how much the headers need, how large a cell is, and where a cell lies. All in CSS pixels.
const widestName = 190;
const swatch = 4;
const gap = 6;
const fitLargest = { width: 92, height: 42 };

export const labelHeight = 12;

// view: { rows, columns, rowLabels, columnLabels, tagWidth, nameWidth }; zoom: 'fit' or pixels.
export function layoutOf(view, size, zoom) {
  const name = Math.min(widestName, Math.ceil(view.nameWidth));
  const left = name + view.tagWidth + swatch + 3 * gap;
  const text = name + view.tagWidth + gap;
  const slanted = zoom === 'fit' && slantedWidth(size.width - left, view.columns.length) >= 22;
  const top = swatch + 2 * gap + Math.ceil(slanted ? text * Math.SQRT1_2 + 6 : text);
  const overhang = slanted ? Math.ceil(text * Math.SQRT1_2) : 0;
  const room = { width: Math.max(40, size.width - left - overhang - 2), height: Math.max(40, size.height - top - 2) };
  const cell = zoom === 'fit' ? fit(room, view) : { width: zoom, height: zoom };
  return {
    left, top, slanted, swatch, gap, name,
    tag: view.tagWidth,
    cellWidth: cell.width, cellHeight: cell.height,
    width: cell.width * view.columns.length, height: cell.height * view.rows.length,
    viewWidth: Math.max(1, size.width - left), viewHeight: Math.max(1, size.height - top),
  };
}

// Cells fill the room, and stay cells: neither much wider than high nor the other way round.
function fit(room, view) {
  let width = Math.min(fitLargest.width, room.width / Math.max(1, view.columns.length));
  let height = Math.min(fitLargest.height, room.height / Math.max(1, view.rows.length));
  width = Math.min(width, Math.max(height * 2.2, 1));
  height = Math.min(height, Math.max(width * 2.2, 1));
  return { width: width >= 4 ? Math.floor(width) : width, height: height >= 4 ? Math.floor(height) : height };
}

function slantedWidth(width, columns) {
  return Math.min(fitLargest.width, (width - 100) / Math.max(1, columns));
}

// First and last (exclusive) of the rows or columns that can be seen.
export function visible(scroll, length, size, count) {
  return [Math.max(0, Math.floor(scroll / size)), Math.min(count, Math.ceil((scroll + length) / size))];
}
