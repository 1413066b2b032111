// What the page knows at this moment and who wants to hear of changes. The address is the truth about the search;
// this keeps both in step. The position of the device lives here, in memory only.
import type { Answer } from '../api/search.ts';
import type { Point } from '../config.ts';
import { formatSearch, parseSearch, sameQuestion, type Search } from './url.ts';

export type Topic = 'question' | 'view' | 'answer' | 'chosen' | 'pointed' | 'display';
/** A submitted search is a step to go back to; a filter on the way is not. */
export type Step = 'push' | 'replace';

export interface Store {
  readonly search: Search;
  readonly answer: Answer | null;
  readonly pointed: string | null;
  /** Of the device; asked for after a tap, gone with the page. */
  position: Point | null;
  update(patch: Partial<Search>, step: Step): void;
  /** The address changed by itself (Back): take it over. */
  reread(): void;
  answered(answer: Answer): void;
  point(id: string | null): void;
  tell(topic: Topic): void;
  on(topic: Topic, listener: () => void): () => void;
}

export function makeStore(write: (query: string, step: Step) => void): Store {
  let search = parseSearch(location.search);
  let answer: Answer | null = null;
  let pointed: string | null = null;
  const listeners = new Map<Topic, Set<() => void>>();
  const tell = (topic: Topic) => [...(listeners.get(topic) ?? [])].forEach((listener) => listener());
  const take = (next: Search) => {
    const before = search;
    search = next;
    if (!sameQuestion(before, next)) tell('question');
    if (before.view !== next.view) tell('view');
    if (before.chosen !== next.chosen) tell('chosen');
  };
  return {
    get search() {
      return search;
    },
    get answer() {
      return answer;
    },
    get pointed() {
      return pointed;
    },
    position: null,
    update(patch, step) {
      const next = { ...search, ...patch };
      if (formatSearch(next) !== formatSearch(search)) write(formatSearch(next), step);
      take(next);
    },
    reread: () => take(parseSearch(location.search)),
    answered(next) {
      answer = next;
      tell('answer');
    },
    point(id) {
      if (pointed === id) return;
      pointed = id;
      tell('pointed');
    },
    tell,
    on(topic, listener) {
      const all = listeners.get(topic) ?? new Set();
      listeners.set(topic, all.add(listener));
      return () => void all.delete(listener);
    },
  };
}
