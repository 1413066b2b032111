// Builds DOM from typed calls. Every text becomes a text node, so no field of the register can become markup;
// nothing on the page ever goes through HTML in a string.

export type Child = Node | string | number | false | null | undefined | readonly Child[];
type Listener = (event: Event) => void;
/** Attributes; `on…` keys are listeners, booleans are present or absent, `text` is not special: pass children. */
export type Attributes = { readonly [name: string]: string | number | boolean | null | undefined | Listener };

const SVG = 'http://www.w3.org/2000/svg';
/** Attributes that could carry code or fetch; addresses go through `safeHref`. */
const FORBIDDEN = /^(on|srcdoc$|style$)/i;

function fill<E extends Element>(element: E, attributes: Attributes, children: readonly Child[]): E {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (FORBIDDEN.test(name)) throw new Error(`attribute ${name}`);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  append(element, children);
  return element;
}

export function append(parent: Node, children: readonly Child[]): void {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child)) append(parent, child as readonly Child[]);
    else parent.appendChild(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  return fill(document.createElement(tag), attributes, children);
}

export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): SVGElementTagNameMap[K] {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** Puts other children in place of all that is there. */
export function replace(parent: Element, ...children: Child[]): void {
  parent.textContent = '';
  append(parent, children);
}

/** An address that may stand in a link: web, mail, telephone or a path of this site; else nothing. */
export function safeHref(value: string | null | undefined): string | null {
  if (!value) return null;
  try {
    const url = new URL(value, location.origin);
    return ['http:', 'https:', 'mailto:', 'tel:'].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}
