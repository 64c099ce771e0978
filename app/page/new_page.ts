// The blank page: an agreement from nothing. Forms from the option tables, every change solved by the engine in the page.
import { CLAUSES } from './controls_table.ts';
import { element, paragraph, section, type Child } from './dom.ts';
import { saveText } from './export_accord.ts';
import { fixed } from './format.ts';
import type { Model } from './model.ts';
import { fromFragment, toFragment } from './new_address.ts';
import { draftOf, fileOf, missing, words, type Blank, type Draft, type Group, type Item, type Values } from './new_draft.ts';
import { complaintOf } from './new_errors.ts';
import { field, type Field, type FormContext } from './new_fields.ts';
import { adder, card, freshItem, kindsToAdd, kindTitle, type Card } from './new_items.ts';
import { partyMap } from './new_map.ts';
import type { Choice } from './new_match.ts';
import { picker } from './new_picker.ts';
import { resultPanel, shortAnswer } from './new_results.ts';
import { newText } from './new_text.ts';
import { sectionOf, type Section } from './schema.ts';
import type { Country } from './world.ts';

/** What the engine answers about one accord. */
export interface Answered {
  model: Model;
  /** The measures as it read them, in their order. */
  measures: string[];
  milliseconds: number;
  iterations: number;
}

export interface Machine {
  /** Rejects with the engine's own line; null: a newer question came first. */
  solve(file: Values, parties: string[], year: number): Promise<Answered | null>;
  yaml(file: Values): Promise<string>;
}

const FEW = 3; // so many measures stand open when the page opens
const ONE_CHANGE = 700, MOST_UNDO = 100; // milliseconds; steps
const PAUSE = 60; // milliseconds without a key before the engine is asked
const FALLBACK_YEARS: [number, number] = [2025, 2035];

interface Page {
  blank: Blank;
  draft: Draft;
  context: FormContext;
  machine: Promise<Machine> | null;
  planned: Set<string>;
}

function choicesOf(blank: Blank): Pick<FormContext, 'regions' | 'regionsAndGroups' | 'products' | 'productsAndGroups' | 'overlays'> {
  const group = (of: Group['of']): Choice[] => blank.groups.filter((one) => one.of === of)
    .map(({ name, codes }) => ({ code: name, name, aside: newText.picker.group(codes.length) }));
  const regions = [...blank.regions].sort((a, b) => a.name.localeCompare(b.name, 'en')).map(({ code, name }) => ({ code, name }));
  const products = blank.sectors.map(({ code, name }) => ({ code, name }));
  return { regions, products, regionsAndGroups: [...regions, ...group('regions')], productsAndGroups: [...group('sectors'), ...products],
    overlays: blank.overlays.map(({ name, title }) => ({ code: name, name: title })) };
}

/** Codes of the table behind names and groups, each once. */
function regionsBehind(blank: Blank, names: string[]): string[] {
  const known = new Set(blank.regions.map((region) => region.code));
  const codes = names.flatMap((name) => (known.has(name) ? [name] : blank.groups.find((one) => one.of === 'regions' && one.name === name)?.codes ?? []));
  return [...new Set(codes)].filter((code) => known.has(code));
}

function yearsOf(draft: Draft, schema: Blank['schema']): [number, number] {
  const standard = sectionOf(schema, 'baseline').options.find((option) => option.key === 'years')?.default?.split('-') ?? [];
  const given = words(draft.baseline['years']);
  const [first = FALLBACK_YEARS[0], last = first] = (given.length > 0 ? given : standard).map(Number);
  return Number.isInteger(first) && Number.isInteger(last) && last >= first && last - first < 100 ? [first, last] : FALLBACK_YEARS;
}

const partiesOf = (draft: Draft) => words(draft.accord['parties']);
/** Of the accord's own options: the parties have a place of their own. */
const identityOf = (blank: Blank) => sectionOf(blank.schema, 'accord').options.filter((option) => option.key !== 'parties');

function set(values: Values, key: string, value: Values[string] | undefined): void {
  if (value === undefined) delete values[key];
  else values[key] = value;
}

interface WhoSection {
  node: HTMLElement;
  fields: Field[];
  complain(key: string, message: string | null): void;
}

function whoSection(page: Page, countries: Country[], changed: () => void, say: (words: string) => void): WhoSection {
  const { blank, draft, context } = page;
  const name = (code: string) => context.regionsAndGroups.find((one) => one.code === code)?.name ?? code;
  const change = (codes: string[]) => {
    const before = partiesOf(draft), added = codes.filter((code) => !before.includes(code)), gone = before.filter((code) => !codes.includes(code));
    set(draft.accord, 'parties', codes.length === 0 ? undefined : codes);
    map.show(regionsBehind(blank, codes));
    say([...added.map((code) => newText.parties.added(name(code))), ...gone.map((code) => newText.parties.removed(name(code)))].join(' '));
    changed();
  };
  const box = picker({ id: 'parties', choices: context.regionsAndGroups, many: true, describedBy: 'parties-hint parties-error', changed: change });
  /** A region of a chosen group leaves the group's other members behind. */
  const toggle = (code: string) => {
    const now = partiesOf(draft), holding = now.filter((one) => regionsBehind(blank, [one]).includes(code));
    const codes = holding.length === 0 ? [...now, code]
      : [...new Set(now.flatMap((one) => (holding.includes(one) ? regionsBehind(blank, [one]).filter((member) => member !== code) : [one])))];
    box.set(codes);
    change(codes);
  };
  const map = partyMap(blank.regions, countries, toggle);
  box.set(partiesOf(draft));
  map.show(regionsBehind(blank, partiesOf(draft)));
  const fields = identityOf(blank).map((option) => field(option, `accord-${option.key}`, draft.accord[option.key], context, (value) => {
    set(draft.accord, option.key, value);
    changed();
  }));
  const error = element('p', { class: 'error', id: 'parties-error', role: 'alert' });
  const node = section('who', newText.parts.who, element('div', { class: 'who' },
    element('div', {}, element('div', { class: 'field' }, element('label', { for: 'parties' }, newText.parties.label), box.node, error,
      element('p', { class: 'hint', id: 'parties-hint' }, newText.parties.hint)), element('div', { class: 'fields' }, ...fields.map((one) => one.node))), map.node));
  return { node, fields, complain: (key, message) => {
    if (key === 'parties' || !fields.some((one) => one.key === key)) error.textContent = message ?? '';
    else fields.find((one) => one.key === key)?.complain(message);
  } };
}

function againstSection(page: Page, changed: () => void): { node: HTMLElement; fields: Map<string, Field> } {
  const { blank, draft, context } = page, fields = new Map<string, Field>();
  const form = (name: 'baseline' | 'uncertainty', leave: string[] = []) => {
    const made = sectionOf(blank.schema, name).options.filter(({ key }) => !leave.includes(key)).map((option) => {
      const one = field(option, `${name}-${option.key}`, draft[name][option.key], context, (value) => {
        set(draft[name], option.key, value);
        changed();
      });
      fields.set(`${name}.${option.key}`, one);
      return one.node;
    });
    return element('div', { class: 'fields' }, ...made);
  };
  const node = section('against', newText.parts.against, paragraph(newText.against.lead, 'hint'),
    // The table travels in this page: another one is another page.
    element('details', { class: 'more' }, element('summary', {}, newText.against.open), form('baseline', ['table'])),
    element('details', { class: 'more' }, element('summary', {}, newText.against.uncertainty), form('uncertainty')));
  return { node, fields };
}

interface ItemList {
  node: HTMLElement;
  cards: Card[];
}

function itemSection(page: Page, changed: () => void, say: (words: string) => void): ItemList {
  const { draft, context } = page, cards: Card[] = [];
  const empty = paragraph(newText.items.none, 'hint'), list = element('div', { class: 'items' });
  const kinds = kindsToAdd(context), counts = new Map<string, number>();
  const home = (item: Item): Item[] => (item.kind === 'stress' || item.kind === 'pending' ? draft[item.kind] : draft.measures);
  const show = (item: Item, open: boolean) => {
    const number = (counts.get(item.kind) ?? 0) + 1;
    counts.set(item.kind, number);
    const made: Card = card(item, number, open, context, changed, () => {
      home(item).splice(home(item).indexOf(item), 1);
      cards.splice(cards.indexOf(made), 1);
      const next = made.node.nextElementSibling ?? made.node.previousElementSibling;
      made.node.remove();
      empty.hidden = cards.length > 0;
      say(newText.items.removed(newText.items.title(kindTitle(item.kind), number)));
      (next?.querySelector<HTMLElement>('.folder') ?? measureAdder.node.querySelector<HTMLElement>('select'))?.focus();
      changed();
    });
    cards.push(made);
    list.append(made.node);
    empty.hidden = true;
    return made;
  };
  const add = (sections: Section[]) => (kind: string) => {
    const found = sections.find((one) => one.section === kind);
    if (found === undefined) return;
    const item = freshItem(found, partiesOf(draft));
    home(item).push(item);
    const made = show(item, true);
    made.node.querySelector<HTMLElement>('.folder')?.focus();
    say(newText.items.added(kindTitle(kind)));
    changed();
  };
  const measureAdder = adder('add-measure', newText.items.addMeasure, kinds.measures, add(kinds.measures));
  const otherAdder = adder('add-other', newText.items.addOther, kinds.others, add(kinds.others));
  const all = [...draft.measures, ...draft.stress, ...draft.pending];
  for (const item of all) show(item, all.length <= FEW);
  return { node: section('what', newText.parts.what, empty, list, measureAdder.node, otherAdder.node), cards };
}

function saveSection(page: Page, file: () => Values): HTMLElement {
  const name = `${page.blank.file}.yaml`;
  const note = element('p', { class: 'told', role: 'status' });
  const shown = element('pre', { class: 'yaml', id: 'yaml', tabindex: '0', 'aria-label': newText.save.fileLabel, hidden: '' });
  const button = element('button', { type: 'button', class: 'act', id: 'save' }, newText.save.button);
  const look = element('button', { type: 'button', id: 'show-yaml' }, newText.save.show);
  const withText = async (use: (yaml: string) => void) => {
    try {
      if (page.machine === null) throw new Error(newText.result.noEngine);
      use(await (await page.machine).yaml(file()));
    } catch (error) {
      note.textContent = `${newText.save.cannot} ${error instanceof Error ? error.message : String(error)}`;
    }
  };
  button.addEventListener('click', () => void withText((yaml) => {
    saveText(yaml, name, 'application/yaml');
    note.textContent = newText.save.saved(name);
  }));
  look.addEventListener('click', () => void withText((yaml) => {
    shown.textContent = yaml;
    shown.hidden = false;
  }));
  return section('save-file', newText.parts.save, paragraph(newText.save.lead, 'hint'), element('div', { class: 'buttons' }, button, look), note, shown,
    paragraph(newText.save.link, 'note'));
}

/** Terms of the capture measures whose networks travel in the page: those of the accord it began with. */
function planned(blank: Blank): Set<string> {
  return new Set(draftOf(blank.start, '').measures.filter((item) => item.kind === 'capture').map((item) => JSON.stringify(item.values)));
}

/** In the numbers of the page: complete, and no capture network that only selat run can plan. */
function isSolved(page: Page, item: Item): boolean {
  if (missing(page.blank.schema, item.kind, item.values).length > 0) return false;
  return item.kind !== 'capture' || page.planned.has(JSON.stringify(item.values));
}

export function buildBlank(host: HTMLElement, blank: Blank, countries: Country[], machine: Promise<Machine> | null): void {
  const past: Values[] = [];
  const begin = () => build(host, blank, countries, machine, past, begin);
  window.addEventListener('hashchange', () => {
    past.length = 0;
    begin();
  });
  begin();
}

function build(host: HTMLElement, blank: Blank, countries: Country[], machine: Promise<Machine> | null, past: Values[], again: () => void): void {
  const draft = draftOf(fromFragment(window.location.hash) ?? blank.start, blank.table.name);
  const context: FormContext = { schema: blank.schema, ...choicesOf(blank), years: () => yearsOf(draft, blank.schema) };
  const page: Page = { blank, draft, context, machine, planned: planned(blank) };
  const live = element('p', { class: 'unseen', role: 'status', 'aria-live': 'polite' });
  const panel = resultPanel(countries), bar = element('a', { class: 'answer-bar', href: '#result' }, newText.result.toResults);
  const title = element('h1', {}, newText.title);
  const year = element('select', { id: 'year' });
  let waiting = 0, asked = 0, known = fileOf(draft), touched = 0;
  const undo = element('button', { type: 'button', id: 'undo' }, newText.undo);
  undo.disabled = past.length === 0;
  undo.addEventListener('click', () => {
    const before = past.pop();
    if (before === undefined) return;
    window.clearTimeout(waiting);
    window.history.replaceState(null, '', toFragment(before) ?? window.location.pathname);
    again();
    document.getElementById('undo')?.focus();
  });
  /** Changes in quick succession are one: a word is undone, not a letter. */
  const remember = () => {
    const now = fileOf(draft);
    if (Date.now() - touched > ONE_CHANGE || past.length === 0) past.push(known);
    if (past.length > MOST_UNDO) past.shift();
    touched = Date.now();
    known = now;
    undo.disabled = false;
    return now;
  };

  const later = () => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => void ask(), PAUSE);
  };
  const changed = () => {
    const fragment = toFragment(remember());
    if (fragment !== null) window.history.replaceState(null, '', fragment);
    showTitle();
    showYears();
    later();
  };
  const showTitle = () => {
    const name = words(draft.accord['name'])[0] ?? '';
    title.textContent = document.title = newText.documentTitle(name);
  };
  const showYears = () => {
    const [first, last] = yearsOf(draft, blank.schema), kept = Number(year.value);
    if (year.options[0]?.value === String(first) && year.options.length === last - first + 1) return;
    year.replaceChildren(...Array.from({ length: last - first + 1 }, (_, k) => element('option', { value: String(first + k) }, String(first + k))));
    year.value = String(kept >= first && kept <= last && year.options.length > 0 ? kept : last);
  };
  year.addEventListener('change', later);

  const who = whoSection(page, countries, changed, (said) => { live.textContent = said; });
  const items = itemSection(page, changed, (said) => { live.textContent = said; });
  const against = againstSection(page, changed);

  const wait = (message: string) => {
    panel.clear();
    panel.tell(message, 'wait');
    bar.textContent = message;
  };
  const calm = () => {
    for (const one of items.cards) one.calm();
    for (const one of against.fields.values()) one.complain(null);
    who.complain('parties', null);
    for (const one of who.fields) one.complain(null);
  };
  const complain = (message: string, sent: { measures: Item[]; stress: Item[]; pending: Item[] }) => {
    const found = complaintOf(message);
    panel.age(true);
    panel.tell(`${newText.result.failed} ${message}`, 'alarm', newText.result.stale);
    bar.textContent = newText.result.failed;
    if (found.section === 'accord') who.complain(found.key, found.words);
    else if (found.section === 'baseline' || found.section === 'uncertainty') against.fields.get(`${found.section}.${found.key}`)?.complain(found.words);
    else if (found.section !== null) {
      const item = sent[found.section as 'measures' | 'stress' | 'pending'][found.position];
      items.cards.find((one) => one.item === item)?.complain(found.key, found.words);
    }
  };
  const ask = async () => {
    const question = asked += 1;
    const keeps = (item: Item) => isSolved(page, item);
    const sent = { measures: draft.measures.filter(keeps), stress: draft.stress.filter(keeps), pending: draft.pending.filter(keeps) };
    const parties = regionsBehind(blank, partiesOf(draft));
    if (machine === null) return wait(newText.result.noEngine);
    if (partiesOf(draft).length === 0 || (parties.length < 2 && partiesOf(draft).every((code) => regionsBehind(blank, [code]).length > 0))) {
      return wait(newText.result.waitParties);
    }
    if (sent.measures.length === 0) return wait(draft.measures.length === 0 ? newText.result.waitMeasures : newText.result.waitFill);
    const file = fileOf(draft, keeps);
    file['accord'] = { name: newText.title, ...draft.accord };
    try {
      const answered = await (await machine).solve(file, parties, Number(year.value));
      if (answered === null || question !== asked) return;
      calm();
      const out = items.cards.filter(({ item }) => draft.measures.includes(item) && (!keeps(item) || CLAUSES.includes(item.kind)));
      panel.show(answered.model, newText.result.solved(fixed(answered.milliseconds, 0), answered.iterations));
      document.body.dataset['solved'] = String(Number(document.body.dataset['solved'] ?? 0) + 1);
      panel.lack(out.length === 0 ? '' : newText.result.without(out.map((one) => one.title).join(', ')));
      bar.textContent = shortAnswer(answered.model);
      for (const one of items.cards) one.say(null);
      sent.measures.filter((item) => !CLAUSES.includes(item.kind)).forEach((item, k) =>
        items.cards.find((one) => one.item === item)?.say(answered.measures[k] ?? null));
    } catch (error) {
      if (question !== asked) return;
      calm();
      complain(error instanceof Error ? error.message : String(error), sent);
    }
  };

  showTitle();
  showYears();
  const result = section('result', newText.parts.result,
    element('p', { class: 'choose' }, element('label', { for: 'year' }, newText.result.year), ' ', year, undo), panel.node);
  const save = saveSection(page, () => fileOf(draft, (item) => missing(blank.schema, item.kind, item.values).length === 0));
  const parts: HTMLElement[] = [who.node, items.node, against.node, result, save];
  const steps: Child[] = parts.map((one) => element('li', {}, element('a', { href: `#${one.id}` }, one.querySelector('h2')?.textContent ?? '')));
  const { selat, table } = blank;
  host.classList.add('new');
  host.replaceChildren(
    element('header', {}, paragraph(newText.kicker, 'kicker'), title,
      paragraph(newText.lead(`${table.name}, ${table.year}`, blank.regions.length, blank.sectors.length), 'basis')),
    element('nav', { 'aria-label': newText.steps }, element('ul', {}, ...steps)), live, who.node,
    element('div', { class: 'build' }, element('div', { class: 'inputs' }, items.node, against.node, save), element('div', { class: 'outputs', tabindex: '0', role: 'region', 'aria-label': newText.parts.result }, result)),
    bar, element('footer', {}, newText.footer(selat.version, selat.compiler, table.name)));
  // The fragment is the accord here, so links within the page scroll without changing it.
  host.onclick = (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>('a[href^="#"]');
    const target = link === null ? null : document.getElementById(link.hash.slice(1));
    if (target === null) return;
    event.preventDefault();
    target.scrollIntoView();
    const heading = target.querySelector<HTMLElement>('h2');
    heading?.setAttribute('tabindex', '-1');
    heading?.focus({ preventScroll: true });
  };
  later();
}

