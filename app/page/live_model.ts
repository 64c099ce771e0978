// Arrays of the engine as the results that the charts draw: the shape of results.json, with what is not solved again as it
// stands in the file. Pure: (results of the file, numbers) to results.
import type { Slow, Solved, Solver, Table } from './engine/protocol.ts';
import { viewsOf } from './live_views.ts';
import { emissionsOf, indicatorsOf, welfareOf } from './live_slow.ts';
import type { Part } from './model.ts';
import type { Amount, Customs, Headline, Measure, PairResult, Party, PartyProduct, Ranked, RegionYear, Results, SectorResult, SolverYear, Year } from './types.ts';

const LISTED = 10; // gainers and losers, as in results.json
const SMALLEST_DUTY_MUSD = 1e-3;

/** What is solved for the settings in view. */
export interface Numbers {
  /** Codes in the order of the arrays. */
  regions: string[];
  sectors: string[];
  solved: Solved;
  slow: Slow;
  /** For every measure of the engine, its position in the file's results; -1: none of the file. */
  positions: number[];
  /** The region in view: sectors and products are given for it too. */
  region: string;
}

export interface LiveResults {
  results: Results;
  /** What is solved again. */
  fresh: Part[];
}

const amount = (value: number | undefined): Amount => (value === undefined || !Number.isFinite(value) ? null : value);

export function resultsOf(frame: Results, numbers: Numbers): LiveResults {
  const { solved, slow } = numbers, fresh: Part[] = ['details'];
  // What a measure carries belongs to the year solved, and stands in the headline's.
  const path = slow.has('path_regions'), leftOut = slow.has('without_product') && solved.year === frame.headline.year;
  const rows = regionRows(solved.regions, numbers.regions, 0, solved.solver.converged);
  const footprints = rows.some((row) => row.ghg_consumption_new_mt !== null);
  if (footprints) fresh.push('footprints');
  if (path) fresh.push('years', 'sum', 'solver');
  if (leftOut) fresh.push('measures');
  const years = yearsOf(frame, numbers, rows), views = viewsOf(frame, numbers);
  fresh.push(...views.fresh);
  const parts: [Part, string][] = [['pathway', 'emissions'], ['indicators', 'indicators'], ['welfare', 'welfare']];
  for (const [part, kind] of parts) if (slow.has(kind)) fresh.push(part);
  const results: Results = { ...frame, ...views.lists, years, measures: measuresOf(frame, numbers, leftOut), ...details(frame, numbers),
    emissions: emissionsOf(frame, slow, solved, numbers), indicators: indicatorsOf(frame, slow, numbers), welfare_split: welfareOf(frame, slow, solved, numbers),
    diagnostics: diagnosticsOf(frame, numbers) };
  results.headline = headlineOf(frame, results, numbers, leftOut);
  return { results, fresh };
}

/** Rows of `years[].regions`; a year that did not converge has no numbers. */
function regionRows(table: Table, codes: string[], from: number, converged: boolean): RegionYear[] {
  return codes.map((region, n) => {
    const row: Record<string, unknown> = { region }, start = from + n * table.columns;
    for (const [k, name] of table.names.entries()) row[name] = converged ? amount(table.values[start + k]) : null;
    return row as unknown as RegionYear;
  });
}

const CONSUMPTION = ['ghg_consumption_base_mt', 'ghg_consumption_new_mt'] as const;

/** Emissions by consumption come later than the rest: until then those of the file stand there, and are marked. */
function withConsumption(rows: RegionYear[], file: RegionYear[] | undefined): RegionYear[] {
  if (file === undefined || rows.some((row) => row[CONSUMPTION[1]] !== null)) return rows;
  const known = new Map(file.map((row) => [row.region, row]));
  return rows.map((row) => ({ ...row, ...Object.fromEntries(CONSUMPTION.map((key) => [key, known.get(row.region)?.[key] ?? null])) }));
}

function yearsOf(frame: Results, numbers: Numbers, rows: RegionYear[]): Year[] {
  const { solved, slow, regions } = numbers, path = slow.get('path_regions'), list = slow.get('path_years');
  return frame.years.map((old, t) => {
    if (old.year === solved.year) {
      const same_as = list?.values[t * list.columns + 1] ?? old.year;
      return { year: old.year, same_as, regions: withConsumption(rows, old.regions), customs: customsOf(frame, numbers, solved.dutyBase, solved.dutyNew, 0) };
    }
    if (path === undefined || list === undefined) return old;
    const converged = list.values[t * list.columns + 2] === 1;
    const base = slow.get('path_duty_base'), now = slow.get('path_duty_new'), cells = regions.length * frame.accord.parties.length;
    return { year: old.year, same_as: list.values[t * list.columns + 1] ?? old.year,
      regions: withConsumption(regionRows(path, regions, t * regions.length * path.columns, converged), old.regions),
      customs: base === undefined || now === undefined ? old.customs : customsOf(frame, numbers, base.values, now.values, t * cells) };
  });
}

/** Rows [R importer][R exporter], or [P][R] with `from` where those of a year begin. */
function customsOf(frame: Results, { regions }: Numbers, base: Float64Array, now: Float64Array, from: number): Customs[] {
  const R = regions.length, whole = base.length === R * R && from === 0;
  return frame.accord.parties.flatMap((importer, p) => {
    const row = whole ? regions.indexOf(importer) : p;
    return regions.flatMap((exporter, i) => {
      const [base_musd, new_musd] = [base[from + row * R + i] ?? 0, now[from + row * R + i] ?? 0];
      if (base_musd < SMALLEST_DUTY_MUSD && new_musd < SMALLEST_DUTY_MUSD) return [];
      return [{ importer, exporter, base_musd, new_musd, forgone_musd: base_musd - new_musd }];
    });
  });
}

function details(frame: Results, numbers: Numbers): Pick<Results, 'sector_results' | 'pair_results' | 'party_products'> {
  const { parties } = frame.accord, shown = [...new Set([...parties, numbers.region])];
  return { sector_results: shown.flatMap((code) => sectorsOf(numbers, code)), pair_results: pairsOf(numbers, shown), party_products: productsOf(numbers) };
}

function sectorsOf({ regions, sectors, solved }: Numbers, region: string): SectorResult[] {
  const n = regions.indexOf(region);
  return n < 0 ? [] : sectors.flatMap((sector, s) => {
    const at = n * sectors.length + s, base = solved.outputBase[at] ?? 0, now = solved.outputNew[at] ?? 0;
    if (!(base > 0)) return [];
    return [{ region, sector, output_base_musd: base, output_new_musd: now, output_percent: amount(100 * (now / base - 1)),
      volume_percent: amount(100 * ((solved.volumeHat[at] ?? NaN) - 1)) }];
  });
}

function pairsOf({ regions, solved }: Numbers, shown: string[]): PairResult[] {
  const R = regions.length, isShown = regions.map((code) => shown.includes(code));
  return regions.flatMap((exporter, i) => regions.flatMap((importer, n) => {
    if (i === n || !(isShown[i] || isShown[n])) return [];
    const at = n * R + i;
    return [{ exporter, importer, trade_base_musd: solved.tradeBase[at] ?? 0, trade_new_musd: solved.tradeNew[at] ?? 0,
      duty_base_musd: solved.dutyBase[at] ?? 0, duty_new_musd: solved.dutyNew[at] ?? 0 }];
  }));
}

function productsOf({ regions, sectors, solved }: Numbers): PartyProduct[] {
  return solved.products.flatMap((pair) => sectors.map((sector, s) => ({
    exporter: regions[pair.exporter] ?? '', importer: regions[pair.importer] ?? '', sector, base_musd: pair.base[s] ?? 0, new_musd: pair.now[s] ?? 0,
    tariff_base_percent: amount(100 * (pair.tariffBase[s] ?? NaN)), tariff_new_percent: amount(100 * (pair.tariffNow[s] ?? NaN)) })));
}

function measuresOf(frame: Results, { solved, slow, positions, regions }: Numbers, leftOut: boolean): Measure[] {
  const { parties } = frame.accord, without = slow.get('without_measure');
  const ev = (region: string) => evOf(solved, regions, region);
  return solved.measures.map((words, m) => ({
    ...words,
    effects: leftOut && without !== undefined
      ? parties.map((region, p) => ({ region, ev_musd: amount(ev(region) - (without.values[m * parties.length + p] ?? NaN)) }))
      : frame.measures[positions[m] ?? -1]?.effects ?? [],
  }));
}

function evOf({ regions: table }: Solved, codes: string[], region: string): number {
  return table.values[codes.indexOf(region) * table.columns + table.names.indexOf('ev_musd')] ?? NaN;
}

/** The headline of the file's year: of these settings where that year is solved. */
function headlineOf(frame: Results, results: Results, numbers: Numbers, leftOut: boolean): Headline {
  const { year } = frame.headline, path = numbers.slow.has('path_regions');
  if (numbers.solved.year !== year && !path) return frame.headline;
  const rows = results.years.find((one) => one.year === year)?.regions ?? [], known = rows.every((row) => row.ev_musd !== null);
  const bands = new Map([...frame.headline.gainers, ...frame.headline.losers].map((one) => [one.region, one.ev_band_musd ?? null]));
  const order = [...rows].sort((a, b) => Math.abs(b.ev_musd ?? 0) - Math.abs(a.ev_musd ?? 0));
  const ranked = (sign: number): Ranked[] => (known ? order : []).filter((row) => sign * (row.ev_musd ?? 0) > 0).slice(0, LISTED)
    .map((row) => ({ region: row.region, ev_musd: row.ev_musd, ev_percent: row.ev_percent, ev_band_musd: bands.get(row.region) ?? null }));
  return { ...frame.headline, world_ev_musd: known ? rows.reduce((sum, row) => sum + (row.ev_musd ?? 0), 0) : null,
    parties: known ? frame.accord.parties.map((region, p) => partyOf(frame, results, numbers, region, p, leftOut)) : [],
    gainers: ranked(1), losers: ranked(-1) };
}

function partyOf(frame: Results, results: Results, numbers: Numbers, region: string, position: number, leftOut: boolean): Party {
  const row = results.years.find((one) => one.year === frame.headline.year)?.regions.find((one) => one.region === region);
  if (row === undefined) throw new Error(`no numbers of ${region}`);
  const old = frame.headline.parties.find((one) => one.region === region);
  const minus = (now: Amount, base: Amount): Amount => (now === null || base === null ? null : now - base);
  return {
    region, ev_musd: row.ev_musd, ev_percent: row.ev_percent, ev_per_head_usd: row.ev_per_head_usd,
    ev_sum_musd: numbers.slow.has('path_regions')
      ? results.years.reduce((sum, year) => sum + (year.regions.find((one) => one.region === region)?.ev_musd ?? NaN), 0) : old?.ev_sum_musd ?? null,
    real_wage_percent: row.real_wage_hat === null ? null : 100 * (row.real_wage_hat - 1),
    customs_revenue_change_musd: minus(row.tariff_revenue_new_musd, row.tariff_revenue_base_musd),
    exports_change_musd: minus(row.exports_new_musd, row.exports_base_musd), imports_change_musd: minus(row.imports_new_musd, row.imports_base_musd),
    top_product: leftOut ? topProduct(numbers, row, position) : old?.top_product ?? null,
    capped: leftOut ? capped(numbers, position) : old?.capped ?? null, bands: old?.bands ?? null,
  };
}

function topProduct({ slow, sectors }: Numbers, row: RegionYear, position: number): Party['top_product'] {
  const table = slow.get('without_product');
  if (table === undefined) return null;
  const [product = -1, without = NaN, percent = NaN] = table.values.subarray(position * table.columns, (position + 1) * table.columns);
  if (product < 0) return null;
  return { sector: sectors[product] ?? '', contribution_musd: amount((row.ev_musd ?? NaN) - without), without_ev_musd: amount(without),
    without_ev_percent: amount(percent) };
}

function capped({ slow }: Numbers, position: number): Party['capped'] {
  const table = slow.get('capped');
  if (table === undefined) return null;
  const [cap = NaN, rate = NaN, musd = NaN, percent = NaN] = table.values.subarray(position * table.columns, (position + 1) * table.columns);
  return { cap_percent: cap, rate_percent: amount(rate), ev_musd: amount(musd), ev_percent: amount(percent) };
}

function diagnosticsOf(frame: Results, { solved, slow }: Numbers): Results['diagnostics'] {
  const list = slow.get('path_years');
  const years = frame.diagnostics.years.map((old, t): SolverYear => {
    if (old.year === solved.year) return { year: old.year, ...solveOf(solved.solver), overlays: solved.overlays === null ? null : solveOf(solved.overlays) };
    if (list === undefined) return old;
    const [, , converged, iterations = 0, residual] = list.values.subarray(t * list.columns, (t + 1) * list.columns);
    return { year: old.year, converged: converged === 1, reason: converged === 1 ? 'converged' : 'not converged', iterations, residual: amount(residual), cost: null, price: null,
      share: null, market: null, income: null, overlays: null };
  });
  const converged = list === undefined ? solved.solver.converged && (solved.overlays?.converged ?? true) : years.every((year) => year.converged);
  return { ...frame.diagnostics, converged, years };
}

function solveOf(solver: Solver): Omit<SolverYear, 'year'> {
  const { converged, reason, warning, iterations } = solver;
  return { converged, reason, warning, iterations, residual: amount(solver.residual), cost: amount(solver.cost), price: amount(solver.price),
    share: amount(solver.share), market: amount(solver.market), income: amount(solver.income) };
}
