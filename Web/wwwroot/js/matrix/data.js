// The matrix as the browser holds it: groups (or categories), and per cell a place in columns. Works on the columnar answer of
// /api/v1/matrix/cells; knows nothing of drawing.
const measures = ['flows', 'bytes', 'packets', 'deniedFlows'];

export const unknown = 0;

// One axis entry per group: { key, label, sgt }. Cells stay as they came.
export function byGroup(answer) {
  return build(answer, answer.groups.map(g => ({ key: String(g.sgt), label: g.sgt === unknown ? 'Unknown' : g.name, sgt: g.sgt })), answer);
}

// One axis entry per category; unknown stays itself, and groups without a category stand together. Sums are added, shares are weighted by bytes.
export function byCategory(answer) {
  const entries = [];
  const places = new Map();
  const of = answer.groups.map(g => {
    const key = g.sgt === unknown ? '0' : g.category ?? 'Other groups';
    if (!places.has(key)) {
      places.set(key, entries.length);
      entries.push({ key, label: key === '0' ? 'Unknown' : key, sgt: key === '0' ? unknown : null });
    }
    return places.get(key);
  });
  const columns = { source: [], destination: [], topService: [], completeness: [] };
  for (const m of measures) columns[m] = [];
  const at = new Map();
  const largest = [];
  for (let i = 0; i < answer.source.length; i++) {
    const [s, d] = [of[answer.source[i]], of[answer.destination[i]]];
    const id = s * entries.length + d;
    let n = at.get(id);
    if (n === undefined) {
      n = columns.source.length;
      at.set(id, n);
      columns.source.push(s);
      columns.destination.push(d);
      columns.topService.push('');
      columns.completeness.push(0);
      largest.push(-1);
      for (const m of measures) columns[m].push(0);
    }
    const before = columns.bytes[n];
    for (const m of measures) columns[m][n] += answer[m][i];
    const after = columns.bytes[n];
    columns.completeness[n] = after > 0
      ? (columns.completeness[n] * before + answer.completeness[i] * answer.bytes[i]) / after
      : answer.completeness[i];
    // The largest pair's largest service: the answer has no more than one a pair.
    if (answer.bytes[i] > largest[n]) {
      largest[n] = answer.bytes[i];
      columns.topService[n] = answer.topService[i];
    }
  }
  return build(answer, entries, columns);
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
