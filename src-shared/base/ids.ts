declare const brand: unique symbol;
/** A string that the compiler does not mix up with another kind of id. All are UUIDv7 (RFC 9562), so they sort by time. */
export type Id<Kind extends string> = string & { readonly [brand]: Kind };

export type ContactId = Id<'contact'>;
export type CaseId = Id<'case'>;
export type CustomerId = Id<'customer'>;
export type CallbackId = Id<'callback'>;
export type DeviceId = Id<'device'>;
