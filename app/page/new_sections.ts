// The parts of the blank page: who agrees, what changes, against what, and the file.
import { element, paragraph, section } from './dom.ts';
import { saveText } from './export_accord.ts';
import { shortSectorName } from './model.ts';
import { words, type Blank, type Draft, type Group, type Item, type Values } from './new_draft.ts';
import { field, type Field, type FormContext } from './new_fields.ts';
import { adder, card, freshItem, kindsToAdd, kindTitle, type Card } from './new_items.ts';
import type { Machine } from './new_machine.ts';
import { partyMap } from './new_map.ts';
import type { Choice } from './new_match.ts';
import { picker } from './new_picker.ts';
import { sectionOf, type Section } from './schema.ts';
import { text } from './text.ts';
import { newText } from './text_new.ts';
import type { Country } from './world.ts';

const FEW = 3; // so many measures stand open when the page opens
const FALLBACK_YEARS: [number, number] = [2025, 2035];

export interface Page {
  blank: Blank;
  draft: Draft;
  context: FormContext;
  machine: Promise<Machine> | null;
  /** Something was entered. */
  changed(): void;
  /** For those who hear the page. */
  say(words: string): void;
}

export function pageOf(blank: Blank, draft: Draft, machine: Promise<Machine> | null, changed: () => void, say: (words: string) => void): Page {
  return { blank, draft, machine, changed, say, context: { schema: blank.schema, ...choicesOf(blank), years: () => yearsOf(draft, blank.schema) } };
}

function choicesOf(blank: Blank): Pick<FormContext, 'regions' | 'regionsAndGroups' | 'products' | 'productsAndGroups' | 'overlays'> {
  const group = (of: Group['of']): Choice[] => blank.groups.filter((one) => one.of === of)
    .map(({ name, codes }) => ({ code: name, name, aside: newText.picker.group(codes.length) }));
  const regions = [...blank.regions].sort((a, b) => a.name.localeCompare(b.name, text.language)).map(({ code, name }) => ({ code, name }));
  const products = blank.sectors.map(({ code, name, kind }): Choice => ({ code, name: shortSectorName({ code, name, kind: kind === 'goods' ? 'goods' : 'services' }), also: name }));
  return { regions, products, regionsAndGroups: [...regions, ...group('regions')], productsAndGroups: [...group('sectors'), ...products],
    overlays: blank.overlays.map(({ name, title }) => ({ code: name, name: title })) };
}

/** Codes of the table behind names and groups, each once. */
export function regionsBehind(blank: Blank, names: string[]): string[] {
  const known = new Set(blank.regions.map((region) => region.code));
  const codes = names.flatMap((name) => (known.has(name) ? [name] : blank.groups.find((one) => one.of === 'regions' && one.name === name)?.codes ?? []));
  return [...new Set(codes)].filter((code) => known.has(code));
}

export function yearsOf(draft: Draft, schema: Blank['schema']): [number, number] {
  const standard = sectionOf(schema, 'baseline').options.find((option) => option.key === 'years')?.default?.split('-') ?? [];
  const given = words(draft.baseline['years']);
  const [first = FALLBACK_YEARS[0], last = first] = (given.length > 0 ? given : standard).map(Number);
  return Number.isInteger(first) && Number.isInteger(last) && last >= first && last - first < 100 ? [first, last] : FALLBACK_YEARS;
}

export const partiesOf = (draft: Draft) => words(draft.accord['parties']);
/** Of the accord's own options: the parties have a place of their own. */
const identityOf = (blank: Blank) => sectionOf(blank.schema, 'accord').options.filter((option) => option.key !== 'parties');

function set(values: Values, key: string, value: Values[string] | undefined): void {
  if (value === undefined) delete values[key];
  else values[key] = value;
}

export interface WhoSection {
  node: HTMLElement;
  fields: Field[];
  complain(key: string, message: string | null): void;
  focus(key: string): void;
}

export function whoSection(page: Page, countries: Country[]): WhoSection {
  const { blank, draft, context, changed, say } = page;
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
  return {
    node, fields,
    complain: (key, message) => {
      if (key === 'parties' || !fields.some((one) => one.key === key)) error.textContent = message ?? '';
      else fields.find((one) => one.key === key)?.complain(message);
    },
    focus: (key) => (key === 'parties' ? box.input : fields.find((one) => one.key === key))?.focus(),
  };
}

export function againstSection({ blank, draft, context, changed }: Page): { node: HTMLElement; fields: Map<string, Field> } {
  const fields = new Map<string, Field>();
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

export interface ItemList {
  node: HTMLElement;
  cards: Card[];
}

export function itemSection({ draft, context, changed, say }: Page): ItemList {
  const cards: Card[] = [];
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

export interface Saved {
  /** The file, without what is incomplete. */
  file(): Values;
  /** Titles of what is left out of it. */
  leftOut(): string[];
  /** Shows what the file itself still needs; false: nothing. */
  needs(): boolean;
}

export function saveSection(page: Page, { file, leftOut, needs }: Saved): HTMLElement {
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
  button.addEventListener('click', () => {
    note.textContent = '';
    if (needs()) return;
    void withText((yaml) => {
      saveText(yaml, name, 'application/yaml');
      const out = leftOut();
      note.textContent = [newText.save.saved(name), ...(out.length === 0 ? [] : [newText.save.leftOut(out.join(', '))])].join(' ');
    });
  });
  look.addEventListener('click', () => void withText((yaml) => {
    shown.textContent = yaml;
    shown.hidden = false;
  }));
  return section('save-file', newText.parts.save, paragraph(newText.save.lead, 'hint'), element('div', { class: 'buttons' }, button, look), note, shown,
    paragraph(newText.save.link, 'note'));
}
