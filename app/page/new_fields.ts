// One field of a form for every kind of option. What stands in a field is what the file will have; an untouched default
// is shown but not written.
import { element, type Child } from './dom.ts';
import { words, isMap, type Value, type Values } from './new_draft.ts';
import type { Choice } from './new_match.ts';
import { picker } from './new_picker.ts';
import { newText } from './text_new.ts';
import { keyTitle, sectionOf, withoutUnit, withUnit, type Option, type Schema } from './schema.ts';

export interface FormContext {
  schema: Schema;
  /** Regions, with the groups behind them. */
  regions: Choice[];
  regionsAndGroups: Choice[];
  products: Choice[];
  productsAndGroups: Choice[];
  overlays: Choice[];
  /** First and last year of the run, as far as they are known. */
  years(): [number, number];
}

export interface Field {
  key: string;
  node: HTMLElement;
  /** What the engine says is wrong here; null: nothing. `rest` is the path below this field. */
  complain(message: string | null): void;
  focus(): void;
}

interface Maker {
  option: Option;
  id: string;
  value: Value | undefined;
  context: FormContext;
  /** undefined: the key is not written. */
  changed(value: Value | undefined): void;
}

/** The control and what has to be asked for its focus. */
interface Control {
  node: HTMLElement;
  input: HTMLElement;
  /** A group of controls has a legend in place of a label. */
  group?: boolean;
}

/** Fields that take a whole row. */
const WIDE: Option['kind'][] = ['regions', 'products', 'map', 'list', 'map by region', 'text', 'years'];

type Attributes = Record<string, string>;

const described = (id: string): Attributes => ({ 'aria-describedby': `${id}-help ${id}-error` });

function defaultWord({ option, context }: Maker): string {
  const [first, last] = context.years();
  switch (option.default) {
    case null: return '';
    case 'first year': return String(first);
    case 'last year': return String(last);
    case 'from': case 'start': return newText.form.same(option.default);
    default: return option.default;
  }
}

function line(maker: Maker, attributes: Attributes, read: (typed: string) => string, start: string): Control {
  const input = element('input', { id: maker.id, type: 'text', ...described(maker.id), ...attributes });
  input.value = start;
  input.addEventListener('input', () => {
    const typed = input.value.trim();
    maker.changed(typed === '' ? undefined : read(typed));
  });
  return { node: input, input };
}

function textField(maker: Maker): Control {
  return line(maker, { placeholder: maker.option.default ?? '' }, (typed) => typed, words(maker.value)[0] ?? '');
}

function dateField(maker: Maker): Control {
  return line(maker, { type: 'date' }, (typed) => typed, words(maker.value)[0] ?? '');
}

function numberField(maker: Maker): Control {
  const { unit, default: standard, low, high } = maker.option;
  const given = words(maker.value)[0] ?? standard ?? '';
  const title = low === null || high === null ? {} : { title: newText.form.range(String(low), String(high), unit ?? '') };
  const control = line(maker, { inputmode: 'decimal', autocomplete: 'off', ...title }, (typed) => withUnit(typed, unit), withoutUnit(given, unit));
  return { node: element('span', { class: 'measured' }, control.node, unit === null ? null : element('span', { class: 'unit' }, unit)), input: control.input };
}

function yearField(maker: Maker): Control {
  return line(maker, { inputmode: 'numeric', autocomplete: 'off', maxlength: '4', class: 'year', placeholder: defaultWord(maker) }, (typed) => typed,
    words(maker.value)[0] ?? '');
}

function yearsField(maker: Maker): Control {
  const given = words(maker.value), standard = maker.option.default?.split('-') ?? [];
  const [first = standard[0] ?? '', last = standard[1] ?? first] = given;
  const make = (k: number, start: string, label: string) => {
    const input = element('input', { id: k === 0 ? maker.id : `${maker.id}-last`, type: 'text', inputmode: 'numeric', maxlength: '4', class: 'year',
      autocomplete: 'off', 'aria-label': label, ...described(maker.id) });
    input.value = start;
    input.addEventListener('input', report);
    return input;
  };
  const report = () => {
    const typed = [from.value.trim(), to.value.trim()].filter((one) => one !== '');
    maker.changed(typed.length === 0 ? undefined : typed.length === 1 ? typed[0] : typed);
  };
  const title = keyTitle(maker.option.key);
  const from = make(0, first, newText.form.firstOf(title)), to = make(1, last, newText.form.lastOf(title));
  return { node: element('span', { class: 'measured' }, from, newText.form.until, to), input: from, group: true };
}

function choiceField(maker: Maker): Control {
  const { choices, default: standard } = maker.option;
  const given = words(maker.value)[0] ?? standard ?? '';
  const input = element('select', { id: maker.id, ...described(maker.id) });
  if (standard === null) input.append(element('option', { value: '' }, newText.form.notGiven));
  for (const choice of (choices ?? '').split('|')) {
    input.append(element('option', { value: choice }, choice === standard ? newText.form.standard(choice) : choice));
  }
  input.value = given;
  input.addEventListener('change', () => maker.changed(input.value === '' || input.value === standard ? undefined : input.value));
  return { node: input, input };
}

function codesField(maker: Maker, choices: Choice[], many: boolean): Control {
  const standard = words(maker.option.default ?? undefined);
  let untouched = maker.value === undefined && standard.length > 0;
  const made = picker({ id: maker.id, choices, many, describedBy: `${maker.id}-help ${maker.id}-error`,
    ...(standard.length === 0 ? {} : { placeholder: newText.form.unless(standard.join(', ')) }),
    changed: (codes) => {
      // What is chosen first takes the place of the default.
      const now = untouched ? codes.filter((code) => !standard.includes(code)) : codes;
      if (untouched) made.set(now);
      untouched = false;
      maker.changed(now.length === 0 ? undefined : now.length === 1 ? now[0] : now);
    } });
  made.set(maker.value === undefined ? standard : words(maker.value));
  return { node: made.node, input: made.input };
}

/** One word a line; a map by region has "MYS: 25%" on each. */
function linesField(maker: Maker, read: (lines: string[]) => Value | undefined, start: string[]): Control {
  const input = element('textarea', { id: maker.id, rows: '2', spellcheck: 'false', ...described(maker.id) });
  input.value = start.join('\n');
  input.addEventListener('input', () => {
    const lines = input.value.split('\n').map((one) => one.trim()).filter((one) => one !== '');
    maker.changed(lines.length === 0 ? undefined : read(lines));
  });
  return { node: input, input };
}

function regionMapField(maker: Maker): Control {
  const start = isMap(maker.value) ? Object.entries(maker.value).map(([code, value]) => `${code}: ${words(value)[0] ?? ''}`) : [];
  return linesField(maker, (lines) => Object.fromEntries(lines.map((one) => {
    const [code = '', ...rest] = one.split(':');
    return [code.trim(), withUnit(rest.join(':'), maker.option.unit)];
  })), start);
}

function mapField(maker: Maker): Control {
  const values: Values = isMap(maker.value) ? { ...maker.value } : {};
  const fields = sectionOf(maker.context.schema, maker.option.choices ?? '').options.map((option) =>
    field(option, `${maker.id}-${option.key}`, values[option.key], maker.context, (value) => {
      if (value === undefined) delete values[option.key];
      else values[option.key] = value;
      maker.changed(Object.keys(values).length === 0 ? undefined : { ...values });
    }));
  const node = element('div', { class: 'inner' }, ...fields.map((one) => one.node));
  return { node, input: node, group: true };
}

function control(maker: Maker): Control {
  const { context, option } = maker;
  switch (option.kind) {
    case 'date': return dateField(maker);
    case 'number': return numberField(maker);
    case 'year': return yearField(maker);
    case 'years': return yearsField(maker);
    case 'choice': return choiceField(maker);
    case 'region': return codesField(maker, context.regions, false);
    case 'regions': return codesField(maker, context.regionsAndGroups, true);
    case 'product': return codesField(maker, context.products, false);
    case 'products': return codesField(maker, context.productsAndGroups, true);
    case 'map': return mapField(maker);
    case 'map by region': return regionMapField(maker);
    case 'list':
      if (option.key === 'overlays') return codesField(maker, context.overlays, true);
      return linesField(maker, (lines) => lines, words(maker.value));
    case 'text': return textField(maker);
  }
}

/** Words between backticks are keys and values of the file. */
function marked(help: string): Child[] {
  return help.split('`').map((part, k) => (k % 2 === 1 ? element('code', {}, part) : part));
}

/** A list is written as a list even where it has one item. */
const asList = (option: Option, value: Value | undefined) => (option.kind === 'list' && typeof value === 'string' ? [value] : value);

export function field(option: Option, id: string, value: Value | undefined, context: FormContext,
  changed: (value: Value | undefined) => void): Field {
  const made = control({ option, id, value, context, changed: (now) => changed(asList(option, now)) });
  const title = keyTitle(option.key), error = element('p', { class: 'error', id: `${id}-error`, 'aria-live': 'polite' });
  const mark = option.required ? element('span', { class: 'required' }, ` ${newText.form.required}`) : null;
  const help = [...marked(option.help), ...(option.source === null ? [] : marked(newText.form.source(option.source)))];
  const hint = element('p', { class: 'hint', id: `${id}-help` }, ...help);
  const node = made.group === true
    ? element('fieldset', { class: 'field' }, element('legend', {}, title, mark), made.node, error, hint)
    : element('div', { class: 'field' }, element('label', { for: id }, title, mark), made.node, error, hint);
  node.dataset['key'] = option.key;
  if (WIDE.includes(option.kind)) node.classList.add('wide');
  return {
    key: option.key, node,
    complain: (message) => {
      error.textContent = message ?? '';
      node.classList.toggle('wrong', message !== null);
      if (message === null) made.input.removeAttribute('aria-invalid');
      else if (made.group !== true) made.input.setAttribute('aria-invalid', 'true');
    },
    focus: () => made.input.focus(),
  };
}
