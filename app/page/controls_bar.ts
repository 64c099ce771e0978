// The bar that stays in view: the answer for the region shown in a sentence and three numbers, which region and year that is,
// undo, reset, what changed, the link.
import type { Follower } from './controls.ts';
import { element } from './dom.ts';
import { changeMusd, difference, fixed, percentChange, trueMinus } from './format.ts';
import type { Model } from './model.ts';
import type { Settings, Store } from './store.ts';
import { changes, type Names } from './subject.ts';
import { liveText as words } from './text_live.ts';
import type { Band, RegionYear, Results } from './types.ts';

export interface Actions {
  undo(): void;
  redo(): void;
  reset(): void;
  link(): void;
  save(): void;
  /** Opens and closes the measures where they do not stand beside the page. */
  drawer: HTMLElement;
  /** The choice of region and year. */
  picker: HTMLElement | null;
}

export interface Bar extends Follower {
  /** The numbers in view; `banded`: the error bands of the file belong to them. */
  show(model: Model, shown: { region: string; year: number; banded: boolean; converged: boolean; reason: string }): void;
  /** A line for everybody, also read out. */
  say(line: string, alarm?: boolean): void;
}

function button(id: string, label: string, act: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button', id: `do-${id}` }, label);
  made.addEventListener('click', act);
  return made;
}

const MOST_CHANGES = 4; // in the bar; the cards mark every one

interface Figure {
  node: HTMLElement;
  set(value: string, note: string): void;
}

function figure(term: string): Figure {
  const value = element('strong'), note = element('span', { class: 'note' });
  return {
    node: element('div', {}, element('dt', {}, term), element('dd', {}, value, ' ', note)),
    set(shown, aside) {
      if (value.textContent !== shown) value.textContent = shown;
      if (note.textContent !== aside) note.textContent = aside;
    },
  };
}

function bandWords(band: Band | undefined, banded: boolean, shown: (value: number) => string): string {
  if (!banded || band === undefined || band.low === null || band.high === null) return '';
  return words.answer.band(`${shown(band.low)} to ${shown(band.high)}`);
}

function fill(figures: { ev: Figure; wage: Figure; exports: Figure }, row: RegionYear | undefined, results: Results, banded: boolean): void {
  const bands = results.headline.parties.find((one) => one.region === row?.region)?.bands ?? undefined;
  const size = (value: number) => fixed(value, Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0);
  const share = (value: number) => percentChange(value).replace(/\u00a0?%$/, '');
  figures.ev.set(changeMusd(row?.ev_musd ?? null), bandWords(bands?.ev_musd, banded, size));
  figures.wage.set(percentChange(row === undefined || row.real_wage_hat === null ? null : 100 * (row.real_wage_hat - 1)),
    bandWords(bands?.real_wage_percent, banded, share));
  figures.exports.set(changeMusd(difference(row?.exports_base_musd ?? null, row?.exports_new_musd ?? null)), bandWords(bands?.exports_change_musd, banded, size));
}

export function makeBar(store: Store, names: Names, actions: Actions): Bar {
  const answer = element('p', { class: 'answer' }), changed = element('p', { class: 'changed', id: 'changed' });
  const status = element('p', { class: 'status', role: 'status' });
  const figures = { ev: figure(words.answer.ev), wage: figure(words.answer.wage), exports: figure(words.answer.exports) };
  const undo = button('undo', words.actions.undo, actions.undo), redo = button('redo', words.actions.redo, actions.redo);
  const reset = button('reset', words.actions.reset, actions.reset);
  const buttons = element('div', { class: 'actions' }, actions.drawer, undo, redo, reset, button('link', words.actions.link, actions.link),
    button('save', words.actions.save, actions.save));
  const node = element('div', { class: 'live-bar', id: 'live-bar', role: 'region', 'aria-label': words.bar }, answer,
    element('dl', { class: 'three' }, figures.ev.node, figures.wage.node, figures.exports.node), actions.picker, changed, buttons, status);
  return {
    node,
    follow(settings: Settings) {
      undo.disabled = !store.canUndo;
      redo.disabled = !store.canRedo;
      reset.disabled = !store.changed && settings.year === store.start.year;
      const list = changes(store.file, settings.edits, names);
      const named = list.length > MOST_CHANGES + 1 ? [...list.slice(0, MOST_CHANGES), words.changed.more(list.length - MOST_CHANGES)] : list;
      changed.textContent = list.length === 0 ? words.changed.none : `${words.changed.title} ${named.join(words.changed.join)}.`;
      node.classList.toggle('edited', list.length > 0);
    },
    show(model, { region: code, year: shownYear, banded, converged, reason }) {
      const row = model.results.years.find((one) => one.year === shownYear)?.regions.find((one) => one.region === code);
      answer.textContent = converged
        ? words.answer.sentence(names.region(code), shownYear, trueMinus(percentChange(row?.ev_percent ?? null)))
        : words.answer.notConverged(shownYear, reason);
      fill(figures, row, model.results, banded);
    },
    say(line, alarm = false) {
      status.textContent = line;
      status.classList.toggle('alarm', alarm);
    },
  };
}
