import { declareOptions } from '../../command/declare-options.js';
import type { ValuesOf } from '../../command/option.js';
import { collect } from './collect.js';

/** Which Argo Applications a command acts on: those that match every kind of name that was given. */
export const selectionOptions = declareOptions('selection', {
  environment: {
    flags: '-e, --environment <name>',
    help: 'only this environment; repeatable, or with commas',
    common: true,
    parse: collect,
    engine: 'environments',
  },
  application: {
    flags: '-a, --application <name>',
    help: 'only this application, or this Argo Application; repeatable',
    common: true,
    parse: collect,
    engine: 'applications',
  },
  cluster: {
    flags: '-c, --cluster <name>',
    help: 'only this cluster; repeatable, or with commas',
    common: true,
    parse: collect,
    engine: 'clusters',
  },
  all: { flags: '--all', help: 'everything in the revision', common: true },
});

export type SelectionOptions = ValuesOf<typeof selectionOptions>;
