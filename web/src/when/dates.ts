// Dates, times and lengths in words of the language. Results may hold readings in the notation of src/words.
import { h } from '../dom.ts';
import { ruby, type Words } from '../words/index.ts';
import { addDays, dayOf, ZONE } from './window.ts';

/** Days of the month that are read unlike their number. */
const DAY_READINGS: Readonly<Record<number, string>> = {
  1: 'ついたち', 2: 'ふつか', 3: 'みっか', 4: 'よっか', 5: 'いつか', 6: 'むいか', 7: 'なのか', 8: 'ようか', 9: 'ここのか',
  10: 'とおか', 14: 'じゅうよっか', 20: 'はつか', 24: 'にじゅうよっか',
};
const WEEKDAYS = ['{日曜日|にちようび}', '{月曜日|げつようび}', '{火曜日|かようび}', '{水曜日|すいようび}', '{木曜日|もくようび}', '{金曜日|きんようび}', '{土曜日|どようび}'];

type Speech = Pick<Words, 'language' | 'text' | 'number'>;

/** `16:00`, 24 hours in every language. */
export function time(moment: Date, zone: string = ZONE): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(moment).replace(/^0/, '');
}

/** `11月28日(土)`, with the year where it is not this one. */
export function date(day: string, language: string, withYear: boolean): string {
  const [year = 0, month = 1, of = 1] = day.split('-').map(Number);
  const noon = new Date(`${day}T12:00:00Z`);
  if (language === 'ja-Hira') {
    const reading = DAY_READINGS[of];
    const written = reading ? `{${of}日|${reading}}` : `${of}{日|にち}`;
    return `${withYear ? `${year}{年|ねん}` : ''}${month}{月|がつ}${written} ${WEEKDAYS[noon.getUTCDay()] ?? ''}`;
  }
  const format = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'ja', {
    timeZone: 'UTC', weekday: 'short', day: 'numeric', month: language === 'en' ? 'short' : 'long', ...(withYear ? { year: 'numeric' } : {}),
  });
  return format.format(noon).replace(',', '');
}

/** A day without its weekday and with its year, for records: `2026年11月3日`. */
export function longDate(day: string, language: string): string {
  if (language === 'ja-Hira') return date(day, language, true).split(' ')[0] ?? '';
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'ja', { timeZone: 'UTC', dateStyle: 'long' }).format(new Date(`${day}T12:00:00Z`));
}

/** A text with readings, kept together on one line. */
export function solid(text: string): HTMLElement {
  return h('span', { class: 'solid' }, ruby(text));
}

/** `今日 16:00`, `11月28日(土) 10:00`, as a node for `rich`. */
export function soonTime(words: Words, moment: Date, now: Date, zone: string): HTMLElement {
  const [day, today] = [dayOf(moment, zone), dayOf(now, zone)];
  const clock = time(moment, zone);
  const element = h('time', { datetime: moment.toISOString(), class: 'solid' });
  if (day === today) element.append(words.rich('at_today', { time: clock }));
  else if (day === addDays(today, 1)) element.append(words.rich('at_tomorrow', { time: clock }));
  else element.append(words.rich('at_date', { date: solid(date(day, words.language, day.slice(0, 4) !== today.slice(0, 4))), time: clock }));
  return element;
}

/** How long ago, coarsely: a record is fresh by days, weeks or months. */
export function ago(words: Words, moment: Date, now: Date): HTMLElement {
  const days = Math.max(0, Math.floor((now.getTime() - moment.getTime()) / 86_400_000));
  if (days < 1) return words.rich('ago_today');
  if (days < 7) return words.rich('ago_days', { n: days });
  if (days < 31) return words.rich('ago_weeks', { n: Math.floor(days / 7) });
  return words.rich('ago_months', { n: Math.floor(days / 30.44) || 1 });
}

/** `350 m`, `1.2 km`: as exact as a straight line deserves. */
export function distance(words: Speech, meters: number): string {
  if (meters < 995) return words.text('m', { n: Math.max(10, Math.round(meters / 10) * 10) });
  const km = meters / 1000;
  return words.text('km', { n: km < 10 ? Math.round(km * 10) / 10 : Math.round(km) });
}

/** `2 km` of a chosen radius. */
export function radius(words: Speech, meters: number): string {
  return meters < 1000 ? words.text('m', { n: meters }) : words.text('km', { n: meters / 1000 });
}
