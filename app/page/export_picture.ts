// A drawing of the page as a file of its own: styles written into it, then as SVG text or painted as PNG.

const SVG = 'http://www.w3.org/2000/svg';
const MARGIN = 12;
const SHARPER = 2; // pixels of the PNG by pixel of the page
const INHERITED = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linejoin', 'paint-order', 'opacity', 'fill-opacity',
  'stroke-opacity', 'font-family', 'font-size', 'font-weight', 'font-variant-numeric', 'text-anchor', 'dominant-baseline', 'mix-blend-mode'];

/** Writes the style that the page gives an element into its copy, where it differs from what the copy's parent hands down. */
function settle(from: Element, to: Element, above: Map<string, string>): void {
  const style = getComputedStyle(from), now = new Map(above);
  const words: string[] = [];
  for (const name of INHERITED) {
    const value = style.getPropertyValue(name);
    if (value === above.get(name)) continue;
    now.set(name, value);
    words.push(`${name}:${value}`);
  }
  to.removeAttribute('class');
  if (words.length > 0) to.setAttribute('style', words.join(';'));
  else to.removeAttribute('style');
  for (const name of ['fill', 'stroke']) if (to.getAttribute(name)?.includes('var(') === true) to.removeAttribute(name);
  [...from.children].forEach((child, k) => {
    const copy = to.children[k];
    if (copy !== undefined) settle(child, copy, new Map([...now, ['opacity', '1'], ['mix-blend-mode', 'normal']])); // not handed down
  });
}

function svg(tag: string, attributes: Record<string, string | number>, text?: string): SVGElement {
  const made = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  if (text !== undefined) made.textContent = text;
  return made;
}

interface Picture {
  text: string;
  width: number;
  height: number;
}

interface Colours {
  paper: string;
  ink: string;
  family: string;
}

function coloursOf(node: Element): Colours {
  const body = getComputedStyle(document.body);
  return { paper: body.backgroundColor, ink: getComputedStyle(node).color, family: body.fontFamily };
}

const ruler = document.createElement('canvas').getContext('2d');

function widthOf(text: string, size: number, family: string): number {
  if (ruler === null) return 0.6 * size * text.length;
  ruler.font = `${size}px ${family}`;
  return ruler.measureText(text).width;
}

/** Breaks words into lines of a width. */
function lines(text: string, width: number, size: number, family: string): string[] {
  const made: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = made.at(-1), longer = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && widthOf(longer, size, family) <= width) made[made.length - 1] = longer;
    else made.push(word);
  }
  return made;
}

/** What stands around a drawing in its own file. */
export interface Around {
  title: string;
  /** What its colours mean. */
  legend: { label: string; colour: string }[];
  /** Where the numbers come from. */
  source: string;
}

/** What the colours of a figure mean, from its legend. */
export function legendOf(figure: Element): Around['legend'] {
  return [...figure.querySelectorAll('.legend li')].map((item) => {
    const swatch = item.querySelector('.swatch');
    return { label: item.textContent?.trim() ?? '', colour: swatch === null ? 'none' : getComputedStyle(swatch).backgroundColor };
  });
}

/** Paper below, title and legend above, source underneath, what is drawn in between. */
function framed({ title, legend, source }: Around, width: number, height: number, colours: Colours, fill: (into: SVGElement, top: number) => void): Picture {
  const { family, ink, paper } = colours, parts: SVGElement[] = [];
  let y = MARGIN;
  const write = (text: string, size: number, weight: number) => {
    for (const line of lines(text, width, size, family)) {
      y += 1.3 * size;
      parts.push(svg('text', { x: MARGIN, y: y.toFixed(1), fill: ink, 'font-family': family, 'font-size': `${size}px`, 'font-weight': weight }, line));
    }
  };
  write(title, 14, 600);
  let x = MARGIN;
  legend.forEach(({ label, colour }, k) => {
    const room = widthOf(label, 11, family) + 34;
    if (k === 0 || x + room > width + MARGIN) {
      x = MARGIN;
      y += 18;
    }
    parts.push(svg('rect', { x, y: y - 9, width: 9, height: 9, fill: colour, stroke: ink, 'stroke-width': 0.5 }),
      svg('text', { x: x + 14, y, fill: ink, 'font-family': family, 'font-size': '11px' }, label));
    x += room;
  });
  const top = y + 10;
  y = top + height + 2;
  write(source, 9, 400);
  const all = { width: Math.ceil(width + 2 * MARGIN), height: Math.ceil(y + MARGIN) };
  const root = svg('svg', { xmlns: SVG, width: all.width, height: all.height, viewBox: `0 0 ${all.width} ${all.height}` });
  root.append(svg('title', {}, title), svg('rect', { width: all.width, height: all.height, fill: paper }), ...parts);
  fill(root, top);
  return { text: new XMLSerializer().serializeToString(root), ...all };
}

/** A drawing in the colours that the page shows. */
export function drawingPicture(around: Around, drawing: SVGSVGElement): Picture {
  const box = drawing.getBoundingClientRect();
  return framed(around, box.width, box.height, coloursOf(drawing), (into, top) => {
    const copy = drawing.cloneNode(true) as SVGSVGElement;
    settle(drawing, copy, new Map());
    copy.setAttribute('color', getComputedStyle(drawing).color);
    for (const [key, value] of [['x', MARGIN], ['y', top], ['width', box.width], ['height', box.height]]) copy.setAttribute(`${key}`, `${value}`);
    into.append(copy);
  });
}

/** Texts of an element line by line as they stand on the page. */
function linesOf(cell: Element): { text: string; box: DOMRect; style: CSSStyleDeclaration }[] {
  const found: { text: string; box: DOMRect; style: CSSStyleDeclaration }[] = [];
  const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const holder = node.parentElement, content = node.textContent ?? '';
    if (holder === null || content.trim() === '') continue;
    const range = document.createRange();
    let start = 0, last = 0;
    const push = (end: number) => {
      range.setStart(node, start);
      range.setEnd(node, end);
      const box = range.getBoundingClientRect(), piece = content.slice(start, end).trim();
      if (piece !== '' && box.width > 1 && box.height > 2) found.push({ text: piece, box, style: getComputedStyle(holder) });
      start = end;
    };
    for (let k = 0; k < content.length; k++) {
      range.setStart(node, k);
      range.setEnd(node, k + 1);
      const { top, height } = range.getBoundingClientRect();
      if (height > 0 && k > start && top - last > height / 2) push(k);
      if (height > 0) last = top;
    }
    push(content.length);
  }
  return found;
}

/** A table as a picture: the colours behind its cells and the words in them. */
export function tablePicture(around: Around, table: HTMLTableElement): Picture {
  const all = table.getBoundingClientRect(), colours = coloursOf(table);
  return framed(around, all.width, all.height, colours, (into, top) => {
    const x = (value: number) => Math.round(10 * (value - all.left + MARGIN)) / 10, y = (value: number) => Math.round(10 * (value - all.top + top)) / 10;
    for (const cell of table.querySelectorAll('th, td')) {
      const box = cell.getBoundingClientRect(), back = getComputedStyle(cell).backgroundColor;
      if (!/, 0\)$|transparent/.test(back)) into.append(svg('rect', { x: x(box.left), y: y(box.top), width: box.width.toFixed(1), height: box.height.toFixed(1), fill: back }));
      for (const { text, box: place, style } of linesOf(cell)) {
        into.append(svg('text', { x: x(place.left), y: y(place.top + 0.78 * place.height), fill: style.color, 'font-family': style.fontFamily,
          'font-size': style.fontSize, 'font-weight': style.fontWeight }, text));
      }
    }
  });
}

/** Paints a picture. The image is data of the page itself: nothing is requested, and the canvas may be read. */
export async function pngOf(picture: Picture): Promise<Blob> {
  const image = new Image();
  const ready = new Promise<void>((resolve, reject) => {
    image.onload = () => resolve();
    image.onerror = () => reject(new Error('the browser cannot draw it'));
  });
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(picture.text)}`;
  await ready;
  const canvas = document.createElement('canvas');
  canvas.width = SHARPER * picture.width;
  canvas.height = SHARPER * picture.height;
  const brush = canvas.getContext('2d');
  if (brush === null) throw new Error('the browser has no canvas');
  brush.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error('the canvas cannot be read')) : resolve(blob)), 'image/png');
  });
}
