// One button for everything: all numbers of the page as one table, and the line that every saved picture carries.
import { fileName, saveCsv, setSource } from './export_bar.ts';
import { everything } from './export_text.ts';
import type { Model } from './model.ts';
import { section, type Section } from './section.ts';
import { viewsText } from './text_views.ts';
import { element, listening } from './tree.ts';

const words = viewsText.save;

export function saveAllSection(first: Model): Section {
  return section('save', words.all, first, (model) => {
    const { accord, selat, baseline } = model.results;
    setSource(words.source(accord.name, baseline.table, selat.version, model.edited));
    return [element('p', { class: 'note' }, words.allNote), listening(element('button', { type: 'button', id: 'save-all', class: 'save-all' }, words.all),
      { click: () => saveCsv(fileName(accord.name), everything(model.results, [...words.allColumns])) })];
  });
}
