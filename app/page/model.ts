// The results with what the charts look up: regions and sectors by code, the parties, the last year.
import { text } from './text.ts';
import type { Region, RegionYear, Results, Sector, Year } from './types.ts';

/** The region whose numbers are shown, and the year. */
export interface View {
  region: string;
  year: number;
}

/** Parts of the results that the engine in the page may not have solved again for the settings in view. */
export type Part = 'bands' | 'years' | 'sum' | 'measures' | 'details' | 'footprints' | 'uncertainty' | 'welfare' | 'pathway' | 'capture' | 'stress' | 'chains' |
  'indicators' | 'value_added' | 'stops' | 'solver';

/** Beside the results: what is looked at, and what of them is new. */
export interface State {
  view?: Partial<View>;
  /** The settings differ from the accord of the file. */
  edited?: boolean;
  /** Parts and years that are solved for these settings; of no meaning where nothing is edited. The year in view always is. */
  fresh?: Iterable<Part>;
  freshYears?: Iterable<number>;
  /** The year of sector_results, pair_results and party_products; default: that of the headline. */
  detailYear?: number;
}

export interface Model {
  /** Numbers of the settings in view, in the form of results.json; what is not solved again is the file's. */
  results: Results;
  parties: string[];
  view: View;
  edited: boolean;
  /** True: the part's numbers are those of the file, and the settings differ from it. */
  isStale(part: Part): boolean;
  isStaleYear(year: number): boolean;
  /** The year in view. */
  year: Year;
  /** The year of the file's headline. */
  lastYear: Year;
  /** The year of sector_results, pair_results and party_products. */
  detailYear: number;
  /** The region's name; the code where it has none. */
  regionName(code: string): string;
  /** A short product or industry name for charts, without the code. */
  sectorName(code: string): string;
  region(code: string): Region | undefined;
  /** The region's outcome in the year in view. */
  outcome(code: string): RegionYear | undefined;
}

export function shortSectorName(sector: Sector): string {
  const known = text.sectors[sector.code];
  if (known !== undefined) return known;
  return sector.name.replace(/^Manufacture of /, '').replace(/^./, (first) => first.toUpperCase());
}

interface Names {
  regions: Map<string, Region>;
  sectors: Map<string, string>;
}
const namesOf = new WeakMap<object, Names>();

/** Regions and sectors do not change with the settings: they are looked through once. */
function names({ regions, sectors }: Results): Names {
  const known = namesOf.get(regions);
  if (known !== undefined) return known;
  const made = { regions: new Map(regions.map((region) => [region.code, region])),
    sectors: new Map(sectors.map((sector) => [sector.code, shortSectorName(sector)])) };
  namesOf.set(regions, made);
  return made;
}

/** What is shown before anything is chosen: the first party in the last year. */
export function defaultView(results: Results): View {
  return { region: results.accord.parties[0] ?? results.regions[0]?.code ?? '', year: results.headline.year };
}

export function makeModel(results: Results, state: State = {}): Model {
  const view = { ...defaultView(results), ...state.view }, { regions, sectors } = names(results);
  const lastYear = results.years.find((year) => year.year === results.headline.year) ?? results.years.at(-1);
  if (lastYear === undefined) throw new Error('results.json: years is empty');
  const year = results.years.find((one) => one.year === view.year) ?? lastYear;
  const outcomes = new Map(year.regions.map((row) => [row.region, row]));
  const edited = state.edited ?? false, fresh = new Set(state.fresh), freshYears = new Set(state.freshYears);
  return {
    results,
    parties: results.accord.parties,
    view: { region: view.region, year: year.year },
    edited,
    isStale: (part) => edited && !fresh.has(part),
    isStaleYear: (other) => edited && other !== year.year && !fresh.has('years') && !freshYears.has(other),
    year,
    lastYear,
    detailYear: state.detailYear ?? results.headline.year,
    regionName: (code) => regions.get(code)?.name || code,
    sectorName: (code) => sectors.get(code) ?? code,
    region: (code) => regions.get(code),
    outcome: (code) => outcomes.get(code),
  };
}
