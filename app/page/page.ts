// The order of the page, like a good briefing: the answer, who gains, trade, sectors, climate, resilience, what it rests on.
import { basisSection } from './basis.ts';
import { board, flush } from './board.ts';
import { drawForPaper, drawForScreen } from './chart.ts';
import { customsSection } from './chart_customs.ts';
import { emissionsSection } from './chart_emissions.ts';
import { gains } from './chart_gains.ts';
import { lanesSection } from './chart_lanes.ts';
import { mapSection } from './chart_map.ts';
import { pathwaySection } from './chart_pathway.ts';
import { sectorsSection } from './chart_sectors.ts';
import { uncertaintySection } from './chart_tornado.ts';
import { welfareSection } from './chart_welfare.ts';
import { yearsSection } from './chart_years.ts';
import { element } from './dom.ts';
import { saveAllSection } from './export_all.ts';
import { skipLink } from './skip.ts';
import { paperState } from './print_state.ts';
import { heatmapSection } from './view_heatmap.ts';
import { sankeySection } from './view_sankey.ts';
import { stopsSection } from './view_stops.ts';
import { banner, headlineSection } from './headline.ts';
import type { Model } from './model.ts';
import { picker, type Choose } from './picker.ts';
import { section, type Section } from './section.ts';
import { backtestSection } from './section_backtest.ts';
import { captureSection } from './section_capture.ts';
import { chainsSection } from './section_chains.ts';
import { indicatorsSection } from './section_indicators.ts';
import { stressSection } from './section_stress.ts';
import { tradeSection } from './section_trade.ts';
import { regionsSection } from './table_regions.ts';
import { text } from './text.ts';
import type { Country } from './world.ts';

interface Part {
  id: string;
  title: string;
  sections: Section[];
}

function partsOf(model: Model, countries: Country[], choose: Choose): Part[] {
  const { parts } = text;
  return [
    { ...parts.answer, sections: [headlineSection(model)] },
    { ...parts.gains, sections: [section(text.gains.id, text.gains.title, model, (now) => [gains(now, model.results)]), mapSection(model, countries, choose), yearsSection(model),
      ...uncertaintySection(model), ...welfareSection(model), regionsSection(model)] },
    { ...parts.trade, sections: [tradeSection(model), ...sankeySection(model), customsSection(model)] },
    { ...parts.sectors, sections: [sectorsSection(model), ...heatmapSection(model)] },
    { ...parts.climate, sections: [emissionsSection(model), ...pathwaySection(model), ...captureSection(model, countries)] },
    { ...parts.resilience, sections: [...stressSection(model), ...stopsSection(model), ...lanesSection(model, countries), ...chainsSection(model), ...indicatorsSection(model)] },
    { ...parts.basis, sections: [basisSection(model), ...backtestSection(model), saveAllSection(model)] },
  ].filter((part) => part.sections.length > 0);
}

function partNode({ id, title, sections }: Part): HTMLElement {
  return element('section', { id, class: 'part', 'aria-labelledby': `${id}-title` }, element('h2', { id: `${id}-title` }, title),
    ...sections.map((one) => one.node));
}

function contents(parts: Part[]): HTMLElement {
  return element('nav', { 'aria-label': text.contents }, element('ul', {}, ...parts.map((part) =>
    element('li', {}, element('a', { href: `#${part.id}` }, part.title)))));
}

/** Paper shows what is folded on the screen, and everything up to date. */
function printsWell(page: HTMLElement): void {
  let closed: HTMLDetailsElement[] = [];
  window.addEventListener('beforeprint', () => {
    flush();
    closed = [...page.querySelectorAll<HTMLDetailsElement>('details:not([open])')];
    for (const one of closed) one.open = true;
    drawForPaper();
  });
  window.addEventListener('afterprint', () => {
    for (const one of closed) one.open = false;
    drawForScreen();
  });
}

/** What stands in the page: what to put where, and how to show another model. */
export interface Page {
  header: HTMLElement;
  /** Contents, and the choice of region and year. */
  bar: HTMLElement;
  parts: HTMLElement[];
  footer: HTMLElement;
  show(model: Model): void;
}

export function makePage(page: HTMLElement, model: Model, countries: Country[], choose: Choose): Page {
  const head = banner(model), pick = picker(model, choose), parts = partsOf(model, countries, choose);
  const { selat, accord } = model.results;
  printsWell(page);
  const paper = paperState(model);
  document.body.prepend(skipLink(`${text.parts.answer.id}`));
  const shown = board([head, pick, paper, ...parts.flatMap((part) => part.sections)]);
  return {
    header: element('div', {}, head.node, paper.node), bar: element('div', { class: 'bar' }, contents(parts), pick.node), parts: parts.map(partNode),
    footer: element('footer', {}, text.footer(selat.version, selat.compiler, accord.file)), show: (now) => shown.show(now),
  };
}
