import { check } from '../../../src/workflow/check.js';
import { listApplications } from '../../../src/workflow/list-applications.js';
import { render } from '../../../src/workflow/render.js';

// Does what the command line says with a repository, and prints the most memory that it took, in MiB.
const [verb = '', repository = ''] = process.argv.slice(2);
const options = { repository, revision: 'HEAD', sources: { offline: true } };
const count = {
  list: async () => (await listApplications(options)).applications.length,
  check: async () => (await check(options)).objects,
  render: async () => (await render({ ...options, all: true })).objects.length,
}[verb];
const found = await count?.();
process.stdout.write(JSON.stringify({ found, peak: process.resourceUsage().maxRSS / 1024 }));
process.exit(0);
