// Writes a plausible results.json for tests of the page: node make_sample.mjs DATA_FOLDER > sample_results.json
// The numbers come from a fixed sequence, not from a model; only their shape and size are like a real run.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
const FIRST = 2025, LAST = 2029, PARTIES = ['KOR', 'MYS'];

let state = 12345;
const random = () => (state = (state * 48271) % 2147483647) / 2147483647; // Park and Miller (1988)
const spread = (low, high) => low * (high / low) ** random();             // evenly in logarithms
const round = (value) => Number(value.toPrecision(10));

function readCsv(name) {
  const rows = [];
  for (const line of readFileSync(join(folder, name), 'utf8').replace(/^\uFEFF/, '').trim().split(/\r?\n/)) {
    rows.push([...line.matchAll(/("([^"]|"")*"|[^,]*)(,|$)/g)].map((field) =>
      field[1].replace(/^"|"$/g, '').replaceAll('""', '"')).slice(0, -1));
  }
  const [header, ...body] = rows;
  return body.map((row) => Object.fromEntries(header.map((key, k) => [key, row[k] ?? ''])));
}

const codes = new Map(readCsv('country/country-codes.csv').map((row) => [row['ISO3166-1-Alpha-3'], row]));
const people = new Map(readCsv('country/population.csv').filter((row) => row.Year === '2022')
  .map((row) => [row['Country Code'], Number(row.Value)]));
people.set('TWN', 23264640);
const gdps = new Map(readCsv('country/gdp.csv').filter((row) => row.Year === '2022')
  .map((row) => [row['Country Code'], Number(row.Value) / 1e6]));

const regions = readCsv('countries81.csv').map(({ code, name }) => ({
  code, name: name.replace(/^"/, '').replace(/ \(\d\)$/, ''),
  iso_numeric: Number(codes.get(code)?.['ISO3166-1-numeric'] || 0),
  population: people.get(code) ?? null,
}));
const sectors = readCsv('sectors50.csv').map(({ code, industry }) => ({
  code, name: industry.trim(), kind: /^[ABC]/.test(code) ? 'goods' : 'services' }));
const goods = sectors.filter((sector) => sector.kind === 'goods').map((sector) => sector.code);
const gdpOf = (code) => gdps.get(code) ?? (code === 'TWN' ? 766000 : spread(4e4, 6e5));

// Real-income effect in the last year, per cent of spending: parties gain, competitors of either lose.
const effect = new Map(regions.map(({ code }) => {
  if (code === 'MYS') return [code, 0.0131];
  if (code === 'KOR') return [code, 0.0021];
  const near = ['THA', 'VNM', 'IDN', 'PHL', 'SGP', 'JPN', 'TWN', 'CHN', 'BRN', 'KHM', 'LAO', 'MMR'].includes(code);
  const wide = gdpOf(code) > 3e6 ? 0.02 : 1; // the largest economies hardly feel it
  const size = wide * (near ? spread(1e-4, 1.5e-3) : spread(2e-6, 3e-4));
  return [code, random() < (near ? 0.2 : 0.35) ? size : -size];
}));

const fixed = new Map(regions.map(({ code }) => {
  const gdp = gdpOf(code), open = spread(0.15, 0.7), revenue = gdp * spread(0.002, 0.02);
  return [code, { gdp, spending: gdp * (1 + (random() - 0.5) / 10), exports: gdp * open, imports: gdp * open * (0.9 + random() / 5),
    revenue: code === 'MYS' ? gdp * 0.018 : revenue, labour: gdp * (0.35 + random() / 5), ghg: gdp * spread(1e-4, 9e-4),
    consumption: 0.75 + random() / 2, noise: random() }];
}));

function regionYear(region, share) {
  const base = fixed.get(region.code), percent = effect.get(region.code) * share, real = percent / 100;
  const party = PARTIES.includes(region.code), ev = base.spending * real;
  const trade = party ? 0.002 * share : real / 2;
  return {
    region: region.code, ev_musd: ev, ev_percent: percent,
    ev_per_head_usd: region.population === null ? null : ev * 1e6 / region.population, spending_musd: base.spending,
    wage_hat: 1 + real * 2, consumer_price_hat: 1 + real * 0.6, real_wage_hat: 1 + real * 1.4,
    income_hat: 1 + real * 1.6, real_income_hat: 1 + real, terms_of_trade_percent: percent * 0.6,
    volume_of_trade_percent: percent * 0.4, tariff_revenue_base_musd: base.revenue,
    tariff_revenue_new_musd: base.revenue * (1 - (party ? 0.011 * share : -real)), gdp_musd: base.gdp,
    duty_percent_of_gdp: 100 * base.revenue / base.gdp, labour_income_base_musd: base.labour,
    labour_income_new_musd: base.labour * (1 + real * 2), real_labour_income_percent: percent * 1.4,
    exports_base_musd: base.exports, exports_new_musd: base.exports * (1 + trade), imports_base_musd: base.imports,
    imports_new_musd: base.imports * (1 + trade * 1.05), ghg_production_base_mt: base.ghg,
    ghg_production_new_mt: base.ghg * (1 + real * (2 + base.noise)), ghg_consumption_base_mt: base.ghg * base.consumption,
    ghg_consumption_new_mt: base.ghg * base.consumption * (1 + real * (1 + base.noise)),
    co2_production_base_mt: base.ghg * 0.78, co2_production_new_mt: base.ghg * 0.78 * (1 + real * (2 + base.noise)),
  };
}

const partnerSize = new Map(regions.map(({ code }) => [code, spread(0.2, 60)]));
function customsYear(share) {
  const rows = [];
  for (const importer of PARTIES) {
    for (const { code } of regions) {
      if (code === importer) continue;
      const between = PARTIES.includes(code);
      const base = between ? 190 : partnerSize.get(code) * 12;
      const lost = between ? base * 0.92 * share : base * 0.0012 * share * (code === 'USA' ? -1 : 1);
      if (Math.abs(lost) < 0.001) continue;
      rows.push({ importer, exporter: code, base_musd: base, new_musd: base - lost, forgone_musd: lost });
    }
  }
  return rows;
}

const years = [];
for (let year = FIRST; year <= LAST; year++) {
  const share = year < 2026 ? 0.15 : Math.min(1, (year - 2025) / 3);
  const same = year === LAST - 1 ? LAST : year;
  years.push({ year, same_as: same, regions: regions.map((region) => regionYear(region, share)), customs: customsYear(share) });
}
const last = years.at(-1);
const outcome = new Map(last.regions.map((row) => [row.region, row]));

const sectorResults = [];
for (const region of PARTIES) {
  for (const { code, kind } of sectors) {
    const base = gdpOf(region) * spread(0.002, 0.08), percent = (random() - 0.45) * (kind === 'goods' ? 0.6 : 0.04);
    sectorResults.push({ region, sector: code, output_base_musd: base, output_new_musd: base * (1 + percent / 100),
      output_percent: percent, volume_percent: percent * 0.95 });
  }
}

const partyProducts = [];
for (const [exporter, importer] of [['KOR', 'MYS'], ['MYS', 'KOR']]) {
  for (const sector of goods) {
    const base = spread(0.4, 1800), tariff = random() < 0.3 ? 0 : random() * 9 + (sector === 'C10T12' && importer === 'MYS' ? 41 : 0);
    const growth = tariff === 0 ? -random() * 0.01 : tariff * (0.02 + random() * 0.03);
    partyProducts.push({ exporter, importer, sector, base_musd: base, new_musd: base * (1 + growth),
      tariff_base_percent: tariff, tariff_new_percent: tariff * 0.2 });
  }
}

const pairResults = [];
for (const party of PARTIES) {
  for (const { code } of regions) {
    if (code === party) continue;
    for (const [exporter, importer] of [[party, code], [code, party]]) {
      if (PARTIES.includes(code) && PARTIES.indexOf(code) < PARTIES.indexOf(party)) continue;
      const between = PARTIES.includes(code);
      const base = between ? 6900 : partnerSize.get(code) * 700;
      pairResults.push({ exporter, importer, trade_base_musd: base,
        trade_new_musd: base * (between ? 1.11 : 1 - 0.0006 * random() + 0.0002), duty_base_musd: base * 0.02,
        duty_new_musd: base * (between ? 0.002 : 0.02) });
    }
  }
}

const ranked = [...last.regions].sort((a, b) => Math.abs(b.ev_musd) - Math.abs(a.ev_musd));
const band = (value, width = 0.4) => ({ low: value - Math.abs(value) * width, median: value * 1.04, high: value + Math.abs(value) * width * 1.3,
  low_error: Math.abs(value) * 0.01, median_error: Math.abs(value) * 0.007, high_error: Math.abs(value) * 0.013, settled: true });
const brief = ({ region, ev_musd, ev_percent }) => ({ region, ev_musd, ev_percent, ev_band_musd: band(ev_musd) });
const party = (code, product, part, cap, held) => {
  const row = outcome.get(code);
  return {
    region: code, ev_musd: row.ev_musd, ev_percent: row.ev_percent, ev_per_head_usd: row.ev_per_head_usd,
    ev_sum_musd: row.ev_musd * 9, real_wage_percent: 100 * (row.real_wage_hat - 1),
    customs_revenue_change_musd: row.tariff_revenue_new_musd - row.tariff_revenue_base_musd,
    exports_change_musd: row.exports_new_musd - row.exports_base_musd,
    imports_change_musd: row.imports_new_musd - row.imports_base_musd,
    top_product: { sector: product, contribution_musd: row.ev_musd * part, without_ev_musd: row.ev_musd * (1 - part),
      without_ev_percent: row.ev_percent * (1 - part) },
    capped: { cap_percent: 15, rate_percent: cap, ev_musd: row.ev_musd * held, ev_percent: row.ev_percent * held },
    bands: { ev_musd: band(row.ev_musd), ev_percent: band(row.ev_percent), real_wage_percent: band(100 * (row.real_wage_hat - 1)),
      customs_revenue_change_musd: band(row.tariff_revenue_new_musd - row.tariff_revenue_base_musd),
      exports_change_musd: band(row.exports_new_musd - row.exports_base_musd),
      imports_change_musd: band(row.imports_new_musd - row.imports_base_musd) },
  };
};
const source = 'Press reports of 26-27 October 2025 on the conclusion of the negotiations';
const assumed = 'tariff lines are finer than the 50 sectors: the average of the lines named in the press';
const musd = (value) => value.toFixed(1);
const solve = (k) => ({ converged: true, reason: 'converged', iterations: 9 + k % 3, residual: 3.1e-12 * (k + 1), cost: 1e-13,
  price: 2.2e-13, share: 1.4e-13, market: 3.1e-12 * (k + 1), income: 8e-13 });
const results = {
  schema: 1,
  selat: { version: '0.1.0', compiler: 'gcc 12.2.0' },
  accord: { name: 'Korea-Malaysia strategic partnership', signed: '2024-11-25', source: 'Joint statement, Seoul, 25 November 2024',
    file: 'accords/korea-malaysia.yaml', parties: PARTIES },
  baseline: { table: 'oecd-2022', table_year: 2022, tariffs: 'teti-2021', tariffs_source: 'F. Teti, Global Tariff Database (beta 2024-12)',
    elasticities: 'caliendo-parro-2015', elasticities_source: 'Caliendo and Parro (2015), Review of Economic Studies 82(1)',
    deficits: 'nominal', inflation: 0.02, first_year: FIRST, last_year: LAST,
    overlays: [{ name: 'RCEP', source: 'RCEP Agreement, Annex I', file: 'accords/rcep.yaml',
      measures: [{ text: 'tariff RCEP <-> RCEP, goods without C10T12, cut by 60 % from 2022', source: 'RCEP Agreement, Annex I',
        assumed: 'the schedule is summarised by one cut for all goods' }] }] },
  commitments: { modelled: 6, total: 13, pending: [
    { commitment: 'Critical minerals from Malaysia for Korean industry', needs: 'capacity', source: 'Memorandum of understanding, 2024' },
    { commitment: 'Carbon capture and storage project from 2029', needs: 'capture', source: 'Joint statement, 2024' },
    { commitment: 'Clean hydrogen cooperation', needs: 'investment', source: 'Joint statement, 2024' },
    { commitment: 'Investment in semiconductors, electric vehicles and green technology', needs: 'investment', source: 'Joint statement, 2024' },
    { commitment: 'Tourism agreement', needs: 'tourism', source: 'Memorandum of understanding, 2024' },
    { commitment: 'Further Korean participation in fighter programmes, joint training and research', needs: 'stress', source: 'Joint statement, 2024' },
    { commitment: 'Regional stability: energy lanes and outage of suppliers', needs: 'stress', source: 'Joint statement, 2024' },
  ] },
  measures: [
    { kind: 'tariff', text: 'tariff KOR <-> MYS, goods without C10T12, C29, C24A, cut by 92.7 % from 2026, utilisation 80 %, compliance 2 %',
      label: 'Malaysia frees 92.7 % of tariff lines, Korea 94.8 %', source, assumed, from: 2026, until: 2029 },
    { kind: 'tariff', text: 'tariff MYS <- KOR, C29, to 15 % from 2026, full 2028', label: 'Finished electric SUVs 30 % to 15 %', source, assumed, from: 2026, until: 2029 },
    { kind: 'tariff', text: 'tariff MYS <- KOR, C24A, cut by 30 % from 2026', label: 'Cold-rolled and coated steel cut further', source, assumed, from: 2026, until: 2029 },
    { kind: 'tariff', text: 'tariff KOR <- MYS, A01, A03, C10T12, cut by 20 % from 2026', label: 'Korea opens tropical fruit and marine products', source, assumed, from: 2026, until: 2029 },
    { kind: 'barrier', text: 'barrier KOR <-> MYS, J61, J62_63, cut 1 % of the delivered price from 2026', label: 'Digital economy chapter', source,
      assumed: 'no published estimate: 1 % is a placeholder for the digital chapter', from: 2026, until: 2029 },
    { kind: 'purchase', text: 'purchase MYS from KOR, C302T309, 920 million USD in 2025-2027, financed by tax', label: '18 FA-50M light fighters',
      source: 'Contract of May 2023', assumed: null, from: 2025, until: 2027 },
  ].map((one, k) => ({ ...one, effects: [{ region: 'KOR', ev_musd: 3.1 - k }, { region: 'MYS', ev_musd: 0.4 * k - 1 }] })),
  regions, sectors,
  headline: {
    year: LAST,
    sentence: `In ${LAST}, against a world without it, the accord is worth +${musd(outcome.get('KOR').ev_musd)} million USD a year to Korea ` +
      `(+0.0021 % of national spending) and +${musd(outcome.get('MYS').ev_musd)} million USD a year to Malaysia (+0.0131 % of national ` +
      'spending). All others together: -15.5 million USD a year; 2 of them gain and 7 lose more than 1 million USD.',
    world_ev_musd: last.regions.reduce((sum, row) => sum + row.ev_musd, 0),
    parties: [party('KOR', 'C28', 0.34, null, 0.97), party('MYS', 'C10T12', 0.93, 91.2, 0.31)],
    gainers: ranked.filter((row) => row.ev_musd > 0).slice(0, 10).map(brief),
    losers: ranked.filter((row) => row.ev_musd < 0).slice(0, 10).map(brief),
  },
  years, sector_results: sectorResults, pair_results: pairResults, party_products: partyProducts,
  idle_capacity: { purchases_musd: 920, output_musd: 2134.5, value_added: [...PARTIES, 'CHN', 'JPN', 'USA', 'DEU', 'TWN']
    .map((region, k) => ({ region, musd: [486.2, 21.4, 118.9, 52.3, 41.8, 22.9, 18.1][k] })) },
  uncertainty: {
    year: LAST, draws: 1000, seed: 1, failed: 0, settled: true, quantiles: [0.05, 0.5, 0.95], tolerance: 1e-8,
    sources: ['caliendo-parro-2015', 'bsy', 'fgo', 'gyy', 'is', 'll', 'shapiro'],
    barrier_width: 0.5, barriers_drawn: 1, utilisation_width: 0.2, utilisations_drawn: 4, theta_drawn: 50000, theta_held: 731,
    theta: sectors.map(({ code }) => ({ sector: code, theta: 4.49, standard_error: 0.39, pooled: true, drawn_with: code })),
    world_ev_musd: band(40), trade_between: [], regions: [], tornado: PARTIES.map((region) => {
      const centre = outcome.get(region).ev_musd * 1.04;
      const swing = (parameter, size, sectors = [], measure = null) => ({ parameter, sectors, measure, low_musd: centre * (1 - size),
        high_musd: centre * (1 + size * 1.2), swing_musd: Math.abs(centre) * size * 2.2 });
      return { region, centre_ev_musd: centre, rows: [swing('source', 0.3), swing('theta_common', 0.22), swing('theta', 0.15, ['A01', 'A02', 'A03']),
        swing('utilisation', 0.12), swing('theta', 0.1, ['C26']), swing('barrier', 0.06, [], 'Digital economy chapter')] };
    }),
  },
  assumptions: [
    { what: 'Trade elasticities', value: 'caliendo-parro-2015', why: 'the default: estimated from tariffs, by sector', source: 'Caliendo and Parro (2015)' },
    { what: 'C19 elasticity', value: '4 in place of 64.85', why: 'the estimate is not credible for a world table', source: 'data/SOURCES.md' },
    { what: 'Deficits', value: 'nominal', why: 'trade balances stay at their nominal value: results depend on the numeraire, world value added', source: null },
    { what: 'Tariff cells capped at 50 %', value: '405 cells', why: 'averages over alcohol and tobacco lines', source: 'data/SOURCES.md' },
    { what: 'Tariffs on inputs above taxes on inputs', value: '606 of 3,999 cells', why: 'value added of these cells absorbs the difference', source: null },
    { what: 'Group members that are not regions of the table', value: 'TLS', why: 'dropped from ASEAN', source: null },
    { what: 'Inflation', value: '2 % a year', why: 'nominal purchases are deflated to prices of 2022', source: null },
  ],
  sources: [
    { what: 'Table', source: 'OECD (2025) Inter-Country Input-Output Tables, oe.cd/icio; CC BY 4.0' },
    { what: 'Tariffs', source: 'F. Teti, Global Tariff Database (beta 2024-12)' },
    { what: 'Emissions', source: 'EDGAR 2024, European Commission JRC; CC BY 4.0' },
  ],
  diagnostics: {
    converged: true, tolerance: 1e-10,
    years: years.map(({ year }, k) => ({ year, ...solve(k), overlays: solve(k + 1) })),
    footprint: { residual: 4.4e-13, iterations: 19 },
  },
};
process.stdout.write(`${JSON.stringify(results, (_, value) => (typeof value === 'number' ? round(value) : value))}\n`);
