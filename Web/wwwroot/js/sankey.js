// Amounts from column to column. Pointing at a node or link lights everything that passes it, to both ends.
import { format, escapeHtml, colour } from './chart-style.js';
import { ChartFrame, mountChart } from './chart-frame.js';

export function mount(element, owner) {
  return mountChart(element, owner, Sankey);
}

class Sankey extends ChartFrame {
  constructor(element, owner) {
    super(element, owner);
    this.chart.on('click', event => {
      if (event.componentType !== 'series') return;
      owner.invokeMethodAsync(event.dataType === 'edge' ? 'ClickLink' : 'ClickNode', event.data.place);
    });
  }

  show(unit, nodes, links) {
    this.keep({ unit, nodes, links });
  }

  draw() {
    const { unit, nodes, links } = this.last;
    const text = colour('--mud-palette-text-primary');
    const last = Math.max(...nodes.map(n => n.column));
    this.chart.setOption({
      animation: false,
      tooltip: {
        confine: true, backgroundColor: colour('--mud-palette-surface'), borderColor: colour('--mud-palette-lines-default'),
        textStyle: { color: text, fontSize: 12 },
        formatter: p => p.dataType === 'edge'
          ? tip(`${nodes[links[p.data.place].source].name} → ${nodes[links[p.data.place].target].name}`, p.data.value, unit)
          : tip(nodes[p.data.place].name, nodes[p.data.place].amount, unit),
      },
      series: [{
        type: 'sankey', left: 4, right: 4, top: 8, bottom: 10, nodeWidth: 12, nodeGap: 14, nodeAlign: 'justify', layoutIterations: 16, draggable: false,
        emphasis: { focus: 'trajectory', lineStyle: { opacity: 0.7 } }, blur: { lineStyle: { opacity: 0.06 }, itemStyle: { opacity: 0.25 }, label: { opacity: 0.35 } },
        lineStyle: { color: 'gradient', opacity: 0.32, curveness: 0.5 },
        labelLayout: { hideOverlap: true },
        label: { color: text, fontSize: 12, width: 190, overflow: 'truncate', textBorderColor: colour('--mud-palette-surface'), textBorderWidth: 2 },
        data: nodes.map((n, place) => ({
          name: String(place), place, depth: n.column, value: n.amount, itemStyle: { color: n.color, borderWidth: 0 },
          label: { position: n.column === last ? 'left' : 'right', formatter: () => n.name },
        })),
        links: links.map((l, place) => ({ place, source: String(l.source), target: String(l.target), value: l.amount })),
      }],
    }, { notMerge: true });
  }
}

function tip(name, value, unit) {
  return `<div class="tip-row"><span></span><span>${escapeHtml(name)}</span><b>${escapeHtml(format(value, unit))}</b></div>`;
}
