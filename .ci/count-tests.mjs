import { readFileSync } from 'node:fs';

// Reads what `npm test` wrote and says it in one line. A run that proves nothing counts as failed. What passed only on
// its second try is named before: it has passed, and wants mending.
const file = process.argv[2];
let passed = 0;
let failed = 0;
try {
  const result = JSON.parse(readFileSync(file, 'utf8'));
  passed = result.numPassedTests;
  failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  for (const { name, assertionResults } of result.testResults) {
    for (const { title, status, invocations } of assertionResults) {
      if (status === 'passed' && invocations > 1)
        console.log(`unsteady, passed on its second try: ${name.split('/tests/').at(-1)}: ${title}`);
    }
  }
} catch {
  failed = 1;
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
