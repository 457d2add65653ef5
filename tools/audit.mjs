// Asks the registry for advisories about what users install: `npm audit --omit=dev`. Ends with 1 when there
// are any, and with 69 when the registry does not answer: what was not asked is not clean.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const UNAVAILABLE = 69;

const { stdout, error } = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
  cwd: ROOT,
  encoding: 'utf8',
  maxBuffer: 1 << 26,
});
const { vulnerabilities, message } = answerOf(stdout);
if (vulnerabilities === undefined) {
  console.error(
    `[audit] not checked: ${error?.message ?? message ?? 'npm gave no answer'}. Use a registry that has advisories: npm config set registry`,
  );
  process.exitCode = UNAVAILABLE;
} else {
  for (const { name, severity, range } of Object.values(vulnerabilities))
    console.error(`[audit] ${severity}: ${name} ${range}`);
  console.log(`[audit] ${Object.keys(vulnerabilities).length} packages with advisories`);
  process.exitCode = Object.keys(vulnerabilities).length > 0 ? 1 : 0;
}

function answerOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
