// The results with what the charts look up: regions and sectors by code, the parties, the last year.
import { text } from './text.ts';
import type { Region, RegionYear, Results, Sector, Year } from './types.ts';

export interface Model {
  results: Results;
  parties: string[];
  lastYear: Year;
  /** The region's name; the code where it has none. */
  regionName(code: string): string;
  /** A short product or industry name for charts, without the code. */
  sectorName(code: string): string;
  region(code: string): Region | undefined;
  /** The region's outcome in the last year. */
  outcome(code: string): RegionYear | undefined;
}

export function shortSectorName(sector: Sector): string {
  const known = text.sectors[sector.code];
  if (known !== undefined) return known;
  return sector.name.replace(/^Manufacture of /, '').replace(/^./, (first) => first.toUpperCase());
}

export function makeModel(results: Results): Model {
  const regions = new Map(results.regions.map((region) => [region.code, region]));
  const sectors = new Map(results.sectors.map((sector) => [sector.code, sector]));
  const lastYear = results.years.find((year) => year.year === results.headline.year) ?? results.years.at(-1);
  if (lastYear === undefined) throw new Error('results.json: years is empty');
  const outcomes = new Map(lastYear.regions.map((row) => [row.region, row]));
  return {
    results,
    parties: results.accord.parties,
    lastYear,
    regionName: (code) => regions.get(code)?.name || code,
    sectorName: (code) => {
      const sector = sectors.get(code);
      return sector === undefined ? code : shortSectorName(sector);
    },
    region: (code) => regions.get(code),
    outcome: (code) => outcomes.get(code),
  };
}
