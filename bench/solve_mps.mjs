// Solves MPS files with HiGHS: node solve_mps.mjs SECONDS GAP FILE...; one line of JSON for each.
import { readFileSync } from 'node:fs';
import load from 'highs';

const [seconds, gap, ...files] = process.argv.slice(2);
const highs = await load();
for (const file of files) {
  highs.withModel({ format: 'mps', data: readFileSync(file, 'utf8') }, (model) => {
    model.options.set({ output_flag: false, time_limit: Number(seconds), mip_rel_gap: Number(gap) });
    const begun = process.hrtime.bigint();
    model.run();
    const taken = Number(process.hrtime.bigint() - begun) / 1e9;
    console.log(JSON.stringify({ file, optimal: model.getModelStatus() === 7, objective: model.getObjectiveValue(), seconds: taken }));
  });
}
