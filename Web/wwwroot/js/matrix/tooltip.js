// What a cell says, as text nodes only: names are untrusted.
import { write } from './layers.js';

export class Tooltip {
  constructor(parent) {
    this.parent = parent;
    this.element = document.createElement('div');
    this.element.className = 'matrix-tip';
    this.element.setAttribute('aria-hidden', 'true');
    this.element.hidden = true;
    parent.append(this.element);
  }

  show(x, y, source, destination, facts) {
    this.place(x, y, pair(source, destination), ...facts.map(row));
  }

  // Of a header: who it is, and what a click does.
  showHeader(x, y, entry, hint) {
    const head = document.createElement('div');
    head.className = 'matrix-tip-pair';
    head.append(text('b', nameOf(entry)));
    this.place(x, y, head, row([hint, '']));
  }

  place(x, y, ...content) {
    this.element.replaceChildren(...content);
    this.element.hidden = false;
    const [width, height] = [this.element.offsetWidth, this.element.offsetHeight];
    this.element.style.left = `${Math.max(4, x + 16 + width > this.parent.clientWidth ? x - width - 12 : x + 16)}px`;
    this.element.style.top = `${Math.max(4, Math.min(y + 16, this.parent.clientHeight - height - 4))}px`;
  }

  hide() {
    this.element.hidden = true;
  }
}

// What is known of a cell, by name: every layer's value and the top service.
export function factsOf(matrix, layers, source, destination) {
  const cell = matrix.cellAt(source, destination);
  if (cell < 0) return [['', 'No traffic in this time range']];
  const { columns } = matrix;
  return [
    ...layers.map(layer => [layer.label, write(layer, columns[layer.column][cell])]),
    ['Top service', columns.topService[cell] || '–'],
  ];
}

export function nameOf(entry) {
  return entry.sgt === null || entry.label === `SGT ${entry.sgt}` ? entry.label : `${entry.label} (${entry.sgt})`;
}

// For those who hear it.
export function sentenceOf(matrix, layers, source, destination) {
  const facts = factsOf(matrix, layers, source, destination).map(([name, value]) => (name ? `${name} ${value}` : value));
  return `${nameOf(matrix.entries[source])} to ${nameOf(matrix.entries[destination])}: ${facts.join(', ')}`;
}

function pair(source, destination) {
  const head = document.createElement('div');
  head.className = 'matrix-tip-pair';
  head.append(text('b', nameOf(source)), text('span', '→'), text('b', nameOf(destination)));
  return head;
}

function row([name, value]) {
  const line = document.createElement('div');
  line.className = 'tip-row';
  line.append(text('span', name), text('span', ''), text('b', value));
  return line;
}

function text(tag, content) {
  const element = document.createElement(tag);
  element.textContent = content;
  return element;
}
