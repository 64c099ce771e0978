// Horizontal bars from a zero line: names on the left, the numbers in a column of their own on the right.
import * as Plot from '@observablehq/plot';
import { plot, widest, wrap, GAIN, GRID, LOSS, type Frame } from './chart.ts';
import { tick } from './format.ts';

export interface Bar {
  label: string;
  value: number;
  /** What stands in the column on the right. */
  shown: string;
  /** Default: by its sign. */
  colour?: string;
}

export interface BarsOptions {
  /** Axis label with its unit. */
  axis: string;
  /** Heading of the column on the right. */
  heading: string;
  /** Ends of the axis; default: those of the bars. */
  domain?: [number, number];
  /** Draw at least so many rows, so that two charts side by side are the same size. */
  rows?: number;
}

export function barDomain(values: number[]): [number, number] {
  const low = Math.min(0, ...values), high = Math.max(0, ...values);
  return low === high ? [0, 1] : [low, high];
}

export function drawBars(bars: Bar[], options: BarsOptions, frame: Frame): Element {
  const marginRight = widest([options.heading, ...bars.map((bar) => bar.shown)], frame) + 10;
  const labelRoom = Math.min(widest(bars.map((bar) => bar.label), frame), 0.36 * frame.width, 17 * frame.font);
  const labels = bars.map((bar) => wrap(bar.label, labelRoom, frame));
  const rowHeight = Math.ceil(frame.font * (labels.some((lines) => lines.length > 1) ? 2.5 : 1.75));
  const rows = Math.max(options.rows ?? 0, bars.length);
  const domain = options.domain ?? barDomain(bars.map((bar) => bar.value));
  const marginLeft = labelRoom + 10, marginTop = 2 * frame.font, marginBottom = 3.4 * frame.font;
  const inner = frame.width - marginLeft - marginRight;
  // Rows without a bar keep the two charts of a pair equally high.
  const places = Array.from({ length: rows }, (_, k) => k);
  return plot(frame, {
    height: marginTop + marginBottom + rows * rowHeight,
    marginLeft, marginRight, marginTop, marginBottom,
    x: { domain, nice: inner > 150, label: options.axis, labelAnchor: 'center', labelArrow: 'none' },
    y: { type: 'band', domain: places, padding: 0.28, axis: null },
    marks: [
      Plot.gridX({ ticks: tickCount(inner), stroke: GRID, strokeOpacity: 1 }),
      Plot.axisX({ ticks: tickCount(inner), tickFormat: tick, tickSize: 0, label: options.axis, labelAnchor: 'center',
        labelArrow: 'none', labelOffset: 2.8 * frame.font }),
      Plot.barX(bars, { y: (_, k) => k, x: 'value', fill: (bar: Bar) => bar.colour ?? (bar.value < 0 ? LOSS : GAIN) }),
      Plot.ruleX([0], { stroke: 'currentColor' }),
      Plot.text(bars, { y: (_, k) => k, text: (_, k) => labels[k]?.join('\n') ?? '', frameAnchor: 'left', textAnchor: 'end',
        dx: -8, lineHeight: 1.05, className: 'bar-label' }),
      Plot.text(bars, { y: (_, k) => k, text: 'shown', frameAnchor: 'right', textAnchor: 'end', dx: marginRight,
        className: 'bar-value' }),
      Plot.text([options.heading], { frameAnchor: 'top-right', textAnchor: 'end', dx: marginRight, dy: -1.5 * frame.font,
        lineAnchor: 'top', className: 'bar-heading' }),
    ],
  });
}

export function tickCount(inner: number): number {
  return Math.max(2, Math.min(6, Math.floor(inner / 70)));
}
