// One card for each measure: a switch, sliders with a number beside them, the year it begins, where it comes from.
import { element, paragraph, type Child } from './dom.ts';
import { CLAUSES, slidersOf, yearPath, type Moved } from './controls_table.ts';
import { digits, readQuantity, unitName, writeQuantity } from './quantity.ts';
import { OFF, type Edit, type Settings, type Store } from './store.ts';
import { shown, subject, type Names } from './subject.ts';
import { liveText as words } from './text_live.ts';
import { measuresOf, wordAt, type TreeMap } from './engine/tree.ts';

/** A part of the page that follows the settings. */
export interface Follower {
  node: HTMLElement;
  follow(settings: Settings): void;
}

interface Place {
  store: Store;
  names: Names;
  years: number[];
  position: number;
  kind: string;
  options: TreeMap;
  /** `measures.2` */
  path: string;
  title: string;
}

function field(place: Place, moved: Moved): Follower {
  const { store, kind, title } = place, { key, reach } = moved;
  const path = `${place.path}.${kind}.${key}`, id = `control-${place.position}-${key}`;
  const like = readQuantity(moved.word) ?? { value: 0, unit: '', gap: '', plus: false };
  const name = words.keys[`${kind}.${key}`] ?? key, unit = unitName(like.unit, words.units);
  const limits = { min: digits(reach.low), max: digits(reach.high), step: digits(reach.step) };
  const range = element('input', { type: 'range', id, ...limits, 'aria-label': `${title}: ${name}`, 'data-path': path });
  const number = element('input', { type: 'number', id: `${id}-number`, step: 'any', 'aria-label': `${title}: ${name}, ${unit}`, 'data-path': path });
  const set = (input: HTMLInputElement) => {
    if (input.value.trim() === '' || !Number.isFinite(input.valueAsNumber)) return;
    store.edit([[path, wordOf(input.valueAsNumber)]], path);
  };
  // The file's own spelling comes back with its number, so that nothing counts as changed.
  const wordOf = (value: number) => (value === like.value ? moved.word : writeQuantity(value, like));
  range.addEventListener('input', () => set(range));
  number.addEventListener('input', () => set(number));
  for (const input of [range, number]) input.addEventListener('change', () => store.settle());
  const node = element('div', { class: 'control' }, element('label', { for: id }, name, unit === '' ? '' : `, ${unit}`), range, number);
  return {
    node,
    follow(settings) {
      const word = settings.edits.get(path) ?? moved.word, value = readQuantity(word)?.value ?? like.value;
      if (range.valueAsNumber !== value) range.value = digits(value);
      if (number.valueAsNumber !== value) number.value = digits(value);
      range.setAttribute('aria-valuetext', shown(word));
      node.classList.toggle('moved', settings.edits.has(path));
    },
  };
}

/** What else has to move with the first year, so that it stays before the last. */
function withYear({ store, path, kind, options, years }: Place, key: string, year: number): Edit[] {
  const at = `${path}.${kind}`, last = years.at(-1) ?? year, edits: Edit[] = [[`${at}.${key}`, String(year)]];
  const word = (name: string) => wordAt(store.file, `${at}.${name}`);
  if (key === 'years.0') {
    const length = Number(word('years.1')) - Number(word('years.0'));
    return [...edits, [`${at}.years.1`, String(Math.min(last, year + length))]];
  }
  const full = word('full');
  if (options.has('full') && full !== undefined) edits.push([`${at}.full`, String(Math.max(Number(full), year))]);
  return edits;
}

function yearField(place: Place, key: string): Follower {
  const { store, path, kind, options, years, title } = place, at = `${path}.${kind}.${key}`, id = `control-${place.position}-year`;
  const standing = wordAt(store.file, at), until = Number(wordAt(options, 'until') ?? years.at(-1));
  const name = key === 'from' ? words.controls.year : words.controls.years;
  const choice = element('select', { id, 'aria-label': `${title}: ${name}`, 'data-path': at },
    ...years.filter((year) => year <= until).map((year) => element('option', { value: String(year) }, String(year))));
  choice.addEventListener('change', () => store.edit(standing === undefined && Number(choice.value) === years[0]
    ? [[at, '']] : withYear(place, key, Number(choice.value))));
  const node = element('div', { class: 'control year' }, element('label', { for: id }, name), choice);
  return {
    node,
    follow(settings) {
      choice.value = settings.edits.get(at) ?? standing ?? String(years[0]);
      node.classList.toggle('moved', settings.edits.has(at));
    },
  };
}

function about({ options }: Place, text: string | null): HTMLElement {
  const source = wordAt(options, 'source'), assumed = wordAt(options, 'assumed');
  return element('details', { class: 'about' }, element('summary', {}, words.controls.about), text === null ? null : paragraph(text),
    source === undefined ? null : paragraph(words.controls.source(source)), assumed === undefined ? null : paragraph(words.controls.assumed(assumed)));
}

function why(kind: string, sliders: number): string | null {
  if (kind === 'capture') return words.controls.captureOnly;
  if (CLAUSES.includes(kind)) return words.controls.clause;
  return sliders === 0 ? words.controls.noNumber : null;
}

function card(place: Place, text: string | null): Follower {
  const { store, path, kind, options, title } = place, clause = CLAUSES.includes(kind);
  const toggle = element('input', { type: 'checkbox', role: 'switch', id: `control-${place.position}-on`, 'data-path': path,
    'aria-label': words.controls.onOf(title) });
  toggle.disabled = clause;
  toggle.addEventListener('change', () => store.edit([[path, toggle.checked ? '' : OFF]]));
  const restore = element('button', { type: 'button', class: 'restore', 'aria-label': words.controls.asInFileOf(title) }, words.controls.asInFile);
  restore.addEventListener('click', () => {
    store.restore(path);
    toggle.focus();
  });
  const sliders = clause ? [] : slidersOf(kind, options), year = yearPath(kind, options);
  const fields = [...sliders.map((one) => field(place, one)), ...(year === null ? [] : [yearField(place, year)])];
  const body = element('div', { class: 'fields' }, ...fields.map((one) => one.node)), note = why(kind, sliders.length);
  const node = element('li', { class: 'measure', 'data-kind': kind },
    element('div', { class: 'head' }, toggle, element('label', { for: toggle.id }, title), restore),
    fields.length === 0 ? null : body, note === null ? null : paragraph(note, 'note'), about(place, text));
  return {
    node,
    follow(settings) {
      const off = settings.edits.get(path) === OFF;
      const moved = [...settings.edits.keys()].some((one) => one === path || one.startsWith(`${path}.`));
      toggle.checked = !off;
      restore.hidden = !moved;
      node.classList.toggle('off', off);
      node.classList.toggle('moved', moved);
      for (const input of body.querySelectorAll<HTMLInputElement | HTMLSelectElement>('input, select')) input.disabled = off;
      for (const one of fields) one.follow(settings);
    },
  };
}

/** `texts`: a line about each measure of the file, where there is one. */
export function measureCards(store: Store, names: Names, years: number[], texts: (string | null)[]): Follower {
  const cards = measuresOf(store.file).map(({ kind, options }, position) => {
    const title = wordAt(options, 'label') ?? texts[position] ?? subject(kind, options, names);
    return card({ store, names, years, position, kind, options, path: `measures.${position}`, title }, texts[position] ?? null);
  });
  return { node: element('ul', { class: 'measures' }, ...cards.map((one) => one.node)), follow: (settings) => cards.forEach((one) => one.follow(settings)) };
}

/** Agreements in force on both sides: listed, not moved. */
export function overlayList(overlays: { name: string; measures: { text: string }[] }[]): HTMLElement | null {
  if (overlays.length === 0) return null;
  return element('details', { class: 'about overlays' }, element('summary', {}, words.controls.overlays), paragraph(words.controls.overlayNote, 'note'),
    element('ul', {}, ...overlays.map((one): Child => element('li', {}, one.name))));
}
