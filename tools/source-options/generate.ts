// Makes sources by chance, always the same ones, has repo-server's own code answer them, and keeps both:
// `tsx tools/source-options/generate.ts ORACLE`, where ORACLE is what record.sh builds.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chance } from './chance.js';
import { helmQuestion } from './helm-question.js';
import { kustomizeQuestion } from './kustomize-question.js';
import { linkQuestion } from './link-question.js';
import { NAMED_QUESTIONS } from './named-questions.js';
import type { Question } from './question.js';

const RESULT = 'test/render/recorded-sources.json';
const COUNT = 120;

const random = chance(20_261_130);
const generated = [helmQuestion, kustomizeQuestion, linkQuestion].flatMap((make) =>
  Array.from({ length: COUNT }, (_, index): Question => ({ name: `${make.name} ${index}`, ...make(random) })),
);
const questions: readonly Question[] = [...NAMED_QUESTIONS, ...generated];
const folder = mkdtempSync(join(tmpdir(), 'sources-'));
try {
  const file = join(folder, 'questions.json');
  writeFileSync(file, JSON.stringify(questions));
  const oracle = process.argv[2] ?? '';
  const text = execFileSync(oracle, [file], { encoding: 'utf8', maxBuffer: 2 ** 28, stdio: ['ignore', 'pipe', 'ignore'] });
  const answers = JSON.parse(text) as object[];
  const texts = new Map<string, number>();
  const indexOf = (content: string) => {
    const index = texts.get(content) ?? texts.size;
    texts.set(content, index);
    return index;
  };
  const lines = questions.map(({ files, ...question }, index) => {
    const indexes = Object.fromEntries(Object.entries(files).map(([path, content]) => [path, indexOf(content)]));
    return JSON.stringify({ ...question, files: indexes, answer: answers[index] });
  });
  const list = [...texts.keys()].map((content) => JSON.stringify(content));
  writeFileSync(RESULT, `{"texts": [\n${list.join(',\n')}\n],\n"questions": [\n${lines.join(',\n')}\n]}\n`);
} finally {
  rmSync(folder, { recursive: true });
}
