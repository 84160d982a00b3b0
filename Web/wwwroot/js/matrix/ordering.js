// Orders of rows and columns. Both axes use the same one, so that a cell and its reverse mirror each other. Unknown (tag 0) is always first.
import { unknown } from './data.js';

export const orders = {
  number: matrix => places(matrix).sort((a, b) => byNumber(matrix, a, b)),
  name: matrix => places(matrix).sort((a, b) => byName(matrix.entries[a].label, matrix.entries[b].label) || byNumber(matrix, a, b)),
  traffic: matrix => {
    const weight = weights(matrix);
    return places(matrix).sort((a, b) => weight[b] - weight[a] || byNumber(matrix, a, b));
  },
  similarity,
};

// Places of entries in an order, unknown first.
export function order(matrix, name) {
  const ordered = (orders[name] ?? orders.number)(matrix);
  const first = ordered.filter(i => matrix.entries[i].sgt === unknown);
  return first.concat(ordered.filter(i => matrix.entries[i].sgt !== unknown));
}

// Who talks to the same, and is talked to by the same, stands together: from the group with most traffic always on to the one that is most
// like the last two (cosine of rows and columns, logarithms of bytes), so that blocks appear along the diagonal. Each pair is compared once, and
// only in what the one that was placed last has; whoever is placed is not looked at again.
export function similarity(matrix) {
  const n = matrix.entries.length;
  const weight = weights(matrix);
  // Groups by traffic: of those equally alike the larger one follows.
  const rank = Int32Array.from(places(matrix).sort((a, b) => weight[b] - weight[a] || byNumber(matrix, a, b)));
  const features = featuresOf(matrix, rank);
  // Who is left: places in `rank`, in the order of the columns of `features`, and how alike each is to the last one and to the one before.
  const left = Int32Array.from({ length: n }, (_, i) => i);
  const [like, likeBefore] = [new Float64Array(n), new Float64Array(n)];
  const result = [];
  for (let count = n, next = 0; count > 0;) {
    result.push(rank[left[next]]);
    const last = take(features, n, next, --count);
    for (const values of [left, like]) values[next] = values[count];
    likeBefore.set(like);
    compare(features, n, last, count, like);
    let most = -1;
    for (let i = 0; i < count; i++) {
      const total = like[i] + 0.5 * likeBefore[i];
      if (total < most || (total === most && left[i] > left[next])) continue;
      [next, most] = [i, total];
    }
  }
  return result;
}

// Per feature (servers that a group talks to, then clients that it is talked to by) a row with every group's part of it; a group's column has length 1.
function featuresOf(matrix, rank) {
  const n = rank.length;
  const at = new Int32Array(n);
  rank.forEach((entry, place) => { at[entry] = place; });
  const features = new Float64Array(2 * n * n);
  const squares = new Float64Array(n);
  const { source, destination, bytes } = matrix.columns;
  for (let i = 0; i < source.length; i++) {
    const [from, to, value] = [at[source[i]], at[destination[i]], Math.log1p(bytes[i])];
    features[to * n + from] = value;
    features[(n + from) * n + to] = value;
    squares[from] += value * value;
    squares[to] += value * value;
  }
  for (let i = 0; i < features.length; i++) if (features[i] !== 0) features[i] /= Math.sqrt(squares[i % n]);
  return features;
}

// Takes a column away by putting the last one in its place; answers what it had, with room for `compare` to read in fours: { rows, values, length }.
function take(features, n, column, last) {
  const taken = { rows: new Int32Array(2 * n + 3), values: new Float64Array(2 * n + 3), length: 0 };
  for (let row = 0; row < 2 * n; row++) {
    const value = features[row * n + column];
    features[row * n + column] = features[row * n + last];
    if (value === 0) continue;
    taken.rows[taken.length] = row * n;
    taken.values[taken.length++] = value;
  }
  return taken;
}

// How alike the first so many columns are to one. Four rows at a time, or most of the time goes into reading and writing the sums.
function compare(features, n, { rows, values, length }, count, like) {
  like.fill(0, 0, count);
  for (let f = 0; f < length; f += 4) {
    const [a, b, c, d] = [rows[f], rows[f + 1], rows[f + 2], rows[f + 3]];
    const [va, vb, vc, vd] = [values[f], values[f + 1], values[f + 2], values[f + 3]];
    for (let i = 0; i < count; i++) like[i] += va * features[a + i] + vb * features[b + i] + vc * features[c + i] + vd * features[d + i];
  }
}

function places(matrix) {
  return matrix.entries.map((_, i) => i);
}

function weights(matrix) {
  const weight = new Float64Array(matrix.entries.length);
  const { source, destination, bytes } = matrix.columns;
  for (let i = 0; i < source.length; i++) {
    weight[source[i]] += bytes[i];
    weight[destination[i]] += bytes[i];
  }
  return weight;
}

// A category has the number of its first group.
function byNumber(matrix, a, b) {
  return matrix.entries[a].first - matrix.entries[b].first;
}

function byName(a, b) {
  return a.localeCompare(b, 'en', { numeric: true, sensitivity: 'base' });
}
