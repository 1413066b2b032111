// Which of the places in view are open: asked once for each place and minute, since tiles do not say it.
import { ask } from '../api/client.ts';
import type { Light } from '../mark.ts';

const LIGHTS = 'query Lights($ids: [ID!]!) { nodes(ids: $ids) { ... on Place { id status openState { isOpen } } } }';
const MOST = 100;
const FRESH = 60_000;

interface Reply {
  readonly nodes: readonly ({ readonly id: string; readonly openState: { readonly isOpen: boolean | null } | null } | null)[] | null;
}

export class Lights {
  readonly known = new Map<string, Light>();
  readonly #server: string;
  #since = Date.now();

  constructor(server: string) {
    this.#server = server;
  }

  /** Returns whether more is known than before. Beyond a hundred at once the view is too wide to tell marks apart. */
  async look(ids: readonly string[]): Promise<boolean> {
    if (Date.now() - this.#since > FRESH) {
      this.known.clear();
      this.#since = Date.now();
    }
    const missing = [...new Set(ids)].filter((id) => !this.known.has(id)).slice(0, MOST);
    if (missing.length === 0) return false;
    const { nodes } = await ask<Reply>(LIGHTS, { ids: missing }, { base: this.#server });
    for (const node of nodes ?? []) {
      if (node?.id) this.known.set(node.id, node.openState?.isOpen === true ? 'lit' : node.openState?.isOpen === false ? 'outline' : 'dashed');
    }
    return true;
  }
}
