// What every drawing with ECharts (global `echarts`) does: follow the element's size and the colours of the theme, tell tests when it is done.
import { colour, whenReady } from './chart-style.js';

const shortestDrag = 4;
const shortestRange = 60000;

export async function mountChart(element, owner, Kind) {
  await whenReady();
  // Another kind of chart may have been chosen meanwhile, and the element taken away.
  if (!element?.isConnected) return { show() {}, dispose() {} };
  return new Kind(element, owner);
}

export class ChartFrame {
  constructor(element, owner) {
    this.element = element;
    this.owner = owner;
    this.chart = echarts.init(element, null, { renderer: 'canvas' });
    this.resizes = new ResizeObserver(() => this.chart.resize());
    this.resizes.observe(element);
    this.themes = new MutationObserver(() => this.last && this.draw());
    this.themes.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'data-system'] });
    this.chart.on('finished', () => { element.dataset.ready = '1'; });
  }

  keep(last) {
    this.element.dataset.ready = '0';
    this.last = last;
    this.draw();
  }

  // A range is dragged on the plots themselves, whose time axes are one; ECharts' own zoom would leave the page's time range behind.
  // plots: their grids; wanted: whether it is to be at this moment.
  followDrag(plots, wanted) {
    const zr = this.chart.getZr();
    let from = null;
    let band = null;
    const inside = e => plots.some(gridIndex => this.chart.containPixel({ gridIndex }, [e.offsetX, e.offsetY]));
    zr.on('mousedown', e => { if (wanted() && inside(e)) from = e.offsetX; });
    zr.on('mousemove', e => {
      if (from === null || Math.abs(e.offsetX - from) < shortestDrag) return;
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
        const [a, b] = [Math.min(from, e.offsetX), Math.max(from, e.offsetX)].map(x => this.chart.convertFromPixel({ xAxisIndex: plots[0] }, x));
        if (b - a >= shortestRange) this.owner.invokeMethodAsync('Zoom', Math.round(a), Math.round(b));
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
