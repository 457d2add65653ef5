/** The Argo Application that the message of a finding quotes first. */
export function applicationIn(message: string): string | undefined {
  return /Argo Application '([^']+)'/.exec(message)?.[1];
}
