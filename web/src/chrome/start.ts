// Puts the page together: one `App` for all views, the frame around them, the router.
import type { App, Mount } from '../app.ts';
import { readConfig } from '../config.ts';
import { apply, readDisplay, readLanguage, save, type Display } from '../display.ts';
import { h } from '../dom.ts';
import { makeStore } from '../state/store.ts';
import { loadWords, type Language, type Words } from '../words/index.ts';
import { makeFrame } from './frame.ts';
import { focusKey, isOurs, restoreFocus, viewOf, type Saved } from './router.ts';

const STATUS_DELAY = 500;

export async function start(): Promise<void> {
  const config = readConfig();
  let language: Language = readLanguage(config.language);
  let display = readDisplay();
  apply(display, language);
  const main = document.getElementById('main') ?? document.body.appendChild(h('main', { id: 'main', tabindex: -1 }));
  let words: Words = await loadWords(language);
  let unmount: () => void = () => undefined;
  let steps = 0;
  const status = h('div', { class: 'hidden', role: 'status' });
  let statusTimer = 0;

  const withLanguage = (query: string) => {
    const asked = new URLSearchParams(location.search).get('lang');
    return [query, asked ? `lang=${language}` : ''].filter((part) => part).join('&');
  };
  const href = (path: string, query = '') => {
    const all = withLanguage(query);
    return all ? `${path}?${all}` : path;
  };
  const remember = () => {
    const saved: Saved = { ...(history.state as Saved | null), y: scrollY, focus: focusKey() };
    history.replaceState(saved, '');
  };
  const store = makeStore((query, step) => {
    const to = href(location.pathname === '/print' ? '/print' : '/', query);
    if (step === 'push') {
      remember();
      steps += 1;
      history.pushState({ y: 0, focus: null } satisfies Saved, '', to);
    } else history.replaceState(history.state, '', to);
  });

  const app: App = {
    config,
    get words() {
      return words;
    },
    get display() {
      return display;
    },
    store,
    href,
    go(to) {
      remember();
      steps += 1;
      history.pushState({ y: 0, focus: null } satisfies Saved, '', to);
      void mount().then(() => {
        scrollTo(0, 0);
        main.focus({ preventScroll: true });
      });
    },
    back() {
      if (steps > 0) history.back();
      else app.go(href('/'));
    },
    speak(next) {
      save({ language: next });
      void loadWords(next).then((loaded) => {
        language = next;
        words = loaded;
        const query = new URLSearchParams(location.search);
        query.set('lang', next);
        history.replaceState(history.state, '', `${location.pathname}?${query.toString().replace(/%2C/g, ',').replace(/%3A/g, ':')}`);
        apply(display, language);
        const y = scrollY;
        frame.draw();
        void mount().then(() => {
          scrollTo(0, y);
          frame.focusLanguage();
        });
      });
    },
    show(change: Partial<Display>) {
      display = { ...display, ...change };
      save(change);
      apply(display, language);
      store.tell('display');
    },
    announce(text) {
      clearTimeout(statusTimer);
      statusTimer = window.setTimeout(() => {
        // The same words twice are said twice.
        status.textContent = status.textContent === text ? `${text}\u00a0` : text;
      }, STATUS_DELAY);
    },
    title(text) {
      const site = config.site.name ?? words.text('app');
      document.title = text ? `${text} – ${site}` : site;
    },
  };

  const frame = makeFrame(app, main);
  document.body.append(status);
  const mount = async () => {
    const view = await viewOf(location.pathname);
    unmount();
    // Only now: the view that goes must not ask for what the next address says.
    store.reread();
    document.documentElement.dataset['page'] = view.name;
    frame.draw();
    const mountView: Mount = view.mount;
    unmount = mountView(main, app);
  };

  history.scrollRestoration = 'manual';
  addEventListener('pagehide', remember);
  addEventListener('popstate', (event) => {
    const saved = event.state as Saved | null;
    steps = Math.max(0, steps - 1);
    const here = document.documentElement.dataset['page'];
    void viewOf(location.pathname).then(async (view) => {
      if (view.name !== here || view.name === 'place') await mount();
      else {
        store.reread();
        frame.draw();
      }
      requestAnimationFrame(() => {
        scrollTo(0, saved?.y ?? 0);
        restoreFocus(saved?.focus ?? null);
      });
    });
  });
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin || !isOurs(link.pathname)) return;
    if (link.hash && link.pathname === location.pathname) return;
    event.preventDefault();
    app.go(link.href);
  });
  await mount();
  const saved = history.state as Saved | null;
  if (saved?.y) requestAnimationFrame(() => scrollTo(0, saved.y));
}
