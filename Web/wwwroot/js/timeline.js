// Draws what was so of a device in lanes, above its traffic, on one time axis. Names are untrusted text.
import { format, escapeHtml, palette, colour } from './chart-style.js';
import { stackedBars } from './bars.js';
import { ChartFrame, mountChart } from './chart-frame.js';

const laneHeight = 30;
const left = 204;
const right = 40;
const trafficHeight = 168;

export function mount(element, owner) {
  return mountChart(element, owner, Timeline);
}

class Timeline extends ChartFrame {
  constructor(element, owner) {
    super(element, owner);
    this.followDrag([0, 1], () => this.last);
    this.told = element.parentElement.querySelector(`[data-told='${element.id}']`);
    this.at = -1;
    element.addEventListener('keydown', e => this.walk(e));
    element.addEventListener('blur', () => this.leave());
  }

  show(model) {
    this.at = -1;
    this.keep(model);
  }

  // Left and right along a lane, up and down between lanes to what was so about the same time.
  walk(event) {
    const bars = this.last?.bars ?? [];
    const now = bars[this.at];
    const steps = { ArrowLeft: -1, ArrowRight: 1 };
    const lanes = { ArrowUp: -1, ArrowDown: 1 };
    let next = -1;
    if (event.key === 'Escape' && this.at >= 0) this.leave();
    else if (event.key === 'Home' || (!now && (event.key in steps || event.key in lanes))) next = bars.length > 0 ? 0 : -1;
    else if (event.key === 'End') next = bars.length - 1;
    else if (event.key in steps) next = bars[this.at + steps[event.key]] ? this.at + steps[event.key] : -1;
    else if (event.key in lanes) next = nearest(bars, now, lanes[event.key]);
    else return;
    event.preventDefault();
    if (next >= 0) this.tell(next);
  }

  tell(index) {
    this.leave();
    this.at = index;
    const bar = this.last.bars[index];
    this.chart.dispatchAction({ type: 'highlight', seriesIndex: 0, dataIndex: index });
    const middle = (Math.max(bar.from, this.last.from) + Math.min(bar.to, this.last.to)) / 2;
    this.chart.dispatchAction({ type: 'showTip', seriesIndex: 0, dataIndex: index, position: [this.chart.convertToPixel({ xAxisIndex: 0 }, middle), (bar.lane + 1) * laneHeight + 8] });
    if (this.told) this.told.textContent = [bar.label, bar.name, ...bar.lines.filter(l => l)].join(', ');
  }

  leave() {
    if (this.at >= 0) this.chart.dispatchAction({ type: 'downplay', seriesIndex: 0, dataIndex: this.at });
    this.at = -1;
    this.chart.dispatchAction({ type: 'hideTip' });
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
        // One point, or, when it is drawn anew below the pointer, all of a moment.
        formatter: p => [p].flat().map(point => (point.seriesIndex === 0 ? about(bars[point.dataIndex]) : traffic(point, local))).join(''),
      },
      xAxis: [
        { ...time, gridIndex: 0, axisLabel: { show: false }, axisTick: { show: false }, splitLine: { show: false } },
        { ...time, gridIndex: 1, axisLabel: { color: text, hideOverlap: true }, splitLine: { show: false } },
      ],
      yAxis: [
        {
          gridIndex: 0, type: 'category', data: lanes, inverse: true, axisTick: { show: false }, axisLine: { show: false },
          axisLabel: { color: strong, fontSize: 12, width: left - 16, overflow: 'truncate', interval: 0 }, // Lanes are apart, the rows of one are not.
          splitLine: { show: true, interval: row => lanes[row + 1] !== '', lineStyle: { color: line } },
        },
        {
          gridIndex: 1, type: 'value', splitNumber: 3, axisLabel: { color: text, formatter: v => format(v, 'Bits') }, splitLine: { lineStyle: { color: line } },
          name: 'Traffic', nameTextStyle: { color: strong, align: 'right', padding: [0, 8, 0, 0] }, nameGap: 18,
        },
      ],
      series: [
        {
          type: 'custom', xAxisIndex: 0, yAxisIndex: 0, clip: true, encode: { x: [1, 2], y: 0 },
          data: bars.map(b => [b.lane, b.from, b.to]), renderItem: (params, api) => bar(params, api, bars, strong, colour('--mud-palette-surface')),
        },
        ...stackedBars(times, [{ name: 'Sent and received', values, color: palette()[0] }], step, { xAxisIndex: 1, yAxisIndex: 1 }),
      ],
    }, { notMerge: true });
  }
}

// Of the next lane that has any, what lies nearest to the middle of a bar.
function nearest(bars, now, direction) {
  const lane = bars.map(b => b.lane).filter(l => (l - now.lane) * direction > 0).sort((a, b) => Math.abs(a - now.lane) - Math.abs(b - now.lane))[0];
  if (lane === undefined) return -1;
  const middle = (now.from + now.to) / 2;
  const away = b => Math.max(b.from - middle, middle - b.to, 0);
  return bars.map((bar, index) => ({ bar, index })).filter(one => one.bar.lane === lane).sort((a, b) => away(a.bar) - away(b.bar))[0].index;
}

// However short, a record can be seen and pointed at, and told from its neighbour of the same colour.
function bar(params, api, bars, strong, gap) {
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
    type: 'rect', shape: { ...shape, r: 3 }, style: { fill: record.color, stroke: gap, lineWidth: 1 }, emphasis: { style: { stroke: strong, lineWidth: 2 } },
    textContent: wide ? { type: 'text', style: { text: record.label, fill: '#10161d', fontSize: 11, width: shape.width - 10, overflow: 'truncate' } } : undefined,
    textConfig: wide ? { position: 'insideLeft', distance: 6 } : undefined,
  };
}

function about(record) {
  return `<b>${escapeHtml(record.label)}</b><div>${escapeHtml(record.name)}</div>`
    + record.lines.filter(l => l).map(l => `<div>${escapeHtml(l)}</div>`).join('');
}

function traffic(point, local) {
  const when = new Date(point.value[0]);
  const title = local ? when.toLocaleString() : when.toISOString().slice(0, 16).replace('T', ' ') + ' UTC';
  return `<b>${escapeHtml(title)}</b><div class="tip-row">${point.marker}<span>${escapeHtml(point.seriesName)}</span><b>${escapeHtml(format(point.value[1], 'Bits'))}</b></div>`;
}
