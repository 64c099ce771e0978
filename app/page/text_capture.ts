// Words of the section on captured CO2.
export const captureText = {
  id: 'capture',
  title: 'Captured CO2: network, cost, who pays',
  map: (label: string, year: number) => `${label}: the network in ${year}`,
  describeMap: (sources: string, routes: string, stores: string) => `Sources: ${sources}. Routes: ${routes}. Stores: ${stores}`,
  andMore: (name: string, others: number) => `${name} and ${others} more`,
  place: (name: string, mt: string) => `${name}: ${mt} Mt a year`,
  route: (type: string, from: string, to: string, mt: string) => `${type} from ${from} to ${to}: ${mt} Mt a year`,
  legend: { source: 'captures', terminal: 'terminal', store: 'stores', pipe: 'pipeline', ship: 'ship' },
  mapNote: 'Widths and areas follow the tonnes of the year. Routes are drawn as the shortest way on the globe; ships are counted by their way over the sea lanes. '
    + 'Positions of stores and industrial sites are assumed (data/ccs).',
  curve: (year: number) => `What a captured tonne costs, by source, ${year}`,
  curveAxis: 'Mt CO2 a year, cheapest first',
  curveHeading: 'USD per t captured',
  describeCurve: (steps: string) => `From the cheapest: ${steps}`,
  step: (name: string, mt: string, cost: string) => `${name} ${mt} Mt at ${cost} USD/t`,
  parts: { capture: 'capture', transport: 'transport', storage: 'storage' },
  table: 'Captured CO2 by year',
  columns: {
    year: 'Year', captured: 'Captured (Mt CO2)', penalty: 'CO2 of its fuel (Mt)', avoided: 'Avoided (Mt CO2)', paid: 'Paid by the industries (million USD)',
    per: 'Paid per tonne avoided (USD/t)', fee: 'of which to the host for storage (million USD)', built: 'Capital goods bought (million USD)',
  },
  payers: (year: number) => `Who pays, ${year}`,
  payerColumns: { sector: 'Industry', captured: 'Captured (Mt CO2)', paid: 'Paid (million USD)', cost: 'Rise of unit cost (%)' },
  note: (from: string, store: string, credit: string, search: string) => `Captured in ${from}, stored in ${store}; ${credit} counts the tonne. Network: ${search}. `
    + 'Capital goods are bought in the year before what they are for begins. Real income counts what capture costs, not the damage that CO2 would have done.',
  credit: { source: 'the country that captures', host: 'the country that stores', split: 'each of the two counts half of' } as Record<string, string>,
  none: 'nothing is captured',
};
