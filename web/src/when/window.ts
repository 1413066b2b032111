// The windows of time that a resident asks for, in the time of the country that the register describes.
import type { When } from '../state/url.ts';

/** Schedules without a zone of their own are in this one, too. */
export const ZONE = 'Asia/Tokyo';
const OFFSET = '+09:00';
/** The server knows openings this many days ahead. */
export const HORIZON_DAYS = 90;

/** The calendar day of a moment: `2026-11-28`. */
export function dayOf(moment: Date, zone: string = ZONE): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(moment);
}

/** The day so many days later; calendar days have no hours that a clock change could take. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The `openAt` of the server; null: at any time. A window past midnight ends on the next day. */
export function windowOf(when: When, now: Date): { from?: string; to?: string } | null {
  if (when === 'any') return null;
  if (when === 'now') return {};
  if (when === 'today') return { to: `${dayOf(now)}T23:59:00${OFFSET}` };
  const last = when.to > when.from ? when.date : addDays(when.date, 1);
  return { from: `${when.date}T${when.from}:00${OFFSET}`, to: `${last}T${when.to}:00${OFFSET}` };
}
