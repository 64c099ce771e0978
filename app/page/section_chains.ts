// Chips and minerals below the sector table: who supplies each stage, what the accord's new suppliers change, what a stop costs.
import type { Model } from './model.ts';
import { kept, section, type Section } from './section.ts';
import { text } from './text.ts';
import { folded, paragraph, table, type Column } from './tree.ts';
import type { Amount } from './types.ts';
import type { ChainExposure, ChainStress } from './types_chains.ts';

const words = text.chains;
const MOST_INPUTS = 8; // the most concentrated chip inputs
const MOST_MINERALS = 14;

const percent = (share: Amount): string => (share === null ? text.notAvailableShort : (100 * share).toFixed(share > 0 && share < 0.0995 ? 1 : 0));
/** "47" or, where the accord changes it, "47 → 42". */
function change(before: Amount, after: Amount, show: (value: Amount) => string): string {
  return show(before) === show(after) ? show(before) : `${show(before)} → ${show(after)}`;
}
const index = (value: Amount): string => (value === null ? text.notAvailableShort : value.toLocaleString(text.numbers, { maximumFractionDigits: 0 }));

const stageKey = (row: ChainExposure): string => `${row.chain}/${row.mineral ?? ''}/${row.stage}`;

/** One table row for a stage: concentration, the largest supplier that is not a party, the parties' own shares. */
function stageRow(rows: ChainExposure[], parties: string[]): string[] {
  const first = rows[0];
  if (first === undefined) return [];
  const outside = rows.find((row) => row.largest_other !== null && !parties.includes(row.largest_other)) ?? first;
  const name = first.mineral === null ? first.name : `${first.mineral}: ${first.name.toLowerCase()}`;
  const own = parties.map((code) => {
    const row = rows.find((one) => one.region === code);
    return row === undefined ? text.notAvailableShort : change(row.own_share_before, row.own_share_after, percent);
  });
  return [name, change(first.hhi_before, first.hhi_after, index),
    outside.largest_other === null ? text.notAvailableShort
      : `${outside.largest_other} ${change(outside.largest_other_share_before, outside.largest_other_share_after, percent)}`, ...own];
}

function stages(exposure: ChainExposure[], keep: (row: ChainExposure) => boolean, most: number, parties: string[]): string[][] {
  const groups = new Map<string, ChainExposure[]>();
  for (const row of exposure.filter(keep)) groups.set(stageKey(row), [...(groups.get(stageKey(row)) ?? []), row]);
  const weight = (rows: ChainExposure[]): number =>
    (rows.some((row) => row.touched) ? 1e6 : 0) + (rows.some((row) => (row.own_share_before ?? 0) >= 0.05) ? 1e5 : 0) + (rows[0]?.hhi_before ?? 0);
  return [...groups.values()].sort((a, b) => weight(b) - weight(a)).slice(0, most).map((rows) => stageRow(rows, parties));
}

function stressRow(row: ChainStress): string[] {
  const known = change(row.end_loss_before, row.end_loss_after, percent);
  const assumed = change(row.end_loss_with_equal_before, row.end_loss_with_equal_after, percent);
  return [row.stress, row.end, `${row.days}`, known, assumed, row.converged ? (row.carried ? words.carried : words.notCarried) : words.notConverged];
}

/** None where the run looked at no chains. */
export function chainsSection(first: Model): Section[] {
  const { chains } = first.results, { parties } = first;
  if (chains === null || chains === undefined || chains.exposure.length === 0) return [];
  const columns: Column[] = [{ title: words.stage, words: true }, { title: words.hhi }, { title: words.largest }, ...parties.map((code) => ({ title: words.own(code) }))];
  const chips = chains.exposure.filter((row) => row.chain === 'chips');
  const minerals = chains.exposure.filter((row) => row.chain === 'minerals' && row.kind !== 'reserves');
  const rows = [...stages(chips, (row) => row.kind === 'process', MOST_INPUTS, parties), ...stages(chips, (row) => row.kind !== 'process', MOST_INPUTS, parties)];
  const parts = [
    chains.stresses.length === 0 ? null : table(words.stresses, words.stressColumns.map((title, k) => ({ title, words: k < 2 || k === 5 })), chains.stresses.map(stressRow)),
    folded(words.more, table(words.chips, columns, rows), table(words.minerals, columns, stages(minerals, () => true, MOST_MINERALS, parties))),
    paragraph(words.note, 'note'),
    ...chains.sources.map((one) => paragraph(`${words.source}: ${one.source}.${one.notice === null ? '' : ` ${one.notice}.`}`, 'note'))];
  return [section(words.id, words.title, first, (model) => [paragraph(words.lead), kept(model.isStale('chains'), text.stale.file, ...parts)])];
}
