// The filter box: completion, the mark below a mistake, and the keys. What may be written is decided by the server; which of the
// options is active, and where the caret stands, is decided here, so that no key waits for the network.
const LOOK_DELAY = 90;
const CHECK_DELAY = 500;
const LINES = 4;

export function attach(box, dotnet) {
  return new Editor(box, dotnet);
}

class Editor {
  constructor(box, dotnet) {
    this.dotnet = dotnet;
    this.input = box.querySelector('.filter-input');
    this.mirror = box.querySelector('.filter-mirror');
    this.popup = box.querySelector('.filter-popup');
    this.list = box.querySelector('.filter-options');
    this.hint = box.querySelector('.filter-hint');
    this.round = 0;
    this.active = -1;
    this.options = [];
    this.marked = [-1, 0];
    this.listeners = new AbortController();
    const on = (element, name, handle) => element.addEventListener(name, handle, { signal: this.listeners.signal });
    on(this.input, 'keydown', event => this.key(event));
    on(this.input, 'input', () => this.written());
    on(this.input, 'blur', () => this.close());
    on(this.input, 'scroll', () => { this.mirror.scrollTop = this.input.scrollTop; });
    on(this.popup, 'mousedown', event => event.preventDefault());
    on(this.list, 'click', event => this.accept([...this.list.children].indexOf(event.target.closest('li'))));
    this.sizes = new ResizeObserver(() => this.fit());
    this.sizes.observe(box);
    this.draw();
    this.begin();
  }

  // Somebody may have been faster than this script.
  begin() {
    this.input.dataset.alive = '1';
    if (this.input.dataset.run) {
      delete this.input.dataset.run;
      this.call('Run', this.input.value);
    } else if (this.input.value !== this.input.defaultValue) {
      this.written();
    }
  }

  detach() {
    clearTimeout(this.lookTimer);
    clearTimeout(this.checkTimer);
    this.listeners.abort();
    this.sizes.disconnect();
  }

  set(text) {
    if (this.input.value !== text) this.input.value = text;
    this.marked = [-1, 0];
    clearTimeout(this.checkTimer);
    this.close();
    this.draw();
  }

  mark(position, length) {
    this.marked = [position, length];
    this.draw();
  }

  written() {
    this.draw();
    clearTimeout(this.lookTimer);
    clearTimeout(this.checkTimer);
    this.lookTimer = setTimeout(() => this.look(false), LOOK_DELAY);
    this.checkTimer = setTimeout(() => this.call('Check', this.input.value), CHECK_DELAY);
  }

  key(event) {
    const open = !this.popup.hidden;
    if (event.isComposing) return;
    if (event.key === ' ' && event.ctrlKey) {
      this.look(true);
    } else if (event.key === 'Enter' && open && this.active >= 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      this.accept(this.active);
    } else if (event.key === 'Enter' && !event.shiftKey) {
      clearTimeout(this.checkTimer);
      this.close();
      this.call('Run', this.input.value);
    } else if (event.key === 'Tab' && open && this.active >= 0 && !event.shiftKey) {
      this.accept(this.active);
    } else if (event.key === 'ArrowDown' && open && this.options.length) {
      this.choose((this.active + 1) % this.options.length);
    } else if (event.key === 'ArrowUp' && open && this.options.length) {
      this.choose(this.active <= 0 ? this.options.length - 1 : this.active - 1);
    } else if (event.key === 'Escape' && open) {
      this.close();
      event.stopPropagation();
    } else {
      return;
    }
    event.preventDefault();
  }

  async look(asked) {
    clearTimeout(this.lookTimer);
    if (document.activeElement !== this.input) return;
    const round = ++this.round;
    const question = [this.input.value, this.input.selectionStart, asked];
    const answer = await this.call('Look', ...question);
    if (!answer || round !== this.round) return;
    this.show(answer, answer.further);
    if (!answer.further) return;
    const more = await this.call('LookFurtherAsync', ...question);
    if (more && round === this.round) this.show(more, false);
  }

  show(answer, waiting) {
    const kept = this.moved ? this.options[this.active]?.insert : undefined;
    this.answer = answer;
    this.options = answer.options;
    this.list.replaceChildren(...answer.options.map((option, i) => this.row(option, i)));
    this.hint.textContent = [answer.hint, waiting ? 'Looking for values …' : null].filter(text => text).join('  ');
    this.hint.hidden = !this.hint.textContent;
    if (!answer.options.length && this.hint.hidden) {
      this.close();
      return;
    }
    this.popup.hidden = false;
    this.input.setAttribute('aria-expanded', 'true');
    this.place(answer.start);
    const again = kept === undefined ? -1 : answer.options.findIndex(option => option.insert === kept);
    this.activate(again >= 0 ? again : answer.active);
    this.moved = again >= 0;
  }

  row(option, i) {
    const row = document.createElement('li');
    row.id = `${this.list.id}-${i}`;
    row.setAttribute('role', 'option');
    row.setAttribute('aria-selected', 'false');
    const label = document.createElement('span');
    label.className = 'mono';
    label.textContent = option.label;
    const detail = document.createElement('span');
    detail.className = 'filter-detail';
    detail.textContent = option.detail ?? '';
    row.append(label, detail);
    return row;
  }

  choose(at) {
    this.moved = true;
    this.activate(at);
  }

  activate(at) {
    this.active = at;
    [...this.list.children].forEach((row, i) => row.setAttribute('aria-selected', i === at ? 'true' : 'false'));
    const row = this.list.children[at];
    if (row) {
      this.input.setAttribute('aria-activedescendant', row.id);
      row.scrollIntoView({ block: 'nearest' });
    } else {
      this.input.removeAttribute('aria-activedescendant');
    }
  }

  // Writes an option as if typed, so that the browser's own undo takes it back.
  accept(at) {
    const option = this.options[at];
    if (!option) return;
    const { start, length } = this.answer;
    const spaced = option.insert.endsWith(' ') && this.input.value[start + length] === ' ';
    this.close();
    this.input.setSelectionRange(start, start + length + (spaced ? 1 : 0));
    if (!document.execCommand('insertText', false, option.insert)) {
      this.input.setRangeText(option.insert, start, start + length + (spaced ? 1 : 0), 'end');
      this.written();
    }
    this.look(false);
  }

  close() {
    this.round++;
    this.popup.hidden = true;
    this.moved = false;
    this.options = [];
    this.active = -1;
    this.list.replaceChildren();
    this.input.setAttribute('aria-expanded', 'false');
    this.input.removeAttribute('aria-activedescendant');
    clearTimeout(this.lookTimer);
  }

  // The same text behind the box, with the mistake underlined.
  draw() {
    const text = this.input.value;
    const [position, length] = this.marked;
    if (position < 0) {
      this.mirror.textContent = text;
    } else {
      const at = Math.min(position, text.length);
      const mark = document.createElement('span');
      mark.className = 'filter-mark';
      mark.textContent = text.slice(at, at + Math.max(length, 1)) || '\u00a0\u00a0';
      this.mirror.replaceChildren(text.slice(0, at), mark, text.slice(at + Math.max(length, 1)));
    }
    this.fit();
  }

  fit() {
    this.input.style.height = 'auto';
    const line = parseFloat(getComputedStyle(this.input).lineHeight);
    this.input.style.height = `${Math.min(Math.max(this.input.scrollHeight, line), line * LINES)}px`;
    this.mirror.scrollTop = this.input.scrollTop;
  }

  place(start) {
    const probe = document.createElement('span');
    const text = this.input.value;
    this.mirror.replaceChildren(text.slice(0, start), probe, text.slice(start));
    const at = probe.getBoundingClientRect();
    const box = this.popup.offsetParent.getBoundingClientRect();
    this.popup.style.left = `${Math.max(0, Math.min(at.left - box.left - 8, box.width - this.popup.offsetWidth))}px`;
    this.draw();
  }

  async call(name, ...args) {
    try {
      return await this.dotnet.invokeMethodAsync(name, ...args);
    } catch {
      // The server is away; the page says so.
      return null;
    }
  }
}
