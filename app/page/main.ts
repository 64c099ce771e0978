// The report page: reads the results that stand in the page and draws it. No request is ever made.
import type { Topology } from 'topojson-specification';
import { makeModel, type State } from './model.ts';
import type { Blank } from './new_draft.ts';
import { buildBlank } from './new_page.ts';
import { makePage } from './page.ts';
import { text } from './text.ts';
import type { Results } from './types.ts';
import { countriesOf } from './world.ts';

function read<T>(id: string): T {
  return JSON.parse(document.getElementById(id)?.textContent ?? '') as T;
}

function build(page: HTMLElement): void {
  const results = read<Results | { blank: Blank }>('results'), countries = countriesOf(read<Topology>('world'));
  document.documentElement.lang = 'en';
  if ('blank' in results) return buildBlank(page, results.blank, countries, null);
  const state: State = { view: {} };
  const { header, bar, parts, footer, show } = makePage(page, makeModel(results), countries, (view) => {
    state.view = { ...state.view, ...view };
    show(makeModel(results, state));
  });
  page.replaceChildren(header, bar, ...parts, footer);
}

const page = document.getElementById('page');
if (page !== null) {
  try {
    build(page);
  } catch (error) {
    page.replaceChildren(Object.assign(document.createElement('p'), { className: 'alarm', role: 'alert',
      textContent: text.broken(error instanceof Error ? error.message : String(error)) }));
    throw error;
  }
}
