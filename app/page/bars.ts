// Horizontal bars from a zero line: names on the left, the numbers in a column of their own on the right.
import * as Plot from '@observablehq/plot';
import { plot, widest, wrap, GAIN, GRID, LOSS, type Frame } from './chart.ts';
import { NOTHING_PERCENT, roundTicks, tick } from './format.ts';

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

export function drawBars(bars: Bar[], options: BarsOptions, frame: Frame): Element {
  const both = [...bars, ...(options.beside ?? [])];
  const labelRoom = Math.min(widest(both.map((bar) => bar.label), frame), 0.36 * frame.width, 17 * frame.font);
  const label = (bar: Bar) => wrap(bar.label, labelRoom, frame).join('\n');
  const wide = both.map((bar) => bar.shown);
  // On a narrow page the part in brackets goes below, so that the bars keep their room.
  const narrow = frame.width - labelRoom - widest([options.heading, ...wide], frame) < NARROW * frame.width;
  const below = (shown: string) => (narrow ? shown.replace(' (', '\n(') : shown);
  const heading = below(options.heading);
  const marginRight = widest([heading, ...wide.map(below)], frame) + 10;
  const twoLines = [...both.map(label), ...wide.map(below)].some((text) => text.includes('\n'));
  const rowHeight = Math.ceil(frame.font * (twoLines ? 2.6 : 1.75));
  const rows = Math.max(options.beside?.length ?? 0, bars.length, 1);
  const domain = options.domain ?? barDomain(bars.flatMap((bar) => [bar.from ?? 0, bar.value, ...(bar.band ?? [])]));
  const headLines = heading.split('\n').length;
  const marginLeft = labelRoom + 10, marginTop = (0.9 + 1.1 * headLines) * frame.font, marginBottom = 3.4 * frame.font;
  const inner = frame.width - marginLeft - marginRight;
  const ticks = ticksThatFit(domain, inner, frame);
  // Rows without a bar keep the two charts of a pair equally high.
  const places = Array.from({ length: rows }, (_, k) => k);
  return plot(frame, {
    height: marginTop + marginBottom + rows * rowHeight,
    marginLeft, marginRight, marginTop, marginBottom,
    x: { domain },
    y: { type: 'band', domain: places, padding: 0.28, axis: null },
    marks: [
      Plot.gridX(ticks, { stroke: GRID, strokeOpacity: 1 }),
      Plot.axisX(ticks, { tickFormat: tick, tickSize: 0, label: options.axis, labelAnchor: 'center',
        labelArrow: 'none', labelOffset: 2.8 * frame.font }),
      Plot.barX(bars, { y: (_, k) => k, x1: (bar: Bar) => bar.from ?? 0, x2: 'value', fill: (bar: Bar) => bar.colour ?? (bar.value < 0 ? LOSS : GAIN) }),
      Plot.ruleX([0], { stroke: 'currentColor' }),
      ...whiskers(bars, rowHeight),
      Plot.text(bars, { y: (_, k) => k, text: label, frameAnchor: 'left', textAnchor: 'end',
        dx: -8, lineHeight: 1.05, className: 'bar-label' }),
      Plot.text(bars, { y: (_, k) => k, text: (bar: Bar) => below(bar.shown), frameAnchor: 'right', textAnchor: 'end', dx: marginRight,
        lineHeight: 1.1, className: 'bar-value' }),
      Plot.text([heading], { frameAnchor: 'top-right', textAnchor: 'end', dx: marginRight, dy: 0.3 * frame.font - marginTop,
        lineAnchor: 'top', lineHeight: 1.1, className: 'bar-heading' }),
    ],
  });
}

/** A line from end to end of each band with a stroke across either end. */
function whiskers(bars: Bar[], rowHeight: number): Plot.Markish[] {
  const banded = bars.flatMap(({ band }, k) => (band === undefined ? [] : [{ k, low: band[0], high: band[1] }]));
  if (banded.length === 0) return [];
  const inset = 0.26 * rowHeight, stroke = 'currentColor';
  return [
    Plot.link(banded, { x1: 'low', x2: 'high', y1: 'k', y2: 'k', stroke, strokeWidth: 1.25, className: 'whisker' }),
    ...['low', 'high'].map((end) => Plot.tickX(banded, { x: end, y: 'k', stroke, strokeWidth: 1.25, insetTop: inset, insetBottom: inset })),
  ];
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
