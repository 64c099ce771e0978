// Measures and their edits in words: "Malaysia's duty cut on motor vehicles", "visitors from Korea in Malaysia taken out".
import { fixed } from './format.ts';
import { readQuantity, unitName } from './quantity.ts';
import { OFF } from './store.ts';
import { liveText as words } from './text_live.ts';
import { measuresOf, words as listOf, wordAt, type Tree, type TreeMap } from './engine/tree.ts';

/** Names by code. */
export interface Names {
  region(code: string): string;
  sector(code: string): string;
}

const NO_BREAK = '\u00a0';
const MOST_NAMES = 2;

function some(names: string[]): string {
  return names.length <= MOST_NAMES ? words.and(names) : words.others(names[0] ?? '', names.length - 1);
}

function regions(options: TreeMap, names: Names, ...keys: string[]): string {
  const key = keys.find((one) => options.has(one));
  return some(listOf(key === undefined ? undefined : options.get(key)).map((code) => names.region(code)));
}

function products(options: TreeMap, names: Names): string {
  const codes = listOf(options.get('products') ?? options.get('product'));
  if (codes.length === 0) return words.everything;
  return some(codes.map((code) => words.groups[code] ?? lower(names.sector(code))));
}

/** Within a sentence; names that are not words, such as "IT services", keep their capitals. */
function lower(name: string): string {
  return /^[A-Z][a-z]/.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name;
}

/** What a measure is about, in a few words. */
export function subject(kind: string, options: TreeMap, names: Names): string {
  const { subjects } = words, what = products(options, names);
  const who = (...keys: string[]) => regions(options, names, ...keys);
  switch (kind) {
    case 'tariff': {
      const levies = words.of(who('importer', 'between'));
      return options.has('cut') ? subjects.tariff(levies, what) : subjects.duty(levies, what);
    }
    case 'barrier': return subjects.barrier(who('between', 'importer'), what);
    case 'purchase': return subjects.purchase(who('buyer'), what);
    case 'capacity': return subjects.capacity(who('region'), what);
    case 'export_tax': return subjects.export_tax(words.of(who('exporter')), what);
    case 'labour': return subjects.labour(who('region'));
    case 'capture': return subjects.capture(who('from'));
    case 'intensity': return subjects.intensity(who('region'), what);
    case 'investment': return subjects.investment(who('region'), what);
    case 'tourism': return subjects.tourism(who('visitor'), who('host'));
    case 'hydrogen': return subjects.hydrogen(who('seller'), who('buyer'));
    case 'carbon_price': return subjects.carbon_price(who('region'));
    case 'stockpile': return subjects.stockpile(who('region'), what);
    case 'priority': return subjects.priority(who('buyer'), what);
    case 'standby': return subjects.standby(who('region'), what);
    case 'preparedness': return subjects.preparedness(wordAt(options, 'stress') ?? '');
    default: return kind;
  }
}

/** A value of the file with its unit as the page writes it: "60 %", "920 million USD"; other words as they are. */
export function shown(word: string): string {
  const quantity = readQuantity(word);
  if (quantity === null || quantity.unit === '') return word;
  const decimals = (/\.(\d+)/.exec(String(Number(quantity.value.toPrecision(12)))) ?? ['', ''])[1]?.length ?? 0;
  return `${fixed(quantity.value, decimals)}${NO_BREAK}${unitName(quantity.unit, words.units)}`;
}

const upper = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);

/** What differs from the file, a phrase for each measure that is taken out and each word that is moved. */
export function changes(file: Tree, edits: ReadonlyMap<string, string>, names: Names): string[] {
  const phrases = measuresOf(file).flatMap(({ kind, options }, k) => {
    const path = `measures.${k}`, about = subject(kind, options, names);
    if (edits.get(path) === OFF) return [words.changed.off(about)];
    const own = [...edits].filter(([one]) => one.startsWith(`${path}.${kind}.`));
    return own.flatMap(([one, value]) => {
      const key = one.slice(path.length + kind.length + 2), before = wordAt(file, one);
      if (key === 'full' || key === 'years.1') return []; // they follow the first year
      const old = before === undefined ? words.changed.notGiven : shown(before);
      if (key === 'from' || key === 'years.0') return [words.changed.starts(about, before ?? words.changed.notGiven, value)];
      const first = key === (['cut', 'to', 'amount', 'output', 'productivity', 'capacity', 'change', 'rate', 'price'].find((main) => options.has(main)) ?? key);
      const what = first ? about : `${about}, ${words.keys[`${kind}.${key}`] ?? key}`;
      return [words.changed.moved(what, old, shown(value))];
    });
  });
  return phrases.map((phrase, k) => (k === 0 ? upper(phrase) : phrase));
}
