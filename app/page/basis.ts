// The end matter: measures, pending commitments, assumptions, sources, solver residuals, definitions.
import { element, paragraph, section, table, type Child } from './dom.ts';
import { percent, residual } from './format.ts';
import type { Model } from './model.ts';
import { text } from './text.ts';
import type { Results, Solve } from './types.ts';

const words = text.basisOf;
const or = (value: string | null, otherwise: string): string => (value === null || value === '' ? otherwise : value);

function block(title: string, ...children: Child[]): HTMLElement {
  return element('div', { class: 'block' }, element('h3', {}, title), ...children);
}

function measures({ measures: list, baseline }: Results): HTMLElement {
  const { kind, measure, years, source, assumed } = words.measureColumns;
  const rows = list.map((one) => [one.kind,
    element('span', {}, one.label === null ? null : element('strong', {}, one.label), one.label === null ? null : element('br'), one.text),
    words.years(one.from, one.until), or(one.source, text.notStated), or(one.assumed, text.no)]);
  const overlays = baseline.overlays.map((overlay) => table(words.overlay(overlay.name, or(overlay.source, overlay.file)),
    [measure, source, assumed].map((title) => ({ title, words: true })),
    overlay.measures.map((one) => [one.text, or(one.source, text.notStated), or(one.assumed, text.no)])));
  return block(words.measures, table(words.measures, [kind, measure, years, source, assumed].map((title) => ({ title, words: true })), rows),
    ...overlays);
}

function pending({ commitments }: Results): HTMLElement | null {
  if (commitments.pending.length === 0) return null;
  const { commitment, needs, source } = words.pendingColumns;
  const part = table(words.pending, [commitment, needs, source].map((title) => ({ title, words: true })),
    commitments.pending.map((one) => [one.commitment, or(one.needs, text.notStated), or(one.source, text.notStated)]));
  part.id = 'pending';
  return block(words.pending, part);
}

function baselineBlock({ baseline }: Results): HTMLElement {
  const { baselineRows: names } = words, { what, source } = words.sourceColumns;
  return block(words.baseline, table(words.baseline, [what, words.assumptionColumns.value, source].map((title) => ({ title, words: true })), [
    [names.table, words.tableOf(baseline.table, baseline.table_year), ''],
    [names.tariffs, baseline.tariffs, or(baseline.tariffs_source, '')],
    [names.elasticities, baseline.elasticities, or(baseline.elasticities_source, '')],
    [names.deficits, baseline.deficits, ''],
    [names.inflation, words.perYear(percent(100 * baseline.inflation)), ''],
  ]));
}

function assumptions({ assumptions, measures: list, baseline }: Results): HTMLElement {
  // What a measure assumes stands beside the measure.
  const shown = new Set([...list, ...baseline.overlays.flatMap((overlay) => overlay.measures)].map((one) => one.text));
  const { what, value, why, source } = words.assumptionColumns;
  return block(words.assumptions, table(words.assumptions, [what, value, why, source].map((title) => ({ title, words: true })),
    assumptions.filter((one) => !shown.has(one.what)).map((one) => [one.what, one.value === null ? '' : String(one.value), or(one.why, ''), or(one.source, '')])));
}

function sources({ sources: list }: Results): HTMLElement {
  const { source, uses } = words.sourceColumns;
  const bySource = new Map<string, string[]>();
  for (const one of list) {
    const name = or(one.source, text.notStated);
    bySource.set(name, [...(bySource.get(name) ?? []), one.what]);
  }
  return block(words.sources, table(words.sources, [source, uses].map((title) => ({ title, words: true })),
    [...bySource].map(([name, used]) => [name, [...new Set(used)].join('; ')])));
}

function solver({ diagnostics }: Results): HTMLElement {
  const names = words.solverColumns;
  const columns = Object.values(names).map((title) => ({ title, words: [names.year, names.reason, names.converged].includes(title) }));
  const row = (name: string, one: Solve) => [name, one.converged ? text.yes : text.no,
    one.warning === null || one.warning === undefined ? one.reason : `${one.reason}; ${one.warning}`, String(one.iterations),
    ...[one.residual, one.cost, one.price, one.share, one.market, one.income].map(residual),
  ];
  const rows = diagnostics.years.flatMap((one) => [
    ...(one.overlays === null || one.overlays === undefined ? [] : [row(words.overlayYear(one.year), one.overlays)]),
    row(String(one.year), one)]);
  return block(words.solver, table(words.solver, columns, rows), paragraph(words.solverNote(residual(diagnostics.tolerance),
    residual(diagnostics.footprint.residual), String(diagnostics.footprint.iterations)), 'note'));
}

function definitions(): HTMLElement {
  return block(words.definitions, element('dl', { class: 'definitions' }, ...text.definitions.map(([term, meaning]) =>
    element('div', {}, element('dt', {}, term), element('dd', {}, meaning)))));
}

export function basisSection({ results }: Model): HTMLElement {
  return section(words.id, words.title, measures(results), pending(results), baselineBlock(results), assumptions(results), sources(results),
    solver(results), definitions());
}
