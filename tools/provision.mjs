// Makes the binaries of the local control plane where they are missing, with progress, before the tests: never inside a test's time limit.
//   usage: node tools/provision.mjs
import { tsImport } from 'tsx/esm/api';

const { provisionBinaries } = await tsImport('../src/local-cluster/provision/provision-binaries.ts', import.meta.url);
const { localPaths } = await tsImport('../src/local-cluster/paths.ts', import.meta.url);
const { localProgress } = await tsImport('../src/cli/output/local-progress.ts', import.meta.url);
const { printError } = await tsImport('../src/cli/output/print-error.ts', import.meta.url);

const err = (text) => void process.stderr.write(text);
const terminal = {
  interactive: process.stderr.isTTY === true && !process.env['CI'],
  colour: false,
  size: () => ({ columns: process.stderr.columns ?? 80, rows: 24 }),
  err,
};
const controller = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => controller.abort());
const progress = localProgress(terminal, { output: 'text' });
try {
  await provisionBinaries({ ...localPaths(process.env), onEvent: progress.event, signal: controller.signal });
} catch (error) {
  progress.close();
  err(printError(error, { colour: false, debug: false, directory: process.cwd() }));
  process.exitCode = 1;
} finally {
  progress.close();
}
