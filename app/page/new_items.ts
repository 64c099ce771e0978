// The list of measures (and of stress tests and commitments without a model): a card with a form for each.
import { CLAUSES } from './controls_table.ts';
import { element, paragraph } from './dom.ts';
import { missing, newItem, words as textOf, type Item, type Value, type Values } from './new_draft.ts';
import { field, type Field, type FormContext } from './new_fields.ts';
import { newText } from './text_new.ts';
import { keyTitle, measureKinds, sectionOf, type Option, type Section } from './schema.ts';

/** What a reader looks for first, by kind; the rest stands under "More". Keys that are required always stand in front. */
const FIRST: Record<string, string[]> = {
  tariff: ['between', 'products', 'to', 'cut', 'from', 'full'],
  barrier: ['between', 'products', 'cut', 'from', 'full'],
  purchase: ['offset'],
  capacity: ['productivity', 'output', 'from', 'full'],
  export_tax: ['importer', 'from', 'full'],
  labour: ['from', 'full'],
  intensity: ['products', 'cost', 'from', 'full'],
  investment: ['investor'],
  hydrogen: ['colour', 'price', 'from', 'full'],
  tourism: ['from', 'full'],
  carbon_price: ['products', 'border', 'from', 'full'],
  capture: ['full'],
  stockpile: ['cost'], priority: ['product', 'share'], standby: ['cost'], preparedness: ['cost'],
  stress: ['region', 'product', 'loss', 'gate'],
  pending: ['needs', 'source'],
};

export function kindTitle(kind: string): string {
  return kind === 'stress' ? newText.items.stress : kind === 'pending' ? newText.items.pending : keyTitle(kind);
}

/** Why the numbers of the page do not move with this entry; null: they do. */
export function notHere(kind: string): string | null {
  const { notHere: why } = newText.items;
  if (kind === 'capture') return why.capture;
  if (kind === 'stress') return why.stress;
  if (kind === 'pending') return why.pending;
  return CLAUSES.includes(kind) ? why.clause : null;
}

export interface Card {
  item: Item;
  title: string;
  node: HTMLElement;
  /** Errors of the engine by the key below the measure ("to", "rents"); '' is the whole. */
  complain(key: string, message: string): void;
  calm(): void;
  /** The measure as the engine reads it; null: not (yet) in the numbers. */
  say(words: string | null): void;
}

/** Never in front: the accord's words. */
const WORDS = ['label', 'source', 'assumed'];

function isFirst(section: Section, item: Item, { key, required, kind }: Option): boolean {
  const given = item.values[key] !== undefined, first = FIRST[section.section] ?? [];
  // A measure says either `between` or who buys and who sells.
  if (key === 'between' && !given && (item.values['importer'] ?? item.values['exporter']) !== undefined) return false;
  return required || first.includes(key) || (given && kind !== 'text' && !WORDS.includes(key));
}

function form(section: Section, item: Item, context: FormContext, changed: () => void): { fields: Field[]; node: HTMLElement } {
  const set = (key: string) => (value: Value | undefined) => {
    if (value === undefined) delete item.values[key];
    else item.values[key] = value;
    changed();
  };
  const shown = new Map(section.options.map((option) =>
    [option.key, field(option, `item-${item.id}-${option.key}`, item.values[option.key], context, set(option.key))]));
  const nodes = (options: Option[]) => options.map(({ key }) => (shown.get(key) as Field).node);
  const front = section.options.filter((option) => isFirst(section, item, option)), rest = section.options.filter((option) => !front.includes(option));
  return { fields: [...shown.values()], node: element('div', { class: 'item-body', id: `item-${item.id}-body` }, paragraph(`${section.help.replace(/^./, (first) => first.toUpperCase())}.`, 'hint'),
    element('div', { class: 'fields' }, ...nodes(front)),
    rest.length === 0 ? null : element('details', { class: 'more' }, element('summary', {}, newText.form.more(rest.length)),
      element('div', { class: 'fields' }, ...nodes(rest)))) };
}

interface Head {
  node: HTMLElement;
  open(now: boolean): void;
  name(): void;
}

/** Title with the accord's own words, which folds the form away. */
function head(item: Item, title: string, body: HTMLElement, remove: () => void): Head {
  const name = element('span', { class: 'aside' });
  const fold = element('button', { type: 'button', class: 'folder', 'aria-controls': body.id }, title, name);
  const drop = element('button', { type: 'button', class: 'quiet', 'aria-label': newText.items.remove(title) }, newText.items.removeShort);
  const open = (now: boolean): void => {
    body.hidden = !now;
    fold.setAttribute('aria-expanded', String(now));
  };
  fold.addEventListener('click', () => open(body.hidden === true));
  drop.addEventListener('click', remove);
  const rename = () => {
    const label = textOf(item.values['label'] ?? item.values['name'] ?? item.values['commitment'])[0] ?? '';
    name.textContent = label === '' ? '' : `: ${label}`;
  };
  rename();
  return { node: element('div', { class: 'item-head' }, element('h3', { id: `item-${item.id}-title` }, fold), drop), open, name: rename };
}

export function card(item: Item, number: number, open: boolean, context: FormContext, changed: () => void, remove: () => void): Card {
  const section = sectionOf(context.schema, item.kind), title = newText.items.title(kindTitle(item.kind), number);
  const state = element('p', { class: 'state', 'aria-live': 'polite' }), error = element('p', { class: 'error', role: 'alert' });
  const lacks = () => missing(context.schema, item.kind, item.values).map((key) => keyTitle(key).toLowerCase()).join(', ');
  const showNeeds = () => {
    const keys = lacks();
    state.textContent = keys === '' ? notHere(item.kind) ?? '' : newText.items.needs(keys);
  };
  const { fields, node: body } = form(section, item, context, () => { showNeeds(); top.name(); changed(); });
  const top = head(item, title, body, remove);
  top.open(open);
  const node = element('section', { class: 'item', 'aria-labelledby': `item-${item.id}-title` }, top.node, body, error, state);
  showNeeds();
  return {
    item, title, node,
    complain: (key, message) => {
      const found = fields.find((one) => one.key === key);
      if (found === undefined) error.textContent = message;
      else {
        found.complain(message);
        top.open(true);
        const folded = found.node.closest('details');
        if (folded !== null) folded.open = true;
      }
      node.classList.add('wrong');
    },
    calm: () => {
      for (const one of fields) one.complain(null);
      error.textContent = '';
      node.classList.remove('wrong');
    },
    say: (words) => {
      if (words === null) showNeeds();
      else state.textContent = newText.items.reads(words);
    },
  };
}

export interface Adder {
  node: HTMLElement;
}

/** Kind and button: what a new measure begins with comes from the parties. */
export function adder(id: string, label: string, kinds: Section[], add: (kind: string) => void): Adder {
  const select = element('select', { id }, ...kinds.map((one) =>
    element('option', { value: one.section }, newText.items.choose(kindTitle(one.section), one.help))));
  const button = element('button', { type: 'button', class: 'act' }, newText.items.add);
  button.addEventListener('click', () => add(select.value));
  return { node: element('div', { class: 'adder' }, element('label', { for: id }, label), select, button) };
}

export function kindsToAdd(context: FormContext): { measures: Section[]; others: Section[] } {
  return { measures: measureKinds(context.schema), others: ['stress', 'pending'].map((name) => sectionOf(context.schema, name)) };
}

/** A new measure with what is likely meant: `between` is the parties. */
export function freshItem(section: Section, parties: string[]): Item {
  const values: Values = {};
  if (section.options.some((option) => option.key === 'between') && parties.length > 1) values['between'] = [...parties];
  return newItem(section.section, values);
}
