// The districts as a drawing: it prints, scales with the text and needs no WebGL. Zero is a hatch and a number, so
// that nothing depends on color.
import { svg } from '../dom.ts';
import { middleOf } from '../map/features.ts';
import type { Covered } from './data.ts';

const WIDTH = 940;

export const step = (count: number): 0 | 1 | 2 | 3 => (count === 0 ? 0 : count < 3 ? 1 : count < 5 ? 2 : 3);

export function hatch(id: string): SVGDefsElement {
  return svg('defs', {}, svg('pattern', { id, width: 12, height: 12, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
    svg('rect', { width: 12, height: 12, class: 'hatch-ground' }), svg('path', { d: 'M0 0v12', class: 'hatch-line' })));
}

/** Mercator of a small area: y grows downwards. */
const x = (longitude: number) => longitude;
const y = (latitude: number) => (-Math.log(Math.tan(Math.PI / 4 + (latitude * Math.PI) / 360)) * 180) / Math.PI;

export function drawDistricts(covered: readonly Covered[], label: string, name: (one: Covered) => string): SVGSVGElement | null {
  const drawn = covered.filter((one) => one.boundary !== null);
  const polygons = (one: Covered) => (one.boundary?.type === 'Polygon' ? [one.boundary.coordinates] : (one.boundary?.coordinates ?? [])) as GeoJSON.Position[][][];
  let [west, east, north, south] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const one of drawn) {
    for (const [longitude = 0, latitude = 0] of polygons(one).flat(2)) {
      [west, east] = [Math.min(west, x(longitude)), Math.max(east, x(longitude))];
      [north, south] = [Math.min(north, y(latitude)), Math.max(south, y(latitude))];
    }
  }
  if (!(east > west && south > north)) return null;
  const scale = WIDTH / Math.max(east - west, (south - north) * 0.9);
  const [width, height] = [(east - west) * scale, (south - north) * scale];
  const place = (longitude: number, latitude: number) => [(x(longitude) - west) * scale, (y(latitude) - north) * scale] as const;
  const path = (one: Covered) => polygons(one).flat().map((ring) => `M${ring.map(([longitude = 0, latitude = 0]) => place(longitude, latitude).map((part) => part.toFixed(1)).join(' ')).join('L')}Z`).join('');
  const shapes = drawn.map((one) => svg('path', { class: `district step-${step(one.regular)}`, 'data-district': one.id, d: path(one), 'fill-rule': 'evenodd' }));
  const room = Math.sqrt((width * height) / Math.max(1, drawn.length));
  // Where districts are many, numbers alone; where very many, the shades alone: the table has the rest.
  const texts = room < 40 ? [] : drawn.flatMap((one) => {
    const middle = one.boundary && middleOf(one.boundary);
    if (!middle) return [];
    const [left, top] = place(middle.longitude, middle.latitude);
    const named = room > 110;
    const short = name(one);
    const half = named ? Math.max(40, [...short].length * 11.5 + 8) : 26;
    return [svg('g', { class: `number on-${step(one.regular)}` },
      one.regular === 0 && svg('rect', { class: 'plate', x: left - half, y: top - (named ? 34 : 22), width: half * 2, height: named ? 66 : 40, rx: 8 }),
      named && svg('text', { x: left, y: top - 10 }, short),
      svg('text', { class: 'count', x: left, y: top + (named ? 24 : 10) }, one.regular))];
  });
  return svg('svg', { viewBox: `-12 -12 ${(width + 24).toFixed(0)} ${(height + 24).toFixed(0)}`, role: 'img', 'aria-label': label, class: 'districts' }, hatch('hatch'), shapes, texts);
}
