// One sequential ramp for all layers: viridis, readable for red-green blind people and in grey. On a dark ground more is lighter, on a light
// ground more is darker; the end that would sink into the ground is left out.
const viridis = ['#440154', '#482878', '#3e4989', '#31688e', '#26828e', '#1f9e89', '#35b779', '#6ece58', '#b5de2b', '#fde725'].map(parse);
const steps = 256;

// Colours from little to much, as [r, g, b].
export function ramp(dark) {
  return Array.from({ length: steps }, (_, i) => {
    const share = i / (steps - 1);
    return at(dark ? 0.17 + 0.83 * share : 0.93 - 0.93 * share);
  });
}

// The colour of a share, 0 to 1.
export function colourOf(colours, share) {
  return colours[Math.min(steps - 1, Math.max(0, Math.round(share * (steps - 1))))];
}

// 32 bits as ImageData has them (little-endian: alpha, blue, green, red).
export function packed([r, g, b]) {
  return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
}

export function css([r, g, b]) {
  return `rgb(${r} ${g} ${b})`;
}

// Black or white, whichever can be read on a colour.
export function inkOn([r, g, b]) {
  return 0.299 * r + 0.587 * g + 0.114 * b > 132 ? '#10141a' : '#ffffff';
}

export function parse(hex) {
  const n = parseInt(hex.slice(1), 16);
  return [n >> 16, (n >> 8) & 255, n & 255];
}

function at(share) {
  const place = share * (viridis.length - 1);
  const i = Math.min(viridis.length - 2, Math.floor(place));
  return viridis[i].map((v, c) => Math.round(v + (viridis[i + 1][c] - v) * (place - i)));
}
