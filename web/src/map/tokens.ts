// The colors of the page for the canvas, which no style sheet reaches.
const NAMES = ['surface', 'ink', 'sub', 'act', 'on', 'sea', 'land', 'border', 'eat', 'grow', 'talk', 'care', 'public', 'shelter', 'other'] as const;
export type Tokens = Readonly<Record<(typeof NAMES)[number] | 'font', string>>;

export function readTokens(element: Element): Tokens {
  const style = getComputedStyle(element);
  const colors = NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim() || '#71767b']);
  return Object.freeze(Object.fromEntries([...colors, ['font', style.fontFamily]])) as Tokens;
}

/** Calls back when the page turns dark or light, by its own setting or the device's. Returns the way to stop. */
export function whenThemeChanges(element: Element, changed: () => void): () => void {
  const device = matchMedia('(prefers-color-scheme: dark)');
  const page = new MutationObserver(changed);
  page.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'class'] });
  if (element.getRootNode() instanceof ShadowRoot) page.observe((element.getRootNode() as ShadowRoot).host, { attributes: true, attributeFilter: ['theme'] });
  device.addEventListener('change', changed);
  return () => {
    page.disconnect();
    device.removeEventListener('change', changed);
  };
}
