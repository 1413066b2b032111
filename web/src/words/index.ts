// The words of the page in three languages. A word is plain text with `%name%` for values, `[one|other]` chosen
// by the first number, and, in やさしい日本語, `{漢字|かんじ}` for readings. Each language is one file and one
// download; TypeScript holds them to the same keys, `npm run check` to the rest.
import { h, type Child } from '../dom.ts';
import type { ja } from './ja.ts';

export const LANGUAGES = ['ja', 'ja-Hira', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
export type WordKey = keyof typeof ja;
export type Table = Readonly<Record<WordKey, string>>;
export type Values = Readonly<Record<string, string | number | Node>>;

/** Each language in its own words. */
export const OWN_NAMES: Readonly<Record<Language, string>> = { ja: '日本語', 'ja-Hira': 'やさしい日本語', en: 'English' };

/** A view that is loaded later may bring a table of its own (`makeWords`); the type says which keys it has. */
export interface Words<Key extends string = WordKey> {
  readonly language: Language;
  /** For `lang`: kanji with ruby is Japanese in its usual script, for fonts, line breaks and voices. */
  readonly tag: 'ja' | 'en';
  /** The plain text: for titles, labels of controls and announcements. */
  text(key: Key, values?: Values): string;
  /** The same for the page, with readings. */
  rich(key: Key, values?: Values): HTMLSpanElement;
  /** A number by the custom of the language: 1,204. */
  number(value: number): string;
  has(key: string): key is Key;
}

export async function loadWords(language: Language): Promise<Words> {
  switch (language) {
    case 'ja':
      return makeWords(language, (await import('./ja.ts')).ja);
    case 'ja-Hira':
      return makeWords(language, (await import('./easy.ts')).easy);
    case 'en':
      return makeWords(language, (await import('./en.ts')).en);
  }
}

const READING = /\{([^|{}]+)\|([^|{}]+)\}/g;

/** The base of a text with readings. */
export function withoutReadings(text: string): string {
  return text.replace(READING, '$1');
}

/** A text with `{漢字|かんじ}` as ruby; voices read the base only. */
export function ruby(text: string): Child[] {
  const out: Child[] = [];
  let last = 0;
  for (const match of text.matchAll(READING)) {
    out.push(text.slice(last, match.index));
    out.push(h('ruby', {}, match[1], h('rt', { 'aria-hidden': 'true' }, match[2])));
    last = match.index + match[0].length;
  }
  out.push(text.slice(last));
  return out;
}

export function makeWords<Key extends string>(language: Language, table: Readonly<Record<Key, string>>): Words<Key> {
  const tag = language === 'en' ? 'en' : 'ja';
  const numbers = new Intl.NumberFormat(tag);
  const plurals = new Intl.PluralRules(tag);
  const chosen = (key: Key, values: Values) => {
    const count = Object.values(values).find((value) => typeof value === 'number');
    const one = typeof count === 'number' && plurals.select(count) === 'one';
    return table[key].replace(/\[([^|\]]*)\|([^\]]*)\]/g, (_, single: string, many: string) => (one ? single : many));
  };
  const shown = (value: string | number) => (typeof value === 'number' ? numbers.format(value) : value);
  return {
    language,
    tag,
    number: (value) => numbers.format(value),
    has: (key): key is Key => Object.hasOwn(table, key),
    text(key, values = {}) {
      // Values go in last and are never read as patterns: they may come from the register.
      const parts = withoutReadings(chosen(key, values)).split('%');
      return parts.map((part, at) => (at % 2 ? valueText(values[part], shown) : part)).join('');
    },
    rich(key, values = {}) {
      const parts = chosen(key, values).split('%');
      const span = h('span');
      parts.forEach((part, at) => {
        const value = values[part];
        if (at % 2 === 0) span.append(...(ruby(part) as (Node | string)[]));
        else if (value instanceof Node) span.append(value.cloneNode(true));
        else if (value !== undefined) span.append(shown(value));
      });
      return span;
    },
  };
}

function valueText(value: string | number | Node | undefined, shown: (value: string | number) => string): string {
  if (value === undefined) return '';
  if (!(value instanceof Object)) return shown(value);
  const copy = value.cloneNode(true);
  if (copy instanceof Element) copy.querySelectorAll('rt').forEach((reading) => reading.remove());
  return copy.textContent ?? '';
}
