import { crc32, deflateSync, inflateSync } from 'node:zlib';

/** What a browser writes: 8 bits a channel, not interlaced, with or without alpha. */
interface Image {
  readonly width: number;
  readonly height: number;
  /** 0xRRGGBB for each pixel, row by row. */
  readonly pixels: Uint32Array;
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const COLOURS = 256;

/** The same picture with a palette: a page has few colours, so that the eye sees no difference and the file is a third. */
export function withPalette(png: Buffer): Buffer {
  const image = read(png);
  const counts = new Map<number, number>();
  for (const pixel of image.pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const palette = choosePalette(counts);
  const places = new Map([...counts.keys()].map((colour) => [colour, nearest(palette, colour)]));
  return write(image, palette, places);
}

function read(png: Buffer): Image {
  let at = SIGNATURE.length;
  let width = 0;
  let height = 0;
  let channels = 0;
  const data: Buffer[] = [];
  while (at < png.length) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    const body = png.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') {
      width = body.readUInt32BE(0);
      height = body.readUInt32BE(4);
      channels = body[9] === 6 ? 4 : 3;
      if (body[8] !== 8 || (body[9] !== 6 && body[9] !== 2)) throw new Error('not a PNG as a browser writes it');
    } else if (type === 'IDAT') data.push(body);
    at += length + 12;
  }
  return { width, height, pixels: unfilter(inflateSync(Buffer.concat(data)), width, height, channels) };
}

/** Undoes the five row filters of PNG (specification, section 9). */
function unfilter(raw: Buffer, width: number, height: number, channels: number): Uint32Array {
  const stride = width * channels;
  const pixels = new Uint32Array(width * height);
  let above = Buffer.alloc(stride);
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (stride + 1)]!;
    const row = Buffer.from(raw.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1)));
    for (let x = 0; x < stride; x += 1) {
      const left = x < channels ? 0 : row[x - channels]!;
      const corner = x < channels ? 0 : above[x - channels]!;
      row[x] = row[x]! + predict(filter, left, above[x]!, corner);
    }
    for (let x = 0; x < width; x += 1) {
      const from = x * channels;
      pixels[y * width + x] = (row[from]! << 16) | (row[from + 1]! << 8) | row[from + 2]!;
    }
    above = row;
  }
  return pixels;
}

function predict(filter: number, left: number, up: number, corner: number): number {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4: {
      const guess = left + up - corner;
      const [toLeft, toUp, toCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
      if (toLeft <= toUp && toLeft <= toCorner) return left;
      return toUp <= toCorner ? up : corner;
    }
    default:
      return 0;
  }
}

type Counted = readonly [colour: number, count: number];

/** Median cut: the box in which the most is lost is halved until there are as many as the palette holds. */
function choosePalette(counts: ReadonlyMap<number, number>): readonly number[] {
  if (counts.size <= COLOURS) return [...counts.keys()];
  const boxes = [boxOf([...counts])];
  while (boxes.length < COLOURS) {
    boxes.sort((a, b) => b.loss - a.loss);
    const { members, channel } = boxes[0]!;
    const sorted = [...members].sort(([a], [b]) => part(a, channel) - part(b, channel));
    const half = sorted.reduce((sum, [, count]) => sum + Math.sqrt(count), 0) / 2;
    let passed = 0;
    let cut = sorted.findIndex(([, count]) => (passed += Math.sqrt(count)) >= half);
    cut = Math.min(Math.max(cut, 1), sorted.length - 1);
    boxes.splice(0, 1, boxOf(sorted.slice(0, cut)), boxOf(sorted.slice(cut)));
  }
  return boxes.map(({ members }) => commonest(members));
}

/** How much is lost when all colours of the box become one, and the channel in which they differ most. */
function boxOf(members: readonly Counted[]): { members: readonly Counted[]; channel: number; loss: number } {
  let channel = 0;
  let widest = 0;
  for (const candidate of [0, 1, 2]) {
    const parts = members.map(([colour]) => part(colour, candidate));
    const width = parts.reduce((a, b) => Math.max(a, b), 0) - parts.reduce((a, b) => Math.min(a, b), 255);
    if (width > widest) [channel, widest] = [candidate, width];
  }
  const weight = members.reduce((sum, [, count]) => sum + Math.sqrt(count), 0);
  return { members, channel, loss: members.length === 1 ? 0 : widest * widest * weight };
}

/** Surfaces stay exactly as they are. */
function commonest(members: readonly Counted[]): number {
  return members.reduce((best, member) => (member[1] > best[1] ? member : best))[0];
}

function part(colour: number, channel: number): number {
  return (colour >> (16 - 8 * channel)) & 0xff;
}

function nearest(palette: readonly number[], colour: number): number {
  let best = 0;
  let least = Infinity;
  for (const [place, candidate] of palette.entries()) {
    const distance = [0, 1, 2].reduce(
      (sum, channel) => sum + (part(colour, channel) - part(candidate, channel)) ** 2,
      0,
    );
    if (distance < least) [best, least] = [place, distance];
  }
  return best;
}

function write(image: Image, palette: readonly number[], places: ReadonlyMap<number, number>): Buffer {
  const { width, height, pixels } = image;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const raw = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) raw[y * (width + 1) + 1 + x] = places.get(pixels[y * width + x]!)!;
  }
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap((colour) => [part(colour, 0), part(colour, 1), part(colour, 2)]))),
    chunk('IDAT', deflateSync(raw, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(body.length, 0);
  ends.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([ends.subarray(0, 4), named, ends.subarray(4)]);
}
