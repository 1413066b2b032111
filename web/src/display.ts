// How the page is shown: language, size, theme, readings. Kept on the device, nowhere else.
import { LANGUAGES, type Language } from './words/index.ts';

export interface Display {
  readonly size: 100 | 125 | 150;
  readonly theme: 'auto' | 'light' | 'dark';
  readonly readings: boolean;
}
export const SIZES = [100, 125, 150] as const;
export const THEMES = ['auto', 'light', 'dark'] as const;

const KEY = 'ibasho-display';

function stored(): Partial<Display & { language: string }> {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Display & { language: string }>;
  } catch {
    return {}; // No storage, or not ours: the page works without.
  }
}

export function save(change: Partial<Display & { language: Language }>): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...stored(), ...change }));
  } catch {
    // The choice then holds until the page is closed.
  }
}

export function readDisplay(): Display {
  const { size, theme, readings } = stored();
  return {
    size: SIZES.find((known) => known === size) ?? 100,
    theme: THEMES.find((known) => known === theme) ?? 'auto',
    readings: readings !== false,
  };
}

const known = (text: string | null | undefined): Language | undefined =>
  LANGUAGES.find((language) => language.toLowerCase() === text?.toLowerCase());

/** The address, then the saved choice, then the operator's, then the browser's. */
export function readLanguage(configured: string | null): Language {
  const asked = known(new URLSearchParams(location.search).get('lang')) ?? known(stored().language) ?? known(configured);
  if (asked) return asked;
  for (const wanted of navigator.languages) {
    if (wanted.toLowerCase().startsWith('ja')) return known(wanted) ?? 'ja';
    if (wanted.toLowerCase().startsWith('en')) return 'en';
  }
  // Somebody who reads neither is helped more by English than by plain Japanese.
  return navigator.languages.length > 0 ? 'en' : 'ja';
}

/** Puts the choices on the document. */
export function apply(display: Display, language: Language): void {
  const root = document.documentElement;
  root.lang = language === 'en' ? 'en' : 'ja';
  root.classList.toggle('easy', language === 'ja-Hira');
  root.classList.toggle('no-readings', !display.readings);
  for (const size of SIZES) root.classList.toggle(`size-${size}`, display.size === size);
  if (display.theme === 'auto') delete root.dataset['theme'];
  else root.dataset['theme'] = display.theme;
}
