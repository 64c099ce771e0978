// Elements of the page. Text only ever enters as text, never as markup.

export type Child = Node | string | null | undefined;

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K, attributes: Record<string, string> = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  for (const child of children) if (child !== null && child !== undefined) made.append(child);
  return made;
}

/** A section with its heading and its place in the list of contents. */
export function section(id: string, title: string, ...children: Child[]): HTMLElement {
  return element('section', { id, 'aria-labelledby': `${id}-title` },
    element('h2', { id: `${id}-title` }, title), ...children);
}

export function paragraph(content: string, kind?: string): HTMLElement {
  return element('p', kind === undefined ? {} : { class: kind }, content);
}

export interface Column {
  title: string;
  /** Numbers stand right, words left. */
  words?: boolean;
}

/** A plain table; the first cell of a row names the row. */
export function table(caption: string, columns: Column[], rows: Child[][]): HTMLElement {
  const head = element('tr', {}, ...columns.map((column) =>
    element('th', { scope: 'col', class: column.words === true ? 'words' : 'figure' }, column.title)));
  const body = rows.map((row) => element('tr', {}, ...row.map((cell, k) => {
    const kind = columns[k]?.words === true ? 'words' : 'figure';
    return k === 0 ? element('th', { scope: 'row', class: kind }, cell)
      : element('td', { class: kind, 'data-title': columns[k]?.title ?? '' }, cell);
  })));
  const prose = columns.every((column) => column.words === true);
  return scrolling(caption, element('table', prose ? { class: 'prose' } : {}, element('caption', {}, caption), element('thead', {}, head),
    element('tbody', {}, ...body)));
}

/** Wide tables scroll in a box of their own, also from the keyboard. */
export function scrolling(label: string, content: HTMLElement): HTMLElement {
  return element('div', { class: 'scroll', role: 'region', 'aria-label': label, tabindex: '0' }, content);
}
