// Draws what stands on the map: marks, counts, names. Every image is made here when the map first asks for it, so
// that no sprite and no font file is fetched from anywhere. The name of an image says what is on it.
import { symbolKind } from '../kinds.ts';
import { mark, type Light } from '../mark.ts';
import type { Tokens } from './tokens.ts';

/** How a mark is drawn: a light, or `plain` while nobody asked yet whether the place is open. */
export type Look = Light | 'plain';

export interface Drawn {
  readonly image: ImageData;
  readonly pixelRatio: number;
}

/** Of marks at 1:1; the shapes are drawn on a field of 40. */
const MARK = 44;
const PLAIN = 20;

export const markImage = (kind: string, look: Look) => `mark/${look}/${kind}`;
export const textImage = (style: 'label' | 'name' | 'spot', text: string) => `${style}/${text}`;

export interface Painter {
  readonly tokens: Tokens;
  number(value: number): string;
}

/** The image of that name; null for names that are not ours, for example of the operator's own base map. */
export function draw(name: string, painter: Painter): Drawn | null {
  const cut = name.indexOf('/');
  const [sort, rest] = [name.slice(0, cut), name.slice(cut + 1)];
  switch (sort) {
    case 'mark': {
      const [look, kind] = rest.split('/');
      return drawMark(symbolKind([kind ?? '']), (look ?? 'plain') as Look, painter.tokens);
    }
    case 'count':
      return drawCount(painter.number(Number(rest)), painter.tokens);
    case 'label':
      return drawText(rest, 13, 400, painter.tokens.sub, painter.tokens);
    case 'name':
      return drawText(rest, 15, 700, painter.tokens.ink, painter.tokens);
    case 'spot':
      return drawSpot(painter.tokens);
    case 'ring':
      return drawRing(Number(rest), painter.tokens);
    default:
      return null;
  }
}

function canvas(width: number, height: number): [CanvasRenderingContext2D, () => Drawn] {
  const pixelRatio = Math.min(3, Math.max(1, Math.ceil(devicePixelRatio)));
  const element = document.createElement('canvas');
  element.width = Math.ceil(width * pixelRatio);
  element.height = Math.ceil(height * pixelRatio);
  const context = element.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no canvas');
  context.scale(pixelRatio, pixelRatio);
  return [context, () => ({ image: context.getImageData(0, 0, element.width, element.height), pixelRatio })];
}

function drawMark(kind: ReturnType<typeof symbolKind>, look: Look, tokens: Tokens): Drawn {
  // The same paths as in the list: they are read from the list's own mark.
  const drawn = mark(kind, look === 'plain' ? 'outline' : look);
  const shape = drawn.querySelector('.mark-shape')?.getAttribute('d') ?? '';
  const symbol = drawn.querySelector('.mark-symbol');
  const family = drawn.classList.item(1) as keyof Tokens;
  const size = look === 'plain' ? PLAIN : MARK;
  const [context, done] = canvas(size, size);
  const color = tokens[family] ?? tokens.other;
  const field = look === 'plain' ? 40 : 42;
  context.scale(size / field, size / field);
  context.translate((field - 40) / 2, (field - 40) / 2);
  context.lineJoin = 'round';
  // A hem in the color of the ground parts marks that overlap.
  context.lineWidth = 5;
  context.strokeStyle = tokens.land;
  context.stroke(new Path2D(shape));
  context.fillStyle = look === 'lit' ? color : tokens.surface;
  context.strokeStyle = color;
  context.lineWidth = look === 'plain' ? 5 : 2.5;
  if (look === 'dashed') context.setLineDash([4, 3.5]);
  context.fill(new Path2D(shape));
  context.stroke(new Path2D(shape));
  if (look === 'plain') return done();
  context.translate(9, Number(symbol?.parentElement?.getAttribute('y') ?? 9));
  context.scale(22 / 960, 22 / 960);
  context.translate(0, 960);
  context.fillStyle = look === 'lit' ? tokens.on : color;
  context.fill(new Path2D(symbol?.getAttribute('d') ?? ''));
  return done();
}

/** A disc with the exact number, wider by its digits. */
function drawCount(text: string, tokens: Tokens): Drawn {
  const size = text.length < 2 ? 36 : text.length < 3 ? 44 : 48 + Math.max(0, text.length - 3) * 7;
  const [context, done] = canvas(size, size);
  context.beginPath();
  context.arc(size / 2, size / 2, size / 2 - 2, 0, 2 * Math.PI);
  context.fillStyle = tokens.surface;
  context.fill();
  context.lineWidth = 2;
  context.strokeStyle = tokens.ink;
  context.stroke();
  context.font = `700 15px ${tokens.font}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillStyle = tokens.ink;
  context.fillText(text, size / 2, size / 2 + 1);
  return done();
}

const LONGEST = 24;

function drawText(given: string, size: number, weight: number, color: string, tokens: Tokens): Drawn {
  const letters = [...given];
  const text = letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join('')}…` : given;
  const font = `${weight} ${size}px ${tokens.font}`;
  const [ruler] = canvas(1, 1);
  ruler.font = font;
  const width = ruler.measureText(text).width + 10;
  const [context, done] = canvas(width, size * 1.6);
  context.font = font;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  context.lineWidth = 4.5;
  context.strokeStyle = tokens.land;
  context.strokeText(text, width / 2, size * 0.8);
  context.fillStyle = color;
  context.fillText(text, width / 2, size * 0.8);
  return done();
}

function drawSpot(tokens: Tokens): Drawn {
  const [context, done] = canvas(22, 22);
  context.beginPath();
  context.arc(11, 11, 8, 0, 2 * Math.PI);
  context.fillStyle = tokens.act;
  context.fill();
  context.lineWidth = 3;
  context.strokeStyle = tokens.surface;
  context.stroke();
  return done();
}

function drawRing(size: number, tokens: Tokens): Drawn {
  const [context, done] = canvas(size, size);
  for (const [width, color] of [[7, tokens.land], [3, tokens.ink]] as const) {
    context.beginPath();
    context.arc(size / 2, size / 2, size / 2 - 4, 0, 2 * Math.PI);
    context.lineWidth = width;
    context.strokeStyle = color;
    context.stroke();
  }
  return done();
}
