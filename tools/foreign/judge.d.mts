interface Judged {
  readonly rule: string;
  readonly level: string;
  readonly message: string;
  readonly places?: readonly unknown[];
}

interface Verdict {
  readonly rule: string;
  readonly message?: string;
  readonly is: boolean | 'unverifiable';
  readonly evidence: string;
}

export function judge(
  findings: readonly Judged[],
  verdicts: readonly Verdict[],
): {
  readonly true: number;
  readonly false: number;
  readonly unverifiable: number;
  readonly unjudged: number;
  readonly rules: Readonly<Record<string, { readonly error: number; readonly warning: number; readonly places: number }>>;
  readonly wrong: readonly Judged[];
  readonly without: readonly Judged[];
};
