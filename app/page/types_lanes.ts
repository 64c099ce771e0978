// The parties at sea in results.json.
import type { Amount } from './types.ts';

export interface LaneGate {
  gate: string;
  name: string;
  lon: number;
  lat: number;
  world_musd: Amount;
  /** Of the trade among the parties. */
  between_musd: Amount;
  parties: { region: string; imports_musd: Amount; exports_musd: Amount }[];
}

export interface LaneRoute {
  party: string;
  partner: string;
  from_port: string;
  to_port: string;
  musd: Amount;
  km: Amount;
  days: Amount;
  gates: string[];
  /** Degrees; may run beyond 180. */
  lon: number[];
  lat: number[];
}

export interface Lanes {
  world_sea_musd: Amount;
  between_sea_musd: Amount;
  parties: { region: string; sea_musd: Amount }[];
  gates: LaneGate[];
  routes: LaneRoute[];
}
