// When it opens: the rule in words, the coming dates, and in their places the dates on which it does not.
import type { Place, Schedule } from '../api/place.ts';
import type { App } from '../app.ts';
import { h, type Child } from '../dom.ts';
import { date, solid, time } from '../when/dates.ts';
import { dayOf } from '../when/window.ts';
import { box } from './view.ts';

export function rules(app: App, schedules: readonly Schedule[]): Child {
  const { words } = app;
  const lines = schedules.filter((schedule) => schedule.text || schedule.original);
  if (lines.length === 0) return null;
  return h('ul', { class: 'rules' }, lines.map((schedule) => h('li', {},
    schedule.text ? h('span', {}, schedule.text) : words.rich('original_rule', { text: h('span', { lang: 'ja' }, schedule.original ?? '') }),
    schedule.note && h('span', { class: 'note', lang: 'ja' }, ` ${schedule.note}`))));
}

interface Line {
  readonly sort: string;
  readonly element: HTMLElement;
}

export function datesBox(app: App, place: Place): HTMLElement {
  const { words } = app;
  const zone = place.timeZone;
  const now = new Date();
  const today = dayOf(now, zone);
  const dayWords = (day: string) => h('b', {}, solid(date(day, words.language, day.slice(0, 4) !== today.slice(0, 4))), day === today && [words.tag === 'ja' ? '・' : ' (', words.rich('today'), words.tag === 'ja' ? '' : ')']);
  const openings = (place.nextOpenings ?? []).map((opening): Line => {
    const [start, end] = [new Date(opening.startsAt), new Date(opening.endsAt)];
    const day = dayOf(start, zone);
    const special = place.specialHours.find((one) => one.opens !== null && one.from <= day && day <= one.to);
    const reason = special?.reason;
    return {
      sort: opening.startsAt,
      element: h('li', {}, dayWords(day), h('span', {}, h('span', { class: 'solid' }, `${time(start, zone)}–${time(end, zone)}`),
        opening.service && h('span', { class: 'note', lang: 'ja' }, ` ${opening.service.name}`),
        special && h('span', { class: 'note' }, ' ', reason ? words.rich('extra', { reason: h('span', { lang: 'ja' }, reason) }) : words.rich('extra_bare')),
        opening.note && opening.note !== reason && h('span', { class: 'note', lang: 'ja' }, ` ${opening.note}`))),
    };
  });
  const last = openings.at(-1)?.sort ?? '9999';
  const closures = place.specialHours.filter((special) => special.opens === null && special.to >= today).map((special): Line => {
    const day = special.from < today ? today : special.from;
    const until = special.to > day ? h('span', {}, '–', solid(date(special.to, words.language, false))) : null;
    const why = special.reason ? words.rich('day_off_reason', { reason: h('span', { lang: 'ja' }, special.reason) }) : words.rich('day_off');
    return { sort: `${day}T00`, element: h('li', {}, h('span', {}, dayWords(day), until), h('span', { class: 'off' }, why)) };
  });
  const lines = [...openings, ...closures.filter((line) => line.sort <= last)].sort((a, b) => (a.sort < b.sort ? -1 : 1));
  return box(words.rich('dates'), rules(app, place.schedules),
    lines.length > 0 ? h('ul', { class: 'dates' }, lines.map((line) => line.element)) : h('p', { class: 'is-unknown' }, words.rich('no_dates')));
}
