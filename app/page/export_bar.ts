// Small buttons below every picture: save it as SVG or PNG, and its numbers as CSV.
import { drawingPicture, legendOf, pngOf, tablePicture } from './export_picture.ts';
import { csvText, type Sheet } from './export_text.ts';
import { viewsText } from './text_views.ts';
import { widget, type Tree, type Widget } from './tree.ts';

const words = viewsText.save;

/** What a figure can be saved as. */
export interface Saved {
  title: string;
  /** The numbers behind the picture; without them there is no CSV. */
  data?: (() => Sheet) | undefined;
}

/** "Korea: output by value" as "korea-output-by-value". */
export function fileName(title: string): string {
  const plain = title.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
  return plain.slice(0, 60).replace(/-+$/, '') || 'selat';
}

export function save(name: string, blob: Blob): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  window.setTimeout(() => URL.revokeObjectURL(address), 10000);
}

export function saveCsv(title: string, sheet: Sheet): void {
  save(`${fileName(title)}.csv`, new Blob([csvText(sheet)], { type: 'text/csv;charset=utf-8' }));
}

let source = '';

/** The line below every saved picture. */
export function setSource(line: string): void {
  source = line;
}

class ExportBar implements Widget<Saved> {
  readonly node = document.createElement('div');
  private saved: Saved = { title: '' };
  private readonly said = document.createElement('span');
  private readonly csv: HTMLButtonElement;

  constructor() {
    this.node.className = 'export screen';
    this.node.setAttribute('role', 'group');
    this.csv = this.button(words.csv, words.csvTitle, () => this.saveData());
    this.said.setAttribute('role', 'status');
    this.node.append(this.button(words.svg, words.svgTitle, () => this.savePicture('svg')),
      this.button(words.png, words.pngTitle, () => this.savePicture('png')), this.csv, this.said);
  }

  update(saved: Saved): void {
    if (saved.title !== this.saved.title) this.node.setAttribute('aria-label', words.toolbar(saved.title));
    this.csv.hidden = saved.data === undefined;
    this.saved = saved;
  }

  private button(label: string, title: string, press: () => void | Promise<void>): HTMLButtonElement {
    const made = document.createElement('button');
    made.type = 'button';
    made.textContent = label;
    made.title = title;
    made.addEventListener('click', () => {
      this.said.textContent = '';
      Promise.resolve().then(press).catch((error: unknown) => {
        this.said.textContent = words.failed(error instanceof Error ? error.message : String(error));
      });
    });
    return made;
  }

  private saveData(): void {
    const { title, data } = this.saved;
    if (data !== undefined) saveCsv(title, data());
  }

  private async savePicture(kind: 'svg' | 'png'): Promise<void> {
    const { title } = this.saved, figure = this.node.closest('figure');
    if (figure === null) return;
    const around = { title, legend: legendOf(figure), source };
    const drawing = figure.querySelector('.drawing svg'), table = figure.querySelector('table');
    const picture = drawing instanceof SVGSVGElement ? drawingPicture(around, drawing) : table === null ? null : tablePicture(around, table);
    if (picture === null) return;
    const blob = kind === 'svg' ? new Blob([picture.text], { type: 'image/svg+xml;charset=utf-8' }) : await pngOf(picture);
    save(`${fileName(title)}.${kind}`, blob);
  }
}

const makeExportBar = (): Widget<Saved> => new ExportBar();

/** The buttons of the figure they stand in. */
export function saveable(saved: Saved): Tree {
  return widget(makeExportBar, saved);
}
