// Lists of results.json behind the heatmap, the flows of value added and the suppliers that may stop (docs/results-format.md).
import type { Amount } from './types.ts';

/** Value added of `source` that is final demand of `consumer`; one of them is a party, or all pairs where the page has them. */
export interface ValueAddedFlow {
  source: string;
  consumer: string;
  before_musd: Amount;
  after_musd: Amount;
}

/** Value added of `loses` a year that stands on `stops`. */
export interface Stop {
  stops: string;
  loses: string;
  before_musd: Amount;
  after_musd: Amount;
}

/** Rows in the order of regions, numbers in that of sectors; null without output. */
export type VolumePercent = Amount[][];
