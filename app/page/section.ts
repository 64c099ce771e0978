// A section of the page: drawn once, then kept up to date by writing the attributes and texts that differ.
import type { Model } from './model.ts';
import { text } from './text.ts';
import { element, make, patch, type Content, type Standing, type Tree } from './tree.ts';

export interface Section {
  node: HTMLElement;
  /** Shows another model of the same accord: other settings, another year, another region in view. */
  update(model: Model): void;
  /** Long, and read rather than watched: it follows when there is time, also in view. */
  patient?: boolean;
}

/** A section whose contents are a function of the model. */
export function section(id: string, title: string, first: Model, render: (model: Model) => Content[]): Section {
  const tree = (model: Model) => element('section', { id, class: 'topic', 'aria-labelledby': `${id}-title` },
    element('h3', { id: `${id}-title` }, title), ...render(model));
  return showing(first, tree);
}

/** Anything that is a function of the model. */
export function showing(first: Model, render: (model: Model) => Content): Section {
  let standing: Standing = make(render(first));
  const shown: Section = {
    node: standing.node as HTMLElement,
    update(model) {
      standing = patch(standing, render(model));
      shown.node = standing.node as HTMLElement;
    },
  };
  return shown;
}

/** Parts that belong to the file's accord; while the settings differ from it they are marked, and words say so. */
export function kept(stale: boolean, words: string, ...children: Content[]): Tree {
  return element('div', { class: stale ? 'kept stale' : 'kept' }, stale ? element('p', { class: 'stale-note' }, words) : null, ...children);
}

/** As `kept`, for what the engine solves again a little later: the line of words stays while settings differ, so that nothing jumps. */
export function followed(model: Model, stale: boolean, words: string, ...children: Content[]): Tree {
  const note = !model.edited ? null : element('p', { class: 'stale-note' }, stale ? words : text.stale.solved);
  return element('div', { class: stale ? 'kept stale' : 'kept' }, note, ...children);
}
