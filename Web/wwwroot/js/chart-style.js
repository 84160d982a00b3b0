// What all charts share: number formats, colours of the theme, and escaping. Names of devices and groups are untrusted text.
const prefixes = ['', 'k', 'M', 'G', 'T', 'P'];
const suffixes = { Count: '', Bits: 'bit/s', Bytes: 'B', Packets: 'pkt/s', Flows: 'flows/s' };

export function format(value, unit) {
  if (value === null || value === undefined) return '–';
  let size = Math.abs(value);
  let n = 0;
  while (size >= 999.5 && n < prefixes.length - 1) { size /= 1000; n++; }
  const digits = size >= 99.95 || Number.isInteger(size) ? 0 : size >= 9.995 ? 1 : 2;
  const text = (value < 0 ? '-' : '') + Number(size.toFixed(digits));
  const suffix = prefixes[n] + (suffixes[unit] ?? '');
  return suffix ? `${text} ${suffix}` : text;
}

export function escapeHtml(text) {
  return String(text).replace(/[&<>"']/g, c => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[c]);
}

export function colour(name) {
  return getComputedStyle(document.querySelector('.mud-layout') ?? document.documentElement).getPropertyValue(name).trim() || '#888';
}

export function palette() {
  const style = getComputedStyle(document.documentElement);
  return Array.from({ length: 12 }, (_, i) => style.getPropertyValue(`--series-${i}`).trim());
}

// The library is loaded after the page; whoever draws waits for it.
export function whenReady() {
  return new Promise((resolve, reject) => {
    const deadline = Date.now() + 20000;
    const look = () => {
      if (window.echarts) resolve();
      else if (Date.now() > deadline) reject(new Error('The chart library did not load.'));
      else setTimeout(look, 20);
    };
    look();
  });
}
