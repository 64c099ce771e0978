// The backtest in results.json.
import type { Amount } from './types.ts';

/** Slope and the like of actual on predicted log changes of expenditure shares; docs/models/backtest.md. */
export interface BacktestFit {
  cells: number;
  slope: Amount;
  standard_error: Amount;
  r2: Amount;
  explained: Amount;
  rank_correlation: Amount;
  sign_agreement: Amount;
  coverage: Amount;
}

export interface BacktestWindow {
  from: number;
  to: number;
  cells: number;
  treated: number;
  fit: { all: BacktestFit; treated: BacktestFit; control: BacktestFit; within: BacktestFit; within_trade: BacktestFit };
  bins: { predicted: Amount; actual: Amount; cells: number }[];
}

export interface BacktestEvent {
  name: string;
  from: number;
  to: number;
  source: string | null;
  cells: number;
  tariff_change: Amount;
  predicted: Amount;
  actual: Amount;
  standard_error: Amount;
}

export interface Backtest {
  panel: string;
  added_duties_source: string | null;
  shares_of: string;
  elasticities: string;
  least_musd: Amount;
  theta_sets: number;
  windows: BacktestWindow[];
  events: BacktestEvent[];
}
