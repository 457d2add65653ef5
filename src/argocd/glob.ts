/**
 * Whether a text matches a glob as Argo CD reads it: `*` matches any characters (`/` too), `?` one character,
 * `[a-z]` and `[!a-z]` a class, `{a,b}` alternatives, and `\` quotes. A glob with a malformed class matches
 * nothing.
 *
 * It takes time in proportion to the product of both lengths, whatever the pattern.
 *
 * @param separator the character that `*` and `?` do not match, and `**` does. Default: none
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/directory/#includeexclude
 */
export function matchesGlob(text: string, pattern: string, separator?: '/'): boolean {
  if (!/[*?[{\\]/.test(pattern)) return text === pattern;
  const machine = compile(pattern, separator);
  return machine !== undefined && run(machine, text);
}

type Test = (character: string) => boolean;

/** A position in the pattern. */
interface State {
  /** Other states that are reached without a character. */
  readonly free: number[];
  /** The state that is reached with a character. */
  step?: { readonly test: Test; readonly to: number };
}

interface Machine {
  readonly states: readonly State[];
  readonly end: number;
}

/** Undefined for a malformed class. */
function compile(pattern: string, separator: string | undefined): Machine | undefined {
  const states: State[] = [{ free: [] }];
  const open: { readonly start: number; readonly ends: number[] }[] = [];
  let current = 0;
  const add = () => states.push({ free: [] }) - 1;
  const link = (from: number, to: number) => states[from]?.free.push(to);
  const branch = (start: number) => {
    current = add();
    link(start, current);
  };
  const step = (test: Test) => {
    const to = add();
    states[current]!.step = { test, to };
    current = to;
  };
  const repeat = (test: Test) => {
    branch(current);
    states[current]!.step = { test, to: current };
    // The next part needs a state that has no step yet.
    branch(current);
  };
  const close = () => {
    const ends = [...(open.pop()?.ends ?? []), current];
    current = add();
    for (const end of ends) link(end, current);
  };
  const any: Test = (character) => character !== separator;
  const characters = [...pattern];
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index]!;
    const end = character === '[' ? characters.indexOf(']', index + 2) : -1;
    if (character === '\\') step(is(characters[++index] ?? '\\'));
    else if (character === '*') {
      const isSeveral = characters[index + 1] === '*';
      while (characters[index + 1] === '*') index++;
      repeat(isSeveral ? () => true : any);
    } else if (character === '?') step(any);
    else if (end > 0) {
      const test = classTest(characters.slice(index + 1, end));
      if (test === undefined) return undefined;
      step(test);
      index = end;
    } else if (character === '{') {
      open.push({ start: current, ends: [] });
      branch(current);
    } else if (character === '}' && open.length > 0) close();
    else if (character === ',' && open.length > 0) {
      const { start, ends } = open.at(-1)!;
      ends.push(current);
      branch(start);
    } else step(is(character));
  }
  while (open.length > 0) close();
  return { states, end: current };
}

function is(wanted: string): Test {
  return (character) => character === wanted;
}

/** Undefined when a range ends before it begins. */
function classTest(content: readonly string[]): Test | undefined {
  const isNegated = content[0] === '!' || content[0] === '^';
  const ranges: (readonly [string, string])[] = [];
  for (let index = isNegated ? 1 : 0; index < content.length; index++) {
    const low = content[index]!;
    const isRange = content[index + 1] === '-' && index + 2 < content.length;
    const high = isRange ? content[index + 2]! : low;
    if (isRange) index += 2;
    if (high < low) return undefined;
    ranges.push([low, high]);
  }
  return (character) => ranges.some(([low, high]) => low <= character && character <= high) !== isNegated;
}

function run({ states, end }: Machine, text: string): boolean {
  let reached = closure(states, [0]);
  for (const character of text) {
    const next: number[] = [];
    for (const at of reached) {
      const step = states[at]?.step;
      if (step?.test(character)) next.push(step.to);
    }
    if (next.length === 0) return false;
    reached = closure(states, next);
  }
  return reached.has(end);
}

function closure(states: readonly State[], from: readonly number[]): ReadonlySet<number> {
  const reached = new Set(from);
  // The loop also visits the states that it adds to the set.
  for (const at of reached) for (const to of states[at]?.free ?? []) reached.add(to);
  return reached;
}
