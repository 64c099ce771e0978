// What breaks, and what it costs with and without the accord: stress tests, measures of resilience, suppliers that matter.
import { change, level } from './format.ts';
import type { Model } from './model.ts';
import { kept, section, type Section } from './section.ts';
import { text } from './text.ts';
import { folded, paragraph, table, type Column, type Content } from './tree.ts';
import type { Amount } from './types.ts';
import type { StressClause, StressDifference, StressSupplier, StressTest } from './types_stress.ts';

const words = text.stress;

const percent = (value: Amount, digits: number): string => (value === null ? text.notAvailableShort : value.toFixed(digits));
const days = (value: Amount): string => (value === null ? words.notInTime : value === 0 ? words.neverBelow : `${value}`);

function partyRow(model: Model, test: StressTest, one: StressDifference): Content[] {
  return [`${test.name}, ${model.regionName(one.region)}`, level(one.before.income_loss_musd), level(one.after.income_loss_musd), change(one.avoided_musd),
    one.avoided_band === null ? text.notAvailableShort : `${change(one.avoided_band.low)} … ${change(one.avoided_band.high)}`, change(one.avoided_by_trade_musd),
    percent(one.before.lowest_percent, 2), days(one.before.recovery_day), days(one.after.recovery_day)];
}

function clauseRows(clause: StressClause): Content[][] {
  return clause.stresses.filter((one) => Math.abs(one.avoided_musd ?? 0) >= 0.05).map((one) => [clause.label ?? clause.text, clause.text,
    one.stress, level(one.avoided_musd), clause.cost_musd === null ? words.noCost : level(clause.cost_musd),
    one.break_even_probability_percent === null ? words.never : percent(one.break_even_probability_percent, 2)]);
}

function supplierRow(model: Model, supplier: StressSupplier): Content[] {
  return [`${model.regionName(supplier.region)}: ${model.sectorName(supplier.sector)}`, ...supplier.parties.flatMap((one) =>
    [level(one.income_loss_musd), percent(one.percent_of_income, 3)])];
}

function columns(titles: readonly string[], wordy: number): Column[] {
  return titles.map((title, k) => ({ title, words: k < wordy }));
}

function verdict(tests: StressTest[]): string {
  const spared = tests.map((test) => ({ name: test.name, sum: test.parties.reduce((sum, one) => sum + (one.avoided_musd ?? 0), 0) }));
  const best = spared.reduce((a, b) => (b.sum > a.sum ? b : a), { name: '', sum: 0 });
  return best.sum > 0.05 ? words.plain(best.name, level(best.sum)) : words.nothing;
}

/** None where the accord has no stress tests. */
export function stressSection(first: Model): Section[] {
  const { stress } = first.results;
  if (stress === null || stress === undefined || stress.tests.length === 0) return [];
  const { tests, clauses, matrix } = stress;
  const worst = tests.flatMap((test) => test.worst_sectors.slice().sort((a, b) => (b.before_musd ?? 0) - (a.before_musd ?? 0)).slice(0, 3)
    .map((one) => [`${test.name}, ${first.regionName(one.region)}`, first.sectorName(one.sector), level(one.before_musd), level(one.after_musd)]));
  const paid = clauses.flatMap(clauseRows);
  const parts = [paragraph(verdict(tests), 'lead'), paragraph(words.model(stress.inventory_days, stress.restock_days)),
    table(words.testsCaption, columns(words.testColumns(stress.recovered_percent), 1),
      tests.flatMap((test) => test.parties.map((one) => partyRow(first, test, one)))),
    folded(words.sectorsCaption, table(words.sectorsCaption, columns(words.sectorColumns, 2), worst)),
    ...(paid.length > 0 ? [table(words.clausesCaption, columns(words.clauseColumns, 3), paid), paragraph(words.clausesNote, 'note')] : []),
    ...(matrix.suppliers.length > 0 ? [folded(words.matrixCaption(matrix.loss_percent, matrix.days, matrix.days_counted), table(words.matrixCaption(matrix.loss_percent,
      matrix.days, matrix.days_counted), columns([words.supplier, ...(matrix.suppliers[0]?.parties ?? []).flatMap((one) => words.supplierColumns(one.region))], 1),
      matrix.suppliers.map((one) => supplierRow(first, one))), paragraph(words.matrixNote, 'note'))] : [])];
  return [section(words.id, words.title, first, (model) => [kept(model.isStale('stress'), text.stale.file, ...parts)])];
}
