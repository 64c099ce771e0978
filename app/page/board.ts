// Who is in view is shown at once; the rest follows when there is time, and before the page goes to paper.
import type { Model } from './model.ts';
import type { Section } from './section.ts';

const AHEAD = '400px 0px'; // what stands just outside the window counts as in view

/** The elements that stand in the window or next to it. */
class Nearby {
  private readonly inside = new Set<Element>();
  private readonly observer: IntersectionObserver;

  constructor() {
    this.observer = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) this.inside.delete(target);
        else {
          this.inside.add(target);
          waiting.get(target)?.();
        }
      }
    }, { rootMargin: AHEAD });
  }

  observe(node: Element): void {
    this.observer.observe(node);
  }

  has(node: Element): boolean {
    return this.inside.has(node);
  }
}

const waiting = new Map<Element, () => void>();
export const near = new Nearby();
let asked = 0;

const ask = (work: (deadline: IdleDeadline) => void): number => window.requestIdleCallback(work);

function whenIdle(deadline: IdleDeadline): void {
  asked = 0;
  for (const [node, work] of waiting) {
    waiting.delete(node);
    work();
    if (deadline.timeRemaining() < 4) break;
  }
  if (waiting.size > 0) asked = ask(whenIdle);
  else settled();
}

/** Says on the page that everything on it is up to date. */
function settled(): void {
  document.documentElement.dataset.shown = 'all';
}

/** Does the work for an element when it comes into view, or when there is time. */
export function later(node: Element, work: () => void): void {
  waiting.delete(node);
  waiting.set(node, work);
  delete document.documentElement.dataset.shown;
  if (asked === 0) asked = ask(whenIdle);
}

export function forget(node: Element): void {
  waiting.delete(node);
}

/** Everything that waits, now. */
export function flush(): void {
  while (waiting.size > 0) {
    for (const [node, work] of waiting) {
      waiting.delete(node);
      work();
    }
  }
}

/** The browser's list of measures says how long each section took. */
function timed(section: Section, model: Model): void {
  const name = `show ${section.node.id || section.node.className}`, start = performance.now();
  section.update(model);
  performance.clearMeasures(name);
  performance.measure(name, { start });
}

export interface Board {
  show(model: Model): void;
}

/** Sections that stand in the page and are shown one model after the other. */
export function board(sections: Section[]): Board {
  for (const section of sections) near.observe(section.node);
  return {
    show(model) {
      for (const section of sections) {
        if (near.has(section.node) && section.patient !== true) {
          forget(section.node);
          timed(section, model);
        } else {
          later(section.node, () => timed(section, model));
        }
      }
    },
  };
}
