// Draws series over time with ECharts (global `echarts`). Data comes from the component, clicks and dragged ranges go back to it.
import { format, escapeHtml, palette, colour } from './chart-style.js';
import { stackedBars, stepOf } from './bars.js';
import { ChartFrame, mountChart } from './chart-frame.js';

export function mount(element, owner) {
  return mountChart(element, owner, TimeChart);
}

class TimeChart extends ChartFrame {
  constructor(element, owner) {
    super(element, owner);
    this.chart.on('click', event => { if (event.componentType === 'series') owner.invokeMethodAsync('Click', event.seriesIndex); });
    this.followDrag([0], () => this.last?.zooms);
  }

  show(kind, unit, times, series, localTime, from, to, most, legend, zooms) {
    this.keep({ kind, unit, times, series, localTime, from, to, most, legend, zooms });
  }

  draw() {
    const { kind, unit, times, series, localTime, from, to, most, legend } = this.last;
    const text = colour('--mud-palette-text-secondary');
    const line = colour('--mud-palette-lines-default');
    const colours = palette();
    this.chart.setOption({
      animation: false,
      useUTC: !localTime,
      color: colours,
      grid: { left: 8, right: 16, top: legend && series.length > 1 ? 34 : 12, bottom: 8, containLabel: true },
      legend: legend && series.length > 1
        ? { top: 0, left: 0, right: 56, type: 'scroll', itemWidth: 12, itemHeight: 8, icon: 'roundRect', textStyle: { color: text, fontSize: 12 }, pageTextStyle: { color: text }, pageIconColor: text }
        : undefined,
      tooltip: {
        trigger: 'axis', confine: true, backgroundColor: colour('--mud-palette-surface'), borderColor: line,
        textStyle: { color: colour('--mud-palette-text-primary'), fontSize: 12 },
        formatter: points => tooltip(points, unit, localTime),
      },
      xAxis: { type: 'time', min: from ?? undefined, max: to ?? undefined, axisLine: { lineStyle: { color: line } }, axisLabel: { color: text, hideOverlap: true }, splitLine: { show: false } },
      yAxis: { type: 'value', max: most ?? undefined, axisLabel: { color: text, showMaxLabel: most ? false : undefined, formatter: v => format(v, unit) }, splitLine: { lineStyle: { color: line } }, splitNumber: 4 },
      series: kind === 'Bars' ? this.bars(colours) : series.map((s, i) => s.dashed ? dashed(s, times) : {
        name: s.name, type: 'line', stack: kind === 'Lines' ? undefined : 'all',
        data: times.map((t, n) => [t, s.values[n]]), showSymbol: times.length === 1, sampling: 'lttb', symbolSize: 5,
        lineStyle: { width: kind === 'Lines' ? 1.6 : 1 }, areaStyle: kind === 'Stacked' ? { opacity: 0.55 } : undefined,
        color: s.color ?? colours[i % colours.length], triggerLineEvent: true, emphasis: { focus: 'series' },
      }),
    }, { notMerge: true });
  }

  // Dashed lines lie above the bars; the places of the series stay, because clicks are told by them.
  bars(colours) {
    const { times, series } = this.last;
    const stacked = stackedBars(
      times, series.map((s, i) => ({ ...s, color: s.color ?? colours[i % colours.length] })).filter(s => !s.dashed), stepOf(times));
    return series.map(s => s.dashed ? dashed(s, times) : stacked.shift());
  }
}

function dashed(s, times) {
  const text = colour('--mud-palette-text-primary');
  return {
    name: s.name, type: 'line', data: times.map((t, n) => [t, s.values[n]]), showSymbol: false, silent: true, z: 5,
    color: s.color ?? text, lineStyle: { width: 1.5, type: 'dashed', color: s.color ?? text },
  };
}

function tooltip(points, unit, localTime) {
  const shown = points.filter(p => p.value[1] !== null && p.value[1] !== undefined).sort((a, b) => b.value[1] - a.value[1]);
  const when = new Date(points[0].value[0]);
  const title = localTime ? when.toLocaleString() : when.toISOString().slice(0, 16).replace('T', ' ') + ' UTC';
  return `<b>${escapeHtml(title)}</b>` + shown.map(p =>
    `<div class="tip-row">${p.marker}<span>${escapeHtml(p.seriesName)}</span><b>${escapeHtml(format(p.value[1], unit))}</b></div>`).join('');
}
