// Equivalent variation year by year: a line for each party and one for all other regions together.
import { barDomain } from './bars.ts';
import { chart, widest, wrap, REST, SERIES, type Frame } from './chart.ts';
import { recordsSheet } from './export_sheets.ts';
import { change, roundTicks, tick } from './format.ts';
import type { Model } from './model.ts';
import { followed, section, type Section } from './section.ts';
import { axisLeft, drawing, group, line, linear, path, px, words, yearsBelow, yearScale } from './svg.ts';
import { text } from './text.ts';
import { shape, type Tree } from './tree.ts';

const MOST_LINES = SERIES.length;

interface Line {
  label: string;
  colour: string;
  points: { year: number; value: number }[];
}

function lines(model: Model, { years } = model.results): Line[] {
  const value = (k: number, keep: (code: string) => boolean) =>
    years[k]?.regions.reduce((sum, row) => sum + (keep(row.region) ? row.ev_musd ?? 0 : 0), 0) ?? 0;
  const lineOf = (label: string, colour: string, keep: (code: string) => boolean): Line =>
    ({ label, colour, points: years.map(({ year }, k) => ({ year, value: value(k, keep) })) });
  const most = (code: string) => Math.max(...years.map((year) => Math.abs(year.regions.find((row) => row.region === code)?.ev_musd ?? 0)));
  const size = new Map(model.parties.length > MOST_LINES ? model.parties.map((code) => [code, most(code)]) : []);
  const drawn = [...model.parties].sort((a, b) => (size.get(b) ?? 0) - (size.get(a) ?? 0)).slice(0, MOST_LINES);
  if (!drawn.includes(model.view.region)) drawn.splice(MOST_LINES - 1, 1, model.view.region);
  return [...drawn.map((code, k) => lineOf(model.regionName(code), SERIES[k] ?? REST, (other) => other === code)),
    lineOf(text.years.others, REST, (code) => !drawn.includes(code))];
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

function draw(model: Model, series: Line[], before: Line[], frame: Frame): Tree {
  const years = series[0]?.points.map((point) => point.year) ?? [];
  const values = [...series, ...before].flatMap((one) => one.points.map((point) => point.value));
  const domain = barDomain(values);
  const labels = series.map((one) => `${one.label} ${change(one.points.at(-1)?.value ?? 0)}`);
  const bold = { ...frame, weight: 600 };
  const room = Math.min(widest(labels, bold), 0.3 * frame.width);
  const wrapped = labels.map((label) => wrap(label, room, bold));
  const lineHeight = frame.font * (wrapped.some((label) => label.length > 1) ? 2.6 : 1.3);
  const marginTop = 2.2 * frame.font, marginBottom = 2.4 * frame.font;
  const height = Math.round(Math.max(Math.min(22 * frame.font, Math.max(15 * frame.font, 0.42 * frame.width)),
    marginTop + marginBottom + lineHeight * series.length));
  const ticks = roundTicks(domain[0], domain[1], 6);
  const box = { left: widest(ticks.map(tick), frame) + 10, right: frame.width - room - 14, top: marginTop, bottom: height - marginBottom };
  const y = linear(domain, [box.bottom, box.top]), { at } = yearScale(years, [box.left, box.right], 0.15);
  const places = dodge(series.map((one) => y(one.points.at(-1)?.value ?? 0)), lineHeight, box.top, box.bottom - lineHeight / 3);
  return drawing(frame, height,
    axisLeft(ticks, y, box, text.years.axis, tick, frame), yearsBelow(years, at, box, frame),
    line(box.left, y(0), box.right, y(0), { stroke: 'currentColor' }),
    line(at(model.year.year), box.top, at(model.year.year), box.bottom, { stroke: 'var(--axis)', 'stroke-dasharray': '2 3' }),
    group('before', null, ...before.map((one) => path(one.points.map((point): [number, number] => [at(point.year), y(point.value)]),
      { stroke: one.colour, 'stroke-width': 2.2, 'stroke-opacity': 0.35 }))),
    ...series.map((one, k) => group('line', null,
      path(one.points.map((point): [number, number] => [at(point.year), y(point.value)]), { stroke: one.colour, 'stroke-width': 2.2,
        'stroke-dasharray': one.colour === REST ? '5 3' : null }),
      ...one.points.map((point) => shape('circle', { cx: px(at(point.year)), cy: px(y(point.value)), r: 3,
        fill: model.isStaleYear(point.year) ? 'var(--paper)' : one.colour, stroke: one.colour })),
      group('line-label', null, words(wrapped[k] ?? [], bold, { x: box.right + 8, y: places[k] ?? 0, leading: 1 },
        { 'font-weight': 600, fill: one.colour === REST ? 'currentColor' : one.colour })))));
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

export function yearsSection(first: Model): Section {
  return section(text.years.id, text.years.title, first, (model) => {
    const series = lines(model), before = model.edited ? lines(model, first.results) : [];
    const alike = new Map<number, number[]>();
    for (const { year, same_as } of model.results.years) alike.set(same_as, [...(alike.get(same_as) ?? []), year]);
    const repeated = model.edited ? [] : [...alike.values()].filter((years) => years.length > 1).map(spans);
    const stale = model.results.years.some(({ year }) => model.isStaleYear(year));
    const note = [text.years.note, ...(model.edited ? [text.years.ghosts] : []), ...(repeated.length === 0 ? [] : [text.years.repeated(repeated.join('; '))])].join(' ');
    return [followed(model, stale, text.stale.years, chart({
      title: text.years.chart, note,
      description: text.years.describe(series.map((one) =>
        `${one.label} ${one.points.map((point) => `${point.year} ${change(point.value)}`).join(', ')}`).join('; ')),
      data: () => recordsSheet(series.flatMap((one) => one.points.map(({ year, value }) => ({ region: one.label, year, ev_musd: value })))),
      draw: (frame) => draw(model, series, before, frame),
    }))];
  });
}
