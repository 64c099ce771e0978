// The answer in a sentence: the file's own while it is in view, else one of the same form for what is in view.
import type { Model } from './model.ts';
import { text } from './text.ts';
import type { Amount } from './types.ts';

const MOST_NAMED = 3;
const LEAST_MUSD = 1; // gainers and losers are counted beyond it

function significant(value: number): string {
  const decimals = value === 0 ? 0 : Math.min(9, Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value)))));
  return `${value > 0 ? '+' : ''}${value.toFixed(decimals)}`;
}

/** Three significant digits with the unit that fits. */
export function money(musd: Amount): string {
  const { sentence: words } = text;
  if (musd === null) return text.notAvailable;
  if (Math.abs(musd) >= 1000) return words.billion(significant(musd / 1000));
  if (Math.abs(musd) >= 0.0995) return words.million(significant(musd));
  return Math.abs(musd) >= 0.0005 ? words.thousand(`${musd > 0 ? '+' : ''}${(1000 * musd).toFixed(0)}`) : words.none;
}

function share(percent: Amount): string {
  return percent === null ? text.notAvailable : Math.abs(percent) < 5e-8 ? '0 %' : `${significant(percent)} %`;
}

export function sentence(model: Model): string {
  const { sentence: words } = text, { headline } = model.results;
  if (!model.edited && model.year.year === headline.year) return headline.sentence;
  const size = (code: string) => Math.abs(model.outcome(code)?.ev_musd ?? 0);
  const named = (model.parties.length > MOST_NAMED ? [...model.parties].sort((a, b) => size(b) - size(a)) : model.parties).slice(0, MOST_NAMED);
  const parts = named.map((code) => words.worth(money(model.outcome(code)?.ev_musd ?? null), model.regionName(code), share(model.outcome(code)?.ev_percent ?? null)));
  const others = model.year.regions.filter((row) => !model.parties.includes(row.region));
  const sum = others.reduce((total, row) => total + (row.ev_musd ?? 0), 0);
  const count = (sign: 1 | -1) => others.filter((row) => sign * (row.ev_musd ?? 0) > LEAST_MUSD).length;
  return [words.lead(model.year.year, words.list(parts), model.edited), model.parties.length > named.length ? words.most(named.length, model.parties.length) : '',
    words.others(money(sum), count(1), count(-1))].join('');
}
