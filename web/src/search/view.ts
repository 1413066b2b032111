// The search: form and list, with the map beside or behind them. It asks when the question changes, keeps the old
// rows until the new ones are there, and says once what came out.
import { RequestError } from '../api/client.ts';
import { askList, type Answer } from '../api/search.ts';
import type { Mount } from '../app.ts';
import { h, replace } from '../dom.ts';
import { icon } from '../mark.ts';
import { toQuestion } from '../state/question.ts';
import { savedAnswer, saveAnswer } from '../state/saved.ts';
import { leftOut, sameQuestion, type Search } from '../state/url.ts';
import { longDate, solid, time } from '../when/dates.ts';
import { dayOf } from '../when/window.ts';
import { makeForm } from './form.ts';
import { attachMap } from './map.ts';
import { askPosition } from './position.ts';
import { makeResults } from './results.ts';

const PATIENCE = 300;

export const mountSearch: Mount = (host, app) => {
  const { store, words } = app;
  const served = host.querySelector('ol.rows');
  let running: AbortController | null = null;
  const change = (patch: Partial<Search>) => store.update(patch, 'replace');

  const form = makeForm(app, {
    change,
    submit(text) {
      if (text === store.search.text) void load();
      else store.update({ text }, 'push');
      document.getElementById('results')?.scrollIntoView({ block: 'nearest' });
    },
    nearMe() {
      if (store.search.near === 'me' && store.position) {
        form.near('none');
        change({ near: null, radius: null });
        form.near('none');
        return;
      }
      form.near('asking');
      askPosition().then(
        (position) => {
          store.position = position;
          if (store.search.near === 'me') void load();
          else store.update({ near: 'me', box: null, district: null }, 'push');
          form.near('none');
        },
        () => {
          form.near('refused');
          app.announce(words.text('near_refused'));
        },
      );
    },
  });
  const results = makeResults(app, { change, more: () => void more() });
  const banner = h('p', { class: 'banner', hidden: true });
  const mapBox = h('section', { class: 'map', id: 'map', tabindex: -1, 'aria-label': words.text('map') });
  const pane = h('div', { class: 'pane' }, form.element, results.element);
  replace(host, banner, h('div', { class: 'two' }, pane, mapBox));
  results.adopt(served);
  if (leftOut(location.search)) pane.prepend(h('p', { class: 'call-out' }, words.rich('ignored')));
  const map = attachMap(app, mapBox, results.element);

  function sayOffline(at: number | null): void {
    banner.hidden = at === null;
    if (at === null) return;
    const moment = new Date(at);
    const when = h('span', { class: 'solid' }, solid(longDate(dayOf(moment), words.language)), ' ', time(moment));
    replace(banner, icon('offline'), words.rich('offline', { time: when }));
    app.announce(words.text('offline', { time: when }));
  }

  function show(answer: Answer, say: boolean): void {
    const focus = document.activeElement?.closest('.results [data-id]')?.getAttribute('data-id');
    results.show(answer);
    form.counted();
    map.show(answer);
    if (focus) [...results.element.querySelectorAll('[data-id]')].find((row) => row.getAttribute('data-id') === focus)?.querySelector('a')?.focus({ preventScroll: true });
    const count = words.text(answer.search.near ? 'count_near' : 'count', { n: answer.total });
    app.title(answer.total > 0 ? words.text('count', { n: answer.total }) : words.text('none'));
    if (!say || answer.savedAt !== null) return;
    if (answer.total > 0) app.announce(count);
    else app.announce(answer.beyond.length > 0 ? words.text('beyond_status', { n: answer.beyond.length }) : words.text('none'));
  }

  async function load(): Promise<void> {
    running?.abort();
    const mine = (running = new AbortController());
    const search = store.search;
    form.sync();
    form.near(search.near === 'me' && !store.position ? 'wanted' : 'none');
    const slow = setTimeout(() => {
      form.busy(true);
      results.waiting();
    }, PATIENCE);
    try {
      // Nobody is asked for a position on arrival: a link with `near=me` shows all until the button is pressed.
      const asked = search.near === 'me' && !store.position ? { ...search, near: null } : search;
      const question = await toQuestion(asked, store.position, app.config.site, words.language);
      const answer = await askList(question, words.language, null, mine.signal);
      if (mine.signal.aborted) return;
      sayOffline(null);
      store.answered(answer);
      show(answer, true);
      void saveAnswer(answer);
    } catch (error) {
      if (!mine.signal.aborted) await failed(error, search);
    } finally {
      clearTimeout(slow);
      if (running === mine) form.busy(false);
    }
  }

  async function failed(error: unknown, search: Search): Promise<void> {
    const trouble = error instanceof RequestError ? error.trouble : 'failed';
    const saved = trouble === 'offline' ? await savedAnswer(search) : null;
    if (saved) {
      store.answered(saved);
      show(saved, false);
      sayOffline(saved.savedAt);
      return;
    }
    const message = [words.rich(trouble === 'offline' ? 'offline_bare' : trouble === 'busy' ? 'error_busy' : 'error'), store.answer && [' ', words.rich('error_kept')]];
    results.trouble(message, () => void load());
  }

  async function more(): Promise<void> {
    const before = store.answer;
    if (!before?.end) return;
    const button = document.getElementById('more-rows');
    if (button?.getAttribute('aria-disabled')) return;
    button?.setAttribute('aria-disabled', 'true');
    if (button) replace(button, words.rich('searching'));
    try {
      const answer = await askList(before, words.language, before);
      // Somebody may have changed the question meanwhile.
      if (store.answer !== before) return;
      store.answered(answer);
      show(answer, false);
      results.element.querySelectorAll<HTMLElement>('.rows > .row a')[before.rows.length]?.focus();
    } catch {
      show(before, false);
      results.trouble(words.rich('error'), () => void more());
    }
  }

  const drawChosen = () => results.element.querySelectorAll<HTMLElement>('.row').forEach((row) => row.classList.toggle('chosen', row.dataset['id'] === store.search.chosen));
  const drawView = () => void (document.documentElement.dataset['view'] = store.search.view);
  const rowOfEvent = (event: Event) => (event.target instanceof Element ? (event.target.closest('[data-id]')?.getAttribute('data-id') ?? null) : null);
  results.element.addEventListener('pointerover', (event) => store.point(rowOfEvent(event)));
  results.element.addEventListener('pointerleave', () => store.point(null));
  results.element.addEventListener('focusin', (event) => store.point(rowOfEvent(event)));
  const online = () => void load();
  addEventListener('online', online);
  const off = [store.on('question', () => void load()), store.on('view', drawView), store.on('chosen', drawChosen), () => removeEventListener('online', online)];

  drawView();
  const kept = store.answer;
  if (kept && kept.language === words.language && kept.savedAt === null && sameQuestion(kept.search, store.search)) {
    form.sync();
    show(kept, false);
  } else void load();
  return () => {
    running?.abort();
    map.destroy();
    off.forEach((stop) => stop());
  };
};

