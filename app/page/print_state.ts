// What paper says and the screen need not: what is in view, with which settings, where the file lies and when it was printed.
import type { Model } from './model.ts';
import { showing, type Section } from './section.ts';
import { viewsText } from './text_views.ts';
import { element } from './tree.ts';

const words = viewsText.page;

export function paperState(first: Model): Section {
  const shown = showing(first, (model) => element('p', { class: 'basis on-paper' },
    words.inView(model.regionName(model.view.region), String(model.view.year), model.edited), ' ', element('span', { class: 'printed' })));
  window.addEventListener('beforeprint', () => {
    const place = shown.node.querySelector('.printed');
    if (place === null) return;
    const settings = window.location.hash.length > 1 ? ` ${words.settings(window.location.hash)}` : '';
    place.textContent = `${words.printed(new Date().toISOString().slice(0, 10))}${settings}`;
  });
  return shown;
}
