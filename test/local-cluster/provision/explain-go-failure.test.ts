import { explainGoFailure } from '../../../src/local-cluster/provision/explain-go-failure.js';

const explain = (...lines: string[]) => explainGoFailure('build', 1, lines);

describe('why Go failed', () => {
  test.each([
    [
      'main.go:3:1: write /tmp/go-build1/b001/_pkg_.a: no space left on device',
      'LOCAL_STATE_UNUSABLE',
      'The disk is full',
      'GOCACHE',
    ],
    [
      'go: go.mod requires go >= 1.26.0 (running go 1.24.1; GOTOOLCHAIN=local)',
      'LOCAL_GO_MISSING',
      "'go' is 1.24.1, and 1.26.0",
      'GOTOOLCHAIN=auto',
    ],
    [
      "go: errors parsing go.mod:\tgo.mod:3: invalid go version '1.26.0': must match format 1.23",
      'LOCAL_GO_MISSING',
      'too old: 1.26.0',
      'go.dev/dl',
    ],
    ['note: module requires Go 1.26', 'LOCAL_GO_MISSING', 'too old: 1.26 or newer', 'go.dev/dl'],
    [
      'go: could not create module cache: mkdir /nonexistent: permission denied',
      'LOCAL_STATE_UNUSABLE',
      'mkdir /nonexistent',
      'GOMODCACHE',
    ],
    [
      'failed to initialize build cache at /x: mkdir /x: read-only file system',
      'LOCAL_STATE_UNUSABLE',
      'Go cannot write',
      'GOCACHE',
    ],
    [
      'build cache is required, but could not be located: GOCACHE is not defined and neither $XDG_CACHE_HOME nor $HOME are defined',
      'LOCAL_STATE_UNUSABLE',
      'no folder',
      'HOME',
    ],
    [
      'go: module cache not found: neither GOMODCACHE nor GOPATH is set',
      'LOCAL_STATE_UNUSABLE',
      'no folder',
      'GOMODCACHE',
    ],
    [
      'verifying golang.org/x/text@v0.14.0: checksum mismatch',
      'LOCAL_BUILD_FAILED',
      'not what go.sum names',
      'GOPROXY',
    ],
    [
      'go: a.b/c@v1.0.0: module lookup disabled by GOPROXY=off',
      'LOCAL_BUILD_FAILED',
      'refuses or does not answer',
      'GOPROXY',
    ],
    [
      'go: a.b/c@v1.0.0: Get "https://proxy.example.com/a.b/c": dial tcp: lookup proxy.example.com: no such host',
      'LOCAL_BUILD_FAILED',
      'refuses or does not answer',
      'HTTPS_PROXY',
    ],
    [
      'go: a.b/c@v1.0.0: reading https://proxy.example.com/a.b/c/@v/v1.0.0.zip: 403 Forbidden',
      'LOCAL_BUILD_FAILED',
      'refuses or does not answer',
      'GOPROXY',
    ],
    [
      'go: a.b/c@v1.0.0: reading https://proxy.example.com/a.b/c/@v/v1.0.0.zip: 503 Service Unavailable',
      'LOCAL_BUILD_FAILED',
      'refuses or does not answer',
      'GOPROXY',
    ],
    [
      'go: a.b/c@v1.0.0: Get "https://p/": Proxy Authentication Required: proxyconnect tcp',
      'LOCAL_BUILD_FAILED',
      'refuses or does not answer',
      'HTTPS_PROXY',
    ],
    [
      'go: a.b/c@v1.0.0: Get "https://p/": tls: failed to verify certificate: x509: certificate signed by unknown authority',
      'LOCAL_BUILD_FAILED',
      'not trusted',
      'SSL_CERT_FILE',
    ],
    [
      'k8s.io/api: /usr/local/go/pkg/tool/linux_amd64/compile: signal: killed',
      'LOCAL_BUILD_FAILED',
      'memory',
      'GOMAXPROCS=1',
    ],
    [
      './main.go:3:15: undefined: undefinedName',
      'LOCAL_BUILD_FAILED',
      "'go build' failed: ./main.go:3:15: undefined: undefinedName",
      'Go is 1.26',
    ],
    [
      'main.go:4:8: missing go.sum entry for module providing package a.b/c',
      'LOCAL_BUILD_FAILED',
      "'go build' failed",
      'GOPROXY',
    ],
  ])('%s', (line, code, message, hint) => {
    expect(explain('go: downloading a.b/c v1.0.0', line, '')).toMatchObject({
      code,
      message: expect.stringContaining(message),
      hint: expect.stringContaining(hint),
    });
  });

  test('the reason is found before what follows from it', () => {
    expect(
      explain('go: writing stat cache: no space left on device', 'go: updates to go.mod needed', 'go: build failed')
        .message,
    ).toContain('disk');
  });

  test.each([127, 'ENOENT'])('there is no Go: %s', (exit) => {
    expect(explainGoFailure('build', exit, [])).toMatchObject({
      code: 'LOCAL_GO_MISSING',
      message: expect.stringContaining('not on the PATH'),
    });
  });

  test('a Go that ends without a word', () => {
    expect(explainGoFailure('list', 2, ['', ' ']).message).toBe("'go list' failed: it ended with 2");
  });

  test('the password of a proxy is not shown', () => {
    expect(
      explain('go: a.b/c@v1: Get "https://me:geheim@proxy.example.com/": dial tcp: no such host').message,
    ).not.toContain('geheim');
    expect(explain('go: x: reading https://me:geheim@proxy.example.com/').message).not.toContain('geheim');
  });
});
