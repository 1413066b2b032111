// The page /embed: the element alone, with its attributes from the address, in place of what the server wrote.
import './element.ts';
import { languageOf, TITLE } from './words.ts';

const NAMES = ['district', 'kinds', 'text', 'open', 'lang', 'theme'] as const;
const given = new URLSearchParams(location.search);
const element = document.createElement('ibasho-map');
for (const name of NAMES) {
  const value = given.get(name) ?? (name === 'text' ? given.get('q') : null);
  if (value) element.setAttribute(name, value);
}
const language = languageOf(given.get('lang'));
document.documentElement.lang = language === 'en' ? 'en' : 'ja';
document.title ||= TITLE[language];
document.documentElement.classList.add('embedded');
const main = document.getElementById('main');
main?.replaceChildren(element);
element.setAttribute('full', '');
