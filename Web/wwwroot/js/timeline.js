// Draws what was so of a device in lanes, above its traffic, on one time axis. Names are untrusted text.
import { format, escapeHtml, palette, colour, whenReady } from './chart-style.js';
import { stackedBars } from './bars.js';

const laneHeight = 30;
const left = 158;
const right = 40;
const trafficHeight = 168;

export async function mount(element, owner) {
  await whenReady();
  return new Timeline(element, owner);
}

class Timeline {
  constructor(element, owner) {
    this.element = element;
    this.owner = owner;
    this.chart = echarts.init(element, null, { renderer: 'canvas' });
    this.resizes = new ResizeObserver(() => this.chart.resize());
    this.resizes.observe(element);
    this.themes = new MutationObserver(() => this.last && this.draw());
    this.themes.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'data-system'] });
    this.chart.on('finished', () => { element.dataset.ready = '1'; });
    this.followDrag();
  }

  show(model) {
    this.element.dataset.ready = '0';
    this.last = model;
    this.draw();
  }

  draw() {
    const { from, to, step, local, lanes, bars, times, values } = this.last;
    const text = colour('--mud-palette-text-secondary');
    const strong = colour('--mud-palette-text-primary');
    const line = colour('--mud-palette-lines-default');
    const lanesHeight = lanes.length * laneHeight;
    const top = 4;
    const trafficTop = top + lanesHeight + 42;
    this.element.style.height = `${trafficTop + trafficHeight + 30}px`;
    this.chart.resize();
    const time = { type: 'time', min: from, max: to, axisLine: { lineStyle: { color: line } }, axisPointer: { show: true, label: { show: false }, lineStyle: { color: text } } };
    this.chart.setOption({
      animation: false,
      useUTC: !local,
      axisPointer: { link: [{ xAxisIndex: 'all' }] },
      grid: [
        { left, right, top, height: Math.max(lanesHeight, 1) },
        { left, right, top: trafficTop, height: trafficHeight },
      ],
      tooltip: {
        trigger: 'item', confine: true, backgroundColor: colour('--mud-palette-surface'), borderColor: line,
        textStyle: { color: strong, fontSize: 12 },
        formatter: p => (p.seriesIndex === 0 ? about(bars[p.dataIndex], lanes) : traffic(p, local)),
      },
      xAxis: [
        { ...time, gridIndex: 0, axisLabel: { show: false }, axisTick: { show: false }, splitLine: { show: false } },
        { ...time, gridIndex: 1, axisLabel: { color: text, hideOverlap: true }, splitLine: { show: false } },
      ],
      yAxis: [
        {
          gridIndex: 0, type: 'category', data: lanes, inverse: true, axisTick: { show: false }, axisLine: { show: false },
          axisLabel: { color: strong, fontSize: 12, width: left - 16, overflow: 'truncate', interval: 0 }, splitLine: { show: true, lineStyle: { color: line } },
        },
        {
          gridIndex: 1, type: 'value', splitNumber: 3, axisLabel: { color: text, formatter: v => format(v, 'Bits') }, splitLine: { lineStyle: { color: line } },
          name: 'Traffic', nameTextStyle: { color: strong, align: 'right', padding: [0, 8, 0, 0] }, nameGap: 18,
        },
      ],
      series: [
        {
          type: 'custom', xAxisIndex: 0, yAxisIndex: 0, clip: true, encode: { x: [1, 2], y: 0 },
          data: bars.map(b => [b.lane, b.from, b.to]), renderItem: (params, api) => bar(params, api, bars),
        },
        ...stackedBars(times, [{ name: 'Sent and received', values, color: palette()[0] }], step, { xAxisIndex: 1, yAxisIndex: 1 }),
      ],
    }, { notMerge: true });
  }

  // A range is dragged on either part; the page's time range follows.
  followDrag() {
    const zr = this.chart.getZr();
    let from = null;
    let band = null;
    const inside = e => [0, 1].some(i => this.chart.containPixel({ gridIndex: i }, [e.offsetX, e.offsetY]));
    zr.on('mousedown', e => { if (this.last && inside(e)) from = e.offsetX; });
    zr.on('mousemove', e => {
      if (from === null || Math.abs(e.offsetX - from) < 4) return;
      if (!band) {
        band = new echarts.graphic.Rect({ silent: true, z: 100, style: { fill: colour('--mud-palette-primary'), opacity: 0.18 } });
        zr.add(band);
      }
      band.attr('shape', { x: Math.min(from, e.offsetX), y: 0, width: Math.abs(e.offsetX - from), height: this.element.clientHeight });
    });
    zr.on('mouseup', e => {
      if (band) {
        zr.remove(band);
        band = null;
        const [a, b] = [Math.min(from, e.offsetX), Math.max(from, e.offsetX)].map(x => this.chart.convertFromPixel({ xAxisIndex: 1 }, x));
        if (b - a >= 60000) this.owner.invokeMethodAsync('Zoom', Math.round(a), Math.round(b));
      }
      from = null;
    });
  }

  dispose() {
    this.resizes.disconnect();
    this.themes.disconnect();
    this.chart.dispose();
  }
}

// However short, a record can be seen and pointed at.
function bar(params, api, bars) {
  const record = bars[params.dataIndex];
  const start = api.coord([record.from, record.lane]);
  const end = api.coord([record.to, record.lane]);
  const height = 20;
  const shape = echarts.graphic.clipRectByRect(
    { x: start[0], y: start[1] - height / 2, width: Math.max(end[0] - start[0], 4), height },
    { x: params.coordSys.x, y: params.coordSys.y, width: params.coordSys.width + 4, height: params.coordSys.height });
  if (!shape) return null;
  const wide = shape.width > 40;
  return {
    type: 'rect', shape: { ...shape, r: 3 }, style: { fill: record.color },
    textContent: wide ? { type: 'text', style: { text: record.label, fill: '#10161d', fontSize: 11, width: shape.width - 10, overflow: 'truncate' } } : undefined,
    textConfig: wide ? { position: 'insideLeft', distance: 6 } : undefined,
  };
}

function about(record, lanes) {
  return `<b>${escapeHtml(record.label)}</b><div>${escapeHtml(lanes[record.lane])}</div>`
    + record.lines.filter(l => l).map(l => `<div>${escapeHtml(l)}</div>`).join('');
}

function traffic(point, local) {
  const when = new Date(point.value[0]);
  const title = local ? when.toLocaleString() : when.toISOString().slice(0, 16).replace('T', ' ') + ' UTC';
  return `<b>${escapeHtml(title)}</b><div class="tip-row">${point.marker}<span>${escapeHtml(point.seriesName)}</span><b>${escapeHtml(format(point.value[1], 'Bits'))}</b></div>`;
}
