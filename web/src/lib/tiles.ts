// The base map read in parts, or whole from servers that send no parts of files.
import { FetchSource, type RangeResponse, type Source } from "pmtiles";

/** A file of tiles at an address. */
export class PartOrWhole implements Source {
  private whole: Promise<ArrayBuffer | null> | undefined;
  private parts: FetchSource;

  constructor(private url: string) {
    this.parts = new FetchSource(url);
  }

  getKey(): string {
    return this.url;
  }

  async getBytes(offset: number, length: number, signal?: AbortSignal, etag?: string): Promise<RangeResponse> {
    const whole = await (this.whole ??= this.wholeFile());
    if (whole) return { data: whole.slice(offset, offset + length) };
    return this.parts.getBytes(offset, length, signal, etag);
  }

  /** The file, or null where the server sends parts: asked for its first byte, one that does not sends all. */
  private async wholeFile(): Promise<ArrayBuffer | null> {
    const first = await fetch(this.url, { headers: { Range: "bytes=0-0" } });
    if (!first.ok) throw new Error(`${this.url}: ${first.status}`);
    const bytes = await first.arrayBuffer();
    return first.status === 206 ? null : bytes;
  }
}
