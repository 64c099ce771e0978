// What the page and its worker say to each other.

/** A solve of the trade model, as in results.json. */
export interface Solver {
  converged: boolean;
  reason: string;
  warning: string | null;
  iterations: number;
  residual: number;
  cost: number;
  price: number;
  share: number;
  market: number;
  income: number;
}

/** Rows of numbers with names for their columns; none where the columns are regions or sectors. */
export interface Table {
  rows: number;
  columns: number;
  names: string[];
  values: Float64Array;
}

/** A measure in words, as in `measures` of results.json. */
export interface MeasureWords {
  kind: string;
  text: string;
  label: string | null;
  source: string | null;
  assumed: string | null;
  from: number;
  until: number;
}

/** What the engine knows once it is open. */
export interface Opened {
  /** Tree text of the file's accord. */
  accord: string;
  regions: string[];
  sectors: string[];
  /** Parts of the slow tier. */
  parts: string[];
  milliseconds: number;
}

/** One product of a pair of regions. */
export interface PairProducts {
  exporter: number;
  importer: number;
  base: Float64Array;
  now: Float64Array;
  tariffBase: Float64Array;
  tariffNow: Float64Array;
}

/** The year solved: R regions, S sectors. */
export interface Solved {
  year: number;
  solver: Solver;
  overlays: Solver | null;
  /** Where the time went, milliseconds. */
  spent: { read: number; solve: number; numbers: number };
  /** [R][columns of years[].regions] */
  regions: Table;
  /** [R][S] million USD */
  outputBase: Float64Array;
  outputNew: Float64Array;
  /** [R][S] */
  volumeHat: Float64Array;
  /** [R importer][R exporter] million USD, over all sectors */
  tradeBase: Float64Array;
  tradeNew: Float64Array;
  dutyBase: Float64Array;
  dutyNew: Float64Array;
  products: PairProducts[];
  measures: MeasureWords[];
  notes: string[];
}

/** Numbers of the slow tier by kind; a part brings several. */
export type Slow = Map<string, Table>;

export interface OpenRequest { kind: 'open'; engine: ArrayBuffer; pack: ArrayBuffer }
export interface SolveRequest {
  kind: 'solve';
  /** Tree text; the same text is not read again. */
  accord: string;
  year: number;
  /** Region codes between which products are sent. */
  pairs: string[];
}
/** Answered part by part, until all are done or a solve comes in between. */
export interface SlowRequest { kind: 'slow'; parts: string[] }
export interface YamlRequest { kind: 'yaml'; accord: string }
export type Ask = OpenRequest | SolveRequest | SlowRequest | YamlRequest;
export type Request = Ask & { id: number };

export interface SlowAnswer {
  part: string;
  numbers: Slow;
  /** Of this part. */
  milliseconds: number;
  /** A part that cannot be done says why; the others go on. */
  failed: string | null;
  /** A solve came in between: the rest will not be done. */
  dropped: boolean;
}
export type Answer =
  | { id: number; ok: true; opened: Opened }
  | { id: number; ok: true; solved: Solved }
  | { id: number; ok: true; slow: SlowAnswer; last: boolean }
  | { id: number; ok: true; yaml: string }
  | { id: number; ok: false; message: string };
