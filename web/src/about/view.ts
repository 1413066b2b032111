// Who runs this page, what it keeps, where its data come from; and the page for an address that is none.
import type { Mount } from '../app.ts';
import { h, replace, safeHref } from '../dom.ts';
import { forgetSaved } from '../state/saved.ts';
import { exportLinks } from '../state/rest.ts';
import { EMPTY } from '../state/url.ts';
import type { WordKey } from '../words/index.ts';

export const mountAbout: Mount = (host, app) => {
  const { words, config } = app;
  const { site } = config;
  const box = (key: WordKey, ...children: Parameters<typeof h>[2][]) => h('section', { class: 'box' }, h('h2', {}, words.rich(key)), children);
  const p = (key: WordKey, values = {}) => h('p', {}, words.rich(key, values));
  const cleared = h('span', { role: 'status' });
  const forget = async () => {
    await forgetSaved();
    replace(cleared, words.rich('about_cleared'));
  };
  const { phone, url, email } = site.contact ?? {};
  const web = url && /^https?:/i.test(url) ? safeHref(url) : null;
  const contacts = [
    phone && h('li', {}, words.rich('contact_phone'), ': ', h('a', { href: `tel:${phone.replace(/[^\d+]/g, '')}` }, phone)),
    email && h('li', {}, words.rich('contact_email'), ': ', h('a', { href: safeHref(`mailto:${email}`) }, email)),
    web && h('li', {}, words.rich('contact_web'), ': ', h('a', { href: web }, url)),
  ].filter((item) => item);
  app.title(words.text('nav_about'));
  replace(host, h('div', { class: 'page prose' },
    h('h1', {}, words.rich('nav_about')),
    box('about_who', site.operator && p('about_operator', { name: h('b', { lang: 'ja' }, site.operator) }), site.about && h('p', { lang: 'ja' }, site.about), p('about_software')),
    box('about_privacy', p('about_privacy_1'), p('about_privacy_2'), p('about_privacy_3'), h('p', { class: 'actions' }, h('button', { class: 'button', type: 'button', onclick: () => void forget() }, words.rich('about_clear')), cleared)),
    box('about_sources', p('about_sources_text'), p('about_symbols')),
    box('about_data', p('about_data_text'), h('ul', { class: 'plain' }, exportLinks(app, EMPTY), h('li', {}, h('a', { href: '/graphql' }, words.rich('data_graphql'))))),
    box('about_access', p('about_access_text'), p('about_access_report')),
    box('about_contact', contacts.length > 0 ? h('ul', { class: 'plain' }, contacts) : p('about_contact_none')),
    config.version && h('p', { class: 'note' }, `ibasho ${config.version}`)));
  return () => undefined;
};

export const mountMissing: Mount = (host, app) => {
  const { words } = app;
  app.title(words.text('not_found'));
  replace(host, h('div', { class: 'page prose' }, h('h1', {}, words.rich('not_found')), h('p', {}, words.rich('not_found_help')), h('p', { class: 'actions' }, h('a', { class: 'button main', href: app.href('/') }, words.rich('nav_search')))));
  return () => undefined;
};
