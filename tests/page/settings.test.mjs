// Settings of the living page without a browser: the accord as a tree, edits with undo, links, sliders, what changed in words.
// Prints TAP. node settings.test.mjs SELAT
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { check, done, isEqual } from './tap.mjs';

const page = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'app', 'page');
const names = ['engine/tree', 'store', 'address', 'quantity', 'controls_table', 'subject', 'export_accord'];
const source = names.map((name) => `export * from ${JSON.stringify(join(page, `${name}.ts`))};`).join('\n');
const { outputFiles } = await build({ stdin: { contents: source, resolveDir: page, loader: 'ts' }, bundle: true, write: false, format: 'esm', target: 'es2022' });
const { accordFile, at, changedName, changes, checkOf, digits, edited, fromFragment, kept, mayEdit, readQuantity, readTree, slidersByKind, slidersOf, Store,
  subject, toFragment, treeText, withWord, wordAt, writeQuantity, yearPath } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString('base64')}`);

// The tree and its text.
const map = (entries) => new Map(Object.entries(entries));
const tariff = map({ importer: 'MYS', exporter: 'KOR', products: 'C29', cut: '60%', from: '2026', full: '2035' });
const file = map({
  accord: map({ name: 'A: "b" # c\n- d', parties: ['KOR', 'MYS'] }),
  baseline: map({ years: ['2025', '2035'] }),
  measures: [map({ tariff }), map({ tourism: map({ visitor: 'KOR', host: 'MYS', amount: '40 MUSD' }) }),
    map({ purchase: map({ buyer: 'MYS', seller: 'KOR', product: 'C302T309', amount: '920 MUSD', years: ['2025', '2027'] }) }),
    map({ barrier: map({ between: ['KOR', 'MYS'], products: ['J61', 'J62_63'], cut: '3%', rents: map({ importer: '33%' }) }) })],
});
const text = treeText(file);
isEqual('tree: its text, line by line', text.split('\n').slice(0, 5), ['0\tm\t-\t', '1\tm\taccord\t', '2\ts\tname\tA%3A%20%22b%22%20%23%20c%0A-%20d', '2\tl\tparties\t', '3\ts\t-\tKOR']);
isEqual('tree: read back', treeText(readTree(text)), text);
const odd = ['', '-', '%', '\t', 'Türkiye', '__proto__', '\ud800'];
isEqual('tree: odd words come back', odd.map((word) => readTree(treeText([word]))[0]), [...odd.slice(0, -1), '\ufffd']);
const refused = ['', '1\ts\t-\ta', '0\tx\t-\t', '0\tl\t-\t\n2\ts\t-\ta', '0\ts\t-\ta\n0\ts\t-\tb', '0\ts\t-\ta\n1\ts\t-\tb'].filter((bad) => {
  try { readTree(bad); return false; } catch { return true; }
});
isEqual('tree: what is none is refused', refused.length, 6);
isEqual('tree: a word moved, the rest shared', [wordAt(withWord(file, 'measures.0.tariff.cut', '80%'), 'measures.0.tariff.cut'), wordAt(file, 'measures.0.tariff.cut'),
  at(withWord(file, 'measures.0.tariff.cut', '80%'), 'accord') === at(file, 'accord')], ['80%', '60%', true]);

// Numbers with units.
const units = ['60%', '+10 MUSD', '20 ktH2/yr', '5 USD/kg', '-3 %', '0.5%'];
isEqual('quantities: written as they were read', units.map((word) => writeQuantity(readQuantity(word).value, readQuantity(word))), units);
isEqual('quantities: words are none', ['goods', '', 'NaN', '1e999 MUSD', '%'].map(readQuantity), [null, null, null, null, null]);
isEqual('quantities: short digits', [0.1 + 0.2, -0, 1e-7, 3, 55.5].map(digits), ['0.3', '0', '0.0000001', '3', '55.5']);

// Edits.
const start = { edits: new Map(), year: 2035, region: 'KOR' };
const store = new Store(file, start);
store.edit([['measures.0.tariff.cut', '70%']], 'drag');
store.edit([['measures.0.tariff.cut', '80%']], 'drag');
store.settle();
store.edit([['measures.1', 'off']]);
isEqual('edits: the accord with them', [wordAt(edited(file, store.settings.edits), 'measures.0.tariff.cut'), at(edited(file, store.settings.edits), 'measures').length,
  kept(file, store.settings.edits)], ['80%', 3, [0, 2, 3]]);
store.undo();
isEqual('edits: undo takes one step back', [...store.settings.edits], [['measures.0.tariff.cut', '80%']]);
store.undo();
isEqual('edits: a drag is one step', [...store.settings.edits, store.canUndo, store.canRedo], [false, true]);
store.redo();
store.redo();
isEqual('edits: redo', store.settings.edits.size, 2);
store.edit([['measures.0.tariff.cut', '60%']]);
isEqual('edits: the word of the file is no edit', [...store.settings.edits.keys()], ['measures.1']);
store.reset();
isEqual('edits: reset, and undo of it', [store.changed, (store.undo(), store.changed)], [false, true]);
isEqual('edits: only words of measures', ['measures.0.tariff.cut', 'measures.0.tariff.utilisation', 'measures.2.purchase.years.0', 'measures.3.barrier.rents.importer', 'measures.0', 'accord.name',
  'measures.0.barrier.cut', 'measures.9.tariff.cut', 'measures.2.purchase.years', 'measures.2.purchase.years.7', 'measures.3.barrier.between', '__proto__.x', 'measures.0.tariff.__proto__']
  .map((path) => mayEdit(file, path, path === 'measures.0' ? 'off' : '1%')), [true, true, true, true, true, false, false, false, false, false, false, false, true]);
isEqual('edits: a key named __proto__ is a key like others', edited(file, new Map([['measures.0.tariff.__proto__', '1']])) instanceof Map && ({}).polluted, undefined);

// Links.
const settings = { edits: new Map([['measures.0.tariff.cut', '55%'], ['measures.1', 'off'], ['measures.2.purchase.amount', '1000 MUSD']]), year: 2030, region: 'MYS' };
const years = Array.from({ length: 11 }, (_, k) => 2025 + k), regions = ['KOR', 'MYS', 'SGP'];
const link = toFragment(settings, start, file), back = fromFragment(link, start, file, years, regions);
isEqual('links: short', [toFragment(start, start, file), link], ['', `#s1.${checkOf(file)}&y=2030&r=MYS&0.tariff.cut=55%25&1=off&2.purchase.amount=1000+MUSD`]);
isEqual('links: round trip', [[...back.settings.edits], back.settings.year, back.settings.region, back.problem], [[...settings.edits], 2030, 'MYS', null]);
const head = `#s1.${checkOf(file)}`;
const hostile = ['', '#gains', '#<script>', '#s9.0&y=2030', '#s1.00000000&1=off', `${head}&y=1900`, `${head}&accord.name=x`, `${head}&0.tariff.cut=%`, `${head}&0.tariff.cut=1%00`, `${head}&=`,
  `#${'x'.repeat(9000)}`, `${head}${'&1=off'.repeat(500)}`];
isEqual('links: what does not belong here is said', hostile.map((one) => fromFragment(one, start, file, years, regions)?.problem),
  [undefined, undefined, 'unreadable', 'version', 'accord', 'part', 'part', 'part', 'part', 'part', 'unreadable', 'part']);
isEqual('links: the rest of a link is used', fromFragment(`${head}&nonsense&y=2026`, start, file, years, regions).settings.year, 2026);

// Sliders: on the file's number, within what the engine accepts, every key an option with a number.
const sections = new Map(JSON.parse(execFileSync(process.argv[2], ['schema', '--json'], { encoding: 'utf8' })).sections.map((one) => [one.section, one]));
for (const [kind, keys] of Object.entries(slidersByKind())) {
  for (const key of keys) {
    const option = sections.get(kind)?.options.find((one) => one.key === key);
    const { unit, low, high } = option ?? {}, typical = { '%': '12%', MUSD: '+920 MUSD' }[unit] ?? `7 ${unit}`;
    const [found] = slidersOf(kind, map({ [key]: typical })), { reach } = found ?? { reach: {} }, value = readQuantity(typical).value;
    const onGrid = Math.abs((value - reach.low) / reach.step - Math.round((value - reach.low) / reach.step)) < 1e-6;
    check(`sliders: ${kind}.${key} stays within the engine's limits and has the file's number on it`, option?.kind === 'number' && reach.low >= low && reach.high <= high
      && reach.low <= value && value <= reach.high && onGrid && (reach.high - reach.low) / reach.step >= 20 && (reach.high - reach.low) / reach.step <= 4000, { low, high, reach });
  }
  check(`sliders: ${kind} has a first year`, sections.get(kind).options.some((one) => one.key === (yearPath(kind, map({})) ?? '').split('.')[0]));
}
const measures = [...sections.values()].filter((one) => one.measure && one.modelled).map((one) => one.section);
isEqual('sliders: every measure of the engine has a table, is on or off, or is a clause', measures.filter((kind) => !(kind in slidersByKind())), ['capture', 'stockpile', 'priority', 'standby', 'preparedness']);

// Words.
const words = { region: (code) => ({ KOR: 'Korea', MYS: 'Malaysia' }[code] ?? code), sector: (code) => ({ C29: 'Motor vehicles', C302T309: 'Aircraft, rail and other', J61: 'Telecommunications', J62_63: 'IT services' }[code] ?? code) };
isEqual('words: what a measure is about', file.get('measures').map((one) => { const [[kind, options]] = one; return subject(kind, options, words); }),
  ['Malaysia’s duty cut on motor vehicles', 'visitors from Korea in Malaysia', 'purchase of aircraft, rail and other by Malaysia', 'barriers for telecommunications and IT services, Korea and Malaysia']);
isEqual('words: what changed', changes(file, new Map([...settings.edits, ['measures.0.tariff.from', '2028'], ['measures.0.tariff.full', '2035']]), words),
  ['Malaysia’s duty cut on motor vehicles 60\u00a0% → 55\u00a0%', 'Malaysia’s duty cut on motor vehicles from 2026 → 2028', 'visitors from Korea in Malaysia taken out',
    'purchase of aircraft, rail and other by Malaysia 920\u00a0million USD → 1,000\u00a0million USD']);
isEqual('files: a head of comments that no name can end', accordFile('accord:\n', 'a\nb: c\u2028d', 'f.yaml', '2026-01-01', ['x\r\ny']).split('\n').filter((line) => !line.startsWith('#')), ['accord:', '']);
isEqual('files: names', ['accords/korea-malaysia.yaml', '', '../<x>.YML'].map(changedName), ['korea-malaysia-changed.yaml', 'accord-changed.yaml', '-x--changed.yaml']);
done();
