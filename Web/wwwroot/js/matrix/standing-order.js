// The order in force. By similarity it stays while the same groups talk to about the same groups: rows that change places at every refresh cannot
// be read. Everything else is told by the order itself (a new largest group comes first).
import { order } from './ordering.js';

const lasting = 'similarity';

// Share of the pairs with traffic that must be in both patterns.
const alike = 0.9;

export class StandingOrder {
  // Places of the entries of a matrix.
  of(matrix, name) {
    if (name !== this.name || (matrix !== this.matrix && !(name === lasting && samePattern(this.matrix, matrix)))) {
      // What is compared with is what was ordered, not the answer before: many small changes are a large one.
      [this.name, this.matrix, this.places] = [name, matrix, order(matrix, name)];
    }
    return this.places;
  }

  // The next one is made anew.
  forget() {
    this.name = this.matrix = this.places = null;
  }
}

function samePattern(a, b) {
  if (a.entries.length !== b.entries.length || a.entries.some((entry, i) => entry.key !== b.entries[i].key)) return false;
  let [both, either] = [0, 0];
  for (let i = 0; i < a.cells.length; i++) {
    const [before, now] = [a.cells[i] >= 0, b.cells[i] >= 0];
    if (before && now) both++;
    if (before || now) either++;
  }
  return both >= alike * either;
}
