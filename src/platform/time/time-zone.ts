const known = new Map<string, boolean>();

/** Whether a text names an IANA zone, aliases such as `Asia/Kolkata` included. */
export function isTimeZone(text: string): boolean {
  const answer = known.get(text) ?? works(text);
  known.set(text, answer);
  return answer;
}

function works(timeZone: string): boolean {
  try {
    // An offset such as +09:00 is accepted here, too, but it is no zone: it knows no summer time.
    return /^[A-Za-z]/.test(timeZone) && new Intl.DateTimeFormat('en', { timeZone }) !== null;
  } catch {
    return false;
  }
}
