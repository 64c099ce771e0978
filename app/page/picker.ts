// Which region and which year the page shows.
import type { Model, View } from './model.ts';
import { showing, type Section } from './section.ts';
import { text } from './text.ts';
import { element, listening, type Content, type Tree } from './tree.ts';

export type Choose = (view: Partial<View>) => void;

function options(list: [string, string][], chosen: string): Tree[] {
  return list.map(([value, label]) => element('option', { value, selected: value === chosen ? '' : null }, label));
}

function selectOf(id: string, label: string, chosen: string, children: Content[], choose: (value: string) => void): Tree {
  return element('label', { for: id }, element('span', {}, label), listening(element('select', { id, 'data-chosen': chosen }, ...children),
    { change: (event) => choose((event.target as HTMLSelectElement).value) }));
}

export function picker(first: Model, choose: Choose): Section {
  const isParty = (code: string) => first.parties.includes(code);
  const others = first.results.regions.filter(({ code }) => !isParty(code)).map(({ code }): [string, string] => [code, first.regionName(code)])
    .sort((a, b) => a[1].localeCompare(b[1], text.language));
  const parties = first.parties.map((code): [string, string] => [code, first.regionName(code)]);
  const shown = showing(first, (model) => {
    const { region, year } = model.view, { view: words } = text;
    const years = model.results.years.map((one): [string, string] => [String(one.year), String(one.year)]);
    return element('div', { class: 'picker', role: 'group', 'aria-label': words.label },
      selectOf('view-region', words.region, region, [element('optgroup', { label: words.parties }, ...options(parties, region)),
        element('optgroup', { label: words.everyone }, ...options(others, region))], (value) => choose({ region: value })),
      selectOf('view-year', words.year, String(year), options(years, String(year)), (value) => choose({ year: Number(value) })));
  });
  const { update } = shown;
  return {
    node: shown.node,
    update(model) {
      update(model);
      // What the reader chose wins over the attribute `selected`.
      for (const [id, value] of [['view-region', model.view.region], ['view-year', String(model.view.year)]] as const) {
        const select = shown.node.querySelector<HTMLSelectElement>(`#${id}`);
        if (select !== null && select.value !== value) select.value = value;
      }
    },
  };
}
