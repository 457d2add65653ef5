import { GitopsError, type KnownErrorCode } from '../../errors.js';
import { isRecord } from '../../manifest/kube-object.js';
import { codeOf, reasonOf } from '../transport/cause.js';
import type { CredentialSource } from './credential-source.js';

/** What was asked of AWS, and with which credentials. */
export interface AwsRequest {
  /** Such as `STS` or `EKS`. */
  readonly service: string;
  readonly region: string;
  readonly source: CredentialSource;
  /**
   * What did not work, before the reason: `the role 'arn:…' cannot be assumed`. Default: that the credentials
   * of the source cannot be used.
   */
  readonly what?: string;
  /** What helps when AWS refuses it with valid credentials. */
  readonly ifDenied?: string;
}

interface Explanation {
  readonly code: KnownErrorCode;
  /** In place of what AWS says, which is too short or says too much. */
  readonly why?: string;
  readonly hint: string;
}

const CLOCK = /Signature (expired|not yet current)|RequestExpired|RequestTimeTooSkewed|RequestInTheFuture/;
const NETWORK = /^(ECONN\w+|ENOTFOUND|EAI_AGAIN|EHOST\w+|ENET\w+|ETIMEDOUT|EPIPE|PROXY_REFUSED)$/;
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL|EPROTO/;

/**
 * One error for what AWS, or the SDK on the way to it, did not like: what it was, why, and what to do. Names
 * no Cluster, so that one cause is one error however many there are. Pure. Nothing of a request, of a
 * credential process or of its output is passed on.
 */
export function explainAwsFailure(cause: unknown, request: AwsRequest): GitopsError {
  const what = request.what ?? `AWS credentials cannot be had from ${request.source.words}`;
  if (GitopsError.is(cause))
    return cause.with({
      message: `${what}: ${reasonOf(cause)}`,
      hint: cause.hint ?? "Check the network and 'HTTPS_PROXY'.",
    });
  const { code, why = reasonOf(cause), hint } = explanationOf(cause, request);
  return new GitopsError(code, `${what}: ${why}`, { hint, cause });
}

function explanationOf(cause: unknown, { service, region, source, ifDenied }: AwsRequest): Explanation {
  // What a provider wraps keeps its name in the message only.
  const name = isRecord(cause) ? String(cause['name'] ?? '') : '';
  const message = reasonOf(cause);
  const says = `${name} ${message}`;
  const failed = (hint: string, why?: string): Explanation => ({
    code: 'CLUSTER_CREDENTIALS_FAILED',
    hint,
    why,
  });

  const socket = codeOf(cause) ?? '';
  if (NETWORK.test(socket) || name === 'TimeoutError')
    return {
      code: 'CLUSTER_UNREACHABLE',
      why: `${service} in '${region}' does not answer (${message})`,
      hint: `Check the region, the network and 'HTTPS_PROXY'; in a VPC without a way out, its endpoint for ${service}; an address of your own is in 'AWS_ENDPOINT_URL' or 'AWS_ENDPOINT_URL_${service}'.`,
    };
  if (CERTIFICATE.test(socket))
    return {
      code: 'CLUSTER_UNREACHABLE',
      why: `the certificate of ${service} is not trusted (${message})`,
      hint: "If a proxy opens TLS, name the file of its CA in 'AWS_CA_BUNDLE' or 'NODE_EXTRA_CA_CERTS'.",
    };
  if (CLOCK.test(says))
    return failed(
      'Set the clock of this machine: AWS accepts five minutes of difference.',
      'the clock of this machine is wrong',
    );
  if (/SSO|sso login|UnauthorizedException|Token is expired/.test(says) && source.kind !== 'web-identity')
    return /Forbidden|No access/.test(says)
      ? failed(
          'Check sso_account_id and sso_role_name of the profile, and that this user is assigned to them.',
          'IAM Identity Center gives this user no access',
        )
      : failed(
          source.renew,
          /not found|invalid/i.test(message)
            ? 'nobody is logged in to IAM Identity Center'
            : 'the SSO session has expired',
        );
  if (/ForbiddenException/.test(says))
    return failed(
      'Check sso_account_id and sso_role_name of the profile, and that this user is assigned to them.',
      'IAM Identity Center gives this user no access',
    );
  if (/ExpiredToken|TokenExpired|returned expired credentials/.test(says))
    return failed(source.renew, 'they have expired');
  if (/InvalidClientTokenId|UnrecognizedClient|InvalidAccessKeyId|AuthFailure|MissingAuthenticationToken/.test(says))
    return failed(source.renew, 'AWS does not know the access key, or not the session token with it');
  if (/SignatureDoesNotMatch|InvalidSignature|IncompleteSignature/.test(says))
    return failed(source.renew, 'the secret access key does not belong to the access key');
  if (/InvalidIdentityToken|IDPRejectedClaim|IDPCommunication/.test(says)) return failed(source.renew);
  if (/AccessDenied|NotAuthorized/.test(says))
    return {
      code: ifDenied && service !== 'STS' ? 'CLUSTER_FORBIDDEN' : 'CLUSTER_CREDENTIALS_FAILED',
      hint: ifDenied ?? source.renew,
    };
  if (/RegionDisabled/.test(says))
    return failed(`Activate STS for '${region}' in the account, or use a region that is active.`);
  if (/Throttl|TooManyRequests|Rate exceeded/.test(says))
    return { code: 'CLUSTER_THROTTLED', hint: 'Wait a moment, then try again.' };
  if (/credential_process|Command failed/.test(says))
    return failed(
      'Run the credential_process of the profile by hand: it must print credentials as JSON (Version 1) and end with 0.',
      withoutCommand(message),
    );
  if (/Could not resolve credentials using profile/.test(message))
    return failed(
      "Name a profile that 'aws configure list-profiles' lists, and that has keys, sso_session, role_arn or credential_process.",
      'there is no such profile with credentials in the AWS configuration files',
    );
  if (/Could not load credentials from any providers|instance metadata/i.test(message))
    return source.kind === 'container' ? failed(source.renew, 'its agent gives none') : missing();
  if (/multi-factor/.test(message))
    return failed(
      "Get a session with MFA by the 'aws' command, and give its keys; or use a profile that asks for no code.",
      'its role asks for a code of MFA',
    );
  if (socket === 'ENOENT') return failed('Check the path.', `a file that it names cannot be read (${message})`);
  return failed(source.renew);
}

function missing(): Explanation {
  return {
    code: 'CLUSTER_CREDENTIALS_FAILED',
    why: 'there are none: neither keys in the environment, nor a profile, a web identity, a container role or an instance role',
    hint: "Log in to AWS ('aws sso login --profile …' and 'AWS_PROFILE'), give the runner a role, or say with '--access FILE' how the cluster is reached.",
  };
}

/** The command line may hold a secret. */
function withoutCommand(message: string): string {
  return message.startsWith('Command failed') ? 'its credential_process failed' : message;
}
