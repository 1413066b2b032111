// Which districts have places and which have none.
import type { Mount } from '../app.ts';
import { h, replace } from '../dom.ts';

export const mountCoverage: Mount = (host, app) => {
  replace(host, h('div', { class: 'page' }, h('h1', {}, app.words.rich('nav_coverage'))));
  app.title(app.words.text('nav_coverage'));
  return () => undefined;
};
