// The question that makes the list, and the shape of its answer.
import type { Point } from '../config.ts';
import type { Search } from '../state/url.ts';
import { ask } from './client.ts';

export interface OpenState {
  readonly isOpen: boolean | null;
  readonly opensAt: string | null;
  readonly closesAt: string | null;
  readonly reason: string | null;
}
export interface Access {
  readonly feature: string;
  readonly available: boolean | null;
  readonly note: string | null;
}
export interface Verification {
  readonly status: 'UNVERIFIED' | 'VERIFIED' | 'STALE' | 'DISPUTED';
  readonly verifiedAt: string | null;
}
export interface Contact {
  readonly kind: 'PHONE' | 'FAX' | 'EMAIL' | 'WEB' | 'LINE';
  readonly value: string;
  readonly note: string | null;
}
export interface Offer {
  readonly isFree: boolean | null;
  readonly idRequired: boolean | null;
  readonly reservationRequired: boolean | null;
}
export interface RowPlace {
  readonly id: string;
  readonly name: string;
  readonly nameKana: string | null;
  readonly kinds: readonly string[];
  readonly status: 'PUBLISHED' | 'TEMPORARILY_CLOSED' | 'ARCHIVED';
  readonly languages: readonly string[];
  readonly timeZone: string;
  readonly location: Point | null;
  readonly address: { readonly formatted: string } | null;
  readonly openState: OpenState | null;
  readonly verification: Verification;
  readonly accessibility: readonly Access[];
  readonly contacts: readonly Contact[];
  readonly terms: readonly { readonly code: string; readonly label: string; readonly scheme: { readonly code: string } }[];
  readonly services: { readonly nodes: readonly Offer[] } | null;
}
export interface Row {
  readonly place: RowPlace;
  readonly distance: number | null;
}
export interface Desk {
  readonly distance: number | null;
  readonly service: { readonly name: string; readonly openState: OpenState | null; readonly contacts: readonly Contact[] };
  readonly place: { readonly id: string; readonly name: string; readonly timeZone: string; readonly contacts: readonly Contact[] } | null;
}
export interface Facet {
  readonly count: number;
  readonly term: { readonly id: string; readonly code: string; readonly label: string };
}
export interface Answer {
  readonly search: Search;
  /** The middle that distances are measured from. */
  readonly near: Point | null;
  readonly radius: number;
  readonly filter: Readonly<Record<string, unknown>>;
  readonly districtIds: readonly string[];
  readonly rows: readonly Row[];
  readonly total: number;
  readonly unmapped: number;
  readonly kindCounts: ReadonlyMap<string, number>;
  readonly facets: Readonly<Record<string, readonly Facet[]>>;
  readonly end: string | null;
  readonly more: boolean;
  readonly beyond: readonly Row[];
  readonly desks: readonly Desk[];
  readonly language: string;
  /** When this was saved, if it comes from the device instead of the server. */
  readonly savedAt: number | null;
}

/** Schemes that the form offers as filters. */
export const SCHEMES = ['need', 'language', 'cost', 'audience'] as const;
export const PAGE = 20;

const OPEN = 'openState { isOpen opensAt closesAt reason }';
const CONTACTS = 'contacts { kind value note }';
export const ROW = `fragment Row on Place {
  id name(language: $language) nameKana kinds status languages timeZone location { latitude longitude }
  address { formatted } ${OPEN} verification { status verifiedAt } accessibility { feature available note } ${CONTACTS}
  terms { code label(language: $language) scheme { code } }
  services(first: 4) { nodes { isFree idRequired reservationRequired } } }`;
const LIST = `query List($near: NearInput, $within: AreaInput, $filter: PlaceFilter, $bare: PlaceFilter, $order: PlaceOrder, $first: Int, $after: String, $language: String, $page: Boolean!) {
  places(near: $near, within: $within, filter: $filter, orderBy: $order, first: $first, after: $after) {
    totalCount unmappedCount edges { distanceMeters node { ...Row } } pageInfo { hasNextPage endCursor }
    beyond(first: 3) @skip(if: $page) { distanceMeters node { ...Row } }
    fallbackDesks(first: 1) @skip(if: $page) { distanceMeters node { name(language: $language) ${OPEN} ${CONTACTS} }
      nearestPlace { id name(language: $language) timeZone ${CONTACTS} } }
    ${SCHEMES.map((scheme) => `${scheme}: facets(scheme: "${scheme}") @skip(if: $page) { count term { id code label(language: $language) } }`).join('\n    ')} }
  kinds: places(near: $near, within: $within, filter: $bare, first: 0) @skip(if: $page) { kindCounts { kind count } } }
${ROW}`;

type Edge = { readonly distanceMeters: number | null; readonly node: RowPlace };
interface Reply {
  readonly places:
    | ({
        readonly totalCount: number;
        readonly unmappedCount: number;
        readonly edges: readonly Edge[];
        readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
        readonly beyond?: readonly Edge[];
        readonly fallbackDesks?: readonly { readonly distanceMeters: number | null; readonly node: Desk['service']; readonly nearestPlace: Desk['place'] }[];
      } & { readonly [scheme in (typeof SCHEMES)[number]]?: readonly Facet[] | null })
    | null;
  readonly kinds?: { readonly kindCounts: readonly { readonly kind: string; readonly count: number }[] } | null;
}

/** A search with everything looked up that the address only names. */
export interface Question {
  readonly search: Search;
  readonly near: Point | null;
  readonly radius: number;
  readonly districtIds: readonly string[];
  readonly filter: Readonly<Record<string, unknown>>;
}

/** Variables that say where and what; used for the list and for counting alone. */
export function variables(question: Question): Record<string, unknown> {
  const { search, near, radius, districtIds, filter } = question;
  const within = search.box ? { boundingBox: search.box } : districtIds.length > 0 ? { districtIds } : null;
  return { near: near && { point: near, radiusMeters: radius }, within, filter };
}

const row = (edge: Edge): Row => ({ place: edge.node, distance: edge.distanceMeters });

export async function askList(question: Question, language: string, before: Answer | null, signal?: AbortSignal): Promise<Answer> {
  const { sort } = question.search;
  const order = sort === 'name' ? { field: 'NAME' } : sort === 'next' ? { field: 'NEXT_OPENING' } : null;
  const asked = { ...variables(question), bare: { ...question.filter, kinds: null }, order, first: PAGE, after: before?.end ?? null, language, page: before !== null };
  const { places, kinds } = await ask<Reply>(LIST, asked, { signal });
  const edges = places?.edges ?? [];
  return {
    ...question,
    rows: [...(before?.rows ?? []), ...edges.map(row)],
    total: places?.totalCount ?? 0,
    unmapped: places?.unmappedCount ?? 0,
    kindCounts: before?.kindCounts ?? new Map(kinds?.kindCounts.map(({ kind, count }) => [kind, count])),
    facets: before?.facets ?? Object.fromEntries(SCHEMES.map((scheme) => [scheme, places?.[scheme] ?? []])),
    end: places?.pageInfo.endCursor ?? null,
    more: places?.pageInfo.hasNextPage ?? false,
    beyond: places?.beyond?.map(row) ?? [],
    desks: places?.fallbackDesks?.map(({ distanceMeters, node, nearestPlace }) => ({ distance: distanceMeters, service: node, place: nearestPlace })) ?? [],
    language,
    savedAt: null,
  };
}

/** How many each of several other questions would find, in one request. */
export async function countAll(questions: readonly Question[], signal?: AbortSignal): Promise<readonly number[]> {
  if (questions.length === 0) return [];
  const names = questions.map((_, at) => `$n${at}: NearInput, $w${at}: AreaInput, $f${at}: PlaceFilter`).join(', ');
  const fields = questions.map((_, at) => `q${at}: places(near: $n${at}, within: $w${at}, filter: $f${at}, first: 0) { totalCount }`).join(' ');
  const given: Record<string, unknown> = {};
  questions.forEach((question, at) => {
    const { near, within, filter } = variables(question);
    Object.assign(given, { [`n${at}`]: near, [`w${at}`]: within, [`f${at}`]: filter });
  });
  const reply = await ask<Record<string, { totalCount: number } | null>>(`query Counts(${names}) { ${fields} }`, given, { signal });
  return questions.map((_, at) => reply[`q${at}`]?.totalCount ?? 0);
}
