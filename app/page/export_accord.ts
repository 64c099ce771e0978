// The settings as an accord file that `selat run` reads, and files for the reader to keep.
import { element } from './dom.ts';
import { liveText as words } from './text_live.ts';

/** YAML of the engine under a head of comments that says where it comes from and what differs from the file. */
export function accordFile(yaml: string, name: string, file: string, date: string, changes: string[]): string {
  const head = [...words.exported.comment(name, file, date), ...(changes.length === 0 ? [words.exported.nothing]
    : [words.exported.changes, ...changes.map((one) => `  ${one}`)])];
  // A line break in a name must not end the comment.
  return `${head.map((line) => `# ${line.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')}`).join('\n')}\n${yaml}`;
}

/** "korea-malaysia.yaml" as "korea-malaysia-changed.yaml". */
export function changedName(file: string): string {
  const base = file.replace(/^.*[\\/]/, '').replace(/\.ya?ml$/i, '').replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, 80);
  return `${base === '' ? 'accord' : base}-changed.yaml`;
}

/** Hands a text to the reader as a file. */
export function saveText(text: string, name: string, type: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = element('a', { href: address, download: name, hidden: '' });
  document.body.append(link);
  link.click();
  link.remove();
  window.setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
