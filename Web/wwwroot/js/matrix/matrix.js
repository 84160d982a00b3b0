// The matrix of groups on canvas: puts together data, order, layer, drawing and interaction. The page (MatrixCanvas.razor) says what to show
// and hears of states and selections; the cells come over HTTP, not through the circuit.
import { keyOfCategory, shape, used } from './data.js';
import { drawBase, measure, paintImage, theme } from './drawing.js';
import { drawLegend } from './legend.js';
import { drawOverlay } from './overlay.js';
import { Echoes } from './echoes.js';
import { Interaction } from './interaction.js';
import { layoutOf } from './layout.js';
import { MiniMap } from './minimap.js';
import { read } from './fetching.js';
import { scaleOf } from './layers.js';
import { StandingOrder } from './standing-order.js';
import { factsOf, sentenceOf, Tooltip } from './tooltip.js';

const tellAfter = 200;

// element: where to draw; owner: the component, told by Told, Counted, Select, Open and Toggle; fixed: { layers, palette, legend }.
export function mount(element, owner, fixed) {
  return new Matrix(element, owner, fixed);
}

class Matrix {
  constructor(element, owner, fixed) {
    this.owner = owner;
    this.layers = fixed.layers;
    this.palette = fixed.palette;
    this.legend = fixed.legend;
    this.frame = element;
    this.base = this.canvas('matrix-base');
    this.scroller = document.createElement('div');
    this.scroller.className = 'matrix-scroll';
    this.scroller.tabIndex = -1;
    this.sizer = document.createElement('div');
    this.scroller.append(this.sizer);
    element.append(this.scroller);
    this.over = this.canvas('matrix-over');
    this.map = new MiniMap(element, this.scroller);
    this.tip = new Tooltip(element);
    this.live = document.createElement('div');
    this.live.className = 'visually-hidden';
    this.live.setAttribute('aria-live', 'polite');
    element.append(this.live);
    this.interaction = new Interaction(element, this.scroller, this);
    this.scroller.addEventListener('scroll', () => this.draw());
    this.resizes = new ResizeObserver(() => this.matrix && this.arrange());
    this.resizes.observe(element);
    this.themes = new MutationObserver(() => this.matrix && this.repaint());
    this.themes.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'data-system'] });
    const palette = [...document.querySelectorAll('style')].find(style => style.textContent.includes('--mud-palette-surface'));
    if (palette) this.themes.observe(palette, { childList: true, characterData: true, subtree: true });
    this.pointed = null;
    this.header = false;
    this.order = new StandingOrder();
    this.echoes = new Echoes();
    this.toggling = false;
    this.toggles = [];
  }

  // settings: { url, layer, order, byCategory, closed, empty, zoom, cell }. Asks again only for another address.
  show(settings) {
    const before = this.settings;
    this.settings = this.echoes.answers(settings.cell) ? { ...settings, cell: before.cell } : settings;
    settings = this.settings;
    if (before?.url !== settings.url) this.load(false);
    else if (this.matrix && before.cell !== settings.cell && sameBut(before, settings)) {
      this.selectKey(settings.cell, true);
      this.drawOver();
    } else if (this.answer) {
      this.arrangeAll();
      this.call('Counted', this.totals());
    }
    if (before?.closed !== settings.closed || before?.byCategory !== settings.byCategory) this.toggled();
  }

  reload() {
    this.load(true);
  }

  // Orders anew what is shown.
  reorder() {
    this.order.forget();
    if (this.answer) this.arrangeAll();
  }

  // Asks for the cells; what is shown stays meanwhile when it is the same question.
  async load(keep) {
    this.asking?.abort();
    const asking = this.asking = new AbortController();
    if (!keep) {
      this.answer = this.matrix = null;
      this.order.forget();
      this.frame.dataset.ready = '0';
      this.tip.hide();
    }
    this.tell('loading');
    try {
      const answer = await read(this.settings.url, asking.signal);
      if (this.asking === asking) this.take(answer);
    } catch (fault) {
      if (fault.name === 'AbortError' || this.asking !== asking) return;
      this.tell(this.answer ? 'stale' : 'failed', fault.message);
      this.frame.dataset.ready = '1';
    }
  }

  cancel() {
    this.asking?.abort();
    this.asking = null;
    this.tell(this.answer ? 'stale' : 'failed', 'Stopped before an answer came.');
    this.frame.dataset.ready = '1';
  }

  // Takes an answer of /api/v1/matrix/cells and draws it.
  take(answer) {
    this.answer = answer;
    this.arrangeAll();
    this.tell(this.matrix.totals.pairs ? 'ready' : 'empty');
  }

  dispose() {
    this.asking?.abort();
    clearTimeout(this.telling);
    this.resizes.disconnect();
    this.themes.disconnect();
    this.frame.replaceChildren();
  }

  // --- From answer to picture -------------------------------------------------------------------------------------------------------

  arrangeAll() {
    const { settings } = this;
    const shapedBy = `${settings.byCategory}:${settings.closed}`;
    if (this.shaped !== this.answer || this.shapedBy !== shapedBy) {
      this.matrix = shape(this.answer, closedBy(settings));
      [this.shaped, this.shapedBy] = [this.answer, shapedBy];
    }
    const { matrix } = this;
    const ordered = this.order.of(matrix, settings.order);
    const use = used(matrix);
    const rows = ordered.filter(i => settings.empty || use.rows[i]);
    const columns = ordered.filter(i => settings.empty || use.columns[i]);
    this.view = { matrix, rows, columns, rowOf: inverse(rows, matrix.entries.length), columnOf: inverse(columns, matrix.entries.length), palette: this.palette };
    this.layer = this.layers.find(l => l.id === settings.layer) ?? this.layers[0];
    this.pointed = null;
    this.repaint();
    this.interaction.pointAgain();
  }

  repaint() {
    this.look = theme(this.frame);
    this.scale = scaleOf(this.layer, this.matrix);
    Object.assign(this.view, measure(this.base.getContext('2d'), this.matrix, this.look));
    this.image = paintImage(this.view, this.layer, this.scale, this.look);
    if (this.legend) {
      const { columns } = this.matrix;
      drawLegend(this.legend, this.layer, this.scale, this.look, {
        none: columns[this.layer.column].some(value => this.scale.of(value) === null), denied: columns.deniedFlows.some(n => n > 0),
      });
    }
    this.arrange();
  }

  arrange() {
    const size = this.size = { width: this.frame.clientWidth, height: this.frame.clientHeight };
    if (!size.width || !size.height) return;
    const ratio = window.devicePixelRatio || 1;
    for (const canvas of [this.base, this.over]) {
      const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)];
      if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
      canvas.getContext('2d').setTransform(ratio, 0, 0, ratio, 0, 0);
    }
    const { style } = this.scroller;
    // Scroll bars take their room off the cells, so the room is measured after they are there.
    let layout = this.layout = layoutOf(this.view, size, this.settings.zoom);
    [style.left, style.top] = [`${layout.left}px`, `${layout.top}px`];
    [this.sizer.style.width, this.sizer.style.height] = [`${Math.floor(layout.width)}px`, `${Math.floor(layout.height)}px`];
    style.overflow = this.settings.zoom === 'fit' ? 'hidden' : 'auto';
    layout.viewWidth = this.scroller.clientWidth;
    layout.viewHeight = this.scroller.clientHeight;
    this.selectKey(this.settings.cell, this.shownCell !== this.settings.cell);
    this.shownCell = this.settings.cell;
    this.draw();
  }

  draw() {
    if (!this.matrix || !this.layout) return;
    drawBase(this.base.getContext('2d'), this.size, this.view, this.layout, this.scrolled(), this.image, this.layer, this.scale, this.look);
    this.map.draw(this.layout, this.scrolled(), this.image, this.look);
    this.drawOver();
    this.frame.dataset.ready = '1';
  }

  drawOver() {
    drawOverlay(this.over.getContext('2d'), this.size, this.view, this.layout, this.scrolled(), this.place, this.pointed, this.look);
  }

  // --- What the interaction asks and does -------------------------------------------------------------------------------------------

  counts() {
    return { rows: this.view?.rows.length ?? 0, columns: this.view?.columns.length ?? 0 };
  }

  cellSize() {
    return { width: this.layout?.cellWidth ?? 1, height: this.layout?.cellHeight ?? 1 };
  }

  // Where the headers end; null where a click on one does nothing, because there are no categories.
  headers() {
    return this.layout && this.answer?.groups.some(g => g.category !== null) ? this.layout : null;
  }

  scrolled() {
    return { left: this.scroller.scrollLeft, top: this.scroller.scrollTop };
  }

  selected() {
    return this.place;
  }

  point(place, event) {
    if (!this.matrix) return;
    if (place?.row !== this.pointed?.row || place?.column !== this.pointed?.column) {
      this.pointed = place;
      this.drawOver();
    }
    if (!place) {
      this.tip.hide();
      return;
    }
    const [source, destination] = [this.view.rows[place.row], this.view.columns[place.column]];
    const box = this.frame.getBoundingClientRect();
    this.tip.show(
      event.clientX - box.left, event.clientY - box.top, this.matrix.entries[source], this.matrix.entries[destination],
      factsOf(this.matrix, this.layers, source, destination));
  }

  pointHeader(place, event) {
    const entry = place && this.entryOf(place);
    const can = !!entry && entry.category !== null;
    this.frame.style.cursor = can ? 'pointer' : '';
    if (can) {
      const box = this.frame.getBoundingClientRect();
      this.tip.showHeader(
        event.clientX - box.left, event.clientY - box.top, entry,
        entry.sgt === null ? 'Click to see its groups' : `Click to show ${entry.category} as one`);
      this.header = true;
    } else if (this.header) {
      this.header = false;
      if (!this.pointed) this.tip.hide();
    }
  }

  // Closes the category of a group, or opens a closed one. The selection goes along.
  toggle(place) {
    const { category } = this.entryOf(place);
    if (category === null || !this.headers()) return;
    if (this.toggling) this.toggles.push(category);
    else this.toggleCategory(category);
  }

  toggleCategory(category) {
    const toggled = this.matrix?.entries.find(e => e.category === category);
    if (!toggled) return;
    clearTimeout(this.telling);
    const key = e => (e.category !== category ? e.key : toggled.sgt === null ? String(e.first) : keyOfCategory(category));
    const cell = this.place && `${key(this.entryOf({ row: this.place.row }))}:${key(this.entryOf({ column: this.place.column }))}`;
    this.live.textContent = `${category} ${toggled.sgt === null ? 'opened' : 'collapsed'}`;
    this.toggling = true;
    this.call('Toggle', category, cell);
  }

  // The page has answered. Until then the selection has no name of its new rows and columns, so what was toggled meanwhile has waited.
  toggled() {
    this.toggling = false;
    if (this.toggles.length) this.toggleCategory(this.toggles.shift());
  }

  entryOf({ row, column }) {
    return this.matrix.entries[row === undefined ? this.view.columns[column] : this.view.rows[row]];
  }

  select(place) {
    this.place = place;
    const key = this.keyOf(place);
    this.settings = { ...this.settings, cell: key };
    this.shownCell = key;
    this.reveal(place);
    this.drawOver();
    this.live.textContent = sentenceOf(this.matrix, this.layers, this.view.rows[place.row], this.view.columns[place.column]);
    // The address follows when the reader stays, not at every step.
    clearTimeout(this.telling);
    this.telling = setTimeout(() => this.tellSelected(key), tellAfter);
  }

  open(place) {
    clearTimeout(this.telling);
    this.call('Open', this.keyOf(place));
  }

  clear() {
    clearTimeout(this.telling);
    this.place = null;
    this.settings = { ...this.settings, cell: null };
    this.shownCell = null;
    this.drawOver();
    this.live.textContent = 'No cell selected';
    this.tellSelected(null);
  }

  tellSelected(cell) {
    this.echoes.tell(cell);
    this.call('Select', cell);
  }

  selectKey(key, reveal) {
    const [source, destination] = this.endsOf(key);
    const place = { row: this.view.rowOf[source] ?? -1, column: this.view.columnOf[destination] ?? -1 };
    this.place = place.row >= 0 && place.column >= 0 ? place : null;
    if (this.place && reveal) this.reveal(this.place);
  }

  // Names of categories may hold anything, a colon too.
  endsOf(key) {
    const { entries } = this.matrix;
    for (let source = 0; key && source < entries.length; source++) {
      if (!key.startsWith(`${entries[source].key}:`)) continue;
      const destination = entries.findIndex(e => e.key === key.slice(entries[source].key.length + 1));
      if (destination >= 0) return [source, destination];
    }
    return [-1, -1];
  }

  keyOf(place) {
    return `${this.matrix.entries[this.view.rows[place.row]].key}:${this.matrix.entries[this.view.columns[place.column]].key}`;
  }

  reveal(place) {
    const { cellWidth, cellHeight, viewWidth, viewHeight } = this.layout;
    const near = (start, size, scroll, length) => (start < scroll ? start : start + size > scroll + length ? start + size - length : scroll);
    this.scroller.scrollTo(
      near(place.column * cellWidth, cellWidth, this.scroller.scrollLeft, viewWidth), near(place.row * cellHeight, cellHeight, this.scroller.scrollTop, viewHeight));
  }

  tell(state, detail = null) {
    this.call('Told', state, detail, this.matrix && this.totals());
  }

  totals() {
    return { ...this.matrix.totals, rows: this.view.rows.length, columns: this.view.columns.length, groups: this.matrix.entries.length };
  }

  // The page may have gone meanwhile; then nobody waits for this.
  call(method, ...values) {
    this.owner.invokeMethodAsync(method, ...values).catch(() => {});
  }

  canvas(name) {
    const canvas = document.createElement('canvas');
    canvas.className = name;
    canvas.setAttribute('aria-hidden', 'true');
    this.frame.append(canvas);
    return canvas;
  }
}

function inverse(places, length) {
  const result = new Int32Array(length).fill(-1);
  places.forEach((entry, place) => { result[entry] = place; });
  return result;
}

// The page writes them as ClosedCategories.cs says.
function closedBy(settings) {
  if (settings.byCategory) return () => true;
  const closed = new Set((settings.closed ?? '').split(',').filter(Boolean).map(decodeURIComponent));
  return category => closed.has(category);
}

function sameBut(a, b) {
  return ['url', 'layer', 'order', 'byCategory', 'closed', 'empty', 'zoom'].every(name => a[name] === b[name]);
}
