// Choosing regions or products by name, code or group: a search box with a list below it, and what is chosen as words
// that can be removed. Follows the combobox pattern of the ARIA Authoring Practices: arrows, Enter, Escape, Backspace.
import { element } from './dom.ts';
import { matching, plain, type Choice } from './new_match.ts';
import { newText } from './text_new.ts';

export interface PickerSpec {
  id: string;
  choices: Choice[];
  /** One or several. */
  many: boolean;
  placeholder?: string;
  /** Ids of what describes the box. */
  describedBy?: string;
  label?: string;
  changed(codes: string[]): void;
}

export interface Picker {
  node: HTMLElement;
  input: HTMLInputElement;
  set(codes: string[]): void;
}

const MOST_SHOWN = 100;

export function picker(spec: PickerSpec): Picker {
  const { id, choices, many } = spec;
  let chosen: string[] = [], shown: Choice[] = [], active = -1;
  const names = new Map(choices.map((choice) => [choice.code, choice.name]));
  const input = element('input', {
    id, type: 'text', role: 'combobox', autocomplete: 'off', spellcheck: 'false', 'aria-autocomplete': 'list', 'aria-expanded': 'false',
    'aria-controls': `${id}-list`, placeholder: spec.placeholder ?? newText.picker.search,
    ...(spec.describedBy === undefined ? {} : { 'aria-describedby': spec.describedBy }),
    ...(spec.label === undefined ? {} : { 'aria-label': spec.label }),
  });
  const chips = element('ul', { class: 'chips', 'aria-label': newText.picker.chosen });
  const list = element('ul', { id: `${id}-list`, role: 'listbox', 'aria-label': newText.picker.list, hidden: '' });
  const node = element('div', { class: 'finder' }, chips, element('div', { class: 'search' }, input, list));

  const title = (code: string) => {
    const name = names.get(code);
    return name === undefined || name === code ? code : newText.picker.title(name, code);
  };
  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  };
  const drawChips = () => {
    chips.hidden = chosen.length === 0;
    chips.replaceChildren(...chosen.map((code) => {
      const remove = element('button', { type: 'button', 'aria-label': newText.picker.remove(title(code)) }, '\u00d7');
      remove.addEventListener('click', () => {
        change(chosen.filter((one) => one !== code));
        input.focus();
      });
      return element('li', { class: names.has(code) ? 'chip' : 'chip unknown' }, title(code), remove);
    }));
  };
  const change = (codes: string[]) => {
    chosen = codes;
    drawChips();
    spec.changed(codes);
  };
  const choose = (code: string) => {
    input.value = '';
    close();
    if (!many) change([code]);
    else if (!chosen.includes(code)) change([...chosen, code]);
  };
  const point = (to: number) => {
    list.children[active]?.setAttribute('aria-selected', 'false');
    active = shown.length === 0 ? -1 : (to + shown.length) % shown.length;
    const option = list.children[active];
    if (option === undefined) return input.removeAttribute('aria-activedescendant');
    option.setAttribute('aria-selected', 'true');
    input.setAttribute('aria-activedescendant', option.id);
    option.scrollIntoView({ block: 'nearest' });
  };
  const open = () => {
    shown = matching(choices, input.value).filter(({ code }) => !chosen.includes(code)).slice(0, MOST_SHOWN);
    list.replaceChildren(...shown.map(({ code, name, aside }, k) => {
      const option = element('li', { id: `${id}-option-${k}`, role: 'option', 'aria-selected': 'false' },
        name === code ? code : newText.picker.title(name, code), aside === undefined ? null : element('span', { class: 'aside' }, ` ${aside}`));
      option.addEventListener('mousedown', (event) => event.preventDefault()); // the box keeps the focus
      option.addEventListener('click', () => choose(code));
      return option;
    }));
    active = -1;
    list.hidden = shown.length === 0;
    input.setAttribute('aria-expanded', String(shown.length > 0));
    input.removeAttribute('aria-activedescendant');
  };
  /** What is typed, where it is a code or a name; `anything`: else the words themselves, for the engine to judge. */
  const take = (anything: boolean) => {
    const typed = input.value.trim();
    if (typed === '') return;
    const found = choices.find(({ code, name }) => plain(code) === plain(typed) || plain(name) === plain(typed));
    if (found !== undefined) choose(found.code);
    else if (anything) choose(shown.length > 0 ? (shown[0] as Choice).code : typed);
  };
  const keys: Record<string, (event: KeyboardEvent) => void> = {
    ArrowDown: () => { if (list.hidden) open(); point(active + 1); },
    ArrowUp: () => { if (list.hidden) open(); point(active < 0 ? -1 : active - 1); },
    Escape: (event) => { if (!list.hidden) event.stopPropagation(); close(); },
    Enter: () => {
      const option = shown[active];
      if (!list.hidden && option !== undefined) choose(option.code);
      else take(true);
    },
    Backspace: (event) => {
      if (input.value !== '' || chosen.length === 0) return event.stopPropagation();
      change(chosen.slice(0, -1));
    },
  };
  input.addEventListener('keydown', (event) => {
    const act = keys[event.key];
    if (act === undefined) return;
    if (event.key !== 'Backspace') event.preventDefault();
    act(event);
  });
  input.addEventListener('input', open);
  input.addEventListener('click', () => { if (list.hidden) open(); });
  input.addEventListener('blur', () => { take(false); close(); });
  drawChips();
  return { node, input, set: (codes) => { chosen = [...codes]; drawChips(); } };
}
