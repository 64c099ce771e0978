// The blank page without a browser: forms and the file, units, the engine's error lines, addresses, the search in a list.
// Prints TAP. node forms.test.mjs SELAT
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

let count = 0, failures = 0;
function isEqual(name, found, expected) {
  const holds = JSON.stringify(found) === JSON.stringify(expected);
  count += 1;
  if (!holds) failures += 1;
  process.stdout.write(`${holds ? 'ok' : 'not ok'} ${count} - ${name}\n`);
  if (!holds) process.stdout.write(`# found ${JSON.stringify(found)}\n# expected ${JSON.stringify(expected)}\n`);
}

const page = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'app', 'page');
const names = ['new_draft', 'new_errors', 'new_address', 'new_match', 'schema'];
const source = names.map((name) => `export * from ${JSON.stringify(join(page, `${name}.ts`))};`).join('\n');
const { outputFiles } = await build({ stdin: { contents: source, resolveDir: page, loader: 'ts' }, bundle: true, write: false, format: 'esm', target: 'es2022' });
const { complaintOf, draftOf, fileOf, fromFragment, matching, measureKinds, missing, newItem, sectionOf, toFragment, withoutUnit, withUnit } =
  await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString('base64')}`);
const schema = JSON.parse(execFileSync(process.argv[2], ['schema'], { encoding: 'utf8' }));

// The schema: every measure that is modelled has a form.
const kinds = measureKinds(schema).map((one) => one.section);
isEqual('schema: the measures', [...kinds].sort(), ['barrier', 'capacity', 'capture', 'carbon_price', 'export_tax', 'hydrogen', 'intensity', 'investment', 'labour',
  'preparedness', 'priority', 'purchase', 'standby', 'stockpile', 'tariff', 'tourism']);
const known = ['text', 'date', 'number', 'year', 'region', 'regions', 'product', 'products', 'choice', 'years', 'map', 'map by region', 'list'];
isEqual('schema: no option of a kind without a field', schema.sections.flatMap((one) => one.options).filter((one) => !known.includes(one.kind)), []);
isEqual('schema: a rate with its range in per cent', (({ kind, unit, low, high }) => [kind, unit, low, high])(sectionOf(schema, 'tariff').options.find((one) => one.key === 'cut')),
  ['number', '%', 0, 100]);

// Numbers get the unit of their option; words stay as they are, for the engine to judge.
isEqual('units: put behind numbers', [['5', '%'], [' -2.5 ', '%'], ['920', 'MUSD'], ['+10', 'MUSD'], ['.5', 'USD/kg'], ['1e3', 'MUSD'], ['7', null]].map(([typed, unit]) => withUnit(typed, unit)),
  ['5%', '-2.5%', '920 MUSD', '+10 MUSD', '.5 USD/kg', '1e3 MUSD', '7']);
isEqual('units: what has one, or is no number, stays', ['5%', '0.92 BUSD', 'five', '1,000', ''].map((typed) => withUnit(typed, 'MUSD')), ['5%', '0.92 BUSD', 'five', '1,000', '']);
isEqual('units: taken off to show the number', [['5%', '%'], ['920 MUSD', 'MUSD'], ['0.92 BUSD', 'MUSD'], ['12', '%']].map(([written, unit]) => withoutUnit(written, unit)),
  ['5', '920', '0.92 BUSD', '12']);

// The draft and the file.
const start = { accord: { name: 'A', parties: ['KOR', 'MYS'] }, baseline: { years: ['2025', '2030'], overlays: ['rcep'] },
  measures: [{ tariff: { between: ['KOR', 'MYS'], to: '0%' } }, { barrier: { importer: 'KOR', exporter: 'MYS', products: 'J61', cut: '1%', rents: { importer: '20%' } } }],
  stress: [{ name: 'x', gate: 'hormuz', days: '60' }], pending: [{ commitment: 'later' }], uncertainty: { draws: '10' } };
const draft = draftOf(start, 'oecd-2022');
isEqual('file: what was read is written again', fileOf(draft), { ...start, baseline: { table: 'oecd-2022', ...start.baseline } });
isEqual('file: the table is that of the page', fileOf(draftOf({ accord: {}, baseline: { table: 'other.h5', years: '2025' } }, 'oecd-2022')).baseline, { table: 'oecd-2022', years: '2025' });
isEqual('file: empty fields are left out', fileOf(draftOf({ accord: { name: '', parties: [] }, measures: [{ tariff: { to: '0%', exclude: [], rents: { importer: '' } } }] }, 't')),
  { accord: {}, baseline: { table: 't' }, measures: [{ tariff: { to: '0%' } }] });
isEqual('file: only what is complete', fileOf(draft, (item) => item.kind === 'tariff').measures.length, 1);
isEqual('missing: required keys', [missing(schema, 'purchase', { buyer: 'MYS' }), missing(schema, 'tariff', {}), missing(schema, 'accord', { name: '' })],
  [['seller', 'product', 'amount', 'years'], [], ['name', 'parties']]);
isEqual('items: ids differ', new Set([newItem('a'), newItem('a'), ...draft.measures].map((one) => one.id)).size, 4);

// The engine's words, and where they belong.
isEqual('errors: a measure', complaintOf('new.yaml:9:13: measures[0].tariff.to: found 12, expected a number in %'),
  { section: 'measures', position: 0, key: 'to', words: 'found 12, expected a number in %' });
isEqual('errors: without line and column', complaintOf('new.yaml: measures[12].barrier.rents.importer: found x, expected y'),
  { section: 'measures', position: 12, key: 'rents', words: 'found x, expected y' });
isEqual('errors: the whole of a measure', complaintOf('a.yaml:3:1: measures[1].tariff: expected one of to, cut, add and schedule'),
  { section: 'measures', position: 1, key: '', words: 'expected one of to, cut, add and schedule' });
isEqual('errors: parties', complaintOf('a.yaml:4:15: accord.parties[1]: found NO, expected an ISO three-letter code (did you mean NOR?)'),
  { section: 'accord', position: 0, key: 'parties', words: 'found NO, expected an ISO three-letter code (did you mean NOR?)' });
isEqual('errors: a stress test and the baseline', [complaintOf('a.yaml: stress[2].days: found x, expected y'), complaintOf('a.yaml: baseline.years: found x, expected y')].map((one) =>
  [one.section, one.position, one.key]), [['stress', 2, 'days'], ['baseline', 0, 'years']]);
isEqual('errors: of nothing in the file', complaintOf('the solver stopped: no equilibrium'), { section: null, position: 0, key: '', words: 'the solver stopped: no equilibrium' });

// Addresses.
const hostile = { accord: { name: '<img src=x onerror=alert(1)>\u2028"\u0000', parties: ['KOR'] } };
isEqual('address: there and back', [fromFragment(toFragment(start)), fromFragment(toFragment(hostile))], [start, hostile]);
isEqual('address: plain letters only', /^#accord=[\w-]+$/.test(toFragment(hostile)), true);
isEqual('address: what is none of ours', ['', '#gains', '#accord=', '#accord=!!', `#accord=${Buffer.from('[1,2]').toString('base64url')}`, `#accord=${Buffer.from('{"a":1}').toString('base64url')}`,
  `#accord=${Buffer.from('{"a":{"b":null}}').toString('base64url')}`].map(fromFragment), [null, null, null, null, null, null, null]);
isEqual('address: too long for one', toFragment({ accord: { source: 'x'.repeat(60000) } }), null);

// Searching.
const choices = [['MYS', 'Malaysia'], ['MLT', 'Malta'], ['KOR', 'Korea'], ['CIV', 'C\u00f4te d\u2019Ivoire'], ['TUR', 'T\u00fcrkiye'], ['SOM', 'Somalia'], ['MAL', 'A group']]
  .map(([code, name]) => ({ code, name }));
isEqual('search: the code first, then beginnings, then the rest', matching(choices, 'mal').map((one) => one.code), ['MAL', 'MYS', 'MLT', 'SOM']);
isEqual('search: without accents', [matching(choices, 'cote')[0].code, matching(choices, 'TURK')[0].code], ['CIV', 'TUR']);
isEqual('search: nothing typed, nothing found', [matching(choices, ' ').length, matching(choices, 'zz').length], [7, 0]);

process.stdout.write(`1..${count}\n`);
process.exit(failures === 0 ? 0 : 1);
