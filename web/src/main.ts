// Where the page begins: settings, language, frame, then the view of the address.
import { start } from './chrome/start.ts';

start().catch((error: unknown) => {
  // What the server wrote stays readable; the console tells whoever looks.
  console.error(error);
});
if ('serviceWorker' in navigator && import.meta.env.PROD) {
  addEventListener('load', () => void navigator.serviceWorker.register('/sw.js').catch(() => undefined));
}
