// The keys of the map beyond those of MapLibre (arrows, + and −), and the cross-hair that they aim with.
import { svg } from '../dom.ts';

export function crossHair(): SVGSVGElement {
  return svg('svg', { class: 'map-cross', viewBox: '0 0 48 48', 'aria-hidden': true }, svg('path', { d: 'M24 2v14M24 32v14M2 24h14M32 24h14' }), svg('circle', { cx: 24, cy: 24, r: 22 }));
}

export function listenToKeys(canvas: HTMLElement, keys: { enter(): void; back(): void }): void {
  canvas.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') keys.enter();
    else if (event.key === 'Escape') keys.back();
    else return;
    event.preventDefault();
  });
}
