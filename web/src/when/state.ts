// What a place is at this moment, as one of a few states that each have a light, a symbol and words.
import type { OpenState } from '../api/search.ts';
import type { Light } from '../mark.ts';
import { dayOf } from './window.ts';

export type State =
  | { readonly kind: 'open' | 'soon'; readonly until: Date | null }
  | { readonly kind: 'opens'; readonly at: Date }
  | { readonly kind: 'closed'; readonly today: boolean; readonly reason: string | null; readonly next: Date | null }
  | { readonly kind: 'paused'; readonly reason: string | null; readonly until: Date | null }
  | { readonly kind: 'unknown'; readonly next: Date | null; readonly shelter: boolean }
  | { readonly kind: 'archived' };

/** "Closing soon" from here on. */
const SOON_MINUTES = 30;
/** What the program itself says; anything else is the register's own reason. */
const OWN_REASONS = ['temporarily closed', 'no longer listed', 'hours unknown'];

const moment = (text: string | null | undefined) => (text ? new Date(text) : null);

export function stateOf(
  place: { readonly status?: string; readonly openState: OpenState | null; readonly timeZone: string; readonly kinds?: readonly string[] },
  now: Date,
): State {
  const { openState } = place;
  const reason = openState?.reason && !OWN_REASONS.includes(openState.reason) ? openState.reason : null;
  const next = moment(openState?.opensAt);
  if (place.status === 'ARCHIVED') return { kind: 'archived' };
  if (place.status === 'TEMPORARILY_CLOSED') return { kind: 'paused', reason, until: next };
  const closes = moment(openState?.closesAt);
  // An answer that lay for a while (a page left open, saved results) must not say what was true then.
  const outdated = (openState?.isOpen === true && closes !== null && closes <= now) || (openState?.isOpen === false && next !== null && next <= now);
  if (outdated) return { kind: 'unknown', next: null, shelter: false };
  if (openState?.isOpen === true) {
    const until = closes;
    const soon = until !== null && until.getTime() - now.getTime() <= SOON_MINUTES * 60_000;
    return { kind: soon ? 'soon' : 'open', until };
  }
  if (openState?.isOpen === false) {
    const today = next !== null && dayOf(next, place.timeZone) === dayOf(now, place.timeZone);
    if (reason && !today) return { kind: 'closed', today: true, reason, next };
    return next ? { kind: 'opens', at: next } : { kind: 'closed', today: false, reason, next };
  }
  return { kind: 'unknown', next, shelter: place.kinds?.[0] === 'EVACUATION_SITE' };
}

export function lightOf(state: State): Light {
  if (state.kind === 'open' || state.kind === 'soon') return 'lit';
  return state.kind === 'unknown' ? 'dashed' : 'outline';
}

/** The class and symbol of a state line; the classes are those that the server writes, too. */
export const FACE: Readonly<Record<State['kind'], { readonly name: string; readonly icon: string }>> = {
  open: { name: 'state-open', icon: 'check' },
  soon: { name: 'state-open soon', icon: 'clock' },
  opens: { name: 'state-opens', icon: 'clock' },
  closed: { name: 'state-closed', icon: 'cross' },
  paused: { name: 'state-paused', icon: 'cross' },
  unknown: { name: 'state-unknown', icon: 'question' },
  archived: { name: 'state-paused', icon: 'cross' },
};
