// What the reader has set: edits of the accord, the year and the region that are shown; with undo and redo.
import { at, measuresOf, withWord, wordAt, type Tree } from './engine/tree.ts';

/** The value of an edit that takes a measure out: `measures.5` = off. */
export const OFF = 'off';

export interface Settings {
  /** Path in the file's accord to its new word: `measures.2.tariff.cut` to `55%`, `measures.5` to `off`. */
  edits: ReadonlyMap<string, string>;
  year: number;
  region: string;
}

export type Edit = [path: string, value: string];

/** The accord with edits. Positions of measures are those of the file; what is off is left out at the end. */
export function edited(file: Tree, edits: ReadonlyMap<string, string>): Tree {
  let tree = file;
  const off = new Set<string>();
  for (const [path, value] of edits) {
    if (value === OFF && /^measures\.\d+$/.test(path)) off.add(path);
    else tree = withWord(tree, path, value);
  }
  const list = at(tree, 'measures');
  if (off.size === 0 || !Array.isArray(list) || !(tree instanceof Map)) return tree;
  return new Map(tree).set('measures', list.filter((_, k) => !off.has(`measures.${k}`)));
}

/** Positions in the file of the measures that are on: the engine's measure k is the file's measure `kept[k]`. */
export function kept(file: Tree, edits: ReadonlyMap<string, string>): number[] {
  return measuresOf(file).map((_, k) => k).filter((k) => edits.get(`measures.${k}`) !== OFF);
}

/** Only words that a measure has or may have: a list or map of the file cannot be overwritten, nor anything else than measures. */
export function mayEdit(file: Tree, path: string, value: string): boolean {
  const found = /^measures\.(\d{1,4})(?:\.([a-z_0-9]{1,40})\.([a-z_]{1,40})(?:\.([a-z_]{1,40}|\d))?)?$/.exec(path);
  if (found === null || value.length > 200) return false;
  const [, position, kind, key, inner] = found, measure = measuresOf(file)[Number(position)];
  if (measure === undefined) return false;
  if (kind === undefined) return value === OFF;
  if (kind !== measure.kind || key === undefined) return false;
  if (inner !== undefined) return wordAt(file, path) !== undefined;
  const now = measure.options.get(key);
  return now === undefined || typeof now === 'string';
}

const MOST_STEPS = 200;

export class Store {
  private past: Settings[] = [];
  private future: Settings[] = [];
  private gesture = '';
  private readonly listeners: ((now: Settings, before: Settings) => void)[] = [];

  constructor(readonly file: Tree, readonly start: Settings, private now: Settings = start) {}

  get settings(): Settings {
    return this.now;
  }

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  get changed(): boolean {
    return this.now.edits.size > 0;
  }

  /** Called after every change of the settings. */
  subscribe(listener: (now: Settings, before: Settings) => void): void {
    this.listeners.push(listener);
  }

  /** Edits in one step. A word as in the file takes its edit away. Edits with the same gesture are undone together. */
  edit(edits: Edit[], gesture = ''): void {
    const next = new Map(this.now.edits);
    for (const [path, value] of edits) {
      next.delete(path);
      if (value !== (wordAt(this.file, path) ?? '')) next.set(path, value);
    }
    this.move({ ...this.now, edits: next }, gesture);
  }

  /** Back to what the file says at and below a path. */
  restore(path: string): void {
    const edits = new Map([...this.now.edits].filter(([one]) => one !== path && !one.startsWith(`${path}.`)));
    this.move({ ...this.now, edits }, '');
  }

  show(view: Partial<Pick<Settings, 'year' | 'region'>>, gesture = ''): void {
    this.move({ ...this.now, ...view }, gesture);
  }

  /** Settings from a link, as one step. */
  replace(settings: Settings): void {
    this.move(settings, '');
  }

  reset(): void {
    this.move({ ...this.start, region: this.now.region }, '');
  }

  /** The gesture is over: the next edit is a step of its own. */
  settle(): void {
    this.gesture = '';
  }

  undo(): void {
    const before = this.past.pop();
    if (before === undefined) return;
    this.future.push(this.now);
    this.turn(before);
  }

  redo(): void {
    const after = this.future.pop();
    if (after === undefined) return;
    this.past.push(this.now);
    this.turn(after);
  }

  private move(next: Settings, gesture: string): void {
    if (same(next, this.now)) return;
    if (gesture === '' || gesture !== this.gesture) this.past = [...this.past.slice(1 - MOST_STEPS), this.now];
    this.future = [];
    this.turn(next);
    this.gesture = gesture;
  }

  private turn(next: Settings): void {
    const before = this.now;
    this.now = next;
    this.gesture = '';
    for (const listener of this.listeners) listener(next, before);
  }
}

export function same(a: Settings, b: Settings): boolean {
  return a.year === b.year && a.region === b.region && sameEdits(a.edits, b.edits);
}

export function sameEdits(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  return a.size === b.size && [...a].every(([path, value]) => b.get(path) === value);
}
