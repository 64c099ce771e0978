// Parts of the page that show one region: the one in view, and the other parties folded below it.
import type { Model } from './model.ts';
import { text } from './text.ts';
import { element, folded, paragraph, type Content, type Tree } from './tree.ts';

/** The parties other than the region in view. */
export function otherParties(model: Model): string[] {
  return model.parties.filter((code) => code !== model.view.region);
}

export function byRegion(model: Model, show: (code: string) => Content): Tree {
  const others = otherParties(model);
  return element('div', { class: 'by-region' }, element('div', { class: 'region-in-view' }, show(model.view.region)),
    others.length === 0 ? null : folded(text.view.others(others.map(model.regionName).join(', ')),
      ...others.map((code) => element('div', { class: 'other-region' }, show(code)))));
}

/** Said where a part is known for one year only and another is in view. */
export function detailYearNote(model: Model): Tree | null {
  return model.detailYear === model.year.year ? null : paragraph(text.view.detailYear(model.detailYear), 'stale-note');
}
