// Marks by GraphQL where tiles cannot say the filter, or are not there: exact counts by cell for what is in view.
import { ask } from '../api/client.ts';
import type { Box } from '../state/url.ts';
import type { MapAnswer } from './contract.ts';

interface Clusters {
  readonly placeClusters: {
    readonly clusters: readonly {
      readonly cell: string;
      readonly centroid: { readonly latitude: number; readonly longitude: number };
      readonly count: number;
      readonly expansionZoom: number;
      readonly kindCounts: readonly { readonly kind: string; readonly count: number }[];
      readonly place: { readonly id: string; readonly name: string; readonly kinds: readonly string[] } | null;
    }[];
  } | null;
}

const CLUSTERS = `query Clusters($within: AreaInput!, $zoom: Int!, $filter: PlaceFilter, $language: String) {
  placeClusters(within: $within, zoom: $zoom, filter: $filter) { clusters {
    cell centroid { latitude longitude } count expansionZoom kindCounts { kind count } place { id name(language: $language) kinds } } } }`;
const EXTENT = `query Extent($within: AreaInput!, $filter: PlaceFilter) {
  placeClusters(within: $within, zoom: 0, filter: $filter) { clusters { south west north east } } }`;
const WORLD: Box = { south: -90, west: -180, north: 90, east: 180 };

const area = (answer: MapAnswer, boundingBox: Box) => (answer.districtIds.length > 0 ? { districtIds: answer.districtIds } : { boundingBox });

/** Features with the properties that the tiles have: `count`, kinds and `expansionZoom`, or those of one place. */
export async function askClusters(answer: MapAnswer, view: Box, zoom: number, language: string, server: string, signal: AbortSignal): Promise<GeoJSON.FeatureCollection> {
  const variables = { within: area(answer, view), zoom: Math.max(0, Math.min(22, Math.floor(zoom))), filter: answer.filter, language };
  const { placeClusters } = await ask<Clusters>(CLUSTERS, variables, { base: server, signal });
  const features = (placeClusters?.clusters ?? []).map(({ centroid, count, expansionZoom, kindCounts, place }): GeoJSON.Feature => {
    const counts = Object.fromEntries(kindCounts.map((of) => [of.kind, of.count]));
    const properties = place ? { id: place.id, name: place.name, kinds: place.kinds.join(',') } : { count, expansionZoom, ...counts };
    return { type: 'Feature', geometry: { type: 'Point', coordinates: [centroid.longitude, centroid.latitude] }, properties };
  });
  return { type: 'FeatureCollection', features };
}

/** The box of everything that the answer has on the map; null when that is nothing. */
export async function askExtent(answer: MapAnswer, server: string): Promise<Box | null> {
  const { placeClusters } = await ask<{ placeClusters: { clusters: readonly Box[] } | null }>(EXTENT, { within: area(answer, WORLD), filter: answer.filter }, { base: server });
  const boxes = placeClusters?.clusters ?? [];
  if (boxes.length === 0) return null;
  return {
    south: Math.min(...boxes.map((box) => box.south)),
    west: Math.min(...boxes.map((box) => box.west)),
    north: Math.max(...boxes.map((box) => box.north)),
    east: Math.max(...boxes.map((box) => box.east)),
  };
}

const MEMBERS = `query Members($within: AreaInput!, $filter: PlaceFilter) { places(within: $within, filter: $filter, first: 20) { nodes { id } } }`;

/** Those at one point, where no zoom parts them. */
export async function askMembers(answer: MapAnswer, around: { longitude: number; latitude: number }, server: string): Promise<readonly string[]> {
  const reach = 0.00005;
  const boundingBox: Box = { south: around.latitude - reach, west: around.longitude - reach, north: around.latitude + reach, east: around.longitude + reach };
  const { places } = await ask<{ places: { nodes: readonly { id: string }[] } | null }>(MEMBERS, { within: { boundingBox }, filter: answer.filter }, { base: server });
  return places?.nodes.map(({ id }) => id) ?? [];
}
