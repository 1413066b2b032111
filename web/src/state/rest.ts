// The same search as parameters of the REST paths, for files that a resident or a council takes away. The position
// of the device is never in them.
import type { App } from '../app.ts';
import { h } from '../dom.ts';
import { windowOf } from '../when/window.ts';
import type { WordKey } from '../words/index.ts';
import type { Search } from './url.ts';

/** Null where the paths cannot say it. */
export function restQuery(search: Search, now: Date): string | null {
  if (search.access.length > 0) return null;
  const out = new URLSearchParams();
  if (search.text) out.set('text', search.text);
  if (search.kinds.length > 0) out.set('kinds', search.kinds.join(','));
  if (search.terms.length > 0) out.set('terms', search.terms.join(','));
  if (search.district && !search.box) out.set('district', search.district);
  if (search.near !== null && search.near !== 'me') {
    out.set('near', `${search.near.longitude},${search.near.latitude}`);
    if (search.radius) out.set('radius', String(search.radius));
  }
  if (search.box) out.set('bbox', [search.box.west, search.box.south, search.box.east, search.box.north].join(','));
  const open = windowOf(search.when, now);
  if (open) out.set('openAt', `${open.from ?? ''}/${open.to ?? ''}`);
  return out.toString();
}

const FILES: readonly (readonly [string, WordKey])[] = [
  ['/places.csv', 'data_csv'],
  ['/places.geojson', 'data_geojson'],
  ['/hsds.zip', 'data_hsds'],
  ['/calendar.ics', 'data_ics'],
];

export function exportLinks(app: App, search: Search): HTMLElement[] {
  const query = restQuery(search, new Date());
  if (query === null) return [];
  return FILES.map(([path, key]) => h('li', {}, h('a', { href: query ? `${path}?${query}` : path, rel: 'nofollow' }, app.words.rich(key))));
}
