import type { ArgoApplication } from '../../../src/argocd/application/application.js';
import { waveOf } from '../../../src/argocd/sync/waves.js';
import { neededFirst } from '../../../src/synth/layout/needed-first.js';

const WAVE = 'argocd.argoproj.io/sync-wave';
const application = (annotations?: Readonly<Record<string, string>>): ArgoApplication => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: 'a', ...(annotations ? { annotations } : {}) },
  spec: { project: 'p', destination: {} },
});
const project = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'AppProject',
  metadata: { name: 'p', annotations: { 'z.example.com/a': 'b' } },
};

test.each([
  { waves: [], wave: -1000 },
  { waves: ['0'], wave: -1000 },
  { waves: ['-10', '5'], wave: -1000 },
  { waves: ['-999'], wave: -1000 },
  { waves: ['-1000'], wave: -1001 },
  { waves: ['3', '-5000', '-20'], wave: -5001 },
  { waves: ['soon'], wave: -1000 },
  { waves: ['-99999999999999999999'], wave: -1000 },
])('before Argo Applications of the waves $waves stands wave $wave', ({ waves, wave }) => {
  const applications = [application(), ...waves.map((text) => application({ [WAVE]: text }))];

  const first = neededFirst(applications)(project);

  expect(first.metadata.annotations).toEqual({ [WAVE]: String(wave), 'z.example.com/a': 'b' });
  for (const one of applications) expect(waveOf(first)).toBeLessThan(waveOf(one));
});
