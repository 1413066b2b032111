// The page of a place: is it open, may I come, can I get in, when, where, and how sure is all this.
import { RequestError } from '../api/client.ts';
import { askPlace, type Place } from '../api/place.ts';
import type { App, Mount } from '../app.ts';
import { h, replace, type Child } from '../dom.ts';
import { symbolKind } from '../kinds.ts';
import { icon, mark } from '../mark.ts';
import { contentLanguage, freshness, kindWords, stateLine } from '../search/row.ts';
import { savedPlace, savePlace } from '../state/saved.ts';
import { longDate, solid, time } from '../when/dates.ts';
import { lightOf, stateOf } from '../when/state.ts';
import { addDays, dayOf, HORIZON_DAYS } from '../when/window.ts';
import { accessBox, beforeBox, contactsBox, servicesBox } from './facts.ts';
import { datesBox } from './openings.ts';
import { trustBox, whereBox } from './origin.ts';

export const box = (title: Child, ...children: Child[]): HTMLElement => h('section', { class: 'box' }, h('h2', {}, title), children);

/** Text of the register, with a note where it is in another language than the page. */
export function content(app: App, place: Pick<Place, 'languages'>, text: string): HTMLElement {
  const lang = contentLanguage(app, place.languages);
  const note = lang && h('span', { class: 'original' }, app.words.rich(lang.startsWith('ja') ? 'original' : 'original_other'));
  return h('div', {}, h('p', { lang }, text), note);
}

export const telephone = (value: string): string => `tel:${value.replace(/[^\d+]/g, '')}`;

/** Of the place, else of a service there. */
export function phoneOf(place: Place): string | null {
  const services = place.services?.edges.flatMap(({ contacts, node }) => [...contacts, ...node.contacts]) ?? [];
  return [...place.contacts, ...services].find((contact) => contact.kind === 'PHONE')?.value ?? null;
}

function actions(app: App, place: Place): HTMLElement {
  const { words } = app;
  const phone = phoneOf(place);
  const { location: point, locationPrecision } = place;
  const shared = h('span', {}, words.rich('share'));
  const share = async () => {
    const url = `${location.origin}/p/${place.id}`;
    if (navigator.share) {
      await navigator.share({ title: place.name, url }).catch(() => undefined);
      return;
    }
    await navigator.clipboard.writeText(url);
    replace(shared, words.rich('copied'));
    app.announce(words.text('copied'));
  };
  return h('p', { class: 'actions' },
    phone && h('a', { class: 'button main', href: telephone(phone) }, icon('phone'), words.rich('call'), h('span', { class: 'solid' }, phone)),
    // `geo:` opens the map program of the device; nothing is sent anywhere by this page.
    point && locationPrecision === 'EXACT' && h('a', { class: 'button', href: `geo:${point.latitude},${point.longitude}?q=${point.latitude},${point.longitude}` }, icon('route'), words.rich('directions')),
    h('a', { class: 'button', href: `/places/${place.id}.ics` }, icon('calendar'), words.rich('calendar')),
    h('button', { class: 'button', type: 'button', onclick: () => void share() }, icon('share'), shared),
    h('button', { class: 'button', type: 'button', onclick: () => print() }, icon('print'), words.rich('print')));
}

function draw(app: App, place: Place): Child[] {
  const { words } = app;
  const now = new Date();
  const state = stateOf(place, now);
  const lang = contentLanguage(app, place.languages);
  return [
    place.mergedInto && h('p', { class: 'call-out' }, words.rich('merged_note'), ' ', h('a', { href: app.href(`/p/${place.mergedInto.id}`) }, place.mergedInto.name)),
    place.status === 'ARCHIVED' && !place.mergedInto && h('p', { class: 'call-out' }, words.rich('archived_note')),
    h('div', { class: 'head' }, mark(symbolKind(place.kinds), lightOf(state)),
      h('div', {}, h('p', { class: 'facts' }, kindWords(words, place.kinds)),
        h('h1', { lang, tabindex: -1 }, place.name), place.nameKana && words.tag === 'ja' && h('p', { class: 'reading' }, place.nameKana))),
    h('div', { class: 'columns' },
      h('div', {},
        h('section', { class: 'box now', 'aria-label': words.text('when') },
          stateLine(words, state, now, place.timeZone, phoneOf(place) !== null),
          h('p', { class: 'fresh' }, freshness(words, place.verification, now)),
          place.summary && content(app, place, place.summary),
          actions(app, place)),
        beforeBox(app, place),
        accessBox(app, place),
        datesBox(app, place),
        servicesBox(app, place)),
      h('div', {}, whereBox(app, place), contactsBox(app, place), trustBox(app, place))),
  ];
}

export const mountPlace: Mount = (host, app) => {
  const { words } = app;
  const id = location.pathname.slice('/p/'.length);
  const stop = new AbortController();
  const body = h('div');
  const back = h('a', { class: 'crumb', href: app.href('/') }, icon('back'), h('span', {}, words.rich('back')));
  back.addEventListener('click', (event) => {
    event.preventDefault();
    app.back();
  });
  const banner = h('p', { class: 'banner', role: 'status', hidden: true });
  const served = [...host.childNodes];
  const page = h('div', { class: 'page' }, h('nav', { 'aria-label': words.text('back') }, back), body);
  // What the server wrote stays until the answer is there.
  if (host.querySelector('.page')) replace(host, banner, page);
  else {
    body.append(...served);
    replace(host, banner, page);
  }

  async function load(): Promise<void> {
    const today = dayOf(new Date());
    try {
      const place = await askPlace(id, words.language, addDays(today, -1), addDays(today, HORIZON_DAYS), stop.signal);
      if (!place) {
        app.title(words.text('place_gone'));
        replace(body, h('h1', {}, words.rich('place_gone')), h('p', {}, words.rich('not_found_help')));
        return;
      }
      show(place);
      void savePlace(id, place);
    } catch (error) {
      if (stop.signal.aborted) return;
      const saved = await savedPlace<Place>(id);
      if (saved) {
        show(saved.place);
        const at = new Date(saved.at);
        banner.hidden = false;
        replace(banner, icon('offline'), words.rich('offline', { time: h('span', { class: 'solid' }, solid(longDate(dayOf(at), words.language)), ' ', time(at)) }));
        return;
      }
      const trouble = error instanceof RequestError ? error.trouble : 'failed';
      replace(body, h('div', { class: 'trouble', role: 'alert' }, h('p', {}, icon('warning'), words.rich(trouble === 'offline' ? 'offline_bare' : trouble === 'busy' ? 'error_busy' : 'error')),
        h('p', { class: 'actions' }, h('button', { class: 'button', type: 'button', onclick: () => void load() }, words.rich('retry')))));
    }
  }
  function show(place: Place): void {
    app.title(place.name);
    replace(body, draw(app, place));
  }
  void load();
  return () => stop.abort();
};
