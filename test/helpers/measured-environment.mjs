import { appendFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { TestEnvironment } from 'jest-environment-node';
import { processorSeconds } from './processor-seconds.mjs';

/**
 * Notes what each test file takes of the processor, with the commands that it starts and that end, for
 * tell-processor-time.mjs.
 */
export default class MeasuredEnvironment extends TestEnvironment {
  #file;
  #before = processorSeconds('self');

  constructor(config, context) {
    super(config, context);
    this.#file = relative(config.projectConfig.rootDir, context.testPath);
  }

  async teardown() {
    await super.teardown();
    const folder = process.env['GITOPS_TEST_RUN'];
    const after = processorSeconds('self');
    if (folder === undefined || after === undefined) return;
    const note = JSON.stringify({ file: this.#file, seconds: after - this.#before });
    appendFileSync(join(folder, 'processor.jsonl'), `${note}\n`);
  }
}
