// What each measure takes with it when it is left out: which clause carries a party's result.
import { change } from './format.ts';
import type { Model } from './model.ts';
import { followed } from './section.ts';
import { text } from './text.ts';
import { element, paragraph, table, type Tree } from './tree.ts';

const MOST_PARTIES = 4;

export function effectsTable(model: Model): Tree | null {
  const { results, regionName } = model, { measures, headline } = results;
  const parties = headline.parties.map((party) => party.region);
  if (measures.length < 2 || parties.length === 0 || parties.length > MOST_PARTIES) return null;
  const rows = measures.map((one) => [one.label ?? one.text,
    ...parties.map((region) => change(one.effects.find((effect) => effect.region === region)?.ev_musd ?? null))]);
  const columns = [{ title: text.effects.measure, words: true }, ...parties.map((region) => ({ title: `${regionName(region)}, ${text.units.musd}` }))];
  return element('div', { class: 'block', id: 'effects' }, followed(model, model.isStale('measures'), text.stale.measures,
    table(text.effects.title(headline.year), columns, rows)), paragraph(text.effects.note, 'note'));
}
