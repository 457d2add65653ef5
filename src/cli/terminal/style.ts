import { styleText } from 'node:util';

/** What the styles are made of. */
export const STYLE_FORMATS = ['green', 'red', 'yellow', 'bold', 'dim', 'cyan'] as const;

/** Colours by meaning. Without colour every function returns its text unchanged. */
export interface Style {
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
  strong(text: string): string;
  faint(text: string): string;
  accent(text: string): string;
}

export function styleFor(colour: boolean): Style {
  const paint = (format: (typeof STYLE_FORMATS)[number]) => (text: string) =>
    colour && text !== '' ? styleText(format, text, { validateStream: false }) : text;
  return {
    good: paint('green'),
    bad: paint('red'),
    warn: paint('yellow'),
    strong: paint('bold'),
    faint: paint('dim'),
    accent: paint('cyan'),
  };
}
