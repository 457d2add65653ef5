import { ARGOCD_PAGE, PRINTED, pageCommands, pageSettings } from './runner/page-commands.js';
import { judge } from './runner/run-page.js';

test('each command of the page on Argo CD has a row that says what it prints, and no row is left over', () => {
  expect(pageCommands(ARGOCD_PAGE).map(({ text }) => text)).toEqual(Object.keys(PRINTED));
});

test('the page has the health rule that its command patches in', () => {
  expect(pageSettings(ARGOCD_PAGE)).toContain('resource.customizations.health.argoproj.io_Application');
});

test.each([
  { case: 'as the page says', answer: { exitCode: 0, printed: 'Phase:  Succeeded' }, is: undefined },
  { case: 'another exit code', answer: { exitCode: 1, printed: 'Phase:  Succeeded' }, is: 'exit 1; expected 0' },
  { case: 'another output', answer: { exitCode: 0, printed: 'Phase:  Failed' }, is: 'Phase:  Failed' },
])('an answer of Argo CD is judged: $case', ({ answer, is }) => {
  const problem = judge({ text: 'argocd app sync guestbook-dev', exitCode: 0 }, answer);

  if (is === undefined) expect(problem).toBeUndefined();
  else expect(problem).toContain(is);
});

test('a command that the table does not know is a problem', () => {
  expect(judge({ text: 'argocd app explode', exitCode: 0 }, { exitCode: 0, printed: '' })).toContain('has no row');
});
