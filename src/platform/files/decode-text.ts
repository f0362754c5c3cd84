import { AppError } from '../errors/app-error.ts';

export interface DecodedText {
  readonly text: string;
  readonly encoding: 'utf-8' | 'cp932';
}

/** So many letters beyond ASCII that fit UTF-8 are no chance: CP932 seldom gets past the second. */
const surelyUtf8 = 8;

/**
 * Bytes of a file that HR exported → text: a BOM means UTF-8, else UTF-8 if every byte fits, else CP932 (① 髙 﨑 included). Never a
 * replacement character, and never a broken UTF-8 file read as CP932.
 * @throws AppError `import.utf-16`, `import.not-text` (a workbook or another binary file), `import.half-file` with `line` when it ends in the
 * middle of a character, `import.encoding` with `byte` (offset from 0) of the first byte that fits neither.
 */
export function decodeText(file: string, bytes: Uint8Array): DecodedText {
  refuseOtherFormats(file, bytes);
  const utf8 = tryDecode(bytes, 'utf-8');
  if (utf8 !== null) return { text: utf8, encoding: 'utf-8' };
  const good = validPrefix(bytes, 'utf-8');
  if (hasMark(bytes) || lettersBeyondAscii(bytes.subarray(0, good)) >= surelyUtf8)
    throw broken(file, bytes, 'utf-8', good);
  const cp932 = tryDecode(bytes, 'shift_jis');
  if (cp932 !== null) return { text: cp932, encoding: 'cp932' };
  throw broken(file, bytes, 'shift_jis', Math.max(good, validPrefix(bytes, 'shift_jis')));
}

function hasMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

/** UTF-16 begins with its mark or has a zero byte beside every ASCII letter; no CSV file in UTF-8 or CP932 has a zero byte at all. */
function refuseOtherFormats(file: string, bytes: Uint8Array): void {
  const [first = 0, second = 0] = bytes;
  const isZip = first === 0x50 && second === 0x4b && bytes[2] === 3 && bytes[3] === 4;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  const zero = bytes.indexOf(0);
  if (isUtf16 || zero === 0 || zero === 1) throw new AppError('import.utf-16', { detail: { file } });
  if (isZip || zero > 0) throw new AppError('import.not-text', { detail: { file } });
}

function broken(file: string, bytes: Uint8Array, encoding: string, byte: number): AppError {
  // Decoding as a stream forgives what the next bytes could still complete, and nothing else.
  if (!decodesSoFar(bytes, encoding)) return new AppError('import.encoding', { detail: { file, byte } });
  const line = bytes.reduce((lines, byte) => lines + (byte === 0x0a ? 1 : 0), 1);
  return new AppError('import.half-file', { detail: { file, line } });
}

function lettersBeyondAscii(bytes: Uint8Array): number {
  // Every such letter begins with one byte from 0xC2 on and goes on with bytes below.
  return bytes.reduce((letters, byte) => letters + (byte >= 0xc2 ? 1 : 0), 0);
}

function tryDecode(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Length of the longest prefix that decodes, by bisection: decoding is monotone in the prefix when its last character may be cut. */
function validPrefix(bytes: Uint8Array, encoding: string): number {
  let good = 0;
  let bad = bytes.length + 1;
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
