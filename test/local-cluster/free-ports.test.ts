import { createServer } from 'node:net';
import { freePorts } from '../../src/local-cluster/free-ports.js';

test('ports differ, and wanted ones are kept while nobody listens there', async () => {
  const first = await freePorts(4);
  const taken = createServer();
  await new Promise<void>((done) => taken.listen(first[1], '127.0.0.1', done));

  const second = await freePorts(4, first);
  await new Promise((done) => taken.close(done));

  expect(new Set(second).size).toBe(4);
  expect([second[0], second[2], second[3]]).toEqual([first[0], first[2], first[3]]);
  expect(second[1]).not.toBe(first[1]);
});
