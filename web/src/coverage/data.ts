// What the coverage view asks: the districts that can be chosen, and what those of one level have.
import { ask } from '../api/client.ts';
import { KINDS, isKind, type Kind } from '../kinds.ts';

export const LEVELS = ['ELEMENTARY_SCHOOL_DISTRICT', 'JUNIOR_HIGH_SCHOOL_DISTRICT', 'TOWN', 'MUNICIPALITY'] as const;
export type Level = (typeof LEVELS)[number];
export const OFTEN = ['AT_LEAST_MONTHLY', 'WEEKLY'] as const;
export type Often = (typeof OFTEN)[number];

export interface Wanted {
  readonly parent: string | null;
  readonly level: Level | null;
  readonly kinds: readonly Kind[];
  readonly often: Often;
}

export interface Parent {
  readonly id: string;
  readonly name: string;
  readonly level: string;
  readonly officialCode: string | null;
}

export interface Covered {
  readonly id: string;
  readonly name: string;
  readonly kana: string | null;
  readonly total: number;
  readonly regular: number;
  readonly unknown: number;
  readonly next: string | null;
  readonly boundary: GeoJSON.Polygon | GeoJSON.MultiPolygon | null;
}

export function readWanted(query: string): Wanted {
  const given = new URLSearchParams(query);
  const level = LEVELS.find((known) => known === given.get('level')) ?? null;
  const often = OFTEN.find((known) => known === given.get('regularity')) ?? 'AT_LEAST_MONTHLY';
  return { parent: given.get('district'), level, often, kinds: (given.get('kinds') ?? '').split(',').filter(isKind) };
}

export function writeWanted({ parent, level, kinds, often }: Wanted): string {
  const out: string[] = [];
  if (parent) out.push(`district=${encodeURIComponent(parent)}`);
  if (level) out.push(`level=${level}`);
  if (kinds.length > 0) out.push(`kinds=${KINDS.filter((kind) => kinds.includes(kind)).join(',')}`);
  if (often !== 'AT_LEAST_MONTHLY') out.push(`regularity=${often}`);
  return out.join('&');
}

interface Page<T> {
  readonly nodes: readonly T[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** Prefectures and municipalities, in the order of the server. */
export async function askParents(language: string): Promise<readonly Parent[]> {
  const query = `query Parents($level: DistrictLevel, $after: String, $language: String) { districts(level: $level, first: 100, after: $after) {
    nodes { id name(language: $language) level officialCode } pageInfo { hasNextPage endCursor } } }`;
  const found: Parent[] = [];
  for (const level of ['PREFECTURE', 'MUNICIPALITY']) {
    let after: string | null = null;
    do {
      const { districts }: { districts: Page<Parent> | null } = await ask<{ districts: Page<Parent> | null }>(query, { level, after, language });
      found.push(...(districts?.nodes ?? []));
      after = districts?.pageInfo.hasNextPage ? districts.pageInfo.endCursor : null;
    } while (after);
  }
  return found;
}

interface Reply {
  readonly coverage: readonly {
    readonly district: { readonly id: string; readonly name: string; readonly nameKana: string | null; readonly boundary: Covered['boundary'] };
    readonly placeCount: number;
    readonly regularCount: number;
    readonly unknownCount: number;
    readonly nextOpening: { readonly startsAt: string } | null;
  }[] | null;
}

export async function askCoverage(parent: string, level: Level, wanted: Wanted, language: string, signal: AbortSignal): Promise<readonly Covered[]> {
  const query = `query Coverage($parent: ID!, $level: DistrictLevel!, $filter: PlaceFilter, $often: Regularity, $language: String, $tolerance: Int) {
    coverage(parentId: $parent, level: $level, filter: $filter, regularity: $often) {
      district { id name(language: $language) nameKana boundary(toleranceMeters: $tolerance) } placeCount regularCount unknownCount nextOpening { startsAt } } }`;
  const filter = wanted.kinds.length > 0 ? { kinds: wanted.kinds } : null;
  const variables = { parent, level, filter, often: wanted.often, language, tolerance: level === 'MUNICIPALITY' ? 300 : 30 };
  const { coverage } = await ask<Reply>(query, variables, { signal });
  return (coverage ?? []).map(({ district, placeCount, regularCount, unknownCount, nextOpening }) => ({ id: district.id, name: district.name, kana: district.nameKana, total: placeCount, regular: regularCount, unknown: unknownCount, next: nextOpening?.startsAt ?? null, boundary: district.boundary }));
}
