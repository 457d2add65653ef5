import type { FakeAws } from './fake-aws.js';
import type { AwsAnswer, AwsState, Identity } from './state.js';

type State = AwsState & Pick<FakeAws, 'issue'>;

/** What STS answers to an action of its Query API. */
export function answerSts(state: State, form: URLSearchParams, caller: Identity | undefined): AwsAnswer {
  const role = form.get('RoleArn') ?? '';
  switch (form.get('Action')) {
    case 'GetCallerIdentity':
      return result(
        'GetCallerIdentity',
        `<Arn>${caller?.arn}</Arn><UserId>AIDA1</UserId><Account>${caller?.account}</Account>`,
      );
    case 'AssumeRole':
      if (!state.trust.get(role)?.includes(roleOf(caller?.arn ?? '')))
        return refusal(
          403,
          'AccessDenied',
          `User: ${caller?.arn} is not authorized to perform: sts:AssumeRole on resource: ${role}`,
        );
      return session(state, 'AssumeRole', role, form);
    case 'AssumeRoleWithWebIdentity': {
      const token = form.get('WebIdentityToken') ?? '';
      if (token.startsWith('expired'))
        return refusal(
          400,
          'ExpiredTokenException',
          'Token expired: current date/time 1796043600 must be before the expiration date/time 1796040000',
        );
      const allowed = state.webIdentities.get(token);
      if (allowed === undefined)
        return refusal(
          400,
          'InvalidIdentityToken',
          'No OpenIDConnect provider found in your account for https://oidc.example.com',
        );
      if (allowed !== role)
        return refusal(403, 'AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity');
      return session(state, 'AssumeRoleWithWebIdentity', role, form);
    }
    default:
      return refusal(400, 'InvalidAction', `Could not find operation ${form.get('Action')}`);
  }
}

function session(state: State, action: string, role: string, form: URLSearchParams): AwsAnswer {
  const [, partition, account, name] = /^arn:([\w-]+):iam::(\d+):role\/(?:.*\/)?([^/]+)$/.exec(role) ?? [];
  const { arn, accessKeyId, secretAccessKey, sessionToken } = state.issue(
    `arn:${partition}:sts::${account}:assumed-role/${name}/${form.get('RoleSessionName')}`,
    { session: true },
  );
  const end = new Date(Date.now() + 3_600_000).toISOString();
  const keys = `<AccessKeyId>${accessKeyId}</AccessKeyId><SecretAccessKey>${secretAccessKey}</SecretAccessKey><SessionToken>${sessionToken}</SessionToken><Expiration>${end}</Expiration>`;
  return result(
    action,
    `<AssumedRoleUser><Arn>${arn}</Arn><AssumedRoleId>AROA1:s</AssumedRoleId></AssumedRoleUser><Credentials>${keys}</Credentials>`,
  );
}

/** `arn:aws:sts::1:assumed-role/a/session` is trusted as `arn:aws:iam::1:role/a`. */
export function roleOf(arn: string): string {
  return arn.replace(/^arn:([\w-]+):sts::(\d+):assumed-role\/([^/]+)\/.*$/, 'arn:$1:iam::$2:role/$3');
}

function result(action: string, inner: string): AwsAnswer {
  const body = `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result>${inner}</${action}Result></${action}Response>`;
  return { status: 200, headers: { 'content-type': 'text/xml' }, body };
}

function refusal(status: number, code: string, message: string): AwsAnswer {
  const body = `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
  return { status, headers: { 'content-type': 'text/xml' }, body };
}
