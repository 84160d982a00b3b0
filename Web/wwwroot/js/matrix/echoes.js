// What a selection was told as comes back from the page a round trip later, when the reader may be further on; such an answer must not take the
// reader back. Whatever else the page says is news and counts.
export class Echoes {
  constructor() {
    this.told = [];
    this.page = undefined;
  }

  // The selection is being told. What the page holds already it will not answer.
  tell(cell) {
    if (cell !== (this.told.at(-1) ?? this.page)) this.told.push(cell);
  }

  // True when what the page says of the selection is no news: what it said before, or the answer to what it was told (older answers may have been
  // left out).
  answers(cell) {
    if (cell === this.page) return true;
    this.page = cell;
    const at = this.told.indexOf(cell);
    this.told.splice(0, at < 0 ? this.told.length : at + 1);
    return at >= 0;
  }
}
