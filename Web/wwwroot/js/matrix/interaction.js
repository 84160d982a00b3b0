// Pointer and keys. Says which cell is pointed at, selected or opened, as { row, column } of the view, and which header, as { row } or { column }.
const page = 10;

export class Interaction {
  // target: { counts(), cellSize(), headers(), selected(), point(place, event), pointHeader(place, event), select(place), open(place), toggle(place), clear() }
  constructor(frame, scroller, target) {
    this.frame = frame;
    this.scroller = scroller;
    this.target = target;
    this.pointer = null;
    scroller.addEventListener('pointermove', e => target.point(this.placeOf(e), e));
    scroller.addEventListener('pointerleave', () => target.point(null, null));
    scroller.addEventListener('click', e => {
      frame.focus({ preventScroll: true });
      const place = this.placeOf(e);
      if (place) target.select(place);
    });
    scroller.addEventListener('dblclick', e => {
      const place = this.placeOf(e);
      if (place) target.open(place);
    });
    frame.addEventListener('pointermove', e => {
      this.pointer = e;
      target.pointHeader(this.headerOf(e), e);
    });
    frame.addEventListener('pointerleave', () => {
      this.pointer = null;
      target.pointHeader(null, null);
    });
    frame.addEventListener('click', e => {
      const place = this.headerOf(e);
      if (place) target.toggle(place);
    });
    frame.addEventListener('keydown', e => {
      if (!e.altKey && !e.metaKey && this.key(e)) {
        e.preventDefault();
        e.stopPropagation();
      }
    });
  }

  // What lies under a pointer that has not moved, after the picture has.
  pointAgain() {
    const e = this.pointer;
    this.target.point(e && this.scroller.contains(e.target) ? this.placeOf(e) : null, e);
    this.target.pointHeader(e && this.headerOf(e), e);
  }

  placeOf(event) {
    const box = this.scroller.getBoundingClientRect();
    const { rows, columns } = this.target.counts();
    const { width, height } = this.target.cellSize();
    const row = Math.floor((event.clientY - box.top + this.scroller.scrollTop) / height);
    const column = Math.floor((event.clientX - box.left + this.scroller.scrollLeft) / width);
    return row >= 0 && row < rows && column >= 0 && column < columns ? { row, column } : null;
  }

  // Names of columns may be slanted: they lean to the right as far as they rise.
  headerOf(event) {
    const headers = this.target.headers();
    if (!headers || this.scroller.contains(event.target)) return null;
    const box = this.frame.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left - headers.left, event.clientY - box.top - headers.top];
    const { rows, columns } = this.target.counts();
    const { width, height } = this.target.cellSize();
    if (x < 0 && y >= 0) {
      const row = Math.floor((y + this.scroller.scrollTop) / height);
      return row < rows ? { row } : null;
    }
    const column = Math.floor(((headers.slanted ? x + y : x) + this.scroller.scrollLeft) / width);
    return y < 0 && column >= 0 && column < columns ? { column } : null;
  }

  key(event) {
    const { rows, columns } = this.target.counts();
    if (!rows || !columns) return false;
    const at = this.target.selected();
    const move = (row, column) => {
      this.target.select({ row: Math.min(rows - 1, Math.max(0, row)), column: Math.min(columns - 1, Math.max(0, column)) });
      return true;
    };
    const step = (row, column) => (at ? move(at.row + row, at.column + column) : this.start(move));
    switch (event.key) {
      case 'ArrowUp': return step(-1, 0);
      case 'ArrowDown': return step(1, 0);
      case 'ArrowLeft': return step(0, -1);
      case 'ArrowRight': return step(0, 1);
      case 'PageUp': return step(-page, 0);
      case 'PageDown': return step(page, 0);
      case 'Home': return event.ctrlKey ? move(0, 0) : move(at?.row ?? 0, 0);
      case 'End': return event.ctrlKey ? move(rows - 1, columns - 1) : move(at?.row ?? 0, columns - 1);
      case ' ': if (at) this.target.toggle(event.shiftKey ? { column: at.column } : { row: at.row }); return !!at;
      case 'Enter': if (at) this.target.open(at); return !!at;
      case 'Escape': if (at) this.target.clear(); return !!at;
      default: return false;
    }
  }

  // Without a selection the first key selects what is seen first.
  start(move) {
    const { width, height } = this.target.cellSize();
    return move(Math.ceil(this.scroller.scrollTop / height), Math.ceil(this.scroller.scrollLeft / width));
  }
}
