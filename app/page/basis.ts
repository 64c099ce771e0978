// The end matter: measures, pending commitments, assumptions, sources, solver residuals, definitions.
import { percent, residual } from './format.ts';
import type { Model } from './model.ts';
import { kept, section, type Section } from './section.ts';
import { text } from './text.ts';
import { element, folded, paragraph, table, type Content, type Tree } from './tree.ts';
import type { Results, Solve } from './types.ts';

const words = text.basisOf;
const or = (value: string | null, otherwise: string): string => (value === null || value === '' ? otherwise : value);

function block(title: string, ...children: Content[]): Tree {
  return element('div', { class: 'block' }, element('h4', {}, title), ...children);
}

function measures({ measures: list, baseline }: Results): Tree {
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

function pending({ commitments }: Results): Tree | null {
  if (commitments.pending.length === 0) return null;
  const { commitment, needs, source } = words.pendingColumns;
  return block(words.pending, table(words.pending, [commitment, needs, source].map((title) => ({ title, words: true })),
    commitments.pending.map((one) => [one.commitment, or(one.needs, text.notStated), or(one.source, text.notStated)]), { id: 'pending' }));
}

function baselineBlock({ baseline }: Results): Tree {
  const { baselineRows: names } = words, { what, source } = words.sourceColumns;
  return block(words.baseline, table(words.baseline, [what, words.assumptionColumns.value, source].map((title) => ({ title, words: true })), [
    [names.table, words.tableOf(baseline.table, baseline.table_year), ''],
    [names.tariffs, baseline.tariffs, or(baseline.tariffs_source, '')],
    [names.elasticities, baseline.elasticities, or(baseline.elasticities_source, '')],
    [names.deficits, baseline.deficits, ''],
    [names.inflation, words.perYear(percent(100 * baseline.inflation)), ''],
  ]));
}

function assumptions({ assumptions, measures: list, baseline }: Results): Tree {
  // What a measure assumes stands beside the measure.
  const shown = new Set([...list, ...baseline.overlays.flatMap((overlay) => overlay.measures)].map((one) => one.text));
  const { what, value, why, source } = words.assumptionColumns;
  return block(words.assumptions, table(words.assumptions, [what, value, why, source].map((title) => ({ title, words: true })),
    assumptions.filter((one) => !shown.has(one.what)).map((one) => [one.what, one.value === null ? '' : String(one.value), or(one.why, ''), or(one.source, '')])));
}

function sources({ sources: list }: Results): Tree {
  const { source, uses } = words.sourceColumns;
  const bySource = new Map<string, string[]>();
  for (const one of list) {
    const name = or(one.source, text.notStated);
    bySource.set(name, [...(bySource.get(name) ?? []), one.what]);
  }
  return block(words.sources, table(words.sources, [source, uses].map((title) => ({ title, words: true })),
    [...bySource].map(([name, used]) => [name, [...new Set(used)].join('; ')])));
}

function solver({ diagnostics }: Results): Tree {
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

function definitions(): Tree {
  return block(words.definitions, element('dl', { class: 'definitions' }, ...text.definitions.map(([term, meaning]) =>
    element('div', {}, element('dt', {}, term), element('dd', {}, meaning)))));
}

/** A part that is made again only where what it is made of is another. */
function remembered<T>(show: (of: T) => Content): (of: T) => Content {
  let last: { of: T; shown: Content } | null = null;
  return (of) => {
    if (last === null || last.of !== of) last = { of, shown: show(of) };
    return last.shown;
  };
}

export function basisSection(first: Model): Section {
  const { results } = first;
  const measured = remembered((list: Results['measures']) => measures({ ...results, measures: list }));
  const solved = remembered((diagnostics: Results['diagnostics']) => solver({ ...results, diagnostics }));
  const lists = [pending(results), baselineBlock(results), definitions()], assumed = assumptions(results), used = sources(results);
  return section(words.id, words.title, first, (model) => [
    measured(model.results.measures), ...lists,
    kept(model.edited, text.stale.settings, folded(words.assumptions, assumed), folded(words.sources, used)),
    folded(words.solver, kept(model.isStale('solver'), text.stale.file, solved(model.results.diagnostics)))]);
}
