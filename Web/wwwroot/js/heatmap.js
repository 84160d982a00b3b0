// Series by time, by colour. The square root of a value is coloured, so that small series are seen beside large ones.
import { format, escapeHtml, colour } from './chart-style.js';
import { ChartFrame, mountChart } from './chart-frame.js';

const dark = ['#20304a', '#2b5c8a', '#2f8d99', '#5bb98a', '#c3d765', '#fdf0a0'];
const light = ['#e9eff6', '#b5d4e9', '#72b2d7', '#3a87bd', '#235a94', '#142f5e'];

export function mount(element, owner) {
  return mountChart(element, owner, HeatMap);
}

class HeatMap extends ChartFrame {
  constructor(element, owner) {
    super(element, owner);
    this.chart.on('click', event => {
      if (event.componentType === 'series') owner.invokeMethodAsync('Click', event.value[1]);
    });
  }

  show(unit, times, series, localTime) {
    this.keep({ unit, times, series, localTime });
  }

  draw() {
    const { unit, times, series, localTime } = this.last;
    const text = colour('--mud-palette-text-secondary');
    const surface = colour('--mud-palette-surface');
    const most = Math.max(...series.flatMap(s => s.values), Number.MIN_VALUE);
    const days = times.length > 1 && times[times.length - 1] - times[0] > 36e5 * 36;
    const cells = series.flatMap((s, row) => times.map((t, column) => [column, row, Math.sqrt(s.values[column] / most), s.values[column]]).filter(cell => cell[3] > 0));
    this.chart.setOption({
      animation: false,
      grid: { left: 8, right: 16, top: 24, bottom: 52, containLabel: true },
      tooltip: {
        confine: true, backgroundColor: surface, borderColor: colour('--mud-palette-lines-default'),
        textStyle: { color: colour('--mud-palette-text-primary'), fontSize: 12 },
        formatter: p => `<b>${escapeHtml(moment(times[p.value[0]], localTime, true))}</b><div class="tip-row"><span></span><span>${escapeHtml(series[p.value[1]].name)}</span><b>${escapeHtml(format(p.value[3], unit))}</b></div>`,
      },
      xAxis: {
        type: 'category', data: times.map(t => moment(t, localTime, days)), axisTick: { show: false }, splitArea: { show: false },
        axisLine: { lineStyle: { color: colour('--mud-palette-lines-default') } }, axisLabel: { color: text, hideOverlap: true },
      },
      yAxis: {
        type: 'category', inverse: true, data: series.map(s => s.name), axisTick: { show: false }, axisLine: { show: false },
        axisLabel: { color: text, interval: 0, width: 300, overflow: 'truncate' },
      },
      visualMap: {
        type: 'continuous', min: 0, max: 1, dimension: 2, calculable: false, orient: 'horizontal', left: 'center', bottom: 0, itemWidth: 10, itemHeight: 160,
        text: [format(most, unit), '0'], textStyle: { color: text, fontSize: 12 }, inRange: { color: surface === '#ffffff' || isLight(surface) ? light : dark },
      },
      series: [{
        type: 'heatmap', data: cells, progressive: 0, itemStyle: { borderColor: surface, borderWidth: 1 },
        emphasis: { itemStyle: { borderColor: colour('--mud-palette-text-primary'), borderWidth: 1 } },
      }],
    }, { notMerge: true });
  }
}

function moment(time, localTime, withDay) {
  const shifted = new Date(localTime ? time - new Date(time).getTimezoneOffset() * 60000 : time).toISOString();
  return withDay ? shifted.slice(5, 16).replace('T', ' ') : shifted.slice(11, 16);
}

// The theme's colours come as rgb() or rgba(); what is bright needs the ramp that darkens.
function isLight(css) {
  const parts = css.match(/[\d.]+/g);
  return css.startsWith('rgb') && parts && (Number(parts[0]) + Number(parts[1]) + Number(parts[2])) / 3 > 128;
}
