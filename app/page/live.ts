// The living part of the page: settings to the engine, its numbers to the charts. Draws nothing itself but the bar and the cards.
import { fromFragment, toFragment } from './address.ts';
import { measureCards, overlayList, type Follower } from './controls.ts';
import { makeBar, type Bar } from './controls_bar.ts';
import { CLAUSES } from './controls_table.ts';
import { element, paragraph } from './dom.ts';
import { Engine, Superseded } from './engine/client.ts';
import type { Opened, Slow, SlowAnswer, Solved } from './engine/protocol.ts';
import { measuresOf, readTree, treeText } from './engine/tree.ts';
import { accordFile, changedName, saveText } from './export_accord.ts';
import { resultsOf, type LiveResults } from './live_model.ts';
import { defaultView, makeModel, type Model, type State, type View } from './model.ts';
import { edited, kept, sameEdits, Store, type Settings } from './store.ts';
import { changes, type Names } from './subject.ts';
import { liveText as words } from './text_live.ts';
import type { Results } from './types.ts';

/** Parts of the slow tier in the order in which a reader misses them. */
const SLOW = ['footprints', 'path', 'leave_out', 'value_added', 'stops', 'indicators', 'welfare'];
const QUIET_MS = 150; // without a new setting, before the slow tier begins and the link is written

/** Where the living part stands in the page. */
export interface Home {
  /** Draws a model. */
  show(model: Model): void;
  /** The choice of region and year, which moves into the bar. */
  picker: HTMLElement | null;
  /** Puts the bar and the measures into the page. */
  place(bar: HTMLElement, controls: HTMLElement): void;
}

/** What the page tells the living part. */
export interface Living {
  choose(view: Partial<View>): void;
}

interface Timing {
  begun: number;
  spent: Solved['spent'];
  drawing: number;
}

class Live implements Living {
  private readonly store: Store;
  private readonly bar: Bar;
  private readonly cards: Follower;
  private readonly names: Names;
  private readonly years: number[];
  private solved: { settings: Settings; solved: Solved; slow: Slow } | null = null;
  private begun = performance.now();
  private readonly speed = paragraph('', 'speed note');
  private quiet = 0;
  private count = 0;

  constructor(private readonly frame: Results, private readonly engine: Engine, private readonly opened: Opened, private readonly home: Home) {
    const file = readTree(opened.accord), model = makeModel(frame);
    this.years = frame.years.map((year) => year.year);
    this.names = { region: model.regionName, sector: model.sectorName };
    this.store = new Store(file, { edits: new Map(), ...defaultView(frame) });
    const panel = this.panel(), drawer = this.drawer(panel);
    this.bar = makeBar(this.store, this.names, { drawer, picker: home.picker, undo: () => this.store.undo(), redo: () => this.store.redo(),
      reset: () => this.store.reset(), link: () => void this.copyLink(), save: () => void this.save() });
    this.cards = measureCards(this.store, this.names, this.years, this.texts());
    panel.querySelector('.cards-here')?.replaceWith(this.cards.node);
    home.place(this.bar.node, panel);
    this.store.subscribe((now, before) => this.changed(now, before));
    window.addEventListener('hashchange', () => this.fromAddress());
    document.addEventListener('keydown', (event) => this.key(event));
    document.addEventListener('click', (event) => this.jump(event));
  }

  /** Shows the settings of the link, or those of the file. */
  start(): void {
    this.follow();
    this.showFile();
    this.bar.say(words.status.ready);
    document.body.dataset['live'] = 'ready';
    this.fromAddress();
    if (this.solved === null && !this.store.changed) this.warmUp();
  }

  /** Solves the file's accord once, unseen: what all settings share is then ready before the first is moved. */
  private warmUp(): void {
    const { file, start } = this.store;
    this.engine.solve(treeText(file), start.year, []).then(() => { document.body.dataset['warm'] = 'yes'; })
      .catch((error: unknown) => { if (!(error instanceof Superseded)) this.failed(error); });
  }

  choose(view: Partial<View>): void {
    this.store.show(view);
  }

  private panel(): HTMLElement {
    return element('section', { id: words.controls.id, class: 'controls', 'aria-labelledby': `${words.controls.id}-title`, tabindex: '-1' },
      element('h2', { id: `${words.controls.id}-title` }, words.controls.title), paragraph(words.controls.lead, 'note'),
      element('div', { class: 'cards-here' }), overlayList(this.frame.baseline.overlays), this.speed);
  }

  private drawer(panel: HTMLElement): HTMLButtonElement {
    const made = element('button', { type: 'button', id: 'do-drawer', class: 'drawer', 'aria-expanded': 'false', 'aria-controls': words.controls.id }, words.controls.open);
    const turn = (open: boolean) => {
      panel.classList.toggle('open', open);
      made.setAttribute('aria-expanded', String(open));
      made.textContent = open ? words.controls.close : words.controls.open;
      if (open) panel.focus({ preventScroll: true });
      else if (panel.contains(document.activeElement)) made.focus();
    };
    made.addEventListener('click', () => turn(made.getAttribute('aria-expanded') !== 'true'));
    panel.addEventListener('keydown', (event) => { if (event.key === 'Escape' && panel.classList.contains('open')) turn(false); });
    return made;
  }

  /** A line about each measure of the file: those of the results, which know no clauses of resilience. */
  private texts(): (string | null)[] {
    const { measures } = this.frame;
    let next = 0;
    return measuresOf(this.store.file).map(({ kind }) => (CLAUSES.includes(kind) ? null : measures[next++]?.text ?? null));
  }

  /** Of each measure of the engine, its position among the file's results. */
  private positions(settings: Settings): number[] {
    const list = measuresOf(this.store.file), order = list.map((_, k) => k).filter((k) => !CLAUSES.includes(list[k]?.kind ?? ''));
    const standing = new Set(kept(this.store.file, settings.edits));
    return order.map((k, position) => (standing.has(k) ? position : -1)).filter((position) => position >= 0);
  }

  private follow(): void {
    this.bar.follow(this.store.settings);
    this.cards.follow(this.store.settings);
  }

  private changed(now: Settings, before: Settings): void {
    this.begun = performance.now();
    this.follow();
    const { start } = this.store, solved = this.solved;
    if (sameEdits(now.edits, start.edits) && now.year === start.year) this.showFile();
    else if (solved !== null && sameEdits(now.edits, solved.settings.edits) && now.year === solved.settings.year && now.region === before.region) this.show();
    else void this.solve(now);
    this.rest();
  }

  private rest(): void {
    window.clearTimeout(this.quiet);
    this.quiet = window.setTimeout(() => this.settle(), QUIET_MS);
  }

  /** The settings are those of the file: its own results, with bands. */
  private showFile(): void {
    this.solved = null;
    const { year, region } = this.store.settings, model = makeModel(this.frame, { view: { year, region } });
    const begun = performance.now();
    this.home.show(model);
    this.tell(this.frame);
    this.bar.show(model, { region, year, banded: true, converged: this.frame.diagnostics.converged, reason: '' });
    this.timed({ begun: this.begun, spent: { read: 0, solve: 0, numbers: 0 }, drawing: performance.now() - begun });
    this.engineIdle();
  }

  private engineIdle(): void {
    document.body.dataset['slow'] = 'done';
  }

  private async solve(settings: Settings): Promise<void> {
    const { begun } = this;
    document.body.dataset['slow'] = 'waiting';
    try {
      const tree = treeText(edited(this.store.file, settings.edits));
      const solved = await this.engine.solve(tree, settings.year, [...new Set([...this.frame.accord.parties])]);
      this.solved = { settings, solved, slow: new Map() };
      const drawn = performance.now();
      this.show();
      this.timed({ begun, spent: solved.spent, drawing: performance.now() - drawn });
      this.bar.say(words.status.ready);
      this.rest();
    } catch (error) {
      if (error instanceof Superseded) return;
      this.failed(error);
    }
  }

  private failed(error: unknown): void {
    document.body.dataset['slow'] = 'done';
    this.bar.say(`${words.status.failed(error instanceof Error ? error.message : String(error))} ${words.status.kept}`, true);
    document.body.dataset['failed'] = String(this.count += 1);
  }

  private show(): void {
    if (this.solved === null) return;
    const { settings, solved, slow } = this.solved, { region } = this.store.settings;
    const live: LiveResults = resultsOf(this.frame, { regions: this.opened.regions, sectors: this.opened.sectors, solved, slow,
      positions: this.positions(settings), region });
    const state: State = { view: { region, year: settings.year }, edited: settings.edits.size > 0, fresh: live.fresh, detailYear: settings.year };
    const model = makeModel(live.results, state);
    this.home.show(model);
    this.tell(live.results);
    this.bar.show(model, { region, year: settings.year, banded: false, converged: solved.solver.converged, reason: solved.solver.reason });
  }

  /** The numbers in view with all their digits, for tests and for a page that holds this one. */
  private tell(results: Results): void {
    document.dispatchEvent(new CustomEvent('selat-shown', { detail: results }));
  }

  /** After a pause: the rest of the numbers, the address. */
  private settle(): void {
    this.writeAddress();
    const { settings } = this.store;
    if (this.solved === null || this.solved.slow.size > 0) return;
    if (this.solved.settings.year !== settings.year || !sameEdits(this.solved.settings.edits, settings.edits)) return; // their own solve is on its way
    const parts = SLOW.filter((part) => this.opened.parts.includes(part)), { solved } = this;
    document.body.dataset['slow'] = 'running';
    this.bar.say(words.status.rest);
    this.engine.slow(parts, (answer, last) => this.takeSlow(solved, answer, last));
  }

  private takeSlow(of: NonNullable<Live['solved']>, answer: SlowAnswer, last: boolean): void {
    if (this.solved !== of) return;
    for (const [kind, table] of answer.numbers) {
      if (kind === 'regions') of.solved.regions = table;
      of.slow.set(kind, table);
    }
    if (answer.part !== '') this.show();
    if (!last) return;
    document.body.dataset['slow'] = 'done';
    this.bar.say(answer.failed === null ? words.status.ready : words.status.failed(answer.failed), answer.failed !== null);
  }

  private timed({ begun, spent, drawing }: Timing): void {
    const all = performance.now() - begun, numbers = spent.numbers, solve = spent.read + spent.solve;
    performance.measure('selat: setting to charts', { start: begun, duration: all });
    const { dataset } = document.body, shown = (value: number) => value.toFixed(1);
    Object.assign(dataset, { solve: shown(solve), numbers: shown(numbers), drawing: shown(drawing), total: shown(all), shown: String(this.count += 1) });
    this.speed.textContent = words.status.speed(shown(solve), shown(numbers), shown(drawing), shown(all));
  }

  private fromAddress(): void {
    const linked = fromFragment(window.location.hash, this.store.start, this.store.file, this.years, this.frame.regions.map((one) => one.code));
    if (linked === null) return;
    this.store.replace(linked.settings);
    if (linked.problem !== null) this.bar.say(words.link[linked.problem], true);
  }

  private fragment(): string {
    return toFragment(this.store.settings, this.store.start, this.store.file);
  }

  private writeAddress(): void {
    const fragment = this.fragment(), { location, history } = window;
    if (fragment === location.hash || (fragment === '' && !/^#s\d/.test(location.hash))) return;
    history.replaceState(history.state, '', fragment === '' ? location.href.replace(/#.*$/, '') : fragment);
  }

  private async copyLink(): Promise<void> {
    this.writeAddress();
    try {
      await navigator.clipboard.writeText(window.location.href);
      this.bar.say(words.actions.copied);
    } catch {
      this.bar.say(words.actions.linkShown, true);
    }
  }

  private async save(): Promise<void> {
    const { edits } = this.store.settings, { file, name } = this.frame.accord;
    try {
      const yaml = await this.engine.yaml(treeText(edited(this.store.file, edits)));
      const saved = changedName(file), date = new Date().toISOString().slice(0, 10);
      saveText(accordFile(yaml, name, file, date, changes(this.store.file, edits, this.names)), saved, 'application/yaml');
      this.bar.say(words.actions.saved(saved));
    } catch (error) {
      this.bar.say(words.status.failed(error instanceof Error ? error.message : String(error)), true);
    }
  }

  /** Contents scroll to their section and leave the settings in the address. */
  private jump(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest('a[href^="#"]') : null;
    const target = link === null ? null : document.getElementById((link.getAttribute('href') ?? '').slice(1));
    if (target === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    target.setAttribute('tabindex', '-1');
    target.focus({ preventScroll: true });
    target.scrollIntoView();
  }

  /** Ctrl+Z and Ctrl+Y (Cmd on a Mac), also in a number field: its number is a setting. */
  private key(event: KeyboardEvent): void {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const letter = event.key.toLowerCase(), again = letter === 'y' || (letter === 'z' && event.shiftKey);
    if (letter !== 'z' && letter !== 'y') return;
    event.preventDefault();
    if (again) this.store.redo();
    else this.store.undo();
  }
}

/** Starts the engine with its data. */
export async function startLive(frame: Results, code: Promise<Uint8Array>, pack: Promise<Uint8Array>, home: Home): Promise<Living> {
  const engine = new Engine(), opened = await engine.open(await code, await pack);
  const live = new Live(frame, engine, opened, home);
  live.start();
  return live;
}
