// Emissions where they are produced and where they are consumed, for the parties and the world.
import { drawBars, type Bar } from './bars.ts';
import { chart, HALF } from './chart.ts';
import { recordsSheet } from './export_sheets.ts';
import { change, column, difference, growth, NOTHING_PERCENT, percentChange } from './format.ts';
import type { Model } from './model.ts';
import { followed, section, type Section } from './section.ts';
import { text } from './text.ts';
import { element, paragraph, table, type Content, type Tree } from './tree.ts';
import type { Amount, RegionYear } from './types.ts';

type Account = 'production' | 'consumption' | 'co2';

interface Row {
  region: string;
  account: Account;
  before: Amount;
  after: Amount;
}

const KEYS: Record<Account, [keyof RegionYear, keyof RegionYear]> = {
  production: ['ghg_production_base_mt', 'ghg_production_new_mt'],
  consumption: ['ghg_consumption_base_mt', 'ghg_consumption_new_mt'],
  co2: ['co2_production_base_mt', 'co2_production_new_mt'],
};
const ACCOUNTS = Object.keys(KEYS) as Account[];

function sumOf(rows: RegionYear[], key: keyof RegionYear): Amount {
  const values = rows.map((row) => row[key] as Amount).filter((value) => value !== null);
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0);
}

function emissionRows(model: Model): Row[] {
  const shown = [...new Set([model.view.region, ...model.parties])];
  const groups: [string, RegionYear[]][] = shown.map((code) =>
    [model.regionName(code), model.year.regions.filter((row) => row.region === code)]);
  groups.push([text.world, model.year.regions]);
  return groups.flatMap(([region, rows]) => ACCOUNTS.map((account) => {
    const [before, after] = KEYS[account];
    return { region, account, before: sumOf(rows, before), after: sumOf(rows, after) };
  }));
}

function emissions(model: Model): Tree {
  const rows = emissionRows(model), { year } = model.year;
  const moved = rows.map((row) => difference(row.before, row.after));
  const still = moved.every((value) => Math.abs(value ?? 0) < NOTHING_PERCENT);
  const thousands = Math.max(...moved.map((value) => Math.abs(value ?? 0))) < 1;
  const bars: Bar[] = rows.flatMap((row, k) => {
    if (row.account === 'co2' || (row.region === text.world && row.account === 'consumption')) return [];
    const value = (moved[k] ?? 0) * (thousands ? 1000 : 1);
    const name = row.region === text.world ? row.region
      : row.account === 'production' ? text.emissions.production(row.region) : text.emissions.consumption(row.region);
    return [{ label: name, value, colour: value > 0 ? 'var(--loss)' : 'var(--gain)',
      shown: text.gains.value(change(value), percentChange(growth(row.before, row.after))) }];
  });
  const { columns, accounts } = text.emissions;
  const level = column(rows.flatMap((row) => [row.before, row.after]), false, 2);
  const steps = moved.map((value) => (value === null ? null : value * (thousands ? 1000 : 1)));
  const step = column(steps, true, thousands ? 1 : 3);
  const lines: Content[][] = rows.map((row, k) => [row.region, accounts[row.account], level(row.before), level(row.after),
    step(steps[k] ?? null), percentChange(growth(row.before, row.after))]);
  return element('div', { class: 'pair' },
    chart({ title: text.emissions.chart(year), share: HALF, empty: still ? text.emissions.none : undefined,
      description: text.emissions.describe(bars.map((bar) => `${bar.label} ${bar.shown}`).join('; ')),
      data: () => recordsSheet(rows.map(({ region, account, before, after }) => ({ region, account, before_mt: before, after_mt: after }))),
      draw: (frame) => drawBars(bars, { axis: thousands ? text.emissions.axisKt : text.emissions.axisMt,
        heading: thousands ? text.emissions.headingKt : text.emissions.headingMt }, frame) }),
    table(text.emissions.table(year), [{ title: columns.region, words: true }, { title: columns.account, words: true },
      { title: columns.before }, { title: columns.after }, { title: thousands ? columns.changeKt : columns.changeMt }, { title: columns.percent }], lines));
}

export function emissionsSection(first: Model): Section {
  return section(text.emissions.id, text.emissions.title, first, (model) => [
    followed(model, model.isStale('footprints'), text.stale.footprints, emissions(model)), paragraph(text.emissions.note, 'note')]);
}
