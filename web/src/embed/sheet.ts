// The page's own styles for a shadow tree: what `:root` and `body` say goes to the element, so that nothing leaks
// into the site around it, nor from it.
import base from '../styles/base.css?inline';
import controls from '../styles/controls.css?inline';
import list from '../styles/list.css?inline';
import tokens from '../styles/tokens.css?inline';
import map from '../map/map.css?inline';
import own from './embed.css?inline';

/** `:root[data-theme]` becomes `:host([data-theme])`. */
export function forShadow(css: string): string {
  return css
    .replace(/:root((?:\[[^\]]*\]|:not\([^)]*\))+)/g, ':host($1)')
    .replace(/:root\b/g, ':host')
    .replace(/(^|[},\s])html(?=[\s.{])/g, '$1:host')
    .replace(/(^|[},\s])body(?=[\s.{])/g, '$1.frame');
}

export function sheet(): CSSStyleSheet {
  const made = new CSSStyleSheet();
  made.replaceSync([tokens, base, controls, list, map].map(forShadow).join('\n') + own);
  return made;
}
