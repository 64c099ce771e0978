// What the agreement brings: the answer, the parties, who gains, trade and sectors. Drawn once, then kept up to date.
import { board, type Board } from './board.ts';
import { gains } from './chart_gains.ts';
import { mapSection } from './chart_map.ts';
import { sectorsSection } from './chart_sectors.ts';
import { element } from './dom.ts';
import { change, changeMusd, perHead, percentChange, trueMinus } from './format.ts';
import type { Model } from './model.ts';
import { section, showing, type Section } from './section.ts';
import { tradeSection } from './section_trade.ts';
import { sentence } from './sentence.ts';
import { text } from './text.ts';
import { element as tree, type Tree } from './tree.ts';
import type { Country } from './world.ts';

const MOST_CARDS = 4;

/** "KOR +12.3, MYS −4.5 million USD": stays in sight while one builds. */
export function shortAnswer(model: Model): string {
  return `${model.parties.slice(0, MOST_CARDS).map((code) => `${code} ${change(model.outcome(code)?.ev_musd ?? null)}`).join(' · ')} ${text.units.musd}`;
}

function card(model: Model, code: string): Tree {
  const row = model.outcome(code), words = text.headline;
  if (row === undefined) return tree('article', { class: 'card' }, tree('h3', {}, model.regionName(code)));
  const [first = '', ...rest] = changeMusd(row.ev_musd).split('\u00a0');
  const difference = (now: number | null, base: number | null) => changeMusd(now === null || base === null ? null : now - base);
  const facts: [string, string][] = [
    [words.realWage, percentChange(row.real_wage_hat === null ? null : 100 * (row.real_wage_hat - 1))],
    [words.customs, difference(row.tariff_revenue_new_musd, row.tariff_revenue_base_musd)],
    [words.exports, difference(row.exports_new_musd, row.exports_base_musd)],
    [words.imports, difference(row.imports_new_musd, row.imports_base_musd)],
  ];
  const share = [`${percentChange(row.ev_percent)} ${words.ofSpending}`,
    ...(row.ev_per_head_usd === null ? [] : [`${perHead(row.ev_per_head_usd)} ${words.perHead}`])].join(' · ');
  return tree('article', { class: 'card', 'data-region': code, 'data-ev-musd': String(row.ev_musd), 'data-numbers': JSON.stringify(row) },
    tree('h3', {}, model.regionName(code)), tree('p', { class: 'term' }, words.ev),
    tree('p', { class: 'big' }, tree('strong', {}, first), ' ', rest.join(' ')), tree('p', { class: 'share' }, share),
    tree('dl', {}, ...facts.map(([term, value]) => tree('div', {}, tree('dt', {}, term), tree('dd', {}, value)))));
}

function sections(first: Model, countries: Country[]): Section[] {
  return [
    showing(first, (model) => tree('p', { class: 'sentence', id: 'sentence', role: 'status' }, trueMinus(sentence(model)))),
    showing(first, (model) => tree('div', { class: 'cards' }, ...model.parties.slice(0, MOST_CARDS).map((code) => card(model, code)))),
    section(text.gains.id, text.gains.title, first, (model) => [gains(model)]),
    mapSection(first, countries), tradeSection(first), sectorsSection(first),
  ];
}

export interface ResultPanel {
  node: HTMLElement;
  show(model: Model, note: string): void;
  /** In place of numbers, or above old ones. */
  tell(message: string, kind: 'wait' | 'alarm', aboutOld?: string): void;
  /** What the numbers are without; '': nothing. */
  lack(words: string): void;
  /** Words for the time until the first numbers come. */
  expect(message: string): void;
  /** Old numbers stay, marked as such. */
  age(old: boolean): void;
  clear(): void;
}

export function resultPanel(countries: Country[]): ResultPanel {
  const told = element('p', { class: 'told', id: 'told', role: 'status' });
  const note = element('p', { class: 'note', id: 'solved' }), lacking = element('p', { class: 'lack', id: 'lack' });
  const body = element('div', { id: 'numbers' });
  const node = element('div', { class: 'result' }, told, lacking, body, note);
  let standing: { board: Board; parties: string } | null = null;
  return {
    node,
    show: (model, words) => {
      const parties = model.parties.join(' ');
      // Other parties are other charts.
      if (standing === null || standing.parties !== parties) {
        const made = sections(model, countries);
        body.replaceChildren(...made.map((one) => one.node));
        standing = { board: board(made), parties };
      } else {
        standing.board.show(model);
      }
      note.textContent = words;
      told.textContent = '';
      told.className = 'told';
      node.classList.remove('old');
    },
    tell: (message, kind, aboutOld = '') => {
      told.textContent = standing === null ? message : `${message}. ${aboutOld}`.trim();
      told.className = kind === 'alarm' ? 'told alarm' : 'told';
    },
    expect: (message) => {
      if (standing !== null) return;
      told.textContent = message;
      told.className = 'told';
    },
    lack: (words) => { lacking.textContent = words; },
    age: (old) => node.classList.toggle('old', old && standing !== null),
    clear: () => {
      standing = null;
      note.textContent = lacking.textContent = '';
      body.replaceChildren();
    },
  };
}
