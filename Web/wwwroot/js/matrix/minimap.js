// The whole matrix in a corner, with a frame around what can be seen; pressing and dragging in it moves there.
const longest = 150;

export class MiniMap {
  constructor(parent, scroller) {
    this.scroller = scroller;
    this.canvas = document.createElement('canvas');
    this.canvas.className = 'matrix-map';
    this.canvas.setAttribute('aria-hidden', 'true');
    parent.append(this.canvas);
    this.canvas.addEventListener('pointerdown', e => {
      this.canvas.setPointerCapture(e.pointerId);
      this.go(e);
    });
    this.canvas.addEventListener('pointermove', e => { if (this.canvas.hasPointerCapture(e.pointerId)) this.go(e); });
  }

  draw(layout, scroll, image, look) {
    const needed = layout.width > layout.viewWidth + 1 || layout.height > layout.viewHeight + 1;
    this.canvas.hidden = !needed;
    if (!needed) return;
    this.layout = layout;
    this.scale = longest / Math.max(layout.width, layout.height);
    const [width, height] = [Math.max(12, layout.width * this.scale), Math.max(12, layout.height * this.scale)].map(Math.round);
    const ratio = window.devicePixelRatio || 1;
    if (this.canvas.width !== Math.round(width * ratio) || this.canvas.height !== Math.round(height * ratio)) {
      [this.canvas.width, this.canvas.height] = [Math.round(width * ratio), Math.round(height * ratio)];
      [this.canvas.style.width, this.canvas.style.height] = [`${width}px`, `${height}px`];
    }
    const context = this.canvas.getContext('2d');
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.fillStyle = look.ground;
    context.fillRect(0, 0, width, height);
    context.imageSmoothingEnabled = image.width > width;
    context.drawImage(image, 0, 0, width, height);
    context.strokeStyle = look.accent;
    context.lineWidth = 2;
    context.strokeRect(
      scroll.left * this.scale + 1, scroll.top * this.scale + 1,
      Math.min(width - 2, layout.viewWidth * this.scale - 2), Math.min(height - 2, layout.viewHeight * this.scale - 2));
  }

  go(event) {
    const box = this.canvas.getBoundingClientRect();
    this.scroller.scrollTo(
      (event.clientX - box.left) / this.scale - this.layout.viewWidth / 2, (event.clientY - box.top) / this.scale - this.layout.viewHeight / 2);
  }
}
