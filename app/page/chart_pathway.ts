// The parties' emissions year by year, without and with the agreement; pledges; what a tonne costs.
import * as Plot from '@observablehq/plot';
import { chart, GRID, HALF, plot, REST, SERIES, widest, type Frame } from './chart.ts';
import { element, paragraph, section, table, type Child } from './dom.ts';
import { fixed, roundTicks, tick } from './format.ts';
import type { Model } from './model.ts';
import { text } from './text.ts';
import { pathwayText as words } from './text_pathway.ts';
import type { Amount } from './types.ts';
import type { EmissionPathway, PathwayYear } from './types_pathway.ts';

const MOST_PARTIES = 4, MOST_MEASURES = 12;

function tonnes(value: Amount, decimals = 1): string {
  return value === null ? text.notAvailable : fixed(value, decimals);
}

function signed(value: Amount, decimals = 2): string {
  const shown = tonnes(value, decimals);
  return value !== null && value > 0 && /[1-9]/.test(shown) ? `+${shown}` : shown;
}

function domain(rows: PathwayYear[]): [number, number] {
  const values = rows.flatMap((row) => [row.production_without_mt, row.production_with_mt, row.without_low_mt, row.without_high_mt,
    row.with_low_mt, row.with_high_mt]).filter((value) => value !== null);
  const low = Math.min(...values), high = Math.max(...values), room = 0.08 * (high - low || Math.abs(high) || 1);
  return [low - room, high + room];
}

function draw(rows: PathwayYear[], colour: string, bands: boolean, frame: Frame): Element {
  const [low, high] = domain(rows), years = rows.map((row) => row.year), ticks = roundTicks(low, high, 5);
  const last = rows.at(-1), marginRight = widest([words.without, words.with], { ...frame, weight: 600 }) + 14;
  const near = Math.abs((last?.production_without_mt ?? 0) - (last?.production_with_mt ?? 0)) < 0.08 * (high - low);
  const below = (last?.production_with_mt ?? 0) <= (last?.production_without_mt ?? 0);
  const label = (value: Amount, name: string, fill: string, lower: boolean) => Plot.text(last === undefined || value === null ? [] : [last],
    { x: 'year', y: () => value, text: () => name, textAnchor: 'start', dx: 8, dy: near ? (lower ? 0.6 : -0.6) * frame.font : 0, fill, fontWeight: 600 });
  const every = Math.ceil(years.length * 5 * frame.font / Math.max(1, frame.width - marginRight - 60));
  return plot(frame, {
    height: Math.round(Math.max(15 * frame.font, 0.5 * frame.width)), marginTop: 2.2 * frame.font, marginBottom: 2.4 * frame.font,
    marginLeft: widest(ticks.map(tick), frame) + 10, marginRight,
    x: { type: 'point', domain: years, padding: years.length === 1 ? 0.5 : 0.15 },
    y: { domain: [low, high] },
    marks: [
      Plot.gridY(ticks, { stroke: GRID, strokeOpacity: 1 }),
      Plot.axisY(ticks, { tickSize: 0, tickFormat: tick, label: words.axis, labelArrow: 'none', labelAnchor: 'top' }),
      Plot.axisX({ ticks: years.filter((_, k) => k % every === 0), tickSize: 0, tickFormat: String, label: null }),
      ...(bands ? [Plot.areaY(rows, { x: 'year', y1: 'with_low_mt', y2: 'with_high_mt', fill: colour, fillOpacity: 0.15 })] : []),
      Plot.line(rows, { x: 'year', y: 'production_without_mt', stroke: REST, strokeWidth: 2.2, strokeDasharray: '5 3' }),
      Plot.line(rows, { x: 'year', y: 'production_with_mt', stroke: colour, strokeWidth: 2.2 }),
      Plot.dot(rows, { x: 'year', y: 'production_with_mt', fill: colour, r: 3 }),
      label(last?.production_without_mt ?? null, words.without, 'currentColor', !below),
      label(last?.production_with_mt ?? null, words.with, colour, below),
    ],
  });
}

function partyChart(model: Model, code: string, rows: PathwayYear[], k: number, bands: boolean): HTMLElement {
  const region = model.regionName(code), start = rows.find((row) => (row.captured_with_mt ?? 0) > 0);
  const points = rows.map((row) => words.point(row.year, tonnes(row.production_without_mt), tonnes(row.production_with_mt)));
  const notes = [start === undefined ? '' : words.captured(start.year), bands ? words.band : ''].filter((note) => note !== '');
  return chart({
    title: words.chart(region), share: HALF, ...(notes.length === 0 ? {} : { note: notes.join(' ') }),
    description: words.describe(region, points.join('; ')),
    draw: (frame) => draw(rows, SERIES[k] ?? REST, bands, frame),
  });
}

function changeTable(model: Model, pathway: EmissionPathway, codes: string[]): HTMLElement {
  const years = [...new Set(pathway.years.map((row) => row.year))];
  const of = (code: string, year: number) => pathway.years.find((row) => row.region === code && row.year === year);
  const columns = codes.flatMap((code) => [{ title: words.change(model.regionName(code)) },
    ...(pathway.has_bands ? [{ title: words.between(model.regionName(code)) }] : [])]);
  return table(words.changes, [{ title: words.year, words: true }, ...columns], years.map((year) => [String(year),
    ...codes.flatMap((code) => {
      const row = of(code, year);
      return [signed(row?.change_mt ?? null, 3),
        ...(pathway.has_bands ? [words.range(signed(row?.change_low_mt ?? null), signed(row?.change_high_mt ?? null))] : [])];
    })]));
}

function pledgeTable(model: Model, pathway: EmissionPathway): HTMLElement | null {
  if (pathway.pledges.length === 0) return null;
  const { pledgeColumns: columns } = words;
  const rows: Child[][] = pathway.pledges.map((one) => [model.regionName(one.region), String(one.year), one.statement ?? one.type,
    tonnes(one.target_with_mt), signed(one.distance_without_mt, 1), signed(one.distance_with_mt, 1),
    [one.conditional ? words.conditional : '', one.verified ? '' : words.unverified,
      one.held_against_year === one.year ? '' : words.heldAgainst(one.held_against_year), one.caveat ?? ''].filter((note) => note !== '').join(' ')]);
  return table(words.pledges, [{ title: columns.region, words: true }, { title: columns.year, words: true }, { title: columns.pledge, words: true },
    { title: columns.target }, { title: columns.without }, { title: columns.with }, { title: columns.caveat, words: true }], rows);
}

function abatementTable(model: Model, pathway: EmissionPathway): HTMLElement | null {
  const listed = pathway.abatement.filter((one) => Math.abs(one.cut_mt ?? 0) >= 0.0005).slice(0, MOST_MEASURES);
  if (listed.length === 0) return null;
  const { abatementColumns: columns } = words;
  return table(words.abatement, [{ title: columns.measure, words: true }, { title: columns.region, words: true }, { title: columns.cut },
    { title: columns.cost }, { title: columns.total }, { title: columns.payer, words: true }],
  listed.map((one) => [one.label ?? one.kind, model.regionName(one.region), tonnes(one.cut_mt, 3), tonnes(one.cost_usd_per_t, 0),
    tonnes(one.cost_musd, 1), one.cost_usd_per_t === null ? text.notAvailable : model.regionName(one.payer)]));
}

export function pathwaySection(model: Model): HTMLElement[] {
  const pathway = model.results.emissions;
  if (pathway === null || pathway === undefined || pathway.years.length === 0) return [];
  const codes = model.parties.slice(0, MOST_PARTIES);
  return [section(words.id, words.title, paragraph(words.lead(pathway.pathway ?? text.notAvailable)),
    element('div', { class: 'pair' }, ...codes.map((code, k) =>
      partyChart(model, code, pathway.years.filter((row) => row.region === code), k, pathway.has_bands))),
    paragraph(words.note, 'note'), changeTable(model, pathway, codes), abatementTable(model, pathway), pledgeTable(model, pathway))];
}
