import { AppError } from '../errors/app-error.ts';

export interface DecodedText {
  readonly text: string;
  readonly encoding: 'utf-8' | 'cp932';
}

/**
 * Bytes of a file that HR exported → text: a BOM means UTF-8, else UTF-8 if every byte fits, else CP932 (① 髙 﨑 included).
 * @throws AppError `import.encoding` with `file` and `byte` (offset from 0) of the first byte that fits neither; never a replacement character.
 */
export function decodeText(file: string, bytes: Uint8Array): DecodedText {
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const utf8 = tryDecode(bytes, 'utf-8');
  if (utf8 !== null) return { text: utf8, encoding: 'utf-8' };
  // A file that says it is UTF-8 and is not must not be read as something else.
  const cp932 = hasMark ? null : tryDecode(bytes, 'shift_jis');
  if (cp932 !== null) return { text: cp932, encoding: 'cp932' };
  throw new AppError('import.encoding', { detail: { file, byte: firstBadByte(bytes, hasMark) } });
}

function tryDecode(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** The offset at which the encoding that gets further gives up: that is the one which the file was meant to be in. */
function firstBadByte(bytes: Uint8Array, hasMark: boolean): number {
  const utf8 = validPrefix(bytes, 'utf-8');
  return hasMark ? utf8 : Math.max(utf8, validPrefix(bytes, 'shift_jis'));
}

/** Length of the longest prefix that decodes, by bisection: decoding is monotone in the prefix when its last character may be cut. */
function validPrefix(bytes: Uint8Array, encoding: string): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (decodesSoFar(bytes.subarray(0, middle), encoding)) good = middle;
    else bad = middle;
  }
  return good;
}

function decodesSoFar(bytes: Uint8Array, encoding: string): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
