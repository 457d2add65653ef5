import { declareOptions } from '../../command/declare-options.js';
import type { ValuesOf } from '../../command/option.js';
import { readingOptions } from '../../input/options/reading.js';

export const renderOptions = {
  ...declareOptions('selection', {
    all: { flags: '--all', help: 'every Argo Application', common: true },
    file: {
      flags: '-f, --file <file>',
      help: 'a file with the Argo Application or ApplicationSet, instead of a name; with a name or --all: those that it makes; - for standard input',
      common: true,
    },
  }),
  ...readingOptions,
  ...declareOptions('output', {
    namespaces: {
      flags: '--namespaces',
      help: "give namespaced objects that name none the destination's namespace, as Argo CD does before it applies them",
    },
    tracking: {
      flags: '--tracking <method>',
      help: "add Argo CD's tracking metadata: annotation, label or annotation+label",
      choices: ['annotation', 'label', 'annotation+label'],
    },
    output: {
      flags: '-o, --output <format>',
      help: 'yaml documents, json: one document, or names: an object per line',
      common: true,
      choices: ['yaml', 'json', 'names'],
      default: 'yaml',
    },
  }),
};

export type RenderOptions = ValuesOf<typeof renderOptions>;
