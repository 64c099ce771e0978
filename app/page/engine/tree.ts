// An accord file as a tree of words, as the engine's reader sees it: maps, lists, and scalars that stay text.
export type Tree = string | Tree[] | TreeMap;
export type TreeMap = Map<string, Tree>;

const DEEPEST = 16; // as SELAT_YAML_MAX_DEPTH

function encode(word: string): string {
  const plain = encodeURIComponent(word.replace(/\p{Surrogate}/gu, '\ufffd'));
  return plain === '-' ? '%2D' : plain;
}

/** One node a line: depth, kind (m, l or s), key (- for none), value; tabs between them, words percent-encoded. */
export function treeText(root: Tree): string {
  const lines: string[] = [];
  const add = (node: Tree, depth: number, key: string): void => {
    if (typeof node === 'string') {
      lines.push(`${depth}\ts\t${key}\t${encode(node)}`);
      return;
    }
    lines.push(`${depth}\t${Array.isArray(node) ? 'l' : 'm'}\t${key}\t`);
    if (Array.isArray(node)) for (const child of node) add(child, depth + 1, '-');
    else for (const [name, child] of node) add(child, depth + 1, encode(name));
  };
  add(root, 0, '-');
  return `${lines.join('\n')}\n`;
}

/** The tree of such a text. Throws on a line that is none of it. */
export function readTree(source: string): Tree {
  const open: (Tree[] | TreeMap)[] = [];
  let root: Tree | undefined;
  for (const [at, line] of source.split('\n').entries()) {
    if (line === '') continue;
    const [depthText = '', kind = '', key = '', value = ''] = line.split('\t');
    const depth = Number(depthText), parent = open[depth - 1];
    if (!Number.isInteger(depth) || depth < 0 || depth > DEEPEST || !'mls'.includes(kind) || (depth === 0) !== (root === undefined)
      || (depth > 0 && parent === undefined)) throw new Error(`accord tree, line ${at + 1}: not a node`);
    const node: Tree = kind === 's' ? decodeURIComponent(value) : kind === 'l' ? [] : new Map<string, Tree>();
    open.length = depth;
    if (typeof node !== 'string') open[depth] = node;
    if (parent === undefined) root = node;
    else if (Array.isArray(parent)) parent.push(node);
    else parent.set(decodeURIComponent(key), node);
  }
  if (root === undefined) throw new Error('accord tree: empty');
  return root;
}

export function isMap(node: Tree | undefined): node is TreeMap {
  return node instanceof Map;
}

function child(node: Tree | undefined, step: string): Tree | undefined {
  if (Array.isArray(node)) return /^\d{1,4}$/.test(step) ? node[Number(step)] : undefined;
  return isMap(node) ? node.get(step) : undefined;
}

/** What stands at "measures.2.tariff.cut"; undefined: nothing. */
export function at(root: Tree, path: string): Tree | undefined {
  return path.split('.').reduce<Tree | undefined>(child, root);
}

/** The scalar there, or undefined. */
export function wordAt(root: Tree, path: string): string | undefined {
  const found = at(root, path);
  return typeof found === 'string' ? found : undefined;
}

/** A tree with `value` there; what it does not touch is shared. A key that is new goes to the end of its map. */
export function withWord(root: Tree, path: string, value: string): Tree {
  const [step = '', ...rest] = path.split('.');
  const next = (old: Tree | undefined): Tree => (rest.length === 0 ? value : withWord(old ?? new Map<string, Tree>(), rest.join('.'), value));
  if (Array.isArray(root)) return root.map((one, k) => (String(k) === step ? next(one) : one));
  return new Map(isMap(root) ? root : []).set(step, next(child(root, step)));
}

/** The measures of an accord: their kind and their options. */
export function measuresOf(root: Tree): { kind: string; options: TreeMap }[] {
  const list = at(root, 'measures');
  if (!Array.isArray(list)) return [];
  return list.map((item) => {
    const [kind, options] = isMap(item) ? [...item][0] ?? ['', ''] : ['', ''];
    return { kind, options: isMap(options) ? options : new Map<string, Tree>() };
  });
}

/** A list of words or one word: `[KOR, MYS]`, `goods`. */
export function words(node: Tree | undefined): string[] {
  if (typeof node === 'string') return [node];
  return Array.isArray(node) ? node.filter((one) => typeof one === 'string') : [];
}
