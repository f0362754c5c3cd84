import { readFile } from 'node:fs/promises';

/** User and system time of a process so far, in milliseconds, out of Linux' process table; a tick is a hundredth of a second. */
export async function processCpuMs(pid: number | undefined): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
