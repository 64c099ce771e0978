// What each party's gain is made of: parts that add up to it, the flows behind them, trade creation and diversion.
import { barDomain, drawBars, type Bar } from './bars.ts';
import { chart, HALF, REST } from './chart.ts';
import { barsSheet } from './export_sheets.ts';
import { change, column, NOTHING_MUSD, percentChange } from './format.ts';
import type { Model } from './model.ts';
import { kept, section, type Section } from './section.ts';
import { text } from './text.ts';
import { element, folded, paragraph, table, type Tree } from './tree.ts';
import type { WelfareCell, WelfareRegion, WelfareSplit } from './types.ts';

const MOST_CHARTS = 6;
const MOST_FLOWS = 8;
const words = text.welfare;

type Part = keyof typeof words.parts;
const PARTS = Object.keys(words.parts) as Part[];

const firstOrder = (row: WelfareRegion) => (row.first_order_terms_of_trade_musd ?? 0) + (row.first_order_volume_of_trade_musd ?? 0);

/** Parts that some party has; below 1 USD only rounding is left. */
function partsOf(rows: WelfareRegion[]): Part[] {
  return PARTS.filter((part) => rows.some((row) => Math.abs(row[part] ?? 0) >= NOTHING_MUSD));
}

function barsOf(row: WelfareRegion, parts: Part[], spending: number | null): Bar[] {
  const shown = (value: number) => words.value(change(value), percentChange(spending === null ? null : 100 * value / spending));
  const bar = (label: string, value: number, colour?: string): Bar => ({ label, value, shown: shown(value), ...(colour === undefined ? {} : { colour }) });
  return [...parts.map((part) => bar(words.parts[part], row[part] ?? 0)),
    bar(words.exact, row.ev_musd ?? 0, 'currentColor'), bar(words.firstOrder, firstOrder(row), REST)];
}

function chartOf(model: Model, row: WelfareRegion, parts: Part[]): Tree {
  const bars = barsOf(row, parts, model.lastYear.regions.find((one) => one.region === row.region)?.spending_musd ?? null);
  return chart({
    title: words.chart(model.regionName(row.region)), share: HALF,
    description: words.describe(bars.map((bar) => `${bar.label} ${bar.shown}`).join('; ')),
    data: () => barsSheet(bars, words.axis),
    draw: (frame) => drawBars(bars, { axis: words.axis, heading: words.heading, domain: barDomain(bars.map((bar) => bar.value)) }, frame),
  });
}

function partsTable(model: Model, rows: WelfareRegion[], parts: Part[]): Tree {
  const amounts = rows.map((row) => [...parts.map((part) => row[part]), row.ev_musd, firstOrder(row)]);
  const show = column(amounts.flat(), true, 1);
  return table(words.table, [{ title: words.region, words: true }, ...[...parts.map((part) => words.parts[part]), words.exact, words.firstOrder]
    .map((title) => ({ title }))], rows.map((row, k) => [model.regionName(row.region), ...(amounts[k] ?? []).map(show)]));
}

function flowsTable(model: Model, { largest }: WelfareSplit, region: string): Tree | null {
  const rows = largest.filter((row) => row.region === region).slice(0, MOST_FLOWS);
  if (rows.length === 0) return null;
  const kinds = (['terms_of_trade_musd', 'volume_of_trade_musd', 'technical_musd', 'rents_musd'] as const)
    .filter((kind) => rows.some((row) => Math.abs(row[kind] ?? 0) >= NOTHING_MUSD));
  const sum = (row: WelfareCell) => (row.terms_of_trade_musd ?? 0) + (row.volume_of_trade_musd ?? 0) + (row.technical_musd ?? 0) + (row.rents_musd ?? 0);
  const show = column(rows.map(sum), true, 1);
  return table(words.flows(model.regionName(region)), [{ title: words.partner, words: true }, { title: words.product, words: true },
    ...kinds.map((kind) => ({ title: words.parts[kind] })), { title: text.total }],
  rows.map((row) => [model.regionName(row.partner), model.sectorName(row.sector), ...kinds.map((kind) => show(row[kind])), show(sum(row))]));
}

function diversionTable(model: Model, { diversion }: WelfareSplit): Tree | null {
  const kinds = ['partners_musd', 'creation_musd', 'diversion_musd', 'expansion_musd', 'home_musd', 'others_musd'] as const;
  const rows = model.parties.map((region) => ({ region, amounts: kinds.map((kind) => diversion
    .filter((row) => row.region === region).reduce((sum, row) => sum + (row[kind] ?? 0), 0)) }));
  if (rows.every((row) => row.amounts.every((value) => Math.abs(value) < NOTHING_MUSD))) return null;
  const show = column(rows.flatMap((row) => row.amounts), true, 1);
  return table(words.diversion, [{ title: words.importer, words: true }, ...words.diversionColumns.map((title) => ({ title }))],
    rows.map((row) => [model.regionName(row.region), ...row.amounts.map(show)]));
}

/** Nothing where the last year did not converge. */
export function welfareSection(first: Model): Section[] {
  if ((first.results.welfare_split ?? null) === null) return [];
  return [section(words.id, words.title, first, (model) => {
    const split = model.results.welfare_split ?? null;
    if (split === null) return [];
    const rows = model.parties.flatMap((code) => split.regions.filter((row) => row.region === code));
    const parts = partsOf(rows), few = rows.length <= MOST_CHARTS;
    return [paragraph(words.lead(split.year)), kept(model.isStale('welfare'), text.stale.file,
      few ? element('div', { class: 'pair boxes' }, ...rows.map((row) => chartOf(model, row, parts))) : null,
      folded(words.more,
        element('div', { class: 'block' }, element('h4', {}, words.table), partsTable(model, rows, parts)),
        few ? element('div', { class: 'pair boxes' }, ...rows.map((row) => flowsTable(model, split, row.region))) : null,
        element('div', { class: 'block' }, element('h4', {}, words.diversion), diversionTable(model, split), paragraph(words.diversionNote, 'note')))),
    paragraph(words.whyDifferent, 'note'), split.converged ? null : paragraph(words.remainder, 'alarm')];
  })];
}
