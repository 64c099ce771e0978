// What every chart shares: a figure whose drawing is made for the width it has, on screen and on paper, and kept up to date.
import * as Plot from '@observablehq/plot';
import { near, later, forget } from './board.ts';
import { saveable } from './export_bar.ts';
import type { Sheet } from './export_text.ts';
import { element, make, patch, widget, type Content, type Standing, type Tree, type Widget } from './tree.ts';

export interface Frame {
  /** Room for the drawing and size of its letters, in CSS pixels. */
  width: number;
  font: number;
  /** Weight of the letters that are measured; default 400. */
  weight?: number;
}

export interface LegendItem {
  label: string;
  colour: string;
}

export interface ChartSpec {
  title: string;
  /** What the chart shows, in words, for those who do not see it. */
  description: string;
  note?: string | undefined;
  /** Stands in place of a drawing that would have nothing to show. */
  empty?: string | undefined;
  /** Part of the page's width it takes where charts stand side by side; default 1. */
  share?: number;
  legend?: Content;
  /** Further classes of the figure. */
  kind?: string;
  /** No picture of its own, such as a legend. */
  unsaved?: boolean;
  /** The numbers behind the drawing, for who saves it. */
  data?: (() => Sheet) | undefined;
  /** A tree is updated in place. An element (of Plot) is drawn once for a width and then only touched. */
  draw(frame: Frame): Tree | Element;
  /** Brings an element that stands up to date: writes colours and texts only. */
  touch?: (drawing: Element) => void;
}

/** Share of two charts side by side. */
export const HALF = 0.5;

const PAPER_WIDTH = 680; // A4 less its margins
const PAPER_FONT = 9.5;
const PAPER_GAP = 16;
const NARROWEST = 260;

const FIGURE_FONT = 0.78; // of the letters of the page
let rootFont = 0;

function screenFont(): number {
  if (rootFont === 0) rootFont = parseFloat(getComputedStyle(document.documentElement).fontSize);
  return FIGURE_FONT * rootFont;
}

/** Plot labels its marks, which have no role: the drawing as a whole is one picture with one description. */
function nameless(drawing: Element): void {
  for (const group of drawing.querySelectorAll('[aria-label]')) {
    group.setAttribute('data-mark', group.getAttribute('aria-label') ?? '');
    group.removeAttribute('aria-label');
  }
}

class Drawing implements Widget<ChartSpec> {
  readonly node = document.createElement('div');
  private spec: ChartSpec | null = null;
  private standing: Standing | null = null; // a tree
  private plotted: Element | null = null;   // or an element
  private drawn = { width: 0, font: 0 };
  private width = 0;

  constructor() {
    this.node.className = 'drawing';
    drawings.set(this.node, this);
    widths.observe(this.node);
    near.observe(this.node);
  }

  update(spec: ChartSpec): void {
    this.spec = spec;
    if (this.isNear()) this.draw();
    else later(this.node, () => this.draw());
  }

  resize(width: number): void {
    if (Math.abs(width - this.width) < 1) return;
    this.width = width;
    if (this.isNear()) this.draw();
    else later(this.node, () => this.draw());
  }

  private isNear(): boolean {
    return near.has(this.node);
  }

  draw(): void {
    forget(this.node);
    if (this.width > 0) this.drawAt({ width: Math.max(NARROWEST, Math.floor(this.width)), font: screenFont() });
  }

  drawForPaper(): void {
    const share = this.spec?.share ?? 1;
    forget(this.node);
    this.drawAt({ width: Math.floor(PAPER_WIDTH * share - (share < 1 ? PAPER_GAP / 2 : 0)), font: PAPER_FONT });
  }

  private drawAt(frame: Frame): void {
    const { spec } = this;
    if (spec === null) return;
    const same = frame.width === this.drawn.width && frame.font === this.drawn.font;
    if (!same || this.plotted === null || spec.touch === undefined) this.show(spec.draw(frame));
    else spec.touch(this.plotted);
    this.drawn = frame;
    const shown = this.node.firstElementChild, label = `${spec.title}. ${spec.description}`;
    if (shown !== null && shown.getAttribute('aria-label') !== label) {
      shown.setAttribute('role', 'img');
      shown.setAttribute('aria-label', label);
    }
  }

  private show(drawing: Tree | Element): void {
    if (drawing instanceof Element) {
      nameless(drawing);
      this.plotted = drawing;
      this.standing = null;
      this.node.replaceChildren(drawing);
    } else if (this.standing === null) {
      this.plotted = null;
      this.standing = make(drawing);
      this.node.replaceChildren(this.standing.node);
    } else {
      this.standing = patch(this.standing, drawing);
    }
  }
}

const drawings = new Map<Element, Drawing>();
let onPaper = false;

const widths = new ResizeObserver((entries) => {
  if (onPaper) return;
  rootFont = 0;
  for (const { target, contentRect } of entries) drawings.get(target)?.resize(contentRect.width);
});

/** Draws every chart for paper until it goes back to the screen. */
export function drawForPaper(): void {
  onPaper = true;
  for (const [node, one] of drawings) {
    if (node.isConnected) one.drawForPaper();
    else drawings.delete(node);
  }
}

export function drawForScreen(): void {
  onPaper = false;
  for (const one of drawings.values()) one.draw();
}

const makeDrawing = (): Widget<ChartSpec> => new Drawing();

/** A figure that is updated with the tree it stands in. */
export function chart(spec: ChartSpec): Tree {
  if (spec.empty !== undefined) {
    return element('figure', { class: 'empty' }, element('figcaption', {}, spec.title), element('p', {}, spec.empty));
  }
  return element('figure', { class: spec.kind ?? null }, element('figcaption', {}, spec.title), spec.legend, widget(makeDrawing, spec),
    spec.note === undefined ? null : element('p', { class: 'note' }, spec.note), spec.unsaved === true ? null : saveable({ title: spec.title, data: spec.data }));
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
const measured = new Map<string, number>();
const MOST_MEASURED = 20000;
let family = '';

/** Width of one line of text in pixels. */
export function measure(line: string, frame: Frame): number {
  if (ruler === null) return 0.62 * frame.font * line.length;
  const key = `${frame.weight ?? 400} ${frame.font}\n${line}`, known = measured.get(key);
  if (known !== undefined) return known;
  if (family === '') family = getComputedStyle(document.body).fontFamily;
  ruler.font = `${frame.weight ?? 400} ${frame.font}px ${family}`;
  const { width } = ruler.measureText(line);
  if (measured.size > MOST_MEASURED) measured.clear();
  measured.set(key, width);
  return width;
}

export function widest(lines: string[], frame: Frame): number {
  let most = 0;
  for (const one of lines) for (const line of one.split('\n')) most = Math.max(most, measure(line, frame));
  return Math.ceil(most);
}

/** Breaks a label into at most two lines of `width` pixels; what is left over becomes an ellipsis. */
export function wrap(label: string, width: number, frame: Frame): string[] {
  const lines = [''], most = Math.ceil(8 * width / frame.font) + 8; // letters beyond this cannot stand in two lines
  for (const word of (label.length > most ? `${label.slice(0, most)}…` : label).split(' ')) {
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

export function legend(items: LegendItem[]): Tree {
  return element('ul', { class: 'legend' }, ...items.map(({ label, colour }) =>
    element('li', {}, element('span', { class: 'swatch', style: `background:${colour}` }), label)));
}
