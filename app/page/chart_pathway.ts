// The parties' emissions year by year, without and with the agreement; pledges; what a tonne costs.
import { chart, HALF, REST, SERIES, widest, type Frame } from './chart.ts';
import { recordsSheet } from './export_sheets.ts';
import { fixed, roundTicks, tick } from './format.ts';
import type { Model } from './model.ts';
import { kept, section, type Section } from './section.ts';
import { axisLeft, drawing, group, linear, path, px, words as written, yearsBelow, yearScale } from './svg.ts';
import { text } from './text.ts';
import { element, folded, paragraph, shape, table, type Content, type Tree } from './tree.ts';
import type { Amount } from './types.ts';
import type { EmissionPathway, PathwayYear } from './types_pathway.ts';

const { pathway: words } = text;
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

function draw(rows: PathwayYear[], colour: string, bands: boolean, frame: Frame): Tree {
  const [low, high] = domain(rows), years = rows.map((row) => row.year), ticks = roundTicks(low, high, 5), bold = { ...frame, weight: 600 };
  const height = Math.round(Math.max(15 * frame.font, 0.5 * frame.width)), room = widest([words.without, words.with], bold) + 14;
  const box = { left: widest(ticks.map(tick), frame) + 10, right: frame.width - room, top: 2.2 * frame.font, bottom: height - 2.4 * frame.font };
  const y = linear([low, high], [box.bottom, box.top]), { at } = yearScale(years, [box.left, box.right], 0.15);
  const points = (key: keyof PathwayYear) => rows.flatMap((row): [number, number][] => {
    const value = row[key] as Amount;
    return value === null ? [] : [[at(row.year), y(value)]];
  });
  const without = points('production_without_mt'), withIt = points('production_with_mt'), band = [...points('with_low_mt'), ...points('with_high_mt').reverse()];
  const last = without.at(-1), end = withIt.at(-1), near = Math.abs((last?.[1] ?? 0) - (end?.[1] ?? 0)) < 1.2 * frame.font;
  const above = (last?.[1] ?? 0) <= (end?.[1] ?? 0);
  const label = (point: [number, number] | undefined, name: string, fill: string, higher: boolean): Content => (point === undefined ? null
    : written([name], bold, { x: box.right + 8, y: point[1] + (near ? (higher ? -0.6 : 0.6) * frame.font : 0) }, { 'font-weight': 600, fill }));
  return drawing(frame, height,
    axisLeft(ticks, y, box, words.axis, tick, frame), yearsBelow(years, at, box, frame),
    bands && band.length > 2 ? path(band, { fill: colour, 'fill-opacity': 0.15 }) : null,
    path(without, { stroke: REST, 'stroke-width': 2.2, 'stroke-dasharray': '5 3' }), path(withIt, { stroke: colour, 'stroke-width': 2.2 }),
    group('dots', null, ...withIt.map(([x, level]) => shape('circle', { cx: px(x), cy: px(level), r: 3, fill: colour }))),
    label(last, words.without, 'currentColor', above), label(end, words.with, colour, !above));
}

function partyChart(model: Model, code: string, rows: PathwayYear[], k: number, bands: boolean): Tree {
  const region = model.regionName(code), start = rows.find((row) => (row.captured_with_mt ?? 0) > 0);
  const points = rows.map((row) => words.point(row.year, tonnes(row.production_without_mt), tonnes(row.production_with_mt)));
  const notes = [start === undefined ? '' : words.captured(start.year), bands ? words.band : ''].filter((note) => note !== '');
  return chart({
    title: words.chart(region), share: HALF, ...(notes.length === 0 ? {} : { note: notes.join(' ') }),
    description: words.describe(region, points.join('; ')),
    data: () => recordsSheet(rows),
    draw: (frame) => draw(rows, SERIES[k] ?? REST, bands, frame),
  });
}

function changeTable(model: Model, pathway: EmissionPathway, codes: string[]): Tree {
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

function pledgeTable(model: Model, pathway: EmissionPathway): Tree | null {
  if (pathway.pledges.length === 0) return null;
  const { pledgeColumns: columns } = words;
  const rows: Content[][] = pathway.pledges.map((one) => [model.regionName(one.region), String(one.year), one.statement ?? one.type,
    tonnes(one.target_with_mt), signed(one.distance_without_mt, 1), signed(one.distance_with_mt, 1),
    [one.conditional ? words.conditional : '', one.verified ? '' : words.unverified,
      one.held_against_year === one.year ? '' : words.heldAgainst(one.held_against_year), one.caveat ?? ''].filter((note) => note !== '').join(' ')]);
  return table(words.pledges, [{ title: columns.region, words: true }, { title: columns.year, words: true }, { title: columns.pledge, words: true },
    { title: columns.target }, { title: columns.without }, { title: columns.with }, { title: columns.caveat, words: true }], rows);
}

function abatementTable(model: Model, pathway: EmissionPathway): Tree | null {
  const listed = pathway.abatement.filter((one) => Math.abs(one.cut_mt ?? 0) >= 0.0005).slice(0, MOST_MEASURES);
  if (listed.length === 0) return null;
  const { abatementColumns: columns } = words;
  return table(words.abatement, [{ title: columns.measure, words: true }, { title: columns.region, words: true }, { title: columns.cut },
    { title: columns.cost }, { title: columns.total }, { title: columns.payer, words: true }],
  listed.map((one) => [one.label ?? one.kind, model.regionName(one.region), tonnes(one.cut_mt, 3), tonnes(one.cost_usd_per_t, 0),
    tonnes(one.cost_musd, 1), one.cost_usd_per_t === null ? text.notAvailable : model.regionName(one.payer)]));
}

export function pathwaySection(first: Model): Section[] {
  if ((first.results.emissions ?? null) === null || first.results.emissions?.years.length === 0) return [];
  return [section(words.id, words.title, first, (model) => {
    const pathway = model.results.emissions ?? null, codes = model.parties.slice(0, MOST_PARTIES);
    if (pathway === null) return [];
    return [paragraph(words.lead(pathway.pathway ?? text.notAvailable)), kept(model.isStale('pathway'), text.stale.file,
      element('div', { class: 'pair' }, ...codes.map((code, k) =>
        partyChart(model, code, pathway.years.filter((row) => row.region === code), k, pathway.has_bands))),
      paragraph(words.note, 'note'), folded(words.changes, changeTable(model, pathway, codes)), abatementTable(model, pathway), pledgeTable(model, pathway))];
  })];
}
