// The emission pathway in results.json (docs/results-format.md, "emissions").
import type { Amount } from './types.ts';

export interface PathwayYear {
  year: number;
  region: string;
  production_without_mt: Amount;
  production_with_mt: Amount;
  change_mt: Amount;
  without_low_mt: Amount;
  without_high_mt: Amount;
  with_low_mt: Amount;
  with_high_mt: Amount;
  change_low_mt: Amount;
  change_high_mt: Amount;
  consumption_without_mt: Amount;
  consumption_with_mt: Amount;
  captured_with_mt: Amount;
}

export interface PledgeDistance {
  region: string;
  year: number;
  type: string;
  conditional: boolean;
  verified: boolean;
  comparable: boolean;
  target_with_mt: Amount;
  held_against_year: number;
  emissions_with_mt: Amount;
  distance_without_mt: Amount;
  distance_with_mt: Amount;
  caveat: string | null;
  statement: string | null;
  source: string | null;
}

export interface Abatement {
  region: string;
  kind: string;
  label: string | null;
  payer: string;
  cut_mt: Amount;
  cost_usd_per_t: Amount;
  cost_musd: Amount;
}

export interface EmissionPathway {
  pathway: string | null;
  source: string | null;
  has_bands: boolean;
  years: PathwayYear[];
  pledges: PledgeDistance[];
  abatement: Abatement[];
}
