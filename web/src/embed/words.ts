// How many words of the page's tables the element needs: none of its own but its name.
import type { Language } from '../words/index.ts';

export const TITLE: Readonly<Record<Language, string>> = { ja: '居場所の一覧と地図', 'ja-Hira': 'ばしょの リストと ちず', en: 'List and map of places' };

export function languageOf(given: string | null): Language {
  if (given === 'en' || given === 'ja-Hira' || given === 'ja') return given;
  const own = navigator.languages.find((tag) => /^(ja|en)\b/.test(tag));
  return own?.startsWith('en') ? 'en' : 'ja';
}
