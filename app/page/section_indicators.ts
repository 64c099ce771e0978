// What the agreement moves besides income: value added in trade, exposure to suppliers, position, footprints of the parties.
import type { Model } from './model.ts';
import { kept, section, type Section } from './section.ts';
import { text } from './text.ts';
import { folded, paragraph, table } from './tree.ts';
import type { IndicatorRow, Indicators } from './types_indicators.ts';
import type { Amount } from './types.ts';

const words = text.indicators;
const MOST_INDUSTRIES = 12;

const number = (value: Amount): string =>
  (value === null ? text.notAvailableShort : value.toLocaleString(text.numbers, { maximumSignificantDigits: 7 }).replace('-', '−'));
const percent = (value: Amount): string =>
  (value === null ? text.notAvailableShort
    : `${value > 0 ? '+' : ''}${value.toLocaleString(text.numbers, { maximumSignificantDigits: 2 })}`.replace('-', '−'));
const readable = (name: string): string => name.replaceAll('_', ' ');

function help(indicators: Indicators, row: IndicatorRow): string {
  const level = row.sector === undefined ? 'region' : 'industry';
  return indicators.definitions.find((one) => one.indicator === row.indicator && one.level === level)?.help ?? '';
}

function regionRows(indicators: Indicators, parties: string[]): string[][] {
  const names = [...new Set(indicators.regions.map((row) => row.indicator))].filter((name) => !name.startsWith('kww_'));
  return names.flatMap((name) => parties.flatMap((code) => indicators.regions
    .filter((row) => row.indicator === name && row.region === code)
    .map((row) => [`${readable(name)}, ${code}`, help(indicators, row), row.unit, number(row.before), number(row.after), percent(row.change_percent)])));
}

/** The industries whose position or exposure moves most; losses by extraction follow output and are left to the files. */
function industryRows(indicators: Indicators): string[][] {
  const groups = new Map(indicators.definitions.filter((one) => one.level === 'industry').map((one) => [one.indicator, one.group]));
  return indicators.industries
    .filter((row) => groups.get(row.indicator) !== 'extraction' && row.change_percent !== null)
    .sort((a, b) => Math.abs(b.change_percent ?? 0) - Math.abs(a.change_percent ?? 0))
    .slice(0, MOST_INDUSTRIES)
    .map((row) => [`${row.region} ${row.sector ?? ''}`, readable(row.indicator), row.unit, number(row.before), number(row.after), percent(row.change_percent)]);
}

/** None where the results hold no indicators, or the last year has no answer. */
export function indicatorsSection(first: Model): Section[] {
  const { indicators } = first.results;
  if (indicators === null || indicators === undefined || indicators.regions.length === 0) return [];
  const industries = industryRows(indicators), wide = new Set([0, 1, 2]);
  const parts = [
    folded(words.regions, table(words.regions, words.regionColumns.map((title, k) => ({ title, words: wide.has(k) })), regionRows(indicators, first.parties))),
    industries.length === 0 ? null
      : folded(words.industries, table(words.industries, words.industryColumns.map((title, k) => ({ title, words: wide.has(k) })), industries)),
    paragraph(words.note, 'note')];
  return [section(words.id, words.title, first, (model) => [paragraph(words.lead), kept(model.isStale('indicators'), text.stale.file, ...parts)])];
}
