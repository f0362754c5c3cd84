import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeOutbound, type OutboundRules } from '../../src/platform/http/outbound-host.ts';

const rules: OutboundRules = { suffixes: ['trafficmanager.net', 'botframework.com'], standIns: [] };
const reasonOf = (url: string, more: Partial<OutboundRules> = {}) => {
  const verdict = judgeOutbound(url, { ...rules, ...more });
  return verdict.kind === 'allowed' ? 'allowed' : verdict.reason;
};

describe('a URL that came from outside', () => {
  it.each([
    'https://smba.trafficmanager.net/emea/',
    'https://SMBA.TrafficManager.NET/jp',
    'https://smba.trafficmanager.net:443/jp',
    'https://smba.trafficmanager.net./jp',
    'https://botframework.com',
    'https://a.b.botframework.com/?x=https://evil.example',
  ])('%s is allowed', url => {
    expect(reasonOf(url)).toBe('allowed');
  });

  it.each([
    ['', 'not-a-url'],
    ['smba.trafficmanager.net', 'not-a-url'],
    ['https://', 'not-a-url'],
    ['http://smba.trafficmanager.net/', 'not-https'],
    ['ftp://smba.trafficmanager.net/', 'not-https'],
    ['file:///etc/passwd', 'not-https'],
    ['javascript:alert(1)', 'not-https'],
    ['gopher://smba.trafficmanager.net/', 'not-https'],
    ['https://user@smba.trafficmanager.net/', 'user-info'],
    ['https://user:word@smba.trafficmanager.net/', 'user-info'],
    ['https://smba.trafficmanager.net@evil.example/', 'user-info'],
    ['https://smba.trafficmanager.net:8443/', 'port'],
    ['https://smba.trafficmanager.net:22/', 'port'],
    ['https://127.0.0.1/', 'address'],
    ['https://127.1/', 'address'],
    ['https://2130706433/', 'address'],
    ['https://0x7f000001/', 'address'],
    ['https://0x7f.1/', 'address'],
    ['https://0177.0.0.1/', 'address'],
    ['https://127.0.0.1./', 'address'],
    ['https://１２７.0.0.1/', 'address'],
    ['https://0/', 'address'],
    ['https://10.0.0.1/', 'address'],
    ['https://172.16.0.1/', 'address'],
    ['https://192.168.1.1/', 'address'],
    ['https://169.254.169.254/latest/meta-data/', 'address'],
    ['https://8.8.8.8/', 'address'],
    ['https://[::1]/', 'address'],
    ['https://[::ffff:127.0.0.1]/', 'address'],
    ['https://[::ffff:a9fe:a9fe]/', 'address'],
    ['https://[64:ff9b::7f00:1]/', 'address'],
    ['https://[fe80::1]/', 'address'],
    ['https://[fd00::1]/', 'address'],
    ['https://localhost/', 'host-not-listed'],
    ['https://localhost.trafficmanager.net.evil.example/', 'host-not-listed'],
    ['https://trafficmanager.net.evil.example/', 'host-not-listed'],
    ['https://eviltrafficmanager.net/', 'host-not-listed'],
    ['https://smba.trafficmanager.net%2eevil.example/', 'host-not-listed'],
    ['https://evil.example#.trafficmanager.net', 'host-not-listed'],
    ['https://evil.example/.trafficmanager.net', 'host-not-listed'],
    ['https://evil.example\\.trafficmanager.net/', 'host-not-listed'],
    ['https://.trafficmanager.net/', 'host-not-listed'],
    ['https://trafficmanager.net../', 'host-not-listed'],
    ['https://net/', 'host-not-listed'],
  ])('%s is refused: %s', (url, reason) => {
    expect(reasonOf(url)).toBe(reason);
  });

  it('never gets to an address, whatever way it is written', () => {
    const written = fc.nat({ max: 0xffffffff }).chain(address => {
      const bytes = [24, 16, 8, 0].map(shift => (address >>> shift) & 255);
      return fc.constantFrom(
        String(address),
        `0x${address.toString(16)}`,
        `0${address.toString(8)}`,
        bytes.join('.'),
        bytes.map(byte => `0x${byte.toString(16)}`).join('.'),
        bytes.map(byte => `0${byte.toString(8)}`).join('.'),
        `[::ffff:${bytes.join('.')}]`,
        `[::${bytes.join('.')}]`,
      );
    });
    fc.assert(fc.property(written, host => reasonOf(`https://${host}/`) === 'address'));
  });

  it('is allowed only on a name that is listed, whatever stands around it', () => {
    fc.assert(
      fc.property(fc.webUrl({ validSchemes: ['https'] }), fc.constantFrom(...rules.suffixes), (url, suffix) => {
        for (const text of [
          url,
          url.replace('https://', `https://${suffix}.`),
          `${url}/${suffix}`,
          `${url}#.${suffix}`,
        ]) {
          const verdict = judgeOutbound(text, rules);
          if (verdict.kind === 'allowed')
            expect(verdict.url.hostname).toMatch(/(^|\.)(trafficmanager\.net|botframework\.com)$/);
        }
      }),
    );
  });
});

describe('a stand-in', () => {
  const standIns = ['http://127.0.0.1:4010'];

  it('is allowed when the operator has named its whole origin', () => {
    expect(reasonOf('http://127.0.0.1:4010/v3/conversations', { standIns })).toBe('allowed');
  });

  it.each([
    'http://127.0.0.1:4011/',
    'https://127.0.0.1:4010/',
    'http://127.0.0.2:4010/',
    'http://localhost:4010/',
    'http://user@127.0.0.1:4010/',
  ])('opens nothing else: %s', url => {
    expect(reasonOf(url, { standIns })).not.toBe('allowed');
  });
});
