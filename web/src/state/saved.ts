// The last results, kept on the device for when there is no network. A search near the device is kept without its
// middle, its distances and its order, so that nothing saved says where somebody was.
import type { Answer, Row } from '../api/search.ts';
import { formatSearch, type Search } from './url.ts';

const CACHE = 'ibasho-saved';
const MOST_LISTS = 8;
const MOST_PLACES = 30;

interface SavedList {
  readonly key: string;
  readonly at: number;
  readonly language: string;
  readonly total: number;
  readonly unmapped: number;
  readonly kindCounts: readonly (readonly [string, number])[];
  readonly rows: readonly Row[];
}

const keyOf = (search: Search) => formatSearch({ ...search, view: 'list', zoom: null, center: null, chosen: null });

async function read<T>(name: string): Promise<T | null> {
  try {
    const found = await (await caches.open(CACHE)).match(name);
    return found ? ((await found.json()) as T) : null;
  } catch {
    return null; // No storage, or private mode: then there is nothing saved.
  }
}

async function write(name: string, value: unknown): Promise<void> {
  try {
    await (await caches.open(CACHE)).put(name, new Response(JSON.stringify(value), { headers: { 'content-type': 'application/json' } }));
  } catch {
    // See read.
  }
}

/** What may be kept of an answer. */
export function harmless(answer: Answer): readonly Row[] {
  if (answer.search.near === null) return answer.rows;
  const bare = answer.rows.map(({ place }) => ({ place, distance: null }));
  return bare.sort((a, b) => (a.place.nameKana ?? a.place.name).localeCompare(b.place.nameKana ?? b.place.name, 'ja'));
}

export async function saveAnswer(answer: Answer): Promise<void> {
  const lists = (await read<SavedList[]>('/saved/lists')) ?? [];
  const { search, total, unmapped, language } = answer;
  const list: SavedList = { key: keyOf(search), at: Date.now(), language, total, unmapped, kindCounts: [...answer.kindCounts], rows: harmless(answer) };
  await write('/saved/lists', [list, ...lists.filter((other) => other.key !== list.key)].slice(0, MOST_LISTS));
}

const fold = (text: string) => text.normalize('NFKC').toLowerCase().replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));

function matches({ place }: Row, search: Search): boolean {
  const words = fold(search.text).split(/\s+/).filter((word) => word);
  const text = fold([place.name, place.nameKana, place.address?.formatted].join(' '));
  return (
    words.every((word) => text.includes(word)) &&
    (search.kinds.length === 0 || place.kinds.some((kind) => (search.kinds as readonly string[]).includes(kind))) &&
    search.access.every((feature) => place.accessibility.some((entry) => entry.feature === feature && entry.available === true))
  );
}

/** The saved answer of this search, or what matches among all that was saved; null when nothing was. */
export async function savedAnswer(search: Search): Promise<Answer | null> {
  const lists = (await read<SavedList[]>('/saved/lists')) ?? [];
  const newest = lists[0];
  if (!newest) return null;
  const same = lists.find((list) => list.key === keyOf(search));
  const all = new Map(lists.flatMap((list) => list.rows).map((row) => [row.place.id, { ...row, distance: null }]));
  const rows = same?.rows ?? [...all.values()].filter((row) => matches(row, search));
  const from = same ?? newest;
  return {
    search, near: null, radius: 0, filter: {}, districtIds: [], rows, total: same?.total ?? rows.length, unmapped: same?.unmapped ?? 0,
    kindCounts: new Map(from.kindCounts), facets: {}, end: null, more: false, beyond: [], desks: [], language: from.language, savedAt: from.at,
  };
}

export async function savePlace(id: string, place: unknown): Promise<void> {
  const places = (await read<[string, number, unknown][]>('/saved/places')) ?? [];
  await write('/saved/places', [[id, Date.now(), place], ...places.filter(([other]) => other !== id)].slice(0, MOST_PLACES));
}

export async function savedPlace<T>(id: string): Promise<{ place: T; at: number } | null> {
  const found = ((await read<[string, number, T][]>('/saved/places')) ?? []).find(([other]) => other === id);
  return found ? { place: found[2], at: found[1] } : null;
}

export async function forgetSaved(): Promise<void> {
  await caches.delete(CACHE).catch(() => false);
}
