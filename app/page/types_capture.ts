// The section `capture` of results.json. A number that does not exist is null.
import type { Amount } from './types.ts';

export interface CaptureNode {
  name: string;
  region: string;
  longitude: Amount;
  latitude: Amount;
}

export interface CaptureMeasure {
  measure: number;
  label: string;
  from: string;
  store: string;
  start: number;
  credit: string;
  search: string | null;
  nodes: CaptureNode[];
}

export interface CaptureAccount {
  measure: number;
  year: number;
  captured_mt: number;
  penalty_mt: number;
  avoided_mt: number;
  paid_musd: number;
  paid_usd_per_t_avoided: Amount;
  fee_musd: number;
  storage_cost_musd: number;
  built_musd: number;
}

export interface CapturePayer {
  measure: number;
  year: number;
  region: string;
  sector: string;
  captured_mt: number;
  paid_musd: number;
  unit_cost_percent: Amount;
}

export interface CaptureSource {
  measure: number;
  year: number;
  source: string;
  region: string;
  sector: string;
  captured_mt: number;
  capture_usd_per_t: Amount;
  transport_usd_per_t: Amount;
  storage_usd_per_t: Amount;
  cost_usd_per_t: Amount;
}

export interface CaptureStore {
  measure: number;
  year: number;
  store: string;
  stored_mt: number;
  wells: number;
}

export interface CaptureRoute {
  measure: number;
  year: number;
  from: string;
  to: string;
  type: string;
  flow_mt: number;
}

export interface Capture {
  measures: CaptureMeasure[];
  accounts: CaptureAccount[];
  payers: CapturePayer[];
  sources: CaptureSource[];
  stores: CaptureStore[];
  routes: CaptureRoute[];
}
