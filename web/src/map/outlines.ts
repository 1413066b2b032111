// The ground of the map: outlines of districts, finer the closer one looks. They are asked for around the middle of
// the view, each district's parts once, and may be kept on the device for use without network.
import { ask } from '../api/client.ts';
import type { Point } from '../config.ts';
import type { Box } from '../state/url.ts';

export interface Outline {
  readonly id: string;
  readonly level: string;
  readonly name: string;
  readonly kana: string | null;
  readonly geometry: GeoJSON.Polygon | GeoJSON.MultiPolygon;
}
interface District {
  readonly id: string;
  readonly level: string;
  readonly name: string;
  readonly nameKana: string | null;
  readonly boundary: Outline['geometry'] | null;
}
interface Page {
  readonly edges: readonly { readonly node: District }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const FIELDS = 'id level name(language: $language) nameKana boundary(toleranceMeters: $tolerance)';
const PARTS = `query Parts($parent: ID, $level: DistrictLevel, $tolerance: Int, $language: String, $after: String) {
  districts(parentId: $parent, level: $level, first: 100, after: $after) {
    edges { node { ${FIELDS} } } pageInfo { hasNextPage endCursor } } }`;
const AROUND = `query Around($a: GeoPointInput, $b: GeoPointInput, $c: GeoPointInput) {
  a: districts(containing: $a, first: 20) { edges { node { id level } } }
  b: districts(containing: $b, first: 20) { edges { node { id level } } }
  c: districts(containing: $c, first: 20) { edges { node { id level } } } }`;

/** Parts are shown from this zoom on; the tolerance is below a pixel there. */
const MUNICIPALITIES = 7;
const SCHOOLS = 11;
const STORE = 'ibasho-outlines';

export class Outlines {
  readonly #known = new Map<string, Outline>();
  readonly #asked = new Set<string>();
  readonly #changed: () => void;
  readonly #options: { readonly server: string; readonly keep: boolean; readonly language: () => string };

  constructor(options: { server: string; keep: boolean; language: () => string }, changed: () => void) {
    this.#options = options;
    this.#changed = changed;
  }

  /** What is known, for the map's source. */
  all(): readonly Outline[] {
    return [...this.#known.values()];
  }

  /** Sees to it that the view has its outlines; calls back when there are more. */
  async look(view: Box, zoom: number): Promise<void> {
    await this.#parts(null, 'PREFECTURE', 800);
    if (zoom < MUNICIPALITIES) return;
    for (const [level, id] of await this.#around(view)) {
      if (level === 'PREFECTURE') await this.#parts(id, 'MUNICIPALITY', 150);
      if (level === 'MUNICIPALITY' && zoom >= SCHOOLS) await this.#parts(id, 'ELEMENTARY_SCHOOL_DISTRICT', 20);
    }
  }

  /** Districts at three spots of the view, coarse ones first. */
  async #around({ south, west, north, east }: Box): Promise<readonly (readonly [string, string])[]> {
    const spot = (part: number): Point => ({ latitude: south + (north - south) * part, longitude: west + (east - west) * part });
    const cross = { latitude: spot(0.3).latitude, longitude: spot(0.7).longitude };
    const key = [south, west, north, east].map((degrees) => degrees.toFixed(2)).join();
    try {
      const variables = { a: spot(0.5), b: spot(0.3), c: cross };
      const found = await this.#kept(`around/${key}`, () => ask<Record<string, Page | null>>(AROUND, variables, { base: this.#options.server }));
      const nodes = Object.values(found).flatMap((page) => page?.edges.map(({ node }) => node) ?? []);
      const order = ['PREFECTURE', 'MUNICIPALITY'];
      return nodes.filter(({ level }) => order.includes(level)).map(({ level, id }) => [level, id] as const).sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
    } catch {
      return [];
    }
  }

  async #parts(parent: string | null, level: string, tolerance: number): Promise<void> {
    const language = this.#options.language();
    const key = `parts/${parent ?? 'all'}/${level}/${language}`;
    if (this.#asked.has(key)) return;
    this.#asked.add(key);
    try {
      let after: string | null = null;
      do {
        const variables: Readonly<Record<string, unknown>> = { parent, level, tolerance, language, after };
        const { districts }: { readonly districts: Page | null } = await this.#kept(`${key}/${after ?? ''}`, () => ask<{ districts: Page | null }>(PARTS, variables, { base: this.#options.server }));
        for (const { node } of districts?.edges ?? []) {
          if (node.boundary) this.#known.set(node.id, { id: node.id, level: node.level, name: node.name, kana: node.nameKana, geometry: node.boundary });
        }
        this.#changed();
        after = districts?.pageInfo.hasNextPage ? districts.pageInfo.endCursor : null;
      } while (after !== null);
    } catch {
      // Without its ground the map still shows its marks; the next move asks again.
      this.#asked.delete(key);
    }
  }

  /** Asks, and keeps the answer; without network the kept one is given. */
  async #kept<T>(key: string, question: () => Promise<T>): Promise<T> {
    if (!this.#options.keep || !('caches' in globalThis)) return question();
    const address = `/kept-outlines/${encodeURIComponent(key)}`;
    try {
      const answer = await question();
      void caches.open(STORE).then((store) => store.put(address, new Response(JSON.stringify(answer)))).catch(() => undefined);
      return answer;
    } catch (error) {
      const kept = await caches.match(address, { cacheName: STORE });
      if (!kept) throw error;
      return (await kept.json()) as T;
    }
  }
}
