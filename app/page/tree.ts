// The page as a value: a tree of elements that a section builds from the model. The first one is made into elements, every
// later one is compared with the one before, and only the attributes and texts that differ are written. Text only ever
// enters as text, never as markup.

/** What an element holds; null and undefined keep a place, so that what follows stays where it is. */
export type Content = Tree | string | null | undefined;
export type Attributes = Record<string, string | number | null | undefined>;
export type Listeners = Record<string, (event: Event) => void>;

/** A part of the page that keeps itself up to date, such as a drawing, inside a tree. */
export interface Widget<T> {
  node: Element;
  update(value: T): void;
}

export interface Tree {
  tag: string;
  /** Namespace of SVG. */
  drawn: boolean;
  attributes: Attributes;
  listeners: Listeners | null;
  children: Content[];
  /** In place of attributes and children. */
  widget: { make(): Widget<never>; value: unknown } | null;
}

/** A tree that stands in the page. */
export interface Standing {
  content: Content;
  node: Element | Text;
  children: Standing[];
  widget: Widget<never> | null;
}

const SVG = 'http://www.w3.org/2000/svg';

export function element(tag: string, attributes: Attributes = {}, ...children: Content[]): Tree {
  return { tag, drawn: false, attributes, listeners: null, children, widget: null };
}

export function shape(tag: string, attributes: Attributes = {}, ...children: Content[]): Tree {
  return { tag, drawn: true, attributes, listeners: null, children, widget: null };
}

export function listening(tree: Tree, listeners: Listeners): Tree {
  return { ...tree, listeners };
}

/** `make` is called once where the widget first stands; trees with the same `make` hand it their values. */
export function widget<T>(make: () => Widget<T>, value: T): Tree {
  return { tag: '', drawn: false, attributes: {}, listeners: null, children: [], widget: { make: make as () => Widget<never>, value } };
}

function write(node: Element, name: string, value: string | number | null | undefined): void {
  if (value === null || value === undefined) node.removeAttribute(name);
  else node.setAttribute(name, String(value));
}

/** Makes the elements of a tree. */
export function make(content: Content): Standing {
  if (content === null || content === undefined || typeof content === 'string') {
    return { content, node: document.createTextNode(content ?? ''), children: [], widget: null };
  }
  if (content.widget !== null) {
    const made = content.widget.make();
    made.update(content.widget.value as never);
    return { content, node: made.node, children: [], widget: made };
  }
  const node = content.drawn ? document.createElementNS(SVG, content.tag) : document.createElement(content.tag);
  for (const name in content.attributes) {
    const value = content.attributes[name];
    if (value !== null && value !== undefined) node.setAttribute(name, String(value));
  }
  const standing: Standing = { content, node, children: content.children.map(make), widget: null };
  for (const type in content.listeners ?? {}) {
    node.addEventListener(type, (event) => { (standing.content as Tree).listeners?.[type]?.(event); });
  }
  for (const child of standing.children) node.append(child.node);
  return standing;
}

function isText(content: Content): content is string | null | undefined {
  return content === null || content === undefined || typeof content === 'string';
}

/** The same element can show both. */
function alike(a: Tree, b: Tree): boolean {
  if (a.widget !== null || b.widget !== null) return a.widget?.make === b.widget?.make;
  return a.tag === b.tag && a.drawn === b.drawn;
}

function patchChildren(standing: Standing, next: Content[]): void {
  const { node, children } = standing;
  const shared = Math.min(children.length, next.length);
  for (let k = 0; k < shared; k++) {
    const child = children[k] as Standing, wanted = next[k];
    if (child.content !== wanted) children[k] = patch(child, wanted);
  }
  for (let k = children.length - 1; k >= shared; k--) (children[k] as Standing).node.remove();
  children.length = shared;
  let before: ChildNode | null = shared > 0 ? (children[shared - 1] as Standing).node.nextSibling : null;
  if (shared === 0) before = node.firstChild;
  for (let k = shared; k < next.length; k++) {
    const made = make(next[k]);
    node.insertBefore(made.node, before);
    children.push(made);
  }
}

/** Makes the elements show `next`; the result stands in their place (it is new only where the kind of element differs). */
export function patch(standing: Standing, next: Content): Standing {
  const old = standing.content;
  if (old === next) return standing;
  if (isText(next) && isText(old)) {
    if ((old ?? '') !== (next ?? '')) (standing.node as Text).data = next ?? '';
    standing.content = next;
    return standing;
  }
  if (isText(next) || isText(old) || !alike(old, next)) {
    const made = make(next);
    standing.node.replaceWith(made.node);
    return made;
  }
  standing.content = next;
  if (next.widget !== null) {
    standing.widget?.update(next.widget.value as never);
    return standing;
  }
  const node = standing.node as Element;
  for (const name in next.attributes) {
    const value = next.attributes[name];
    if (old.attributes[name] !== value) write(node, name, value);
  }
  for (const name in old.attributes) if (!(name in next.attributes)) node.removeAttribute(name);
  patchChildren(standing, next.children);
  return standing;
}

export function paragraph(content: string, kind?: string): Tree {
  return element('p', kind === undefined ? {} : { class: kind }, content);
}

export interface Column {
  title: string;
  /** Numbers stand right, words left. */
  words?: boolean;
}

/** A plain table; the first cell of a row names the row. */
export function table(caption: string, columns: Column[], rows: Content[][], attributes: Attributes = {}): Tree {
  const head = element('tr', {}, ...columns.map((column) =>
    element('th', { scope: 'col', class: column.words === true ? 'words' : 'figure' }, column.title)));
  const body = rows.map((row) => element('tr', {}, ...row.map((cell, k) => {
    const kind = columns[k]?.words === true ? 'words' : 'figure';
    return k === 0 ? element('th', { scope: 'row', class: kind }, cell)
      : element('td', { class: kind, 'data-title': columns[k]?.title ?? '' }, cell);
  })));
  const prose = columns.every((column) => column.words === true);
  return scrolling(caption, element('table', prose ? { class: 'prose' } : {}, element('caption', {}, caption), element('thead', {}, head),
    element('tbody', {}, ...body)), attributes);
}

/** Wide tables scroll in a box of their own, also from the keyboard. */
export function scrolling(label: string, content: Tree, attributes: Attributes = {}): Tree {
  return element('div', { class: 'scroll', role: 'region', 'aria-label': label, tabindex: '0', ...attributes }, content);
}

/** Long parts stand folded; paper shows them. */
export function folded(title: string, ...children: Content[]): Tree {
  return element('details', { class: 'fold' }, element('summary', {}, title), ...children);
}
