// What is made up says so: with the demonstration beside the real data, every operation that answers from records is asked for made-up
// ones and must mark the answer as a whole and each row of its CSV; and whatever names one of them, in any example, is marked.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { operations } from './lib/contract.mjs';
import { parseTable } from './lib/csv.mjs';
import { json, request } from './lib/http.mjs';
import { dataPackages, root, Server } from './lib/server.mjs';

const demo = process.env.IPRSTAT_DEMO ?? path.join(root, 'build/tools/demo-registers');

// Requests of which all that is answered is made up, by operation.
const madeUp = {
  listDocuments: '/v1/documents?region=120000&reliability=weak', getDocument: '/v1/documents/demo-disputes',
  listObservations: '/v1/observations?document=demo-preexam&limit=50', listSeries: '/v1/series?document=demo-preexam&indicator=preexam_median_days&region=120116',
  exportObservations: '/v1/exports/observations?document=demo-preexam&period=2024&region=120104',
  listChanges: '/v1/changes?release=1&indicator=preexam_median_days&limit=5',
  getRanking: '/v1/rankings?indicator=preexam_median_days&region=120000/*&period=2024',
  compareFigures: '/v1/compare?indicator=preexam_median_days&region=120104,120116&period=2024',
  listAggregates: '/v1/aggregates?indicator=preexam_requests_accepted&region=120104,120118&period=2023..2024&freq=A&document=demo-preexam',
  listPreexamStatistics: '/v1/preexam/statistics?period=2024&group_by=center,quarter',
  listDisputes: '/v1/disputes?region=120116&limit=20', getDispute: '/v1/disputes/demo-limit-2015', listDisputeStatistics: '/v1/disputes/statistics?period=2024&group_by=route',
  listOverdueDisputes: '/v1/disputes/overdue', listMediations: '/v1/mediations?limit=20', listMediationStatistics: '/v1/mediations/statistics?period=2024&group_by=channel',
  listAgencies: '/v1/agencies?limit=20', getAgency: '/v1/agencies/demo-agency-at-80', listCreditGrades: '/v1/credit/grades?scheme=cnipa-patent-2023&period=2024&limit=20',
  getCreditDistribution: '/v1/credit/distribution?scheme=cnipa-patent-2023&period=2024',
  getCreditTransitions: '/v1/credit/transitions?scheme=cnipa-patent-2023&from=2023&to=2024',
  listEnforcementCases: '/v1/enforcement/cases?period=2023', getEnforcementStatistics: '/v1/enforcement/statistics?period=2023&group_by=conduct_group',
  listInspections: '/v1/inspections?period=2023', getInspectionsStatistics: '/v1/inspections/statistics?period=2023&group_by=inspection_result',
  listInterviews: '/v1/interviews?period=2023', getInterviewsStatistics: '/v1/interviews/statistics?period=2023&group_by=interview_reason',
  listLeads: '/v1/leads?limit=20', getLeadsStatistics: '/v1/leads/statistics?period=2023&group_by=origin',
  listCreditPushes: '/v1/public-credit/pushes', getCreditPushesStatistics: '/v1/public-credit/pushes/statistics?period=2024&group_by=credit_catalogue_item',
  listDishonestyRecords: '/v1/public-credit/dishonesty', getDishonestyStatistics: '/v1/public-credit/dishonesty/statistics?group_by=dishonest_act',
  listCreditCommitments: '/v1/public-credit/commitments?period=2023', listSubmissions: '/v1/submissions?period=2024-Q1', listPledges: '/v1/finance/pledges?period=2023',
  listInsurancePolicies: '/v1/finance/policies?period=2023', getInsurancePoliciesStatistics: '/v1/finance/policies/statistics?period=2023&group_by=insurance_type',
  listRiskPoolStates: '/v1/finance/risk-pools/states', getFinanceStatistics: '/v1/finance/statistics?period=2023&group_by=bank',
  listCultivationProjects: '/v1/cultivation-projects?programme_year=2023', listTransactions: '/v1/transactions?period=2023',
  getTransactionsStatistics: '/v1/transactions/statistics?period=2023&group_by=transaction_kind', listOverseasCases: '/v1/overseas/cases?limit=20',
  getOverseasStatistics: '/v1/overseas/statistics?group_by=country', listVisits: '/v1/visits?period=2023', listVisitProblems: '/v1/visits/problems?limit=20',
  getVisitProblemsStatistics: '/v1/visits/problems/statistics?period=2023&group_by=problem_topic', getVisitsStatistics: '/v1/visits/statistics?period=2023&group_by=region',
  getInstitution: '/v1/institutions/demo-inst-0001', listMarkets: '/v1/markets?region=120116', getMarket: '/v1/markets/demo-market-0001',
  getTypicalCase: '/v1/typical-cases/demo-typical-0001', getPublication: '/v1/publications/demo-paper-0001',
  getGeographicalIndication: '/v1/geographical-indications/demo-gi-0001', getDesignation: '/v1/designations/demo-title-0001',
  getProgramme: '/v1/programmes/demo-programme-0001', listProgrammeTasks: '/v1/programmes/demo-programme-0001/tasks',
  listAssessments: '/v1/assessments?region=120000', getAssessment: '/v1/assessments/demo-assessment-2025',
  listAssessmentResults: '/v1/assessments/demo-assessment-2025/results', compareAssessment: '/v1/assessments/demo-assessment-2025/compare',
  listPreexamRequests: '/v1/preexam/requests?limit=20', getPreexamRequest: '/v1/preexam/requests/demo-pre-2021-0001',
  getPreexamFunnel: '/v1/preexam/funnel?region=120104&period=2024', getDisputesSummary: '/v1/disputes/summary?region=120104&period=2024',
  getAgenciesSummary: '/v1/agencies/summary?region=120104&period=2024', listCreditCatalogue: '/v1/public-credit/catalogue?region=120000',
  listReporters: '/v1/submissions/reporters?region=120104', getSubmissionsStatus: '/v1/submissions/status?period=2024-Q1',
  getExpertsStatistics: '/v1/experts/statistics?period=2022&group_by=expert_kind', listInstitutions: '/v1/institutions?region=120101',
  listTypicalCases: '/v1/typical-cases?year=2023', listPublications: '/v1/publications?region=120000&kind=white_paper&state=published',
  listGeographicalIndications: '/v1/geographical-indications?region=120119',
};

// Requests whose answers have made-up things among real ones: marked as a whole, and in CSV row by row.
const partly = {
  listReportingForms: '/v1/submissions/forms', listInsuranceProducts: '/v1/finance/insurance-products', listRiskPools: '/v1/finance/risk-pools',
  listDesignations: '/v1/designations', listProgrammes: '/v1/programmes', listMeasures: '/v1/measures?document=nankai-2024-pilot-plan',
  listDepartmentMeasures: '/v1/departments/nankai-science/measures', getMeasure: '/v1/measures/nankai-2024-pilot-plan-01',
  listInstitutionCoverage: '/v1/institutions/coverage?region=120118', listServiceItems: '/v1/service-items', listConflicts: '/v1/conflicts?indicator=preexam_requests_accepted',
  getPlanProgress: '/v1/plans/nankai-2024-2026/progress?on=2025-12-31', getTargetProgress: '/v1/targets/nankai-2024-2026-09/progress?on=2025-12-31',
  listAvailability: '/v1/availability?indicator=preexam_median_days', search: '/v1/search?q=demo', listReleases: '/v1/releases', getRelease: '/v1/releases/1',
};

// What the demonstration has nothing of: the catalogue, rules and calendars, tables of which it has no rows, what targets and measures say by
// themselves; and a package, of which the descriptor says it.
const real = new Set(['getServiceDocument', 'listRegions', 'getRegion', 'listIndicators', 'getIndicator', 'listDepartments', 'listCodelists', 'getCodelist',
  'listTimeLimits', 'getDeadline', 'getCalendar', 'listCreditSchemes', 'getCreditScheme', 'listEnforcementConducts', 'listPreexamCenters', 'listAbnormalApplications',
  'listAbnormalWithdrawals', 'listPowerItems', 'listOperationCenters', 'listAgreements', 'getAgreement', 'listPolicyDocuments', 'listPlans', 'getPlan',
  'listPlanTargets', 'listDepartmentTargets', 'getMeasureMatrix', 'listDerivedBases', 'listDerivedParts', 'exportPackage', 'exportTable']);

let server;
before(async () => { server = await Server.start({ packages: [...await dataPackages(), demo] }); });
after(async () => { await server.stop(); });

const gets = operations.filter(({ method }) => method === 'get');
const formatsOf = (operation) => operation.formats ?? ['json'];
const csvOf = (target) => request(server, target, { headers: { accept: 'text/csv' } });

for (const operation of gets.filter(({ id }) => id in madeUp)) {
  const target = madeUp[operation.id];
  test(`${operation.id} marks ${target}`, async () => {
    if (formatsOf(operation).includes('json')) {
      const answer = await json(server, target);
      // an export tells at its end
      assert.equal(answer.meta.synthetic ?? answer.synthetic, true);
      assert.ok(!Array.isArray(answer.data) || answer.data.length > 0, 'an empty answer proves nothing');
    }
    if (formatsOf(operation).includes('csv')) {
      const answer = await csvOf(target);
      assert.equal(answer.status, 200, answer.text);
      const rows = parseTable(answer.text);
      assert.ok(rows.length > 0, 'no rows');
      assert.deepEqual([...new Set(rows.map((row) => row.synthetic))], ['true']);
    }
  });
}

for (const operation of gets.filter(({ id }) => id in partly)) {
  const target = partly[operation.id];
  test(`${operation.id} marks ${target}`, async () => {
    assert.equal((await json(server, target)).meta.synthetic, true);
    if (!formatsOf(operation).includes('csv')) return;
    const rows = parseTable((await csvOf(target)).text);
    assert.deepEqual([...new Set(rows.map((row) => row.synthetic))].sort(), ['false', 'true']);
  });
}

test('each operation of a release is in one table, and no other is', () => {
  const named = [...Object.keys(madeUp), ...Object.keys(partly), ...real].sort();
  assert.deepEqual(named, gets.filter(({ cache }) => cache === 'release').map(({ id }) => id).sort());
});

/** Faults of an answer that names something made up without saying so, or says so of what is real. */
function faultsOf(body) {
  const faults = [];
  const { documents, synthetic } = body.meta ?? {};
  if (synthetic === undefined) return faults;
  if (documents && synthetic !== documents.some((entry) => entry.synthetic)) faults.push(`synthetic is ${synthetic}, not that of its documents`);
  if (documents?.some((entry) => entry.synthetic !== entry.id.startsWith('demo-'))) faults.push('a document is marked wrong');
  if (!synthetic && /"demo-[0-9a-z-]+"/.test(JSON.stringify(body.data))) faults.push('it names what is made up');
  return faults;
}

test('whatever names something made up is marked, in every example', async () => {
  const faults = [];
  let marked = 0;
  for (const operation of gets) {
    for (const example of operation.examples ?? []) {
      if (!formatsOf(operation).includes('json') || example.path.includes('.csv')) continue;
      const answer = await request(server, example.path);
      if (answer.status !== 200 || !answer.headers['content-type'].startsWith('application/json')) continue;
      const body = answer.json();
      if (body.meta?.synthetic) marked += 1;
      faults.push(...faultsOf(body).map((fault) => `${example.path}: ${fault}`));
    }
  }
  assert.deepEqual(faults, []);
  assert.ok(marked > 20, `only ${marked} examples rest on what is made up`);
});

// A real measure is marked where its latest report is made up.
test('rows of CSV that name something made up are marked, and no others', async () => {
  const faults = [];
  for (const operation of gets.filter((one) => formatsOf(one).includes('csv'))) {
    for (const example of (operation.examples ?? []).filter(({ path: target }) => !target.includes('exports/tables'))) {
      const answer = await csvOf(example.path.replace(/[.]csv/, ''));
      if (answer.status !== 200 || !answer.headers['content-type'].startsWith('text/csv')) continue;
      for (const row of parseTable(answer.text)) {
        if (!('synthetic' in row)) faults.push(`${example.path}: no column synthetic`);
        else if (row.synthetic !== 'true' && Object.values(row).some((cell) => /(^|;)demo-/.test(cell))) faults.push(`${example.path}: ${JSON.stringify(row)}`);
        else if (row.synthetic !== 'false' && /^(?!demo-)./.test(row.document ?? '') && !('latest_report_period' in row)) faults.push(`${example.path}: ${JSON.stringify(row)}`);
      }
    }
  }
  assert.deepEqual([...new Set(faults)].slice(0, 10), []);
});

test('real figures stay unmarked beside made-up ones', async () => {
  const answer = await json(server, '/v1/observations?document=tianjin-2021-summary&limit=1000');
  assert.equal(answer.meta.synthetic, false);
  assert.ok(answer.data.length > 0 && answer.data.every((row) => row.synthetic === false));
});

test('a release says of which of its packages the records are made up', async () => {
  const { data } = await json(server, '/v1/releases/1');
  for (const { name, synthetic } of data.packages) assert.equal(synthetic, /demo-|of made-up records/.test(name), name);
});
