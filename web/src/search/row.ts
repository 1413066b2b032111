// One place in the list: mark, name, state in words, facts that decide the visit, how fresh it is. The classes are
// those of the rows that the server writes for the first page.
import type { App } from '../app.ts';
import type { Row, RowPlace, Verification } from '../api/search.ts';
import { h, type Child } from '../dom.ts';
import { symbolKind } from '../kinds.ts';
import { icon, mark } from '../mark.ts';
import { dayOf } from '../when/window.ts';
import { ago, distance, soonTime, time } from '../when/dates.ts';
import { FACE, lightOf, stateOf, type State } from '../when/state.ts';
import type { Words, WordKey } from '../words/index.ts';

const YEAR = 365 * 86_400_000;

/** Text of the register in the language it is in: a name without an English form is Japanese on an English page. */
export function contentLanguage(app: App, languages: readonly string[]): string | null {
  const { language, tag } = app.words;
  if (languages.includes(language) || (language === 'ja-Hira' && languages.includes('ja'))) return null;
  const original = languages[0] ?? 'ja';
  return original.startsWith(tag) ? null : original;
}

/** The state in words, always with a symbol: `✓ 開いています 16:00まで`. */
export function stateLine(words: Words, state: State, now: Date, zone: string, hasPhone: boolean): HTMLElement {
  const at = (moment: Date) => soonTime(words, moment, now, zone);
  const strong = (key: WordKey, values = {}) => h('b', {}, icon(FACE[state.kind].icon), words.rich(key, values));
  const parts: Child[] = [];
  switch (state.kind) {
    case 'open':
    case 'soon': {
      parts.push(strong(state.kind === 'soon' ? 'state_soon' : state.until ? 'state_open' : 'state_open_always'));
      if (state.until) {
        const today = dayOf(state.until, zone) === dayOf(now, zone);
        parts.push(words.rich('state_until', { time: today ? time(state.until, zone) : at(state.until) }));
      }
      break;
    }
    case 'opens':
      parts.push(strong('state_opens', { time: at(state.at) }));
      break;
    case 'closed':
      parts.push(strong(state.today ? 'state_closed_today' : 'state_closed'));
      if (state.reason) parts.push(h('span', { lang: 'ja' }, state.reason));
      parts.push(h('span', {}, state.next ? words.rich('state_next', { time: at(state.next) }) : words.rich('state_no_next')));
      break;
    case 'paused':
      parts.push(strong('state_paused'));
      if (state.reason) parts.push(h('span', { lang: 'ja' }, state.reason));
      parts.push(state.until ? words.rich('state_paused_until', { time: at(state.until) }) : words.rich('state_paused_open'));
      break;
    case 'unknown':
      parts.push(strong(state.shelter && !state.next ? 'state_disaster' : 'state_unknown'));
      if (state.next) parts.push(words.rich('state_next', { time: at(state.next) }));
      else if (!state.shelter) parts.push(words.rich(hasPhone ? 'state_call' : 'state_check'));
      break;
    case 'archived':
      parts.push(strong('state_archived'));
  }
  return h('p', { class: `state ${FACE[state.kind].name}` }, parts);
}

export function freshness(words: Words, { status, verifiedAt }: Verification, now: Date): HTMLElement {
  const moment = verifiedAt ? new Date(verifiedAt) : null;
  const warn = (key: WordKey) => h('span', { class: 'fact stale' }, icon('warning'), words.rich(key));
  if (status === 'DISPUTED') return warn('disputed');
  if (moment && now.getTime() - moment.getTime() > YEAR) return warn('stale');
  if (status === 'STALE') return warn(moment ? 'stale_now' : 'stale');
  if (!moment) return h('span', { class: 'fact' }, words.rich('unverified'));
  return h('time', { class: 'fact', datetime: moment.toISOString(), title: dayOf(moment) }, words.rich('confirmed', { ago: ago(words, moment, now) }));
}

/** Only what is known and helps; what was filtered by is shown even when unknown. */
function facts(app: App, place: RowPlace, asked: readonly string[]): Child[] {
  const { words } = app;
  const out: Child[] = [];
  const fact = (key: WordKey) => out.push(h('span', { class: 'fact' }, words.rich(key)));
  const offers = place.services?.nodes ?? [];
  const costs = place.terms.filter((term) => term.scheme.code === 'cost').map((term) => term.code);
  if (costs.includes('free') || (offers.length > 0 && offers.every((offer) => offer.isFree === true))) fact('free');
  else if (costs.includes('free_for_children')) fact('free_children');
  if (offers.length > 0 && offers.every((offer) => offer.idRequired === false)) fact('no_id');
  if (offers.length > 0 && offers.every((offer) => offer.reservationRequired === false)) fact('no_booking');
  const wheelchair = place.accessibility.find((entry) => entry.feature === 'WHEELCHAIR')?.available;
  if (wheelchair && !asked.includes('WHEELCHAIR')) out.push(h('span', { class: 'fact' }, icon('wheelchair'), words.rich('wheelchair')));
  for (const feature of asked) {
    const key = `access_${feature}`;
    if (!words.has(key)) continue;
    const known = place.accessibility.find((entry) => entry.feature === feature)?.available;
    const value = known === true ? 'fact_yes' : known === false ? 'fact_no' : 'fact_unknown';
    out.push(h('span', { class: 'fact' }, words.rich(value, { what: words.rich(key) })));
  }
  const spoken = place.terms.filter((term) => term.scheme.code === 'language' && term.code !== 'ja');
  for (const term of spoken.slice(0, 3)) out.push(h('span', { class: 'fact' }, term.label));
  return out;
}

/** Two kinds at most: more would push the state out of sight. */
export function kindWords(words: Words, kinds: readonly string[]): Child[] {
  return kinds.slice(0, 2).map((kind) => {
    const key = `kind_${kind}`;
    return h('span', { class: 'fact kind' }, words.rich(words.has(key) ? key : 'kind_OTHER'));
  });
}

export interface RowOptions {
  readonly heading?: 'h2' | 'h3' | 'h4';
  readonly asked?: readonly string[];
  readonly showDistance?: boolean;
}

export function rowOf(app: App, row: Row, now: Date, options: RowOptions = {}): HTMLLIElement {
  const { place } = row;
  const { words } = app;
  const state = stateOf(place, now);
  const lang = contentLanguage(app, place.languages);
  const reading = words.language === 'ja-Hira' && place.nameKana ? h('span', { class: 'reading' }, place.nameKana) : null;
  const hasPhone = place.contacts.some((contact) => contact.kind === 'PHONE');
  return h('li', { class: 'row', 'data-id': place.id },
    mark(symbolKind(place.kinds), lightOf(state)),
    h('div', { class: 'row-text' },
      h(options.heading ?? 'h3', {}, reading, h('a', { href: app.href(`/p/${place.id}`), lang }, place.name)),
      stateLine(words, state, now, place.timeZone, hasPhone),
      h('div', { class: 'meta' },
        h('p', { class: 'facts' }, kindWords(words, place.kinds), facts(app, place, options.asked ?? [])),
        h('p', { class: 'fresh' }, freshness(words, place.verification, now)))),
    options.showDistance !== false && row.distance !== null && h('span', { class: 'distance' }, distance(words, row.distance)));
}
