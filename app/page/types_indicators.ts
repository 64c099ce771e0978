// The indicators of the parties before and after, as results.json has them.
import type { Amount } from './types.ts';

export interface IndicatorRow {
  region: string;
  sector?: string;
  indicator: string;
  unit: string;
  before: Amount;
  after: Amount;
  change_percent: Amount;
}

export interface Indicators {
  movers: IndicatorRow[];
  regions: IndicatorRow[];
  industries: IndicatorRow[];
  definitions: { indicator: string; group: string; level: 'region' | 'industry'; unit: string; help: string; source: string | null }[];
}
