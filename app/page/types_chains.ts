// Chips and minerals in results.json.
import type { Amount } from './types.ts';

/** One stage of a chain for one party. Shares are fractions of world supply. */
export interface ChainExposure {
  chain: string;
  mineral: string | null;
  stage: string;
  name: string;
  kind: string;
  region: string;
  touched: boolean;
  own_share_before: Amount;
  own_share_after: Amount;
  largest_other: string | null;
  largest_other_share_before: Amount;
  largest_other_share_after: Amount;
  hhi_before: Amount;
  hhi_after: Amount;
}

export interface ChainStress {
  stress: string;
  text: string;
  chain: string;
  end: string;
  days: number;
  carried: boolean;
  converged: boolean;
  end_loss_before: Amount;
  end_loss_after: Amount;
  end_loss_with_equal_before: Amount;
  end_loss_with_equal_after: Amount;
}

export interface Chains {
  exposure: ChainExposure[];
  stresses: ChainStress[];
  sources: { source: string; notice: string | null }[];
}
