// The report page: reads the results that stand in the page and draws them; where the engine stands in it too, the measures can
// be moved. No request is ever made.
import type { Topology } from 'topojson-specification';
import { readJson } from './blob.ts';
import { element, paragraph } from './dom.ts';
import { engineData } from './engine_data.ts';
import { startLive, type Living } from './live.ts';
import { makeModel, type State } from './model.ts';
import type { Blank } from './new_draft.ts';
import { machineHere } from './new_machine.ts';
import { buildBlank } from './new_page.ts';
import { makePage } from './page.ts';
import { text } from './text.ts';
import { liveText } from './text_live.ts';
import type { Results } from './types.ts';
import { countriesOf } from './world.ts';

const why = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The height of the bar, for what stands below it. */
function followHeight(bar: HTMLElement): void {
  new ResizeObserver(() => document.documentElement.style.setProperty('--bar-height', `${bar.offsetHeight}px`)).observe(bar);
}

async function build(page: HTMLElement): Promise<void> {
  document.documentElement.lang = text.language;
  const [results, world] = await Promise.all([readJson<Results | { blank: Blank }>('results'), readJson<Topology>('world')]);
  if ('blank' in results) return buildBlank(page, results.blank, countriesOf(world), machineHere(results.blank));
  const state: State = { view: {} };
  let living: Living | null = null;
  const { header, bar, parts, footer, show } = makePage(page, makeModel(results), countriesOf(world), (view) => {
    state.view = { ...state.view, ...view };
    if (living === null) show(makeModel(results, state));
    else living.choose(view);
  });
  const content = element('div', { class: 'content' }, ...parts), note = paragraph('', 'note');
  const columns = element('div', { class: 'columns' }, content);
  note.id = 'live-note';
  page.replaceChildren(header, bar, note, columns, footer);
  const data = engineData();
  if (data === null) {
    document.body.dataset['live'] = 'static';
    note.textContent = liveText.status.static;
    return;
  }
  document.body.dataset['live'] = 'opening';
  note.textContent = liveText.status.opening;
  const home = {
    show,
    picker: bar.querySelector<HTMLElement>('.picker'),
    place: (liveBar: HTMLElement, controls: HTMLElement) => {
      page.classList.add('living');
      note.replaceWith(liveBar);
      columns.prepend(controls);
      followHeight(liveBar);
    },
  };
  startLive(results, data.code(), data.pack(), home).then((started) => {
    living = started;
    if (Object.keys(state.view ?? {}).length > 0) started.choose(state.view ?? {});
  }).catch((error: unknown) => {
    document.body.dataset['live'] = 'failed';
    note.textContent = liveText.status.dead(why(error));
    note.className = 'alarm';
    note.setAttribute('role', 'alert');
  });
}

const page = document.getElementById('page');
if (page !== null) {
  build(page).catch((error: unknown) => {
    page.replaceChildren(Object.assign(document.createElement('p'), { className: 'alarm', role: 'alert',
      textContent: text.broken(why(error)) }));
    throw error;
  });
}
