// The map itself. It draws what the list answered, tells the page what was chosen and where the view stands, and
// changes nothing of the list by itself.
import { Map as MapLibre, setWorkerUrl, type GeoJSONSource, type MapGeoJSONFeature, type StyleSpecification } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import type { Point } from '../config.ts';
import { h, replace } from '../dom.ts';
import type { Light } from '../mark.ts';
import type { Box } from '../state/url.ts';
import { askClusters, askExtent, askMembers } from './asked.ts';
import { baseStyle, readyBase } from './base.ts';
import { makeCard } from './card.ts';
import type { MapAnswer, MapHost, MapView } from './contract.ts';
import { makeControls } from './controls.ts';
import { listFeatures, markImage, nameFeatures, outlineFeatures, ringFeatures, type Ringed } from './features.ts';
import { tileQuery } from './filter.ts';
import { crossHair, listenToKeys } from './keys.ts';
import { draw } from './images.ts';
import { Lights } from './lights.ts';
import { Outlines } from './outlines.ts';
import { makeStyle, markExpression, NOTHING, type Marks } from './style.ts';
import { makeTip } from './tip.ts';
import { readTokens, whenThemeChanges } from './tokens.ts';
import { mapWords } from './words.ts';

const CLOSEST = 19;
const JAPAN: [number, number, number, number] = [128, 30, 146, 45.6];

export async function openMap(element: HTMLElement, host: MapHost): Promise<MapView> {
  setWorkerUrl(workerUrl);
  const operator = await readyBase(host.base);
  const tiles = await tilesOf(host.server);
  let tokens = readTokens(element);
  let answer: MapAnswer | null = null;
  let pointed: string | null = null;
  let chosen: string | null = null;
  let byUser = false;
  let shownArea = false;
  let asking: AbortController | null = null;
  let marksNow = NOTHING;
  let drawnFor: MapAnswer | null = null;
  let drawnView = '';
  /** Places that were seen on the map, for rings and names. */
  const seen = new Map<string, Ringed>();
  const lights = new Lights(host.server);
  const own = () => mapWords(host.words().language);
  const outlines = new Outlines({ server: host.server, keep: host.keep, language: () => host.words().language }, () => drawGround());

  const surface = h('div', { class: 'map-canvas' });
  const tip = makeTip(host);
  const card = makeCard(host, () => choose(null, true));
  const controls = makeControls({ zoom: (by) => move(() => map.easeTo({ zoom: map.getZoom() + by })), pan, area, position: host.position?.bind(host) }, host.base.attribution ?? null);
  const keys = h('p', { class: 'map-keys', id: 'map-keys' });
  replace(element, controls.element, surface, crossHair(), keys, tip.element, card.element, controls.legend);
  element.setAttribute('role', 'region');

  const map = new MapLibre({
    container: surface, style: style(), attributionControl: false, maplibreLogo: false, fadeDuration: 0, maxZoom: CLOSEST,
    dragRotate: false, touchPitch: false, pitchWithRotate: false, rollEnabled: false, renderWorldCopies: false, validateStyle: false,
    // Where the page scrolls, one finger and the wheel belong to it.
    cooperativeGestures: document.documentElement.scrollHeight > innerHeight + 8,
    locale: { 'CooperativeGesturesHandler.WindowsHelpText': host.words().text('map_gesture_wheel'), 'CooperativeGesturesHandler.MacHelpText': host.words().text('map_gesture_wheel'), 'CooperativeGesturesHandler.MobileHelpText': host.words().text('map_gesture') },
    ...begin(),
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.setMissingStyleImageResolver((name) => {
    const drawn = map.hasImage(name) ? null : draw(name, { tokens, number: (value) => host.words().number(value) });
    if (drawn) map.addImage(name, drawn.image, { pixelRatio: drawn.pixelRatio });
  });
  map.on('error', () => undefined);

  function begin(): { center: [number, number]; zoom: number } | { bounds: [number, number, number, number] } {
    const { center, zoom, point } = host.start;
    if (center && zoom !== null) return { center: [center.longitude, center.latitude], zoom };
    return point ? { center: [point.longitude, point.latitude], zoom: 13 } : { bounds: JAPAN };
  }

  function marks(): Marks {
    const query = answer && !answer.offline ? tileQuery(answer) : null;
    if (query === null || !tiles) return 'features';
    return { tiles: `${tiles.template}${query ? `?${query}` : ''}`, maxzoom: tiles.maxzoom };
  }

  function openNow(): boolean {
    return answer?.search.when === 'now';
  }
  function allLights(): ReadonlyMap<string, Light> {
    return new Map([...lights.known, ...(answer?.places ?? []).map(({ id, light }) => [id, light] as const)]);
  }

  function style(): StyleSpecification {
    const names = nameFeatures(outlines.all(), host.words().language);
    const made = makeStyle({ tokens, base: host.base, marks: marks(), lights: allLights(), unknown: openNow() ? 'lit' : 'plain' }, { outlines: outlineFeatures(outlines.all()), spots: names, marks: marksNow, extra: rings() });
    return baseStyle(made, operator);
  }

  function source(name: string): GeoJSONSource | undefined {
    return map.getSource<GeoJSONSource>(name);
  }
  function drawGround(): void {
    source('outlines')?.setData(outlineFeatures(outlines.all()));
    source('spots')?.setData(nameFeatures(outlines.all(), host.words().language));
  }

  function rings(): GeoJSON.FeatureCollection {
    const ids = [pointed, chosen].filter((id) => id !== null);
    const found = [...new Set(ids)].map((id) => seen.get(id)).filter((one) => one !== undefined);
    return ringFeatures(found, answer?.near ?? null);
  }

  function drawLights(): void {
    if (map.getLayer('places')) map.setLayoutProperty('places', 'icon-image', markExpression(allLights(), openNow() ? 'lit' : 'plain'));
  }

  function remember(features: readonly MapGeoJSONFeature[]): string[] {
    return features.flatMap(({ geometry, properties }) => {
      const id: unknown = properties['id'];
      if (typeof id !== 'string' || geometry.type !== 'Point') return [];
      const [longitude = 0, latitude = 0] = geometry.coordinates;
      const kind = String(properties['kinds'] ?? '').split(',')[0] ?? '';
      seen.set(id, { point: { latitude, longitude }, name: String(properties['name'] ?? ''), image: markImage(kind, allLights().get(id) ?? 'plain') });
      return [id];
    });
  }

  async function rest(): Promise<void> {
    const view = boxOf();
    void outlines.look(view, map.getZoom());
    if (answer && marks() === 'features') await drawFeatures(view);
    const ids = remember(map.getLayer('places') ? map.queryRenderedFeatures({ layers: ['places'] }) : []);
    if (answer?.offline || openNow() || ids.length === 0 || ids.length > 100) return;
    if (await lights.look(ids).catch(() => false)) drawLights();
  }

  async function drawFeatures(view: Box): Promise<void> {
    // Drawing them ends in rest, too: the same view is asked for once.
    const asked = JSON.stringify([view, Math.floor(map.getZoom())]);
    if (!answer || (drawnFor === answer && drawnView === asked)) return;
    [drawnFor, drawnView] = [answer, asked];
    asking?.abort();
    const mine = (asking = new AbortController());
    try {
      marksNow = answer.offline ? listFeatures(answer) : await askClusters(answer, view, map.getZoom(), host.words().language, host.server, mine.signal);
    } catch {
      if (mine.signal.aborted) return;
      marksNow = listFeatures(answer);
    }
    source('marks')?.setData?.(marksNow);
  }

  function boxOf(): Box {
    const bounds = map.getBounds();
    const clamp = (degrees: number) => Math.max(-180, Math.min(180, degrees));
    return { south: bounds.getSouth(), west: clamp(bounds.getWest()), north: bounds.getNorth(), east: clamp(bounds.getEast()) };
  }

  function move(act: () => void): void {
    byUser = true;
    act();
  }
  function pan(x: number, y: number): void {
    const { clientWidth, clientHeight } = element;
    move(() => map.panBy([x * clientWidth, y * clientHeight]));
  }
  function area(): void {
    controls.area.hidden = true;
    host.area?.(boxOf(), centerOf(), map.getZoom());
  }
  const centerOf = (): Point => ({ latitude: map.getCenter().lat, longitude: map.getCenter().lng });

  map.on('movestart', (event) => {
    if ('originalEvent' in event && event.originalEvent) byUser = true;
    tip.hide();
  });
  map.on('moveend', () => {
    if (byUser && answer && !answer.offline) {
      host.moved(centerOf(), map.getZoom());
    }
    if (byUser && answer && !answer.offline && host.area) {
      controls.area.hidden = false;
      if (!shownArea) host.announce(own().areaShown);
      shownArea = true;
    }
    byUser = false;
  });
  map.on('idle', () => void rest());

  const at = (x: number, y: number, reach = 8) => map.queryRenderedFeatures([[x - reach, y - reach], [x + reach, y + reach]], { layers: ['places', 'clusters'] });
  async function pick(x: number, y: number, reach?: number): Promise<boolean> {
    const [top] = at(x, y, reach);
    if (!top || top.geometry.type !== 'Point') return false;
    const [longitude = 0, latitude = 0] = top.geometry.coordinates;
    if (typeof top.properties['id'] === 'string') {
      const here = at(x, y, reach).filter(({ geometry }) => geometry.type === 'Point' && Math.hypot((geometry.coordinates[0] ?? 0) - longitude, (geometry.coordinates[1] ?? 0) - latitude) < 0.00001);
      const ids = [...new Set(remember(here))];
      if (ids.length > 1) await card.show(ids);
      else choose(top.properties['id'], true);
      return true;
    }
    const zoom = Number(top.properties['expansionZoom'] ?? map.getZoom() + 2);
    if (zoom > CLOSEST || map.getZoom() >= CLOSEST) {
      if (answer) await card.show(await askMembers(answer, { longitude, latitude }, host.server).catch(() => []));
    } else move(() => map.easeTo({ center: [longitude, latitude], zoom: Math.max(zoom, map.getZoom() + 0.5) }));
    return true;
  }

  function choose(id: string | null, told: boolean): void {
    chosen = id;
    const place = answer?.places.find((known) => known.id === id);
    if (place?.location) seen.set(place.id, { point: place.location, name: place.name, image: markImage(place.kind, place.light) });
    const found = id ? seen.get(id) : undefined;
    if (found && !boxHolds(found.point)) map.easeTo({ center: [found.point.longitude, found.point.latitude] });
    source('extra')?.setData(rings());
    if (id) void card.show([id]);
    else card.hide();
    if (told) host.chosen(id);
  }
  function boxHolds({ latitude, longitude }: Point): boolean {
    const { x, y } = map.project([longitude, latitude]);
    return x > 30 && y > 30 && x < element.clientWidth - 30 && y < element.clientHeight - 30;
  }

  map.on('click', ({ point }) => void pick(point.x, point.y).then((hit) => !hit && chosen && choose(null, true)));
  map.on('contextmenu', ({ point }) => tip.show(at(point.x, point.y)[0], point.x, point.y));
  map.on('mousemove', ({ point }) => {
    const [top] = at(point.x, point.y, 2);
    surface.classList.toggle('over-mark', top !== undefined);
    tip.show(top, point.x, point.y);
    host.pointed(typeof top?.properties['id'] === 'string' ? top.properties['id'] : null);
  });
  map.on('mouseout', () => {
    tip.hide();
    host.pointed(null);
  });
  const middle = () => [element.clientWidth / 2, element.clientHeight / 2] as const;
  listenToKeys(map.getCanvas(), { enter: () => void pick(...middle(), 22), back: () => (tip.hide(), host.back()) });
  map.on('moveend', () => {
    if (map.getCanvas().matches(':focus-visible')) tip.show(at(...middle(), 22)[0], ...middle());
  });

  function drawWords(): void {
    const words = host.words();
    controls.draw(words);
    replace(keys, words.rich('map_keys'));
    const name = words.text('map_name', { n: answer?.total ?? 0 });
    element.setAttribute('aria-label', name);
    const canvas = map.getCanvas();
    canvas.setAttribute('aria-label', name);
    canvas.setAttribute('role', 'application');
    canvas.setAttribute('aria-describedby', 'map-keys');
  }

  async function frame(next: MapAnswer): Promise<void> {
    const fit = ({ south, west, north, east }: Box) => map.fitBounds([west, south, east, north], { padding: 60, maxZoom: 15, animate: false });
    if (next.search.box) return fit(next.search.box) && undefined;
    if (next.near) {
      const degrees = next.radiusMeters / 111_320;
      const wide = degrees / Math.cos((next.near.latitude * Math.PI) / 180);
      return fit({ south: next.near.latitude - degrees, north: next.near.latitude + degrees, west: next.near.longitude - wide, east: next.near.longitude + wide }) && undefined;
    }
    const extent = next.offline ? null : await askExtent(next, host.server).catch(() => null);
    if (extent && answer === next) fit(extent);
  }

  const stopTheme = whenThemeChanges(element, repaint);
  function repaint(): void {
    tokens = readTokens(element);
    map.setStyle(style(), { diff: false });
    drawWords();
  }
  const resized = new ResizeObserver(() => map.resize());
  resized.observe(surface);
  drawWords();

  return {
    show(next) {
      const before = answer;
      answer = next;
      for (const { id, name, kind, light, location } of next.places) if (location) seen.set(id, { point: location, name, image: markImage(kind, light) });
      const same = before !== null && JSON.stringify([before.filter, before.districtIds, before.near, before.search.box]) === JSON.stringify([next.filter, next.districtIds, next.near, next.search.box]);
      drawWords();
      if (same) return drawLights();
      controls.area.hidden = true;
      shownArea = false;
      map.setStyle(style(), { diff: map.isStyleLoaded() === true });
      const linked = before === null && host.start.center !== null && host.start.zoom !== null;
      // The view of "search this area" is the one that was asked for.
      if (!linked && !(before && next.search.box && boxHolds(centerOf()) && next.search.zoom !== null)) void frame(next);
      void rest();
    },
    point(id) {
      pointed = id;
      const found = id ? seen.get(id) : undefined;
      if (found && !boxHolds(found.point)) map.easeTo({ center: [found.point.longitude, found.point.latitude] });
      source('extra')?.setData(rings());
    },
    choose: (id) => id !== chosen && choose(id, false),
    repaint,
    destroy() {
      stopTheme();
      resized.disconnect();
      asking?.abort();
      map.remove();
      replace(element);
    },
  };
}

/** Where tiles are and how deep; null where this server has none. */
async function tilesOf(server: string): Promise<{ template: string; maxzoom: number } | null> {
  try {
    const reply = await fetch(`${server}/tiles.json`);
    if (!reply.ok) return null;
    const { maxzoom } = (await reply.json()) as { maxzoom?: number };
    return { template: `${server || location.origin}/tiles/{z}/{x}/{y}.mvt`, maxzoom: maxzoom ?? 14 };
  } catch {
    return null;
  }
}
