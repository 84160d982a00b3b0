// Pointer and keys. Says which cell is pointed at, selected or opened, as { row, column } of the view.
const page = 10;

export class Interaction {
  // target: { counts(), cellSize(), headers(), scrolled(), selected(), point(place), select(place), open(place), clear() }
  constructor(frame, scroller, target) {
    this.frame = frame;
    this.scroller = scroller;
    this.target = target;
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
    frame.addEventListener('keydown', e => {
      if (!e.altKey && !e.metaKey && this.key(e)) {
        e.preventDefault();
        e.stopPropagation();
      }
    });
  }

  placeOf(event) {
    const box = this.scroller.getBoundingClientRect();
    const { rows, columns } = this.target.counts();
    const { width, height } = this.target.cellSize();
    const row = Math.floor((event.clientY - box.top + this.scroller.scrollTop) / height);
    const column = Math.floor((event.clientX - box.left + this.scroller.scrollLeft) / width);
    return row >= 0 && row < rows && column >= 0 && column < columns ? { row, column } : null;
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
