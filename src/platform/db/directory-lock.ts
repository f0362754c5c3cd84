import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AppError } from '../errors/app-error.ts';

export interface DirectoryLock {
  release(): void;
}

/**
 * Takes the exclusive lock of a data directory: an open SQLite transaction on `<directory>.lock`. The embedded engine takes no lock of its
 * own, and two processes on one directory lose rows that they have acknowledged. The operating system frees this lock after a kill -9.
 * Throws `AppError('db.locked')` at once when another process (or this one) holds it.
 */
export function lockDirectory(directory: string): DirectoryLock {
  const path = `${directory}.lock`;
  mkdirSync(dirname(path), { recursive: true });
  const file = new DatabaseSync(path, { timeout: 0 });
  try {
    file.exec('begin exclusive');
  } catch (cause) {
    file.close();
    throw new AppError('db.locked', { cause, detail: { directory } });
  }
  return { release: () => file.close() };
}
