// The engine as the blank page asks it: an accord as it stands in the fields, answered in the shape that the charts draw.
import { Engine, Superseded } from './engine/client.ts';
import type { Opened, Solved, Solver } from './engine/protocol.ts';
import { treeText, type Tree } from './engine/tree.ts';
import { engineData } from './engine_data.ts';
import { resultsOf } from './live_model.ts';
import { makeModel, type Model } from './model.ts';
import type { Blank, Value, Values } from './new_draft.ts';
import type { Results, SolverYear } from './types.ts';

/** What the engine answers about one accord. */
export interface Answered {
  model: Model;
  /** The measures as it read them, in their order. */
  measures: string[];
  milliseconds: number;
  iterations: number;
}

export interface Machine {
  /** Rejects with the engine's own line; null: a newer question came first. */
  solve(file: Values, parties: string[], year: number): Promise<Answered | null>;
  yaml(file: Values): Promise<string>;
}

export function treeOf(value: Value): Tree {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(treeOf);
  return new Map(Object.entries(value).map(([key, one]) => [key, treeOf(one)]));
}

const amount = (value: number) => (Number.isFinite(value) ? value : null);

function solverYear({ year, solver }: Solved): SolverYear {
  const { converged, reason, warning, iterations, residual, cost, price, share, market, income }: Solver = solver;
  return { year, converged, reason, warning, iterations, residual: amount(residual), cost: amount(cost), price: amount(price), share: amount(share),
    market: amount(market), income: amount(income), overlays: null };
}

/** Results without numbers: what the engine's arrays are put into. */
function frameOf(blank: Blank, solved: Solved, name: string, parties: string[]): Results {
  const { year } = solved;
  return {
    schema: 1, selat: blank.selat, accord: { name, signed: null, source: null, file: `${blank.file}.yaml`, parties },
    baseline: { table: blank.table.name, table_year: blank.table.year, tariffs: '', tariffs_source: null, elasticities: '', elasticities_source: null, deficits: '',
      inflation: 0, first_year: year, last_year: year, overlays: [] },
    commitments: { modelled: 0, total: 0, pending: [] }, measures: [],
    regions: blank.regions, sectors: blank.sectors.map((one) => ({ ...one, kind: one.kind === 'goods' ? 'goods' : 'services' })),
    headline: { year, sentence: '', world_ev_musd: null, parties: [], gainers: [], losers: [] },
    years: [{ year, same_as: year, regions: [], customs: [] }],
    sector_results: [], pair_results: [], party_products: [], idle_capacity: null, assumptions: [], sources: [],
    diagnostics: { converged: solved.solver.converged, tolerance: 0, years: [solverYear(solved)], footprint: { residual: null, iterations: 0 } },
  };
}

const nameOf = (file: Values): string => {
  const accord = file['accord'], name = typeof accord === 'object' && !Array.isArray(accord) ? accord['name'] : undefined;
  return typeof name === 'string' ? name : '';
};

export function machineOf(blank: Blank, engine: Engine, opened: Opened): Machine {
  return {
    async solve(file, parties, year) {
      try {
        const begun = performance.now();
        const solved = await engine.solve(treeText(treeOf(file)), year, parties);
        const frame = frameOf(blank, solved, nameOf(file), parties);
        const { results, fresh } = resultsOf(frame, { regions: opened.regions, sectors: opened.sectors, solved, slow: new Map(), positions: [],
          region: parties[0] ?? opened.regions[0] ?? '' });
        return { model: makeModel(results, { edited: true, fresh, detailYear: year, view: { year } }), measures: solved.measures.map((one) => one.text),
          milliseconds: performance.now() - begun, iterations: solved.solver.iterations };
      } catch (error) {
        if (error instanceof Superseded) return null;
        throw error;
      }
    },
    yaml: (file) => engine.yaml(treeText(treeOf(file))),
  };
}

/** The engine that stands in the page, opened; null where there is none. */
export function machineHere(blank: Blank): Promise<Machine> | null {
  const data = engineData();
  if (data === null) return null;
  const open = async () => {
    const engine = new Engine();
    return machineOf(blank, engine, await engine.open(await data.code(), await data.pack()));
  };
  return open();
}
