// The blank page: an agreement from nothing. Forms from the option tables, every change solved by the engine in the page.
import { CLAUSES } from './controls_table.ts';
import { element, paragraph, section, type Child } from './dom.ts';
import { fixed } from './format.ts';
import { fromFragment, toFragment } from './new_address.ts';
import { draftOf, fileOf, missing, words, type Blank, type Draft, type Item, type Start, type Values } from './new_draft.ts';
import { complaintOf } from './new_errors.ts';
import type { Answered, Machine } from './new_machine.ts';
import { resultPanel, shortAnswer, type ResultPanel } from './new_results.ts';
import { againstSection, itemSection, pageOf, partiesOf, regionsBehind, saveSection, whoSection, yearsOf, type Page } from './new_sections.ts';
import { newText } from './text_new.ts';
import type { Country } from './world.ts';

const PAUSE = 60; // milliseconds without a key before the engine is asked
const ONE_CHANGE = 700, MOST_UNDO = 100; // milliseconds; steps

/** What went to the engine, in its order. */
interface Sent {
  measures: Item[];
  stress: Item[];
  pending: Item[];
}

/** Terms of the capture measures whose networks travel in the page: those of the accord it began with. */
function plannedTerms(blank: Blank): Set<string> {
  return new Set(draftOf(blank.start, '').measures.filter((item) => item.kind === 'capture').map((item) => JSON.stringify(item.values)));
}

/** Links within the page scroll without changing the address, whose fragment is the accord. */
function followLink(event: MouseEvent): void {
  const link = (event.target as Element).closest<HTMLAnchorElement>('a[href^="#"]');
  const target = link === null ? null : document.getElementById(link.hash.slice(1));
  if (target === null) return;
  event.preventDefault();
  target.scrollIntoView();
  const heading = target.querySelector<HTMLElement>('h2');
  heading?.setAttribute('tabindex', '-1');
  heading?.focus({ preventScroll: true });
}

/** What the page keeps while its forms are made anew. */
interface Setting {
  host: HTMLElement;
  blank: Blank;
  countries: Country[];
  machine: Promise<Machine> | null;
  /** Files before each change, for undo. */
  past: Values[];
  /** Makes the forms anew. */
  begin(start: Start): Builder;
}

class Builder {
  private readonly draft: Draft;
  private readonly page: Page;
  private readonly planned: Set<string>;
  private readonly panel: ResultPanel;
  private readonly who: ReturnType<typeof whoSection>;
  private readonly items: ReturnType<typeof itemSection>;
  private readonly against: ReturnType<typeof againstSection>;
  private readonly heard = element('p', { class: 'unseen', role: 'status', 'aria-live': 'polite' });
  private readonly bar = element('a', { class: 'answer-bar', href: '#result' }, newText.result.toResults);
  private readonly title = element('h1', {}, newText.title);
  private readonly year = element('select', { id: 'year' });
  private readonly undo = element('button', { type: 'button', id: 'undo' }, newText.undo);
  private known: Values;
  private touched = 0;
  private waiting = 0;
  private asked = 0;
  private wanted = false;

  constructor(private readonly setting: Setting, start: Start) {
    const { blank, machine, countries } = setting;
    this.draft = draftOf(start, blank.table.named);
    this.page = pageOf(blank, this.draft, machine, () => this.changed(), (said) => { this.heard.textContent = said; });
    this.known = fileOf(this.draft);
    this.planned = plannedTerms(blank);
    this.panel = resultPanel(countries);
    this.who = whoSection(this.page, countries);
    this.items = itemSection(this.page);
    this.against = againstSection(this.page);
    this.undo.disabled = setting.past.length === 0;
    this.undo.addEventListener('click', () => this.back());
    this.year.addEventListener('change', () => this.later());
    this.showTitle();
    this.showYears();
    this.place();
    this.later();
  }

  /** Nothing is asked or shown any more. */
  end(): void {
    window.clearTimeout(this.waiting);
    this.asked = -1;
  }

  private back(): void {
    const before = this.setting.past.pop();
    if (before === undefined) return;
    window.history.replaceState(null, '', toFragment(before) ?? '#');
    this.setting.begin(before);
    document.getElementById('undo')?.focus();
  }

  /** Changes in quick succession are one: a word is undone, not a letter. */
  private remember(): Values {
    const now = fileOf(this.draft), { past } = this.setting;
    if (Date.now() - this.touched > ONE_CHANGE || past.length === 0) past.push(this.known);
    if (past.length > MOST_UNDO) past.shift();
    this.touched = Date.now();
    this.known = now;
    this.undo.disabled = false;
    return now;
  }

  private changed(): void {
    const fragment = toFragment(this.remember());
    if (fragment !== null) window.history.replaceState(null, '', fragment);
    this.showTitle();
    this.showYears();
    this.later();
  }

  private later(): void {
    window.clearTimeout(this.waiting);
    this.waiting = window.setTimeout(() => void this.ask(), PAUSE);
  }

  private showTitle(): void {
    this.title.textContent = document.title = newText.documentTitle(words(this.draft.accord['name'])[0] ?? '');
  }

  private showYears(): void {
    const [first, last] = yearsOf(this.draft, this.setting.blank.schema), { year } = this, kept = Number(year.value);
    if (year.options[0]?.value === String(first) && year.options.length === last - first + 1) return;
    const isKept = year.options.length > 0 && kept >= first && kept <= last;
    year.replaceChildren(...Array.from({ length: last - first + 1 }, (_, k) => element('option', { value: String(first + k) }, String(first + k))));
    year.value = String(isKept ? kept : last);
  }

  private isWhole({ kind, values }: Item): boolean {
    return missing(this.setting.blank.schema, kind, values).length === 0;
  }

  /** In the numbers of the page: complete, and no capture network that only selat run can plan. */
  private isSolved(item: Item): boolean {
    return this.isWhole(item) && (item.kind !== 'capture' || this.planned.has(JSON.stringify(item.values)));
  }

  /** What has to be done before there is anything to solve; null: nothing. */
  private first(sent: Sent, parties: string[]): string | null {
    const { result } = newText, { blank, machine } = this.setting, named = partiesOf(this.draft);
    if (machine === null) return result.noEngine;
    const allKnown = named.every((code) => regionsBehind(blank, [code]).length > 0);
    if (named.length === 0 || (parties.length < 2 && allKnown)) return result.waitParties;
    if (sent.measures.length > 0) return null;
    return this.draft.measures.length === 0 ? result.waitMeasures : result.waitFill;
  }

  private async ask(): Promise<void> {
    const question = this.asked += 1, { draft } = this, { machine, blank } = this.setting;
    const keeps = (item: Item) => this.isSolved(item);
    const sent: Sent = { measures: draft.measures.filter(keeps), stress: draft.stress.filter(keeps), pending: draft.pending.filter(keeps) };
    const parties = regionsBehind(blank, partiesOf(draft)), first = this.first(sent, parties);
    if (first !== null || machine === null) return this.wait(first ?? '');
    this.panel.expect(newText.result.loading);
    const file = fileOf(draft, keeps);
    file['accord'] = { name: newText.title, ...draft.accord };
    try {
      const answered = await (await machine).solve(file, parties, Number(this.year.value));
      if (answered !== null && question === this.asked) this.show(answered, sent);
    } catch (error) {
      if (question === this.asked) this.complain(error instanceof Error ? error.message : String(error), sent);
    }
  }

  private wait(message: string): void {
    this.calm();
    this.panel.clear();
    this.panel.tell(message, 'wait');
    this.bar.textContent = message;
  }

  private show({ model, measures, milliseconds, iterations }: Answered, sent: Sent): void {
    const { items, panel } = this, { result } = newText;
    this.calm();
    panel.show(model, result.solved(fixed(milliseconds, 0), iterations));
    const out = items.cards.filter(({ item }) => this.draft.measures.includes(item) && (!this.isSolved(item) || CLAUSES.includes(item.kind)));
    panel.lack(out.length === 0 ? '' : result.without(out.map((one) => one.title).join(', ')));
    this.bar.textContent = shortAnswer(model);
    const solved = sent.measures.filter((item) => !CLAUSES.includes(item.kind));
    for (const one of items.cards) one.say(measures[solved.indexOf(one.item)] ?? null);
    const { dataset } = document.body;
    dataset['solved'] = String(Number(dataset['solved'] ?? 0) + 1);
  }

  private calm(): void {
    for (const one of this.items.cards) one.calm();
    for (const one of [...this.against.fields.values(), ...this.who.fields]) one.complain(null);
    this.who.complain('parties', null);
    this.sayNeeded();
  }

  /** The engine's line beside the field that it names. */
  private complain(message: string, sent: Sent): void {
    const { section: at, position, key, words: said } = complaintOf(message), { panel } = this;
    this.calm();
    panel.age(true);
    panel.tell(`${newText.result.failed} ${message}`, 'alarm', newText.result.stale);
    this.bar.textContent = newText.result.failed;
    if (at === 'accord') this.who.complain(key, said);
    else if (at === 'measures' || at === 'stress' || at === 'pending') this.items.cards.find((one) => one.item === sent[at][position])?.complain(key, said);
    else if (at !== null) this.against.fields.get(`${at}.${key}`)?.complain(said);
  }

  /** What the file itself still needs, said beside its fields once somebody has tried to save. */
  private sayNeeded(): string[] {
    const keys = this.wanted ? missing(this.setting.blank.schema, 'accord', this.draft.accord) : [];
    for (const key of keys) this.who.complain(key, newText.save.needed);
    return keys;
  }

  private saving(): HTMLElement {
    return saveSection(this.page, {
      file: () => fileOf(this.draft, (item) => this.isWhole(item)),
      leftOut: () => this.items.cards.filter((one) => !this.isWhole(one.item)).map((one) => one.title),
      needs: () => {
        this.wanted = true;
        const keys = this.sayNeeded();
        this.who.focus(keys[0] ?? '');
        return keys.length > 0;
      },
    });
  }

  private place(): void {
    const { who, items, against, year, undo } = this, { host, blank } = this.setting, { selat, table, regions, sectors } = blank;
    const result = section('result', newText.parts.result,
      element('p', { class: 'choose' }, element('label', { for: 'year' }, newText.result.year), ' ', year, undo), this.panel.node);
    const save = this.saving();
    const steps: Child[] = [who.node, items.node, against.node, result, save].map((one) =>
      element('li', {}, element('a', { href: `#${one.id}` }, one.querySelector('h2')?.textContent ?? '')));
    host.classList.add('new');
    host.onclick = followLink;
    host.replaceChildren(
      element('header', {}, paragraph(newText.kicker, 'kicker'), this.title,
        paragraph(newText.lead(`${table.name}, ${table.year}`, regions.length, sectors.length), 'basis')),
      element('nav', { 'aria-label': newText.steps }, element('ul', {}, ...steps)), this.heard, who.node,
      element('div', { class: 'build' }, element('div', { class: 'inputs' }, items.node, against.node, save),
        element('div', { class: 'outputs', tabindex: '0', role: 'region', 'aria-label': newText.parts.result }, result)),
      this.bar, element('footer', {}, newText.footer(selat.version, selat.compiler, table.name)));
  }
}

export function buildBlank(host: HTMLElement, blank: Blank, countries: Country[], machine: Promise<Machine> | null): void {
  let now: Builder | null = null;
  const setting: Setting = { host, blank, countries, machine, past: [], begin: (start) => {
    now?.end();
    now = new Builder(setting, start);
    return now;
  } };
  const fromAddress = () => fromFragment(window.location.hash) ?? blank.start;
  window.addEventListener('hashchange', () => {
    setting.past.length = 0;
    setting.begin(fromAddress());
  });
  setting.begin(fromAddress());
}
