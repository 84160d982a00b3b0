// Draws series over time with ECharts (global `echarts`). Data comes from the component, clicks and dragged ranges go back to it.
import { format, escapeHtml, palette, colour, whenReady } from './chart-style.js';

export async function mountTime(element, owner, zooms) {
  await whenReady();
  return new TimeChart(element, owner, zooms);
}

class TimeChart {
  constructor(element, owner, zooms) {
    this.element = element;
    this.owner = owner;
    this.zooms = zooms;
    this.chart = echarts.init(element, null, { renderer: 'canvas' });
    this.resizes = new ResizeObserver(() => this.chart.resize());
    this.resizes.observe(element);
    this.themes = new MutationObserver(() => this.last && this.draw());
    this.themes.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'data-system'] });
    this.chart.on('finished', () => { element.dataset.ready = '1'; });
    this.chart.on('click', event => { if (event.componentType === 'series') owner.invokeMethodAsync('Click', event.seriesIndex); });
    if (zooms) this.followBrush();
  }

  show(kind, unit, times, series, localTime, from, to) {
    this.element.dataset.ready = '0';
    this.last = { kind, unit, times, series, localTime, from, to };
    this.draw();
  }

  draw() {
    const { kind, unit, times, series, localTime, from, to } = this.last;
    const text = colour('--mud-palette-text-secondary');
    const line = colour('--mud-palette-lines-default');
    const colours = palette();
    this.chart.setOption({
      animation: false,
      useUTC: !localTime,
      color: colours,
      grid: { left: 8, right: 16, top: series.length > 1 ? 34 : 12, bottom: 8, containLabel: true },
      legend: series.length > 1
        ? { top: 0, left: 0, right: 40, type: 'scroll', itemWidth: 12, itemHeight: 8, icon: 'roundRect', textStyle: { color: text, fontSize: 12 }, pageTextStyle: { color: text }, pageIconColor: text }
        : undefined,
      tooltip: {
        trigger: 'axis', confine: true, backgroundColor: colour('--mud-palette-surface'), borderColor: line,
        textStyle: { color: colour('--mud-palette-text-primary'), fontSize: 12 },
        formatter: points => tooltip(points, unit, localTime),
      },
      xAxis: { type: 'time', min: from ?? undefined, max: to ?? undefined, axisLine: { lineStyle: { color: line } }, axisLabel: { color: text, hideOverlap: true }, splitLine: { show: false } },
      yAxis: { type: 'value', axisLabel: { color: text, formatter: v => format(v, unit) }, splitLine: { lineStyle: { color: line } }, splitNumber: 4 },
      series: series.map((s, i) => ({
        name: s.name, type: kind === 'Bars' ? 'bar' : 'line', stack: kind === 'Lines' ? undefined : 'all',
        data: times.map((t, n) => [t, s.values[n]]), showSymbol: times.length === 1, sampling: 'lttb', symbolSize: 5, barMaxWidth: 28,
        lineStyle: { width: kind === 'Lines' ? 1.6 : 1 }, areaStyle: kind === 'Stacked' ? { opacity: 0.55 } : undefined,
        color: s.color ?? colours[i % colours.length], triggerLineEvent: true, emphasis: { focus: 'series' },
      })),
    }, { notMerge: true });
  }

  // A range is dragged on the plot itself; ECharts' own zoom would leave the page's time range behind.
  followBrush() {
    const zr = this.chart.getZr();
    let from = null;
    let band = null;
    const timeAt = x => this.chart.convertFromPixel({ xAxisIndex: 0 }, x);
    zr.on('mousedown', e => {
      if (this.last && this.chart.containPixel('grid', [e.offsetX, e.offsetY])) from = e.offsetX;
    });
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
        const [a, b] = [timeAt(Math.min(from, e.offsetX)), timeAt(Math.max(from, e.offsetX))];
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

function tooltip(points, unit, localTime) {
  const shown = points.filter(p => p.value[1] !== null && p.value[1] !== undefined).sort((a, b) => b.value[1] - a.value[1]);
  const when = new Date(points[0].value[0]);
  const title = localTime ? when.toLocaleString() : when.toISOString().slice(0, 16).replace('T', ' ') + ' UTC';
  return `<b>${escapeHtml(title)}</b>` + shown.map(p =>
    `<div class="tip-row">${p.marker}<span>${escapeHtml(p.seriesName)}</span><b>${escapeHtml(format(p.value[1], unit))}</b></div>`).join('');
}
