// What every drawing with ECharts (global `echarts`) does: follow the element's size and the colours of the theme, tell tests when it is done.
import { whenReady } from './chart-style.js';

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

  dispose() {
    this.resizes.disconnect();
    this.themes.disconnect();
    this.chart.dispose();
  }
}
