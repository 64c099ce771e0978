// Arrays of the engine's slow tier as sections of the results: emissions by year, indicators, what the gain is made of.
// What a section says besides its numbers (definitions, sources, bands) is the file's.
import type { Slow, Solved, Table } from './engine/protocol.ts';
import type { Amount, Results, WelfareCell, WelfareRegion, WelfareSplit } from './types.ts';
import type { IndicatorRow, Indicators } from './types_indicators.ts';
import type { EmissionPathway } from './types_pathway.ts';

export interface Codes {
  regions: string[];
  sectors: string[];
}

const amount = (value: number | undefined): Amount => (value === undefined || !Number.isFinite(value) ? null : value);

/** A row of a table by the names of its columns. */
function rowOf(table: Table, at: number): Record<string, Amount> {
  return Object.fromEntries(table.names.map((name, k) => [name, amount(table.values[at * table.columns + k])]));
}

function rowsOf(table: Table): Record<string, Amount>[] {
  return Array.from({ length: table.rows }, (_, k) => rowOf(table, k));
}

const minus = (now: Amount, before: Amount): Amount => (now === null || before === null ? null : now - before);

/** [T][P] rows become those of each party one after the other; the draws behind the file's bands are of its own settings. */
export function emissionsOf(frame: Results, slow: Slow, solved: Solved, { regions }: Codes): EmissionPathway | null {
  const file = frame.emissions ?? null, table = slow.get('emissions');
  if (file === null || table === undefined) return file;
  const { parties } = frame.accord;
  const years = file.years.map((old) => {
    const t = frame.years.findIndex((one) => one.year === old.year), numbers = rowOf(table, t * parties.length + parties.indexOf(old.region));
    return { ...old, ...numbers, change_mt: minus(numbers['production_with_mt'] ?? null, numbers['production_without_mt'] ?? null), without_low_mt: null,
      without_high_mt: null, with_low_mt: null, with_high_mt: null, change_low_mt: null, change_high_mt: null };
  });
  const pledged = slow.get('pledges'), pledges = pledged === undefined || pledged.rows !== file.pledges.length ? file.pledges
    : file.pledges.map((old, k) => {
      const { held_against_year = null, target_with_mt = null, emissions_with_mt = null, distance_without_mt = null, distance_with_mt = null } = rowOf(pledged, k);
      return { ...old, held_against_year: held_against_year ?? old.held_against_year, target_with_mt, emissions_with_mt, distance_without_mt, distance_with_mt };
    });
  const costs = slow.get('abatement'), abatement = costs === undefined ? file.abatement : rowsOf(costs).map((row) => {
    const measure = solved.measures[row['measure'] ?? -1], region = regions[row['region'] ?? -1] ?? '', label = measure?.label ?? measure?.text ?? null;
    const { cut_mt = null, cost_usd_per_t = null } = row;
    return { region, kind: measure?.kind ?? '', label, payer: file.abatement.find((old) => old.label === label && old.region === region)?.payer ?? region, cut_mt, cost_usd_per_t,
      cost_musd: cut_mt === null || cost_usd_per_t === null ? null : cut_mt * cost_usd_per_t };
  });
  return { ...file, has_bands: false, years, pledges, abatement };
}

/** Rows [indicator, region, sector or -1, before, after]; those that the file lists. */
export function indicatorsOf(frame: Results, slow: Slow, { regions, sectors }: Codes): Indicators | null {
  const file = frame.indicators ?? null, table = slow.get('indicators');
  if (file === null || table === undefined) return file;
  const found = new Map<string, { before: Amount; after: Amount }>();
  for (let k = 0; k < table.rows; k++) {
    const [indicator = -1, region = -1, sector = -1, before, after] = table.values.subarray(k * table.columns, (k + 1) * table.columns);
    found.set(`${file.definitions[indicator]?.indicator} ${regions[region]} ${sectors[sector] ?? ''}`, { before: amount(before), after: amount(after) });
  }
  const renew = (old: IndicatorRow): IndicatorRow => {
    const now = found.get(`${old.indicator} ${old.region} ${old.sector ?? ''}`);
    if (now === undefined) return old;
    const { before, after } = now;
    return { ...old, before, after, change_percent: before === null || after === null || before === 0 ? null : 100 * (after - before) / Math.abs(before) };
  };
  const percent = (row: IndicatorRow) => Math.abs(row.change_percent ?? 0);
  return { ...file, regions: file.regions.map(renew), industries: file.industries.map(renew), movers: file.movers.map(renew).sort((a, b) => percent(b) - percent(a)) };
}

const MOST_FLOWS = 12, SMALLEST_MUSD = 1e-6; // as in results.json

/** The split of the solved year's gain, and trade creation and diversion. */
export function welfareOf(frame: Results, slow: Slow, solved: Solved, codes: Codes): WelfareSplit | null {
  const file = frame.welfare_split ?? null, parts = slow.get('welfare'), cells = slow.get('welfare_cells'), moved = slow.get('diversion');
  if (file === null || parts === undefined || cells === undefined || moved === undefined) return file;
  const { regions, sectors } = codes, { parties } = frame.accord;
  const column = (name: string, n: number) => solved.regions.values[n * solved.regions.columns + solved.regions.names.indexOf(name)] ?? NaN;
  const rows = regions.map((region, n) => {
    const row = rowOf(parts, n), spending = column('spending_musd', n);
    return { ...row, region, ev_percent: amount(100 * (row['ev_musd'] ?? NaN) / spending),
      first_order_terms_of_trade_musd: amount(spending * column('terms_of_trade_percent', n) / 100),
      first_order_volume_of_trade_musd: amount(spending * column('volume_of_trade_percent', n) / 100) } as WelfareRegion;
  });
  const largest = parties.flatMap((region, p) => largestCells(cells, region, p, codes));
  const diversion = parties.flatMap((region, p) => sectors.map((sector, s) => ({ region, sector, ...rowOf(moved, p * sectors.length + s) }) as WelfareSplit['diversion'][number])
    .filter((row) => Math.abs(row.partners_musd ?? 0) >= SMALLEST_MUSD));
  return { ...file, year: solved.year, regions: rows, largest, diversion };
}

/** Of one party's cells [S][R partner], those that contribute most. */
function largestCells(cells: Table, region: string, party: number, { regions, sectors }: Codes): WelfareCell[] {
  const count = sectors.length * regions.length, from = party * count, order: { at: number; size: number }[] = [];
  for (let k = 0; k < count; k++) {
    const start = (from + k) * cells.columns, [a = 0, b = 0, c = 0, d = 0] = cells.values.subarray(start, start + 4), size = Math.abs(a + b + c + d);
    if (size >= SMALLEST_MUSD) order.push({ at: k, size });
  }
  return order.sort((a, b) => b.size - a.size || a.at - b.at).slice(0, MOST_FLOWS).map(({ at }) => ({ region, partner: regions[at % regions.length] ?? '',
    sector: sectors[Math.floor(at / regions.length)] ?? '', ...rowOf(cells, from + at) }) as WelfareCell);
}
