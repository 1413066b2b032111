// The operator's own base map below the marks: a style address or a PMTiles file. Raster tiles are part of style.ts;
// without any of these the ground is the outlines of districts alone, and nothing is asked of anybody.
import { addProtocol, type LayerSpecification, type SourceSpecification, type StyleSpecification } from 'maplibre-gl';
import type { BaseMap } from '../config.ts';

export interface ReadyBase {
  readonly style: Partial<StyleSpecification> & { readonly layers: LayerSpecification[]; readonly sources: Record<string, SourceSpecification> };
}

export async function readyBase(base: BaseMap): Promise<ReadyBase | null> {
  if (!base.url) return null;
  try {
    if (base.kind === 'style') return { style: (await (await fetch(base.url)).json()) as ReadyBase['style'] };
    return base.kind === 'pmtiles' ? await fromFile(new URL(base.url, location.href).href) : null;
  } catch {
    // Without the ground the marks are still there.
    return null;
  }
}

async function fromFile(url: string): Promise<ReadyBase> {
  const { Protocol, PMTiles, TileType } = await import('pmtiles');
  const protocol = new Protocol();
  const file = new PMTiles(url);
  protocol.add(file);
  addProtocol('pmtiles', protocol.tile);
  const { tileType } = await file.getHeader();
  const address = `pmtiles://${url}`;
  if (tileType !== TileType.Mvt) {
    return { style: { sources: { base: { type: 'raster', url: address, tileSize: 256 } }, layers: [{ id: 'base', type: 'raster', source: 'base' }] } };
  }
  // Plain shapes of the layers that Protomaps' files have; names would need fonts from somewhere.
  const shape = (id: string, type: 'fill' | 'line', paint: object): LayerSpecification => ({ id: `base-${id}`, type, source: 'base', 'source-layer': id, paint }) as LayerSpecification;
  const gray = '#9aa3a8';
  return {
    style: {
      sources: { base: { type: 'vector', url: address } },
      layers: [
        shape('earth', 'fill', { 'fill-color': gray, 'fill-opacity': 0.08 }),
        shape('landuse', 'fill', { 'fill-color': gray, 'fill-opacity': 0.1 }),
        shape('water', 'fill', { 'fill-color': '#6d9fc4', 'fill-opacity': 0.45 }),
        shape('buildings', 'fill', { 'fill-color': gray, 'fill-opacity': 0.3 }),
        shape('roads', 'line', { 'line-color': gray, 'line-width': 1.2 }),
        shape('boundaries', 'line', { 'line-color': gray, 'line-dasharray': [3, 2] }),
      ],
    },
  };
}

/** Our style with the operator's layers under everything but the sea. */
export function baseStyle(ours: StyleSpecification, operator: ReadyBase | null): StyleSpecification {
  if (!operator) return ours;
  const { sources, layers, ...rest } = operator.style;
  const [sea, ...others] = ours.layers;
  return { ...rest, version: 8, sources: { ...sources, ...ours.sources }, layers: [...(sea ? [sea] : []), ...layers, ...others] };
}
