// Equivalent variation year by year: a line for each party and one for all other regions together.
import * as Plot from '@observablehq/plot';
import { barDomain } from './bars.ts';
import { chart, plot, widest, wrap, GRID, REST, SERIES, type Frame } from './chart.ts';
import { section } from './dom.ts';
import { change, roundTicks, tick } from './format.ts';
import type { Model } from './model.ts';
import { text } from './text.ts';

const MOST_LINES = SERIES.length;

interface Line {
  label: string;
  colour: string;
  points: { year: number; value: number }[];
}

function lines(model: Model): Line[] {
  const { years } = model.results;
  const value = (k: number, keep: (code: string) => boolean) =>
    years[k]?.regions.reduce((sum, row) => sum + (keep(row.region) ? row.ev_musd ?? 0 : 0), 0) ?? 0;
  const line = (label: string, colour: string, keep: (code: string) => boolean): Line =>
    ({ label, colour, points: years.map(({ year }, k) => ({ year, value: value(k, keep) })) });
  const size = (code: string) => Math.abs(model.outcome(code)?.ev_musd ?? 0);
  const drawn = [...model.parties].sort((a, b) => size(b) - size(a)).slice(0, MOST_LINES);
  return [...drawn.map((code, k) => line(model.regionName(code), SERIES[k] ?? REST, (other) => other === code)),
    line(text.years.others, REST, (code) => !drawn.includes(code))];
}

/** Moves labels apart so that none covers another; positions in pixels, in the order given. */
export function dodge(wanted: number[], height: number, low: number, high: number): number[] {
  const order = wanted.map((_, k) => k).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  const placed = [...wanted];
  let floor = low;
  for (const k of order) floor = (placed[k] = Math.max(placed[k] ?? 0, floor)) + height;
  let ceiling = high;
  for (const k of order.reverse()) ceiling = (placed[k] = Math.min(placed[k] ?? 0, ceiling)) - height;
  return placed;
}

function draw(series: Line[], frame: Frame): Element {
  const years = series[0]?.points.map((point) => point.year) ?? [];
  const values = series.flatMap((line) => line.points.map((point) => point.value));
  const [low, high] = barDomain(values), span = high - low;
  const labels = series.map((line) => `${line.label} ${change(line.points.at(-1)?.value ?? 0)}`);
  const bold = { ...frame, weight: 600 };
  const room = Math.min(widest(labels, bold), 0.3 * frame.width);
  const wrapped = labels.map((label) => wrap(label, room, bold));
  const lineHeight = frame.font * (wrapped.some((label) => label.length > 1) ? 2.6 : 1.3);
  const marginTop = 2.2 * frame.font, marginBottom = 2.4 * frame.font;
  const height = Math.round(Math.max(Math.min(22 * frame.font, Math.max(15 * frame.font, 0.42 * frame.width)),
    marginTop + marginBottom + lineHeight * series.length)), inner = height - marginTop - marginBottom;
  const toPixel = (value: number) => marginTop + inner * (high - value) / span;
  const ends = series.map((line) => toPixel(line.points.at(-1)?.value ?? 0));
  const places = dodge(ends, lineHeight, marginTop, height - marginBottom - lineHeight / 3);
  const ticks = roundTicks(low, high, 6);
  const every = Math.ceil(years.length * 5 * frame.font / Math.max(1, frame.width - room - 60));
  return plot(frame, {
    height, marginTop, marginBottom, marginLeft: widest(ticks.map(tick), frame) + 10, marginRight: room + 14,
    x: { type: 'point', domain: years, padding: years.length === 1 ? 0.5 : 0.15 },
    y: { domain: [low, high] },
    marks: [
      Plot.gridY(ticks, { stroke: GRID, strokeOpacity: 1 }),
      Plot.axisY(ticks, { tickSize: 0, tickFormat: tick, label: text.years.axis, labelArrow: 'none', labelAnchor: 'top' }),
      Plot.axisX({ ticks: years.filter((_, k) => k % every === 0), tickSize: 0, tickFormat: String, label: null }),
      Plot.ruleY([0], { stroke: 'currentColor' }),
      ...series.flatMap((line, k) => [
        Plot.line(line.points, { x: 'year', y: 'value', stroke: line.colour, strokeWidth: 2.2,
          strokeDasharray: line.colour === REST ? '5 3' : 'none' }),
        Plot.dot(line.points, { x: 'year', y: 'value', fill: line.colour, r: 3 }),
        Plot.text([wrapped[k]?.join('\n') ?? ''], { frameAnchor: 'top-right', textAnchor: 'start', lineAnchor: 'middle', dx: 8,
          dy: (places[k] ?? 0) - marginTop, fontWeight: 600, fill: line.colour === REST ? 'currentColor' : line.colour,
          className: 'line-label' }),
      ]),
    ],
  });
}

/** 2026, 2028, 2029, 2030 as "2026, 2028–2030". */
function spans(years: number[]): string {
  const runs: [number, number][] = [];
  for (const year of years) {
    const run = runs.at(-1);
    if (run !== undefined && run[1] === year - 1) run[1] = year;
    else runs.push([year, year]);
  }
  return runs.map(([from, until]) => text.basisOf.years(from, until)).join(', ');
}

export function yearsSection(model: Model): HTMLElement {
  const series = lines(model);
  const alike = new Map<number, number[]>();
  for (const { year, same_as } of model.results.years) alike.set(same_as, [...(alike.get(same_as) ?? []), year]);
  const repeated = [...alike.values()].filter((years) => years.length > 1).map(spans);
  const note = repeated.length === 0 ? text.years.note : `${text.years.note} ${text.years.repeated(repeated.join('; '))}`;
  return section(text.years.id, text.years.title, chart({
    title: text.years.chart, note,
    description: text.years.describe(series.map((line) =>
      `${line.label} ${line.points.map((point) => `${point.year} ${change(point.value)}`).join(', ')}`).join('; ')),
    draw: (frame) => draw(series, frame),
  }));
}
