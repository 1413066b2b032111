// What every view gets: words, settings, state and ways to go on.
import type { Config } from './config.ts';
import type { Display } from './display.ts';
import type { Store } from './state/store.ts';
import type { Language, Words } from './words/index.ts';

export interface App {
  readonly config: Config;
  /** Of the present language; a change of language mounts the view anew. */
  readonly words: Words;
  readonly display: Display;
  readonly store: Store;
  /** The address of a page of this site, in the present language. */
  href(path: string, query?: string): string;
  /** Goes there without loading the page anew. */
  go(href: string): void;
  /** Goes back to the search that the visitor came from, else to the first page. */
  back(): void;
  speak(language: Language): void;
  show(change: Partial<Display>): void;
  /** One polite message to screen readers, half a second after the last change. */
  announce(text: string): void;
  title(text: string): void;
}

/** A view fills `<main>`; what it returns undoes its listeners. */
export type Mount = (host: HTMLElement, app: App) => () => void;
