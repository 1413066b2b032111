// The style of the map: ground and outlines, the operator's base map if there is one, then clusters and marks.
import type { DataDrivenPropertyValueSpecification, LayerSpecification, SourceSpecification, StyleSpecification } from 'maplibre-gl';
import type { BaseMap } from '../config.ts';
import type { Light } from '../mark.ts';
import type { Tokens } from './tokens.ts';

export const NOTHING: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] };

/** Where marks come from: tiles, or features that this page made from answers. */
export type Marks = { readonly tiles: string; readonly maxzoom: number } | 'features';

export interface StyleParts {
  readonly tokens: Tokens;
  readonly base: BaseMap;
  readonly marks: Marks;
  readonly lights: ReadonlyMap<string, Light>;
  /** What is drawn while it is not known whether a place is open. */
  readonly unknown: Light | 'plain';
}

/** The image of a place: by its first kind and by what is known of its hours. */
export function markExpression(lights: ReadonlyMap<string, Light>, unknown: Light | 'plain'): DataDrivenPropertyValueSpecification<string> {
  const by = (light: Light) => [...lights].filter(([, known]) => known === light).map(([id]) => id);
  const cases: unknown[] = [];
  for (const light of ['lit', 'outline', 'dashed'] as const) {
    const ids = by(light);
    if (ids.length > 0) cases.push(['in', ['get', 'id'], ['literal', ids]], light);
  }
  cases.push(['==', ['get', 'state'], 'open'], 'lit', ['==', ['get', 'state'], 'closed'], 'outline', ['==', ['get', 'state'], 'unknown'], 'dashed');
  const kinds = ['get', 'kinds'];
  const comma = ['index-of', ',', kinds];
  const first = ['case', ['<', comma, 0], kinds, ['slice', kinds, 0, comma]];
  return ['concat', 'mark/', ['case', ...cases, unknown], '/', first] as unknown as DataDrivenPropertyValueSpecification<string>;
}

const ALWAYS = { 'icon-allow-overlap': true, 'icon-ignore-placement': true } as const;

function ground({ tokens, base }: StyleParts): LayerSpecification[] {
  const bare = base.kind === 'none';
  const line: LayerSpecification = { id: 'outlines', type: 'line', source: 'outlines', filter: ['<', ['zoom'], ['get', 'to']], paint: { 'line-color': tokens.border, 'line-width': ['match', ['get', 'level'], 'PREFECTURE', 2, 'MUNICIPALITY', 1.6, 1] }, layout: { 'line-join': 'round' } };
  const names: LayerSpecification = { id: 'names', type: 'symbol', source: 'spots', layout: { 'icon-image': ['get', 'image'], 'icon-padding': 6 }, filter: ['all', ['>=', ['zoom'], ['get', 'from']], ['<', ['zoom'], ['get', 'to']]] };
  const land: LayerSpecification = { id: 'land', type: 'fill', source: 'outlines', filter: ['<', ['zoom'], ['get', 'to']], paint: { 'fill-color': tokens.land } };
  return bare ? [land, line, names] : [line];
}

function marks({ marks, lights, unknown }: StyleParts): LayerSpecification[] {
  const tiled = marks !== 'features';
  const from = (layer: string) => ({ source: 'marks', ...(tiled ? { 'source-layer': layer } : {}) });
  return [
    { id: 'places', type: 'symbol', ...from('places'), filter: ['has', 'id'], layout: { ...ALWAYS, 'icon-image': markExpression(lights, unknown), 'icon-size': ['interpolate', ['linear'], ['zoom'], 11, 0.6, 14, 1] } },
    { id: 'clusters', type: 'symbol', ...from('clusters'), filter: ['has', 'count'], layout: { ...ALWAYS, 'icon-image': ['concat', 'count/', ['to-string', ['get', 'count']]] } },
  ];
}

export function makeStyle(parts: StyleParts, data: Readonly<Record<'outlines' | 'spots' | 'marks' | 'extra', GeoJSON.FeatureCollection>>): StyleSpecification {
  const { base, tokens } = parts;
  const features = (of: GeoJSON.FeatureCollection): SourceSpecification => ({ type: 'geojson', data: of });
  const sources: Record<string, SourceSpecification> = { outlines: features(data.outlines), spots: features(data.spots), extra: features(data.extra) };
  sources['marks'] = parts.marks === 'features' ? features(data.marks) : { type: 'vector', tiles: [parts.marks.tiles], maxzoom: parts.marks.maxzoom };
  const layers: LayerSpecification[] = [{ id: 'sea', type: 'background', paint: { 'background-color': base.kind === 'none' ? tokens.sea : tokens.land } }];
  if (base.kind === 'raster' && base.url) {
    sources['base'] = { type: 'raster', tiles: [base.url], tileSize: 256, maxzoom: 18 };
    layers.push({ id: 'base', type: 'raster', source: 'base', paint: { 'raster-fade-duration': 0 } });
  }
  layers.push(...ground(parts), ...marks(parts), { id: 'extra', type: 'symbol', source: 'extra', layout: { ...ALWAYS, 'icon-image': ['get', 'image'], 'icon-offset': ['get', 'offset'] } });
  return { version: 8, sources, layers };
}
