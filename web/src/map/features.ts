// What the page itself puts on the map, as features: outlines with their names, the list's own places, rings.
import type { Point } from '../config.ts';
import type { Language } from '../words/index.ts';
import { markImage, textImage } from './images.ts';
import type { MapAnswer } from './contract.ts';
import type { Outline } from './outlines.ts';

type Collection = GeoJSON.FeatureCollection;
const collection = (features: GeoJSON.Feature[]): Collection => ({ type: 'FeatureCollection', features });
const spot = (point: Point, properties: GeoJSON.GeoJsonProperties): GeoJSON.Feature => ({ type: 'Feature', geometry: { type: 'Point', coordinates: [point.longitude, point.latitude] }, properties });

/** From which zoom on a level is drawn, and to which its names stand. */
const SHOWN: Readonly<Record<string, readonly [number, number]>> = { PREFECTURE: [4, 8], MUNICIPALITY: [8, 11.5], ELEMENTARY_SCHOOL_DISTRICT: [11.5, 24] };

export function outlineFeatures(outlines: readonly Outline[]): Collection {
  // A coarse outline gives way to the finer ones inside it, where there are any.
  const finest = outlines.some(({ level }) => level === 'ELEMENTARY_SCHOOL_DISTRICT');
  const until = (level: string) => (level === 'PREFECTURE' && outlines.some((one) => one.level === 'MUNICIPALITY') ? 8 : level === 'MUNICIPALITY' && finest ? 11.5 : 24);
  return collection(outlines.map(({ level, geometry }) => ({ type: 'Feature', geometry, properties: { level, to: until(level) } })));
}

function nameOf(outline: Outline, language: Language): string {
  if (language === 'ja-Hira' && outline.kana) return outline.kana;
  return outline.name.replace(/小学校区$/, '小').replace(/中学校区$/, '中');
}

export function nameFeatures(outlines: readonly Outline[], language: Language): Collection {
  return collection(outlines.flatMap((outline) => {
    const shown = SHOWN[outline.level];
    const middle = middleOf(outline.geometry);
    return shown && middle ? [spot(middle, { image: textImage('label', nameOf(outline, language)), from: shown[0], to: shown[1] })] : [];
  }));
}

/** The middle of the largest ring's longest inner stretch on its middle parallel: it lies inside, near enough. */
export function middleOf(geometry: Outline['geometry']): Point | null {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  let best: GeoJSON.Position[][] | null = null;
  let largest = 0;
  for (const polygon of polygons) {
    const ring = polygon[0] ?? [];
    const size = Math.abs(ring.reduce((sum, [x = 0, y = 0], at) => sum + x * (ring[(at + 1) % ring.length]?.[1] ?? 0) - (ring[(at + 1) % ring.length]?.[0] ?? 0) * y, 0));
    if (size > largest) [best, largest] = [polygon, size];
  }
  if (!best?.[0]) return null;
  const ys = best[0].map(([, y = 0]) => y);
  const y = (Math.min(...ys) + Math.max(...ys)) / 2;
  const cuts = best.flatMap((ring) => ring.flatMap(([x1 = 0, y1 = 0], at) => {
    const [x2 = 0, y2 = 0] = ring[(at + 1) % ring.length] ?? [];
    return y1 > y !== y2 > y ? [x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)] : [];
  })).sort((a, b) => a - b);
  let [from, to] = [0, 0];
  for (let at = 0; at + 1 < cuts.length; at += 2) {
    const [left = 0, right = 0] = cuts.slice(at, at + 2);
    if (right - left > to - from) [from, to] = [left, right];
  }
  return to > from ? { latitude: y, longitude: (from + to) / 2 } : null;
}

/** Marks of the list alone, for use without network. */
export function listFeatures(answer: MapAnswer): Collection {
  return collection(answer.places.flatMap((place) => (place.location ? [spot(place.location, { id: place.id, name: place.name, kinds: place.kind })] : [])));
}

export interface Ringed {
  readonly point: Point;
  readonly name: string | null;
  readonly image: string;
}

/** Ring, the mark once more above its neighbors, and the name. */
export function ringFeatures(ringed: readonly Ringed[], near: Point | null): Collection {
  const here = near ? [spot(near, { image: 'spot/here', offset: [0, 0] })] : [];
  return collection([...here, ...ringed.flatMap(({ point, name, image }) => [
    spot(point, { image: 'ring/60', offset: [0, 0] }),
    spot(point, { image, offset: [0, 0] }),
    ...(name ? [spot(point, { image: textImage('name', name), offset: [0, 40] })] : []),
  ])]);
}

export { markImage };
