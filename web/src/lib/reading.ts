/** The index that comes next going one way or the other, round the end; from -1 to an end. */
export function nextOf(at: number, way: number, length: number): number {
  if (at < 0) return way > 0 ? 0 : length - 1;
  return (at + way + length) % length;
}
