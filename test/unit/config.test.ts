import { describe, expect, it } from 'vitest';
import { operatorLanguage } from '../../src/app/cli/operator-language.ts';
import { checkConfig, readConfig } from '../../src/app/config.ts';

const faultsOf = (environment: Readonly<Record<string, string>>) => {
  const checked = checkConfig(environment);
  return checked.kind === 'faults' ? checked.faults : [];
};

describe('the configuration', () => {
  it('is whole without any variable, and takes an empty one for a missing one', () => {
    expect(readConfig({ MICHI_PORT: '', DATABASE_URL: '' })).toEqual(readConfig({}));
    expect(readConfig({})).toMatchObject({ port: 3030, host: '127.0.0.1', demo: true, embeddings: null });
  });

  it.each([
    ['MICHI_PORT', '70000', 'number', '0–65535'],
    ['MICHI_PORT', 'http', 'number', '0–65535'],
    ['MICHI_LANGUAGE', 'fr', 'choice', 'ja, en'],
    ['MICHI_LOG_LEVEL', 'loud', 'choice', 'debug, info, warn, error, silent'],
    ['MICHI_DEMO', 'yes', 'choice', 'true, false'],
    ['MICHI_SECRET', 'short', 'length', '32'],
    ['MICHI_PUBLIC_URL', 'chat.example', 'url', 'http://, https://'],
    ['DATABASE_URL', 'mysql://db/michi', 'url', 'postgres://, postgresql://'],
    ['REDIS_URL', 'localhost:6379', 'url', 'redis://, rediss://'],
    ['OPENAI_EMBEDDING_DIMENSION', '1', 'number', '8–2000'],
  ])('names %s when it is %s, and what it should be, never its value', (variable, value, problem, expected) => {
    expect(faultsOf({ [variable]: value })).toContainEqual({ variable, problem, expected });
    expect(JSON.stringify(faultsOf({ [variable]: value }))).not.toContain(`"${value}"`);
    expect(() => readConfig({ [variable]: value })).toThrow(expect.objectContaining({ code: 'config.invalid' }));
  });

  it('names every variable that is not right, not only the first', () => {
    const wrong = faultsOf({ MICHI_PORT: 'x', MICHI_DEMO: 'x', REDIS_URL: 'x' });
    expect(wrong.map(fault => fault.variable)).toEqual(['MICHI_PORT', 'MICHI_DEMO', 'REDIS_URL']);
  });

  it('names what is missing beside another variable', () => {
    expect(faultsOf({ DATABASE_URL: 'postgres://db/michi' })).toEqual([
      { variable: 'MICHI_SECRET', problem: 'needed', expected: 'DATABASE_URL' },
    ]);
    expect(faultsOf({ OPENAI_EMBEDDING_MODEL: 'm' }).map(fault => fault.variable)).toEqual([
      'OPENAI_API_KEY',
      'OPENAI_EMBEDDING_DIMENSION',
    ]);
  });

  it('refuses two embedders at once', () => {
    const endpoint = { OPENAI_EMBEDDING_MODEL: 'm', OPENAI_API_KEY: 'k', OPENAI_EMBEDDING_DIMENSION: '64' };
    expect(faultsOf({ ...endpoint, MICHI_EMBEDDER_FILE: 'own.bin' })).toEqual([
      { variable: 'MICHI_EMBEDDER_FILE', problem: 'excluded', expected: 'OPENAI_EMBEDDING_MODEL' },
    ]);
  });
});

describe('the language of the operator', () => {
  it.each([
    ['nothing is said', [], {}, 'en'],
    ['the terminal is Japanese', [], { LANG: 'ja_JP.UTF-8' }, 'ja'],
    ['the terminal has no language', [], { LANG: 'C.UTF-8' }, 'en'],
    ['messages have another language than the rest', [], { LANG: 'ja_JP.UTF-8', LC_MESSAGES: 'en_GB.UTF-8' }, 'en'],
    ['LC_ALL overrides both', [], { LC_ALL: 'ja_JP.UTF-8', LC_MESSAGES: 'en_GB.UTF-8' }, 'ja'],
    ['MICHI_LANGUAGE stands above the terminal', [], { MICHI_LANGUAGE: 'ja', LANG: 'en_GB.UTF-8' }, 'ja'],
    ['the option stands above everything', ['doctor', '--language', 'en'], { MICHI_LANGUAGE: 'ja' }, 'en'],
    ['the option is written in one word', ['--language=ja', 'doctor'], {}, 'ja'],
    ['the option is wrong, which has to be told in some language', ['--language', 'fr'], { LANG: 'ja_JP' }, 'ja'],
  ] as const)('when %s', (_, argv, environment, language) => {
    expect(operatorLanguage(argv, environment)).toBe(language);
  });
});
