// The matrix as the browser holds it: groups (or categories), and per cell a place in columns. Works on the columnar answer of
// /api/v1/matrix/cells; knows nothing of drawing.
const measures = ['flows', 'bytes', 'packets', 'deniedFlows'];

export const unknown = 0;

const others = 'Other groups';

// One axis entry per group, or per category that is closed (it stands for its groups): { key, label, sgt, category, first }, where `sgt` is null for
// a category and `first` the lowest tag in it. Sums of a category are added, shares are weighted by bytes. Unknown stays itself, and groups without
// a category stand together. closed: says of a category whether it is.
export function shape(answer, closed) {
  const entries = [];
  const places = new Map();
  const of = answer.groups.map(g => {
    const category = g.sgt === unknown ? null : g.category ?? others;
    const folded = category !== null && closed(category);
    const key = folded ? keyOfCategory(category) : String(g.sgt);
    if (!places.has(key)) {
      places.set(key, entries.length);
      const label = folded ? category : g.sgt === unknown ? 'Unknown' : g.name;
      entries.push({ key, label, sgt: folded ? null : g.sgt, category, first: g.sgt });
    }
    return places.get(key);
  });
  return build(answer, entries, entries.some(e => e.sgt === null) ? summed(answer, of, entries.length) : answer);
}

// How a category is called in addresses. A group is called by its number, so no category may look like one (CategoryCell.cs says the same).
export function keyOfCategory(category) {
  return /^[=0-9]/.test(category) ? `=${category}` : category;
}

// Columns of the answer, summed by where its groups stand.
function summed(answer, of, n) {
  const columns = { source: [], destination: [], topService: [], completeness: [] };
  for (const m of measures) columns[m] = [];
  const at = new Map();
  const largest = [];
  for (let i = 0; i < answer.source.length; i++) {
    const [s, d] = [of[answer.source[i]], of[answer.destination[i]]];
    const id = s * n + d;
    let cell = at.get(id);
    if (cell === undefined) {
      cell = columns.source.length;
      at.set(id, cell);
      columns.source.push(s);
      columns.destination.push(d);
      columns.topService.push('');
      columns.completeness.push(0);
      largest.push(-1);
      for (const m of measures) columns[m].push(0);
    }
    const before = columns.bytes[cell];
    for (const m of measures) columns[m][cell] += answer[m][i];
    const after = columns.bytes[cell];
    columns.completeness[cell] = after > 0
      ? (columns.completeness[cell] * before + answer.completeness[i] * answer.bytes[i]) / after
      : answer.completeness[i];
    // The largest pair's largest service: the answer has no more than one a pair.
    if (answer.bytes[i] > largest[cell]) {
      largest[cell] = answer.bytes[i];
      columns.topService[cell] = answer.topService[i];
    }
  }
  return columns;
}

function build(answer, entries, columns) {
  const n = entries.length;
  const cells = new Int32Array(n * n).fill(-1);
  for (let i = 0; i < columns.source.length; i++) cells[columns.source[i] * n + columns.destination[i]] = i;
  const sum = name => columns[name].reduce((total, value) => total + value, 0);
  return {
    entries, columns, cells, from: answer.from, to: answer.to,
    cellAt: (source, destination) => cells[source * n + destination],
    totals: { pairs: columns.source.length, flows: sum('flows'), bytes: sum('bytes') },
  };
}

// Which entries have traffic as clients, and which as servers.
export function used(matrix) {
  const rows = new Uint8Array(matrix.entries.length);
  const columns = new Uint8Array(matrix.entries.length);
  for (let i = 0; i < matrix.columns.source.length; i++) {
    rows[matrix.columns.source[i]] = 1;
    columns[matrix.columns.destination[i]] = 1;
  }
  return { rows, columns };
}
