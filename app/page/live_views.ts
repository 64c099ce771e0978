// Arrays of the engine as the lists behind the heatmap, the flows of value added and the suppliers that may stop.
import type { Table } from './engine/protocol.ts';
import type { Numbers } from './live_model.ts';
import type { Part } from './model.ts';
import type { Amount, Results } from './types.ts';
import type { Stop, ValueAddedFlow } from './types_views.ts';

export interface LiveViews {
  lists: Pick<Results, 'volume_percent' | 'value_added' | 'value_added_year' | 'stops' | 'stops_year'>;
  fresh: Part[];
}

const amount = (value: number | undefined): Amount => (value === undefined || !Number.isFinite(value) ? null : value);

/** [R][S], per cent; null without output. */
function volumes({ regions, sectors, solved }: Numbers): Amount[][] {
  const S = sectors.length;
  return regions.map((_, n) => sectors.map((__, s) => ((solved.outputBase[n * S + s] ?? 0) > 0 ? amount(100 * ((solved.volumeHat[n * S + s] ?? NaN) - 1)) : null)));
}

interface Cell {
  row: string;
  column: string;
  before_musd: Amount;
  after_musd: Amount;
}

/** Cells [R][R] of two tables that `keep` wants. */
function cells(codes: string[], base: Table, now: Table, keep: (row: string, column: string) => boolean): Cell[] {
  const R = codes.length;
  return codes.flatMap((row, i) => codes.flatMap((column, n) =>
    (keep(row, column) ? [{ row, column, before_musd: amount(base.values[i * R + n]), after_musd: amount(now.values[i * R + n]) }] : [])));
}

/** What is solved again of the three; the rest stays the file's. */
export function viewsOf(frame: Results, numbers: Numbers): LiveViews {
  const { regions, slow, solved } = numbers, shown = new Set([...frame.accord.parties, numbers.region]);
  const lists: LiveViews['lists'] = {}, fresh: Part[] = [];
  if ((frame.volume_percent ?? []).length > 0) lists.volume_percent = solved.solver.converged ? volumes(numbers) : regions.map(() => []);
  const [vaBase, vaNew, stopsBase, stopsNew] = ['value_added_base', 'value_added_new', 'stops_base', 'stops_new'].map((kind) => slow.get(kind));
  if (vaBase !== undefined && vaNew !== undefined) {
    lists.value_added = cells(regions, vaBase, vaNew, (row, column) => shown.has(row) || shown.has(column))
      .map(({ row, column, before_musd, after_musd }): ValueAddedFlow => ({ source: row, consumer: column, before_musd, after_musd }));
    lists.value_added_year = solved.year;
    fresh.push('value_added');
  }
  if (stopsBase !== undefined && stopsNew !== undefined) {
    lists.stops = cells(regions, stopsBase, stopsNew, (row, column) => shown.has(column) && row !== column)
      .map(({ row, column, before_musd, after_musd }): Stop => ({ stops: row, loses: column, before_musd, after_musd }));
    lists.stops_year = solved.year;
    fresh.push('stops');
  }
  return { lists, fresh };
}
