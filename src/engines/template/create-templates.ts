import { GitopsError } from '../../errors.js';
import { parseJson } from '../../manifest/parse-json.js';
import type { EngineOptions } from '../engine-options.js';
import { createJsonEngine } from '../json-engine.js';
import type { TemplateOutcome, TemplateRequest, Templates } from './templates.js';

interface Answer {
  readonly outcomes: readonly (readonly { readonly value: unknown; readonly error?: string }[])[];
  readonly volatile: readonly string[];
}

/** A part of one request that goes to the engine in one call. */
interface Piece {
  readonly template: unknown;
  readonly parameters: TemplateRequest['parameters'];
  readonly goTemplate: boolean;
  readonly options: readonly string[];
  resolve(result: { readonly outcomes: readonly TemplateOutcome[]; readonly volatile: readonly string[] }): void;
  reject(error: unknown): void;
}

/** The number of renderings in one call. */
const BATCH = 500;
const TIMEOUT_MS = 30_000;

/**
 * Requests that are made together go to the engine together. A request that exceeds a limit fails alone.
 *
 * @throws GitopsError ENGINE_MISSING
 */
export function createTemplates(options: EngineOptions = {}): Templates {
  const engine = createJsonEngine(options, {
    name: 'template',
    code: 'ENGINE_TEMPLATE_FAILED',
    timeoutMs: TIMEOUT_MS,
    hint: 'Correct the template.',
    // An error may come from a time limit.
    isLasting: (result) => result.endsWith('"volatile":[]}') && !result.includes('"error":'),
  });
  let waiting: Piece[] = [];
  let calls = 0;

  const flush = (): void => {
    const pieces = waiting;
    waiting = [];
    for (const call of callsOf(pieces)) ask(call);
  };
  const ask = async (pieces: readonly Piece[]): Promise<void> => {
    const [first] = pieces;
    if (first === undefined) return;
    calls++;
    const request = {
      pieces: pieces.map(({ template, parameters }) => ({ template, parameters })),
      goTemplate: first.goTemplate,
      options: first.options,
    };
    try {
      const { outcomes, volatile } = parseJson(await engine.ask('render', request, 'templates')) as Answer;
      for (const [index, piece] of pieces.entries())
        piece.resolve({ outcomes: (outcomes[index] ?? []).map(toOutcome), volatile });
    } catch (error) {
      if (
        pieces.length === 1 ||
        !GitopsError.is(error) ||
        error.code === 'ENGINE_MISSING' ||
        error.code === 'ENGINE_CLOSED'
      ) {
        for (const piece of pieces) piece.reject(error);
      } else for (const piece of pieces) await ask([piece]);
    }
  };
  return {
    version: engine.version,
    get enginesStarted() {
      return engine.enginesStarted;
    },
    get calls() {
      return calls;
    },
    async render({ template, parameters, goTemplate = false, goTemplateOptions = [] }) {
      const parts = Array.from({ length: Math.ceil(parameters.length / BATCH) }, (_, index) =>
        parameters.slice(index * BATCH, (index + 1) * BATCH),
      );
      const results = await Promise.all(
        parts.map(
          (part) =>
            new Promise<Parameters<Piece['resolve']>[0]>((resolve, reject) => {
              if (waiting.length === 0) setImmediate(flush);
              waiting.push({ template, parameters: part, goTemplate, options: goTemplateOptions, resolve, reject });
            }),
        ),
      );
      return {
        outcomes: results.flatMap(({ outcomes }) => outcomes),
        volatile: [...new Set(results.flatMap(({ volatile }) => volatile))].sort(),
      };
    },
    close: () => engine.close(),
  };
}

/** Pieces of one kind together, up to the limit of one call. */
function callsOf(pieces: readonly Piece[]): readonly (readonly Piece[])[] {
  const open = new Map<string, { pieces: Piece[]; size: number }>();
  const calls: Piece[][] = [];
  for (const piece of pieces) {
    const key = JSON.stringify([piece.goTemplate, piece.options]);
    const call = open.get(key);
    if (call !== undefined && call.size + piece.parameters.length <= BATCH) {
      call.pieces.push(piece);
      call.size += piece.parameters.length;
      continue;
    }
    const started = { pieces: [piece], size: piece.parameters.length };
    open.set(key, started);
    calls.push(started.pieces);
  }
  return calls;
}

function toOutcome({ value, error }: Answer['outcomes'][number][number]): TemplateOutcome {
  return error === undefined ? { value } : { error };
}
