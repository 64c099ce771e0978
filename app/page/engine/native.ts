// The exports of selat.wasm (src/live/exports.c) with TypeScript's types: memory, text, arrays of numbers.
import type { MeasureWords, Opened, PairProducts, Slow, Solved, Solver, Table } from './protocol.ts';

interface Exports {
  memory: WebAssembly.Memory;
  _initialize?(): void;
  selat_page_room(bytes: number): number;
  selat_page_open(pack: number, bytes: number): number;
  selat_page_accord(tree: number, bytes: number): number;
  selat_page_solve(year: number): number;
  selat_page_step(part: number): number;
  selat_page_numbers(kind: number): number;
  selat_page_rows(): number;
  selat_page_columns(): number;
  selat_page_report(): number;
  selat_page_text(which: number, kind: number): number;
  selat_page_yaml(tree: number, bytes: number): number;
}

/** What selat_page_text gives. */
const TEXT = { message: 0, kinds: 1, parts: 2, columns: 3, regions: 4, sectors: 5, measures: 6, notes: 7, accord: 8, reason: 10, warning: 11 } as const;

/** What selat_page_report holds. */
const REPORT = ['year', 'converged', 'has_overlay', 'reason', 'iterations', 'residual', 'cost', 'price', 'share', 'market', 'income'] as const;
const OVERLAY_AT = REPORT.length;
const REPORT_LENGTH = OVERLAY_AT + 8;

/** The kinds that a part of the slow tier fills. */
const FILLED: Record<string, string[]> = {
  footprints: ['regions'],
  path: ['path_years', 'path_regions', 'emissions', 'abatement', 'pledges'],
  leave_out: ['without_measure', 'without_product', 'capped'],
  value_added: ['value_added_base', 'value_added_new'],
  stops: ['stops_base', 'stops_new'],
  indicators: ['indicators'],
  welfare: ['welfare', 'welfare_cells', 'diversion'],
  };

const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');
const word = (text: string | undefined): string | null => (text === undefined || text === '' ? null : text);

export class NativeEngine {
  private readonly decoder = new TextDecoder();
  private readonly encoder = new TextEncoder();
  private readonly kinds: Map<string, number>;
  private readonly parts: Map<string, number>;
  private readonly regions: string[];
  private readonly sectors: string[];
  private readonly columns = new Map<number, string[]>();
  private accord = '';

  private constructor(private readonly code: Exports) {
    // Lines that are empty keep their number: parts that this engine does not have.
    const numbered = (text: string) => new Map(text.split('\n').map((name, k): [string, number] => [name, k]).filter(([name]) => name !== ''));
    this.kinds = numbered(this.text(TEXT.kinds));
    this.parts = numbered(this.text(TEXT.parts));
    this.regions = lines(this.text(TEXT.regions));
    this.sectors = lines(this.text(TEXT.sectors));
  }

  static async open(engine: ArrayBuffer, pack: ArrayBuffer): Promise<NativeEngine> {
    const { instance } = await WebAssembly.instantiate(engine, {});
    const code = instance.exports as unknown as Exports;
    code._initialize?.();
    const bytes = new Uint8Array(pack), at = code.selat_page_room(bytes.length);
    if (at === 0) throw new Error('the engine has no room for the data');
    new Uint8Array(code.memory.buffer).set(bytes, at);
    if (code.selat_page_open(at, bytes.length) !== 0) throw new Error(readText(code, TEXT.message, 0, new TextDecoder()));
    return new NativeEngine(code);
  }

  describe(milliseconds: number): Opened {
    return { accord: this.text(TEXT.accord), regions: this.regions, sectors: this.sectors, parts: [...this.parts.keys()], milliseconds };
  }

  solve(accord: string, year: number, pairs: string[]): { solved: Solved; moved: Transferable[] } {
    const begun = performance.now();
    this.setAccord(accord);
    const read = performance.now();
    this.check(this.code.selat_page_solve(year));
    const solve = performance.now();
    const solved: Solved = { ...this.report(), ...this.numbers(), products: this.products(pairs), measures: this.measures(),
      notes: lines(this.text(TEXT.notes)), spent: { read: read - begun, solve: solve - read, numbers: 0 } };
    solved.spent.numbers = performance.now() - solve;
    const arrays = [solved.regions.values, solved.outputBase, solved.outputNew, solved.volumeHat, solved.tradeBase, solved.tradeNew,
      solved.dutyBase, solved.dutyNew, ...solved.products.flatMap((one) => [one.base, one.now, one.tariffBase, one.tariffNow])];
    return { solved, moved: arrays.map((array) => array.buffer as ArrayBuffer) };
  }

  /** One piece of a part; how many are left. */
  step(part: string): number {
    const at = this.parts.get(part);
    if (at === undefined) throw new Error(`the engine has no part ${part}`);
    const left = this.code.selat_page_step(at);
    if (left < 0) throw new Error(this.text(TEXT.message));
    return left;
  }

  slowNumbers(part: string): Slow {
    const found: Slow = new Map();
    for (const kind of FILLED[part] ?? []) {
      const table = this.kinds.has(kind) ? this.table(kind) : null;
      if (table !== null) found.set(kind, table);
    }
    return found;
  }

  yaml(accord: string): string {
    const { at, length } = this.put(accord);
    const found = this.code.selat_page_yaml(at, length);
    if (found === 0) throw new Error(this.text(TEXT.message));
    return this.words(found);
  }

  private setAccord(accord: string): void {
    if (accord === this.accord) return;
    const { at, length } = this.put(accord);
    this.check(this.code.selat_page_accord(at, length));
    this.accord = accord;
  }

  private report(): Pick<Solved, 'year' | 'solver' | 'overlays'> {
    const at = this.code.selat_page_report();
    const found = new Float64Array(this.code.memory.buffer.slice(at, at + 8 * REPORT_LENGTH));
    const solver = (from: number, warning: string): Solver => {
      const [reason = 0, iterations = 0, residual = NaN, cost = NaN, price = NaN, share = NaN, market = NaN, income = NaN] = found.subarray(from, from + 8);
      return { converged: found[1] === 1, reason: this.text(TEXT.reason, reason), warning: word(warning), iterations, residual, cost, price,
        share, market, income };
    };
    return { year: found[0] ?? 0, solver: solver(3, this.text(TEXT.warning)), overlays: found[2] === 1 ? solver(OVERLAY_AT, '') : null };
  }

  private numbers(): Pick<Solved, 'regions' | 'outputBase' | 'outputNew' | 'volumeHat' | 'tradeBase' | 'tradeNew' | 'dutyBase' | 'dutyNew'> {
    const values = (kind: string) => this.view(kind).slice();
    const regions = this.table('regions');
    if (regions === null) throw new Error('the engine has no numbers');
    return { regions, outputBase: values('output_base'), outputNew: values('output_new'), volumeHat: values('volume_hat'),
      tradeBase: values('trade_base'), tradeNew: values('trade_new'), dutyBase: values('duty_base'), dutyNew: values('duty_new') };
  }

  private products(pairs: string[]): PairProducts[] {
    const R = this.regions.length, members = pairs.map((code) => this.regions.indexOf(code)).filter((one) => one >= 0);
    const wanted = members.flatMap((exporter) => members.filter((importer) => importer !== exporter).map((importer) => ({ exporter, importer })));
    const all = ['flow_base', 'flow_new', 'tariff_base', 'tariff_new'];
    const cut = wanted.map(() => all.map(() => new Float64Array(this.sectors.length)));
    for (const [which, kind] of all.entries()) {
      const values = this.view(kind);
      for (const [k, { exporter, importer }] of wanted.entries()) {
        cut[k]?.[which]?.forEach((_, s, row) => { row[s] = values[(s * R + importer) * R + exporter] ?? NaN; });
      }
    }
    return wanted.map((pair, k) => {
      const [base, now, tariffBase, tariffNow] = cut[k] as [Float64Array, Float64Array, Float64Array, Float64Array];
      return { ...pair, base, now, tariffBase, tariffNow };
    });
  }

  private measures(): MeasureWords[] {
    return lines(this.text(TEXT.measures)).map((line) => {
      const [kind = '', text = '', label, source, assumed, from, until] = line.split('\t');
      return { kind, text, label: word(label), source: word(source), assumed: word(assumed), from: Number(from), until: Number(until) };
    });
  }

  /** A view of a kind's numbers, good until the next call. */
  private view(kind: string): Float64Array {
    const number = this.kinds.get(kind), at = number === undefined ? 0 : this.code.selat_page_numbers(number);
    if (at === 0) throw new Error(`the engine has no numbers ${kind}`);
    return new Float64Array(this.code.memory.buffer, at, this.code.selat_page_rows() * this.code.selat_page_columns());
  }

  private table(kind: string): Table | null {
    const number = this.kinds.get(kind) ?? -1, at = this.code.selat_page_numbers(number);
    if (at === 0) return null;
    const rows = this.code.selat_page_rows(), columns = this.code.selat_page_columns();
    const values = new Float64Array(this.code.memory.buffer, at, rows * columns).slice();
    let names = this.columns.get(number);
    if (names === undefined) this.columns.set(number, names = lines(this.text(TEXT.columns, number)));
    return { rows, columns, names, values };
  }

  private put(text: string): { at: number; length: number } {
    const bytes = this.encoder.encode(text), at = this.code.selat_page_room(bytes.length);
    if (at === 0) throw new Error('the engine has no room for the accord');
    new Uint8Array(this.code.memory.buffer).set(bytes, at);
    return { at, length: bytes.length };
  }

  private check(status: number): void {
    if (status !== 0) throw new Error(this.text(TEXT.message));
  }

  private text(which: number, kind = 0): string {
    return readText(this.code, which, kind, this.decoder);
  }

  private words(at: number): string {
    return wordsAt(this.code, at, this.decoder);
  }
}

function wordsAt(code: Exports, at: number, decoder: TextDecoder): string {
  const bytes = new Uint8Array(code.memory.buffer), end = bytes.indexOf(0, at);
  return at === 0 ? '' : decoder.decode(bytes.subarray(at, end));
}

function readText(code: Exports, which: number, kind: number, decoder: TextDecoder): string {
  return wordsAt(code, code.selat_page_text(which, kind), decoder);
}
