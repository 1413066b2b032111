// Turns what the address says into what the server is asked: codes into ids, "today" into a window, `near=me` into
// the position, which comes as an argument and goes nowhere but into the question.
import { ask } from '../api/client.ts';
import type { Question } from '../api/search.ts';
import type { Point, Site } from '../config.ts';
import { windowOf } from '../when/window.ts';
import type { Search } from './url.ts';

/** The widest circle that the server takes; for the first page, which is ordered from the middle of the city. */
const WIDEST = 50_000;

export interface DistrictChoice {
  readonly id: string;
  readonly name: string;
  readonly nameKana: string | null;
  readonly level: string;
  readonly officialCode: string | null;
}
interface DistrictPage {
  readonly districts: { readonly nodes: readonly DistrictChoice[]; readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null } } | null;
}

const DISTRICTS = `query Districts($after: String, $language: String) { districts(first: 100, after: $after) {
  nodes { id name(language: $language) nameKana level officialCode } pageInfo { hasNextPage endCursor } } }`;
const MOST_PAGES = 20;
const districts = new Map<string, Promise<readonly DistrictChoice[]>>();
const termIds = new Map<string, Promise<ReadonlyMap<string, string>>>();

/** Remembers a promise, but not a failed one. */
function once<T>(cache: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const had = cache.get(key);
  if (had) return had;
  const made = make();
  cache.set(key, made);
  made.catch(() => cache.delete(key));
  return made;
}

/** All districts in the order of the server, for the chooser. */
export function allDistricts(language: string): Promise<readonly DistrictChoice[]> {
  return once(districts, language, async () => {
    const found: DistrictChoice[] = [];
    let after: string | null = null;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const reply: DistrictPage = await ask<DistrictPage>(DISTRICTS, { after, language });
      found.push(...(reply.districts?.nodes ?? []));
      if (!reply.districts?.pageInfo.hasNextPage) break;
      after = reply.districts.pageInfo.endCursor;
    }
    return found;
  });
}

/** How a district stands in the address: by its official code, which outlives a new import. */
export const districtCode = (district: DistrictChoice): string => district.officialCode ?? district.id;

function idsOfScheme(scheme: string): Promise<ReadonlyMap<string, string>> {
  return once(termIds, scheme, async () => {
    const query = 'query Terms($scheme: String!) { terms(scheme: $scheme, first: 100) { nodes { id code } } }';
    const reply = await ask<{ terms: { nodes: readonly { id: string; code: string }[] } | null }>(query, { scheme });
    return new Map(reply.terms?.nodes.map(({ id, code }) => [code, id]));
  });
}

async function idOf(term: string): Promise<string | null> {
  const [scheme = '', code = ''] = term.split(':');
  return (await idsOfScheme(scheme)).get(code) ?? null;
}

async function districtId(code: string, language: string): Promise<string | null> {
  const [level, bare] = code.includes(':') ? code.split(':') : [null, code];
  const found = (await allDistricts(language)).find((one) => one.id === code || (one.officialCode === bare && (!level || one.level === level.toUpperCase())));
  return found?.id ?? null;
}

export async function toQuestion(search: Search, position: Point | null, site: Site, language: string): Promise<Question> {
  const [terms, district] = await Promise.all([
    Promise.all(search.terms.map(idOf)),
    search.district && !search.box ? districtId(search.district, language) : null,
  ]);
  const known = terms.filter((id) => id !== null);
  const near = search.near === 'me' ? position : search.near;
  // The first visit shows the places of the city, from its middle outwards; words are sought everywhere.
  const center = !near && !search.box && !district && !search.text ? site.point : null;
  return {
    search,
    near: near ?? center,
    radius: near ? (search.radius ?? site.radiusMeters) : WIDEST,
    districtIds: district ? [district] : [],
    filter: {
      text: search.text || null,
      kinds: search.kinds.length > 0 ? search.kinds : null,
      termIds: known.length > 0 ? known : null,
      accessibility: search.access.length > 0 ? search.access : null,
      openAt: windowOf(search.when, new Date()),
    },
  };
}
