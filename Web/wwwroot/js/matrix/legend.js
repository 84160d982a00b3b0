// The ramp with its ends, and what the other marks mean.
import { colourOf, css } from './ramp.js';
import { write } from './layers.js';

// marks: { none, denied }: which of the other marks there are.
export function drawLegend(element, layer, scale, look, marks) {
  const title = document.createElement('span');
  title.textContent = layer.legend;
  const bar = document.createElement('span');
  bar.className = 'matrix-legend-bar';
  const stops = Array.from({ length: 9 }, (_, i) => css(colourOf(look.ramp, i / 8)));
  bar.style.background = `linear-gradient(90deg, ${stops.join(', ')})`;
  const scaleBox = document.createElement('span');
  scaleBox.className = 'matrix-legend-scale';
  const ends = document.createElement('span');
  ends.className = 'matrix-legend-ends';
  ends.append(...scale.ticks.map(tick => span(write(layer, tick))));
  scaleBox.append(bar, ends);
  element.replaceChildren(title, ...(scale.ticks.length ? [scaleBox] : [span('nothing in this range')]), ...(marks.none ? [key(look.none, 'traffic, but none of this')] : []), ...(marks.denied ? [denied()] : []));
}

function span(content) {
  const element = document.createElement('span');
  element.textContent = content;
  return element;
}

function key(colour, content) {
  const element = span(content);
  const box = document.createElement('i');
  box.className = 'matrix-legend-key';
  box.style.background = css(colour);
  element.prepend(box);
  return element;
}

function denied() {
  const element = span('denied attempts among it');
  const box = document.createElement('i');
  box.className = 'matrix-legend-corner';
  element.prepend(box);
  return element;
}
