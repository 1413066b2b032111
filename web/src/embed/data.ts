// What the element asks: the ids by the public path, whose parameters are the element's attributes, then the rows.
import { ask } from '../api/client.ts';
import { ROW, type Row, type RowPlace } from '../api/search.ts';
import { isKind } from '../kinds.ts';
import { EMPTY, type Search } from '../state/url.ts';
import { windowOf } from '../when/window.ts';

export const MOST = 30;

export interface Found {
  readonly search: Search;
  readonly filter: Readonly<Record<string, unknown>>;
  readonly districtIds: readonly string[];
  readonly rows: readonly Row[];
  readonly total: number;
}

interface Reply {
  readonly nodes: readonly ((RowPlace & { readonly districts: readonly { readonly id: string; readonly officialCode: string | null; readonly level: string }[] }) | null)[] | null;
}

export function searchOf(get: (name: string) => string | null): Search {
  const open = get('open');
  return {
    ...EMPTY,
    text: (get('text') ?? '').trim().slice(0, 200),
    kinds: (get('kinds') ?? '').split(',').map((kind) => kind.trim().toUpperCase()).filter(isKind),
    when: open === 'now' || open === 'today' ? open : 'any',
    district: get('district')?.trim() || null,
  };
}

export async function find(search: Search, server: string, language: string, signal: AbortSignal): Promise<Found> {
  const open = windowOf(search.when, new Date());
  const query = new URLSearchParams({ limit: String(MOST) });
  if (search.text) query.set('text', search.text);
  if (search.kinds.length > 0) query.set('kinds', search.kinds.join(','));
  if (search.district) query.set('district', search.district);
  if (open) query.set('openAt', `${open.from ?? ''}/${open.to ?? ''}`);
  const reply = await fetch(`${server}/places.geojson?${query.toString()}`, { signal, credentials: 'omit' });
  if (!reply.ok) throw new Error(String(reply.status));
  const { features, numberMatched } = (await reply.json()) as { features: readonly { id: string }[]; numberMatched: number };
  const document = `query Rows($ids: [ID!]!, $language: String) { nodes(ids: $ids) { ... on Place { ...Row districts { id officialCode level } } } }\n${ROW}`;
  const ids = features.map(({ id }) => id);
  const { nodes } = ids.length > 0 ? await ask<Reply>(document, { ids, language }, { base: server, signal }) : { nodes: [] };
  const places = (nodes ?? []).filter((place) => place !== null);
  const code = search.district?.split(':').pop();
  const level = search.district?.includes(':') ? search.district.split(':')[0]?.toUpperCase() : null;
  const district = places.flatMap((place) => place.districts).find((one) => one.officialCode === code && (!level || one.level === level));
  return {
    search,
    filter: { text: search.text || null, kinds: search.kinds.length > 0 ? search.kinds : null, openAt: open },
    districtIds: district ? [district.id] : [],
    rows: places.map((place) => ({ place, distance: null })),
    total: numberMatched,
  };
}
