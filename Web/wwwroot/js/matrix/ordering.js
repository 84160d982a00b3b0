// Orders of rows and columns. Both axes use the same one, so that a cell and its reverse mirror each other. Unknown (tag 0) is always first.
import { unknown } from './data.js';

export const orders = {
  number: matrix => places(matrix).sort((a, b) => byNumber(matrix, a, b)),
  name: matrix => places(matrix).sort((a, b) => compare(matrix.entries[a].label, matrix.entries[b].label) || byNumber(matrix, a, b)),
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
// like the last two (cosine of rows and columns, logarithms of bytes), so that blocks appear along the diagonal.
export function similarity(matrix) {
  const n = matrix.entries.length;
  const vectors = Array.from({ length: n }, () => new Float32Array(2 * n));
  const { source, destination, bytes } = matrix.columns;
  for (let i = 0; i < source.length; i++) {
    const value = Math.log1p(bytes[i]);
    vectors[source[i]][destination[i]] = value;
    vectors[destination[i]][n + source[i]] = value;
  }
  for (const vector of vectors) normalise(vector);

  const weight = weights(matrix);
  const left = new Set(places(matrix).sort((a, b) => weight[b] - weight[a] || byNumber(matrix, a, b)));
  const result = [];
  let previous = null;
  while (left.size) {
    let [best, most] = [-1, -1];
    if (result.length === 0) {
      [best] = left;
    } else {
      const last = vectors[result[result.length - 1]];
      for (const candidate of left) {
        const like = dot(last, vectors[candidate]) + (previous ? 0.5 * dot(previous, vectors[candidate]) : 0);
        if (like > most) [best, most] = [candidate, like];
      }
      previous = last;
    }
    result.push(best);
    left.delete(best);
  }
  return result;
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

// Categories have no number; they keep the order of the lowest tag in them, in which they came.
function byNumber(matrix, a, b) {
  return (matrix.entries[a].sgt ?? a) - (matrix.entries[b].sgt ?? b);
}

function compare(a, b) {
  return a.localeCompare(b, 'en', { numeric: true, sensitivity: 'base' });
}

function normalise(vector) {
  const length = Math.sqrt(dot(vector, vector));
  if (length > 0) for (let i = 0; i < vector.length; i++) vector[i] /= length;
}

function dot(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
