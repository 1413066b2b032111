// What the address says: the whole state of a search, so that a link shows the same to somebody else.
// Default values are left out, unknown ones dropped. A position from the device is never here: `near=me` only.
import { isKind, type Kind } from '../kinds.ts';

export interface Box {
  readonly south: number;
  readonly west: number;
  readonly north: number;
  readonly east: number;
}
/** `me` asks the device of whoever opens the link; a point is one that the user picked. */
export type Near = 'me' | { readonly latitude: number; readonly longitude: number } | null;
/** A window is local time without a zone, as typed: `2026-11-28T13:00/15:00`. */
export type When = 'any' | 'now' | 'today' | { readonly date: string; readonly from: string; readonly to: string };

export interface Search {
  readonly text: string;
  readonly kinds: readonly Kind[];
  /** `scheme:code`, as in the REST paths. */
  readonly terms: readonly string[];
  readonly access: readonly string[];
  readonly when: When;
  /** Official code of a district, or its id where it has none. */
  readonly district: string | null;
  readonly near: Near;
  readonly radius: number | null;
  readonly box: Box | null;
  readonly sort: 'default' | 'name' | 'next';
  readonly view: 'list' | 'map';
  readonly zoom: number | null;
  readonly center: { readonly latitude: number; readonly longitude: number } | null;
  /** Id of the chosen place. */
  readonly chosen: string | null;
}

export const EMPTY: Search = {
  text: '',
  kinds: [],
  terms: [],
  access: [],
  when: 'any',
  district: null,
  near: null,
  radius: null,
  box: null,
  sort: 'default',
  view: 'list',
  zoom: null,
  center: null,
  chosen: null,
};

const ID = /^[A-Za-z0-9_-]{1,64}$/;
const TERM = /^[a-z0-9_]{1,40}:[A-Za-z0-9_.-]{1,60}$/;
const FEATURE = /^[A-Z_]{1,40}$/;
const DISTRICT = /^[A-Za-z0-9_:.-]{1,80}$/;
const WINDOW = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})\/(\d{2}:\d{2})$/;
const LONGEST_TEXT = 200;

function list<T extends string>(text: string | null, keep: (item: string) => item is T): T[];
function list(text: string | null, keep: (item: string) => boolean): string[];
function list(text: string | null, keep: (item: string) => boolean): string[] {
  return [...new Set((text ?? '').split(',').filter((item) => keep(item)))].slice(0, 50);
}

function numbers(text: string | null, count: number): number[] | null {
  const parts = (text ?? '').split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
  return parts.length === count && parts.every(Number.isFinite) ? parts : null;
}

function point(text: string | null): { latitude: number; longitude: number } | null {
  const [latitude, longitude] = numbers(text, 2) ?? [];
  if (latitude === undefined || longitude === undefined) return null;
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : null;
}

function when(text: string | null): When {
  if (text === 'now' || text === 'today') return text;
  const [, date, from, to] = WINDOW.exec(text ?? '') ?? [];
  if (!date || !from || !to || Number.isNaN(Date.parse(`${date}T${from}:00Z`)) || Number.isNaN(Date.parse(`${date}T${to}:00Z`))) return 'any';
  return { date, from, to };
}

export function parseSearch(query: string): Search {
  const given = new URLSearchParams(query);
  const get = (name: string) => given.get(name);
  const box = numbers(get('box'), 4);
  const [south, west, north, east] = box ?? [];
  const radius = Number(get('radius'));
  const zoom = Number(get('z'));
  const sort = get('sort');
  const district = get('district');
  const chosen = get('sel');
  return {
    text: (get('q') ?? '').trim().slice(0, LONGEST_TEXT),
    kinds: list(get('kinds'), isKind),
    terms: list(get('terms'), (term) => TERM.test(term)),
    access: list(get('access'), (feature) => FEATURE.test(feature)),
    when: when(get('open')),
    district: district && DISTRICT.test(district) ? district : null,
    near: get('near') === 'me' ? 'me' : point(get('near')),
    radius: Number.isInteger(radius) && radius >= 1 && radius <= 50_000 ? radius : null,
    box:
      south !== undefined && west !== undefined && north !== undefined && east !== undefined && south < north && Math.abs(south) <= 90 && Math.abs(north) <= 90 && Math.abs(west) <= 180 && Math.abs(east) <= 180
        ? { south, west, north, east }
        : null,
    sort: sort === 'name' || sort === 'next' ? sort : 'default',
    view: get('view') === 'map' ? 'map' : 'list',
    zoom: get('z') && Number.isFinite(zoom) && zoom >= 0 && zoom <= 24 ? zoom : null,
    center: point(get('c')),
    chosen: chosen && ID.test(chosen) ? chosen : null,
  };
}

/** About 100 m: enough to find, too coarse to point at a door. */
const coarse = (degrees: number) => String(Math.round(degrees * 1000) / 1000);

/** The query string of a search, without `?`; empty for the first page. Commas and colons stay readable. */
export function formatSearch(search: Search): string {
  const out: [string, string][] = [];
  const put = (name: string, value: string | null | undefined) => {
    if (value) out.push([name, value]);
  };
  put('q', search.text);
  put('kinds', search.kinds.join(','));
  put('terms', search.terms.join(','));
  put('access', search.access.join(','));
  const { when } = search;
  put('open', typeof when === 'object' ? `${when.date}T${when.from}/${when.to}` : when === 'any' ? null : when);
  put('district', search.district);
  const { near, box, center } = search;
  put('near', near === 'me' || near === null ? near : `${coarse(near.latitude)},${coarse(near.longitude)}`);
  put('radius', search.radius === null ? null : String(search.radius));
  put('box', box && [box.south, box.west, box.north, box.east].map(coarse).join(','));
  put('sort', search.sort === 'default' ? null : search.sort);
  put('view', search.view === 'map' ? 'map' : null);
  put('z', search.zoom === null ? null : String(Math.round(search.zoom * 100) / 100));
  put('c', center && `${coarse(center.latitude)},${coarse(center.longitude)}`);
  put('sel', search.chosen);
  const readable = (value: string) => encodeURIComponent(value).replace(/%2C/g, ',').replace(/%3A/g, ':').replace(/%2F/g, '/');
  return out.map(([name, value]) => `${name}=${readable(value)}`).join('&');
}

/** Whether an address held something that was not understood, so that the visitor can be told. */
export function leftOut(query: string): boolean {
  const kept = new URLSearchParams(formatSearch(parseSearch(query)));
  const given = new URLSearchParams(query);
  return ['kinds', 'terms', 'access', 'open', 'district', 'near', 'radius', 'box'].some((name) => {
    const count = (params: URLSearchParams) => new Set((params.get(name) ?? '').split(',').filter((item) => item)).size;
    return count(kept) < count(given);
  });
}

/** Whether two searches ask the server for the same list. */
export function sameQuestion(a: Search, b: Search): boolean {
  const asked = (search: Search) => formatSearch({ ...search, view: 'list', zoom: null, center: null, chosen: null });
  return asked(a) === asked(b);
}
