// Which view an address names, and what is kept with a step of history: where one stood and what had the focus.
import type { Mount } from '../app.ts';
import { mountSearch } from '../search/view.ts';

export interface Saved {
  readonly y: number;
  readonly focus: string | null;
}
export interface View {
  readonly name: 'search' | 'place' | 'coverage' | 'print' | 'about' | 'missing';
  readonly mount: Mount;
}

const PATHS = /^\/(?:$|p\/[A-Za-z0-9_-]+$|coverage$|print$|about$)/;

/** Whether the page itself answers a path; others are files of the server. */
export const isOurs = (path: string): boolean => PATHS.test(path);

/** The list is there at once; other views come when they are asked for. */
export async function viewOf(path: string): Promise<View> {
  if (path === '/') return { name: 'search', mount: mountSearch };
  if (path.startsWith('/p/')) return { name: 'place', mount: (await import('../place/view.ts')).mountPlace };
  if (path === '/coverage') return { name: 'coverage', mount: (await import('../coverage/view.ts')).mountCoverage };
  if (path === '/print') return { name: 'print', mount: (await import('../print/view.ts')).mountPrint };
  const about = await import('../about/view.ts');
  return path === '/about' ? { name: 'about', mount: about.mountAbout } : { name: 'missing', mount: about.mountMissing };
}

/** What had the focus, so that it is found again in a list that was made anew. */
export function focusKey(): string | null {
  const active = document.activeElement;
  if (!active || active === document.body) return null;
  const row = active.closest('[data-id]');
  return row ? `row:${row.getAttribute('data-id') ?? ''}` : active.id ? `id:${active.id}` : null;
}

export function restoreFocus(key: string | null): void {
  if (!key) return;
  const id = key.slice(key.indexOf(':') + 1);
  const found = key.startsWith('row:')
    ? [...document.querySelectorAll('[data-id]')].find((row) => row.getAttribute('data-id') === id)?.querySelector('a')
    : document.getElementById(id);
  found?.focus({ preventScroll: true });
}
