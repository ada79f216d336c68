// The timeline worked out without a page: bins, their scale, and what a brush means.

/** A stretch of the timeline; see views.lists.Bin. */
export interface Bin {
  start: string;
  end: string;
  events: number;
  low: number;
  best: number;
  high: number;
  open: number;
  contested: number;
}

export interface Timeline {
  unit: string;
  bins: Bin[];
  undated: number;
}

/** The days that a brush from one share of the width to another covers, in whole bins. */
export function brushed(bins: Bin[], from: number, to: number): { since: string; until: string } | null {
  if (!bins.length || !(to > from)) return null;
  const index = (share: number): number => Math.min(bins.length - 1, Math.max(0, Math.floor(share * bins.length)));
  // a brush that ends on the edge of a bin does not take it in
  const last = Math.min(bins.length - 1, Math.max(0, Math.ceil(to * bins.length - 1e-6) - 1));
  const first = bins[Math.min(index(from), last)];
  const end = bins[last];
  return first && end ? { since: first.start, until: end.end } : null;
}

/** The shares of the width between which days lie; null where they cover all or nothing of it. */
export function spanOf(bins: Bin[], since: string | null, until: string | null): [number, number] | null {
  if (!bins.length || (!since && !until)) return null;
  const first = since ? bins.findIndex((bin) => bin.end >= since) : 0;
  const after = until ? bins.findIndex((bin) => bin.start > until) : -1;
  const last = after === -1 ? bins.length : after;
  if (first === -1 || last <= first || (first === 0 && last === bins.length)) return null;
  return [first / bins.length, last / bins.length];
}

/** Marks of the time axis: at most so many, each with what is printed and where. */
export function ticks(bins: Bin[], unit: string, most: number): { at: number; words: string }[] {
  if (!bins.length || most < 1) return [];
  const words = (day: string): string => {
    if (unit === "year") return day.slice(0, 4);
    return unit === "month" ? day.slice(0, 7) : day;
  };
  const step = Math.max(1, Math.ceil(bins.length / most));
  const marks = [];
  for (let k = 0; k < bins.length; k += step) {
    const bin = bins[k];
    if (bin) marks.push({ at: k / bins.length, words: words(bin.start) });
  }
  return marks;
}

/** What a bin says, in words. */
export function binWords(bin: Bin): string {
  const days = bin.start === bin.end ? bin.start : `${bin.start} to ${bin.end}`;
  const high = bin.open ? `${bin.high} or more` : String(bin.high);
  const killed = bin.high || bin.open ? `; killed ${bin.low}–${bin.best}–${high}` : "";
  const contested = bin.contested ? `, ${bin.contested} contested` : "";
  return `${days}: ${bin.events} ${bin.events === 1 ? "event" : "events"}${contested}${killed}`;
}
