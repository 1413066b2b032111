// What to know before one goes, how one gets in, whom to ask, and what is offered. Unknown is written as unknown,
// as large as what is known.
import type { Place, Service } from '../api/place.ts';
import type { Contact } from '../api/search.ts';
import type { App } from '../app.ts';
import { h, safeHref, type Child } from '../dom.ts';
import { icon } from '../mark.ts';
import { FEATURES } from '../search/filters.ts';
import { stateLine } from '../search/row.ts';
import { stateOf } from '../when/state.ts';
import type { WordKey } from '../words/index.ts';
import { rules } from './openings.ts';
import { box, content, telephone } from './view.ts';

type Line = readonly [WordKey, Child, boolean?];

function list(app: App, lines: readonly Line[]): HTMLElement {
  return h('dl', { class: 'facts-list' }, lines.map(([key, value, unknown]) => [h('dt', {}, app.words.rich(key)), h('dd', { class: unknown ? 'is-unknown' : null }, h('div', {}, value))]));
}

function needed(app: App, value: boolean | null): Child {
  return app.words.rich(value === null ? 'unknown' : value ? 'needed' : 'not_needed');
}

function ages(app: App, service: Service): Child {
  const { minimumAge: from, maximumAge: to } = service;
  if (from !== null && to !== null) return app.words.rich('age_between', { from, to });
  if (from !== null) return app.words.rich('age_from', { n: from });
  return to === null ? null : app.words.rich('age_to', { n: to });
}

/** The facts of one service that decide a visit. */
function serviceLines(app: App, place: Place, service: Service, all: boolean): Line[] {
  const { words } = app;
  const lines: Line[] = [];
  const cost = [service.isFree === true && !service.fee && words.rich('free'), service.fee && content(app, place, service.fee)].filter((part) => part);
  lines.push(['cost', cost.length > 0 ? cost : words.rich('unknown'), cost.length === 0]);
  const who = [service.eligibility && content(app, place, service.eligibility), ages(app, service)].filter((part) => part);
  if (who.length > 0 || all) lines.push(['who', who.length > 0 ? who : words.rich('unknown'), who.length === 0]);
  lines.push(['booking', needed(app, service.reservationRequired), service.reservationRequired === null]);
  lines.push(['identity', needed(app, service.idRequired), service.idRequired === null]);
  if (service.requiredDocuments.length > 0) lines.push(['documents', h('span', { lang: 'ja' }, service.requiredDocuments.join('、'))]);
  return lines;
}

/** With one service its facts stand here; with several each has its own below. */
export function beforeBox(app: App, place: Place): HTMLElement {
  const { words } = app;
  const lines: Line[] = [];
  const labels = (scheme: string) => place.terms.filter((term) => term.scheme.code === scheme).map((term) => term.label).join(words.tag === 'ja' ? '、' : ', ');
  const only = place.services?.edges.length === 1 ? place.services.edges[0]?.node : undefined;
  if (only) lines.push(...serviceLines(app, place, only, true));
  const [cost, audience, spoken] = [labels('cost'), labels('audience'), labels('language')];
  if (!only) lines.push(['cost', cost || words.rich('unknown'), !cost]);
  if (audience || !only) lines.push(['who', audience || words.rich('unknown'), !audience]);
  lines.push(['talk', spoken || words.rich('unknown'), !spoken]);
  // The same heading twice (of the service and of the place) becomes one entry of two lines.
  const merged = new Map<WordKey, Line>();
  for (const [key, value, unknown] of lines) {
    const before = merged.get(key);
    merged.set(key, before && !before[2] ? [key, [before[1], h('br'), value]] : [key, value, unknown ?? false]);
  }
  return box(words.rich('before'), list(app, [...merged.values()]));
}

export function accessBox(app: App, place: Place): HTMLElement {
  const { words } = app;
  const known = new Map(place.accessibility.map((entry) => [entry.feature, entry]));
  const groups: readonly (readonly [WordKey, string, string, readonly string[]])[] = [
    ['yes', 'is-yes', 'check', FEATURES.filter((feature) => known.get(feature)?.available === true)],
    ['no', 'is-no', 'cross', FEATURES.filter((feature) => known.get(feature)?.available === false)],
    ['unknown', 'is-unknown', 'question', FEATURES.filter((feature) => (known.get(feature)?.available ?? null) === null)],
  ];
  const item = (feature: string) => {
    const note = known.get(feature)?.note;
    return h('li', {}, words.rich(`access_${feature}` as WordKey), note && h('span', { lang: 'ja' }, `（${note}）`));
  };
  return box(words.rich('access'), h('dl', { class: 'facts-list' }, groups.filter(([, , , features]) => features.length > 0).map(([key, name, symbol, features]) => [
    h('dt', {}, words.rich(key)), h('dd', { class: name }, icon(symbol), h('ul', { class: 'inline-list' }, features.map(item))),
  ])));
}

function contactItem(app: App, contact: Contact): HTMLElement {
  const { value, kind, note } = contact;
  const href = kind === 'PHONE' ? telephone(value) : kind === 'EMAIL' ? safeHref(`mailto:${value}`) : kind === 'WEB' || kind === 'LINE' ? (/^https?:/i.test(value) ? safeHref(value) : null) : null;
  const key: Readonly<Record<Contact['kind'], WordKey>> = { PHONE: 'contact_phone', FAX: 'contact_fax', EMAIL: 'contact_email', WEB: 'contact_web', LINE: 'contact_line' };
  return h('li', {}, h('span', { class: 'note' }, app.words.rich(key[kind])), h('br'),
    href ? h('a', { href, rel: 'noopener noreferrer external' }, value) : h('span', {}, value), note && h('p', { class: 'note', lang: 'ja' }, note));
}

export function contactsBox(app: App, place: Place): HTMLElement | null {
  if (place.contacts.length === 0) return null;
  return box(app.words.rich('contacts'), h('ul', { class: 'plain' }, place.contacts.map((contact) => contactItem(app, contact))));
}

export function servicesBox(app: App, place: Place): HTMLElement | null {
  const { words } = app;
  const { edges, totalCount } = place.services ?? { edges: [], totalCount: 0 };
  if (edges.length === 0) return null;
  const now = new Date();
  const several = edges.length > 1;
  return box(words.rich('services'),
    edges.map(({ node, schedules, contacts, note }) => h('div', { class: 'service' },
      h('h3', { lang: 'ja' }, node.name),
      h('p', { class: 'facts' }, node.modes.map((mode) => {
        const key = `mode_${mode.toLowerCase()}`;
        return words.has(key) && h('span', { class: 'fact' }, words.rich(key));
      })),
      (schedules.length > 0 || several) && stateLine(words, stateOf({ openState: node.openState, timeZone: place.timeZone }, now), now, place.timeZone, contacts.length > 0),
      node.summary && content(app, place, node.summary),
      note && h('p', { lang: 'ja' }, note),
      rules(app, schedules),
      several && list(app, serviceLines(app, place, node, false)),
      (contacts.length > 0 || node.contacts.length > 0) && h('ul', { class: 'plain' }, [...contacts, ...node.contacts].map((contact) => contactItem(app, contact))))),
    totalCount > edges.length && h('p', { class: 'note' }, words.rich('services_more', { n: totalCount - edges.length })));
}
