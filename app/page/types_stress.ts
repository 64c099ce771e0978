// The section `stress` of results.json (docs/results-format.md). Losses are income (value added), million USD.
import type { Amount } from './types.ts';

export interface StressSide {
  income_loss_musd: Amount;
  output_loss_musd: Amount;
  final_unmet_musd: Amount;
  lowest_percent: Amount;
  /** Days from the start; 0: never below, null: not within the days simulated. */
  recovery_day: Amount;
}

interface Range {
  low: Amount;
  high: Amount;
}

export interface StressDifference {
  region: string;
  before: StressSide;
  after: StressSide;
  /** Null in a run without draws. */
  before_band: Range | null;
  avoided_musd: Amount;
  avoided_band: Range | null;
  avoided_by_trade_musd: Amount;
  avoided_by_clauses_musd: Amount;
}

export interface StressTest {
  name: string;
  kind: string;
  text: string;
  days: number;
  probability_percent: Amount;
  parties: StressDifference[];
  worst_sectors: { region: string; sector: string; before_musd: Amount; after_musd: Amount }[];
}

export interface StressClause {
  text: string;
  label: string | null;
  cost_musd: Amount;
  expected_avoided_musd: Amount;
  stresses: { stress: string; avoided_musd: Amount; break_even_probability_percent: Amount }[];
}

export interface StressSupplier {
  region: string;
  sector: string;
  parties: { region: string; income_loss_musd: Amount; percent_of_income: Amount }[];
}

export interface Stress {
  inventory_days: number;
  restock_days: number;
  recovered_percent: number;
  tests: StressTest[];
  clauses: StressClause[];
  matrix: { loss_percent: number; days: number; days_counted: number; suppliers: StressSupplier[] };
}
