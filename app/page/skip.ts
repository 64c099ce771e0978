// The first stop of the keyboard: past the contents, to the answer. It leaves the fragment of the address alone.
import { element } from './dom.ts';
import { viewsText } from './text_views.ts';

export function skipLink(target: string): HTMLElement {
  const link = element('a', { class: 'skip', href: `#${target}` }, viewsText.page.skip);
  link.addEventListener('click', (event) => {
    const place = document.getElementById(target);
    if (place === null) return;
    event.preventDefault();
    place.tabIndex = -1;
    place.focus();
    place.scrollIntoView();
  });
  return link;
}
