// Horizontal bars from a zero line: names on the left, the numbers in a column of their own on the right.
import { widest, wrap, GAIN, LOSS, type Frame } from './chart.ts';
import { NOTHING_PERCENT, roundTicks, tick } from './format.ts';
import { axisBelow, drawing, group, line, linear, px, words, type Scale } from './svg.ts';
import { shape, type Content, type Tree } from './tree.ts';

const PADDING = 0.11; // of a row, above and below its bar
const NARROW = 0.33; // of the width: less room than this for the bars and they become hard to compare

export interface Bar {
  label: string;
  value: number;
  /** What stands in the column on the right. */
  shown: string;
  /** Default: by its sign. */
  colour?: string;
  /** Where the bar begins; default 0. */
  from?: number;
  /** Ends of a whisker over the bar. */
  band?: [number, number] | undefined;
  /** A line across the bar, such as where it stood before. */
  mark?: number | undefined;
}

export interface BarsOptions {
  /** Axis label with its unit. */
  axis: string;
  /** Heading of the column on the right. */
  heading: string;
  /** Ends of the axis; default: those of the bars. */
  domain?: [number, number];
  /** The bars of the chart beside it: both leave the same room, so that they are the same size. */
  beside?: Bar[];
}

export function barDomain(values: number[]): [number, number] {
  const low = Math.min(0, ...values), high = Math.max(0, ...values);
  return high - low < NOTHING_PERCENT ? [0, 1] : [low, high];
}

/** Where a row of bars lies, counted from the top of the drawing. */
interface Rows {
  top: number;
  step: number;
  padding: number;
}

export function drawBars(bars: Bar[], options: BarsOptions, frame: Frame): Tree {
  const both = [...bars, ...(options.beside ?? [])];
  const labelRoom = Math.min(widest(both.map((bar) => bar.label), frame), 0.36 * frame.width, 17 * frame.font);
  const labels = bars.map((bar) => wrap(bar.label, labelRoom, frame));
  const wide = both.map((bar) => bar.shown);
  // On a narrow page the part in brackets goes below, so that the bars keep their room.
  const narrow = frame.width - labelRoom - widest([options.heading, ...wide], frame) < NARROW * frame.width;
  const below = (shown: string) => (narrow ? shown.replace(' (', '\n(') : shown).split('\n');
  const heading = below(options.heading);
  const marginRight = widest([...heading, ...wide.flatMap(below)], frame) + 10;
  const twoLines = both.some((bar) => wrap(bar.label, labelRoom, frame).length > 1 || below(bar.shown).length > 1);
  const rowHeight = Math.ceil(frame.font * (twoLines ? 2.6 : 1.75));
  // Rows without a bar keep the two charts of a pair equally high.
  const count = Math.max(options.beside?.length ?? 0, bars.length, 1);
  const domain = options.domain ?? barDomain(bars.flatMap((bar) => [bar.from ?? 0, bar.value, bar.mark ?? 0, ...(bar.band ?? [])]));
  const marginTop = (0.9 + 1.1 * heading.length) * frame.font, marginBottom = 3.4 * frame.font;
  const height = marginTop + marginBottom + count * rowHeight;
  const box = { left: labelRoom + 10, right: frame.width - marginRight, top: marginTop, bottom: height - marginBottom };
  const x = linear(domain, [box.left, box.right]);
  const rows = { top: marginTop, step: rowHeight, padding: PADDING * rowHeight };
  const middle = (k: number) => rows.top + (k + 0.5) * rows.step;
  return drawing(frame, height,
    axisBelow(ticksThatFit(domain, box.right - box.left, frame), x, box, options.axis, tick, frame),
    group('bars', 'bar', ...bars.map((bar, k) => rectangle(bar, k, x, rows))),
    line(x(0), box.top, x(0), box.bottom, { stroke: 'currentColor' }),
    group('mark', null, ...bars.map((bar, k) => crossing(bar, k, x, rows))),
    group('whisker', null, ...bars.map((bar, k) => whisker(bar, k, x, rows))),
    group('bar-label', null, ...bars.map((_, k) => words(labels[k] ?? [], frame, { x: box.left - 8, y: middle(k), anchor: 'end', leading: 1.05 }))),
    group('bar-value', null, ...bars.map((bar, k) => words(below(bar.shown), frame, { x: frame.width, y: middle(k), anchor: 'end' }))),
    group('bar-heading', null, words(heading, frame, { x: frame.width, y: 0.3 * frame.font, anchor: 'end', at: 'top' })));
}

function rectangle(bar: Bar, k: number, x: Scale, rows: Rows): Tree {
  const from = x(bar.from ?? 0), to = x(bar.value);
  return shape('rect', { x: px(Math.min(from, to)), y: px(rows.top + k * rows.step + rows.padding), width: px(Math.abs(to - from)),
    height: px(rows.step - 2 * rows.padding), fill: bar.colour ?? (bar.value < 0 ? LOSS : GAIN) });
}

/** Ink with a rim of paper, seen on the bar and beside it. */
function crossing({ mark }: Bar, k: number, x: Scale, rows: Rows): Content {
  if (mark === undefined) return null;
  const at = px(x(mark)), top = px(rows.top + k * rows.step + 0.5 * rows.padding), high = px(rows.step - rows.padding);
  return shape('path', { d: `M${at},${top}v${high}`, stroke: 'currentColor', 'stroke-width': 2, 'stroke-dasharray': '2 1.5' });
}

/** A line from end to end of the band with a stroke across either end. */
function whisker({ band }: Bar, k: number, x: Scale, rows: Rows): Content {
  if (band === undefined) return null;
  const [low, high] = [px(x(band[0])), px(x(band[1]))], middle = px(rows.top + (k + 0.5) * rows.step), half = px(0.24 * rows.step);
  return shape('path', { fill: 'none', stroke: 'currentColor', 'stroke-width': 1.25,
    d: `M${low},${middle}H${high}M${low},${middle - half}v${2 * half}M${high},${middle - half}v${2 * half}` });
}

/** As many round ticks, up to six, as stand beside each other without touching. */
function ticksThatFit([low, high]: [number, number], inner: number, frame: Frame): number[] {
  for (let most = 6; most > 2; most--) {
    const ticks = roundTicks(low, high, most);
    const [first = 0, second = first] = ticks;
    if (ticks.length > 1 && inner * (second - first) / (high - low) >= widest(ticks.map(tick), frame) + 0.8 * frame.font) return ticks;
  }
  // Zero and the ends, each cut to one digit, where they stand clear of zero.
  const ends = [low, high].map((end) => (end === 0 ? 0 : Math.trunc(end / 10 ** Math.floor(Math.log10(Math.abs(end)))) *
    10 ** Math.floor(Math.log10(Math.abs(end))))).map((end) => Number(end.toPrecision(1)));
  const clear = ends.filter((end) => inner * Math.abs(end) / (high - low) >= widest([tick(end), '0'], frame));
  return [...clear.filter((end) => end < 0), 0, ...clear.filter((end) => end > 0)];
}
