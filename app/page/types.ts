// results.json as docs/results-format.md describes it. A number that does not exist is null.
import type { Backtest } from './types_backtest.ts';
import type { Capture } from './types_capture.ts';
import type { Lanes } from './types_lanes.ts';
import type { Stress } from './types_stress.ts';
import type { Chains } from './types_chains.ts';
import type { Indicators } from './types_indicators.ts';
import type { EmissionPathway } from './types_pathway.ts';
import type { Stop, ValueAddedFlow, VolumePercent } from './types_views.ts';

export type Amount = number | null;

export interface Measure {
  kind: string;
  text: string;
  label: string | null;
  source: string | null;
  assumed: string | null;
  from: number;
  until: number;
  effects: { region: string; ev_musd: Amount }[];
}

export interface OverlayMeasure {
  text: string;
  source: string | null;
  assumed: string | null;
}

export interface Overlay {
  name: string;
  source: string | null;
  file: string;
  measures: OverlayMeasure[];
}

export interface Baseline {
  table: string;
  table_year: number;
  tariffs: string;
  tariffs_source: string | null;
  elasticities: string;
  elasticities_source: string | null;
  deficits: string;
  inflation: number;
  first_year: number;
  last_year: number;
  overlays: Overlay[];
}

export interface Pending {
  commitment: string;
  needs: string | null;
  source: string | null;
}

export interface Region {
  code: string;
  name: string;
  iso_numeric: number;
  population: Amount;
}

export interface Sector {
  code: string;
  name: string;
  kind: 'goods' | 'services';
}

/** Quantiles over the draws, each with its Monte-Carlo standard error. */
export interface Band {
  low: Amount;
  median: Amount;
  high: Amount;
  low_error: Amount;
  median_error: Amount;
  high_error: Amount;
  settled: boolean;
}

export interface Ranked {
  region: string;
  ev_musd: Amount;
  ev_percent: Amount;
  ev_band_musd?: Band | null;
}

export interface Swing {
  parameter: 'theta_common' | 'theta' | 'source' | 'barrier' | 'utilisation';
  sectors: string[];
  measure: string | null;
  low_musd: Amount;
  high_musd: Amount;
  swing_musd: Amount;
}

export interface Tornado {
  region: string;
  centre_ev_musd: Amount;
  rows: Swing[];
}

/** The part of the section that the page reads. */
export interface Uncertainty {
  draws: number;
  failed: number;
  settled: boolean;
  sources: string[];
  world_ev_musd: Band;
  tornado: Tornado[];
}

export interface Party extends Ranked {
  ev_per_head_usd: Amount;
  ev_sum_musd: Amount;
  real_wage_percent: Amount;
  customs_revenue_change_musd: Amount;
  exports_change_musd: Amount;
  imports_change_musd: Amount;
  top_product: {
    sector: string;
    contribution_musd: Amount;
    without_ev_musd: Amount;
    without_ev_percent: Amount;
  } | null;
  capped: { cap_percent: number; rate_percent: Amount; ev_musd: Amount; ev_percent: Amount } | null;
  bands?: { ev_musd: Band; ev_percent: Band; real_wage_percent: Band; customs_revenue_change_musd: Band;
    exports_change_musd: Band; imports_change_musd: Band } | null;
}

export interface Headline {
  year: number;
  sentence: string;
  world_ev_musd: Amount;
  parties: Party[];
  gainers: Ranked[];
  losers: Ranked[];
}

export interface RegionYear extends Ranked {
  ev_per_head_usd: Amount;
  spending_musd: Amount;
  wage_hat: Amount;
  consumer_price_hat: Amount;
  real_wage_hat: Amount;
  income_hat: Amount;
  real_income_hat: Amount;
  terms_of_trade_percent: Amount;
  volume_of_trade_percent: Amount;
  tariff_revenue_base_musd: Amount;
  tariff_revenue_new_musd: Amount;
  gdp_musd: Amount;
  duty_percent_of_gdp: Amount;
  labour_income_base_musd: Amount;
  labour_income_new_musd: Amount;
  real_labour_income_percent: Amount;
  exports_base_musd: Amount;
  exports_new_musd: Amount;
  imports_base_musd: Amount;
  imports_new_musd: Amount;
  ghg_production_base_mt: Amount;
  ghg_production_new_mt: Amount;
  ghg_consumption_base_mt: Amount;
  ghg_consumption_new_mt: Amount;
  co2_production_base_mt: Amount;
  co2_production_new_mt: Amount;
}

export interface Customs {
  importer: string;
  exporter: string;
  base_musd: number;
  new_musd: number;
  forgone_musd: number;
}

export interface Year {
  year: number;
  same_as: number;
  regions: RegionYear[];
  customs: Customs[];
}

export interface SectorResult {
  region: string;
  sector: string;
  output_base_musd: number;
  output_new_musd: number;
  output_percent: Amount;
  volume_percent: Amount;
}

export interface PairResult {
  exporter: string;
  importer: string;
  trade_base_musd: number;
  trade_new_musd: number;
  duty_base_musd: number;
  duty_new_musd: number;
}

export interface PartyProduct {
  exporter: string;
  importer: string;
  sector: string;
  base_musd: number;
  new_musd: number;
  tariff_base_percent: Amount;
  tariff_new_percent: Amount;
}

export interface Solve {
  converged: boolean;
  reason: string;
  /** What a reader has to know about how the solve ended; null: nothing. */
  warning?: string | null;
  steps?: number;
  iterations: number;
  residual: Amount;
  cost: Amount;
  price: Amount;
  share: Amount;
  market: Amount;
  income: Amount;
}

export interface SolverYear extends Solve {
  year: number;
  /** The baseline with the agreements already in force; null where there are none. */
  overlays?: Solve | null;
}

export interface WelfareCell {
  region: string;
  partner: string;
  sector: string;
  terms_of_trade_musd: Amount;
  volume_of_trade_musd: Amount;
  technical_musd: Amount;
  rents_musd: Amount;
}

export interface WelfareRegion {
  region: string;
  ev_musd: Amount;
  ev_percent: Amount;
  terms_of_trade_musd: Amount;
  volume_of_trade_musd: Amount;
  technical_musd: Amount;
  technology_musd: Amount;
  scale_musd: Amount;
  labour_musd: Amount;
  rents_musd: Amount;
  deficit_musd: Amount;
  purchases_musd: Amount;
  base_gap_musd: Amount;
  remainder_musd: Amount;
  first_order_terms_of_trade_musd: Amount;
  first_order_volume_of_trade_musd: Amount;
}

export interface Diversion {
  region: string;
  sector: string;
  partners_musd: Amount;
  home_musd: Amount;
  others_musd: Amount;
  creation_musd: Amount;
  diversion_musd: Amount;
  expansion_musd: Amount;
}

export interface WelfareSplit {
  year: number;
  converged: boolean;
  nodes: number;
  largest_remainder: Amount;
  regions: WelfareRegion[];
  largest: WelfareCell[];
  diversion: Diversion[];
}

export interface Results {
  schema: 1;
  selat: { version: string; compiler: string };
  accord: { name: string; signed: string | null; source: string | null; file: string; parties: string[] };
  baseline: Baseline;
  commitments: { modelled: number; total: number; pending: Pending[] };
  measures: Measure[];
  regions: Region[];
  sectors: Sector[];
  headline: Headline;
  years: Year[];
  sector_results: SectorResult[];
  pair_results: PairResult[];
  party_products: PartyProduct[];
  /** Every region by every sector, last year; empty where it did not converge. */
  volume_percent?: VolumePercent;
  value_added?: ValueAddedFlow[];
  /** Where the page has solved them for another year than the headline's. */
  value_added_year?: number;
  stops?: Stop[];
  stops_year?: number;
  idle_capacity: { purchases_musd: number; output_musd: number; value_added: { region: string; musd: number }[] } | null;
  /** Null where the last year did not converge. */
  welfare_split?: WelfareSplit | null;
  chains?: Chains | null;
  /** The parties' indicators before and after, last year. */
  indicators?: Indicators | null;
  uncertainty?: Uncertainty | null;
  /** The parties at sea; null where the table has regions without ports. */
  lanes?: Lanes | null;
  /** Stress tests; null where the accord has none. */
  stress?: Stress | null;
  /** Null where the table has no greenhouse gases. */
  emissions?: EmissionPathway | null;
  assumptions: { what: string; value: string | number | null; why: string | null; source: string | null }[];
  sources: { what: string; source: string | null }[];
  diagnostics: {
    converged: boolean;
    tolerance: number;
    years: SolverYear[];
    footprint: { residual: Amount; iterations: number };
  };
  /** Networks of the capture measures; empty lists without them. */
  capture?: Capture;
  /** The shipped backtest of the trade model; null where the data folder has none. */
  backtest?: Backtest | null;
}
