// The seam between list and map. The map is loaded after the list has painted, and only when it is on the screen:
// beside the list on a wide one, behind its tab on a phone.
import { ask } from '../api/client.ts';
import { ROW, type Answer, type Row, type RowPlace } from '../api/search.ts';
import type { App } from '../app.ts';
import { h, replace } from '../dom.ts';
import { symbolKind } from '../kinds.ts';
import type { MapAnswer, MapHost, MapView } from '../map/contract.ts';
import { lightOf, stateOf } from '../when/state.ts';
import { rowOf } from './row.ts';

const WIDE = '(min-width: 60rem)';

export interface ListMap {
  show(answer: Answer): void;
  destroy(): void;
}

function forMap(answer: Answer): MapAnswer {
  const now = new Date();
  return {
    search: answer.search,
    filter: answer.filter,
    districtIds: answer.districtIds,
    near: answer.search.near ? answer.near : null,
    radiusMeters: answer.radius,
    total: answer.total,
    unmapped: answer.unmapped,
    places: answer.rows.map(({ place }) => ({ id: place.id, name: place.name, kind: symbolKind(place.kinds), light: lightOf(stateOf(place, now)), location: place.location })),
    offline: answer.savedAt !== null,
  };
}

export function attachMap(app: App, element: HTMLElement, list: HTMLElement): ListMap {
  const { store } = app;
  const wide = matchMedia(WIDE);
  let view: MapView | null = null;
  let loading = false;
  let gone = false;
  let answer: Answer | null = null;
  const rowNow = (id: string) => [...list.querySelectorAll<HTMLElement>('[data-id]')].find((row) => row.dataset['id'] === id) ?? null;
  const known = (id: string): Row | undefined => answer?.rows.find((row) => row.place.id === id);

  async function rowsOf(ids: readonly string[]): Promise<readonly HTMLElement[]> {
    const missing = ids.filter((id) => !known(id));
    const query = `query Cards($ids: [ID!]!, $language: String) { nodes(ids: $ids) { ... on Place { ...Row } } }\n${ROW}`;
    const reply = missing.length > 0 ? await ask<{ nodes: readonly (RowPlace | null)[] | null }>(query, { ids: missing, language: app.words.language }) : { nodes: [] };
    const found = new Map((reply.nodes ?? []).filter((place) => place !== null).map((place): [string, Row] => [place.id, { place, distance: null }]));
    const now = new Date();
    return ids.map((id) => known(id) ?? found.get(id)).filter((row) => row !== undefined).map((row) => rowOf(app, row, now, { heading: 'h3', showDistance: answer?.search.near !== null }));
  }

  const host: MapHost = {
    words: () => app.words,
    base: app.config.map,
    server: '',
    keep: true,
    start: { point: app.config.site.point, zoom: store.search.zoom, center: store.search.center },
    card: rowsOf,
    chosen(id) {
      store.update({ chosen: id }, 'replace');
      if (id) rowNow(id)?.scrollIntoView({ block: 'center' });
    },
    pointed(id) {
      list.querySelectorAll<HTMLElement>('.row').forEach((row) => row.classList.toggle('pointed', row.dataset['id'] === id));
    },
    area(box, center, zoom) {
      store.update({ box, center, zoom, near: null, radius: null, district: null, chosen: null }, 'push');
      document.getElementById('results')?.focus({ preventScroll: true });
    },
    moved(center, zoom) {
      // A map around the device would put its position into the address.
      if (store.search.near !== 'me' && store.search.view === 'map') store.update({ center, zoom }, 'replace');
    },
    position: () => document.getElementById('near')?.click(),
    back() {
      const row = store.search.chosen ? rowNow(store.search.chosen) : null;
      (row?.querySelector('a') ?? document.getElementById('results'))?.focus();
    },
    announce: app.announce,
  };

  async function load(): Promise<void> {
    if (view || loading || gone || !answer || !(wide.matches || store.search.view === 'map')) return;
    loading = true;
    try {
      const { mountMap } = await import('../map/index.ts');
      const made = await mountMap(element, host);
      if (gone) {
        made.destroy();
        return;
      }
      view = made;
      if (answer) view.show(forMap(answer));
      view.choose(store.search.chosen);
    } catch {
      replace(element, h('p', { class: 'map-none' }, app.words.rich('map_none')));
    } finally {
      loading = false;
    }
  }
  /** After the list has painted. */
  const soon = () => requestAnimationFrame(() => setTimeout(() => void load(), 0));
  wide.addEventListener('change', soon);
  const off = [
    store.on('view', soon),
    store.on('pointed', () => view?.point(store.pointed)),
    store.on('chosen', () => view?.choose(store.search.chosen)),
    store.on('display', () => view?.repaint()),
    () => wide.removeEventListener('change', soon),
  ];
  return {
    show(next) {
      answer = next;
      if (view) view.show(forMap(next));
      else soon();
    },
    destroy() {
      gone = true;
      view?.destroy();
      off.forEach((stop) => stop());
    },
  };
}
