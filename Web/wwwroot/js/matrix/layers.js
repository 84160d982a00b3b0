// What a layer's values become: a share of the ramp, a text, the ends of the legend. A layer is data that the page hands over (MatrixLayer.cs):
// { id, label, legend, column, unit, scale }. A new one (confidence, recommended, difference, violations) is a column of the answer and a line
// there; only another kind of scale, such as verdicts by category, is a new entry in `scales`.
import { format } from '../chart-style.js';

const scales = {
  // Logarithmic from the smallest to the largest value there is; nothing is left uncoloured.
  log(values) {
    let [least, most] = [Infinity, 0];
    for (const v of values) {
      if (v <= 0) continue;
      if (v < least) least = v;
      if (v > most) most = v;
    }
    if (most === 0) return { least: 0, most: 0, of: () => null, ticks: [] };
    const [low, high] = [Math.log(least), Math.log(most)];
    return {
      least, most,
      of: v => (v > 0 ? (high > low ? (Math.log(v) - low) / (high - low) : 1) : null),
      ticks: high > low ? [least, Math.exp(low + (high - low) / 2), most] : [most],
    };
  },
  // From 0 to 1, whatever values there are.
  share: () => ({ least: 0, most: 1, of: v => v, ticks: [0, 0.5, 1] }),
};

export function scaleOf(layer, matrix) {
  return (scales[layer.scale] ?? scales.log)(matrix.columns[layer.column]);
}

// Short, for a legend or inside a cell.
export function write(layer, value) {
  return layer.unit === 'Share' ? share(value) : format(round(value), layer.unit);
}

function share(value) {
  if (value > 0 && value < 0.001) return '< 0.1 %';
  if (value < 1 && value > 0.999) return '> 99.9 %';
  return `${Number((value * 100).toFixed(value < 0.1 ? 1 : 0))} %`;
}

// Whole numbers stay whole; what was extrapolated has no meaningful fraction.
function round(value) {
  return value >= 1 ? Math.round(value) : value;
}
