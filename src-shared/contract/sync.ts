/**
 * What a desk and the central service send each other. Bodies are compact JSON arrays, compressed by zstd or gzip:
 *
 * | request | body → reply |
 * | --- | --- |
 * | `POST /enrol`, `/challenge`, `/token`, `/renew` | JSON objects of `identity.ts` |
 * | `POST /sync` | `writeRequest` → `writeReply` |
 * | `POST /presence` | JSON objects of `presence.ts` |
 * | `GET /live` | server-sent events `commit` with `writeLive` as data, `presence` with JSON of `presence.ts`; a comment every 20 s while nothing happens |
 * | `GET /packs/:sha256` | bytes |
 * | `POST /images` | JSON objects of `image.ts` |
 * | `GET /images/:sha256` | bytes, also a range of them |
 * | `GET /parcel-keys` | JSON object of `identity.ts` |
 * | `POST /admin/exchange` | a file (`src-parcel/frame.ts`): its parts are `parcelPapersSchema` and bodies of `POST /sync` → a file of `writeAnswerPart` and images |
 *
 * Everything but the first four and packs' manifest carries `Authorization: Bearer <token>`, the last one that of an administrator. A
 * failure is a `SyncFailure`.
 */
export * from './sync/exchange.ts';
export * from './sync/failure.ts';
export * from './sync/identity.ts';
export * from './sync/image.ts';
export * from './sync/limits.ts';
export * from './sync/parcel.ts';
export * from './sync/parcel-limits.ts';
export * from './sync/presence.ts';
