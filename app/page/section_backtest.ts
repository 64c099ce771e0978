// How well the model has predicted: the shipped backtest, a table of its windows and events, and one chart.
import * as Plot from '@observablehq/plot';
import { chart, GRID, plot, SERIES, type Frame } from './chart.ts';
import { recordsSheet } from './export_sheets.ts';
import type { Model } from './model.ts';
import { section, type Section } from './section.ts';
import { text } from './text.ts';
import { folded, paragraph, table, type Tree } from './tree.ts';
import type { Amount } from './types.ts';
import type { Backtest, BacktestFit, BacktestWindow } from './types_backtest.ts';

const words = text.backtest;
const SIZE = 420;

const decimals = (value: Amount, digits: number): string =>
  value === null ? text.notAvailableShort : value.toFixed(digits).replace('-', '−');
const percentOf = (value: Amount, digits = 0): string => decimals(value === null ? null : 100 * value, digits);

function fitRow(name: string, fit: BacktestFit): string[] {
  return [name, fit.cells.toLocaleString(text.numbers), decimals(fit.slope, 2), decimals(fit.standard_error, 2), decimals(fit.r2, 4),
    decimals(fit.rank_correlation, 2), percentOf(fit.sign_agreement), percentOf(fit.coverage)];
}

function windowRows(window: BacktestWindow): string[][] {
  const years = `${window.from}–${window.to}`;
  return (['all', 'treated', 'within', 'within_trade'] as const).map((sample) =>
    fitRow(`${years}, ${words.samples[sample]}`, window.fit[sample]));
}

/** Mean actual against mean predicted change, twenty groups of flows, with the line on which a perfect model would lie. */
function draw(window: BacktestWindow, frame: Frame): Element {
  const bins = window.bins.filter((bin) => bin.predicted !== null && bin.actual !== null)
    .map((bin) => ({ predicted: 100 * (bin.predicted ?? 0), actual: 100 * (bin.actual ?? 0) }));
  const reach = Math.max(1, ...bins.map((bin) => Math.max(Math.abs(bin.predicted), Math.abs(bin.actual)))) * 1.08;
  const width = Math.min(SIZE, frame.width);
  return plot({ ...frame, width }, {
    height: 0.8 * width, marginLeft: 4.5 * frame.font, marginBottom: 4 * frame.font, marginTop: 1.5 * frame.font,
    x: { domain: [-reach, reach], label: words.predictedAxis, labelAnchor: 'center', labelArrow: 'none', ticks: 5 },
    y: { domain: [-reach, reach], label: words.actualAxis, labelAnchor: 'top', labelArrow: 'none', ticks: 5 },
    marks: [
      Plot.gridX({ stroke: GRID, strokeOpacity: 1 }),
      Plot.gridY({ stroke: GRID, strokeOpacity: 1 }),
      Plot.ruleX([0], { stroke: 'currentColor', strokeOpacity: 0.4 }),
      Plot.ruleY([0], { stroke: 'currentColor', strokeOpacity: 0.4 }),
      Plot.line([[-reach, -reach], [reach, reach]], { stroke: 'currentColor', strokeDasharray: '4 4', strokeOpacity: 0.6 }),
      Plot.dot(bins, { x: 'predicted', y: 'actual', r: 0.34 * frame.font, fill: SERIES[0] ?? 'currentColor' }),
    ],
  });
}

function scatter(window: BacktestWindow): Tree {
  const within = window.fit.within;
  return chart({
    title: words.chart(window.from, window.to), note: words.chartNote,
    description: words.describe(decimals(within.slope, 2), decimals(within.standard_error, 2)),
    data: () => recordsSheet(window.bins),
    draw: (frame) => draw(window, frame), touch: () => undefined,
  });
}

function eventRows(backtest: Backtest): string[][] {
  return backtest.events.filter((event) => event.cells > 0).map((event) => [event.name, `${event.from}–${event.to}`, `${event.cells}`,
    percentOf(event.tariff_change, 1), percentOf(event.predicted, 1), percentOf(event.actual, 1), percentOf(event.standard_error, 1)]);
}

function verdict({ windows }: Backtest): string {
  const slopes = windows.flatMap(({ fit }) => [fit.within.slope, fit.within_trade.slope]).filter((slope) => slope !== null);
  const parts = windows.flatMap(({ fit }) => Object.values(fit).map((one) => one.r2 ?? 0));
  return words.plain(decimals(Math.min(...slopes), 2), decimals(Math.max(...slopes), 2), percentOf(Math.max(...parts), 1));
}

function eventsVerdict({ events }: Backtest): string {
  const seen = events.filter((event) => event.predicted !== null && event.actual !== null);
  return words.events_plain(seen.filter((event) => (event.predicted ?? 0) * (event.actual ?? 0) > 0).length, seen.length);
}

function columns(titles: readonly string[]) {
  return titles.map((title, k) => ({ title, words: k === 0 }));
}

/** None where the data folder holds no backtest. It tests the model against the past: no setting of the page moves it. */
export function backtestSection(first: Model): Section[] {
  const backtest = first.results.backtest;
  if (backtest === null || backtest === undefined) return [];
  const shown = backtest.windows.find((one) => one.from === 2011 && one.to === 2019) ?? backtest.windows[0];
  const parts = [
    paragraph(words.lead(backtest.elasticities, backtest.shares_of, backtest.least_musd ?? 0)),
    paragraph(verdict(backtest)),
    backtest.events.length === 0 ? null : paragraph(eventsVerdict(backtest)),
    folded(words.more,
      shown === undefined ? null : scatter(shown),
      table(words.windows, columns(words.windowColumns), backtest.windows.flatMap(windowRows)),
      backtest.events.length === 0 ? null : table(words.events, columns(words.eventColumns), eventRows(backtest)),
      paragraph(words.note(backtest.theta_sets, backtest.added_duties_source ?? text.notStated), 'note'))];
  return [section(words.id, words.title, first, () => parts)];
}
