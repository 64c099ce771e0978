// What every chart shares: a figure that redraws itself for the width it has, on screen and on paper.
import * as Plot from '@observablehq/plot';
import { element, type Child } from './dom.ts';

export interface Frame {
  /** Room for the drawing and size of its letters, in CSS pixels. */
  width: number;
  font: number;
  /** Weight of the letters that are measured; default 400. */
  weight?: number;
}

export interface ChartSpec {
  title: string;
  /** What the chart shows, in words, for those who do not see it. */
  description: string;
  note?: string;
  /** Stands in place of a drawing that would have nothing to show. */
  empty?: string | undefined;
  /** Part of the page's width it takes where charts stand side by side; default 1. */
  share?: number;
  legend?: Child;
  draw(frame: Frame): Element;
}

/** Share of two charts side by side. */
export const HALF = 0.5;

const PAPER_WIDTH = 680; // A4 less its margins
const PAPER_FONT = 9.5;
const PAPER_GAP = 16;

interface Drawn {
  host: HTMLElement;
  spec: ChartSpec;
}
const drawn: Drawn[] = [];

export function chart(spec: ChartSpec): HTMLElement {
  if (spec.empty !== undefined) {
    return element('figure', { class: 'empty' }, element('figcaption', {}, spec.title), element('p', {}, spec.empty));
  }
  const host = element('div', { class: 'drawing' });
  drawn.push({ host, spec });
  return element('figure', {}, element('figcaption', {}, spec.title), spec.legend, host,
    spec.note === undefined ? null : element('p', { class: 'note' }, spec.note));
}

function drawOne({ host, spec }: Drawn, frame: Frame): void {
  const drawing = spec.draw(frame);
  drawing.setAttribute('role', 'img');
  drawing.setAttribute('aria-label', `${spec.title}. ${spec.description}`);
  host.replaceChildren(drawing);
}

function screenFont(): number {
  return 0.78 * parseFloat(getComputedStyle(document.documentElement).fontSize);
}

function drawForScreen(): void {
  const font = screenFont();
  for (const one of drawn) drawOne(one, { width: Math.max(260, Math.floor(one.host.clientWidth)), font });
}

function drawForPaper(): void {
  for (const one of drawn) {
    const share = one.spec.share ?? 1;
    drawOne(one, { width: Math.floor(PAPER_WIDTH * share - (share < 1 ? PAPER_GAP / 2 : 0)), font: PAPER_FONT });
  }
}

/** Draws all charts once they stand in the page, and again when its width changes or it goes to paper. */
export function drawCharts(): void {
  drawForScreen();
  let width = window.innerWidth;
  let waiting = 0;
  window.addEventListener('resize', () => {
    if (window.innerWidth === width) return;
    width = window.innerWidth;
    window.clearTimeout(waiting);
    waiting = window.setTimeout(drawForScreen, 120);
  });
  window.addEventListener('beforeprint', drawForPaper);
  window.addEventListener('afterprint', drawForScreen);
}

/** Plot.plot with the letters and room of this page. */
export function plot(frame: Frame, options: Plot.PlotOptions): Element {
  return Plot.plot({
    width: frame.width,
    ...options,
    style: { fontSize: `${frame.font}px`, fontFamily: 'inherit', background: 'none', overflow: 'visible' },
  });
}

const ruler = document.createElement('canvas').getContext('2d');

/** Width of one line of text in pixels. */
export function measure(line: string, frame: Frame): number {
  if (ruler === null) return 0.62 * frame.font * line.length;
  ruler.font = `${frame.weight ?? 400} ${frame.font}px ${getComputedStyle(document.body).fontFamily}`;
  return ruler.measureText(line).width;
}

export function widest(lines: string[], frame: Frame): number {
  return Math.ceil(Math.max(0, ...lines.flatMap((line) => line.split('\n')).map((line) => measure(line, frame))));
}

/** Breaks a label into at most two lines of `width` pixels; what is left over becomes an ellipsis. */
export function wrap(label: string, width: number, frame: Frame): string[] {
  const lines = [''];
  for (const word of label.split(' ')) {
    const line = lines.at(-1) ?? '';
    const longer = line === '' ? word : `${line} ${word}`;
    if (line === '' || measure(longer, frame) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  if (lines.length <= 2 && lines.every((line) => measure(line, frame) <= width)) return lines;
  const cut = (line: string): string => {
    let short = line;
    while (short.length > 1 && measure(`${short}…`, frame) > width) short = short.slice(0, -1);
    return short === line ? line : `${short.trimEnd()}…`;
  };
  const second = lines.length > 2 ? `${lines[1]} ${lines[2]}` : lines[1];
  const first = cut(lines[0] ?? '');
  return second === undefined ? [first] : [first, measure(second, frame) <= width && lines.length === 2 ? second : cut(`${second}…`)];
}

/** Colours of series that can be told apart by colour-blind readers; the style sheet holds light and dark ones. */
export const SERIES = ['var(--series-1)', 'var(--series-2)', 'var(--series-3)', 'var(--series-4)', 'var(--series-5)',
  'var(--series-6)'];
export const REST = 'var(--rest)';
export const GAIN = 'var(--gain)';
export const LOSS = 'var(--loss)';
export const GRID = 'var(--grid)';

export function legend(items: { label: string; colour: string }[]): HTMLElement {
  return element('ul', { class: 'legend' }, ...items.map(({ label, colour }) =>
    element('li', {}, element('span', { class: 'swatch', style: `background:${colour}` }), label)));
}
