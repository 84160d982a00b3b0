// Bars over time, each exactly as wide as its step, on top of each other. ECharts' own bars widen a time axis beyond the range asked for.
const smallestStep = 60000;

// Width of a step: the smallest distance between two times, unless it is known.
export function stepOf(times, known) {
  if (known) return known;
  let step = Infinity;
  for (let i = 1; i < times.length; i++) step = Math.min(step, times[i] - times[i - 1]);
  return Number.isFinite(step) ? Math.max(step, smallestStep) : 5 * smallestStep;
}

// One series per entry of `series` ({ name, values, color }); a value's tooltip finds it at index 1.
export function stackedBars(times, series, step, place) {
  const base = times.map(() => 0);
  return series.map(s => {
    const data = times.map((t, n) => {
      const value = s.values[n] ?? 0;
      const bottom = base[n];
      base[n] += value;
      return [t, s.values[n], bottom, base[n]];
    });
    return { ...place, type: 'custom', name: s.name, color: s.color, data, encode: { x: 0, y: 3, tooltip: 1 }, clip: true, renderItem: (params, api) => rect(api, step) };
  });
}

function rect(api, step) {
  const value = api.value(1);
  if (!value) return null;
  const start = api.coord([api.value(0), api.value(3)]);
  const end = api.coord([api.value(0) + step, api.value(2)]);
  const gap = end[0] - start[0] > 6 ? 1.5 : 0;
  return {
    type: 'rect', style: { fill: api.visual('color') },
    shape: { x: start[0] + gap / 2, y: start[1], width: Math.max(end[0] - start[0] - gap, 1), height: Math.max(end[1] - start[1], 0.5) },
  };
}
