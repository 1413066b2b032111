// The light in the window: the mark of a place. Filled = open now, outline = closed, dashed = not known.
// Lists, map, legend, place page and paper all draw this one.
import { paths } from 'virtual:icons';
import { svg } from './dom.ts';
import { LOOK, type Family, type Kind } from './kinds.ts';

export type Light = 'lit' | 'outline' | 'dashed';

const SHAPES: Readonly<Record<Family, string>> = {
  eat: 'M20 3a17 17 0 1 1 0 34 17 17 0 0 1 0-34z',
  grow: 'M11 4h18a7 7 0 0 1 7 7v18a7 7 0 0 1-7 7H11a7 7 0 0 1-7-7V11a7 7 0 0 1 7-7z',
  talk: 'M10 3h20a7 7 0 0 1 7 7v14a7 7 0 0 1-7 7h-6l-4 6-4-6h-6a7 7 0 0 1-7-7V10a7 7 0 0 1 7-7z',
  care: 'M12 4h16l9.5 16L28 36H12L2.5 20z',
  public: 'M5 4h30a1 1 0 0 1 1 1v30a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1z',
  shelter: 'M20 2.5 37 15v21.5H3V15z',
  other: 'M5 4h30a1 1 0 0 1 1 1v30a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1z',
};
/** How far the symbol moves to stand in the middle of its shape. */
const SHIFT: Partial<Record<Family, number>> = { talk: -3, shelter: 3 };

/** A symbol by its name in build/icons.ts. */
export function icon(name: string): SVGSVGElement {
  const path = svg('path', { d: paths[name] ?? '' });
  return svg('svg', { class: 'icon', viewBox: '0 -960 960 960', 'aria-hidden': true, focusable: 'false' }, path);
}

export function mark(kind: Kind, light: Light = 'lit'): SVGSVGElement {
  const { family, icon: name } = LOOK[kind];
  const symbol = svg('path', { class: 'mark-symbol', d: paths[name] ?? '' });
  return svg(
    'svg',
    { class: `mark ${family} ${light}`, viewBox: '0 0 40 40', 'aria-hidden': true, focusable: 'false' },
    svg('path', { class: 'mark-shape', d: SHAPES[family] }),
    svg('svg', { x: 9, y: 9 + (SHIFT[family] ?? 0), width: 22, height: 22, viewBox: '0 -960 960 960' }, symbol),
  );
}
